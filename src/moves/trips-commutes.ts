import { checkNumber, checkOptions } from "../core/check.ts";
import { checkHomesOf } from "../core/check-places.ts";
import { checkTable } from "../core/check-tables.ts";
import { checkTrips } from "../core/check-trips.ts";
import type { HomePlaces, Located, Sequences } from "../types.ts";
import type { Trips } from "./trips.ts";

/**
 * Commutes of each user in time order: from second `start`, on leaving home or work, to second `end`, on arriving at the
 * other; `toWork` 1 to work, 0 back home; in how many `trips` with stops between them, and `meters`.
 */
export type Commutes = Located &
  Sequences<{
    readonly start: Uint32Array;
    readonly end: Uint32Array;
    readonly toWork: Uint8Array;
    readonly trips: Uint32Array;
    readonly meters: Float64Array;
  }>;

export interface CommutesOptions {
  /** From leaving one to arriving at the other at most so long, stops on the way included: 7200 for two hours. From 1. */
  readonly maxSeconds: number;
}

/** What `detectCommutes` gives. */
export interface DetectedCommutes {
  readonly commutes: Commutes;
  /** The commute of each trip, a row of `commutes`; −1 for a trip that is part of none. */
  readonly commuteOfTrip: Int32Array;
}

const NONE = -1;

/**
 * Which trips are the way to work and back, with the stops made on it?
 *
 * **How** A commute begins with a trip that leaves home or work and ends with the first, it or a later one, that arrives at the
 * other, where every trip between begins at the place at which the one before it ended, none ends at the place that was left, and
 * no more than maxSeconds pass from the start of the first to the end of the last.
 *
 * @param trips - trips between locations, from `buildTrips`
 * @param homes - the home of each of their users, in the same order, over the same locations
 * @param workplaces - the workplace of each, likewise: `detectWorkplaces`
 * @param options - the longest commute
 * @returns `commutes` of all users, and the commute of each trip; none for a user without home or work (−1), or with both at
 * one place
 * @throws RangeError for trips out of order, homes or workplaces of other users or over other locations, or no length of time
 *
 * No source defines a commute of several trips; the rule is ours.
 *
 * **Cost** O(trips).
 *
 * @example
 * const places = createLocations("stops", ["home", "school", "work"], [85.3, 85.35, 85.4], [27.7, 27.7, 27.7]);
 * const columns = { start: Uint32Array.of(0, 30000, 33000), end: Uint32Array.of(28800, 30600, 60000), location: Uint32Array.of(0, 1, 2), events: Uint32Array.of(9, 9, 9) };
 * const stays = { locations: places, users: ["ana"], offsets: Uint32Array.of(0, 3), length: 3, columns };
 * const { trips } = buildTrips(stays, buildLegsOfStays(stays, { maxGapSeconds: 7200 }), { maxGapSeconds: 7200, minActivitySeconds: 300 });
 * const at = (location) => ({ locations: places, users: ["ana"], length: 1, columns: { location: Int32Array.of(location) } });
 * rowsOf(detectCommutes(trips, at(0), at(2), { maxSeconds: 7200 }).commutes).map(({ toWork, trips, start, end }) => [toWork, trips, end - start]); // [ [ 1, 2, 4200 ] ]
 */
export function detectCommutes(
  trips: Trips,
  homes: HomePlaces,
  workplaces: HomePlaces,
  options: CommutesOptions,
): DetectedCommutes {
  const where = "detectCommutes";
  checkOptions(where, options, ["maxSeconds"]);
  const { maxSeconds } = options;
  checkNumber(where, "maxSeconds", maxSeconds, 1);
  checkTrips(where, trips);
  checkTable(where, "trips", trips, ["meters"]);
  checkHomesOf(where, "homes", homes, trips.users, "trips", trips.locations);
  checkHomesOf(where, "workplaces", workplaces, trips.users, "trips", trips.locations);
  const { users, locations, offsets: rows } = trips;
  const { start, end, origin, destination, meters } = trips.columns;
  const commuteOfTrip = new Int32Array(trips.length).fill(NONE);
  const offsets = new Uint32Array(users.length + 1);
  const found = {
    start: [] as number[],
    end: [] as number[],
    toWork: [] as number[],
    trips: [] as number[],
    meters: [] as number[],
  };
  for (let u = 0; u < users.length; u++) {
    const home = homes.columns.location[u]!;
    const work = workplaces.columns.location[u]!;
    const commutes = home !== NONE && work !== NONE && home !== work;
    let first = NONE;
    for (let t = rows[u]!; commutes && t < rows[u + 1]!; t++) {
      const leaves = origin[t] === home || origin[t] === work;
      if (leaves) first = t;
      else if (first !== NONE && (destination[t - 1] === NONE || destination[t - 1] !== origin[t])) first = NONE;
      if (first === NONE || destination[t] === NONE) continue;
      const other = origin[first] === home ? work : home;
      if (destination[t] !== other || end[t]! - start[first]! > maxSeconds) continue;
      commuteOfTrip.fill(found.start.length, first, t + 1);
      found.start.push(start[first]!);
      found.end.push(end[t]!);
      found.toWork.push(other === work ? 1 : 0);
      found.trips.push(t + 1 - first);
      let way = 0;
      for (let k = first; k <= t; k++) way += meters[k]!;
      found.meters.push(way);
      first = NONE;
    }
    offsets[u + 1] = found.start.length;
  }
  const columns: Commutes["columns"] = {
    start: Uint32Array.from(found.start),
    end: Uint32Array.from(found.end),
    toWork: Uint8Array.from(found.toWork),
    trips: Uint32Array.from(found.trips),
    meters: Float64Array.from(found.meters),
  };
  const commutes = { locations, users, offsets, length: found.start.length, columns };
  return { commutes, commuteOfTrip };
}
