import { checkOptions } from "../core/check.ts";
import { checkClock } from "../core/check-variants.ts";
import { calendarOfSequences } from "../core/clock.ts";
import { checkHours, windowDaysOf } from "../core/hours.ts";
import { longestRun } from "../core/runs.ts";
import type { Clock, Traces } from "../types.ts";
import type { HomeCounter, HomeCriterion } from "./home-criteria.ts";

export interface HierarchicalModeOptions {
  /** The clock of the place. */
  readonly clock: Clock;
  /** The local hour with which the night begins: 18 in the authors' programs. 0–23. */
  readonly fromHour: number;
  /** The local hour before which it ends: 8 in the authors' programs, whose last minute is 7:59. 0–24. */
  readonly toHour: number;
}

/** Counts per location, set to zero by whoever filled them. */
interface Tally {
  readonly counts: Uint32Array;
  readonly touched: Uint32Array;
  touchedCount: number;
}

/**
 * Home is the mode of the nights' modes of their hours: one busy hour or one busy night cannot outweigh the others. To be
 * asked of one month at a time.
 *
 * **How** events of the night only; what comes before `toHour` belongs to the night before. (1) Each hour of each night
 * gets the location with its most events, (2) each night the location of most of its hours, (3) the person the location
 * of most nights. Of equal ones in (1) and (2) that with more events in the night, then that with more events of all
 * nights, in (3) that with more events of all nights; what is still equal has no location, and the hour, the night or the
 * person stays without. score = nights; total = nights with a location.
 *
 * @param options - the clock and the hours of the night
 * @returns a criterion for `detectHomes` and, month by month, `detectHomesByPeriod`. A person whose best locations are equal
 * in nights and in events has location −1 and `tied` 1
 * @throws RangeError for hours that are not whole or out of range
 *
 * **Departs from the paper** The authors' program writes the small hours of the first of a month to a night of their own
 * in the same month; here too they belong to the night before it and to the month in which they were, which is the same.
 *
 * **Cost** about 10 ns an event and 60 ns an event of the night.
 *
 * [blumenstock-2012] [blumenstock-2023]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const columns = { time: Uint32Array.of(68400, 68460, 68520, 72000, 75600), location: Uint32Array.of(0, 0, 0, 1, 1) };
 * const traces = { locations: zones, users: ["ann"], offsets: Uint32Array.of(0, 5), length: 5, columns, unlocated: 0 };
 * const criterion = hierarchicalMode({ clock: createClock({ timeZone: "UTC" }), fromHour: 18, toHour: 8 });
 * detectHomes(traces, { criterion }).columns.location; // Int32Array(1) [ 1 ]
 */
export function hierarchicalMode(options: HierarchicalModeOptions): HomeCriterion {
  const where = "hierarchicalMode";
  checkOptions(where, options, ["clock", "fromHour", "toHour"]);
  const { clock, fromHour, toHour } = options;
  checkClock(where, "clock", clock);
  checkHours(where, { fromHour, toHour });
  return {
    name: `most frequent of nights' and hours' modes from ${fromHour} to ${toHour}`,
    equals: "none",
    start: (traces) => startHierarchical(traces, clock, fromHour, toHour),
  };
}

function startHierarchical(traces: Traces, clock: Clock, fromHour: number, toHour: number): HomeCounter {
  const { time, location } = traces.columns;
  const calendar = calendarOfSequences(time, traces.offsets, clock);
  if (calendar === null) return () => undefined;
  const { start, binSeconds, hour } = calendar;
  const nights = windowDaysOf(calendar, { fromHour, toHour });
  const places = traces.locations.length;
  const ofAll = createTally(places);
  const ofNight = createTally(places);
  const ofHour = createTally(places);
  const hours = createTally(places);
  const rows = new Uint32Array(longestRun(traces.offsets));
  /** The rows from … to − 1 of `rows` are one night in order of hours: its location, −1 for none. */
  const modeOfNight = (from: number, to: number): number => {
    for (let r = from; r < to; r++) add(ofNight, location[rows[r]!]!);
    let next = from;
    while (next < to) {
      const h = hourOf(rows[next]!);
      for (; next < to && hourOf(rows[next]!) === h; next++) add(ofHour, location[rows[next]!]!);
      const mode = modeOf(ofHour, ofNight.counts, ofAll.counts);
      if (mode >= 0) add(hours, mode);
      clear(ofHour);
    }
    const mode = modeOf(hours, ofNight.counts, ofAll.counts);
    clear(hours);
    clear(ofNight);
    return mode;
  };
  const hourOf = (row: number): number => hour[((time[row]! - start) / binSeconds) | 0]!;
  const nightOf = (row: number): number => nights[((time[row]! - start) / binSeconds) | 0]!;
  return (from, to, board) => {
    const { score, tieBreaker, touched } = board;
    let count = 0;
    for (let i = from; i < to; i++) {
      if (nightOf(i) === 0) continue;
      rows[count++] = i;
      add(ofAll, location[i]!);
    }
    let total = 0;
    let touchedCount = 0;
    for (let first = 0; first < count; ) {
      let end = first + 1;
      while (end < count && nightOf(rows[end]!) === nightOf(rows[first]!)) end++;
      orderByHour(rows, first, end, hourOf, fromHour);
      const home = modeOfNight(first, end);
      first = end;
      if (home < 0) continue;
      total++;
      if (score[home] === 0) touched[touchedCount++] = home;
      score[home]!++;
    }
    for (let t = 0; t < touchedCount; t++) tieBreaker[touched[t]!] = ofAll.counts[touched[t]!]!;
    clear(ofAll);
    board.touchedCount = touchedCount;
    board.total = total;
  };
}

/** Puts rows in the order of the night's hours; they are so already but where clocks were set back over midnight. */
function orderByHour(
  rows: Uint32Array,
  from: number,
  to: number,
  hourOf: (row: number) => number,
  fromHour: number,
): void {
  const place = (row: number): number => (hourOf(row) - fromHour + 24) % 24;
  for (let i = from + 1; i < to; i++) {
    const row = rows[i]!;
    let j = i - 1;
    while (j >= from && place(rows[j]!) > place(row)) {
      rows[j + 1] = rows[j]!;
      j--;
    }
    rows[j + 1] = row;
  }
}

/** The location with the highest count, of equal ones that with the higher first, then second tie-breaker; −1 if still equal. */
function modeOf(tally: Tally, first: Uint32Array, second: Uint32Array): number {
  const { counts, touched, touchedCount } = tally;
  let best = -1;
  let equal = false;
  for (let t = 0; t < touchedCount; t++) {
    const l = touched[t]!;
    const ahead = best < 0 ? 1 : counts[l]! - counts[best]! || first[l]! - first[best]! || second[l]! - second[best]!;
    if (ahead < 0) continue;
    equal = ahead === 0;
    if (ahead > 0) best = l;
  }
  return equal ? -1 : best;
}

function createTally(places: number): Tally {
  return { counts: new Uint32Array(places), touched: new Uint32Array(places), touchedCount: 0 };
}

function add(tally: Tally, l: number): void {
  if (tally.counts[l] === 0) tally.touched[tally.touchedCount++] = l;
  tally.counts[l]!++;
}

function clear(tally: Tally): void {
  for (let t = 0; t < tally.touchedCount; t++) tally.counts[tally.touched[t]!] = 0;
  tally.touchedCount = 0;
}
