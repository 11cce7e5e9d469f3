import type { UserTable } from "../types.ts";
import { countPlaces } from "./place-weights.ts";
import { checkSeenPlaces, type SeenPlaces } from "./seen-places.ts";

/** How often each user was seen, and at how many different places. */
export type NumbersOfLocations = UserTable<{ readonly rows: Uint32Array; readonly places: Uint32Array }>;

/**
 * At how many places was each person seen, and how often?
 *
 * **How** rows = all of the user's rows; places = different locations among them.
 *
 * @param seen - where each user was seen: traces, stays, daily locations
 * @returns one row per user, 0 and 0 for one who was never seen
 * @throws RangeError for rows at locations that do not exist
 *
 * **Cost** about 4 ns a row.
 *
 * [pappalardo-2022]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const events = { users: ["ann"], user: new Uint32Array(3), time: Uint32Array.of(1, 2, 3), location: Uint32Array.of(0, 1, 0) };
 * rowsOf(numberOfLocations(buildTracesOfEvents(events, antennas))); // [ { rows: 3, places: 2 } ]
 */
export function numberOfLocations(seen: SeenPlaces): NumbersOfLocations {
  checkSeenPlaces("numberOfLocations", seen);
  const { users, offsets } = seen;
  const { location } = seen.columns;
  const rows = new Uint32Array(users.length);
  const places = new Uint32Array(users.length);
  const rowsAt = new Uint32Array(seen.locations.length);
  const found = new Uint32Array(seen.locations.length);
  for (let u = 0; u < users.length; u++) {
    const count = countPlaces(location, offsets[u]!, offsets[u + 1]!, rowsAt, found);
    for (let k = 0; k < count; k++) rowsAt[found[k]!] = 0;
    rows[u] = offsets[u + 1]! - offsets[u]!;
    places[u] = count;
  }
  return { users, length: users.length, columns: { rows, places } };
}
