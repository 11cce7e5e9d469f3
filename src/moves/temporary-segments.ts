import { longestRun } from "../core/runs.ts";
import type { Presence } from "../types.ts";

/**
 * Meso-segments: the times of days to months that a person spends in one place, with the days on which they were seen
 * elsewhere just before and just after. The stages of `detectTemporaryMigrations` before residence is looked at.
 */

/** Days in one place, both ends included. `before` and `after` are the nearest days elsewhere, or the neighbouring days if there are none. */
export interface MesoSegment {
  readonly location: number;
  /** A row of the residences: where the user lived on most of the days. */
  readonly residence: number;
  start: number;
  end: number;
  before: number;
  after: number;
  startCensored: boolean;
  endCensored: boolean;
  /** How many segments lie about it, one about the other: 0 for those that lie in none. */
  depth: number;
}

export interface MesoSettings {
  readonly maxGapDays: number;
  readonly minPresence: number;
  readonly minDays: number;
}

/** Where users live, as far as this step reads it: each residence from its first day until the next one begins. */
export interface ResidenceStarts {
  readonly offsets: Uint32Array;
  readonly columns: { readonly location: Uint32Array; readonly startDay: Int32Array };
}

/**
 * Makes the function that finds one user's meso-segments, in order of start, of which none crosses another.
 *
 * **How** groups of days at one location, then groups joined over short gaps, both kept as columns that are used again for
 * every user; the last segment at each location is known by a stamp. Few segments are long enough to become objects.
 */
export function createMesoFinder(
  daily: Presence,
  residences: ResidenceStarts,
  { maxGapDays, minPresence, minDays }: MesoSettings,
): (user: number) => MesoSegment[] {
  const { offsets } = daily;
  const { day, location } = daily.columns;
  const room = longestRun(offsets);
  const groupStart = new Int32Array(room);
  const groupEnd = new Int32Array(room);
  const groupRow = new Uint32Array(room + 1);
  const segmentHome = new Uint32Array(room);
  const segmentDays = new Uint32Array(room);
  const segmentFirst = new Uint32Array(room);
  const segmentLast = new Uint32Array(room);
  const segmentAt = new Uint32Array(daily.locations.length);
  const stamps = new Uint32Array(daily.locations.length);
  let stamp = 0;
  return (user) => {
    stamp++;
    const from = offsets[user]!;
    const to = offsets[user + 1]!;
    const firstHome = residences.offsets[user]!;
    const lastHome = residences.offsets[user + 1]! - 1;
    const found: MesoSegment[] = [];
    if (from === to || firstHome > lastHome) return found;
    const groups = findGroups(day, location, from, to, maxGapDays, groupStart, groupEnd, groupRow);
    let segments = 0;
    let home = firstHome;
    for (let g = 0; g < groups; g++) {
      const l = location[groupRow[g]!]!;
      const start = groupStart[g]!;
      const end = groupEnd[g]!;
      if (home < lastHome)
        home = homeOfGroup(residences.columns.startDay, day, groupRow[g]!, groupRow[g + 1]!, home, lastHome);
      const s = segmentAt[l]!;
      const known = stamps[l] === stamp;
      if (known && segmentHome[s] === home && start - groupEnd[segmentLast[s]!]! - 1 <= maxGapDays) {
        segmentDays[s]! += end - start + 1;
        segmentLast[s] = g;
        continue;
      }
      stamps[l] = stamp;
      segmentAt[l] = segments;
      segmentHome[segments] = home;
      segmentDays[segments] = end - start + 1;
      segmentFirst[segments] = g;
      segmentLast[segments++] = g;
    }
    for (let s = 0; s < segments; s++) {
      const first = segmentFirst[s]!;
      const final = segmentLast[s]!;
      const start = groupStart[first]!;
      const end = groupEnd[final]!;
      if (segmentDays[s]! < minPresence * (end - start + 1)) continue;
      const startCensored = first === 0;
      const endCensored = final === groups - 1;
      const before = startCensored ? start - 1 : groupEnd[first - 1]!;
      const after = endCensored ? end + 1 : groupStart[final + 1]!;
      if (!startCensored && !endCensored && after - before - 1 < minDays) continue;
      const residence = segmentHome[s]!;
      const place = location[groupRow[first]!]!;
      found.push({ location: place, residence, start, end, before, after, startCensored, endCensored, depth: 0 });
    }
    return found.length < 2 ? found : withoutCrossings(found);
  };
}

/** Writes the groups of the rows from … to − 1, their first and last days and first rows, and says how many there are. */
function findGroups(
  day: Int32Array,
  location: Uint32Array,
  from: number,
  to: number,
  maxGapDays: number,
  groupStart: Int32Array,
  groupEnd: Int32Array,
  groupRow: Uint32Array,
): number {
  let groups = 0;
  let here = location[from]!;
  let last = day[from]!;
  groupStart[0] = last;
  groupRow[0] = from;
  for (let i = from + 1; i < to; i++) {
    const l = location[i]!;
    const d = day[i]!;
    if (l !== here || d - last - 1 > maxGapDays) {
      groupEnd[groups++] = last;
      groupStart[groups] = d;
      groupRow[groups] = i;
      here = l;
    }
    last = d;
  }
  groupEnd[groups++] = last;
  groupRow[groups] = to;
  return groups;
}

/** The residence on most of the days of the rows from … to − 1, of equal ones the later; none of them is before `home`. */
function homeOfGroup(
  startDay: Int32Array,
  day: Int32Array,
  from: number,
  to: number,
  home: number,
  lastHome: number,
): number {
  let best = home;
  let most = 0;
  let at = from;
  for (let h = home; at < to; h++) {
    const first = at;
    if (h === lastHome) at = to;
    else while (at < to && day[at]! < startDay[h + 1]!) at++;
    if (at > first && at - first >= most) {
      most = at - first;
      best = h;
    }
  }
  return best;
}

/**
 * Segments none of which crosses another: of two that overlap, the earlier keeps the first half of the days that they share.
 *
 * **How** in order of start, the longer first where they start together, those that lie in no other are the outer layer; of
 * the others those that lie in no other of them are the next, and so on. Within a layer every two neighbours that overlap by
 * w days are cut: the first loses floor(w / 2) at its end, the second w − floor(w / 2) at its start. Then all begins again,
 * because what lay in another may not do so any more, until no layer has an overlap. Each cut takes days away, so it ends.
 */
export function withoutCrossings(segments: readonly MesoSegment[]): MesoSegment[] {
  let kept = segments.slice();
  for (;;) {
    kept.sort((a, b) => a.start - b.start || b.end - a.end || a.location - b.location);
    let crossed = false;
    let rest: readonly MesoSegment[] = kept;
    for (let depth = 0; rest.length > 0; depth++) {
      const within: MesoSegment[] = [];
      let before: MesoSegment | null = null;
      let reach = -Infinity;
      for (const segment of rest) {
        if (segment.end <= reach) {
          within.push(segment);
          continue;
        }
        reach = segment.end;
        segment.depth = depth;
        if (before !== null && before.end >= segment.start) {
          crossed = true;
          const shared = before.end - segment.start + 1;
          const half = Math.floor(shared / 2);
          before.end -= half;
          segment.start += shared - half;
          before.after = before.end + 1;
          segment.before = segment.start - 1;
          before.endCensored = false;
          segment.startCensored = false;
        }
        before = segment;
      }
      rest = within;
    }
    if (!crossed) return kept;
    kept = kept.filter(({ start, end }) => start <= end);
  }
}
