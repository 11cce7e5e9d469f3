import { checkInteger, checkOptions, fail } from "../core/check.ts";
import { checkClock } from "../core/check-variants.ts";
import { calendarOfSequences } from "../core/clock.ts";
import type { Calendar, Clock, Traces } from "../types.ts";
import { createDayRuns } from "./day-runs.ts";

/**
 * What a criterion fills for one user, with one entry per location. `score` and `tieBreaker` are zero when it begins;
 * each location to which it gives a score is listed once in `touched`, `touchedCount` of them. `total` is all that it
 * counted for the user: what a share is a share of.
 */
export interface Scoreboard {
  readonly score: Uint32Array;
  readonly tieBreaker: Int32Array;
  readonly touched: Uint32Array;
  touchedCount: number;
  total: number;
}

/** Counts one user's events, rows from … to − 1 of the traces, into the board. */
export type HomeCounter = (from: number, to: number, board: Scoreboard) => void;

/** What makes a place a home. `start` makes the counter for one table of traces. */
export interface HomeCriterion {
  readonly name: string;
  readonly start: (traces: Traces) => HomeCounter;
}

export interface MostNightsOptions {
  /** The clock of the place. */
  readonly clock: Clock;
  /** The local hour with which the night begins: 19 is from 19:00 on. 0–23. */
  readonly fromHour: number;
  /** The local hour before which it ends: 7 is to 06:59:59. 0–24; not above `fromHour` means that the night ends the next day. */
  readonly toHour: number;
}

export interface ModalLastLocationOptions {
  /** The clock of the place, which says where one day ends and the next begins. */
  readonly clock: Clock;
}

/**
 * Home is where the most events were, at any hour.
 *
 * **How** score = events in the location; total = all events of the user; no tie-breaker.
 *
 * @returns a criterion for `detectHomes`
 *
 * **Cost** about 4 ns an event.
 *
 * [vanhoof-2018]
 *
 * @example
 * mostEvents().name; // 'most events'
 */
export function mostEvents(): HomeCriterion {
  return { name: "most events", start: startMostEvents };
}

function startMostEvents(traces: Traces): HomeCounter {
  const { location } = traces.columns;
  return (from, to, board) => {
    const { score, touched } = board;
    let touchedCount = 0;
    for (let i = from; i < to; i++) {
      const l = location[i]!;
      const points = score[l]!;
      if (points === 0) touched[touchedCount++] = l;
      score[l] = points + 1;
    }
    board.touchedCount = touchedCount;
    board.total = to - from;
  };
}

/**
 * Home is where the person was seen on the most nights.
 *
 * **How** an event is at night if its local hour h has fromHour ≤ h < toHour or, where the window wraps midnight
 * (fromHour > toHour), h ≥ fromHour or h < toHour. In a window that wraps, events before toHour belong to the night that
 * began on the day before. score = distinct nights with an event in the location; total = distinct nights with any event;
 * no tie-breaker.
 *
 * @param options - the clock and the hours of the night
 * @returns a criterion for `detectHomes`; shares of several locations may add up to more than 1, because a night can have
 * several
 * @throws RangeError for hours that are not whole or out of range, or a night without an hour
 *
 * **Departs from the paper** Vanhoof et al. count distinct days at any hour, or events at night; here the days are counted
 * within the hours of the night, so that neither one long evening nor daytime work outweighs the nights.
 *
 * **Cost** about 5 ns an event where a tenth of the events are at night.
 *
 * [vanhoof-2018]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { time: Uint32Array.of(43200, 50400, 79200, 90000), location: Uint32Array.of(0, 0, 1, 1) };
 * const traces = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 4), length: 4, columns, unlocated: 0 };
 * const criterion = mostNights({ clock: createClock({ timeZone: "UTC" }), fromHour: 19, toHour: 7 });
 * rowsOf(detectHomes(traces, { criterion })); // [ { location: 1, support: 1, share: 1, tied: 0 } ]
 */
export function mostNights(options: MostNightsOptions): HomeCriterion {
  const where = "mostNights";
  checkOptions(where, options, ["clock", "fromHour", "toHour"]);
  const { clock, fromHour, toHour } = options;
  checkClock(where, "clock", clock);
  checkInteger(where, "fromHour", fromHour, 0, 23);
  checkInteger(where, "toHour", toHour, 0, 24);
  if (fromHour === toHour) fail(where, "toHour", "different from fromHour (a whole day is 0 to 24)", toHour);
  return {
    name: `most nights from ${fromHour} to ${toHour}`,
    start: (traces) => startMostNights(traces, clock, fromHour, toHour),
  };
}

/**
 * **How** the night of an event comes from the calendar; a location gets a point when its night is not the one it was
 * last seen in. The night before that is kept as well: where a zone sets its clocks back over midnight, a minute of the
 * next day comes before the last hour of the old one.
 */
function startMostNights(traces: Traces, clock: Clock, fromHour: number, toHour: number): HomeCounter {
  const { time, location } = traces.columns;
  const calendar = calendarOfSequences(time, traces.offsets, clock);
  if (calendar === null) return () => undefined;
  const { start, binSeconds } = calendar;
  const nights = nightsOf(calendar, fromHour, toHour);
  const last = new Int32Array(traces.locations.length);
  const beforeLast = new Int32Array(traces.locations.length);
  return (from, to, board) => {
    const { score, touched } = board;
    let touchedCount = 0;
    let total = 0;
    let lastNight = 0;
    let nightBefore = 0;
    for (let i = from; i < to; i++) {
      const night = nights[((time[i]! - start) / binSeconds) | 0]!;
      if (night === 0) continue;
      if (night !== lastNight) {
        if (night !== nightBefore) total++;
        nightBefore = lastNight;
        lastNight = night;
      }
      const l = location[i]!;
      const points = score[l]!;
      if (points === 0) {
        touched[touchedCount++] = l;
        score[l] = 1;
        last[l] = night;
        beforeLast[l] = 0;
      } else if (last[l] !== night) {
        if (beforeLast[l] !== night) score[l] = points + 1;
        beforeLast[l] = last[l]!;
        last[l] = night;
      }
    }
    board.touchedCount = touchedCount;
    board.total = total;
  };
}

/** For each bin of the calendar the number of its night, counted from 1; 0 by day. */
function nightsOf(calendar: Calendar, fromHour: number, toHour: number): Int32Array {
  const { day, hour } = calendar;
  const nights = new Int32Array(day.length);
  const wraps = fromHour > toHour;
  let first = Infinity;
  for (let b = 0; b < day.length; b++) if (day[b]! < first) first = day[b]!;
  for (let b = 0; b < day.length; b++) {
    const h = hour[b]!;
    if (wraps) {
      if (h >= fromHour) nights[b] = day[b]! - first + 2;
      else if (h < toHour) nights[b] = day[b]! - first + 1;
    } else if (h >= fromHour && h < toHour) nights[b] = day[b]! - first + 1;
  }
  return nights;
}

/**
 * Home is the place where the person's days most often end: the mode of the daily last locations.
 *
 * **How** score = days whose last event was in the location; total = days with any event; of locations with equally many
 * days, the one where a day ended most recently is home.
 *
 * @param options - the clock
 * @returns a criterion for `detectHomes`
 *
 * **Cost** about 3 ns an event.
 *
 * [flowkit]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { time: Uint32Array.of(43200, 50400, 79200, 90000), location: Uint32Array.of(0, 0, 0, 1) };
 * const traces = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 4), length: 4, columns, unlocated: 0 };
 * const criterion = modalLastLocation({ clock: createClock({ timeZone: "UTC" }) });
 * rowsOf(detectHomes(traces, { criterion })); // [ { location: 1, support: 1, share: 0.5, tied: 1 } ]
 */
export function modalLastLocation(options: ModalLastLocationOptions): HomeCriterion {
  const where = "modalLastLocation";
  checkOptions(where, options, ["clock"]);
  const { clock } = options;
  checkClock(where, "clock", clock);
  return { name: "most frequent last location of the day", start: (traces) => startModalLast(traces, clock) };
}

function startModalLast(traces: Traces, clock: Clock): HomeCounter {
  const runsOf = createDayRuns(traces, clock);
  return (from, to, board) => {
    const { score, tieBreaker, touched } = board;
    const runs = runsOf(from, to);
    let touchedCount = 0;
    for (let r = 0; r < runs.count; r++) {
      const l = runs.location[runs.from[r + 1]! - 1]!;
      if (score[l] === 0) touched[touchedCount++] = l;
      score[l]!++;
      tieBreaker[l] = r;
    }
    board.touchedCount = touchedCount;
    board.total = runs.count;
  };
}
