import { checkInteger, checkOptions, checkSameLocations, checkWholes, fail, failInWords } from "../core/check.ts";
import { checkLocated } from "../core/check-places.ts";
import { checkFigures, checkList, checkLocations, checkTable } from "../core/check-tables.ts";
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

/**
 * A row per period and location, zeros included, in this order: `rows` counts, every figure asked for is a sum; `outside` counts the
 * rows of days in no period.
 */
export type FiguresByPeriod = Located &
  Table<
    { readonly period: Uint32Array; readonly location: Uint32Array; readonly rows: Uint32Array } & Readonly<
      Record<string, Uint32Array | Float64Array>
    >
  > & { readonly periods: Periods; readonly outside: number };

/**
 * How much happened where in each week or month? Dated rows about places, counted and added up by period and place.
 *
 * **How** rows = rows whose day lies in the period; a figure = the sum of theirs. Where periods overlap, a row counts in each. Of figures
 * that do not add up, such as prices, divide the sum by `rows`.
 *
 * @param rows - rows with a place and a day
 * @param options - the periods, and the columns to add up
 * @returns a row per period and location, as of `countGroupPresence` without groups; a sum is 0 where nothing happened and NaN where a
 * row has NaN in its place: what is not known is not 0. Rows and sums of parts of the rows add up
 * @throws RangeError for periods that are none, a location that is not there, a day that is no day number, a column that is missing or
 * named as one of the result, and figures that are no finite numbers
 *
 * **Cost** O(rows · periods + periods · locations); 12 bytes and 8 a figure for a row of the result
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
  checkLocated(where, "rows.columns.location", location, locations.length);
  const n = locations.length;
  const length = periods.length * n;
  const names = Array.from(figures);
  names.forEach((name, f) => {
    if (["period", "location", "rows"].includes(name) || names.indexOf(name) < f) {
      fail(where, `figures[${f}]`, "a name of its own", name);
    }
    checkTable(where, "rows", rows, [name]);
    checkFigures(where, `rows.columns.${name}`, rows.columns[name] as ArrayLike<number>);
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

/** A table about places, which its column `location` numbers; its column `period`, if it has one, numbers its periods. */
export type PlaceTable<C extends Columns = Columns> = Located &
  Table<C & { readonly location: Uint32Array }> & { readonly periods?: Periods };

/** The rows of a table with figures beside them; `unmatched` counts the rows that the last figures joined say nothing of. */
export type Joined<T> = T & { readonly unmatched: number };

/**
 * What else is known of the place of each row, or of the place in that month?
 *
 * **How** each row of `table` is given the figures of the row of `figures` with the same location, and with the same period where
 * the figures have one.
 *
 * @param table - any table about places: residents by period and group, hours by place, figures joined before
 * @param figures - at most one row for a place, or for a place and a period; over the same locations, and over the same periods where
 * both tables hold them. `interpolateExtensive` and `interpolateIntensive`
 * bring those of other districts to these
 * @returns `table` in its order, with the columns of `figures` beside its own; NaN where there is no such row of figures, and
 * `unmatched` says of how many rows that is so
 * @throws RangeError for figures over other locations or periods, with two rows for one place (and period), with a column that `table`
 * has too, or with one that holds anything but finite numbers and NaN, such as names
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
  const byPeriod = Object.hasOwn(figures.columns, "period");
  if (byPeriod) checkSamePeriods(where, table, figures);
  const n = table.locations.length;
  const rowOf = new Map<number, number>();
  for (let r = 0; r < figures.length; r++) {
    const key = keysOfFigures(r, byPeriod);
    if (rowOf.has(key)) {
      const place = figures.locations.columns.id[key % n]!;
      failInWords(
        where,
        "figures",
        `at most one row for each place${byPeriod ? " and period" : ""}`,
        `two for ${place}`,
      );
    }
    rowOf.set(key, r);
  }
  const source = Int32Array.from({ length: table.length }, (_, r) => rowOf.get(keysOfTable(r, byPeriod)) ?? -1);
  const beside = Object.entries(figures.columns as Readonly<Record<string, ArrayLike<number>>>)
    .filter(([name]) => name !== "location" && name !== "period")
    .map(([name, column]) => {
      if (Object.hasOwn(table.columns, name))
        fail(where, "the columns of figures", "others than those of the table", name);
      checkFigures(where, `figures.columns.${name}`, column, figures.length);
      return [name, Float64Array.from(source, (r) => (r < 0 ? Number.NaN : column[r]!))] as const;
    });
  const unmatched = source.reduce((count, r) => count + (r < 0 ? 1 : 0), 0);
  return { ...table, columns: { ...table.columns, ...Object.fromEntries(beside) }, unmatched } as never;
}

/** Checks the table and gives the key of each row: its location, or its period and location. */
function keyOf(where: string, name: string, table: PlaceTable): (row: number, byPeriod: boolean) => number {
  checkTable(where, name, table, ["location"]);
  checkLocations(where, `${name}.locations`, table.locations);
  const n = table.locations.length;
  const { location } = table.columns;
  checkLocated(where, `${name}.columns.location`, location, n);
  const period = table.columns["period"] as Uint32Array | undefined;
  if (period !== undefined) {
    checkTable(where, name, table, ["period"]);
    checkWholes(where, `${name}.columns.period`, period);
  }
  return (row, byPeriod) => (byPeriod ? period![row]! * n : 0) + location[row]!;
}

function checkSamePeriods(where: string, table: PlaceTable, figures: PlaceTable): void {
  if (!Object.hasOwn(table.columns, "period")) {
    failInWords(where, "table", "a table with the column period, as the figures have it", "a table without");
  }
  const [mine, theirs] = [table.periods, figures.periods];
  if (mine === undefined || theirs === undefined) return;
  checkPeriods(where, mine, "table.periods");
  checkPeriods(where, theirs, "figures.periods");
  const same = (["firstDay", "lastDay"] as const).every((side) =>
    mine.columns[side].every((day, p) => day === theirs.columns[side][p]),
  );
  if (mine.length === theirs.length && same) return;
  failInWords(where, "figures", "over the same periods as the table", `${theirs.length} periods of other days`);
}
