import { checkOptions } from "../core/check.ts";
import { checkClock } from "../core/check-variants.ts";
import { createDayRuns, type DayRuns } from "../core/day-runs.ts";
import type { Clock, Presence, Traces } from "../types.ts";
import type { HomeCounter, HomeCriterion, Scoreboard } from "./home-criteria.ts";

/** Criteria that count days: those with an event, or those that a table of presence gives to a location. */

export interface MostDaysOptions {
  /** The clock of the place, which says where one day ends and the next begins. */
  readonly clock: Clock;
}

/**
 * Home is where the person was seen on the most days.
 *
 * **How** score = distinct local days with an event in the location; total = distinct local days with any event; of
 * locations with equally many days, the one with more events is home.
 *
 * @param options - the clock
 * @returns a criterion for `detectHomes`; shares of several locations may add up to more than 1, because a day can have
 * several
 *
 * **Cost** about 10 ns an event.
 *
 * [vanhoof-2018]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { time: Uint32Array.of(0, 60, 120, 90000), location: Uint32Array.of(0, 0, 1, 1) };
 * const traces = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 4), length: 4, columns, unlocated: 0 };
 * const { location, support } = detectHomes(traces, { criterion: mostDays({ clock: createClock({ timeZone: "UTC" }) }) }).columns;
 * [location[0], support[0]]; // [ 1, 2 ]
 */
export function mostDays(options: MostDaysOptions): HomeCriterion {
  const where = "mostDays";
  checkOptions(where, options, ["clock"]);
  const { clock } = options;
  checkClock(where, "clock", clock);
  return { name: "most days", start: (traces) => startMostDays(traces, clock) };
}

/**
 * Home is the location of the most days, where each day has its location already: the modal daily location.
 *
 * **How** score = rows of the location; total = distinct days of the user; of locations with equally many days, the one
 * with more events is home. On presence with one row a day (`buildDailyLocations`) this is the mode of the daily
 * locations; on presence with every location of a day (`buildPresence`) it is `mostDays`.
 *
 * @returns a criterion for `detectHomes` on presence
 *
 * **Cost** a few nanoseconds a row.
 *
 * [flowkit]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const presence = buildPresenceOfDays({ user: ["a", "a", "a"], day: [1, 2, 3], location: [1, 0, 1] }, antennas);
 * const { location, share } = detectHomes(presence, { criterion: modalDailyLocation() }).columns;
 * [location[0], share[0]]; // [ 1, 0.6666666666666666 ]
 */
export function modalDailyLocation(): HomeCriterion<Presence> {
  return { name: "most frequent daily location", reads: "presence", start: startModalDaily };
}

function startMostDays(traces: Traces, clock: Clock): HomeCounter {
  const runsOf = createDayRuns(traces, clock);
  const lastRun = new Uint32Array(traces.locations.length);
  return (from, to, board) => countDays(runsOf(from, to), lastRun, board);
}

function countDays(runs: DayRuns, lastRun: Uint32Array, board: Scoreboard): void {
  const { score, tieBreaker, touched } = board;
  const { location, from: starts } = runs;
  let touchedCount = 0;
  for (let r = 0; r < runs.count; r++) {
    const end = starts[r + 1]!;
    for (let i = starts[r]!; i < end; i++) {
      const l = location[i]!;
      const days = score[l]!;
      tieBreaker[l]!++;
      if (days > 0 && lastRun[l] === r) continue;
      if (days === 0) touched[touchedCount++] = l;
      score[l] = days + 1;
      lastRun[l] = r;
    }
  }
  board.touchedCount = touchedCount;
  board.total = runs.count;
}

function startModalDaily(presence: Presence): HomeCounter {
  const { day, location, events } = presence.columns;
  return (from, to, board) => {
    const { score, tieBreaker, touched } = board;
    let touchedCount = 0;
    let days = 0;
    for (let i = from; i < to; i++) {
      if (i === from || day[i] !== day[i - 1]) days++;
      const l = location[i]!;
      if (score[l] === 0) touched[touchedCount++] = l;
      score[l]!++;
      tieBreaker[l]! += events[i]!;
    }
    board.touchedCount = touchedCount;
    board.total = days;
  };
}
