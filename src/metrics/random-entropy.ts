import { checkOptions } from "../core/check.ts";
import { checkedUnit, type Entropies, type EntropyOptions, logOf, tableOfLogs } from "./entropy-tables.ts";
import { numberOfLocations } from "./number-of-locations.ts";
import { checkSeenPlaces, type SeenPlaces } from "./seen-places.ts";

/**
 * How unpredictable would a person be who visited each of the places equally often? The random entropy.
 *
 * **How** entropy = log N, N the user's different places. It is the largest value that the uncorrelated entropy can take.
 *
 * @param seen - where each user was seen: traces, stays, daily locations
 * @param options - the base of the logarithm, and so the unit
 * @returns one row per user: `rows`, `places`, and `entropy` of at least 0; 0 for one place, NaN without rows. The table
 * carries its `base`
 * @throws RangeError for a base that is not above 1, and for rows at locations that do not exist
 *
 * **Cost** about 4 ns a row.
 *
 * [song-2010-limits]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const events = { users: ["ann"], user: new Uint32Array(3), time: Uint32Array.of(1, 2, 3), location: Uint32Array.of(0, 1, 0) };
 * rowsOf(randomEntropy(buildTracesOfEvents(events, antennas), { base: 2 })); // [ { rows: 3, places: 2, entropy: 1 } ]
 */
export function randomEntropy(seen: SeenPlaces, options: EntropyOptions): Entropies {
  const where = "randomEntropy";
  checkSeenPlaces(where, seen);
  checkOptions(where, options, ["base"]);
  const { base } = options;
  const unit = checkedUnit(where, base);
  const { rows, places } = numberOfLocations(seen).columns;
  const logs = tableOfLogs();
  const entropy = Float64Array.from(places, (n) => (n === 0 ? Number.NaN : logOf(n, logs) / unit));
  return { users: seen.users, length: seen.users.length, base, columns: { rows, places, entropy } };
}
