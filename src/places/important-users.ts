import { checkLength, checkOptions, fail } from "../core/check.ts";
import { checkRuns } from "../core/check-events.ts";
import { checkSameUsers } from "../core/check-users.ts";
import type { Located, UserTable } from "../types.ts";
import { checkClusters, type LeaderClusters } from "./important-clusters.ts";
import type { ImportantPlaces } from "./important-detection.ts";

export interface UserPlacesOptions {
  /** Which place of each person: their "home" or their "work". */
  readonly role: "home" | "work";
}

/** One place per user: `location` that founded its cluster (−1: none), the cluster's `rank` (0: none) and centre, and whether it is tied. */
export type UserPlaces = Located &
  UserTable<{
    readonly location: Int32Array;
    readonly rank: Uint32Array;
    readonly lon: Float64Array;
    readonly lat: Float64Array;
    readonly tied: Uint8Array;
  }>;

/**
 * Where does each person live or work, by their important places? One row per user, to count residents or to compare.
 *
 * **How** The row of the user's cluster that is home (or work): its leader, which is the location with the most days in it,
 * and its centre.
 *
 * @param clusters - the clusters that the features were measured of
 * @param places - which of them are home and work, row for row
 * @param options - `role`: which place
 * @returns one row per user: `location` −1, `rank` 0 and centre NaN where there is none
 * @throws RangeError for tables of other users or other clusters, and a role that is neither
 *
 * **Cost** O(places)
 *
 * [isaacman-2011]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { time: Uint32Array.of(50000, 79200, 136800), location: Uint32Array.of(0, 1, 0) };
 * const traces = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 3), length: 3, columns, unlocated: 0 };
 * const clock = createClock({ timeZone: "UTC" });
 * const clusters = buildLeaderClusters(buildPresence(traces, { clock }), { radiusMeters: 1000, join: firstLeader(), centroid: movingCentroid() });
 * const hours = { homeHours: { fromHour: 19, toHour: 7 }, workHours: { fromHour: 13, toHour: 17 } };
 * const places = detectImportantPlaces(measurePlaceFeatures(traces, clusters, { clock, ...hours }), { rule: daysAndHours() });
 * rowsOf(buildUserPlaces(clusters, places, { role: "home" })); // [ { location: 1, rank: 2, lon: 85.4, lat: 27.6, tied: 0 } ]
 */
export function buildUserPlaces(
  clusters: LeaderClusters,
  places: ImportantPlaces,
  options: UserPlacesOptions,
): UserPlaces {
  const where = "buildUserPlaces";
  checkClusters(where, clusters);
  checkRuns(where, "places", places, ["rank", "home", "work", "homeTied", "workTied"]);
  checkSameUsers(where, "places", places.users, clusters.users, "clusters");
  checkLength(where, "places.length", places.length, clusters.length);
  checkOptions(where, options, ["role"]);
  const { role } = options;
  if (role !== "home" && role !== "work") fail(where, "role", '"home" or "work"', role);
  const { locations, users, offsets } = clusters;
  const { rank, leader, lon, lat } = clusters.columns;
  const chosen = places.columns[role];
  const tied = role === "home" ? places.columns.homeTied : places.columns.workTied;
  const columns = {
    location: new Int32Array(users.length).fill(-1),
    rank: new Uint32Array(users.length),
    lon: new Float64Array(users.length).fill(Number.NaN),
    lat: new Float64Array(users.length).fill(Number.NaN),
    tied: new Uint8Array(users.length),
  };
  for (let u = 0; u < users.length; u++) {
    if (places.offsets[u + 1] !== offsets[u + 1]) {
      fail(where, `places.offsets[${u + 1}]`, `${offsets[u + 1]}, as of the clusters`, places.offsets[u + 1]);
    }
    for (let row = offsets[u]!; row < offsets[u + 1]!; row++) {
      if (chosen[row] !== 1) continue;
      columns.location[u] = leader[row]!;
      columns.rank[u] = rank[row]!;
      columns.lon[u] = lon[row]!;
      columns.lat[u] = lat[row]!;
      columns.tied[u] = tied[row]!;
    }
  }
  return { locations, users, length: users.length, columns };
}
