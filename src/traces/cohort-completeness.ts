import { checkInteger, checkNumber, checkOptions, checkText } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { type CohortRule, checkWindow, type DayWindow, daysWithin, ruleOf, spanOf } from "./cohort-rules.ts";

/** Rules of a cohort about how completely a user was seen, and lists of users. */

export interface SilenceOptions extends DayWindow {
  /** No more than so many days in a row without an event, from 0. */
  readonly maxSilentDays: number;
}

export interface CompletenessOptions extends DayWindow {
  /** The least share of the days, or hours, on which the user was seen: above 0 to 1. */
  readonly minShare: number;
}

export interface ListedUsersOptions {
  /** The ids of the users. */
  readonly users: readonly string[];
  /** What they are, in the words of the report: "fits the profile of origin". */
  readonly as: string;
}

const HOURS = 24;

/**
 * Users without a long silence, which may be a journey abroad, a second SIM or a phone that was lost.
 *
 * **How** no run of more than maxSilentDays days without an event between firstDay and lastDay, those before the first and
 * after the last event included.
 *
 * @param options - the span and the longest silence
 * @returns a rule for `selectCohort`
 * @throws RangeError for days out of order, or a silence below 0
 * @example
 * noSilenceOver({ firstDay: 0, lastDay: 30, maxSilentDays: 7 }).asks; // [ 'never silent for more than 7 days from 1970-01-01 to 1970-01-31' ]
 */
export function noSilenceOver(options: SilenceOptions): CohortRule {
  const where = "noSilenceOver";
  checkOptions(where, options, ["firstDay", "lastDay", "maxSilentDays"]);
  const { firstDay, lastDay, maxSilentDays } = options;
  checkWindow(where, options);
  checkInteger(where, "maxSilentDays", maxSilentDays, 0);
  return ruleOf(`never silent for more than ${maxSilentDays} days${spanOf(options)}`, (seen) => {
    const { from, to } = daysWithin(seen, options);
    let before = firstDay - 1;
    for (let i = from; i < to; i++) {
      if (seen.day[i]! - before - 1 > maxSilentDays) return false;
      before = seen.day[i]!;
    }
    return lastDay - before <= maxSilentDays;
  });
}

/**
 * Users who were seen on a large enough share of the days.
 *
 * @param options - the span and the least share of its days
 * @returns a rule for `selectCohort`: days seen / days of the span ≥ minShare
 * @throws RangeError for days out of order, or a share that is not above 0 and at most 1
 * @example
 * seenOnShareOfDays({ firstDay: 0, lastDay: 9, minShare: 0.7 }).asks; // [ 'seen on at least 0.7 of the days from 1970-01-01 to 1970-01-10' ]
 */
export function seenOnShareOfDays(options: CompletenessOptions): CohortRule {
  const days = checkCompleteness("seenOnShareOfDays", options);
  const asks = `seen on at least ${options.minShare} of the days${spanOf(options)}`;
  return ruleOf(asks, (seen) => {
    const { from, to } = daysWithin(seen, options);
    return (to - from) / days >= options.minShare;
  });
}

/**
 * Users who were seen in a large enough share of the hours.
 *
 * **How** different local hours seen, summed over the days, / (24 · days of the span) ≥ minShare. The clock shows an hour that
 * is repeated once, and one that is skipped never.
 *
 * @param options - the span and the least share of its hours
 * @returns a rule for `selectCohort`, of traces only: presence knows no hours
 * @throws RangeError for days out of order, or a share that is not above 0 and at most 1
 * @example
 * seenInShareOfHours({ firstDay: 0, lastDay: 9, minShare: 0.2 }).hours; // true
 */
export function seenInShareOfHours(options: CompletenessOptions): CohortRule {
  const days = checkCompleteness("seenInShareOfHours", options);
  const asks = `seen in at least ${options.minShare} of the hours${spanOf(options)}`;
  const rule = ruleOf(asks, (seen) => {
    const { from, to } = daysWithin(seen, options);
    let hours = 0;
    for (let i = from; i < to; i++) for (let bits = seen.hours[i]!; bits !== 0; bits &= bits - 1) hours++;
    return hours / (HOURS * days) >= options.minShare;
  });
  return { ...rule, hours: true };
}

/**
 * Users on a list: those with a profile of origin, with an answer to a survey, of one tariff.
 *
 * @param options - the ids, and what they are in words
 * @returns a rule for `selectCohort`
 * @throws RangeError for anything but a list of ids
 * @example
 * listedUsers({ users: ["ann"], as: "answered the survey" }).asks; // [ 'answered the survey' ]
 */
export function listedUsers(options: ListedUsersOptions): CohortRule {
  const where = "listedUsers";
  checkOptions(where, options, ["users", "as"]);
  const { users, as } = options;
  checkList(where, "users", users);
  checkText(where, "as", as);
  const listed = new Set<string>();
  for (let u = 0; u < users.length; u++) {
    checkText(where, `users[${u}]`, users[u]!);
    listed.add(users[u]!);
  }
  return ruleOf(as, (seen) => listed.has(seen.user));
}

/** Checks a span and a share of it, and gives the days of the span. */
function checkCompleteness(where: string, options: CompletenessOptions): number {
  checkOptions(where, options, ["firstDay", "lastDay", "minShare"]);
  checkWindow(where, options);
  checkNumber(where, "minShare", options.minShare, Number.MIN_VALUE, 1);
  return options.lastDay - options.firstDay + 1;
}
