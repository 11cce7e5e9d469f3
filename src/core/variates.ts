import type { Random } from "../types.ts";
import { exp, log } from "./math.ts";

/**
 * Whole random numbers of the distributions that counts of people have: binomial, Poisson, multinomial. Exact up to the
 * rounding of floating point: no normal stands in for a large count.
 *
 * **How** Small means by inversion (one random number, a term of the distribution at a time); large ones by transformed
 * rejection (Hörmann 1993: BTRS for the binomial, PTRS for the Poisson), whose cost does not grow with the mean. A
 * multinomial is a chain of binomials, each of what the cells before have left.
 *
 * [hormann-1993]
 */

/** Below this mean, inversion; from it on, rejection, which Hörmann's constants are made for. */
const INVERSION_MEAN = 10;
const HALF_LOG_TWO_PI = 0.9189385332046728;
/** ln k! − (k + ½) ln(k + 1) + (k + 1) − ½ ln 2π for k = 0 … 9. */
const STIRLING_TAIL = [
  0.08106146679532726, 0.0413406959554093, 0.02767792568499834, 0.020790672103765093, 0.016644691189821193,
  0.013876128823070748, 0.011896709945891771, 0.010411265261972096, 0.009255462182712733, 0.00833056343336287,
] as const;

/** How many of `n` people do something that each does with probability p. `n` whole, from 0 to 2⁵³; p from 0 to 1. */
export function drawBinomial(n: number, p: number, random: Random): number {
  if (n === 0 || !(p > 0)) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - drawBinomial(n, 1 - p, random);
  return n * p < INVERSION_MEAN ? binomialByInversion(n, p, random) : binomialByRejection(n, p, random);
}

/** How often something happens that happens `mean` times on average. Means from 0 to 2⁵². */
export function drawPoisson(mean: number, random: Random): number {
  if (!(mean > 0)) return 0;
  if (mean >= INVERSION_MEAN) return poissonByRejection(mean, random);
  const none = exp(-mean);
  for (;;) {
    let rest = random();
    let chance = none;
    for (let k = 0; chance > 0; chance *= mean / k) {
      if (rest < chance) return k;
      rest -= chance;
      k++;
    }
  }
}

/**
 * Spreads `count` people over the first `cells` cells in proportion to their weights, all of at least 0, and writes how many
 * each gets. `sums` is scratch space for as many numbers. Returns how many were placed: none where all weights are 0.
 *
 * A chain of binomials reads every weight; where there are fewer people than cells with a weight, each is placed in the running
 * sums. Cells without weight take no random number and change no draw.
 */
export function drawMultinomial(
  count: number,
  weights: Float64Array,
  cells: number,
  into: Float64Array,
  sums: Float64Array,
  random: Random,
): number {
  into.fill(0, 0, cells);
  if (count === 0) return 0;
  let reached = 0;
  for (let c = 0; c < cells; c++) if (weights[c]! > 0) reached++;
  if (count < reached) {
    let sum = 0;
    for (let c = 0; c < cells; c++) {
      sum += weights[c]!;
      sums[c] = sum;
    }
    if (!(sum > 0)) return 0;
    for (let k = 0; k < count; k++) into[drawRunningSum(sums, 0, cells, random)]!++;
    return count;
  }
  let sum = 0;
  for (let c = cells - 1; c >= 0; c--) {
    sum += weights[c]!;
    sums[c] = sum;
  }
  if (!(sum > 0)) return 0;
  let left = count;
  for (let c = 0; c < cells && left > 0; c++) {
    if (weights[c] === 0) continue;
    // The sum of a last cell is its weight, so that nobody is left over.
    const drawn = drawBinomial(left, weights[c]! / sums[c]!, random);
    into[c] = drawn;
    left -= drawn;
  }
  return count;
}

/** One draw from the running sums sums[from] … sums[to − 1], which start from 0; steps of no height are never chosen. */
export function drawRunningSum(sums: Float64Array, from: number, to: number, random: Random): number {
  const x = random() * sums[to - 1]!;
  let low = from;
  let high = to - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sums[middle]! > x) high = middle;
    else low = middle + 1;
  }
  return low;
}

function binomialByInversion(n: number, p: number, random: Random): number {
  const odds = p / (1 - p);
  const none = exp(n * logOfRest(p));
  for (;;) {
    let rest = random();
    let chance = none;
    for (let k = 0; k <= n; chance *= ((n - k + 1) / k) * odds) {
      if (rest < chance) return k;
      rest -= chance;
      k++;
    }
  }
}

/** ln(1 − p), to the last digits of a small p too. */
function logOfRest(p: number): number {
  const rest = 1 - p;
  return rest === 1 ? -p : (log(rest) * p) / (1 - rest);
}

/** BTRS, for n p of at least 10 and p up to 1/2. */
function binomialByRejection(n: number, p: number, random: Random): number {
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const centre = n * p + 0.5;
  const inside = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * spread;
  const odds = p / (1 - p);
  const mode = Math.floor((n + 1) * p);
  for (;;) {
    const u = random() - 0.5;
    const v = random();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + centre);
    if (us >= 0.07 && v <= inside) return k;
    if (!(k >= 0 && k <= n)) continue;
    const height = log((v * alpha) / (a / (us * us) + b));
    const left = n - k + 1;
    const bound =
      (mode + 0.5) * log((mode + 1) / (odds * (n - mode + 1))) +
      (n + 1) * log((n - mode + 1) / left) +
      (k + 0.5) * log((odds * left) / (k + 1)) +
      (stirlingTail(mode) + stirlingTail(n - mode) - stirlingTail(k) - stirlingTail(n - k));
    if (height <= bound) return k;
  }
}

/** PTRS, for means of at least 10. */
function poissonByRejection(mean: number, random: Random): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const alpha = 1.1239 + 1.1328 / (b - 3.4);
  const inside = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random() - 0.5;
    const v = random();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= inside) return k;
    if (!(k >= 0 && k < Infinity) || (us < 0.013 && v > us)) continue;
    const height = log((v * alpha) / (a / (us * us) + b));
    // ln of mean^k e^−mean / k!, with k! by Stirling's formula, so that large means lose no digits.
    const bound = k + 1 - mean + k * log(mean / (k + 1)) - 0.5 * log(k + 1) - HALF_LOG_TWO_PI - stirlingTail(k);
    if (height <= bound) return k;
  }
}

/** What Stirling's formula for ln k! leaves over. */
function stirlingTail(k: number): number {
  if (k < STIRLING_TAIL.length) return STIRLING_TAIL[k]!;
  const z = k + 1;
  const q = 1 / (z * z);
  return (1 / 12 - q * (1 / 360 - q * (1 / 1260 - q / 1680))) / z;
}
