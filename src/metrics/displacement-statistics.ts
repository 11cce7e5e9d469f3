import { checkOptions } from "../core/check.ts";
import { checkHomesOf } from "../core/check-places.ts";
import { createSummaries, type Summaries, summariseInto } from "../core/summary.ts";
import { greatCircle } from "../space/distance-measures.ts";
import type { HomePlaces } from "../types.ts";
import type { DistanceFromHomeOptions } from "./distance-from-home.ts";
import { createPlaceMeters } from "./place-meters.ts";
import { byEvents, clearPlaceBoard, createPlaceBoard } from "./place-weights.ts";
import { checkSeenPlaces, type SeenPlaces } from "./seen-places.ts";

/**
 * How far from a reference place was each person, in all figures that sum up distances? FlowKit's displacement.
 *
 * **How** of the distances in metres from the home, or another reference place, to the place of each row: their count, mean,
 * standard deviation, median, least, largest, skewness and kurtosis. FlowKit's `sum` is count · mean; its `stddev` is that of
 * a sample, std · √(n / (n − 1)), and its `variance` the square of that.
 *
 * @param seen - where each user was seen in the days asked for: traces, stays, daily locations
 * @param homes - the reference place of the same users, in the same order, at locations of any kind
 * @param options - the kind of distance; FlowKit measures with `ellipsoidal()`
 * @returns one row per user: `count` rows, and `mean`, `std`, `median`, `min`, `max` in metres, `std` that of the population
 * (÷ n), `skewness`, `kurtosis`. count is 0 and the rest NaN for a user without rows or without a reference place
 * @throws RangeError for other users, rows or homes at locations that do not exist, and where a measure of one's own gives
 * no distance
 *
 * **Cost** O(rows log rows) for each user
 *
 * [flowkit]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85, 86], [0, 0]);
 * const events = { users: ["ann"], user: new Uint32Array(3), time: Uint32Array.of(1, 2, 3), location: Uint32Array.of(0, 1, 0) };
 * const traces = buildTracesOfEvents(events, antennas);
 * const { count, mean, max } = measureDisplacementStatistics(traces, detectHomes(traces, { criterion: mostEvents() })).columns;
 * [count[0], Math.round(mean[0]), Math.round(max[0])]; // [ 3, 37065, 111195 ]
 */
export function measureDisplacementStatistics(
  seen: SeenPlaces,
  homes: HomePlaces,
  options: DistanceFromHomeOptions = {},
): Summaries {
  const where = "measureDisplacementStatistics";
  checkSeenPlaces(where, seen);
  checkHomesOf(where, "homes", homes, seen.users, "seen");
  checkOptions(where, options, ["distance"]);
  const { distance = greatCircle() } = options;
  const { users, offsets, locations } = seen;
  const { lon, lat } = homes.locations.columns;
  const { fromPoint } = createPlaceMeters(where, distance, locations);
  const count = byEvents().start(seen);
  const board = createPlaceBoard(locations.length);
  const ofPlaces = new Float64Array(locations.length);
  let most = 0;
  for (let u = 0; u < users.length; u++) most = Math.max(most, offsets[u + 1]! - offsets[u]!);
  const ofRows = new Float64Array(most);
  const columns = createSummaries(users.length);
  for (let u = 0; u < users.length; u++) {
    const home = homes.columns.location[u]!;
    if (home < 0) continue;
    count(offsets[u]!, offsets[u + 1]!, board);
    fromPoint(lon[home]!, lat[home]!, board.places, board.count, ofPlaces);
    let rows = 0;
    for (let k = 0; k < board.count; k++) {
      const after = rows + board.weight[board.places[k]!]!;
      ofRows.fill(ofPlaces[k]!, rows, after);
      rows = after;
    }
    summariseInto(columns, u, ofRows, rows);
    clearPlaceBoard(board);
  }
  return { users, length: users.length, columns };
}
