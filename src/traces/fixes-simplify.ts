import { checkNumber, checkOptions } from "../core/check.ts";
import { checkFixes } from "../core/check-traces.ts";
import { asin, hypot } from "../core/math.ts";
import { EARTH_RADIUS_METERS, toUnitVectors } from "../core/sphere.ts";
import type { Fixes } from "../types.ts";
import { type SiftedFixes, sift } from "./fixes-rows.ts";

export interface SimplifyOptions {
  /** No fix is farther from the line through the kept ones than this. Metres. */
  readonly toleranceMeters: number;
}

/**
 * Which way did each logger go, in fewer fixes? The line of Douglas and Peucker.
 *
 * **How** The line from a user's first fix to the last, an arc of a great circle, is kept if no fix between them is farther
 * from it than toleranceMeters; else the farthest one (the first, of equally far ones) is kept and the two parts are looked
 * at in the same way. The distance to an arc is the shortest on the sphere, to one of its ends where the foot of the
 * perpendicular lies beyond.
 *
 * @param fixes - positions in time order per user
 * @param options - the tolerance
 * @returns `kept` and `dropped`, two tables of all users; together they have each fix once. A user's first and last fix are kept
 * @throws RangeError for fixes out of order or of range, or a tolerance below 0
 *
 * **Departs from the paper** the paper's plane is the sphere here. MovingPandas takes degrees for the plane, in which a
 * tolerance is longer to the north than to the east, and keeps every fix that has the coordinates of a kept one
 *
 * **Cost** O(n log n) for n fixes of a user as a rule, O(n²) at worst
 *
 * [douglas-peucker-1973] [graser-2019]
 *
 * @example
 * const { fixes } = buildFixes({ users: ["ann"], user: [0, 0, 0, 0], time: [0, 10, 20, 30], lon: [10, 10.1, 10.2, 10.2], lat: [0, 0.0001, 0, 0.1] });
 * simplifyFixes(fixes, { toleranceMeters: 20 }).kept.columns.time; // Uint32Array(3) [ 0, 20, 30 ]
 */
export function simplifyFixes(fixes: Fixes, options: SimplifyOptions): SiftedFixes {
  const where = "simplifyFixes";
  checkFixes(where, fixes);
  checkOptions(where, options, ["toleranceMeters"]);
  const { toleranceMeters } = options;
  checkNumber(where, "toleranceMeters", toleranceMeters, 0);
  const { users, offsets } = fixes;
  const vectors = toUnitVectors(fixes.columns.lon, fixes.columns.lat);
  const marks = new Uint8Array(fixes.length);
  for (let u = 0; u < users.length; u++) {
    const from = offsets[u]!;
    const last = offsets[u + 1]! - 1;
    if (last < from) continue;
    marks[from] = 1;
    marks[last] = 1;
    const open = [from, last];
    while (open.length > 0) {
      const b = open.pop()!;
      const a = open.pop()!;
      const far = farthest(vectors, a, b, toleranceMeters);
      if (far < 0) continue;
      marks[far] = 1;
      open.push(a, far, far, b);
    }
  }
  return sift(fixes, marks);
}

/** The fix between a and b that is farthest from the arc a b, −1 if none is farther than the tolerance. */
function farthest(vectors: Float64Array, a: number, b: number, toleranceMeters: number): number {
  const ax = vectors[3 * a]!;
  const ay = vectors[3 * a + 1]!;
  const az = vectors[3 * a + 2]!;
  const bx = vectors[3 * b]!;
  const by = vectors[3 * b + 1]!;
  const bz = vectors[3 * b + 2]!;
  // a × b = a × (b − a), which loses no digits of near points.
  const dx = bx - ax;
  const dy = by - ay;
  const dz = bz - az;
  const nx = ay * dz - az * dy;
  const ny = az * dx - ax * dz;
  const nz = ax * dy - ay * dx;
  const length = hypot(nx, ny, nz);
  let most = toleranceMeters;
  let far = -1;
  for (let i = a + 1; i < b; i++) {
    const px = vectors[3 * i]! - ax;
    const py = vectors[3 * i + 1]! - ay;
    const pz = vectors[3 * i + 2]! - az;
    const toA = hypot(px, py, pz);
    const toB = hypot(px - dx, py - dy, pz - dz);
    let meters = 2 * EARTH_RADIUS_METERS * asin(Math.min(1, Math.min(toA, toB) / 2));
    // The foot lies on the arc where the point is on b's side of a, (n × a) · p ≥ 0, and on a's side of b, (b × n) · p ≥ 0.
    if (length > 0) {
      const towardsB = (ny * az - nz * ay) * px + (nz * ax - nx * az) * py + (nx * ay - ny * ax) * pz;
      const towardsA =
        (by * nz - bz * ny) * (px - dx) + (bz * nx - bx * nz) * (py - dy) + (bx * ny - by * nx) * (pz - dz);
      if (towardsB >= 0 && towardsA >= 0) {
        const sine = Math.abs(nx * px + ny * py + nz * pz) / length;
        meters = EARTH_RADIUS_METERS * asin(Math.min(1, sine));
      }
    }
    if (meters > most) {
      most = meters;
      far = i;
    }
  }
  return far;
}
