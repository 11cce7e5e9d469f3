import { checkOptions } from "../core/check.ts";
import { checkLocations } from "../core/check-tables.ts";
import type { DenseMatrix, Located, Locations, Table } from "../types.ts";
import { nearestFacilities } from "./nearest-facility.ts";
import { checkAmounts, checkCosts } from "./reach.ts";

export interface CountCatchmentsOptions {
  /** The people of each demand location. */
  readonly people: ArrayLike<number>;
  /** What it costs to get from each demand location (rows) to each facility (columns), Infinity where there is no way;
   * metres along the great circle unless given. */
  readonly costs?: DenseMatrix;
}

/** Per facility those who have no nearer one, and how far they have to go; and the people who can reach none. */
export type Catchments = Located &
  Table<{
    readonly demandLocations: Uint32Array;
    readonly people: Float64Array;
    readonly meanCost: Float64Array;
    readonly maxCost: Float64Array;
  }> & { readonly unservedPeople: number };

/**
 * Whom does each facility serve if everyone goes to the nearest one, and how far do they have to go?
 *
 * **How** Each demand location belongs to its nearest facility as `measureNearestFacility` finds it. meanCost = Σ people ·
 * cost / Σ people; maxCost is that of the farthest location where anyone lives. The catchments as land are
 * `buildTessellation(facilities, { border })`.
 *
 * @param demand - where people live
 * @param facilities - what they go to
 * @param options - people, costs
 * @returns a row per facility: `demandLocations`, `people`, `meanCost` and `maxCost` in metres or in the unit of `costs`, both
 * NaN where nobody comes; and `unservedPeople`, who can reach none. People and unserved people together are all people
 * @throws RangeError for lists or costs of another size, or people or costs below 0
 *
 * **Cost** that of `findNearest`; with `costs` O(demand · facilities)
 *
 * @example
 * const homes = createLocations("zones", ["a", "b", "c"], [0, 0.01, 0.03], [0, 0, 0]);
 * const clinics = createLocations("stops", ["p", "q"], [0, 0.03], [0, 0]);
 * const { columns } = countCatchments(homes, clinics, { people: [300, 100, 50] });
 * columns.people; // Float64Array(2) [ 400, 50 ]
 * columns.meanCost.map(Math.round); // Float64Array(2) [ 278, 0 ]
 * columns.maxCost.map(Math.round); // Float64Array(2) [ 1112, 0 ]
 */
export function countCatchments(demand: Locations, facilities: Locations, options: CountCatchmentsOptions): Catchments {
  const where = "countCatchments";
  checkLocations(where, "demand", demand);
  checkLocations(where, "facilities", facilities);
  checkOptions(where, options, ["people", "costs"]);
  const { people: peopleOf, costs } = options;
  checkAmounts(where, "people", peopleOf, demand);
  if (costs !== undefined) checkCosts(where, costs, demand, facilities);
  const { facility, cost } = nearestFacilities(demand, facilities, costs).columns;
  const demandLocations = new Uint32Array(facilities.length);
  const people = new Float64Array(facilities.length);
  const meanCost = new Float64Array(facilities.length);
  const maxCost = new Float64Array(facilities.length).fill(Number.NaN);
  let unservedPeople = 0;
  for (let i = 0; i < demand.length; i++) {
    const j = facility[i]!;
    if (j < 0) {
      unservedPeople += peopleOf[i]!;
      continue;
    }
    demandLocations[j]!++;
    if (peopleOf[i] === 0) continue;
    people[j]! += peopleOf[i]!;
    meanCost[j]! += peopleOf[i]! * cost[i]!;
    if (!(maxCost[j]! >= cost[i]!)) maxCost[j] = cost[i]!;
  }
  for (let j = 0; j < facilities.length; j++) meanCost[j]! /= people[j]!;
  return {
    locations: facilities,
    length: facilities.length,
    columns: { demandLocations, people, meanCost, maxCost },
    unservedPeople,
  };
}
