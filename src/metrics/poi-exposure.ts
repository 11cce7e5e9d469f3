import { checkNumber, checkOptions } from "../core/check.ts";
import { checkLocations } from "../core/check-tables.ts";
import { createLocations } from "../core/locations.ts";
import { buildSearch, searchWithin } from "../space/nearby.ts";
import { findNearest } from "../space/nearest.ts";
import type { GroupCounts, Locations } from "../types.ts";
import { numberCategories } from "./poi-categories.ts";

export interface PoiExposureOptions {
  /** How near a point of interest must be to count, in metres along the great circle, the border included. */
  readonly radiusMeters: number;
  /** The categories in the order of the result; those that occur, sorted by name, unless given. */
  readonly labels?: readonly string[];
}

/**
 * Points of interest about each location: how many of each category lie within the radius (`count`), and the row and the
 * distance of the nearest of each category, however far. Cells are numbered as in `GroupCounts`.
 */
export type PoiExposure = GroupCounts & { readonly nearest: Int32Array; readonly distanceMeters: Float64Array };

/**
 * What do people find near an antenna or a home: how many schools, places of worship, clinics, camps within reach, and how
 * far is the nearest of each?
 *
 * **How** count[l · labels + c] = number of points p of category c with greatCircleMeters(l, p) ≤ radiusMeters;
 * nearest[l · labels + c] = the point of category c with the least distance, the lowest row of equally near ones.
 *
 * @param locations - antennas, homes, zones (about their centroids)
 * @param pois - the points of interest; kind "stops"
 * @param categories - the category of each point of interest, such as its `amenity` in OpenStreetMap
 * @param options - the radius, and the categories
 * @returns `count`, `nearest` (rows of `pois`) and `distanceMeters`, the cell of location l and category c at
 * l · labels.length + c. A category of which there is no point has count 0, nearest −1 and distance NaN everywhere
 * @throws RangeError for a radius below 0, as many categories as there are not points, a category that is none of the
 * labels, or neither points nor labels
 *
 * **Departs from the paper** its variables are not public: radius and categories are the caller's.
 *
 * **Cost** O((points + locations) · log points + points found); memory O(locations · labels)
 *
 * [andris-2019]
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [36.1, 36.4], [36.2, 36.2]);
 * const pois = createLocations("stops", ["p", "q", "r"], [36.1, 36.11, 36.3], [36.2, 36.21, 36.2]);
 * const exposure = measurePoiExposure(antennas, pois, ["school", "mosque", "school"], { radiusMeters: 10000, labels: ["camp", "mosque", "school"] });
 * exposure.count; // Float64Array(6) [ 0, 1, 1, 0, 0, 1 ]
 * exposure.nearest; // Int32Array(6) [ -1, 1, 0, -1, 1, 2 ]
 * exposure.distanceMeters.map(Math.round); // Float64Array(6) [ NaN, 1429, 0, NaN, 26044, 8973 ]
 */
export function measurePoiExposure(
  locations: Locations,
  pois: Locations,
  categories: readonly string[],
  options: PoiExposureOptions,
): PoiExposure {
  const where = "measurePoiExposure";
  checkLocations(where, "locations", locations);
  checkLocations(where, "pois", pois);
  checkOptions(where, options, ["radiusMeters", "labels"]);
  const { labels, of } = numberCategories(where, categories, pois.length, options.labels);
  const { radiusMeters } = options;
  checkNumber(where, "radiusMeters", radiusMeters, 0);
  const { lon, lat } = locations.columns;
  const count = new Float64Array(locations.length * labels.length);
  const search = buildSearch(pois);
  for (let l = 0; l < locations.length; l++) {
    searchWithin(search, lon[l]!, lat[l]!, radiusMeters);
    for (let k = 0; k < search.length; k++) count[l * labels.length + of[search.row[k]!]!]!++;
  }
  const nearest = new Int32Array(count.length).fill(-1);
  const distanceMeters = new Float64Array(count.length).fill(Number.NaN);
  for (let c = 0; c < labels.length; c++) {
    const rows = rowsOfCategory(of, c);
    if (rows.length === 0) continue;
    const found = findNearest(only(pois, rows), lon, lat);
    for (let l = 0; l < locations.length; l++) {
      nearest[l * labels.length + c] = rows[found.location[l]!]!;
      distanceMeters[l * labels.length + c] = found.distanceMeters[l]!;
    }
  }
  return { locations, labels, count, nearest, distanceMeters };
}

function rowsOfCategory(of: Uint32Array, category: number): number[] {
  const rows: number[] = [];
  for (let p = 0; p < of.length; p++) if (of[p] === category) rows.push(p);
  return rows;
}

function only(pois: Locations, rows: readonly number[]): Locations {
  const { id, lon, lat } = pois.columns;
  return createLocations(
    pois.kind,
    rows.map((p) => id[p]!),
    rows.map((p) => lon[p]!),
    rows.map((p) => lat[p]!),
  );
}
