import { type Arcs, boxesOf, offsetOf, placeOf } from "./arcs.ts";
import { buildBoxTree, eachMeetingPair } from "./meeting-boxes.ts";

/** Where edges of zones run along one another, and which zones touch. */
export interface SharedBorders {
  /** Stretches from … to, in radians from its first end, of an arc that an edge of `zone` runs along. */
  readonly arc: readonly number[];
  readonly zone: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Pairs of different zones that touch, some more than once. */
  readonly one: readonly number[];
  readonly other: readonly number[];
}

interface Growing {
  readonly arc: number[];
  readonly zone: number[];
  readonly from: number[];
  readonly to: number[];
  readonly one: number[];
  readonly other: number[];
}

/**
 * All stretches along which two edges run in opposite directions within `tolerance` radians of one another, those of one
 * zone included, and all pairs of zones with edges that come so near.
 */
export function findSharedBorders(arcs: Arcs, tolerance: number): SharedBorders {
  const found: Growing = { arc: [], zone: [], from: [], to: [], one: [], other: [] };
  const { angle, zone } = arcs;
  eachMeetingPair(buildBoxTree(boxesOf(arcs, tolerance)), (i, j) => {
    const long = angle[i]! > angle[j]! || (angle[i] === angle[j] && i < j) ? i : j;
    const short = long === i ? j : i;
    const first = offsetOf(arcs.frame, long, short, 0);
    const last = offsetOf(arcs.frame, long, short, 3);
    if ((first > tolerance && last > tolerance) || (first < -tolerance && last < -tolerance)) return;
    const start = placeOf(arcs.frame, long, short, 0);
    const end = placeOf(arcs.frame, long, short, 3);
    const shared = addShared(found, arcs, long, short, first, last, start, end, tolerance);
    if (zone[i] === zone[j]) return;
    if (shared || touch(arcs, long, short, first, last, start, end, tolerance)) {
      found.one.push(zone[i]!);
      found.other.push(zone[j]!);
    }
  });
  return found;
}

/** Adds the stretch that two arcs share: opposite directions, and at both ends of it no farther apart than the tolerance. */
function addShared(
  found: Growing,
  arcs: Arcs,
  long: number,
  short: number,
  first: number,
  last: number,
  start: number,
  end: number,
  tolerance: number,
): boolean {
  const low = Math.max(0, end);
  const high = Math.min(arcs.angle[long]!, start);
  if (!(low < high)) return false;
  const slope = (first - last) / (start - end);
  if (Math.abs(last + slope * (low - end)) > tolerance) return false;
  if (Math.abs(last + slope * (high - end)) > tolerance) return false;
  found.arc.push(long, short);
  found.zone.push(arcs.zone[short]!, arcs.zone[long]!);
  found.from.push(low, start - high);
  found.to.push(high, start - low);
  return true;
}

/** Whether the first end of one arc lies on the other, or the arcs cross. Every corner is the first end of an arc. */
function touch(
  { frame, angle }: Arcs,
  long: number,
  short: number,
  first: number,
  last: number,
  start: number,
  end: number,
  tolerance: number,
): boolean {
  const within = (offset: number, place: number, arc: number): boolean =>
    Math.abs(offset) <= tolerance && place >= -tolerance && place <= angle[arc]! + tolerance;
  if (within(first, start, long)) return true;
  const firstOfLong = offsetOf(frame, short, long, 0);
  const lastOfLong = offsetOf(frame, short, long, 3);
  if (Math.abs(firstOfLong) <= tolerance && within(firstOfLong, placeOf(frame, short, long, 0), short)) return true;
  if (first > 0 === last > 0 || firstOfLong > 0 === lastOfLong > 0) return false;
  // Great circles cross twice; where the short arc passes the long one's circle must be on the long arc itself.
  const place = start + ((end - start) * first) / (first - last);
  return place >= 0 && place <= angle[long]!;
}
