import { checkOptions, fail } from "../core/check.ts";
import { checkAnswer, checkFunction } from "../core/check-variants.ts";
import { log } from "../core/math.ts";
import { type AreaCounts, manyGroupsOf } from "./segregation-counts.ts";

/** How much people differ who are below a threshold with this share, and above it with the rest: 0 at 0 and 1, most at one half. */
export type OrdinalVariation = (share: number) => number;

export interface OrdinalSegregationOptions {
  /** How variation is measured: `ordinalEntropy()`, `ordinalVariance()`, `ordinalRootVariance()` or `ordinalAbsolute()`. */
  readonly variation: OrdinalVariation;
}

/**
 * How much of the variation of ordered groups, such as income classes or levels of schooling, lies between areas? Reardon's
 * family of ordinal segregation indices Λ.
 *
 * **How** v = mean over the thresholds between neighbouring groups of f(c), c being the share of people in groups up to the
 * threshold; Λ = Σ over areas of t (v − vᵢ) / (T v), with vᵢ that of the t people in the area and v that of all T.
 *
 * @param counts - people by area and group, whole or weighted; the labels are in the order of the groups
 * @param options - how variation is measured
 * @returns from 0 (every area has the shares of the whole) to 1 (every area has one group only); NaN with fewer than two groups
 * that have people. A group without anybody counts for nothing
 * @throws RangeError for a count that is missing or below 0, or a variation that is not a number
 *
 * **Cost** O(areas · groups)
 *
 * [reardon-2009]
 * @example
 * const counts = { labels: ["low", "middle", "high"], count: Float64Array.of(50, 30, 0, 10, 30, 40) };
 * ordinalSegregationIndex(counts, { variation: ordinalVariance() }).toFixed(4); // '0.2963'
 */
export function ordinalSegregationIndex(counts: AreaCounts, options: OrdinalSegregationOptions): number {
  const where = "ordinalSegregationIndex";
  const { areas, labels, count, areaTotal, groupTotal } = manyGroupsOf(where, counts);
  checkOptions(where, options, ["variation"]);
  const such = "a variation such as ordinalEntropy()";
  const { variation } = options;
  checkFunction(where, "variation", variation, such, 1);
  const variationOf = (share: number): number => {
    const answer = variation(share);
    checkAnswer(where, "variation", variation, answer, such);
    if (typeof answer !== "number") fail(where, "what the variation answers", "a number", answer);
    return answer;
  };
  const groups = labels.length;
  if (groups < 2) return Number.NaN;
  const sumOver = (values: Float64Array, from: number, all: number): number => {
    let below = 0;
    let sum = 0;
    for (let k = 0; k < groups - 1; k++) {
      below += values[from + k]!;
      sum += variationOf(below / all);
    }
    return sum;
  };
  // The sum in the order of the thresholds: no share of it is above 1 by rounding.
  const total = groupTotal.reduce((sum, each) => sum + each, 0);
  const whole = sumOver(groupTotal, 0, total);
  let sum = 0;
  for (let i = 0; i < areas; i++) {
    const all = areaTotal[i]!;
    if (all > 0) sum += all * (whole - sumOver(count, i * groups, all));
  }
  return sum / (total * whole);
}

/**
 * Variation as entropy in bits, f(c) = −c log₂ c − (1 − c) log₂ (1 − c): the ordinal information theory index.
 *
 * @returns the variation; with it the index of two groups is `theilEntropyIndex`
 *
 * [reardon-2009]
 * @example
 * ordinalEntropy()(0.5); // 1
 */
export function ordinalEntropy(): OrdinalVariation {
  return (share) => -(bits(share) + bits(1 - share));
}

function bits(share: number): number {
  return share > 0 ? (share * log(share)) / Math.LN2 : 0;
}

/**
 * Variation as variance, f(c) = 4 c (1 − c): the ordinal variation ratio index.
 *
 * @returns the variation; with it the index of two groups is `correlationRatio`
 *
 * [reardon-2009]
 * @example
 * ordinalVariance()(0.25); // 0.75
 */
export function ordinalVariance(): OrdinalVariation {
  return (share) => 4 * share * (1 - share);
}

/**
 * Variation as standard deviation, f(c) = 2 √(c (1 − c)): the ordinal square root index.
 *
 * @returns the variation
 *
 * [reardon-2009]
 * @example
 * ordinalRootVariance()(0.2); // 0.8
 */
export function ordinalRootVariance(): OrdinalVariation {
  return (share) => 2 * Math.sqrt(share * (1 - share));
}

/**
 * Variation by how far a share is from neither none nor all, f(c) = 1 − |2 c − 1|: the ordinal absolute difference index.
 *
 * @returns the variation; with it an index is 0 too where all areas are on the same side of one half
 *
 * [reardon-2009]
 * @example
 * ordinalAbsolute()(0.25); // 0.5
 */
export function ordinalAbsolute(): OrdinalVariation {
  return (share) => 1 - Math.abs(2 * share - 1);
}
