import { checkOptions } from "../core/check.ts";
import { type DistanceMeasure, greatCircle } from "../space/distance-measures.ts";
import type { Located, UserTable } from "../types.ts";
import { sphericalMean } from "./centre-of-mass.ts";
import { createPlaceMeters } from "./place-meters.ts";
import { byEvents, clearPlaceBoard, createPlaceBoard } from "./place-weights.ts";
import { checkSeenPlaces, type SeenPlaces } from "./seen-places.ts";

export interface MaximumDistanceOptions {
  /** `greatCircle()`, on the Earth's mean radius, unless given; or `ellipsoidal()`. */
  readonly distance?: DistanceMeasure;
}

/** How far apart the two farthest places of each user are, and how many places there are. */
export type MaximumDistances = Located & UserTable<{ readonly places: Uint32Array; readonly meters: Float64Array }>;

/** Distances add up to at least the one past the corner but for their rounding. */
const SLACK_METERS = 1e-6;

/**
 * How far apart are the two farthest places of a person? The maximum distance.
 *
 * **How** meters = the largest distance between any two of the user's places, whenever the user was there. Places are taken
 * from the outermost inwards, by the distance r from their middle: as no two are farther apart than r1 + r2, the search
 * ends early.
 *
 * @param seen - where each user was seen: traces, stays, daily locations
 * @param options - the kind of distance, which must obey the triangle inequality
 * @returns one row per user: `places`; `meters`, 0 for a user of one place, NaN without rows
 * @throws RangeError for rows at locations that do not exist, and where a measure of one's own gives no distance
 *
 * **Departs from the source** scikit-mobility means any two locations and measures consecutive ones: that is the
 * longestMeters of `straightLineDistance`.
 *
 * **Cost** O(rows + places of all users · log places) as a rule, O(places²) for places on a circle.
 *
 * [williams-2015]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B", "C"], [85, 86, 88], [0, 0, 0]);
 * const events = { users: ["ann"], user: new Uint32Array(3), time: Uint32Array.of(1, 2, 3), location: Uint32Array.of(0, 1, 2) };
 * maximumDistance(buildTracesOfEvents(events, antennas)).columns.meters.map(Math.round); // Float64Array(1) [ 333585 ]
 */
export function maximumDistance(seen: SeenPlaces, options: MaximumDistanceOptions = {}): MaximumDistances {
  const where = "maximumDistance";
  checkSeenPlaces(where, seen);
  checkOptions(where, options, ["distance"]);
  const { distance = greatCircle() } = options;
  const { users, offsets, locations } = seen;
  const { lon, lat } = locations.columns;
  const { fromPoint } = createPlaceMeters(where, distance, locations);
  const findCentre = sphericalMean().start(locations);
  const count = byEvents().start(seen);
  const board = createPlaceBoard(locations.length);
  const middle = new Float64Array(2);
  const reach = new Float64Array(locations.length);
  const meters = new Float64Array(locations.length);
  const farthest = new Float64Array(users.length).fill(Number.NaN);
  const places = new Uint32Array(users.length);

  /** The farthest two of the board's places, at least two of them. */
  const farthestOf = (): number => {
    const { count: n, weight } = board;
    const own = board.places.subarray(0, n);
    findCentre(own, n, weight, middle);
    // Without a middle, places all around the globe: any point serves.
    const x = Number.isNaN(middle[0]!) ? lon[own[0]!]! : middle[0]!;
    const y = Number.isNaN(middle[1]!) ? lat[own[0]!]! : middle[1]!;
    fromPoint(x, y, own, n, meters);
    for (let k = 0; k < n; k++) reach[own[k]!] = meters[k]!;
    own.sort((a, b) => reach[b]! - reach[a]!);
    let most = 0;
    for (let i = 0; i + 1 < n; i++) {
      const outer = reach[own[i]!]!;
      let end = i + 1;
      while (end < n && outer + reach[own[end]!]! + SLACK_METERS > most) end++;
      if (end === i + 1) break;
      const rest = own.subarray(i + 1, end);
      fromPoint(lon[own[i]!]!, lat[own[i]!]!, rest, rest.length, meters);
      for (let k = 0; k < rest.length; k++) if (meters[k]! > most) most = meters[k]!;
    }
    return most;
  };
  for (let u = 0; u < users.length; u++) {
    count(offsets[u]!, offsets[u + 1]!, board);
    places[u] = board.count;
    if (board.count > 0) farthest[u] = board.count === 1 ? 0 : farthestOf();
    clearPlaceBoard(board);
  }
  return { locations, users, length: users.length, columns: { places, meters: farthest } };
}
