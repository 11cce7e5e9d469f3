import { checkOptions } from "../core/check.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import type { Located, Table } from "../types.ts";
import { checkedUnit, type EntropyOptions, logOf, tableOfLogs } from "./entropy-tables.ts";
import { countPlaces } from "./place-weights.ts";
import { checkSeenPlaces, type SeenPlaces } from "./seen-places.ts";

/** Per location how many people are seen there and how evenly; `base` is that of the logarithm. */
export type LocationEntropies = Located &
  Table<{
    readonly rows: Uint32Array;
    readonly people: Uint32Array;
    readonly randomEntropy: Float64Array;
    readonly entropy: Float64Array;
    readonly evenness: Float64Array;
  }> & { readonly base: number };

/**
 * Is a place somebody's own, or everybody's? The entropy of each location over the people seen there.
 *
 * **How** entropy = −Σ p log p over the users of the location, p the share of its rows that are the user's;
 * randomEntropy = log n, n the users seen there; evenness = entropy / randomEntropy. A home has an entropy near 0, a market
 * one near log n.
 *
 * @param seen - where users were seen: traces, stays, daily locations
 * @param options - the base of the logarithm, and so the unit
 * @returns one row per location: `rows`; `people`, distinct ones; `randomEntropy` and `entropy` of at least 0, NaN where
 * nobody was seen; `evenness` from 0 to 1, NaN for fewer than two users. Counts of parts of the users add up; entropies do
 * not. The table carries its `base`
 * @throws RangeError for a base that is not above 1, for rows at locations that do not exist, or a user who stands twice
 *
 * **Departs from the source** scikit-mobility computes the entropy in nats and the random entropy in bits, and divides the
 * one by the other where it normalises, so that 1 becomes ln 2; its evenness of a single user is 0.
 *
 * **Cost** O(rows): 4 ns a row and some 15 ns for each place of each user.
 *
 * [cranshaw-2010]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85, 86], [0, 0]);
 * const events = { users: ["ann", "bo"], user: Uint32Array.of(0, 0, 1), time: new Uint32Array(3), location: Uint32Array.of(0, 1, 1) };
 * const { people, entropy } = locationEntropy(buildTracesOfEvents(events, antennas), { base: 2 }).columns;
 * [people, entropy]; // [ Uint32Array(2) [ 1, 2 ], Float64Array(2) [ 0, 1 ] ]
 */
export function locationEntropy(seen: SeenPlaces, options: EntropyOptions): LocationEntropies {
  const where = "locationEntropy";
  checkSeenPlaces(where, seen);
  checkUsersOnce(where, "seen", seen.users);
  checkOptions(where, options, ["base"]);
  const { base } = options;
  const unit = checkedUnit(where, base);
  const { locations, offsets } = seen;
  const { location } = seen.columns;
  const length = locations.length;
  const rows = new Uint32Array(length);
  const people = new Uint32Array(length);
  /** Σ c log c over the users of a location, c the user's rows there. */
  const sums = new Float64Array(length);
  const rowsAt = new Uint32Array(length);
  const places = new Uint32Array(length);
  const logs = tableOfLogs();
  for (let u = 0; u < seen.users.length; u++) {
    const count = countPlaces(location, offsets[u]!, offsets[u + 1]!, rowsAt, places);
    for (let k = 0; k < count; k++) {
      const l = places[k]!;
      const c = rowsAt[l]!;
      rowsAt[l] = 0;
      rows[l]! += c;
      people[l]!++;
      sums[l]! += c * logOf(c, logs);
    }
  }
  const randomEntropy = new Float64Array(length).fill(Number.NaN);
  const entropy = new Float64Array(length).fill(Number.NaN);
  const evenness = new Float64Array(length).fill(Number.NaN);
  for (let l = 0; l < length; l++) {
    const n = people[l]!;
    if (n === 0) continue;
    const most = logOf(n, logs);
    const nats = n === 1 ? 0 : Math.max(0, logOf(rows[l]!, logs) - sums[l]! / rows[l]!);
    randomEntropy[l] = most / unit;
    entropy[l] = nats / unit;
    evenness[l] = Math.min(1, nats / most);
  }
  return { locations, length, base, columns: { rows, people, randomEntropy, entropy, evenness } };
}
