import { checkOptions } from "../core/check.ts";
import { checkClock } from "../core/check-variants.ts";
import { type Bins, binsOf, calendarOfSequences } from "../core/clock.ts";
import { checkHours, checkWeekdays, type HoursWindow, windowDaysOf } from "../core/hours.ts";
import type { Clock, Traces } from "../types.ts";
import type { HomeCounter, HomeCriterion, Scoreboard } from "./home-criteria.ts";

/** Criteria that count events: all of them, those of the night, or those of the weekend. */

export interface MostNightEventsOptions {
  /** The clock of the place. */
  readonly clock: Clock;
  /** The local hour with which the night begins: 19 is from 19:00 on. 0–23. */
  readonly fromHour: number;
  /** The local hour before which it ends: 7 is to 06:59:59. 0–24; not above `fromHour` means that the night ends the next day. */
  readonly toHour: number;
  /** The weekdays on which nights begin, 0 (Monday) … 6 (Sunday). All unless given. */
  readonly weekdays?: readonly number[];
}

export interface MostWeekendEventsOptions {
  /** The clock of the place. */
  readonly clock: Clock;
  /** The local days off, 0 (Monday) … 6 (Sunday): [5, 6] in most countries, [4, 5] in others. */
  readonly weekend: readonly number[];
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

/**
 * Home is where the most events of the night were.
 *
 * **How** an event counts if its local hour h has fromHour ≤ h < toHour or, where the window wraps midnight, h ≥ fromHour
 * or h < toHour; with `weekdays`, if its night began on one of them. score = such events in the location; total = all of
 * them; no tie-breaker.
 *
 * @param options - the clock, the hours of the night and the weekdays on which nights count
 * @returns a criterion for `detectHomes`
 * @throws RangeError for hours or weekdays that are not whole or out of range, or a night without an hour
 *
 * **Cost** about 5 ns an event where a tenth of the events are at night.
 *
 * [vanhoof-2018]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { time: Uint32Array.of(43200, 50400, 79200, 90000), location: Uint32Array.of(0, 0, 1, 1) };
 * const traces = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 4), length: 4, columns, unlocated: 0 };
 * const criterion = mostNightEvents({ clock: createClock({ timeZone: "UTC" }), fromHour: 19, toHour: 9 });
 * const { location, support, share } = detectHomes(traces, { criterion }).columns;
 * [location[0], support[0], share[0]]; // [ 1, 2, 1 ]
 */
export function mostNightEvents(options: MostNightEventsOptions): HomeCriterion {
  const where = "mostNightEvents";
  checkOptions(where, options, ["clock", "fromHour", "toHour", "weekdays"]);
  const { clock, fromHour, toHour, weekdays } = options;
  checkClock(where, "clock", clock);
  const window = { fromHour, toHour, weekdays };
  checkHours(where, window);
  const on = weekdays === undefined ? "" : ` on weekdays ${weekdays.join(", ")}`;
  return {
    name: `most events from ${fromHour} to ${toHour}${on}`,
    start: (traces) => startWindowEvents(traces, clock, window),
  };
}

/**
 * Home is where the most events of the weekend were.
 *
 * **How** score = events in the location on local days of the weekend, midnight to midnight; total = all events on such
 * days; no tie-breaker.
 *
 * @param options - the clock and the days off
 * @returns a criterion for `detectHomes`
 * @throws RangeError for a weekend without days, or days that are none
 *
 * **Cost** about 6 ns an event.
 *
 * [pappalardo-2021]
 *
 * @example
 * mostWeekendEvents({ clock: createClock({ timeZone: "Asia/Kathmandu" }), weekend: [5] }).name; // 'most events on weekdays 5'
 */
export function mostWeekendEvents(options: MostWeekendEventsOptions): HomeCriterion {
  const where = "mostWeekendEvents";
  checkOptions(where, options, ["clock", "weekend"]);
  const { clock, weekend } = options;
  checkClock(where, "clock", clock);
  checkWeekdays(where, "weekend", weekend);
  return {
    name: `most events on weekdays ${weekend.join(", ")}`,
    start: (traces) => startWindowEvents(traces, clock, { fromHour: 0, toHour: 24, weekdays: weekend }),
  };
}

function startMostEvents(traces: Traces): HomeCounter {
  const { location } = traces.columns;
  return (from, to, board) => countEvents(location, from, to, board);
}

function startWindowEvents(traces: Traces, clock: Clock, window: HoursWindow): HomeCounter {
  const { time, location } = traces.columns;
  const calendar = calendarOfSequences(time, traces.offsets, clock);
  if (calendar === null) return () => undefined;
  const bins = binsOf(calendar);
  const inside = Uint8Array.from(windowDaysOf(calendar, window), (day) => (day === 0 ? 0 : 1));
  return (from, to, board) => countEventsInside(time, location, inside, bins, from, to, board);
}

// The loops over events are functions of their own, not closures: a closure is compiled anew for every table.

function countEvents(location: Uint32Array, from: number, to: number, board: Scoreboard): void {
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
}

function countEventsInside(
  time: Uint32Array,
  location: Uint32Array,
  inside: Uint8Array,
  bins: Bins,
  from: number,
  to: number,
  board: Scoreboard,
): void {
  const { score, touched } = board;
  const { before, perSecond } = bins;
  let touchedCount = 0;
  let total = 0;
  for (let i = from; i < to; i++) {
    if (inside[((time[i]! - before) * perSecond) | 0] === 0) continue;
    total++;
    const l = location[i]!;
    const points = score[l]!;
    if (points === 0) touched[touchedCount++] = l;
    score[l] = points + 1;
  }
  board.touchedCount = touchedCount;
  board.total = total;
}
