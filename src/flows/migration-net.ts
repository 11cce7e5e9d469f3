import { checkFlows, entryOf } from "../core/sparse.ts";
import type { Located, SparseMatrix } from "../types.ts";

/**
 * Which way does the balance go between any two places? Net flows.
 *
 * **How** net[o, d] = flow[o, d] − flow[d, o] where that is above 0; of two places at most one has a net flow to the other.
 *
 * @param flows - flows over locations, counted or weighted to the population; the diagonal is not read
 * @returns net flows above 0; a pair without an entry is balanced, or its flow goes the other way. What comes to a place less
 * what leaves it is as in `flows`
 * @throws RangeError for flows that are not well formed
 *
 * **Cost** O(entries log entries of a row + locations)
 *
 * [lu-2016]
 *
 * @example
 * const locations = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);
 * toMatrix(countNetFlows({ locations, ...sparseFromDense(2, 2, [9, 3, 1, 0]) })).to2DArray(); // [ [ 0, 2 ], [ 0, 0 ] ]
 */
export function countNetFlows(flows: Located & SparseMatrix): Located & SparseMatrix {
  checkFlows("countNetFlows", "flows", flows);
  const n = flows.locations.length;
  const offsets = new Uint32Array(n + 1);
  const index: number[] = [];
  const value: number[] = [];
  for (let o = 0; o < n; o++) {
    for (let k = flows.offsets[o]!; k < flows.offsets[o + 1]!; k++) {
      const d = flows.index[k]!;
      const back = entryOf(flows, d, o);
      const net = flows.value[k]! - (back < 0 ? 0 : flows.value[back]!);
      if (d === o || net <= 0) continue;
      index.push(d);
      value.push(net);
    }
    offsets[o + 1] = index.length;
  }
  return { locations: flows.locations, offsets, index: Uint32Array.from(index), value: Float64Array.from(value) };
}
