import { checkLength, checkOptions, checkWholes } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import type { LinearFit } from "../core/least-squares.ts";
import { type FlowErrorRule, ratio, scaledErrors, servingFlows } from "./flow-error-rule.ts";

/** How far estimates may be off, and together. */
export interface ErrorEstimate {
  /** What it is called, for a report. */
  readonly name: string;
  /** A row and a column per coefficient, row after row; NaN where the data do not say. */
  readonly covariance: Float64Array;
  /** Those of the t of each coefficient, by which its interval is drawn. */
  readonly degreesOfFreedom: Float64Array;
  /** How many clusters there are, the fewer of two sets; NaN without. */
  readonly clusters: number;
}

/**
 * Says how far estimates may be off; made by `classicalErrors`, `whiteErrors`, `robustErrors`, `clusteredErrors`, or for
 * short seasons by `hc2Errors`, `hc3Errors` or `cr2Errors`. Observation i of the fit is row rows[i] of the table, which has `length` rows.
 */
export type ErrorRule = (fit: LinearFit, rows: Uint32Array, length: number, where: string) => ErrorEstimate;

/** A rule that serves fits of tables and, row by row of the pairs, gravity models. */
export type GeneralErrorRule = ErrorRule & FlowErrorRule;

export interface ClusteredErrorsOptions {
  /** The cluster of each row of the table, any whole numbers: `panel.columns.location`, say. */
  readonly by: ArrayLike<number>;
  /** A second set of clusters, such as `panel.columns.period`, where errors go together in both; none unless given. */
  readonly and?: ArrayLike<number>;
}

/** Variances that are less than this share of the squares they come from are sums that cancel out. */
const CANCELLED_SHARE = 1e-20;

/**
 * Standard errors as if all errors were alike and independent of each other; of Poisson flows, as if their variance were a
 * multiple of the mean, the same for all pairs (quasi-Poisson).
 *
 * **How** residual squares / (observations − parameters) · (XᵀWX)⁻¹; t of observations − parameters degrees of freedom.
 * Of flows: Pearson's χ² / (pairs − parameters) times the inverse information.
 *
 * @returns the rule, for `fitDifferenceInDifferences`, `fitFlowPanel`, `fitGravity` and their kin
 *
 * [mccullagh-nelder-1989]
 * @example
 * const columns = { label: Uint8Array.of(0, 0, 1, 1, 0, 0, 1, 1), location: new Uint32Array(8), period: Uint32Array.of(0, 1, 0, 1, 0, 1, 0, 1) };
 * const panel = { length: 8, columns, labels: ["refugees", "locals"] };
 * const options = { value: [10, 40, 50, 60, 12, 44, 51, 64], treated: "refugees", control: "locals", season: [1] };
 * const { effect } = fitDifferenceInDifferences(panel, { ...options, errors: classicalErrors() });
 * effect.standardError.toFixed(6); // '3.041381'
 */
export function classicalErrors(): GeneralErrorRule {
  const rule: ErrorRule = (fit, _rows) => {
    const left = fit.observations - fit.parameters;
    const variance = isSilent(fit) ? Number.NaN : fit.residualSquares / left;
    const covariance = fit.inverse.map((x) => x * variance);
    return estimate("classical", covariance, left, Number.NaN);
  };
  return servingFlows(rule, [], ({ inverse, dispersion }) => scaledErrors("classical", inverse, dispersion));
}

/**
 * Standard errors for errors that are independent but not alike, as White put them (HC0): too small where observations are
 * few.
 *
 * **How** (XᵀWX)⁻¹ Σ w² e² x xᵀ (XᵀWX)⁻¹; t of observations − parameters degrees of freedom.
 *
 * @returns the rule, for `fitDifferenceInDifferences`, `fitFlowPanel`, `fitGravity` and their kin
 *
 * [white-1980]
 * @example
 * const columns = { label: Uint8Array.of(0, 0, 1, 1, 0, 0, 1, 1), location: new Uint32Array(8), period: Uint32Array.of(0, 1, 0, 1, 0, 1, 0, 1) };
 * const panel = { length: 8, columns, labels: ["refugees", "locals"] };
 * const options = { value: [10, 40, 50, 60, 12, 44, 51, 64], treated: "refugees", control: "locals", season: [1] };
 * const { effect } = fitDifferenceInDifferences(panel, { ...options, errors: whiteErrors() });
 * effect.standardError.toFixed(6); // '2.150581'
 */
export function whiteErrors(): GeneralErrorRule {
  const rule: ErrorRule = (fit, _rows) => {
    const left = fit.observations - fit.parameters;
    return estimate("HC0", sandwich(fit, scaledResiduals(fit), null, 1), left, Number.NaN);
  };
  return servingFlows(rule, ["pairs"], ({ sandwichOf }) => scaledErrors("HC0", sandwichOf("pairs").covariance));
}

/**
 * Standard errors for errors that are independent but not alike: small areas vary less than large ones (HC1, what Stata calls
 * robust).
 *
 * **How** as `whiteErrors`, times observations / (observations − parameters), constants of origins and destinations counted.
 *
 * @returns the rule, for `fitDifferenceInDifferences`, `fitFlowPanel`, `fitGravity` and their kin: what the last two give unless asked for others
 *
 * [mackinnon-white-1985] [silva-tenreyro-2006]
 * @example
 * const columns = { label: Uint8Array.of(0, 0, 1, 1, 0, 0, 1, 1), location: new Uint32Array(8), period: Uint32Array.of(0, 1, 0, 1, 0, 1, 0, 1) };
 * const panel = { length: 8, columns, labels: ["refugees", "locals"] };
 * const options = { value: [10, 40, 50, 60, 12, 44, 51, 64], treated: "refugees", control: "locals", season: [1] };
 * const { effect } = fitDifferenceInDifferences(panel, { ...options, errors: robustErrors() });
 * effect.standardError.toFixed(6); // '3.041381'
 */
export function robustErrors(): GeneralErrorRule {
  const rule: ErrorRule = (fit, _rows) => {
    const left = fit.observations - fit.parameters;
    return estimate("HC1", sandwich(fit, scaledResiduals(fit), null, fit.observations / left), left, Number.NaN);
  };
  return servingFlows(rule, ["pairs"], ({ sandwichOf, pairs, parameters }) =>
    scaledErrors("HC1", sandwichOf("pairs").covariance, ratio(pairs, pairs - parameters)),
  );
}

/**
 * Standard errors for errors that go together within clusters: weeks of the same area, areas in the same week.
 *
 * **How** (XᵀWX)⁻¹ Σ s sᵀ (XᵀWX)⁻¹ with s = Σ w e x over a cluster, times G / (G − 1) · (N − 1) / (N − K) for G clusters, N
 * observations and K parameters, constants of areas and periods among them, as Stata's `areg` and `regress`; t of G − 1
 * degrees of freedom. Of two sets: the matrices of either, each with its own G, less that of the clusters common to both; t of
 * the lesser G − 1.
 *
 * @param options - the cluster of each row of the table, once or twice
 * @returns the rule, for `fitDifferenceInDifferences` and its kin. Standard errors are NaN for a single cluster, where sums
 * over clusters cancel out (clusters that are the groups compared), and where two sets give a variance below 0
 * @throws RangeError for clusters that are no whole numbers of at least 0, or, when fitting, of another length than the table
 *
 * **Departs from the paper** Few clusters, or few with people of interest, make the errors too small, which no correction here
 * cures: below about 40 read them with care. Clusters that have constants of their own make them too large, as in `areg`, by
 * √(T / (T − 1)) over T periods: `ppmlErrors` does not count these.
 *
 * [cameron-gelbach-miller-2011]
 * @example
 * const columns = { label: Uint8Array.of(0, 0, 1, 1, 0, 0, 1, 1), location: new Uint32Array(8), period: Uint32Array.of(0, 1, 0, 1, 0, 1, 0, 1) };
 * const panel = { length: 8, columns, labels: ["refugees", "locals"] };
 * const options = { value: [10, 40, 50, 60, 12, 44, 51, 64], treated: "refugees", control: "locals", season: [1] };
 * const { effect } = fitDifferenceInDifferences(panel, { ...options, errors: clusteredErrors({ by: [0, 0, 1, 1, 2, 2, 3, 3] }) });
 * effect.standardError.toFixed(6); // '1.947220'
 */
export function clusteredErrors(options: ClusteredErrorsOptions): ErrorRule {
  const own = "clusteredErrors";
  checkOptions(own, options, ["by", "and"]);
  const { by, and } = options;
  checkList(own, "by", by);
  checkWholes(own, "by", by);
  if (and !== undefined) {
    checkList(own, "and", and);
    checkWholes(own, "and", and);
  }
  return (fit, rows, length, where) => {
    checkLength(where, "by", by.length, length);
    if (and !== undefined) checkLength(where, "and", and.length, length);
    const { observations, parameters } = fit;
    const factor = (groups: number): number =>
      groups < 2 ? Number.NaN : ((groups / (groups - 1)) * (observations - 1)) / (observations - parameters);
    const first = numbered(rows, by);
    const residuals = scaledResiduals(fit);
    const one = sandwich(fit, residuals, first, factor(first.groups));
    if (and === undefined) return estimate("clustered", one, first.groups - 1, first.groups);
    const second = numbered(rows, and);
    const pair = Float64Array.from(first.of, (g, i) => g * second.groups + second.of[i]!);
    const both = numbered(Uint32Array.from(pair.keys()), pair);
    const two = sandwich(fit, residuals, second, factor(second.groups));
    const common = sandwich(fit, residuals, both, factor(both.groups));
    const groups = Math.min(first.groups, second.groups);
    return estimate(
      "clustered two ways",
      one.map((x, c) => x + two[c]! - common[c]!),
      groups - 1,
      groups,
    );
  };
}

/** What a rule answers; degrees of freedom are one for all coefficients or one for each. */
export function estimate(
  name: string,
  covariance: Float64Array,
  degreesOfFreedom: number | Float64Array,
  clusters: number,
): ErrorEstimate {
  const k = Math.sqrt(covariance.length);
  const own = typeof degreesOfFreedom === "number" ? new Float64Array(k).fill(degreesOfFreedom) : degreesOfFreedom;
  const possible = (j: number): boolean => covariance[j * k + j]! >= 0 && own[j]! > 0;
  return {
    name,
    covariance: covariance.map((x, c) => (possible(Math.floor(c / k)) && possible(c % k) ? x : Number.NaN)),
    degreesOfFreedom: own.map((df) => (df > 0 ? df : Number.NaN)),
    clusters,
  };
}

/** Whether the residuals say nothing about errors: none is left over, or they are rounding. */
export function isSilent(fit: LinearFit): boolean {
  return fit.exact || fit.observations <= fit.parameters;
}

/** Numbers the values of the rows in the order in which they come. */
export function numbered(rows: Uint32Array, values: ArrayLike<number>): { of: Uint32Array; groups: number } {
  const numbers = new Map<number, number>();
  const of = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]!]!;
    const number = numbers.get(value) ?? numbers.size;
    if (number === numbers.size) numbers.set(value, number);
    of[i] = number;
  }
  return { of, groups: numbers.size };
}

/** Residuals times the root of their weights. */
export function scaledResiduals({ residuals, weights }: LinearFit): Float64Array {
  return weights === undefined ? residuals : residuals.map((e, i) => e * Math.sqrt(weights[i]!));
}

/** Σ s sᵀ times a factor, s = Σ pull · residual over a cluster (over one observation without them). */
export function sandwich(
  fit: LinearFit,
  residuals: Float64Array,
  clusters: { readonly of: Uint32Array; readonly groups: number } | null,
  factor: number,
): Float64Array {
  const k = fit.coefficients.length;
  const { pull, observations } = fit;
  if (isSilent(fit)) return new Float64Array(k * k).fill(Number.NaN);
  const sums = new Float64Array((clusters === null ? observations : clusters.groups) * k);
  const squares = new Float64Array(k);
  for (let i = 0; i < observations; i++) {
    const own = clusters === null ? i : clusters.of[i]!;
    for (let j = 0; j < k; j++) {
      const x = pull[i * k + j]! * residuals[i]!;
      squares[j]! += x * x;
      sums[own * k + j]! += x;
    }
  }
  const result = new Float64Array(k * k);
  for (let s = 0; s < sums.length; s += k) {
    for (let a = 0; a < k; a++) {
      for (let b = 0; b < k; b++) result[a * k + b]! += sums[s + a]! * sums[s + b]!;
    }
  }
  const lost = squares.map((square, j) => (result[j * k + j]! <= CANCELLED_SHARE * square ? 1 : 0));
  return result.map((x, c) => (lost[Math.floor(c / k)] === 1 || lost[c % k] === 1 ? Number.NaN : x * factor));
}
