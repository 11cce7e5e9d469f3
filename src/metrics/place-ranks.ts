import { checkRule } from "../core/check-variants.ts";
import { countPlaces, moveCounts } from "./place-weights.ts";
import type { SeenPlaces } from "./seen-places.ts";

/** The order of somebody's places: the most visited first, or the most recent. */

/**
 * What a ranking fills for one user: the `count` places of the user, first rank first; the rows at each, by number of the
 * location; and for each rank whether the next one is equal to it (1), but for the rule that breaks ties.
 */
export interface RankBoard {
  readonly places: Uint32Array;
  readonly rows: Float64Array;
  readonly equalsNext: Uint8Array;
  count: number;
}

/** Ranks the places of the rows from … to − 1 of one user. */
export type PlaceRanker = (from: number, to: number, board: RankBoard) => void;

/** What puts places in order. `start` makes the ranker for one table. */
export interface PlaceRank {
  readonly name: string;
  readonly start: (seen: SeenPlaces) => PlaceRanker;
}

/**
 * The place of the most rows first: rank 1 is where a person is seen most.
 *
 * **How** by rows, descending; of places with equally many, the one that was seen first.
 *
 * @returns a rank for `locationFrequency` and `kRadiusOfGyration`
 *
 * **Departs from the source** scikit-mobility breaks ties like this for the k-radius and leaves them open elsewhere.
 *
 * **Cost** O(rows + places log places) per user.
 *
 * [gonzalez-2008] [pappalardo-2015]
 *
 * @example
 * byFrequency().name; // 'most rows first'
 */
export function byFrequency(): PlaceRank {
  return {
    name: "most rows first",
    start: (seen) => {
      const { location } = seen.columns;
      const rowsAt = new Uint32Array(seen.locations.length);
      const first = new Uint32Array(seen.locations.length);
      const key = new Float64Array(seen.locations.length);
      return (from, to, board) => {
        const { places, rows, equalsNext } = board;
        const count = countPlaces(location, from, to, rowsAt, first);
        orderByRows(rowsAt, first, key.subarray(0, count), to - from, places);
        moveCounts(rowsAt, places, count, rows);
        for (let k = 0; k < count; k++) {
          equalsNext[k] = k + 1 < count && rows[places[k]!] === rows[places[k + 1]!] ? 1 : 0;
        }
        board.count = count;
      };
    },
  };
}

/**
 * The place of the latest row first: rank 1 is where a person was last seen.
 *
 * **How** by the last row at each place, latest first; rows of one second are taken in the order in which they stand.
 *
 * @returns a rank for `locationFrequency` and `kRadiusOfGyration`, without ties
 *
 * **Departs from the paper** which ranks places anew before every move; here it is done once, at the end of the rows.
 *
 * **Cost** O(rows) per user.
 *
 * [barbosa-2015]
 *
 * @example
 * byRecency().name; // 'latest first'
 */
export function byRecency(): PlaceRank {
  return {
    name: "latest first",
    start: (seen) => {
      const { location } = seen.columns;
      return (from, to, board) => {
        board.count = listFromLast(location, from, to, board.places, board.rows);
        board.equalsNext.fill(0, 0, board.count);
      };
    },
  };
}

/** Writes the places into the order of their rows, most first, of equal ones in the order of `first`. */
function orderByRows(
  rowsAt: Uint32Array,
  first: Uint32Array,
  key: Float64Array,
  rows: number,
  places: Uint32Array,
): void {
  const count = key.length;
  // One number for both: fewer rows, and of equals the later one, are higher. Exact below 2⁵³.
  for (let k = 0; k < count; k++) key[k] = (rows - rowsAt[first[k]!]!) * count + k;
  key.sort();
  for (let k = 0; k < count; k++) places[k] = first[key[k]! % count]!;
}

/** Lists the places from the last row back, counts their rows and gives their number. */
function listFromLast(
  location: Uint32Array,
  from: number,
  to: number,
  places: Uint32Array,
  rows: Float64Array,
): number {
  let count = 0;
  for (let i = to - 1; i >= from; i--) {
    const l = location[i]!;
    if (rows[l] === 0) places[count++] = l;
    rows[l]!++;
  }
  return count;
}

export function createRankBoard(locations: number): RankBoard {
  return {
    places: new Uint32Array(locations),
    rows: new Float64Array(locations),
    equalsNext: new Uint8Array(locations),
    count: 0,
  };
}

/** Leaves the board as the next user needs it. */
export function clearRankBoard(board: RankBoard): void {
  const { places, rows, count } = board;
  for (let k = 0; k < count; k++) rows[places[k]!] = 0;
  board.count = 0;
}

/** Throws unless the value is a ranking. */
export function checkPlaceRank(where: string, rank: PlaceRank): void {
  checkRule(where, "rank", rank, "start", "a rank such as byFrequency()");
}
