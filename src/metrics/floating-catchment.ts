import { checkOptions } from "../core/check.ts";
import { checkLocations } from "../core/check-tables.ts";
import type { DenseMatrix, Located, Locations, Table } from "../types.ts";
import { checkDecay, type Decay } from "./decay.ts";
import { buildReach, checkAmounts, checkCosts } from "./reach.ts";

export interface FloatingCatchmentOptions {
  /** The people of each demand location. */
  readonly people: ArrayLike<number>;
  /** What each facility supplies: physicians, beds, places at school. */
  readonly capacity: ArrayLike<number>;
  /** What is in reach, and with which weight: `binaryDecay({ maxCost })`, `stepDecay(…)`, `gaussianDecay(…)` … */
  readonly decay: Decay;
  /** What it costs to get from each demand location (rows) to each facility (columns), Infinity where there is no way;
   * metres along the great circle unless given. */
  readonly costs?: DenseMatrix;
}

/** Access per place, and beside it the load of each facility. */
export interface FloatingCatchment {
  /** Capacity per person at each demand location, and how many facilities are in reach. */
  readonly demand: Located & Table<{ readonly accessibility: Float64Array; readonly facilities: Uint32Array }>;
  /** People in reach of each facility, by weight, and its capacity per person: NaN where there is nobody. */
  readonly facilities: Located & Table<{ readonly people: Float64Array; readonly ratio: Float64Array }>;
  /** The capacity of all facilities with nobody in reach: it is in no place's accessibility. */
  readonly unreachedCapacity: number;
}

/**
 * How well is each place supplied if all who can reach a facility share it? The two-step floating catchment area method.
 *
 * **How** Step 1: R_j = S_j / Σ_k P_k w_kj, a facility's capacity over the people in its reach. Step 2: A_i = Σ_j R_j w_ij
 * over the facilities in reach of a place. w = f(cost) is the decay: `binaryDecay` is the method as first published,
 * `stepDecay` and `gaussianDecay` the enhanced one. Σ P_i A_i = Σ S_j over the facilities with people in reach.
 *
 * @param demand - where people live
 * @param facilities - what they need
 * @param options - people, capacity, decay, costs
 * @returns `demand`: a row per place with `accessibility`, capacity per person, 0 where no facility is in reach (a counted
 * zero), NaN where nobody lives in the place nor elsewhere in reach of one of its facilities; and `facilities` in reach.
 * `facilities`: a row each with `people` in reach and `ratio`, NaN without any, whose capacities sum to `unreachedCapacity`
 * @throws RangeError for lists or costs of another size, for people, capacities or costs below 0, or a weight that is below
 * 0 or not finite
 *
 * **Cost** O((demand + facilities) · log facilities + pairs in reach), the pairs twice; with `costs` O(demand · facilities).
 * Memory O(demand + facilities)
 *
 * [luo-wang-2003] [luo-qi-2009]
 * @example
 * const homes = createLocations("zones", ["a", "b", "c"], [0, 0.01, 0.02], [0, 0, 0]);
 * const clinics = createLocations("stops", ["p", "q"], [0.005, 0.02], [0, 0]);
 * const found = measureFloatingCatchment(homes, clinics, { people: [100, 100, 300], capacity: [10, 8], decay: binaryDecay({ maxCost: 1200 }) });
 * rowsOf(found.facilities); // [ { people: 200, ratio: 0.05 }, { people: 400, ratio: 0.02 } ]
 * found.demand.columns.accessibility; // Float64Array(3) [ 0.05, 0.07, 0.02 ]
 */
export function measureFloatingCatchment(
  demand: Locations,
  facilities: Locations,
  options: FloatingCatchmentOptions,
): FloatingCatchment {
  const where = "measureFloatingCatchment";
  checkLocations(where, "demand", demand);
  checkLocations(where, "facilities", facilities);
  checkOptions(where, options, ["people", "capacity", "decay", "costs"]);
  const { people, capacity, decay, costs } = options;
  checkAmounts(where, "people", people, demand);
  checkAmounts(where, "capacity", capacity, facilities);
  checkDecay(where, decay);
  if (costs !== undefined) checkCosts(where, costs, demand, facilities);
  const reach = buildReach(where, demand, facilities, decay, costs);
  const sharing = new Float64Array(facilities.length);
  for (let i = 0; i < demand.length; i++) {
    if (people[i] === 0) continue;
    reach.from(i);
    for (let k = 0; k < reach.length; k++) sharing[reach.facility[k]!]! += people[i]! * reach.weight[k]!;
  }
  const ratio = new Float64Array(facilities.length).fill(Number.NaN);
  let unreachedCapacity = 0;
  for (let j = 0; j < facilities.length; j++) {
    if (sharing[j]! > 0) ratio[j] = capacity[j]! / sharing[j]!;
    else unreachedCapacity += capacity[j]!;
  }
  const accessibility = new Float64Array(demand.length);
  const inReach = new Uint32Array(demand.length);
  for (let i = 0; i < demand.length; i++) {
    reach.from(i);
    for (let k = 0; k < reach.length; k++) accessibility[i]! += ratio[reach.facility[k]!]! * reach.weight[k]!;
    inReach[i] = reach.length;
  }
  return {
    demand: { locations: demand, length: demand.length, columns: { accessibility, facilities: inReach } },
    facilities: { locations: facilities, length: facilities.length, columns: { people: sharing, ratio } },
    unreachedCapacity,
  };
}
