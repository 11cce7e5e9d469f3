import { checkOptions } from "../core/check.ts";
import { greatCircleMeters } from "../core/sphere.ts";
import type { Fixes } from "../types.ts";
import { findRuns, type Reach, reachOf } from "./stays-reach.ts";
import {
  checkBoolean,
  checkPositive,
  checkStayOptions,
  type StayBoard,
  type StayEnd,
  type StayRule,
} from "./stays-rules.ts";

export interface StayPointsOptions {
  /** A fix so far from the first one of a stay, or farther, is outside it. Metres. */
  readonly radiusMeters: number;
  /** Stays shorter than this, by their start and end, are none. Seconds. */
  readonly minStaySeconds: number;
  /** Nobody knows what happened between two fixes more seconds apart than this: no stay goes on over them. Infinity for no such rule. */
  readonly maxGapSeconds: number;
  /** When a stay is over. */
  readonly end: StayEnd;
  /** Whether a stay that was long enough when a gap came is kept, to the last fix before the gap. Left out unless true. */
  readonly keepBeforeGap?: boolean;
  /** Whether a stay that was going on at the user's last fix is kept, to that fix. Left out unless true. */
  readonly keepLast?: boolean;
}

/**
 * Stays are stay points: runs of fixes that keep near their first one.
 *
 * **How** From the first fix a on, fixes i follow while their great-circle distance to a is below radiusMeters. The first fix
 * b that is not ends the run a … b − 1, which is a stay if end − time[a] ≥ minStaySeconds, where end is time[b − 1] (the last
 * fix inside) or time[b] (the first fix outside). b is the first fix of the next run, and so is a fix that comes more than
 * maxGapSeconds after the one before it.
 *
 * @param options - radius, duration, gap, and the rule of the end
 * @returns a rule for `detectStays`
 * @throws RangeError for a radius or a duration that is not above 0, or another end
 *
 * **Departs from the paper** Li et al. count a fix at exactly the radius as inside, trackintel, as here, as outside. They end a
 * stay with the first fix outside and lose the last one of a user; both are options here, and so is the gap, of which the
 * paper says nothing. trackintel's `generate_staypoints` is `end: "first fix outside"` with `distinctCentre()`
 *
 * **Cost** O(fixes), about 6 ns each; distances are computed only near the radius (1 fix in 1,000), and are exact everywhere
 *
 * [li-2008] [martin-2023]
 *
 * @example
 * const { fixes } = buildFixes({ users: ["ann"], user: [0, 0, 0], time: [0, 240, 480], lon: [116.3, 116.3001, 116.4], lat: [39.9, 39.9, 39.9] });
 * const options = { radiusMeters: 100, minStaySeconds: 300, maxGapSeconds: 900 };
 * detectStays(fixes, { rule: stayPoints({ ...options, end: "last fix inside" }) }).stays.length; // 0
 * detectStays(fixes, { rule: stayPoints({ ...options, end: "first fix outside" }) }).stays.length; // 1
 */
export function stayPoints(options: StayPointsOptions): StayRule {
  const where = "stayPoints";
  const names = ["radiusMeters", "minStaySeconds", "maxGapSeconds", "end", "keepBeforeGap", "keepLast"] as const;
  checkOptions(where, options, names);
  const { radiusMeters, minStaySeconds, maxGapSeconds, end, keepBeforeGap = false, keepLast = false } = options;
  checkStayOptions(where, { name: "radiusMeters", meters: radiusMeters }, options);
  checkBoolean(where, "keepLast", keepLast);
  const reach = reachOf(radiusMeters, false);
  const given = { minStaySeconds, maxGapSeconds, endsInside: end === "last fix inside", keepBeforeGap, keepLast };
  return {
    name: `stay points of ${radiusMeters} m`,
    start: (fixes) => (from, to, board) => findStayPoints(fixes, reach, given, from, to, board),
  };
}

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
 * **Cost** O(fixes), about 6 ns each; distances are computed only near the radius (1 fix in 1,000), and are exact everywhere
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
  const reach = reachOf(radiusMeters, true);
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

interface PointsGiven {
  readonly minStaySeconds: number;
  readonly maxGapSeconds: number;
  readonly endsInside: boolean;
  readonly keepBeforeGap: boolean;
  readonly keepLast: boolean;
}

function findStayPoints(
  fixes: Fixes,
  reach: Reach,
  given: PointsGiven,
  from: number,
  to: number,
  board: StayBoard,
): void {
  const { minStaySeconds, maxGapSeconds, endsInside, keepBeforeGap, keepLast } = given;
  const { first, after, start, end } = board;
  const { time } = fixes.columns;
  const runs = findRuns(fixes, reach, maxGapSeconds, minStaySeconds, from, to, first, after);
  let count = 0;
  for (let r = 0; r < runs; r++) {
    const a = first[r]!;
    const b = after[r]!;
    const isGap = b < to && time[b]! - time[b - 1]! > maxGapSeconds;
    const isCut = isGap || b === to;
    if (isCut && !(isGap ? keepBeforeGap : keepLast)) continue;
    const over = isCut || endsInside ? time[b - 1]! : time[b]!;
    if (over - time[a]! < minStaySeconds) continue;
    first[count] = a;
    after[count] = b;
    start[count] = time[a]!;
    end[count++] = over;
  }
  board.count = count;
}

interface LocationsGiven {
  readonly minStaySeconds: number;
  readonly maxGapSeconds: number;
  readonly endsInside: boolean;
  readonly keepBeforeGap: boolean;
  readonly minMetersPerSecond: number;
}

function findStayLocations(
  fixes: Fixes,
  reach: Reach,
  given: LocationsGiven,
  from: number,
  to: number,
  board: StayBoard,
): void {
  const { minStaySeconds, maxGapSeconds, endsInside, keepBeforeGap, minMetersPerSecond } = given;
  const { first, after, start, end } = board;
  const { time } = fixes.columns;
  const runs = findRuns(fixes, reach, maxGapSeconds, minStaySeconds, from, to, first, after);
  let count = 0;
  for (let r = 0; r < runs; r++) {
    const a = first[r]!;
    const b = after[r]!;
    const isGap = b < to && time[b]! - time[b - 1]! > maxGapSeconds;
    if (isGap && !keepBeforeGap) continue;
    // The stay is a … last; `closing` is the fix that ends it by being outside, or by being the user's last one.
    const closing = isGap || endsInside ? -1 : Math.min(b, to - 1);
    let last = closing < 0 ? b - 1 : closing - 1;
    if (last < a) continue;
    let over = closing < 0 ? time[last]! : time[closing]!;
    if (over - time[a]! <= minStaySeconds) continue;
    if (minMetersPerSecond < Infinity && (closing < 0 || isLeaving(fixes, a, closing, minMetersPerSecond))) {
      while (last > a && isLeaving(fixes, a, last, minMetersPerSecond)) last--;
      over = time[last]!;
      if (over - time[a]! <= minStaySeconds) continue;
    }
    first[count] = a;
    after[count] = last + 1;
    start[count] = time[a]!;
    end[count++] = over;
  }
  board.count = count;
}

/** Whether a fix is on the way out of a stay that began with the fix `anchor`. */
function isLeaving({ columns }: Fixes, anchor: number, i: number, minMetersPerSecond: number): boolean {
  const { time, lon, lat } = columns;
  const meters = greatCircleMeters(lon[anchor]!, lat[anchor]!, lon[i]!, lat[i]!);
  return meters > 0 && meters >= minMetersPerSecond * (time[i]! - time[anchor]!);
}
