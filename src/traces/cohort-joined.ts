import { failInWords } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { type CohortRule, checkCohortRule } from "./cohort-rules.ts";

/** Rules of a cohort joined by "and" and by "or". */

/**
 * Users who meet every rule.
 *
 * **How** the rules are asked in order, and the first that a user does not meet is the reason why the user is left out.
 *
 * @param rules - at least one rule; an `allOf` among them stands for its own rules one by one
 * @returns a rule that asks what all of them ask
 * @throws RangeError for no rule, or a value that is none
 * @example
 * const window = { firstDay: 0, lastDay: 30 };
 * const rule = allOf([activeBefore({ day: 10, minDaysBefore: 1 }), noSilenceOver({ ...window, maxSilentDays: 7 })]);
 * rule.asks.length; // 2
 */
export function allOf(rules: readonly CohortRule[]): CohortRule {
  const own = checkRules("allOf", rules);
  const firsts: number[] = [];
  let count = 0;
  for (const { asks } of own) {
    firsts.push(count);
    count += asks.length;
  }
  return {
    asks: own.flatMap(({ asks }) => asks),
    ...hoursOf(own),
    unmetBy: (seen) => {
      for (let r = 0; r < own.length; r++) {
        const unmet = own[r]!.unmetBy(seen);
        if (unmet >= 0) return firsts[r]! + unmet;
      }
      return -1;
    },
  };
}

/**
 * Users who meet at least one of the rules.
 *
 * @param rules - at least one rule
 * @returns a rule that asks one thing: this or that
 * @throws RangeError for no rule, or a value that is none
 * @example
 * const survey = listedUsers({ users: ["ann"], as: "answered the survey" });
 * anyOf([survey, activeBefore({ day: 10, minDaysBefore: 1 })]).asks; // [ 'answered the survey, or first seen at least 1 day before 1970-01-11' ]
 */
export function anyOf(rules: readonly CohortRule[]): CohortRule {
  const own = checkRules("anyOf", rules);
  return {
    asks: [own.map(({ asks }) => asks.join(" and ")).join(", or ")],
    ...hoursOf(own),
    unmetBy: (seen) => (own.some((rule) => rule.unmetBy(seen) < 0) ? -1 : 0),
  };
}

function checkRules(where: string, rules: readonly CohortRule[]): readonly CohortRule[] {
  checkList(where, "rules", rules);
  if (rules.length === 0) failInWords(where, "rules", "at least one rule", "none");
  const own = Array.from(rules);
  own.forEach((rule, r) => {
    checkCohortRule(where, `rules[${r}]`, rule);
  });
  return own;
}

function hoursOf(rules: readonly CohortRule[]): { hours?: true } {
  return rules.some(({ hours }) => hours === true) ? { hours: true } : {};
}
