import { daysOf } from "../core/calendars.ts";
import { checkOptions } from "../core/check.ts";
import { checkEvents } from "../core/check-events.ts";
import { checkClock } from "../core/check-variants.ts";
import { calendarOfSequences } from "../core/clock.ts";
import { longestRun } from "../core/runs.ts";
import { createSummaries, type Summaries, summariseInto } from "../core/summary.ts";
import type { Clock, Sequences, UserTable } from "../types.ts";

/** When users are active: any rows in time order. */
export type UserEvents = Sequences<{ readonly time: Uint32Array }>;

export interface ActiveDaysOptions {
  /** The clock of the place, which says where one day ends and the next begins. */
  readonly clock: Clock;
}

/** Events of each user and the days on which there are any. */
export type ActiveDays = UserTable<{ readonly events: Uint32Array; readonly activeDays: Uint32Array }>;

/**
 * On how many days was each user active?
 *
 * **How** counts the different local days with at least one event; active_days in bandicoot.
 *
 * @param events - interactions, traces or other rows in time order for each user
 * @param options - the clock
 * @returns a row per user: `events` and `activeDays`
 * @throws RangeError for rows out of time order
 *
 *  * **Cost** O(events + days of the span).
 *
 * [bandicoot]
 *
 * @example
 * const columns = { time: Uint32Array.of(0, 3600, 86400) };
 * const events = { users: ["ana"], offsets: Uint32Array.of(0, 3), length: 3, columns };
 * rowsOf(measureActiveDays(events, { clock: createClock({ timeZone: "UTC" }) })); // [ { events: 3, activeDays: 2 } ]
 */
export function measureActiveDays(events: UserEvents, options: ActiveDaysOptions): ActiveDays {
  const where = "measureActiveDays";
  checkEvents(where, "events", events, ["time"]);
  checkOptions(where, options, ["clock"]);
  checkClock(where, "clock", options.clock);
  const { users, offsets, columns } = events;
  const { time } = columns;
  const activeDays = new Uint32Array(users.length);
  const calendar = calendarOfSequences(time, offsets, options.clock);
  if (calendar !== null) {
    const { start, binSeconds, day } = calendar;
    const { first, last } = daysOf(calendar);
    // Where clocks are set back over midnight a day comes again: a stamp tells whether the user has had it.
    const had = new Uint32Array(last - first + 1);
    for (let u = 0; u < users.length; u++) {
      let days = 0;
      for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
        const d = day[((time[i]! - start) / binSeconds) >>> 0]! - first;
        if (had[d] === u + 1) continue;
        had[d] = u + 1;
        days++;
      }
      activeDays[u] = days;
    }
  }
  return { users, length: users.length, columns: { events: runsOf(offsets), activeDays } };
}

/**
 * How long does it take from one event of a user to the next? Of recharges: how long does a top-up last?
 *
 * **How** The values summarised are the seconds between each event and the one before it.
 *
 * @param events - interactions, recharges, traces or other rows in time order for each user
 * @returns a summary per user in seconds, `count` being one less than the events; NaN with fewer than two events
 * @throws RangeError for rows out of time order
 *
 * **Departs from the paper** interevent_time and interevent_time_recharges in bandicoot, whose skewness and kurtosis of
 * equal values are 0.
 *
 * **Cost** O(events log events of a user).
 *
 * [bandicoot] [barabasi-2005]
 *
 * @example
 * const columns = { time: Uint32Array.of(0, 60, 240) };
 * const events = { users: ["ana"], offsets: Uint32Array.of(0, 3), length: 3, columns };
 * rowsOf(measureInterEventTimes(events))[0].mean; // 120
 */
export function measureInterEventTimes(events: UserEvents): Summaries {
  checkEvents("measureInterEventTimes", "events", events, ["time"]);
  const { users, offsets, columns } = events;
  const { time } = columns;
  const summaries = createSummaries(users.length);
  const gaps = new Float64Array(longestRun(offsets));
  for (let u = 0; u < users.length; u++) {
    const from = offsets[u]!;
    let count = 0;
    for (let i = from + 1; i < offsets[u + 1]!; i++) gaps[count++] = time[i]! - time[i - 1]!;
    summariseInto(summaries, u, gaps, count);
  }
  return { users, length: users.length, columns: summaries };
}

/** How many rows each user has. */
function runsOf(offsets: Uint32Array): Uint32Array {
  return Uint32Array.from({ length: offsets.length - 1 }, (_, u) => offsets[u + 1]! - offsets[u]!);
}
