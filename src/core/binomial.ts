import { exp, log } from "./math.ts";
import { log1p } from "./near-zero.ts";

/**
 * Probabilities of counts, to the last digits for large counts too: binomial and hypergeometric.
 *
 * **How** Loader's way: the terms of Stirling's formula that cancel are left out by hand, so that the exponent is of the size of
 * the deviation, not of ln n!.
 *
 * [loader-2000]
 */

const TAU = 2 * Math.PI;
/** From here on the series is exact to the last place. */
const SERIES_FROM = 16;
/** Terms below this share of the largest are left out of a distribution. */
const LEAST_TERM = 1e-20;

/** The probability that k of n people do what each does with probability p, 0 < p < 1. */
export function binomialChance(k: number, n: number, p: number): number {
  if (k < 0 || k > n) return 0;
  if (k === 0) return exp(n * log1p(-p));
  if (k === n) return exp(n * log(p));
  const exponent =
    stirlingRest(n) - stirlingRest(k) - stirlingRest(n - k) - deviance(k, n * p) - deviance(n - k, n * (1 - p));
  return exp(exponent) * Math.sqrt(n / (TAU * k * (n - k)));
}

/** The probability that k of a group of `group` are among `drawn` drawn of `all` without replacement; 0 < drawn < all. */
export function hypergeometricChance(k: number, group: number, all: number, drawn: number): number {
  const p = drawn / all;
  return (binomialChance(k, group, p) * binomialChance(drawn - k, all - group, p)) / binomialChance(drawn, all, p);
}

/** Probabilities of `first`, `first` + 1, …; what is left out of a binomial is below its last digits. They sum to 1. */
export interface BinomialTerms {
  readonly first: number;
  readonly count: number;
  /** The first `count` are the probabilities; longer where it has been used before. */
  readonly chance: Float64Array;
}

/** The terms of a binomial that matter, outwards from the largest. `room` is used again where it is long enough. */
export function binomialTerms(n: number, p: number, room: Float64Array): BinomialTerms {
  if (!(p > 0) || !(p < 1)) {
    const chance = room.length > 0 ? room : new Float64Array(64);
    chance[0] = 1;
    return { first: p > 0 ? n : 0, count: 1, chance };
  }
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const odds = p / (1 - p);
  let first = mode;
  for (let term = 1; first > 0; first--) {
    term *= first / ((n - first + 1) * odds);
    if (term < LEAST_TERM) break;
  }
  let last = mode;
  for (let term = 1; last < n; last++) {
    term *= ((n - last) / (last + 1)) * odds;
    if (term < LEAST_TERM) break;
  }
  const count = last - first + 1;
  const chance = room.length >= count ? room : new Float64Array(2 * count);
  chance[mode - first] = 1;
  let sum = 1;
  for (let k = mode; k > first; k--) {
    const term = (chance[k - first]! * k) / ((n - k + 1) * odds);
    chance[k - 1 - first] = term;
    sum += term;
  }
  for (let k = mode; k < last; k++) {
    const term = chance[k - first]! * ((n - k) / (k + 1)) * odds;
    chance[k + 1 - first] = term;
    sum += term;
  }
  for (let i = 0; i < count; i++) chance[i]! /= sum;
  return { first, count, chance };
}

/** x ln(x / mean) + mean − x, without the digits that the difference loses. */
function deviance(x: number, mean: number): number {
  const away = x - mean;
  if (Math.abs(away) < 0.1 * (x + mean)) {
    // With v = away / (x + mean): away · v + 2 x (v³ / 3 + v⁵ / 5 + …).
    const v = away / (x + mean);
    let sum = away * v;
    let power = 2 * x * v;
    for (let j = 3; j < 40; j += 2) {
      power *= v * v;
      const next = sum + power / j;
      if (next === sum) break;
      sum = next;
    }
    return sum;
  }
  return x * log(x / mean) - away;
}

/** ln n! − (n + ½) ln n + n − ½ ln 2π for n of at least 1: what Stirling's formula leaves over. */
function stirlingRest(n: number): number {
  if (n >= SERIES_FROM) {
    const q = 1 / (n * n);
    return (1 / 12 - q * (1 / 360 - q * (1 / 1260 - q * (1 / 1680 - q / 1188)))) / n;
  }
  // Γ steps down: rest(n) = rest(n + 1) + (n + ½) ln(1 + 1/n) − 1.
  return stirlingRest(n + 1) + (n + 0.5) * log1p(1 / n) - 1;
}
