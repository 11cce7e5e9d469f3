import { checkNumber, checkOptions, fail } from "../core/check.ts";
import { checkFunction, checkRule } from "../core/check-variants.ts";
import { metersBetween, toEllipsoidPoint } from "../core/ellipsoid.ts";
import { asin, cos, sin } from "../core/math.ts";
import { EARTH_RADIUS_METERS } from "../core/sphere.ts";
import type { Locations } from "../types.ts";

/** A kind of distance between places: on the sphere, on the ellipsoid, or one's own. */

/** What `greatCircle` and `ellipsoidal` make. */
export interface DistanceMeasure {
  /** What results are labelled with. */
  readonly name: string;
  /** Looks at the places once and gives the function that measures from one of them. Degrees in. */
  readonly among: (lon: ArrayLike<number>, lat: ArrayLike<number>) => DistancesFrom;
  /** Of a measure along great circles, the sphere's radius: loops over many pairs may then compute with unit vectors. */
  readonly radiusMeters?: number;
}

/** Writes the metres from place `origin` to each place p from `first` to the last into meters[p]. */
export type DistancesFrom = (origin: number, first: number, meters: Float64Array) => void;

export interface GreatCircleOptions {
  /** Radius of the sphere in metres; the Earth's mean radius, 6,371,008.8 m, unless given. */
  readonly radiusMeters?: number;
}

const RADIANS = Math.PI / 180;

/**
 * Distances along great circles of a sphere: the default, at most 0.56 % off those on the ellipsoid.
 *
 * **How** `greatCircleMeters`, to the last bit, with the cosine of each latitude computed once.
 *
 * @param options - `radiusMeters`: the sphere's radius, for comparison with tools that use another
 * @returns the measure, for `measureDistances` and `findDestinations`
 * @throws RangeError for a radius that is not above 0
 *
 * **Cost** half that of `greatCircleMeters` per pair
 *
 * @example
 * greatCircle().name; // great circle, radius 6371008.8 m
 * greatCircle({ radiusMeters: 6_367_000 }).name; // great circle, radius 6367000 m
 */
export function greatCircle(options: GreatCircleOptions = {}): DistanceMeasure {
  const where = "greatCircle";
  checkOptions(where, options, ["radiusMeters"]);
  const { radiusMeters = EARTH_RADIUS_METERS } = options;
  checkNumber(where, "radiusMeters", radiusMeters, Number.MIN_VALUE);
  const diameter = 2 * radiusMeters;
  return {
    name: `great circle, radius ${radiusMeters} m`,
    radiusMeters,
    among: (lon, lat) => {
      const cosLat = new Float64Array(lat.length);
      for (let p = 0; p < lat.length; p++) cosLat[p] = cos(lat[p]! * RADIANS);
      return (origin, first, meters) => {
        const lon0 = lon[origin]!;
        const lat0 = lat[origin]!;
        const cos0 = cosLat[origin]!;
        for (let p = first; p < lon.length; p++) {
          const sinLat = sin((Math.abs(lat[p]! - lat0) * RADIANS) / 2);
          const sinLon = sin((Math.abs(lon[p]! - lon0) * RADIANS) / 2);
          const h = sinLat * sinLat + cos0 * cosLat[p]! * sinLon * sinLon;
          meters[p] = diameter * asin(Math.min(1, Math.sqrt(h)));
        }
      };
    },
  };
}

/**
 * Distances along geodesics of the ellipsoid WGS 84, as surveyors and databases with geography types give them.
 *
 * **How** `ellipsoidalMeters`, to the last bit, with what depends on one place computed once.
 *
 * @returns the measure, for `measureDistances` and `findDestinations`
 *
 * **Cost** five to eight times that of `greatCircle`: a microsecond per pair, less between near places
 *
 * [karney-2013]
 * @example
 * ellipsoidal().name; // geodesic on WGS 84
 */
export function ellipsoidal(): DistanceMeasure {
  return {
    name: "geodesic on WGS 84",
    among: (lon, lat) => {
      const points = Array.from(lon, (x, p) => toEllipsoidPoint(x, lat[p]!));
      return (origin, first, meters) => {
        const from = points[origin]!;
        for (let p = first; p < points.length; p++) meters[p] = metersBetween(from, points[p]!);
      };
    },
  };
}

/** The function that measures from one of the locations; throws for what is no measure. */
export function distancesAmong(where: string, measure: DistanceMeasure, locations: Locations): DistancesFrom {
  const such = "a measure of distance such as ellipsoidal()";
  checkRule(where, "distance", measure, "among", such);
  if (typeof measure.name !== "string") fail(where, "distance.name", "text", measure.name);
  const { lon, lat } = locations.columns;
  const from = measure.among(lon, lat);
  checkFunction(where, "what distance.among gives", from, "a function (origin, first, meters)");
  return from;
}

/** Throws unless the metres from `origin` to the locations from `first` on are distances. */
export function checkMeters(
  where: string,
  locations: Locations,
  origin: number,
  first: number,
  meters: Float64Array,
): void {
  for (let p = first; p < locations.length; p++) {
    if (meters[p]! >= 0 && meters[p]! < Infinity) continue;
    const { id } = locations.columns;
    fail(where, `the distance from ${id[origin]} to ${id[p]}`, "a finite number of at least 0", meters[p]);
  }
}
