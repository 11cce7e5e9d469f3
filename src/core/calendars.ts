import type { Calendar } from "../types.ts";
import { weekdayOfDay } from "./clock.ts";

/**
 * What loops over events look up for each bin of a calendar beside its day and hour: the hour of the week; and which days
 * there are.
 */

/** How many hours a week has. */
export const WEEK_HOURS = 168;

/** For each bin of the calendar the hour of the week, 0 (Monday, midnight to one) … 167. */
export function weekHoursOf({ day, hour }: Calendar): Uint8Array {
  return Uint8Array.from(hour, (h, b) => 24 * weekdayOfDay(day[b]!) + h);
}

/** The first and the last local day. Clocks set back over midnight leave a bin of a later day before those of an earlier one. */
export function daysOf({ day }: Calendar): { first: number; last: number } {
  let first = day[0]!;
  let last = first;
  for (const each of day) {
    if (each < first) first = each;
    if (each > last) last = each;
  }
  return { first, last };
}
