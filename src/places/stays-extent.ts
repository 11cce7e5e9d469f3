import { hypot } from "../core/math.ts";
import { EARTH_RADIUS_METERS, greatCircleMeters } from "../core/sphere.ts";
import type { Fixes } from "../types.ts";
import { CONTACT_HULL, contactAt, type Hull, project, withPoint } from "./stays-hull.ts";

/** How wide a run of fixes is. `start` makes the measure for one table. */
export interface StayExtent {
  readonly name: string;
  /** Metres of the fixes from … to − 1, 0 for none or one; where it is the limit or more, anything from the limit on will do. */
  readonly start: (fixes: Fixes) => (from: number, to: number, limitMeters: number) => number;
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
