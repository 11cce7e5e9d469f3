import { checkNumber, checkOptions } from "../core/check.ts";
import { exp, log } from "../core/math.ts";
import { expm1 } from "../core/near-zero.ts";
import { lawOf, OPPORTUNITY_OPTIONS, type OpportunityLawOptions, survivalLawOf } from "./intervening-law.ts";
import type { FlowLaw } from "./law.ts";

export interface SchneiderLawOptions extends OpportunityLawOptions {
  /** Schneider's L, above 0: the chance that a person takes an opportunity that they come by. */
  readonly acceptance: number;
}

/**
 * How strongly do places draw people, if each opportunity they come by is taken with the same small chance? Schneider's law
 * of intervening opportunities, which does not ask how many people live at the origin.
 *
 * **How** p[o, d] = exp(−L s)(1 − exp(−L n)), with the destination's opportunities n and the opportunities s of all places
 * nearer to the origin, neither of the two included: S(a) = exp(−L a).
 *
 * @param options - masses, distances, L, and what to do with ties
 * @returns the law; a row adds up to 1 − exp(−L · opportunities of all other places). Logarithms of its weights are given too
 * @throws RangeError for an L that is not above 0, and masses or opportunities that are not finite or below 0; when a row
 * is read, for distances that are not finite or below 0
 *
 * **Departs from the paper** opportunities at home are not passed; they would divide all weights of a row by the same number.
 *
 * **Cost** one sort and 2 n exponentials per row, O(n) memory
 *
 * [schneider-1959]
 * @example
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * const law = schneiderLaw({ mass: [10, 10, 20], distances, acceptance: Math.log(2) / 10 });
 * denseFromRows(law).value.slice(0, 3).map((p) => Math.round(1000 * p)); // Float64Array(3) [ 0, 500, 375 ]
 */
export function schneiderLaw(options: SchneiderLawOptions): FlowLaw {
  const where = "schneiderLaw";
  checkOptions(where, options, [...OPPORTUNITY_OPTIONS, "acceptance"]);
  const { acceptance } = options;
  checkNumber(where, "acceptance", acceptance, Number.MIN_VALUE);
  return survivalLawOf(
    where,
    `Schneider, L ${acceptance}`,
    options,
    (_own, { count, opportunities, inner, place, weight }) => {
      for (let k = 0; k < count; k++) {
        const share = opportunities[k]! / place[k]!;
        const taken = exp(-acceptance * inner[k]!) * -expm1(-acceptance * place[k]!);
        weight[k] = opportunities[k] === 0 ? 0 : share * taken;
      }
    },
    (_own, { count, opportunities, inner, place, weight }) => {
      for (let k = 0; k < count; k++) {
        const taken = -expm1(-acceptance * place[k]!);
        weight[k] = log(opportunities[k]! === 0 ? 0 : (opportunities[k]! / place[k]!) * taken) - acceptance * inner[k]!;
      }
    },
  );
}

/**
 * How strongly do places draw people, if what a place offers counts against all that is offered on the way? Stouffer's law:
 * the number who go over a distance is proportional to the opportunities there and inversely to the intervening ones.
 *
 * **How** weight[o, d] = n / (s + n), with the destination's opportunities n and the opportunities s of all places nearer to
 * the origin, neither of the two included.
 *
 * @param options - masses (the opportunities unless these are given), distances, and what to do with ties
 * @returns the law; its weights are relative and add up to nothing in particular
 * @throws RangeError for masses or opportunities that are not finite or below 0; when a row is read, for distances that are
 * not finite or below 0
 *
 * **Departs from the paper** which counts opportunities in rings of distance; here each place is its own ring, and those
 * equally far share one.
 *
 * **Cost** one sort of the destinations per row, O(n) memory
 *
 * [stouffer-1940]
 * @example
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * denseFromRows(stoufferLaw({ mass: [10, 10, 30], distances })).value.slice(0, 3); // Float64Array(3) [ 0, 1, 0.75 ]
 */
export function stoufferLaw(options: OpportunityLawOptions): FlowLaw {
  const where = "stoufferLaw";
  checkOptions(where, options, OPPORTUNITY_OPTIONS);
  return lawOf(where, "Stouffer", options, (_own, { count, opportunities, outer, weight }) => {
    for (let k = 0; k < count; k++) weight[k] = opportunities[k] === 0 ? 0 : opportunities[k]! / outer[k]!;
  });
}

/**
 * How strongly do places draw people, if they go where an opportunity is better than all at home and on the way? The law of
 * opportunity priority selection.
 *
 * **How** weight[o, d] = n / (m + s + n), with the origin's mass m, the destination's opportunities n and the opportunities s
 * of all places nearer to the origin, neither of the two included.
 *
 * @param options - masses, distances, and what to do with ties
 * @returns the law; its weights are relative and add up to nothing in particular
 * @throws RangeError for masses or opportunities that are not finite or below 0; when a row is read, for distances that are
 * not finite or below 0
 *
 * **Cost** one sort of the destinations per row, O(n) memory
 *
 * [liu-2019]
 * @example
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * denseFromRows(opportunityPriorityLaw({ mass: [10, 10, 20], distances })).value.slice(0, 3); // Float64Array(3) [ 0, 0.5, 0.5 ]
 */
export function opportunityPriorityLaw(options: OpportunityLawOptions): FlowLaw {
  const where = "opportunityPriorityLaw";
  checkOptions(where, options, OPPORTUNITY_OPTIONS);
  return lawOf(where, "opportunity priority selection", options, (own, { count, opportunities, outer, weight }) => {
    for (let k = 0; k < count; k++) {
      weight[k] = opportunities[k] === 0 ? 0 : opportunities[k]! / (own + outer[k]!);
    }
  });
}

export interface UniversalOpportunityLawOptions extends OpportunityLawOptions {
  /** How much people are drawn to explore what is far; at least 0, in the paper at most 1 together with beta. */
  readonly alpha: number;
  /** How cautious they are to pass what is near; at least 0, in the paper at most 1 together with alpha. */
  readonly beta: number;
}

/**
 * How strongly do places draw people who partly explore and partly take what is near? The universal opportunity law, of which
 * radiation (alpha 0, beta 1) and opportunity priority selection (alpha 1, beta 0) are the two ends.
 *
 * **How** with r = m + (alpha + beta) s: weight[o, d] = (m + alpha s) n / (r (r + n)), with the origin's mass m, the
 * destination's opportunities n and the opportunities s of all places nearer to the origin, neither of the two included.
 *
 * @param options - masses, distances, alpha and beta, and what to do with ties
 * @returns the law; its weights are relative unless alpha is 0 and beta 1
 * @throws RangeError for an alpha or beta that is not finite or below 0, and masses or opportunities that are not finite or
 * below 0; when a row is read, for distances that are not finite or below 0
 *
 * **Departs from the paper** where origin and places between have no mass, the formula is 0 / 0; (m + alpha s) / r is then
 * alpha / (alpha + beta), as everywhere from an origin without mass.
 *
 * **Cost** one sort of the destinations per row, O(n) memory
 *
 * [liu-2020]
 * @example
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * const law = universalOpportunityLaw({ mass: [10, 10, 20], distances, alpha: 0.5, beta: 0.5 });
 * denseFromRows(law).value.slice(0, 3); // Float64Array(3) [ 0, 0.5, 0.375 ]
 */
export function universalOpportunityLaw(options: UniversalOpportunityLawOptions): FlowLaw {
  const where = "universalOpportunityLaw";
  checkOptions(where, options, [...OPPORTUNITY_OPTIONS, "alpha", "beta"]);
  const { alpha, beta } = options;
  checkNumber(where, "alpha", alpha, 0);
  checkNumber(where, "beta", beta, 0);
  const both = alpha + beta;
  const name = `universal opportunity, alpha ${alpha}, beta ${beta}`;
  return lawOf(where, name, options, (own, { count, opportunities, inner, place, weight }) => {
    const alone = both === 0 ? 1 : alpha / both;
    for (let k = 0; k < count; k++) {
      const near = own + both * inner[k]!;
      const share = own === 0 ? alone : (own + alpha * inner[k]!) / near;
      weight[k] = opportunities[k] === 0 ? 0 : share * (opportunities[k]! / (near + place[k]!));
    }
  });
}
