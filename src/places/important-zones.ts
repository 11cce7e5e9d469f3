import { checkLength, fail } from "../core/check.ts";
import { checkRuns } from "../core/check-events.ts";
import { checkLabels } from "../core/check-places.ts";
import { checkZones } from "../core/check-tables.ts";
import { checkSameUsers } from "../core/check-users.ts";
import { findZones } from "../space/zone-index.ts";
import type { Located, Sequences, Zones } from "../types.ts";
import { checkClusters, type LeaderClusters } from "./important-clusters.ts";
import type { MeaningfulPlaces } from "./important-labels.ts";

/** Labelled places and the zone that each lies in, −1 where it lies in none; `label` numbers `labels`. */
export type PlacesInZones = Located &
  Sequences<{ readonly rank: Uint32Array; readonly location: Int32Array; readonly label: Uint8Array }> & {
    readonly labels: readonly string[];
  };

/**
 * In which zone does each labelled place lie? The table that labelled places are counted from.
 *
 * **How** The zone that holds the centre of the cluster, as `findZones` finds it.
 *
 * @param clusters - the clusters, with their centres
 * @param places - the label of each of them, row for row
 * @param zones - zones with their borders
 * @returns a row per place, in the same order, over `zones`: `location` −1 where the centre lies in no zone
 * @throws RangeError for tables of other users or of as many rows as there are not clusters, and for a label without a name
 *
 * **Cost** that of `findZones`: some hundred nanoseconds a place
 *
 * [flowkit]
 *
 * @example
 * const zones = buildZones(["W", "E"], [[[[[85, 27], [85.35, 27], [85.35, 28], [85, 28]]]], [[[[85.35, 27], [86, 27], [86, 28], [85.35, 28]]]]]);
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const presence = buildPresenceOfDays({ user: ["ann", "ann"], day: [1, 2], location: [0, 1] }, antennas);
 * const clusters = buildLeaderClusters(presence, { radiusMeters: 1000, join: firstLeader(), centroid: movingCentroid() });
 * const columns = { rank: Uint32Array.of(1, 2), label: Uint8Array.of(1, 0), required: Uint8Array.of(0, 0) };
 * const places = { users: ["ann"], offsets: Uint32Array.of(0, 2), length: 2, columns, labels: ["unknown", "night"] };
 * buildPlacesInZones(clusters, places, zones).columns.location; // Int32Array(2) [ 0, 1 ]
 */
export function buildPlacesInZones(clusters: LeaderClusters, places: MeaningfulPlaces, zones: Zones): PlacesInZones {
  const where = "buildPlacesInZones";
  checkClusters(where, clusters);
  checkRuns(where, "places", places, ["rank", "label"]);
  checkSameUsers(where, "places", places.users, clusters.users, "clusters");
  checkLength(where, "places.length", places.length, clusters.length);
  checkLabels(where, "places", places);
  const { rank, label } = places.columns;
  for (let row = 0; row < places.length; row++) {
    if (rank[row] !== clusters.columns.rank[row]) {
      fail(where, `places.columns.rank[${row}]`, `${clusters.columns.rank[row]}, as of the cluster`, rank[row]);
    }
  }
  const { users, offsets, length } = clusters;
  checkZones(where, "zones", zones);
  const location = findZones(zones, clusters.columns.lon, clusters.columns.lat);
  const columns = { rank: rank.slice(), location, label: label.slice() };
  return { locations: zones, users, offsets, length, columns, labels: places.labels.slice() };
}
