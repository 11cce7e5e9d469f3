import { EARTH_RADIUS_METERS, greatCircleMeters } from "../../src/core/sphere.ts";
import type { StayExtent } from "../../src/places/stays-bounded.ts";
import type { Fixes } from "../../src/types.ts";

/** Plain forms of the rules of stays: one user's fixes as objects, every distance computed. */

export interface SlowFix {
  readonly time: number;
  readonly lon: number;
  readonly lat: number;
}

export interface SlowStay {
  readonly start: number;
  readonly end: number;
  readonly first: number;
  readonly after: number;
}

export interface SlowOptions {
  readonly meters: number;
  readonly minStaySeconds: number;
  readonly maxGapSeconds: number;
  readonly end: string;
  readonly keepBeforeGap: boolean;
  readonly keepLast: boolean;
}

/** One user's fixes as objects. */
export function slowFixes({ offsets, columns }: Fixes, u: number): SlowFix[] {
  const rows: SlowFix[] = [];
  for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
    rows.push({ time: columns.time[i]!, lon: columns.lon[i]!, lat: columns.lat[i]! });
  }
  return rows;
}

const slowMeters = (a: SlowFix, b: SlowFix): number => greatCircleMeters(a.lon, a.lat, b.lon, b.lat);

/** Row numbers cut where a gap comes: no stay reaches over one. */
function unbroken(fixes: readonly SlowFix[], maxGapSeconds: number): [from: number, to: number][] {
  const pieces: [number, number][] = [];
  let from = 0;
  fixes.forEach((fix, i) => {
    if (i > 0 && fix.time - fixes[i - 1]!.time > maxGapSeconds) {
      pieces.push([from, i]);
      from = i;
    }
  });
  if (fixes.length > 0) pieces.push([from, fixes.length]);
  return pieces;
}

export function slowStayPoints(fixes: readonly SlowFix[], options: SlowOptions): SlowStay[] {
  const stays: SlowStay[] = [];
  for (const [from, to] of unbroken(fixes, options.maxGapSeconds)) {
    let a = from;
    while (a < to) {
      let b = a + 1;
      while (b < to && slowMeters(fixes[a]!, fixes[b]!) < options.meters) b++;
      const isCut = b === to;
      const isKept = !isCut || (to === fixes.length ? options.keepLast : options.keepBeforeGap);
      const end = isCut || options.end === "last fix inside" ? fixes[b - 1]!.time : fixes[b]!.time;
      const start = fixes[a]!.time;
      if (isKept && end - start >= options.minStaySeconds) stays.push({ start, end, first: a, after: b });
      a = b;
    }
  }
  return stays;
}

/** scikit-mobility's rule, in the words of its `_stay_locations_array` where the end is the first fix outside. */
export function slowStayLocations(fixes: readonly SlowFix[], options: SlowOptions): SlowStay[] {
  const stays: SlowStay[] = [];
  for (const [from, to] of unbroken(fixes, options.maxGapSeconds)) {
    const isLastPiece = to === fixes.length;
    if (!isLastPiece && !options.keepBeforeGap && to - from < 2) continue;
    let a = from;
    while (a < to) {
      let b = a + 1;
      while (b < to && slowMeters(fixes[a]!, fixes[b]!) <= options.meters) b++;
      const start = fixes[a]!.time;
      if (b < to || isLastPiece || options.keepBeforeGap) {
        const byOutside = options.end === "first fix outside" && (b < to || isLastPiece);
        const closing = byOutside ? Math.min(b, to - 1) : b - 1;
        const after = byOutside ? closing : b;
        const end = fixes[closing]!.time;
        if (after > a && end - start > options.minStaySeconds) stays.push({ start, end, first: a, after });
      }
      a = b;
    }
  }
  return stays;
}

/** Hariharan and Toyama's search: from every fix on, the diameter of the fixes over the least duration, then as far as it goes. */
export function slowRoaming(fixes: readonly SlowFix[], options: SlowOptions): SlowStay[] {
  const diameter = (a: number, b: number): number => {
    let most = 0;
    for (let i = a; i <= b; i++) for (let j = a; j < i; j++) most = Math.max(most, slowMeters(fixes[i]!, fixes[j]!));
    return most;
  };
  const stays: SlowStay[] = [];
  for (const [from, to] of unbroken(fixes, options.maxGapSeconds)) {
    let a = from;
    while (a < to) {
      let b = a;
      while (b + 1 < to && diameter(a, b + 1) <= options.meters) b++;
      const isCut = b + 1 === to;
      const isKept = !isCut || (to === fixes.length ? options.keepLast : options.keepBeforeGap);
      const start = fixes[a]!.time;
      const end = isCut || options.end === "last fix inside" ? fixes[b]!.time : fixes[b + 1]!.time;
      if (isKept && end - start >= options.minStaySeconds) {
        stays.push({ start, end, first: a, after: b + 1 });
        a = b + 1;
      } else a++;
    }
  }
  return stays;
}

type Metric = (lon1: number, lat1: number, lon2: number, lat2: number) => number;

/**
 * The extent of MovingPandas: the corners of the smallest rectangle about longitudes and latitudes in the plane of degrees,
 * and of its two diagonals, which differ on the ground, the one from the end of the base side as GEOS lists the corners.
 * Runs whose box of degrees has a diagonal of 1.5 times the limit or more are not looked at.
 */
export function rectangleInDegrees(metersOf: Metric): StayExtent {
  return {
    name: "the rectangle of MovingPandas",
    start:
      ({ columns: { lon, lat } }) =>
      (from, to, limit) => {
        const x = [...lon.subarray(from, to)];
        const y = [...lat.subarray(from, to)];
        const box = metersOf(Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y));
        if (box >= 1.5 * limit) return box;
        if (x.length === 2) return metersOf(x[0]!, y[0]!, x[1]!, y[1]!);
        const hull = slowHull(x.map((each, i) => [each, y[i]!]));
        if (hull.length === 1) return 0;
        if (hull.length === 2) return metersOf(...hull[0]!, ...hull[1]!);
        let least = Infinity;
        let diagonal = 0;
        hull.forEach(([ax, ay], i) => {
          const [bx, by] = hull[(i + 1) % hull.length]!;
          const length = Math.hypot(bx - ax, by - ay);
          const [ux, uy] = [(bx - ax) / length, (by - ay) / length];
          const along = hull.map(([px, py]) => px * ux + py * uy);
          const aside = hull.map(([px, py]) => py * ux - px * uy);
          const [back, front, low, high] = [
            Math.min(...along),
            Math.max(...along),
            Math.min(...aside),
            Math.max(...aside),
          ];
          if ((front - back) * (high - low) >= least) return;
          least = (front - back) * (high - low);
          const corner = (s: number, t: number): [number, number] => [s * ux - t * uy, s * uy + t * ux];
          diagonal = metersOf(...corner(front, low), ...corner(back, high));
        });
        return diagonal;
      },
  };
}

type Point = readonly [number, number];

/** The convex hull, counterclockwise (Andrew's chain). */
function slowHull(points: readonly Point[]): Point[] {
  const turn = (o: Point, a: Point, b: Point): number => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
  const half = (ordered: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of ordered) {
      while (chain.length > 1 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain;
  };
  const different = points.filter((p, i) => points.findIndex((q) => q[0] === p[0] && q[1] === p[1]) === i);
  if (different.length < 3) return different;
  const ordered = different.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  return [...half(ordered).slice(0, -1), ...half(ordered.toReversed()).slice(0, -1)];
}

/** Metres on our sphere that are so many on one of 6,371 km, as trackintel and scikit-mobility have it. */
export function onPeersSphere(meters: number): number {
  return (meters * EARTH_RADIUS_METERS) / 6_371_000;
}
