import { exp, log } from "./math.ts";
import { type Evaluation, isIndependent, maximise } from "./newton.ts";

/**
 * Logistic regression: the coefficients under which answers of yes and no are most likely.
 */

/** Why a fit has no maximum, or none that was reached; "none" where it has. */
export type LogisticProblem =
  | "none"
  | "one answer only"
  | "features that depend on each other"
  | "complete separation"
  | "quasi-complete separation"
  | "no convergence";

/** What was fitted: the intercept comes first, then a coefficient for each column. */
export interface LogisticSolution {
  readonly coefficients: Float64Array;
  /** NaN where the fit did not converge. */
  readonly standardErrors: Float64Array;
  /** Of the answers under the coefficients, without the penalty. */
  readonly logLikelihood: number;
  /** The same for equal chances of all rows. */
  readonly nullLogLikelihood: number;
  readonly iterations: number;
  readonly converged: boolean;
  readonly problem: LogisticProblem;
}

/** From this step on the direction of a search that runs off to infinity is settled. */
const SETTLED_ITERATIONS = 12;
/** A row lies on the border of a separation if it is nearer to it than this share of the farthest row's distance. */
const BORDER_SHARE = 1e-6;

/**
 * **How** columns are standardised; Newton's method with step halving from 0 climbs
 * Σ (y η − ln(1 + e^η)) − ridge / 2 · Σ b², η = b0 + Σ b z over standardised columns z, the intercept b0 without penalty.
 * The answers are separated completely where η has the right sign for every row, and quasi-completely where the step of a
 * search that goes on moves every row towards its own answer or not at all. Coefficients and errors are those of the
 * columns as given; errors are from the inverse of the information, the penalty included.
 *
 * @param columns - one list per feature, all of the length of `answer`, finite
 * @param answer - 0 or 1 per row
 * @param ridge - penalty on the squared coefficients of standardised columns; 0 for maximum likelihood
 */
export function fitLogistic(
  columns: readonly ArrayLike<number>[],
  answer: ArrayLike<number>,
  ridge: number,
): LogisticSolution {
  const rows = answer.length;
  const k = columns.length + 1;
  const { z, mean, spread } = standardised(columns, rows);
  let yes = 0;
  for (let i = 0; i < rows; i++) yes += answer[i]!;
  const nullLogLikelihood = xLogX(yes) + xLogX(rows - yes) - xLogX(rows);
  const unfitted = (problem: LogisticProblem): LogisticSolution => ({
    coefficients: new Float64Array(k).fill(Number.NaN),
    standardErrors: new Float64Array(k).fill(Number.NaN),
    logLikelihood: Number.NaN,
    nullLogLikelihood,
    iterations: 0,
    converged: false,
    problem,
  });
  if (yes === 0 || yes === rows) return unfitted("one answer only");
  if (!areIndependent(z, rows, k)) return unfitted("features that depend on each other");

  let problem: LogisticProblem = "no convergence";
  const separates = (at: Float64Array, step: Float64Array, iterations: number): boolean => {
    if (ridge !== 0 || iterations <= SETTLED_ITERATIONS) return false;
    if (isSeparation(at, z, answer, -BORDER_SHARE)) problem = "complete separation";
    else if (isSeparation(step, z, answer, BORDER_SHARE)) problem = "quasi-complete separation";
    return problem !== "no convergence";
  };
  const found = maximise(new Float64Array(k).fill(1), rows / 4, (at) => evaluate(at, z, answer, ridge), separates);
  const { at, evaluation, covariance, iterations, converged } = found;
  if (converged) problem = "none";
  const coefficients = new Float64Array(k);
  const standardErrors = new Float64Array(k).fill(Number.NaN);
  coefficients[0] = at[0]!;
  for (let j = 1; j < k; j++) {
    coefficients[j] = at[j]! / spread[j - 1]!;
    coefficients[0]! -= coefficients[j]! * mean[j - 1]!;
  }
  if (converged) {
    const back = Float64Array.from({ length: k }, (_, j) => (j === 0 ? 1 : -mean[j - 1]! / spread[j - 1]!));
    let variance = 0;
    for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) variance += back[i]! * covariance[i * k + j]! * back[j]!;
    standardErrors[0] = Math.sqrt(variance);
    for (let j = 1; j < k; j++) standardErrors[j] = Math.sqrt(covariance[j * k + j]!) / spread[j - 1]!;
  }
  return {
    coefficients,
    standardErrors,
    logLikelihood: evaluation.logLikelihood,
    nullLogLikelihood,
    iterations,
    converged,
    problem,
  };
}

/** 1 / (1 + e^−η). */
export function logistic(eta: number): number {
  const e = exp(-Math.abs(eta));
  return eta >= 0 ? 1 / (1 + e) : e / (1 + e);
}

/** Rows of 1 and the standardised columns, one row after the other. A column that never changes stays 0. */
function standardised(
  columns: readonly ArrayLike<number>[],
  rows: number,
): { z: Float64Array; mean: Float64Array; spread: Float64Array } {
  const k = columns.length + 1;
  const z = new Float64Array(rows * k);
  const mean = new Float64Array(columns.length);
  const spread = new Float64Array(columns.length);
  for (let i = 0; i < rows; i++) z[i * k] = 1;
  columns.forEach((column, c) => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += column[i]!;
    const m = sum / rows;
    let squares = 0;
    for (let i = 0; i < rows; i++) squares += (column[i]! - m) * (column[i]! - m);
    const s = Math.sqrt(squares / rows);
    mean[c] = m;
    spread[c] = s;
    if (s > 0) for (let i = 0; i < rows; i++) z[i * k + c + 1] = (column[i]! - m) / s;
  });
  return { z, mean, spread };
}

/** Whether no standardised column is constant or a mixture of the others. */
function areIndependent(z: Float64Array, rows: number, k: number): boolean {
  const correlations = new Float64Array(k * k);
  for (let i = 0; i < rows; i++) addOuter(correlations, z, i, k, 1 / rows);
  return isIndependent(correlations, k);
}

/** The penalised log-likelihood at one place, its gradient and the lower triangle of minus its second derivatives. */
interface Likelihood extends Evaluation {
  readonly logLikelihood: number;
}

function evaluate(at: Float64Array, z: Float64Array, answer: ArrayLike<number>, ridge: number): Likelihood {
  const k = at.length;
  const gradient = new Float64Array(k);
  const information = new Float64Array(k * k);
  let sum = 0;
  for (let i = 0; i < answer.length; i++) {
    const eta = dot(at, z, i);
    const e = exp(-Math.abs(eta));
    const p = eta >= 0 ? 1 / (1 + e) : e / (1 + e);
    sum += (answer[i] === 1 ? Math.min(eta, 0) : Math.min(-eta, 0)) - log(1 + e);
    for (let j = 0; j < k; j++) gradient[j]! += (answer[i]! - p) * z[i * k + j]!;
    addOuter(information, z, i, k, e / ((1 + e) * (1 + e)));
  }
  const logLikelihood = sum;
  for (let j = 1; j < k; j++) {
    sum -= (ridge / 2) * at[j]! * at[j]!;
    gradient[j]! -= ridge * at[j]!;
    information[j * k + j]! += ridge;
  }
  return { value: sum, logLikelihood, gradient, information };
}

/** Whether the direction leads every row towards its own answer, or against it by no more than `slack` of the farthest way. */
function isSeparation(direction: Float64Array, z: Float64Array, answer: ArrayLike<number>, slack: number): boolean {
  let least = Infinity;
  let farthest = 0;
  for (let i = 0; i < answer.length; i++) {
    const way = dot(direction, z, i);
    least = Math.min(least, answer[i] === 1 ? way : -way);
    farthest = Math.max(farthest, Math.abs(way));
  }
  return farthest > 0 && least >= -slack * farthest;
}

function dot(b: Float64Array, z: Float64Array, row: number): number {
  const k = b.length;
  let sum = 0;
  for (let j = 0; j < k; j++) sum += b[j]! * z[row * k + j]!;
  return sum;
}

/** Adds weight · z zᵀ of one row to the lower triangle. */
function addOuter(matrix: Float64Array, z: Float64Array, row: number, k: number, weight: number): void {
  for (let a = 0; a < k; a++) {
    const w = weight * z[row * k + a]!;
    for (let b = 0; b <= a; b++) matrix[a * k + b]! += w * z[row * k + b]!;
  }
}

function xLogX(x: number): number {
  return x === 0 ? 0 : x * log(x);
}
