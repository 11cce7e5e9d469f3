import type { Calendar, Clock, Traces } from "../types.ts";
import { type Bins, binsOf, calendarOfSequences } from "./clock.ts";

/**
 * One user's events cut into local days, in order of days: run r holds the events from[r] … from[r + 1] − 1 of `time` and
 * `location`, all on the local day day[r].
 */
export interface DayRuns {
  count: number;
  readonly day: Int32Array;
  readonly from: Uint32Array;
  time: Uint32Array;
  location: Uint32Array;
}

/** A day before all others. */
const NEVER = -0x8000_0000;
/** The last second there is. */
const LAST_SECOND = 0xffff_ffff;

/**
 * Makes the function that cuts the rows from … to − 1 of one user into local days; the result of a call is overwritten
 * by the next one.
 *
 * **How** the calendar is turned into the second at which each of its days ends, so that an event costs one comparison.
 * Where a zone sets its clocks back over midnight, a minute of the next day comes before the last hour of the old one:
 * the events of such a user are copied and put in order of days, on the same day in order of time.
 */
export function createDayRuns(traces: Traces, clock: Clock): (from: number, to: number) => DayRuns {
  const { time, location } = traces.columns;
  const calendar = calendarOfSequences(time, traces.offsets, clock);
  if (calendar === null) {
    const none: DayRuns = { count: 0, day: new Int32Array(0), from: new Uint32Array(1), time, location };
    return () => none;
  }
  const bins = binsOf(calendar);
  const { dayEnd, days } = daysOf(calendar);
  const runs: DayRuns = { count: 0, day: new Int32Array(days), from: new Uint32Array(days + 1), time, location };
  return (from, to) => {
    const ordered = cutIntoDays(time, calendar.day, dayEnd, bins, from, to, runs);
    runs.time = time;
    runs.location = location;
    if (!ordered) orderByDay(runs);
    return runs;
  };
}

/** Writes the runs of the rows from … to − 1 and says whether their days are in order. */
function cutIntoDays(
  time: Uint32Array,
  day: Int32Array,
  dayEnd: Uint32Array,
  bins: Bins,
  from: number,
  to: number,
  runs: DayRuns,
): boolean {
  const { day: runDay, from: runFrom } = runs;
  let count = 0;
  let end = 0;
  let today = NEVER;
  let ordered = true;
  for (let i = from; i < to; i++) {
    const at = time[i]!;
    if (at < end) continue;
    const bin = ((at - bins.before) * bins.perSecond) | 0;
    end = dayEnd[bin]!;
    const next = day[bin]!;
    if (next === today) continue; // only in the last second that there is
    if (next < today) ordered = false;
    today = next;
    runDay[count] = next;
    runFrom[count++] = i;
  }
  runFrom[count] = to;
  runs.count = count;
  return ordered;
}

/** For each bin the second at which its run of bins of one local day ends, and how many such runs there are. */
function daysOf(calendar: Calendar): { dayEnd: Uint32Array; days: number } {
  const { start, binSeconds, day } = calendar;
  const dayEnd = new Uint32Array(day.length);
  let end = LAST_SECOND;
  let days = 1;
  for (let b = day.length - 1; b >= 0; b--) {
    if (b + 1 < day.length && day[b] !== day[b + 1]) {
      end = start + (b + 1) * binSeconds;
      days++;
    }
    dayEnd[b] = end;
  }
  return { dayEnd, days };
}

/** Copies the events of runs that are not in order of days into that order, and makes one run of those of one day. */
function orderByDay(runs: DayRuns): void {
  const order = Array.from({ length: runs.count }, (_, r) => r).sort((a, b) => runs.day[a]! - runs.day[b]! || a - b);
  const old = { day: runs.day.slice(), from: runs.from.slice(), time: runs.time, location: runs.location };
  const events = old.from[runs.count]! - old.from[0]!;
  runs.time = new Uint32Array(events);
  runs.location = new Uint32Array(events);
  runs.count = 0;
  let at = 0;
  for (const r of order) {
    const from = old.from[r]!;
    const to = old.from[r + 1]!;
    if (runs.count === 0 || runs.day[runs.count - 1] !== old.day[r]) {
      runs.day[runs.count] = old.day[r]!;
      runs.from[runs.count++] = at;
    }
    runs.time.set(old.time.slice(from, to), at);
    runs.location.set(old.location.slice(from, to), at);
    at += to - from;
  }
  runs.from[runs.count] = at;
}
