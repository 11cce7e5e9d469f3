import { checkNumber, checkOptions } from "../core/check.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import type { Flows, Traces } from "../types.ts";
import { flowsOfMoves, startsOfCounts } from "./flow-rows.ts";

export interface CountTransitionsOptions {
  /** The longest silence between two events that still counts as a transition, in seconds; no limit unless given. */
  readonly maxGapSeconds?: number;
}

/**
 * Between which places do people pass from one event to the next? Day-to-day flows straight from the traces.
 *
 * **How** value[origin, destination] = number of pairs of consecutive events of one user, at origin ≠ destination and at
 * most maxGapSeconds apart; people = number of distinct users among them. Two events at the same place are no
 * transition, so that the diagonal is empty. After a silence that is too long, counting goes on from the later event.
 *
 * @param traces - where each user was seen, in time order; at antennas or, after `relocate`, at zones
 * @param options - the longest silence
 * @returns flows over the locations of the traces; `people` of a pair is at least 1 and at most its value
 * @throws RangeError for a negative silence, for a user who stands twice, and for traces out of time order or with locations
 * that do not exist
 *
 * **Cost** O(events + locations), two passes over the events, 8 bytes per transition
 *
 * @example
 * const locations = createLocations("antennas", ["A", "B"], [0, 1], [0, 0]);
 * const columns = { time: Uint32Array.of(0, 60, 120, 7200), location: Uint32Array.of(0, 0, 1, 0) };
 * const traces = { locations, users: ["u"], offsets: Uint32Array.of(0, 4), length: 4, columns, unlocated: 0 };
 * toMatrix(countTransitions(traces)).to2DArray(); // [ [ 0, 1 ], [ 1, 0 ] ]
 * toMatrix(countTransitions(traces, { maxGapSeconds: 3600 })).to2DArray(); // [ [ 0, 1 ], [ 0, 0 ] ]
 */
export function countTransitions(traces: Traces, options: CountTransitionsOptions = {}): Flows {
  const where = "countTransitions";
  checkTraces(where, traces);
  checkUsersOnce(where, "traces", traces.users);
  checkOptions(where, options, ["maxGapSeconds"]);
  const { maxGapSeconds = Infinity } = options;
  if (maxGapSeconds !== Infinity) checkNumber(where, "maxGapSeconds", maxGapSeconds, 0);
  const { locations, users, offsets } = traces;
  const { time, location } = traces.columns;
  const n = locations.length;
  const start = new Uint32Array(n + 1);
  for (let u = 0; u < users.length; u++) {
    const from = offsets[u]!;
    const to = offsets[u + 1]!;
    if (from === to) continue;
    let here = location[from]!;
    for (let i = from + 1; i < to; i++) {
      const next = location[i]!;
      if (next === here) continue;
      if (time[i]! - time[i - 1]! <= maxGapSeconds) start[here + 1]!++;
      here = next;
    }
  }
  startsOfCounts(start);
  const place = start.slice(0, n);
  const records = new Uint32Array(2 * start[n]!);
  for (let u = 0; u < users.length; u++) {
    const from = offsets[u]!;
    const to = offsets[u + 1]!;
    if (from === to) continue;
    let here = location[from]!;
    for (let i = from + 1; i < to; i++) {
      const next = location[i]!;
      if (next === here) continue;
      if (time[i]! - time[i - 1]! <= maxGapSeconds) {
        const at = 2 * place[here]!++;
        records[at] = next;
        records[at + 1] = u + 1;
      }
      here = next;
    }
  }
  return flowsOfMoves(locations, start, records);
}
