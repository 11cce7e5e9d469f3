import { checkOptions, checkSameLocations, failInWords } from "../core/check.ts";
import { checkCounts, checkList } from "../core/check-tables.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkGroups, type GroupsOptions } from "../core/groups.ts";
import type { GroupCounts, Sequences, Table } from "../types.ts";
import {
  checkPlaceWeight,
  clearPlaceBoard,
  createPlaceBoard,
  type PlaceBoard,
  type PlaceCounter,
  type PlaceWeight,
} from "./place-weights.ts";
import type { SeenPlaces } from "./seen-places.ts";
import { checkPairs, type UserPairs } from "./trajectory-similarity-pairs.ts";

export interface PlaceSimilarityOptions<Rows extends SeenPlaces = SeenPlaces> {
  /** Who is compared with whom. */
  readonly pairs: UserPairs;
  /** What a place weighs: `byEvents()`, or `byDwell()` for stays. */
  readonly weight: PlaceWeight<Rows>;
}

/** A row per pair of users; with p and q the shares of their weights by place. */
export type PlaceSimilarities = Table<{
  readonly user: Uint32Array;
  readonly other: Uint32Array;
  /** Places of both. */
  readonly sharedPlaces: Uint32Array;
  /** Places of both / places of either. */
  readonly jaccard: Float64Array;
  /** Σ p q / √(Σ p² Σ q²). */
  readonly cosine: Float64Array;
  /** Σ min(p, q). */
  readonly commonPart: Float64Array;
  /** Σ p q: how often both would be in one place if each went there without regard to the other. */
  readonly meetingChance: Float64Array;
}> & { readonly users: readonly string[] };

/**
 * Do two people live in the same places? The similarity of their visits.
 *
 * **How** with p and q the shares of what each place weighs: places in common, Jaccard index, cosine, common part Σ min(p, q), and
 * the chance Σ p q to be in one place.
 *
 * @param seen - where each user was seen: traces, stays, daily locations or presence
 * @param options - the pairs, and what a place weighs
 * @returns a row per pair: `sharedPlaces`; `jaccard`, `cosine` and `commonPart` from 0 to 1, `meetingChance` from 0 to 1, all NaN
 * where either has no weight
 * @throws RangeError for rows without order, pairs of users who are not there, or a weight of another table
 *
 * **Cost** O(rows of both users) per pair; a user who is the first of several pairs in a row is counted once
 *
 * [wang-2011] [toole-2015]
 * @example
 * const zones = createLocations("zones", ["A", "B", "C"], [29, 29.1, 29.2], [41, 41, 41]);
 * const events = { users: ["ann", "bo"], user: Uint32Array.of(0, 0, 1, 1), time: Uint32Array.of(1, 2, 1, 2), location: Uint32Array.of(0, 1, 1, 2) };
 * const pairs = { user: [0], other: [1] };
 * const { jaccard, cosine } = measurePlaceSimilarity(buildTracesOfEvents(events, zones), { pairs, weight: byEvents() }).columns;
 * [jaccard[0].toFixed(3), cosine[0].toFixed(3)]; // [ '0.333', '0.500' ]
 */
export function measurePlaceSimilarity<Rows extends SeenPlaces>(
  seen: Rows,
  options: PlaceSimilarityOptions<Rows>,
): PlaceSimilarities {
  const where = "measurePlaceSimilarity";
  checkOptions(where, options, ["pairs", "weight"]);
  checkPlaceWeight(where, seen, options.weight);
  const { users, offsets, locations } = seen;
  const { user, other } = checkPairs(where, options.pairs, users.length);
  const count = options.weight.start(seen);
  const boards = [createPlaceBoard(locations.length), createPlaceBoard(locations.length)] as const;
  const length = user.length;
  const sharedPlaces = new Uint32Array(length);
  const [jaccard, cosine, commonPart, meetingChance] = Array.from({ length: 4 }, () =>
    new Float64Array(length).fill(Number.NaN),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array];
  let first: Weighed = { sum: 0, norm: 0, places: 0 };
  for (let k = 0; k < length; k++) {
    if (k === 0 || user[k] !== user[k - 1]) {
      clearPlaceBoard(boards[0]);
      first = weigh(count, boards[0], offsets[user[k]!]!, offsets[user[k]! + 1]!);
    }
    const second = weigh(count, boards[1], offsets[other[k]!]!, offsets[other[k]! + 1]!);
    if (first.sum > 0 && second.sum > 0) {
      let least = 0;
      let product = 0;
      let shared = 0;
      for (let i = 0; i < boards[1].count; i++) {
        const l = boards[1].places[i]!;
        const p = boards[0].weight[l]! / first.sum;
        const q = boards[1].weight[l]! / second.sum;
        if (!(p > 0 && q > 0)) continue;
        shared++;
        least += Math.min(p, q);
        product += p * q;
      }
      sharedPlaces[k] = shared;
      jaccard[k] = shared / (first.places + second.places - shared);
      cosine[k] = product / (first.norm * second.norm);
      commonPart[k] = least;
      meetingChance[k] = product;
    }
    clearPlaceBoard(boards[1]);
  }
  return { users, length, columns: { user, other, sharedPlaces, jaccard, cosine, commonPart, meetingChance } };
}

interface Weighed {
  readonly sum: number;
  /** The norm of the shares. */
  readonly norm: number;
  /** Places with any weight. */
  readonly places: number;
}

/** Weighs the rows of one user on an empty board. */
function weigh(count: PlaceCounter, board: PlaceBoard, from: number, to: number): Weighed {
  count(from, to, board);
  let sum = 0;
  let squares = 0;
  let places = 0;
  for (let k = 0; k < board.count; k++) {
    const weight = board.weight[board.places[k]!]!;
    sum += weight;
    squares += weight * weight;
    if (weight > 0) places++;
  }
  return { sum, norm: Math.sqrt(squares) / sum, places };
}

export interface CountPlaceSharesOptions<Rows extends SeenPlaces = SeenPlaces> extends GroupsOptions {
  /** What a place weighs: `byEvents()`, or `byDwell()` for stays. */
  readonly weight: PlaceWeight<Rows>;
}

/** How much of their lives the people of each group spend in each place: every user with any weight adds 1 in all, and is in `people`. */
export type GroupPlaceShares = GroupCounts & { readonly people: Uint32Array };

/**
 * In which places do the people of each group live their lives? People by place and group, each spread over their places.
 *
 * **How** count[l, g] = Σ over the users of the group of the share of the user's weight in l
 *
 * @param seen - where each user was seen: traces, stays, daily locations or presence
 * @param options - what a place weighs, the group of each user and the names of the groups
 * @returns counts over locations and groups, which indices of segregation read too, and the people of each group. Those of parts of the
 * users add up
 * @throws RangeError for rows without order, a user who stands twice, or groups without names
 *
 * **Cost** O(rows)
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [29, 29.1], [41, 41]);
 * const events = { users: ["ann"], user: new Uint32Array(4), time: Uint32Array.of(1, 2, 3, 4), location: Uint32Array.of(0, 1, 1, 1) };
 * countPlaceShares(buildTracesOfEvents(events, zones), { weight: byEvents() }).count; // Float64Array(2) [ 0.25, 0.75 ]
 */
export function countPlaceShares<Rows extends SeenPlaces>(
  seen: Rows,
  options: CountPlaceSharesOptions<Rows>,
): GroupPlaceShares {
  const where = "countPlaceShares";
  checkOptions(where, options, ["weight", "groupOf", "labels"]);
  checkPlaceWeight(where, seen, options.weight);
  const { users, offsets, locations } = seen;
  checkUsersOnce(where, "seen", users);
  const { groupOf, labels } = checkGroups(where, options, users.length);
  const count = new Float64Array(locations.length * labels.length);
  const people = new Uint32Array(labels.length);
  const weighed = options.weight.start(seen);
  const board = createPlaceBoard(locations.length);
  for (let u = 0; u < users.length; u++) {
    const { sum } = weigh(weighed, board, offsets[u]!, offsets[u + 1]!);
    if (sum > 0) {
      people[groupOf[u]!]!++;
      for (let k = 0; k < board.count; k++) {
        const l = board.places[k]!;
        count[l * labels.length + groupOf[u]!]! += board.weight[l]! / sum;
      }
    }
    clearPlaceBoard(board);
  }
  return { locations, labels, count, people };
}

export interface GroupSimilarityOptions<Rows extends SeenPlaces = SeenPlaces> {
  /** As the shares were counted. */
  readonly weight: PlaceWeight<Rows>;
  /** The group of each user, numbering the labels of the shares: who is of a group is taken out of its shares. */
  readonly groupOf: ArrayLike<number>;
}

/** A row per user and group, in the order of the labels. */
export type GroupSimilarities = Sequences<{
  readonly label: Uint32Array;
  readonly cosine: Float64Array;
  readonly commonPart: Float64Array;
  readonly meetingChance: Float64Array;
}> & { readonly labels: readonly string[] };

/**
 * Whose places does a person share: those of the own group, or those of the other? The similarity of each user's visits with the
 * mean of every group.
 *
 * **How** as `measurePlaceSimilarity`, with q the mean share of the people of the group in each place, the user left out.
 *
 * @param seen - where each user was seen, as for the shares
 * @param shares - the places of the groups, from `countPlaceShares`, which the users must have been counted in
 * @param options - what a place weighs, and the group of each user
 * @returns a row per user and group: `cosine`, `commonPart` from 0 to 1, and `meetingChance`, the chance to be in one place with a
 * person of the group; NaN where the user has no weight or the group nobody else
 * @throws RangeError for rows without order or over other locations, and for groups that are not there
 *
 * **Cost** O(rows + users · places of a user · groups)
 *
 * [wang-2011] [toole-2015]
 * @example
 * const zones = createLocations("zones", ["A", "B"], [29, 29.1], [41, 41]);
 * const events = { users: ["ann", "bo"], user: Uint32Array.of(0, 1), time: Uint32Array.of(1, 1), location: Uint32Array.of(0, 0) };
 * const traces = buildTracesOfEvents(events, zones);
 * const groups = { weight: byEvents(), groupOf: [0, 1] };
 * const shares = countPlaceShares(traces, { ...groups, labels: ["refugees", "locals"] });
 * measureGroupSimilarity(traces, shares, groups).columns.commonPart; // Float64Array(4) [ NaN, 1, 1, NaN ]
 */
export function measureGroupSimilarity<Rows extends SeenPlaces>(
  seen: Rows,
  shares: GroupPlaceShares,
  options: GroupSimilarityOptions<Rows>,
): GroupSimilarities {
  const where = "measureGroupSimilarity";
  checkCounts(where, "shares", shares);
  checkOptions(where, options, ["weight", "groupOf"]);
  checkPlaceWeight(where, seen, options.weight);
  const { users, offsets, locations } = seen;
  checkSameLocations(where, "seen.locations", locations, shares.locations);
  const { labels, count, people } = shares;
  checkList(where, "shares.people", people);
  if (people.length !== labels.length) {
    failInWords(where, "shares.people", `of length ${labels.length}`, `${people.length}`);
  }
  checkList(where, "groupOf", options.groupOf);
  const { groupOf } = checkGroups(where, { groupOf: options.groupOf, labels }, users.length);
  const groups = labels.length;
  const squares = new Float64Array(groups);
  for (let k = 0; k < count.length; k++) squares[k % groups]! += count[k]! * count[k]!;
  const length = users.length * groups;
  const columns = {
    label: Uint32Array.from({ length }, (_, row) => row % groups),
    cosine: new Float64Array(length).fill(Number.NaN),
    commonPart: new Float64Array(length).fill(Number.NaN),
    meetingChance: new Float64Array(length).fill(Number.NaN),
  };
  const weighed = options.weight.start(seen);
  const board = createPlaceBoard(locations.length);
  for (let u = 0; u < users.length; u++) {
    const { sum, norm } = weigh(weighed, board, offsets[u]!, offsets[u + 1]!);
    for (let g = 0; g < groups && sum > 0; g++) {
      const own = groupOf[u] === g ? 1 : 0;
      const others = people[g]! - own;
      if (others <= 0) continue;
      let least = 0;
      let product = 0;
      for (let k = 0; k < board.count; k++) {
        const l = board.places[k]!;
        const p = board.weight[l]! / sum;
        const q = Math.max(0, count[l * groups + g]! - own * p) / others;
        least += Math.min(p, q);
        product += p * q;
      }
      // ‖S − p‖² = ‖S‖² − 2 (S − p) · p − ‖p‖², of the group's sum S.
      const normOfOthers = Math.sqrt(Math.max(0, squares[g]! - own * (2 * others * product + norm * norm))) / others;
      const row = u * groups + g;
      columns.cosine[row] = product / (norm * normOfOthers);
      columns.commonPart[row] = least;
      columns.meetingChance[row] = product;
    }
    clearPlaceBoard(board);
  }
  const starts = Uint32Array.from({ length: users.length + 1 }, (_, u) => u * groups);
  return { users, offsets: starts, length, columns, labels };
}
