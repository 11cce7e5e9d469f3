import { fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { createTable } from "../core/table.ts";
import type { Table } from "../types.ts";
import { checkCovered, distancesOf, type FlowCells, type FlowDistancesOptions, flowPairOf } from "./flow-fit-input.ts";

export interface FlowLengthsOptions extends FlowDistancesOptions {
  /** Where bands of distance begin, ascending from 0, in the unit of the distances: `[0, 10, 20, 40]`. The last one has no end. */
  readonly from: ArrayLike<number>;
}

/** Trips by length. */
export type FlowLengths = Table<{
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly flow: Float64Array;
  readonly share: Float64Array;
}>;

/**
 * How far do people go? Flows by bands of distance: the distribution of trip lengths.
 *
 * **How** flow[b] = Σ flow[o, d] over pairs with from[b] ≤ distance[o, d] < to[b]; share = flow / Σ flow
 *
 * @param flows - observed flows, or those that a model expects
 * @param options - distances, the bands, and whether the diagonal is in
 * @returns a row per band in ascending order, the last one to Infinity. Shares add up to 1, and are NaN without flows
 * @throws RangeError for flows that are not finite or below 0, a flow over a distance that is not finite or below 0, matrices of
 * another size, and bands that do not ascend from 0
 *
 * **Cost** O(pairs · log bands); memory of a row
 *
 * @example
 * const distances = { rows: 1, columns: 3, value: Float64Array.of(4, 12, 90) };
 * const flows = { rows: 1, columns: 3, value: Float64Array.of(5, 3, 2) };
 * const { columns } = countFlowLengths(flows, { distances, from: [0, 10, 20], diagonal: true });
 * [columns.to, columns.share]; // [ Float64Array(3) [ 10, 20, Infinity ], Float64Array(3) [ 0.5, 0.3, 0.2 ] ]
 */
export function countFlowLengths(flows: FlowCells, options: FlowLengthsOptions): FlowLengths {
  const where = "countFlowLengths";
  const pair = flowPairOf(where, flows, flows, options, ["diagonal", "distances", "from"], "flows", "flows");
  const read = distancesOf(where, pair, options);
  checkList(where, "from", options.from);
  const from = Float64Array.from(options.from);
  if (from.length === 0) fail(where, "from.length", "at least 1", 0);
  if (from[0] !== 0) fail(where, "from[0]", "0", from[0]);
  for (let b = 1; b < from.length; b++) {
    if (!(from[b]! > from[b - 1]! && from[b]! < Infinity)) fail(where, `from[${b}]`, `above ${from[b - 1]}`, from[b]);
  }
  const flow = new Float64Array(from.length);
  let total = 0;
  for (let r = 0; r < pair.rows; r++) {
    const cells = pair.observed(r);
    const lengths = read(r);
    for (let c = 0; c < pair.columns; c++) {
      if ((c === r && !pair.diagonal) || cells[c] === 0) continue;
      const length = lengths[c]!;
      checkCovered(where, length, r, c);
      flow[bandOf(from, length)]! += cells[c]!;
      total += cells[c]!;
    }
  }
  const to = from.map((_, b) => from[b + 1] ?? Infinity);
  return createTable({ from, to, flow, share: flow.map((part) => part / total) });
}

/** The last band that begins at the length or before. */
function bandOf(from: Float64Array, length: number): number {
  let low = 0;
  let high = from.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (from[middle]! <= length) low = middle;
    else high = middle - 1;
  }
  return low;
}
