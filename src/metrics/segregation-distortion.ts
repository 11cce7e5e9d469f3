import { checkOptions } from "../core/check.ts";
import { log } from "../core/math.ts";
import { sumOf } from "../core/sums.ts";
import { endOfTie, TIE_TOLERANCE } from "../core/ties.ts";
import { createValueOrder } from "../core/value-order.ts";
import type { DenseMatrix, Locations, RowMatrix } from "../types.ts";
import { type AreaCounts, checkAreaCounts, groupColumns } from "./segregation-counts.ts";
import { distanceRows } from "./segregation-proximity.ts";

/**
 * Distortion: how far around one must look, from each place, until those seen are like the whole. It asks for no scale of
 * distance and no boundary, only for the order of areas by distance.
 */

export interface DistortionOptions {
  /** Locations of the areas, between which great circles are measured, or a matrix of distances in any unit. */
  readonly distances: Locations | DenseMatrix | RowMatrix;
}

/**
 * How unlike the whole is what people of each area see around them, at all scales together? Local distortion.
 *
 * **How** areas where somebody lives join in the order of their distance from the area, itself among them; after each, the divergence Σ q
 * ln(q / P) of the groups' shares q among those who joined from their shares P of all. Their sum over all areas that join.
 *
 * @param counts - people by area and group
 * @param options - distances between areas
 * @returns a coefficient per area, at least 0 and growing with the number of areas: for comparison within one map; 0
 * everywhere where all areas have the same shares. NaN for an area where nobody lives
 * @throws RangeError for a count below 0, or distances of another size, below 0 or missing
 *
 * **Departs from the paper** areas at the same distance join together, and count with their number; in its code their order
 * is left to a sort. The paper's division by the greatest possible coefficient is not made.
 *
 * **Cost** O(areas² · groups) time, O(areas · groups) memory
 *
 * [olteanu-2019]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30, 40, 5) };
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 2, 1, 0, 2, 2, 2, 0) };
 * localDistortion(counts, { distances }).map((d) => +d.toFixed(3)); // Float64Array(3) [ 0.061, 0.291, 0.056 ]
 */
export function localDistortion(counts: AreaCounts, options: DistortionOptions): Float64Array {
  return distortionOf("localDistortion", counts, options).local;
}

/**
 * How unlike the whole is what people see around them, at all scales together? Global distortion.
 *
 * **How** the mean of `localDistortion` over people.
 *
 * @param counts - people by area and group
 * @param options - distances between areas
 * @returns at least 0, growing with the number of areas: for comparison of groups or dates on one map; NaN where nobody lives
 * @throws RangeError as `localDistortion`
 *
 * **Cost** as `localDistortion`
 *
 * [olteanu-2019]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30, 40, 5) };
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 2, 1, 0, 2, 2, 2, 0) };
 * globalDistortion(counts, { distances }).toFixed(3); // '0.122'
 */
export function globalDistortion(counts: AreaCounts, options: DistortionOptions): number {
  const { local, here } = distortionOf("globalDistortion", counts, options);
  let sum = 0;
  for (let i = 0; i < local.length; i++) if (here[i]! > 0) sum += here[i]! * local[i]!;
  return sum / sumOf(here);
}

function distortionOf(
  where: string,
  counts: AreaCounts,
  options: DistortionOptions,
): { readonly local: Float64Array; readonly here: Float64Array } {
  const areas = checkAreaCounts(where, counts);
  checkOptions(where, options, ["distances"]);
  const rowOf = distanceRows(where, "distances", options.distances, areas);
  const columns = groupColumns(counts);
  const groups = columns.length;
  const here = new Float64Array(areas);
  for (const column of columns) for (let i = 0; i < areas; i++) here[i]! += column[i]!;
  const total = sumOf(here);
  const whole = Float64Array.from(columns, (column) => sumOf(column) / total);
  const orderOf = createValueOrder(areas);
  const local = new Float64Array(areas).fill(Number.NaN);
  const joined = new Float64Array(groups);
  const meters = new Float64Array(areas);
  for (let i = 0; i < areas; i++) {
    if (here[i] === 0) continue;
    meters.set(rowOf(i, 0));
    meters[i] = 0;
    const { order, sorted } = orderOf(meters);
    joined.fill(0);
    let people = 0;
    let sum = 0;
    for (let k = 0; k < areas; ) {
      const end = endOfTie(sorted, k, areas, TIE_TOLERANCE);
      let inhabited = 0;
      for (; k < end; k++) {
        const j = order[k]!;
        if (here[j] === 0) continue;
        inhabited++;
        people += here[j]!;
        for (let g = 0; g < groups; g++) joined[g]! += columns[g]![j]!;
      }
      if (inhabited === 0) continue;
      let divergence = 0;
      for (let g = 0; g < groups; g++) {
        const share = joined[g]! / people;
        if (share > 0) divergence += share * log(share / whole[g]!);
      }
      sum += inhabited * divergence;
    }
    local[i] = sum;
  }
  return { local, here };
}
