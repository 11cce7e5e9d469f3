import { checkTimeOrder } from "../core/check-events.ts";
import { checkPlaced } from "../core/check-places.ts";
import type { Located, Sequences } from "../types.ts";

/** Where users were seen, a row a sighting: traces, slots, daily locations, presence, stays. */
export type SeenPlaces = Located & Sequences<{ readonly location: Uint32Array }>;

/** The columns that say when a row was, in the tables that have one. */
const TIMES = ["time", "start", "day"] as const;

/** Throws unless there is a run of rows for each user, at locations that exist. */
export function checkSeenPlaces(where: string, seen: SeenPlaces): void {
  checkPlaced(where, "seen", seen, ["location"]);
}

/** Throws unless the rows of each user are at locations that exist and, where they have a time, a start or a day, in its order. */
export function checkSeenInOrder(where: string, seen: SeenPlaces): void {
  checkSeenPlaces(where, seen);
  const columns: Readonly<Record<string, unknown>> = seen.columns;
  for (const name of TIMES) {
    const values = columns[name];
    if (!ArrayBuffer.isView(values)) continue;
    checkTimeOrder(where, `seen.columns.${name}`, seen.offsets, values as Uint32Array | Int32Array);
  }
}
