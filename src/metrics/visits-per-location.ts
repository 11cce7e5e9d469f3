import { checkUsersOnce } from "../core/check-users.ts";
import type { Located, Table } from "../types.ts";
import { checkSeenPlaces, type SeenPlaces } from "./seen-places.ts";

/** Per location how often somebody was seen there, and how many people. */
export type VisitsPerLocation = Located & Table<{ readonly visits: Uint32Array; readonly people: Uint32Array }>;

/**
 * How often is anybody seen at each place, and how many people are?
 *
 * @param seen - where users were seen: traces (every event is a visit), `buildArrivals` of them (every arrival is one), stays
 * @returns one row per location, those of no visit included: `visits`, `people` (distinct). Counts of parts of the users
 * add up
 * @throws RangeError for rows at locations that do not exist, or a user who stands twice
 *
 * **Cost** O(rows)
 *
 * [pappalardo-2022]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85, 86], [0, 0]);
 * const events = { users: ["ann", "bo"], user: Uint32Array.of(0, 0, 1), time: new Uint32Array(3), location: Uint32Array.of(1, 1, 1) };
 * rowsOf(visitsPerLocation(buildTracesOfEvents(events, antennas))); // [ { visits: 0, people: 0 }, { visits: 3, people: 2 } ]
 */
export function visitsPerLocation(seen: SeenPlaces): VisitsPerLocation {
  checkSeenPlaces("visitsPerLocation", seen);
  checkUsersOnce("visitsPerLocation", "seen", seen.users);
  const { locations, offsets } = seen;
  const { location } = seen.columns;
  const visits = new Uint32Array(locations.length);
  const people = new Uint32Array(locations.length);
  // The last user seen at each location, counted from 1, so that nothing is cleared.
  const seenBy = new Uint32Array(locations.length);
  for (let u = 0; u < seen.users.length; u++) {
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      const l = location[i]!;
      visits[l]!++;
      if (seenBy[l] === u + 1) continue;
      seenBy[l] = u + 1;
      people[l]!++;
    }
  }
  return { locations, length: locations.length, columns: { visits, people } };
}
