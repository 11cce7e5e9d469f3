/**
 * The highest point of a concave function of a few coefficients, by Newton's method with step halving.
 */

/** The function at one point: its value, its gradient and minus its matrix of second derivatives (row after row). */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
  readonly information: Float64Array;
}

export interface Maximum<E extends Evaluation = Evaluation> {
  /** The coefficients; all NaN where the data cannot tell them apart. */
  readonly at: Float64Array;
  /** The function there. */
  readonly evaluation: E;
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
 * @param evaluate - the function; of its information only the lower triangle is read
 * @param isLost - whether the search is to end because the step from a point shows that there is no maximum
 */
export function maximise<E extends Evaluation>(
  spread: ArrayLike<number>,
  weight: number,
  evaluate: (at: Float64Array) => E,
  isLost: (at: Float64Array, step: Float64Array, iterations: number) => boolean = () => false,
): Maximum<E> {
  const k = spread.length;
  let at = new Float64Array(k);
  let here = evaluate(at);
  const scale = Float64Array.from(spread, (s) => weight * s * s);
  if (!isIdentified(here.information, scale)) {
    const none = new Float64Array(k * k).fill(Number.NaN);
    return { at: at.fill(Number.NaN), evaluation: here, covariance: none, iterations: 0, converged: false };
  }
  let converged = false;
  let lost = false;
  let iterations = 0;
  while (!converged && !lost && iterations < MAX_ITERATIONS) {
    const factor = cholesky(here.information, k);
    if (factor === null) break;
    const step = solve(factor, here.gradient);
    iterations++;
    converged = step.every(
      (s, j) => Math.abs(s) * spread[j]! <= STEP_TOLERANCE * Math.max(1, Math.abs(at[j]!) * spread[j]!),
    );
    lost = !converged && isLost(at, step, iterations);
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
  return { at, evaluation: here, covariance: inverseOf(here.information, k), iterations, converged };
}

/** Whether no covariate is constant or a mixture of the others within the groups that the information is about. */
function isIdentified(information: Float64Array, scale: Float64Array): boolean {
  const k = scale.length;
  const scaled = information.map((x, c) => x / Math.sqrt(scale[Math.floor(c / k)]! * scale[c % k]!));
  return isIndependent(scaled, k);
}

/** Whether each of the variables with these correlations keeps some of its variance beside those before it. */
export function isIndependent(correlations: Float64Array, k: number): boolean {
  const factor = cholesky(correlations, k);
  if (factor === null) return false;
  for (let j = 0; j < k; j++) if (!(factor[j * k + j]! * factor[j * k + j]! > SMALLEST_SHARE)) return false;
  return true;
}

/** The lower triangle L with L Lᵀ = matrix, of which the lower triangle is read; null unless it is positive definite. */
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

/** The x with L Lᵀ x = right. */
function solve(factor: Float64Array, right: Float64Array): Float64Array {
  const k = right.length;
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

/** The x with matrix x = right; null unless the matrix, of which the lower triangle is read, is positive definite. */
export function solveDefinite(matrix: Float64Array, right: Float64Array): Float64Array | null {
  const factor = cholesky(matrix, right.length);
  return factor === null ? null : solve(factor, right);
}

/** The inverse, row after row; NaN unless the matrix is positive definite. */
function inverseOf(matrix: Float64Array, k: number): Float64Array {
  const inverse = new Float64Array(k * k).fill(Number.NaN);
  const factor = cholesky(matrix, k);
  if (factor === null) return inverse;
  for (let j = 0; j < k; j++) {
    const unit = new Float64Array(k);
    unit[j] = 1;
    const column = solve(factor, unit);
    for (let i = 0; i < k; i++) inverse[i * k + j] = column[i]!;
  }
  return inverse;
}
