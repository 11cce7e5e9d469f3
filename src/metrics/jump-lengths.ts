import { checkOptions } from "../core/check.ts";
import { type DistanceMeasure, greatCircle } from "../space/distance-measures.ts";
import type { Located, Sequences } from "../types.ts";
import { createPlaceMeters } from "./place-meters.ts";
import { checkSeenInOrder, type SeenPlaces } from "./seen-places.ts";

export interface JumpLengthsOptions {
  /** `greatCircle()`, on the Earth's mean radius, unless given; or `ellipsoidal()`. */
  readonly distance?: DistanceMeasure;
}

/** Per user a length for each pair of consecutive rows. */
export type JumpLengths = Located & Sequences<{ readonly meters: Float64Array }>;

/**
 * How far is it from one sighting of a person to the next? Jump lengths.
 *
 * **How** meters = the distance from the place of a row to that of the user's next row; 0 where the place is the same.
 *
 * Jumps between events hang on how often a person calls. Jumps between changes of place are those of `buildArrivals`, none
 * of which is 0; jumps between stays those of stays.
 *
 * @param seen - where each user was seen, in time order: traces, `buildArrivals` of them, stays, daily locations
 * @param options - the kind of distance
 * @returns for each user one row fewer than there are in `seen`, in the same order: `meters` of at least 0. Users with fewer
 * than two rows have none
 * @throws RangeError for rows out of time order or at locations that do not exist, and where a measure of one's own gives
 * no distance
 *
 * **Cost** some 15 ns a row on the sphere, and 8 bytes. Other measures are asked once for each pair of places: 2 µs on the
 * ellipsoid, and 60 ns a row.
 *
 * [gonzalez-2008] [pappalardo-2022]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85, 86], [0, 0]);
 * const events = { users: ["ann"], user: new Uint32Array(4), time: Uint32Array.of(1, 2, 3, 4), location: Uint32Array.of(0, 0, 1, 0) };
 * const traces = buildTracesOfEvents(events, antennas);
 * jumpLengths(traces).columns.meters.map(Math.round); // Float64Array(3) [ 0, 111195, 111195 ]
 * jumpLengths(buildArrivals(traces)).columns.meters.map(Math.round); // Float64Array(2) [ 111195, 111195 ]
 */
export function jumpLengths(seen: SeenPlaces, options: JumpLengthsOptions = {}): JumpLengths {
  const where = "jumpLengths";
  checkSeenInOrder(where, seen);
  checkOptions(where, options, ["distance"]);
  const { distance = greatCircle() } = options;
  const { users, locations } = seen;
  const { location } = seen.columns;
  const { alongRows } = createPlaceMeters(where, distance, locations);
  const offsets = offsetsOfSteps(seen.offsets);
  const length = offsets[users.length]!;
  const meters = new Float64Array(length);
  for (let u = 0; u < users.length; u++) {
    alongRows(location, seen.offsets[u]!, seen.offsets[u + 1]!, meters, offsets[u]!);
  }
  return { locations, users, offsets, length, columns: { meters } };
}

/** Offsets of what lies between the rows: one fewer for each user who has any. */
export function offsetsOfSteps(offsets: Uint32Array): Uint32Array {
  const steps = new Uint32Array(offsets.length);
  for (let u = 0; u + 1 < offsets.length; u++) {
    steps[u + 1] = steps[u]! + Math.max(0, offsets[u + 1]! - offsets[u]! - 1);
  }
  return steps;
}
