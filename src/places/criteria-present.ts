import { checkNumber, checkOptions } from "../core/check.ts";
import { checkHomesByPeriod } from "../core/check-places.ts";
import { checkTable } from "../core/check-tables.ts";
import type { HomeHistory } from "../types.ts";

export interface PresentHomesOptions {
  /** Share of the period's days on which the person must have been seen at home, 0–1: 0.3 in the authors' program. */
  readonly minPresence: number;
}

/**
 * Who was at home on enough days of the month for it to be one?
 *
 * **How** a home stays if its support / days of the period ≥ minPresence; otherwise the person has none in the period.
 *
 * @param history - homes by period of a criterion that counts days or nights: `detectHomesByPeriod` with `mostDays`
 * @param options - the share
 * @returns the same history; `location` −1 where the home had too few days, all evidence as it was
 * @throws RangeError for a table that is none, or a share out of range
 *
 * **Cost** O(rows).
 *
 * [chi-2020]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const day = [16801, 16802, 16803, 16804, 16840];
 * const presence = buildPresenceOfDays({ user: day.map(() => "ann"), day, location: [0, 0, 0, 0, 1] }, zones);
 * const periods = buildWeeks({ clock: createClock({ timeZone: "UTC" }), firstDay: 16801, lastDay: 16840 });
 * const history = detectHomesByPeriod(presence, { criterion: modalDailyLocation(), periods });
 * detectPresentHomes(history, { minPresence: 0.3 }).columns.location.slice(0, 2); // Int32Array(2) [ 0, -1 ]
 */
export function detectPresentHomes(history: HomeHistory, options: PresentHomesOptions): HomeHistory {
  const where = "detectPresentHomes";
  checkHomesByPeriod(where, "history", history);
  checkTable(where, "history", history, ["support"], "homes made by detectHomesByPeriod");
  checkOptions(where, options, ["minPresence"]);
  const { minPresence } = options;
  checkNumber(where, "minPresence", minPresence, 0, 1);
  const { firstDay, lastDay } = history.periods.columns;
  const { location, support, period } = history.columns;
  const homes = location.map((home, row) => {
    const p = period[row]!;
    return support[row]! / (lastDay[p]! - firstDay[p]! + 1) >= minPresence ? home : -1;
  });
  return { ...history, columns: { ...history.columns, location: homes } };
}
