import type { Calendar } from "../types.ts";
import { checkInteger, checkNumber, checkOptions, fail } from "./check.ts";
import { checkList } from "./check-tables.ts";
import { weekdayOfDay } from "./clock.ts";

/**
 * Windows of local hours and weekdays: which bins of a calendar lie in the night, in working hours, on a weekend. A window
 * whose end is not above its start wraps midnight, and what comes after midnight then belongs to the day before.
 */

/** Local hours from `fromHour` (in) to `toHour` (out), on the local days `weekdays` (0 Monday … 6 Sunday; all unless given). */
export interface HoursWindow {
  readonly fromHour: number;
  readonly toHour: number;
  readonly weekdays?: readonly number[] | undefined;
}

/** Throws unless the window has whole hours that differ and, if it has weekdays, some of 0 … 6, none twice. */
export function checkHours(where: string, window: HoursWindow): void {
  const { fromHour, toHour, weekdays } = window;
  checkInteger(where, "fromHour", fromHour, 0, 23);
  checkInteger(where, "toHour", toHour, 0, 24);
  if (fromHour === toHour) fail(where, "toHour", "different from fromHour (a whole day is 0 to 24)", toHour);
  if (weekdays !== undefined) checkWeekdays(where, "weekdays", weekdays);
}

/** A window of hours with a name, such as "work": what is counted in several windows tells them apart by it. */
export interface NamedWindow extends HoursWindow {
  readonly id: string;
}

/** Throws unless there are windows, each with hours and a name of its own. */
export function checkNamedWindows(where: string, windows: readonly NamedWindow[]): void {
  checkList(where, "windows", windows);
  checkNumber(where, "windows.length", windows.length, 1);
  for (let w = 0; w < windows.length; w++) {
    const window = windows[w]!;
    checkOptions(where, window, ["id", "fromHour", "toHour", "weekdays"], `windows[${w}]`);
    if (typeof window.id !== "string") fail(where, `windows[${w}].id`, "text", window.id);
    const same = windows.findIndex(({ id }) => id === window.id);
    if (same < w) fail(where, `windows[${w}].id`, "another one than before", window.id);
    checkHours(where, window);
  }
}

/** Throws unless the list has days of the week, at least one and none twice. */
export function checkWeekdays(where: string, name: string, weekdays: readonly number[]): void {
  checkList(where, name, weekdays);
  checkNumber(where, `${name}.length`, weekdays.length, 1, 7);
  for (let i = 0; i < weekdays.length; i++) {
    checkInteger(where, `${name}[${i}]`, weekdays[i]!, 0, 6);
    if (weekdays.indexOf(weekdays[i]!) < i) fail(where, name, "different days", weekdays[i]);
  }
}

/**
 * For each bin of the calendar the number, from 1, of the window's day that it lies in; 0 outside the window. In a window
 * that wraps midnight the bins before `toHour` belong to the day before, and it is that day's weekday that counts. The
 * 49,711 days that 32 bits of seconds can span fit in 16 bits, and so does the table in the nearest cache.
 */
export function windowDaysOf(calendar: Calendar, window: HoursWindow): Uint16Array {
  const { day, hour } = calendar;
  const { fromHour, toHour, weekdays } = window;
  const wraps = fromHour > toHour;
  const days = new Uint16Array(day.length);
  const wanted = new Uint8Array(7).fill(weekdays === undefined ? 1 : 0);
  for (const weekday of weekdays ?? []) wanted[weekday] = 1;
  let first = Infinity;
  for (let b = 0; b < day.length; b++) if (day[b]! < first) first = day[b]!;
  for (let b = 0; b < day.length; b++) {
    const h = hour[b]!;
    const morning = wraps && h < toHour;
    const inside = wraps ? morning || h >= fromHour : h >= fromHour && h < toHour;
    if (!inside) continue;
    const own = morning ? day[b]! - 1 : day[b]!;
    if (wanted[weekdayOfDay(own)] === 1) days[b] = own - first + 2;
  }
  return days;
}
