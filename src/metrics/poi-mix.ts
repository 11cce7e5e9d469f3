import { checkLength, fail, failInWords } from "../core/check.ts";
import { checkLists } from "../core/check-tables.ts";
import { log } from "../core/math.ts";
import type { GroupCounts } from "../types.ts";

/**
 * How mixed are the uses of a place? The entropy of the categories of its points of interest, as of land use.
 *
 * **How** H = −Σ p ln p / ln K, p = count of a category / count of all at the location, K = labels.length categories, those
 * without a point included; 0 ln 0 = 0. The base of the logarithm cancels: the unit is the evenest mix possible.
 *
 * @param counts - points by location and category, as `measurePoiExposure` and `countPois` count them
 * @returns per location from 0 (one category only) to 1 (all K alike); NaN where there is no point, and everywhere where
 * there is one category only
 * @throws RangeError for a count that is missing or below 0
 *
 * **Departs from the paper** it asks for the mix of land uses by area; here counts of points stand for them. The entropy is
 * divided by ln K, as in later indices of land-use mix, so that lists of categories of different length compare.
 *
 * **Cost** O(locations · labels)
 *
 * [frank-pivo-1994]
 * @example
 * poiMixEntropy({ labels: ["school", "shop"], count: Float64Array.of(2, 2, 5, 0, 0, 0) }); // Float64Array(3) [ 1, 0, NaN ]
 * poiMixEntropy({ labels: ["camp", "school", "shop"], count: Float64Array.of(0, 2, 2) })[0].toFixed(4); // '0.6309'
 */
export function poiMixEntropy(counts: Pick<GroupCounts, "labels" | "count">): Float64Array {
  const where = "poiMixEntropy";
  checkLists(where, "counts", counts, ["labels", "count"], "counts of points with their labels");
  const { labels, count } = counts;
  const categories = labels.length;
  if (categories === 0) failInWords(where, "counts.labels", "at least one category", "none");
  checkLength(where, "counts.count", count.length, categories * Math.ceil(count.length / categories));
  const entropy = new Float64Array(count.length / categories);
  for (let l = 0; l < entropy.length; l++) {
    let all = 0;
    let sum = 0;
    for (let k = l * categories; k < (l + 1) * categories; k++) {
      const n = count[k]!;
      if (!(n >= 0 && n < Infinity)) fail(where, `counts.count[${k}]`, "a finite number of at least 0", n);
      all += n;
      if (n > 0) sum += n * log(n);
    }
    // −Σ p ln p with p = n / all; rounding must not carry it beyond its range.
    entropy[l] = all === 0 ? Number.NaN : Math.min(1, Math.max(0, log(all) - sum / all) / log(categories));
  }
  return entropy;
}
