import { asin, atan2, cos, sin } from "./math.ts";

/**
 * The sphere that stands for the Earth: distances along great circles and unit vectors. WGS 84 degrees in, metres out.
 * Against the ellipsoid a great-circle distance is at most 0.56 % off.
 */

/** Mean radius of the Earth in metres (IUGG: R1 of WGS 84). */
export const EARTH_RADIUS_METERS = 6_371_008.8;

const RADIANS = Math.PI / 180;

/**
 * How far apart are two points? The great-circle distance by the haversine formula.
 *
 * **How** h = sin²(Δφ/2) + cos φ1 cos φ2 sin²(Δλ/2), distance = 2 R asin √h: exact to a micrometre also for near points.
 *
 * @param lon1 - longitude of the first point, degrees
 * @param lat1 - latitude of the first point, degrees
 * @param lon2 - longitude of the second point, degrees
 * @param lat2 - latitude of the second point, degrees
 * @param radiusMeters - the sphere's radius; the Earth's mean radius unless given
 * @returns metres; NaN if a coordinate is NaN
 * @example
 * Math.round(greatCircleMeters(85.32, 27.72, 83.98, 28.21)); // 142435
 */
export function greatCircleMeters(
  lon1: number,
  lat1: number,
  lon2: number,
  lat2: number,
  radiusMeters: number = EARTH_RADIUS_METERS,
): number {
  const cosines = cos(lat1 * RADIANS) * cos(lat2 * RADIANS);
  return metersOf(lon1, lat1, lon2, lat2, cosines, radiusMeters);
}

/** `greatCircleMeters`, to the last bit, where the product of the cosines of both latitudes is known. */
export function metersOf(
  lon1: number,
  lat1: number,
  lon2: number,
  lat2: number,
  cosines: number,
  radiusMeters: number,
): number {
  const sinLat = sin((Math.abs(lat2 - lat1) * RADIANS) / 2);
  const sinLon = sin((Math.abs(lon2 - lon1) * RADIANS) / 2);
  const h = sinLat * sinLat + cosines * sinLon * sinLon;
  return 2 * radiusMeters * asin(Math.min(1, Math.sqrt(h)));
}

/** The cosine of a latitude in degrees. */
export function cosineOf(lat: number): number {
  return cos(lat * RADIANS);
}

/** Points as unit vectors x, y, z one after another: x = cos φ cos λ, y = cos φ sin λ, z = sin φ. */
export function toUnitVectors(lon: ArrayLike<number>, lat: ArrayLike<number>): Float64Array {
  const vectors = new Float64Array(3 * lon.length);
  for (let i = 0; i < lon.length; i++) {
    const phi = lat[i]! * RADIANS;
    const lambda = lon[i]! * RADIANS;
    const across = cos(phi);
    vectors[3 * i] = across * cos(lambda);
    vectors[3 * i + 1] = across * sin(lambda);
    vectors[3 * i + 2] = sin(phi);
  }
  return vectors;
}

/** The longitude, −180 to 180 degrees, of a vector that need not have length 1. */
export function longitudeOf(x: number, y: number): number {
  return atan2(y, x) / RADIANS;
}

/** The latitude, −90 to 90 degrees, of a vector that need not have length 1. */
export function latitudeOf(x: number, y: number, z: number): number {
  return atan2(z, Math.sqrt(x * x + y * y)) / RADIANS;
}
