import { checkLength, checkNumber, checkOptions, fail, isObject } from "../core/check.ts";
import { checkList, checkLocations } from "../core/check-tables.ts";
import { checkRule } from "../core/check-variants.ts";
import { exp } from "../core/math.ts";
import { checkRowMatrix } from "../core/row-matrix.ts";
import { sparseFromEntries } from "../core/sparse.ts";
import { checkMeters, distancesAmong, greatCircle } from "../space/distance-measures.ts";
import { findWithin } from "../space/within.ts";
import type { DenseMatrix, Locations, RowMatrix, SparseMatrix } from "../types.ts";
import { checkDecay, type Decay } from "./decay.ts";

/**
 * How near areas are to one another: c = e^(−β d) or another decay of the distance, what every index of distance reads. The
 * numbers change with β, with the unit of distance and with the distance of an area from itself: all three are told.
 */

export interface ProximityOptions {
  /** How proximity falls with distance in metres: `exponentialProximity({ betaPerKm: 1 })`, or another decay function. */
  readonly decay: Decay;
  /** How far the people of one area are from one another: `masseyDentonDistance({ areaM2 })` or another. */
  readonly ownDistance: OwnDistance;
}

export interface ExponentialProximityOptions {
  /** β, by which proximity falls with each kilometre: it is e^−β at 1 km. */
  readonly betaPerKm: number;
  /** Beyond this many metres proximity is 0; everything is in reach unless given. */
  readonly maxMeters?: number;
}

/** The distance of areas from themselves; made by `masseyDentonDistance`, `whiteDistance`, `zeroDistance` or `noOwnPairs`. */
export interface OwnDistance {
  readonly name: string;
  /** Metres for an area by its number; Infinity where people of one area are no pairs. */
  readonly metersOf: (area: number) => number;
}

export interface OwnDistanceOptions {
  /** The size of each area in m²: `areaM2` of zones. */
  readonly areaM2: ArrayLike<number>;
}

/** Proximities computed a row at a time; the same there and back where they come from locations. */
export interface Proximity extends RowMatrix {
  /** Writes the cells from column `row` on; there only where the matrix is symmetric. */
  readonly fillUpper?: (row: number, into: Float64Array) => void;
}

/**
 * How near to one another do people of each two areas live?
 *
 * **How** decay(d) of the distance d of areas i and j, for i = j of `ownDistance`; 0 beyond the decay's `maxCost`. A row is
 * computed whenever it is read.
 *
 * @param places - locations, between which great circles are measured, or a matrix of distances in metres
 * @param options - decay and own distance
 * @returns a matrix with a row and a column per area
 * @throws RangeError for anything but locations or distances, and for an own distance below 0 or missing; when a row is
 * read, for a distance below 0 or missing
 *
 * **Cost** O(areas) memory; some 100 ns per cell whenever it is read, from locations half of that
 *
 * [white-1983] [massey-denton-1988]
 * @example
 * const zones = createLocations("stops", ["A", "B"], [85.32, 85.34], [27.72, 27.72]);
 * const decay = exponentialProximity({ betaPerKm: 1 });
 * const proximity = buildProximity(zones, { decay, ownDistance: zeroDistance() });
 * denseFromRows(proximity).value.map((c) => Math.round(1000 * c)); // Float64Array(4) [ 1000, 140, 140, 1000 ]
 */
export function buildProximity(places: Locations | DenseMatrix | RowMatrix, options: ProximityOptions): Proximity {
  const where = "buildProximity";
  const rowOf = distanceRows(where, "places", places);
  const areas =
    "columns" in places && isObject(places.columns) ? (places as Locations).length : (places as RowMatrix).rows;
  const own = ownOf(where, options, areas);
  const { maxCost, weightOf } = options.decay;
  const fill = (row: number, first: number, into: Float64Array): void => {
    const meters = rowOf(row, first);
    for (let j = first; j < areas; j++) {
      const d = meters[j]!;
      into[j] = d <= maxCost ? weightOf(d) : 0;
    }
    into[row] = own[row]!;
  };
  const proximity = { rows: areas, columns: areas, fillRow: (row: number, into: Float64Array) => fill(row, 0, into) };
  return "kind" in places ? { ...proximity, fillUpper: (row, into) => fill(row, row, into) } : proximity;
}

/**
 * The same for many areas, with an end: proximities of those areas only that are in reach of one another.
 *
 * **How** `buildProximity`, kept for pairs at most `maxCost` of the decay apart. What lies beyond counts as 0: with
 * e^(−β d) cut off at r, all pairs beyond r together weigh at most e^(−β r) of a pair at distance 0, times their number.
 *
 * @param locations - areas by the points that stand for them
 * @param options - a decay that ends, and own distance
 * @returns a symmetric sparse matrix with a row and a column per area
 * @throws RangeError for a decay without end, and for an own distance below 0 or missing
 *
 * **Cost** O(n log n), and half a microsecond for each pair in reach; 12 bytes per pair, some 50 while they are gathered
 *
 * @example
 * const zones = createLocations("stops", ["A", "B", "C"], [85.32, 85.34, 87], [27.72, 27.72, 27]);
 * const decay = exponentialProximity({ betaPerKm: 1, maxMeters: 10000 });
 * buildNearProximity(zones, { decay, ownDistance: zeroDistance() }).index; // Uint32Array(5) [ 0, 1, 0, 1, 2 ]
 */
export function buildNearProximity(locations: Locations, options: ProximityOptions): SparseMatrix {
  const where = "buildNearProximity";
  checkLocations(where, "locations", locations);
  const areas = locations.length;
  const own = ownOf(where, options, areas);
  const { maxCost, weightOf } = options.decay;
  checkNumber(where, "decay.maxCost", maxCost, 0);
  const { lon, lat } = locations.columns;
  const { offsets, location, distanceMeters } = findWithin(locations, lon, lat, { radiusMeters: maxCost });
  const row = new Uint32Array(location.length);
  const value = new Float64Array(location.length);
  for (let i = 0; i < areas; i++) {
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++) {
      row[k] = i;
      value[k] = location[k] === i ? own[i]! : weightOf(distanceMeters[k]!);
    }
  }
  return sparseFromEntries(areas, areas, row, location, value);
}

/**
 * Proximity that falls by the same share with each kilometre: e^(−β d). Nothing in the literature sets β; with distances in
 * miles, in metres or in units of a grid it is another.
 *
 * @param options - β per kilometre, and where it ends
 * @returns a decay function of metres
 * @throws RangeError for β below 0, or an end below 0
 *
 * [white-1983]
 * @example
 * exponentialProximity({ betaPerKm: 0.5 }).weightOf(2000).toFixed(4); // '0.3679'
 */
export function exponentialProximity(options: ExponentialProximityOptions): Decay {
  const where = "exponentialProximity";
  checkOptions(where, options, ["betaPerKm", "maxMeters"]);
  const { betaPerKm, maxMeters } = options;
  checkNumber(where, "betaPerKm", betaPerKm, 0);
  if (maxMeters !== undefined) checkNumber(where, "maxMeters", maxMeters, 0);
  const perMeter = -betaPerKm / 1000;
  return { name: "exponential", maxCost: maxMeters ?? Infinity, weightOf: (meters) => exp(perMeter * meters) };
}

/**
 * Two people of one area are √(0.6 a) apart, a its size: Massey and Denton's distance.
 *
 * @param options - the size of each area in m²
 * @returns an own distance for `buildProximity`
 * @throws RangeError for a size below 0 or missing
 *
 * [massey-denton-1988]
 * @example
 * Math.round(masseyDentonDistance({ areaM2: [1e6] }).metersOf(0)); // 775
 */
export function masseyDentonDistance(options: OwnDistanceOptions): OwnDistance {
  return byArea("masseyDentonDistance", options, (areaM2) => Math.sqrt(0.6 * areaM2));
}

/**
 * Two people of one area are 0.6 √a apart, a its size: White's distance, near the mean one of a compact area.
 *
 * @param options - the size of each area in m²
 * @returns an own distance for `buildProximity`
 * @throws RangeError for a size below 0 or missing
 *
 * [white-1983]
 * @example
 * Math.round(whiteDistance({ areaM2: [1e6] }).metersOf(0)); // 600
 */
export function whiteDistance(options: OwnDistanceOptions): OwnDistance {
  return byArea("whiteDistance", options, (areaM2) => 0.6 * Math.sqrt(areaM2));
}

/**
 * All people of an area live at one point, as a kernel over points takes them.
 *
 * @returns an own distance for `buildProximity`
 * @example
 * zeroDistance().metersOf(0); // 0
 */
export function zeroDistance(): OwnDistance {
  return { name: "zero", metersOf: () => 0 };
}

/**
 * People of one area are no pairs: an area is not near to itself.
 *
 * @returns an own distance for `buildProximity`
 * @example
 * noOwnPairs().metersOf(0); // Infinity
 */
export function noOwnPairs(): OwnDistance {
  return { name: "no own pairs", metersOf: () => Infinity };
}

function byArea(where: string, options: OwnDistanceOptions, metersOf: (areaM2: number) => number): OwnDistance {
  checkOptions(where, options, ["areaM2"]);
  const { areaM2 } = options;
  checkList(where, "areaM2", areaM2);
  const meters = Float64Array.from(areaM2, (each, i) => {
    checkNumber(where, `areaM2[${i}]`, each, 0);
    return metersOf(each);
  });
  return { name: where, metersOf: (area) => meters[area]! };
}

/** Checks the options and computes the proximity of each area to itself. */
function ownOf(where: string, options: ProximityOptions, areas: number): Float64Array {
  checkOptions(where, options, ["decay", "ownDistance"]);
  const { decay, ownDistance } = options;
  checkDecay(where, decay);
  checkRule(where, "ownDistance", ownDistance, "metersOf", "an own distance such as zeroDistance()");
  const own = new Float64Array(areas);
  for (let i = 0; i < areas; i++) {
    const d = ownDistance.metersOf(i);
    if (!(d >= 0)) fail(where, `the own distance of area ${i}`, "a number of at least 0", d);
    own[i] = d < Infinity && d <= decay.maxCost ? decay.weightOf(d) : 0;
  }
  return own;
}

/** Reads distances in metres from one place to those from `first` on; the array is overwritten by the next call. */
export function distanceRows(
  where: string,
  name: string,
  places: Locations | DenseMatrix | RowMatrix,
  areas?: number,
): (row: number, first: number) => Float64Array {
  const given: unknown = places;
  if (!isObject(given) || !isObject(given["columns"])) {
    const square = isObject(given) ? (given["rows"] as number) : undefined;
    const read = checkRowMatrix(where, name, places as RowMatrix, areas, areas ?? square);
    return (row, first) => {
      const meters = read(row);
      for (let j = first; j < meters.length; j++) {
        if ((meters[j]! >= 0 && meters[j]! < Infinity) || j === row) continue;
        fail(where, `the distance from ${row} to ${j}`, "a finite number of at least 0", meters[j]);
      }
      return meters;
    };
  }
  const locations = places as Locations;
  checkLocations(where, name, locations);
  if (areas !== undefined) checkLength(where, name, locations.length, areas);
  const from = distancesAmong(where, greatCircle(), locations);
  const meters = new Float64Array(locations.length);
  return (row, first) => {
    from(row, first, meters);
    checkMeters(where, locations, row, first, meters);
    return meters;
  };
}
