import { checkInteger } from "../core/check.ts";
import { checkAnswer, checkFunction } from "../core/check-variants.ts";
import { sumOf } from "../core/sums.ts";
import { quantileOf } from "../space/quantiles.ts";
import type { AreaCounts } from "./segregation-counts.ts";
import type { SegregationIndex } from "./segregation-index.ts";

/** Values of an index over drawn tables, and what they say of one that was observed. */

/** What was drawn. */
export interface Simulated {
  /** The values that are defined, ascending. */
  readonly values: Float64Array;
  /** How many drawn tables have no value, because a group is empty there. */
  readonly undefinedReplicates: number;
  readonly mean: number;
  /** The standard deviation of the values, over n − 1. */
  readonly std: number;
}

/** How far an observed value lies from drawn ones. */
export interface PValues {
  /** (1 + number of draws ≥ observed) / (draws + 1). */
  readonly pGreater: number;
  /** (1 + number of draws ≤ observed) / (draws + 1). */
  readonly pLess: number;
  /** Twice the smaller of both, at most 1. */
  readonly pTwoSided: number;
}

/** Values that differ by less than this share of the largest are equal: sums of the same numbers in another order. */
const SAME = 1e-12;

/** Throws unless the value is a function of counts. */
export function checkIndex(where: string, index: SegregationIndex): void {
  checkFunction(where, "index", index, INDEX, 1);
}

const INDEX = 'an index of counts such as (counts) => dissimilarityIndex(counts, { group: "a" })';

/** The index of counts; throws where it is no number. */
export function indexValue(where: string, index: SegregationIndex, counts: AreaCounts): number {
  const value: unknown = index(counts);
  checkAnswer(where, "index", index, value, INDEX);
  if (typeof value !== "number") checkFunction(where, "index", value, `${INDEX}, which gives a number`);
  return value as number;
}

/** Draws a value so many times; those that are NaN are counted, not kept. */
export function simulate(where: string, replicates: number, draw: () => number): Simulated {
  checkInteger(where, "replicates", replicates, 1, 1e8);
  const drawn = new Float64Array(replicates);
  let kept = 0;
  for (let b = 0; b < replicates; b++) {
    const value = draw();
    if (!Number.isNaN(value)) drawn[kept++] = value;
  }
  const values = drawn.slice(0, kept).sort();
  const mean = sumOf(values) / kept;
  let squares = 0;
  for (let b = 0; b < kept; b++) squares += (values[b]! - mean) * (values[b]! - mean);
  const std = kept > 1 ? Math.sqrt(squares / (kept - 1)) : Number.NaN;
  return { values, undefinedReplicates: replicates - kept, mean, std };
}

/** p-values of an observed value among drawn ones, which ascend; NaN where there are none, or nothing was observed. */
export function pValuesOf(observed: number, values: Float64Array): PValues {
  const n = values.length;
  if (n === 0 || Number.isNaN(observed)) {
    return { pGreater: Number.NaN, pLess: Number.NaN, pTwoSided: Number.NaN };
  }
  const same = SAME * Math.max(Math.abs(observed), Math.abs(values[0]!), Math.abs(values[n - 1]!));
  let less = 0;
  let atMost = 0;
  while (less < n && values[less]! < observed - same) less++;
  for (atMost = less; atMost < n && values[atMost]! <= observed + same; ) atMost++;
  const pGreater = (1 + n - less) / (n + 1);
  const pLess = (1 + atMost) / (n + 1);
  return { pGreater, pLess, pTwoSided: Math.min(1, 2 * Math.min(pGreater, pLess)) };
}

/** Between which values the middle `confidence` of the drawn ones lie. */
export function rangeOf(values: Float64Array, confidence: number): { low: number; high: number } {
  const tail = (1 - confidence) / 2;
  return { low: quantileOf(values, tail), high: quantileOf(values, 1 - tail) };
}
