import { checkInteger, checkNumber, checkOptions } from "../core/check.ts";
import { checkTable } from "../core/check-tables.ts";
import { checkTrips } from "../core/check-trips.ts";
import type { Located, Sequences } from "../types.ts";
import type { Trips } from "./trips.ts";

/**
 * Tours of each user, in order of their ends: from second `start` to second `end`, out from `location` and back to it, in how
 * many `trips` of the tour's own and `meters` of these; `gaps` counts the places between them from where the way on is not
 * known. `mainDestination` is where the person was longest between two of the trips, `mainSeconds` for how long.
 */
export type Tours = Located &
  Sequences<{
    readonly start: Uint32Array;
    readonly end: Uint32Array;
    readonly location: Uint32Array;
    readonly trips: Uint32Array;
    readonly gaps: Uint32Array;
    readonly meters: Float64Array;
    readonly mainDestination: Int32Array;
    readonly mainSeconds: Uint32Array;
  }>;

export interface ToursOptions {
  /** A tour lasts at most so long, from the start of its first trip to the end of its last: a day in trackintel. From 1. */
  readonly maxSeconds: number;
  /** A tour has at least so many trips; 1 counts round trips from a place to itself too. 2 unless given, as in trackintel. */
  readonly minTrips?: number;
  /** How often a tour may go on elsewhere than where its trip before ended: trips were missed there. 0 unless given. */
  readonly maxGaps?: number;
}

/** What `buildTours` gives. */
export interface BuiltTours {
  readonly tours: Tours;
  /** The tour of each trip, a row of `tours`; −1 for a trip that is part of none. */
  readonly tourOfTrip: Int32Array;
}

const NONE = -1;

/**
 * Which trips make up a round: out from a place and back to it? From home to work and the shop and home again.
 *
 * **How** A user's trips wait in order of time. When a trip ends at a known place, the earliest waiting trip that began there
 * and began at most maxSeconds before this one ends opens the tour that this one closes; the trips from one to the other are
 * its own and wait no longer. So a tour from work to lunch and back lies within that from home to work, and each trip
 * belongs to one tour at most. Where a trip does not begin at the place at which the last waiting one ended, there is a gap;
 * with more than maxGaps of them no tour goes on, and all trips before it stop waiting if none are allowed.
 *
 * @param trips - trips between locations, from `buildTrips`
 * @param options - the longest and shortest tours, and the gaps in them
 * @returns `tours` of all users over the locations of the trips, and the tour of each trip. `mainDestination` is −1 for a tour
 * of one trip, and where all places between its trips are gaps
 * @throws RangeError for trips out of order, or numbers out of range
 *
 * **Departs from the paper** Places are the locations of the stays, not circles of so many metres about the ends of trips.
 *
 * **Cost** O(trips · trips that wait): a few for a day of tours.
 *
 * [martin-2023]
 *
 * @example
 * const places = createLocations("stops", ["home", "work", "shop"], [85.3, 85.4, 85.5], [27.7, 27.7, 27.7]);
 * const columns = { start: Uint32Array.of(0, 3600, 4000, 9000), end: Uint32Array.of(600, 4200, 4300, 9600), location: Uint32Array.of(0, 1, 2, 0), events: Uint32Array.of(9, 9, 9, 9) };
 * const stays = { locations: places, users: ["ana"], offsets: Uint32Array.of(0, 4), length: 4, columns: { ...columns, end: Uint32Array.of(600, 3900, 4300, 9600) } };
 * const { trips } = buildTrips(stays, buildLegsOfStays(stays, { maxGapSeconds: 7200 }), { maxGapSeconds: 7200, minActivitySeconds: 60 });
 * const { tours } = buildTours(trips, { maxSeconds: 86400 });
 * [tours.columns.location[0], tours.columns.trips[0], tours.columns.mainDestination[0]]; // [ 0, 3, 1 ]
 */
export function buildTours(trips: Trips, options: ToursOptions): BuiltTours {
  const where = "buildTours";
  checkOptions(where, options, ["maxSeconds", "minTrips", "maxGaps"]);
  const { maxSeconds, minTrips = 2, maxGaps = 0 } = options;
  checkNumber(where, "maxSeconds", maxSeconds, 1);
  checkInteger(where, "minTrips", minTrips, 1);
  checkInteger(where, "maxGaps", maxGaps, 0);
  checkTrips(where, trips);
  checkTable(where, "trips", trips, ["meters"]);
  const { users, locations, offsets: rows } = trips;
  const { start, end, origin, destination } = trips.columns;
  const tourOfTrip = new Int32Array(trips.length).fill(NONE);
  const offsets = new Uint32Array(users.length + 1);
  const found: TourRow[] = [];
  const waiting: number[] = [];
  for (let u = 0; u < users.length; u++) {
    waiting.length = 0;
    for (let t = rows[u]!; t < rows[u + 1]!; t++) {
      if (maxGaps === 0 && waiting.length > 0 && isGap(trips, waiting[waiting.length - 1]!, t)) waiting.length = 0;
      waiting.push(t);
      const back = destination[t]!;
      if (back === NONE) continue;
      let late = 0;
      for (let w = 0; waiting.length - w >= minTrips; w++) {
        const first = waiting[w]!;
        if (end[t]! - start[first]! > maxSeconds) {
          late = w + 1;
          continue;
        }
        if (origin[first] !== back) continue;
        const own = waiting.slice(w);
        const tour = tourOf(trips, own);
        if (tour.gaps > maxGaps) continue;
        for (const trip of own) tourOfTrip[trip] = found.length;
        found.push(tour);
        waiting.length = w;
        break;
      }
      waiting.splice(0, late);
    }
    offsets[u + 1] = found.length;
  }
  const columns: Tours["columns"] = {
    start: Uint32Array.from(found, (tour) => tour.start),
    end: Uint32Array.from(found, (tour) => tour.end),
    location: Uint32Array.from(found, (tour) => tour.location),
    trips: Uint32Array.from(found, (tour) => tour.trips),
    gaps: Uint32Array.from(found, (tour) => tour.gaps),
    meters: Float64Array.from(found, (tour) => tour.meters),
    mainDestination: Int32Array.from(found, (tour) => tour.mainDestination),
    mainSeconds: Uint32Array.from(found, (tour) => tour.mainSeconds),
  };
  return { tours: { locations, users, offsets, length: found.length, columns }, tourOfTrip };
}

type TourRow = { readonly [K in keyof Tours["columns"]]: number };

/** Whether trip `next` begins elsewhere than where `last` ended, or either is not known. */
function isGap({ columns: { origin, destination } }: Trips, last: number, next: number): boolean {
  return destination[last] === NONE || destination[last] !== origin[next];
}

/** The tour that these trips make. */
function tourOf(trips: Trips, own: readonly number[]): TourRow {
  const { start, end, origin, destination, meters } = trips.columns;
  let gaps = 0;
  let way = 0;
  let mainDestination = NONE;
  let mainSeconds = 0;
  for (let k = 0; k < own.length; k++) {
    way += meters[own[k]!]!;
    if (k === 0) continue;
    const stay = start[own[k]!]! - end[own[k - 1]!]!;
    if (isGap(trips, own[k - 1]!, own[k]!)) {
      gaps++;
    } else if (mainDestination === NONE || stay > mainSeconds) {
      mainDestination = destination[own[k - 1]!]!;
      mainSeconds = stay;
    }
  }
  const first = own[0]!;
  const last = own[own.length - 1]!;
  const location = origin[first]!;
  const bounds = { start: start[first]!, end: end[last]!, location };
  return { ...bounds, trips: own.length, gaps, meters: way, mainDestination, mainSeconds };
}
