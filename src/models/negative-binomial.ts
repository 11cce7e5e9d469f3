import { logFactorial } from "../core/log-factorial.ts";
import { log } from "../core/math.ts";

/** Counts that vary more than Poisson's: variance = mean + mean² / theta. */

/** Beyond this theta counts are Poisson's. */
const LARGEST_THETA = 1e8;
const THETA_TOLERANCE = 1e-10;
const MAX_STEPS = 200;
/** From here on the series below are exact to the last digits. */
const SERIES_FROM = 12;

/** Counts, each value once, and how many rows have it. */
interface Tally {
  readonly counts: Float64Array;
  readonly times: Float64Array;
}

export interface Theta {
  /** Infinity where the counts vary no more than Poisson's. */
  readonly theta: number;
  /** By the information at fixed means. */
  readonly error: number;
}

export function tallyOf(response: Float64Array): Tally {
  const times = new Map<number, number>();
  for (let i = 0; i < response.length; i++) times.set(response[i]!, (times.get(response[i]!) ?? 0) + 1);
  return { counts: Float64Array.from(times.keys()), times: Float64Array.from(times.values()) };
}

/**
 * The theta of most likelihood for these means.
 *
 * **How** the root of the score between two thetas, by Newton's steps in ln theta, halves of the interval where one leaves it.
 */
export function fitTheta(response: Float64Array, means: Float64Array, tally: Tally): Theta {
  let excess = 0;
  let squares = 0;
  for (let i = 0; i < response.length; i++) {
    const away = response[i]! - means[i]!;
    excess += away * away - response[i]!;
    squares += (away / means[i]!) * (away / means[i]!);
  }
  if (!(excess > 0)) return { theta: Infinity, error: Number.NaN };
  let theta = Math.min(Math.max(response.length / squares, 1e-8), LARGEST_THETA / 2);
  let low = 0;
  let high = Infinity;
  for (let step = 0; step < MAX_STEPS; step++) {
    const { score, information } = scoreOf(theta, response, means, tally);
    if (score > 0) low = theta;
    else high = theta;
    if (low > LARGEST_THETA) return { theta: Infinity, error: Number.NaN };
    // In ln theta: the gradient is score · theta, the curvature −information · theta² + score · theta.
    const newton = theta * growthOf((score * theta) / (information * theta * theta - score * theta));
    const middle = high === Infinity ? theta * 4 : low === 0 ? theta / 4 : Math.sqrt(low * high);
    const next = newton > low && newton < high && newton < theta * 16 && newton > theta / 16 ? newton : middle;
    const done = Math.abs(next - theta) <= THETA_TOLERANCE * theta;
    theta = next;
    if (done || score === 0) break;
  }
  const { information } = scoreOf(theta, response, means, tally);
  return { theta, error: information > 0 ? 1 / Math.sqrt(information) : Number.NaN };
}

/** e to the power of a step, to the first orders and never below 0: exact where the step is small, which is where it ends. */
function growthOf(step: number): number {
  return step > 0 ? 1 + step + (step * step) / 2 : 1 / (1 - step + (step * step) / 2);
}

/** The derivative of the log-likelihood by theta, and minus the second one. */
export function scoreOf(
  theta: number,
  response: Float64Array,
  means: Float64Array,
  { counts, times }: Tally,
): { score: number; information: number } {
  const n = response.length;
  const own = digamma(theta);
  const ownSlope = trigamma(theta);
  let score = n * (log(theta) + 1);
  let information = -n / theta;
  for (let c = 0; c < counts.length; c++) {
    score += times[c]! * (digamma(counts[c]! + theta) - own);
    information += times[c]! * (ownSlope - trigamma(counts[c]! + theta));
  }
  for (let i = 0; i < n; i++) {
    const total = means[i]! + theta;
    const share = (response[i]! + theta) / total;
    score -= log(total) + share;
    information += (2 - share) / total;
  }
  return { score, information };
}

/** The log-likelihood of counts; Poisson's for a theta of Infinity. */
export function logLikelihoodOf(
  response: Float64Array,
  predictor: Float64Array,
  means: Float64Array,
  theta: number,
): number {
  let sum = 0;
  const ofTheta = theta === Infinity ? 0 : theta * log(theta) + log(theta) - logFactorial(theta);
  for (let i = 0; i < response.length; i++) {
    const y = response[i]!;
    const own = y === 0 ? 0 : y * predictor[i]! - logFactorial(y);
    if (theta === Infinity) sum += own - means[i]!;
    else sum += own + logFactorial(y + theta) - log(y + theta) + ofTheta - (theta + y) * log(theta + means[i]!);
  }
  return sum;
}

/** Twice how much less likely the counts are under these means than under means of their own. */
export function devianceOf(
  response: Float64Array,
  predictor: Float64Array,
  means: Float64Array,
  theta: number,
): number {
  let sum = 0;
  for (let i = 0; i < response.length; i++) {
    const y = response[i]!;
    const mean = means[i]!;
    if (y > 0) sum += y * (log(y) - predictor[i]!);
    sum -= theta === Infinity ? y - mean : (y + theta) * log((y + theta) / (mean + theta));
  }
  return 2 * sum;
}

/** The derivative of ln Γ. */
function digamma(x: number): number {
  let z = x;
  let sum = 0;
  while (z < SERIES_FROM) sum -= 1 / z++;
  const q = 1 / (z * z);
  const series = q * (1 / 12 - q * (1 / 120 - q * (1 / 252 - q * (1 / 240 - q * (1 / 132 - (q * 691) / 32_760)))));
  return sum + log(z) - 1 / (2 * z) - series;
}

/** The second derivative of ln Γ. */
function trigamma(x: number): number {
  let z = x;
  let sum = 0;
  for (; z < SERIES_FROM; z++) sum += 1 / (z * z);
  const q = 1 / (z * z);
  const series = 1 / 6 - q * (1 / 30 - q * (1 / 42 - q * (1 / 30 - q * (5 / 66 - (q * 691) / 2730))));
  return sum + 1 / z + q / 2 + (q / z) * series;
}
