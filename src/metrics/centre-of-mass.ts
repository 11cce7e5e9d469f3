import { checkRule } from "../core/check-variants.ts";
import { latitudeOf, longitudeOf, toUnitVectors } from "../core/sphere.ts";
import type { Locations } from "../types.ts";

/** Where the middle of somebody's places is: the point about which a radius of gyration is taken. */

/** Writes the longitude and latitude of the middle of weighted places into centre[0] and centre[1]; NaN where there is none. */
export type MiddleFinder = (places: Uint32Array, count: number, weight: Float64Array, centre: Float64Array) => void;

/** What the middle of places is. `start` looks at the locations once; `weight` is by number of the location. */
export interface CentreOfMass {
  readonly name: string;
  readonly start: (locations: Locations) => MiddleFinder;
}

/** Below this share of its greatest length, the sum of unit vectors has lost its direction: places all around the globe. */
const NO_DIRECTION = 1e-12;

/**
 * The middle on the globe, which turns with the places: right across the 180th meridian and at the poles.
 *
 * **How** the direction of Σ weight · (unit vector of the place). Within a country it lies metres from the mean of degrees.
 *
 * @returns a centre for `radiusOfGyration` and `kRadiusOfGyration`; there is none, and NaN, for places whose vectors sum to
 * nothing, such as two antipodes
 *
 * @example
 * sphericalMean().name; // 'mean on the sphere'
 */
export function sphericalMean(): CentreOfMass {
  return {
    name: "mean on the sphere",
    start: (locations) => {
      const vector = toUnitVectors(locations.columns.lon, locations.columns.lat);
      return (places, count, weight, centre) => meanDirection(vector, places, count, weight, centre);
    },
  };
}

/**
 * The mean longitude and the mean latitude, as scikit-mobility, bandicoot and FlowKit take them.
 *
 * **How** Σ weight · degrees / Σ weight, for each. It is wrong for places on both sides of the 180th meridian (Fiji,
 * Chukotka, New Zealand with the Chathams), whose mean lies on the other side of the globe, and near the poles.
 *
 * @returns a centre for `radiusOfGyration` and `kRadiusOfGyration`
 *
 * [pappalardo-2022]
 *
 * @example
 * meanOfDegrees().name; // 'mean of degrees'
 */
export function meanOfDegrees(): CentreOfMass {
  return {
    name: "mean of degrees",
    start: (locations) => {
      const { lon, lat } = locations.columns;
      return (places, count, weight, centre) => meanDegrees(lon, lat, places, count, weight, centre);
    },
  };
}

function meanDirection(
  vector: Float64Array,
  places: Uint32Array,
  count: number,
  weight: Float64Array,
  centre: Float64Array,
): void {
  let x = 0;
  let y = 0;
  let z = 0;
  let total = 0;
  for (let k = 0; k < count; k++) {
    const l = places[k]!;
    const w = weight[l]!;
    x += w * vector[3 * l]!;
    y += w * vector[3 * l + 1]!;
    z += w * vector[3 * l + 2]!;
    total += w;
  }
  const known = Math.sqrt(x * x + y * y + z * z) > NO_DIRECTION * total;
  centre[0] = known ? longitudeOf(x, y) : Number.NaN;
  centre[1] = known ? latitudeOf(x, y, z) : Number.NaN;
}

function meanDegrees(
  lon: Float64Array,
  lat: Float64Array,
  places: Uint32Array,
  count: number,
  weight: Float64Array,
  centre: Float64Array,
): void {
  let x = 0;
  let y = 0;
  let total = 0;
  for (let k = 0; k < count; k++) {
    const l = places[k]!;
    const w = weight[l]!;
    x += w * lon[l]!;
    y += w * lat[l]!;
    total += w;
  }
  centre[0] = x / total;
  centre[1] = y / total;
}

/** Throws unless the value is a centre. */
export function checkCentre(where: string, centre: CentreOfMass): void {
  checkRule(where, "centre", centre, "start", "a centre such as sphericalMean()");
}
