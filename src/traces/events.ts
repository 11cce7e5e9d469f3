import { checkLength, checkWholes, fail } from "../core/check.ts";
import { checkLists, checkLocations } from "../core/check-tables.ts";
import { groupByUserAndTime } from "../core/group.ts";
import { orderOfIds, rankOf } from "../core/ids.ts";
import type { Locations, Traces } from "../types.ts";

/** Located events as columns in any order, as they come from Parquet, Arrow or a database. */
export interface EventColumns {
  /** Every user's id once, in any order. */
  readonly users: readonly string[];
  /** The user of each event: a row of `users`. */
  readonly user: Uint32Array;
  /** The time of each event, UTC seconds. */
  readonly time: Uint32Array;
  /** The place of each event: a row of the locations. */
  readonly location: Uint32Array;
}

/**
 * Where was each phone, and when? The same traces as `buildTraces` from events that are already columns: located posts,
 * network signalling, or records read by another library.
 *
 * **How** One counting sort by user, and for each user whose events are not yet in time order a radix sort by time; both
 * are stable, so that events of the same second keep the order of the input.
 *
 * @param events - user, time and location columns of one length, and the users' ids
 * @param locations - the places that `events.location` numbers
 * @returns traces of all `users` in the order of their ids, also of those without an event; `unlocated` is 0
 * @throws RangeError for columns of different lengths, a user or location that is not there, an id given twice, or times
 * that are no whole seconds from 1970 to 2106, such as milliseconds or dates
 *
 * **Cost** O(events + users log users); 24 bytes per event while it runs.
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const user = Uint32Array.of(1, 0, 1);
 * const traces = buildTracesOfEvents({ users: ["bo", "ana"], user, time: Uint32Array.of(30, 10, 20), location: Uint32Array.of(0, 0, 1) }, antennas);
 * traces.users; // [ 'ana', 'bo' ]
 * rowsOf(traces); // [ { time: 20, location: 1 }, { time: 30, location: 0 }, { time: 10, location: 0 } ]
 */
export function buildTracesOfEvents(events: EventColumns, locations: Locations): Traces {
  const where = "buildTracesOfEvents";
  checkLists(where, "events", events, ["users", "user", "time", "location"], "{ users, user, time, location }");
  checkLocations(where, "locations", locations);
  const { users, user, time, location } = events;
  checkLength(where, "events.time", time.length, user.length);
  checkLength(where, "events.location", location.length, user.length);
  checkWholes(where, "events.user", user);
  checkWholes(where, "events.time", time);
  checkWholes(where, "events.location", location);
  const order = orderOfIds(users);
  for (let i = 1; i < order.length; i++) {
    const id = users[order[i]!]!;
    if (id === users[order[i - 1]!]) fail(where, "events.users", "all different", id);
  }
  const rank = rankOf(order);
  const ordered = order.every((row, i) => row === i);
  const numbers = ordered ? user : new Uint32Array(user.length);
  for (let i = 0; i < user.length; i++) {
    if (user[i]! >= users.length) fail(where, `events.user[${i}]`, `below the ${users.length} users`, user[i]);
    if (location[i]! >= locations.length) {
      fail(where, `events.location[${i}]`, `below the ${locations.length} locations`, location[i]);
    }
    if (!ordered) numbers[i] = rank[user[i]!]!;
  }
  const grouped = groupByUserAndTime(numbers, time, location, users.length);
  return {
    locations,
    users: ordered ? users : Array.from(order, (row) => users[row]!),
    length: user.length,
    offsets: grouped.offsets,
    columns: { time: grouped.time, location: grouped.value },
    unlocated: 0,
  };
}
