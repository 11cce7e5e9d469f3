import { checkOptions } from "../core/check.ts";
import { checkLocations } from "../core/check-tables.ts";
import { findNearest } from "../space/nearest.ts";
import type { DenseMatrix, Located, Locations, Table } from "../types.ts";
import { checkCosts } from "./reach.ts";

export interface NearestFacilityOptions {
  /** What it costs to get from each demand location (rows) to each facility (columns), Infinity where there is no way;
   * metres along the great circle unless given. */
  readonly costs?: DenseMatrix;
}

/** Per demand location the row of its nearest facility, −1 = none can be reached, and what it costs to get there. */
export type NearestFacilities = Located & Table<{ readonly facility: Int32Array; readonly cost: Float64Array }>;

/**
 * Which clinic, school or camp is nearest to each place, and how far is it?
 *
 * **How** the facility with the least cost, the lowest row of equal ones: along the great circle by `findNearest`, or by the
 * costs given.
 *
 * @param demand - where people are
 * @param facilities - where they want to get; there may be none
 * @param options - costs
 * @returns a row per demand location: `facility`, −1 where none can be reached, and `cost` in metres or in the unit of
 * `costs`, NaN with −1
 * @throws RangeError for costs of another size, missing or below 0
 *
 * **Cost** that of `findNearest`; with `costs` O(demand · facilities)
 *
 * @example
 * const homes = createLocations("stops", ["h", "k"], [85.3, 86], [27.7, 27.7]);
 * const clinics = createLocations("stops", ["p", "q"], [85.31, 85.33], [27.7, 27.7]);
 * const minutes = { rows: 2, columns: 2, value: Float64Array.of(25, 10, Infinity, Infinity) };
 * measureNearestFacility(homes, clinics).columns.cost.map(Math.round); // Float64Array(2) [ 985, 65962 ]
 * rowsOf(measureNearestFacility(homes, clinics, { costs: minutes })); // [ { facility: 1, cost: 10 }, { facility: -1, cost: NaN } ]
 */
export function measureNearestFacility(
  demand: Locations,
  facilities: Locations,
  options: NearestFacilityOptions = {},
): NearestFacilities {
  const where = "measureNearestFacility";
  checkLocations(where, "demand", demand);
  checkLocations(where, "facilities", facilities);
  checkOptions(where, options, ["costs"]);
  if (options.costs !== undefined) checkCosts(where, options.costs, demand, facilities);
  return nearestFacilities(demand, facilities, options.costs);
}

/** As `measureNearestFacility`, of arguments that were checked. */
export function nearestFacilities(
  demand: Locations,
  facilities: Locations,
  costs: DenseMatrix | undefined,
): NearestFacilities {
  const facility = new Int32Array(demand.length).fill(-1);
  const cost = new Float64Array(demand.length).fill(Number.NaN);
  if (costs !== undefined) {
    for (let i = 0; i < demand.length; i++) {
      let least = Infinity;
      for (let j = 0; j < facilities.length; j++) {
        const c = costs.value[i * facilities.length + j]!;
        if (c >= least) continue;
        least = c;
        facility[i] = j;
        cost[i] = c;
      }
    }
  } else if (facilities.length > 0) {
    const found = findNearest(facilities, demand.columns.lon, demand.columns.lat);
    facility.set(found.location);
    cost.set(found.distanceMeters);
  }
  return { locations: demand, length: demand.length, columns: { facility, cost } };
}
