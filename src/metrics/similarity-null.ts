import { checkInteger, checkOptions, fail } from "../core/check.ts";
import { checkList, checkPeople, checkSequences } from "../core/check-tables.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkRandom } from "../core/check-variants.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import { checkGroups, type GroupsOptions } from "../core/groups.ts";
import { entryOf, sparseFromEntries } from "../core/sparse.ts";
import type { Located, Random, Sequences } from "../types.ts";
import { type ChanceTest, chanceTest, type PValues } from "./chance-values.ts";
import { groupNumberOf } from "./segregation-counts.ts";
import type { ComparedMatrix } from "./similarity-input.ts";
import { checkSimilarity, type MobilitySimilarity, similarityWith } from "./similarity-mobility.ts";

export interface NamedWindows {
  readonly windows: readonly { readonly id: string }[];
}

/** The moves of each user by window, as `countUserFlows` and `countUserTripFlows` count them. */
export type UserMoveCells = Located &
  NamedWindows &
  Sequences<{
    readonly window: Uint32Array;
    readonly origin: Uint32Array;
    readonly destination: Uint32Array;
    readonly moves: Uint32Array;
  }>;

/** The events of each user by window, place and hour, as `countUserPlaceHours` counts them. */
export type UserHourCells = Located &
  NamedWindows &
  Sequences<{
    readonly window: Uint32Array;
    readonly location: Uint32Array;
    readonly hour: Uint8Array;
    readonly events: Uint32Array;
  }>;

export interface SimilarityDrawsOptions extends Required<GroupsOptions>, ConfidenceOptions {
  /** The name of the group: the majority, as a rule. */
  readonly group: string;
  /** The name of the window to compare in. */
  readonly window: string;
  /** The figure: `(a, b) => frobeniusSimilarity(a, b)`, for instance. */
  readonly similarity: MobilitySimilarity;
  /** How often people are drawn. */
  readonly replicates: number;
  /** Where randomness comes from. */
  readonly random: Random;
}

export interface SimilarityOfRandomSetsOptions extends SimilarityDrawsOptions {
  /** How many users each of the two sets has: as many as the group that is to be compared with them. */
  readonly size: number;
}

export interface TestMobilitySimilarityOptions extends SimilarityDrawsOptions {
  /** The name of the group that `group` is compared with. */
  readonly against: string;
}

/** What the similarity is when chance alone decides who belongs to which of two sets: the draws of a test without what is tested. */
export type ChanceSimilarity = Omit<ChanceTest, keyof PValues | "z">;

/** A similarity beside those of groups that were shuffled. */
export interface MobilitySimilarityTest extends ChanceTest {
  /** The similarity of the two groups. */
  readonly estimate: number;
  /** How many users of either group have anything in the window. */
  readonly people: number;
  readonly peopleAgainst: number;
}

/**
 * Do two groups move differently, more than any two sets of people do? A permutation test of mobility similarity.
 *
 * **How** users with anything in the window keep what they did, and the labels change places among the users of the two groups, which keep
 * their sizes. `estimate` is the similarity of the two groups' sums, each draw that of the sums after a shuffle.
 *
 * @param cells - what each user does by window, from `countUserFlows`, `countUserTripFlows` or `countUserPlaceHours`
 * @param options - the groups, the window, the similarity, how many shuffles, and the source of randomness
 * @returns `estimate`, the distribution of the draws, z and three p-values, see `MobilitySimilarityTest`: `pLess` = (1 + number drawn ≤
 * estimate) / (draws + 1) is small where the groups move more differently than chance explains. NaN where a group has nobody in the
 * window. The difference from `nullMean` reads across windows and cities, where a plain similarity does not
 * @throws RangeError for groups, windows or a similarity that are none, or fewer than one shuffle
 *
 * **Cost** O(rows of the table + replicates · (rows of the two groups + cost of the similarity))
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [29, 29.1], [41, 41]);
 * const users = ["a", "b", "c", "d", "e", "f"];
 * const columns = { window: new Uint32Array(6), origin: Uint32Array.of(0, 0, 0, 1, 1, 1), destination: Uint32Array.of(1, 1, 1, 0, 0, 0), moves: new Uint32Array(6).fill(9) };
 * const cells = { locations: zones, users, offsets: Uint32Array.of(0, 1, 2, 3, 4, 5, 6), length: 6, columns, windows: [{ id: "work" }] };
 * const groups = { groupOf: [0, 0, 0, 1, 1, 1], labels: ["refugees", "locals"], group: "refugees", against: "locals" };
 * const similarity = (a, b) => frobeniusSimilarity(a, b);
 * const options = { ...groups, window: "work", similarity, replicates: 99, random: createRandom(1) };
 * const { estimate, nullMean } = testMobilitySimilarity(cells, options);
 * [estimate, nullMean > 0.5]; // [ 0, true ]
 */
export function testMobilitySimilarity(
  cells: UserMoveCells | UserHourCells,
  options: TestMobilitySimilarityOptions,
): MobilitySimilarityTest {
  const where = "testMobilitySimilarity";
  const { groupOf, labels, confidence } = checkArguments(where, cells, options, ["against"]);
  const group = groupNumberOf(where, "group", labels, options.group);
  const against = groupNumberOf(where, "against", labels, options.against);
  if (group === against) fail(where, "against", "another group", options.against);
  const { random, similarity, replicates } = options;
  const movers = moversOf(where, cells, options, (u) => groupOf[u] === group || groupOf[u] === against);
  const numbers = movers.users.map((_, k) => k);
  const ofGroup = numbers.filter((k) => groupOf[movers.users[k]!] === group);
  const size = ofGroup.length;
  const shuffled = Uint32Array.from([...ofGroup, ...numbers.filter((k) => groupOf[movers.users[k]!] !== group)]);
  const value = (): number => {
    const [a, b] = movers.sumsOf(shuffled, size, shuffled.length);
    return similarityWith(where, "similarity", similarity, a, b);
  };
  const estimate = value();
  const test = chanceTest(where, estimate, replicates, confidence, () => {
    shuffle(shuffled, shuffled.length, random);
    return value();
  });
  return { estimate, ...test, people: size, peopleAgainst: shuffled.length - size };
}

/**
 * How alike are two random sets of people of one group? The similarity that chance leaves, with which another group's is to be read.
 *
 * **How** users of the group with anything in the window; in each draw two sets of `size` of them without anybody in common, and the
 * similarity of their sums.
 *
 * @param cells - what each user does by window, from `countUserFlows`, `countUserTripFlows` or `countUserPlaceHours`
 * @param options - the group, the size of the sets, the window, the similarity, how many draws, and the source of randomness
 * @returns `nullMean`, `nullMeanError`, `nullStd`, `nullLow`, `nullHigh` and `drawn`, the similarities of the draws. Two sets of few people are less alike than two of many: take
 * the size of the minority, and compare with the similarity of the minority and a set of that size
 * @throws RangeError for a group, window or similarity that is none, or sets that the group does not have people for
 *
 * **Cost** O(rows of the table + replicates · (rows of the sets + cost of the similarity))
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [29, 29.1], [41, 41]);
 * const users = ["a", "b", "c", "d"];
 * const columns = { window: new Uint32Array(4), location: Uint32Array.of(0, 0, 0, 0), hour: Uint8Array.of(9, 9, 9, 9), events: new Uint32Array(4).fill(9) };
 * const cells = { locations: zones, users, offsets: Uint32Array.of(0, 1, 2, 3, 4), length: 4, columns, windows: [{ id: "all" }] };
 * const groups = { groupOf: [0, 0, 0, 0], labels: ["locals"], group: "locals", size: 2 };
 * const similarity = (a, b) => cosineSimilarity(a, b);
 * const options = { ...groups, window: "all", similarity, replicates: 9, random: createRandom(1) };
 * similarityOfRandomSets(cells, options).nullMean; // 1
 */
export function similarityOfRandomSets(
  cells: UserMoveCells | UserHourCells,
  options: SimilarityOfRandomSetsOptions,
): ChanceSimilarity {
  const where = "similarityOfRandomSets";
  const { groupOf, labels, confidence } = checkArguments(where, cells, options, ["size"]);
  const group = groupNumberOf(where, "group", labels, options.group);
  const { random, similarity, replicates, size } = options;
  checkInteger(where, "size", size, 1);
  const movers = moversOf(where, cells, options, (u) => groupOf[u] === group);
  const people = movers.users.length;
  if (2 * size > people) fail(where, "size", `at most half of the ${people} people in the window`, size);
  const order = Uint32Array.from({ length: people }, (_, k) => k);
  const draws = chanceTest(where, Number.NaN, replicates, confidence, () => {
    shuffle(order, 2 * size, random);
    const [a, b] = movers.sumsOf(order, size, 2 * size);
    return similarityWith(where, "similarity", similarity, a, b);
  });
  const { nullMean, nullMeanError, nullStd, nullLow, nullHigh, undefinedReplicates, drawn } = draws;
  return {
    nullMean,
    nullMeanError,
    nullStd,
    nullLow,
    nullHigh,
    replicates: draws.replicates,
    undefinedReplicates,
    drawn,
  };
}

function checkArguments<O extends SimilarityDrawsOptions>(
  where: string,
  cells: UserMoveCells | UserHourCells,
  options: O,
  more: readonly (keyof O & string)[],
): Required<GroupsOptions> & { confidence: number } {
  checkPeople(where, "cells", cells, ["window"]);
  checkList(where, "cells.windows", cells.windows);
  checkUsersOnce(where, "cells", cells.users);
  const names = ["groupOf", "labels", "group", "window", "similarity", "replicates", "random"] as const;
  checkOptions(where, options, [...names, "confidence", ...more]);
  checkRandom(where, "random", options.random);
  checkSimilarity(where, "similarity", options.similarity);
  const groups = checkGroups(where, options, cells.users.length);
  return { ...groups, confidence: confidenceOf(where, options) };
}

/** Puts the first `count` places of the list in random order, each drawn from all that come after (Fisher and Yates). */
function shuffle(list: Uint32Array, count: number, random: Random): void {
  for (let k = 0; k < count; k++) {
    const other = k + Math.floor(random() * (list.length - k));
    const held = list[k]!;
    list[k] = list[other]!;
    list[other] = held;
  }
}

/** Users with cells in the window, and how the sums of two sets of them are made. */
interface Movers {
  /** The users, by number in the table. */
  readonly users: readonly number[];
  /** The sums of the cells of list[0] … list[size − 1] and of those from there to `end`, by place in `users`. */
  readonly sumsOf: (list: Uint32Array, size: number, end: number) => readonly [ComparedMatrix, ComparedMatrix];
}

/** Every cell that somebody has gets a number, so that a draw costs an addition per row of the table. */
function moversOf(
  where: string,
  cells: UserMoveCells | UserHourCells,
  { window }: Pick<SimilarityDrawsOptions, "window">,
  isMeant: (user: number) => boolean,
): Movers {
  const names = cells.windows.map(({ id }) => id);
  const wanted = names.indexOf(window);
  if (wanted < 0) fail(where, "window", `one of the windows (${names.join(", ")})`, window);
  const { row, column, count, columns } = cellColumns(where, cells);
  const users: number[] = [];
  const starts: number[] = [0];
  const rows: number[] = [];
  for (let u = 0; u < cells.users.length; u++) {
    if (!isMeant(u)) continue;
    for (let i = cells.offsets[u]!; i < cells.offsets[u + 1]!; i++)
      if (cells.columns.window[i] === wanted) rows.push(i);
    if (rows.length === starts[starts.length - 1]) continue;
    users.push(u);
    starts.push(rows.length);
  }
  const rowOf = Uint32Array.from(rows, (i) => row[i]!);
  const columnOf = Uint32Array.from(rows, (i) => column[i]!);
  const matrix = sparseFromEntries(cells.locations.length, columns, rowOf, columnOf, new Uint8Array(rows.length));
  const pattern = { offsets: matrix.offsets, index: matrix.index, columns };
  const cellOf = Uint32Array.from(rows, (_, k) => entryOf(matrix, rowOf[k]!, columnOf[k]!));
  const counts = Uint32Array.from(rows, (i) => count[i]!);
  const sums = [new Float64Array(matrix.index.length), new Float64Array(matrix.index.length)] as const;
  return {
    users,
    sumsOf: (list, size, end) => {
      for (const sum of sums) sum.fill(0);
      for (let k = 0; k < end; k++) {
        const sum = k < size ? sums[0] : sums[1];
        const to = starts[list[k]! + 1]!;
        for (let i = starts[list[k]!]!; i < to; i++) sum[cellOf[i]!]! += counts[i]!;
      }
      return [
        { ...pattern, value: sums[0] },
        { ...pattern, value: sums[1] },
      ];
    },
  };
}

/** The columns of either kind of table: which row and column of the matrix, how much, and how many columns there are. */
function cellColumns(
  where: string,
  cells: UserMoveCells | UserHourCells,
): { row: Uint32Array; column: ArrayLike<number>; count: Uint32Array; columns: number } {
  const n = cells.locations.length;
  if ("origin" in cells.columns) {
    const moves = cells as UserMoveCells;
    checkSequences(where, "cells", moves, ["window", "origin", "destination", "moves"]);
    const { origin, destination, moves: count } = moves.columns;
    return { row: origin, column: destination, count, columns: n };
  }
  const hours = cells as UserHourCells;
  checkSequences(where, "cells", hours, ["window", "location", "hour", "events"]);
  const { location, hour, events } = hours.columns;
  return { row: location, column: hour, count: events, columns: 24 };
}
