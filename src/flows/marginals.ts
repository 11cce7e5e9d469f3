import { checkFlows } from "../core/sparse.ts";
import type { Located, SparseMatrix } from "../types.ts";

/**
 * How many moves leave each place for another?
 *
 * **How** outflow[o] = Σ over d ≠ o of value[o, d]. What stays within a place (the diagonal) has not left it.
 *
 * @param flows - flows over locations, counted or weighted to the population
 * @returns one number per location; the outflows of all locations add up to their inflows
 * @throws RangeError for flows that are not well formed
 *
 * **Cost** O(entries + locations)
 *
 * @example
 * const locations = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);
 * countOutflows({ locations, ...sparseFromDense(2, 2, [9, 3, 1, 0]) }); // Float64Array(2) [ 3, 1 ]
 */
export function countOutflows(flows: Located & SparseMatrix): Float64Array {
  return marginal("countOutflows", flows, true);
}

/**
 * How many moves come to each place from another?
 *
 * **How** inflow[d] = Σ over o ≠ d of value[o, d]. What stays within a place (the diagonal) has not come to it.
 *
 * @param flows - flows over locations, counted or weighted to the population
 * @returns one number per location; inflow − outflow is what the moves add to the place
 * @throws RangeError for flows that are not well formed
 *
 * **Cost** O(entries + locations)
 *
 * @example
 * const locations = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);
 * countInflows({ locations, ...sparseFromDense(2, 2, [9, 3, 1, 0]) }); // Float64Array(2) [ 1, 3 ]
 */
export function countInflows(flows: Located & SparseMatrix): Float64Array {
  return marginal("countInflows", flows, false);
}

function marginal(where: string, flows: Located & SparseMatrix, byOrigin: boolean): Float64Array {
  checkFlows(where, "flows", flows);
  const n = flows.locations.length;
  const totals = new Float64Array(n);
  for (let origin = 0; origin < n; origin++) {
    for (let k = flows.offsets[origin]!; k < flows.offsets[origin + 1]!; k++) {
      const destination = flows.index[k]!;
      if (destination !== origin) totals[byOrigin ? origin : destination]! += flows.value[k]!;
    }
  }
  return totals;
}
