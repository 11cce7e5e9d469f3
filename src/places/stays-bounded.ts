import { checkOptions } from "../core/check.ts";
import { checkFunction, checkRule } from "../core/check-variants.ts";
import type { Fixes } from "../types.ts";
import type { StayEnd, StayFinder, StayRule } from "./stays.ts";
import type { StayExtent } from "./stays-extent.ts";
import { checkBoolean, checkStayOptions } from "./stays-options.ts";

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
    const keep = (a: number, b: number, over: number): boolean => {
      if (over - time[a]! < minStaySeconds) return false;
      const k = board.count++;
      board.first[k] = a;
      board.after[k] = b;
      board.start[k] = time[a]!;
      board.end[k] = over;
      return true;
    };
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
