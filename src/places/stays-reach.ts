import { sin } from "../core/math.ts";

/**
 * Is a fix within so many metres of another? The answer of the great-circle distance, mostly without computing it.
 *
 * **How** With a = Δφ / 2 and b = Δλ / 2 the haversine is h = sin² a + cos φ1 cos φ2 sin² b, and a point lies beyond the
 * radius r where h > sin² A, A = r / 2R. In its place stands e = a² + cos² φ1 b², two multiplications. As
 * cos φ2 / cos φ1 = cos 2a − tan φ1 sin 2a, a² (1 − a² / 3) ≤ sin² a ≤ a² and the same for b, h differs from e by a share of
 * at most 2 |a| / cos φ1 + 2 a² + b² / 3. So e tells the side wherever it is farther from sin² A than that share with
 * |a| ≤ A and |b| ≤ B = 1°; the rest, a few fixes in ten thousand, gets the distance itself. Beside a pole, across ±180°
 * and for radii of thousands of kilometres that is every fix. The side is never another than that of `greatCircleMeters`.
 */

const RADIANS = Math.PI / 180;
const HALF_RADIANS = RADIANS / 2;
/** Fixes farther apart in longitude than this are measured: 2 B. */
export const FILTER_DEGREES = 2;
const LARGEST_B = (FILTER_DEGREES * RADIANS) / 2;
/** What rounding takes is below this share. */
const ROUNDING = 1e-9;
/** Radii from about 6,000 km on, where A is more than half a radian, are measured. */
const LARGEST_A = 0.5;

/** A radius as the filter needs it: the half angle A, and sin² A in the unit of e, squared degrees. */
export interface Reach {
  readonly radiusMeters: number;
  readonly sphereMeters: number;
  readonly angle: number;
  readonly sine2: number;
}

export function reachOf(radiusMeters: number, sphereMeters: number): Reach {
  const angle = radiusMeters / (2 * sphereMeters);
  const sine = sin(Math.min(angle, LARGEST_A)) / HALF_RADIANS;
  return { radiusMeters, sphereMeters, angle: angle * (1 + ROUNDING), sine2: sine * sine };
}

/**
 * How far the filter can be off about a point of which the cosine of the latitude is given, as a share of e; Infinity
 * where it says nothing. Fixes with e < sine2 / (1 + share) are inside; those with e > sine2 / (1 − share) and no farther
 * than `FILTER_DEGREES` in longitude are outside (none, if the share is 1 or more).
 */
export function filterShare(reach: Reach, cosLat: number): number {
  const { angle } = reach;
  // A fix inside is no farther in longitude than b = A / cos φ1.
  if (angle > LARGEST_A || angle > LARGEST_B * cosLat) return Infinity;
  return (2 * angle) / cosLat + 2 * angle * angle + (LARGEST_B * LARGEST_B) / 3 + ROUNDING;
}
