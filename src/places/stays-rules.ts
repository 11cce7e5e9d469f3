import { fail } from "../core/check.ts";
import type { Fixes } from "../types.ts";

/**
 * What is a rule of stays? The shape that all rules have, the questions that all of them must answer (how long, over which
 * gaps, ended by what), and the checks of those answers.
 */

/**
 * What a rule fills for one user: stay k holds the fixes first[k] … after[k] − 1 and lasts from start[k] to end[k] (UTC
 * seconds). The arrays have room for a stay per fix; `count` says how many there are, and is 0 when the rule begins.
 */
export interface StayBoard {
  count: number;
  readonly first: Uint32Array;
  readonly after: Uint32Array;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
}

/** Finds the stays in one user's fixes from … to − 1, in order of time, none over another. */
export type StayFinder = (from: number, to: number, board: StayBoard) => void;

/** What makes a stay. `start` makes the finder for one table. */
export interface StayRule {
  readonly name: string;
  readonly start: (fixes: Fixes) => StayFinder;
}

/**
 * When a stay is over: with the last fix within reach, or with the first one beyond it. The person left somewhere between
 * the two; the first choice makes stays too short and the second too long, by at most the time between two fixes.
 */
export type StayEnd = "last fix inside" | "first fix outside";

/** Throws unless length, durations, end and what happens at a gap are such. */
export function checkStayOptions(
  where: string,
  length: { readonly name: string; readonly meters: number },
  options: {
    readonly minStaySeconds: number;
    readonly maxGapSeconds: number;
    readonly end: StayEnd;
    readonly keepBeforeGap?: boolean;
  },
): void {
  checkPositive(where, length.name, length.meters);
  checkPositive(where, "minStaySeconds", options.minStaySeconds);
  const { maxGapSeconds, end } = options;
  if (typeof maxGapSeconds !== "number" || !(maxGapSeconds > 0)) {
    fail(where, "maxGapSeconds", "a number above 0 or Infinity", maxGapSeconds);
  }
  if (end !== "last fix inside" && end !== "first fix outside") {
    fail(where, "end", '"last fix inside" or "first fix outside"', end);
  }
  if (options.keepBeforeGap !== undefined) checkBoolean(where, "keepBeforeGap", options.keepBeforeGap);
}

/** Throws unless the value is a finite number above 0. */
export function checkPositive(where: string, name: string, value: number): void {
  if (typeof value !== "number" || !(value > 0) || value === Infinity)
    fail(where, name, "a finite number above 0", value);
}

/** Throws unless the value is true or false. */
export function checkBoolean(where: string, name: string, value: boolean): void {
  if (typeof value !== "boolean") fail(where, name, "true or false", value);
}

/** Adds the run of fixes a … b − 1, over at a second, to the board if that makes it long enough; says whether it was. */
export function keepRun(
  board: StayBoard,
  time: Uint32Array,
  minStaySeconds: number,
  a: number,
  b: number,
  over: number,
): boolean {
  if (over - time[a]! < minStaySeconds) return false;
  const k = board.count++;
  board.first[k] = a;
  board.after[k] = b;
  board.start[k] = time[a]!;
  board.end[k] = over;
  return true;
}
