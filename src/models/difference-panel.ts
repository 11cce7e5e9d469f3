import { checkInteger, checkLength, checkNumber, checkWholes, fail, failInWords } from "../core/check.ts";
import { checkList, checkTable } from "../core/check-tables.ts";
import { checkAnswer, checkFunction } from "../core/check-variants.ts";
import { fitLeastSquares, type LinearFit } from "../core/least-squares.ts";
import type { Table } from "../types.ts";
import { type ErrorEstimate, type ErrorRule, numbered } from "./difference-errors.ts";

/** A row per group, location and period, as `countGroupPresence` and its kin make them; `label` numbers `labels`. */
export type GroupPanel = Table<{
  readonly label: Uint8Array;
  readonly location: Uint32Array;
  readonly period: Uint32Array;
}> & { readonly labels: readonly string[] };

/** What comparisons of a group with another one have in common. */
export interface ComparisonOptions {
  /** What is explained: a number for each row of the panel, people or shares. Rows of NaN are left out, and counted. */
  readonly value: ArrayLike<number>;
  /** The label of the group of interest. */
  readonly treated: string;
  /** The label of the group it is compared with. Rows of other labels are not read. */
  readonly control: string;
  /** How much each row counts: people, for shares. At least 0; 0 leaves the row out. Each 1 unless given. */
  readonly weights?: ArrayLike<number>;
  /**
   * How far estimates may be off: `robustErrors()`, `clusteredErrors({ by })`, `classicalErrors()`, `whiteErrors()`; in short
   * seasons `hc2Errors()`, `hc3Errors()`, `cr2Errors({ by })`.
   */
  readonly errors: ErrorRule;
  /** The confidence of the intervals, above 0 and below 1: 0.95 unless given. */
  readonly confidence?: number;
}

/** The confidence of intervals unless given, as papers print them. */
export const DIFFERENCE_DEFAULTS: { readonly confidence: number } = { confidence: 0.95 };

/** What a fit rests on and how well it explains. */
export interface FitEvidence {
  /** The name of the rule of errors. */
  readonly errors: string;
  /** Clusters of errors, the fewer of two sets; NaN without. */
  readonly clusters: number;
  /** Rows that were fitted, and rows of the groups and periods in question that have no value or no weight. */
  readonly observations: number;
  readonly leftOut: number;
  /** Coefficients that the data tell apart, those of fixed effects included. */
  readonly parameters: number;
  /** The share of the variance that is explained, and of that which fixed effects leave; NaN where there is none. */
  readonly rSquared: number;
  readonly withinRSquared: number;
  /** Rounds of taking out fixed effects, and whether they came to an end. */
  readonly iterations: number;
  readonly converged: boolean;
}

/** The rows that a comparison reads. */
export interface Observed {
  readonly rows: Uint32Array;
  readonly response: Float64Array;
  readonly treated: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly leftOut: number;
}

/** Throws unless panel and options are well formed; returns the rows of the two groups for which `isRead` holds of the period. */
export function observe(
  where: string,
  panel: GroupPanel,
  options: ComparisonOptions,
  isRead: (period: number) => boolean,
): Observed {
  const { label, period } = panel.columns;
  const { value, weights, treated, control, errors, confidence = DIFFERENCE_DEFAULTS.confidence } = options;
  const one = labelOf(where, "treated", panel.labels, treated);
  const other = labelOf(where, "control", panel.labels, control);
  if (one === other) fail(where, "control", "another label than treated", control);
  checkFunction(where, "errors", errors, SUCH, 2);
  checkNumber(where, "confidence", confidence, Number.MIN_VALUE, 1 - Number.EPSILON);
  checkList(where, "value", value);
  checkLength(where, "value", value.length, panel.length);
  if (weights !== undefined) {
    checkList(where, "weights", weights);
    checkLength(where, "weights", weights.length, panel.length);
  }
  const rows: number[] = [];
  let leftOut = 0;
  for (let row = 0; row < panel.length; row++) {
    if ((label[row] !== one && label[row] !== other) || !isRead(period[row]!)) continue;
    const y = value[row]!;
    if (!Number.isNaN(y)) checkNumber(where, `value[${row}]`, y);
    else if (typeof y !== "number") fail(where, `value[${row}]`, "a number", y);
    if (weights !== undefined) checkNumber(where, `weights[${row}]`, weights[row]!, 0);
    if (Number.isNaN(y) || weights?.[row] === 0) leftOut++;
    else rows.push(row);
  }
  return {
    rows: Uint32Array.from(rows),
    response: Float64Array.from(rows, (row) => value[row]!),
    treated: Float64Array.from(rows, (row) => (label[row] === one ? 1 : 0)),
    weights: weights === undefined ? undefined : Float64Array.from(rows, (row) => weights[row]!),
    leftOut,
  };
}

const SUCH = "a rule of errors such as robustErrors()";

/** Throws unless the panel has a label, a location and a period for each row, and names for the labels. */
export function checkPanel(where: string, panel: GroupPanel): void {
  checkTable(where, "panel", panel, ["label", "location", "period"]);
  checkList(where, "panel.labels", panel.labels);
  for (const name of ["location", "period"] as const) {
    checkWholes(where, `panel.columns.${name}`, panel.columns[name]);
  }
  const { label } = panel.columns;
  const labels = panel.labels.length;
  for (let row = 0; row < panel.length; row++) {
    const l = label[row]!;
    if (!(l >= 0 && l < labels && Number.isInteger(l))) {
      fail(where, `panel.columns.label[${row}]`, `the number of one of the ${labels} labels`, l);
    }
  }
}

/** Throws unless each of the periods, at least one, has a row in the panel. Returns which periods they are. */
export function checkPeriodsOf(where: string, name: string, panel: GroupPanel, list: readonly number[]): Set<number> {
  checkList(where, name, list);
  if (list.length === 0) failInWords(where, name, "at least one period", "none");
  const known = new Set(panel.columns.period);
  for (let i = 0; i < list.length; i++) {
    checkInteger(where, `${name}[${i}]`, list[i]!, 0);
    if (!known.has(list[i]!)) fail(where, `${name}[${i}]`, "a period of the panel", list[i]);
  }
  return new Set(list);
}

/** Throws unless each list has a whole number for each row of the panel. */
export function checkGroups(where: string, name: string, panel: GroupPanel, groups: ArrayLike<number>): void {
  checkList(where, name, groups);
  checkLength(where, name, groups.length, panel.length);
  checkWholes(where, name, groups);
}

/** The fit of the observations by columns and constants of groups, and its errors. */
export function regress(
  where: string,
  { rows, response, weights }: Pick<Observed, "rows" | "response" | "weights">,
  columns: readonly Float64Array[],
  effects: readonly ArrayLike<number>[],
  rule: ErrorRule,
  length: number,
): { fit: LinearFit; errors: ErrorEstimate } {
  const factors = effects.map((list) => numbered(rows, list).of);
  const fit = fitLeastSquares({ response, columns, weights, factors });
  const errors = rule(fit, rows, length, where);
  checkAnswer(where, "errors", rule, errors, SUCH);
  return { fit, errors };
}

/** What a fit rests on. */
export function evidenceOf(fit: LinearFit, errors: ErrorEstimate, leftOut: number, hasEffects: boolean): FitEvidence {
  const share = (squares: number): number => (squares > 0 ? 1 - fit.residualSquares / squares : Number.NaN);
  return {
    errors: errors.name,
    clusters: errors.clusters,
    observations: fit.observations,
    leftOut,
    parameters: fit.parameters,
    rSquared: share(fit.totalSquares),
    withinRSquared: share(hasEffects ? fit.withinSquares : fit.totalSquares),
    iterations: fit.iterations,
    converged: fit.converged,
  };
}

function labelOf(where: string, name: string, labels: readonly string[], label: string): number {
  const at = labels.indexOf(label);
  if (at < 0) fail(where, name, `one of the labels ${Array.from(labels).join(", ")}`, label);
  return at;
}
