import { checkOptions, fail, failInWords } from "../core/check.ts";
import { checkCrosswalk } from "../core/check-crosswalk.ts";
import { checkLocated } from "../core/check-places.ts";
import { checkSequences } from "../core/check-tables.ts";
import { checkSameUsers } from "../core/check-users.ts";
import { largestShares } from "../space/largest-shares.ts";
import type { Crosswalk, MoveColumns, Moves } from "../types.ts";

export interface MoveLevelsOptions {
  /** From each level to the next coarser one: one crosswalk fewer than there are levels. */
  readonly crosswalks: readonly Crosswalk[];
}

/**
 * What a move is at the other levels, which are numbered from the finest, 0. `finest` and `coarsest` are the first and the
 * last level at which the move is found; `crosses` is the coarsest level at which its two ends are known to be in
 * different locations, at least its own level.
 */
export type LevelColumns = {
  readonly finest: Uint8Array;
  readonly coarsest: Uint8Array;
  readonly crosses: Uint8Array;
};

/**
 * Moves at one level. Entry m · levels + k of `match` is the row at level k that is the same move as row m, −1 where level
 * k has none; at its own level it is m.
 */
export type MovesAtLevel<C extends MoveColumns = MoveColumns> = Moves<C & LevelColumns> & {
  readonly match: Int32Array;
};

const NONE = -1;
/** Levels are numbered in 8 bits. */
const MAX_LEVELS = 255;

/**
 * At which level is this a migration: between antennas, between districts, or between regions? The moves found at each of
 * several resolutions, each told which of the others are the same move.
 *
 * **How** A location at one level lies in that of the next one with the largest share of it (of equal shares the lower
 * row), and so on upwards. Two moves at different levels are the same if they are of one user, origin lies in origin and
 * destination in destination, and the days from leftDay to arrivedDay overlap; of several such moves at a level the one
 * with the least |Δ leftDay| + |Δ arrivedDay| is taken, of equal ones the first.
 *
 * @param moves - the moves at each level, from the finest to the coarsest: `detectMigrations` of presence at antennas, of the
 * same presence relocated to districts, … Tables of the same users in the same order
 * @param options - the crosswalks between the levels
 * @returns for each level its moves with the columns `finest`, `coarsest`, `crosses` and the rows in `match`. A move within
 * one district has `crosses` 0 where antennas are level 0 and districts level 1. Where `crosses` is above `coarsest`, the
 * ends are further apart than the detector could show; rows with `finest` equal to their level, over all levels, are all
 * moves, each once. An end that lies in no location of a coarser level is not known to be different there
 * @throws RangeError for levels of other users, locations that are not those of the crosswalks, or a number of crosswalks
 * that does not fit
 *
 * **Cost** O(levels² · moves²) per user, who mostly has none or one; O(locations) per level.
 *
 * [chi-2020]
 *
 * @example
 * const square = (west) => [[[[west, 0], [west + 1, 0], [west + 1, 1], [west, 1]]]];
 * const districts = buildZones(["west", "east"], [square(0), square(1)]);
 * const antennas = createLocations("antennas", ["A", "B", "C"], [0.2, 0.8, 1.5], [0.5, 0.5, 0.5]);
 * const day = Array.from({ length: 300 }, (_, d) => d);
 * const rows = { user: day.map(() => "ann"), day, location: day.map((d) => Math.floor(d / 100)) };
 * const presence = buildPresenceOfDays(rows, antennas);
 * const crosswalk = buildPointCrosswalk(antennas, districts);
 * const levels = [presence, relocatePresence(presence, crosswalk)].map((level) => detectMigrations(level));
 * buildMoveLevels(levels, { crosswalks: [crosswalk] })[0].columns.crosses; // Uint8Array(2) [ 0, 1 ]
 */
export function buildMoveLevels<C extends MoveColumns>(
  moves: readonly Moves<C>[],
  options: MoveLevelsOptions,
): readonly MovesAtLevel<C>[] {
  return linkedLevels("buildMoveLevels", moves, options);
}

/** As `buildMoveLevels`, in the name of the function that asks. */
export function linkedLevels<C extends MoveColumns>(
  where: string,
  moves: readonly Moves<C>[],
  options: MoveLevelsOptions,
): readonly MovesAtLevel<C>[] {
  const upwards = checkedLevels(where, moves, options);
  return moves.map((level, k) => {
    const targets = moves.map((_, j) => chainOf(upwards, Math.min(j, k), Math.max(j, k), moves));
    return levelOf(moves, level, k, targets);
  });
}

/** The moves of level k with what they are at the others; targets[j] leads from the finer of k and j to the coarser. */
function levelOf<C extends MoveColumns>(
  moves: readonly Moves<C>[],
  level: Moves<C>,
  k: number,
  targets: readonly Int32Array[],
): MovesAtLevel<C> {
  const levels = moves.length;
  const finest = new Uint8Array(level.length).fill(k);
  const coarsest = new Uint8Array(level.length).fill(k);
  const crosses = new Uint8Array(level.length).fill(k);
  const match = new Int32Array(level.length * levels).fill(NONE);
  for (let u = 0; u < level.users.length; u++) {
    for (let m = level.offsets[u]!; m < level.offsets[u + 1]!; m++) {
      for (let j = 0; j < levels; j++) {
        const row = j === k ? m : sameMove(level, m, moves[j]!, u, targets[j]!, j > k);
        match[m * levels + j] = row;
        if (row === NONE) continue;
        if (j < finest[m]!) finest[m] = j;
        if (j > coarsest[m]!) coarsest[m] = j;
      }
      for (let j = k + 1; j < levels; j++) {
        const origin = targets[j]![level.columns.origin[m]!]!;
        const destination = targets[j]![level.columns.destination[m]!]!;
        if (origin === NONE || destination === NONE || origin === destination) break;
        crosses[m] = j;
      }
    }
  }
  const columns = { ...level.columns, finest, coarsest, crosses };
  return { ...level, columns, match };
}

/** The row of user u in `others` that is the same move as row m, −1 if there is none. */
function sameMove(level: Moves, m: number, others: Moves, u: number, target: Int32Array, upwards: boolean): number {
  const { origin, destination, leftDay, arrivedDay } = level.columns;
  const other = others.columns;
  const first = Math.min(leftDay[m]!, arrivedDay[m]!);
  const last = Math.max(leftDay[m]!, arrivedDay[m]!);
  let best = NONE;
  let least = Infinity;
  for (let o = others.offsets[u]!; o < others.offsets[u + 1]!; o++) {
    const left = other.leftDay[o]!;
    const arrived = other.arrivedDay[o]!;
    if (Math.max(left, arrived) < first || Math.min(left, arrived) > last) continue;
    const lies = upwards
      ? target[origin[m]!] === other.origin[o] && target[destination[m]!] === other.destination[o]
      : target[other.origin[o]!] === origin[m] && target[other.destination[o]!] === destination[m];
    const apart = Math.abs(left - leftDay[m]!) + Math.abs(arrived - arrivedDay[m]!);
    if (!lies || apart >= least) continue;
    best = o;
    least = apart;
  }
  return best;
}

/** Where each location of level `fine` lies at level `coarse`, −1 for nowhere. */
function chainOf(upwards: readonly Int32Array[], fine: number, coarse: number, moves: readonly Moves[]): Int32Array {
  let chain = Int32Array.from({ length: moves[fine]!.locations.length }, (_, l) => l);
  for (let j = fine; j < coarse; j++) chain = chain.map((l) => (l === NONE ? NONE : upwards[j]![l]!));
  return chain;
}

/** Throws unless the value is a list; what is in it is looked at with the levels. */
export function checkCrosswalks(where: string, crosswalks: readonly Crosswalk[]): void {
  if (!Array.isArray(crosswalks))
    fail(where, "crosswalks", "a list of crosswalks, from each level to the next", crosswalks);
}

/** Checks levels and crosswalks and gives for each level but the last where its locations lie at the next. */
function checkedLevels(where: string, moves: readonly Moves[], options: MoveLevelsOptions): Int32Array[] {
  if (!Array.isArray(moves)) fail(where, "moves", "a list of tables of moves, one for each level", moves);
  checkOptions(where, options, ["crosswalks"]);
  const { crosswalks } = options;
  checkCrosswalks(where, crosswalks);
  if (moves.length < 1 || moves.length > MAX_LEVELS) {
    failInWords(where, "moves", `a list of 1 to ${MAX_LEVELS} levels`, `${moves.length}`);
  }
  if (crosswalks.length !== moves.length - 1) {
    failInWords(where, "crosswalks", `one for each of the ${moves.length} levels but the last`, `${crosswalks.length}`);
  }
  moves.forEach((level, k) => {
    const name = `moves[${k}]`;
    checkSequences(where, name, level, ["origin", "destination", "leftDay", "arrivedDay"]);
    checkSameUsers(where, name, level.users, moves[0]!.users, "moves[0]");
    checkLocated(where, `${name}.columns.origin`, level.columns.origin, level.locations.length);
    checkLocated(where, `${name}.columns.destination`, level.columns.destination, level.locations.length);
  });
  return crosswalks.map((crosswalk, k) => {
    checkCrosswalk(where, `crosswalks[${k}]`, crosswalk, { from: moves[k]!.locations, to: moves[k + 1]!.locations });
    return largestShares(crosswalk);
  });
}
