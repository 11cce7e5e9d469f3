import { checkInteger, checkLength, checkNumber, checkOptions, failInWords } from "../core/check.ts";
import { checkList, checkLocations } from "../core/check-tables.ts";
import { checkRule } from "../core/check-variants.ts";
import { medianOfSorted } from "../core/medians.ts";
import { greatCircleMeters } from "../core/sphere.ts";
import type { Locations } from "../types.ts";
import { sphericalMean } from "./centre-of-mass.ts";

/** Where the centre of a city or a country is, and how far from it each place lies. */

/** The centre of places, or several: made by `centreAtPoints`, `centreAtLocations`, `centreAtMean`, `centreAtMedian` or `centreAtLargest`. */
export interface UrbanCentre {
  readonly name: string;
  /** Longitude and latitude of each centre, one pair after the other. */
  readonly pointsOf: (locations: Locations) => ArrayLike<number>;
}

export interface CentreDistancesOptions {
  /** Where the centre is: `centreAtPoints({ lon: [85.31], lat: [27.7] })` or another. */
  readonly centre: UrbanCentre;
}

export interface CentreAtPointsOptions {
  /** The longitude of each centre in degrees. */
  readonly lon: ArrayLike<number>;
  /** The latitude of each centre in degrees. */
  readonly lat: ArrayLike<number>;
}

export interface CentreAtLocationsOptions {
  /** Rows of the locations that are centres. */
  readonly location: ArrayLike<number>;
}

export interface CentreAtMeanOptions {
  /** How much each location weighs, people for instance; all the same unless given. */
  readonly weights?: ArrayLike<number>;
}

export interface CentreAtLargestOptions {
  /** How many people live in each location. */
  readonly people: ArrayLike<number>;
}

/**
 * How far is each place from the centre?
 *
 * **How** the great circle to the nearest of the points that the centre has.
 *
 * @param locations - places, or zones by the points that stand for them
 * @param options - where the centre is
 * @returns metres, one per location: `distances` for `absoluteCentralization` and `relativeCentralization`
 * @throws RangeError for anything but locations, and for a centre that does not exist
 *
 * **Cost** O(locations · centres)
 *
 * @example
 * const towns = createLocations("stops", ["A", "B", "C"], [85.3, 85.4, 85.9], [27.7, 27.6, 27.7]);
 * const centre = centreAtPoints({ lon: [85.31], lat: [27.7] });
 * distancesFromCentre(towns, { centre }).map(Math.round); // Float64Array(3) [ 985, 14221, 58086 ]
 */
export function distancesFromCentre(locations: Locations, options: CentreDistancesOptions): Float64Array {
  const where = "distancesFromCentre";
  checkLocations(where, "locations", locations);
  checkOptions(where, options, ["centre"]);
  checkRule(where, "centre", options.centre, "pointsOf", "a centre such as centreAtMean()");
  const points = options.centre.pointsOf(locations);
  checkList(where, "what centre.pointsOf gives", points);
  const { lon, lat } = locations.columns;
  const meters = new Float64Array(locations.length).fill(Infinity);
  for (let p = 0; p + 1 < points.length; p += 2) {
    for (let l = 0; l < meters.length; l++) {
      meters[l] = Math.min(meters[l]!, greatCircleMeters(points[p]!, points[p + 1]!, lon[l]!, lat[l]!));
    }
  }
  for (const each of meters) {
    if (!(each < Infinity)) failInWords(where, "centre", "one that has a place", `the centre ${options.centre.name}`);
  }
  return meters;
}

/**
 * One centre or several at given points: what a plan of the city or a map of its markets says.
 *
 * @param options - longitudes and latitudes
 * @returns a centre for `distancesFromCentre`
 * @throws RangeError for no point at all, for lengths that differ, or a coordinate that is missing or out of range
 * @example
 * centreAtPoints({ lon: [85.31], lat: [27.7] }).name; // 'points'
 */
export function centreAtPoints(options: CentreAtPointsOptions): UrbanCentre {
  const where = "centreAtPoints";
  checkOptions(where, options, ["lon", "lat"]);
  checkList(where, "lon", options.lon);
  checkList(where, "lat", options.lat);
  const { lon, lat } = options;
  if (lon.length === 0) failInWords(where, "lon", "at least one longitude", "none");
  checkLength(where, "lat", lat.length, lon.length);
  const points = new Float64Array(2 * lon.length);
  for (let p = 0; p < lon.length; p++) {
    checkNumber(where, `lon[${p}]`, lon[p]!, -180, 180);
    checkNumber(where, `lat[${p}]`, lat[p]!, -90, 90);
    points[2 * p] = lon[p]!;
    points[2 * p + 1] = lat[p]!;
  }
  return { name: "points", pointsOf: () => points };
}

/**
 * One centre or several in named locations: the central business district, the districts of a city with many centres.
 *
 * @param options - rows of the locations
 * @returns a centre for `distancesFromCentre`
 * @throws RangeError for no location at all; when it is used, for a row that is not there
 * @example
 * const towns = createLocations("stops", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * distancesFromCentre(towns, { centre: centreAtLocations({ location: [0] }) })[0]; // 0
 */
export function centreAtLocations(options: CentreAtLocationsOptions): UrbanCentre {
  const where = "centreAtLocations";
  checkOptions(where, options, ["location"]);
  checkList(where, "location", options.location);
  const rows = Array.from(options.location);
  if (rows.length === 0) failInWords(where, "location", "at least one row", "none");
  rows.forEach((row, k) => {
    checkInteger(where, `location[${k}]`, row, 0);
  });
  return {
    name: "locations",
    pointsOf: ({ length, columns: { lon, lat } }) =>
      rows.flatMap((row, k) => {
        checkInteger("distancesFromCentre", `location[${k}] of the centre`, row, 0, length - 1);
        return [lon[row]!, lat[row]!];
      }),
  };
}

/**
 * The middle of the places, or of the people in them, on the globe.
 *
 * **How** the direction of Σ weight · (unit vector of the place).
 *
 * @param options - `weights`: people per location
 * @returns a centre for `distancesFromCentre`, which finds none where the weights sum to 0
 * @throws RangeError for a weight below 0 or missing; when it is used, for another number of weights than of locations
 * @example
 * centreAtMean({ weights: [200, 100] }).name; // 'weighted mean'
 */
export function centreAtMean(options: CentreAtMeanOptions = {}): UrbanCentre {
  const where = "centreAtMean";
  checkOptions(where, options, ["weights"]);
  const { weights } = options;
  if (weights !== undefined) checkPeople(where, "weights", weights);
  return {
    name: weights === undefined ? "mean" : "weighted mean",
    pointsOf: (locations) => {
      if (weights !== undefined)
        checkLength("distancesFromCentre", "weights of the centre", weights.length, locations.length);
      return meanOf(locations, weights);
    },
  };
}

/**
 * The median longitude and the median latitude of the places, which a few places far out do not move.
 *
 * **How** longitudes are taken from that of the mean, so that places on both sides of the 180th meridian have their middle there.
 *
 * @returns a centre for `distancesFromCentre`
 * @example
 * const towns = createLocations("stops", ["A", "B", "C"], [85.3, 85.4, 85.9], [27.7, 27.6, 27.7]);
 * centreAtMedian().pointsOf(towns)[1]; // 27.7
 */
export function centreAtMedian(): UrbanCentre {
  return {
    name: "median",
    pointsOf: (locations) => {
      const { lon, lat } = locations.columns;
      const [middle] = meanOf(locations);
      const offsets = lon.map((each) => turned(each - middle!)).sort();
      return [turned(middle! + medianOfSorted(offsets)), medianOfSorted(lat.slice().sort())];
    },
  };
}

/**
 * The location with the most people; the lower row of equal ones.
 *
 * @param options - people per location
 * @returns a centre for `distancesFromCentre`
 * @throws RangeError for a number below 0 or missing, and where nobody lives anywhere; when it is used, for another number
 * of them than of locations
 * @example
 * const towns = createLocations("stops", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * distancesFromCentre(towns, { centre: centreAtLargest({ people: [90, 500] }) })[1]; // 0
 */
export function centreAtLargest(options: CentreAtLargestOptions): UrbanCentre {
  const where = "centreAtLargest";
  checkOptions(where, options, ["people"]);
  const { people } = options;
  checkPeople(where, "people", people);
  let largest = 0;
  for (let l = 1; l < people.length; l++) if (people[l]! > people[largest]!) largest = l;
  if (!(people[largest]! > 0)) failInWords(where, "people", "above 0 somewhere", "0 everywhere");
  return {
    name: "largest",
    pointsOf: ({ length, columns: { lon, lat } }) => {
      checkLength("distancesFromCentre", "people of the centre", people.length, length);
      return [lon[largest]!, lat[largest]!];
    },
  };
}

function checkPeople(where: string, name: string, people: ArrayLike<number>): void {
  checkList(where, name, people);
  for (let l = 0; l < people.length; l++) checkNumber(where, `${name}[${l}]`, people[l]!, 0);
}

function meanOf(locations: Locations, weights?: ArrayLike<number>): Float64Array {
  const centre = new Float64Array(2);
  const all = Uint32Array.from({ length: locations.length }, (_, l) => l);
  const weight = weights === undefined ? new Float64Array(all.length).fill(1) : Float64Array.from(weights);
  sphericalMean().start(locations)(all, all.length, weight, centre);
  return centre;
}

/** The same longitude from −180 to 180 degrees. */
function turned(lon: number): number {
  return lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon;
}
