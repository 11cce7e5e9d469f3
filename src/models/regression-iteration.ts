import { exp, log } from "../core/math.ts";
import { solveDefinite } from "../core/newton.ts";
import { createAbsorber } from "./regression-groups.ts";

/**
 * Iteratively reweighted least squares for flows with a logarithmic link, constants of groups taken out beforehand.
 */

/** What is fitted: rows that all take part, columns that are told apart, sets of groups without gaps. */
export interface Rows {
  readonly response: Float64Array;
  readonly columns: readonly Float64Array[];
  readonly sets: readonly Uint32Array[];
  readonly offset: Float64Array | undefined;
}

export interface Iterated {
  /** The linear predictor of each row, offset included. */
  readonly predictor: Float64Array;
  readonly coefficients: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
  /** Whether it ended because some mean seems to fall to 0 for ever. */
  readonly lost: boolean;
}

const MAX_ITERATIONS = 200;
const MAX_HALVINGS = 30;
/** The iteration ends when a full step moves no linear predictor by more. */
const STEP_TOLERANCE = 1e-9;
/** Constants are taken out to within these shares of a column's largest value: at the end, and at the beginning. */
const LAST_TOLERANCE = 1e-12;
const FIRST_TOLERANCE = 1e-6;
/** From this step on, a row without a flow whose predictor still falls by so much makes one look for separation. */
const LOOK_FROM = 12;
const STILL_FALLING = 0.9;

/**
 * **How** the weighted regression of (y − μ) / μ on the columns, weights μ, both less what the constants explain (with a theta:
 * of that times (1 + μ / theta) / (1 + y / theta), weights by the observed information, which is Newton's step); the step is
 * halved while the likelihood falls. Of Poisson flows: if no row without a flow falls by a whole unit, a finite fit exists: over
 * separated rows the step has a weighted mean of −1.
 *
 * @param theta - variance = mean + mean² / theta; Infinity of Poisson flows
 * @param from - the predictor to start from; null starts from (y + mean) / 2
 * @param isPatient - whether to go on though means seem to fall to 0
 */
export function iterate(rows: Rows, theta: number, from: Float64Array | null, isPatient: boolean): Iterated {
  const { response, columns, sets, offset } = rows;
  const n = response.length;
  const k = columns.length;
  const absorber = createAbsorber(sets, n);
  const reach = columns.map(reachOf);
  const left = columns.map((column) => column.slice());
  const weights = new Float64Array(n);
  const target = new Float64Array(n);
  const full = new Float64Array(n);
  let predictor: Float64Array = from === null ? startOf(response) : from.slice();
  let tried: Float64Array = new Float64Array(n);
  let coefficients: Float64Array = new Float64Array(k);
  let objective = from === null ? Infinity : objectiveOf(response, predictor, theta);
  let lastStep = 1;
  let isWithin = false;
  let converged = false;
  let lost = false;
  let iterations = 0;
  while (!converged && !lost && iterations < MAX_ITERATIONS) {
    const isFirst = !isWithin;
    iterations++;
    for (let i = 0; i < n; i++) {
      const mean = exp(predictor[i]!);
      const y = response[i]!;
      const above = 1 + mean / theta;
      const own = 1 + y / theta;
      weights[i] = (mean * own) / (above * above);
      target[i] = y === 0 ? -above : ((y - mean) * above) / (mean * own);
      // The first step replaces the predictor, so that from there on it is one that columns and constants can make.
      if (isFirst) target[i]! += predictor[i]! - (offset === undefined ? 0 : offset[i]!);
    }
    full.fill(0);
    const tolerance = Math.min(FIRST_TOLERANCE, Math.max(LAST_TOLERANCE, 1e-3 * lastStep * lastStep));
    absorber.setWeights(weights);
    for (let j = 0; j < k; j++) absorber.take(left[j]!, tolerance * reach[j]!);
    absorber.take(target, tolerance * meanSizeOf(target, weights), full);
    const step = weightedRegression(left, target, weights);
    if (step === null) break;
    // What constants and columns make of the target: adding it up keeps digits that the target less its rest would lose.
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < k; j++) full[i]! += step[j]! * left[j]![i]!;
      if (isFirst) full[i]! += (offset === undefined ? 0 : offset[i]!) - predictor[i]!;
    }
    lastStep = 0;
    let lowest = 0;
    for (let i = 0; i < n; i++) {
      const size = Math.abs(full[i]!);
      if (!(size <= lastStep)) lastStep = size;
      if (response[i] === 0 && full[i]! < lowest) lowest = full[i]!;
    }
    converged = !isFirst && lastStep <= STEP_TOLERANCE;
    lost = !converged && !isPatient && iterations >= LOOK_FROM && lowest < -STILL_FALLING;
    let length = 1;
    let found = Infinity;
    let halving = 0;
    for (; halving <= MAX_HALVINGS; halving++, length /= 2) {
      for (let i = 0; i < n; i++) tried[i] = predictor[i]! + length * full[i]!;
      found = objectiveOf(response, tried, theta);
      if (found <= objective + 1e-12 * Math.abs(objective)) break;
    }
    if (!(found < Infinity)) break;
    // Rounding alone keeps the last steps from going up.
    if (halving > MAX_HALVINGS && !(lastStep <= 1e-6)) break;
    objective = found;
    [predictor, tried] = [tried, predictor];
    coefficients = isFirst ? step : coefficients.map((b, j) => b + length * step[j]!);
    isWithin ||= length === 1;
  }
  return { predictor, coefficients, iterations, converged, lost };
}

/** ln (y + mean) / 2: no flow stands for its own mean alone. */
function startOf(response: Float64Array): Float64Array {
  let sum = 0;
  for (let i = 0; i < response.length; i++) sum += response[i]!;
  const mean = sum / response.length;
  return response.map((y) => log((y + mean) / 2));
}

/** Minus the log-likelihood, but for what does not hang on the means. */
function objectiveOf(response: Float64Array, predictor: Float64Array, theta: number): number {
  let sum = 0;
  for (let i = 0; i < response.length; i++) {
    const mean = exp(predictor[i]!);
    const y = response[i]!;
    sum += theta === Infinity ? mean : (y + theta) * log(1 + mean / theta);
    if (y > 0) sum -= y * predictor[i]!;
  }
  return Number.isNaN(sum) ? Infinity : sum;
}

/** Coefficients of a weighted regression without constants; null where columns are not told apart. */
function weightedRegression(
  columns: readonly Float64Array[],
  target: Float64Array,
  weights: Float64Array,
): Float64Array | null {
  const k = columns.length;
  const matrix = new Float64Array(k * k);
  const right = new Float64Array(k);
  for (let a = 0; a < k; a++) {
    const one = columns[a]!;
    for (let b = 0; b <= a; b++) {
      const other = columns[b]!;
      let sum = 0;
      for (let i = 0; i < one.length; i++) sum += weights[i]! * one[i]! * other[i]!;
      matrix[a * k + b] = sum;
    }
    let sum = 0;
    for (let i = 0; i < one.length; i++) sum += weights[i]! * one[i]! * target[i]!;
    right[a] = sum;
  }
  const scale = right.map((_, a) => Math.sqrt(matrix[a * k + a]!));
  const scaled = matrix.map((x, c) => x / (scale[Math.floor(c / k)]! * scale[c % k]!));
  const solved = solveDefinite(
    scaled,
    right.map((x, a) => x / scale[a]!),
  );
  return solved === null ? null : solved.map((x, a) => x / scale[a]!);
}

/** The weighted mean of the values' distances from 0, at least 1: rows of hardly any weight may hold huge values. */
export function meanSizeOf(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    sum += weights[i]! * Math.abs(values[i]!);
    total += weights[i]!;
  }
  return total > 0 ? Math.max(1, sum / total) : 1;
}

/** The largest distance of a value from 0. */
export function reachOf(values: Float64Array): number {
  let reach = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]!);
    if (size > reach) reach = size;
  }
  return reach;
}
