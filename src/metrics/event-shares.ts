import { checkOptions } from "../core/check.ts";
import { checkEvents } from "../core/check-events.ts";
import { checkClock } from "../core/check-variants.ts";
import { calendarOfSequences } from "../core/clock.ts";
import { checkHours, type HoursWindow, windowDaysOf } from "../core/hours.ts";
import type { Clock, Sequences, UserTable } from "../types.ts";

export interface EventShareOptions extends HoursWindow {
  /** The clock of the place. */
  readonly clock: Clock;
}

/** Per user how many events there are, how many lie in the window, and their share. */
export type EventShares = UserTable<{
  readonly events: Uint32Array;
  readonly inside: Uint32Array;
  readonly share: Float64Array;
}>;

/**
 * What share of each person's calls, texts or positions falls into the night, the working hours, the weekend?
 *
 * **How** share = inside / events, where inside counts the events whose local time lies in the window: fromHour ≤ hour <
 * toHour on the weekdays. A window that wraps midnight belongs to the day on which it begins.
 *
 * @param events - traces, interactions or other rows in time order for each user
 * @param options - the clock, the hours and, unless all are meant, the weekdays (0 Monday … 6 Sunday). The nocturnal share
 * is from 20 to 4 in FlowKit, from 19 to 7 in bandicoot
 * @returns one row per user: `events`, `inside`, `share` from 0 to 1, NaN without events
 * @throws RangeError for events out of time order, or hours or weekdays that do not exist
 *
 * **Cost** O(events)
 *
 * [flowkit]
 *
 * @example
 * const columns = { time: Uint32Array.of(0, 10_800, 43_200, 79_200) };
 * const events = { users: ["ann"], offsets: Uint32Array.of(0, 4), length: 4, columns };
 * const shares = measureEventShare(events, { clock: createClock({ timeZone: "UTC" }), fromHour: 20, toHour: 4 });
 * rowsOf(shares); // [ { events: 4, inside: 3, share: 0.75 } ]
 */
export function measureEventShare(
  events: Sequences<{ readonly time: Uint32Array }>,
  options: EventShareOptions,
): EventShares {
  const where = "measureEventShare";
  checkEvents(where, "events", events, ["time"]);
  checkOptions(where, options, ["clock", "fromHour", "toHour", "weekdays"]);
  checkClock(where, "clock", options.clock);
  checkHours(where, options);
  const { users, offsets } = events;
  const { time } = events.columns;
  const counted = new Uint32Array(users.length);
  const inside = new Uint32Array(users.length);
  const share = new Float64Array(users.length).fill(NaN);
  const calendar = calendarOfSequences(time, offsets, options.clock);
  if (calendar !== null) {
    const { start, binSeconds } = calendar;
    const windowDay = windowDaysOf(calendar, options);
    for (let u = 0; u < users.length; u++) {
      const from = offsets[u]!;
      const to = offsets[u + 1]!;
      if (from === to) continue;
      let hits = 0;
      for (let i = from; i < to; i++) if (windowDay[((time[i]! - start) / binSeconds) >>> 0]! > 0) hits++;
      counted[u] = to - from;
      inside[u] = hits;
      share[u] = hits / (to - from);
    }
  }
  return { users, length: users.length, columns: { events: counted, inside, share } };
}
