import { checkInteger, checkOptions, checkText, fail, isObject } from "../core/check.ts";
import { checkList, failShape } from "../core/check-tables.ts";
import { checkWeekdays } from "../core/hours.ts";

/**
 * Which hours are alike: the bins within which an hour (or a day) is compared with those of the baseline. A cycle is plain
 * data: the bin of each of the 168 hours of a week, Monday from midnight to one being the first.
 */
export interface TimeCycle {
  readonly name: string;
  readonly bins: number;
  readonly binOf: Uint8Array;
}

export interface HourAndDayTypeOptions {
  /** The days of the weekend, 0 (Monday) … 6 (Sunday): 5 and 6 in most countries, 4 and 5 in others. */
  readonly weekend: readonly number[];
}

const WEEK_HOURS = 168;

/**
 * Each hour of the week on its own: Mondays at nine are compared with Mondays at nine. It needs as many weeks of baseline
 * as samples are wanted.
 *
 * @returns a cycle of 168 bins for `fitActivityBaseline`
 *
 * [lu-2016-mahasen]
 *
 * @example
 * hourOfWeek().bins; // 168
 */
export function hourOfWeek(): TimeCycle {
  return cycleOf("hour of the week", WEEK_HOURS, (weekday, hour) => 24 * weekday + hour);
}

/**
 * Each hour of weekdays and of weekends: five or so samples a week, where weekdays are alike.
 *
 * @param options - which days are the weekend
 * @returns a cycle of 48 bins: hours of weekdays 0–23, of weekends 24–47
 * @throws RangeError for days that are none
 * @example
 * hourAndDayType({ weekend: [5, 6] }).bins; // 48
 */
export function hourAndDayType(options: HourAndDayTypeOptions): TimeCycle {
  const where = "hourAndDayType";
  checkOptions(where, options, ["weekend"]);
  const { weekend } = options;
  checkWeekdays(where, "weekend", weekend);
  return cycleOf("hour and type of day", 48, (weekday, hour) => (weekend.includes(weekday) ? 24 : 0) + hour);
}

/**
 * Each day of the week: for series of days, compared with the same weekday. In a series of hours all hours of a weekday
 * share a bin, which is seldom wanted.
 *
 * @returns a cycle of 7 bins
 * @example
 * dayOfWeek().bins; // 7
 */
export function dayOfWeek(): TimeCycle {
  return cycleOf("day of the week", 7, (weekday) => weekday);
}

/**
 * Each hour of the day, whatever the day. In a series of days there is one bin for all days.
 *
 * @returns a cycle of 24 bins
 * @example
 * hourOfDay().bins; // 24
 */
export function hourOfDay(): TimeCycle {
  return cycleOf("hour of the day", 24, (_, hour) => hour);
}

/** Throws unless the value is a cycle: a bin for each hour of the week. */
export function checkCycle(where: string, name: string, cycle: TimeCycle): void {
  const such = "a cycle such as hourOfWeek()";
  if (typeof cycle === "function") fail(where, name, `${such}, called`, cycle);
  if (!isObject(cycle) || !("binOf" in cycle) || !("bins" in cycle)) failShape(where, name, such, cycle);
  checkText(where, `${name}.name`, cycle.name);
  checkInteger(where, `${name}.bins`, cycle.bins, 1, WEEK_HOURS);
  checkList(where, `${name}.binOf`, cycle.binOf);
  checkInteger(where, `${name}.binOf.length`, cycle.binOf.length, WEEK_HOURS, WEEK_HOURS);
  for (let h = 0; h < WEEK_HOURS; h++) checkInteger(where, `${name}.binOf[${h}]`, cycle.binOf[h]!, 0, cycle.bins - 1);
}

function cycleOf(name: string, bins: number, binAt: (weekday: number, hour: number) => number): TimeCycle {
  const binOf = Uint8Array.from({ length: WEEK_HOURS }, (_, h) => binAt(Math.floor(h / 24), h % 24));
  return { name, bins, binOf };
}
