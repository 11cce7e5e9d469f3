import { checkOptions } from "../core/check.ts";
import { cosineOf, EARTH_RADIUS_METERS, metersOf } from "../core/sphere.ts";
import type { Fixes } from "../types.ts";
import { CONTACT_HULL, contactAt, project, withPoint } from "./stays-hull.ts";
import {
  checkBoolean,
  checkStayOptions,
  keepRun,
  type StayEnd,
  type StayFinder,
  type StayRule,
} from "./stays-rules.ts";

export interface RoamingStaysOptions {
  /** No two fixes of a stay are farther apart than this. Metres. */
  readonly roamMeters: number;
  /** Stays shorter than this, by their start and end, are none. Seconds. */
  readonly minStaySeconds: number;
  /** Nobody knows what happened between two fixes more seconds apart than this: no stay goes on over them. Infinity for no such rule. */
  readonly maxGapSeconds: number;
  /** When a stay is over. */
  readonly end: StayEnd;
  /** Whether a stay that was long enough when a gap came is kept, to the last fix before the gap. Left out unless true. */
  readonly keepBeforeGap?: boolean;
  /** Whether a stay that was going on at the user's last fix is kept, to that fix. Kept unless false. */
  readonly keepLast?: boolean;
}

/** Distances below the limit by less than this share are measured. */
const ROUNDING = 1e-9;
/** Runs of fewer fixes have no hull. */
const HULL_FIXES = 32;
/** Radians, 637 km, beyond which all distances are measured. */
const LARGEST_ANGLE = 0.1;

/**
 * Stays are roaming ranges: the earliest and then longest runs of fixes of which no two are far apart.
 *
 * **How** A stay begins with the earliest fix a from which on all fixes over minStaySeconds lie within roamMeters of one
 * another (the largest great-circle distance of any two), and goes on to the last fix b − 1 before one, b, that is farther
 * from any of them. Its end is time[b − 1] (the last fix inside) or time[b] (the first fix outside). The search goes on
 * with b; a fix that comes more than maxGapSeconds after the one before it begins anew.
 *
 * Each fix is compared with those of the run from the latest back to the first that is too far. If that pair ends the run
 * before it is long enough, no run that holds both can be long enough either, and the search goes on behind that fix. Most
 * comparisons are spared by the convex hull of the run in the plane that touches the Earth at its first fix: lengths there,
 * d for a distance of up to θ radians, are at most those on the ground, which are at most d (1 + θ²).
 *
 * @param options - how far, how long, gap, and the rule of the end
 * @returns a rule for `detectStays`. Against stay points the place cannot drift: a slow walk is no stay, and the choice of
 * the first fix decides nothing
 * @throws RangeError for a distance or a duration that is not above 0, or another end
 *
 * **Departs from the paper** the end and the gap are options; the paper ends a stay with the last fix inside, and knows no gap
 *
 * **Cost** O(fixes × corners of the hull), about half a microsecond a fix; at worst, where fixes keep coming to the very limit,
 * O(fixes × fixes of a stay)
 *
 * [hariharan-toyama-2004]
 *
 * @example
 * const { fixes } = buildFixes({ users: ["ann"], user: [0, 0, 0, 0], time: [0, 200, 400, 600], lon: [10, 10.0008, 10.0009, 10.0016], lat: [0, 0, 0, 0] });
 * const options = { minStaySeconds: 300, maxGapSeconds: 900, end: "last fix inside" };
 * rowsOf(detectStays(fixes, { rule: roamingStays({ ...options, roamMeters: 100 }) }).stays); // [ { start: 200, end: 600, location: 0, events: 3 } ]
 * rowsOf(detectStays(fixes, { rule: stayPoints({ ...options, radiusMeters: 100 }) }).stays); // []
 */
export function roamingStays(options: RoamingStaysOptions): StayRule {
  const where = "roamingStays";
  const names = ["roamMeters", "minStaySeconds", "maxGapSeconds", "end", "keepBeforeGap", "keepLast"] as const;
  checkOptions(where, options, names);
  const { roamMeters, minStaySeconds, maxGapSeconds, end, keepBeforeGap = false, keepLast = true } = options;
  checkStayOptions(where, { name: "roamMeters", meters: roamMeters }, options);
  checkBoolean(where, "keepLast", keepLast);
  const given = { roamMeters, minStaySeconds, maxGapSeconds, endsInside: end === "last fix inside", keepBeforeGap };
  return { name: `roaming within ${roamMeters} m`, start: (fixes) => startRoaming(fixes, { ...given, keepLast }) };
}

interface Given {
  readonly roamMeters: number;
  readonly minStaySeconds: number;
  readonly maxGapSeconds: number;
  readonly endsInside: boolean;
  readonly keepBeforeGap: boolean;
  readonly keepLast: boolean;
}

function startRoaming(fixes: Fixes, given: Given): StayFinder {
  const { time, lon, lat } = fixes.columns;
  const { roamMeters, minStaySeconds, maxGapSeconds, endsInside, keepBeforeGap, keepLast } = given;
  const metersBetween = (i: number, j: number): number =>
    metersOf(lon[i]!, lat[i]!, lon[j]!, lat[j]!, cosineOf(lat[i]!) * cosineOf(lat[j]!), EARTH_RADIUS_METERS);
  const angle = roamMeters / EARTH_RADIUS_METERS;
  const nearAngle = (angle / (1 + angle * angle)) * (1 - ROUNDING);
  const limit = angle > LARGEST_ANGLE ? -1 : nearAngle * nearAngle;
  const plane = new Float64Array(2);
  let contact = contactAt(0, 0);
  let hull = CONTACT_HULL;
  /** Makes the hull of the fixes first … after − 1. */
  const startRun = (first: number, after: number): void => {
    contact = contactAt(lon[first]!, lat[first]!);
    hull = CONTACT_HULL;
    for (let i = first + 1; i < after; i++) {
      project(contact, lon[i]!, lat[i]!, plane);
      hull = withPoint(hull, plane[0]!, plane[1]!);
    }
  };
  /** Whether the hull says that a fix is within reach of all of the run; its place in the plane is left in `plane`. */
  const isSurelyNear = (i: number): boolean => {
    if (!project(contact, lon[i]!, lat[i]!, plane)) return false;
    const { x, y } = hull;
    for (let c = 0; c < x.length; c++) {
      const east = plane[0]! - x[c]!;
      const north = plane[1]! - y[c]!;
      if (!(east * east + north * north < limit)) return false;
    }
    return true;
  };
  return (from, to, board) => {
    board.count = 0;
    const keep = (a: number, b: number, over: number): boolean => keepRun(board, time, minStaySeconds, a, b, over);
    let a = from;
    let hasHull = false;
    for (let i = from + 1; i < to; i++) {
      if (time[i]! - time[i - 1]! > maxGapSeconds) {
        if (keepBeforeGap) keep(a, i, time[i - 1]!);
        a = i;
        hasHull = false;
        continue;
      }
      if (!hasHull && i - a >= HULL_FIXES) {
        startRun(a, i);
        hasHull = true;
      }
      let far = -1;
      if (!(hasHull && isSurelyNear(i))) {
        far = i - 1;
        while (far >= a && metersBetween(far, i) <= roamMeters) far--;
      }
      if (far < a) {
        if (hasHull) hull = withPoint(hull, plane[0]!, plane[1]!);
        continue;
      }
      a = keep(a, i, endsInside ? time[i - 1]! : time[i]!) ? i : far + 1;
      hasHull = false;
    }
    if (keepLast && a < to) keep(a, to, time[to - 1]!);
  };
}
