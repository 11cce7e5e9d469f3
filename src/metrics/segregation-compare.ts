import { checkOptions, failInWords } from "../core/check.ts";
import { checkRandom, checkRule } from "../core/check-variants.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import type { Random } from "../types.ts";
import { type ChanceTest, chanceTest } from "./chance-values.ts";
import { checkResample, type SegregationResample } from "./segregation-bootstrap.ts";
import { type AreaCounts, checkAreaCounts } from "./segregation-counts.ts";
import { checkIndex, indexValue, type SegregationIndex } from "./segregation-index.ts";
import { checkNull, type SegregationNull } from "./segregation-null.ts";
import { type Counterfactual, checkCounterfactual } from "./segregation-shapley.ts";

/**
 * Do two cities, or one at two dates, differ in segregation by more than chance?
 */

/** Writes two drawn tables, of the lengths of the two that are compared. */
export type PairDraw = (first: Float64Array, second: Float64Array, random: Random) => void;

/** A way to draw pairs of tables between which there is no difference. */
export interface ComparisonNull {
  readonly pairsOf: (where: string, first: AreaCounts, second: AreaCounts) => PairDraw;
  /** True where the draws lie about the observed difference, which is then taken from them. */
  readonly centred: boolean;
}

export interface SegregationComparisonOptions extends ConfidenceOptions {
  /** The index: a function of counts, such as `(counts) => dissimilarityIndex(counts, { group: "refugees" })`. */
  readonly index: SegregationIndex;
  /** How pairs without difference are drawn: `pooledDraws`, `counterfactualSwaps`, `shiftedBootstrap`. */
  readonly null: ComparisonNull;
  /** How many pairs are drawn. From 1. */
  readonly replicates: number;
  /** The source of random numbers. */
  readonly random: Random;
}

/** A difference beside those of pairs that were drawn. */
export interface SegregationComparison extends ChanceTest {
  /** The index of each table, and first − second. */
  readonly first: number;
  readonly second: number;
  readonly difference: number;
}

/**
 * Do two tables differ in segregation by more than chance?
 *
 * **How** The difference of the indices is set beside those of `replicates` pairs drawn under the null; p-values as in
 * `testSegregation`, the two-sided one for the question whether they differ at all.
 *
 * @param first - people by area and group
 * @param second - the same of another city or date, with the same labels and any number of areas
 * @param options - the index, the null, how many pairs, the source of random numbers, and the confidence of the range
 * @returns see `SegregationComparison`; NaN where an index is not defined
 * @throws RangeError for tables with other labels, or people that are not whole where people are drawn. The index must not keep or
 * change the counts that it is given
 *
 * **Cost** `replicates` times that of a draw and of two indices
 *
 * [cortes-2020]
 * @example
 * const first = { labels: ["a", "b"], count: Float64Array.of(90, 10, 10, 90, 80, 20, 20, 80) };
 * const second = { labels: ["a", "b"], count: Float64Array.of(60, 40, 40, 60, 55, 45, 45, 55) };
 * const index = (counts) => dissimilarityIndex(counts, { group: "a" });
 * const options = { index, null: shiftedBootstrap({ resample: ofPeople() }), replicates: 999, random: createRandom(1) };
 * compareSegregation(first, second, options).pTwoSided; // 0.002
 */
export function compareSegregation(
  first: AreaCounts,
  second: AreaCounts,
  options: SegregationComparisonOptions,
): SegregationComparison {
  const where = "compareSegregation";
  checkAreaCounts(where, first, "first");
  checkAreaCounts(where, second, "second");
  const { labels } = first;
  if (labels.length !== second.labels.length || labels.some((label, g) => label !== second.labels[g])) {
    failInWords(where, "second.labels", `those of first, ${labels.join(", ")}`, second.labels.join(", "));
  }
  checkOptions(where, options, ["index", "null", "replicates", "random", "confidence"]);
  const { index, replicates, random } = options;
  checkIndex(where, index);
  checkRule(where, "null", options.null, "pairsOf", "a null such as pooledDraws({ null: areaPermutation() })");
  checkRandom(where, "random", random);
  const confidence = confidenceOf(where, options);
  const observed = [indexValue(where, index, first), indexValue(where, index, second)] as const;
  const difference = observed[0] - observed[1];
  const a = { labels, count: new Float64Array(first.count.length) };
  const b = { labels, count: new Float64Array(second.count.length) };
  const draw = options.null.pairsOf(where, first, second);
  const centre = options.null.centred ? difference : 0;
  const test = chanceTest(where, difference, replicates, confidence, () => {
    draw(a.count, b.count, random);
    return indexValue(where, index, a) - indexValue(where, index, b) - centre;
  });
  return { first: observed[0], second: observed[1], difference, ...test };
}

export interface PooledDrawsOptions {
  /** How the areas of both tables together are drawn: `areaPermutation()` or `personPermutation()`, say. */
  readonly null: SegregationNull;
}

/**
 * No difference because areas, or people, could as well be of the other table: both are pooled, drawn, and parted again.
 *
 * **How** With `areaPermutation()` the areas of both tables change places (random labels). With `personPermutation()` all people
 * do, so that neither table is segregated: the difference is then set beside that of two cities without any segregation.
 *
 * @param options - how the pooled areas are drawn
 * @returns a null for `compareSegregation`
 * @throws RangeError for a null that is none
 *
 * **Cost** that of a draw
 *
 * [cortes-2020]
 * @example
 * const first = { labels: ["a", "b"], count: Float64Array.of(9, 1, 1, 9) };
 * const index = (counts) => dissimilarityIndex(counts, { group: "a" });
 * const options = { index, null: pooledDraws({ null: areaPermutation() }), replicates: 99, random: createRandom(1) };
 * compareSegregation(first, first, options).pTwoSided; // 1
 */
export function pooledDraws(options: PooledDrawsOptions): ComparisonNull {
  checkOptions("pooledDraws", options, ["null"]);
  checkNull("pooledDraws", "null", options.null);
  return {
    centred: false,
    pairsOf: (where, first, second) => {
      const border = first.count.length;
      const count = new Float64Array(border + second.count.length);
      count.set(first.count);
      count.set(second.count, border);
      const draw = options.null.drawsOf(where, { labels: first.labels, count });
      const into = new Float64Array(count.length);
      return (a, b, random) => {
        draw(into, random);
        a.set(into.subarray(0, border));
        b.set(into.subarray(border));
      };
    },
  };
}

export interface CounterfactualSwapsOptions {
  /** What the cities exchange: `byComposition({ group })`, `byShares({ group })`, `byDualComposition({ group })`. */
  readonly counterfactual: Counterfactual;
}

/**
 * No difference because areas could as well have the composition of the area of the same rank in the other city.
 *
 * **How** each area of either table takes its own counts or its counterfactual ones, with probability ½.
 *
 * The draws vary much less than cities of one kind do: of two cities whose areas are drawn alike, p is up to 0.05 in four of ten
 * (16 areas). The result shows how a gap compares with an exchange of compositions; whether it is more than chance is a
 * question for `pooledDraws` and `shiftedBootstrap`.
 *
 * @param options - what is exchanged
 * @returns a null for `compareSegregation`, of tables with two labels
 * @throws RangeError for a counterfactual that is none
 *
 * **Cost** O(areas) a draw
 *
 * [cortes-2020]
 * @example
 * const first = { labels: ["a", "b"], count: Float64Array.of(9, 1, 1, 9) };
 * const index = (counts) => dissimilarityIndex(counts, { group: "a" });
 * const swaps = counterfactualSwaps({ counterfactual: byComposition({ group: "a" }) });
 * compareSegregation(first, first, { index, null: swaps, replicates: 9, random: createRandom(1) }).difference; // 0
 */
export function counterfactualSwaps(options: CounterfactualSwapsOptions): ComparisonNull {
  checkOptions("counterfactualSwaps", options, ["counterfactual"]);
  checkCounterfactual("counterfactualSwaps", options.counterfactual);
  return {
    centred: false,
    pairsOf: (where, first, second) => {
      const [one, other] = options.counterfactual.tablesOf(where, first, second);
      const groups = first.labels.length;
      const swap = (into: Float64Array, own: Float64Array, exchanged: Float64Array, random: Random): void => {
        for (let c = 0; c < own.length; ) {
          const source = random() < 0.5 ? own : exchanged;
          for (const end = c + groups; c < end; c++) into[c] = source[c]!;
        }
      };
      return (a, b, random) => {
        swap(a, first.count, one.count, random);
        swap(b, second.count, other.count, random);
      };
    },
  };
}

export interface ShiftedBootstrapOptions {
  /** What is uncertain about both tables: `ofPeople()`, `ofPeopleByGroup()`, `ofAreas()`. */
  readonly resample: SegregationResample;
}

/**
 * No difference beyond what sampling makes: both tables are resampled, and the differences shifted so that they lie about 0.
 *
 * **How** drawn difference = (index of the resampled first − that of the second) − observed difference. The range of the options,
 * added to the difference, is its interval; nullMean is its bias.
 *
 * @param options - what is resampled
 * @returns a null for `compareSegregation`
 * @throws RangeError for a way to resample that is none
 *
 * **Departs from the paper** pysal reads the draws by a t of replicates − 1 degrees of freedom; here their ranks count
 *
 * **Cost** that of two draws
 *
 * [efron-1979]
 * @example
 * const first = { labels: ["a", "b"], count: Float64Array.of(90, 10, 10, 90) };
 * const index = (counts) => dissimilarityIndex(counts, { group: "a" });
 * const options = { index, null: shiftedBootstrap({ resample: ofPeople() }), replicates: 99, random: createRandom(1) };
 * compareSegregation(first, first, options).pTwoSided > 0.5; // true
 */
export function shiftedBootstrap(options: ShiftedBootstrapOptions): ComparisonNull {
  checkOptions("shiftedBootstrap", options, ["resample"]);
  checkResample("shiftedBootstrap", options.resample);
  return {
    centred: true,
    pairsOf: (where, first, second) => {
      const drawFirst = options.resample.resamplesOf(where, first);
      const drawSecond = options.resample.resamplesOf(where, second);
      return (a, b, random) => {
        drawFirst(a, random);
        drawSecond(b, random);
      };
    },
  };
}
