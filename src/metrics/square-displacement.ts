import { checkInteger, checkOptions, fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { firstAtLeast } from "../core/runs.ts";
import { type DistanceMeasure, greatCircle } from "../space/distance-measures.ts";
import type { Table, Traces } from "../types.ts";
import { createPlaceMeters } from "./place-meters.ts";

export interface SquareDisplacementOptions {
  /** After so many seconds, ascending. */
  readonly afterSeconds: ArrayLike<number>;
  /** `greatCircle()`, on the Earth's mean radius, unless given; or `ellipsoidal()`. */
  readonly distance?: DistanceMeasure;
}

/** Per stretch of time how far users are from where they began, squared and on average. */
export type SquareDisplacements = Table<{
  readonly afterSeconds: Float64Array;
  readonly people: Uint32Array;
  readonly observed: Uint32Array;
  readonly meanM2: Float64Array;
}>;

/**
 * How far have people come from where they were first seen, after an hour, a day, a week? The mean square displacement.
 *
 * **How** meanM2 = the mean, over users, of d², d the distance from the place of a user's first event to that of the last
 * event at most afterSeconds later. A user whose last event is earlier than that stands still from then on.
 *
 * @param traces - where each user was seen, in time order
 * @param options - the stretches of time, and the kind of distance
 * @returns one row per stretch: `afterSeconds`; `people`, those with an event; `observed`, those of them with an event
 * afterSeconds after their first one or later, in whom nothing is taken to stand still; `meanM2` in square metres, NaN
 * without users. Counts of parts of the users add up; means do not
 * @throws RangeError for traces out of time order, seconds that are not whole, below 0 or not ascending, and where a
 * measure of one's own gives no distance
 *
 * **Departs from the paper** one first event for each user, as in scikit-mobility, where the paper takes all.
 *
 * **Cost** O(users · stretches · log events)
 *
 * [brockmann-2006] [pappalardo-2022]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85, 86], [0, 0]);
 * const events = { users: ["ann", "bo"], user: Uint32Array.of(0, 0, 1), time: Uint32Array.of(0, 3600, 0), location: Uint32Array.of(0, 1, 1) };
 * const traces = buildTracesOfEvents(events, antennas);
 * const { people, observed, meanM2 } = meanSquareDisplacement(traces, { afterSeconds: [60, 3600] }).columns;
 * [people, observed]; // [ Uint32Array(2) [ 2, 2 ], Uint32Array(2) [ 1, 1 ] ]
 * meanM2.map((m2) => Math.round(Math.sqrt(2 * m2))); // Float64Array(2) [ 0, 111195 ]
 */
export function meanSquareDisplacement(traces: Traces, options: SquareDisplacementOptions): SquareDisplacements {
  const where = "meanSquareDisplacement";
  checkTraces(where, traces);
  checkUsersOnce(where, "traces", traces.users);
  checkOptions(where, options, ["afterSeconds", "distance"]);
  const { afterSeconds, distance = greatCircle() } = options;
  checkList(where, "afterSeconds", afterSeconds);
  for (let s = 0; s < afterSeconds.length; s++) {
    checkInteger(where, `afterSeconds[${s}]`, afterSeconds[s]!, 0);
    if (s > 0 && afterSeconds[s]! <= afterSeconds[s - 1]!) {
      fail(where, `afterSeconds[${s}]`, `above ${afterSeconds[s - 1]}, the one before it`, afterSeconds[s]);
    }
  }
  const { users, offsets, locations } = traces;
  const { time, location } = traces.columns;
  const { alongRows } = createPlaceMeters(where, distance, locations);
  const length = afterSeconds.length;
  const columns = {
    afterSeconds: Float64Array.from(afterSeconds),
    people: new Uint32Array(length),
    observed: new Uint32Array(length),
    meanM2: new Float64Array(length),
  };
  const way = new Uint32Array(2);
  const meters = new Float64Array(1);
  for (let u = 0; u < users.length; u++) {
    const from = offsets[u]!;
    const to = offsets[u + 1]!;
    if (from === to) continue;
    way[0] = location[from]!;
    for (let s = 0; s < length; s++) {
      const until = time[from]! + columns.afterSeconds[s]!;
      way[1] = location[firstAtLeast(time, from, to, until + 1) - 1]!;
      alongRows(way, 0, 2, meters, 0);
      columns.people[s]!++;
      if (time[to - 1]! >= until) columns.observed[s]!++;
      columns.meanM2[s]! += meters[0]! * meters[0]!;
    }
  }
  for (let s = 0; s < length; s++) columns.meanM2[s]! /= columns.people[s]!;
  return { length, columns };
}
