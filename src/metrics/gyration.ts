import { type DistanceMeasure, greatCircle } from "../space/distance-measures.ts";
import type { Locations } from "../types.ts";
import { type CentreOfMass, checkCentre, sphericalMean } from "./centre-of-mass.ts";
import { createPlaceMeters } from "./place-meters.ts";

/** The parts of a radius of gyration that do not depend on which places are taken. */

export interface GyrationOptions {
  /** The middle of the places: `sphericalMean()` unless given, or `meanOfDegrees()` as other tools take it. */
  readonly centre?: CentreOfMass;
  /** `greatCircle()`, on the Earth's mean radius, unless given; or `ellipsoidal()`. */
  readonly distance?: DistanceMeasure;
}

export type GyrationColumns = {
  readonly radiusMeters: Float64Array;
  readonly centreLon: Float64Array;
  readonly centreLat: Float64Array;
  readonly places: Uint32Array;
};

/** Columns for so many users of whom nothing is known. */
export function createGyrationColumns(users: number): GyrationColumns {
  const missing = (): Float64Array => new Float64Array(users).fill(Number.NaN);
  return {
    radiusMeters: missing(),
    centreLon: missing(),
    centreLat: missing(),
    places: new Uint32Array(users),
  };
}

/** Writes the row of one user, from the first `count` of `places` and their weights by number of the location. */
export type GyrationWriter = (row: number, places: Uint32Array, count: number, weight: Float64Array) => void;

/** Makes the function that writes rows. A single place has radius 0 exactly; without weight there is no radius. */
export function createGyrationWriter(
  where: string,
  columns: GyrationColumns,
  locations: Locations,
  options: GyrationOptions,
): GyrationWriter {
  const { centre = sphericalMean(), distance = greatCircle() } = options;
  checkCentre(where, centre);
  const { fromPoint } = createPlaceMeters(where, distance, locations);
  const findCentre = centre.start(locations);
  const { lon, lat } = locations.columns;
  const middle = new Float64Array(2);
  const meters = new Float64Array(locations.length);
  return (row, places, count, weight) => {
    columns.places[row] = count;
    if (count === 0) return;
    const first = places[0]!;
    if (count === 1) {
      if (!(weight[first]! > 0)) return;
      columns.radiusMeters[row] = 0;
      columns.centreLon[row] = lon[first]!;
      columns.centreLat[row] = lat[first]!;
      return;
    }
    findCentre(places, count, weight, middle);
    const x = middle[0]!;
    const y = middle[1]!;
    columns.centreLon[row] = x;
    columns.centreLat[row] = y;
    if (Number.isNaN(x) || Number.isNaN(y)) return;
    fromPoint(x, y, places, count, meters);
    columns.radiusMeters[row] = rootMeanSquare(meters, places, count, weight);
  };
}

function rootMeanSquare(meters: Float64Array, places: Uint32Array, count: number, weight: Float64Array): number {
  let squares = 0;
  let total = 0;
  for (let k = 0; k < count; k++) {
    const w = weight[places[k]!]!;
    squares += w * meters[k]! * meters[k]!;
    total += w;
  }
  return Math.sqrt(squares / total);
}
