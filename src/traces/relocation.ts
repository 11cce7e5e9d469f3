import { checkCrosswalk } from "../core/check-crosswalk.ts";
import { checkTraces } from "../core/check-traces.ts";
import { largestShares } from "../space/largest-shares.ts";
import type { Crosswalk, Traces } from "../types.ts";

/**
 * Where was each phone in terms of districts? The same traces over other locations: at antennas before, in districts
 * after. Every later step works on either.
 *
 * **How** Each event goes to the location of `crosswalk.to` that has the largest share of the event's own location; of
 * equal shares the lower row wins. With `buildPointCrosswalk` that is the district in which the antenna stands, with
 * `buildAntennaCrosswalk` the one that has most of the antenna's cell.
 *
 * @param traces - time-ordered events per user
 * @param crosswalk - shares of the traces' locations in the new ones
 * @returns traces over `crosswalk.to`, all users kept. Events at a location that has no share anywhere (an antenna
 * outside every district) are left out and added to `unlocated`.
 * @throws RangeError where the crosswalk does not start from the traces' locations, and for traces out of time order or
 * with locations that do not exist
 *
 * **Cost** O(events + entries of the crosswalk).
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const district = buildZones(["D"], [[[[[85, 27], [86, 27], [86, 28], [85, 28]]]]]);
 * const events = { time: Uint32Array.of(10, 20), location: Uint32Array.of(0, 1) };
 * const traces = { locations: antennas, users: ["ana"], offsets: Uint32Array.of(0, 2), length: 2, columns: events, unlocated: 0 };
 * rowsOf(relocate(traces, buildPointCrosswalk(antennas, district))); // [ { time: 10, location: 0 }, { time: 20, location: 0 } ]
 */
export function relocate(traces: Traces, crosswalk: Crosswalk): Traces {
  const where = "relocate";
  checkTraces(where, traces);
  checkCrosswalk(where, "crosswalk", crosswalk, { from: traces.locations });
  const target = largestShares(crosswalk);
  const { users, offsets, columns } = traces;
  const time = new Uint32Array(traces.length);
  const location = new Uint32Array(traces.length);
  const newOffsets = new Uint32Array(users.length + 1);
  let at = 0;
  for (let u = 0; u < users.length; u++) {
    const end = offsets[u + 1]!;
    for (let i = offsets[u]!; i < end; i++) {
      const to = target[columns.location[i]!]!;
      if (to < 0) continue;
      time[at] = columns.time[i]!;
      location[at++] = to;
    }
    newOffsets[u + 1] = at;
  }
  const left = traces.length - at;
  return {
    locations: crosswalk.to,
    users,
    length: at,
    offsets: newOffsets,
    columns: left === 0 ? { time, location } : { time: time.slice(0, at), location: location.slice(0, at) },
    unlocated: traces.unlocated + left,
  };
}
