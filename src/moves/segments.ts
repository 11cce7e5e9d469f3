import { fail, failInWords } from "../core/check.ts";
import { doubled } from "../core/growth.ts";
import { firstAtLeast } from "../core/runs.ts";
import type { Presence } from "../types.ts";

/**
 * The stages that turn the days on which one person was seen in each location into long stays: segments without long
 * gaps, kept where the person was seen often enough, joined where nothing else came between, freed of the days that
 * several locations claim. All days are inclusive; the length of a segment is end − start + 1.
 */

/** Segments of one user as growing columns; rows from `length` on are spare room. */
export interface Segments {
  length: number;
  location: Uint32Array;
  start: Int32Array;
  end: Int32Array;
  /** Days within the segment on which the user was seen in its location; 0 where they have not been counted. */
  observed: Uint32Array;
}

/** Finds the segments of the user who owns rows from … to − 1 of a presence table and leaves them in `found`. */
export type SegmentFinder = (from: number, to: number, found: Segments) => void;

/** Segments up to this many are put in order by insertion. */
const INSERTION_SEGMENTS = 48;

/** No segments yet. */
export function createSegments(): Segments {
  const room = 16;
  return {
    length: 0,
    location: new Uint32Array(room),
    start: new Int32Array(room),
    end: new Int32Array(room),
    observed: new Uint32Array(room),
  };
}

/**
 * Makes the finder of segments: a user's days in one location belong together while each is at most `maxGapDays` after
 * the one before; what is at least `minSegmentDays` long is a segment. In order of start, end and location.
 *
 * **How** one pass over the user's rows that keeps, for every location, where its open segment starts, its last day and
 * its number of days; that of a location without an open segment is −Infinity, so far back that none goes on.
 */
export function createSegmentFinder(
  where: string,
  presence: Presence,
  maxGapDays: number,
  minSegmentDays: number,
): SegmentFinder {
  const { day, location } = presence.columns;
  const places = presence.locations.length;
  const starts = new Int32Array(places);
  const lasts = new Float64Array(places).fill(-Infinity);
  const counts = new Uint32Array(places);
  const touched = new Uint32Array(places);
  return (from, to, found) => {
    found.length = 0;
    let touchedCount = 0;
    for (let i = from; i < to; ) {
      const l = location[i]!;
      if (i > from && !(day[i]! > day[i - 1]! || (day[i] === day[i - 1] && l > location[i - 1]!))) {
        failOrder(where, presence, i);
      }
      if (l >= places) fail(where, `presence.columns.location[${i}]`, `below the ${places} locations`, l);
      if (lasts[l] === -Infinity) touched[touchedCount++] = l;
      else if (lasts[l]! - starts[l]! + 1 >= minSegmentDays) pushSegment(found, l, starts[l]!, lasts[l]!, counts[l]!);
      starts[l] = day[i]!;
      lasts[l] = day[i]!;
      counts[l] = 1;
      i = endOfKnown(day, location, i + 1, to, lasts, counts, maxGapDays);
    }
    for (let t = 0; t < touchedCount; t++) {
      const l = touched[t]!;
      if (lasts[l]! - starts[l]! + 1 >= minSegmentDays) pushSegment(found, l, starts[l]!, lasts[l]!, counts[l]!);
      lasts[l] = -Infinity;
    }
    sortSegments(found);
  };
}

/**
 * Adds rows from `from` on to the open segments of their locations, and gives the first one that has none or comes too late
 * for it, or that is out of order. Rows in one location after the other are counted in one go: people mostly stay where
 * they are.
 */
function endOfKnown(
  day: Int32Array,
  location: Uint32Array,
  from: number,
  to: number,
  lasts: Float64Array,
  counts: Uint32Array,
  maxGapDays: number,
): number {
  let here = location[from - 1]!;
  let before = day[from - 1]!;
  let i = from;
  while (i < to) {
    const first = i;
    const l = location[i]!;
    let d = day[i]!;
    if (!(d - lasts[l]! <= maxGapDays) || d < before || (d === before && l <= here)) return i;
    for (i++; i < to && location[i] === l; i++) {
      const next = day[i]!;
      if (next <= d || next - d > maxGapDays) break;
      d = next;
    }
    counts[l]! += i - first;
    lasts[l] = d;
    here = l;
    before = d;
  }
  return i;
}

/** Throws for the row that does not come after the one before it. */
function failOrder(where: string, { columns: { day, location } }: Presence, row: number): never {
  const got = `day ${day[row]}, location ${location[row]} after day ${day[row - 1]}, location ${location[row - 1]} in row ${row}`;
  return failInWords(where, "presence", "sorted by day and location within each user, without repeated rows", got);
}

/** Keeps the segments in which the user was seen on at least the share `minPresence` of the days. */
export function keepPresent(segments: Segments, minPresence: number): void {
  const { start, end, observed } = segments;
  let kept = 0;
  for (let s = 0; s < segments.length; s++) {
    if (observed[s]! >= minPresence * (end[s]! - start[s]! + 1)) copySegment(segments, s, kept++);
  }
  segments.length = kept;
}

/**
 * Leaves in `merged` the segments with consecutive ones of one location joined where no segment of another location has
 * a day between them and the later one starts at most `maxMergeGapDays` after the earlier one ends. The segments must be
 * in order of start; `tails` is scratch, one number per location. In order of start.
 *
 * **How** with the latest end so far at hand: the gap before a segment is free if none of the segments that started
 * before it ends later than the one of its own location. (Those of its own location never do.)
 */
export function mergeSegments(segments: Segments, maxMergeGapDays: number, tails: Int32Array, merged: Segments): void {
  const { location, start, end, observed, length } = segments;
  merged.length = 0;
  for (let s = 0; s < length; s++) tails[location[s]!] = -1;
  let read = 0;
  let latest = -Infinity;
  for (let s = 0; s < length; s++) {
    for (; start[read]! < start[s]!; read++) latest = Math.max(latest, end[read]!);
    const l = location[s]!;
    const tail = tails[l]!;
    const free = tail >= 0 && latest <= merged.end[tail]!;
    if (free && start[s]! - merged.end[tail]! <= maxMergeGapDays) {
      merged.end[tail] = end[s]!;
      merged.observed[tail] = 0; // days seen between the two are not in either
    } else {
      tails[l] = merged.length;
      pushSegment(merged, l, start[s]!, end[s]!, observed[s]!);
    }
  }
}

/**
 * Takes from every segment the days that it shares with a segment of another location, where the two share more than
 * `maxOverlapDays` and its own location does not keep them, and leaves in `long` the pieces of at least `minStayDays`, in
 * order of start, end and location. The segments must be in order of start; what is cut has its days counted no more.
 * `contested` says who keeps which days; without it nobody does.
 */
export function removeOverlaps(
  segments: Segments,
  maxOverlapDays: number,
  minStayDays: number,
  long: Segments,
  contested?: Segments,
): void {
  const { location, start, end, observed, length } = segments;
  long.length = 0;
  for (let s = 0; s < length; s++) {
    const l = location[s]!;
    const last = end[s]!;
    let free = start[s]!;
    for (let r = 0; r < length && start[r]! <= last; r++) {
      if (location[r] === l) continue;
      const from = Math.max(start[r]!, start[s]!);
      if (Math.min(end[r]!, last) - from + 1 <= maxOverlapDays) continue;
      if (contested !== undefined && keepsDays(contested, l, from)) continue;
      if (from - free >= minStayDays) pushSegment(long, l, free, from - 1, 0);
      free = Math.max(free, end[r]! + 1);
    }
    const known = free === start[s] ? observed[s]! : 0;
    if (last - free + 1 >= minStayDays) pushSegment(long, l, free, last, known);
  }
  sortSegments(long);
}

/** Whether a location keeps the contested days about one of them. */
function keepsDays(contested: Segments, location: number, day: number): boolean {
  return contested.location[firstAtLeast(contested.end, 0, contested.length, day)] === location;
}

/** Adds a segment at the end. */
export function pushSegment(segments: Segments, location: number, start: number, end: number, observed: number): void {
  const at = segments.length++;
  if (at === segments.location.length) {
    segments.location = doubled(segments.location);
    segments.start = doubled(segments.start);
    segments.end = doubled(segments.end);
    segments.observed = doubled(segments.observed);
  }
  segments.location[at] = location;
  segments.start[at] = start;
  segments.end[at] = end;
  segments.observed[at] = observed;
}

function copySegment(segments: Segments, from: number, to: number): void {
  segments.location[to] = segments.location[from]!;
  segments.start[to] = segments.start[from]!;
  segments.end[to] = segments.end[from]!;
  segments.observed[to] = segments.observed[from]!;
}

/** By start, end, location. */
function sortSegments(segments: Segments): void {
  const { location, start, end, observed, length } = segments;
  if (length > INSERTION_SEGMENTS) {
    const order = Array.from({ length }, (_, s) => s);
    order.sort((a, b) => start[a]! - start[b]! || end[a]! - end[b]! || location[a]! - location[b]!);
    segments.location.set(order.map((s) => location[s]!));
    segments.start.set(order.map((s) => start[s]!));
    segments.end.set(order.map((s) => end[s]!));
    segments.observed.set(order.map((s) => observed[s]!));
    return;
  }
  for (let i = 1; i < length; i++) {
    const l = location[i]!;
    const s = start[i]!;
    const e = end[i]!;
    const o = observed[i]!;
    let j = i - 1;
    while (j >= 0 && (start[j]! - s || end[j]! - e || location[j]! - l) > 0) {
      copySegment(segments, j, j + 1);
      j--;
    }
    location[j + 1] = l;
    start[j + 1] = s;
    end[j + 1] = e;
    observed[j + 1] = o;
  }
}
