import { checkNumber, checkOptions } from "../core/check.ts";
import { checkFixes } from "../core/check-traces.ts";
import { cosineOf, EARTH_RADIUS_METERS, metersOf } from "../core/sphere.ts";
import type { Fixes } from "../types.ts";
import { type SiftedFixes, sift } from "./fixes-rows.ts";

export interface SpeedOptions {
  /** Nobody goes faster, km/h. scikit-mobility's default is 500, an aeroplane; a train goes 300, a car 150. */
  readonly maxSpeedKmh: number;
}

/** Seconds of an hour over metres of a kilometre. */
const KMH = 3.6;

/**
 * Which fixes are not to be believed, because nobody goes that fast? They jump, and jump back.
 *
 * **How** A fix is dropped if its great-circle distance from the last kept fix of the user, over the time between the two, is
 * more than maxSpeedKmh. A fix of the same second as the last kept one is dropped, whatever its place. The first fix is kept.
 *
 * @param fixes - positions in time order per user
 * @param options - the speed
 * @returns `kept` and `dropped`, two tables of all users; together they have each fix once
 * @throws RangeError for fixes out of order or of range, or a speed that is not above 0
 *
 * **Departs from the paper** scikit-mobility's `filter` never looks at the last fix of a user; here it is judged like the
 * others. Its sphere has a radius of 6,371 km, by which speeds are 1.4 millionths lower
 *
 * A wrong first fix drops what comes after it until the distance is covered at maxSpeedKmh: look at `dropped` where a user
 * loses more than a few in a hundred.
 *
 * **Cost** O(fixes), about 60 ns each
 *
 * [pappalardo-2022]
 *
 * @example
 * const { fixes } = buildFixes({ users: ["ann"], user: [0, 0, 0], time: [0, 10, 20], lon: [116.3, 117.3, 116.3], lat: [39.9, 39.9, 39.9] });
 * const { kept, dropped } = filterSpeed(fixes, { maxSpeedKmh: 300 });
 * [kept.length, dropped.columns.lon[0]]; // [ 2, 117.3 ]
 */
export function filterSpeed(fixes: Fixes, options: SpeedOptions): SiftedFixes {
  const where = "filterSpeed";
  checkFixes(where, fixes);
  checkOptions(where, options, ["maxSpeedKmh"]);
  const { maxSpeedKmh } = options;
  checkNumber(where, "maxSpeedKmh", maxSpeedKmh, Number.MIN_VALUE);
  const { users, offsets } = fixes;
  const { time, lon, lat } = fixes.columns;
  const marks = new Uint8Array(fixes.length);
  for (let u = 0; u < users.length; u++) {
    const to = offsets[u + 1]!;
    let last = offsets[u]!;
    if (last === to) continue;
    marks[last] = 1;
    let cosine = cosineOf(lat[last]!);
    for (let i = last + 1; i < to; i++) {
      const seconds = time[i]! - time[last]!;
      if (seconds === 0) continue;
      const own = cosineOf(lat[i]!);
      const meters = metersOf(lon[last]!, lat[last]!, lon[i]!, lat[i]!, cosine * own, EARTH_RADIUS_METERS);
      if ((meters / seconds) * KMH > maxSpeedKmh) continue;
      marks[i] = 1;
      last = i;
      cosine = own;
    }
  }
  return sift(fixes, marks);
}
