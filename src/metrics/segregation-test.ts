import { checkOptions } from "../core/check.ts";
import { checkRandom } from "../core/check-variants.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import type { Random } from "../types.ts";
import { type ChanceTest, chanceTest } from "./chance-values.ts";
import { type AreaCounts, checkAreaCounts } from "./segregation-counts.ts";
import { checkIndex, indexValue, type SegregationIndex } from "./segregation-index.ts";
import { checkNull, type SegregationNull } from "./segregation-null.ts";

/** Less than this is 0: everybody lives alone, by chance as in fact. */
const ROUNDING = 1e-12;

export interface SegregationTestOptions extends ConfidenceOptions {
  /** The index: a function of counts, such as `(counts) => dissimilarityIndex(counts, { group: "refugees" })`. */
  readonly index: SegregationIndex;
  /** How tables are drawn: `evenDraws()`, `systematicDraws()`, `personPermutation()`, `independentDraws()`, `areaPermutation()`. */
  readonly null: SegregationNull;
  /** How many tables are drawn: 999 tell a p of 0.05 to ±0.014. From 1. */
  readonly replicates: number;
  /** The source of random numbers. */
  readonly random: Random;
}

/** An index beside those of tables that were drawn. */
export interface SegregationTest extends ChanceTest {
  /** The index of the counts. */
  readonly estimate: number;
  /** How much of what is possible lies between chance and the estimate; NaN where chance leaves nothing possible. */
  readonly modified: number;
}

/**
 * Is this more segregation than chance alone would make?
 *
 * **How** The index of the table is set beside those of `replicates` tables drawn under the null. pGreater = (1 + number drawn ≥
 * estimate) / (draws + 1), pLess likewise with ≤, pTwoSided = min(1, 2 min(pGreater, pLess)); values equal up to rounding (1e-12
 * of the largest) count as equal. So P(p ≤ a) ≤ a under the null, whatever the number of draws. modified = (estimate − nullMean) /
 * (1 − nullMean) where the estimate is at least nullMean, (estimate − nullMean) / nullMean below.
 *
 * @param counts - people by area and group
 * @param options - the index, the null, how many draws, the source of random numbers, and the confidence of the range
 * @returns the estimate, the distribution of the draws, z and three p-values, see `SegregationTest`; z, p-values and `modified` are
 * NaN where the index of the table is. `modified` says something for indices from 0 to 1
 * @throws RangeError for counts that are no whole people where the null draws people, or an index that gives no number. The index
 * must not keep or change the counts that it is given: they are drawn over
 *
 * **Departs from the paper** p-values of pysal are #(drawn > estimate) / n, which can be 0 and count no ties
 *
 * **Cost** `replicates` times that of a draw and of the index; memory for one table and a number per draw
 *
 * [cortes-2020] [phipson-smyth-2010]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 70, 15, 20, 30) };
 * const index = (table) => dissimilarityIndex(table, { group: "refugees" });
 * const random = createRandom(7);
 * testSegregation(counts, { index, null: personPermutation(), replicates: 999, random }).pGreater; // 0.001
 */
export function testSegregation(counts: AreaCounts, options: SegregationTestOptions): SegregationTest {
  const where = "testSegregation";
  checkAreaCounts(where, counts);
  checkOptions(where, options, ["index", "null", "replicates", "random", "confidence"]);
  const { index, replicates, random } = options;
  checkIndex(where, index);
  checkNull(where, "null", options.null);
  checkRandom(where, "random", random);
  return testOf(where, counts, { index, null: options.null, replicates, random }, confidenceOf(where, options));
}

/** The test of arguments that have been checked, all but the number of replicates. */
export function testOf(
  where: string,
  counts: AreaCounts,
  { index, null: chance, replicates, random }: SegregationTestOptions,
  confidence: number,
): SegregationTest {
  const estimate = indexValue(where, index, counts);
  const into = new Float64Array(counts.count.length);
  const table = { labels: counts.labels, count: into };
  const draw = chance.drawsOf(where, counts);
  const test = chanceTest(where, estimate, replicates, confidence, () => {
    draw(into, random);
    return indexValue(where, index, table);
  });
  return { estimate, ...test, modified: modifiedIndex(estimate, test.nullMean) };
}

/** Carrington and Troske's share of what is possible between chance and complete segregation, below 0 where it is less than chance. */
export function modifiedIndex(index: number, byChance: number): number {
  const isAbove = index >= byChance - ROUNDING;
  const possible = isAbove ? 1 - byChance : byChance;
  return possible < ROUNDING ? Number.NaN : (index - byChance) / possible;
}
