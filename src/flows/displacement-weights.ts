import { checkLength, checkNumber } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { checkFlows } from "../core/sparse.ts";
import { sumOf } from "../core/sums.ts";
import type { Located, SparseMatrix } from "../types.ts";

/** People by home and place, and those of homes of which nobody was anywhere: they are in no flow. */
export type PopulationFlows = Located & SparseMatrix & { readonly without: number };

/**
 * How many people of the census do the flows stand for? Flows from homes, each home weighted to its population.
 *
 * **How** value[h, l] · population[h] / Σl value[h, l]: those of a home who are somewhere stand for all who live there, also
 * for the silent and the lost. Of the result `countOutflows` are people who have left each area, `countInflows` people who
 * have come to it, and (outflow − inflow) / population the net outflow as a share of the people before.
 *
 * @param flows - people by home and place, those at home on the diagonal: `countDisplacedFlows` of one day, `countHomeChanges`
 * @param population - people of each location before, by a census
 * @returns flows of people, whose rows add up to the population; `without` is the population of homes without a row
 * @throws RangeError for flows that are not well formed, or populations that are not finite numbers of at least 0
 *
 * **Departs from the paper** Bengtsson et al. weight everybody with the 3.2 persons per SIM of Port-au-Prince; here each
 * home has a weight of its own.
 *
 * **Cost** O(entries + locations)
 *
 * [bengtsson-2011]
 *
 * @example
 * const locations = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);
 * const people = weightFlowsFromHomes({ locations, ...sparseFromDense(2, 2, [3, 1, 0, 5]) }, [400, 100]);
 * countOutflows(people); // Float64Array(2) [ 100, 0 ]
 */
export function weightFlowsFromHomes(flows: Located & SparseMatrix, population: ArrayLike<number>): PopulationFlows {
  const where = "weightFlowsFromHomes";
  checkFlows(where, "flows", flows);
  checkList(where, "population", population);
  const { locations, offsets, index } = flows;
  checkLength(where, "population", population.length, locations.length);
  const value = flows.value.slice();
  let without = 0;
  for (let home = 0; home < locations.length; home++) {
    checkNumber(where, `population[${home}]`, population[home]!, 0);
    const total = sumOf(flows.value, offsets[home]!, offsets[home + 1]!);
    if (total === 0) without += population[home]!;
    else for (let k = offsets[home]!; k < offsets[home + 1]!; k++) value[k]! *= population[home]! / total;
  }
  return { locations, offsets: offsets.slice(), index: index.slice(), value, without };
}
