import { checkOptions } from "../core/check.ts";
import { checkLocations, checkZones } from "../core/check-tables.ts";
import { findZones } from "../space/zone-index.ts";
import type { GroupCounts, Locations, Zones } from "../types.ts";
import { numberCategories } from "./poi-categories.ts";

export interface CountPoisOptions {
  /** The categories in the order of the result; those that occur, sorted by name, unless given. */
  readonly labels?: readonly string[];
}

/** Points of interest by zone and category, and beside them those of each category that lie in no zone. */
export type PoiCounts = GroupCounts & { readonly outside: Float64Array };

/**
 * How many points of interest of each category lie in each zone?
 *
 * **How** `findZones`: a point on a border that zones share lies in one of them; where zones overlap, in the lowest row.
 *
 * @param zones - districts, cells of antennas, squares of a grid
 * @param pois - the points of interest
 * @param categories - the category of each
 * @param options - the categories
 * @returns `count`, the cell of zone z and category c at z · labels.length + c; counts and `outside` together add up to the
 * number of points
 * @throws RangeError for as many categories as there are not points, a category that is none of the labels, or neither
 * points nor labels
 *
 * **Cost** that of `findZones`, and O(zones · labels) memory
 *
 * @example
 * const zones = buildZones(["west", "east"], [[[[[0, 0], [1, 0], [1, 1], [0, 1]]]], [[[[1, 0], [2, 0], [2, 1], [1, 1]]]]]);
 * const pois = createLocations("stops", ["p", "q", "r"], [0.5, 0.6, 5], [0.5, 0.5, 0.5]);
 * const { labels, count, outside } = countPois(zones, pois, ["school", "clinic", "school"]);
 * labels; // [ 'clinic', 'school' ]
 * count; // Float64Array(4) [ 1, 1, 0, 0 ]
 * outside; // Float64Array(2) [ 0, 1 ]
 */
export function countPois(
  zones: Zones,
  pois: Locations,
  categories: readonly string[],
  options: CountPoisOptions = {},
): PoiCounts {
  const where = "countPois";
  checkZones(where, "zones", zones);
  checkLocations(where, "pois", pois);
  checkOptions(where, options, ["labels"]);
  const { labels, of } = numberCategories(where, categories, pois.length, options.labels);
  const zone = findZones(zones, pois.columns.lon, pois.columns.lat);
  const count = new Float64Array(zones.length * labels.length);
  const outside = new Float64Array(labels.length);
  for (let p = 0; p < pois.length; p++) {
    if (zone[p]! < 0) outside[of[p]!]!++;
    else count[zone[p]! * labels.length + of[p]!]!++;
  }
  return { locations: zones, labels, count, outside };
}
