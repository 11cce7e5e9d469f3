import { checkInteger, checkOptions } from "../core/check.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import {
  AT_HOME,
  checkDisplacementStates,
  DISPLACED,
  type DisplacementStates,
  RETURNED,
} from "../core/displacement-states.ts";
import { atan2, cos, hypot, sin } from "../core/math.ts";
import { type DistanceMeasure, greatCircle } from "../space/distance-measures.ts";
import { quantileOf } from "../space/quantiles.ts";
import type { Located, Table, UserTable } from "../types.ts";
import { createPlaceMeters } from "./place-meters.ts";

export interface MeasureDisplacementOptions {
  /** Which day, in days after the event day. */
  readonly daysAfter: number;
  /** `greatCircle()`, on the Earth's mean radius, unless given; or `ellipsoidal()`. */
  readonly distance?: DistanceMeasure;
}

/** Where each user is on a day (−1 unknown), how far from the baseline home and in which direction. */
export type DisplacementVectors = Located &
  UserTable<{
    readonly location: Int32Array;
    readonly meters: Float64Array;
    readonly bearingDegrees: Float64Array;
  }>;

const RADIANS = Math.PI / 180;
/** Directions whose mean is shorter than this cancel each other out. */
const NO_DIRECTION = 1e-12;

/**
 * How far from home is each person on a day after the event, and in which direction?
 *
 * **How** meters: from the home to the place of the day; bearingDegrees: the direction in which the great circle leaves the
 * home, clockwise from north.
 *
 * @param states - the status of each person on each day: `detectDisplacement`
 * @param options - the day and the kind of distance
 * @returns one row per user. meters is 0 at home and NaN where home or place is unknown; bearingDegrees is 0–360, and NaN
 * unless the person is displaced to a place at some distance
 * @throws RangeError for states that are not well formed, and a day that is not followed
 *
 * **Cost** O(runs + pairs of home and place)
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);
 * const daily = buildPresenceOfDays({ user: ["ann", "bo"], day: [0, 0], location: [1, 0] }, zones);
 * const homes = { locations: zones, users: ["ann", "bo"], length: 2, columns: { location: Int32Array.of(0, 0) } };
 * const states = detectDisplacement(daily, homes, { eventDay: 0, followDays: 0, minLostDays: 1 });
 * const { meters, bearingDegrees } = measureDisplacementVectors(states, { daysAfter: 0 }).columns;
 * [Math.round(meters[0]), bearingDegrees[0], meters[1]]; // [ 111195, 90, 0 ]
 */
export function measureDisplacementVectors(
  states: DisplacementStates,
  options: MeasureDisplacementOptions,
): DisplacementVectors {
  const where = "measureDisplacementVectors";
  const vectorOf = checkedVectors(where, states, options);
  const { users, locations, home, columns } = states;
  const location = new Int32Array(users.length).fill(-1);
  const meters = new Float64Array(users.length).fill(Number.NaN);
  const bearingDegrees = new Float64Array(users.length).fill(Number.NaN);
  const vector = { meters: 0, bearing: 0 };
  for (let u = 0; u < users.length; u++) {
    const r = runOfDay(states, u, options.daysAfter);
    location[u] = columns.location[r]!;
    const status = columns.status[r]!;
    if (status === AT_HOME || status === RETURNED) meters[u] = 0;
    if (status !== DISPLACED) continue;
    vectorOf(home[u]!, location[u]!, vector);
    meters[u] = vector.meters;
    bearingDegrees[u] = vector.bearing;
  }
  return { locations, users, length: users.length, columns: { location, meters, bearingDegrees } };
}

/**
 * The displaced `people` of each home area on a day: their distance from home (mean and quartiles); the mean of their vectors,
 * as how far (`netMeters`) and in which direction (`netBearingDegrees`) it points; the circular mean of their directions
 * alone (`meanBearingDegrees`) and how much they agree (`concentration`, 0–1); the place with most of them.
 */
export type DisplacementByHome = Located &
  Table<{
    readonly people: Uint32Array;
    readonly meanMeters: Float64Array;
    readonly lowerQuartileMeters: Float64Array;
    readonly medianMeters: Float64Array;
    readonly upperQuartileMeters: Float64Array;
    readonly netMeters: Float64Array;
    readonly netBearingDegrees: Float64Array;
    readonly meanBearingDegrees: Float64Array;
    readonly concentration: Float64Array;
    readonly topDestination: Int32Array;
    readonly topPeople: Uint32Array;
  }>;

/**
 * How far, and which way, have the displaced of each area gone by a day after the event?
 *
 * **How** with distance m and bearing b of each displaced person, as `measureDisplacementVectors`: the net vector is the mean of
 * (m sin b, m cos b), far people weighing more; the circular mean direction is that of Σ (sin b, cos b), whose length over
 * the number of bearings is the concentration: 1 if all went the same way, 0 if their ways cancel out. Quartiles lie straight
 * between two values (definition 7 of Hyndman and Fan).
 *
 * @param states - the status of each person on each day: `detectDisplacement`
 * @param options - the day and the kind of distance
 * @returns one row per location. Without displaced people all but `people` and `topPeople` (0) are NaN, topDestination −1. Bearings are
 * NaN where the ways cancel out. Of places with equally many the one with the lower row number is named
 * @throws RangeError for states that are not well formed, a user who stands twice, and a day that is not followed
 *
 * **Cost** O(runs + displaced log displaced)
 *
 * [mardia-2000]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);
 * const daily = buildPresenceOfDays({ user: ["ann", "bo"], day: [0, 0], location: [1, 0] }, zones);
 * const homes = { locations: zones, users: ["ann", "bo"], length: 2, columns: { location: Int32Array.of(0, 0) } };
 * const states = detectDisplacement(daily, homes, { eventDay: 0, followDays: 0, minLostDays: 1 });
 * const { people, netBearingDegrees, topDestination } = measureDisplacementByHome(states, { daysAfter: 0 }).columns;
 * [people[0], netBearingDegrees[0], topDestination[0]]; // [ 1, 90, 1 ]
 */
export function measureDisplacementByHome(
  states: DisplacementStates,
  options: MeasureDisplacementOptions,
): DisplacementByHome {
  const where = "measureDisplacementByHome";
  const vectorOf = checkedVectors(where, states, options);
  checkUsersOnce(where, "states", states.users);
  const { users, locations, home, columns } = states;
  const placesOf = Array.from({ length: locations.length }, () => [] as number[]);
  for (let u = 0; u < users.length; u++) {
    const r = runOfDay(states, u, options.daysAfter);
    if (columns.status[r] === DISPLACED) placesOf[home[u]!]!.push(columns.location[r]!);
  }
  const length = locations.length;
  const missing = (): Float64Array => new Float64Array(length).fill(Number.NaN);
  const found = {
    people: Uint32Array.from(placesOf, (places) => places.length),
    meanMeters: missing(),
    lowerQuartileMeters: missing(),
    medianMeters: missing(),
    upperQuartileMeters: missing(),
    netMeters: missing(),
    netBearingDegrees: missing(),
    meanBearingDegrees: missing(),
    concentration: missing(),
    topDestination: new Int32Array(length).fill(-1),
    topPeople: new Uint32Array(length),
  };
  const vector = { meters: 0, bearing: 0 };
  for (let h = 0; h < length; h++) {
    const places = Uint32Array.from(placesOf[h]!).sort();
    const n = places.length;
    if (n === 0) continue;
    const meters = new Float64Array(n);
    const net = { east: 0, north: 0 };
    const way = { east: 0, north: 0 };
    let sum = 0;
    let directed = 0;
    for (let from = 0, to = 0; from < n; from = to) {
      while (to < n && places[to] === places[from]) to++;
      vectorOf(h, places[from]!, vector);
      meters.fill(vector.meters, from, to);
      sum += (to - from) * vector.meters;
      if (to - from > found.topPeople[h]!) {
        found.topPeople[h] = to - from;
        found.topDestination[h] = places[from]!;
      }
      if (Number.isNaN(vector.bearing)) continue;
      directed += to - from;
      const east = (to - from) * sin(vector.bearing * RADIANS);
      const north = (to - from) * cos(vector.bearing * RADIANS);
      way.east += east;
      way.north += north;
      net.east += east * vector.meters;
      net.north += north * vector.meters;
    }
    meters.sort();
    found.meanMeters[h] = sum / n;
    found.lowerQuartileMeters[h] = quantileOf(meters, 0.25);
    found.medianMeters[h] = quantileOf(meters, 0.5);
    found.upperQuartileMeters[h] = quantileOf(meters, 0.75);
    found.netMeters[h] = hypot(net.east, net.north) / n;
    if (found.netMeters[h]! > NO_DIRECTION * found.meanMeters[h]!) {
      found.netBearingDegrees[h] = compassOf(net.east, net.north);
    }
    if (directed === 0) continue;
    found.concentration[h] = Math.min(1, hypot(way.east, way.north) / directed);
    if (found.concentration[h]! > NO_DIRECTION) found.meanBearingDegrees[h] = compassOf(way.east, way.north);
  }
  return { locations, length, columns: found };
}

interface Vector {
  meters: number;
  bearing: number;
}

/** Checks the arguments of both functions and makes that which writes the vector from a home to a place; each pair is measured once. */
function checkedVectors(
  where: string,
  states: DisplacementStates,
  options: MeasureDisplacementOptions,
): (home: number, place: number, vector: Vector) => void {
  checkDisplacementStates(where, "states", states);
  checkOptions(where, options, ["daysAfter", "distance"]);
  const { daysAfter, distance = greatCircle() } = options;
  checkInteger(where, "daysAfter", daysAfter, 0, states.followDays);
  const { lon, lat } = states.locations.columns;
  const n = states.locations.length;
  const { fromPoint } = createPlaceMeters(where, distance, states.locations);
  const known = new Map<number, Vector>();
  const place = new Uint32Array(1);
  const meters = new Float64Array(1);
  return (home, to, vector) => {
    let pair = known.get(home * n + to);
    if (pair === undefined) {
      place[0] = to;
      fromPoint(lon[home]!, lat[home]!, place, 1, meters);
      const bearing = meters[0]! > 0 ? bearingOf(lon[home]!, lat[home]!, lon[to]!, lat[to]!) : Number.NaN;
      pair = { meters: meters[0]!, bearing };
      known.set(home * n + to, pair);
    }
    vector.meters = pair.meters;
    vector.bearing = pair.bearing;
  };
}

/** The direction in which the great circle from one point to another leaves it, clockwise from north, 0–360 degrees. */
function bearingOf(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const across = (lon2 - lon1) * RADIANS;
  const [phi1, phi2] = [lat1 * RADIANS, lat2 * RADIANS];
  const east = sin(across) * cos(phi2);
  // cos φ1 sin φ2 − sin φ1 cos φ2 cos Δλ, in a form that keeps its digits for near points.
  const half = sin(across / 2);
  const north = sin(phi2 - phi1) + 2 * sin(phi1) * cos(phi2) * half * half;
  return compassOf(east, north);
}

function compassOf(east: number, north: number): number {
  const degrees = atan2(east, north) / RADIANS;
  const turned = degrees < 0 ? degrees + 360 : degrees;
  return turned < 360 ? turned : 0;
}

/** The run of a user's day. */
function runOfDay(
  { offsets, columns: { firstDay }, eventDay }: DisplacementStates,
  u: number,
  daysAfter: number,
): number {
  let low = offsets[u]!;
  let high = offsets[u + 1]! - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (firstDay[middle]! <= eventDay + daysAfter) low = middle;
    else high = middle - 1;
  }
  return low;
}
