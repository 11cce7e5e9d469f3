import { checkInteger } from "../core/check.ts";
import { dateOfDay } from "../core/dates.ts";
import type { PeopleTable, ReleasedTable } from "../core/people-tables.ts";
import type { Column } from "../types.ts";
import { type CsvOptions, csvOf } from "./csv.ts";
import { type ReportPart, releasedPart } from "./markdown.ts";
import { checkReleasedPeople } from "./released.ts";

/**
 * How many people are where, in what state, on which day? A released table of people as CSV, with names in place of numbers.
 *
 * **How** as `formatTable`; locations, origins and destinations are written by their ids, groups by their labels, periods by
 * their ids and days as dates. A table with a row per location and no column that says so begins with one.
 *
 * @param released - a table that has passed `releaseTable` or `releaseCurve`
 * @param options - the separator
 * @returns the text; a hidden figure, and one that is not defined, is an empty field. The rule is not in the text and belongs
 * beside the file
 * @throws RangeError for a table that is not released or shows counts below its threshold
 *
 * **Cost** O(cells)
 *
 * [rfc-4180]
 *
 * @example
 * const locations = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const columns = { day: Int32Array.of(19783, 19783), hour: Uint8Array.of(7, 7), location: Uint32Array.of(0, 1), events: Uint32Array.of(90, 5), people: Uint32Array.of(31, 2) };
 * const released = releaseTable({ locations, ...createTable(columns) }, { minPeople: 16 });
 * formatPeopleCsv(released); // 'day,hour,location,events,people\n2024-03-01,7,A,90,31\n'
 */
export function formatPeopleCsv(released: ReleasedTable, options: CsvOptions = {}): string {
  const where = "formatPeopleCsv";
  checkReleasedPeople(where, released);
  return csvOf(where, named(released.shown), released.shown.length, options);
}

/**
 * A released table of people, with the rule under it.
 *
 * @param released - a table that has passed `releaseTable` or `releaseCurve`
 * @param rows - how many rows to list, from the first on
 * @returns a part of a report; a hidden figure, and one that is not defined, reads "hidden"
 * @throws RangeError for a table that is not released or shows counts below its threshold, and a number of rows below 1
 *
 * @example
 * const columns = { label: ["2016-01", "2016-02"], present: Float64Array.of(90, 80), atRisk: Float64Array.of(70, 9), movers: Float64Array.of(20, 1) };
 * const part = peopleTable(releaseTable(createTable(columns), { minPeople: 16 }), 10);
 * part.markdown.split("\n").slice(2, 4); // [ '| 2016-01 | 90 | 70 | 20 |', '| 2016-02 | 80 | hidden | hidden |' ]
 */
export function peopleTable(released: ReleasedTable, rows: number): ReportPart {
  const where = "peopleTable";
  checkReleasedPeople(where, released);
  checkInteger(where, "rows", rows, 1);
  const columns = named(released.shown);
  const names = Object.keys(columns);
  const cells = Array.from({ length: Math.min(rows, released.shown.length) }, (_, r) =>
    names.map((name) => {
      const cell = columns[name]![r]!;
      return Number.isNaN(cell) ? "hidden" : cell;
    }),
  );
  return releasedPart(names, cells, released);
}

/** The columns with names in place of the numbers of locations, labels, periods and days. */
function named({ columns, length, locations, labels, periods }: PeopleTable): Readonly<Record<string, Column>> {
  const ids = locations?.columns.id;
  const lists: Readonly<Record<string, readonly string[] | undefined>> = {
    location: ids,
    origin: ids,
    destination: ids,
    topDestination: ids,
    label: labels,
    group: labels,
    period: periods?.columns.id,
  };
  const written = Object.entries(columns).map(([name, column]): [string, Column] => {
    if (isText(column)) return [name, column];
    if (name === "day") return [name, Array.from(column, (day) => dateOfDay(day))];
    const list = lists[name];
    return [name, list === undefined ? column : Array.from(column, (k) => (Number.isNaN(k) ? "" : list[k]!))];
  });
  const isPerLocation = ids?.length === length && !["location", "origin", "label"].some((name) => name in columns);
  return Object.fromEntries(isPerLocation ? [["location", ids], ...written] : written);
}

function isText(column: Column): column is readonly string[] {
  return Array.isArray(column);
}
