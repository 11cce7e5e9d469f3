import { checkOptions } from "../core/check.ts";
import { log } from "../core/math.ts";
import { sumOf } from "../core/sums.ts";
import {
  type AreaCounts,
  checkAreaCounts,
  groupColumns,
  type TwoGroupsOptions,
  twoGroupsOf,
} from "./segregation-counts.ts";
import type { GroupMatrix } from "./segregation-exposure.ts";
import { type AnyProximity, proximitySums } from "./segregation-proximity-sums.ts";

/**
 * Whom people have around them when near areas count too: the local environment of an area is everyone by proximity, and
 * the indices of evenness and exposure are taken of environments, weighted by who lives there.
 */

export interface EnvironmentOptions {
  /** How near areas are to one another: of `buildProximity`, `buildNearProximity`, or any matrix with a row and a column per area. */
  readonly proximity: AnyProximity;
}

export interface SpatialIsolationOptions extends TwoGroupsOptions, EnvironmentOptions {}

/** The shares of groups around each area: that of group k around area i is share[i · labels.length + k]. */
export interface Environments {
  readonly labels: readonly string[];
  readonly share: Float64Array;
}

/**
 * Who lives around each area, near people counting more than far ones?
 *
 * **How** Σ over areas j of c(i, j) · people of the group in j, over the same of everyone; the area itself is among them.
 *
 * @param counts - people by area and group
 * @param options - proximity
 * @returns shares that sum to 1 in each area, also in one where nobody lives; NaN where nobody is near
 * @throws RangeError for a count below 0, or a proximity of another size, below 0 or missing
 *
 * **Cost** O(areas² · groups) time, half of that from `buildProximity`; O(areas · groups) memory
 *
 * [reardon-osullivan-2004]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(8, 0, 2, 5) };
 * const proximity = { rows: 2, columns: 2, value: Float64Array.of(1, 0.5, 0.5, 1) };
 * measureEnvironments(counts, { proximity }).share.map((s) => +s.toFixed(3)); // Float64Array(4) [ 0.783, 0.217, 0.545, 0.455 ]
 */
export function measureEnvironments(counts: AreaCounts, options: EnvironmentOptions): Environments {
  return environmentsOf("measureEnvironments", counts, options).environments;
}

/**
 * Whom do people of each group have around them? Spatial exposure of each group to each.
 *
 * **How** Σ over areas of (people of the group there / of the group) · (share of the other group around the area). With
 * proximities e^(−β d) this is the distance-decay interaction: the chance that the next person met is of the other group.
 *
 * @param counts - people by area and group
 * @param options - proximity; of an identity matrix it is the exposure within areas
 * @returns from each group (rows) to each (columns), isolation on the diagonal; rows sum to 1. NaN for a group that has
 * nobody, and where people have nobody near, not even themselves
 * @throws RangeError for a count below 0, or a proximity of another size, below 0 or missing
 *
 * **Cost** as `measureEnvironments`
 *
 * [reardon-osullivan-2004] [morgan-1983]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(8, 0, 2, 5) };
 * const proximity = { rows: 2, columns: 2, value: Float64Array.of(1, 0.5, 0.5, 1) };
 * spatialExposure(counts, { proximity }).value.map((s) => +s.toFixed(3)); // Float64Array(4) [ 0.735, 0.265, 0.545, 0.455 ]
 */
export function spatialExposure(counts: AreaCounts, options: EnvironmentOptions): GroupMatrix {
  const { environments, columns } = environmentsOf("spatialExposure", counts, options);
  const { labels, share } = environments;
  const groups = labels.length;
  const value = new Float64Array(groups * groups);
  columns.forEach((people, k) => {
    for (let l = 0; l < groups; l++) value[k * groups + l] = meanAround(people, share, groups, l);
  });
  return { rows: groups, columns: groups, labels, value };
}

/**
 * How much do people of the group have their own around them? Spatial or distance-decay isolation.
 *
 * **How** Σ over areas of (x / X) · (share of the group around the area, among both groups): of two groups the group's
 * exposure to itself by `spatialExposure`.
 *
 * @param counts - people by area and group
 * @param options - which group, against which, and proximity; of an identity matrix it is `isolationIndex`
 * @returns from 0 to 1, the group's share of all where it lives among everyone; 1 less it is its exposure to the other. NaN
 * where the group has nobody, and where its people have nobody near, not even themselves
 * @throws RangeError for a label that is not there, a group against itself, a count below 0, or a proximity of another
 * size, below 0 or missing
 *
 * **Cost** O(areas²) time, half of that from `buildProximity`; O(areas) memory
 *
 * [morgan-1983] [massey-denton-1988]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(8, 0, 2, 5) };
 * const proximity = { rows: 2, columns: 2, value: Float64Array.of(1, 0.5, 0.5, 1) };
 * spatialIsolation(counts, { group: "refugees", proximity }).toFixed(3); // '0.455'
 */
export function spatialIsolation(counts: AreaCounts, options: SpatialIsolationOptions): number {
  const where = "spatialIsolation";
  const { areas, x, y, sumX } = twoGroupsOf(where, counts, options, ["proximity"]);
  const [nearX, nearY] = proximitySums(where, options.proximity, areas, [x, y]);
  let sum = 0;
  for (let i = 0; i < areas; i++) if (x[i]! > 0) sum += x[i]! * (nearX![i]! / (nearX![i]! + nearY![i]!));
  return sum / sumX;
}

/**
 * How unlike the whole are the environments that people live in? Spatial dissimilarity.
 *
 * **How** Σ over areas and groups of t |π − P| / (2 T I), with t people of the area, π the share of the group around it, P that
 * of all people, I = Σ P (1 − P).
 *
 * @param counts - people by area and group
 * @param options - proximity; of an identity matrix it is the dissimilarity of groups over areas
 * @returns from 0 (the same environment everywhere) to 1; NaN with fewer than two groups, and where people have nobody near
 * @throws RangeError for a count below 0, or a proximity of another size, below 0 or missing
 *
 * **Cost** as `measureEnvironments`
 *
 * [reardon-osullivan-2004]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(8, 0, 2, 5) };
 * const proximity = { rows: 2, columns: 2, value: Float64Array.of(1, 0.5, 0.5, 1) };
 * spatialDissimilarity(counts, { proximity }).toFixed(3); // '0.266'
 */
export function spatialDissimilarity(counts: AreaCounts, options: EnvironmentOptions): number {
  const { apart, diversity } = meansOf("spatialDissimilarity", counts, options, (p, whole) => Math.abs(p - whole));
  return apart / (2 * diversity((P) => P * (1 - P)));
}

/**
 * How much less diverse are the environments that people live in than the whole? Spatial information theory index.
 *
 * **How** 1 − Σ over areas of t E / (T E of the whole), E = −Σ π ln π the entropy of the groups' shares around the area.
 *
 * @param counts - people by area and group
 * @param options - proximity; of an identity matrix it is the entropy index of groups over areas
 * @returns at most 1 (nobody of another group near); 0 where environments are like the whole, and below 0 where they are
 * more diverse than it. NaN with fewer than two groups, and where people have nobody near
 * @throws RangeError for a count below 0, or a proximity of another size, below 0 or missing
 *
 * **Cost** as `measureEnvironments`
 *
 * [reardon-osullivan-2004]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(8, 0, 2, 5) };
 * const proximity = { rows: 2, columns: 2, value: Float64Array.of(1, 0.5, 0.5, 1) };
 * spatialInformationTheory(counts, { proximity }).toFixed(3); // '0.056'
 */
export function spatialInformationTheory(counts: AreaCounts, options: EnvironmentOptions): number {
  const entropy = (p: number): number => (p === 0 ? 0 : -p * log(p));
  const { apart, diversity } = meansOf("spatialInformationTheory", counts, options, entropy);
  return 1 - apart / diversity(entropy);
}

/**
 * How much less likely are two people of one environment to be of different groups than two of the whole? Spatial relative
 * diversity.
 *
 * **How** 1 − Σ over areas of t I / (T I of the whole), I = Σ π (1 − π) of the groups' shares around the area.
 *
 * @param counts - people by area and group
 * @param options - proximity; of an identity matrix it is the relative diversity of groups over areas
 * @returns as `spatialInformationTheory`
 * @throws RangeError for a count below 0, or a proximity of another size, below 0 or missing
 *
 * **Cost** as `measureEnvironments`
 *
 * [reardon-osullivan-2004]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(8, 0, 2, 5) };
 * const proximity = { rows: 2, columns: 2, value: Float64Array.of(1, 0.5, 0.5, 1) };
 * spatialRelativeDiversity(counts, { proximity }).toFixed(3); // '0.071'
 */
export function spatialRelativeDiversity(counts: AreaCounts, options: EnvironmentOptions): number {
  const interaction = (p: number): number => p * (1 - p);
  const { apart, diversity } = meansOf("spatialRelativeDiversity", counts, options, interaction);
  return 1 - apart / diversity(interaction);
}

interface Around {
  readonly environments: Environments;
  /** People of each group by area. */
  readonly columns: readonly Float64Array[];
}

function environmentsOf(where: string, counts: AreaCounts, options: EnvironmentOptions): Around {
  const areas = checkAreaCounts(where, counts);
  checkOptions(where, options, ["proximity"]);
  const { labels } = counts;
  const groups = labels.length;
  const columns = groupColumns(counts);
  const share = new Float64Array(areas * groups);
  proximitySums(where, options.proximity, areas, columns).forEach((near, k) => {
    for (let i = 0; i < areas; i++) share[i * groups + k] = near[i]!;
  });
  for (let c = 0; c < share.length; c += groups) {
    const around = share.subarray(c, c + groups);
    const everyone = sumOf(around);
    for (let k = 0; k < groups; k++) around[k]! /= everyone;
  }
  return { environments: { labels, share }, columns };
}

/** The mean of a group's share around areas, by people of one group. */
function meanAround(people: Float64Array, share: Float64Array, groups: number, group: number): number {
  let sum = 0;
  for (let i = 0; i < people.length; i++) if (people[i]! > 0) sum += people[i]! * share[i * groups + group]!;
  return sum / sumOf(people);
}

interface Means {
  /** Σ over areas of t · Σ over groups of the term / T. */
  readonly apart: number;
  /** Σ over groups of a term of the whole; 0 with fewer than two groups. */
  readonly diversity: (term: (whole: number) => number) => number;
}

function meansOf(
  where: string,
  counts: AreaCounts,
  options: EnvironmentOptions,
  term: (share: number, whole: number) => number,
): Means {
  const { environments, columns } = environmentsOf(where, counts, options);
  const people = columns.map((column) => sumOf(column));
  const total = sumOf(Float64Array.from(people));
  const groups = columns.length;
  let sum = 0;
  for (let i = 0; i * groups < environments.share.length; i++) {
    let here = 0;
    let terms = 0;
    for (let k = 0; k < groups; k++) {
      here += columns[k]![i]!;
      terms += term(environments.share[i * groups + k]!, people[k]! / total);
    }
    if (here > 0) sum += here * terms;
  }
  const several = people.filter((each) => each > 0).length > 1;
  const diversity: Means["diversity"] = (of) =>
    several ? people.reduce((all, each) => all + of(each / total), 0) : Number.NaN;
  return { apart: sum / total, diversity };
}
