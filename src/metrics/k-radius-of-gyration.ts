import { checkInteger, checkOptions } from "../core/check.ts";
import type { Located, UserTable } from "../types.ts";
import { createGyrationColumns, createGyrationWriter, type GyrationColumns, type GyrationOptions } from "./gyration.ts";
import { byFrequency, checkPlaceRank, clearRankBoard, createRankBoard, type PlaceRank } from "./place-ranks.ts";
import { checkSeenInOrder, type SeenPlaces } from "./seen-places.ts";

export interface KRadiusOfGyrationOptions extends GyrationOptions {
  /** How many places are taken, from 1. */
  readonly k: number;
  /** Which ones: `byFrequency()`, the k most visited, unless given; or `byRecency()`, the k most recent. */
  readonly rank?: PlaceRank;
}

/** As the radius of gyration, with whether a tie decided which places were taken. */
export type KRadiiOfGyration = Located & UserTable<GyrationColumns & { readonly tied: Uint8Array }>;

/**
 * How much of a person's movement is between a few places? The radius of gyration of the k most visited ones.
 *
 * **How** radius = √(Σ w d² / Σ w) over the k first places by rank, w the rows at a place and d its distance from the
 * middle of these k. Beside the radius over all places it tells returners, whose k-radius is more than half of it, from
 * explorers.
 *
 * @param seen - where each user was seen, in time order
 * @param options - k, which places, what the middle is, and the kind of distance
 * @returns one row per user: `radiusMeters`, 0 for k = 1; `centreLon`, `centreLat`; `places`, min(k, all the user's);
 * `tied` 1 if the last place taken and the first one left out have equally many rows, so that the one seen first was
 * taken. A user without rows has NaN
 * @throws RangeError for a k below 1, and for rows out of time order or at locations that do not exist
 *
 * **Departs from the paper** the middle and the distances are on the globe. The k most recent places are the recency
 * ranks of Barbosa et al., of which nobody has yet published a radius.
 *
 * **Cost** O(rows + places of all users · log places)
 *
 * [pappalardo-2015] [barbosa-2015]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B", "C"], [85, 86, 89], [0, 0, 0]);
 * const events = { users: ["ann"], user: new Uint32Array(5), time: Uint32Array.of(1, 2, 3, 4, 5), location: Uint32Array.of(0, 1, 0, 1, 2) };
 * const traces = buildTracesOfEvents(events, antennas);
 * [1, 2, 3].map((k) => Math.round(kRadiusOfGyration(traces, { k }).columns.radiusMeters[0])); // [ 0, 55598, 163423 ]
 */
export function kRadiusOfGyration(seen: SeenPlaces, options: KRadiusOfGyrationOptions): KRadiiOfGyration {
  const where = "kRadiusOfGyration";
  checkSeenInOrder(where, seen);
  checkOptions(where, options, ["k", "rank", "centre", "distance"]);
  const { k, rank = byFrequency() } = options;
  checkInteger(where, "k", k, 1);
  checkPlaceRank(where, rank);
  const { users, offsets, locations } = seen;
  const columns = { ...createGyrationColumns(users.length), tied: new Uint8Array(users.length) };
  const write = createGyrationWriter(where, columns, locations, options);
  const order = rank.start(seen);
  const board = createRankBoard(locations.length);
  for (let u = 0; u < users.length; u++) {
    order(offsets[u]!, offsets[u + 1]!, board);
    write(u, board.places, Math.min(k, board.count), board.rows);
    if (k < board.count) columns.tied[u] = board.equalsNext[k - 1]!;
    clearRankBoard(board);
  }
  return { locations, users, length: users.length, columns };
}
