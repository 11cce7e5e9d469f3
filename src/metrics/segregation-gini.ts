import {
  type AreaCounts,
  type ManyGroups,
  manyGroupsOf,
  type TwoGroups,
  type TwoGroupsOptions,
  twoGroupsOf,
} from "./segregation-counts.ts";
import { createShareOrder } from "./segregation-gini-order.ts";

/**
 * How unequal are a group's shares of the areas? The Gini index of segregation: the mean difference between the shares of any
 * two people's areas, over the greatest possible.
 *
 * **How** G = ΣᵢΣⱼ tᵢ tⱼ |pᵢ − pⱼ| / (2 T² P (1 − P)), with p the group's share of the t people of both groups in an area and P
 * its share of all T. Computed with the areas in ascending order of p as twice the area between the Lorenz curve and the
 * diagonal: Σ (X′ y − x Y′) / (X Y), X′ and Y′ being the people of areas before.
 *
 * @param counts - people by area and group, whole or weighted
 * @param options - which group, and against which; everyone else unless given
 * @returns from 0 (the same share in every area) to 1 (no area shared), at least the dissimilarity index D and at most
 * 2 D − D²; NaN where one of the two has nobody. The same for the group and the other exchanged
 * @throws RangeError for a label that is not there, a group against itself, or a count that is missing or below 0
 *
 * **Cost** O(areas · groups), as the areas are put in order in linear time; 56 bytes per area
 *
 * [duncan-duncan-1955] [massey-denton-1988]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30) };
 * giniSegregationIndex(counts, { group: "refugees" }).toFixed(2); // '0.55'
 */
export function giniSegregationIndex(counts: AreaCounts, options: TwoGroupsOptions): number {
  return giniOf(twoGroupsOf("giniSegregationIndex", counts, options));
}

/** G of two groups whose counts have been checked. */
export function giniOf({ areas, x, y, sumX, sumY }: TwoGroups): number {
  if (sumX === 0 || sumY === 0) return Number.NaN;
  const share = new Float64Array(areas);
  for (let i = 0; i < areas; i++) share[i] = shareOf(x[i]!, x[i]! + y[i]!);
  const order = createShareOrder(areas)(share);
  let before = 0;
  let othersBefore = 0;
  let sum = 0;
  for (let j = 0; j < areas; j++) {
    const own = x[order[j]!]!;
    const others = y[order[j]!]!;
    sum += othersBefore * own - before * others;
    before += own;
    othersBefore += others;
  }
  return sum / sumX / sumY;
}

/** An empty area may stand anywhere in the order: nobody of it is added up. */
function shareOf(own: number, all: number): number {
  return all === 0 ? 0 : own / all;
}

/**
 * How unequal are the shares of all groups over areas? The Gini index of segregation of several groups.
 *
 * **How** Gₘ = Σₖ ΣᵢΣⱼ tᵢ tⱼ |pᵢₖ − pⱼₖ| / (2 T² I), which is Σₖ Pₖ (1 − Pₖ) Gₖ / I, with Gₖ the index of group k against
 * everyone else, Pₖ its share of all and I = Σₖ Pₖ (1 − Pₖ).
 *
 * @param counts - people by area and group, whole or weighted; groups without anybody count for nothing
 * @returns from 0 (the same shares in every area) to 1 (no area shared); NaN with fewer than two groups that have people
 * @throws RangeError for a count that is missing or below 0
 *
 * **Cost** O(areas · groups)
 *
 * [reardon-firebaugh-2002]
 * @example
 * const counts = { labels: ["locals", "Syrians", "Afghans"], count: Float64Array.of(80, 10, 0, 20, 30, 10) };
 * multigroupGini(counts).toFixed(4); // '0.5556'
 */
export function multigroupGini(counts: AreaCounts): number {
  return multigroupGiniOf(manyGroupsOf("multigroupGini", counts));
}

export function multigroupGiniOf({ areas, labels, count, areaTotal, groupTotal, total }: ManyGroups): number {
  const groups = labels.length;
  const orderOf = createShareOrder(areas);
  const share = new Float64Array(areas);
  let sum = 0;
  let interaction = 0;
  for (let k = 0; k < groups; k++) {
    const weight = groupTotal[k]! * ((total - groupTotal[k]!) / total);
    interaction += weight;
    // The second of two groups has the index of the first.
    if (groups === 2 && k === 1) {
      sum *= 2;
      break;
    }
    for (let i = 0, c = k; i < areas; i++, c += groups) share[i] = shareOf(count[c]!, areaTotal[i]!);
    const order = orderOf(share);
    let before = 0;
    let allBefore = 0;
    let between = 0;
    for (let j = 0; j < areas; j++) {
      const area = order[j]!;
      const own = count[area * groups + k]!;
      const all = areaTotal[area]!;
      between += allBefore * own - before * all;
      before += own;
      allBefore += all;
    }
    // The sum over pairs of t t′ |p − p′| / 2 is Σ (T′ x − X′ t), and that of x y′ − x′ y the same.
    sum += between / total;
  }
  return sum / interaction;
}
