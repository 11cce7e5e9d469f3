/**
 * The highest point of a concave function of a few coefficients, by Newton's method with step halving.
 */

/** The function at one point: its value, its gradient and minus its matrix of second derivatives (row after row). */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
  readonly information: Float64Array;
}

export interface Maximum {
  /** The coefficients; all NaN where the data cannot tell them apart. */
  readonly at: Float64Array;
  /** The inverse of the information there, row after row; NaN where it has none. */
  readonly covariance: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

const MAX_ITERATIONS = 50;
const MAX_HALVINGS = 40;
/** The search ends when a full step would move no linear predictor by more than this, relatively where it is above 1. */
const STEP_TOLERANCE = 1e-10;
/** A value lower by less than this, relatively, is the same value: sums of many terms are not exact. */
const VALUE_TOLERANCE = 1e-13;
/** Coefficients are told apart where a covariate keeps at least this share of its variance beside the others. */
const SMALLEST_SHARE = 1e-12;

/**
 * Climbs from 0 to the maximum.
 *
 * @param spread - the standard deviation of each coefficient's covariate over the observations, 0 if it is constant
 * @param weight - the sum of the weights: the information of a covariate of spread 1 is of this size
 * @param evaluate - the function
 */
export function maximise(
  spread: ArrayLike<number>,
  weight: number,
  evaluate: (at: Float64Array) => Evaluation,
): Maximum {
  const k = spread.length;
  let at = new Float64Array(k);
  let here = evaluate(at);
  const scale = Float64Array.from(spread, (s) => weight * s * s);
  if (!isIdentified(here.information, scale)) {
    const none = new Float64Array(k * k).fill(Number.NaN);
    return { at: at.fill(Number.NaN), covariance: none, iterations: 0, converged: false };
  }
  let converged = false;
  let iterations = 0;
  while (!converged && iterations < MAX_ITERATIONS) {
    const step = solve(here.information, here.gradient);
    if (step === null) break;
    iterations++;
    converged = step.every(
      (s, j) => Math.abs(s) * spread[j]! <= STEP_TOLERANCE * Math.max(1, Math.abs(at[j]!) * spread[j]!),
    );
    const lowest = here.value - VALUE_TOLERANCE * Math.abs(here.value);
    let length = 1;
    let next = at;
    let there = here;
    for (let halving = 0; halving <= MAX_HALVINGS; halving++, length /= 2) {
      const tried = at.map((b, j) => b + length * step[j]!);
      const found = evaluate(tried);
      if (found.value >= lowest) {
        next = tried;
        there = found;
        break;
      }
    }
    if (next === at) break;
    at = next;
    here = there;
  }
  const covariance = new Float64Array(k * k).fill(Number.NaN);
  for (let j = 0; j < k; j++) {
    const unit = new Float64Array(k);
    unit[j] = 1;
    const column = solve(here.information, unit);
    if (column !== null) for (let i = 0; i < k; i++) covariance[i * k + j] = column[i]!;
  }
  return { at, covariance, iterations, converged };
}

/** Whether no covariate is constant or a mixture of the others within the groups that the information is about. */
function isIdentified(information: Float64Array, scale: Float64Array): boolean {
  const k = scale.length;
  const scaled = information.map((x, c) => x / Math.sqrt(scale[Math.floor(c / k)]! * scale[c % k]!));
  const factor = cholesky(scaled, k);
  return factor !== null && scale.every((_, j) => factor[j * k + j]! * factor[j * k + j]! > SMALLEST_SHARE);
}

function solve(matrix: Float64Array, right: Float64Array): Float64Array | null {
  const k = right.length;
  const factor = cholesky(matrix, k);
  if (factor === null) return null;
  const x = right.slice();
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < i; j++) x[i]! -= factor[i * k + j]! * x[j]!;
    x[i]! /= factor[i * k + i]!;
  }
  for (let i = k - 1; i >= 0; i--) {
    for (let j = i + 1; j < k; j++) x[i]! -= factor[j * k + i]! * x[j]!;
    x[i]! /= factor[i * k + i]!;
  }
  return x;
}

/** The lower triangle L with L Lᵀ = matrix; null unless the matrix is positive definite. */
function cholesky(matrix: Float64Array, k: number): Float64Array | null {
  const factor = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * k + j]!;
      for (let m = 0; m < j; m++) sum -= factor[i * k + m]! * factor[j * k + m]!;
      if (i === j && !(sum > 0 && sum < Infinity)) return null;
      factor[i * k + j] = i === j ? Math.sqrt(sum) : sum / factor[j * k + j]!;
    }
  }
  return factor;
}
