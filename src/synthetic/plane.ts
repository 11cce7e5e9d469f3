import { cos, sin } from "../core/math.ts";
import { EARTH_RADIUS_METERS, latitudeOf, longitudeOf } from "../core/sphere.ts";

/** A flat map around a centre, in metres east and north of it, on which worlds are drawn. */
export interface Plane {
  /** Longitude and latitude in degrees, to six decimals (11 cm), of a point of the map. */
  readonly toGlobe: (x: number, y: number) => readonly [lon: number, lat: number];
}

const RADIANS = Math.PI / 180;

/** Lambert's azimuthal equal-area map: an area drawn on it is as large on the globe, wherever the centre lies. */
export function createPlane(lon: number, lat: number): Plane {
  const sinLat = sin(lat * RADIANS);
  const cosLat = cos(lat * RADIANS);
  return {
    toGlobe: (x, y) => {
      // As a vector with the centre's meridian as the first axis, then turned by the centre's longitude.
      const squared = (x * x + y * y) / (EARTH_RADIUS_METERS * EARTH_RADIUS_METERS);
      const stretch = Math.sqrt(1 - squared / 4) / EARTH_RADIUS_METERS;
      const up = 1 - squared / 2;
      const east = x * stretch;
      const north = y * stretch;
      const out = up * cosLat - north * sinLat;
      const height = up * sinLat + north * cosLat;
      const turned = rounded(longitudeOf(out, east) + lon);
      const wrapped = turned >= 180 ? turned - 360 : turned < -180 ? turned + 360 : turned;
      return [wrapped, rounded(latitudeOf(out, east, height))];
    },
  };
}

/** Six decimals hide the last digits in which machines' sines may differ. */
function rounded(degrees: number): number {
  // + 0 turns −0 into 0.
  return Math.round(degrees * 1e6) / 1e6 + 0;
}
