import { checkInteger, checkNumber, checkOptions } from "../core/check.ts";
import { checkLocated } from "../core/check-places.ts";
import { checkLocations, checkTable } from "../core/check-tables.ts";
import { checkClock } from "../core/check-variants.ts";
import { startOfDay } from "../core/periods.ts";
import { firstAtLeast } from "../core/runs.ts";
import type { Clock, DenseMatrix, Located, Locations, Table } from "../types.ts";

/** When antennas were in service: UTC seconds `start` (in) to `end` (out), in any order. A location without a row never was. */
export type ServicePeriods = Table<{
  readonly location: Uint32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
}>;

export interface ServicePeriodsOptions {
  /** The clock of the place, which says when a day begins. */
  readonly clock: Clock;
  /** So many local days in a row without any event may be quiet; on more the antenna was out of service. */
  readonly maxSilentDays: number;
}

/** Start and end of slots in UTC seconds, and whether a slot is one to compare with others. */
export interface SlotTimes {
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly ordinary: Uint8Array;
}

const DAY = 86_400;
const LAST_SECOND = 0xffff_ffff;

/**
 * When was each antenna in service, as far as its silence tells?
 *
 * **How** An antenna is out of service on each stretch of more than maxSilentDays whole days without a row, at the start and the
 * end of the records too; else it is in service, quiet days included. The records run from the first to the last day with
 * any row. A place that people left and an antenna without power are equally silent: where the operator keeps a log of
 * outages, take that instead.
 *
 * @param counts - a row per day (and hour) and location with an event, such as `countHourlyVisitors` gives
 * @param options - the clock, and how long an antenna may be quiet
 * @returns stretches in service in the order of locations and time: `location`, `start`, `end` in UTC seconds
 * @throws RangeError for locations that do not exist
 *
 * **Cost** O(rows + locations · days)
 *
 * @example
 * const locations = createLocations("antennas", ["A"], [85.3], [27.7]);
 * const counts = { locations, length: 3, columns: { day: Int32Array.of(1, 2, 9), location: new Uint32Array(3) } };
 * rowsOf(detectServicePeriods(counts, { clock: createClock({ timeZone: "UTC" }), maxSilentDays: 3 })); // [ { location: 0, start: 86400, end: 259200 }, { location: 0, start: 777600, end: 864000 } ]
 */
export function detectServicePeriods(
  counts: Located & Table<{ readonly day: Int32Array; readonly location: Uint32Array }>,
  options: ServicePeriodsOptions,
): ServicePeriods {
  const where = "detectServicePeriods";
  checkTable(where, "counts", counts, ["day", "location"]);
  checkLocations(where, "counts.locations", counts.locations);
  const n = counts.locations.length;
  checkLocated(where, "counts.columns.location", counts.columns.location, n);
  checkOptions(where, options, ["clock", "maxSilentDays"]);
  const { clock, maxSilentDays } = options;
  checkClock(where, "clock", clock);
  checkInteger(where, "maxSilentDays", maxSilentDays, 0);
  const { day, location } = counts.columns;
  let first = Infinity;
  let last = -Infinity;
  for (const each of day) {
    if (each < first) first = each;
    if (each > last) last = each;
  }
  const days = counts.length === 0 ? 0 : last - first + 1;
  const active = new Uint8Array(n * days);
  for (let i = 0; i < counts.length; i++) active[location[i]! * days + day[i]! - first] = 1;
  const starts = Float64Array.from({ length: days === 0 ? 0 : days + 1 }, (_, d) => startOfDay(clock, first + d));
  const found: { location: number; start: number; end: number }[] = [];
  for (let l = 0; l < n; l++) {
    let from = 0;
    let quiet = 0;
    for (let d = 0; d <= days; d++) {
      if (d < days && active[l * days + d] === 0) {
        quiet++;
        continue;
      }
      if (quiet > maxSilentDays) {
        if (d - quiet > from) found.push({ location: l, start: starts[from]!, end: starts[d - quiet]! });
        from = d;
      }
      quiet = 0;
    }
    if (from < days) found.push({ location: l, start: starts[from]!, end: starts[days]! });
  }
  const columns = {
    location: Uint32Array.from(found, (each) => each.location),
    start: Float64Array.from(found, (each) => each.start),
    end: Float64Array.from(found, (each) => each.end),
  };
  return { length: found.length, columns };
}

/** Throws unless the value is a table of service periods of these locations. */
export function checkService(where: string, service: ServicePeriods, locations: Locations): void {
  checkTable(where, "service", service, ["location", "start", "end"]);
  checkLocated(where, "service.columns.location", service.columns.location, locations.length);
  for (let i = 0; i < service.length; i++) {
    checkNumber(where, `service.columns.start[${i}]`, service.columns.start[i]!);
    checkNumber(where, `service.columns.end[${i}]`, service.columns.end[i]!, service.columns.start[i]!);
  }
}

/** Makes NaN of all slots of a location that do not lie wholly in its periods; those that touch or overlap are one. */
export function blankUnserved(series: DenseMatrix, times: SlotTimes, service: ServicePeriods): void {
  const { rows, columns, value } = series;
  const served = new Uint8Array(rows * columns);
  const { location, start, end } = service.columns;
  const order = Uint32Array.from({ length: service.length }, (_, i) => i).sort(
    (a, b) => location[a]! - location[b]! || start[a]! - start[b]!,
  );
  for (let k = 0; k < order.length; ) {
    const l = location[order[k]!]!;
    const from = start[order[k]!]!;
    let to = end[order[k++]!]!;
    for (; k < order.length && location[order[k]!] === l && start[order[k]!]! <= to; k++) {
      to = Math.max(to, end[order[k]!]!);
    }
    for (let s = firstAtLeast(times.start, 0, columns, from); s < columns && times.end[s]! <= to; s++) {
      served[l * columns + s] = 1;
    }
  }
  for (let k = 0; k < served.length; k++) if (served[k] === 0) value[k] = Number.NaN;
}

/**
 * The times of slots of so many hours. A slot is ordinary where it lasts as long as it says, or is a day that has any
 * second at all: days of 23 and 25 hours are days.
 */
export function slotTimesOf(clock: Clock, firstDay: number, columns: number, slotHours: number): SlotTimes {
  const perDay = 24 / slotHours;
  const start = new Float64Array(columns).fill(Infinity);
  const end = new Float64Array(columns);
  const seconds = new Float64Array(columns);
  // A day more on either side, since clocks set back over midnight come to a day twice.
  const from = Math.max(0, startOfDay(clock, firstDay) - DAY);
  const to = Math.min(LAST_SECOND, startOfDay(clock, firstDay + columns / perDay) + DAY);
  const calendar = clock.calendarOf(from, to);
  for (let b = 0; b < calendar.day.length; b++) {
    const slot = (calendar.day[b]! - firstDay) * perDay + Math.floor(calendar.hour[b]! / slotHours);
    if (slot < 0 || slot >= columns) continue;
    const at = calendar.start + b * calendar.binSeconds;
    if (at < start[slot]!) start[slot] = at;
    end[slot] = at + calendar.binSeconds;
    seconds[slot]! += calendar.binSeconds;
  }
  // A slot that does not exist begins and ends where the one before it ends.
  for (let s = 0; s < columns; s++) {
    if (seconds[s] !== 0) continue;
    start[s] = s === 0 ? from : end[s - 1]!;
    end[s] = start[s]!;
  }
  const ordinary = Uint8Array.from(seconds, (length) =>
    (slotHours === 24 ? length > 0 : length === slotHours * 3600) ? 1 : 0,
  );
  return { start, end, ordinary };
}
