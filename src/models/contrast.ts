import { checkOptions, fail, isObject } from "../core/check.ts";
import { checkList, checkTable } from "../core/check-tables.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import { isIndependent, solveDefinite } from "../core/newton.ts";
import { fisherTail, studentReach, studentTail } from "../core/student.ts";
import type { Table } from "../types.ts";
import type { ErrorRule } from "./difference-errors.ts";
import type { JointTest } from "./difference-events.ts";
import { checkModel, describeFit, type Fitted, type FlowPanelFit, regressFlows } from "./panel-fit.ts";
import { type PanelModelOptions, readPanel } from "./panel-read.ts";
import type { Regression } from "./regression.ts";

/** What a comparison reads of a fit, of a gravity model or a panel. */
export interface CoefficientFit {
  /** The names of the coefficients in the order of `covariance`. */
  readonly terms: readonly string[];
  readonly coefficients: Readonly<Record<string, number>>;
  /** Row after row. */
  readonly covariance: Float64Array;
}

export interface CompareCoefficientsOptions extends ConfidenceOptions {
  /** The terms to compare; those of both fits unless given, without the constant. */
  readonly terms?: readonly string[];
}

/** Coefficients of two fits side by side, first less second, each with its error and interval. */
export interface CoefficientContrast {
  readonly differences: Table<{
    readonly term: readonly string[];
    readonly first: Float64Array;
    readonly second: Float64Array;
    readonly difference: Float64Array;
    readonly standardError: Float64Array;
    readonly t: Float64Array;
    readonly degreesOfFreedom: Float64Array;
    readonly p: Float64Array;
    readonly low: Float64Array;
    readonly high: Float64Array;
  }>;
  /** Wald's test that all differences that can be told are 0: F, with infinite degrees of freedom χ² over their number. */
  readonly joint: JointTest;
}

/**
 * Do two groups answer differently to income or distance? Two fits that have no errors in common: other people, years or
 * countries.
 *
 * **How** difference = first − second; its standard error the root of the sum of the two squared errors; z, p and interval by
 * the normal distribution. The joint test is Wald's, dᵀ V⁻¹ d for the differences d with V the sum of both covariances.
 *
 * @param first - a fit with `terms`, `coefficients` and `covariance`: of `fitFlowPanel` or `fitGravity`
 * @param second - the fit it is compared with
 * @param options - the terms to compare and the confidence of the intervals
 * @returns a row per term; NaN where a coefficient or its error is. Errors that go together, as those of two groups on the same
 * roads, make the error of the difference too large or too small: then use `fitGroupContrast`
 * @throws RangeError for anything but fits, a term that is not in both, or no term in common
 *
 * **Cost** O(terms³)
 *
 * [saa-2020]
 * @example
 * const fit = (distance, variance) => ({ terms: ["distance"], coefficients: { distance }, covariance: Float64Array.of(variance) });
 * const { differences } = compareCoefficients(fit(-1.5, 0.09), fit(-0.5, 0.16));
 * const [row] = rowsOf(differences);
 * [row.difference, row.standardError, row.p.toFixed(6)]; // [ -1, 0.5, '0.045500' ]
 */
export function compareCoefficients(
  first: CoefficientFit,
  second: CoefficientFit,
  options: CompareCoefficientsOptions = {},
): CoefficientContrast {
  const where = "compareCoefficients";
  const one = checkFit(where, "first", first);
  const two = checkFit(where, "second", second);
  checkOptions(where, options, ["terms", "confidence"]);
  const confidence = confidenceOf(where, options);
  const { terms = one.filter((term) => term !== "constant" && two.includes(term)) } = options;
  checkList(where, "terms", terms);
  const names = Array.from(terms);
  if (names.length === 0) fail(where, "terms", "at least one that both fits have", "none");
  const missing = names.find((name, j) => !one.includes(name) || !two.includes(name) || names.indexOf(name) !== j);
  if (missing !== undefined) fail(where, "terms", "different terms that both fits have", missing);
  const own = names.map((name) => one.indexOf(name));
  const other = names.map((name) => two.indexOf(name));
  const covariance = Float64Array.from({ length: names.length * names.length }, (_, c) => {
    const a = Math.floor(c / names.length);
    const b = c % names.length;
    return first.covariance[own[a]! * one.length + own[b]!]! + second.covariance[other[a]! * two.length + other[b]!]!;
  });
  const values = (fit: CoefficientFit): Float64Array => Float64Array.from(names, (name) => fit.coefficients[name]!);
  const many = new Float64Array(names.length).fill(Infinity);
  return contrastOf(names, values(first), values(second), covariance, many, confidence);
}

export interface FitGroupContrastOptions extends PanelModelOptions {
  /** The names of the columns with the flows of the two groups. */
  readonly flows: readonly [first: string, second: string];
}

/** Two groups' fits and how their coefficients differ. */
export interface GroupContrast extends CoefficientContrast {
  readonly first: FlowPanelFit;
  readonly second: FlowPanelFit;
}

/**
 * Do refugees answer to income and distance as others do? One model fitted to the flows of two groups on the same pairs and
 * periods, and the differences of their coefficients.
 *
 * **How** each group is fitted on its own by `fitFlowPanel`, with constants of its own. The covariance of a difference is that
 * of either group less twice what the two have in common: the sums of scores over the same clusters, first group times second.
 * Without clusters rows are independent, also those of two groups in one row of the panel. t, p and intervals are those of the rule of errors;
 * the joint test is Wald's.
 *
 * @param panel - as for `fitFlowPanel`, with a column of flows for each group
 * @param options - the two columns, and as for `fitFlowPanel`. Cluster errors by pair, at least, where whatever moves both groups
 * is not among the covariates
 * @returns both fits, a row per covariate with first less second, and the test that all are equal. NaN where either is
 * @throws RangeError as `fitFlowPanel`
 *
 * **Departs from the paper** the two fits have no coefficient in common; a pooled model with interactions of every term is the
 * same.
 *
 * **Cost** that of two fits
 *
 * [saa-2020] [beine-2021] [cameron-gelbach-miller-2011]
 * @example
 * const panel = createTable({ refugees: Float64Array.of(2, 4, 1, 6), locals: Float64Array.of(5, 5, 5, 6), far: Float64Array.of(1, 0, 1, 0), pair: Uint32Array.of(0, 1, 2, 3) });
 * const options = { flows: ["refugees", "locals"], covariates: ["far"], errors: clusteredErrors({ by: panel.columns.pair }) };
 * const [row] = rowsOf(fitGroupContrast(panel, options).differences);
 * [row.term, row.difference.toFixed(6)]; // [ 'far', '-1.108663' ]
 */
export function fitGroupContrast(panel: Table, options: FitGroupContrastOptions): GroupContrast {
  const where = "fitGroupContrast";
  checkTable(where, "panel", panel, []);
  checkOptions(where, options, ["flows", "covariates", "fixedEffects", "offset", "estimator", "errors", "confidence"]);
  const confidence = confidenceOf(where, options);
  const { estimator, rule } = checkModel(where, options);
  checkList(where, "flows", options.flows);
  if (options.flows.length !== 2) fail(where, "flows", "the names of two columns", options.flows.length);
  const read = readPanel(where, panel, options.flows, options);
  const first = regressFlows(where, read, 0, estimator, rule);
  const second = regressFlows(where, read, 1, estimator, rule);
  const k = read.names.length;
  const together = stackedCovariance(where, first, second, rule, read.length);
  const compared = read.names.map((_, j) => j).filter((j) => read.names[j] !== "constant");
  const q = compared.length;
  const covariance = Float64Array.from({ length: q * q }, (_, c) => {
    const a = compared[Math.floor(c / q)]!;
    const b = compared[c % q]!;
    const own = first.errors.covariance[a * k + b]! + second.errors.covariance[a * k + b]!;
    return own - together[a * 2 * k + k + b]! - together[b * 2 * k + k + a]!;
  });
  const least = Float64Array.from(compared, (j) =>
    Math.min(first.errors.degreesOfFreedom[j]!, second.errors.degreesOfFreedom[j]!),
  );
  const values = ({ fit }: Fitted): Float64Array => Float64Array.from(compared, (j) => fit.coefficients[j]!);
  return {
    first: describeFit(first, read, estimator, confidence),
    second: describeFit(second, read, estimator, confidence),
    ...contrastOf(
      compared.map((j) => read.names[j]!),
      values(first),
      values(second),
      covariance,
      least,
      confidence,
    ),
  };
}

/** What the rule says of both fits as one, with the rows of one above those of the other: 2 k rows and columns. */
function stackedCovariance(
  where: string,
  first: Fitted,
  second: Fitted,
  rule: ErrorRule,
  length: number,
): Float64Array {
  const a = first.fit;
  const b = second.fit;
  const n = a.observations;
  const m = b.observations;
  const k = a.coefficients.length;
  const q = 2 * k;
  const pull = new Float64Array((n + m) * q);
  for (let i = 0; i < n; i++) for (let j = 0; j < k; j++) pull[i * q + j] = a.pull[i * k + j]!;
  for (let i = 0; i < m; i++) for (let j = 0; j < k; j++) pull[(n + i) * q + k + j] = b.pull[i * k + j]!;
  const inverse = new Float64Array(q * q);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      inverse[i * q + j] = a.inverse[i * k + j]!;
      inverse[(k + i) * q + k + j] = b.inverse[i * k + j]!;
    }
  }
  const stack = (one: Float64Array, two: Float64Array): Float64Array => Float64Array.from([...one, ...two]);
  const weights = a.weights === undefined || b.weights === undefined ? undefined : stack(a.weights, b.weights);
  const stacked: Regression = {
    ...a,
    coefficients: stack(a.coefficients, b.coefficients),
    inverse,
    pull,
    residuals: stack(a.residuals, b.residuals),
    weights,
    basis: [
      ...a.basis.map((column) => stack(column, new Float64Array(m))),
      ...b.basis.map((column) => stack(new Float64Array(n), column)),
    ],
    factors: a.factors.map((factor, f) => {
      const groups = factor.reduce((most, g) => Math.max(most, g + 1), 0);
      return Uint32Array.from([...factor, ...b.factors[f]!.map((g) => g + groups)]);
    }),
    observations: n + m,
    parameters: a.parameters + b.parameters,
    residualSquares: a.residualSquares + b.residualSquares,
    exact: a.exact || b.exact,
    observedCovariance: () => inverse,
  };
  const rows = Uint32Array.from([...first.panelRows, ...second.panelRows]);
  return rule(stacked, rows, length, where).covariance;
}

function contrastOf(
  term: readonly string[],
  first: Float64Array,
  second: Float64Array,
  covariance: Float64Array,
  degreesOfFreedom: Float64Array,
  confidence: number,
): CoefficientContrast {
  const q = term.length;
  const difference = first.map((x, j) => x - second[j]!);
  const standardError = difference.map((_, j) => Math.sqrt(covariance[j * q + j]!));
  const t = difference.map((d, j) => d / standardError[j]!);
  const reach = degreesOfFreedom.map((own) => studentReach(confidence, own));
  return {
    differences: {
      length: q,
      columns: {
        term,
        first,
        second,
        difference,
        standardError,
        t,
        degreesOfFreedom,
        p: t.map((x, j) => 2 * studentTail(Math.abs(x), degreesOfFreedom[j]!)),
        low: difference.map((d, j) => d - reach[j]! * standardError[j]!),
        high: difference.map((d, j) => d + reach[j]! * standardError[j]!),
      },
    },
    joint: jointTest(difference, covariance, degreesOfFreedom),
  };
}

/** Where there are so many degrees of freedom, F is χ² over its own. */
const MANY = 1e9;

/** Wald's test of the differences that have an error. */
function jointTest(difference: Float64Array, covariance: Float64Array, degreesOfFreedom: Float64Array): JointTest {
  const k = difference.length;
  const told = Array.from(difference.keys()).filter((j) => covariance[j * k + j]! > 0 && !Number.isNaN(difference[j]!));
  const q = told.length;
  const denominator = q === 0 ? Number.NaN : Math.min(...told.map((j) => degreesOfFreedom[j]!));
  const none = { f: Number.NaN, numerator: q, denominator, p: Number.NaN };
  if (!(denominator >= q)) return none;
  const scale = told.map((j) => Math.sqrt(covariance[j * k + j]!));
  const matrix = Float64Array.from({ length: q * q }, (_, c) => {
    const a = Math.floor(c / q);
    const b = c % q;
    return covariance[told[a]! * k + told[b]!]! / (scale[a]! * scale[b]!);
  });
  if (!isIndependent(matrix, q)) return none;
  const scaled = Float64Array.from(told, (j, a) => difference[j]! / scale[a]!);
  const solved = solveDefinite(matrix, scaled)!;
  let f = 0;
  for (let a = 0; a < q; a++) f += (scaled[a]! * solved[a]!) / q;
  return { f, numerator: q, denominator, p: fisherTail(f, q, Math.min(denominator, MANY)) };
}

/** Throws unless the value is a fit; returns the names of its coefficients. */
function checkFit(where: string, name: string, fit: CoefficientFit): readonly string[] {
  const such = "a fit with terms, coefficients and covariance";
  const given: unknown = fit;
  if (!isObject(given) || !isObject(given["coefficients"])) fail(where, name, such, given);
  checkList(where, `${name}.terms`, fit.terms);
  checkList(where, `${name}.covariance`, fit.covariance);
  const terms = Array.from(fit.terms);
  if (fit.covariance.length !== terms.length * terms.length) {
    fail(where, `${name}.covariance`, `a row and a column for each of ${terms.length} terms`, fit.covariance.length);
  }
  return terms;
}
