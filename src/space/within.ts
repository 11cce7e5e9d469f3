import { checkNumber, checkOptions, failInWords } from "../core/check.ts";
import { checkLocations } from "../core/check-tables.ts";
import type { Locations } from "../types.ts";
import { buildSearch, type Nearby, orderFound, searchWithin } from "./nearby.ts";
import { checkPoints } from "./zone-index.ts";

export interface WithinOptions {
  /** How far from a point, in metres along the great circle. */
  readonly radiusMeters: number;
}

/** More rows than offsets of 32 bits can number. */
const MOST_ROWS = 0xffff_ffff;

/**
 * Which antennas, facilities or towns lie within a distance of each point, and how far away is each of them?
 *
 * **How** Locations l with greatCircleMeters(point, l) ≤ radiusMeters. Their unit vectors stand in a k-d tree, which
 * knows neither poles nor a meridian of 180°.
 *
 * @param locations - where to look; there may be none
 * @param lon - longitudes of the points in degrees
 * @param lat - latitudes of the points in degrees
 * @param options - `radiusMeters`: the distance, the border included
 * @returns per point all locations within the radius, nearest first (equally near ones by row): point i owns rows
 * offsets[i] … offsets[i + 1] − 1 of `location` and `distanceMeters`, none where nothing is near
 * @throws RangeError for a radius below 0 or not finite, for lengths that differ, for a coordinate that is missing or out
 * of range, or for more than 4,294,967,295 rows in all
 *
 * **Cost** O(n log n) for the tree and some hundred nanoseconds per row found; 12 bytes per row, three times that while
 * the rows are gathered. A radius that takes in everything gives points · locations rows
 *
 * @example
 * const towns = createLocations("stops", ["A", "B", "C"], [85.3, 85.4, 85.9], [27.7, 27.6, 27.7]);
 * const { offsets, location } = findWithin(towns, [85.38, 0], [27.65, 0], { radiusMeters: 20000 });
 * offsets; // Uint32Array(3) [ 0, 2, 2 ]
 * location; // Uint32Array(2) [ 1, 0 ]
 */
export function findWithin(
  locations: Locations,
  lon: ArrayLike<number>,
  lat: ArrayLike<number>,
  options: WithinOptions,
): Nearby {
  const where = "findWithin";
  checkLocations(where, "locations", locations);
  checkPoints(where, lon, lat);
  checkOptions(where, options, ["radiusMeters"]);
  const { radiusMeters } = options;
  checkNumber(where, "radiusMeters", radiusMeters, 0);
  const search = buildSearch(locations);
  const offsets = new Uint32Array(lon.length + 1);
  let location = new Uint32Array(lon.length);
  let distanceMeters = new Float64Array(lon.length);
  for (let i = 0; i < lon.length; i++) {
    searchWithin(search, lon[i]!, lat[i]!, radiusMeters);
    orderFound(search);
    const from = offsets[i]!;
    const to = from + search.length;
    if (to > MOST_ROWS) failInWords(where, "radiusMeters", "small enough for 4294967295 rows", `${radiusMeters}`);
    if (to > location.length) {
      const room = Math.max(to, Math.min(MOST_ROWS, 2 * location.length));
      const rows = location.subarray(0, from);
      const distances = distanceMeters.subarray(0, from);
      location = new Uint32Array(room);
      location.set(rows);
      distanceMeters = new Float64Array(room);
      distanceMeters.set(distances);
    }
    location.set(search.row.subarray(0, search.length), from);
    distanceMeters.set(search.distance.subarray(0, search.length), from);
    offsets[i + 1] = to;
  }
  const rows = offsets[lon.length]!;
  return { offsets, location: location.slice(0, rows), distanceMeters: distanceMeters.slice(0, rows) };
}
