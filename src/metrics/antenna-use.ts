import { checkNumber, checkOptions } from "../core/check.ts";
import { sortFirst } from "../core/order.ts";
import { fewestFor } from "../core/summary.ts";
import type { Located, UserTable } from "../types.ts";
import { countPlaces } from "./place-weights.ts";
import { checkSeenPlaces, type SeenPlaces } from "./seen-places.ts";

export interface AntennaUseOptions {
  /** The share of a user's rows that the frequent places hold together, above 0 and at most 1; 0.8 in bandicoot. */
  readonly frequentShare: number;
}

/** Per user how many places were used, and how many of them matter. */
export type AntennaUse = Located &
  UserTable<{
    readonly rows: Uint32Array;
    readonly places: Uint32Array;
    readonly frequentPlaces: Uint32Array;
    readonly mainShare: Float64Array;
  }>;

/**
 * How many antennas (or districts) does each person use, and how few of them hold most of the person's records?
 *
 * **How** `places` = distinct locations; frequentPlaces = the smallest k for which the k most used locations hold at least
 * frequentShare of the rows; mainShare = rows at the most used location / rows. The entropy of the locations is
 * `uncorrelatedEntropy`.
 *
 * @param seen - where each user was seen: traces, or what `buildSlotLocations` makes of them, so that a burst of calls
 * counts once
 * @param options - the share that the frequent places hold
 * @returns one row per user: `rows` counted, `places`, `frequentPlaces` ≤ places, `mainShare` from 1 / places to 1. A user
 * without rows has 0, 0, 0 and NaN
 * @throws RangeError for a share of 0 or less or above 1, and for locations that do not exist
 *
 * **Departs from the source** bandicoot counts records whose antenna is unknown as one more antenna; here they are in no
 * table of places.
 *
 * **Cost** O(rows + users · places log places)
 *
 * [bandicoot]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B", "C"], [85.3, 85.4, 85.5], [27.7, 27.6, 27.5]);
 * const events = { users: ["ann"], user: new Uint32Array(5), time: new Uint32Array(5), location: Uint32Array.of(0, 0, 0, 1, 2) };
 * const use = measureAntennaUse(buildTracesOfEvents(events, antennas), { frequentShare: 0.8 });
 * rowsOf(use); // [ { rows: 5, places: 3, frequentPlaces: 2, mainShare: 0.6 } ]
 */
export function measureAntennaUse(seen: SeenPlaces, options: AntennaUseOptions): AntennaUse {
  const where = "measureAntennaUse";
  checkSeenPlaces(where, seen);
  checkOptions(where, options, ["frequentShare"]);
  const { frequentShare } = options;
  checkNumber(where, "frequentShare", frequentShare, Number.MIN_VALUE, 1);
  const { users, offsets, locations } = seen;
  const { location } = seen.columns;
  const rows = new Uint32Array(users.length);
  const places = new Uint32Array(users.length);
  const frequentPlaces = new Uint32Array(users.length);
  const mainShare = new Float64Array(users.length).fill(NaN);
  const count = new Uint32Array(locations.length);
  const touched = new Uint32Array(locations.length);
  for (let u = 0; u < users.length; u++) {
    const from = offsets[u]!;
    const to = offsets[u + 1]!;
    if (from === to) continue;
    const reached = countPlaces(location, from, to, count, touched);
    for (let t = 0; t < reached; t++) {
      const l = touched[t]!;
      touched[t] = count[l]!;
      count[l] = 0;
    }
    sortFirst(touched, reached);
    const counts = touched.subarray(0, reached);
    const n = to - from;
    rows[u] = n;
    places[u] = reached;
    frequentPlaces[u] = fewestFor(frequentShare, counts, n);
    mainShare[u] = counts[reached - 1]! / n;
  }
  return { locations, users, length: users.length, columns: { rows, places, frequentPlaces, mainShare } };
}
