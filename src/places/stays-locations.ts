import { checkOptions } from "../core/check.ts";
import { cosineOf, EARTH_RADIUS_METERS, greatCircleMeters, metersOf } from "../core/sphere.ts";
import type { Fixes } from "../types.ts";
import type { StayBoard, StayEnd, StayRule } from "./stays.ts";
import { checkPositive, checkStayOptions } from "./stays-options.ts";
import { FILTER_DEGREES, filterShare, type Reach, reachOf } from "./stays-reach.ts";

export interface StayLocationsOptions {
  /** A fix farther from the first one of a stay than this is outside it. Metres; scikit-mobility's default is 200. */
  readonly radiusMeters: number;
  /** Only stays longer than this, by their start and end, are stays. Seconds; scikit-mobility's default is 1,200. */
  readonly minStaySeconds: number;
  /** Nobody knows what happened between two fixes more seconds apart than this: no stay goes on over them. Infinity for no such rule. */
  readonly maxGapSeconds: number;
  /** When a stay is over. */
  readonly end: StayEnd;
  /** Whether a stay that was long enough when a gap came is kept, to the last fix before the gap. Left out unless true. */
  readonly keepBeforeGap?: boolean;
  /** Fixes at the end of a stay whose mean speed from its first fix is this or more are on the way out. km/h; all stay unless given. */
  readonly minSpeedKmh?: number;
}

/**
 * Stays are stay locations as scikit-mobility finds them: runs of fixes within a radius of their first one.
 *
 * **How** From the first fix a on, fixes i follow while their great-circle distance to a is at most radiusMeters. The first
 * fix b that is not, or the user's last fix, ends the run a … b − 1, which is a stay if end − time[a] > minStaySeconds, where
 * end is time[b − 1] (the last fix inside) or time[b] (the first fix outside). b is the first fix of the next run, and so is
 * a fix that comes more than maxGapSeconds after the one before it. With minSpeedKmh, fixes at the end of the run whose
 * distance to a over their time since a is at least that speed are taken off, from the outside inwards, and the stay is over
 * with the last one left.
 *
 * With `end: "first fix outside"` the user's last fix ends a stay without being one of its fixes, wherever it is, as in
 * scikit-mobility; with `"last fix inside"` it belongs to the stay if it is inside.
 *
 * @param options - radius, duration, gap, speed, and the rule of the end
 * @returns a rule for `detectStays`; with `medianCentre()` and `end: "first fix outside"` that of `stay_locations`
 * @throws RangeError for a radius, duration or speed that is not above 0, or another end
 *
 * **Departs from the paper** `stay_locations` ends every stay with the first fix outside, and drops what a gap cuts off. Its
 * `min_speed_kmh` takes two fixes more out of the median than are on the way out. Its sphere has a radius of 6,371 km: for its
 * results to the last fix take radiusMeters × 6371008.8 / 6371000
 *
 * **Cost** O(fixes), 10–20 ns each; distances are computed only near the radius (1 fix in 1,000), and are exact everywhere
 *
 * [pappalardo-2022] [hariharan-toyama-2004]
 *
 * @example
 * const { fixes } = buildFixes({ users: ["ann"], user: [0, 0, 0], time: [0, 900, 1260], lon: [116.3, 116.301, 116.4], lat: [39.9, 39.9, 39.9] });
 * const rule = stayLocations({ radiusMeters: 200, minStaySeconds: 1200, maxGapSeconds: Infinity, end: "first fix outside" });
 * const { stays } = detectStays(fixes, { rule, centre: medianCentre() });
 * rowsOf(stays); // [ { start: 0, end: 1260, location: 0, events: 2 } ]
 * stays.locations.columns.lon; // Float64Array(1) [ 116.3005 ]
 */
export function stayLocations(options: StayLocationsOptions): StayRule {
  const where = "stayLocations";
  const names = ["radiusMeters", "minStaySeconds", "maxGapSeconds", "end", "keepBeforeGap", "minSpeedKmh"] as const;
  checkOptions(where, options, names);
  const { radiusMeters, minStaySeconds, maxGapSeconds, end, keepBeforeGap = false, minSpeedKmh } = options;
  checkStayOptions(where, { name: "radiusMeters", meters: radiusMeters }, options);
  if (minSpeedKmh !== undefined) checkPositive(where, "minSpeedKmh", minSpeedKmh);
  const reach = reachOf(radiusMeters, EARTH_RADIUS_METERS);
  const minMetersPerSecond = minSpeedKmh === undefined ? Infinity : minSpeedKmh / 3.6;
  const given = {
    minStaySeconds,
    maxGapSeconds,
    endsInside: end === "last fix inside",
    keepBeforeGap,
    minMetersPerSecond,
  };
  return {
    name: `stay locations of ${radiusMeters} m`,
    start: (fixes) => (from, to, board) => findStayLocations(fixes, reach, given, from, to, board),
  };
}

interface Given {
  readonly minStaySeconds: number;
  readonly maxGapSeconds: number;
  readonly endsInside: boolean;
  readonly keepBeforeGap: boolean;
  readonly minMetersPerSecond: number;
}

/** One user's stay locations. A function of its own, not one made for each table: engines compile it once. */
function findStayLocations(fixes: Fixes, reach: Reach, given: Given, from: number, to: number, board: StayBoard): void {
  const { time, lon, lat } = fixes.columns;
  const { minStaySeconds, maxGapSeconds, endsInside, keepBeforeGap, minMetersPerSecond } = given;
  const { radiusMeters, sphereMeters, sine2 } = reach;
  const { first, after, start, end } = board;
  let count = 0;
  let anchor = from;
  while (anchor < to) {
    const lon0 = lon[anchor]!;
    const lat0 = lat[anchor]!;
    const cos0 = cosineOf(lat0);
    const stretch = cos0 * cos0;
    const share = filterShare(reach, cos0);
    const inside = sine2 / (1 + share);
    const outside = share < 1 ? sine2 / (1 - share) : Infinity;
    let before = time[anchor]!;
    let i = anchor + 1;
    let isGap = false;
    for (; i < to; i++) {
      const now = time[i]!;
      if (now - before > maxGapSeconds) {
        isGap = true;
        break;
      }
      const y = lat[i]! - lat0;
      const x = lon[i]! - lon0;
      const e = y * y + stretch * x * x;
      if (
        !(e < inside) &&
        ((e > outside && x <= FILTER_DEGREES && x >= -FILTER_DEGREES) ||
          metersOf(lon0, lat0, lon[i]!, lat[i]!, cos0 * cosineOf(lat[i]!), sphereMeters) > radiusMeters)
      )
        break;
      before = now;
    }
    // The run is anchor … last; `closing` is the fix that ends it by being outside, or by being the user's last one.
    let last = i - 1;
    let closing = -1;
    if (!isGap && !endsInside) {
      if (i === to) last--;
      closing = last + 1;
    }
    if (last >= anchor && (!isGap || keepBeforeGap)) {
      let over = closing < 0 ? time[last]! : time[closing]!;
      if (over - time[anchor]! > minStaySeconds) {
        if (minMetersPerSecond < Infinity && (closing < 0 || isLeaving(fixes, anchor, closing, minMetersPerSecond))) {
          while (last > anchor && isLeaving(fixes, anchor, last, minMetersPerSecond)) last--;
          over = time[last]!;
        }
        if (over - time[anchor]! > minStaySeconds) {
          first[count] = anchor;
          after[count] = last + 1;
          start[count] = time[anchor]!;
          end[count++] = over;
        }
      }
    }
    anchor = i;
  }
  board.count = count;
}

/** Whether a fix is on the way out of a stay that began with the fix `anchor`. */
function isLeaving({ columns }: Fixes, anchor: number, i: number, minMetersPerSecond: number): boolean {
  const { time, lon, lat } = columns;
  const meters = greatCircleMeters(lon[anchor]!, lat[anchor]!, lon[i]!, lat[i]!);
  return meters > 0 && meters >= minMetersPerSecond * (time[i]! - time[anchor]!);
}
