import { fail } from "../core/check.ts";
import { weekdayOfDay } from "../core/clock.ts";
import type { Clock, Random } from "../types.ts";
import { type AliasTable, buildAliasTable, drawAlias } from "./weighted-choice.ts";

/**
 * When people call: how the events of synthetic records fall on the hours of the day and the days of the week.
 */

/** Weight of each local hour: 11.5 % of the events fall between 22:00 and 6:59. Our own choice, as in the benchmarks' data. */
const HOUR_WEIGHTS: readonly number[] = [
  1.2, 0.7, 0.4, 0.3, 0.3, 0.5, 1.2, 2.5, 4, 5, 5.5, 5.8, 6.2, 6, 5.8, 5.8, 6, 6.5, 7, 7.2, 6.8, 5.8, 4.2, 2.4,
];
/** Weight of each weekday, Monday first; our own choice. */
const WEEKDAY_WEIGHTS: readonly number[] = [1.05, 1.05, 1.05, 1.08, 1.15, 0.9, 0.72];

const DAY = 86_400;
const QUARTER = 900;

/** The quarters of an hour of a span of local days: quarter q starts at UTC second start + 900 q. Day −1: outside the span. */
export interface CallingHours {
  readonly start: number;
  readonly day: Int32Array;
  readonly hour: Uint8Array;
  readonly table: AliasTable;
}

/**
 * The quarters of an hour from the start of the first local day to the end of the last, with the weights of their hour
 * and weekday. They are quarters of UTC: an hour that the clock skips has none, one that it repeats has twice as many.
 * The same days and zone give the same table whatever the clock was asked before.
 */
export function buildCallingHours(where: string, clock: Clock, firstDay: number, days: number): CallingHours {
  // No zone is a day away from UTC.
  const start = (firstDay - 1) * DAY;
  const count = ((days + 2) * DAY) / QUARTER;
  const day = new Int32Array(count).fill(-1);
  const hour = new Uint8Array(count);
  const weight = new Float64Array(count);
  for (let q = 0; q < count; q++) {
    const time = start + q * QUARTER;
    const localDay = clock.dayOf(time);
    if (localDay < firstDay || localDay >= firstDay + days) continue;
    day[q] = localDay;
    hour[q] = clock.hourOf(time);
    if (clock.hourOf(time + QUARTER - 1) !== hour[q]) {
      fail(where, "clock", "of a zone that is whole quarters of an hour from UTC on these days", clock.timeZone);
    }
    weight[q] = HOUR_WEIGHTS[hour[q]!]! * WEEKDAY_WEIGHTS[weekdayOfDay(localDay)]!;
  }
  return { start, day, hour, table: buildAliasTable(where, "clock", weight) };
}

/** A UTC second at which someone calls. */
export function drawTime(hours: CallingHours, random: Random): number {
  return hours.start + QUARTER * drawAlias(hours.table, random) + Math.floor(QUARTER * random());
}

/** The quarter of a time between the starts of the first and the last. */
export function quarterOf(hours: CallingHours, time: number): number {
  return Math.floor((time - hours.start) / QUARTER);
}

/** Whether a time lies in the span of local days. */
export function isWithin(hours: CallingHours, time: number): boolean {
  const quarter = quarterOf(hours, time);
  return quarter < hours.day.length && hours.day[quarter]! >= 0;
}
