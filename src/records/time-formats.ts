import type { RefusalReason } from "./refusals.ts";

/**
 * Instants: the forms in which a file can say when something happened without anything to add. A form that says local
 * time only is read by `localTime`.
 */

/**
 * Reads the text in bytes from … to − 1: whole seconds since 1970-01-01 00:00 UTC, or the reason why the row is refused.
 * `isoTime`, `localTime`, `epochSeconds` and `epochMilliseconds` make such functions.
 */
export type TimeFormat = (bytes: Uint8Array, from: number, to: number) => number | RefusalReason;

const ZERO = 48;
const MINUS = 45;
const PLUS = 43;
const COLON = 58;
const POINT = 46;
const COMMA = 44;
const DAY_SECONDS = 86_400;
const LAST_SECOND = 0xffff_ffff;

/**
 * When was it, if each text names its own offset to UTC? Dates as in ISO 8601: 2014-02-24T08:23:16Z, 2014-02-24 08:23:16+02:00.
 *
 * **How** Year, month, day, T or a space, hour and minute in digits; then, if there, seconds and a fraction of them,
 * which is cut off (rounded down); then the offset: Z, ±hh:mm, ±hhmm or ±hh, taken off. Years of four digits.
 *
 * @returns a time format; a text that ends without its offset is refused ("time without its zone"), because a zone is
 *   never guessed, and so are 30 February, hour 24 and second 60 ("date or time of day that does not exist")
 * **Cost** about 30 ns a row
 * @example
 * const antennas = createLocations("antennas", ["A"], [85.3], [27.7]);
 * const time = { column: "at", format: isoTime() };
 * const layout = oneSide({ user: "u", contact: "v", direction: { column: "d", out: "out", in: "in" }, time, antenna: "a" });
 * const text = "u,v,d,at,a\nx,y,out,2014-02-24T08:23:16+02:00,A\nx,y,in,2014-02-24T09:00:00,A";
 * const { calls, refused } = readCalls(text, { layout, antennas });
 * calls.columns.time; // Uint32Array(1) [ 1393222996 ]
 * rowsOf(refused); // [ { row: 3, reason: 'time without its zone' } ]
 */
export function isoTime(): TimeFormat {
  return (bytes, from, to) => {
    if (from === to) return "time missing";
    const year = fourDigits(bytes, from);
    const month = twoDigits(bytes, from + 5);
    const day = twoDigits(bytes, from + 8);
    const hour = twoDigits(bytes, from + 11);
    const minute = twoDigits(bytes, from + 14);
    const between = bytes[from + 10];
    if (
      to - from < 16 ||
      (year | month | day | hour | minute) < 0 ||
      bytes[from + 4] !== MINUS ||
      bytes[from + 7] !== MINUS ||
      bytes[from + 13] !== COLON ||
      (between !== 84 && between !== 116 && between !== 32)
    ) {
      return "time not in the given format";
    }
    let second = 0;
    let i = from + 16;
    if (i < to && bytes[i] === COLON) {
      second = twoDigits(bytes, i + 1);
      if (second < 0) return "time not in the given format";
      i = endOfFraction(bytes, i + 3, to);
    }
    if (i >= to) return i > to ? "time not in the given format" : "time without its zone";
    const offset = readOffset(bytes, i, to);
    if (Number.isNaN(offset)) return "time not in the given format";
    if (!isDate(year, month, day) || hour > 23 || minute > 59 || second > 59) {
      return "date or time of day that does not exist";
    }
    return ranged(dayOfDate(year, month, day) * DAY_SECONDS + hour * 3600 + minute * 60 + second - offset);
  };
}

/**
 * When was it, if the file counts seconds since 1 January 1970 UTC? Whole or with a fraction, which is rounded down.
 *
 * **How** Digits, then, if there, a point and digits. Rows of objects may hold numbers.
 *
 * @returns a time format; a negative number, or one beyond the year 2106 as milliseconds are, is refused
 * **Cost** about 10 ns a row
 * @example
 * const time = { column: "at", format: epochSeconds() };
 * const layout = oneSide({ user: "u", contact: "v", direction: { column: "d", out: "o", in: "i" }, time, antenna: "a" });
 * const antennas = createLocations("antennas", ["A"], [85.3], [27.7]);
 * const { calls } = buildCalls([{ u: "x", v: "y", d: "o", at: 1393222996.7, a: "A" }], { layout, antennas });
 * calls.columns.time; // Uint32Array(1) [ 1393222996 ]
 */
export function epochSeconds(): TimeFormat {
  return (bytes, from, to) => readEpoch(bytes, from, to, 1);
}

/**
 * When was it, if the file counts milliseconds since 1 January 1970 UTC? Rounded down to the second.
 *
 * **How** As `epochSeconds`, divided by 1000. Seconds taken for milliseconds would all fall into January 1970, which no
 * reader can tell: look at the first times.
 *
 * @returns a time format; a negative number, or one beyond the year 2106, is refused
 * **Cost** about 10 ns a row
 * @example
 * const time = { column: "at", format: epochMilliseconds() };
 * const layout = oneSide({ user: "u", contact: "v", direction: { column: "d", out: "o", in: "i" }, time, antenna: "a" });
 * const antennas = createLocations("antennas", ["A"], [85.3], [27.7]);
 * const { calls } = readCalls("u,v,d,at,a\nx,y,i,1393222996700,A", { layout, antennas });
 * calls.columns.time; // Uint32Array(1) [ 1393222996 ]
 */
export function epochMilliseconds(): TimeFormat {
  return (bytes, from, to) => readEpoch(bytes, from, to, 1000);
}

function readEpoch(bytes: Uint8Array, from: number, to: number, unitsPerSecond: number): number | RefusalReason {
  if (from === to) return "time missing";
  const first = bytes[from] === MINUS ? from + 1 : from;
  let units = 0;
  let i = first;
  for (; i < to; i++) {
    const digit = bytes[i]! - ZERO;
    if (digit < 0 || digit > 9) break;
    units = units * 10 + digit;
  }
  if (i === first || (i < to && (bytes[i] !== POINT || endOfFraction(bytes, i, to) !== to))) {
    return "time not in the given format";
  }
  return ranged(first > from ? -1 : Math.floor(units / unitsPerSecond));
}

/** A number of two digits, or a negative one where one of the bytes is no digit. */
export function twoDigits(bytes: Uint8Array, from: number): number {
  const tens = bytes[from]! - ZERO;
  const ones = bytes[from + 1]! - ZERO;
  return (tens | (9 - tens) | ones | (9 - ones)) < 0 ? -1 : 10 * tens + ones;
}

/** A number of four digits, or a negative one where one of the bytes is no digit. */
export function fourDigits(bytes: Uint8Array, from: number): number {
  const high = twoDigits(bytes, from);
  const low = twoDigits(bytes, from + 2);
  return (high | low) < 0 ? -1 : 100 * high + low;
}

/** Where a fraction (point or comma and digits) that starts at `from` ends; `from` if none does, beyond `to` if it has no digit. */
export function endOfFraction(bytes: Uint8Array, from: number, to: number): number {
  if (from >= to || (bytes[from] !== POINT && bytes[from] !== COMMA)) return from;
  let i = from + 1;
  while (i < to && bytes[i]! >= ZERO && bytes[i]! <= ZERO + 9) i++;
  return i === from + 1 ? to + 1 : i;
}

/** Whether the calendar has this date. */
export function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31);
}

/** Days from 1 January 1970 to a date of the Gregorian calendar. */
export function dayOfDate(year: number, month: number, day: number): number {
  // Years that begin in March: the leap day is the last of its year.
  const y = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear - 719_468;
}

/** The seconds themselves, or the reason where the tables' time cannot hold them. */
export function ranged(seconds: number): number | RefusalReason {
  return seconds >= 0 && seconds <= LAST_SECOND ? seconds : "time outside 1970 to 2106";
}

/** Seconds that an offset (Z, ±hh, ±hhmm, ±hh:mm) stands for; NaN if it is none. */
function readOffset(bytes: Uint8Array, from: number, to: number): number {
  const sign = bytes[from]!;
  if ((sign === 90 || sign === 122) && to === from + 1) return 0;
  if (sign !== PLUS && sign !== MINUS) return Number.NaN;
  const length = to - from;
  const hours = length >= 3 ? twoDigits(bytes, from + 1) : -1;
  let minutes = 0;
  if (length === 5) minutes = twoDigits(bytes, from + 3);
  else if (length === 6 && bytes[from + 3] === COLON) minutes = twoDigits(bytes, from + 4);
  else if (length !== 3) return Number.NaN;
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return Number.NaN;
  return (sign === MINUS ? -1 : 1) * (hours * 3600 + minutes * 60);
}
