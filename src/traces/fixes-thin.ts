import { checkNumber, checkOptions } from "../core/check.ts";
import { checkFixes } from "../core/check-traces.ts";
import type { DistanceMeasure } from "../space/distance-measures.ts";
import { pairMetersOf } from "../space/pair-meters.ts";
import type { Fixes } from "../types.ts";
import { type SiftedFixes, sift } from "./fixes-rows.ts";

export interface ThinByDistanceOptions {
  /** Kept fixes are at least so far from the kept one before them. Metres. */
  readonly minMeters: number;
  /** `greatCircle()`, on the Earth's mean radius, unless given; or `ellipsoidal()`. */
  readonly distance?: DistanceMeasure;
}

export interface ThinByTimeOptions {
  /** Kept fixes come at least so long after the kept one before them. Seconds. */
  readonly minSeconds: number;
}

/**
 * Where did each logger go, in fewer fixes? One in so many metres.
 *
 * **How** A user's first fix is kept, then each that is minMeters or more from the last kept one, and the user's last fix.
 *
 * @param fixes - positions in time order per user
 * @param options - the metres, and the kind of distance
 * @returns `kept` and `dropped`, two tables of all users; together they have each fix once
 * @throws RangeError for fixes out of order or of range, or metres below 0
 *
 * **Departs from the paper** MovingPandas's `MinDistanceGeneralizer` has the last fix twice where it is minMeters away
 *
 * **Cost** O(fixes), about 60 ns each along great circles and a microsecond on the ellipsoid
 *
 * [graser-2019]
 *
 * @example
 * const { fixes } = buildFixes({ users: ["ann"], user: [0, 0, 0, 0], time: [0, 10, 20, 30], lon: [10, 10.0005, 10.001, 10.0011], lat: [0, 0, 0, 0] });
 * thinByDistance(fixes, { minMeters: 100 }).kept.columns.time; // Uint32Array(3) [ 0, 20, 30 ]
 */
export function thinByDistance(fixes: Fixes, options: ThinByDistanceOptions): SiftedFixes {
  const where = "thinByDistance";
  checkFixes(where, fixes);
  checkOptions(where, options, ["minMeters", "distance"]);
  const { minMeters, distance } = options;
  checkNumber(where, "minMeters", minMeters, 0);
  const metersOf = pairMetersOf(where, distance);
  const { lon, lat } = fixes.columns;
  return thin(fixes, (last, i) => metersOf(lon[last]!, lat[last]!, lon[i]!, lat[i]!) >= minMeters);
}

/**
 * Where did each logger go, in fewer fixes? One in so many seconds.
 *
 * **How** A user's first fix is kept, then each that comes minSeconds or more after the last kept one, and the user's last fix.
 *
 * @param fixes - positions in time order per user
 * @param options - the seconds
 * @returns `kept` and `dropped`, two tables of all users; together they have each fix once
 * @throws RangeError for fixes out of order or of range, or seconds below 0
 *
 * **Departs from the paper** MovingPandas's `MinTimeDeltaGeneralizer` has the last fix twice where it is minSeconds away
 *
 * **Cost** O(fixes), a few ns each
 *
 * [graser-2019]
 *
 * @example
 * const { fixes } = buildFixes({ users: ["ann"], user: [0, 0, 0, 0], time: [0, 40, 60, 70], lon: [10, 10, 10, 10], lat: [0, 0, 0, 0] });
 * thinByTime(fixes, { minSeconds: 60 }).kept.columns.time; // Uint32Array(3) [ 0, 60, 70 ]
 */
export function thinByTime(fixes: Fixes, options: ThinByTimeOptions): SiftedFixes {
  const where = "thinByTime";
  checkFixes(where, fixes);
  checkOptions(where, options, ["minSeconds"]);
  const { minSeconds } = options;
  checkNumber(where, "minSeconds", minSeconds, 0);
  const { time } = fixes.columns;
  return thin(fixes, (last, i) => time[i]! - time[last]! >= minSeconds);
}

/** Keeps of each user the first fix, those that are far enough from the last kept one, and the last fix. */
function thin(fixes: Fixes, isFar: (last: number, i: number) => boolean): SiftedFixes {
  const { users, offsets } = fixes;
  const marks = new Uint8Array(fixes.length);
  for (let u = 0; u < users.length; u++) {
    const to = offsets[u + 1]!;
    let last = offsets[u]!;
    if (last === to) continue;
    marks[last] = 1;
    marks[to - 1] = 1;
    for (let i = last + 1; i < to; i++) {
      if (!isFar(last, i)) continue;
      marks[i] = 1;
      last = i;
    }
  }
  return sift(fixes, marks);
}
