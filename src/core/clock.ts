import type { Calendar, Clock } from "../types.ts";
import { checkNumber, checkOptions, fail } from "./check.ts";
import { checkList } from "./check-tables.ts";
import { checkClock } from "./check-variants.ts";

/**
 * Local time: from UTC seconds to the local day, hour and weekday of a named time zone or a fixed offset.
 *
 * Nothing here reads the machine's own zone. The changes of a zone's offset (daylight saving, reforms) come once from
 * Intl's time zone data and are kept in a table; after that a conversion is arithmetic.
 */

export interface ClockOptions {
  /** An IANA zone ("Asia/Kathmandu"), "UTC", or a fixed offset ("+05:45", "-03:00"). */
  readonly timeZone: string;
}

const DAY = 86_400;
const LAST_SECOND = 0xffff_ffff;
/** Intl is asked once every so many seconds; no zone has ever changed its offset twice and back in fewer. */
const PROBE_SECONDS = 3 * DAY;
/** A calendar's bins where offsets and changes allow, which is everywhere since 1972. */
const BIN_SECONDS = 900;

/**
 * What day and hour was it, where the phone was? A clock for one time zone, exact from 1970 to 2106, changes of daylight
 * saving time included.
 *
 * **How** The offset to UTC is read from Intl every three days and each change found to the second by bisection; what
 * follows is a search in that table: local seconds = UTC seconds + offset, day = ⌊local / 86400⌋,
 * hour = ⌊(local mod 86400) / 3600⌋, weekday = (day + 3) mod 7 with Monday = 0.
 *
 * @param options - the time zone, which is never guessed
 * @returns a clock: `dayOf`, `hourOf`, `weekdayOf`, `offsetOf` for one time; `timesOf` back from local time (none in the
 * hour that is skipped, two in the hour that is repeated); `calendarOf` the table that loops over millions of events use
 * @throws RangeError for a time zone that is missing or that Intl does not know
 *
 * **Cost** some tens of milliseconds for a named zone, once; then tens of nanoseconds a call, or 3 ns an event through a calendar.
 *
 * @example
 * const clock = createClock({ timeZone: "Asia/Kathmandu" });
 * clock.hourOf(1451606400); // 5
 */
export function createClock(options: ClockOptions): Clock {
  checkOptions("createClock", options, ["timeZone"]);
  const { timeZone } = options;
  // Without this, Intl would answer a missing zone with the machine's own.
  if (typeof timeZone !== "string")
    fail("createClock", "timeZone", 'an IANA time zone, "UTC" or an offset like "+05:45"', timeZone);
  const fixed = fixedOffsetOf(timeZone);
  const { starts, offsets } = fixed === null ? transitionsOf(timeZone) : { starts: [0], offsets: [fixed] };
  const eraOf = (time: number): number => {
    checkNumber("clock", "time", time, 0, LAST_SECOND);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (starts[middle]! <= time) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const offsetOf = (time: number): number => offsets[eraOf(time)]!;
  const dayOf = (time: number): number => Math.floor((time + offsetOf(time)) / DAY);
  let kept: Calendar | null = null;
  return {
    timeZone,
    offsetOf,
    dayOf,
    hourOf: (time) => Math.floor((time + offsetOf(time) - dayOf(time) * DAY) / 3600),
    weekdayOf: (time) => weekdayOfDay(dayOf(time)),
    timesOf: (localSeconds) => {
      checkNumber("clock.timesOf", "localSeconds", localSeconds);
      const times: number[] = [];
      for (let era = 0; era < starts.length; era++) {
        const time = localSeconds - offsets[era]!;
        const end = era + 1 < starts.length ? starts[era + 1]! : LAST_SECOND + 1;
        if (time >= starts[era]! && time < end) times.push(time);
      }
      return times;
    },
    calendarOf: (first, last) => {
      checkNumber("clock.calendarOf", "first", first, 0, LAST_SECOND);
      checkNumber("clock.calendarOf", "last", last, first, LAST_SECOND);
      if (kept === null || first < kept.start || last >= kept.start + kept.binSeconds * kept.day.length) {
        // Whole bins, so that a change of offset just before `first` or just after `last` is kept apart too.
        const from = Math.floor(first / BIN_SECONDS) * BIN_SECONDS;
        const to = Math.min(LAST_SECOND, (Math.floor(last / BIN_SECONDS) + 1) * BIN_SECONDS - 1);
        kept = buildCalendar(from, to, eraOf(from), eraOf(to), starts, offsets);
      }
      return kept;
    },
  };
}

/**
 * Which day of the week is a local day? Day 0, 1 January 1970, was a Thursday.
 *
 * @param day - a local day, counted from 1 January 1970
 * @returns 0 (Monday) … 6 (Sunday)
 * @example
 * weekdayOfDay(0); // 3
 */
export function weekdayOfDay(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/**
 * The local hour, 0–23, of every time.
 *
 * @param times - UTC seconds
 * @param clock - the clock of the place
 * @returns one hour per time. Cost: one look at a table per time
 * @example
 * localHours(Uint32Array.of(1451606400), createClock({ timeZone: "Asia/Kathmandu" })); // Uint8Array(1) [ 5 ]
 */
export function localHours(times: Uint32Array, clock: Clock): Uint8Array {
  const calendar = calendarOver("localHours", times, clock);
  const hours = new Uint8Array(times.length);
  if (calendar === null) return hours;
  const { start, binSeconds, hour } = calendar;
  for (let i = 0; i < hours.length; i++) hours[i] = hour[((times[i]! - start) / binSeconds) | 0]!;
  return hours;
}

/**
 * The local day, counted from 1 January 1970, of every time.
 *
 * @param times - UTC seconds
 * @param clock - the clock of the place
 * @returns one day number per time. Cost: one look at a table per time
 * @example
 * localDays(Uint32Array.of(1451606400), createClock({ timeZone: "Asia/Kathmandu" })); // Int32Array(1) [ 16801 ]
 */
export function localDays(times: Uint32Array, clock: Clock): Int32Array {
  const calendar = calendarOver("localDays", times, clock);
  const days = new Int32Array(times.length);
  if (calendar === null) return days;
  const { start, binSeconds, day } = calendar;
  for (let i = 0; i < days.length; i++) days[i] = day[((times[i]! - start) / binSeconds) | 0]!;
  return days;
}

/** A calendar over times in any order; null where there are none. */
function calendarOver(where: string, times: Uint32Array, clock: Clock): Calendar | null {
  checkList(where, "times", times);
  checkClock(where, "clock", clock);
  if (times.length === 0) return null;
  let first = times[0]!;
  let last = first;
  for (let i = 1; i < times.length; i++) {
    const time = times[i]!;
    if (time < first) first = time;
    if (time > last) last = time;
  }
  return clock.calendarOf(first, last);
}

/** A calendar over every time of sequences whose rows are in time order per user; null where there are none. */
export function calendarOfSequences(times: Uint32Array, offsets: Uint32Array, clock: Clock): Calendar | null {
  let first = Infinity;
  let last = -Infinity;
  for (let u = 0; u + 1 < offsets.length; u++) {
    const from = offsets[u]!;
    const to = offsets[u + 1]!;
    if (from === to) continue;
    if (times[from]! < first) first = times[from]!;
    if (times[to - 1]! > last) last = times[to - 1]!;
  }
  return first > last ? null : clock.calendarOf(first, last);
}

/** How to find the bin of a time in a hot loop: ((time − before) · perSecond) | 0. */
export interface Bins {
  readonly before: number;
  readonly perSecond: number;
}

/**
 * The bins of a calendar for a hot loop, in which a product costs less than a division. Half a second is added to the time,
 * so that the product lies at least 0.5 / 900 from a whole number and its rounding, below 1e-8, cannot change the bin.
 */
export function binsOf(calendar: Calendar): Bins {
  return { before: calendar.start - 0.5, perSecond: 1 / calendar.binSeconds };
}

/** The calendar of the whole bins from second `first` to second `last`, the first and the last of a quarter of an hour. */
function buildCalendar(
  first: number,
  last: number,
  firstEra: number,
  lastEra: number,
  starts: readonly number[],
  offsets: readonly number[],
): Calendar {
  let binSeconds = BIN_SECONDS;
  for (let era = firstEra; era <= lastEra; era++) {
    binSeconds = divisorOf(binSeconds, Math.abs(offsets[era]!));
    if (era > firstEra) binSeconds = divisorOf(binSeconds, starts[era]!);
  }
  const start = first;
  const bins = Math.floor((last - first) / binSeconds) + 1;
  const day = new Int32Array(bins);
  const hour = new Uint8Array(bins);
  let era = firstEra;
  for (let b = 0; b < bins; b++) {
    const time = start + b * binSeconds;
    while (era < lastEra && starts[era + 1]! <= time) era++;
    const local = time + offsets[era]!;
    day[b] = Math.floor(local / DAY);
    hour[b] = Math.floor((local - day[b]! * DAY) / 3600);
  }
  return { start, binSeconds, day, hour };
}

function divisorOf(a: number, b: number): number {
  return b === 0 ? a : divisorOf(b, a % b);
}

/** "+05:45" and the like as seconds; null for a named zone. */
function fixedOffsetOf(timeZone: string): number | null {
  if (timeZone === "UTC") return 0;
  const parts = /^([+-])(\d\d):(\d\d)$/.exec(timeZone);
  if (parts === null) return null;
  const hours = Number(parts[2]);
  const minutes = Number(parts[3]);
  if (hours > 18 || minutes > 59) fail("createClock", "timeZone", "an offset of at most 18:59 hours", timeZone);
  const seconds = hours * 3600 + minutes * 60;
  return parts[1] === "-" ? 0 - seconds : seconds;
}

/** Every offset that the zone has from 1970 to 2106, and the second from which it holds. */
function transitionsOf(timeZone: string): { starts: number[]; offsets: number[] } {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    fail("createClock", "timeZone", 'an IANA time zone, "UTC" or an offset like "+05:45"', timeZone);
  }
  const offsetAt = (time: number): number => {
    const [month, day, year, hour, minute, second] = format
      .format(time * 1000)
      .match(/\d+/g)!
      .map(Number) as [number, number, number, number, number, number];
    return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - time;
  };
  const starts = [0];
  const offsets = [offsetAt(0)];
  for (let from = 0; from < LAST_SECOND; from += PROBE_SECONDS) {
    const to = Math.min(from + PROBE_SECONDS, LAST_SECOND);
    const after = offsetAt(to);
    if (after === offsets[offsets.length - 1]) continue;
    let low = from;
    let high = to;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(middle) === after) high = middle;
      else low = middle;
    }
    starts.push(high);
    offsets.push(after);
  }
  return { starts, offsets };
}
