import { checkOptions, checkText, fail } from "../core/check.ts";
import { checkClock } from "../core/check-variants.ts";
import type { Clock } from "../types.ts";
import type { RefusalReason } from "./refusals.ts";
import { dayOfDate, endOfFraction, fourDigits, isDate, ranged, type TimeFormat, twoDigits } from "./time-formats.ts";
import { bytesOf } from "./utf8.ts";

/** How the texts of a column of local times are written, and where. */
export interface LocalTimeOptions {
  /**
   * YYYY, MM, DD, HH, mm and ss in any order with any characters between: "YYYY-MM-DD HH:mm:ss", "DD-MM-YYYY HH:mm:ss".
   * Each stands for digits, as many as it has letters. Where the pattern has no ss, or neither mm nor ss, these are 0.
   */
  readonly pattern: string;
  /** The clock of the place where the times were taken. */
  readonly clock: Clock;
  /**
   * What to make of a time in the hour that a change of the clock repeats: "refuse" the row (the default), or take the
   * "earlier" or the "later" of the two instants.
   */
  readonly repeatedHour?: "refuse" | "earlier" | "later";
}

const PARTS = ["YYYY", "MM", "DD", "HH", "mm", "ss"] as const;
const DAY_SECONDS = 86_400;
const LAST_SECOND = 0xffff_ffff;
const FIRST_YEAR = 1969;
const LAST_YEAR = 2106;
/** Marks of days in the table of midnights: no change of the clock is known yet, no such date, a day with a change. */
const NO_DATE = -1;
const CHANGING = -2;

/**
 * When was it, if the file gives local time? Dates by a pattern, read with the clock of the place: Table 1 of the survey
 * has 01-01-2020 11:50:32, and only the reader knows whether the day or the month comes first, and in which zone.
 *
 * **How** The fields of the pattern are read from their fixed places; the other characters must be as in the pattern.
 * time = midnight of the local day in UTC + seconds since midnight; midnights are found once per day. On a day on which
 * the clock changes, each time is asked of the clock: a time that the change skips does not exist and is refused, one
 * that it repeats happened twice and is refused unless `repeatedHour` chooses. A fraction after seconds that end the
 * pattern is cut off.
 *
 * @param options - the pattern, the clock, and what to make of repeated hours
 * @returns a time format, for the `time` of a layout; 30 February, hour 24 and second 60 are refused ("date or time of
 *   day that does not exist"), and so is a text that differs from the pattern, be it by one missing leading zero
 * @throws RangeError for a pattern without YYYY, MM, DD or HH, with one of the parts twice, or ss without mm
 * **Cost** about 25 ns a row; a table of 400 kB
 * @example
 * const clock = createClock({ timeZone: "Europe/Rome" });
 * const time = { column: "Timestamp", format: localTime({ pattern: "DD-MM-YYYY HH:mm:ss", clock }) };
 * const layout = bothSides({ caller: "Caller", callee: "Callee", callerAntenna: "Origin", calleeAntenna: "Destination", time });
 * const antennas = createLocations("antennas", ["7", "8"], [12.4, 12.5], [41.9, 41.8]);
 * const text = "Caller,Callee,Origin,Destination,Timestamp\nu1,u3652,7,8,01-01-2020 11:50:32\nu1,u1713,7,?,29-03-2020 02:30:00";
 * const { calls, refused } = readCalls(text, { layout, antennas });
 * new Date(1000 * calls.columns.time[0]).toISOString(); // 2020-01-01T10:50:32.000Z
 * rowsOf(refused); // [ { row: 3, reason: 'local time skipped by a change of the clock' } ]
 */
export function localTime(options: LocalTimeOptions): TimeFormat {
  const where = "localTime";
  checkOptions(where, options, ["pattern", "clock", "repeatedHour"]);
  const { pattern, clock, repeatedHour = "refuse" } = options;
  checkText(where, "pattern", pattern);
  checkClock(where, "clock", clock);
  if (repeatedHour !== "refuse" && repeatedHour !== "earlier" && repeatedHour !== "later") {
    fail(where, "repeatedHour", '"refuse", "earlier" or "later"', repeatedHour);
  }
  const { width, places, literals, secondsLast } = compile(where, pattern);
  const [yearAt, monthAt, dayAt, hourAt, minuteAt, secondAt] = places as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const midnights = new Float64Array((LAST_YEAR - FIRST_YEAR + 1) * 372).fill(Number.NaN);

  /** UTC second of midnight, or one of the marks. */
  const midnightOf = (year: number, month: number, day: number): number => {
    if (!isDate(year, month, day)) return NO_DATE;
    const local = dayOfDate(year, month, day) * DAY_SECONDS;
    const first = clock.timesOf(local);
    const last = clock.timesOf(local + DAY_SECONDS - 1);
    const even = first.length === 1 && last.length === 1 && last[0]! - first[0]! === DAY_SECONDS - 1;
    return even ? first[0]! : CHANGING;
  };

  const timeOf = (local: number): number | RefusalReason => {
    const times = clock.timesOf(local);
    if (times.length === 1) return times[0]!;
    if (times.length > 1) {
      if (repeatedHour === "refuse") return "local time repeated by a change of the clock";
      return repeatedHour === "earlier" ? Math.min(...times) : Math.max(...times);
    }
    if (local < clock.offsetOf(0) || local > LAST_SECOND + clock.offsetOf(LAST_SECOND)) return ranged(-1);
    return "local time skipped by a change of the clock";
  };

  return (bytes, from, to) => {
    if (from === to) return "time missing";
    if (to - from !== width && !(secondsLast && to - from > width && endOfFraction(bytes, from + width, to) === to)) {
      return "time not in the given format";
    }
    let differs = 0;
    for (let i = 0; i < literals.length; i += 2) differs |= bytes[from + literals[i]!]! ^ literals[i + 1]!;
    const year = fourDigits(bytes, from + yearAt);
    const month = twoDigits(bytes, from + monthAt);
    const day = twoDigits(bytes, from + dayAt);
    const hour = twoDigits(bytes, from + hourAt);
    const minute = minuteAt < 0 ? 0 : twoDigits(bytes, from + minuteAt);
    const second = secondAt < 0 ? 0 : twoDigits(bytes, from + secondAt);
    if (differs !== 0 || (year | month | day | hour | minute | second) < 0) return "time not in the given format";
    if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) {
      return "date or time of day that does not exist";
    }
    if (year < FIRST_YEAR || year > LAST_YEAR) {
      return isDate(year, month, day) ? ranged(-1) : "date or time of day that does not exist";
    }
    const date = ((year - FIRST_YEAR) * 12 + month - 1) * 31 + day - 1;
    let midnight = midnights[date]!;
    if (Number.isNaN(midnight)) {
      midnight = midnightOf(year, month, day);
      midnights[date] = midnight;
    }
    const seconds = hour * 3600 + minute * 60 + second;
    if (midnight >= 0) return midnight + seconds;
    if (midnight === NO_DATE) return "date or time of day that does not exist";
    return timeOf(dayOfDate(year, month, day) * DAY_SECONDS + seconds);
  };
}

interface Pattern {
  readonly width: number;
  /** Where each of the parts stands; −1 for one that is left out. */
  readonly places: readonly number[];
  /** Place and byte of every other character, one after the other. */
  readonly literals: Uint32Array;
  readonly secondsLast: boolean;
}

function compile(where: string, pattern: string): Pattern {
  const mustBe = "made of YYYY, MM, DD, HH, mm and ss, each once (mm and ss may be left out, mm only together with ss)";
  const bytes = bytesOf(pattern);
  const latin = String.fromCharCode(...bytes);
  const places = PARTS.map((part) => latin.indexOf(part));
  const twice = PARTS.some((part, p) => latin.indexOf(part, places[p]! + 1) >= 0 && places[p]! >= 0);
  if (twice || places.slice(0, 4).some((place) => place < 0) || (places[4]! < 0 && places[5]! >= 0)) {
    fail(where, "pattern", mustBe, pattern);
  }
  const inPart = new Uint8Array(bytes.length);
  for (let p = 0; p < PARTS.length; p++) {
    if (places[p]! >= 0) inPart.fill(1, places[p], places[p]! + PARTS[p]!.length);
  }
  const literals: number[] = [];
  for (let i = 0; i < bytes.length; i++) if (inPart[i] === 0) literals.push(i, bytes[i]!);
  return {
    width: bytes.length,
    places,
    literals: Uint32Array.from(literals),
    secondsLast: places[5]! >= 0 && places[5] === bytes.length - 2,
  };
}
