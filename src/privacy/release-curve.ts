import { checkInteger, checkOptions, fail, failInWords } from "../core/check.ts";
import { checkTable } from "../core/check-tables.ts";
import type { ReleasedTable } from "../core/people-tables.ts";
import type { Column, Table } from "../types.ts";

export interface ReleaseCurveOptions {
  /** A step of the curve stands for at least so many people: a whole number of at least 2. For examples see `ReleaseFlowsOptions`. */
  readonly minPeople: number;
}

/** The columns of a curve that are shares, written with three decimals. */
const FIGURES = ["survival", "share", "low", "high", "bandLow", "bandHigh"];

/**
 * What of a curve of durations may be shown? Its steps, joined until each is of enough people.
 *
 * **How** Rows of one group are joined in order until the people to whom it happened are at least minPeople, those censored
 * nobody or at least minPeople, and those left nobody or at least minPeople. The joined row has the counts of all its rows,
 * and the time and the shares of the last one, these with three decimals: more digits would tell of the single steps. What
 * cannot be joined so at the end is left out, and with it the variance, which is made of single steps.
 *
 * @param curve - from `kaplanMeier` or `measureReturn`. One row is one spell: of one person only if nobody has several
 * @param options - the threshold, which has no default
 * @returns fewer steps of the same curve; a first row of nobody is kept. `hiddenCells` is how many rows were joined into others or
 * left out
 * @throws RangeError for a table that is no such curve, for curves with entries after duration 0, and a threshold below 2
 *
 * **Cost** O(rows)
 *
 * [flowminder-2020]
 *
 * @example
 * const duration = Array.from({ length: 60 }, (_, i) => 1 + (i % 30));
 * const curves = kaplanMeier({ duration, observed: duration.map(() => 1) }, { confidence: 0.95 });
 * const { columns } = releaseCurve(curves, { minPeople: 16 }).shown;
 * [columns.time, columns.events]; // [ Float64Array(4) [ 0, 8, 16, 30 ], Float64Array(4) [ 0, 16, 16, 28 ] ]
 * columns.survival; // Float64Array(4) [ 1, 0.733, 0.467, 0 ]
 */
export function releaseCurve(curve: Table & { readonly users?: never }, options: ReleaseCurveOptions): ReleasedTable {
  const where = "releaseCurve";
  checkTable(where, "curve", curve, ["atRisk", "censored"], "a curve, made by kaplanMeier or measureReturn");
  const isReturn = "returned" in curve.columns;
  const happened = isReturn ? "returned" : "events";
  const time = isReturn ? "days" : "time";
  checkTable(where, "curve", curve, [time, happened], "a curve, made by kaplanMeier or measureReturn");
  checkOptions(where, options, ["minPeople"]);
  const { minPeople } = options;
  checkInteger(where, "minPeople", minPeople, 2);
  const [atRisk, events, censored] = ["atRisk", happened, "censored"].map((name) => {
    const column = curve.columns[name]!;
    for (let r = 0; r < curve.length; r++) checkInteger(where, `curve.columns.${name}[${r}]`, column[r] as number, 0);
    return column as Uint32Array;
  });
  const group = (curve.columns["label"] ?? new Uint8Array(curve.length)) as Column;
  const isSafe = (people: number): boolean => people === 0 || people >= minPeople;
  const rows: { row: number; atRisk: number; happened: number; censored: number }[] = [];
  for (let r = 0, first = 0, found = 0, cut = 0; r < curve.length; r++) {
    const isFirst = r === 0 || group[r] !== group[r - 1];
    const left = atRisk![r]! - events![r]! - censored![r]!;
    if (left < 0)
      fail(where, `curve.columns.atRisk[${r}]`, "at least those to whom it happens or who are cut off", left);
    if (isFirst) [first, found, cut] = [r, 0, 0];
    const isLast = r + 1 === curve.length || group[r + 1] !== group[r];
    if (!isLast && atRisk![r + 1] !== left)
      failInWords(where, `curve.columns.atRisk[${r + 1}]`, "those left of the row before", "others", "no late entries");
    if (isFirst && events![r] === 0 && atRisk![r]! >= minPeople) {
      rows.push({ row: r, atRisk: atRisk![r]!, happened: 0, censored: 0 });
    }
    found += events![r]!;
    cut += censored![r]!;
    if (found < minPeople || !isSafe(cut) || !isSafe(left)) continue;
    rows.push({ row: r, atRisk: atRisk![first]!, happened: found, censored: cut });
    [first, found, cut] = [r + 1, 0, 0];
  }
  const columns: Record<string, Column> = {};
  if ("label" in curve.columns) columns["label"] = Float64Array.from(rows, ({ row }) => group[row] as number);
  columns[time] = Float64Array.from(rows, ({ row }) => curve.columns[time]![row] as number);
  columns["atRisk"] = Float64Array.from(rows, (step) => step.atRisk);
  columns[happened] = Float64Array.from(rows, (step) => step.happened);
  columns["censored"] = Float64Array.from(rows, (step) => step.censored);
  for (const name of FIGURES.filter((each) => each in curve.columns)) {
    columns[name] = Float64Array.from(
      rows,
      ({ row }) => Math.round(1000 * (curve.columns[name]![row] as number)) / 1000,
    );
  }
  const { labels } = curve as Table & { readonly labels?: readonly string[] };
  const shown = {
    length: rows.length,
    columns,
    counts: ["atRisk"],
    ...(labels === undefined ? {} : { labels: labels.slice() }),
  };
  const rule = `steps are joined until ${minPeople} people stand behind each`;
  return { shown, rule, threshold: minPeople, hiddenCells: curve.length - rows.length };
}
