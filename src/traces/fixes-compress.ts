import { checkNumber, checkOptions } from "../core/check.ts";
import { checkFixes } from "../core/check-traces.ts";
import { type MedianRoom, medianOfRows, medianRoom } from "../core/medians.ts";
import { cosineOf, EARTH_RADIUS_METERS, metersOf } from "../core/sphere.ts";
import type { Fixes } from "../types.ts";

export interface CompressOptions {
  /** Fixes within this distance of the first of a run become one. Metres; scikit-mobility's default is 200. */
  readonly radiusMeters: number;
}

/** What `compressFixes` gives: `events` is the number of fixes behind each row. */
export interface CompressedFixes {
  readonly fixes: Fixes;
  readonly events: Uint32Array;
}

/**
 * Where was each logger, in fewer rows? Fixes that follow one another and are near become one.
 *
 * **How** From the first fix a on, fixes follow while their great-circle distance to a is at most radiusMeters; the first one
 * beyond begins the next run. A run becomes one fix at the time of a, at the median of the run's longitudes and that of its
 * latitudes (of an even number the mean of the two in the middle). Longitudes of a run on both sides of the meridian of 180°
 * are counted through it.
 *
 * @param fixes - positions in time order per user
 * @param options - the radius
 * @returns `fixes` of all users, and `events`, the number of fixes behind each, which add up to fixes.length
 * @throws RangeError for fixes out of order or of range, or a radius that is not above 0
 *
 * **Departs from the paper** scikit-mobility's sphere has a radius of 6,371 km: for its results to the last fix take
 * radiusMeters × 6371008.8 / 6371000
 *
 * **Cost** O(fixes), about 80 ns each
 *
 * [pappalardo-2022]
 *
 * @example
 * const { fixes } = buildFixes({ users: ["ann"], user: [0, 0, 0], time: [0, 10, 20], lon: [116.3, 116.301, 116.4], lat: [39.9, 39.9, 39.9] });
 * const compressed = compressFixes(fixes, { radiusMeters: 200 });
 * rowsOf(compressed.fixes); // [ { time: 0, lon: 116.3005, lat: 39.9 }, { time: 20, lon: 116.4, lat: 39.9 } ]
 * compressed.events; // Uint32Array(2) [ 2, 1 ]
 */
export function compressFixes(fixes: Fixes, options: CompressOptions): CompressedFixes {
  const where = "compressFixes";
  checkFixes(where, fixes);
  checkOptions(where, options, ["radiusMeters"]);
  const { radiusMeters } = options;
  checkNumber(where, "radiusMeters", radiusMeters, Number.MIN_VALUE);
  const { users } = fixes;
  const { time, lon, lat } = fixes.columns;
  const runs: number[] = [];
  const offsets = new Uint32Array(users.length + 1);
  for (let u = 0; u < users.length; u++) {
    const to = fixes.offsets[u + 1]!;
    let cosine = 0;
    let a = -1;
    for (let i = fixes.offsets[u]!; i < to; i++) {
      const own = cosineOf(lat[i]!);
      if (a >= 0 && metersOf(lon[a]!, lat[a]!, lon[i]!, lat[i]!, cosine * own, EARTH_RADIUS_METERS) <= radiusMeters) {
        continue;
      }
      runs.push(i);
      a = i;
      cosine = own;
    }
    offsets[u + 1] = runs.length;
  }
  const length = runs.length;
  const columns = { time: new Uint32Array(length), lon: new Float64Array(length), lat: new Float64Array(length) };
  const events = new Uint32Array(length);
  let most = 0;
  for (let r = 0; r < length; r++) {
    events[r] = (r + 1 < length ? runs[r + 1]! : fixes.length) - runs[r]!;
    most = Math.max(most, events[r]!);
  }
  const room = medianRoom(most);
  for (let r = 0; r < length; r++) {
    const first = runs[r]!;
    const after = first + events[r]!;
    columns.time[r] = time[first]!;
    columns.lon[r] = medianLongitude(lon, first, after, room);
    columns.lat[r] = medianOfRows(lat, first, after, room);
  }
  return { fixes: { users, length, offsets, columns }, events };
}

function medianLongitude(lon: Float64Array, first: number, after: number, room: MedianRoom): number {
  const lon0 = lon[first]!;
  for (let i = first; i < after; i++) {
    if (Math.abs(lon[i]! - lon0) <= 180) continue;
    const turned = lon.slice(first, after).map((each) => (each < 0 ? each + 360 : each));
    const x = medianOfRows(turned, 0, turned.length, room);
    return x > 180 ? x - 360 : x;
  }
  return medianOfRows(lon, first, after, room);
}
