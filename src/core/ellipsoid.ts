import { geodesicMeters } from "./geodesic.ts";
import {
  EQUATOR_METERS,
  epsilonOf,
  FLATTENING,
  lengthOf,
  POLAR_METERS,
  SECOND_ECCENTRICITY2,
} from "./geodesic-series.ts";
import { asin, atan2, cos, sin } from "./math.ts";

/** The ellipsoid that stands for the Earth, WGS 84: the shortest way along its surface. Degrees in, metres out. */

const RADIANS = Math.PI / 180;
/** Points closer than this along and across are measured on the sphere that fits between them: up to 80 m. */
const SHORT_DEGREES = 5e-4;
/** Latitudes closer to 0, whose squares a number cannot hold, are 0. */
const LEAST_DEGREES = 1e-60;

/**
 * How far apart are two points? The length of the geodesic on the ellipsoid WGS 84, as surveyors give it.
 *
 * **How** Every geodesic is a great circle of an auxiliary sphere. Newton's method finds the azimuth at which the one that
 * leaves the first point meets the second; lengths and longitudes are series of the sixth order in the flattening. Nearly
 * antipodal points, between which geodesics are many and the shortest is wanted, start from the astroid about the antipode.
 * Points on one meridian or on the equator are measured directly, and points within 80 m on the sphere that fits there.
 *
 * @param lon1 - longitude of the first point, degrees
 * @param lat1 - latitude of the first point, degrees
 * @param lon2 - longitude of the second point, degrees
 * @param lat2 - latitude of the second point, degrees
 * @returns metres, the same both ways and within 15 nanometres for all pairs; NaN if a coordinate is NaN or a latitude
 * beyond ±90
 *
 * **Departs from the paper** the derivative in Newton's method is of the third order, which changes no result; the last
 * step is replaced by a correction of the length; short lines keep all their digits
 *
 * **Cost** about a microsecond, three to six times `greatCircleMeters`
 *
 * [karney-2013]
 * @example
 * ellipsoidalMeters(85.32, 27.72, 83.98, 28.21).toFixed(3); // 142590.360
 */
export function ellipsoidalMeters(lon1: number, lat1: number, lon2: number, lat2: number): number {
  return metersBetween(toEllipsoidPoint(lon1, lat1), toEllipsoidPoint(lon2, lat2));
}

/** A point as `metersBetween` takes it. */
export interface EllipsoidPoint {
  /** Degrees. */
  readonly lon: number;
  readonly lat: number;
  /** Of the reduced latitude β: tan β = (1 − f) tan φ. */
  readonly sinBeta: number;
  readonly cosBeta: number;
  /** √(1 + e'² sin² β). */
  readonly stretch: number;
}

export function toEllipsoidPoint(lon: number, lat: number): EllipsoidPoint {
  const up = Math.abs(lat);
  // From the nearer of equator and pole, so that a pole is a pole; and what is next to nothing is the equator.
  const sine =
    up <= 45 ? (up < LEAST_DEGREES ? 0 : sin(up * RADIANS)) : up <= 90 ? cos((90 - up) * RADIANS) : Number.NaN;
  const cosine = up <= 45 ? cos(up * RADIANS) : sin((90 - up) * RADIANS);
  const reduced = (1 - FLATTENING) * sine;
  const stretch = 1 / Math.sqrt(reduced * reduced + cosine * cosine);
  return { lon, lat, sinBeta: (lat < 0 ? -reduced : reduced) * stretch, cosBeta: cosine * stretch, stretch };
}

/** The geodesic distance of two points in metres. */
export function metersBetween(a: EllipsoidPoint, b: EllipsoidPoint): number {
  // Point 1 is the one farther from the equator and is put in the south, where geodesics to all others set out northwards.
  const swap = Math.abs(b.lat) > Math.abs(a.lat);
  const one = swap ? b : a;
  const two = swap ? a : b;
  const sign = one.lat > 0 ? -1 : 1;
  const sinBeta1 = sign * one.sinBeta;
  const sinBeta2 = sign * two.sinBeta;
  const north = sign * (two.lat - one.lat);

  // The difference in longitude, 0 to 180, and what rounding took from it.
  let east = two.lon - one.lon;
  let lost = remainderOf(two.lon, one.lon, east);
  if (east < 0) {
    east = -east;
    lost = -lost;
  }
  east %= 360;
  if (east > 180) {
    east = 360 - east;
    lost = -lost;
  }
  const lambda = (east + lost) * RADIANS;
  if (north < SHORT_DEGREES && east * two.cosBeta < SHORT_DEGREES)
    return shortMeters(one, two, north * RADIANS, lambda);
  const supplement = (180 - east - lost) * RADIANS;
  if (lambda <= 0 || one.cosBeta === 0) return meridianMeters(sinBeta1, one.cosBeta, sinBeta2, two.cosBeta);
  if (supplement <= 0) return meridianMeters(sinBeta1, -one.cosBeta, sinBeta2, two.cosBeta);
  if (sinBeta1 === 0 && supplement >= FLATTENING * Math.PI) return EQUATOR_METERS * lambda;
  return geodesicMeters({
    sinBeta1,
    cosBeta1: one.cosBeta,
    stretch1: one.stretch,
    sinBeta2,
    cosBeta2: two.cosBeta,
    stretch2: two.stretch,
    lambda,
    sinLambda: sin(Math.min(lambda, supplement)),
    cosLambda: lambda < supplement ? cos(lambda) : -cos(supplement),
    supplement,
  });
}

/** a − b − (the rounded difference), exactly. */
function remainderOf(a: number, b: number, difference: number): number {
  const back = difference - a;
  return a - (difference - back) - (b + back);
}

/** By haversines on the sphere whose radius is right for the way between. Both angles are in radians and small on the ground. */
function shortMeters(a: EllipsoidPoint, b: EllipsoidPoint, north: number, lambda: number): number {
  const sinSum = a.sinBeta + b.sinBeta;
  const cosSum = a.cosBeta + b.cosBeta;
  const middle = (sinSum * sinSum) / (sinSum * sinSum + cosSum * cosSum);
  const stretch = Math.sqrt(1 + SECOND_ECCENTRICITY2 * middle);
  // sin(β2 − β1) from φ2 − φ1, which has lost no digits.
  const sinNorth = (1 - FLATTENING) * sin(north) * a.stretch * b.stretch;
  const sinEast = sin(lambda / (2 * (1 - FLATTENING) * stretch));
  const h = (sinNorth * sinNorth) / 4 + a.cosBeta * b.cosBeta * sinEast * sinEast;
  return POLAR_METERS * stretch * 2 * asin(Math.sqrt(h));
}

/** Northwards along the meridian; from point 1 over the south pole first if its cosine is negative. */
function meridianMeters(sinBeta1: number, cosBeta1: number, sinBeta2: number, cosBeta2: number): number {
  return (
    POLAR_METERS *
    lengthOf({
      sinSigma1: sinBeta1,
      cosSigma1: cosBeta1,
      sinSigma2: sinBeta2,
      cosSigma2: cosBeta2,
      sigma12: atan2(Math.max(0, cosBeta1 * sinBeta2 - sinBeta1 * cosBeta2), cosBeta1 * cosBeta2 + sinBeta1 * sinBeta2),
      epsilon: epsilonOf(1),
    })
  );
}
