import { checkOptions } from "../core/check.ts";
import { checkTable } from "../core/check-tables.ts";
import { checkAnswer, checkFunction, checkRule } from "../core/check-variants.ts";
import { confidenceOf } from "../core/confidence.ts";
import type { Refused, Table } from "../types.ts";
import { type ErrorEstimate, type ErrorRule, robustErrors } from "./difference-errors.ts";
import { type Estimate, estimateOf, tableOf } from "./estimates.ts";
import { type PanelModelOptions, type PanelRead, readPanel } from "./panel-read.ts";
import type { FlowEstimator, Regression } from "./regression.ts";
import { poisson } from "./regression-estimators.ts";
import { type FitFigures, likelihoodFigures } from "./regression-figures.ts";

export interface FitFlowPanelOptions extends PanelModelOptions {
  /** The name of the column with the flows: people or trips, at least 0. */
  readonly flow: string;
}

/** A fitted panel: plain values, which can be copied to a worker or a file. */
export interface FlowPanelFit extends FitFigures {
  /** The mean flow of each row of the panel; 0 where it is separated, NaN where it is no part of the fit. */
  readonly fitted: Float64Array;
  /** Rows that were fitted. */
  readonly observations: number;
  /** Rows, from 1, in which the flow, a covariate or the offset is NaN. */
  readonly refused: Refused;
  /** Rows, from 0, without a flow whose mean falls to 0 for ever: groups without any flow among them. */
  readonly separatedRows: Uint32Array;
  /** Rows with a flow that are alone in a group of fixed effects, which explains them whatever the covariates. */
  readonly singletonRows: Uint32Array;
  /** Rows without a flow that a log-linear fit leaves out. */
  readonly withoutFlowRows: Uint32Array;
  /** Those of `notToldApart` that only separated rows told apart. */
  readonly lostToSeparation: readonly string[];
}

const MODEL_OPTIONS = ["covariates", "fixedEffects", "offset", "estimator", "errors", "confidence"] as const;

/**
 * On what do flows hang, over pairs and periods: distance, income, networks, last month's rain? The regression of a panel.
 *
 * **How** ln mean flow = offset + Σ coefficient · covariate + a constant for each group of each set of fixed effects, by the
 * estimator. Constants are taken out of covariates and flows by weighted means, for several sets by conjugate gradients, so
 * that no matrix of them is held. Rows without a finite fit are found and left out first: groups without any flow; then, by the
 * iterative rectifier, rows that some mixture of covariates and constants separates from all flows.
 *
 * @param panel - a row per pair and period as `buildFlowPanel` makes them, or any table with a column of flows and
 * covariates: arrivals by destination and group, say. Zeros are rows
 * @param options - the columns, the fixed effects, the estimator and the rule of errors
 * @returns coefficients with their errors and intervals, the fit and what was left out. A coefficient is NaN where the rows do
 * not tell it apart; errors also without rows to spare. With three sets of fixed effects of which many combinations are missing,
 * and with four, `parameters` may be a few too many, and errors by as much too large
 * @throws RangeError for columns that are not there or hold no numbers, flows below 0, infinite values, groups that are no whole
 * numbers of at least 0, and by `negativeBinomial()` for flows that are no whole counts
 *
 * **Cost** O(iterations · rounds · rows · (covariates + sets)) time; 8 bytes per row, eight times for each covariate
 *
 * [silva-tenreyro-2006] [correia-2020] [correia-2021] [beine-2021] [saa-2020]
 * @example
 * const panel = createTable({ place: Uint32Array.of(0, 0, 1, 1), flow: Float64Array.of(2, 4, 3, 12), rain: Float64Array.of(0, 1, 0, 1) });
 * const fit = fitFlowPanel(panel, { flow: "flow", covariates: ["rain"], fixedEffects: [panel.columns.place] });
 * [fit.coefficients["rain"].toFixed(6), fit.parameters]; // [ '1.163151', 3 ]
 */
export function fitFlowPanel(panel: Table, options: FitFlowPanelOptions): FlowPanelFit {
  const where = "fitFlowPanel";
  checkTable(where, "panel", panel, []);
  checkOptions(where, options, ["flow", ...MODEL_OPTIONS]);
  const confidence = confidenceOf(where, options);
  const { rule, estimator } = checkModel(where, options);
  const read = readPanel(where, panel, [options.flow], options);
  return describeFit(regressFlows(where, read, 0, estimator, rule), read, estimator, confidence);
}

/** Throws unless the estimator and the rule of errors are such. */
export function checkModel(
  where: string,
  { estimator = poisson(), errors = robustErrors() }: PanelModelOptions,
): { estimator: FlowEstimator; rule: ErrorRule } {
  checkRule(where, "estimator", estimator, "regress", "an estimator such as poisson()");
  checkFunction(where, "errors", errors, RULE, 2);
  return { estimator, rule: errors };
}

const RULE = "a rule of errors such as robustErrors()";

/** A regression of one of the flows with its errors, and where its rows are in the panel. */
export interface Fitted {
  readonly fit: Regression;
  readonly errors: ErrorEstimate;
  readonly panelRows: Uint32Array;
}

export function regressFlows(
  where: string,
  read: PanelRead,
  which: number,
  estimator: FlowEstimator,
  rule: ErrorRule,
): Fitted {
  const { flows, columns, factors, offset, rows, length } = read;
  const fit = estimator.regress(where, { response: flows[which]!, columns, factors, offset });
  const panelRows = fit.rows.map((i) => rows[i]!);
  const errors = rule(fit, panelRows, length, where);
  checkAnswer(where, "errors", rule, errors, RULE);
  return { fit, errors, panelRows };
}

/** All that is said of a fit. */
export function describeFit(
  { fit, errors, panelRows }: Fitted,
  read: PanelRead,
  estimator: FlowEstimator,
  confidence: number,
): FlowPanelFit {
  const { names } = read;
  const estimates = names.map((_, j) => estimateOf(fit, errors, j, confidence));
  const byName = (of: keyof Estimate): Record<string, number> =>
    Object.fromEntries(names.map((name, j) => [name, estimates[j]![of]]));
  const inPanel = (rows: Uint32Array): Uint32Array => rows.map((i) => read.rows[i]!);
  const fitted = new Float64Array(read.length).fill(Number.NaN);
  panelRows.forEach((row, i) => {
    fitted[row] = fit.fitted[i]!;
  });
  const separatedRows = inPanel(fit.separated);
  for (const row of separatedRows) fitted[row] = 0;
  return {
    estimator: estimator.name,
    errors: errors.name,
    clusters: errors.clusters,
    coefficients: byName("coefficient"),
    standardErrors: byName("standardError"),
    terms: names,
    estimates: tableOf(names, estimates),
    covariance: errors.covariance,
    fitted,
    observations: fit.observations,
    parameters: fit.parameters,
    ...likelihoodFigures(fit),
    dispersion: fit.dispersion,
    theta: fit.theta,
    thetaError: fit.thetaError,
    smearing: fit.smearing,
    normalSmearing: fit.normalSmearing,
    refused: read.refused,
    separatedRows,
    singletonRows: inPanel(fit.singletons),
    withoutFlowRows: inPanel(fit.withoutFlow),
    notToldApart: names.filter((_, j) => Number.isNaN(fit.coefficients[j]!)),
    lostToSeparation: fit.lostColumns.map((j) => names[j]!),
    iterations: fit.iterations,
    converged: fit.converged,
  };
}
