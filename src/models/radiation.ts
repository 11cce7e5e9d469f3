import { checkOptions, fail } from "../core/check.ts";
import { checkAnswer, checkFunction } from "../core/check-variants.ts";
import { createDestinationOrder } from "../core/destination-order.ts";
import type { DenseMatrix } from "../types.ts";
import type { ExpectedFlows } from "./gravity-flows.ts";
import { splitTies, type TieRule } from "./intervening.ts";
import { checkMasses, checkSquare } from "./observations.ts";

/** The factor on an origin's probabilities, from its mass and the opportunities of all other places. */
export type RadiationNormalisation = (mass: number, others: number) => number;

export interface PredictRadiationOptions {
  /** The people of each location. One finite number of at least 0 per location. */
  readonly mass: ArrayLike<number>;
  /** What each location offers, jobs for instance; its mass unless given. */
  readonly opportunities?: ArrayLike<number>;
  /** Distances, or any other cost of going from row to column; only their order counts. The diagonal is not read. */
  readonly distances: DenseMatrix;
  /** How much leaves each origin; 1, so that the result are probabilities, unless given. */
  readonly outflows?: ArrayLike<number>;
  /** `infiniteSystem()`, the model as published, unless given; or `finiteSystem()`. */
  readonly normalisation?: RadiationNormalisation;
  /** What to do with destinations that are equally far: `splitTies()` unless given. */
  readonly ties?: TieRule;
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
  checkOptions(where, options, ["mass", "opportunities", "distances", "outflows", "normalisation", "ties"]);
  const { mass, distances, outflows, opportunities = mass } = options;
  const { normalisation = infiniteSystem(), ties = splitTies() } = options;
  const such = "a normalisation such as finiteSystem()";
  checkFunction(where, "normalisation", normalisation, such);
  checkFunction(where, "ties", ties, "a rule such as splitTies()", 1);
  const n = checkSquare(where, "distances", distances);
  checkMasses(where, "mass", mass, n);
  checkMasses(where, "opportunities", opportunities, n);
  if (outflows !== undefined) checkMasses(where, "outflows", outflows, n);
  const value = new Float64Array(n * n);
  const unassigned = new Float64Array(n);
  const orderOf = createDestinationOrder(n);
  const ranked = {
    count: Math.max(0, n - 1),
    cost: new Float64Array(n),
    opportunities: new Float64Array(n),
    inner: new Float64Array(n),
    outer: new Float64Array(n),
  };
  for (let origin = 0; origin < n; origin++) {
    const costs = distances.value.slice(origin * n, origin * n + n);
    for (let d = 0; d < n; d++) {
      if (d !== origin && !(costs[d]! >= 0 && costs[d]! < Infinity)) {
        fail(where, `distances [${origin}, ${d}]`, "a finite number of at least 0", costs[d]);
      }
    }
    const order = orderOf(costs, origin);
    let others = 0;
    for (let k = 0; k < ranked.count; k++) {
      ranked.cost[k] = costs[order[k]!]!;
      ranked.opportunities[k] = opportunities[order[k]!]!;
      others += ranked.opportunities[k]!;
    }
    ties(ranked);
    const own = mass[origin]!;
    const outflow = outflows === undefined ? 1 : outflows[origin]!;
    const normal = own === 0 || others === 0 ? 0 : normalisation(own, others);
    checkAnswer(where, "normalisation", normalisation, normal, such);
    const factor = own * normal;
    let assigned = 0;
    for (let k = 0; k < ranked.count && factor > 0; k++) {
      const p = (factor * ranked.opportunities[k]!) / ((own + ranked.inner[k]!) * (own + ranked.outer[k]!));
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
