import { checkInteger, checkOptions } from "../core/check.ts";
import { checkClock } from "../core/check-variants.ts";
import { checkHours } from "../core/hours.ts";
import type { Clock, Stays } from "../types.ts";
import { type DwellWindows, dwellWindowsOf } from "./dwell-windows.ts";
import type { HomeCounter, HomeCriterion, Scoreboard } from "./home-criteria.ts";

/** Criteria that count how long people stay: seconds, or days with enough of them, inside a window of local hours. */

export interface LongestDwellOptions {
  /** The clock of the place. */
  readonly clock: Clock;
  /** The local hour with which the window begins: 22 is from 22:00 on. 0–23. */
  readonly fromHour: number;
  /** The local hour before which it ends: 6 is to 05:59:59. 0–24; below `fromHour` means that it ends the next day. */
  readonly toHour: number;
  /** The weekdays on which the window opens, 0 (Monday) … 6 (Sunday); all unless given. */
  readonly weekdays?: readonly number[];
}

export interface MostDwellDaysOptions extends LongestDwellOptions {
  /** A day counts for a location from so many minutes of stay in its window on. From 1. */
  readonly minMinutes: number;
}

/** The largest tie-breaker. */
const MOST = 0x7fff_ffff;

/**
 * Home is where the person stays longest at night; the same in working hours is a criterion of work.
 *
 * **How** score = seconds of the location's stays that lie in the window: each stay is cut at the window's borders, on every
 * day that it touches. A window that wraps midnight belongs to the weekday on which it opens. total = seconds of all the
 * user's stays in the window; no tie-breaker. Borders are those of the local clock: on a night in which clocks change, the
 * window is an hour shorter or longer.
 *
 * @param options - the clock, the hours and the weekdays of the window
 * @returns a criterion for `detectHomes` on stays; its support is in seconds
 * @throws RangeError for hours that are not whole or out of range, a window without an hour, or weekdays that are none
 *
 * **Cost** O(stays + windows that they touch), below 0.1 µs a stay; 4 bytes for each quarter of an hour of the span.
 *
 * [howde-2025]
 *
 * @example
 * const stops = createLocations("stops", ["home", "pub"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { start: Uint32Array.of(68400, 79200), end: Uint32Array.of(79200, 115200), location: Uint32Array.of(1, 0), events: Uint32Array.of(9, 9) };
 * const stays = { locations: stops, users: ["ann"], offsets: Uint32Array.of(0, 2), length: 2, columns };
 * const criterion = longestDwell({ clock: createClock({ timeZone: "UTC" }), fromHour: 21, toHour: 6 });
 * const { location, support, share } = detectHomes(stays, { criterion }).columns;
 * [location[0], support[0] / 3600, share[0]]; // [ 0, 8, 0.8888888888888888 ]
 */
export function longestDwell(options: LongestDwellOptions): HomeCriterion<Stays> {
  const where = "longestDwell";
  checkOptions(where, options, ["clock", "fromHour", "toHour", "weekdays"]);
  const { clock, fromHour, toHour, weekdays } = options;
  checkClock(where, "clock", clock);
  checkHours(where, { fromHour, toHour, weekdays });
  return {
    name: `longest dwell from ${fromHour} to ${toHour}`,
    reads: "stays",
    start: (stays) => startLongestDwell(stays, dwellWindowsOf(stays, clock, { fromHour, toHour, weekdays })),
  };
}

/**
 * Home is where the person spends the most nights, a night being one with enough time there; the same in working hours counts
 * working days.
 *
 * **How** score = days of the window on which the location's stays have at least `minMinutes` of it, in one piece or several;
 * of locations with equally many days, the one with the longer dwell in the window is home. total = days on which all stays
 * together have as much. A window that wraps midnight belongs to the day on which it opens.
 *
 * @param options - the clock, the hours and weekdays of the window, and how long a stay makes a day count
 * @returns a criterion for `detectHomes` on stays; its support is in days. Shares of several locations may add up to more
 * than 1, because a day can have several
 * @throws RangeError for hours that are not whole or out of range, a window without an hour, weekdays that are none, or
 * minutes below 1
 *
 * **Cost** O(stays + windows that they touch), about 0.1 µs a stay; memory as `longestDwell`.
 *
 * [howde-2025]
 *
 * @example
 * const stops = createLocations("stops", ["home", "office"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { start: Uint32Array.of(25200, 32400, 118800), end: Uint32Array.of(32400, 61200, 147600), location: Uint32Array.of(0, 1, 1), events: Uint32Array.of(9, 9, 9) };
 * const stays = { locations: stops, users: ["ann"], offsets: Uint32Array.of(0, 3), length: 3, columns };
 * const criterion = mostDwellDays({ clock: createClock({ timeZone: "UTC" }), fromHour: 9, toHour: 17, minMinutes: 60 });
 * const { location, support } = detectHomes(stays, { criterion }).columns;
 * [location[0], support[0]]; // [ 1, 2 ]
 */
export function mostDwellDays(options: MostDwellDaysOptions): HomeCriterion<Stays> {
  const where = "mostDwellDays";
  checkOptions(where, options, ["clock", "fromHour", "toHour", "weekdays", "minMinutes"]);
  const { clock, fromHour, toHour, weekdays, minMinutes } = options;
  checkClock(where, "clock", clock);
  checkHours(where, { fromHour, toHour, weekdays });
  checkInteger(where, "minMinutes", minMinutes, 1, 24 * 60);
  return {
    name: `most days with ${minMinutes} minutes from ${fromHour} to ${toHour}`,
    reads: "stays",
    start: (stays) =>
      startMostDwellDays(stays, dwellWindowsOf(stays, clock, { fromHour, toHour, weekdays }), minMinutes * 60),
  };
}

// The loops over stays are functions of their own, not closures: a closure is compiled anew for every table.

function startLongestDwell(stays: Stays, windows: DwellWindows | null): HomeCounter {
  if (windows === null) return () => undefined;
  const { columns } = stays;
  return (from, to, board) => addDwells(columns, windows, from, to, board);
}

function addDwells(
  { start, end, location }: Stays["columns"],
  windows: DwellWindows,
  from: number,
  to: number,
  board: Scoreboard,
): void {
  const { count, start: opens, end: closes, origin, binSeconds, first } = windows;
  const { score, touched } = board;
  let touchedCount = 0;
  let total = 0;
  for (let i = from; i < to; i++) {
    const since = start[i]!;
    const until = end[i]!;
    let seconds = 0;
    for (let w = first[((since - origin) / binSeconds) | 0]!; w < count && opens[w]! < until; w++) {
      seconds += Math.min(until, closes[w]!) - Math.max(since, opens[w]!);
    }
    if (seconds === 0) continue;
    const l = location[i]!;
    if (score[l] === 0) touched[touchedCount++] = l;
    score[l]! += seconds;
    total += seconds;
  }
  board.touchedCount = touchedCount;
  board.total = total;
}

/**
 * **How** the seconds of a day are kept for each location, and under one more number for all of them together. Two days are
 * kept, the last even and the last odd one: where a zone sets its clocks back over midnight, a minute of the next day comes
 * before the last hour of the old one.
 */
function startMostDwellDays(stays: Stays, windows: DwellWindows | null, minSeconds: number): HomeCounter {
  if (windows === null) return () => undefined;
  const { columns, locations } = stays;
  const days: DwellDays = {
    minSeconds,
    anywhere: locations.length,
    lastDay: new Int32Array(2 * (locations.length + 1)),
    dayDwell: new Uint32Array(2 * (locations.length + 1)),
    dwell: new Uint32Array(locations.length),
    seen: new Uint32Array(locations.length),
  };
  return (from, to, board) => countDwellDays(columns, windows, days, from, to, board);
}

/** The days and seconds of one user: by location and, under the number `anywhere`, of all locations together. */
interface DwellDays {
  readonly minSeconds: number;
  readonly anywhere: number;
  /** The last even and the last odd day at a location, and the seconds of each there. */
  readonly lastDay: Int32Array;
  readonly dayDwell: Uint32Array;
  /** The seconds at each location, and the locations that have any; left at 0. */
  readonly dwell: Uint32Array;
  readonly seen: Uint32Array;
}

function countDwellDays(
  { start, end, location }: Stays["columns"],
  windows: DwellWindows,
  days: DwellDays,
  from: number,
  to: number,
  board: Scoreboard,
): void {
  const { count, start: opens, end: closes, day, origin, binSeconds, first } = windows;
  const { minSeconds, anywhere, lastDay, dayDwell, dwell, seen } = days;
  const { score, tieBreaker, touched } = board;
  let touchedCount = 0;
  let seenCount = 0;
  let total = 0;
  lastDay[2 * anywhere] = 0;
  lastDay[2 * anywhere + 1] = 0;
  for (let i = from; i < to; i++) {
    const since = start[i]!;
    const until = end[i]!;
    if (since === until) continue;
    const l = location[i]!;
    for (let w = first[((since - origin) / binSeconds) | 0]!; w < count && opens[w]! < until; w++) {
      const seconds = Math.min(until, closes[w]!) - Math.max(since, opens[w]!);
      const today = day[w]!;
      if (dwell[l] === 0) {
        seen[seenCount++] = l;
        lastDay[2 * l] = 0;
        lastDay[2 * l + 1] = 0;
      }
      dwell[l]! += seconds;
      if (reaches(lastDay, dayDwell, 2 * l + (today & 1), today, seconds, minSeconds)) {
        if (score[l] === 0) touched[touchedCount++] = l;
        score[l]!++;
      }
      if (reaches(lastDay, dayDwell, 2 * anywhere + (today & 1), today, seconds, minSeconds)) total++;
    }
  }
  for (let t = 0; t < touchedCount; t++) tieBreaker[touched[t]!] = Math.min(dwell[touched[t]!]!, MOST);
  for (let s = 0; s < seenCount; s++) dwell[seen[s]!] = 0;
  board.touchedCount = touchedCount;
  board.total = total;
}

/** Adds seconds to those of a day; whether the day has enough of them now and had not before. */
function reaches(
  lastDay: Int32Array,
  dayDwell: Uint32Array,
  slot: number,
  today: number,
  seconds: number,
  minSeconds: number,
): boolean {
  if (lastDay[slot] !== today) {
    lastDay[slot] = today;
    dayDwell[slot] = 0;
  }
  const before = dayDwell[slot]!;
  dayDwell[slot] = before + seconds;
  return before < minSeconds && before + seconds >= minSeconds;
}
