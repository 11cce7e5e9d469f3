import { checkInteger, fail, failInWords, isObject } from "../core/check.ts";
import { checkFunction } from "../core/check-variants.ts";
import { dateOfDay } from "../core/dates.ts";
import { firstAtLeast } from "../core/runs.ts";

/**
 * Who belongs to the studied group? Rules about the local days on which a user was seen, to be joined by `allOf` and `anyOf`.
 */

/** The local days on which one user was seen, ascending: the first `count` entries of each list. The next user overwrites it. */
export interface SeenDays {
  user: string;
  count: number;
  readonly day: Int32Array;
  readonly events: Uint32Array;
  /** Bit h is set if the user was seen in local hour h of the day. Filled only for rules with `hours`. */
  readonly hours: Uint32Array;
}

/** What is asked of a user: texts for people, in the order in which it is asked, and the test. */
export interface CohortRule {
  readonly asks: readonly string[];
  /** True where the rule reads the hours of days, which only traces have. */
  readonly hours?: boolean;
  /** The number of the first of `asks` that the user does not meet; −1 if the user meets all. */
  readonly unmetBy: (seen: SeenDays) => number;
}

/** Local days from the first to the last, both included. */
export interface DayWindow {
  /** The first local day, a day number. */
  readonly firstDay: number;
  /** The last local day, a day number. */
  readonly lastDay: number;
}

/** The days whose dates have four digits in their year. */
const FIRST_DAY = -719_528;
const LAST_DAY = 2_932_896;
const RULE = "a rule such as activeBefore({ day, minDaysBefore })";

/** A rule that asks one thing. */
export function ruleOf(asks: string, holds: (seen: SeenDays) => boolean): CohortRule {
  return { asks: [asks], unmetBy: (seen) => (holds(seen) ? -1 : 0) };
}

/** Throws unless the value is a rule. */
export function checkCohortRule(where: string, name: string, rule: CohortRule): void {
  if (typeof rule === "function") failInWords(where, name, RULE, "a function", "call it: what it makes is meant");
  const given: unknown = rule;
  if (!isObject(given) || !Array.isArray(given["asks"]) || given["asks"].length === 0) fail(where, name, RULE, given);
  checkFunction(where, `${name}.unmetBy`, rule.unmetBy, "a function (seen)", 1);
}

/** Throws unless the days are in order. */
export function checkWindow(where: string, { firstDay, lastDay }: DayWindow): void {
  checkDay(where, "firstDay", firstDay);
  checkInteger(where, "lastDay", lastDay, firstDay, LAST_DAY);
}

/** Throws unless the value is a day number whose date has a year of four digits. */
export function checkDay(where: string, name: string, day: number): void {
  checkInteger(where, name, day, FIRST_DAY, LAST_DAY);
}

/** The entries from … to − 1 of the days seen that lie in the window. */
export function daysWithin(seen: SeenDays, { firstDay, lastDay }: DayWindow): { from: number; to: number } {
  const from = firstAtLeast(seen.day, 0, seen.count, firstDay);
  return { from, to: firstAtLeast(seen.day, from, seen.count, lastDay + 1) };
}

/** The window in words. */
export function spanOf({ firstDay, lastDay }: DayWindow): string {
  return ` from ${dateOfDay(firstDay)} to ${dateOfDay(lastDay)}`;
}
