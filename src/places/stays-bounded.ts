import { checkOptions } from "../core/check.ts";
import { checkFunction, checkRule } from "../core/check-variants.ts";
import { hypot } from "../core/math.ts";
import { EARTH_RADIUS_METERS, greatCircleMeters } from "../core/sphere.ts";
import type { Fixes } from "../types.ts";
import { CONTACT_HULL, contactAt, type Hull, project, withPoint } from "./stays-hull.ts";
import {
  checkBoolean,
  checkStayOptions,
  keepRun,
  type StayEnd,
  type StayFinder,
  type StayRule,
} from "./stays-rules.ts";

/** How wide a run of fixes is. `start` makes the measure for one table. */
export interface StayExtent {
  readonly name: string;
  /** Metres of the fixes from … to − 1, 0 for none or one; where it is the limit or more, anything from the limit on will do. */
  readonly start: (fixes: Fixes) => (from: number, to: number, limitMeters: number) => number;
}

export interface BoundedStaysOptions {
  /** The fixes of a stay have an extent below this. Metres. */
  readonly maxDiameterMeters: number;
  /** How wide a run of fixes is: `boundingRectangle()`, or a measure of your own. */
  readonly extent: StayExtent;
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

const EXTENT = "an extent such as boundingRectangle()";

/**
 * Stays are runs of fixes of small extent, looked for as MovingPandas does.
 *
 * **How** A window of fixes moves along. While it is not narrow, it loses its first fixes until it spans less than
 * minStaySeconds (two fixes are left in any case). It is narrow while its extent is below maxDiameterMeters, and then grows.
 * When a fix makes it wide, what was before it is a stay if it lasts minStaySeconds, and the window begins anew with that fix;
 * else it moves on. The end is that of the last fix before (inside) or that of the fix that made it wide (outside).
 *
 * @param options - how wide by which measure, how long, gap, and the rule of the end
 * @returns a rule for `detectStays`; with `medianCentre()`, no gap and `end: "last fix inside"` that of
 * `TrajectoryStopDetector`, but for the extent. Its stays may begin up to minStaySeconds late, since the window is cut before
 * it is looked at; `roamingStays` begins with the first fix there
 * @throws RangeError for a diameter or a duration that is not above 0, or another end
 *
 * **Departs from the paper** MovingPandas puts the rectangle in degrees, where it is no rectangle on the ground, and measures
 * the one of its two diagonals that GEOS happens to list first; `boundingRectangle` is in metres and has two equal ones
 *
 * **Cost** 1–10 µs a fix with `boundingRectangle`, more the more fixes fall into minStaySeconds
 *
 * [graser-2019]
 *
 * @example
 * const { fixes } = buildFixes({ users: ["ann"], user: [0, 0, 0, 0], time: [0, 100, 200, 300], lon: [10, 10.0003, 10.0003, 10.0016], lat: [0, 0, 0.0004, 0] });
 * const rule = boundedStays({ maxDiameterMeters: 100, extent: boundingRectangle(), minStaySeconds: 120, maxGapSeconds: Infinity, end: "last fix inside" });
 * rowsOf(detectStays(fixes, { rule, centre: medianCentre() }).stays); // [ { start: 0, end: 200, location: 0, events: 3 } ]
 */
export function boundedStays(options: BoundedStaysOptions): StayRule {
  const where = "boundedStays";
  checkOptions(where, options, [
    "maxDiameterMeters",
    "extent",
    "minStaySeconds",
    "maxGapSeconds",
    "end",
    "keepBeforeGap",
    "keepLast",
  ]);
  const { maxDiameterMeters, extent, minStaySeconds, maxGapSeconds, end } = options;
  const { keepBeforeGap = false, keepLast = true } = options;
  checkStayOptions(where, { name: "maxDiameterMeters", meters: maxDiameterMeters }, options);
  checkRule(where, "extent", extent, "start", EXTENT);
  checkBoolean(where, "keepLast", keepLast);
  const endsInside = end === "last fix inside";
  const given = { maxDiameterMeters, extent, minStaySeconds, maxGapSeconds, endsInside, keepBeforeGap, keepLast };
  return { name: `within ${maxDiameterMeters} m by ${extent.name}`, start: (fixes) => startBounded(fixes, given) };
}

/**
 * How wide a stay is: the diagonal of the smallest rectangle about its fixes.
 *
 * **How** The fixes are looked at in the plane that touches the Earth at the first of them. Of the rectangles with a side
 * along an edge of their convex hull the one with the least area counts, and of equal ones the first that is found from the
 * westernmost corner on.
 *
 * @returns an extent for `boundedStays`: never below the largest distance between two of the fixes, and up to 1.41 times that
 *
 * **Cost** O(corners of the hull) for a fix that is added to a run, O(fixes × corners) for another run
 *
 * [graser-2019]
 *
 * @example
 * const { fixes } = buildFixes({ users: ["ann"], user: [0, 0, 0, 0], time: [0, 1, 2, 3], lon: [10, 10.0003, 10.0003, 10], lat: [0, 0, 0.0004, 0.0004] });
 * boundingRectangle().start(fixes)(0, 4, 100).toFixed(3); // 55.598
 */
export function boundingRectangle(): StayExtent {
  return { name: "the diagonal of the smallest rectangle", start: startRectangle };
}

interface Given {
  readonly maxDiameterMeters: number;
  readonly extent: StayExtent;
  readonly minStaySeconds: number;
  readonly maxGapSeconds: number;
  readonly endsInside: boolean;
  readonly keepBeforeGap: boolean;
  readonly keepLast: boolean;
}

function startBounded(fixes: Fixes, given: Given): StayFinder {
  const { time } = fixes.columns;
  const { maxDiameterMeters, extent, minStaySeconds, maxGapSeconds, endsInside, keepBeforeGap, keepLast } = given;
  const metersOf = extent.start(fixes);
  checkFunction("boundedStays", "what extent.start gives", metersOf, "a function (from, to, limitMeters)");
  return (from, to, board) => {
    board.count = 0;
    const keep = (a: number, b: number, over: number): boolean => keepRun(board, time, minStaySeconds, a, b, over);
    let a = from;
    let isNarrow = false;
    for (let i = from; i < to; i++) {
      if (i > from && time[i]! - time[i - 1]! > maxGapSeconds) {
        if (isNarrow && keepBeforeGap) keep(a, i, time[i - 1]!);
        isNarrow = false;
        a = i;
        continue;
      }
      const wasNarrow = isNarrow;
      if (!wasNarrow) while (i - a > 1 && time[i]! - time[a]! >= minStaySeconds) a++;
      isNarrow = i > a && metersOf(a, i + 1, maxDiameterMeters) < maxDiameterMeters;
      if (wasNarrow && !isNarrow && keep(a, i, endsInside ? time[i - 1]! : time[i]!)) a = i;
    }
    if (isNarrow && keepLast) keep(a, to, time[to - 1]!);
  };
}

function startRectangle(fixes: Fixes): (from: number, to: number, limitMeters: number) => number {
  const { lon, lat } = fixes.columns;
  const plane = new Float64Array(2);
  let first = -1;
  let last = -1;
  let contact = contactAt(0, 0);
  let hull = CONTACT_HULL;
  let diagonal = 0;
  /** A run halfway around the Earth is wider than any limit, and so is it with more fixes. */
  const giveUp = (): number => {
    first = -1;
    return Infinity;
  };
  return (from, to, limitMeters) => {
    if (to - from < 2) return 0;
    const apart = greatCircleMeters(lon[from]!, lat[from]!, lon[to - 1]!, lat[to - 1]!);
    if (apart >= limitMeters) return apart;
    const before = hull;
    const goesOn = from === first && to === last + 1;
    if (!goesOn) {
      contact = contactAt(lon[from]!, lat[from]!);
      hull = CONTACT_HULL;
    }
    for (let i = goesOn ? to - 1 : from + 1; i < to; i++) {
      if (!project(contact, lon[i]!, lat[i]!, plane)) return giveUp();
      hull = withPoint(hull, plane[0]!, plane[1]!);
    }
    first = from;
    last = to;
    if (!goesOn || hull !== before) diagonal = EARTH_RADIUS_METERS * diagonalOf(hull);
    return diagonal;
  };
}

/** The diagonal of the rectangle of least area with a side along an edge of the hull. */
function diagonalOf({ x, y }: Hull): number {
  const n = x.length;
  if (n < 2) return 0;
  let least = Infinity;
  let diagonal = 0;
  for (let i = 0; i < n; i++) {
    const j = i + 1 === n ? 0 : i + 1;
    const length = hypot(x[j]! - x[i]!, y[j]! - y[i]!);
    const east = (x[j]! - x[i]!) / length;
    const north = (y[j]! - y[i]!) / length;
    let back = Infinity;
    let front = -Infinity;
    let height = 0;
    for (let k = 0; k < n; k++) {
      const along = (x[k]! - x[i]!) * east + (y[k]! - y[i]!) * north;
      const aside = (y[k]! - y[i]!) * east - (x[k]! - x[i]!) * north;
      if (along < back) back = along;
      if (along > front) front = along;
      if (aside > height) height = aside;
    }
    const area = (front - back) * height;
    if (area >= least) continue;
    least = area;
    diagonal = hypot(front - back, height);
  }
  return diagonal;
}
