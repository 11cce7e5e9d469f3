import { checkNumber, checkOptions } from "../core/check.ts";
import { checkTraces } from "../core/check-traces.ts";
import type { Table, Traces } from "../types.ts";
import { checkPairs, type UserPairs } from "./trajectory-similarity-pairs.ts";

export interface CoLocationOptions {
  /** Who is compared with whom. */
  readonly pairs: UserPairs;
  /** How far two events may lie apart to be at one time, in seconds. An hour in Wang et al. */
  readonly maxSeconds: number;
}

/** A row per pair of users. */
export type CoLocations = Table<{
  readonly user: Uint32Array;
  readonly other: Uint32Array;
  /** Pairs of events of the two at one time, and how many of them are at one place. */
  readonly simultaneous: Float64Array;
  readonly together: Float64Array;
  /** together / simultaneous. */
  readonly rate: Float64Array;
}> & { readonly users: readonly string[] };

/**
 * How often are two people in one place at one time? The co-location rate.
 *
 * **How** over all pairs of an event of the one and an event of the other that lie at most maxSeconds apart: the share that are at the
 * same location.
 *
 * @param traces - where each user was seen, in time order; at antennas or, after `relocate`, at zones
 * @param options - the pairs, and what is at one time
 * @returns a row per pair: `simultaneous` pairs of events, `together` those at one place, `rate` from 0 to 1; NaN where the two are never
 * seen at one time. Set it beside `meetingChance` of `measurePlaceSimilarity`, the rate of two who take no notice of each other
 * @throws RangeError for traces out of time order, pairs of users who are not there, or seconds below 0
 *
 * **Cost** O(events of both users) per pair
 *
 * [wang-2011]
 * @example
 * const zones = createLocations("zones", ["A", "B"], [29, 29.1], [41, 41]);
 * const events = { users: ["ann", "bo"], user: Uint32Array.of(0, 0, 1, 1), time: Uint32Array.of(0, 7200, 600, 7300), location: Uint32Array.of(0, 1, 0, 0) };
 * const options = { pairs: { user: [0], other: [1] }, maxSeconds: 3600 };
 * measureCoLocation(buildTracesOfEvents(events, zones), options).columns.rate; // Float64Array(1) [ 0.5 ]
 */
export function measureCoLocation(traces: Traces, options: CoLocationOptions): CoLocations {
  const where = "measureCoLocation";
  checkTraces(where, traces);
  checkOptions(where, options, ["pairs", "maxSeconds"]);
  const { users, offsets, locations } = traces;
  const { time, location } = traces.columns;
  const { user, other } = checkPairs(where, options.pairs, users.length);
  const { maxSeconds } = options;
  checkNumber(where, "maxSeconds", maxSeconds, 0);
  const length = user.length;
  const simultaneous = new Float64Array(length);
  const together = new Float64Array(length);
  const rate = new Float64Array(length);
  // Events of the other within reach of the event at hand, by place: a window that moves along.
  const near = new Uint32Array(locations.length);
  for (let k = 0; k < length; k++) {
    const end = offsets[other[k]! + 1]!;
    let from = offsets[other[k]!]!;
    let to = from;
    for (let i = offsets[user[k]!]!; i < offsets[user[k]! + 1]!; i++) {
      const now = time[i]!;
      while (to < end && time[to]! <= now + maxSeconds) near[location[to++]!]!++;
      while (from < to && time[from]! < now - maxSeconds) near[location[from++]!]!--;
      simultaneous[k]! += to - from;
      together[k]! += near[location[i]!]!;
    }
    while (from < to) near[location[from++]!]!--;
    rate[k] = together[k]! / simultaneous[k]!;
  }
  return { users, length, columns: { user, other, simultaneous, together, rate } };
}
