import { checkOptions } from "../core/check.ts";
import { checkFigures, checkList } from "../core/check-tables.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import { normalReach } from "../core/distributions.ts";
import { exp, log } from "../core/math.ts";
import { sumOf } from "../core/sums.ts";

export type CorrelationOptions = ConfidenceOptions;

/** A correlation from −1 to 1 with its confidence interval, and the pairs of values that it is of. */
export interface Correlation {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly pairs: number;
}

/**
 * Do two figures of places go together in a straight line? Pearson's correlation, with its interval.
 *
 * **How** with z = ½ ln((1 + r) / (1 − r)) (Fisher) the interval is that of z ± q / √(pairs − 3), turned back, where q is the
 * quantile of the normal distribution for the confidence.
 *
 * @param x - one figure per place: incidence of migration, say
 * @param y - the other, places in the same order: mean duration
 * @param options - the confidence of the interval
 * @returns `estimate`, NaN if all values of either are equal; `low` and `high`, NaN for fewer than four pairs. A place where
 * either figure is NaN is no pair: `pairs` says how many are
 * @throws RangeError for lists of different lengths, values that are infinite or no numbers, and a confidence out of range
 *
 * **Cost** O(places)
 *
 * [fisher-1921]
 *
 * @example
 * const { estimate, low, high, pairs } = pearsonCorrelation([1, 2, 3, 4, 5, NaN], [2, 1, 4, 3, 5, 9], { confidence: 0.95 });
 * [estimate, low, high].map((value) => value.toFixed(3)); // [ '0.800', '-0.280', '0.986' ]
 * pairs; // 5
 */
export function pearsonCorrelation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: CorrelationOptions = {},
): Correlation {
  const [a, b, confidence] = pairsOf("pearsonCorrelation", x, y, options);
  return correlationWith(correlationOf(a, b), a.length, 1, confidence);
}

/**
 * Do two figures of places rise together, in a straight line or not? Spearman's rank correlation, with its interval.
 *
 * **How** Pearson's correlation of the ranks, equal values sharing the mean of their ranks. The interval is that of
 * `pearsonCorrelation` with √(1 + estimate² / 2) in place of 1 in the standard error of z (Bonett and Wright).
 *
 * @param x - one figure per place
 * @param y - the other, places in the same order
 * @param options - the confidence of the interval
 * @returns as `pearsonCorrelation`
 * @throws RangeError as `pearsonCorrelation`
 *
 * **Cost** O(places log places)
 *
 * [spearman-1904] [bonett-wright-2000]
 *
 * @example
 * spearmanCorrelation([1, 2, 3, 4], [1, 4, 9, 100], { confidence: 0.95 }).estimate; // 1
 */
export function spearmanCorrelation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: CorrelationOptions = {},
): Correlation {
  const [a, b, confidence] = pairsOf("spearmanCorrelation", x, y, options);
  const estimate = correlationOf(ranksOf(a), ranksOf(b));
  return correlationWith(estimate, a.length, 1 + (estimate * estimate) / 2, confidence);
}

/** The values of the places that have both, and the confidence. */
function pairsOf(
  where: string,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: CorrelationOptions,
): readonly [x: Float64Array, y: Float64Array, confidence: number] {
  checkOptions(where, options, ["confidence"]);
  const [a, b] = wholePlaces(where, [
    ["x", x],
    ["y", y],
  ]);
  return [a!, b!, confidenceOf(where, options)];
}

/** The figures of the places that have all of them; throws unless the named lists are of one length and no value is infinite. */
export function wholePlaces(
  where: string,
  lists: readonly (readonly [name: string, list: ArrayLike<number>])[],
): Float64Array[] {
  const places = lists[0]![1];
  checkList(where, lists[0]![0], places);
  for (const [name, list] of lists) checkFigures(where, name, list, places.length);
  const whole = Array.from(places, (_, i) => i).filter((i) => lists.every(([, list]) => !Number.isNaN(list[i]!)));
  return lists.map(([, list]) => Float64Array.from(whole, (i) => list[i]!));
}

/** A correlation with Fisher's interval: `variance` is (pairs − 3) times that of z. */
export function correlationWith(estimate: number, pairs: number, variance: number, confidence: number): Correlation {
  if (pairs < 4) return { estimate, low: Number.NaN, high: Number.NaN, pairs };
  if (Math.abs(estimate) === 1) return { estimate, low: estimate, high: estimate, pairs };
  const z = log((1 + estimate) / (1 - estimate)) / 2;
  const reach = normalReach(confidence) * Math.sqrt(variance / (pairs - 3));
  const back = (value: number): number => 1 - 2 / (exp(2 * value) + 1);
  return { estimate, low: back(z - reach), high: back(z + reach), pairs };
}

/**
 * Pearson's correlation, NaN if all values of either are equal: with u and v the deviations from the means over their
 * lengths, u · v = 1 − |u − v|² / 2, which is exactly 1 where u = v; and likewise −1.
 */
export function correlationOf(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (isConstant(x) || isConstant(y)) return Number.NaN;
  const [apart, along] = squaresOf(unitOf(deviationsOf(x)), unitOf(deviationsOf(y)));
  return apart <= along ? 1 - apart / 2 : along / 2 - 1;
}

function isConstant(values: ArrayLike<number>): boolean {
  for (let z = 1; z < values.length; z++) if (values[z] !== values[0]) return false;
  return true;
}

/** What the values are above their mean. */
export function deviationsOf(values: ArrayLike<number>): Float64Array {
  const mean = sumOf(values) / values.length;
  return Float64Array.from(values, (value) => value - mean);
}

/** Ranks from 1 in ascending order; equal values have the mean of their ranks. */
export function ranksOf(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, z) => z).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let k = from; k < to; k++) ranks[order[k]!] = (from + 1 + to) / 2;
  }
  return ranks;
}

/** |u − v|² and |u + v|². */
export function squaresOf(u: Float64Array, v: Float64Array): readonly [apart: number, along: number] {
  const apart = u.map((value, z) => (value - v[z]!) * (value - v[z]!));
  const along = u.map((value, z) => (value + v[z]!) * (value + v[z]!));
  return [sumOf(apart), sumOf(along)];
}

/** The list divided by its length; NaN where that is 0. Divided by the largest value first, so that no square overflows. */
export function unitOf(values: ArrayLike<number>): Float64Array {
  let largest = 0;
  for (let z = 0; z < values.length; z++) largest = Math.max(largest, Math.abs(values[z]!));
  const scaled = Float64Array.from(values, (value) => value / largest);
  const length = Math.sqrt(sumOf(scaled.map((value) => value * value)));
  return scaled.map((value) => value / length);
}
