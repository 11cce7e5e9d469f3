import { daysOf } from "../core/calendars.ts";
import { checkOptions } from "../core/check.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkClock } from "../core/check-variants.ts";
import { calendarOfSequences } from "../core/clock.ts";
import { checkPeriods } from "../core/periods.ts";
import { firstAtLeast } from "../core/runs.ts";
import { sparseFromEntries } from "../core/sparse.ts";
import type { Clock, Located, Periods, Table, Traces } from "../types.ts";

export interface CountHourlyVisitorsOptions {
  /** The clock of the place. */
  readonly clock: Clock;
}

export interface CountVisitorsOptions {
  /** The periods to count in: `buildWeeks`, `buildMonths`, or days and any stretches of your own by `buildPeriods`. */
  readonly periods: Periods;
}

/** A row per local hour and location with an event: the events and the distinct users behind them. */
export type HourlyVisitors = Located &
  Table<{
    readonly day: Int32Array;
    readonly hour: Uint8Array;
    readonly location: Uint32Array;
    readonly events: Uint32Array;
    readonly people: Uint32Array;
  }>;

/** A row per period and location with an event: the events and the distinct users behind them. */
export type Visitors = Located &
  Table<{
    readonly period: Uint32Array;
    readonly location: Uint32Array;
    readonly events: Uint32Array;
    readonly people: Uint32Array;
  }>;

/**
 * How many people are in each place in each hour, and how many events do they have there?
 *
 * **How** events = events at the location whose local time lies in the hour of the day; people = distinct users among them.
 *
 * @param traces - where each user was seen, in time order; at antennas or, after `relocate`, at zones
 * @param options - the clock
 * @returns a row per hour and location with an event, in this order: `day` (days since 1970-01-01), `hour` 0–23, `location`,
 * `events`, `people` (at least 1, at most `events`). Counts of parts of the users add up. Where `people` are few, a row says
 * much about each of them: it is not for release as it is
 * @throws RangeError for traces out of time order, or a user who stands twice
 *
 * **Cost** O(events + hours)
 *
 * [flowminder-2020]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const events = { users: ["ann", "bo"], user: Uint32Array.of(0, 0, 1), time: Uint32Array.of(0, 60, 90), location: Uint32Array.of(1, 1, 1) };
 * const counts = countHourlyVisitors(buildTracesOfEvents(events, antennas), { clock: createClock({ timeZone: "UTC" }) });
 * rowsOf(counts); // [ { day: 0, hour: 0, location: 1, events: 3, people: 2 } ]
 */
export function countHourlyVisitors(traces: Traces, options: CountHourlyVisitorsOptions): HourlyVisitors {
  const where = "countHourlyVisitors";
  checkTraces(where, traces);
  checkUsersOnce(where, "traces", traces.users);
  checkOptions(where, options, ["clock"]);
  checkClock(where, "clock", options.clock);
  const { users, offsets, locations } = traces;
  const { time, location } = traces.columns;
  const tally = createTally(locations.length);
  const calendar = calendarOfSequences(time, offsets, options.clock);
  let firstDay = 0;
  let hours = 0;
  if (calendar !== null) {
    const { start, binSeconds } = calendar;
    const { first, last } = daysOf(calendar);
    firstDay = first;
    hours = 24 * (last - first + 1);
    const hourOfBin = Uint32Array.from(calendar.hour, (hour, b) => 24 * (calendar.day[b]! - firstDay) + hour);
    for (let u = 0; u < users.length; u++) {
      const from = offsets[u]!;
      const rows = offsets[u + 1]! - from;
      const hourOf = new Uint32Array(rows);
      let ordered = true;
      for (let i = 0; i < rows; i++) {
        hourOf[i] = hourOfBin[((time[from + i]! - start) / binSeconds) >>> 0]!;
        if (i > 0 && hourOf[i]! < hourOf[i - 1]!) ordered = false;
      }
      const at = location.slice(from, from + rows);
      if (!ordered) orderTogether(hourOf, at);
      let first = 0;
      for (let i = 1; i <= rows; i++) {
        if (i < rows && hourOf[i] === hourOf[first]) continue;
        tally.add(hourOf[first]!, at, first, i);
        first = i;
      }
    }
  }
  const { slice, ...counts } = tally.rows(hours);
  const day = Int32Array.from(slice, (h) => firstDay + Math.floor(h / 24));
  const hour = Uint8Array.from(slice, (h) => h % 24);
  return { locations, length: slice.length, columns: { day, hour, ...counts } };
}

/**
 * How many people are in each place in each week, day or month, and how many events do they have there?
 *
 * **How** events = events at the location with start ≤ time < end of the period; people = distinct users among them, who
 * count once however many days of it they are there. Where periods overlap, an event counts in each that it lies in.
 *
 * @param traces - where each user was seen, in time order; at antennas or, after `relocate`, at zones
 * @param options - the periods
 * @returns a row per period and location with an event, in this order: `period` (row of the periods), `location`, `events`,
 * `people` (at least 1, at most `events`). Counts of parts of the users add up; people of parts of a period do not
 * @throws RangeError for traces out of time order, periods that are none, or a user who stands twice
 *
 * **Cost** O(events in periods + users · periods log events)
 *
 * [flowminder-2020]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const time = Uint32Array.of(100_000_000, 100_000_060, 100_000_090);
 * const traces = buildTracesOfEvents({ users: ["ann", "bo"], user: Uint32Array.of(0, 0, 1), time, location: Uint32Array.of(1, 1, 1) }, antennas);
 * const clock = createClock({ timeZone: "UTC" });
 * const periods = buildWeeks({ clock, firstDay: 1157, lastDay: 1157 });
 * rowsOf(countVisitors(traces, { periods })); // [ { period: 0, location: 1, events: 3, people: 2 } ]
 */
export function countVisitors(traces: Traces, options: CountVisitorsOptions): Visitors {
  const where = "countVisitors";
  checkTraces(where, traces);
  checkUsersOnce(where, "traces", traces.users);
  checkOptions(where, options, ["periods"]);
  const { periods } = options;
  checkPeriods(where, periods);
  const { users, offsets, locations } = traces;
  const { time, location } = traces.columns;
  const { start, end } = periods.columns;
  const tally = createTally(locations.length);
  for (let u = 0; u < users.length; u++) {
    for (let p = 0; p < periods.length; p++) {
      const from = firstAtLeast(time, offsets[u]!, offsets[u + 1]!, start[p]!);
      const to = firstAtLeast(time, from, offsets[u + 1]!, end[p]!);
      if (from < to) tally.add(p, location, from, to);
    }
  }
  const { slice, ...counts } = tally.rows(periods.length);
  return { locations, length: slice.length, columns: { period: slice, ...counts } };
}

/** Counts events and people per slice of time and location. */
interface Tally {
  /** Adds one user's rows from … to − 1 of `location` that lie in the slice: all of them, in one call. */
  readonly add: (slice: number, location: Uint32Array, from: number, to: number) => void;
  /** The counts, in the order of slices below `slices` and locations. */
  readonly rows: (slices: number) => {
    slice: Uint32Array;
    location: Uint32Array;
    events: Uint32Array;
    people: Uint32Array;
  };
}

function createTally(locations: number): Tally {
  const count = new Uint32Array(locations);
  const ofSlice: number[] = [];
  const at: number[] = [];
  const events: number[] = [];
  return {
    add: (slice, location, from, to) => {
      for (let i = from; i < to; i++) count[location[i]!]!++;
      for (let i = from; i < to; i++) {
        const l = location[i]!;
        if (count[l] === 0) continue;
        ofSlice.push(slice);
        at.push(l);
        events.push(count[l]!);
        count[l] = 0;
      }
    },
    rows: (slices) => {
      const summed = sparseFromEntries(slices, locations, ofSlice, at, events);
      const people = sparseFromEntries(slices, locations, ofSlice, at, new Uint8Array(at.length).fill(1));
      const slice = new Uint32Array(summed.index.length);
      for (let s = 0; s < slices; s++) slice.fill(s, summed.offsets[s]!, summed.offsets[s + 1]!);
      return {
        slice,
        location: summed.index,
        events: Uint32Array.from(summed.value),
        people: Uint32Array.from(people.value),
      };
    },
  };
}

/** Puts both lists in the order of the first, equal ones as they are. */
function orderTogether(keys: Uint32Array, values: Uint32Array): void {
  const order = Array.from(keys, (_, i) => i).sort((a, b) => keys[a]! - keys[b]! || a - b);
  const oldKeys = keys.slice();
  const oldValues = values.slice();
  order.forEach((from, i) => {
    keys[i] = oldKeys[from]!;
    values[i] = oldValues[from]!;
  });
}
