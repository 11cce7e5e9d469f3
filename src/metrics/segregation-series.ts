import { checkOptions, fail } from "../core/check.ts";
import { checkLists, checkLocations, checkTable } from "../core/check-tables.ts";
import { checkGroupNumbers } from "../core/groups.ts";
import { checkPeriods } from "../core/periods.ts";
import type { Located, Periods, Table } from "../types.ts";
import type { SegregationIndex } from "./segregation-index.ts";
import { checkIndex, indexValue } from "./segregation-null-values.ts";

/** People by period, location and group, as `countGroupResidents` and `countGroupPresence` make them; `label` numbers `labels`. */
export type PeriodPeople = Located &
  Table<{
    readonly period: Uint32Array;
    readonly location: Uint32Array;
    readonly label: Uint8Array;
    readonly people: Uint32Array;
  }> & { readonly labels: readonly string[]; readonly periods: Periods };

export interface SegregationByPeriodOptions {
  /** The index: a function of counts, such as `(counts) => dissimilarityIndex(counts, { group: "refugees" })`. */
  readonly index: SegregationIndex;
}

/** A row per period. */
export type SegregationByPeriod = Table<{
  readonly period: Uint32Array;
  /** The people counted in the period, those in several locations once in each. */
  readonly people: Float64Array;
  readonly value: Float64Array;
}> & { readonly periods: Periods };

/**
 * How has segregation developed from month to month?
 *
 * **How** value = the index of the people of the period by location and group; rows of the same period, location and label add up.
 *
 * @param people - people by period, location and group
 * @param options - the index
 * @returns a row per period in order; value is NaN where the index is not defined, nothing is interpolated. Months with few people say
 * little: `bootstrapSegregation` of a month tells how little
 * @throws RangeError for rows of a period, location or label that is not there, or an index that gives no number. The index must not
 * keep or change the counts that it is given
 *
 * **Cost** O(rows + periods · locations · groups) and an index per period
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
  checkOptions(where, options, ["index"]);
  const { index } = options;
  checkIndex(where, index);
  const { locations, labels, periods, length } = people;
  const { period, location, label, people: number } = people.columns;
  checkGroupNumbers(where, label, labels.length);
  const starts = new Uint32Array(periods.length + 1);
  for (let row = 0; row < length; row++) {
    if (!(period[row]! < periods.length)) fail(where, `people.columns.period[${row}]`, "one of periods", period[row]);
    if (!(location[row]! < locations.length)) {
      fail(where, `people.columns.location[${row}]`, "one of locations", location[row]);
    }
    starts[period[row]! + 1]!++;
  }
  for (let p = 0; p < periods.length; p++) starts[p + 1]! += starts[p]!;
  const next = starts.slice();
  const order = new Uint32Array(length);
  for (let row = 0; row < length; row++) order[next[period[row]!]!++] = row;
  const count = new Float64Array(locations.length * labels.length);
  const columns = {
    period: Uint32Array.from({ length: periods.length }, (_, p) => p),
    people: new Float64Array(periods.length),
    value: new Float64Array(periods.length),
  };
  for (let p = 0; p < periods.length; p++) {
    count.fill(0);
    for (let k = starts[p]!; k < starts[p + 1]!; k++) {
      const row = order[k]!;
      count[location[row]! * labels.length + label[row]!]! += number[row]!;
      columns.people[p]! += number[row]!;
    }
    columns.value[p] = indexValue(where, index, { labels, count });
  }
  return { length: periods.length, columns, periods };
}
