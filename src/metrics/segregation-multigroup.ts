import { type AreaCounts, type ManyGroups, manyGroupsOf } from "./segregation-counts.ts";
import { columnInformation } from "./segregation-evenness.ts";
import { entropyOf, type InformationOptions, interactionOfShares, unitOf } from "./segregation-multigroup-diversity.ts";

/**
 * How unevenly do several groups live? The dissimilarity index of all groups at once: the share of people who would have to
 * move for every area to have the shares of the whole, over that of a complete separation.
 *
 * **How** D = Σ over areas and groups of t |p − P| / (2 T I), with p the group's share of the t people in the area, P its share of
 * all T, and I = Σ P (1 − P).
 *
 * @param counts - people by area and group, whole or weighted; groups without anybody count for nothing
 * @returns from 0 (the same shares in every area) to 1 (no area shared); NaN with fewer than two groups that have people. Of two
 * groups it is `dissimilarityIndex`
 * @throws RangeError for a count that is missing or below 0
 *
 * **Cost** O(areas · groups)
 *
 * [morgan-1975] [sakoda-1981] [reardon-firebaugh-2002]
 * @example
 * const counts = { labels: ["locals", "Syrians", "Afghans"], count: Float64Array.of(80, 10, 0, 20, 30, 10) };
 * multigroupDissimilarity(counts).toFixed(4); // '0.5556'
 */
export function multigroupDissimilarity(counts: AreaCounts): number {
  return multigroupDissimilarityOf(manyGroupsOf("multigroupDissimilarity", counts));
}

export function multigroupDissimilarityOf({ areas, labels, count, areaTotal, groupTotal, total }: ManyGroups): number {
  const groups = labels.length;
  if (groups < 2) return Number.NaN;
  const share = groupTotal.map((people) => people / total);
  let sum = 0;
  for (let i = 0, c = 0; i < areas; i++) {
    const all = areaTotal[i]!;
    for (let k = 0; k < groups; k++) sum += Math.abs(count[c++]! - all * share[k]!);
  }
  return sum / (2 * total * interactionOfShares(groupTotal, total));
}

/**
 * How much does the area of a person tell of the person's group? The mutual information index M.
 *
 * **How** M = Σ over areas and groups of (c / T) ln (p / P) / ln base, with c people of the group in the area, T all people, p = c / t the
 * group's share of the area and P its share of all. `measureLocalSegregation` and `measureGroupSegregation` give the parts of
 * areas and groups.
 *
 * @param counts - people by area and group, whole or weighted
 * @param options - the base of the logarithm
 * @returns from 0 (nothing: every area has the shares of the whole) to the entropy of the groups; 0 with one group, NaN without
 * people. It is the same for areas and groups exchanged
 * @throws RangeError for a base that is not above 1, or a count that is missing or below 0
 *
 * **Cost** O(areas · groups), a logarithm for each
 *
 * [theil-finizza-1971] [mora-ruiz-castillo-2011]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30) };
 * mutualInformationIndex(counts).toFixed(4); // '0.1337'
 */
export function mutualInformationIndex(counts: AreaCounts, options: InformationOptions = {}): number {
  const where = "mutualInformationIndex";
  const many = manyGroupsOf(where, counts);
  return mutualInformationOf(many) / unitOf(where, options);
}

export function mutualInformationOf({ labels, count, areaTotal, groupTotal, total }: ManyGroups): number {
  let sum = 0;
  for (let k = 0; k < labels.length; k++) {
    sum += columnInformation(count, labels.length, k, areaTotal, groupTotal[k]! / total);
  }
  return sum / total;
}

/**
 * How much less mixed are the areas than the whole? Theil's information theory index H of all groups at once.
 *
 * **How** H = M / E, with M the mutual information index and E the entropy of the groups; so H = Σ over areas of t (E − Eᵢ) / (E T).
 *
 * @param counts - people by area and group, whole or weighted
 * @returns from 0 (every area is mixed as the whole) to 1 (one group in each area); NaN with fewer than two groups that have
 * people. It has no base. Of two groups it is `theilEntropyIndex`
 * @throws RangeError for a count that is missing or below 0
 *
 * **Cost** O(areas · groups), a logarithm for each
 *
 * [theil-finizza-1971] [reardon-firebaugh-2002]
 * @example
 * const counts = { labels: ["locals", "Syrians", "Afghans"], count: Float64Array.of(80, 10, 0, 20, 30, 10) };
 * multigroupEntropyIndex(counts).toFixed(4); // '0.2358'
 */
export function multigroupEntropyIndex(counts: AreaCounts): number {
  const many = manyGroupsOf("multigroupEntropyIndex", counts);
  return entropyIndexOfMany(many, mutualInformationOf(many));
}

/** 0 / 0 of one group. */
export function entropyIndexOfMany({ groupTotal, total }: ManyGroups, information: number): number {
  return information / entropyOf(groupTotal, total);
}

/**
 * How much of what varies in belonging to groups lies between areas? The relative diversity index R.
 *
 * **How** R = Σ over areas and groups of t (p − P)² / (T I), with p the group's share of the t people in the area, P its share of all T
 * and I = Σ P (1 − P): 1 less the mean of Simpson's interaction in the areas over that of the whole.
 *
 * @param counts - people by area and group, whole or weighted
 * @returns from 0 (the same shares in every area) to 1 (no area shared); NaN with fewer than two groups that have people. Of two
 * groups it is `correlationRatio`
 * @throws RangeError for a count that is missing or below 0
 *
 * **Cost** O(areas · groups)
 *
 * [carlson-1992] [reardon-firebaugh-2002]
 * @example
 * const counts = { labels: ["locals", "Syrians", "Afghans"], count: Float64Array.of(80, 10, 0, 20, 30, 10) };
 * relativeDiversity(counts).toFixed(4); // '0.2438'
 */
export function relativeDiversity(counts: AreaCounts): number {
  return variationIndices(manyGroupsOf("relativeDiversity", counts)).relativeDiversity;
}

/**
 * How far are the members of all groups from meeting others as often as by chance? The normalised exposure index P.
 *
 * **How** Σ over areas and groups of t (p − P)² / (T (1 − P)), which is Σ P η² over the groups, with η² the correlation ratio of a
 * group against everyone else.
 *
 * @param counts - people by area and group, whole or weighted
 * @returns from 0 (the same shares in every area) to 1 (no area shared); NaN with fewer than two groups that have people
 * @throws RangeError for a count that is missing or below 0
 *
 * **Cost** O(areas · groups)
 *
 * [james-1986] [reardon-firebaugh-2002]
 * @example
 * const counts = { labels: ["locals", "Syrians", "Afghans"], count: Float64Array.of(80, 10, 0, 20, 30, 10) };
 * normalizedExposure(counts).toFixed(4); // '0.2789'
 */
export function normalizedExposure(counts: AreaCounts): number {
  return variationIndices(manyGroupsOf("normalizedExposure", counts)).normalizedExposure;
}

/**
 * How much do the shares of groups vary over areas, beside their size? The squared coefficient of variation C.
 *
 * **How** C = Σ over areas and groups of t (p − P)² / (T (K − 1) P), with K groups that have people; Σ (1 − P) η² / (K − 1). Rare groups
 * weigh more than in R.
 *
 * @param counts - people by area and group, whole or weighted
 * @returns from 0 (the same shares in every area) to 1 (no area shared); NaN with fewer than two groups that have people
 * @throws RangeError for a count that is missing or below 0
 *
 * **Cost** O(areas · groups)
 *
 * [reardon-firebaugh-2002]
 * @example
 * const counts = { labels: ["locals", "Syrians", "Afghans"], count: Float64Array.of(80, 10, 0, 20, 30, 10) };
 * squaredCoefficientOfVariation(counts).toFixed(4); // '0.1736'
 */
export function squaredCoefficientOfVariation(counts: AreaCounts): number {
  return variationIndices(manyGroupsOf("squaredCoefficientOfVariation", counts)).squaredCoefficientOfVariation;
}

/** R, P and C: three means of the same squared deviations. */
export function variationIndices({ areas, labels, count, areaTotal, groupTotal, total }: ManyGroups): {
  readonly relativeDiversity: number;
  readonly normalizedExposure: number;
  readonly squaredCoefficientOfVariation: number;
} {
  const groups = labels.length;
  const share = groupTotal.map((people) => people / total);
  const squares = new Float64Array(groups);
  for (let i = 0, c = 0; i < areas; i++, c += groups) {
    const all = areaTotal[i]!;
    if (all === 0) continue;
    for (let k = 0; k < groups; k++) {
      const deviation = count[c + k]! / all - share[k]!;
      squares[k]! += all * deviation * deviation;
    }
  }
  let [sum, exposure, variation] = [0, 0, 0];
  for (let k = 0; k < groups; k++) {
    sum += squares[k]!;
    exposure += squares[k]! / (total - groupTotal[k]!);
    variation += squares[k]! / groupTotal[k]! / (groups - 1);
  }
  const isDefined = groups > 1;
  return {
    relativeDiversity: isDefined ? sum / total / interactionOfShares(groupTotal, total) : Number.NaN,
    normalizedExposure: isDefined ? exposure : Number.NaN,
    squaredCoefficientOfVariation: isDefined ? variation : Number.NaN,
  };
}
