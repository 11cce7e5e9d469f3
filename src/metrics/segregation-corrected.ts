import { checkOptions } from "../core/check.ts";
import { checkRandom } from "../core/check-variants.ts";
import { expm1 } from "../core/near-zero.ts";
import type { Random } from "../types.ts";
import { dissimilarityOf } from "./dissimilarity.ts";
import { meanOfEvenness } from "./segregation-bias.ts";
import { type AreaCounts, type TwoGroupsOptions, twoGroupsOf } from "./segregation-counts.ts";
import { giniSegregationIndex } from "./segregation-gini.ts";
import { evenDraws } from "./segregation-null.ts";
import { modifiedIndex, testOf } from "./segregation-test.ts";

/**
 * Dissimilarity and Gini less what small numbers of people per area make of them by themselves.
 */

export interface ModifiedGiniOptions extends TwoGroupsOptions {
  /** How many tables are drawn. From 2. */
  readonly replicates: number;
  /** The source of random numbers. */
  readonly random: Random;
}

/** A Gini index beside that of chance. */
export interface ModifiedGini {
  /** The index of the counts. */
  readonly estimate: number;
  /** Its mean over the tables drawn: G*. */
  readonly expected: number;
  /** (G − G*) / (1 − G*), or (G − G*) / G* where G is below G*. */
  readonly modified: number;
  /** What drawing leaves open of `modified`: its Monte-Carlo standard error. */
  readonly modifiedError: number;
  /** Draws in which both groups are there, and the others. */
  readonly replicates: number;
  readonly undefinedReplicates: number;
}

/** Newton's steps end at rounding long before. */
const MOST_STEPS = 200;

/**
 * How dissimilar do two groups live beyond what chance would make of the same areas?
 *
 * **How** D_ct = (D − D*) / (1 − D*) where D is at least D*, else (D − D*) / D*; D* is `expectedDissimilarity`: the mean of D
 * where each person is of the group with the group's share of all.
 *
 * @param counts - people by area and group, whole in each area
 * @param options - which group against which
 * @returns from −1 (perfectly even) over 0 (as by chance) to 1 (no area shared); NaN where one of the two groups has nobody, and where
 * everybody lives alone: D* is 1 then
 * @throws RangeError for a label that is not there, or people of an area that are not whole
 *
 * **Departs from the paper** D* is exact, not simulated
 *
 * **Cost** O(different area sizes · √(T P (1 − P)))
 *
 * [carrington-troske-1997]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 70, 15, 20, 30) };
 * modifiedDissimilarity(counts, { group: "refugees" }).toFixed(3); // '0.373'
 */
export function modifiedDissimilarity(counts: AreaCounts, options: TwoGroupsOptions): number {
  const where = "modifiedDissimilarity";
  const two = twoGroupsOf(where, counts, options);
  return modifiedIndex(dissimilarityOf(two), meanOfEvenness(where, two));
}

/**
 * How unevenly do two groups live, by the Gini index, beyond what chance would make of the same areas?
 *
 * **How** (G − G*) / (1 − G*) where G is at least G*, else (G − G*) / G*; G* is the mean of G over tables in which each person is of
 * the group with the group's share of all (`evenDraws`).
 *
 * @param counts - people by area and group, whole in each area
 * @param options - which group against which, how many tables, the source of random numbers
 * @returns the index, that of chance, the modified one and its Monte-Carlo standard error; NaN where a group has nobody, the modified
 * one also where everybody lives alone
 * @throws RangeError for a label that is not there, or people of an area that are not whole
 *
 * **Cost** `replicates` · O(areas · log areas)
 *
 * [carrington-troske-1997]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 70, 15, 20, 30) };
 * const gini = modifiedGini(counts, { group: "refugees", replicates: 999, random: createRandom(1) });
 * gini.modified < gini.estimate; // true
 */
export function modifiedGini(counts: AreaCounts, options: ModifiedGiniOptions): ModifiedGini {
  const where = "modifiedGini";
  checkOptions(where, options, ["group", "against", "replicates", "random"]);
  const { replicates, random, ...groups } = options;
  const { areas, x, y } = twoGroupsOf(where, counts, groups);
  checkRandom(where, "random", random);
  const count = new Float64Array(2 * areas);
  for (let i = 0; i < areas; i++) {
    count[2 * i] = x[i]!;
    count[2 * i + 1] = y[i]!;
  }
  const index = (table: AreaCounts): number => giniSegregationIndex(table, { group: "x" });
  const test = testOf(where, { labels: ["x", "y"], count }, { index, null: evenDraws(), replicates, random }, 0.5);
  const { estimate, nullMean: expected, modified, nullMeanError, undefinedReplicates } = test;
  const slope =
    estimate >= expected ? (1 - estimate) / ((1 - expected) * (1 - expected)) : estimate / (expected * expected);
  return {
    estimate,
    expected,
    modified,
    modifiedError: Number.isNaN(modified) ? modified : slope * nullMeanError,
    replicates: test.replicates,
    undefinedReplicates,
  };
}

/**
 * How dissimilar are two groups if differences that chance explains count for nothing?
 *
 * **How** D_dc = ½ Σ over areas of σ · n(θ): θ = |p1 − p0| / σ is how many standard errors σ = √(p1 (1 − p1) / Y + p0 (1 − p0) / X)
 * the shares p0 = x / X and p1 = y / Y are apart, n(θ) the deviation μ under which |N(μ, 1)| = θ is most likely: the
 * largest root of μ = θ tanh(θ μ), 0 for θ ≤ 1.
 *
 * @param counts - people by area and group, whole or weighted
 * @param options - which group against which
 * @returns from 0 to D; NaN where one of the two groups has nobody
 * @throws RangeError for a label that is not there, or a count that is missing or below 0
 *
 * **Cost** O(areas)
 *
 * [allen-2015]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 70, 15, 20, 30) };
 * densityCorrectedDissimilarity(counts, { group: "refugees" }).toFixed(3); // '0.428'
 */
export function densityCorrectedDissimilarity(counts: AreaCounts, options: TwoGroupsOptions): number {
  const { areas, x, y, sumX, sumY } = twoGroupsOf("densityCorrectedDissimilarity", counts, options);
  if (sumX === 0 || sumY === 0) return Number.NaN;
  let sum = 0;
  for (let i = 0; i < areas; i++) {
    const p0 = x[i]! / sumX;
    const p1 = y[i]! / sumY;
    const spread = Math.sqrt((p1 * (1 - p1)) / sumY + (p0 * (1 - p0)) / sumX);
    if (spread > 0) sum += spread * likeliestDeviation(Math.abs(p1 - p0) / spread);
  }
  return sum / 2;
}

/** The largest root of μ = θ tanh(θ μ); Newton's steps from θ fall towards it, since μ − θ tanh(θ μ) is convex. */
function likeliestDeviation(theta: number): number {
  if (!(theta > 1)) return 0;
  let mu = theta;
  for (let step = 0; step < MOST_STEPS; step++) {
    const doubled = expm1(2 * theta * mu);
    const tanh = doubled === Infinity ? 1 : doubled / (doubled + 2);
    const next = mu - (mu - theta * tanh) / (1 - theta * theta * (1 - tanh * tanh));
    if (!(next < mu) || !(next > 0)) return mu;
    mu = next;
  }
  return mu;
}
