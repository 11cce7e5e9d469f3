import { checkInteger, checkLength, checkOptions, failInWords } from "../core/check.ts";
import { checkList, checkLists, checkTable } from "../core/check-tables.ts";
import { columnsOfPeople, knownLayout, type PeopleLayout, type ReleasedTable } from "../core/people-tables.ts";
import type { Column, Located, Periods, Table } from "../types.ts";
import { hiddenCellsOf } from "./suppression.ts";

export interface ReleaseTableOptions {
  /** A count is shown if it is of at least so many people: a whole number of at least 2. For examples see `ReleaseFlowsOptions`. */
  readonly minPeople: number;
  /** What the columns are: needed for tables of one's own. With `countedBy`, what its columns are. */
  readonly layout?: PeopleLayout;
  /** The table that counts the people of each row, where the table itself does not: it may be of weighted people or of indices. */
  readonly countedBy?: Table;
}

/** A table that counts people, with what is released beside its columns. A table by person has `users`, and is refused. */
export interface CountedPeople extends Table, Partial<Located> {
  readonly labels?: readonly string[];
  readonly periods?: Periods;
  readonly users?: never;
}

/**
 * Which figures of a table that counts people may be shown? Small counts are hidden, and with them what would give them away.
 *
 * **How** A count below minPeople becomes NaN, zeros included. Where counts add up (people = at home + displaced + … ), further ones
 * are hidden, those named first in the layout first, until at least two are hidden of each sum and the hidden parts of a
 * shown total are at least minPeople people together; so are the smallest ones where a sum over rows is known. Shares, rates,
 * intervals and events become NaN with the counts of their row that they are made of. Of tables that have rows for those
 * places alone where somebody is, whole rows are left out.
 *
 * The tables that functions of this package make are known by the names of their columns, also if some figures made of counts
 * are left out. With `countedBy`, a row is shown if every count of that table's row is.
 *
 * @param table - a table that counts people, not one by person. Its counts are of people seen, not weighted
 * @param options - the threshold, which has no default; the layout of a table of one's own; the table with the counts
 * @returns the table shown, with its locations, labels and periods and nothing else that came with it; `counts` names the
 * columns that count people. `hiddenCells` is the number of hidden counts, of rows where rows are left out or hidden whole
 * @throws RangeError for a table by person, a table that is not known, columns that the layout does not know or that do not add
 * up, and a threshold below 2
 *
 * **Cost** O(rows · columns), for each of a few turns
 *
 * [flowminder-2020] [cox-1980]
 *
 * @example
 * const columns = { location: Uint32Array.of(0, 1), count: Float64Array.of(40, 3), total: Float64Array.of(90, 80), share: Float64Array.of(0.4, 0.04) };
 * const locations = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const layout = { keys: ["location"], counts: ["count", "total"], made: { share: ["count", "total"] } };
 * const released = releaseTable({ locations, ...createTable(columns) }, { minPeople: 16, layout });
 * rowsOf(released.shown)[1]; // { location: 1, count: NaN, total: 80, share: NaN }
 */
export function releaseTable(table: CountedPeople, options: ReleaseTableOptions): ReleasedTable {
  const where = "releaseTable";
  checkOptions(where, options, ["minPeople", "layout", "countedBy"]);
  const { minPeople, countedBy } = options;
  checkInteger(where, "minPeople", minPeople, 2);
  checkCounted(where, "table", table);
  if (countedBy !== undefined) checkCounted(where, "countedBy", countedBy);
  const counted: Table = countedBy ?? table;
  const layout = layoutFor(where, countedBy === undefined ? "table" : "countedBy", counted, options.layout);
  const hidden = hiddenCellsOf(where, counted, layout, minPeople);
  const { counts, keys, made = {}, shares = {}, dropRows = false } = layout;
  const width = counts.length;
  const isRowHidden = (r: number): boolean => hidden.subarray(r * width, (r + 1) * width).includes(1);
  const kept: number[] = [];
  let hiddenCells = 0;
  for (let r = 0; r < counted.length; r++) {
    if (!dropRows || !isRowHidden(r)) kept.push(r);
    if (dropRows || countedBy !== undefined) hiddenCells += isRowHidden(r) ? 1 : 0;
    else for (let c = 0; c < width; c++) hiddenCells += hidden[r * width + c]!;
  }
  if (countedBy !== undefined) checkSameRows(where, table, countedBy, keys);
  const columns: Record<string, Column> = {};
  for (const [name, column] of Object.entries(table.columns)) {
    if (keys.includes(name)) {
      columns[name] = dropRows ? cut(column, kept) : column.slice();
      continue;
    }
    const sources = (counts.includes(name) ? [name] : (made[name] ?? [])).map((source) => counts.indexOf(source));
    const isHidden = (r: number): boolean =>
      countedBy === undefined ? sources.some((c) => hidden[r * width + c] === 1) : isRowHidden(r);
    columns[name] = Float64Array.from(kept, (r) => (isHidden(r) ? Number.NaN : (column[r] as number)));
  }
  const { locations, labels, periods } = table;
  const shown = {
    length: kept.length,
    columns,
    counts: counts.filter((name) => name in columns && !(name in shares)),
    ...(locations === undefined ? {} : { locations }),
    ...(labels === undefined ? {} : { labels: labels.slice() }),
    ...(periods === undefined ? {} : { periods }),
  };
  const rule = `counts of fewer than ${minPeople} people are hidden, empty ones among them, with what would give them away`;
  return { shown, rule, threshold: minPeople, hiddenCells };
}

/** Throws unless the value is a table, and not one with rows of single persons. */
function checkCounted(where: string, name: string, table: Table): void {
  checkTable(where, name, table, []);
  const { persons } = columnsOfPeople(table);
  const such = "one that counts people";
  const remedy = "tables by person are never for release: count them first";
  if ("users" in table || "offsets" in table) failInWords(where, name, such, "a table of users", remedy);
  if (persons.length > 0) failInWords(where, name, such, `a table with the column ${persons[0]}`, remedy);
}

function layoutFor(where: string, name: string, table: Table, given: PeopleLayout | undefined): PeopleLayout {
  if (given !== undefined) {
    checkLayout(where, given);
    const { keys, counts, made = {} } = given;
    const columns = Object.keys(table.columns);
    const unknown = columns.find((column) => ![...keys, ...counts].includes(column) && !(column in made));
    if (unknown !== undefined)
      failInWords(where, "layout", `one that says what the column ${unknown} is`, "a layout without it");
    checkTable(where, name, table, counts);
    return given;
  }
  const known = knownLayout(table);
  if (known !== undefined) return known;
  const such = "a table of people that this package makes";
  const got = `a table with the columns ${Object.keys(table.columns).join(", ")}`;
  if ("atRisk" in table.columns && "censored" in table.columns)
    failInWords(where, name, such, "a curve of durations", "releaseCurve joins its steps");
  const remedy = "say with layout what its columns are, or give with countedBy the table that counts its people";
  return failInWords(where, name, such, got, remedy);
}

function checkLayout(where: string, layout: PeopleLayout): void {
  checkLists(where, "layout", layout, ["keys", "counts"], "a layout { keys, counts, made, sums, … }");
  const names = ["keys", "counts", "made", "sums", "across", "crossed", "together", "shares", "dropRows"] as const;
  checkOptions(where, layout, names, "layout");
  const { keys, counts, made = {}, sums = [], across = [], crossed = [], together = [], shares = {} } = layout;
  for (const [name, list] of [["sums", sums] as const, ["across", across] as const, ["together", together] as const])
    checkList(where, `layout.${name}`, list);
  const named = [
    ...Object.values(made).flat(),
    ...sums.flatMap(({ total, parts }) => [total, ...parts]),
    ...across.flatMap(({ columns, equals = [] }) => [...columns, ...equals]),
    ...together.flat(),
    ...Object.entries(shares).flat(),
  ];
  checkList(where, "layout.crossed", crossed);
  const noKey = crossed.flat().find((name) => !keys.includes(name));
  if (noKey !== undefined) failInWords(where, "layout.crossed", "of columns in keys", `the name ${noKey}`);
  const unknown = named.find((name) => !counts.includes(name));
  if (unknown !== undefined) failInWords(where, "layout", "about columns in counts", `the name ${unknown}`);
}

/** Throws unless two tables have the same rows: as many, and with the same keys as far as both have them. */
function checkSameRows(where: string, table: Table, countedBy: Table, keys: readonly string[]): void {
  checkLength(where, "countedBy", countedBy.length, table.length);
  for (const name of keys) {
    const own = table.columns[name];
    const other = countedBy.columns[name];
    if (own === undefined || other === undefined) continue;
    for (let r = 0; r < table.length; r++) {
      if (own[r] !== other[r])
        failInWords(where, `countedBy.columns.${name}[${r}]`, "that of the table", "another one", "the rows differ");
    }
  }
}

function cut(column: Column, rows: readonly number[]): Column {
  if (Array.isArray(column)) return rows.map((r) => column[r] as string);
  const list = column as Float64Array;
  const kept = list.slice(0, rows.length);
  for (const [i, r] of rows.entries()) kept[i] = list[r]!;
  return kept;
}
