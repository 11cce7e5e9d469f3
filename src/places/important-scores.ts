import { checkLength, checkNumber, checkOptions, checkText, fail, isObject } from "../core/check.ts";
import { checkRuns } from "../core/check-events.ts";
import { checkList, checkTable, failShape } from "../core/check-tables.ts";
import { fitLogistic, type LogisticProblem, logistic } from "../core/logistic.ts";
import type { Sequences, Table } from "../types.ts";

export interface FitPlaceScoresOptions {
  /** The names of the columns of `features` that the score is made of, at least one, none twice. */
  readonly columns: readonly string[];
  /** Penalty on the squares of the coefficients, each in units of its column's standard deviation; from 0, and 0 unless given. */
  readonly ridge?: number;
}

/** What a score is computed from: ln(score / (1 − score)) = intercept + Σ coefficients[c] · the column named columns[c]. */
export interface PlaceScoreModel {
  readonly columns: readonly string[];
  readonly intercept: number;
  readonly coefficients: ArrayLike<number>;
}

/** A fitted score, with its evidence: plain values, which can be copied to a worker or a file. */
export interface PlaceScoreFit extends PlaceScoreModel {
  readonly coefficients: Float64Array;
  /** Standard errors of a maximum that was reached, NaN otherwise; with a penalty they are too small. */
  readonly interceptError: number;
  readonly standardErrors: Float64Array;
  readonly ridge: number;
  /** Rows that were fitted, those of them with the label 1, and rows left out because a feature is NaN. */
  readonly rows: number;
  readonly positives: number;
  readonly leftOut: number;
  readonly logLikelihood: number;
  /** −2 times the log-likelihood, and that of the same chance for all rows. */
  readonly deviance: number;
  readonly nullDeviance: number;
  readonly iterations: number;
  readonly converged: boolean;
  /** Why there is no maximum, or none was reached. */
  readonly problem: LogisticProblem;
}

/**
 * By which features are important places, homes or workplaces known? A logistic score learnt from places that people named.
 *
 * **How** Maximum likelihood of ln(p / (1 − p)) = intercept + Σ coefficients[c] · feature c by Newton's method (iteratively
 * reweighted least squares) on standardised columns, from 0 until no step would move a standardised coefficient by more
 * than 1e-10; with `ridge` the penalty ridge / 2 · Σ (coefficient · standard deviation)² is subtracted, the intercept left
 * free. Standard errors are from the inverse of the information.
 *
 * @param features - a row per place, as `measurePlaceFeatures` makes it, or any table of numbers
 * @param labels - per row 1 if the place is one, 0 if not, −1 if nobody said; rows of −1 are not fitted
 * @param options - the columns to use, and a penalty
 * @returns intercept and coefficients with standard errors and fit. `converged` is false, and `problem` says why, where
 * labels are all equal or features depend on each other (all NaN), and where features separate the labels: coefficients
 * then run off to infinity, those given are where the search stopped, and only a penalty or more labels help
 * @throws RangeError for a column that is not there or not of numbers, labels other than 1, 0 and −1, or a penalty below 0
 *
 * **Departs from the paper** Isaacman et al. publish neither coefficients nor which features were kept. There are no
 * default coefficients: they are learnt from labels, or come from you.
 *
 * **Cost** O(rows · columns² · iterations), usually 5–10 iterations
 *
 * [isaacman-2011] [mccullagh-nelder-1989]
 *
 * @example
 * const features = createTable({ hours: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8) });
 * const fit = fitPlaceScores(features, [0, 0, 1, 0, 1, 0, 1, 1], { columns: ["hours"] });
 * [fit.intercept.toFixed(4), fit.coefficients[0].toFixed(4), fit.converged]; // [ '-2.6734', '0.5941', true ]
 * fitPlaceScores(features, [0, 0, 0, 0, 1, 1, 1, 1], { columns: ["hours"] }).problem; // 'complete separation'
 */
export function fitPlaceScores(
  features: Table,
  labels: ArrayLike<number>,
  options: FitPlaceScoresOptions,
): PlaceScoreFit {
  const where = "fitPlaceScores";
  checkTable(where, "features", features, []);
  checkList(where, "labels", labels);
  checkLength(where, "labels", labels.length, features.length);
  checkOptions(where, options, ["columns", "ridge"]);
  const { columns, ridge = 0 } = options;
  const lists = numbersOf(where, "columns", features, columns);
  checkNumber(where, "ridge", ridge, 0);
  const kept: number[] = [];
  let positives = 0;
  let leftOut = 0;
  for (let row = 0; row < features.length; row++) {
    const label = labels[row]!;
    if (label !== 0 && label !== 1 && label !== -1) fail(where, `labels[${row}]`, "1, 0 or -1", label);
    if (label === -1) continue;
    if (!lists.every((list) => Number.isFinite(list[row]))) leftOut++;
    else {
      kept.push(row);
      positives += label;
    }
  }
  const solution = fitLogistic(
    lists.map((list) => Float64Array.from(kept, (row) => list[row]!)),
    kept.map((row) => labels[row]!),
    ridge,
  );
  return {
    columns: columns.slice(),
    intercept: solution.coefficients[0]!,
    coefficients: solution.coefficients.slice(1),
    interceptError: solution.standardErrors[0]!,
    standardErrors: solution.standardErrors.slice(1),
    ridge,
    rows: kept.length,
    positives,
    leftOut,
    logLikelihood: solution.logLikelihood,
    deviance: -2 * solution.logLikelihood,
    nullDeviance: -2 * solution.nullLogLikelihood,
    iterations: solution.iterations,
    converged: solution.converged,
    problem: solution.problem,
  };
}

/**
 * How likely is each place to be one of those that a score was learnt for?
 *
 * **How** score = 1 / (1 + e^−η), η = model.intercept + Σ model.coefficients[c] · the column named model.columns[c].
 *
 * @param features - a row per place with the columns of the model
 * @param model - a result of `fitPlaceScores`, or coefficients of your own
 * @returns a score between 0 and 1 per row, for the same users; NaN where a feature is NaN, and everywhere if a coefficient is
 * @throws RangeError for a column that is not there or not of numbers, or as many coefficients as there are not columns
 *
 * **Cost** O(rows · columns)
 *
 * [isaacman-2011]
 *
 * @example
 * const features = { users: ["ann"], offsets: Uint32Array.of(0, 2), length: 2, columns: { daysShare: Float64Array.of(0, 0.5) } };
 * const model = { columns: ["daysShare"], intercept: 0, coefficients: [2 * Math.log(3)] };
 * rowsOf(predictPlaceScores(features, model)).map((row) => row.score.toFixed(3)); // [ '0.500', '0.750' ]
 */
export function predictPlaceScores(
  features: Sequences,
  model: PlaceScoreModel,
): Sequences<{ readonly score: Float64Array }> {
  const where = "predictPlaceScores";
  checkRuns(where, "features", features, []);
  checkModel(where, "model", model);
  return scoresOf(where, features, model);
}

/** Throws unless the model has as many coefficients as columns. */
export function checkModel(where: string, name: string, model: PlaceScoreModel): void {
  if (!isObject(model)) failShape(where, name, "a score such as fitPlaceScores makes", model);
  checkList(where, `${name}.columns`, model.columns);
  checkList(where, `${name}.coefficients`, model.coefficients);
  checkLength(where, `${name}.coefficients`, model.coefficients.length, model.columns.length);
  if (typeof model.intercept !== "number") fail(where, `${name}.intercept`, "a number", model.intercept);
}

/** The score of each row by a model that has been checked. */
export function scoresOf(
  where: string,
  features: Sequences,
  { columns, intercept, coefficients }: PlaceScoreModel,
): Sequences<{ readonly score: Float64Array }> {
  const lists = numbersOf(where, "model.columns", features, columns);
  const score = new Float64Array(features.length).fill(intercept);
  lists.forEach((list, c) => {
    for (let row = 0; row < score.length; row++) score[row]! += coefficients[c]! * list[row]!;
  });
  for (let row = 0; row < score.length; row++) score[row] = logistic(score[row]!);
  return { users: features.users, offsets: features.offsets, length: features.length, columns: { score } };
}

/** The named columns; throws for one that is not there, not of numbers or named twice. */
function numbersOf(where: string, name: string, features: Table, columns: readonly string[]): ArrayLike<number>[] {
  checkList(where, name, columns);
  checkNumber(where, `${name}.length`, columns.length, 1);
  const known = Object.keys(features.columns);
  return columns.map((column, c) => {
    checkText(where, `${name}[${c}]`, column);
    if (columns.indexOf(column) < c) fail(where, name, "different columns", column);
    const list = known.includes(column) ? features.columns[column]! : undefined;
    if (list === undefined) fail(where, `${name}[${c}]`, `one of the columns ${known.join(", ")}`, column);
    if (!ArrayBuffer.isView(list)) fail(where, `features.columns.${column}`, "a column of numbers", list);
    return list as ArrayLike<number>;
  });
}
