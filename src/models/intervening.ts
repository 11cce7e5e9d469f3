import { checkNumber, checkOptions } from "../core/check.ts";
import { TIE_TOLERANCE } from "../core/ties.ts";

/**
 * Intervening opportunities: what lies between an origin and each of its destinations, and what to do with destinations
 * that are equally far.
 *
 * A rule gets the destinations from near to far and fills, for each, `inner` and `outer`: the opportunities that a person
 * has passed before and after the place is looked at. A law of intervening opportunities turns the two into a weight.
 */

/** The destinations of one origin from near to far; `count` of them. */
export interface RankedDestinations {
  readonly count: number;
  /** 1 where the destination is as far as the one before it. */
  readonly tied: Uint8Array;
  readonly opportunities: Float64Array;
  /** For the rule to fill: the opportunities passed before the destination is looked at, and after it. */
  readonly inner: Float64Array;
  readonly outer: Float64Array;
  /** For the rule to fill: the opportunities looked at together, the destination's own or those of all that are equally far. */
  readonly place: Float64Array;
  /** For the law to fill: how strongly the destination draws the people of the origin. */
  readonly weight: Float64Array;
}

/** What is done with equally far destinations; made by `splitTies`, `inclusiveTies`, `exclusiveTies` or `sequentialTies`. */
export interface TieRule {
  /** Costs are equal up to this share of the smaller one. */
  readonly relativeTolerance: number;
  /**
   * Whether equally far places are passed all together or singly, one right after the other, so that what goes to all places is
   * what would go to a single one with all their opportunities; null where some are passed twice or not at all.
   */
  readonly passes: "together" | "singly" | null;
  /** Fills `inner`, `outer` and `place`. */
  readonly fill: (ranked: RankedDestinations) => void;
}

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
 * @returns the rule, for `predictRadiation`, `rankDestinations` and the laws of intervening opportunities
 * @throws RangeError for a tolerance that is not from 0 to 1
 *
 * **Cost** O(destinations) per origin
 *
 * @example
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 1, 1, 0, 1, 1, 1, 0) };
 * predictRadiation({ mass: [10, 10, 20], distances, ties: splitTies() }).value.slice(0, 3); // Float64Array(3) [ 0, 0.25, 0.5 ]
 */
export function splitTies(options: TieOptions = {}): TieRule {
  return ruleOf("splitTies", options, "together", ({ count, tied, opportunities, inner, outer, place }) => {
    let before = 0;
    for (let from = 0, to = 0; from < count; from = to) {
      let together = opportunities[from]!;
      let after = before + together;
      inner[from] = before;
      outer[from] = after;
      place[from] = together;
      to = from + 1;
      if (to === count || tied[to] === 0) {
        before = after;
        continue;
      }
      for (; to < count && tied[to] === 1; to++) {
        together += opportunities[to]!;
        after += opportunities[to]!;
      }
      for (let k = from; k < to; k++) {
        inner[k] = before;
        outer[k] = after;
        place[k] = together;
      }
      before = after;
    }
  });
}

/**
 * Destinations that are equally far lie between the origin and each other: s counts all places at most as far, as most
 * programs do (TDLM, mobility). Fewer people then go anywhere: on a lattice of 4 × 4 equal places 0.58 instead of 0.94.
 *
 * @param options - when two costs are equal
 * @returns the rule, for `predictRadiation`, `rankDestinations` and the laws of intervening opportunities
 * @throws RangeError for a tolerance that is not from 0 to 1
 *
 * **Cost** O(destinations) per origin
 *
 * @example
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 1, 1, 0, 1, 1, 1, 0) };
 * predictRadiation({ mass: [10, 10, 30], distances, ties: inclusiveTies() }).value.slice(0, 3); // Float64Array(3) [ 0, 0.05, 0.3 ]
 */
export function inclusiveTies(options: TieOptions = {}): TieRule {
  return ruleOf("inclusiveTies", options, null, ({ count, tied, opportunities, inner, outer, place }) => {
    let passed = 0;
    for (let from = 0, to = 0; from < count; from = to) {
      passed += opportunities[from]!;
      for (to = from + 1; to < count && tied[to] === 1; to++) passed += opportunities[to]!;
      for (let k = from; k < to; k++) {
        inner[k] = passed - opportunities[k]!;
        outer[k] = passed;
        place[k] = opportunities[k]!;
      }
    }
  });
}

/**
 * Destinations that are equally far do not lie between the origin and each other: s counts the places that are strictly
 * nearer. More people then go somewhere than there are: probabilities of an origin can add up to more than 1.
 *
 * @param options - when two costs are equal
 * @returns the rule, for `predictRadiation`, `rankDestinations` and the laws of intervening opportunities
 * @throws RangeError for a tolerance that is not from 0 to 1
 *
 * **Cost** O(destinations) per origin
 *
 * @example
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 1, 1, 0, 1, 1, 1, 0) };
 * predictRadiation({ mass: [10, 10, 30], distances, ties: exclusiveTies() }).value.slice(0, 3); // Float64Array(3) [ 0, 0.5, 0.75 ]
 */
export function exclusiveTies(options: TieOptions = {}): TieRule {
  return ruleOf("exclusiveTies", options, null, ({ count, tied, opportunities, inner, outer, place }) => {
    let passed = 0;
    for (let from = 0, to = 0; from < count; from = to) {
      let after = passed;
      for (to = from; to < count && (to === from || tied[to] === 1); to++) {
        inner[to] = passed;
        outer[to] = passed + opportunities[to]!;
        place[to] = opportunities[to]!;
        after += opportunities[to]!;
      }
      passed = after;
    }
  });
}

/**
 * Destinations that are equally far are looked at in the order of their rows (scikit-mobility). Sums are kept, but another
 * order of the same places gives other flows. Costs that differ by rounding are in the order of the costs.
 *
 * @returns the rule, for `predictRadiation`, `rankDestinations` and the laws of intervening opportunities
 *
 * **Cost** O(destinations) per origin
 *
 * @example
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 1, 1, 0, 1, 1, 1, 0) };
 * predictRadiation({ mass: [10, 10, 20], distances, ties: sequentialTies() }).value.slice(0, 3); // Float64Array(3) [ 0, 0.5, 0.25 ]
 */
export function sequentialTies(): TieRule {
  return {
    relativeTolerance: 0,
    passes: "singly",
    fill: ({ count, opportunities, inner, outer, place }) => {
      let passed = 0;
      for (let k = 0; k < count; k++) {
        inner[k] = passed;
        passed += opportunities[k]!;
        outer[k] = passed;
        place[k] = opportunities[k]!;
      }
    },
  };
}

function ruleOf(where: string, options: TieOptions, passes: TieRule["passes"], fill: TieRule["fill"]): TieRule {
  checkOptions(where, options, ["relativeTolerance"]);
  const { relativeTolerance = TIE_DEFAULTS.relativeTolerance } = options;
  checkNumber(where, "relativeTolerance", relativeTolerance, 0, 1);
  return { relativeTolerance, passes, fill };
}
