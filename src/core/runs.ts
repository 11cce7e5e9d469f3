import type { Sequences } from "../types.ts";

/**
 * The runs of rows that users own: user u owns rows offsets[u] … offsets[u + 1] − 1. How long they are, whose a row is, and
 * where in a run of ascending values a stretch of time begins.
 */

/** The number of rows of the user who has most. */
export function longestRun(offsets: Uint32Array): number {
  let longest = 0;
  for (let u = 0; u + 1 < offsets.length; u++) {
    const rows = offsets[u + 1]! - offsets[u]!;
    if (rows > longest) longest = rows;
  }
  return longest;
}

/** The first of the places from … to − 1 of ascending values whose value is at least so much; `to` if none is. */
export function firstAtLeast(values: ArrayLike<number>, from: number, to: number, least: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The user who owns a row: the last one whose rows begin at or before it. */
export function ownerOf(offsets: Uint32Array, row: number): number {
  return firstAtLeast(offsets, 0, offsets.length - 1, row + 1) - 1;
}

/** Stretches of time of each user: stays, legs, trips. */
export type Spans = Sequences<{ readonly start: Uint32Array; readonly end: Uint32Array }>;

/** The second at which the first stretch of all users starts and that at which the last one ends; null where there is none. */
export function extentOf({ offsets, columns: { start, end } }: Spans): { first: number; last: number } | null {
  let first = Infinity;
  let last = 0;
  for (let u = 0; u + 1 < offsets.length; u++) {
    const from = offsets[u]!;
    const to = offsets[u + 1]!;
    if (from === to) continue;
    if (start[from]! < first) first = start[from]!;
    if (end[to - 1]! > last) last = end[to - 1]!;
  }
  return first === Infinity ? null : { first, last };
}
