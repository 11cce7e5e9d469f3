import { checkOptions } from "../core/check.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkClock } from "../core/check-variants.ts";
import { createDayRuns } from "../core/day-runs.ts";
import { doubled } from "../core/growth.ts";
import type { Clock, Flows, Locations, Traces } from "../types.ts";
import { flowsOfMoves, startsOfCounts } from "./flow-rows.ts";

export interface CountDayPairsOptions {
  /** The clock of the place, which says where one day ends and the next begins. */
  readonly clock: Clock;
}

/**
 * Which pairs of places do people visit on one day, in which order? The directed matrix of all pairs.
 *
 * **How** value[a, b] = number of days of users on which the first event at a is not after the last event at b; people =
 * distinct users among them. Between places visited in turns both directions count, and every place visited counts on the
 * diagonal.
 *
 * @param traces - where each user was seen, in time order: of one day for a matrix of that day (`selectPeriod`), or of many
 * @param options - the clock
 * @returns flows over the locations of the traces; `people` of a pair is at least 1 and at most its value
 * @throws RangeError for traces out of time order, or a user who stands twice
 *
 * **Cost** O(events + Σ places² over days of users)
 *
 * [flowminder-2020]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const events = { users: ["ann"], user: new Uint32Array(2), time: Uint32Array.of(0, 60), location: Uint32Array.of(0, 1) };
 * const clock = createClock({ timeZone: "UTC" });
 * toMatrix(countDirectedPairs(buildTracesOfEvents(events, antennas), { clock })).to2DArray(); // [ [ 1, 1 ], [ 0, 1 ] ]
 */
export function countDirectedPairs(traces: Traces, options: CountDayPairsOptions): Flows {
  return countPairs("countDirectedPairs", traces, options, (pairs, day) => {
    for (let a = 0; a < day.count; a++) {
      for (let b = 0; b < day.count; b++) {
        if (day.first[a]! <= day.last[b]!) addPair(pairs, day.place[a]!, day.place[b]!, day.user);
      }
    }
  });
}

/**
 * Which pairs of places do people visit on one day, in whatever order? The undirected matrix of all pairs.
 *
 * **How** value[a, b], for a below b in the order of rows, = number of days of users with events at both; people = distinct
 * users among them. Below the diagonal and on it there is nothing.
 *
 * @param traces - where each user was seen, in time order: of one day for a matrix of that day (`selectPeriod`), or of many
 * @param options - the clock
 * @returns flows over the locations of the traces; `people` of a pair is at least 1 and at most its value
 * @throws RangeError for traces out of time order, or a user who stands twice
 *
 * **Cost** O(events + Σ places² over days of users)
 *
 * [flowminder-2020]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const events = { users: ["ann"], user: new Uint32Array(2), time: Uint32Array.of(0, 60), location: Uint32Array.of(1, 0) };
 * const clock = createClock({ timeZone: "UTC" });
 * toMatrix(countUndirectedPairs(buildTracesOfEvents(events, antennas), { clock })).to2DArray(); // [ [ 0, 1 ], [ 0, 0 ] ]
 */
export function countUndirectedPairs(traces: Traces, options: CountDayPairsOptions): Flows {
  return countPairs("countUndirectedPairs", traces, options, (pairs, day) => {
    for (let a = 0; a < day.count; a++) {
      for (let b = 0; b < day.count; b++) {
        if (day.place[a]! < day.place[b]!) addPair(pairs, day.place[a]!, day.place[b]!, day.user);
      }
    }
  });
}

/** One user's day: its places in order of first visit, with the second of the first and of the last event at each. */
interface VisitedDay {
  user: number;
  count: number;
  place: Uint32Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
}

/** Pairs of places, each with its user, in the order in which they were found. */
interface Pairs {
  length: number;
  origin: Uint32Array;
  destination: Uint32Array;
  user: Uint32Array;
}

function addPair(pairs: Pairs, origin: number, destination: number, user: number): void {
  if (pairs.length === pairs.origin.length) {
    pairs.origin = doubled(pairs.origin);
    pairs.destination = doubled(pairs.destination);
    pairs.user = doubled(pairs.user);
  }
  pairs.origin[pairs.length] = origin;
  pairs.destination[pairs.length] = destination;
  pairs.user[pairs.length++] = user;
}

function countPairs(
  where: string,
  traces: Traces,
  options: CountDayPairsOptions,
  addPairsOf: (pairs: Pairs, day: VisitedDay) => void,
): Flows {
  checkTraces(where, traces);
  checkUsersOnce(where, "traces", traces.users);
  checkOptions(where, options, ["clock"]);
  checkClock(where, "clock", options.clock);
  const { users, offsets, locations } = traces;
  const n = locations.length;
  const runsOf = createDayRuns(traces, options.clock);
  const room = (): Uint32Array => new Uint32Array(1024);
  const pairs: Pairs = { length: 0, origin: room(), destination: room(), user: room() };
  const day: VisitedDay = {
    user: 0,
    count: 0,
    place: new Uint32Array(n),
    first: new Float64Array(n),
    last: new Float64Array(n),
  };
  // The number of each location among the places of the day at hand, from 1; 0 where it is none of them.
  const numberOf = new Uint32Array(n);
  for (let u = 0; u < users.length; u++) {
    const runs = runsOf(offsets[u]!, offsets[u + 1]!);
    const { time, location } = runs;
    day.user = u;
    for (let r = 0; r < runs.count; r++) {
      day.count = 0;
      for (let i = runs.from[r]!; i < runs.from[r + 1]!; i++) {
        const l = location[i]!;
        if (numberOf[l] === 0) {
          day.place[day.count] = l;
          day.first[day.count++] = time[i]!;
          numberOf[l] = day.count;
        }
        day.last[numberOf[l]! - 1] = time[i]!;
      }
      addPairsOf(pairs, day);
      for (let k = 0; k < day.count; k++) numberOf[day.place[k]!] = 0;
    }
  }
  return flowsOfPairs(locations, pairs);
}

/** By origin, and for each origin in the order of users, as `flowsOfMoves` asks. */
function flowsOfPairs(locations: Locations, pairs: Pairs): Flows {
  const start = new Uint32Array(locations.length + 1);
  for (let k = 0; k < pairs.length; k++) start[pairs.origin[k]! + 1]!++;
  startsOfCounts(start);
  const place = start.slice(0, locations.length);
  const records = new Uint32Array(2 * pairs.length);
  for (let k = 0; k < pairs.length; k++) {
    const at = 2 * place[pairs.origin[k]!]!++;
    records[at] = pairs.destination[k]!;
    records[at + 1] = pairs.user[k]! + 1;
  }
  return flowsOfMoves(locations, start, records);
}
