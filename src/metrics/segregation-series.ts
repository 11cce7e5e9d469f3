import { checkOptions, fail } from "../core/check.ts";
import { checkLists, checkLocations, checkTable } from "../core/check-tables.ts";
import { checkGroupNumbers } from "../core/groups.ts";
import { checkNamedWindows, type NamedWindow } from "../core/hours.ts";
import { checkPeriods } from "../core/periods.ts";
import type { Located, Periods, Table } from "../types.ts";
import { checkIndex, indexValue, type SegregationIndex } from "./segregation-index.ts";

/**
 * People by period, location and group, as `countGroupResidents` and `countGroupPresence` make them, or by window of hours too, as
 * `countGroupHours` does; `label` numbers `labels`, `window` numbers `windows`.
 */
export type PeriodPeople = Located &
  Table<{
    readonly period: Uint32Array;
    readonly window?: Uint32Array;
    readonly location: Uint32Array;
    readonly label: Uint8Array;
    readonly people: Uint32Array;
  }> & { readonly labels: readonly string[]; readonly periods: Periods; readonly windows?: readonly NamedWindow[] };

export interface SegregationByPeriodOptions {
  /** The index: a function of counts, such as `(counts) => dissimilarityIndex(counts, { group: "refugees" })`. */
  readonly index: SegregationIndex;
}

/** A row per period and window: windows are `windows` of the people, and a table without any has one row per period. */
export type SegregationByPeriod = Table<{
  readonly period: Uint32Array;
  /** The number of the window; 0 where the people have none. */
  readonly window: Uint32Array;
  /** The people counted in the period and window, those in several locations once in each. */
  readonly people: Float64Array;
  readonly value: Float64Array;
}> & { readonly periods: Periods; readonly windows: readonly NamedWindow[] };

/**
 * How has segregation developed from month to month, and how does it change over the hours of the day?
 *
 * **How** value = the index of the people of the period, and of the window of hours where there are such, by location and group; rows
 * of the same period, window, location and label add up. Windows never do: one person is counted in several.
 *
 * @param people - people by period, location and group, with or without windows
 * @param options - the index
 * @returns a row per period and window in order, of those without people too; value is NaN where the index is not defined, nothing is
 * interpolated. Months and hours with few people say little: `bootstrapSegregation` of one tells how little
 * @throws RangeError for rows of a period, window, location or label that is not there, or an index that gives no number. The index
 * must not keep or change the counts that it is given
 *
 * **Cost** O(rows + periods · windows · locations · groups) and an index per row of the result
 *
 * @example
 * const zones = createLocations("zones", ["Ordu", "Rize"], [37.9, 40.5], [41, 41]);
 * const periods = buildMonths({ clock: createClock({ timeZone: "UTC" }), firstDay: 20300, lastDay: 20330 });
 * const columns = { period: Uint32Array.of(0, 1, 0, 1), location: Int32Array.of(0, 1, 1, -1) };
 * const history = { locations: zones, users: ["ann", "bo"], offsets: Uint32Array.of(0, 2, 4), length: 4, columns, periods };
 * const residents = countGroupResidents(history, { groupOf: [0, 1], labels: ["locals", "refugees"] });
 * const index = (counts) => dissimilarityIndex(counts, { group: "refugees" });
 * measureSegregationByPeriod(residents, { index }).columns.value; // Float64Array(2) [ 1, NaN ]
 */
export function measureSegregationByPeriod(
  people: PeriodPeople,
  options: SegregationByPeriodOptions,
): SegregationByPeriod {
  const where = "measureSegregationByPeriod";
  checkTable(where, "people", people, ["period", "location", "label", "people"]);
  checkLocations(where, "people.locations", people.locations);
  checkLists(where, "people", people, ["labels"], "people by period, location and label");
  checkPeriods(where, people.periods);
  const windows = windowsOf(where, people);
  checkOptions(where, options, ["index"]);
  const { index } = options;
  checkIndex(where, index);
  const { locations, labels, periods } = people;
  const { location, label, people: number } = people.columns;
  checkGroupNumbers(where, label, labels.length);
  const perPeriod = people.columns.window === undefined ? 1 : windows.length;
  const length = periods.length * perPeriod;
  const { starts, order } = rowsBySlot(where, people, perPeriod, length);
  const count = new Float64Array(locations.length * labels.length);
  const columns = {
    period: Uint32Array.from({ length }, (_, slot) => Math.floor(slot / perPeriod)),
    window: Uint32Array.from({ length }, (_, slot) => slot % perPeriod),
    people: new Float64Array(length),
    value: new Float64Array(length),
  };
  for (let slot = 0; slot < length; slot++) {
    count.fill(0);
    for (let k = starts[slot]!; k < starts[slot + 1]!; k++) {
      const row = order[k]!;
      count[location[row]! * labels.length + label[row]!]! += number[row]!;
      columns.people[slot]! += number[row]!;
    }
    columns.value[slot] = indexValue(where, index, { labels, count });
  }
  return { length, columns, periods, windows: windows.slice() };
}

/** The windows of people; throws where only one of the column and its names is there. */
function windowsOf(where: string, people: PeriodPeople): readonly NamedWindow[] {
  const { windows, columns } = people;
  if (columns.window === undefined && windows === undefined) return [];
  checkTable(where, "people", people, ["window"]);
  checkNamedWindows(where, windows!);
  return windows!;
}

/** The rows of each slot (period · windows + window), those of slot s at order[starts[s]] … order[starts[s + 1] − 1]. */
function rowsBySlot(
  where: string,
  { locations, periods, length, columns: { period, window, location } }: PeriodPeople,
  perPeriod: number,
  slots: number,
): { readonly starts: Uint32Array; readonly order: Uint32Array } {
  const starts = new Uint32Array(slots + 1);
  const slotOf = new Uint32Array(length);
  for (let row = 0; row < length; row++) {
    const own = window?.[row] ?? 0;
    if (!(period[row]! < periods.length)) fail(where, `people.columns.period[${row}]`, "one of periods", period[row]);
    if (!(own < perPeriod)) fail(where, `people.columns.window[${row}]`, "one of windows", own);
    if (!(location[row]! >= 0 && location[row]! < locations.length)) {
      fail(where, `people.columns.location[${row}]`, "one of locations", location[row]);
    }
    slotOf[row] = period[row]! * perPeriod + own;
    starts[slotOf[row]! + 1]!++;
  }
  for (let slot = 0; slot < slots; slot++) starts[slot + 1]! += starts[slot]!;
  const next = starts.slice();
  const order = new Uint32Array(length);
  for (let row = 0; row < length; row++) order[next[slotOf[row]!]!++] = row;
  return { starts, order };
}
