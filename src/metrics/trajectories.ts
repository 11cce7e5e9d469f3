import { checkOptions } from "../core/check.ts";
import { checkFixes } from "../core/check-traces.ts";
import { atan2, cos, sin } from "../core/math.ts";
import type { DistanceMeasure } from "../space/distance-measures.ts";
import { pairMetersOf } from "../space/pair-meters.ts";
import type { Fixes, Sequences, UserTable } from "../types.ts";

export interface TrajectoriesOptions {
  /** `greatCircle()`, on the Earth's mean radius, unless given; or `ellipsoidal()`. */
  readonly distance?: DistanceMeasure;
}

/** How each fix was reached from the one before it: a row per fix, NaN for a user's first. */
export type Steps = Sequences<{
  readonly meters: Float64Array;
  readonly seconds: Float64Array;
  readonly metersPerSecond: Float64Array;
  readonly directionDegrees: Float64Array;
}>;

/** A row per user. */
export type Trajectories = UserTable<{
  readonly fixes: Uint32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly durationSeconds: Float64Array;
  readonly lengthMeters: Float64Array;
  readonly straightMeters: Float64Array;
  readonly directionDegrees: Float64Array;
  readonly metersPerSecond: Float64Array;
}>;

const RADIANS = Math.PI / 180;

/**
 * How long, how fast and in which direction was each trajectory?
 *
 * **How** lengthMeters adds up the distances of fixes that follow one another; straightMeters is that of the first and the
 * last; metersPerSecond = lengthMeters / durationSeconds; directionDegrees is the direction of the last fix from the first,
 * from north by east, in which the great circle between them sets out.
 *
 * @param fixes - positions in time order per user; for the parts of a track those of `splitByGap`
 * @param options - the kind of distance
 * @returns one row per user: the number of `fixes`, `start` and `end` (UTC seconds), `durationSeconds`, `lengthMeters`,
 * `straightMeters`, `directionDegrees` (0–360) and `metersPerSecond`. A user without fixes has length 0 and NaN for the rest;
 * a single second has no speed, and two equal places have no direction: NaN
 * @throws RangeError for fixes out of order or of range, or where a measure of one's own gives no distance
 *
 * **Cost** O(fixes), about 60 ns each along great circles and a microsecond on the ellipsoid
 *
 * [graser-2019]
 *
 * @example
 * const { fixes } = buildFixes({ users: ["ann"], user: [0, 0, 0], time: [0, 100, 200], lon: [10, 10.01, 10.01], lat: [0, 0, 0.01] });
 * const { lengthMeters, straightMeters, directionDegrees } = measureTrajectories(fixes).columns;
 * [lengthMeters[0].toFixed(1), straightMeters[0].toFixed(1), directionDegrees[0].toFixed(2)]; // [ '2223.9', '1572.5', '45.00' ]
 */
export function measureTrajectories(fixes: Fixes, options: TrajectoriesOptions = {}): Trajectories {
  const where = "measureTrajectories";
  checkFixes(where, fixes);
  checkOptions(where, options, ["distance"]);
  const metersOf = pairMetersOf(where, options.distance);
  const { users, offsets } = fixes;
  const { time, lon, lat } = fixes.columns;
  const column = (): Float64Array => new Float64Array(users.length).fill(Number.NaN);
  const columns = {
    fixes: new Uint32Array(users.length),
    start: column(),
    end: column(),
    durationSeconds: column(),
    lengthMeters: new Float64Array(users.length),
    straightMeters: column(),
    directionDegrees: column(),
    metersPerSecond: column(),
  };
  for (let u = 0; u < users.length; u++) {
    const from = offsets[u]!;
    const last = offsets[u + 1]! - 1;
    columns.fixes[u] = last + 1 - from;
    if (last < from) continue;
    let length = 0;
    for (let i = from + 1; i <= last; i++) length += metersOf(lon[i - 1]!, lat[i - 1]!, lon[i]!, lat[i]!);
    const seconds = time[last]! - time[from]!;
    columns.start[u] = time[from]!;
    columns.end[u] = time[last]!;
    columns.durationSeconds[u] = seconds;
    columns.lengthMeters[u] = length;
    columns.straightMeters[u] = metersOf(lon[from]!, lat[from]!, lon[last]!, lat[last]!);
    columns.directionDegrees[u] = directionOf(lon[from]!, lat[from]!, lon[last]!, lat[last]!);
    columns.metersPerSecond[u] = seconds === 0 ? Number.NaN : length / seconds;
  }
  return { users, length: users.length, columns };
}

/**
 * How far, how fast and in which direction did each logger go from fix to fix?
 *
 * **How** Each fix is compared with the user's fix before it: metersPerSecond = meters / seconds; directionDegrees is the
 * direction, from north by east, in which the great circle from there sets out.
 *
 * @param fixes - positions in time order per user
 * @param options - the kind of distance
 * @returns one row per fix, in the rows of `fixes`: `meters`, `seconds`, `metersPerSecond` and `directionDegrees` (0–360), all
 * NaN for a user's first fix. Two fixes of one second have no speed, and two of one place no direction: NaN
 * @throws RangeError for fixes out of order or of range, or where a measure of one's own gives no distance
 *
 * **Departs from the paper** MovingPandas gives the first fix the speed and direction of the second, and 0 to a fix that did
 * not move as its direction
 *
 * **Cost** O(fixes), about 200 ns each along great circles
 *
 * [graser-2019]
 *
 * @example
 * const { fixes } = buildFixes({ users: ["ann"], user: [0, 0, 0], time: [0, 100, 200], lon: [10, 10.01, 10.01], lat: [0, 0, 0.01] });
 * const { metersPerSecond, directionDegrees } = measureSteps(fixes).columns;
 * metersPerSecond.map((speed) => Math.round(speed)); // Float64Array(3) [ NaN, 11, 11 ]
 * directionDegrees.map(Math.round); // Float64Array(3) [ NaN, 90, 0 ]
 */
export function measureSteps(fixes: Fixes, options: TrajectoriesOptions = {}): Steps {
  const where = "measureSteps";
  checkFixes(where, fixes);
  checkOptions(where, options, ["distance"]);
  const metersOf = pairMetersOf(where, options.distance);
  const { users, offsets, length } = fixes;
  const { time, lon, lat } = fixes.columns;
  const column = (): Float64Array => new Float64Array(length).fill(Number.NaN);
  const columns = { meters: column(), seconds: column(), metersPerSecond: column(), directionDegrees: column() };
  for (let u = 0; u < users.length; u++) {
    for (let i = offsets[u]! + 1; i < offsets[u + 1]!; i++) {
      const meters = metersOf(lon[i - 1]!, lat[i - 1]!, lon[i]!, lat[i]!);
      const seconds = time[i]! - time[i - 1]!;
      columns.meters[i] = meters;
      columns.seconds[i] = seconds;
      columns.metersPerSecond[i] = seconds === 0 ? Number.NaN : meters / seconds;
      columns.directionDegrees[i] = directionOf(lon[i - 1]!, lat[i - 1]!, lon[i]!, lat[i]!);
    }
  }
  return { users, length, offsets, columns };
}

/** The direction in which the great circle to point 2 leaves point 1, degrees from north by east; NaN for equal points. */
function directionOf(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const turn = (lon2 - lon1) * RADIANS;
  const half = sin(turn / 2);
  const across = cos(lat2 * RADIANS);
  const east = sin(turn) * across;
  // cos φ1 sin φ2 − sin φ1 cos φ2 cos Δλ, without the loss of digits for near points.
  const north = sin((lat2 - lat1) * RADIANS) + 2 * sin(lat1 * RADIANS) * across * half * half;
  if (east === 0 && north === 0) return Number.NaN;
  const degrees = atan2(east, north) / RADIANS;
  const turned = degrees < 0 ? degrees + 360 : degrees;
  return turned < 360 ? turned : 0;
}
