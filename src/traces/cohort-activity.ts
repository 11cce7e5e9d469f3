import { checkInteger, checkOptions } from "../core/check.ts";
import { dateOfDay } from "../core/dates.ts";
import { firstAtLeast } from "../core/runs.ts";
import { type CohortRule, checkDay, checkWindow, type DayWindow, daysWithin, ruleOf, spanOf } from "./cohort-rules.ts";

/** Rules of a cohort about when a user was active: in a window, before an event, at the end, in every week. */

export interface ActiveInWindowOptions extends DayWindow {
  /** In at least so many events: from 1, and 1 unless given. */
  readonly minEvents?: number;
  /** On at least so many local days: from 1, and 1 unless given. */
  readonly minDays?: number;
}

export interface ActiveBeforeOptions {
  /** The local day of the event, a day number. */
  readonly day: number;
  /** First seen at least so many days before it: 10 in Lu et al. 2016, 1 for any day before. */
  readonly minDaysBefore: number;
}

export interface ActiveAtEndOptions {
  /** The last local day of the study, a day number. */
  readonly lastDay: number;
  /** Seen on one of so many days, of which `lastDay` is the last. */
  readonly windowDays: number;
}

export interface ActiveInEachWindowOptions extends DayWindow {
  /** How many days a window has: 7 for a week. */
  readonly windowDays: number;
  /** How many days after a window the next one begins: `windowDays` for weeks side by side, 1 for a window that slides. */
  readonly stepDays: number;
  /** Seen on at least so many days of each window. */
  readonly minDays: number;
}

/**
 * Users who were seen in a stretch of days: at all, often enough, on enough days.
 *
 * @param options - the first and last day, the least events and days
 * @returns a rule for `selectCohort`. At least one call before the event and one in the last month of the study is what
 * Bengtsson et al. ask: two such rules joined by `allOf`
 * @throws RangeError for days out of order, or minima below 1
 * [bengtsson-2011]
 * @example
 * activeInWindow({ firstDay: 0, lastDay: 30, minDays: 5 }).asks; // [ 'seen on at least 5 days from 1970-01-01 to 1970-01-31' ]
 */
export function activeInWindow(options: ActiveInWindowOptions): CohortRule {
  const where = "activeInWindow";
  checkOptions(where, options, ["firstDay", "lastDay", "minEvents", "minDays"]);
  const { minEvents = 1, minDays = 1 } = options;
  checkWindow(where, options);
  checkInteger(where, "minEvents", minEvents, 1);
  checkInteger(where, "minDays", minDays, 1);
  const least = [
    minDays > 1 ? ` on at least ${minDays} days` : "",
    minEvents > 1 ? ` in at least ${minEvents} events` : "",
  ];
  return ruleOf(`seen${least.filter((text) => text !== "").join(" and")}${spanOf(options)}`, (seen) => {
    const { from, to } = daysWithin(seen, options);
    let events = 0;
    for (let i = from; i < to; i++) events += seen.events[i]!;
    return to - from >= minDays && events >= minEvents;
  });
}

/**
 * Users who were there before the event: SIMs that came with it are left out, those activated shortly before it too.
 *
 * **How** first day seen ≤ day − minDaysBefore. With 10, a SIM first seen exactly ten days before is kept, one first seen nine
 * days before is not.
 *
 * @param options - the day of the event and how many days before it a user must have been seen first
 * @returns a rule for `selectCohort`
 * @throws RangeError for a day that is none, or fewer days than 1
 *
 * **Departs from the paper**: the first record stands for the activation of the SIM, which records do not hold.
 * [lu-2016]
 * @example
 * activeBefore({ day: dayOfDate("2013-05-16"), minDaysBefore: 10 }).asks; // [ 'first seen at least 10 days before 2013-05-16' ]
 */
export function activeBefore(options: ActiveBeforeOptions): CohortRule {
  const where = "activeBefore";
  checkOptions(where, options, ["day", "minDaysBefore"]);
  const { day, minDaysBefore } = options;
  checkDay(where, "day", day);
  checkInteger(where, "minDaysBefore", minDaysBefore, 1);
  const asks = `first seen at least ${minDaysBefore} ${minDaysBefore === 1 ? "day" : "days"} before ${dateOfDay(day)}`;
  return ruleOf(asks, (seen) => seen.count > 0 && seen.day[0]! <= day - minDaysBefore);
}

/**
 * Users whose line is still in use at the end of the study.
 *
 * **How** seen on one of the days lastDay − windowDays + 1 … lastDay.
 *
 * @param options - the last day of the study and the days that count as its end, which no source gives
 * @returns a rule for `selectCohort`
 * @throws RangeError for a day that is none, or a window below 1
 * [iom-ecuador]
 * @example
 * activeAtEnd({ lastDay: dayOfDate("2019-12-31"), windowDays: 30 }).asks; // [ 'seen in the 30 days to 2019-12-31' ]
 */
export function activeAtEnd(options: ActiveAtEndOptions): CohortRule {
  const where = "activeAtEnd";
  checkOptions(where, options, ["lastDay", "windowDays"]);
  const { lastDay, windowDays } = options;
  checkDay(where, "lastDay", lastDay);
  checkInteger(where, "windowDays", windowDays, 1);
  const window = { firstDay: lastDay - windowDays + 1, lastDay };
  return ruleOf(`seen in the ${windowDays} days to ${dateOfDay(lastDay)}`, (seen) => {
    const { from, to } = daysWithin(seen, window);
    return to > from;
  });
}

/**
 * Active subscribers: seen on enough days of every week, or of every window of other length.
 *
 * **How** windows of windowDays begin on firstDay, firstDay + stepDays, … as long as they end by lastDay; in each of them the
 * user is seen on at least minDays days. Days after the last whole window are not looked at.
 *
 * @param options - the span, the length of windows, the step from one to the next and the least days in each
 * @returns a rule for `selectCohort`; 5 of every 7 days is a common filter of active subscribers
 * @throws RangeError for days out of order, a window longer than the span, or more days asked for than it has
 * @example
 * const span = { firstDay: dayOfDate("2016-01-04"), lastDay: dayOfDate("2016-01-31") };
 * activeInEachWindow({ ...span, windowDays: 7, stepDays: 7, minDays: 5 }).asks; // [ 'seen on at least 5 of every 7 days from 2016-01-04 to 2016-01-31' ]
 */
export function activeInEachWindow(options: ActiveInEachWindowOptions): CohortRule {
  const where = "activeInEachWindow";
  checkOptions(where, options, ["firstDay", "lastDay", "windowDays", "stepDays", "minDays"]);
  const { firstDay, lastDay, windowDays, stepDays, minDays } = options;
  checkWindow(where, options);
  checkInteger(where, "windowDays", windowDays, 1, lastDay - firstDay + 1);
  checkInteger(where, "stepDays", stepDays, 1);
  checkInteger(where, "minDays", minDays, 1, windowDays);
  return ruleOf(`seen on at least ${minDays} of every ${windowDays} days${spanOf(options)}`, (seen) => {
    let from = 0;
    let to = 0;
    for (let first = firstDay; first + windowDays - 1 <= lastDay; first += stepDays) {
      from = firstAtLeast(seen.day, from, seen.count, first);
      to = firstAtLeast(seen.day, Math.max(from, to), seen.count, first + windowDays);
      if (to - from < minDays) return false;
    }
    return true;
  });
}
