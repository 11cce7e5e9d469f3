import { checkLength, checkText, checkWholes, fail, failInWords } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import type { ConfidenceOptions } from "../core/confidence.ts";
import type { Refused, Table } from "../types.ts";
import type { ErrorRule } from "./difference-errors.ts";
import type { FlowEstimator } from "./regression.ts";
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
  /**
   * How far estimates may be off: `robustErrors()` unless given; `ppmlErrors({ by })` for clusters, pairs with fixed effects of
   * their own among them, `clusteredErrors({ by })`, `cr2Errors({ by })`, `modelErrors()` …
   */
  readonly errors?: ErrorRule;
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
function columnOf(
  where: string,
  name: string,
  panel: Table,
  column: string,
  min: number = -Infinity,
): ArrayLike<number> {
  checkText(where, name, column);
  if (!Object.hasOwn(panel.columns, column)) {
    failInWords(
      where,
      name,
      "the name of a column of the panel",
      JSON.stringify(column),
      `it has ${Object.keys(panel.columns).join(", ")}`,
    );
  }
  const values = panel.columns[column] as ArrayLike<unknown>;
  checkList(where, `panel.columns.${column}`, values);
  checkLength(where, `panel.columns.${column}`, values.length, panel.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (typeof value !== "number" || value < min || value === Infinity || value === -Infinity) {
      fail(
        where,
        `panel.columns.${column}[${row}]`,
        min === 0 ? "a finite number of at least 0, or NaN" : "a finite number or NaN",
        value,
      );
    }
  }
  return values as ArrayLike<number>;
}
