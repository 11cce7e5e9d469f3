import { checkPresence, checkStays, checkTraces } from "../core/check-traces.ts";
import { checkFunction, checkRule } from "../core/check-variants.ts";
import type { Located, Presence, Sequences, Stays, Traces } from "../types.ts";

/**
 * What a criterion of home is: a way to count one person's rows into a score for each location.
 *
 * A criterion reads one kind of table: traces (events), stays, or presence (days). `detectHomes` and its kin check the
 * table, hand the criterion one person's rows after another and choose the best location; a criterion only counts.
 */

/**
 * What a criterion fills for one user, with one entry per location. `score` and `tieBreaker` are zero when it begins;
 * each location to which it gives a score is listed once in `touched`, `touchedCount` of them. `total` is all that it
 * counted for the user: what a share is a share of.
 */
export interface Scoreboard {
  readonly score: Uint32Array;
  readonly tieBreaker: Int32Array;
  readonly touched: Uint32Array;
  touchedCount: number;
  total: number;
}

/** Counts one user's rows from … to − 1 into the board: a user's whole run, or the part of it in one period. */
export type HomeCounter = (from: number, to: number, board: Scoreboard) => void;

/** A table in which homes can be looked for: a run of rows for each user, each row at a location. */
export type Whereabouts = Located & Sequences<{ readonly location: Uint32Array }>;

/** What makes a place a home. `start` makes the counter for one table. */
export interface HomeCriterion<Rows extends Whereabouts = Traces> {
  readonly name: string;
  /** The kind of table that the criterion counts; traces unless given. */
  readonly reads?: "traces" | "stays" | "presence";
  /** A home needs more than this share of all that was counted; any share unless given. */
  readonly moreThanShare?: number;
  /** Locations whose scores and tie-breakers are both equal: the one with the lower row number is home unless this is "none". */
  readonly equals?: "lower row" | "none";
  readonly start: (rows: Rows) => HomeCounter;
}

/** An empty board for so many locations. */
export function createScoreboard(locations: number): Scoreboard {
  return {
    score: new Uint32Array(locations),
    tieBreaker: new Int32Array(locations),
    touched: new Uint32Array(locations),
    touchedCount: 0,
    total: 0,
  };
}

/** Leaves the board as it was made. */
export function emptyBoard(board: Scoreboard): void {
  const { score, tieBreaker, touched, touchedCount } = board;
  for (let t = 0; t < touchedCount; t++) {
    score[touched[t]!] = 0;
    tieBreaker[touched[t]!] = 0;
  }
  board.touchedCount = 0;
  board.total = 0;
}

/** Throws unless the criterion is one, and the rows are a well-formed table of the kind that it reads. */
export function checkCriterion<Rows extends Whereabouts>(
  where: string,
  rows: Rows,
  criterion: HomeCriterion<Rows>,
): void {
  checkRule(where, "criterion", criterion, "start", "a criterion such as mostEvents()");
  const { reads = "traces" } = criterion;
  // What the criterion reads is what the type of rows says; only the checks know it at run time.
  const table: unknown = rows;
  if (reads === "stays") checkStays(where, table as Stays);
  else if (reads === "presence") checkPresence(where, table as Presence);
  else checkTraces(where, table as Traces);
}

/** The counter of a criterion for a table; throws unless it is a function. */
export function startCriterion<Rows extends Whereabouts>(
  where: string,
  criterion: HomeCriterion<Rows>,
  rows: Rows,
): HomeCounter {
  const counter: unknown = criterion.start(rows);
  checkFunction(where, "what criterion.start gives", counter, "a function that counts one user's rows into the board");
  return counter as HomeCounter;
}
