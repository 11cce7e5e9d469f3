import { logInto } from "../core/logarithms.ts";
import { log } from "../core/math.ts";
import { dissimilarityOf } from "./dissimilarity.ts";
import { type AreaCounts, type TwoGroups, type TwoGroupsOptions, twoGroupsOf } from "./segregation-counts.ts";

/**
 * How much less mixed are the areas than the whole? Theil's information theory index H of two groups.
 *
 * **How** H = Σ over areas of t (E − Eᵢ) / (E T), with t people of both groups in the area, T in all areas, p and P the group's
 * shares of them, Eᵢ = −p ln p − (1 − p) ln (1 − p) and E the same of P. An area where neither lives counts for nothing.
 *
 * @param counts - people by area and group, whole or weighted
 * @param options - which group, and against which; everyone else unless given
 * @returns from 0 (every area is mixed as the whole) to 1 (no area is mixed); NaN where one of the two has nobody. It has no
 * base, and is the same for the group and the other exchanged
 * @throws RangeError for a label that is not there, a group against itself, or a count that is missing or below 0
 *
 * **Cost** O(areas · groups)
 *
 * [theil-finizza-1971] [massey-denton-1988]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30) };
 * theilEntropyIndex(counts, { group: "refugees" }).toFixed(4); // '0.2234'
 */
export function theilEntropyIndex(counts: AreaCounts, options: TwoGroupsOptions): number {
  return entropyIndexOf(twoGroupsOf("theilEntropyIndex", counts, options));
}

export function entropyIndexOf({ x, y, sumX, sumY }: TwoGroups): number {
  if (sumX === 0 || sumY === 0) return Number.NaN;
  const total = sumX + sumY;
  const both = x.map((own, i) => own + y[i]!);
  const information = columnInformation(x, 1, 0, both, sumX / total) + columnInformation(y, 1, 0, both, sumY / total);
  return information / -(sumX * log(sumX / total) + sumY * log(sumY / total));
}

/**
 * Σ over areas of c ln ((c / t) / share): what the areas tell of group k, times its people. The counts of group k stand at
 * i · groups + k.
 */
export function columnInformation(
  count: Float64Array,
  groups: number,
  k: number,
  areaTotal: Float64Array,
  share: number,
): number {
  const areas = areaTotal.length;
  const ratios = new Float64Array(Math.min(areas, BLOCK));
  let sum = 0;
  for (let from = 0; from < areas; from += BLOCK) {
    const size = Math.min(BLOCK, areas - from);
    for (let i = 0, c = from * groups + k; i < size; i++, c += groups) {
      const own = count[c]!;
      ratios[i] = own === 0 ? 1 : own / areaTotal[from + i]! / share;
    }
    logInto(ratios, size);
    for (let i = 0, c = from * groups + k; i < size; i++, c += groups) sum += count[c]! * ratios[i]!;
  }
  return sum;
}

/** Logarithms are taken of so many areas at a time. */
const BLOCK = 2048;

/**
 * How much of what varies in belonging to a group lies between areas? The correlation ratio η², also known as V or, with the
 * isolation index freed of the group's size, as the adjusted isolation index.
 *
 * **How** η² = (xPx − P) / (1 − P) = Σ over areas of t (p − P)² / (T P (1 − P)), with xPx the isolation index, p the group's
 * share of the t people in the area and P its share of all T.
 *
 * @param counts - people by area and group, whole or weighted
 * @param options - which group, and against which; everyone else unless given
 * @returns from 0 (the same share in every area) to 1 (no area shared); NaN where one of the two has nobody. The same for the
 * group and the other exchanged
 * @throws RangeError as `theilEntropyIndex`
 *
 * **Cost** O(areas · groups)
 *
 * [duncan-duncan-1955] [massey-denton-1988]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30) };
 * correlationRatio(counts, { group: "refugees" }).toFixed(4); // '0.2689'
 */
export function correlationRatio(counts: AreaCounts, options: TwoGroupsOptions): number {
  return correlationRatioOf(twoGroupsOf("correlationRatio", counts, options));
}

export function correlationRatioOf({ areas, x, y, sumX, sumY }: TwoGroups): number {
  if (sumX === 0 || sumY === 0) return Number.NaN;
  const share = sumX / (sumX + sumY);
  const rest = sumY / (sumX + sumY);
  let sum = 0;
  for (let i = 0; i < areas; i++) {
    const both = x[i]! + y[i]!;
    if (both === 0) continue;
    // p (1 − P) − (1 − p) P is p − P, to all digits for shares near 1 too.
    const deviation = (x[i]! / both) * rest - (y[i]! / both) * share;
    sum += both * deviation * deviation;
  }
  return sum / (share * sumY);
}

/**
 * How little do the areas of two groups have in common? The MinMax index.
 *
 * **How** 1 − Σ min(x / X, y / Y) / Σ max(x / X, y / Y) over areas, which is 2 D / (1 + D) of the dissimilarity index D.
 *
 * @param counts - people by area and group, whole or weighted
 * @param options - which group, and against which; everyone else unless given
 * @returns from 0 (the same shares in every area) to 1 (no area shared); NaN where one of the two has nobody
 * @throws RangeError as `theilEntropyIndex`
 *
 * **Cost** O(areas · groups)
 *
 * [osullivan-wong-2007]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30) };
 * minMaxIndex(counts, { group: "refugees" }).toFixed(4); // '0.7097'
 */
export function minMaxIndex(counts: AreaCounts, options: TwoGroupsOptions): number {
  return minMaxOf(dissimilarityOf(twoGroupsOf("minMaxIndex", counts, options)));
}

export function minMaxOf(dissimilarity: number): number {
  return (2 * dissimilarity) / (1 + dissimilarity);
}

/**
 * What share of a group would have to move for it to be spread as all people are? Gorard's index GS.
 *
 * **How** GS = ½ Σ over areas of |x / X − t / T|, with t people of both groups in the area: D (1 − P) of the dissimilarity index
 * D and the group's share P of all.
 *
 * @param counts - people by area and group, whole or weighted
 * @param options - which group, and against which; everyone else unless given
 * @returns from 0 (spread as all people are) to 1 − P; NaN where one of the two has nobody. The smaller of two groups has the
 * larger index
 * @throws RangeError as `theilEntropyIndex`
 *
 * **Cost** O(areas · groups)
 *
 * [gorard-taylor-2002]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30) };
 * gorardIndex(counts, { group: "refugees" }).toFixed(4); // '0.3929'
 */
export function gorardIndex(counts: AreaCounts, options: TwoGroupsOptions): number {
  return gorardOf(twoGroupsOf("gorardIndex", counts, options));
}

export function gorardOf(pair: TwoGroups): number {
  return (dissimilarityOf(pair) * pair.sumY) / (pair.sumX + pair.sumY);
}
