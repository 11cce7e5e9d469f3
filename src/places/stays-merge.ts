import { checkNumber, checkOptions } from "../core/check.ts";
import { checkStays } from "../core/check-traces.ts";
import type { Stays } from "../types.ts";

export interface MergeStaysOptions {
  /** Two stays at one place are one if the later begins at most so long after the earlier ends: 600 in trackintel. From 0. */
  readonly maxGapSeconds: number;
}

/** What `mergeStays` gives. */
export interface MergedStays {
  readonly stays: Stays;
  /** The merged stay of each stay, a row of `stays`. */
  readonly mergedOf: Uint32Array;
}

/**
 * Which stays are one stay that was cut in two, by a gap in the records or a step outside?
 *
 * **How** Consecutive stays of a user at one location are joined where the later begins at most maxGapSeconds after the earlier
 * ends; `events` add up.
 *
 * @param stays - stays of each user in time order
 * @param options - the longest gap
 * @returns `stays`, and the merged stay of each one given
 * @throws RangeError for stays out of order or a gap below 0
 *
 * **Departs from the paper** A way between the two stays does not keep them apart; where it should, take the gap short.
 *
 * **Cost** O(stays).
 *
 * [martin-2023]
 *
 * @example
 * const places = createLocations("stops", ["home", "work"], [85.3, 85.4], [27.7, 27.7]);
 * const columns = { start: Uint32Array.of(0, 1000, 5000), end: Uint32Array.of(900, 2000, 6000), location: Uint32Array.of(0, 0, 1), events: Uint32Array.of(2, 3, 4) };
 * const stays = { locations: places, users: ["ana"], offsets: Uint32Array.of(0, 3), length: 3, columns };
 * rowsOf(mergeStays(stays, { maxGapSeconds: 600 }).stays)[0]; // { start: 0, end: 2000, location: 0, events: 5 }
 */
export function mergeStays(stays: Stays, options: MergeStaysOptions): MergedStays {
  const where = "mergeStays";
  checkStays(where, stays);
  checkOptions(where, options, ["maxGapSeconds"]);
  const { maxGapSeconds } = options;
  checkNumber(where, "maxGapSeconds", maxGapSeconds, 0);
  const { users, offsets: rows, locations, length } = stays;
  const { start, end, location, events } = stays.columns;
  const offsets = new Uint32Array(users.length + 1);
  const mergedOf = new Uint32Array(length);
  const merged = {
    start: new Uint32Array(length),
    end: new Uint32Array(length),
    location: new Uint32Array(length),
    events: new Uint32Array(length),
  };
  let at = 0;
  for (let u = 0; u < users.length; u++) {
    for (let s = rows[u]!; s < rows[u + 1]!; s++) {
      const goesOn = s > rows[u]! && location[s] === location[s - 1] && start[s]! - end[s - 1]! <= maxGapSeconds;
      if (!goesOn) {
        merged.start[at] = start[s]!;
        merged.location[at++] = location[s]!;
      }
      merged.end[at - 1] = end[s]!;
      merged.events[at - 1]! += events[s]!;
      mergedOf[s] = at - 1;
    }
    offsets[u + 1] = at;
  }
  const columns = {
    start: merged.start.slice(0, at),
    end: merged.end.slice(0, at),
    location: merged.location.slice(0, at),
    events: merged.events.slice(0, at),
  };
  return { stays: { locations, users, offsets, length: at, columns }, mergedOf };
}
