import { type AreaCounts, type TwoGroups, type TwoGroupsOptions, twoGroupsOf } from "./segregation-counts.ts";

/**
 * How unevenly do two groups live? The dissimilarity index: the share of either group that would have to move for both to
 * be spread alike.
 *
 * **How** D = ½ Σ over areas of |x / X − y / Y|, with x people of the group and y people of the other in the area, X and Y
 * in all areas. An area where neither lives counts for nothing.
 *
 * @param counts - people by area and group, whole or weighted; a table of counts from elsewhere needs no locations
 * @param options - which group against which
 * @returns from 0 (the same shares in every area) to 1 (no area shared); NaN where one of the two groups has nobody. The
 * same for the group and the other exchanged
 * @throws RangeError for a label that is not there, a group against itself, or a count that is missing or below 0
 *
 * **Cost** O(areas · groups)
 *
 * [duncan-duncan-1955]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30) };
 * dissimilarityIndex(counts, { group: "refugees" }).toFixed(2); // '0.55'
 */
export function dissimilarityIndex(counts: AreaCounts, options: TwoGroupsOptions): number {
  return dissimilarityOf(twoGroupsOf("dissimilarityIndex", counts, options));
}

/** D of two groups whose counts have been checked. */
export function dissimilarityOf({ areas, x, y, sumX, sumY }: TwoGroups): number {
  if (sumX === 0 || sumY === 0) return Number.NaN;
  let sum = 0;
  for (let i = 0; i < areas; i++) sum += Math.abs(x[i]! / sumX - y[i]! / sumY);
  return sum / 2;
}
