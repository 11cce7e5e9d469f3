import { checkOptions } from "../core/check.ts";
import { longestRun } from "../core/runs.ts";
import { sumOf } from "../core/sums.ts";
import { type DistanceMeasure, greatCircle } from "../space/distance-measures.ts";
import type { Located, UserTable } from "../types.ts";
import { createPlaceMeters } from "./place-meters.ts";
import { checkSeenInOrder, type SeenPlaces } from "./seen-places.ts";

export interface StraightLineDistanceOptions {
  /** `greatCircle()`, on the Earth's mean radius, unless given; or `ellipsoidal()`. */
  readonly distance?: DistanceMeasure;
}

/** How far each user came, in how many jumps, and the longest of them. */
export type StraightLineDistances = Located &
  UserTable<{ readonly jumps: Uint32Array; readonly totalMeters: Float64Array; readonly longestMeters: Float64Array }>;

/**
 * How far did each person come in all, at least? The straight-line distance: the sum of all jumps.
 *
 * **How** totalMeters = Σ of the distances between the places of consecutive rows; longestMeters = the longest of them. The
 * way between two sightings is not seen, so that the sum is a lower bound that grows with the number of sightings; a phone
 * that switches between two antennas without moving adds to it. Days one by one: `measureDailyDistance`.
 *
 * @param seen - where each user was seen, in time order: traces, stays, daily locations
 * @param options - the kind of distance
 * @returns one row per user: `jumps`, those of length 0 included; `totalMeters`, 0 with a single row; `longestMeters`, which
 * scikit-mobility calls the maximum distance, NaN with a single row. Both are NaN without rows
 * @throws RangeError for rows out of time order or at locations that do not exist, and where a measure of one's own gives
 * no distance
 *
 * **Cost** as `jumpLengths`, without their table.
 *
 * [pappalardo-2022]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B", "C"], [85, 86, 88], [0, 0, 0]);
 * const events = { users: ["ann"], user: new Uint32Array(3), time: Uint32Array.of(1, 2, 3), location: Uint32Array.of(0, 1, 2) };
 * const { totalMeters, longestMeters } = straightLineDistance(buildTracesOfEvents(events, antennas)).columns;
 * [Math.round(totalMeters[0]), Math.round(longestMeters[0])]; // [ 333585, 222390 ]
 */
export function straightLineDistance(
  seen: SeenPlaces,
  options: StraightLineDistanceOptions = {},
): StraightLineDistances {
  const where = "straightLineDistance";
  checkSeenInOrder(where, seen);
  checkOptions(where, options, ["distance"]);
  const { distance = greatCircle() } = options;
  const { users, offsets, locations } = seen;
  const { location } = seen.columns;
  const { alongRows } = createPlaceMeters(where, distance, locations);
  const jumps = new Uint32Array(users.length);
  const totalMeters = new Float64Array(users.length).fill(Number.NaN);
  const longestMeters = new Float64Array(users.length).fill(Number.NaN);
  const meters = new Float64Array(longestRun(offsets));
  for (let u = 0; u < users.length; u++) {
    const from = offsets[u]!;
    const to = offsets[u + 1]!;
    if (from === to) continue;
    const count = to - from - 1;
    alongRows(location, from, to, meters, 0);
    jumps[u] = count;
    totalMeters[u] = sumOf(meters, 0, count);
    if (count === 0) continue;
    let most = 0;
    for (let k = 0; k < count; k++) if (meters[k]! > most) most = meters[k]!;
    longestMeters[u] = most;
  }
  return { locations, users, length: users.length, columns: { jumps, totalMeters, longestMeters } };
}
