import { expByTable } from "../core/exponentials.ts";
import { logFactorial } from "../core/log-factorial.ts";
import { exp, log } from "../core/math.ts";
import type { RowReader } from "../core/row-matrix.ts";
import type { Design, Solution } from "./design.ts";
import { createMeats, type FlowClustering, type Meat } from "./gravity-score-sums.ts";
import { gather } from "./pair-rows.ts";
import { fillPredictors, rowTerms } from "./poisson-sums.ts";

export type { FlowClustering } from "./gravity-score-sums.ts";

/** Flows below this number are mostly whole, and many: their logarithms are looked up. */
const SMALL_FLOWS = 256;

export interface Fitness {
  readonly deviance: number;
  readonly nullDeviance: number;
  readonly logLikelihood: number;
  readonly nullLogLikelihood: number;
  /** Σ (flow − mean)² / mean. */
  readonly pearson: number;
  /** Mean and standard deviation of ((flow − mean)² − flow) / mean. */
  readonly excess: number;
  readonly excessSpread: number;
  /** Of each clustering asked for. */
  readonly meats: Readonly<Partial<Record<FlowClustering, Meat>>>;
}

/** One pass over the pairs of a fitted design: how far the flows are from it, and the sums of scores that standard errors need. */
export function measureFitness(design: Design, solution: Solution, clusterings: readonly FlowClustering[]): Fitness {
  const { locations: n, offsets, destination, flowOffsets, flowAt, flow } = design;
  const pairs = destination.length;
  const at = solution.fitted ?? solution.coefficients.map((b) => (Number.isNaN(b) ? 0 : b));
  const { originConstants, destinationConstants } = solution;
  const width = offsets.reduce((most, end, o) => (o === 0 ? 0 : Math.max(most, end - offsets[o - 1]!)), 0);
  const gathered = design.destinationTerms.map(() => new Float64Array(width));
  const predictor = new Float64Array(width);
  const residual = new Float64Array(width);
  const ofDestinations = destinationConstants.some((c) => c !== 0) ? new Float64Array(width) : null;
  const sums = new Float64Array(2);
  const collect = clusterings.length === 0 ? null : createMeats(design, solution, clusterings);
  let total = 0;
  for (let f = 0; f < flow.length; f++) total += flow[f]!;
  const logEqual = design.offset === null ? log(total / pairs) : log(total) - logSumOf(design, design.offset);
  const logs = Float64Array.from({ length: SMALL_FLOWS }, (_, y) => log(y));
  const logFactorials = Float64Array.from({ length: SMALL_FLOWS }, (_, y) => logFactorial(y));
  let kept = 0;
  let likely = 0;
  let nullKept = 0;
  let nullLikely = 0;
  let factorials = 0;
  let pearson = 0;
  let excess = 0;
  let excessSquares = 0;
  for (let o = 0; o < n; o++) {
    const from = offsets[o]!;
    const count = offsets[o + 1]! - from;
    if (count === 0) continue;
    const terms = rowTerms(design, o, gathered);
    fillPredictors(design, o, at, terms, predictor);
    if (ofDestinations !== null) gather(destinationConstants, destination.subarray(from, from + count), ofDestinations);
    lift(predictor, originConstants[o]!, ofDestinations, count, residual);
    expByTable(residual, count);
    negate(residual, count, sums);
    const offset = design.offset === null ? null : design.offset(o);
    for (let f = flowOffsets[o]!; f < flowOffsets[o + 1]!; f++) {
      const p = flowAt[f]! - from;
      const y = flow[f]!;
      const mean = -residual[p]!;
      const r = y - mean;
      residual[p] = r;
      const isSmall = y < SMALL_FLOWS && Number.isInteger(y);
      const logY = isSmall ? logs[y]! : log(y);
      kept += y * (logY - predictor[p]!);
      const logNull = offset === null ? logEqual : logEqual + offset[p]!;
      nullKept += y * (logY - logNull);
      nullLikely += y * logNull;
      likely += y * predictor[p]!;
      factorials += isSmall ? logFactorials[y]! : logFactorial(y);
      pearson += (r * r) / mean - mean;
      const over = (r * r - y) / mean;
      excess += over - mean;
      excessSquares += over * over - mean * mean;
    }
    if (collect !== null) collect.add(o, count, terms, residual);
  }
  const [fitted, squares] = [sums[0]!, sums[1]!];
  const mean = (excess + fitted) / pairs;
  const allEqual = design.offset === null && flow.length === pairs && flow.every((y) => y === flow[0]);
  if (total === 0) return { ...NOTHING, meats: collect === null ? {} : collect.result() };
  return {
    deviance: 2 * (kept - (total - fitted)),
    // Rounding is no deviance.
    nullDeviance: allEqual ? 0 : 2 * nullKept,
    logLikelihood: likely - fitted - factorials,
    nullLogLikelihood: (design.offset === null ? total * logEqual : nullLikely) - total - factorials,
    pearson: pearson + fitted,
    excess: mean,
    excessSpread: Math.sqrt((excessSquares + squares - pairs * mean * mean) / (pairs - 1)),
    meats: collect === null ? {} : collect.result(),
  };
}

/** ln Σ exp(offset) over the pairs, the largest exponent so far being 0. */
function logSumOf({ locations, offsets }: Design, offset: RowReader): number {
  let top = -Infinity;
  let sum = 0;
  for (let o = 0; o < locations; o++) {
    const row = offset(o);
    for (let p = 0; p < offsets[o + 1]! - offsets[o]!; p++) {
      const x = row[p]!;
      if (x <= top) sum += exp(x - top);
      else {
        sum = sum * exp(top - x) + 1;
        top = x;
      }
    }
  }
  return top + log(sum);
}

/** What can be said where nobody moves. */
const NOTHING: Omit<Fitness, "meats"> = {
  deviance: Number.NaN,
  nullDeviance: Number.NaN,
  logLikelihood: Number.NaN,
  nullLogLikelihood: Number.NaN,
  pearson: Number.NaN,
  excess: Number.NaN,
  excessSpread: Number.NaN,
};

/** Adds constants to the predictors of a row, and copies them. */
function lift(
  predictor: Float64Array,
  own: number,
  others: Float64Array | null,
  count: number,
  copy: Float64Array,
): void {
  if (others === null) for (let p = 0; p < count; p++) predictor[p]! += own;
  else for (let p = 0; p < count; p++) predictor[p]! += own + others[p]!;
  copy.set(predictor.subarray(0, count));
}

/** Turns the signs of the means of a row, and adds them and their squares to the sums. */
function negate(means: Float64Array, count: number, sums: Float64Array): void {
  let sum = 0;
  let squares = 0;
  for (let p = 0; p < count; p++) {
    const mean = means[p]!;
    sum += mean;
    squares += mean * mean;
    means[p] = -mean;
  }
  sums[0]! += sum;
  sums[1]! += squares;
}
