import { checkOptions } from "../core/check.ts";
import { checkAnswer, checkFunction } from "../core/check-variants.ts";
import { OPPORTUNITY_OPTIONS, type OpportunityLawOptions, opportunityRows } from "./intervening-law.ts";
import type { ExpectedFlows } from "./law.ts";
import { checkMasses } from "./observations.ts";
import { fillRadiation } from "./radiation-laws.ts";

/** The factor on an origin's probabilities, from its mass and the opportunities of all other places. */
export type RadiationNormalisation = (mass: number, others: number) => number;

export interface PredictRadiationOptions extends OpportunityLawOptions {
  /** How much leaves each origin; 1, so that the result are probabilities, unless given. */
  readonly outflows?: ArrayLike<number>;
  /** `infiniteSystem()`, the model as published, unless given; or `finiteSystem()`. */
  readonly normalisation?: RadiationNormalisation;
}

/**
 * How many people would go from where to where, if everyone took the nearest opportunity better than any at home? The
 * radiation model, which has no parameter to fit.
 *
 * **How** p[o, d] = m n / ((m + s)(m + n + s)), with the origin's mass m, the destination's opportunities n and the
 * opportunities s of all places nearer to the origin than the destination, neither of the two included;
 * flow[o, d] = outflow[o] · p[o, d]. One sort of the destinations per origin, and running sums.
 *
 * @param options - masses, distances and the choices that programs differ on
 * @returns expected flows (probabilities without outflows) of every pair, 0 on the diagonal. `unassigned` is what the
 * model sends nowhere: the outflow times m / (m + opportunities of all other places) in an infinite system, 0 up to
 * rounding in a finite one. An origin without mass sends all of its outflow nowhere
 * @throws RangeError for masses, opportunities, outflows or distances that are not finite or below 0, or of another size
 *
 * **Departs from the paper** in the paper no two places are equally far, and a place offers what it has people.
 *
 * **Cost** O(n² log n) time at most and O(n²) usually, 8 n² bytes for the result
 *
 * [simini-2012] [masucci-2013]
 * @example
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * const { value, unassigned } = predictRadiation({ mass: [10, 10, 20], distances, outflows: [60, 60, 60] });
 * value.join(" "); // 0 30 15 30 0 15 10 20 0
 * unassigned.map(Math.round); // Float64Array(3) [ 15, 15, 30 ]
 */
export function predictRadiation(options: PredictRadiationOptions): ExpectedFlows {
  const where = "predictRadiation";
  checkOptions(where, options, [...OPPORTUNITY_OPTIONS, "outflows", "normalisation"]);
  const { outflows, normalisation = infiniteSystem() } = options;
  const such = "a normalisation such as finiteSystem()";
  checkFunction(where, "normalisation", normalisation, such);
  const { locations: n, mass, ranked, look } = opportunityRows(where, options);
  if (outflows !== undefined) checkMasses(where, "outflows", outflows, n);
  const value = new Float64Array(n * n);
  const unassigned = new Float64Array(n);
  for (let origin = 0; origin < n; origin++) {
    const order = look(origin);
    const own = mass[origin]!;
    const outflow = outflows === undefined ? 1 : outflows[origin]!;
    let others = 0;
    for (let k = 0; k < ranked.count; k++) others += ranked.opportunities[k]!;
    const normal = own === 0 || others === 0 ? 0 : normalisation(own, others);
    checkAnswer(where, "normalisation", normalisation, normal, such);
    fillRadiation(own, ranked);
    let assigned = 0;
    for (let k = 0; k < ranked.count; k++) {
      const p = normal * ranked.weight[k]!;
      value[origin * n + order[k]!] = outflow * p;
      assigned += p;
    }
    unassigned[origin] = outflow * (1 - assigned);
  }
  return { rows: n, columns: n, value, unassigned };
}

/**
 * The radiation model as published, for a system without borders: the places beyond the last one would take the people
 * whom the model sends nowhere.
 *
 * @returns the normalisation, a factor of 1, for `predictRadiation`
 *
 * **Cost** none
 *
 * [simini-2012]
 * @example
 * infiniteSystem()(10, 30); // 1
 */
export function infiniteSystem(): RadiationNormalisation {
  return () => 1;
}

/**
 * The radiation model for a system with borders: nobody goes beyond the last place, so that everyone goes somewhere.
 *
 * **How** factor = 1 / (1 − m / (m + opportunities of all other places))
 *
 * @returns the normalisation, for `predictRadiation`; under inclusive and exclusive ties rows do not add up to 1 even so
 *
 * **Cost** none
 *
 * [masucci-2013]
 * @example
 * finiteSystem()(10, 40); // 1.25
 */
export function finiteSystem(): RadiationNormalisation {
  return (mass, others) => (mass + others) / others;
}
