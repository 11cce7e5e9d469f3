import { checkInteger, checkOptions } from "../core/check.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkClock } from "../core/check-variants.ts";
import type { HoursWindow } from "../core/hours.ts";
import type { Clock, Located, Traces } from "../types.ts";
import { type TopLocations, topLocationsOf } from "./sim-pairs-candidates.ts";
import { checkWindows, dayPartsOf } from "./sim-pairs-parts.ts";

export interface PlaceUseOptions {
  /** Local time, by which the parts of the day are told. */
  readonly clock: Clock;
  /** How many of a user's locations, those with most events, count as the user's own: 2 to 20; 4 unless given. */
  readonly topLocations?: number;
  /** Parts of the day in which people are at different places; all hours outside them are one more part. Night and working hours unless given. */
  readonly windows?: readonly HoursWindow[];
}

/**
 * How much each location is used, for `detectSimPairs`. Tables of parts of the users add up: `users`, `events` and `people`
 * of the whole are the sums of those of the parts.
 */
export interface PlaceUse extends Located {
  /** Users with an event. */
  readonly users: number;
  /** What it was counted by: locations that are a user's own, the zone of local time, the windows of hours. */
  readonly topLocations: number;
  readonly timeZone: string;
  readonly windows: readonly HoursWindow[];
  /** How many parts the day has: one more than windows. */
  readonly parts: number;
  /** Events at location l in part p of the day: events[l · parts + p]. */
  readonly events: Float64Array;
  /** Users to whose own locations each location belongs. */
  readonly people: Float64Array;
}

/** Our own choice: home, work, and two more places, one of which may be an antenna beside home; nights and weekdays apart. */
export const PLACE_USE_DEFAULTS = {
  topLocations: 4,
  windows: [
    { fromHour: 22, toHour: 6 },
    { fromHour: 9, toHour: 17, weekdays: [0, 1, 2, 3, 4] },
  ],
} as const;

/**
 * How popular is each place, and when? The background against which a meeting of two phones is rare or common.
 *
 * **How** For each location its events by part of the day, and the users who have it among the `topLocations` locations
 * where they have most events (equal ones by row).
 *
 * @param traces - events of each user in time order
 * @param options - the clock, the parts of the day, and how many locations are a user's own; see `PlaceUseOptions`
 * @returns counts per location (see `PlaceUse`), which add up over any partition of the users
 * @throws RangeError for traces that are not well formed, or options out of range
 *
 * **Cost** O(events + users · topLocations²): about 15 ns an event.
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { time: Uint32Array.of(0, 60, 120), location: Uint32Array.of(0, 1, 0) };
 * const traces = { locations: antennas, users: ["ana", "bo"], offsets: Uint32Array.of(0, 2, 3), length: 3, columns, unlocated: 0 };
 * const use = countPlaceUse(traces, { clock: createClock({ timeZone: "UTC" }) });
 * use.people; // Float64Array(2) [ 2, 1 ]
 */
export function countPlaceUse(traces: Traces, options: PlaceUseOptions): PlaceUse {
  const where = "countPlaceUse";
  checkOptions(where, options, ["clock", "topLocations", "windows"]);
  checkPlaceUseOptions(where, options);
  checkTraces(where, traces);
  return placeUseOf(traces, options);
}

/** Throws unless the options that say what is counted are in range. */
export function checkPlaceUseOptions(where: string, options: PlaceUseOptions): void {
  const { clock, topLocations, windows } = { ...PLACE_USE_DEFAULTS, ...options };
  checkClock(where, "clock", clock);
  checkInteger(where, "topLocations", topLocations, 2, 20);
  checkWindows(where, windows);
}

/** As `countPlaceUse`, of arguments that are known to be right. */
export function placeUseOf(traces: Traces, options: PlaceUseOptions): PlaceUse {
  const { clock, topLocations, windows } = { ...PLACE_USE_DEFAULTS, ...options };
  const { locations } = traces;
  const { time, location } = traces.columns;
  const { count: parts, bins, part } = dayPartsOf(traces, clock, windows);
  const events = new Float64Array(locations.length * parts);
  for (let i = 0; i < traces.length; i++) {
    events[location[i]! * parts + part[((time[i]! - bins.before) * bins.perSecond) | 0]!]!++;
  }
  const owners = countOwners(traces, topLocationsOf(traces, topLocations));
  return { locations, topLocations, timeZone: clock.timeZone, windows, parts, events, ...owners };
}

/** How many users have an event, and how many have each location among their own. */
export function countOwners(traces: Traces, top: TopLocations): Pick<PlaceUse, "users" | "people"> {
  const { topLocations, count, own } = top;
  const people = new Float64Array(traces.locations.length);
  let users = 0;
  for (let u = 0; u < count.length; u++) {
    if (count[u]! > 0) users++;
    for (let k = 0; k < count[u]!; k++) people[own[u * topLocations + k]!]!++;
  }
  return { users, people };
}
