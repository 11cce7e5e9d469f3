import { checkOptions, checkText, fail } from "../core/check.ts";
import { checkList, checkLocations } from "../core/check-tables.ts";
import { dayOfDate } from "../core/dates.ts";
import type { Located, Locations, Refused, Table } from "../types.ts";
import { type Batch, reasonOf, textOfField } from "./batch.ts";
import { columnOf, createCsvReader } from "./csv.ts";
import { createRefusalList, type RefusalReason, refuse, refusedTable } from "./refusals.ts";

/**
 * Figures from elsewhere about places: votes, prices of flats, unemployment, events in the news. Read by the id of the place,
 * so that they stand beside what phone records say of it.
 */

/** The columns of a text of figures. */
export interface ReadFiguresOptions {
  /** The places that the ids in the text name. */
  readonly locations: Locations;
  /** The column with the id of the place. */
  readonly id: string;
  /** The columns of figures: numbers with a decimal point and no other signs, such as -1.5 or 2e6; empty where a figure is not known. */
  readonly figures: readonly string[];
  /** The character between fields, "," unless given. */
  readonly separator?: string;
  /** The names of the columns of a text without a header line. */
  readonly header?: readonly string[];
}

export interface ReadDatedFiguresOptions extends ReadFiguresOptions {
  /** The column with the date, as 2016-01-31 or 20160131. */
  readonly date: string;
}

/** A row per location, in their order; a column for each figure, NaN where it is not known. */
export type Figures = Located &
  Table<{ readonly location: Uint32Array } & Readonly<Record<string, Float64Array | Uint32Array>>>;

/** A row per line of the text, in its order, with the local day; a column for each figure, NaN where it is not known. */
export type DatedFigures = Located &
  Table<
    { readonly location: Uint32Array; readonly day: Int32Array } & Readonly<
      Record<string, Float64Array | Uint32Array | Int32Array>
    >
  >;

/** Figures that could be read, the locations that no row taken is about, and the rows that could not be taken: those taken + refused.length = given. */
export interface FiguresRead {
  readonly figures: Figures;
  /** Rows of `locations` that no row taken is about: their figures are NaN. */
  readonly missing: Uint32Array;
  readonly refused: Refused;
  readonly given: number;
}

/** Dated figures that could be read, and the rows that could not be taken: figures.length + refused.length = given. */
export interface DatedFiguresRead {
  readonly figures: DatedFigures;
  readonly refused: Refused;
  readonly given: number;
}

/**
 * What is known of each place from elsewhere? One row of figures per place (votes, prices, services) from text with a header
 * line (CSV).
 *
 * **How** columns are found by name, places by id, letter by letter: 01 is not 1. An empty field is a figure that is not known, not 0. Nothing is
 * guessed: "1,5", "1 200", "12 %" and "NA" are no numbers, and their rows are refused.
 *
 * @param source - the whole text, or its bytes in UTF-8
 * @param options - the places, and the names of the columns
 * @returns `figures` with a row per location in their order, beside which residents, segregation by district or flows of the
 * same locations stand row by row; `missing`; `refused`, each with its line (the header is line 1) and one of
 * `REFUSAL_REASONS`: an id that is missing, unknown or given earlier, or a figure that is no number
 * @throws RangeError for a column that the header does not have, or has twice; for a figure of the name of a column that is
 * there anyway (`location`); for a source without a header
 *
 * **Cost** O(text), about 1 µs for each id and figure
 * @example
 * const locations = createLocations("zones", ["A", "B", "C"], [29, 30, 31], [41, 41, 41]);
 * const text = "district,votes,rent\nB,0.4,1200\nA,0.7,\nX,0.1,900";
 * const { figures, missing, refused } = readFigures(text, { locations, id: "district", figures: ["votes", "rent"] });
 * figures.columns.votes; // Float64Array(3) [ 0.7, 0.4, NaN ]
 * missing; // Uint32Array(1) [ 2 ]
 * rowsOf(refused); // [ { row: 4, reason: 'id not in the table' } ]
 */
export function readFigures(source: string | Uint8Array, options: ReadFiguresOptions): FiguresRead {
  const where = "readFigures";
  checkOptions(where, options, ["locations", "id", "figures", "separator", "header"]);
  const names = checkNames(where, options, ["location"]);
  const { locations } = options;
  const held = new Uint8Array(locations.length);
  const columns = names.map(() => new Float64Array(locations.length).fill(Number.NaN));
  const { refused, given } = readRows(where, source, options, null, (location, _day, values) => {
    if (held[location] === 1) return "id given earlier";
    held[location] = 1;
    columns.forEach((column, f) => {
      column[location] = values[f]!;
    });
    return null;
  });
  const location = Uint32Array.from({ length: locations.length }, (_, l) => l);
  const figures = { locations, length: locations.length, columns: { location, ...named(names, columns) } };
  return { figures, missing: location.filter((l) => held[l] === 0), refused, given };
}

/**
 * What happened where on which day? Dated rows about places (events in the news, prices by month) from text with a header line
 * (CSV); any number of rows for a place and a day.
 *
 * **How** as `readFigures`; a date is a day of the local calendar, a month's is that of its first day.
 *
 * @param source - the whole text, or its bytes in UTF-8
 * @param options - the places, and the names of the columns; without figures the rows themselves are what is counted
 * @returns `figures` in the order of the text, for `countByPeriod`; `refused` as `readFigures`, and for a date that is missing,
 * written otherwise or not in the calendar
 * @throws RangeError as `readFigures`, and for a figure named `day`
 *
 * **Cost** O(text), about 1 µs for each id, date and figure
 * @example
 * const locations = createLocations("zones", ["A", "B"], [29, 30], [41, 41]);
 * const text = "where,when,articles\nB,20170114,12\nA,2017-01-15,3";
 * const { figures } = readDatedFigures(text, { locations, id: "where", date: "when", figures: ["articles"] });
 * rowsOf(figures); // [ { location: 1, day: 17180, articles: 12 }, { location: 0, day: 17181, articles: 3 } ]
 */
export function readDatedFigures(source: string | Uint8Array, options: ReadDatedFiguresOptions): DatedFiguresRead {
  const where = "readDatedFigures";
  checkOptions(where, options, ["locations", "id", "figures", "separator", "header", "date"]);
  checkText(where, "date", options.date);
  const names = checkNames(where, options, ["location", "day"]);
  const places: number[] = [];
  const days: number[] = [];
  const columns: number[][] = names.map(() => []);
  const { refused, given } = readRows(where, source, options, options.date, (location, day, values) => {
    places.push(location);
    days.push(day);
    columns.forEach((column, f) => {
      column.push(values[f]!);
    });
    return null;
  });
  const figures = {
    locations: options.locations,
    length: places.length,
    columns: {
      location: Uint32Array.from(places),
      day: Int32Array.from(days),
      ...named(
        names,
        columns.map((column) => Float64Array.from(column)),
      ),
    },
  };
  return { figures, refused, given };
}

function checkNames(where: string, options: ReadFiguresOptions, taken: readonly string[]): readonly string[] {
  checkLocations(where, "locations", options.locations);
  checkText(where, "id", options.id);
  checkList(where, "figures", options.figures);
  const names = Array.from(options.figures);
  names.forEach((name, f) => {
    checkText(where, `figures[${f}]`, name);
    if (taken.includes(name) || names.indexOf(name) < f) fail(where, `figures[${f}]`, "a name of its own", name);
  });
  return names;
}

type TakeRow = (location: number, day: number, values: Float64Array) => RefusalReason | null;

function readRows(
  where: string,
  source: string | Uint8Array,
  options: ReadFiguresOptions,
  date: string | null,
  take: TakeRow,
): { refused: Refused; given: number } {
  const refused = createRefusalList();
  const rowById = new Map(options.locations.columns.id.map((id, l) => [id, l]));
  const values = new Float64Array(options.figures.length);
  let given = 0;
  let idColumn = 0;
  let dateColumn = -1;
  let columns: readonly number[] = [];
  const reasonAgainst = (batch: Batch, r: number): RefusalReason | null => {
    const id = textOfField(batch, r, idColumn);
    if (id === null) return "id not in UTF-8";
    if (id === "") return "id missing";
    const location = rowById.get(id);
    if (location === undefined) return "id not in the table";
    const day = dateColumn < 0 ? 0 : dayOf(textOfField(batch, r, dateColumn));
    if (typeof day === "string") return day;
    for (let f = 0; f < columns.length; f++) {
      const text = textOfField(batch, r, columns[f]!);
      if (text === null || !/^([+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)?$/i.test(text)) return "figure not a number";
      values[f] = text === "" ? Number.NaN : Number(text);
      if (Math.abs(values[f]!) === Infinity) return "figure not a number";
    }
    return take(location, day, values);
  };
  const reader = createCsvReader(where, options, {
    header: (names) => {
      idColumn = columnOf(where, names, options.id);
      if (date !== null) dateColumn = columnOf(where, names, date);
      columns = options.figures.map((name) => columnOf(where, names, name));
    },
    take: (batch) => {
      for (let r = 0; r < batch.rows; r++) {
        given++;
        const code = batch.reason[r]!;
        const reason = code === 0 ? reasonAgainst(batch, r) : reasonOf(code);
        if (reason !== null) refuse(refused, batch.row[r]!, reason);
      }
    },
  });
  reader.push(source);
  reader.end();
  return { refused: refusedTable(refused), given };
}

/** The number of a day, or why the text names none. */
function dayOf(text: string | null): number | RefusalReason {
  if (text === "") return "time missing";
  const parts = /^(\d{4})(-?)(\d\d)\2(\d\d)$/.exec(text ?? "");
  if (parts === null) return "time not in the given format";
  try {
    return dayOfDate(`${parts[1]}-${parts[3]}-${parts[4]}`);
  } catch {
    return "date or time of day that does not exist";
  }
}

function named(names: readonly string[], columns: readonly Float64Array[]): Record<string, Float64Array> {
  return Object.fromEntries(names.map((name, f) => [name, columns[f]!]));
}
