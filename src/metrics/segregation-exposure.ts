import type { DenseMatrix } from "../types.ts";
import {
  type AreaCounts,
  checkAreaCounts,
  checkWholeCounts,
  type TwoGroups,
  type TwoGroupsOptions,
  twoGroupsOf,
} from "./segregation-counts.ts";

/** A number for each pair of groups, the row's group first: that of labels k and l is value[k · labels.length + l]. */
export interface GroupMatrix extends DenseMatrix {
  readonly labels: readonly string[];
}

/**
 * How much of the people of their area are of their own group, for the members of a group? The isolation index xPx.
 *
 * **How** xPx = Σ over areas of (x / X)(x / t), with x people of the group and t of both groups in the area: the chance that a random
 * person of the area of a random member of the group is one of the group.
 *
 * @param counts - people by area and group, whole or weighted
 * @param options - which group, and against which; everyone else unless given
 * @returns from the group's share of all (even) to 1; 1 where there is nobody else, NaN where the group has nobody. Unlike an index
 * of evenness it grows with the group: `correlationRatio` is free of its size
 * @throws RangeError for a label that is not there, a group against itself, or a count that is missing or below 0
 *
 * **Cost** O(areas · groups)
 *
 * [bell-1954] [massey-denton-1988]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30) };
 * isolationIndex(counts, { group: "refugees" }).toFixed(4); // '0.4778'
 */
export function isolationIndex(counts: AreaCounts, options: TwoGroupsOptions): number {
  return isolationOf(twoGroupsOf("isolationIndex", counts, options));
}

export function isolationOf({ x, y, sumX }: TwoGroups): number {
  return metBy(x, x, y, sumX, 0);
}

/**
 * How much of the people of their area are of the other group, for the members of a group? The interaction index xPy, also
 * exposure: the chance that a member of a minority shares an area with a person of the majority.
 *
 * **How** xPy = Σ over areas of (x / X)(y / t), with x people of the group, y of the other and t = x + y in the area. The exposure to
 * one of several groups among all people is a cell of `exposureMatrix`.
 *
 * @param counts - people by area and group, whole or weighted
 * @param options - which group, and to which; to everyone else unless given
 * @returns from 0 (no area shared) to the share of the others of all (even), 1 − xPx; NaN where the group has nobody. Not the same
 * for the group and the other exchanged
 * @throws RangeError as `isolationIndex`
 *
 * **Cost** O(areas · groups)
 *
 * [bell-1954] [bakker-2019]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30) };
 * interactionIndex(counts, { group: "refugees", against: "locals" }).toFixed(4); // '0.5222'
 */
export function interactionIndex(counts: AreaCounts, options: TwoGroupsOptions): number {
  return interactionOf(twoGroupsOf("interactionIndex", counts, options));
}

export function interactionOf({ x, y, sumX }: TwoGroups): number {
  return metBy(x, y, x, sumX, 0);
}

/**
 * The isolation index of people one of whom is not another: the second person is drawn from the area without the first.
 *
 * **How** Σ over areas of (x / X)(x − 1) / (t − 1). A person alone in the area meets nobody: areas of one person add nothing.
 *
 * @param counts - whole numbers of people by area and group
 * @param options - which group, and against which; everyone else unless given
 * @returns from 0 to 1; NaN where the group has nobody. Smaller than `isolationIndex`, much so where areas have few people
 * @throws RangeError for counts that are not whole, and as `isolationIndex`
 *
 * **Cost** O(areas · groups)
 *
 * [bell-1954]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(8, 1, 2, 3) };
 * exactIsolationIndex(counts, { group: "refugees" }); // 0.375
 */
export function exactIsolationIndex(counts: AreaCounts, options: TwoGroupsOptions): number {
  const { x, y, sumX } = wholeGroupsOf("exactIsolationIndex", counts, options);
  return metBy(x, x, y, sumX, 1);
}

/**
 * The interaction index of people one of whom is not another: the second person is drawn from the area without the first.
 *
 * **How** Σ over areas of (x / X) y / (t − 1). A person alone in the area meets nobody: areas of one person add nothing.
 *
 * @param counts - whole numbers of people by area and group
 * @param options - which group, and to which; to everyone else unless given
 * @returns from 0 to 1; NaN where the group has nobody
 * @throws RangeError for counts that are not whole, and as `isolationIndex`
 *
 * **Cost** O(areas · groups)
 *
 * [bell-1954]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(8, 1, 2, 3) };
 * exactInteractionIndex(counts, { group: "refugees" }); // 0.625
 */
export function exactInteractionIndex(counts: AreaCounts, options: TwoGroupsOptions): number {
  const { x, y, sumX } = wholeGroupsOf("exactInteractionIndex", counts, options);
  return metBy(x, y, x, sumX, 1, 0);
}

/** Σ (x / X) (met − self) / (met + rest − drawn); areas without anybody else to draw add nothing. */
function metBy(
  x: Float64Array,
  met: Float64Array,
  rest: Float64Array,
  sumX: number,
  drawn: number,
  self: number = drawn,
): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const all = met[i]! + rest[i]! - drawn;
    if (all > 0) sum += x[i]! * ((met[i]! - self) / all);
  }
  return sum / sumX;
}

function wholeGroupsOf(where: string, counts: AreaCounts, options: TwoGroupsOptions): TwoGroups {
  const pair = twoGroupsOf(where, counts, options);
  checkWholeCounts(where, counts);
  return pair;
}

/**
 * Whom do the members of each group have in their areas? Isolation and exposure of all groups at once.
 *
 * **How** value[k, l] = Σ over areas of (c of group k / C of group k)(c of group l / t), with t people of all groups in the area: the
 * chance that a random person of the area of a random member of group k is of group l.
 *
 * @param counts - people by area and group, whole or weighted
 * @returns a row and a column for each label: isolation on the diagonal, exposure of the row's group to the column's beside
 * it. Rows add up to 1; that of a group without anybody is NaN
 * @throws RangeError for a count that is missing or below 0
 *
 * **Cost** O(areas · groups²)
 *
 * [bell-1954] [lieberson-1981]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(8, 2, 0, 8) };
 * exposureMatrix(counts).value.map((share) => Number(share.toFixed(2))); // Float64Array(4) [ 0.8, 0.2, 0.16, 0.84 ]
 */
export function exposureMatrix(counts: AreaCounts): GroupMatrix {
  return exposuresOf("exposureMatrix", counts, 0);
}

/**
 * Whom else do the members of each group have in their areas? Exposure of all groups, the second person drawn from the area
 * without the first.
 *
 * **How** value[k, l] = Σ over areas of (c of group k / C of group k)(c of group l, less one for k itself) / (t − 1). A person alone in
 * the area meets nobody: areas of one person add nothing.
 *
 * @param counts - whole numbers of people by area and group
 * @returns a row and a column for each label. Rows add up to the share of the group that is not alone in the area; that of a
 * group without anybody is NaN
 * @throws RangeError for a count that is not whole or below 0
 *
 * **Departs from the paper** none but for people alone in their area. OasisR's exact indices divide by zero where one person lives alone.
 *
 * **Cost** O(areas · groups²)
 *
 * [bell-1954]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(3, 2, 0, 1) };
 * exactExposureMatrix(counts).value.map((share) => Number(share.toFixed(3))); // Float64Array(4) [ 0.5, 0.5, 0.5, 0.167 ]
 */
export function exactExposureMatrix(counts: AreaCounts): GroupMatrix {
  return exposuresOf("exactExposureMatrix", counts, 1);
}

function exposuresOf(where: string, counts: AreaCounts, drawn: number): GroupMatrix {
  const areas = checkAreaCounts(where, counts);
  if (drawn > 0) checkWholeCounts(where, counts);
  const { labels, count } = counts;
  const groups = labels.length;
  const value = new Float64Array(groups * groups);
  const sums = new Float64Array(groups);
  for (let i = 0, from = 0; i < areas; i++, from += groups) {
    let all = -drawn;
    for (let k = 0; k < groups; k++) all += count[from + k]!;
    for (let k = 0; k < groups; k++) {
      const own = count[from + k]!;
      sums[k]! += own;
      if (own === 0 || all <= 0) continue;
      const weight = own / all;
      for (let l = 0; l < groups; l++) value[k * groups + l]! += weight * (count[from + l]! - (k === l ? drawn : 0));
    }
  }
  for (let c = 0; c < value.length; c++) value[c]! /= sums[Math.floor(c / groups)]!;
  return { labels: labels.slice(), rows: groups, columns: groups, value };
}
