import { fail } from "../core/check.ts";
import type { HomeColumns } from "../types.ts";
import { emptyBoard, type HomeCriterion, type Scoreboard, type Whereabouts } from "./home-criteria.ts";

/**
 * The choice of a home from what a criterion counted: the best location, the next best, and whether they are equal.
 */

/** The columns of homes that are being written, every row as if nothing was found. */
export function createHomeColumns(rows: number): HomeColumns {
  return {
    location: new Int32Array(rows).fill(-1),
    support: new Uint32Array(rows),
    share: new Float64Array(rows).fill(NaN),
    tied: new Uint8Array(rows),
    runnerUp: new Int32Array(rows).fill(-1),
    runnerUpSupport: new Uint32Array(rows),
  };
}

/** Chooses from a board and writes a row, and leaves the board empty for the next. */
export type HomeWriter = (board: Scoreboard, row: number) => void;

/**
 * Makes the function that names homes by a criterion.
 *
 * **How** the home has the highest score, of equal ones the highest tie-breaker, of these the lowest row number; the
 * runner-up is the home that there would be without it. A home that does not have `minSupport`, nor more than the
 * criterion's share, nor a place of its own where the criterion wants one, is not named: its location is −1 and its
 * evidence stays.
 */
export function createHomeWriter<Rows extends Whereabouts>(
  columns: HomeColumns,
  criterion: HomeCriterion<Rows>,
  minSupport: number,
): HomeWriter {
  const { moreThanShare = -1, equals = "lower row" } = criterion;
  return (board, row) => {
    const { score, tieBreaker, touched, touchedCount, total } = board;
    let home = -1;
    let next = -1;
    for (let t = 0; t < touchedCount; t++) {
      const l = touched[t]!;
      if (home < 0 || goesFirst(score, tieBreaker, l, home)) {
        next = home;
        home = l;
      } else if (next < 0 || goesFirst(score, tieBreaker, l, next)) next = l;
    }
    if (home >= 0) {
      const best = score[home]!;
      if (!(total > 0))
        fail(`criterion "${criterion.name}"`, "board.total", "above 0 where a location has a score", total);
      const share = best / total;
      const equal = next >= 0 && score[next] === best;
      const undecided = equal && equals === "none" && tieBreaker[next] === tieBreaker[home];
      if (best >= minSupport && !(share <= moreThanShare) && !undecided) columns.location[row] = home;
      columns.support[row] = best;
      columns.share[row] = share;
      columns.tied[row] = equal ? 1 : 0;
      columns.runnerUp[row] = next;
      columns.runnerUpSupport[row] = next < 0 ? 0 : score[next]!;
    }
    emptyBoard(board);
  };
}

function goesFirst(score: Uint32Array, tieBreaker: Int32Array, l: number, other: number): boolean {
  if (score[l] !== score[other]) return score[l]! > score[other]!;
  return tieBreaker[l]! > tieBreaker[other]! || (tieBreaker[l] === tieBreaker[other] && l < other);
}
