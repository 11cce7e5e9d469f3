import { checkOptions, fail } from "../core/check.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkClock } from "../core/check-variants.ts";
import { createDayRuns } from "../core/day-runs.ts";
import { longestRun } from "../core/runs.ts";
import { type DistanceMeasure, greatCircle } from "../space/distance-measures.ts";
import type { Clock, Located, Sequences, Traces } from "../types.ts";
import { createPlaceMeters } from "./place-meters.ts";

export interface DailyDistanceOptions {
  /** The clock of the place, which says where one day ends and the next begins. */
  readonly clock: Clock;
  /**
   * What becomes of the leg from the last event of one day to the first of the user's next day: "none" leaves it out,
   * "day of arrival" counts it on the later day, however many silent days lie between.
   */
  readonly overnightLegs: "none" | "day of arrival";
  /** `greatCircle()`, on the Earth's mean radius, unless given; or `ellipsoidal()`. */
  readonly distance?: DistanceMeasure;
}

/** Per user and local day with events: how many there are, how many legs between different places, and their length. */
export type DailyDistances = Located &
  Sequences<{
    readonly day: Int32Array;
    readonly events: Uint32Array;
    readonly legs: Uint32Array;
    readonly meters: Float64Array;
  }>;

/**
 * How far does each person travel in a day, at least? The straight-line distance of every local day.
 *
 * **How** meters = Σ of the distances between the places of consecutive events of the day. It is a lower bound
 * of the way: what lies between two events is not seen, and days of few events are short for that reason alone. A phone
 * that switches between two antennas without moving adds to it.
 *
 * @param traces - where each user was seen, in time order
 * @param options - the clock, what becomes of the leg overnight, and the measure of distance
 * @returns a row per user and day with an event, in order of days: `day` (days since 1970-01-01), `events`, `legs` (those
 * between different locations) and `meters`, 0 on a day spent at one place
 * @throws RangeError for traces out of time order, or what is no measure of distance
 *
 * **Cost** O(events).
 *
 * [pappalardo-2022]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.7]);
 * const time = Uint32Array.of(0, 3600, 7200, 86_400);
 * const traces = buildTracesOfEvents({ users: ["ann"], user: new Uint32Array(4), time, location: Uint32Array.of(0, 1, 0, 1) }, antennas);
 * const { day, legs, meters } = measureDailyDistance(traces, { clock: createClock({ timeZone: "UTC" }), overnightLegs: "none" }).columns;
 * [day, legs, meters.map(Math.round)]; // [ Int32Array(2) [ 0, 1 ], Uint32Array(2) [ 2, 0 ], Float64Array(2) [ 19690, 0 ] ]
 */
export function measureDailyDistance(traces: Traces, options: DailyDistanceOptions): DailyDistances {
  const where = "measureDailyDistance";
  checkTraces(where, traces);
  checkOptions(where, options, ["clock", "overnightLegs", "distance"]);
  const { clock, overnightLegs, distance = greatCircle() } = options;
  checkClock(where, "clock", clock);
  if (overnightLegs !== "none" && overnightLegs !== "day of arrival")
    fail(where, "overnightLegs", '"none" or "day of arrival"', overnightLegs);
  const { users, locations } = traces;
  const { alongRows } = createPlaceMeters(where, distance, locations);
  const runsOf = createDayRuns(traces, clock);
  const way = new Float64Array(longestRun(traces.offsets));
  const offsets = new Uint32Array(users.length + 1);
  const day: number[] = [];
  const events: number[] = [];
  const legs: number[] = [];
  const meters: number[] = [];
  for (let u = 0; u < users.length; u++) {
    const { count, day: days, from, location } = runsOf(traces.offsets[u]!, traces.offsets[u + 1]!);
    const origin = from[0]!;
    if (count > 0) alongRows(location, origin, from[count]!, way, 1);
    for (let r = 0; r < count; r++) {
      // The leg to event i is way[i − origin]; that to the first event of a day comes from the day before.
      const first = r > 0 && overnightLegs === "day of arrival" ? from[r]! : from[r]! + 1;
      let legsOfDay = 0;
      let metersOfDay = 0;
      for (let i = first; i < from[r + 1]!; i++) {
        if (location[i] === location[i - 1]) continue;
        legsOfDay++;
        metersOfDay += way[i - origin]!;
      }
      day.push(days[r]!);
      events.push(from[r + 1]! - from[r]!);
      legs.push(legsOfDay);
      meters.push(metersOfDay);
    }
    offsets[u + 1] = day.length;
  }
  const columns = {
    day: Int32Array.from(day),
    events: Uint32Array.from(events),
    legs: Uint32Array.from(legs),
    meters: Float64Array.from(meters),
  };
  return { locations, users, offsets, length: day.length, columns };
}
