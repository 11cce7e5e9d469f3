import { checkOptions } from "../core/check.ts";
import { checkRuns } from "../core/check-events.ts";
import { longestRun } from "../core/runs.ts";
import type { Located, Sequences, Table } from "../types.ts";
import { numberOfLocations } from "./number-of-locations.ts";
import { byFrequency, checkPlaceRank, clearRankBoard, createRankBoard, type PlaceRank } from "./place-ranks.ts";
import { checkSeenInOrder, type SeenPlaces } from "./seen-places.ts";

export interface LocationFrequencyOptions {
  /** Which place is first: `byFrequency()`, the most visited, unless given; or `byRecency()`, the last one seen. */
  readonly rank?: PlaceRank;
}

/** Per user the places in the order of their rank, from 1. */
export type LocationFrequencies = Located &
  Sequences<{
    readonly rank: Uint32Array;
    readonly location: Uint32Array;
    readonly rows: Uint32Array;
    readonly share: Float64Array;
    readonly tied: Uint8Array;
  }>;

/**
 * At which places is each person seen, and how often at the first, the second …? Frequency and rank of locations.
 *
 * **How** rows = the user's rows at the place; share = rows / all of the user's rows. Places follow each other in the order
 * of `rank`. People's shares fall with the rank about as 1 / rank: Zipf's law, which `rankFrequency` shows.
 *
 * @param seen - where each user was seen, in time order: traces, `buildArrivals` of them, stays, daily locations
 * @param options - which place is first
 * @returns for each user a row per place: `rank` 1, 2 …; `location`; `rows`; `share`, which add up to 1; `tied` 1 if the
 * place of the rank before or after has as many rows, so that the one seen first comes first
 * @throws RangeError for rows out of time order or at locations that do not exist
 *
 * **Cost** O(rows + places of all users · log places); 21 bytes for each place of each user.
 *
 * [gonzalez-2008] [pappalardo-2022]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85, 86], [0, 0]);
 * const events = { users: ["ann"], user: new Uint32Array(4), time: Uint32Array.of(1, 2, 3, 4), location: Uint32Array.of(0, 1, 1, 1) };
 * const traces = buildTracesOfEvents(events, antennas);
 * rowsOf(locationFrequency(traces), 0, 1); // [ { rank: 1, location: 1, rows: 3, share: 0.75, tied: 0 } ]
 */
export function locationFrequency(seen: SeenPlaces, options: LocationFrequencyOptions = {}): LocationFrequencies {
  const where = "locationFrequency";
  checkSeenInOrder(where, seen);
  checkOptions(where, options, ["rank"]);
  const { rank: order = byFrequency() } = options;
  checkPlaceRank(where, order);
  const { users, locations } = seen;
  const { places: placesOf } = numberOfLocations(seen).columns;
  const offsets = new Uint32Array(users.length + 1);
  for (let u = 0; u < users.length; u++) offsets[u + 1] = offsets[u]! + placesOf[u]!;
  const length = offsets[users.length]!;
  const columns = {
    rank: new Uint32Array(length),
    location: new Uint32Array(length),
    rows: new Uint32Array(length),
    share: new Float64Array(length),
    tied: new Uint8Array(length),
  };
  const board = createRankBoard(locations.length);
  const rankUser = order.start(seen);
  for (let u = 0; u < users.length; u++) {
    const from = seen.offsets[u]!;
    const to = seen.offsets[u + 1]!;
    rankUser(from, to, board);
    const { places, rows, equalsNext, count } = board;
    for (let k = 0; k < count; k++) {
      const l = places[k]!;
      const row = offsets[u]! + k;
      columns.rank[row] = k + 1;
      columns.location[row] = l;
      columns.rows[row] = rows[l]!;
      columns.share[row] = rows[l]! / (to - from);
      columns.tied[row] = equalsNext[k] === 1 || (k > 0 && equalsNext[k - 1] === 1) ? 1 : 0;
    }
    clearRankBoard(board);
  }
  return { locations, users, offsets, length, columns };
}

/** How much of people's rows is at their place of each rank. */
export type RankFrequencies = Table<{
  readonly rank: Uint32Array;
  readonly people: Uint32Array;
  readonly meanShare: Float64Array;
}>;

/**
 * What share of their time do people spend at their first, second, third … place? The mean frequency of each rank.
 *
 * **How** meanShare of rank k = the mean of the shares of the k-th places, over the users who have at least k places.
 *
 * @param frequencies - what `locationFrequency` gives
 * @returns a row per rank up to the highest: `rank`, `people` (how many have a place of that rank), `meanShare`
 * @throws RangeError for a table without ranks and shares
 *
 * **Cost** O(rows)
 *
 * [gonzalez-2008] [pappalardo-2022]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85, 86], [0, 0]);
 * const events = { users: ["ann", "bo"], user: Uint32Array.of(0, 0, 0, 0, 1), time: new Uint32Array(5), location: Uint32Array.of(0, 1, 1, 1, 0) };
 * const frequencies = locationFrequency(buildTracesOfEvents(events, antennas));
 * rowsOf(rankFrequency(frequencies)); // [ { rank: 1, people: 2, meanShare: 0.875 }, { rank: 2, people: 1, meanShare: 0.25 } ]
 */
export function rankFrequency(frequencies: LocationFrequencies): RankFrequencies {
  const where = "rankFrequency";
  checkRuns(where, "frequencies", frequencies, ["rank", "share"]);
  const { offsets } = frequencies;
  const { share } = frequencies.columns;
  const ranks = longestRun(offsets);
  const people = new Uint32Array(ranks);
  const meanShare = new Float64Array(ranks);
  for (let u = 0; u + 1 < offsets.length; u++) {
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      people[i - offsets[u]!]!++;
      meanShare[i - offsets[u]!]! += share[i]!;
    }
  }
  for (let k = 0; k < ranks; k++) meanShare[k]! /= people[k]!;
  return { length: ranks, columns: { rank: Uint32Array.from(people.keys(), (k) => k + 1), people, meanShare } };
}
