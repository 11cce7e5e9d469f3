import { sin } from "../core/math.ts";

/**
 * Is a fix within so many metres of another? The answer of the great-circle distance, mostly without computing it.
 *
 * **How** With a = Δφ / 2 and b = Δλ / 2 the haversine is h = sin² a + cos φ1 cos φ2 sin² b, and a point lies beyond the
 * radius r where h > sin² A, A = r / 2R. In its place stands e = a² + cos² φ1 b², two multiplications. As
 * cos φ2 / cos φ1 = cos 2a − tan φ1 sin 2a and x² (1 − x² / 3) ≤ sin² x ≤ x², h is at most e (1 + s) and at least e (1 − s),
 * where s = 2 A / cos φ1 + 2 A² + B² / 3: the first for |a| ≤ A, which holds where e < sin² A, and the second for |a| ≤ A
 * and |b| ≤ B = 1° (a point with |a| > A is outside in any case). So e tells the side but for values within s of sin² A; the
 * rest, a few fixes in ten thousand, gets the distance itself. Beside a pole, across ±180° and for radii of thousands of
 * kilometres that is nearly every fix. The side is never another than that of `greatCircleMeters`.
 */

const RADIANS = Math.PI / 180;
const HALF_RADIANS = RADIANS / 2;
/** Fixes farther apart in longitude than this are measured: 2 B. */
export const FILTER_DEGREES = 2;
const LARGEST_B = (FILTER_DEGREES * RADIANS) / 2;
/** What rounding takes is below this share. */
const ROUNDING = 1e-9;
/** Half angles from half a radian on, radii of 6,371 km: there s is above 1, and e tells nothing but what is well inside. */
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
 * How far the filter can be off about a point of which the cosine of the latitude is given, as a share s of e. Fixes with
 * e < sine2 / (1 + s) are inside; those with e > sine2 / (1 − s) and no farther than `FILTER_DEGREES` in longitude are
 * outside (none, if s is 1 or more).
 */
export function filterShare(reach: Reach, cosLat: number): number {
  const { angle } = reach;
  return (2 * angle) / cosLat + 2 * angle * angle + (LARGEST_B * LARGEST_B) / 3 + ROUNDING;
}
