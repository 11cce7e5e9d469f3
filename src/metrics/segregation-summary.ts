import { dissimilarityOf } from "./dissimilarity.ts";
import { atkinsonOf } from "./segregation-atkinson.ts";
import { type AreaCounts, manyGroupsOf, type TwoGroupsOptions, twoGroupsOf } from "./segregation-counts.ts";
import { correlationRatioOf, entropyIndexOf, gorardOf, minMaxOf } from "./segregation-evenness.ts";
import { interactionOf, isolationOf } from "./segregation-exposure.ts";
import { giniOf, multigroupGiniOf } from "./segregation-gini.ts";
import {
  entropyIndexOfMany,
  multigroupDissimilarityOf,
  mutualInformationOf,
  variationIndices,
} from "./segregation-multigroup.ts";
import {
  concentrationOfShares,
  entropyOf,
  interactionOfShares,
  normalizedDiversityOf,
} from "./segregation-multigroup-diversity.ts";
import { profileIndexOf } from "./segregation-profile.ts";

/** The indices of a group against others, each as the function of its name describes it. */
export interface SegregationIndices {
  /** Areas where somebody of the two lives. */
  readonly areas: number;
  /** People of the group, and of those it is compared with. */
  readonly people: number;
  readonly others: number;
  /** The group's share of both. */
  readonly share: number;
  readonly dissimilarity: number;
  readonly gini: number;
  readonly entropyIndex: number;
  /** Atkinson's index with a shape of 0.5, at which both groups count alike. */
  readonly atkinson: number;
  readonly correlationRatio: number;
  readonly minMax: number;
  readonly gorard: number;
  readonly concentrationProfile: number;
  readonly isolation: number;
  readonly interaction: number;
}

/**
 * How does a group live beside others, by every index that needs no map?
 *
 * **How** each index as its own function gives it, from one reading of the counts.
 *
 * @param counts - people by area and group, whole or weighted
 * @param options - which group, and against which; everyone else unless given
 * @returns the indices of evenness and exposure with what they are of; NaN as those functions say, where one of the two has
 * nobody
 * @throws RangeError for a label that is not there, a group against itself, or a count that is missing or below 0
 *
 * **Cost** O(areas · groups)
 *
 * [massey-denton-1988]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30) };
 * const { dissimilarity, isolation, share } = measureSegregation(counts, { group: "refugees" });
 * [dissimilarity, isolation, share].map((index) => index.toFixed(2)); // [ '0.55', '0.48', '0.29' ]
 */
export function measureSegregation(counts: AreaCounts, options: TwoGroupsOptions): SegregationIndices {
  const pair = twoGroupsOf("measureSegregation", counts, options);
  const { x, y, sumX, sumY } = pair;
  const dissimilarity = dissimilarityOf(pair);
  let areas = 0;
  for (let i = 0; i < pair.areas; i++) if (x[i]! + y[i]! > 0) areas++;
  return {
    areas,
    people: sumX,
    others: sumY,
    share: sumX / (sumX + sumY),
    dissimilarity,
    gini: giniOf(pair),
    entropyIndex: entropyIndexOf(pair),
    atkinson: atkinsonOf(pair, 0.5),
    correlationRatio: correlationRatioOf(pair),
    minMax: minMaxOf(dissimilarity),
    gorard: gorardOf(pair),
    concentrationProfile: profileIndexOf(pair),
    isolation: isolationOf(pair),
    interaction: interactionOf(pair),
  };
}

/** The indices of all groups at once, each as the function of its name describes it. */
export interface MultigroupSegregationIndices {
  /** Areas where somebody lives. */
  readonly areas: number;
  /** Groups that have people. */
  readonly groups: number;
  readonly people: number;
  /** The entropy of the groups, in nats. */
  readonly entropyDiversity: number;
  readonly normalizedDiversity: number;
  readonly simpsonInteraction: number;
  readonly simpsonConcentration: number;
  readonly dissimilarity: number;
  readonly gini: number;
  /** In nats. */
  readonly mutualInformation: number;
  readonly entropyIndex: number;
  readonly relativeDiversity: number;
  readonly normalizedExposure: number;
  readonly squaredCoefficientOfVariation: number;
}

/**
 * How do all groups live beside each other, by every index that needs no map?
 *
 * **How** each index as its own function gives it, from one reading of the counts.
 *
 * @param counts - people by area and group, whole or weighted; groups without anybody count for nothing
 * @returns diversity of the whole and segregation over areas, with what they are of; NaN as those functions say
 * @throws RangeError for a count that is missing or below 0
 *
 * **Cost** O(areas · groups)
 *
 * [reardon-firebaugh-2002]
 * @example
 * const counts = { labels: ["locals", "Syrians", "Afghans"], count: Float64Array.of(80, 10, 0, 20, 30, 10) };
 * const { groups, dissimilarity, entropyIndex } = measureMultigroupSegregation(counts);
 * [groups, dissimilarity.toFixed(2), entropyIndex.toFixed(2)]; // [ 3, '0.56', '0.24' ]
 */
export function measureMultigroupSegregation(counts: AreaCounts): MultigroupSegregationIndices {
  const many = manyGroupsOf("measureMultigroupSegregation", counts);
  const { labels, areaTotal, groupTotal, total } = many;
  const entropy = entropyOf(groupTotal, total);
  const mutualInformation = mutualInformationOf(many);
  return {
    areas: areaTotal.reduce((sum, people) => sum + (people > 0 ? 1 : 0), 0),
    groups: labels.length,
    people: total,
    entropyDiversity: entropy,
    normalizedDiversity: normalizedDiversityOf(entropy, labels.length),
    simpsonInteraction: total === 0 ? Number.NaN : interactionOfShares(groupTotal, total),
    simpsonConcentration: total === 0 ? Number.NaN : concentrationOfShares(groupTotal, total),
    dissimilarity: multigroupDissimilarityOf(many),
    gini: multigroupGiniOf(many),
    mutualInformation,
    entropyIndex: entropyIndexOfMany(many, mutualInformation),
    ...variationIndices(many),
  };
}
