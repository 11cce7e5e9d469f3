import { checkLength, checkNumber, checkOptions } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { exp } from "../core/math.ts";
import type { RankedDestinations } from "./intervening.ts";
import { lawOf, OPPORTUNITY_OPTIONS, type OpportunityLawOptions, survivalLawOf } from "./intervening-law.ts";
import type { FlowLaw } from "./law.ts";

/**
 * How strongly do places draw people, if everyone takes the nearest opportunity better than any at home? The radiation law
 * as published, which has no parameter.
 *
 * **How** p[o, d] = m n / ((m + s)(m + s + n)), with the origin's mass m, the destination's opportunities n and the
 * opportunities s of all places nearer to the origin than the destination, neither of the two included. It is the law of
 * intervening opportunities with S(a) = 1 / a.
 *
 * @param options - masses, distances, and what to do with ties
 * @returns the law; a row adds up to 1 − m / (m + opportunities of all other places): what is missing goes beyond the
 * borders. An origin without mass has a row of zeros
 * @throws RangeError for masses or opportunities that are not finite or below 0; when a row is read, for distances that are
 * not finite or below 0
 *
 * **Departs from the paper** in the paper no two places are equally far, and a place offers what it has people.
 *
 * **Cost** one sort of the destinations per row, O(n) memory
 *
 * [simini-2012]
 * @example
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * denseFromRows(radiationLaw({ mass: [10, 10, 20], distances })).value.slice(0, 3); // Float64Array(3) [ 0, 0.5, 0.25 ]
 */
export function radiationLaw(options: OpportunityLawOptions): FlowLaw {
  const where = "radiationLaw";
  checkOptions(where, options, OPPORTUNITY_OPTIONS);
  return survivalLawOf(where, "radiation", options, fillRadiation);
}

/**
 * How strongly do places draw people, if everyone takes the nearest opportunity better than any at home and nobody leaves
 * the country? The radiation law for a system with borders.
 *
 * **How** the radiation law times (m + opportunities of all other places) / opportunities of all other places.
 *
 * @param options - masses, distances, and what to do with ties
 * @returns the law; rows add up to 1, unless ties are inclusive or exclusive, or to 0 for an origin without mass or without
 * opportunities elsewhere
 * @throws RangeError for masses or opportunities that are not finite or below 0; when a row is read, for distances that are
 * not finite or below 0
 *
 * **Cost** one sort of the destinations per row, O(n) memory
 *
 * [masucci-2013]
 * @example
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * const law = finiteRadiationLaw({ mass: [10, 10, 10], distances });
 * denseFromRows(law).value.slice(0, 3); // Float64Array(3) [ 0, 0.75, 0.25 ]
 */
export function finiteRadiationLaw(options: OpportunityLawOptions): FlowLaw {
  const where = "finiteRadiationLaw";
  checkOptions(where, options, OPPORTUNITY_OPTIONS);
  return lawOf(where, "finite radiation", options, (own, ranked) => {
    fillRadiation(own, ranked);
    const { count, opportunities, weight } = ranked;
    let others = 0;
    for (let k = 0; k < count; k++) others += opportunities[k]!;
    if (others === 0) return;
    const factor = (own + others) / others;
    for (let k = 0; k < count; k++) weight[k]! *= factor;
  });
}

export interface ModifiedRadiationLawOptions extends OpportunityLawOptions {
  /** What makes a destination better or worse than its opportunities say, drought or rain for instance: a number per location. */
  readonly conditions: ArrayLike<number>;
  /** The sensitivity gamma: the opportunities of a destination are multiplied by exp(gamma · conditions). */
  readonly gamma: number;
}

/**
 * How strongly do places draw people, if their weather, prices or safety count beside their opportunities? The radiation
 * law with opportunities that a condition of the destination scales, while the origin's own mass stays as it is.
 *
 * **How** the radiation law with n[d] · exp(gamma · conditions[d]) in place of n[d], between the origin and the destination
 * too. Costs that differ between there and back, or that are not distances, go into `distances`.
 *
 * @param options - masses, distances, conditions, gamma, and what to do with ties
 * @returns the law; gamma = 0 gives the radiation law to the last bit
 * @throws RangeError for conditions or a gamma that are not finite, or so large that opportunities are no longer; for masses
 * or opportunities that are not finite or below 0; when a row is read, for distances that are not finite or below 0
 *
 * **Departs from the paper** [isaacman-2018] modifies radiation by the weather of the destination; its equation is not known
 * to us, so that this is not that model. [ren-2014] puts costs in place of distances.
 *
 * **Cost** one sort of the destinations per row, O(n) memory
 *
 * [isaacman-2018] [ren-2014]
 * @example
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * const law = modifiedRadiationLaw({ mass: [10, 10, 20], distances, conditions: [0, -1, 0], gamma: Math.log(2) });
 * denseFromRows(law).value.slice(0, 3).map((p) => Math.round(1000 * p)); // Float64Array(3) [ 0, 333, 381 ]
 */
export function modifiedRadiationLaw(options: ModifiedRadiationLawOptions): FlowLaw {
  const where = "modifiedRadiationLaw";
  checkOptions(where, options, [...OPPORTUNITY_OPTIONS, "conditions", "gamma"]);
  const { conditions, gamma, mass, opportunities = mass, distances, ties } = options;
  checkNumber(where, "gamma", gamma);
  checkList(where, "mass", mass);
  checkList(where, "opportunities", opportunities);
  checkList(where, "conditions", conditions);
  checkLength(where, "conditions", conditions.length, opportunities.length);
  const name = options.opportunities === undefined ? "mass" : "opportunities";
  const scaled = Float64Array.from(opportunities, (offered, l) => {
    checkNumber(where, `conditions[${l}]`, conditions[l]!);
    checkNumber(where, `${name}[${l}]`, offered, 0);
    const factor = exp(gamma * conditions[l]!);
    checkNumber(where, `${name}[${l}] times exp(gamma times conditions[${l}])`, offered * factor, 0);
    return offered * factor;
  });
  const given = { mass, opportunities: scaled, distances, ...(ties === undefined ? {} : { ties }) };
  return survivalLawOf(where, `modified radiation, gamma ${gamma}`, given, fillRadiation);
}

/** The kernel of the radiation law; weights of places that are equally far are shared by opportunities. */
export function fillRadiation(own: number, { count, opportunities, inner, outer, weight }: RankedDestinations): void {
  if (own === 0) {
    weight.fill(0);
    return;
  }
  for (let k = 0; k < count; k++) weight[k] = (own / (own + inner[k]!)) * (opportunities[k]! / (own + outer[k]!));
}
