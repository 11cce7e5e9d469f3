import { failInWords } from "../core/check.ts";
import { calendarDateOf, dayNumberOf } from "../core/dates.ts";
import type { HomePlacesByPeriod, Periods } from "../types.ts";

/** The number, year · 12 + month from 0, of each of the periods; throws unless each is a calendar month. */
export function monthsOfPeriods(where: string, name: string, periods: Periods): Int32Array {
  const { firstDay, lastDay } = periods.columns;
  return Int32Array.from(firstDay, (first, p) => {
    const { year, month, day } = calendarDateOf(first);
    if (day !== 1 || dayNumberOf(year, month + 1, 1) !== lastDay[p]! + 1 || (p > 0 && first === firstDay[p - 1])) {
      failInWords(where, name, "calendar months, none twice", `period ${p}`, "buildMonths makes them");
    }
    return 12 * year + month - 1;
  });
}

/** In a period: the user's home is not known, or counts in no year; is their usual place of the year; is another place. */
export const UNKNOWN = 0;
const USUAL = 1;
export const AWAY = 2;

/**
 * Makes the function that says of each period of a user where they were: `UNKNOWN`, `USUAL` or `AWAY`. The next call
 * overwrites its answer.
 *
 * **How** a year is known if it has homes in at least `minPeriods` periods; its usual place is the home of most of them, of
 * equal ones the one that was home in the latest.
 */
export function createAwayFinder(history: HomePlacesByPeriod, minPeriods: number): (user: number) => Uint8Array {
  const { location } = history.columns;
  const periods = history.periods.length;
  const years = Array.from(history.periods.columns.firstDay, (day) => calendarDateOf(day).year);
  const counts = new Uint32Array(history.locations.length);
  const away = new Uint8Array(periods);
  return (user) => {
    const from = history.offsets[user]!;
    for (let first = 0, end = 0; first < periods; first = end) {
      while (end < periods && years[end] === years[first]) end++;
      let known = 0;
      let most = 0;
      let usual = -1;
      for (let p = first; p < end; p++) {
        const home = location[from + p]!;
        if (home < 0) continue;
        known++;
        const count = ++counts[home]!;
        if (count > most) most = count;
      }
      for (let p = first; p < end; p++) {
        const home = location[from + p]!;
        if (home >= 0 && counts[home] === most) usual = home;
      }
      for (let p = first; p < end; p++) {
        const home = location[from + p]!;
        away[p] = home < 0 || known < minPeriods ? UNKNOWN : home === usual ? USUAL : AWAY;
        if (home >= 0) counts[home] = 0;
      }
    }
    return away;
  };
}
