import { checkOptions } from "../core/check.ts";
import { checkLocations } from "../core/check-tables.ts";
import type { DenseMatrix, Located, Locations, Table } from "../types.ts";
import { checkDecay, type Decay } from "./decay.ts";
import { buildReach, checkAmounts, checkCosts } from "./reach.ts";

export interface OpportunitiesOptions {
  /** What is in reach, and with which weight: `binaryDecay({ maxCost })`, `powerDecay({ exponent, minCost })` … */
  readonly decay: Decay;
  /** What each facility offers: beds, places, jobs; 1 each unless given. */
  readonly capacity?: ArrayLike<number>;
  /** What it costs to get from each demand location (rows) to each facility (columns), Infinity where there is no way;
   * metres along the great circle unless given. */
  readonly costs?: DenseMatrix;
}

/** Per demand location the weighted capacity in reach, and how many facilities are. */
export type Opportunities = Located & Table<{ readonly opportunities: Float64Array; readonly facilities: Uint32Array }>;

/**
 * How much is within reach of each place? Cumulative opportunities, or accessibility as a potential (Hansen).
 *
 * **How** A_i = Σ_j S_j f(c_ij) over facilities j, S_j its capacity and f the decay of cost: with `binaryDecay` the capacity
 * within reach, with `powerDecay` Hansen's potential. Nobody competes for it; `measureFloatingCatchment` lets them.
 *
 * @param demand - where people are: homes, antennas, zones
 * @param facilities - where they want to get: clinics, schools, work
 * @param options - decay, capacity, costs
 * @returns a row per demand location: `opportunities` in units of capacity, and `facilities`, how many have a weight above 0.
 * 0 where none is in reach: a counted zero
 * @throws RangeError for lists or costs of another size, capacities or costs below 0, a weight that is below 0 or not finite
 *
 * **Cost** O((demand + facilities) · log facilities + pairs in reach); with `costs` O(demand · facilities)
 *
 * [hansen-1959]
 * @example
 * const homes = createLocations("stops", ["h", "k"], [85.3, 86], [27.7, 27.7]);
 * const clinics = createLocations("stops", ["p", "q"], [85.31, 85.33], [27.7, 27.7]);
 * const { columns } = measureOpportunities(homes, clinics, { decay: binaryDecay({ maxCost: 3000 }), capacity: [20, 50] });
 * columns.opportunities; // Float64Array(2) [ 70, 0 ]
 */
export function measureOpportunities(
  demand: Locations,
  facilities: Locations,
  options: OpportunitiesOptions,
): Opportunities {
  const where = "measureOpportunities";
  checkLocations(where, "demand", demand);
  checkLocations(where, "facilities", facilities);
  checkOptions(where, options, ["decay", "capacity", "costs"]);
  const { decay, capacity, costs } = options;
  checkDecay(where, decay);
  if (capacity !== undefined) checkAmounts(where, "capacity", capacity, facilities);
  if (costs !== undefined) checkCosts(where, costs, demand, facilities);
  const reach = buildReach(where, demand, facilities, decay, costs);
  const opportunities = new Float64Array(demand.length);
  const inReach = new Uint32Array(demand.length);
  for (let i = 0; i < demand.length; i++) {
    reach.from(i);
    for (let k = 0; k < reach.length; k++) {
      opportunities[i]! += (capacity === undefined ? 1 : capacity[reach.facility[k]!]!) * reach.weight[k]!;
    }
    inReach[i] = reach.length;
  }
  return { locations: demand, length: demand.length, columns: { opportunities, facilities: inReach } };
}
