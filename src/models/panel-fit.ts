import { checkLength, checkOptions, checkText, checkWholes, fail, failInWords } from "../core/check.ts";
import { checkList, checkTable } from "../core/check-tables.ts";
import { checkAnswer, checkFunction, checkRule } from "../core/check-variants.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import { log } from "../core/math.ts";
import type { Refused, Table } from "../types.ts";
import { type ErrorEstimate, type ErrorRule, robustErrors } from "./difference-errors.ts";
import { columnsOf, type Estimate, estimateOf } from "./difference-panel.ts";
import type { FlowEstimator, Regression } from "./regression.ts";
import { poisson } from "./regression-estimators.ts";
import { picked } from "./regression-groups.ts";

/** What fits of panels have in common. */
export interface PanelModelOptions extends ConfidenceOptions {
  /** Names of the columns with the covariates, in the order of the result. Logarithms are yours to take. */
  readonly covariates: readonly string[];
  /**
   * Sets of groups, each with a constant of its own: lists with a whole number for each row, such as
   * `[panel.columns.origin, buildCrossedGroups([panel.columns.destination, panel.columns.period])]`. None unless given: then
   * there is one constant, the term "constant".
   */
  readonly fixedEffects?: readonly ArrayLike<number>[];
  /** The name of a column that is added to ln mean with a coefficient of 1; none unless given. */
  readonly offset?: string;
  /** `poisson()` unless given; `negativeBinomial()` or `logLinear()`. */
  readonly estimator?: FlowEstimator;
  /** How far estimates may be off: `robustErrors()` unless given, `clusteredErrors({ by })`, `ppmlErrors()`, `modelErrors()` … */
  readonly errors?: ErrorRule;
}

export interface FitFlowPanelOptions extends PanelModelOptions {
  /** The name of the column with the flows: people or trips, at least 0. */
  readonly flow: string;
}

/** A fitted panel: plain values, which can be copied to a worker or a file. */
export interface FlowPanelFit {
  readonly estimator: string;
  /** The name of the rule of errors; its clusters, the fewer of two sets, NaN without. */
  readonly errors: string;
  readonly clusters: number;
  /** By name; NaN where the rows do not tell a covariate apart from the others and the fixed effects. */
  readonly coefficients: Readonly<Record<string, number>>;
  readonly standardErrors: Readonly<Record<string, number>>;
  /** The names of the coefficients, in the order of `covariance`. */
  readonly terms: readonly string[];
  /** A row per term, with its t, its degrees of freedom, two-sided p and interval. */
  readonly estimates: Table<{ readonly term: readonly string[] } & Record<keyof Estimate, Float64Array>>;
  /** A row and a column per term, row after row. */
  readonly covariance: Float64Array;
  /** The mean flow of each row of the panel; 0 where it is separated, NaN where it is no part of the fit. */
  readonly fitted: Float64Array;
  /** Rows that were fitted, and coefficients that they tell apart, constants of fixed effects among them. */
  readonly observations: number;
  readonly parameters: number;
  readonly deviance: number;
  /** The deviance of a constant alone, with the offset. */
  readonly nullDeviance: number;
  readonly logLikelihood: number;
  readonly nullLogLikelihood: number;
  /** 1 − log-likelihood / that of a constant alone; the same, less one for each parameter; 1 − deviance / null deviance. */
  readonly mcFaddenR2: number;
  readonly adjustedMcFaddenR2: number;
  readonly explainedDeviance: number;
  /** With theta, or the variance of logarithms, as a parameter too. */
  readonly aic: number;
  readonly bic: number;
  /** Σ (flow − fitted)² / variance over observations − parameters: above 1 where flows vary more than the model says. */
  readonly dispersion: number;
  /** Variance = mean + mean² / theta: Infinity of Poisson flows, NaN of logarithms; and its standard error. */
  readonly theta: number;
  readonly thetaError: number;
  /** By what fitted values of a log-linear fit are to be multiplied: Duan's factor and exp(s² / 2). 1 of counts. */
  readonly smearing: number;
  readonly normalSmearing: number;
  /** Rows, from 1, in which the flow, a covariate or the offset is NaN. */
  readonly refused: Refused;
  /** Rows, from 0, without a flow whose mean falls to 0 for ever: groups without any flow among them. */
  readonly separatedRows: Uint32Array;
  /** Rows with a flow that are alone in a group of fixed effects, which explains them whatever the covariates. */
  readonly singletonRows: Uint32Array;
  /** Rows without a flow that a log-linear fit leaves out. */
  readonly withoutFlowRows: Uint32Array;
  /** Terms whose coefficient is NaN: constant, mixtures of others, or spoken for by fixed effects. */
  readonly notToldApart: readonly string[];
  /** Those among them that only separated rows told apart. */
  readonly lostToSeparation: readonly string[];
  readonly iterations: number;
  readonly converged: boolean;
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
 * **Cost** O(iterations · rounds · rows · (covariates + sets)) time; 8 bytes per row, thrice for each covariate
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

/** What a fit reads of a panel: rows without NaN. */
export interface PanelRead {
  readonly length: number;
  readonly rows: Uint32Array;
  readonly flows: readonly Float64Array[];
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
  readonly factors: readonly Float64Array[];
  readonly offset: Float64Array | undefined;
  readonly refused: Refused;
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

/** Throws unless the columns are there; keeps the rows in which nothing is NaN. */
export function readPanel(
  where: string,
  panel: Table,
  flows: readonly string[],
  { covariates, fixedEffects = [], offset }: PanelModelOptions,
): PanelRead {
  checkList(where, "covariates", covariates);
  checkList(where, "fixedEffects", fixedEffects);
  const names = Array.from(covariates);
  const twice = names.find((name, j) => names.indexOf(name) !== j || name === "constant");
  if (twice !== undefined) fail(where, "covariates", 'all different, and none "constant"', twice);
  const flowColumns = flows.map((name) => columnOf(where, "flow", panel, name, 0));
  const own = names.map((name, j) => columnOf(where, `covariates[${j}]`, panel, name));
  const added = offset === undefined ? undefined : columnOf(where, "offset", panel, offset);
  const groups = Array.from(fixedEffects, (list, f) => {
    checkList(where, `fixedEffects[${f}]`, list);
    checkLength(where, `fixedEffects[${f}]`, list.length, panel.length);
    checkWholes(where, `fixedEffects[${f}]`, list);
    return list;
  });
  const all = [...flowColumns, ...own, ...(added === undefined ? [] : [added])];
  const called = [...flows, ...names, ...(offset === undefined ? [] : [offset])];
  const rows: number[] = [];
  const refusedRow: number[] = [];
  const reason: string[] = [];
  for (let row = 0; row < panel.length; row++) {
    let missing = -1;
    for (let c = 0; c < all.length && missing < 0; c++) if (Number.isNaN(all[c]![row]!)) missing = c;
    if (missing < 0) rows.push(row);
    else {
      refusedRow.push(row + 1);
      reason.push(`missing ${called[missing]}`);
    }
  }
  const pick = (column: ArrayLike<number>): Float64Array => picked(column, rows);
  const constant = groups.length === 0 ? [new Float64Array(rows.length).fill(1)] : [];
  return {
    length: panel.length,
    rows: Uint32Array.from(rows),
    flows: flowColumns.map(pick),
    names: [...(constant.length > 0 ? ["constant"] : []), ...names],
    columns: [...constant, ...own.map(pick)],
    factors: groups.map(pick),
    offset: added === undefined ? undefined : pick(added),
    refused: { length: reason.length, columns: { row: Float64Array.from(refusedRow), reason } },
  };
}

/** A column of numbers; throws for one that is not there, that holds something else, or infinity. */
function columnOf(where: string, name: string, panel: Table, column: string, min: number = -Infinity): ArrayLike<number> {
  checkText(where, name, column);
  if (!Object.hasOwn(panel.columns, column)) {
    failInWords(where, name, "the name of a column of the panel", JSON.stringify(column), `it has ${Object.keys(panel.columns).join(", ")}`);
  }
  const values = panel.columns[column] as ArrayLike<unknown>;
  checkList(where, `panel.columns.${column}`, values);
  checkLength(where, `panel.columns.${column}`, values.length, panel.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (typeof value !== "number" || value < min || value === Infinity || value === -Infinity) {
      fail(where, `panel.columns.${column}[${row}]`, min === 0 ? "a finite number of at least 0, or NaN" : "a finite number or NaN", value);
    }
  }
  return values as ArrayLike<number>;
}

/** A regression of one of the flows with its errors, and where its rows are in the panel. */
export interface Fitted {
  readonly fit: Regression;
  readonly errors: ErrorEstimate;
  readonly panelRows: Uint32Array;
}

export function regressFlows(where: string, read: PanelRead, which: number, estimator: FlowEstimator, rule: ErrorRule): Fitted {
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
  const { logLikelihood, nullLogLikelihood, deviance, nullDeviance, observations, parameters } = fit;
  const counted = parameters + fit.shapeParameters;
  return {
    estimator: estimator.name,
    errors: errors.name,
    clusters: errors.clusters,
    coefficients: byName("coefficient"),
    standardErrors: byName("standardError"),
    terms: names,
    estimates: { length: names.length, columns: { term: names, ...columnsOf(estimates) } },
    covariance: errors.covariance,
    fitted,
    observations,
    parameters,
    deviance,
    nullDeviance,
    logLikelihood,
    nullLogLikelihood,
    mcFaddenR2: 1 - logLikelihood / nullLogLikelihood,
    adjustedMcFaddenR2: 1 - (logLikelihood - parameters) / nullLogLikelihood,
    explainedDeviance: nullDeviance > 0 ? 1 - deviance / nullDeviance : Number.NaN,
    aic: -2 * logLikelihood + 2 * counted,
    bic: -2 * logLikelihood + counted * log(observations),
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
