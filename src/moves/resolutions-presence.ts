import { checkCrosswalk } from "../core/check-crosswalk.ts";
import { checkPresence } from "../core/check-traces.ts";
import { sortFirst } from "../core/order.ts";
import { largestShares } from "../space/largest-shares.ts";
import type { Crosswalk, Presence } from "../types.ts";

/** Presence over other locations; `unlocated` counts the events left out because they lie in none of these. */
export type RelocatedPresence = Presence & { readonly unlocated: number };

/**
 * In which districts was each person seen on each day, by the antennas they were seen at? Presence over coarser locations.
 *
 * **How** each row goes to the location of `crosswalk.to` that has the largest share of the row's own location, of equal
 * shares the lower row; rows of one user, day and new location become one, with their events together. That is what the
 * relocated traces would have given. (Not so for presence with one chosen location a day: choose among the relocated
 * ones, because the antenna most used on a day need not lie in the district most used.)
 *
 * @param presence - in which locations each user was seen on which day
 * @param crosswalk - shares of the presence's locations in the new ones
 * @returns presence over `crosswalk.to`, all users kept; the events of rows that have no share anywhere are left out and
 * counted in `unlocated`
 * @throws RangeError where the crosswalk does not start from the presence's locations, and for presence that is not sorted
 * or repeats rows
 *
 * **Cost** O(rows + entries of the crosswalk).
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const district = buildZones(["D"], [[[[[85, 27], [86, 27], [86, 28], [85, 28]]]]]);
 * const presence = buildPresenceOfDays({ user: ["ana", "ana"], day: [5, 5], location: [0, 1] }, antennas);
 * rowsOf(relocatePresence(presence, buildPointCrosswalk(antennas, district))); // [ { day: 5, location: 0, events: 2 } ]
 */
export function relocatePresence(presence: Presence, crosswalk: Crosswalk): RelocatedPresence {
  const where = "relocatePresence";
  checkPresence(where, presence);
  return relocated(where, "crosswalk", presence, crosswalk);
}

/** As `relocatePresence` for presence that is well formed; `name` is that of the crosswalk. */
export function relocated(where: string, name: string, presence: Presence, crosswalk: Crosswalk): RelocatedPresence {
  checkCrosswalk(where, name, crosswalk, { from: presence.locations });
  const target = largestShares(crosswalk);
  const { users, offsets: rows } = presence;
  const { day: days, location: places, events: counts } = presence.columns;
  const offsets = new Uint32Array(users.length + 1);
  const day = new Int32Array(presence.length);
  const location = new Uint32Array(presence.length);
  const events = new Uint32Array(presence.length);
  const tally = new Uint32Array(crosswalk.to.length);
  const touched = new Uint32Array(crosswalk.to.length);
  let at = 0;
  let unlocated = 0;
  for (let u = 0; u < users.length; u++) {
    const end = rows[u + 1]!;
    for (let i = rows[u]!; i < end; ) {
      const today = days[i]!;
      let distinct = 0;
      for (; i < end && days[i] === today; i++) {
        const to = target[places[i]!]!;
        if (to < 0) {
          unlocated += counts[i]!;
          continue;
        }
        if (tally[to] === 0) touched[distinct++] = to;
        tally[to]! += counts[i]!;
      }
      sortFirst(touched, distinct);
      for (let t = 0; t < distinct; t++) {
        const l = touched[t]!;
        day[at] = today;
        location[at] = l;
        events[at++] = tally[l]!;
        tally[l] = 0;
      }
    }
    offsets[u + 1] = at;
  }
  const columns = { day: day.slice(0, at), location: location.slice(0, at), events: events.slice(0, at) };
  return { locations: crosswalk.to, users, offsets, length: at, columns, unlocated };
}
