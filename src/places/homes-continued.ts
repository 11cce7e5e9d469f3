import { checkInteger, checkOptions } from "../core/check.ts";
import { checkHomesByPeriod } from "../core/check-places.ts";
import { checkTable } from "../core/check-tables.ts";
import type { HomeHistory } from "../types.ts";

export interface ContinuedHomesOptions {
  /** A home of which this much was counted in the period is home whatever came before: 15 days of a month in FlowKit. From 1. */
  readonly minSupport: number;
  /** A home that was home in the period before needs only this much: 10 days of a month in FlowKit. From 1. */
  readonly minContinuedSupport: number;
}

/**
 * Who still lives where they lived the month before, and of whom is it not known? Much evidence makes a home, little
 * evidence can only continue one.
 *
 * **How** period by period: the location of most support is home if its support is at least `minSupport`, or if it was home
 * in the period before by this rule and its support is at least `minContinuedSupport`; otherwise the person cannot be
 * located in the period.
 *
 * @param history - homes by period, with every home named: `detectHomesByPeriod` with `modalLastLocation` by month in FlowKit
 * @param options - the two thresholds, in what the criterion counts
 * @returns the same history; `location` −1 where the person cannot be located, all evidence as it was
 * @throws RangeError for a table that is none, or thresholds below 1 or the lower one above the other
 *
 * **Cost** O(rows).
 *
 * [flowkit]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const days = ["01-05", "01-06", "01-07", "02-03", "03-04"].map((day) => dayOfDate(`2016-${day}`));
 * const presence = buildPresenceOfDays({ user: days.map(() => "ann"), day: days, location: [0, 0, 0, 0, 1] }, zones);
 * const clock = createClock({ timeZone: "Africa/Kigali" });
 * const periods = buildMonths({ clock, firstDay: days[0], lastDay: days[4] });
 * const history = detectHomesByPeriod(presence, { criterion: modalDailyLocation(), periods });
 * detectContinuedHomes(history, { minSupport: 3, minContinuedSupport: 1 }).columns.location; // Int32Array(3) [ 0, 0, -1 ]
 */
export function detectContinuedHomes(history: HomeHistory, options: ContinuedHomesOptions): HomeHistory {
  const where = "detectContinuedHomes";
  checkHomesByPeriod(where, "history", history);
  checkTable(where, "history", history, ["support"], "homes made by detectHomesByPeriod");
  checkOptions(where, options, ["minSupport", "minContinuedSupport"]);
  const { minSupport, minContinuedSupport } = options;
  checkInteger(where, "minSupport", minSupport, 1);
  checkInteger(where, "minContinuedSupport", minContinuedSupport, 1, minSupport);
  const { users, offsets } = history;
  const { location, support } = history.columns;
  const homes = location.slice();
  for (let u = 0; u < users.length; u++) {
    let before = -1;
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      const enough = support[i]! >= minSupport || (location[i] === before && support[i]! >= minContinuedSupport);
      if (!enough) homes[i] = -1;
      before = homes[i]!;
    }
  }
  return { ...history, columns: { ...history.columns, location: homes } };
}
