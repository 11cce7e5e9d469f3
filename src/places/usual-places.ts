import { checkInteger, checkNumber, checkOptions } from "../core/check.ts";
import type { Located, Sequences, Traces } from "../types.ts";
import {
  checkCriterion,
  createScoreboard,
  emptyBoard,
  type HomeCriterion,
  startCriterion,
  type Whereabouts,
} from "./home-criteria.ts";

/**
 * The usual places of each user, the one with the most support first: `support` what the criterion counted there, `share`
 * that over all it counted.
 */
export type UsualPlaces = Located &
  Sequences<{ readonly location: Uint32Array; readonly support: Uint32Array; readonly share: Float64Array }>;

export interface UsualPlacesOptions<Rows extends Whereabouts = Traces> {
  /** What is counted: `longestDwell(…)` on stays, `mostNights(…)` on traces, or another criterion of home. */
  readonly criterion: HomeCriterion<Rows>;
  /** Places with a smaller share of all that was counted are not named. 0–1. */
  readonly minShare: number;
  /**
   * A person whose best place has a smaller share has none: strong evidence that there is a place at all, `minShare` for those
   * beside it. From minShare to 1, and minShare unless given.
   */
  readonly minFirstShare?: number;
  /** Places with less support are not named. From 1, and 1 unless given. */
  readonly minSupport?: number;
}

/**
 * Which places does each person live or work in, where there can be several? Two homes in a week, a home before and one after
 * a move, a job at two sites.
 *
 * **How** the criterion counts one user's rows into a score per location; every location with support ≥ `minSupport` and
 * share ≥ `minShare` is named, if one of them has a share ≥ `minFirstShare`, the highest score first, of equal ones that with the highest tie-breaker, then that with the
 * lower row number.
 *
 * @param rows - where each user was seen, in time order: traces, stays or presence, as the criterion reads
 * @param options - the criterion, and the least share and support that name a place
 * @returns a run of rows per user, best first, without rows for a user in whom no place qualifies; `share` 0–1
 * @throws RangeError for rows out of order or with locations that do not exist, shares out of range, or a minSupport below 1
 *
 * **Cost** as `detectHomes`, and a sort of each user's places.
 *
 * [howde-2025]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B", "C"], [85.3, 85.4, 85.5], [27.7, 27.6, 27.5]);
 * const columns = { time: Uint32Array.of(1, 2, 3, 4, 5, 6), location: Uint32Array.of(0, 1, 1, 1, 0, 2) };
 * const traces = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 6), length: 6, columns, unlocated: 0 };
 * detectUsualPlaces(traces, { criterion: mostEvents(), minShare: 0.2 }).columns.location; // Uint32Array(2) [ 1, 0 ]
 */
export function detectUsualPlaces<Rows extends Whereabouts = Traces>(
  rows: Rows,
  options: UsualPlacesOptions<Rows>,
): UsualPlaces {
  const where = "detectUsualPlaces";
  checkOptions(where, options, ["criterion", "minShare", "minFirstShare", "minSupport"]);
  const { criterion, minShare, minFirstShare = minShare, minSupport = 1 } = options;
  checkCriterion(where, rows, criterion);
  checkNumber(where, "minShare", minShare, 0, 1);
  checkNumber(where, "minFirstShare", minFirstShare, minShare, 1);
  checkInteger(where, "minSupport", minSupport, 1);
  const { users, offsets: rowsOfUsers, locations } = rows;
  const { moreThanShare = -1 } = criterion;
  const board = createScoreboard(locations.length);
  const offsets = new Uint32Array(users.length + 1);
  const location: number[] = [];
  const support: number[] = [];
  const share: number[] = [];
  const count = startCriterion(where, criterion, rows);
  for (let u = 0; u < users.length; u++) {
    count(rowsOfUsers[u]!, rowsOfUsers[u + 1]!, board);
    const { score, tieBreaker, total } = board;
    const ranked = board.touched
      .subarray(0, board.touchedCount)
      .sort((a, b) => score[b]! - score[a]! || tieBreaker[b]! - tieBreaker[a]! || a - b);
    for (const l of ranked) {
      const own = score[l]! / total;
      if (l === ranked[0] && own < minFirstShare) break;
      if (score[l]! < minSupport || own < minShare || own <= moreThanShare) break;
      location.push(l);
      support.push(score[l]!);
      share.push(own);
    }
    offsets[u + 1] = location.length;
    emptyBoard(board);
  }
  const columns = {
    location: Uint32Array.from(location),
    support: Uint32Array.from(support),
    share: Float64Array.from(share),
  };
  return { locations, users, offsets, length: location.length, columns };
}
