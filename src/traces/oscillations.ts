import { checkNumber, checkOptions, fail } from "../core/check.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkRule } from "../core/check-variants.ts";
import { longestRun } from "../core/runs.ts";
import { greatCircleMeters } from "../core/sphere.ts";
import type { Locations, Traces } from "../types.ts";
import type { OscillationRule } from "./oscillations-rules.ts";

export interface OscillationsOptions {
  /** A phone that is back at a location within so many seconds, after others, has jumped, not moved. From 0. */
  readonly maxSeconds: number;
  /** Locations further than this from the one that the phone came back to are a move, not a jump; no limit unless given. */
  readonly maxMeters?: number;
  /** The antenna that an oscillation stands for: `mostSeenInOscillation()` or `mostSeenByUser()`. */
  readonly keep: OscillationRule;
}

/** What `suppressOscillations` gives: the same events, some of them moved. */
export interface SuppressedOscillations {
  readonly traces: Traces;
  /** How many events are now at another location than before. */
  readonly moved: number;
  /** How many oscillations there were, each of them now at one location. */
  readonly oscillations: number;
}

/** No event. */
const NONE = -1;

/**
 * Which changes of antenna were no movement? A phone in reach of several antennas jumps between them while its owner sits
 * still (A B A B); each such oscillation is put at one antenna, so that it makes no trips and breaks no dwell.
 *
 * **How** A user who is at a location again at most maxSeconds after the last event there, with other locations between,
 * has gone in a circle: A B A, A B C A. Circles are taken in the order in which they begin. One of which no location is
 * further than maxMeters from the location it returns to, the anchor, is an oscillation. Further circles of the anchor
 * prolong it one after another, and so do returns to other locations of it, as long as nothing new is met (the last B of
 * A B A B). A circle that begins after the last event at the anchor and meets something new is the next oscillation, so
 * that a traveller whose phone jumps at each border (A B A B C B C D) still travels. All events of an oscillation go to
 * the one of its locations that `keep` chooses.
 *
 * @param traces - events of each user in time order
 * @param options - how soon a phone is back, and how near the antennas must be
 * @returns `traces` with as many events at the same times, of which `moved` have another location, in `oscillations`
 * stretches
 * @throws RangeError for traces out of time order or with locations that do not exist, or options out of range
 *
 * **Departs from the paper**: only the events of a circle are moved, not all events of a pair of locations that has ever
 * oscillated; events are counted, not durations; distance can be limited; circles of one anchor are one oscillation.
 *
 * **Cost** O(events + events in circles): 40–60 ns an event.
 *
 * [wang-chen-2018] [wu-2014]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.31], [27.7, 27.7]);
 * const columns = { time: Uint32Array.of(0, 60, 120, 180, 9000), location: Uint32Array.of(0, 1, 0, 0, 1) };
 * const traces = { locations: antennas, users: ["ana"], offsets: Uint32Array.of(0, 5), length: 5, columns, unlocated: 0 };
 * const suppressed = suppressOscillations(traces, { maxSeconds: 300, maxMeters: 2000, keep: mostSeenByUser() });
 * suppressed.traces.columns.location; // Uint32Array(5) [ 0, 0, 0, 0, 1 ]
 * [suppressed.moved, suppressed.oscillations]; // [ 1, 1 ]
 */
export function suppressOscillations(traces: Traces, options: OscillationsOptions): SuppressedOscillations {
  const where = "suppressOscillations";
  checkOptions(where, options, ["maxSeconds", "maxMeters", "keep"]);
  const { maxSeconds, maxMeters, keep } = options;
  checkNumber(where, "maxSeconds", maxSeconds, 0);
  if (maxMeters !== undefined) checkNumber(where, "maxMeters", maxMeters, 0);
  checkRule(where, "keep", keep, "choose", "a rule such as mostSeenByUser()");
  checkTraces(where, traces);

  const { users, offsets, locations } = traces;
  const { time, location } = traces.columns;
  const longest = longestRun(offsets);
  const events: Events = {
    locations,
    time,
    location,
    maxSeconds,
    maxMeters: maxMeters ?? Infinity,
    from: 0,
    to: 0,
    next: new Int32Array(longest),
    previous: new Int32Array(longest),
    ofUser: new Uint32Array(locations.length),
    within: new Uint32Array(locations.length),
    met: new Uint32Array(locations.length),
    stamp: 0,
  };
  const seen = new Int32Array(locations.length).fill(NONE);
  const moved = location.slice();
  let changed = 0;
  let oscillations = 0;
  for (let u = 0; u < users.length; u++) {
    const from = offsets[u]!;
    const to = offsets[u + 1]!;
    chain(events, from, to, seen);
    for (let i = from; i < to; i++) {
      if (!isCircle(events, i)) continue;
      const end = endOfOscillation(events, i);
      changed += settle(where, events, keep, i, end, moved);
      oscillations++;
      i = end;
    }
    for (let i = from; i < to; i++) events.ofUser[location[i]!] = 0;
  }
  return { traces: { ...traces, columns: { time, location: moved } }, moved: changed, oscillations };
}

/** The events from … to − 1 of one user, and what is known of them. */
interface Events {
  readonly locations: Locations;
  readonly time: Uint32Array;
  readonly location: Uint32Array;
  readonly maxSeconds: number;
  readonly maxMeters: number;
  from: number;
  to: number;
  /** The user's next and last event at the same location, by the event less `from`; NONE where there is none. */
  readonly next: Int32Array;
  readonly previous: Int32Array;
  /** How many events there are at each location: of the user, and of the oscillation that is settled. */
  readonly ofUser: Uint32Array;
  readonly within: Uint32Array;
  /** A location that has `stamp` here has been met by the oscillation. */
  readonly met: Uint32Array;
  stamp: number;
}

/** Links each event of a user to the next and the last one at its location, and counts them; `seen` is left as it was. */
function chain(events: Events, from: number, to: number, seen: Int32Array): void {
  const { location, next, previous, ofUser } = events;
  events.from = from;
  events.to = to;
  for (let i = from; i < to; i++) {
    const l = location[i]!;
    const before = seen[l]!;
    previous[i - from] = before;
    next[i - from] = NONE;
    if (before !== NONE) next[before - from] = i;
    seen[l] = i;
    ofUser[l]!++;
  }
  for (let i = from; i < to; i++) seen[location[i]!] = NONE;
}

/** Whether the user goes in a circle from event i, soon enough and near enough. */
function isCircle({ locations, time, location, maxSeconds, maxMeters, from, next }: Events, i: number): boolean {
  const end = next[i - from]!;
  if (end === NONE || end === i + 1 || time[end]! - time[i]! > maxSeconds) return false;
  if (maxMeters === Infinity) return true;
  const { lon, lat } = locations.columns;
  const anchor = location[i]!;
  for (let k = i + 1; k < end; k++) {
    const l = location[k]!;
    if (greatCircleMeters(lon[anchor]!, lat[anchor]!, lon[l]!, lat[l]!) > maxMeters) return false;
  }
  return true;
}

/** The last event of the oscillation that the circle from event `first` begins. */
function endOfOscillation(events: Events, first: number): number {
  const { time, location, maxSeconds, from, to, next, previous, met } = events;
  const stamp = ++events.stamp;
  let anchored = first;
  while (isCircle(events, anchored)) {
    const begun = anchored;
    anchored = next[begun - from]!;
    for (let k = begun; k <= anchored; k++) met[location[k]!] = stamp;
  }
  // Returns to other locations of it, with nothing new between.
  let end = anchored;
  for (let i = anchored + 1; i < to && met[location[i]!] === stamp && time[i]! - time[end]! <= maxSeconds; i++) {
    const back = previous[i - from]!;
    if (back <= end && back !== i - 1 && time[i]! - time[back]! <= maxSeconds) end = i;
  }
  // What begins the next oscillation is not of this one.
  for (let i = anchored + 1; i <= end; i++) if (next[i - from]! > end && isCircle(events, i)) return i - 1;
  return end;
}

/** Moves the events first … end to one of their locations; gives back how many were elsewhere. */
function settle(
  where: string,
  { location, within, ofUser }: Events,
  keep: OscillationRule,
  first: number,
  end: number,
  moved: Uint32Array,
): number {
  for (let i = first; i <= end; i++) within[location[i]!]!++;
  const best = keep.choose(location, first, end, within, ofUser);
  if (!(within[best]! > 0))
    fail(where, `the location that keep (${keep.name}) chooses`, "one of the oscillation", best);
  for (let i = first; i <= end; i++) within[location[i]!] = 0;
  let changed = 0;
  for (let i = first; i <= end; i++) {
    if (location[i] === best) continue;
    moved[i] = best;
    changed++;
  }
  return changed;
}
