import { checkInteger, checkLength, checkOptions, fail } from "../core/check.ts";
import { checkLocated } from "../core/check-places.ts";
import { checkDense, checkList, checkLists, checkLocations, checkTable, failShape } from "../core/check-tables.ts";
import { checkClock } from "../core/check-variants.ts";
import type { Clock, Columns, DenseMatrix, Located, Table } from "../types.ts";
import { blankUnserved, checkService, type ServicePeriods, type SlotTimes, slotTimesOf } from "./anomaly-service.ts";

/**
 * What was counted or measured in each slot of time: a row per series (a place, a pair of places, a group) named by `ids`,
 * a column per slot. Slot s lies on the local day firstDay + ⌊s / slotsPerDay⌋. 0 was counted; NaN is not known.
 */
export interface TimeSeries extends DenseMatrix {
  readonly ids: readonly string[];
  readonly firstDay: number;
  readonly slotsPerDay: number;
}

/** A row for each location. */
export type ActivitySeries = Located & TimeSeries;

/** A row for each pair of places. */
export type FlowSeries = Located & TimeSeries & { readonly origin: Uint32Array; readonly destination: Uint32Array };

/** Counts by local day, hour (unless by days) and location: of `countHourlyVisitors`, `countHourlyDepartures` and the like. */
export type SlotCounts = Located & Table<Columns & { readonly day: Int32Array; readonly location: Uint32Array }>;

/** Flows by local day, hour and pair of places: of `countHourlyFlows`. */
export type SlotFlows = Located &
  Table<
    Columns & {
      readonly day: Int32Array;
      readonly hour: Uint8Array;
      readonly origin: Uint32Array;
      readonly destination: Uint32Array;
    }
  >;

export interface SeriesSpan {
  /** The clock of the place: an hour that it skips or repeats is no hour to compare. */
  readonly clock: Clock;
  /** The numeric column to take: "events", "people", "moves". */
  readonly column: string;
  /** The first local day, a day number. */
  readonly firstDay: number;
  /** The last local day, included. Days without any row are days of zeros: say what days the records cover. */
  readonly lastDay: number;
  /** Hours of a slot: 1 unless given, 24 for days. Counts of the hours of a slot add up, right for events and moves, not for people. */
  readonly slotHours?: number;
}

export interface ActivitySeriesOptions extends SeriesSpan {
  /** When each antenna was in service; all the time unless given. Slots not wholly in service are not known. */
  readonly service?: ServicePeriods;
}

export interface FlowSeriesOptions extends SeriesSpan {
  /** The pairs of places, one row each; those that occur unless given. Give those of the baseline to score new days. */
  readonly pairs?: { readonly origin: ArrayLike<number>; readonly destination: ArrayLike<number> };
}

/**
 * How much happened at each antenna (or in each area) hour by hour? Zeros included.
 *
 * **How** value[location, slot] = sum of the column over the rows of the slot; 0 where there is no row, since a quiet hour
 * of an antenna is a count of zero. NaN where the antenna was not in service for the whole slot, and in slots shorter than
 * a day in which the clock skips or repeats an hour: they last longer or shorter than those they would be compared with.
 *
 * @param counts - a row per day, hour and location, such as `countHourlyVisitors` gives; without `hour` slots are days
 * @param options - clock, column, days, length of slots, service periods
 * @returns a row per location, a column per slot of the days asked for. Rows of other days are left out
 * @throws RangeError for a column that is none, hours that do not divide a day, values that are not finite
 *
 * **Cost** O(rows + locations · slots): 8 bytes for each location and slot
 *
 * @example
 * const locations = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { day: Int32Array.of(7, 8), hour: Uint8Array.of(9, 20), location: Uint32Array.of(0, 1), events: Uint32Array.of(5, 2) };
 * const counts = { locations, length: 2, columns };
 * const clock = createClock({ timeZone: "UTC" });
 * buildActivitySeries(counts, { clock, column: "events", firstDay: 7, lastDay: 8, slotHours: 24 }).value; // Float64Array(4) [ 5, 0, 0, 2 ]
 */
export function buildActivitySeries(counts: SlotCounts, options: ActivitySeriesOptions): ActivitySeries {
  const where = "buildActivitySeries";
  checkTable(where, "counts", counts, ["day", "location"]);
  checkLocations(where, "counts.locations", counts.locations);
  checkOptions(where, options, ["clock", "column", "firstDay", "lastDay", "slotHours", "service"]);
  const { locations } = counts;
  const { location } = counts.columns;
  checkLocated(where, "counts.columns.location", location, locations.length);
  const hours = (counts.columns as Columns)["hour"] as Uint8Array | undefined;
  const { matrix, times } = fillSeries(where, counts, hours, options, location, locations.length);
  if (options.service !== undefined) {
    checkService(where, options.service, locations);
    blankUnserved(matrix, times, options.service);
  }
  return { locations, ids: locations.columns.id, ...matrix };
}

/**
 * How many moved from one place to another hour by hour? A row for each pair.
 *
 * **How** as `buildActivitySeries`, for pairs; named "origin > destination".
 *
 * @param flows - a row per day, hour and pair, such as `countHourlyFlows` gives
 * @param options - clock, column, days, length of slots, pairs
 * @returns a row per pair in the order of origins and destinations, or in that of the pairs given; flows of other pairs are
 * left out
 * @throws RangeError for a column that is none, places that do not exist, a pair given twice
 *
 * **Cost** O(rows + pairs · slots): 8 bytes for each pair and slot; give the pairs that matter where there are many
 *
 * @example
 * const locations = createLocations("zones", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { day: Int32Array.of(7), hour: Uint8Array.of(9), origin: Uint32Array.of(0), destination: Uint32Array.of(1), moves: Uint32Array.of(3) };
 * const clock = createClock({ timeZone: "UTC" });
 * const series = buildFlowSeries({ locations, length: 1, columns }, { clock, column: "moves", firstDay: 7, lastDay: 7 });
 * [series.ids[0], series.value[9]]; // [ 'A > B', 3 ]
 */
export function buildFlowSeries(flows: SlotFlows, options: FlowSeriesOptions): FlowSeries {
  const where = "buildFlowSeries";
  checkTable(where, "flows", flows, ["day", "hour", "origin", "destination"]);
  checkLocations(where, "flows.locations", flows.locations);
  checkOptions(where, options, ["clock", "column", "firstDay", "lastDay", "slotHours", "pairs"]);
  const { locations } = flows;
  const n = locations.length;
  const { columns } = flows;
  checkLocated(where, "flows.columns.origin", columns.origin, n);
  checkLocated(where, "flows.columns.destination", columns.destination, n);
  const pairs = options.pairs;
  if (pairs !== undefined) {
    checkLists(where, "pairs", pairs, ["origin", "destination"], "{ origin, destination }");
    checkLength(where, "pairs.destination", pairs.destination.length, pairs.origin.length);
  }
  const keysOf = (from: ArrayLike<number>, to: ArrayLike<number>): Float64Array =>
    Float64Array.from(from, (o, i) => o * n + to[i]!);
  const keys = keysOf(columns.origin, columns.destination);
  const wanted =
    pairs === undefined ? Float64Array.from(new Set(keys)).sort() : keysOf(pairs.origin, pairs.destination);
  const rowOf = new Map<number, number>();
  wanted.forEach((key, row) => {
    if (pairs !== undefined) {
      checkInteger(where, `pairs.origin[${row}]`, pairs.origin[row]!, 0, n - 1);
      checkInteger(where, `pairs.destination[${row}]`, pairs.destination[row]!, 0, n - 1);
    }
    if (rowOf.has(key)) fail(where, `pairs.origin[${row}]`, "of a pair not given before", pairs?.origin[row]);
    rowOf.set(key, row);
  });
  const row = Float64Array.from(keys, (key) => rowOf.get(key) ?? -1);
  const { matrix } = fillSeries(where, flows, columns.hour, options, row, wanted.length);
  const origin = Uint32Array.from(wanted, (key) => Math.floor(key / n));
  const destination = Uint32Array.from(wanted, (key) => key % n);
  const { id } = locations.columns;
  const ids = Array.from(origin, (o, p) => `${id[o]} > ${id[destination[p]!]}`);
  return { locations, origin, destination, ids, ...matrix };
}

/** Throws unless the value is a table of series by slots of time. */
export function checkSeries(where: string, name: string, series: TimeSeries): void {
  checkDense(where, name, series);
  if (!("ids" in series)) failShape(where, name, "series such as buildActivitySeries makes", series);
  checkList(where, `${name}.ids`, series.ids);
  checkLength(where, `${name}.ids`, series.ids.length, series.rows);
  checkInteger(where, `${name}.firstDay`, series.firstDay);
  checkInteger(where, `${name}.slotsPerDay`, series.slotsPerDay, 1, 24);
  if (24 % series.slotsPerDay !== 0) fail(where, `${name}.slotsPerDay`, "a divisor of 24", series.slotsPerDay);
  checkLength(
    where,
    `${name}.columns`,
    series.columns,
    series.slotsPerDay * Math.ceil(series.columns / series.slotsPerDay),
  );
  for (let k = 0; k < series.value.length; k++) {
    const x = series.value[k]!;
    if (!Number.isFinite(x) && !Number.isNaN(x)) fail(where, `${name}.value[${k}]`, "a finite number or NaN", x);
  }
}

/** The last day that ends within 32 bits of seconds, whatever the zone. */
const LAST_DAY = 49_708;

type Matrix = DenseMatrix & { readonly firstDay: number; readonly slotsPerDay: number };

/** Adds the rows of a table into series; a row of −1 is left out. */
function fillSeries(
  where: string,
  table: Table<Columns & { readonly day: Int32Array }>,
  hours: Uint8Array | undefined,
  options: SeriesSpan,
  row: ArrayLike<number>,
  rows: number,
): { matrix: Matrix; times: SlotTimes } {
  const { clock, column, firstDay, lastDay, slotHours = hours === undefined ? 24 : 1 } = options;
  checkClock(where, "clock", clock);
  const counted = typeof column === "string" ? (table.columns as Columns)[column] : undefined;
  if (!ArrayBuffer.isView(counted)) fail(where, "column", "the name of a numeric column", column);
  checkLength(where, `columns.${column}`, counted.length, table.length);
  checkInteger(where, "firstDay", firstDay, 1, LAST_DAY);
  checkInteger(where, "lastDay", lastDay, firstDay, LAST_DAY);
  checkInteger(where, "slotHours", slotHours, hours === undefined ? 24 : 1, 24);
  if (24 % slotHours !== 0) fail(where, "slotHours", "a divisor of 24", slotHours);
  const slotsPerDay = 24 / slotHours;
  const columns = (lastDay - firstDay + 1) * slotsPerDay;
  const times = slotTimesOf(clock, firstDay, columns, slotHours);
  const value = new Float64Array(rows * columns);
  const { day } = table.columns;
  for (let i = 0; i < table.length; i++) {
    const own = counted[i] as number;
    if (!Number.isFinite(own)) fail(where, `columns.${column}[${i}]`, "a finite number", own);
    const hour = hours === undefined ? 0 : hours[i]!;
    if (hour > 23) fail(where, `columns.hour[${i}]`, "from 0 to 23", hour);
    if (row[i]! < 0 || day[i]! < firstDay || day[i]! > lastDay) continue;
    const at = row[i]! * columns + (day[i]! - firstDay) * slotsPerDay + Math.floor(hour / slotHours);
    value[at]! += own;
  }
  for (let s = 0; s < columns; s++) {
    if (times.ordinary[s] === 1) continue;
    for (let r = 0; r < rows; r++) value[r * columns + s] = Number.NaN;
  }
  return { matrix: { rows, columns, value, firstDay, slotsPerDay }, times };
}
