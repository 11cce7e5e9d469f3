import { fail } from "../core/check.ts";
import { exp, log } from "../core/math.ts";
import { solveDefinite } from "../core/newton.ts";
import { devianceOf, fitTheta, logLikelihoodOf, scoreOf, type Theta, tallyOf } from "./negative-binomial.ts";
import type { Regression, RegressionProblem } from "./regression.ts";
import { createAbsorber, picked, renumbered, withoutNested } from "./regression-groups.ts";
import { type Iterated, iterate, type Rows, reachOf } from "./regression-iteration.ts";
import { fitWithin, product, type Span, spanOf } from "./regression-within.ts";
import { findSeparated, leaveOutGroups } from "./separation.ts";

/** Theta and the coefficients take turns until the variance moves no more than by this share at the mean flow. */
const THETA_STEP = 1e-8;
const MAX_TURNS = 200;

/** The rows that are left to fit, the columns that span, and what was left out. */
interface Ready {
  readonly rows: Uint32Array;
  readonly fit: Rows;
  readonly all: readonly Float64Array[];
  readonly span: Span;
  readonly poisson: Iterated;
  readonly separated: Uint32Array;
  readonly singletons: Uint32Array;
}

/**
 * Fits flows with a logarithmic link: Poisson's, and for a `spread` the negative binomial's theta beside.
 */
export function fitCounts(where: string, problem: RegressionProblem, spread: "poisson" | "theta"): Regression {
  const { response, columns } = problem;
  if (spread === "theta") {
    for (let i = 0; i < response.length; i++) {
      if (Number.isInteger(response[i]!)) continue;
      fail(where, problem.nameOf?.(i) ?? `flow[${i}]`, "a whole count for a negative binomial", response[i]);
    }
  }
  const ready = prepare(problem);
  const { fit, span, rows, all } = ready;
  const y = fit.response;
  let at = ready.poisson;
  let converged = at.converged;
  let iterations = at.iterations;
  let shape: Theta = { theta: Infinity, error: Number.NaN };
  if (spread === "theta" && y.length > 0) {
    const tally = tallyOf(y);
    const mean = y.reduce((sum, flow) => sum + flow, 0) / y.length;
    const spreadAt = (theta: number): number => mean / (mean + theta);
    converged = false;
    let before = { theta: Infinity, away: Number.NaN };
    for (let turn = 0; turn < MAX_TURNS && !converged; turn++) {
      const found = fitTheta(y, at.predictor.map(exp), tally);
      const away = found.theta - shape.theta;
      // What a theta far above the means is hardly matters, and is not told to many digits. Back from Infinity is no end.
      converged = found.theta === shape.theta || Math.abs(away) * spreadAt(found.theta) <= THETA_STEP * found.theta;
      // The theta that would answer itself, by the line through the last two answers.
      const slope = (away - before.away) / (shape.theta - before.theta);
      const guess = slope < -0.1 ? shape.theta - away / slope : Number.NaN;
      before = { theta: shape.theta, away };
      const isNear = !converged && guess > found.theta / 4 && guess < found.theta * 4;
      shape = isNear ? { ...found, theta: guess } : found;
      at = iterate(fit, shape.theta, at.predictor, true);
      iterations += at.iterations;
      if (!at.converged) break;
    }
    converged &&= at.converged;
  }
  const theta = spread === "theta" && y.length === 0 ? Number.NaN : shape.theta;
  const means = at.predictor.map(exp);
  const weights = means.map((mean) => mean / (1 + mean / theta));
  const working = y.map((flow, i) => (flow === 0 ? -1 : (flow - means[i]!) / means[i]!));
  const size = Math.sqrt(weights.reduce((sum, w) => sum + w, 0));
  const within = fitWithin(working, all, span, fit.sets, weights, size);
  const coefficients = within.coefficients.slice();
  span.kept.forEach((j, c) => {
    if (span.isMixed[j] === 0) coefficients[j] = at.coefficients[c]!;
  });
  const none = nullOf(fit, theta, spread);
  const left = y.length - within.parameters;
  return {
    ...within,
    // The last step is none: what is left of the working response are its residuals.
    coefficients,
    iterations,
    converged: converged && within.converged,
    rows,
    fitted: means,
    deviance: devianceOf(y, at.predictor, means, theta),
    logLikelihood: logLikelihoodOf(y, at.predictor, means, theta),
    ...none,
    dispersion: left > 0 ? within.residualSquares / left : Number.NaN,
    modelDispersion: 1,
    shapeParameters: spread === "theta" ? 1 : 0,
    theta,
    thetaError: shape.error,
    observedCovariance: () => (theta === Infinity ? within.inverse : observedOf(y, means, theta, all, span, fit.sets)),
    smearing: 1,
    normalSmearing: 1,
    withoutFlow: new Uint32Array(0),
    separated: ready.separated,
    singletons: ready.singletons,
    lostColumns: ready.separated.length === 0 ? [] : lostTo(problem, columns, span),
  };
}

/** Leaves out what has no finite fit, and fits Poisson's means to the rest. */
function prepare({ response, columns, factors, offset }: RegressionProblem): Ready {
  const every = Uint32Array.from(response.keys());
  const sets = withoutNested(factors.map((factor) => renumbered(factor, every)));
  const isAllZero = reachOf(response) === 0;
  let rows: Uint32Array = isAllZero ? new Uint32Array(0) : every;
  const separated: number[] = isAllZero ? [...every] : [];
  const singletons: number[] = [];
  for (let isPatient = false; ; ) {
    const left = leaveOutGroups(response, sets, rows, false);
    rows = left.rows;
    separated.push(...left.withoutFlow);
    singletons.push(...left.single);
    const own = sets.map((set) => renumbered(set, rows));
    const all = columns.map((column) => picked(column, rows));
    const span = spanOf(all, own, rows.length);
    const fit: Rows = {
      response: picked(response, rows),
      columns: span.kept.map((j) => all[j]!),
      sets: own,
      offset: offset === undefined ? undefined : picked(offset, rows),
    };
    const poisson = rows.length === 0 ? nothing(span) : iterate(fit, Infinity, null, isPatient);
    if (poisson.lost || !(poisson.converged || isPatient)) {
      const found = findSeparated(fit.response, fit.columns, own).separated;
      isPatient = !found.includes(1);
      if (!isPatient) {
        for (let i = 0; i < rows.length; i++) if (found[i] === 1) separated.push(rows[i]!);
        rows = rows.filter((_, i) => found[i] === 0);
      }
      continue;
    }
    return {
      rows,
      fit,
      all,
      span,
      poisson,
      separated: Uint32Array.from(separated).sort(),
      singletons: Uint32Array.from(singletons).sort(),
    };
  }
}

function nothing({ kept }: Span): Iterated {
  return {
    predictor: new Float64Array(0),
    coefficients: new Float64Array(kept.length).fill(Number.NaN),
    iterations: 0,
    converged: false,
    lost: false,
  };
}

/** Columns that are told apart with all rows but not with those that are left. */
function lostTo({ factors, response }: RegressionProblem, columns: readonly Float64Array[], span: Span): number[] {
  const every = Uint32Array.from(response.keys());
  const before = spanOf(columns, withoutNested(factors.map((factor) => renumbered(factor, every))), response.length);
  return Array.from(columns.keys()).filter((j) => span.isMixed[j] === 1 && before.isMixed[j] === 0);
}

/** The fit of a constant alone: its log-likelihood, with a theta of its own, and its deviance at the theta given. */
function nullOf(
  { response, offset }: Rows,
  theta: number,
  spread: "poisson" | "theta",
): Pick<Regression, "nullDeviance" | "nullLogLikelihood"> {
  const n = response.length;
  if (n === 0) return { nullDeviance: Number.NaN, nullLogLikelihood: Number.NaN };
  const at = (own: number): Float64Array => {
    if (offset !== undefined) {
      const ones = new Float64Array(n).fill(1);
      return iterate({ response, columns: [ones], sets: [], offset }, own, null, true).predictor;
    }
    let sum = 0;
    for (let i = 0; i < n; i++) sum += response[i]!;
    return new Float64Array(n).fill(log(sum / n));
  };
  const predictor = at(theta);
  const nullDeviance = devianceOf(response, predictor, predictor.map(exp), theta);
  if (spread === "poisson") {
    return { nullDeviance, nullLogLikelihood: logLikelihoodOf(response, predictor, predictor.map(exp), theta) };
  }
  const tally = tallyOf(response);
  let own = Number.NaN;
  let best = at(Infinity);
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    const next = fitTheta(response, best.map(exp), tally).theta;
    if (next === own || Math.abs(next - own) <= THETA_STEP * next) break;
    own = next;
    if (offset !== undefined) best = at(own);
  }
  return { nullDeviance, nullLogLikelihood: logLikelihoodOf(response, best, best.map(exp), own) };
}

/** The coefficients' part of the inverse of the observed information of coefficients, constants and theta together. */
function observedOf(
  response: Float64Array,
  means: Float64Array,
  theta: number,
  columns: readonly Float64Array[],
  { kept, isMixed }: Span,
  sets: readonly Uint32Array[],
): Float64Array {
  const k = columns.length;
  const p = kept.length;
  const weights = means.map((mean, i) => (mean * theta * (response[i]! + theta)) / ((mean + theta) * (mean + theta)));
  // How the score of a predictor changes with theta, over the weight: one more column.
  const cross = means.map((mean, i) => ((mean - response[i]!) * mean) / ((mean + theta) * (mean + theta)));
  const absorber = createAbsorber(sets, response.length);
  absorber.setWeights(weights);
  const within = (values: Float64Array): Float64Array => {
    const left = values.slice();
    absorber.take(left, 1e-12 * reachOf(values));
    return left;
  };
  const shape = cross.map((x, i) => x / weights[i]!);
  const left = [...kept.map((j) => within(columns[j]!)), within(shape)];
  const matrix = new Float64Array((p + 1) * (p + 1));
  for (let a = 0; a <= p; a++) {
    const weighted = left[a]!.map((x, i) => x * weights[i]!);
    for (let b = 0; b <= p; b++) matrix[a * (p + 1) + b] = product(weighted, left[b]!);
  }
  const { information } = scoreOf(theta, response, means, tallyOf(response));
  matrix[(p + 1) * (p + 1) - 1]! += information - product(cross, shape);
  const result = new Float64Array(k * k).fill(Number.NaN);
  for (let b = 0; b < p; b++) {
    const column = solveDefinite(
      matrix,
      new Float64Array(p + 1).map((_, c) => (c === b ? 1 : 0)),
    );
    if (column === null) return result;
    for (let a = 0; a < p; a++) {
      if (isMixed[kept[a]!] === 0 && isMixed[kept[b]!] === 0) result[kept[a]! * k + kept[b]!] = column[a]!;
    }
  }
  return result;
}
