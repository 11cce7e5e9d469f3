import { fail } from "../core/check.ts";
import { checkFunction, checkRule } from "../core/check-variants.ts";
import { greatCircleMeters } from "../core/sphere.ts";
import type { DistanceMeasure } from "./distance-measures.ts";

/** The metres between two points given by longitude and latitude. */
export type PairMeters = (lon1: number, lat1: number, lon2: number, lat2: number) => number;

/** The function that measures from one point to another: along great circles unless a measure is given. */
export function pairMetersOf(where: string, measure: DistanceMeasure | undefined): PairMeters {
  if (measure === undefined) return greatCircleMeters;
  checkRule(where, "distance", measure, "among", "a measure of distance such as ellipsoidal()");
  const lon = new Float64Array(2);
  const lat = new Float64Array(2);
  const meters = new Float64Array(2);
  return (lon1, lat1, lon2, lat2) => {
    lon[0] = lon1;
    lat[0] = lat1;
    lon[1] = lon2;
    lat[1] = lat2;
    const from = measure.among(lon, lat);
    checkFunction(where, "what distance.among gives", from, "a function (origin, first, meters)");
    from(0, 1, meters);
    const distance = meters[1]!;
    if (!(distance >= 0 && distance < Infinity)) {
      fail(where, "a distance between fixes", "a finite number of at least 0", distance);
    }
    return distance;
  };
}
