import { checkOptions, fail } from "../core/check.ts";
import { checkFunction } from "../core/check-variants.ts";
import { type AreaCounts, checkAreaCounts, type TwoGroupsOptions } from "./segregation-counts.ts";
import type { GroupMatrix } from "./segregation-exposure.ts";

export interface PairwiseSegregationOptions {
  /**
   * An index of two groups: `dissimilarityIndex`, `giniSegregationIndex`, `interactionIndex` as they are, or one with options
   * such as (counts, pair) => atkinsonIndex(counts, { ...pair, shape: 0.5 }).
   */
  readonly index: (counts: AreaCounts, pair: Required<TwoGroupsOptions>) => number;
}

/**
 * Which groups live apart from which? An index of two groups for every pair of groups.
 *
 * **How** value[k, l] is the index of group k against group l, all others left out.
 *
 * @param counts - people by area and group, whole or weighted
 * @param options - the index
 * @returns a row and a column for each label; NaN on the diagonal, as no group is compared with itself, and wherever the index
 * is NaN, as those of evenness are for a group without anybody
 * @throws RangeError where the index does not answer with a number, and where it throws
 *
 * **Cost** groups² times that of the index
 *
 * [duncan-duncan-1955]
 * @example
 * const counts = { labels: ["locals", "Syrians", "Afghans"], count: Float64Array.of(80, 10, 0, 20, 30, 10) };
 * const { labels, value } = pairwiseSegregation(counts, { index: dissimilarityIndex });
 * [labels[1], labels[2], value[1 * 3 + 2]]; // [ 'Syrians', 'Afghans', 0.25 ]
 */
export function pairwiseSegregation(counts: AreaCounts, options: PairwiseSegregationOptions): GroupMatrix {
  const where = "pairwiseSegregation";
  checkAreaCounts(where, counts);
  checkOptions(where, options, ["index"]);
  const { index } = options;
  checkFunction(where, "index", index, "an index of two groups such as dissimilarityIndex", 2);
  const { labels } = counts;
  const groups = labels.length;
  const value = new Float64Array(groups * groups).fill(Number.NaN);
  for (let k = 0; k < groups; k++) {
    for (let l = 0; l < groups; l++) {
      if (k === l) continue;
      const answer = index(counts, { group: labels[k]!, against: labels[l]! });
      if (typeof answer !== "number") fail(where, "what the index answers", "a number", answer);
      value[k * groups + l] = answer;
    }
  }
  return { labels: labels.slice(), rows: groups, columns: groups, value };
}
