import { checkInteger, fail } from "./check.ts";

/**
 * Dates of the Gregorian calendar as day numbers and back. A day number counts days since 1970-01-01, as in every column
 * named `day`; it has no time zone.
 */

/** Days from 0000-03-01 to 1970-01-01. */
const EPOCH = 719_468;
/** Days of 400 years, after which the calendar repeats. */
const ERA = 146_097;

/** Year, month 1–12 and day 1–31 of a day number. */
export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/**
 * Which day number is a date?
 *
 * @param date - the date as "2016-01-31"
 * @returns days since 1970-01-01, negative before it
 * @throws RangeError for anything but a date of the calendar written so
 * @example
 * dayOfDate("2016-01-01"); // 16801
 */
export function dayOfDate(date: string): number {
  const where = "dayOfDate";
  const parts = typeof date === "string" ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(date) : null;
  if (parts === null) fail(where, "date", 'a date like "2016-01-31"', date);
  const day = dayNumberOf(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  if (dateOfDay(day) !== date) fail(where, "date", "a date of the calendar", date);
  return day;
}

/**
 * Which date is a day number?
 *
 * @param day - days since 1970-01-01
 * @returns the date as "2016-01-31"
 * @throws RangeError for anything but a whole number, or a year that has not four digits
 * @example
 * dateOfDay(16801); // '2016-01-01'
 */
export function dateOfDay(day: number): string {
  checkInteger("dateOfDay", "day", day, dayNumberOf(0, 1, 1), dayNumberOf(9999, 12, 31));
  const date = calendarDateOf(day);
  const padded = (value: number, digits: number): string => String(value).padStart(digits, "0");
  return `${padded(date.year, 4)}-${padded(date.month, 2)}-${padded(date.day, 2)}`;
}

/** The day number of a date; months and days beyond their ends run on into the next ones. */
export function dayNumberOf(year: number, month: number, day: number): number {
  const months = year * 12 + month - 3; // years that begin in March end with the leap day
  const marchYear = Math.floor(months / 12);
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (months - marchYear * 12) + 2) / 5) + day - 1;
  return era * ERA + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - EPOCH;
}

/** Year, month and day of a day number. */
export function calendarDateOf(dayNumber: number): CalendarDate {
  const days = dayNumber + EPOCH;
  const era = Math.floor(days / ERA);
  const dayOfEra = days - era * ERA;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / (ERA - 1));
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}
