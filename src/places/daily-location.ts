import { checkOptions, fail } from "../core/check.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkClock, checkRule } from "../core/check-variants.ts";
import { createDayRuns, type DayRuns } from "../core/day-runs.ts";
import type { Clock, Presence, Traces } from "../types.ts";
import { createPresenceRows, makeRoom, type PresenceRows, presenceOf } from "./presence-rows.ts";

/** What a rule found beside the location: its events on the day. A rule that leaves 0 has them counted. */
export interface DayFound {
  events: number;
}

/**
 * Chooses the location of one user's day, given the events of that day: rows from … to − 1 of `location` and `time`, in
 * time order, at least one. −1 leaves the day without a location. A rule that counts events anyway may say in `found` how
 * many the location has.
 */
export type DayChooser = (
  location: Uint32Array,
  time: Uint32Array,
  from: number,
  to: number,
  found: DayFound,
) => number;

/** A rule for the one location of a day. `start` makes its chooser for traces over so many locations. */
export interface DailyRule {
  readonly name: string;
  readonly start: (locations: number) => DayChooser;
}

export interface DailyLocationsOptions {
  /** The clock of the place, which says where one day ends and the next begins. */
  readonly clock: Clock;
  /** Which location a day has: `lastOfDay()`, `mostEventsOfDay()` or a rule of your own. */
  readonly choose: DailyRule;
}

/**
 * Where was each person on each day, if it has to be one place?
 *
 * **How** each user's events are cut at local midnight and the rule chooses among the locations of the day.
 *
 * @param traces - where each user was seen, in time order
 * @param options - the clock and the rule
 * @returns at most one row per user and day, in order of days: the location chosen and the user's `events` in it on that
 * day. The users of `traces` in their order
 * @throws RangeError for traces out of time order or with locations that do not exist, or a rule that answers with such a one
 *
 * **Cost** O(events): 10–20 ns an event.
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { time: Uint32Array.of(0, 60, 120), location: Uint32Array.of(1, 1, 0) };
 * const traces = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 3), length: 3, columns, unlocated: 0 };
 * const clock = createClock({ timeZone: "Asia/Kathmandu" });
 * rowsOf(buildDailyLocations(traces, { clock, choose: lastOfDay() })); // [ { day: 0, location: 0, events: 1 } ]
 * rowsOf(buildDailyLocations(traces, { clock, choose: mostEventsOfDay() })); // [ { day: 0, location: 1, events: 2 } ]
 */
export function buildDailyLocations(traces: Traces, options: DailyLocationsOptions): Presence {
  const where = "buildDailyLocations";
  checkTraces(where, traces);
  checkOptions(where, options, ["clock", "choose"]);
  checkClock(where, "clock", options.clock);
  checkRule(where, "choose", options.choose, "start", "a rule such as lastOfDay()");
  const { users, offsets: events, locations, length } = traces;
  const runsOf = createDayRuns(traces, options.clock);
  const choose = options.choose.start(locations.length);
  const rows = createPresenceRows(Math.min(length, 1024));
  const offsets = new Uint32Array(users.length + 1);
  for (let u = 0; u < users.length; u++) {
    const to = events[u + 1]!;
    const runs = runsOf(events[u]!, to);
    makeRoom(rows, rows.length + runs.count, to / length);
    addDays(rows, runs, choose, locations.length);
    offsets[u + 1] = rows.length;
  }
  return presenceOf(rows, users, offsets, locations);
}

/** Adds a row for each of one user's days that the rule gives a location. */
function addDays(rows: PresenceRows, runs: DayRuns, choose: DayChooser, locations: number): void {
  const { location, time, count, day, from } = runs;
  const { day: days, location: places, events } = rows;
  const found = { events: 0 };
  let at = rows.length;
  for (let r = 0; r < count; r++) {
    const end = from[r + 1]!;
    found.events = 0;
    const chosen = choose(location, time, from[r]!, end, found);
    if (chosen < 0) continue;
    if (!(chosen < locations && Number.isInteger(chosen))) failAnswer(locations, chosen);
    days[at] = day[r]!;
    places[at] = chosen;
    events[at++] = found.events > 0 ? found.events : eventsAt(location, chosen, from[r]!, end);
  }
  rows.length = at;
}

function failAnswer(locations: number, answer: number): never {
  fail("buildDailyLocations", "choose", `a rule that answers with one of the ${locations} locations or -1`, answer);
}

function eventsAt(location: Uint32Array, chosen: number, from: number, to: number): number {
  let events = 0;
  for (let i = from; i < to; i++) if (location[i] === chosen) events++;
  return events;
}

/**
 * The last location of the day: where the day's last event was; of events at the same second, the last in order of rows.
 *
 * @returns a rule for `buildDailyLocations`
 *
 * [flowkit]
 *
 * @example
 * lastOfDay().name; // 'last location of the day'
 */
export function lastOfDay(): DailyRule {
  return { name: "last location of the day", start: () => (location, _time, _from, to) => location[to - 1]! };
}

/**
 * The location with the most events of the day; of locations with equally many, the one with the lower row number.
 *
 * @returns a rule for `buildDailyLocations`
 *
 * @example
 * mostEventsOfDay().name; // 'location with the most events of the day'
 */
export function mostEventsOfDay(): DailyRule {
  return { name: "location with the most events of the day", start: startMostEvents };
}

function startMostEvents(locations: number): DayChooser {
  const counts = new Uint32Array(locations);
  const lastRun = new Uint32Array(locations);
  let run = 0;
  return (location, _time, from, to, found) => {
    run = (run + 1) >>> 0;
    if (run === 0) {
      lastRun.fill(0);
      run = 1;
    }
    return modeOf(location, counts, lastRun, run, from, to, found);
  };
}

/** The most frequent of the locations from … to − 1. A count that is not of this run, by its number, is 0. */
function modeOf(
  location: Uint32Array,
  counts: Uint32Array,
  lastRun: Uint32Array,
  run: number,
  from: number,
  to: number,
  found: DayFound,
): number {
  let best = 0;
  let chosen = -1;
  for (let i = from; i < to; i++) {
    const l = location[i]!;
    const count = lastRun[l] === run ? counts[l]! + 1 : 1;
    lastRun[l] = run;
    counts[l] = count;
    if (count > best || (count === best && l < chosen)) {
      best = count;
      chosen = l;
    }
  }
  found.events = best;
  return chosen;
}
