import { checkLocations, checkZones } from "../core/check-tables.ts";
import type { Crosswalk, Locations, Zones } from "../types.ts";
import { findZones } from "./zone-index.ts";

/**
 * Which zone does each antenna count for? The crosswalk that gives every location wholly to the zone it stands in.
 *
 * **How** `findZones`: share 1 for the zone that contains the point; no entry for a point outside every zone.
 *
 * @param locations - antennas, stops, or zones (by their centroids)
 * @param zones - the zones to count for; where they overlap, the lowest row is taken
 * @returns a crosswalk from `locations` to `zones` with at most one entry per row
 * @throws RangeError for anything but locations, and zones with their borders
 *
 * **Cost** as `findZones`.
 * @example
 * const zones = buildZones(["west", "east"], [[[[[0, 0], [1, 0], [1, 1], [0, 1]]]], [[[[1, 0], [2, 0], [2, 1], [1, 1]]]]]);
 * const antennas = createLocations("antennas", ["A", "B", "C"], [1.5, 5, 0.5], [0.5, 0.5, 0.5]);
 * buildPointCrosswalk(antennas, zones).shares.offsets; // Uint32Array(4) [ 0, 1, 1, 2 ]
 * buildPointCrosswalk(antennas, zones).shares.index; // Uint32Array(2) [ 1, 0 ]
 */
export function buildPointCrosswalk(locations: Locations, zones: Zones): Crosswalk {
  const where = "buildPointCrosswalk";
  checkLocations(where, "locations", locations);
  checkZones(where, "zones", zones);
  const zone = findZones(zones, locations.columns.lon, locations.columns.lat);
  const offsets = new Uint32Array(locations.length + 1);
  for (let i = 0; i < zone.length; i++) offsets[i + 1] = offsets[i]! + (zone[i]! < 0 ? 0 : 1);
  const index = Uint32Array.from(zone.filter((row) => row >= 0));
  return { from: locations, to: zones, shares: { offsets, index, value: new Float64Array(index.length).fill(1) } };
}
