import { checkSparse } from "../core/sparse.ts";
import { createValueOrder } from "../core/value-order.ts";
import type { SparseMatrix } from "../types.ts";
import { type AreaCounts, type TwoGroupsOptions, twoGroupsOf } from "./segregation-counts.ts";

export interface ProximityProfileOptions extends TwoGroupsOptions {
  /** Which areas are neighbours, with a row and a column per area: `touching` of `buildAdjacency`. What entries weigh is not read. */
  readonly neighbours: SparseMatrix;
}

/**
 * Do the areas where the group is strong form one cluster? The spatial proximity profile, as one number.
 *
 * **How** of the k areas where the group's share is at least θ, η(θ) is 1 over their mean distance in steps from neighbour to
 * neighbour: 1 if all are neighbours. The index is (P − ∫ η from 0 to P + ∫ η from P to 1) / (1 − P), P the group's share
 * of all. Steps lead through any area; areas that no steps join are infinitely far; of fewer than two areas η is 0.
 *
 * @param counts - people by area and group
 * @param options - which group against which, and neighbours
 * @returns at least 0, growing with how strong the group is where it is clustered and with its size: it may be above 1. NaN
 * where either group has nobody
 * @throws RangeError for a label that is not there, a group against itself, a count below 0, or neighbours of another size
 *
 * **Departs from the paper** integrals are exact, where its code sums over a grid of thresholds.
 *
 * **Cost** O(areas · (areas + pairs of neighbours))
 *
 * [hong-sadahiro-2014]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(50, 50, 60, 40, 90, 10) };
 * const neighbours = sparseFromDense(3, 3, [0, 1, 0, 1, 0, 1, 0, 1, 0]);
 * spatialProximityProfile(counts, { group: "refugees", neighbours }).toFixed(3); // '0.138'
 */
export function spatialProximityProfile(counts: AreaCounts, options: ProximityProfileOptions): number {
  const where = "spatialProximityProfile";
  const { areas, x, y, sumX, sumY } = twoGroupsOf(where, counts, options, ["neighbours"]);
  const { neighbours } = options;
  checkSparse(where, "neighbours", neighbours, areas, areas);
  if (sumX === 0 || sumY === 0) return Number.NaN;
  const whole = sumX / (sumX + sumY);
  const people = Uint32Array.from(x.keys()).filter((i) => x[i]! + y[i]! > 0);
  const share = Float64Array.from(people, (i) => x[i]! / (x[i]! + y[i]!));
  const { order, sorted } = createValueOrder(people.length)(share);
  const stepsFrom = stepCounter(neighbours, areas);
  let index = whole;
  let steps = 0;
  // Areas join from the strongest on; between two shares η is that of all that have joined.
  for (let k = people.length - 1; k >= 0; k--) {
    const own = stepsFrom(people[order[k]!]!);
    for (let j = k + 1; j < people.length; j++) steps += 2 * own[people[order[j]!]!]!;
    const joined = people.length - k;
    const eta = joined < 2 ? 0 : (joined * (joined - 1)) / steps;
    const from = k === 0 ? 0 : sorted[k - 1]!;
    const to = sorted[k]!;
    index += eta * (Math.max(to, whole) - Math.max(from, whole) - (Math.min(to, whole) - Math.min(from, whole)));
  }
  return index / (1 - whole);
}

/** Makes the function that counts the steps from an area to each, Infinity where there is no way, into an array it writes over. */
function stepCounter({ offsets, index, value }: SparseMatrix, areas: number): (from: number) => Float64Array {
  const steps = new Float64Array(areas);
  const queue = new Uint32Array(areas);
  return (from) => {
    steps.fill(Infinity);
    steps[from] = 0;
    queue[0] = from;
    for (let done = 0, found = 1; done < found; done++) {
      const at = queue[done]!;
      for (let k = offsets[at]!; k < offsets[at + 1]!; k++) {
        const next = index[k]!;
        if (steps[next]! < Infinity || !(value[k]! > 0)) continue;
        steps[next] = steps[at]! + 1;
        queue[found++] = next;
      }
    }
    return steps;
  };
}
