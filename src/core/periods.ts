import type { Clock, Periods } from "../types.ts";
import { checkInteger, checkOptions, fail } from "./check.ts";
import { checkLists, checkTable } from "./check-tables.ts";
import { checkClock } from "./check-variants.ts";
import { weekdayOfDay } from "./clock.ts";
import { calendarDateOf, dateOfDay, dayNumberOf } from "./dates.ts";

/**
 * Periods: months, weeks or any stretches of local days, in which the same question is asked again: a home for each month,
 * an entropy for each week.
 */

export interface MonthsOptions {
  /** The clock of the place, which says when a day begins. */
  readonly clock: Clock;
  /** A day of the first period, a day number. */
  readonly firstDay: number;
  /** A day of the last period, a day number. */
  readonly lastDay: number;
  /** How many calendar months make a period: 1 unless given, 6 for half-years, 12 for years; counted from January. */
  readonly months?: number;
}

export interface WeeksOptions {
  /** The clock of the place, which says when a day begins. */
  readonly clock: Clock;
  /** A day of the first week, a day number. */
  readonly firstDay: number;
  /** A day of the last week, a day number. */
  readonly lastDay: number;
  /** The weekday on which a week begins, 0 (Monday) … 6 (Sunday). Monday unless given, as in ISO 8601. */
  readonly startsOn?: number;
}

export interface HalfMonthsOptions {
  /** The clock of the place, which says when a day begins. */
  readonly clock: Clock;
  /** A day of the first half-month, a day number. */
  readonly firstDay: number;
  /** A day of the last half-month, a day number. */
  readonly lastDay: number;
}

/** First and last local days of stretches, day numbers; the first days ascend. */
export interface PeriodDays {
  readonly firstDay: ArrayLike<number>;
  readonly lastDay: ArrayLike<number>;
}

/** A day of the year 1970 and the last day that begins in 32 bits of seconds, whatever the zone. */
const FIRST_DAY = 1;
const LAST_DAY = 49_709;

/**
 * The calendar months from one day to another, or runs of months.
 *
 * @param options - the clock, a day of the first and of the last period, and the number of months in each
 * @returns whole periods in order, the first with `firstDay` in it, the last with `lastDay`; runs of several months are
 * counted from January
 * @throws RangeError for days out of order, or months that do not divide a year
 *
 * **Cost** O(periods).
 *
 * @example
 * const clock = createClock({ timeZone: "Africa/Kigali" });
 * const months = buildMonths({ clock, firstDay: dayOfDate("2016-01-20"), lastDay: dayOfDate("2016-02-10") });
 * rowsOf(months)[1]; // { id: '2016-02', firstDay: 16832, lastDay: 16860, start: 1454277600, end: 1456783200 }
 */
export function buildMonths(options: MonthsOptions): Periods {
  const where = "buildMonths";
  checkOptions(where, options, ["clock", "firstDay", "lastDay", "months"]);
  const { clock, firstDay, lastDay, months = 1 } = options;
  checkSpan(where, clock, firstDay, lastDay);
  checkInteger(where, "months", months, 1, 12);
  if (12 % months !== 0) fail(where, "months", "a divisor of 12", months);
  const { year, month } = calendarDateOf(firstDay);
  const first: number[] = [];
  const ids: string[] = [];
  for (let m = Math.floor((month - 1) / months) * months + 1; ; m += months) {
    const day = dayNumberOf(year, m, 1);
    first.push(day);
    if (day > lastDay) break;
    ids.push(dateOfDay(day).slice(0, 7));
  }
  return periodsOf(clock, ids, first);
}

/**
 * The weeks from one day to another.
 *
 * @param options - the clock, a day of the first and of the last week, and the weekday on which weeks begin
 * @returns whole weeks in order, the first with `firstDay` in it, the last with `lastDay`
 * @throws RangeError for days out of order or a weekday that is none
 *
 * **Cost** O(periods).
 *
 * @example
 * const clock = createClock({ timeZone: "Africa/Kigali" });
 * const weeks = buildWeeks({ clock, firstDay: dayOfDate("2016-01-01"), lastDay: dayOfDate("2016-01-07") });
 * weeks.columns.id; // [ '2015-12-28', '2016-01-04' ]
 */
export function buildWeeks(options: WeeksOptions): Periods {
  const where = "buildWeeks";
  checkOptions(where, options, ["clock", "firstDay", "lastDay", "startsOn"]);
  const { clock, firstDay, lastDay, startsOn = 0 } = options;
  checkSpan(where, clock, firstDay, lastDay);
  checkInteger(where, "startsOn", startsOn, 0, 6);
  const first: number[] = [];
  for (let day = firstDay - ((weekdayOfDay(firstDay) - startsOn + 7) % 7); ; day += 7) {
    first.push(day);
    if (day > lastDay) break;
  }
  return periodsOf(clock, first.slice(0, -1).map(dateOfDay), first);
}

/**
 * The half-months from one day to another: the 1st to the 15th and the 16th to the last of each month.
 *
 * @param options - the clock, a day of the first and of the last half-month
 * @returns whole half-months in order, named by their first days
 * @throws RangeError for days out of order
 *
 * **Cost** O(periods).
 *
 * [blanchard-rubrichi-2025]
 *
 * @example
 * const clock = createClock({ timeZone: "Africa/Dakar" });
 * const halves = buildHalfMonths({ clock, firstDay: dayOfDate("2014-02-20"), lastDay: dayOfDate("2014-03-02") });
 * halves.columns.id; // [ '2014-02-16', '2014-03-01' ]
 */
export function buildHalfMonths(options: HalfMonthsOptions): Periods {
  const where = "buildHalfMonths";
  checkOptions(where, options, ["clock", "firstDay", "lastDay"]);
  const { clock, firstDay, lastDay } = options;
  checkSpan(where, clock, firstDay, lastDay);
  const { year, month, day } = calendarDateOf(firstDay);
  const first: number[] = [];
  for (let half = 2 * (month - 1) + (day > 15 ? 1 : 0); ; half++) {
    first.push(dayNumberOf(year, Math.floor(half / 2) + 1, half % 2 === 0 ? 1 : 16));
    if (first[first.length - 1]! > lastDay) break;
  }
  return periodsOf(clock, first.slice(0, -1).map(dateOfDay), first);
}

/**
 * Stretches of days of your own: before and after a storm, harvests, a window that slides. They may overlap and leave gaps.
 *
 * @param days - the first and last local days, both included, first days ascending
 * @param clock - the clock of the place, which says when a day begins
 * @returns the periods
 * @throws RangeError for days out of order
 *
 * **Cost** O(periods).
 *
 * @example
 * const days = { firstDay: [dayOfDate("2016-01-01"), dayOfDate("2016-03-01")], lastDay: [dayOfDate("2016-01-31"), dayOfDate("2016-03-31")] };
 * buildPeriods(days, createClock({ timeZone: "Africa/Kigali" })).columns.id; // [ '2016-01-01', '2016-03-01' ]
 */
export function buildPeriods(days: PeriodDays, clock: Clock): Periods {
  const where = "buildPeriods";
  checkLists(where, "days", days, ["firstDay", "lastDay"], "{ firstDay, lastDay }");
  const { firstDay, lastDay } = days;
  if (firstDay.length !== lastDay.length) fail(where, "days.lastDay.length", `${firstDay.length}`, lastDay.length);
  checkClock(where, "clock", clock);
  for (let p = 0; p < firstDay.length; p++) {
    checkInteger(where, `days.firstDay[${p}]`, firstDay[p]!, p === 0 ? FIRST_DAY : firstDay[p - 1]!, LAST_DAY - 1);
    checkInteger(where, `days.lastDay[${p}]`, lastDay[p]!, firstDay[p]!, LAST_DAY - 1);
  }
  const columns = {
    id: Array.from(firstDay, dateOfDay),
    firstDay: Int32Array.from(firstDay),
    lastDay: Int32Array.from(lastDay),
    start: Float64Array.from(firstDay, (day) => startOfDay(clock, day)),
    end: Float64Array.from(lastDay, (day) => startOfDay(clock, day + 1)),
  };
  return { length: columns.id.length, columns };
}

/** Throws unless the value is a table of periods in order. */
export function checkPeriods(where: string, periods: Periods, name: string = "periods"): void {
  checkTable(
    where,
    name,
    periods,
    ["id", "firstDay", "lastDay", "start", "end"],
    "periods made by buildMonths, buildWeeks or buildPeriods",
  );
  const { firstDay } = periods.columns;
  for (let p = 1; p < periods.length; p++) {
    if (firstDay[p]! < firstDay[p - 1]!) {
      fail(where, `${name}.columns.firstDay[${p}]`, `not before ${firstDay[p - 1]}`, firstDay[p]);
    }
  }
}

/** Throws unless each period begins on the day after the one before, so that periods in a row are days in a row. */
export function checkPeriodsAdjoin(where: string, name: string, { length, columns }: Periods): void {
  const { firstDay, lastDay } = columns;
  for (let p = 1; p < length; p++) {
    if (firstDay[p] === lastDay[p - 1]! + 1) continue;
    const such = `${lastDay[p - 1]! + 1}, the day after the period before`;
    fail(where, `${name}.columns.firstDay[${p}]`, such, firstDay[p]);
  }
}

/**
 * The UTC second from which on it is the local day or a later one. Where clocks are set back over midnight, the minute of
 * the day that came before the hour that is repeated counts to the day before.
 */
export function startOfDay(clock: Clock, day: number): number {
  const times = clock.timesOf(day * 86_400);
  if (times.length > 0) return times[times.length - 1]!;
  // Clocks were set forward over midnight: the day begins with the first second after the gap.
  let before = Math.max(0, day * 86_400 - 86_400 * 2);
  let after = day * 86_400 + 86_400 * 2;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (clock.dayOf(middle) >= day) after = middle;
    else before = middle;
  }
  return after;
}

/** Periods that follow one another; the last of the first days is the one after the last period. */
function periodsOf(clock: Clock, id: readonly string[], first: readonly number[]): Periods {
  const starts = first.map((day) => startOfDay(clock, day));
  const columns = {
    id,
    firstDay: Int32Array.from(first.slice(0, -1)),
    lastDay: Int32Array.from(first.slice(1), (day) => day - 1),
    start: Float64Array.from(starts.slice(0, -1)),
    end: Float64Array.from(starts.slice(1)),
  };
  return { length: id.length, columns };
}

function checkSpan(where: string, clock: Clock, firstDay: number, lastDay: number): void {
  checkClock(where, "clock", clock);
  checkInteger(where, "firstDay", firstDay, FIRST_DAY + 366, LAST_DAY - 366);
  checkInteger(where, "lastDay", lastDay, firstDay, LAST_DAY - 366);
}
