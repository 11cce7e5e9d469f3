import { checkNumber, checkOptions, failInWords } from "../core/check.ts";
import { checkSpans } from "../core/check-events.ts";
import { checkStays } from "../core/check-traces.ts";
import { checkSameUsers } from "../core/check-users.ts";
import type { Located, Sequences, Stays } from "../types.ts";
import type { Legs } from "./trips-legs.ts";

/**
 * Trips of each user in time order: from second `start` to second `end`, from the activity `originStay` (a row of the
 * stays) at location `origin` to `destinationStay` at `destination`, −1 where the trip begins or ends in the unknown; in
 * how many `legs` and `meters`.
 */
export type Trips = Located &
  Sequences<{
    readonly start: Uint32Array;
    readonly end: Uint32Array;
    readonly originStay: Int32Array;
    readonly destinationStay: Int32Array;
    readonly origin: Int32Array;
    readonly destination: Int32Array;
    readonly legs: Uint32Array;
    readonly meters: Float64Array;
  }>;

export interface TripsOptions {
  /** After a longer silence a person has been somewhere unknown: a trip ends there, and another begins. From 0. */
  readonly maxGapSeconds: number;
  /** Stays from so long on are activities, which trips lead from and to; shorter ones are waiting on the way. From 0. */
  readonly minActivitySeconds: number;
}

/** What `buildTrips` gives. */
export interface BuiltTrips {
  readonly trips: Trips;
  /** The trip that each stay was part of, a row of `trips`; −1 for an activity and for a stay without any leg about it. */
  readonly tripOfStay: Int32Array;
  /** The trip of each leg: each is part of one. */
  readonly tripOfLeg: Int32Array;
}

const NONE = -1;

/**
 * From where to where did people travel? All legs, and all waiting, between two activities are one trip.
 *
 * **How** A user's stays and legs are put in order of time. A stay of at least minActivitySeconds is an activity. A trip
 * is a run of legs and shorter stays without an activity between them and without a silence of more than maxGapSeconds
 * from the end of one to the start of the next; it lasts from the start of the first to the end of the last of them. Runs
 * without a leg are no trips. Its origin is the activity just before it and its destination the activity just after it,
 * unless a silence lies between.
 *
 * @param stays - stays of each user in time order, at stop locations or antennas
 * @param legs - the ways between these stays, from `buildLegs` (positions) or `buildLegsOfStays` (stays alone)
 * @param options - the longest silence within a trip, and what an activity is
 * @returns `trips` of all users over the locations of the stays, and the trip of each stay and leg. Of trips with known
 * ends, those from a location to itself are kept: they are round trips
 * @throws RangeError for stays or legs out of order, of other users, or that overlap each other
 *
 * **Cost** O(stays + legs).
 *
 * [martin-2023]
 *
 * @example
 * const antennas = createLocations("antennas", ["home", "bus", "work"], [85.3, 85.35, 85.4], [27.7, 27.7, 27.7]);
 * const columns = { start: Uint32Array.of(0, 3900, 5400), end: Uint32Array.of(3600, 4200, 9999), location: Uint32Array.of(0, 1, 2), events: Uint32Array.of(9, 2, 9) };
 * const stays = { locations: antennas, users: ["ana"], offsets: Uint32Array.of(0, 3), length: 3, columns };
 * const legs = buildLegsOfStays(stays, { maxGapSeconds: 3600 });
 * const { trips } = buildTrips(stays, legs, { maxGapSeconds: 3600, minActivitySeconds: 1500 });
 * const { start, end, origin, destination } = trips.columns;
 * [start[0], end[0], origin[0], destination[0]]; // [ 3600, 5400, 0, 2 ]
 */
export function buildTrips(stays: Stays, legs: Legs, options: TripsOptions): BuiltTrips {
  const where = "buildTrips";
  checkOptions(where, options, ["maxGapSeconds", "minActivitySeconds"]);
  const { maxGapSeconds, minActivitySeconds } = options;
  checkNumber(where, "maxGapSeconds", maxGapSeconds, 0);
  checkNumber(where, "minActivitySeconds", minActivitySeconds, 0);
  checkStays(where, stays);
  checkSpans(where, "legs", legs, ["meters"]);
  checkSameUsers(where, "legs", legs.users, stays.users, "stays");

  const { users, locations } = stays;
  const trips = createRows();
  const tripOfStay = new Int32Array(stays.length).fill(NONE);
  const tripOfLeg = new Int32Array(legs.length).fill(NONE);
  const offsets = new Uint32Array(users.length + 1);
  for (let u = 0; u < users.length; u++) {
    const lastStay = stays.offsets[u + 1]!;
    const lastLeg = legs.offsets[u + 1]!;
    let s = stays.offsets[u]!;
    let l = legs.offsets[u]!;
    let firstStay = s;
    let firstLeg = l;
    let origin = NONE;
    let before = -1;
    /** Ends the run of what came since the last activity or silence: a trip if it has a leg. */
    const close = (destination: number): void => {
      if (l > firstLeg) {
        tripOfStay.fill(trips.start.length, firstStay, s);
        tripOfLeg.fill(trips.start.length, firstLeg, l);
        addTrip(trips, stays, legs, [firstStay, s, firstLeg, l], origin, destination);
      }
      firstLeg = l;
    };
    while (s < lastStay || l < lastLeg) {
      const takesLeg = l < lastLeg && (s === lastStay || comesBefore(legs, l, stays, s));
      const { start, end } = takesLeg ? legs.columns : stays.columns;
      const row = takesLeg ? l : s;
      if (start[row]! < before) failOverlap(where, takesLeg ? "legs" : "stays", row, start[row]!, before);
      if (before >= 0 && start[row]! - before > maxGapSeconds) {
        close(NONE);
        firstStay = s;
        origin = NONE;
      }
      before = end[row]!;
      if (takesLeg) {
        l++;
        continue;
      }
      if (end[row]! - start[row]! >= minActivitySeconds) {
        close(s);
        firstStay = s + 1;
        origin = s;
      }
      s++;
    }
    close(NONE);
    offsets[u + 1] = trips.start.length;
  }
  const table = { locations, users, offsets, length: trips.start.length, columns: columnsOf(trips, stays) };
  return { trips: table, tripOfStay, tripOfLeg };
}

/** Rows of trips as they are found. */
interface Rows {
  readonly start: number[];
  readonly end: number[];
  readonly originStay: number[];
  readonly destinationStay: number[];
  readonly legs: number[];
  readonly meters: number[];
}

function createRows(): Rows {
  return { start: [], end: [], originStay: [], destinationStay: [], legs: [], meters: [] };
}

function addTrip(
  trips: Rows,
  stays: Stays,
  legs: Legs,
  [firstStay, lastStay, firstLeg, lastLeg]: readonly [number, number, number, number],
  origin: number,
  destination: number,
): void {
  const waits = lastStay > firstStay;
  const { start, end, meters } = legs.columns;
  let way = 0;
  for (let l = firstLeg; l < lastLeg; l++) way += meters[l]!;
  trips.start.push(Math.min(start[firstLeg]!, waits ? stays.columns.start[firstStay]! : Infinity));
  trips.end.push(Math.max(end[lastLeg - 1]!, waits ? stays.columns.end[lastStay - 1]! : 0));
  trips.originStay.push(origin);
  trips.destinationStay.push(destination);
  trips.legs.push(lastLeg - firstLeg);
  trips.meters.push(way);
}

/** Whether a leg comes before a stay: of two that start together the one that ends first, of equal ones the leg. */
function comesBefore(legs: Legs, l: number, stays: Stays, s: number): boolean {
  const after = legs.columns.start[l]! - stays.columns.start[s]!;
  return after < 0 || (after === 0 && legs.columns.end[l]! <= stays.columns.end[s]!);
}

function columnsOf(trips: Rows, { columns: { location } }: Stays): Trips["columns"] {
  const placeOf = (s: number): number => (s < 0 ? NONE : location[s]!);
  return {
    start: Uint32Array.from(trips.start),
    end: Uint32Array.from(trips.end),
    originStay: Int32Array.from(trips.originStay),
    destinationStay: Int32Array.from(trips.destinationStay),
    origin: Int32Array.from(trips.originStay, placeOf),
    destination: Int32Array.from(trips.destinationStay, placeOf),
    legs: Uint32Array.from(trips.legs),
    meters: Float64Array.from(trips.meters),
  };
}

function failOverlap(where: string, name: string, row: number, start: number, before: number): never {
  failInWords(where, name, "apart from the user's other stays and legs", `row ${row} from ${start}, before ${before}`);
}
