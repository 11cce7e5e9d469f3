import { checkStays } from "../core/check-traces.ts";
import { checkRule } from "../core/check-variants.ts";
import type { Stays } from "../types.ts";
import { checkSeenPlaces, type SeenPlaces } from "./seen-places.ts";

/**
 * What each of a user's places weighs: how often somebody was seen there, or for how long. Counted once per row, so that
 * whatever is costly (an angle, a logarithm) is computed once per place.
 */

/**
 * What a weight fills for one user: the `count` places of the user in the order in which they were first seen, and by
 * number of the location what each weighs. All weights are zero when it begins.
 */
export interface PlaceBoard {
  readonly places: Uint32Array;
  readonly weight: Float64Array;
  count: number;
}

/** Weighs the rows from … to − 1 of one user. */
export type PlaceCounter = (from: number, to: number, board: PlaceBoard) => void;

/** What a row of a table counts for. `start` makes the counter for one table. */
export interface PlaceWeight<Rows extends SeenPlaces = SeenPlaces> {
  readonly name: string;
  /** The kind of table that is weighed; any unless given. */
  readonly reads?: "stays";
  readonly start: (rows: Rows) => PlaceCounter;
}

/**
 * Every row counts once: every event of traces, every stay however long, every day of daily locations.
 *
 * @returns a weight for `radiusOfGyration` and `uncorrelatedEntropy`
 *
 * **Cost** about 4 ns a row.
 *
 * @example
 * byEvents().name; // 'every row counts once'
 */
export function byEvents(): PlaceWeight {
  return {
    name: "every row counts once",
    start: (rows) => {
      const { location } = rows.columns;
      const rowsAt = new Uint32Array(rows.locations.length);
      return (from, to, board) => {
        const { places, weight } = board;
        board.count = countPlaces(location, from, to, rowsAt, places);
        moveCounts(rowsAt, places, board.count, weight);
      };
    },
  };
}

/**
 * Every second of a stay counts once: places weigh what time was spent in them.
 *
 * **How** weight of a place = Σ (end − start) of the stays there, in seconds.
 *
 * @returns a weight of stays for `radiusOfGyration` and `uncorrelatedEntropy`; a user whose stays last no time has no
 * weights, and NaN for what is computed from them
 *
 * **Cost** about 5 ns a stay.
 *
 * @example
 * byDwell().name; // 'every second of a stay counts once'
 */
export function byDwell(): PlaceWeight<Stays> {
  return {
    name: "every second of a stay counts once",
    reads: "stays",
    start: (stays) => {
      const { start, end, location } = stays.columns;
      // The users are counted from 1: the last one seen at each location, so that nothing is cleared.
      const seenBy = new Uint32Array(stays.locations.length);
      let user = 0;
      return (from, to, board) => {
        user++;
        board.count = addSeconds(start, end, location, from, to, seenBy, user, board);
      };
    },
  };
}

function addSeconds(
  start: Uint32Array,
  end: Uint32Array,
  location: Uint32Array,
  from: number,
  to: number,
  seenBy: Uint32Array,
  user: number,
  { places, weight }: PlaceBoard,
): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    const l = location[i]!;
    if (seenBy[l] !== user) {
      seenBy[l] = user;
      places[count++] = l;
    }
    weight[l]! += end[i]! - start[i]!;
  }
  return count;
}

/** Counts the rows from … to − 1 by place into `rowsAt`, zero before, lists the places as they come and gives their number. */
export function countPlaces(
  location: Uint32Array,
  from: number,
  to: number,
  rowsAt: Uint32Array,
  places: Uint32Array,
): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    const l = location[i]!;
    if (rowsAt[l]!++ === 0) places[count++] = l;
  }
  return count;
}

/** Takes the counts of the places out of `rowsAt`, which is zero again, into `weight`. */
export function moveCounts(rowsAt: Uint32Array, places: Uint32Array, count: number, weight: Float64Array): void {
  for (let k = 0; k < count; k++) {
    const l = places[k]!;
    weight[l] = rowsAt[l]!;
    rowsAt[l] = 0;
  }
}

export function createPlaceBoard(locations: number): PlaceBoard {
  return { places: new Uint32Array(locations), weight: new Float64Array(locations), count: 0 };
}

/** Leaves the board as the next user needs it. */
export function clearPlaceBoard(board: PlaceBoard): void {
  const { places, weight, count } = board;
  for (let k = 0; k < count; k++) weight[places[k]!] = 0;
  board.count = 0;
}

/** Throws unless the weight is one, and the rows are a well-formed table of the kind that it weighs. */
export function checkPlaceWeight<Rows extends SeenPlaces>(where: string, seen: Rows, weight: PlaceWeight<Rows>): void {
  checkRule(where, "weight", weight, "start", "a weight such as byEvents()");
  // What the weight reads is what the type of seen says; only the checks know it at run time.
  const table: unknown = seen;
  if (weight.reads === "stays") checkStays(where, table as Stays);
  else checkSeenPlaces(where, seen);
}
