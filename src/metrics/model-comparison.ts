import { checkInteger, checkOptions, fail, isObject } from "../core/check.ts";
import { exp, log } from "../core/math.ts";
import { createTable } from "../core/table.ts";
import type { Table } from "../types.ts";
import { type FlowFit, type FlowFitOptions, flowFitOf } from "./flow-fit.ts";
import type { FlowCells } from "./flow-fit-input.ts";

/** A model to compare: what it expects, and how much it was allowed to learn from the flows. */
export interface ComparedModel {
  /** Expected flows of the same pairs: whole, sparse, or computed by rows. */
  readonly expected: FlowCells;
  /**
   * How many numbers were taken from the flows: the coefficients of a fit and its constants. A law that is told the outflow of
   * every origin takes one for each origin, as a fit with a constant per origin does; one told inflows too, one less than
   * there are origins and destinations.
   */
  readonly parameters: number;
  /**
   * ln of the probability of the observed flows, of a fit to these same pairs. Unless given, that of Poisson flows around the
   * expected ones, which laws and Poisson fits share: Σ (T ln E − E − ln T!).
   */
  readonly logLikelihood?: number;
}

/** What the models can be put in order by; the best first. */
export type ModelOrder =
  | "aic"
  | "bic"
  | "commonPartOfCommuters"
  | "commonPartOfDistances"
  | "nrmseOfMean"
  | "poissonDeviance"
  | "kolmogorovSmirnov";

export interface CompareModelsOptions extends FlowFitOptions {
  /** The column that puts the models in order, best first: "aic" unless given. NaN comes last. */
  readonly sortBy?: ModelOrder;
}

/** One row per model. */
export type ModelComparison = Table<{
  readonly model: readonly string[];
  readonly parameters: Float64Array;
  readonly logLikelihood: Float64Array;
  readonly aic: Float64Array;
  readonly bic: Float64Array;
  readonly deltaAic: Float64Array;
  readonly akaikeWeight: Float64Array;
  readonly poissonDeviance: Float64Array;
  readonly expectedTrips: Float64Array;
  readonly commonPartOfCommuters: Float64Array;
  readonly commonPartOfDistances: Float64Array;
  readonly commonPartOfLinks: Float64Array;
  readonly nrmseOfMean: Float64Array;
  readonly rSquared: Float64Array;
  readonly pearson: Float64Array;
  readonly kullbackLeibler: Float64Array;
  readonly jensenShannonDistance: Float64Array;
  readonly kolmogorovSmirnov: Float64Array;
  readonly expectedMeanLength: Float64Array;
}>;

/** Columns of which more is better. */
const MORE = ["commonPartOfCommuters", "commonPartOfDistances"];
const ORDERS = ["aic", "bic", ...MORE, "nrmseOfMean", "poissonDeviance", "kolmogorovSmirnov"];

/**
 * Gravity or radiation? Which of several models of flows matches the observed ones best, and how much better than the others?
 *
 * **How** every index by `measureFlowFit`. AIC = 2 · parameters − 2 ln L, BIC = ln(pairs) · parameters − 2 ln L; Δ AIC is the
 * distance from the least; the Akaike weight exp(−Δ / 2) / Σ exp(−Δ / 2).
 *
 * @param flows - observed flows
 * @param models - expected flows by the name of the model, with the numbers each took from the flows
 * @param options - distances, the width of the classes of distance, whether the diagonal is in, and the column to sort by
 * @returns a row per model, the best first, equal ones in the order given. Likelihoods compare only where they are of the same
 * pairs and the same kind of flows: a fit to the pairs with flows, or a log-linear one, has another. Where people go from where
 * to where a model expects nobody, its likelihood is 0, its AIC Infinity and its weight 0; if so for all models, weights and
 * Δ AIC are NaN. With many trips the weights are 0 and 1 whatever the model: trips are no independent draws
 * @throws RangeError as `measureFlowFit`, for no model at all, and for numbers of parameters that are no whole numbers of at
 * least 0
 *
 * **Cost** that of `measureFlowFit` for each model
 *
 * [akaike-1974] [schwarz-1978] [burnham-anderson-2002]
 *
 * @example
 * const distances = { rows: 2, columns: 2, value: Float64Array.of(0, 3, 3, 0) };
 * const observed = { rows: 2, columns: 2, value: Float64Array.of(0, 10, 30, 0) };
 * const even = { expected: { rows: 2, columns: 2, value: Float64Array.of(0, 20, 20, 0) }, parameters: 1 };
 * const near = { expected: { rows: 2, columns: 2, value: Float64Array.of(0, 12, 28, 0) }, parameters: 2 };
 * const { columns } = compareModels(observed, { even, near }, { distances, binWidth: 2, diagonal: false });
 * [columns.model, columns.commonPartOfCommuters, columns.deltaAic[1].toFixed(2)]; // [ [ 'near', 'even' ], Float64Array(2) [ 0.95, 0.75 ], '7.97' ]
 */
export function compareModels(
  flows: FlowCells,
  models: Readonly<Record<string, ComparedModel>>,
  options: CompareModelsOptions,
): ModelComparison {
  const where = "compareModels";
  const given: unknown = models;
  if (!isObject(given) || Object.keys(given).length === 0) fail(where, "models", "models by name, at least one", given);
  checkOptions(where, options, ["diagonal", "distances", "binWidth", "sortBy"]);
  const { sortBy = "aic" } = options;
  if (!ORDERS.includes(sortBy)) fail(where, "sortBy", `one of ${ORDERS.join(", ")}`, sortBy);
  const rows = Object.entries(models).map(([model, compared]) => rowOf(where, model, flows, compared, options));
  const least = Math.min(...rows.map(({ aic }) => (Number.isNaN(aic) ? Infinity : aic)));
  const weights = rows.map(({ aic }) => (least < Infinity ? exp((least - aic) / 2) : Number.NaN));
  const total = weights.reduce((sum, weight) => sum + (Number.isNaN(weight) ? 0 : weight), 0);
  const sign = MORE.includes(sortBy) ? -1 : 1;
  const keys = rows.map((row) => (Number.isNaN(row[sortBy]) ? Infinity : sign * row[sortBy]));
  const order = Array.from(rows, (_, k) => k).sort((a, b) => (keys[a] === keys[b] ? a - b : keys[a]! - keys[b]!));
  const column = (of: (row: ModelRow, k: number) => number): Float64Array =>
    Float64Array.from(order, (k) => of(rows[k]!, k));
  return createTable({
    model: order.map((k) => rows[k]!.model),
    parameters: column((row) => row.parameters),
    logLikelihood: column((row) => row.logLikelihood),
    aic: column((row) => row.aic),
    bic: column((row) => row.bic),
    deltaAic: column((row) => (least < Infinity ? row.aic - least : Number.NaN)),
    akaikeWeight: column((_, k) => weights[k]! / total),
    poissonDeviance: column((row) => row.poissonDeviance),
    expectedTrips: column((row) => row.expectedTrips),
    commonPartOfCommuters: column((row) => row.commonPartOfCommuters),
    commonPartOfDistances: column((row) => row.commonPartOfDistances),
    commonPartOfLinks: column((row) => row.commonPartOfLinks),
    nrmseOfMean: column((row) => row.nrmseOfMean),
    rSquared: column((row) => row.rSquared),
    pearson: column((row) => row.pearson),
    kullbackLeibler: column((row) => row.kullbackLeibler),
    jensenShannonDistance: column((row) => row.jensenShannonDistance),
    kolmogorovSmirnov: column((row) => row.kolmogorovSmirnov),
    expectedMeanLength: column((row) => row.tripLengths.expectedMean),
  });
}

interface ModelRow extends FlowFit {
  readonly model: string;
  readonly parameters: number;
  readonly logLikelihood: number;
  readonly aic: number;
  readonly bic: number;
  readonly kolmogorovSmirnov: number;
}

function rowOf(
  where: string,
  model: string,
  flows: FlowCells,
  compared: ComparedModel,
  { diagonal, distances, binWidth }: CompareModelsOptions,
): ModelRow {
  const name = `models.${model}`;
  checkOptions(where, compared, ["expected", "parameters", "logLikelihood"], name);
  const { expected, parameters } = compared;
  checkInteger(where, `${name}.parameters`, parameters, 0);
  const fit = flowFitOf(
    where,
    flows,
    expected,
    { diagonal, distances, binWidth },
    ["diagonal", "distances", "binWidth"],
    `${name}.expected`,
    "flows",
  );
  const { logLikelihood = fit.poissonLogLikelihood } = compared;
  if (typeof logLikelihood !== "number") fail(where, `${name}.logLikelihood`, "a number", logLikelihood);
  return {
    ...fit,
    model,
    parameters,
    logLikelihood,
    aic: 2 * parameters - 2 * logLikelihood,
    bic: log(fit.pairs) * parameters - 2 * logLikelihood,
    kolmogorovSmirnov: fit.tripLengths.kolmogorovSmirnov,
  };
}
