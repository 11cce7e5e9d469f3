import { checkInteger, checkLength, checkOptions } from "../core/check.ts";
import { checkLists, checkLocations } from "../core/check-tables.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkClock } from "../core/check-variants.ts";
import { createDayRuns } from "../core/day-runs.ts";
import { groupByUserAndTime } from "../core/group.ts";
import { orderOfIds, rankOf } from "../core/ids.ts";
import type { Clock, Locations, Presence, Traces } from "../types.ts";
import { addDay, createDayScratch, createPresenceRows, makeRoom, presenceOf } from "./presence-rows.ts";

export interface PresenceOptions {
  /** The clock of the place, which says where one day ends and the next begins. */
  readonly clock: Clock;
}

/** Sightings in any order: entry i says that `user[i]` was seen on day `day[i]` in location `location[i]`. */
export interface DaySightings {
  readonly user: readonly string[];
  readonly day: ArrayLike<number>;
  readonly location: ArrayLike<number>;
}

/**
 * In which places was each person seen on each day? The table from which daily visits, residences and migrations are read.
 *
 * **How** each user's events are cut at local midnight; of each day, every location seen once, with the number of its
 * events.
 *
 * @param traces - where each user was seen, in time order
 * @param options - the clock
 * @returns rows unique per user, day and location and sorted so; `day` counts local days since 1 January 1970, `events` is
 * at least 1. The users of `traces` in their order, those without events with no rows
 * @throws RangeError for traces out of time order or with locations that do not exist
 *
 * **Cost** O(events + rows), and one number per location and row; 15–20 ns an event.
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { time: Uint32Array.of(0, 60, 120), location: Uint32Array.of(1, 0, 1) };
 * const traces = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 3), length: 3, columns, unlocated: 0 };
 * const presence = buildPresence(traces, { clock: createClock({ timeZone: "Asia/Kathmandu" }) });
 * rowsOf(presence); // [ { day: 0, location: 0, events: 1 }, { day: 0, location: 1, events: 2 } ]
 */
export function buildPresence(traces: Traces, options: PresenceOptions): Presence {
  const where = "buildPresence";
  checkTraces(where, traces);
  checkOptions(where, options, ["clock"]);
  checkClock(where, "clock", options.clock);
  const { users, offsets: events, locations, length } = traces;
  const runsOf = createDayRuns(traces, options.clock);
  const scratch = createDayScratch(locations.length);
  const rows = createPresenceRows(Math.min(length, 1024));
  const offsets = new Uint32Array(users.length + 1);
  for (let u = 0; u < users.length; u++) {
    const to = events[u + 1]!;
    makeRoom(rows, rows.length + to - events[u]!, to / length);
    const runs = runsOf(events[u]!, to);
    for (let r = 0; r < runs.count; r++) {
      addDay(rows, scratch, runs.day[r]!, runs.location, runs.from[r]!, runs.from[r + 1]!);
    }
    offsets[u + 1] = rows.length;
  }
  return presenceOf(rows, users, offsets, locations);
}

/**
 * In which places was each person seen on each day, where the data already say so, row by row?
 *
 * **How** sightings are grouped by user and day; those of the same user, day and location become one row.
 *
 * @param rows - sightings in any order: the user's id, a day number, a location's row number
 * @param locations - what the location numbers stand for
 * @returns rows unique per user, day and location and sorted so, users in the order of their ids; `events` is how many
 * sightings the row stands for
 * @throws RangeError for columns of different lengths, a day that is not a whole number of 32 bits, or a location that
 * does not exist
 *
 * **Cost** O(sightings + users log users).
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const presence = buildPresenceOfDays({ user: ["bo", "ann", "bo"], day: [7, 5, 7], location: [1, 0, 1] }, zones);
 * rowsOf(presence); // [ { day: 5, location: 0, events: 1 }, { day: 7, location: 1, events: 2 } ]
 */
export function buildPresenceOfDays(rows: DaySightings, locations: Locations): Presence {
  const where = "buildPresenceOfDays";
  checkLists(where, "rows", rows, ["user", "day", "location"], "{ user, day, location }");
  checkLocations(where, "locations", locations);
  const sightings = rows.user.length;
  checkLength(where, "rows.day", rows.day.length, sightings);
  checkLength(where, "rows.location", rows.location.length, sightings);
  let firstDay = Infinity;
  for (let i = 0; i < sightings; i++) {
    checkInteger(where, `rows.day[${i}]`, rows.day[i]!, -0x8000_0000, 0x7fff_ffff);
    checkInteger(where, `rows.location[${i}]`, rows.location[i]!, 0, locations.length - 1);
    if (rows.day[i]! < firstDay) firstDay = rows.day[i]!;
  }
  const { users, numbers } = usersOf(rows.user);
  const days = Uint32Array.from(rows.day, (day) => day - firstDay);
  const grouped = groupByUserAndTime(numbers, days, Uint32Array.from(rows.location), users.length);
  const scratch = createDayScratch(locations.length);
  const found = createPresenceRows(sightings);
  const offsets = new Uint32Array(users.length + 1);
  for (let u = 0; u < users.length; u++) {
    const to = grouped.offsets[u + 1]!;
    let from = grouped.offsets[u]!;
    while (from < to) {
      let next = from + 1;
      while (next < to && grouped.time[next] === grouped.time[from]) next++;
      addDay(found, scratch, firstDay + grouped.time[from]!, grouped.value, from, next);
      from = next;
    }
    offsets[u + 1] = found.length;
  }
  return presenceOf(found, users, offsets, locations);
}

/** The different ids in order, and the number of each row's id among them. */
function usersOf(user: readonly string[]): { users: readonly string[]; numbers: Uint32Array } {
  const seen = new Map<string, number>();
  const numbers = new Uint32Array(user.length);
  for (let i = 0; i < user.length; i++) {
    const number = seen.get(user[i]!) ?? seen.size;
    if (number === seen.size) seen.set(user[i]!, number);
    numbers[i] = number;
  }
  const ids = [...seen.keys()];
  const order = orderOfIds(ids);
  const rank = rankOf(order);
  for (let i = 0; i < numbers.length; i++) numbers[i] = rank[numbers[i]!]!;
  return { users: Array.from(order, (row) => ids[row]!), numbers };
}
