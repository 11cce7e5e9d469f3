import { firstAtLeast } from "../core/runs.ts";
import type { Presence } from "../types.ts";
import { pushSegment, type Segments } from "./segments.ts";

/**
 * Who keeps the days that the segments of several locations claim: the location in which most of the person's events lay
 * on those days, if it has enough of them.
 */

/** No location has this number. */
const NOBODY = 0xffff_ffff;

/** Leaves in `contested` the runs of days that segments of several locations claim, each with the location that keeps it. */
export type DominanceFinder = (from: number, to: number, segments: Segments, contested: Segments) => void;

/**
 * Makes the finder of dominant locations for the user who owns rows from … to − 1.
 *
 * **How** a day is contested if two segments of different locations that share more than `maxOverlapDays` days share it.
 * Of each run of contested days the location with more than `minDominance` of the person's events in the run is dominant;
 * as `minDominance` is at least a half, there is one at most, and no order of locations or segments matters.
 */
export function createDominanceFinder(
  presence: Presence,
  maxOverlapDays: number,
  minDominance: number,
): DominanceFinder {
  const { day, location, events } = presence.columns;
  const tally = new Float64Array(presence.locations.length);
  return (from, to, segments, contested) => {
    findContested(segments, maxOverlapDays, contested);
    for (let c = 0; c < contested.length; c++) {
      const last = contested.end[c]!;
      const first = firstAtLeast(day, from, to, contested.start[c]!);
      let after = first;
      let all = 0;
      for (; after < to && day[after]! <= last; after++) {
        all += events[after]!;
        tally[location[after]!]! += events[after]!;
      }
      let dominant = NOBODY;
      let most = 0;
      for (let i = first; i < after; i++) {
        const l = location[i]!;
        if (tally[l]! > most) {
          most = tally[l]!;
          dominant = l;
        }
        tally[l] = 0;
      }
      if (most > minDominance * all) contested.location[c] = dominant;
    }
  };
}

/** Runs of contested days in order, which nobody keeps yet. The segments must be in order of start. */
function findContested(segments: Segments, maxOverlapDays: number, contested: Segments): void {
  const { location, start, end, length } = segments;
  contested.length = 0;
  for (let s = 1; s < length; s++) {
    let last = start[s]! - 1;
    for (let r = 0; r < s; r++) {
      if (location[r] === location[s]) continue;
      const shared = Math.min(end[r]!, end[s]!);
      if (shared - start[s]! + 1 > maxOverlapDays && shared > last) last = shared;
    }
    if (last < start[s]!) continue;
    const c = contested.length - 1;
    if (c < 0 || start[s]! > contested.end[c]! + 1) pushSegment(contested, NOBODY, start[s]!, last, 0);
    else if (last > contested.end[c]!) contested.end[c] = last;
  }
}
