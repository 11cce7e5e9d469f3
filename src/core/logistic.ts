import { exp, log } from "./math.ts";

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

const MAX_ITERATIONS = 50;
const MAX_HALVINGS = 40;
/** The search ends when a full step would move no coefficient of a standardised column by more than this, relatively above 1. */
const STEP_TOLERANCE = 1e-10;
/** A likelihood lower by less than this, relatively, is the same: sums of many terms are not exact. */
const VALUE_TOLERANCE = 1e-13;
/** Columns are told apart where each keeps at least this share of its variance beside the others. */
const SMALLEST_SHARE = 1e-12;
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

  const here = createPoint(k);
  const there = createPoint(k);
  evaluate(here, z, answer, ridge);
  let problem: LogisticProblem = "no convergence";
  let iterations = 0;
  while (problem === "no convergence" && iterations < MAX_ITERATIONS) {
    const factor = cholesky(here.information, k);
    if (factor === null) break;
    const step = solve(factor, here.gradient);
    iterations++;
    if (step.every((s, j) => Math.abs(s) <= STEP_TOLERANCE * Math.max(1, Math.abs(here.at[j]!)))) problem = "none";
    else if (ridge === 0 && iterations > SETTLED_ITERATIONS) {
      if (separates(here.at, z, answer, -BORDER_SHARE)) problem = "complete separation";
      else if (separates(step, z, answer, BORDER_SHARE)) problem = "quasi-complete separation";
    }
    if (!climb(here, there, step, z, answer, ridge)) break;
  }
  const converged = problem === "none";
  const covariance = converged ? inverse(here.information, k) : null;
  const coefficients = new Float64Array(k);
  const standardErrors = new Float64Array(k).fill(Number.NaN);
  coefficients[0] = here.at[0]!;
  for (let j = 1; j < k; j++) {
    coefficients[j] = here.at[j]! / spread[j - 1]!;
    coefficients[0]! -= coefficients[j]! * mean[j - 1]!;
  }
  if (covariance !== null) {
    const back = Float64Array.from({ length: k }, (_, j) => (j === 0 ? 1 : -mean[j - 1]! / spread[j - 1]!));
    let variance = 0;
    for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) variance += back[i]! * covariance[i * k + j]! * back[j]!;
    standardErrors[0] = Math.sqrt(variance);
    for (let j = 1; j < k; j++) standardErrors[j] = Math.sqrt(covariance[j * k + j]!) / spread[j - 1]!;
  }
  return {
    coefficients,
    standardErrors,
    logLikelihood: here.logLikelihood,
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
  const factor = cholesky(correlations, k);
  if (factor === null) return false;
  for (let j = 0; j < k; j++) if (!(factor[j * k + j]! * factor[j * k + j]! > SMALLEST_SHARE)) return false;
  return true;
}

/** The penalised log-likelihood at one place, its gradient and minus its matrix of second derivatives. */
interface Point {
  at: Float64Array;
  value: number;
  logLikelihood: number;
  gradient: Float64Array;
  information: Float64Array;
}

function createPoint(k: number): Point {
  const information = new Float64Array(k * k);
  return { at: new Float64Array(k), value: 0, logLikelihood: 0, gradient: new Float64Array(k), information };
}

function evaluate(point: Point, z: Float64Array, answer: ArrayLike<number>, ridge: number): void {
  const { at, gradient, information } = point;
  const k = at.length;
  gradient.fill(0);
  information.fill(0);
  let sum = 0;
  for (let i = 0; i < answer.length; i++) {
    const eta = dot(at, z, i);
    const e = exp(-Math.abs(eta));
    const p = eta >= 0 ? 1 / (1 + e) : e / (1 + e);
    sum += (answer[i] === 1 ? Math.min(eta, 0) : Math.min(-eta, 0)) - log(1 + e);
    for (let j = 0; j < k; j++) gradient[j]! += (answer[i]! - p) * z[i * k + j]!;
    addOuter(information, z, i, k, e / ((1 + e) * (1 + e)));
  }
  point.logLikelihood = sum;
  for (let j = 1; j < k; j++) {
    sum -= (ridge / 2) * at[j]! * at[j]!;
    gradient[j]! -= ridge * at[j]!;
    information[j * k + j]! += ridge;
  }
  point.value = sum;
}

/** Goes the longest of the step, its half, its quarter … that does not lower the value; whether there is one. */
function climb(
  here: Point,
  there: Point,
  step: Float64Array,
  z: Float64Array,
  answer: ArrayLike<number>,
  ridge: number,
): boolean {
  const lowest = here.value - VALUE_TOLERANCE * Math.abs(here.value);
  let length = 1;
  for (let halving = 0; halving <= MAX_HALVINGS; halving++, length /= 2) {
    for (let j = 0; j < step.length; j++) there.at[j] = here.at[j]! + length * step[j]!;
    evaluate(there, z, answer, ridge);
    if (!(there.value >= lowest)) continue;
    const before = { ...here };
    Object.assign(here, there);
    Object.assign(there, before);
    return true;
  }
  return false;
}

/** Whether the direction leads every row towards its own answer, or against it by no more than `slack` of the farthest way. */
function separates(direction: Float64Array, z: Float64Array, answer: ArrayLike<number>, slack: number): boolean {
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

/** The inverse, row after row; null unless the matrix is positive definite. */
function inverse(matrix: Float64Array, k: number): Float64Array | null {
  const factor = cholesky(matrix, k);
  if (factor === null) return null;
  const whole = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    const unit = new Float64Array(k);
    unit[j] = 1;
    const column = solve(factor, unit);
    for (let i = 0; i < k; i++) whole[i * k + j] = column[i]!;
  }
  return whole;
}
