import { checkOptions } from "../core/check.ts";
import { cosineOf, EARTH_RADIUS_METERS, metersOf } from "../core/sphere.ts";
import type { Fixes } from "../types.ts";
import type { StayBoard, StayEnd, StayRule } from "./stays.ts";
import { checkBoolean, checkStayOptions } from "./stays-options.ts";
import { FILTER_DEGREES, filterShare, type Reach, reachOf } from "./stays-reach.ts";

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
 * **Cost** O(fixes), 10–20 ns each; distances are computed only near the radius (1 fix in 1,000), and are exact everywhere
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
  const reach = reachOf(radiusMeters, EARTH_RADIUS_METERS);
  const given = { minStaySeconds, maxGapSeconds, endsInside: end === "last fix inside", keepBeforeGap, keepLast };
  return {
    name: `stay points of ${radiusMeters} m`,
    start: (fixes) => (from, to, board) => findStayPoints(fixes, reach, given, from, to, board),
  };
}

interface Given {
  readonly minStaySeconds: number;
  readonly maxGapSeconds: number;
  readonly endsInside: boolean;
  readonly keepBeforeGap: boolean;
  readonly keepLast: boolean;
}

/** One user's stay points. A function of its own, not one made for each table: engines compile it once. */
function findStayPoints(
  { columns: { time, lon, lat } }: Fixes,
  reach: Reach,
  given: Given,
  from: number,
  to: number,
  board: StayBoard,
): void {
  const { minStaySeconds, maxGapSeconds, endsInside, keepBeforeGap, keepLast } = given;
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
          metersOf(lon0, lat0, lon[i]!, lat[i]!, cos0 * cosineOf(lat[i]!), sphereMeters) >= radiusMeters)
      )
        break;
      before = now;
    }
    const isCut = isGap || i === to;
    if (!isCut || (isGap ? keepBeforeGap : keepLast)) {
      const over = isCut || endsInside ? before : time[i]!;
      if (over - time[anchor]! >= minStaySeconds) {
        first[count] = anchor;
        after[count] = i;
        start[count] = time[anchor]!;
        end[count++] = over;
      }
    }
    anchor = i;
  }
  board.count = count;
}
