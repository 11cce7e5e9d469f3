import { WEEK_HOURS, weekHoursOf } from "../core/calendars.ts";
import { checkOptions } from "../core/check.ts";
import { checkEvents } from "../core/check-events.ts";
import { checkClock } from "../core/check-variants.ts";
import { calendarOfSequences } from "../core/clock.ts";
import { log } from "../core/math.ts";
import type { Clock, Sequences, UserTable } from "../types.ts";
import { checkedUnit } from "./entropy-tables.ts";

export interface DailyRhythmOptions {
  /** The clock of the place. */
  readonly clock: Clock;
  /** The base of the logarithm: `Math.E` for nats (FlowKit), 2 for bits, 24 for an hour entropy from 0 to 1. Above 1. */
  readonly base: number;
}

/** Per user how evenly the events are spread over the hours of the day, the days of the week and the hours of the week. */
export type DailyRhythms = UserTable<{
  readonly events: Uint32Array;
  readonly hourEntropy: Float64Array;
  readonly weekdayEntropy: Float64Array;
  readonly weekHourEntropy: Float64Array;
}>;

/**
 * Does a person call at the same hours every day, or at any hour? The periodic entropy of events.
 *
 * **How** −Σ p_h log p_h, with p_h the share of the user's events in the local hour h of the day (0–23), on the weekday h
 * (0–6), and in the hour h of the week (0–167).
 *
 * @param events - traces, interactions or other rows in time order for each user
 * @param options - the clock and the base of the logarithm
 * @returns one row per user: `events`; `hourEntropy` from 0 to log 24, `weekdayEntropy` from 0 to log 7, `weekHourEntropy`
 * from 0 to log 168, at least the others and at most their sum; NaN without events
 * @throws RangeError for events out of time order, or a base of 1 or less
 *
 * **Cost** O(events + 168 users)
 *
 * [flowkit]
 *
 * @example
 * const columns = { time: Uint32Array.of(0, 3600, 86_400, 90_000) };
 * const events = { users: ["ann"], offsets: Uint32Array.of(0, 4), length: 4, columns };
 * const rhythm = measureDailyRhythm(events, { clock: createClock({ timeZone: "UTC" }), base: 2 });
 * rowsOf(rhythm); // [ { events: 4, hourEntropy: 1, weekdayEntropy: 1, weekHourEntropy: 2 } ]
 */
export function measureDailyRhythm(
  events: Sequences<{ readonly time: Uint32Array }>,
  options: DailyRhythmOptions,
): DailyRhythms {
  const where = "measureDailyRhythm";
  checkEvents(where, "events", events, ["time"]);
  checkOptions(where, options, ["clock", "base"]);
  const { clock, base } = options;
  checkClock(where, "clock", clock);
  const unit = checkedUnit(where, base);
  const { users, offsets } = events;
  const { time } = events.columns;
  const counted = new Uint32Array(users.length);
  const hourEntropy = new Float64Array(users.length).fill(NaN);
  const weekdayEntropy = new Float64Array(users.length).fill(NaN);
  const weekHourEntropy = new Float64Array(users.length).fill(NaN);
  const calendar = calendarOfSequences(time, offsets, clock);
  if (calendar !== null) {
    const { start, binSeconds } = calendar;
    const weekHour = weekHoursOf(calendar);
    const ofWeekHour = new Uint32Array(WEEK_HOURS);
    const ofHour = new Uint32Array(24);
    const ofWeekday = new Uint32Array(7);
    for (let u = 0; u < users.length; u++) {
      const from = offsets[u]!;
      const to = offsets[u + 1]!;
      if (from === to) continue;
      ofWeekHour.fill(0);
      ofHour.fill(0);
      ofWeekday.fill(0);
      for (let i = from; i < to; i++) ofWeekHour[weekHour[((time[i]! - start) / binSeconds) >>> 0]!]!++;
      for (let h = 0; h < WEEK_HOURS; h++) {
        ofHour[h % 24]! += ofWeekHour[h]!;
        ofWeekday[Math.floor(h / 24)]! += ofWeekHour[h]!;
      }
      counted[u] = to - from;
      hourEntropy[u] = entropyOf(ofHour, to - from) / unit;
      weekdayEntropy[u] = entropyOf(ofWeekday, to - from) / unit;
      weekHourEntropy[u] = entropyOf(ofWeekHour, to - from) / unit;
    }
  }
  const columns = { events: counted, hourEntropy, weekdayEntropy, weekHourEntropy };
  return { users, length: users.length, columns };
}

/** In nats: Σ c log(n / c) / n, and no digit above the logarithm of the classes in use, which is 0 for one. */
function entropyOf(counts: Uint32Array, total: number): number {
  let sum = 0;
  let classes = 0;
  for (let h = 0; h < counts.length; h++) {
    if (counts[h] === 0) continue;
    classes++;
    sum += counts[h]! * log(total / counts[h]!);
  }
  return Math.min(sum / total, log(classes));
}
