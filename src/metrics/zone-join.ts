import { checkInteger, checkOptions, checkSameLocations, checkWholes, fail, failInWords } from "../core/check.ts";
import { checkList, checkLocations, checkTable } from "../core/check-tables.ts";
import { checkPeriods } from "../core/periods.ts";
import type { Columns, Located, Periods, Table } from "../types.ts";

/**
 * Figures from elsewhere beside those of phone records: folded to periods, and joined place by place and period by period.
 */

export interface CountByPeriodOptions {
  /** The periods to count in: `buildWeeks`, `buildMonths`, or any stretches of days of your own by `buildPeriods`. */
  readonly periods: Periods;
  /** The columns to add up; none unless given. */
  readonly figures?: readonly string[];
}

/** Dated rows about places, as `readDatedFigures` gives them. */
export type DatedRows = Located & Table<{ readonly location: Uint32Array; readonly day: Int32Array } & Columns>;

/** A row per period and location, zeros included: `rows` counts, every figure asked for is a sum; `outside` counts the rows in no period. */
export type FiguresByPeriod = Located &
  Table<
    { readonly period: Uint32Array; readonly location: Uint32Array; readonly rows: Uint32Array } & Readonly<
      Record<string, Uint32Array | Float64Array>
    >
  > & { readonly periods: Periods; readonly outside: number };

/**
 * How much happened where in each week or month? Dated rows about places, counted and added up by period and place.
 *
 * **How** rows = rows whose day lies in the period; a figure = the sum of theirs. Where periods overlap, a row counts in each.
 *
 * @param rows - rows with a place and a day
 * @param options - the periods, and the columns to add up
 * @returns a row per period and location, as of `countGroupPresence` without groups; a sum is 0 where nothing happened and NaN where a
 * row has NaN in its place: what is not known is not 0. Rows and sums of parts of the rows add up
 * @throws RangeError for periods that are none, a location that is not there, or a column that is missing or named as one of the result
 *
 * **Cost** O(rows · log periods + periods · locations), of periods that do not overlap
 * @example
 * const locations = createLocations("zones", ["A", "B"], [29, 30], [41, 41]);
 * const columns = { location: Uint32Array.of(1, 1, 0), day: Int32Array.of(17180, 17181, 17220), deaths: Float64Array.of(2, 1, 5) };
 * const periods = buildMonths({ clock: createClock({ timeZone: "UTC" }), firstDay: 17167, lastDay: 17197 });
 * const counted = countByPeriod({ locations, length: 3, columns }, { periods, figures: ["deaths"] });
 * rowsOf(counted); // [ { period: 0, location: 0, rows: 0, deaths: 0 }, { period: 0, location: 1, rows: 2, deaths: 3 } ]
 * counted.outside; // 1
 */
export function countByPeriod(rows: DatedRows, options: CountByPeriodOptions): FiguresByPeriod {
  const where = "countByPeriod";
  checkTable(where, "rows", rows, ["location", "day"]);
  checkLocations(where, "rows.locations", rows.locations);
  checkOptions(where, options, ["periods", "figures"]);
  const { periods, figures = [] } = options;
  checkPeriods(where, periods);
  checkList(where, "figures", figures);
  const { locations } = rows;
  const { location, day } = rows.columns;
  checkRowNumbers(where, "rows.columns.location", location, locations.length);
  const n = locations.length;
  const length = periods.length * n;
  const names = Array.from(figures);
  names.forEach((name, f) => {
    if (["period", "location", "rows"].includes(name) || names.indexOf(name) < f) {
      fail(where, `figures[${f}]`, "a name of its own", name);
    }
    checkTable(where, "rows", rows, [name]);
  });
  const given = names.map((name) => rows.columns[name] as ArrayLike<number>);
  const sums = names.map(() => new Float64Array(length));
  const counted = new Uint32Array(length);
  const { firstDay, lastDay } = periods.columns;
  let outside = 0;
  for (let r = 0; r < rows.length; r++) {
    const d = day[r]!;
    checkInteger(where, `rows.columns.day[${r}]`, d);
    let found = false;
    for (let p = 0; p < periods.length && firstDay[p]! <= d; p++) {
      if (lastDay[p]! < d) continue;
      found = true;
      const cell = p * n + location[r]!;
      counted[cell]!++;
      for (let f = 0; f < names.length; f++) sums[f]![cell]! += given[f]![r]!;
    }
    if (!found) outside++;
  }
  const columns = {
    period: Uint32Array.from({ length }, (_, i) => Math.floor(i / n)),
    location: Uint32Array.from({ length }, (_, i) => i % n),
    rows: counted,
    ...Object.fromEntries(names.map((name, f) => [name, sums[f]!])),
  };
  return { locations, length, columns, periods, outside };
}

/** A table about places: `location` numbers `locations`, `period` (if it has the column) numbers its periods. */
export type PlaceTable<C extends Columns = Columns> = Located &
  Table<C & { readonly location: Uint32Array }> & { readonly periods?: Periods };

/** The rows of a table with figures beside them; `unmatched` counts the rows that the figures say nothing of. */
export type Joined<T> = T & { readonly unmatched: number };

/**
 * What else is known of the place, or of the place in that month, of each row?
 *
 * **How** each row of `table` is given the figures of the row of `figures` with the same location, and with the same period where
 * the figures have one.
 *
 * @param table - any table about places: residents by group, segregation by district, flows by origin
 * @param figures - at most one row for a place, or for a place and a period; over the same locations and periods
 * @returns `table` with the columns of `figures` beside its own, row by row; NaN where there is no such row of figures, and
 * `unmatched` says how many
 * @throws RangeError for figures over other locations or periods, with two rows for one place (and period), or with a column that
 * `table` has too
 *
 * **Cost** O(rows of both)
 * @example
 * const locations = createLocations("zones", ["A", "B"], [29, 30], [41, 41]);
 * const table = { locations, length: 2, columns: { location: Uint32Array.of(1, 0), share: Float64Array.of(0.2, 0.4) } };
 * const figures = { locations, length: 1, columns: { location: Uint32Array.of(0), votes: Float64Array.of(0.7) } };
 * const joined = joinFigures(table, figures);
 * joined.columns.votes; // Float64Array(2) [ NaN, 0.7 ]
 * joined.unmatched; // 1
 */
export function joinFigures<T extends PlaceTable, F extends PlaceTable>(
  table: T,
  figures: F,
): Joined<Omit<T, "columns"> & { readonly columns: T["columns"] & Omit<F["columns"], "location" | "period"> }> {
  const where = "joinFigures";
  const keysOfTable = keyOf(where, "table", table);
  const keysOfFigures = keyOf(where, "figures", figures);
  checkSameLocations(where, "figures", figures.locations, table.locations);
  const byPeriod = "period" in figures.columns;
  if (byPeriod) checkSamePeriods(where, table, figures);
  const n = table.locations.length;
  const rowOf = new Map<number, number>();
  for (let r = 0; r < figures.length; r++) {
    const key = keysOfFigures(r, byPeriod);
    if (rowOf.has(key)) {
      const place = figures.locations.columns.id[key % n]!;
      failInWords(where, "figures", "at most one row for each place and period", `two for ${place}`);
    }
    rowOf.set(key, r);
  }
  const source = Int32Array.from({ length: table.length }, (_, r) => rowOf.get(keysOfTable(r, byPeriod)) ?? -1);
  const columns: Record<string, unknown> = { ...table.columns };
  for (const [name, column] of Object.entries(figures.columns)) {
    if (name === "location" || (byPeriod && name === "period")) continue;
    if (name in columns) fail(where, "the columns of figures", "others than those of the table", name);
    columns[name] = Float64Array.from(source, (r) => (r < 0 ? Number.NaN : numberOf(where, name, column[r])));
  }
  const unmatched = source.reduce((count, r) => count + (r < 0 ? 1 : 0), 0);
  return { ...table, columns, unmatched } as never;
}

/** Checks the table and gives the key of each row: its location, or its period and location. */
function keyOf(where: string, name: string, table: PlaceTable): (row: number, byPeriod: boolean) => number {
  checkTable(where, name, table, ["location"]);
  checkLocations(where, `${name}.locations`, table.locations);
  const n = table.locations.length;
  const { location } = table.columns;
  checkRowNumbers(where, `${name}.columns.location`, location, n);
  const period = table.columns["period"] as Uint32Array | undefined;
  if (period !== undefined) checkWholes(where, `${name}.columns.period`, period);
  return (row, byPeriod) => (byPeriod ? period![row]! * n : 0) + location[row]!;
}

function checkSamePeriods(where: string, table: PlaceTable, figures: PlaceTable): void {
  if (!("period" in table.columns))
    fail(where, "table", "a table with the column period, as the figures have it", table);
  const [mine, theirs] = [table.periods, figures.periods];
  if (mine === undefined || theirs === undefined) return;
  const same =
    mine.length === theirs.length && mine.columns.firstDay.every((day, p) => day === theirs.columns.firstDay[p]);
  if (!same)
    failInWords(where, "figures", "over the same periods as the table", `${theirs.length} periods of other days`);
}

function checkRowNumbers(where: string, name: string, location: ArrayLike<number>, locations: number): void {
  for (let r = 0; r < location.length; r++) checkInteger(where, `${name}[${r}]`, location[r]!, 0, locations - 1);
}

function numberOf(where: string, name: string, value: unknown): number {
  return typeof value === "number" ? value : fail(where, `the column ${name} of figures`, "a column of numbers", value);
}
