import { checkNumber, checkOptions } from "../core/check.ts";
import { endOfTie, TIE_TOLERANCE } from "../core/destination-order.ts";

/**
 * Intervening opportunities: what lies between an origin and each of its destinations, and what to do with destinations
 * that are equally far.
 *
 * A rule gets the destinations from near to far and fills, for each, `inner` and `outer`: the opportunities that a person
 * has passed before and after the place is looked at. A law of intervening opportunities turns the two into a probability.
 */

/** The destinations of one origin from near to far; `count` of them. */
export interface RankedDestinations {
  readonly count: number;
  readonly cost: Float64Array;
  readonly opportunities: Float64Array;
  readonly inner: Float64Array;
  readonly outer: Float64Array;
}

/** Fills `inner` and `outer`; made by `splitTies`, `inclusiveTies`, `exclusiveTies` or `sequentialTies`. */
export type TieRule = (ranked: RankedDestinations) => void;

export interface TieOptions {
  /** Costs are equal up to this share of the smaller one. Two haversine distances of one pair differ in the last digit. */
  readonly relativeTolerance?: number;
}

/** Costs that differ by rounding only are equal. */
export const TIE_DEFAULTS: { readonly relativeTolerance: number } = { relativeTolerance: TIE_TOLERANCE };

/**
 * Destinations that are equally far are one place, whose visitors they share by their opportunities. The only rule here
 * that neither depends on the order of the rows nor changes how many people go anywhere at all.
 *
 * @param options - when two costs are equal
 * @returns the rule, for `predictRadiation`
 * @throws RangeError for a tolerance that is not from 0 to 1
 *
 * **Cost** O(destinations) per origin
 *
 * @example
 * const ranked = { count: 2, cost: Float64Array.of(1, 1), opportunities: Float64Array.of(3, 4), inner: new Float64Array(2), outer: new Float64Array(2) };
 * splitTies()(ranked);
 * [ranked.inner, ranked.outer]; // [ Float64Array(2) [ 0, 0 ], Float64Array(2) [ 7, 7 ] ]
 */
export function splitTies(options: TieOptions = {}): TieRule {
  const tolerance = toleranceOf("splitTies", options);
  return ({ count, cost, opportunities, inner, outer }) => {
    let before = 0;
    for (let from = 0, to = 0; from < count; from = to) {
      to = endOfTie(cost, from, count, tolerance);
      let after = before;
      for (let k = from; k < to; k++) after += opportunities[k]!;
      for (let k = from; k < to; k++) {
        inner[k] = before;
        outer[k] = after;
      }
      before = after;
    }
  };
}

/**
 * Destinations that are equally far lie between the origin and each other: s counts all places at most as far, as most
 * programs do (TDLM, mobility). Fewer people then go anywhere: on a lattice of 4 × 4 equal places 0.58 instead of 0.94.
 *
 * @param options - when two costs are equal
 * @returns the rule, for `predictRadiation`
 * @throws RangeError for a tolerance that is not from 0 to 1
 *
 * **Cost** O(destinations) per origin
 *
 * @example
 * const ranked = { count: 2, cost: Float64Array.of(1, 1), opportunities: Float64Array.of(3, 4), inner: new Float64Array(2), outer: new Float64Array(2) };
 * inclusiveTies()(ranked);
 * [ranked.inner, ranked.outer]; // [ Float64Array(2) [ 4, 3 ], Float64Array(2) [ 7, 7 ] ]
 */
export function inclusiveTies(options: TieOptions = {}): TieRule {
  const tolerance = toleranceOf("inclusiveTies", options);
  return ({ count, cost, opportunities, inner, outer }) => {
    let passed = 0;
    for (let from = 0, to = 0; from < count; from = to) {
      to = endOfTie(cost, from, count, tolerance);
      for (let k = from; k < to; k++) passed += opportunities[k]!;
      for (let k = from; k < to; k++) {
        inner[k] = passed - opportunities[k]!;
        outer[k] = passed;
      }
    }
  };
}

/**
 * Destinations that are equally far do not lie between the origin and each other: s counts the places that are strictly
 * nearer. More people then go somewhere than there are: probabilities of an origin can add up to more than 1.
 *
 * @param options - when two costs are equal
 * @returns the rule, for `predictRadiation`
 * @throws RangeError for a tolerance that is not from 0 to 1
 *
 * **Cost** O(destinations) per origin
 *
 * @example
 * const ranked = { count: 2, cost: Float64Array.of(1, 1), opportunities: Float64Array.of(3, 4), inner: new Float64Array(2), outer: new Float64Array(2) };
 * exclusiveTies()(ranked);
 * [ranked.inner, ranked.outer]; // [ Float64Array(2) [ 0, 0 ], Float64Array(2) [ 3, 4 ] ]
 */
export function exclusiveTies(options: TieOptions = {}): TieRule {
  const tolerance = toleranceOf("exclusiveTies", options);
  return ({ count, cost, opportunities, inner, outer }) => {
    let passed = 0;
    for (let from = 0, to = 0; from < count; from = to) {
      to = endOfTie(cost, from, count, tolerance);
      for (let k = from; k < to; k++) {
        inner[k] = passed;
        outer[k] = passed + opportunities[k]!;
      }
      for (let k = from; k < to; k++) passed += opportunities[k]!;
    }
  };
}

/**
 * Destinations that are equally far are looked at in the order of their rows (scikit-mobility). Sums are kept, but another
 * order of the same places gives other flows.
 *
 * @returns the rule, for `predictRadiation`
 *
 * **Cost** O(destinations) per origin
 *
 * @example
 * const ranked = { count: 2, cost: Float64Array.of(1, 1), opportunities: Float64Array.of(3, 4), inner: new Float64Array(2), outer: new Float64Array(2) };
 * sequentialTies()(ranked);
 * [ranked.inner, ranked.outer]; // [ Float64Array(2) [ 0, 3 ], Float64Array(2) [ 3, 7 ] ]
 */
export function sequentialTies(): TieRule {
  return ({ count, opportunities, inner, outer }) => {
    let passed = 0;
    for (let k = 0; k < count; k++) {
      inner[k] = passed;
      passed += opportunities[k]!;
      outer[k] = passed;
    }
  };
}

function toleranceOf(where: string, options: TieOptions): number {
  checkOptions(where, options, ["relativeTolerance"]);
  const { relativeTolerance: tolerance = TIE_DEFAULTS.relativeTolerance } = options;
  checkNumber(where, "relativeTolerance", tolerance, 0, 1);
  return tolerance;
}
