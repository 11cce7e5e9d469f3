import { checkNumber, checkOptions, fail } from "../core/check.ts";
import { checkFixes } from "../core/check-traces.ts";
import { checkClock } from "../core/check-variants.ts";
import { calendarOfSequences } from "../core/clock.ts";
import type { DistanceMeasure } from "../space/distance-measures.ts";
import { pairMetersOf } from "../space/pair-meters.ts";
import type { Clock, Fixes } from "../types.ts";
import { sift } from "./fixes-rows.ts";

export interface SplitByGapOptions {
  /** A fix that comes more seconds than this after the one before it begins a new part. */
  readonly maxGapSeconds: number;
}

export interface SplitByDayOptions {
  /** The clock of the place. */
  readonly clock: Clock;
}

export interface SplitBySpeedOptions {
  /** Whoever comes to a fix slower than this was not under way. km/h. */
  readonly minSpeedKmh: number;
  /** A part is over after more seconds than this without a fix under way. */
  readonly minStopSeconds: number;
  /** `greatCircle()`, on the Earth's mean radius, unless given; or `ellipsoidal()`. */
  readonly distance?: DistanceMeasure;
}

/** Users' fixes in parts: the parts are the users of `parts`, and part p is one of the user in row owner[p] of the fixes. */
export interface SplitFixes {
  readonly parts: Fixes;
  readonly owner: Uint32Array;
}

/** The parts of users' tracks under way, and the fixes that were not, of all users. */
export interface SplitMovingFixes extends SplitFixes {
  readonly dropped: Fixes;
}

/** Seconds of an hour over metres of a kilometre. */
const KMH = 3.6;

/**
 * Which parts of a track were recorded without a break? A new part begins after each gap.
 *
 * **How** A part ends where the next fix comes more than maxGapSeconds later.
 *
 * @param fixes - positions in time order per user
 * @param options - the gap
 * @returns `parts`, the same fixes over "user#1", "user#2" … in order of time, also parts of a single fix, and `owner`, the
 * user of each. The columns are those of `fixes`, not copies. A user without fixes has no part
 * @throws RangeError for fixes out of order or of range, or a gap that is not above 0
 *
 * **Departs from the paper** MovingPandas's `ObservationGapSplitter` loses parts of a single fix
 *
 * **Cost** O(fixes), a few ns each
 *
 * [graser-2019]
 *
 * @example
 * const { fixes } = buildFixes({ users: ["ann"], user: [0, 0, 0], time: [0, 60, 900], lon: [10, 10, 10], lat: [0, 0, 0] });
 * const { parts, owner } = splitByGap(fixes, { maxGapSeconds: 300 });
 * parts.users; // [ 'ann#1', 'ann#2' ]
 * [parts.offsets, owner]; // [ Uint32Array(3) [ 0, 2, 3 ], Uint32Array(2) [ 0, 0 ] ]
 */
export function splitByGap(fixes: Fixes, options: SplitByGapOptions): SplitFixes {
  const where = "splitByGap";
  checkFixes(where, fixes);
  checkOptions(where, options, ["maxGapSeconds"]);
  const { maxGapSeconds } = options;
  if (typeof maxGapSeconds !== "number" || !(maxGapSeconds > 0)) {
    fail(where, "maxGapSeconds", "a number above 0", maxGapSeconds);
  }
  const { time } = fixes.columns;
  return split(fixes, (i) => time[i]! - time[i - 1]! > maxGapSeconds);
}

/**
 * Where did each logger go on each day? A new part begins with each local day.
 *
 * **How** A part ends where the local day of the next fix is a later one. Where a zone sets its clocks back over midnight, the
 * hour that the old day has again belongs to the part of the new day.
 *
 * @param fixes - positions in time order per user
 * @param options - the clock
 * @returns `parts`, the same fixes over "user#1", "user#2" … in order of time, and `owner`, the user of each. The columns are
 * those of `fixes`, not copies. Days without fixes have no part
 * @throws RangeError for fixes out of order or of range, or what is no clock
 *
 * **Departs from the paper** MovingPandas's `TemporalSplitter` cuts at midnight UTC and has the first fix of the next day in
 * both parts
 *
 * **Cost** O(fixes), a few ns each
 *
 * [graser-2019]
 *
 * @example
 * const { fixes } = buildFixes({ users: ["ann"], user: [0, 0, 0], time: [0, 57599, 57600], lon: [116, 116, 116], lat: [40, 40, 40] });
 * const { parts } = splitByDay(fixes, { clock: createClock({ timeZone: "Asia/Shanghai" }) });
 * parts.offsets; // Uint32Array(3) [ 0, 2, 3 ]
 */
export function splitByDay(fixes: Fixes, options: SplitByDayOptions): SplitFixes {
  const where = "splitByDay";
  checkFixes(where, fixes);
  checkOptions(where, options, ["clock"]);
  const { clock } = options;
  checkClock(where, "clock", clock);
  const { time } = fixes.columns;
  const calendar = calendarOfSequences(time, fixes.offsets, clock);
  if (calendar === null) return split(fixes, () => false);
  const { start, binSeconds, day } = calendar;
  const dayOf = (i: number): number => day[Math.floor((time[i]! - start) / binSeconds)]!;
  let latest = -Infinity;
  return split(fixes, (i, isSecond) => {
    const before = isSecond ? dayOf(i - 1) : latest;
    latest = Math.max(before, dayOf(i));
    return latest > before;
  });
}

/**
 * Which parts of a track were made under way? A new part begins after each time at rest.
 *
 * **How** A fix has the speed of the way to it: its distance from the fix before it over the seconds between; a user's first fix
 * has that of the second. Fixes of less than minSpeedKmh are dropped, and so is a fix of the second of the one before it, which
 * has no speed. A part ends where the next fix left comes more than minStopSeconds later.
 *
 * @param fixes - positions in time order per user; without jumps (`filterSpeed`), which are fast
 * @param options - the speed, the seconds, and the kind of distance
 * @returns `parts`, the fixes under way over "user#1", "user#2" … in order of time, also parts of a single fix, `owner`, the user
 * of each, and `dropped`, the other fixes. A user who never went that fast has no part
 * @throws RangeError for fixes out of order or of range, a speed or seconds not above 0, or what is no measure of distance
 *
 * **Departs from the paper** MovingPandas's `SpeedSplitter` loses parts of a single fix
 *
 * **Cost** O(fixes), about 60 ns each along great circles and a microsecond on the ellipsoid
 *
 * [graser-2019]
 *
 * @example
 * const { fixes } = buildFixes({ users: ["ann"], user: [0, 0, 0, 0], time: [0, 60, 600, 660], lon: [10, 10.01, 10.01, 10.02], lat: [0, 0, 0, 0] });
 * const { parts, dropped } = splitBySpeed(fixes, { minSpeedKmh: 10, minStopSeconds: 300 });
 * [parts.users, parts.columns.time]; // [ [ 'ann#1', 'ann#2' ], Uint32Array(3) [ 0, 60, 660 ] ]
 * dropped.columns.time; // Uint32Array(1) [ 600 ]
 */
export function splitBySpeed(fixes: Fixes, options: SplitBySpeedOptions): SplitMovingFixes {
  const where = "splitBySpeed";
  checkFixes(where, fixes);
  checkOptions(where, options, ["minSpeedKmh", "minStopSeconds", "distance"]);
  const { minSpeedKmh, minStopSeconds, distance } = options;
  checkNumber(where, "minSpeedKmh", minSpeedKmh, Number.MIN_VALUE);
  checkNumber(where, "minStopSeconds", minStopSeconds, Number.MIN_VALUE);
  const metersOf = pairMetersOf(where, distance);
  const { time, lon, lat } = fixes.columns;
  const marks = new Uint8Array(fixes.length);
  for (let u = 0; u < fixes.users.length; u++) {
    const from = fixes.offsets[u]!;
    const to = fixes.offsets[u + 1]!;
    for (let i = from + 1; i < to; i++) {
      const seconds = time[i]! - time[i - 1]!;
      if (seconds === 0) continue;
      const meters = metersOf(lon[i - 1]!, lat[i - 1]!, lon[i]!, lat[i]!);
      if ((meters / seconds) * KMH >= minSpeedKmh) marks[i] = 1;
    }
    if (from + 1 < to) marks[from] = marks[from + 1]!;
  }
  const { kept, dropped } = sift(fixes, marks);
  const times = kept.columns.time;
  return { ...split(kept, (i) => times[i]! - times[i - 1]! > minStopSeconds), dropped };
}

/** Cuts each user's fixes before those that begin a part; `begins` is asked of all but a user's first, in order. */
function split(fixes: Fixes, begins: (i: number, isSecond: boolean) => boolean): SplitFixes {
  const users: string[] = [];
  const owner: number[] = [];
  const offsets: number[] = [];
  for (let u = 0; u < fixes.users.length; u++) {
    const from = fixes.offsets[u]!;
    const to = fixes.offsets[u + 1]!;
    let parts = 0;
    for (let i = from; i < to; i++) {
      if (i > from && !begins(i, i === from + 1)) continue;
      users.push(`${fixes.users[u]}#${++parts}`);
      owner.push(u);
      offsets.push(i);
    }
  }
  offsets.push(fixes.length);
  const { length, columns } = fixes;
  return { parts: { users, length, offsets: Uint32Array.from(offsets), columns }, owner: Uint32Array.from(owner) };
}
