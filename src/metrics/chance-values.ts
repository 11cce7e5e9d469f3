import { checkInteger } from "../core/check.ts";
import { sumOf } from "../core/sums.ts";
import { quantileOf } from "../space/quantiles.ts";

/** Values that chance alone gives, drawn one by one, and what they say of one that was observed. */

/** How far an observed value lies from drawn ones. */
export interface PValues {
  /** (1 + number of draws ≥ observed) / (draws + 1). */
  readonly pGreater: number;
  /** (1 + number of draws ≤ observed) / (draws + 1). */
  readonly pLess: number;
  /** Twice the smaller of both, at most 1. */
  readonly pTwoSided: number;
}

/** A value beside those that chance gives. */
export interface ChanceTest extends PValues {
  /** The mean of the draws, its Monte-Carlo standard error, and their standard deviation. */
  readonly nullMean: number;
  readonly nullMeanError: number;
  readonly nullStd: number;
  /** Between which values the middle of the draws lies: 95 % of them unless the options say otherwise. */
  readonly nullLow: number;
  readonly nullHigh: number;
  /** How many standard deviations of the draws the value lies above their mean; NaN where all draws are the same. */
  readonly z: number;
  /** Draws with a value, and draws without one, because a group had nobody there. */
  readonly replicates: number;
  readonly undefinedReplicates: number;
  /** The values drawn, ascending. */
  readonly drawn: Float64Array;
}

/** What was drawn. */
export interface Simulated {
  /** The values that are defined, ascending. */
  readonly values: Float64Array;
  /** How many draws have no value. */
  readonly undefinedReplicates: number;
  readonly mean: number;
  /** The standard deviation of the values, over n − 1; 0 where they differ by rounding only. */
  readonly std: number;
}

/** Values that differ by less than this share of the largest are equal: sums of the same numbers in another order. */
const SAME = 1e-12;

/** Sets a value beside those of so many draws. */
export function chanceTest(
  where: string,
  observed: number,
  replicates: number,
  confidence: number,
  draw: () => number,
): ChanceTest {
  const { values, undefinedReplicates, mean, std } = simulate(where, replicates, draw);
  const { low, high } = rangeOf(values, confidence);
  return {
    nullMean: mean,
    nullMeanError: std / Math.sqrt(values.length),
    nullStd: std,
    nullLow: low,
    nullHigh: high,
    z: std > 0 ? (observed - mean) / std : Number.NaN,
    ...pValuesOf(observed, values),
    replicates: values.length,
    undefinedReplicates,
    drawn: values,
  };
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
  const isAlike = values[kept - 1]! - values[0]! <= roundingOf(values[0]!, values[kept - 1]!);
  const std = kept > 1 ? (isAlike ? 0 : Math.sqrt(squares / (kept - 1))) : Number.NaN;
  return { values, undefinedReplicates: replicates - kept, mean, std };
}

/** p-values of an observed value among drawn ones, which ascend; NaN where there are none, or nothing was observed. */
export function pValuesOf(observed: number, values: Float64Array): PValues {
  const n = values.length;
  if (n === 0 || Number.isNaN(observed)) {
    return { pGreater: Number.NaN, pLess: Number.NaN, pTwoSided: Number.NaN };
  }
  const rounding = roundingOf(observed, values[0]!, values[n - 1]!);
  let less = 0;
  while (less < n && values[less]! < observed - rounding) less++;
  let atMost = less;
  while (atMost < n && values[atMost]! <= observed + rounding) atMost++;
  const pGreater = (1 + n - less) / (n + 1);
  const pLess = (1 + atMost) / (n + 1);
  return { pGreater, pLess, pTwoSided: Math.min(1, 2 * Math.min(pGreater, pLess)) };
}

/** Between which values the middle `confidence` of the drawn ones lie. */
export function rangeOf(values: Float64Array, confidence: number): { low: number; high: number } {
  const tail = (1 - confidence) / 2;
  return { low: quantileOf(values, tail), high: quantileOf(values, 1 - tail) };
}

/** By how much values of this size may differ and be equal; one that is infinite equals only itself. */
function roundingOf(...values: readonly number[]): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest < Infinity ? SAME * largest : 0;
}
