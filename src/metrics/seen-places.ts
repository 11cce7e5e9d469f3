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
  for (let i = 0; i < seen.length; i++) {
    if (!(location[i]! < locations))
      fail(where, `seen.columns.location[${i}]`, `below the ${locations} locations`, location[i]);
  }
}
