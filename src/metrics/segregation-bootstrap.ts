import { checkOptions } from "../core/check.ts";
import { checkRandom, checkRule } from "../core/check-variants.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import { drawMultinomial } from "../core/variates.ts";
import type { Random } from "../types.ts";
import { rangeOf, simulate } from "./chance-values.ts";
import { type AreaCounts, checkAreaCounts, checkWholePeople, groupColumns, totalsOf } from "./segregation-counts.ts";
import { checkIndex, indexValue, type SegregationIndex } from "./segregation-index.ts";
import type { CountsDraw } from "./segregation-null.ts";

/**
 * How far might an index be off, had other people or other areas been observed?
 */

/** A way to draw tables that are as uncertain as the one that is given. */
export interface SegregationResample {
  readonly resamplesOf: (where: string, counts: AreaCounts) => CountsDraw;
}

export interface SegregationBootstrapOptions extends ConfidenceOptions {
  /** The index: a function of counts, such as `(counts) => dissimilarityIndex(counts, { group: "refugees" })`. */
  readonly index: SegregationIndex;
  /** What is drawn: `ofPeople()`, `ofPeopleByGroup()`, `ofAreas()`. */
  readonly resample: SegregationResample;
  /** How many tables are drawn. From 1; a thousand for intervals. */
  readonly replicates: number;
  /** The source of random numbers. */
  readonly random: Random;
}

/** An index with its uncertainty. */
export interface SegregationBootstrap {
  /** The index of the counts. */
  readonly estimate: number;
  /** How much larger the index is in a sample than in what it is drawn from: mean of the draws − estimate. */
  readonly bias: number;
  /** estimate − bias. */
  readonly debiased: number;
  /** The standard deviation of the draws, and the Monte-Carlo standard error of bias and debiased. */
  readonly standardError: number;
  readonly biasError: number;
  /** Percentile interval: quantiles of the draws. It holds the bias twice. */
  readonly low: number;
  readonly high: number;
  /** The same turned round the estimate (basic interval), for `debiased`: quantiles of 2 · estimate − draw. */
  readonly debiasedLow: number;
  readonly debiasedHigh: number;
  /** Draws with a value, and draws without one because a group had nobody. */
  readonly replicates: number;
  readonly undefinedReplicates: number;
  /** The values drawn, ascending. */
  readonly drawn: Float64Array;
}

/**
 * How sure is an index, and how much of it is small numbers?
 *
 * **How** The index of `replicates` tables drawn like the one observed. bias = mean − estimate, debiased = estimate − bias,
 * standardError = the standard deviation of the draws; the percentile interval lies between their quantiles (definition 7), the basic
 * one between 2 · estimate less those. Indices of evenness are biased upwards where people are few per area: the debiased
 * interval is then the one to read.
 *
 * @param counts - people by area and group
 * @param options - the index, what is resampled, how many draws, the source of random numbers, the confidence
 * @returns see `SegregationBootstrap`; all but the draws are NaN where the index of the counts is
 * @throws RangeError for counts that are not whole where people are drawn, or an index that gives no number. The index must not keep
 * or change the counts that it is given
 *
 * **Cost** `replicates` times that of a draw and of the index; memory for one table and a number per draw
 *
 * [efron-1979] [elbers-2023]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 70, 15, 20, 30) };
 * const index = (table) => dissimilarityIndex(table, { group: "refugees" });
 * const random = createRandom(7);
 * const found = bootstrapSegregation(counts, { index, resample: ofPeople(), replicates: 999, random });
 * [found.low, found.estimate, found.high].map((x) => x.toFixed(2)); // [ '0.29', '0.43', '0.57' ]
 */
export function bootstrapSegregation(counts: AreaCounts, options: SegregationBootstrapOptions): SegregationBootstrap {
  const where = "bootstrapSegregation";
  checkAreaCounts(where, counts);
  checkOptions(where, options, ["index", "resample", "replicates", "random", "confidence"]);
  const { index, resample, replicates, random } = options;
  checkIndex(where, index);
  checkResample(where, resample);
  checkRandom(where, "random", random);
  const confidence = confidenceOf(where, options);
  const estimate = indexValue(where, index, counts);
  const into = new Float64Array(counts.count.length);
  const table = { labels: counts.labels, count: into };
  const draw = resample.resamplesOf(where, counts);
  const { values, undefinedReplicates, mean, std } = simulate(where, replicates, () => {
    draw(into, random);
    return indexValue(where, index, table);
  });
  const isDefined = !Number.isNaN(estimate);
  const { low, high } = rangeOf(isDefined ? values : values.subarray(0, 0), confidence);
  const standardError = isDefined ? std : Number.NaN;
  return {
    estimate,
    bias: mean - estimate,
    debiased: 2 * estimate - mean,
    standardError,
    biasError: standardError / Math.sqrt(values.length),
    low,
    high,
    debiasedLow: 2 * estimate - high,
    debiasedHigh: 2 * estimate - low,
    replicates: values.length,
    undefinedReplicates,
    drawn: values,
  };
}

/**
 * People are what was sampled: other people might have been observed, of other groups in other areas.
 *
 * **How** all cells are multinomial with their shares of all people.
 *
 * @returns a way to draw for `bootstrapSegregation`; it needs a whole number of people in all
 *
 * **Cost** O(areas · groups) a draw
 *
 * [elbers-2023]
 * @example
 * const counts = { labels: ["a", "b"], count: Float64Array.of(9, 1, 1, 9) };
 * const index = (counts) => dissimilarityIndex(counts, { group: "a" });
 * bootstrapSegregation(counts, { index, resample: ofPeople(), replicates: 9, random: createRandom(1) }).replicates; // 9
 */
export function ofPeople(): SegregationResample {
  return {
    resamplesOf: (where, counts) => {
      const { all } = totalsOf(where, counts);
      checkWholePeople(where, "people in all", all);
      const sums = new Float64Array(counts.count.length);
      return (into, random) => {
        drawMultinomial(all, counts.count, sums.length, into, sums, random);
      };
    },
  };
}

/**
 * People are what was sampled, so many of each group: other members might have been observed in other areas.
 *
 * **How** each group's people are multinomial over the areas with the group's shares there, independently of the others.
 *
 * @returns a way to draw for `bootstrapSegregation`; it needs a whole number of people in each group
 *
 * **Cost** O(areas · groups) a draw
 *
 * [allen-2015]
 * @example
 * const counts = { labels: ["a", "b"], count: Float64Array.of(9, 1, 1, 9) };
 * const index = (counts) => dissimilarityIndex(counts, { group: "a" });
 * bootstrapSegregation(counts, { index, resample: ofPeopleByGroup(), replicates: 9, random: createRandom(1) }).replicates; // 9
 */
export function ofPeopleByGroup(): SegregationResample {
  return {
    resamplesOf: (where, counts) => {
      const { areas, groups, group } = totalsOf(where, counts);
      group.forEach((people, g) => {
        checkWholePeople(where, `people of ${counts.labels[g]}`, people);
      });
      const columns = groupColumns(counts);
      const drawn = new Float64Array(areas);
      const sums = new Float64Array(areas);
      return (into, random) => {
        for (let g = 0; g < groups; g++) {
          drawMultinomial(group[g]!, columns[g]!, areas, drawn, sums, random);
          for (let i = 0; i < areas; i++) into[i * groups + g] = drawn[i]!;
        }
      };
    },
  };
}

/**
 * Areas are what was sampled: other areas of the same kind might have been observed.
 *
 * **How** as many areas as there are, each drawn from all with replacement.
 *
 * @returns a way to draw for `bootstrapSegregation`, for indices that do not look at where an area lies
 *
 * **Cost** O(areas · groups) a draw
 *
 * [efron-1979]
 * @example
 * const counts = { labels: ["a", "b"], count: Float64Array.of(9, 1, 1, 9) };
 * const index = (counts) => dissimilarityIndex(counts, { group: "a" });
 * bootstrapSegregation(counts, { index, resample: ofAreas(), replicates: 9, random: createRandom(1) }).undefinedReplicates; // 0
 */
export function ofAreas(): SegregationResample {
  return {
    resamplesOf: (where, counts) => {
      const areas = checkAreaCounts(where, counts);
      const groups = counts.labels.length;
      return (into, random) => {
        for (let i = 0, c = 0; i < areas; i++) {
          for (let from = Math.floor(random() * areas) * groups, g = 0; g < groups; g++)
            into[c++] = counts.count[from + g]!;
        }
      };
    },
  };
}

/** Throws unless the value is a way to draw tables like the one observed. */
export function checkResample(where: string, resample: SegregationResample): void {
  checkRule(where, "resample", resample, "resamplesOf", "a way to draw such as ofPeople()");
}
