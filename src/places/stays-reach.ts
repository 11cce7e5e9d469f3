import { sin } from "../core/math.ts";
import { cosineOf, EARTH_RADIUS_METERS, greatCircleMeters } from "../core/sphere.ts";
import type { Fixes } from "../types.ts";

/**
 * Which fixes that follow one another keep within so many metres of the first of them? By the great-circle distance, mostly
 * without computing it.
 *
 * **How** With a = Δφ / 2 and b = Δλ / 2 the haversine is h = sin² a + cos φ1 cos φ2 sin² b, and a point lies beyond the
 * radius r where h > sin² A, A = r / 2R. In its place stands e = a² + c² b², two multiplications, where c = cos φ0 for a
 * latitude φ0 no farther than p = 0.05° from φ1, so that one cosine serves many first fixes. From |a| ≤ A follows
 * |φ2 − φ0| ≤ q = 2 A + p. As cos φ / cos φ0 = cos d − tan φ0 sin d for φ = φ0 + d, the product of the two cosines over c²
 * is at most (1 + p / c) (1 + q / c) and at least 1 − (p + q) / c − (p² + q²) / 2; and x² (1 − x² / 3) ≤ sin² x ≤ x². So h
 * is at most e (1 + s) for |a| ≤ A, which holds where e < sin² A, and at least e (1 − s) for |a| ≤ A and |b| ≤ B = 1° (a point
 * with |a| > A is outside in any case), where s = (p + q) / c + p q / c² + (p² + q²) / 2 + B² / 3. e tells the side but for
 * values within s of sin² A, and the fixes there, one in a thousand, get the distance itself. Beside a pole, across ±180° and
 * for radii of thousands of kilometres that is nearly every fix. The side is never another than that of `greatCircleMeters`.
 */

const RADIANS = Math.PI / 180;
const HALF_RADIANS = RADIANS / 2;
/** Fixes farther apart in longitude than this are measured: 2 B. */
const FILTER_DEGREES = 2;
const LARGEST_B = (FILTER_DEGREES * RADIANS) / 2;
/** First fixes no farther than this from the latitude of the cosine in use share it: p. */
const BAND_DEGREES = 0.05;
const BAND = BAND_DEGREES * RADIANS;
/** What rounding takes is below this share. */
const ROUNDING = 1e-9;
/** Half angles from half a radian on, radii of 6,371 km: there s is above 1, and e tells nothing but what is well inside. */
const LARGEST_A = 0.5;

/** A radius as the search needs it: the half angle A, and sin² A in the unit of e, squared degrees. */
export interface Reach {
  readonly radiusMeters: number;
  /** Whether a fix at exactly the radius is still within reach. */
  readonly isClosed: boolean;
  readonly angle: number;
  readonly sine2: number;
}

export function reachOf(radiusMeters: number, isClosed: boolean): Reach {
  const angle = radiusMeters / (2 * EARTH_RADIUS_METERS);
  const sine = sin(Math.min(angle, LARGEST_A)) / HALF_RADIANS;
  return { radiusMeters, isClosed, angle: angle * (1 + ROUNDING), sine2: sine * sine };
}

/** How far e can be off, as a share s of it, with this cosine: fixes below sin² A / (1 + s) are inside, those above sin² A / (1 − s) outside. */
function shareOf(angle: number, cosLat: number): number {
  const q = 2 * angle + BAND;
  const ofCosines = (BAND + q) / cosLat + (BAND * q) / (cosLat * cosLat) + (BAND * BAND + q * q) / 2;
  return ofCosines + (LARGEST_B * LARGEST_B) / 3 + ROUNDING;
}

/**
 * Cuts a user's fixes from … to − 1 into runs that keep within reach of their first fix: each ends with the fix before one out
 * of reach or more than maxGapSeconds later, which begins the next. Writes the first fix of each run, and the one after its
 * last, into `first` and `after`, but leaves out runs that last less than minSeconds until the fix after them; the user's last
 * run is never left out. Gives the number of runs written.
 */
export function findRuns(
  { columns: { time, lon, lat } }: Fixes,
  { radiusMeters, isClosed, angle, sine2 }: Reach,
  maxGapSeconds: number,
  minSeconds: number,
  from: number,
  to: number,
  first: Uint32Array,
  after: Uint32Array,
): number {
  if (from === to) return 0;
  let count = 0;
  let anchor = from;
  let lon0 = 0;
  let lat0 = 0;
  let time0 = Infinity;
  // NaN: the first fix follows none, and begins a run.
  let before = Number.NaN;
  let bandLat = Infinity;
  let stretch = 0;
  let inside = 0;
  let outside = 0;
  for (let i = from; ; i++) {
    // A loop of its own for the fixes that are surely near, the most: what the others need would slow it down.
    while (i < to) {
      const now = time[i]!;
      if (!(now - before <= maxGapSeconds)) break;
      const east = lon[i]! - lon0;
      const north = lat[i]! - lat0;
      if (!(north * north + stretch * east * east < inside)) break;
      before = now;
      i++;
    }
    if (i === to) break;
    const now = time[i]!;
    const x = lon[i]!;
    const y = lat[i]!;
    const east = x - lon0;
    const north = y - lat0;
    const isNext = now - before <= maxGapSeconds;
    before = now;
    if (isNext && !(north * north + stretch * east * east > outside && Math.abs(east) <= FILTER_DEGREES)) {
      const meters = greatCircleMeters(lon0, lat0, x, y);
      if (isClosed ? meters <= radiusMeters : meters < radiusMeters) continue;
    }
    if (now - time0 >= minSeconds) {
      first[count] = anchor;
      after[count++] = i;
    }
    anchor = i;
    lon0 = x;
    lat0 = y;
    time0 = now;
    if (Math.abs(lat0 - bandLat) <= BAND_DEGREES) continue;
    const cosLat = cosineOf(lat0);
    const share = shareOf(angle, cosLat);
    stretch = cosLat * cosLat;
    inside = sine2 / (1 + share);
    outside = share < 1 ? sine2 / (1 - share) : Infinity;
    bandLat = lat0;
  }
  first[count] = anchor;
  after[count++] = to;
  return count;
}
