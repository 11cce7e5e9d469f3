import { checkTraces } from "../core/check-traces.ts";
import type { Sequences, Traces } from "../types.ts";
import { offsetsOfSteps } from "./jump-lengths.ts";

/** Per user the seconds between each pair of consecutive events. */
export type WaitingTimes = Sequences<{ readonly seconds: Uint32Array }>;

/**
 * How long is it from one sighting of a person to the next? Waiting times.
 *
 * **How** seconds = time of the user's next event − time of the event.
 *
 * Between events these say how often a phone is used. How long people stay before they move is between changes of place:
 * `waitingTimes(buildArrivals(traces))`, from the first event at a place to the first one at the next. The last place,
 * which nobody is seen to leave, has none.
 *
 * @param traces - where each user was seen, in time order; or `buildArrivals` of it
 * @returns for each user one row fewer than there are events, in time order: `seconds`. Users with fewer than two events
 * have none
 * @throws RangeError for traces out of time order
 *
 * **Cost** some 5 ns an event.
 *
 * [song-2010-scaling] [pappalardo-2022]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85, 86], [0, 0]);
 * const events = { users: ["ann"], user: new Uint32Array(4), time: Uint32Array.of(0, 60, 600, 660), location: Uint32Array.of(0, 0, 1, 0) };
 * const traces = buildTracesOfEvents(events, antennas);
 * waitingTimes(traces).columns.seconds; // Uint32Array(3) [ 60, 540, 60 ]
 * waitingTimes(buildArrivals(traces)).columns.seconds; // Uint32Array(2) [ 600, 60 ]
 */
export function waitingTimes(traces: Traces): WaitingTimes {
  checkTraces("waitingTimes", traces);
  const { users } = traces;
  const { time } = traces.columns;
  const offsets = offsetsOfSteps(traces.offsets);
  const length = offsets[users.length]!;
  const seconds = new Uint32Array(length);
  let next = 0;
  for (let u = 0; u < users.length; u++) {
    for (let i = traces.offsets[u]! + 1; i < traces.offsets[u + 1]!; i++) seconds[next++] = time[i]! - time[i - 1]!;
  }
  return { users, offsets, length, columns: { seconds } };
}
