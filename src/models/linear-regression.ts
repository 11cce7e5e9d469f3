import { checkNumber, checkOptions, fail, failInWords, isObject } from "../core/check.ts";
import { checkFigures, checkList, failShape } from "../core/check-tables.ts";
import { checkFunction } from "../core/check-variants.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import type { ErrorRule } from "./difference-errors.ts";
import { evidenceOf, type FitEvidence, regress } from "./difference-panel.ts";
import { type EstimateTable, estimateOf, tableOf } from "./estimates.ts";

export interface LinearRegressionOptions extends ConfidenceOptions {
  /** What explains: a list per name, a number for each row. */
  readonly covariates: Readonly<Record<string, ArrayLike<number>>>;
  /**
   * How far estimates may be off: `robustErrors()`, `clusteredErrors({ by })`, `classicalErrors()`, `whiteErrors()`; of few rows
   * `hc2Errors()`, `hc3Errors()`, `cr2Errors({ by })`.
   */
  readonly errors: ErrorRule;
  /** How much each row counts: people, for shares. At least 0; 0 leaves the row out. Each 1 unless given. */
  readonly weights?: ArrayLike<number>;
}

/** A fitted regression: plain values, which can be copied to a worker or a file. */
export interface LinearRegression extends FitEvidence {
  /** By name of the term: "constant", and the names of the covariates. NaN where the data do not tell it apart. */
  readonly coefficients: Readonly<Record<string, number>>;
  readonly estimates: EstimateTable;
  /** What is expected of each row; NaN where a covariate or a coefficient is not known. */
  readonly fitted: Float64Array;
}

/**
 * By how much does a figure of places differ with others: how much more of a vote where refugees meet more locals, at equal wealth?
 * Linear regression, ordinary or weighted least squares.
 *
 * **How** value = constant + Σ coefficient · covariate, by orthogonal columns (modified Gram–Schmidt). t = coefficient / standard error,
 * p two-sided.
 *
 * @param value - what is explained: one number per row, NaN where it is not known
 * @param options - what explains, the rule of errors, weights, and the confidence of the intervals
 * @returns coefficients and their estimates in the order of the covariates, the constant first; rows with a NaN anywhere are left out
 * and counted in `leftOut`. A coefficient is NaN where its covariate is constant or made of the others; standard errors, t, p and
 * intervals are NaN without rows to spare, and where the fit leaves no residuals
 * @throws RangeError for lists of other lengths, values that are infinite, a covariate named "constant", or weights below 0
 *
 * **Departs from the paper** none. What goes together over places need not go together over people.
 *
 * **Cost** O(rows · covariates²)
 *
 * [mackinnon-white-1985]
 * @example
 * const votes = [0.62, 0.55, 0.5, 0.41, 0.36];
 * const fit = fitLinearRegression(votes, { covariates: { exposure: [0.1, 0.2, 0.3, 0.4, 0.5] }, errors: classicalErrors() });
 * [fit.coefficients.constant.toFixed(3), fit.coefficients.exposure.toFixed(3), fit.rSquared.toFixed(4)]; // [ '0.686', '-0.660', '0.9927' ]
 */
export function fitLinearRegression(value: ArrayLike<number>, options: LinearRegressionOptions): LinearRegression {
  const where = "fitLinearRegression";
  checkOptions(where, options, ["covariates", "errors", "weights", "confidence"]);
  const { covariates, errors: rule, weights } = options;
  if (!isObject(covariates)) failShape(where, "covariates", "an object with a list for each name", covariates);
  const names = Object.keys(covariates);
  if (names.length === 0) failInWords(where, "covariates", "at least one list with its name", "none");
  if (names.includes("constant"))
    fail(where, "the names of covariates", "others than that of the constant", "constant");
  const lists = names.map((name) => covariates[name]!);
  checkFunction(where, "errors", rule, "a rule of errors such as robustErrors()", 2);
  checkList(where, "value", value);
  checkFigures(where, "value", value);
  lists.forEach((list, c) => {
    checkFigures(where, `covariates.${names[c]}`, list, value.length);
  });
  if (weights !== undefined) {
    checkFigures(where, "weights", weights, value.length);
    for (let row = 0; row < weights.length; row++) checkNumber(where, `weights[${row}]`, weights[row]!, 0);
  }
  const confidence = confidenceOf(where, options);
  const whole = (row: number): boolean =>
    !Number.isNaN(value[row]!) && weights?.[row] !== 0 && lists.every((list) => !Number.isNaN(list[row]!));
  const rows = Uint32Array.from({ length: value.length }, (_, row) => row).filter(whole);
  const read = (list: ArrayLike<number>): Float64Array => Float64Array.from(rows, (row) => list[row]!);
  const columns = [new Float64Array(rows.length).fill(1), ...lists.map(read)];
  const observed = { rows, response: read(value), weights: weights === undefined ? undefined : read(weights) };
  const { fit, errors } = regress(where, observed, columns, [], rule, value.length);
  const terms = ["constant", ...names];
  const coefficients = Object.fromEntries(terms.map((term, j) => [term, fit.coefficients[j]!]));
  const fitted = Float64Array.from({ length: value.length }, (_, row) =>
    lists.reduce((sum, list, j) => sum + fit.coefficients[j + 1]! * list[row]!, fit.coefficients[0]!),
  );
  const estimates = tableOf(
    terms,
    terms.map((_, j) => estimateOf(fit, errors, j, confidence)),
  );
  return { coefficients, estimates, fitted, ...evidenceOf(fit, errors, value.length - rows.length, false) };
}
