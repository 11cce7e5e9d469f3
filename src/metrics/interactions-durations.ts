import { checkEvents } from "../core/check-events.ts";
import { longestRun } from "../core/runs.ts";
import { createSummaries, type Summaries, summariseInto } from "../core/summary.ts";
import type { Sequences } from "../types.ts";

/** Calls of users with their durations, NaN where there is none. */
export type CallRows = Sequences<{ readonly time: Uint32Array; readonly duration: Float64Array }>;

/**
 * How long are the calls of each user?
 *
 * **How** The values summarised are the durations that are known; texts have none.
 *
 * @param interactions - calls of each user; `selectDirection` takes those made and those received apart
 * @returns a summary per user in seconds, `count` being the calls with a known duration; NaN without one
 * @throws RangeError for rows out of time order
 *
 * **Departs from the paper** call_duration in bandicoot, whose skewness and kurtosis of equal values are 0.
 *
 * **Cost** O(interactions log interactions of a user).
 *
 * [bandicoot]
 *
 * @example
 * const columns = { time: Uint32Array.of(1, 2, 3), duration: Float64Array.of(10, Number.NaN, 30) };
 * const interactions = { users: ["ana"], offsets: Uint32Array.of(0, 3), length: 3, columns };
 * rowsOf(measureCallDurations(interactions))[0].mean; // 20
 */
export function measureCallDurations(interactions: CallRows): Summaries {
  checkEvents("measureCallDurations", "interactions", interactions, ["time", "duration"]);
  const { users, offsets, columns } = interactions;
  const { duration } = columns;
  const summaries = createSummaries(users.length);
  const known = new Float64Array(longestRun(offsets));
  for (let u = 0; u < users.length; u++) {
    let count = 0;
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      if (!Number.isNaN(duration[i])) known[count++] = duration[i]!;
    }
    summariseInto(summaries, u, known, count);
  }
  return { users, length: users.length, columns: summaries };
}
