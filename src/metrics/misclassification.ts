import { checkLength, checkNumber, checkOptions } from "../core/check.ts";
import { checkList, checkLists } from "../core/check-tables.ts";
import { checkRule } from "../core/check-variants.ts";
import { toMatrix } from "../core/matrix.ts";
import type { DenseMatrix } from "../types.ts";
import { type FlagProblem, flagProblemOf } from "./misclassification-flags.ts";
import { likeliestTruth } from "./misclassification-likelihood.ts";
import type { MixingMatrix, SizedMixing } from "./mixing-matrix.ts";
import { type AreaCounts, checkAreaCounts } from "./segregation-counts.ts";

/**
 * A flag of group that is sometimes wrong, by accident or on purpose to protect people: how many are there of each group in truth?
 */

/** How the people of an area are told from those shown: writes `truth` from `shown`. Returns the rounds it took. */
export interface Correction {
  readonly name: string;
  readonly correct: (shown: Float64Array, problem: FlagProblem, truth: Float64Array) => number;
}

export interface CorrectMisclassificationOptions {
  /** The share of each group (row) that is shown as each group (column), in the order of the labels; each row adds up to 1. */
  readonly flags: DenseMatrix;
  /** How truth is told from what is shown: `unbiasedCorrection()` or `likeliestCorrection()`. */
  readonly correction: Correction;
}

/** Corrected counts, with how far they may be off. */
export interface CorrectedCounts extends AreaCounts {
  /**
   * Of each count: how far chance in who carries which flag takes it from those who are there; the shares themselves are taken as known.
   * Of the unbiased counts, whatever the correction: the likeliest ones are nearer to the truth where some are below 0.
   */
  readonly standardError: Float64Array;
  /** How many counts are below 0: areas too small for the flag. Indices take no such counts. */
  readonly negative: number;
  /** The most rounds that an area took; NaN where 200 were not enough for one. */
  readonly rounds: number;
}

/**
 * How many people of each group are in each area, if their flags are wrong in a known share of cases?
 *
 * **How** an area's shown counts are flagsᵀ · true counts on average. `unbiasedCorrection` solves for the true counts: with two groups,
 * (shown − (1 − specificity) · all) / (sensitivity + specificity − 1), Rogan and Gladen's. `likeliestCorrection` finds the counts of at
 * least 0 under which what is shown is likeliest. With pull = the inverse of the flags from a shown group to a true one, the variance of a
 * true count is Σ over shown groups of pull · (pull − 1) · shown: it is 0 where flags are never wrong.
 *
 * @param counts - people by area and flag
 * @param options - the shares of the flag, and the correction
 * @returns counts by area and true group, which add up to the same people in each area; their standard errors; how many are below 0
 * @throws RangeError for shares that are not from 0 to 1, rows that do not add up to 1, and flags that do not tell the groups apart:
 * sensitivity + specificity = 1
 *
 * **Departs from the paper** more than two groups, whole tables. There the people are a sample of a population, and the variance holds the chance
 * of the sample too: it is larger by true · (1 − true / all). Here they are all who are counted. An index of corrected counts is not an unbiased
 * index: chance in small areas adds to segregation
 *
 * **Cost** O(areas · groups²); with `likeliestCorrection` times rounds · groups where somebody is below 0
 *
 * [rogan-gladen-1978]
 * @example
 * const labels = ["locals", "refugees"];
 * const flags = buildFlagShares({ labels, group: "refugees", sensitivity: 0.5, specificity: 1 });
 * const shown = { labels, count: Float64Array.of(840, 160) };
 * correctMisclassification(shown, { flags, correction: unbiasedCorrection() }).count; // Float64Array(2) [ 680, 320 ]
 */
export function correctMisclassification(
  counts: AreaCounts,
  options: CorrectMisclassificationOptions,
): CorrectedCounts {
  const where = "correctMisclassification";
  const areas = checkAreaCounts(where, counts);
  checkOptions(where, options, ["flags", "correction"]);
  const groups = counts.labels.length;
  const problem = flagProblemOf(where, options.flags, groups);
  const { correction } = options;
  const such = "a correction such as unbiasedCorrection()";
  checkRule(where, "correction", correction, "correct", such);
  const count = new Float64Array(counts.count.length);
  const standardError = new Float64Array(count.length);
  const truth = new Float64Array(groups);
  let rounds = 0;
  let negative = 0;
  for (let i = 0, c = 0; i < areas; i++, c += groups) {
    const shown = counts.count.subarray(c, c + groups);
    rounds = Math.max(rounds, correction.correct(shown, problem, truth));
    for (let g = 0; g < groups; g++) {
      let variance = 0;
      for (let j = 0; j < groups; j++) {
        const pull = problem.inverse[j * groups + g]!;
        variance += pull * (pull - 1) * shown[j]!;
      }
      count[c + g] = truth[g]!;
      standardError[c + g] = Math.sqrt(Math.max(0, variance));
      if (truth[g]! < 0) negative++;
    }
  }
  return { labels: counts.labels.slice(), count, standardError, negative, rounds };
}

export interface CorrectMixingOptions {
  /** As of `correctMisclassification`, in the order of the labels of the mixing. */
  readonly flags: DenseMatrix;
}

/**
 * Who calls whom in truth, if the flags of callers and callees are wrong in a known share of cases?
 *
 * **How** what is shown is flagsᵀ · truth · flags on average, where nobody's flag depends on whom they call; solved for truth. A
 * wrong flag makes groups look as if they mixed: homophily is too low without this.
 *
 * @param mixing - calls, seconds or contacts from group (row) to group (column), as `countMixing` gives them
 * @param options - the shares of the flag
 * @returns the same matrix for the true groups, with the same total, and with it the sizes of the groups if it has them; a cell may
 * be below 0 where there are few calls, and indices of homophily take no such matrix
 * @throws RangeError as `correctMisclassification`
 *
 * **Departs from the paper** it has one flag a person, not the two of a call
 *
 * **Cost** O(groups³)
 *
 * [rogan-gladen-1978]
 * @example
 * const labels = ["locals", "refugees"];
 * const flags = buildFlagShares({ labels, group: "refugees", sensitivity: 0.75, specificity: 1 });
 * correctMixing({ labels, value: Float64Array.of(61, 9, 9, 9) }, { flags }).value; // Float64Array(4) [ 56, 8, 8, 16 ]
 */
export function correctMixing<M extends MixingMatrix>(mixing: M, options: CorrectMixingOptions): M {
  const where = "correctMixing";
  checkLists(where, "mixing", mixing, ["labels", "value"], "a matrix between groups with their labels");
  const { labels } = mixing;
  const value = Float64Array.from(mixing.value);
  checkAreaCounts(where, { labels, count: value }, "mixing");
  checkOptions(where, options, ["flags"]);
  const groups = labels.length;
  checkLength(where, "mixing.value", value.length, groups * groups);
  const { inverse } = flagProblemOf(where, options.flags, groups);
  const back = toMatrix({ rows: groups, columns: groups, value: inverse });
  const shown = toMatrix({ rows: groups, columns: groups, value });
  const truth = Float64Array.from(back.transpose().mmul(shown).mmul(back).to1DArray());
  const corrected = { ...mixing, labels: labels.slice(), value: truth };
  if (!("sizes" in mixing)) return corrected;
  const { sizes } = mixing as unknown as SizedMixing;
  checkList(where, "mixing.sizes", sizes);
  checkLength(where, "mixing.sizes", sizes.length, groups);
  for (let g = 0; g < groups; g++) checkNumber(where, `mixing.sizes[${g}]`, sizes[g]!, 0);
  const people = Float64Array.from(labels, (_, g) =>
    Array.from(sizes).reduce((sum, each, j) => sum + each * inverse[j * groups + g]!, 0),
  );
  return { ...corrected, sizes: people };
}

/**
 * Truth that is right on average: it may be below 0 where an area has few people.
 *
 * **How** shown counts times the inverse of the flag's shares
 *
 * @returns the correction, for `correctMisclassification`
 *
 * [rogan-gladen-1978]
 * @example
 * unbiasedCorrection().name; // 'unbiased'
 */
export function unbiasedCorrection(): Correction {
  return {
    name: "unbiased",
    correct: (shown, { groups, inverse }, truth) => {
      let all = 0;
      for (let j = 0; j < groups; j++) all += shown[j]!;
      for (let g = 0; g < groups; g++) {
        let sum = 0;
        for (let j = 0; j < groups; j++) sum += shown[j]! * inverse[j * groups + g]!;
        truth[g] = sum < 0 && sum >= -ROUNDING_SHARE * all ? 0 : sum;
      }
      return 1;
    },
  };
}

/** Counts this little below 0, as a share of the area, are 0 by rounding. */
const ROUNDING_SHARE = 1e-12;

/**
 * The truth under which what is shown is likeliest, none below 0: the unbiased one where that has nobody below 0. Sums over many
 * small areas are too high for small groups.
 *
 * **How** the unbiased truth where it has nobody below 0. Else, with two groups, everybody belongs to the one that is above 0; with more, an
 * interior-point method climbs the multinomial likelihood until it cannot be higher by 1e-14 a person: counts are then right to about 1e-7 of the
 * area where a group is barely there, and far better elsewhere.
 *
 * @returns the correction, for `correctMisclassification`
 *
 * **Cost** some twenty rounds of groups³ for an area that has somebody below 0
 *
 * [koenker-mizera-2014]
 * @example
 * const labels = ["locals", "refugees"];
 * const flags = buildFlagShares({ labels, group: "refugees", sensitivity: 0.75, specificity: 0.875 });
 * const shown = { labels, count: Float64Array.of(99, 1) };
 * correctMisclassification(shown, { flags, correction: likeliestCorrection() }).count; // Float64Array(2) [ 100, 0 ]
 */
export function likeliestCorrection(): Correction {
  const unbiased = unbiasedCorrection();
  return {
    name: "likeliest",
    correct: (shown, problem, truth) => {
      unbiased.correct(shown, problem, truth);
      if (truth.every((people) => people >= 0)) return 1;
      return problem.groups === 2 ? toBound(truth) : likeliestTruth(shown, problem, truth);
    },
  };
}

/** Two groups: everybody belongs to the one that is above 0. */
function toBound(truth: Float64Array): number {
  const all = truth[0]! + truth[1]!;
  const first = truth[0]! > 0;
  truth[0] = first ? all : 0;
  truth[1] = first ? 0 : all;
  return 1;
}
