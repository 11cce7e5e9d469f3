import { fail } from "../core/check.ts";
import { checkSequences } from "../core/check-tables.ts";
import type { Located, Sequences } from "../types.ts";

/** Where users were seen, a row a sighting: traces, slots, daily locations, presence, stays. */
export type SeenPlaces = Located & Sequences<{ readonly location: Uint32Array }>;

/** Throws unless there is a run of rows for each user, at locations that exist. */
export function checkSeenPlaces(where: string, seen: SeenPlaces): void {
  checkSequences(where, "seen", seen, ["location"]);
  const { location } = seen.columns;
  const locations = seen.locations.length;
  const { length } = location;
  let row = 0;
  while (row < length && location[row]! < locations) row++;
  if (row < length) fail(where, `seen.columns.location[${row}]`, `below the ${locations} locations`, location[row]);
}
