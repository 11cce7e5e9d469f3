import { checkOptions, fail } from "../core/check.ts";
import { checkList, checkLocations, checkTable } from "../core/check-tables.ts";
import { checkNamedWindows, type NamedWindow } from "../core/hours.ts";
import { checkPeriods } from "../core/periods.ts";
import type { GroupCounts, Located, Periods, Table } from "../types.ts";

/** People by period, location and group, and by window where the table has windows: what `countGroupResidents`, `countGroupPresence` and `countGroupHours` make. */
export type PeopleByGroup = Located &
  Table<{
    readonly period: Uint32Array;
    readonly location: Uint32Array;
    readonly label: Uint8Array;
    readonly people: Uint32Array;
  }> & {
    readonly labels: readonly string[];
    readonly periods: Periods;
    readonly windows?: readonly NamedWindow[];
  };

export interface SelectGroupCountsOptions {
  /** The name of the period: "2017-01" for a month, else the date of its first day. */
  readonly period: string;
  /** The name of the window, where the table has windows. */
  readonly window?: string;
}

/**
 * Who is where in one month, or at night in one month? The counts of a period, and a window, for an index of segregation.
 *
 * @param people - people by period, location and group, and by window where it has windows
 * @param options - the names of the period and, where there are any, of the window
 * @returns the counts of all locations and groups; 0 where the table has no row
 * @throws RangeError for names that the table does not have or, of periods that begin on one day, has twice; a window where it has none or none
 * where it has some; a row that is there twice
 *
 * **Cost** O(rows)
 * @example
 * const zones = createLocations("zones", ["Ordu", "Rize"], [37.9, 40.5], [41, 41]);
 * const periods = buildMonths({ clock: createClock({ timeZone: "UTC" }), firstDay: 20300, lastDay: 20330 });
 * const columns = { period: Uint32Array.of(0, 1, 0, 1), location: Int32Array.of(0, 1, 1, -1) };
 * const history = { locations: zones, users: ["ann", "bo"], offsets: Uint32Array.of(0, 2, 4), length: 4, columns, periods };
 * const people = countGroupResidents(history, { groupOf: [0, 1], labels: ["refugees", "locals"] });
 * selectGroupCounts(people, { period: "2025-07" }).count; // Float64Array(4) [ 1, 0, 0, 1 ]
 */
export function selectGroupCounts(people: PeopleByGroup, options: SelectGroupCountsOptions): GroupCounts {
  const where = "selectGroupCounts";
  checkTable(where, "people", people, ["period", "location", "label", "people"]);
  checkLocations(where, "people.locations", people.locations);
  checkList(where, "people.labels", people.labels);
  checkPeriods(where, people.periods, "people.periods");
  checkOptions(where, options, ["period", "window"]);
  const { locations, labels, periods, windows } = people;
  const period = periods.columns.id.indexOf(options.period);
  const names = periods.columns.id.join(", ");
  if (period < 0) fail(where, "period", `the name of one of ${names}`, options.period);
  if (periods.columns.id.includes(options.period, period + 1)) {
    fail(where, "period", `a name that one period has alone (${names})`, options.period);
  }
  let at = 0;
  if (windows === undefined) {
    if (options.window !== undefined) fail(where, "window", "left out: the table has no windows", options.window);
  } else {
    checkTable(where, "people", people, ["window"]);
    checkNamedWindows(where, windows);
    at = windows.findIndex(({ id }) => id === options.window);
    if (at < 0) fail(where, "window", `one of ${windows.map(({ id }) => id).join(", ")}`, options.window);
  }
  const windowOf = windows === undefined ? null : (people.columns as Record<string, ArrayLike<number>>)["window"]!;
  const { location, label } = people.columns;
  const count = new Float64Array(locations.length * labels.length);
  const held = new Uint8Array(count.length);
  for (let row = 0; row < people.length; row++) {
    if (people.columns.period[row] !== period || (windowOf !== null && windowOf[row] !== at)) continue;
    const cell = location[row]! * labels.length + label[row]!;
    if (!(location[row]! < locations.length && label[row]! < labels.length) || held[cell] === 1) {
      fail(where, `row ${row} of people`, "the only one of its location and label, both of which are there", "another");
    }
    held[cell] = 1;
    count[cell] = people.columns.people[row]!;
  }
  return { locations, labels: labels.slice(), count };
}
