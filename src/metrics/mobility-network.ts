import { checkOptions, fail } from "../core/check.ts";
import { longestRun } from "../core/runs.ts";
import type { Located, Sequences } from "../types.ts";
import { checkSeenInOrder, type SeenPlaces } from "./seen-places.ts";

export interface MobilityNetworkOptions {
  /** What becomes of two rows in a row at one place: "drop", unless given, leaves them out; "keep" makes them loops. */
  readonly selfLoops?: "drop" | "keep";
}

/** Per user the pairs of places between which the user went, and how often. */
export type MobilityNetworks = Located &
  Sequences<{ readonly origin: Uint32Array; readonly destination: Uint32Array; readonly trips: Uint32Array }>;

/**
 * Between which places does each person go, and how often? The individual mobility network.
 *
 * **How** a node for each place, an edge from origin to destination for each pair of consecutive rows of the user, with the
 * number of such pairs. The networks of all users added up are what `countTransitions` counts.
 *
 * @param seen - where each user was seen, in time order: traces, stays, daily locations
 * @param options - what becomes of rows that stay where they are
 * @returns for each user a row per edge, in the order of `origin` and `destination`: `trips` of at least 1. A user who is
 * never seen to move has none
 * @throws RangeError for rows out of time order or at locations that do not exist
 *
 * **Cost** O(moves of all users · log moves of one); 12 bytes per edge.
 *
 * [rinzivillo-2014] [pappalardo-2022]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85, 86], [0, 0]);
 * const events = { users: ["ann"], user: new Uint32Array(5), time: Uint32Array.of(1, 2, 3, 4, 5), location: Uint32Array.of(0, 1, 1, 0, 1) };
 * rowsOf(mobilityNetwork(buildTracesOfEvents(events, antennas))); // [ { origin: 0, destination: 1, trips: 2 }, { origin: 1, destination: 0, trips: 1 } ]
 */
export function mobilityNetwork(seen: SeenPlaces, options: MobilityNetworkOptions = {}): MobilityNetworks {
  const where = "mobilityNetwork";
  checkSeenInOrder(where, seen);
  checkOptions(where, options, ["selfLoops"]);
  const { selfLoops = "drop" } = options;
  if (selfLoops !== "drop" && selfLoops !== "keep") fail(where, "selfLoops", '"drop" or "keep"', selfLoops);
  const { users, locations } = seen;
  const { location } = seen.columns;
  const n = locations.length;
  const keep = selfLoops === "keep";
  /** The user's pairs, each as the number origin · n + destination, in order. */
  const pairs = new Float64Array(longestRun(seen.offsets));
  const pairsOf = (u: number): Float64Array => {
    let count = 0;
    for (let i = seen.offsets[u]! + 1; i < seen.offsets[u + 1]!; i++) {
      if (keep || location[i] !== location[i - 1]) pairs[count++] = location[i - 1]! * n + location[i]!;
    }
    return pairs.subarray(0, count).sort();
  };
  const offsets = new Uint32Array(users.length + 1);
  const origin: number[] = [];
  const destination: number[] = [];
  const trips: number[] = [];
  for (let u = 0; u < users.length; u++) {
    const sorted = pairsOf(u);
    for (let k = 0; k < sorted.length; k++) {
      if (k > 0 && sorted[k] === sorted[k - 1]) {
        trips[trips.length - 1]!++;
        continue;
      }
      origin.push(Math.floor(sorted[k]! / n));
      destination.push(sorted[k]! % n);
      trips.push(1);
    }
    offsets[u + 1] = trips.length;
  }
  const columns = {
    origin: Uint32Array.from(origin),
    destination: Uint32Array.from(destination),
    trips: Uint32Array.from(trips),
  };
  return { locations, users, offsets, length: trips.length, columns };
}
