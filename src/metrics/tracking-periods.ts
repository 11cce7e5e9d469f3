import { checkOptions } from "../core/check.ts";
import { checkClock } from "../core/check-variants.ts";
import { weekdayOfDay } from "../core/clock.ts";
import { firstAtLeast } from "../core/runs.ts";
import type { Calendar, Clock } from "../types.ts";

/**
 * The periods over which tracking quality is told: the whole span of a person, each day or week, or each weekday or hour
 * of the day over all weeks and days from the first to the last one with tracking.
 */

/**
 * How seconds fall into periods. Bin b covers the seconds from start + b · binSeconds; it lies in period[slotOf[b]] and in
 * the cycle cycleOf[b] (the day or week that makes one Monday or one nine o'clock different from the next).
 */
export interface PeriodLayout {
  readonly start: number;
  readonly binSeconds: number;
  readonly period: Int32Array;
  readonly slotOf: Uint32Array;
  readonly cycleOf: Int32Array;
  /**
   * How many seconds there were to be tracked in a period, from the first to the last cycle in which it was, or from the
   * first to the last tracked second.
   */
  readonly secondsOf: (slot: number, firstCycle: number, lastCycle: number, first: number, last: number) => number;
}

/** A way to cut time into periods. `start` lays out the time from second `first` to second `last`. */
export interface TrackingPeriods {
  readonly name: string;
  readonly start: (first: number, last: number) => PeriodLayout;
}

export interface TrackingPeriodsOptions {
  /** Local time of the users. */
  readonly clock: Clock;
}

const DAY = 86_400;
const LAST_SECOND = 0xffff_ffff;
/** Whole weeks are laid out, also where tracking begins on a Sunday. */
const PAD_SECONDS = 8 * DAY;

/**
 * The whole time of a person, from the first to the last tracked second.
 *
 * @returns periods for `measureTrackingQuality`; `period` is 0
 * @example
 * wholeSpan().name; // 'whole span'
 */
export function wholeSpan(): TrackingPeriods {
  return {
    name: "whole span",
    start: (first) => ({
      start: first,
      binSeconds: LAST_SECOND + 1,
      period: Int32Array.of(0),
      slotOf: Uint32Array.of(0),
      cycleOf: Int32Array.of(0),
      secondsOf: (_slot, _firstCycle, _lastCycle, from, to) => to - from,
    }),
  };
}

/**
 * Each local day with tracking.
 *
 * @param options - the clock of the users
 * @returns periods for `measureTrackingQuality`; `period` is the local day, counted from 1 January 1970. A day has as many
 * seconds as its clock shows: 23 or 25 hours where it changes
 * @throws RangeError for a clock that is none
 * @example
 * eachDay({ clock: createClock({ timeZone: "UTC" }) }).name; // 'each day'
 */
export function eachDay(options: TrackingPeriodsOptions): TrackingPeriods {
  const { clock } = checkedOptions("eachDay", options);
  return periodsOf("each day", clock, (day) => day);
}

/**
 * Each local week with tracking, Monday to Sunday.
 *
 * @param options - the clock of the users
 * @returns periods for `measureTrackingQuality`; `period` is the Monday, a local day counted from 1 January 1970
 * @throws RangeError for a clock that is none
 * @example
 * eachWeek({ clock: createClock({ timeZone: "UTC" }) }).name; // 'each week'
 */
export function eachWeek(options: TrackingPeriodsOptions): TrackingPeriods {
  const { clock } = checkedOptions("eachWeek", options);
  return periodsOf("each week", clock, (day) => day - weekdayOfDay(day));
}

/**
 * Each day of the week, over all weeks from the first to the last one in which it has tracking.
 *
 * @param options - the clock of the users
 * @returns periods for `measureTrackingQuality`; `period` is 0 (Monday) … 6 (Sunday)
 * @throws RangeError for a clock that is none
 * @example
 * eachWeekday({ clock: createClock({ timeZone: "UTC" }) }).name; // 'each weekday'
 */
export function eachWeekday(options: TrackingPeriodsOptions): TrackingPeriods {
  const { clock } = checkedOptions("eachWeekday", options);
  return periodsOf("each weekday", clock, weekdayOfDay, (day) => day - weekdayOfDay(day));
}

/**
 * Each hour of the local day, over all days from the first to the last one on which it has tracking.
 *
 * @param options - the clock of the users
 * @returns periods for `measureTrackingQuality`; `period` is 0 … 23
 * @throws RangeError for a clock that is none
 * @example
 * eachHourOfDay({ clock: createClock({ timeZone: "UTC" }) }).name; // 'each hour of the day'
 */
export function eachHourOfDay(options: TrackingPeriodsOptions): TrackingPeriods {
  const { clock } = checkedOptions("eachHourOfDay", options);
  return periodsOf(
    "each hour of the day",
    clock,
    (_, hour) => hour,
    (day) => day,
  );
}

function checkedOptions(where: string, options: TrackingPeriodsOptions): TrackingPeriodsOptions {
  checkOptions(where, options, ["clock"]);
  checkClock(where, "clock", options.clock);
  return options;
}

/** Periods by local day and hour. Without cycles a period happens once; with them its seconds are those of all its cycles. */
function periodsOf(
  name: string,
  clock: Clock,
  periodAt: (day: number, hour: number) => number,
  cycleAt: (day: number) => number = () => 0,
): TrackingPeriods {
  return {
    name,
    start: (first, last) => {
      const calendar = clock.calendarOf(Math.max(0, first - PAD_SECONDS), Math.min(LAST_SECOND, last + PAD_SECONDS));
      return layoutOf(calendar, periodAt, cycleAt);
    },
  };
}

function layoutOf(
  { start, binSeconds, day, hour }: Calendar,
  periodAt: (day: number, hour: number) => number,
  cycleAt: (day: number) => number,
): PeriodLayout {
  const bins = day.length;
  const own = new Int32Array(bins);
  const cycleOf = new Int32Array(bins);
  // A period or a cycle is worked out once for each hour of each day.
  for (let b = 0; b < bins; b++) {
    const same = b > 0 && day[b] === day[b - 1] && hour[b] === hour[b - 1];
    own[b] = same ? own[b - 1]! : periodAt(day[b]!, hour[b]!);
    cycleOf[b] = same ? cycleOf[b - 1]! : cycleAt(day[b]!);
  }
  const period = Int32Array.from(new Set(own)).sort();
  const slots = new Map(Array.from(period, (p, slot) => [p, slot]));
  const slotOf = Uint32Array.from(own, (p) => slots.get(p)!);
  // seconds[slot]: the cycles of the slot in order, and the seconds of it up to and with each of them.
  const cycles = Array.from(period, (): { cycle: number[]; upTo: number[] } => ({ cycle: [], upTo: [] }));
  for (let b = 0; b < bins; b++) {
    const { cycle, upTo } = cycles[slotOf[b]!]!;
    if (cycle.at(-1) !== cycleOf[b]) {
      cycle.push(cycleOf[b]!);
      upTo.push(upTo.at(-1) ?? 0);
    }
    upTo[upTo.length - 1]! += binSeconds;
  }
  const secondsOf = (slot: number, firstCycle: number, lastCycle: number): number => {
    const { cycle, upTo } = cycles[slot]!;
    const before = firstAtLeast(cycle, 0, cycle.length, firstCycle) - 1;
    const until = firstAtLeast(cycle, 0, cycle.length, lastCycle);
    return upTo[until]! - (before < 0 ? 0 : upTo[before]!);
  };
  return { start, binSeconds, period, slotOf, cycleOf, secondsOf };
}
