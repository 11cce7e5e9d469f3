import { checkNumber, fail } from "../core/check.ts";
import { asin, cos, sin } from "../core/math.ts";
import { type DistanceMeasure, distancesAmong } from "../space/distance-measures.ts";
import type { Locations } from "../types.ts";

/**
 * Distances that mobility measures need by the million: from a point to some of the places, and along a user's rows from
 * place to place.
 *
 * **How** along great circles with unit vectors: h = |a − b|² / 4 = sin²(angle / 2), meters = 2 R asin √h, where
 * asin √h = √h (1 + h / 6 + 3 h² / 40 + …) is exact to the last digit for angles up to 11° (1,276 km); the arcsine itself
 * beyond. That is the haversine formula without its sines, and the same to a few nanometres. Any other measure is asked for
 * each pair of places once.
 */
export interface PlaceMeters {
  /** Writes the metres from a point to each of the first `count` of `places` into meters[0] … . */
  readonly fromPoint: (lon: number, lat: number, places: Uint32Array, count: number, meters: Float64Array) => void;
  /** Writes the metres from row i − 1 to row i, for i from `from` + 1 to `to` − 1, into meters[at] … . */
  readonly alongRows: (location: Uint32Array, from: number, to: number, meters: Float64Array, at: number) => void;
}

/** Makes the functions for one table of locations; throws for what is no measure of distance. */
export function createPlaceMeters(where: string, distance: DistanceMeasure, locations: Locations): PlaceMeters {
  distancesAmong(where, distance, locations);
  const { radiusMeters } = distance;
  if (radiusMeters === undefined) return measured(where, distance, locations);
  checkNumber(where, "distance.radiusMeters", radiusMeters, Number.MIN_VALUE);
  return onSphere(2 * radiusMeters, locations);
}

const RADIANS = Math.PI / 180;
/** Up to this square of the sine of half the angle, the series has all digits. */
const NEAR = 0.01;

// The loops stand outside of what is made for one table: the machine compiles them once, not once for each table.
function onSphere(diameter: number, locations: Locations): PlaceMeters {
  const vectors = vectorsOf(locations);
  return {
    fromPoint: (lon, lat, places, count, meters) => {
      const across = cos(lat * RADIANS);
      const x = across * cos(lon * RADIANS);
      const y = across * sin(lon * RADIANS);
      squareSines(vectors, x, y, sin(lat * RADIANS), places, count, meters);
      toArcs(meters, 0, count, diameter);
    },
    alongRows: (location, from, to, meters, at) => {
      squareSinesAlong(vectors, location, from, to, meters, at);
      toArcs(meters, at, at + Math.max(0, to - from - 1), diameter);
    },
  };
}

/** sin² of half the angle from the unit vector x, y, z to each of the places. */
function squareSines(
  vectors: Float64Array,
  x: number,
  y: number,
  z: number,
  places: Uint32Array,
  count: number,
  values: Float64Array,
): void {
  for (let k = 0; k < count; k++) {
    const p = 4 * places[k]!;
    const u = vectors[p]! - x;
    const v = vectors[p + 1]! - y;
    const w = vectors[p + 2]! - z;
    values[k] = (u * u + v * v + w * w) / 4;
  }
}

/** sin² of half the angle between the places of consecutive rows. */
function squareSinesAlong(
  vectors: Float64Array,
  location: Uint32Array,
  from: number,
  to: number,
  values: Float64Array,
  at: number,
): void {
  let next = at;
  let p = 4 * location[from]!;
  for (let i = from + 1; i < to; i++) {
    const q = 4 * location[i]!;
    const u = vectors[q]! - vectors[p]!;
    const v = vectors[q + 1]! - vectors[p + 1]!;
    const w = vectors[q + 2]! - vectors[p + 2]!;
    values[next++] = (u * u + v * v + w * w) / 4;
    p = q;
  }
}

/** Unit vectors x, y, z, four numbers apart, so that each lies in one line of the processor's memory. */
function vectorsOf(locations: Locations): Float64Array {
  const { lon, lat } = locations.columns;
  const vector = new Float64Array(4 * locations.length);
  for (let l = 0; l < locations.length; l++) {
    const across = cos(lat[l]! * RADIANS);
    vector[4 * l] = across * cos(lon[l]! * RADIANS);
    vector[4 * l + 1] = across * sin(lon[l]! * RADIANS);
    vector[4 * l + 2] = sin(lat[l]! * RADIANS);
  }
  return vector;
}

/** Turns each sin²(angle / 2) into diameter · angle / 2, where it stands. */
function toArcs(values: Float64Array, from: number, to: number, diameter: number): void {
  for (let i = from; i < to; i++) {
    const h = values[i]!;
    if (h > NEAR) {
      values[i] = diameter * asin(Math.min(1, Math.sqrt(h)));
      continue;
    }
    // The coefficients are C(2n, n) / (4ⁿ (2n + 1)).
    const tail = 63 / 2816 + h * (231 / 13312 + h * (143 / 10240));
    values[i] = diameter * Math.sqrt(h) * (1 + h * (1 / 6 + h * (3 / 40 + h * (5 / 112 + h * (35 / 1152 + h * tail)))));
  }
}

function measured(where: string, distance: DistanceMeasure, locations: Locations): PlaceMeters {
  const { id, lon, lat } = locations.columns;
  const pair = new Float64Array(2);
  /** The metres between pairs of places, by the number first · locations + second. */
  const known = new Map<number, number>();
  const between = (a: number, b: number): number => {
    if (a === b) return 0;
    const key = a * locations.length + b;
    const before = known.get(key);
    if (before !== undefined) return before;
    distance.among([lon[a]!, lon[b]!], [lat[a]!, lat[b]!])(0, 1, pair);
    const meters = pair[1]!;
    if (!isLength(meters)) fail(where, `the distance from ${id[a]} to ${id[b]}`, LENGTH, meters);
    known.set(key, meters);
    return meters;
  };
  return {
    fromPoint: (lon0, lat0, places, count, meters) => {
      const x = new Float64Array(count + 1);
      const y = new Float64Array(count + 1);
      x[0] = lon0;
      y[0] = lat0;
      for (let k = 0; k < count; k++) {
        x[k + 1] = lon[places[k]!]!;
        y[k + 1] = lat[places[k]!]!;
      }
      const reached = new Float64Array(count + 1);
      distance.among(x, y)(0, 1, reached);
      for (let k = 0; k < count; k++) {
        const length = reached[k + 1]!;
        if (!isLength(length)) fail(where, `the distance from ${lon0}, ${lat0} to ${id[places[k]!]}`, LENGTH, length);
        meters[k] = length;
      }
    },
    alongRows: (location, from, to, meters, at) => {
      for (let i = from + 1; i < to; i++) meters[at + i - from - 1] = between(location[i - 1]!, location[i]!);
    },
  };
}

const LENGTH = "a finite number of at least 0";

function isLength(meters: number): boolean {
  return meters >= 0 && meters < Infinity;
}
