import { checkLength, checkOptions, fail } from "../core/check.ts";
import { checkLists } from "../core/check-tables.ts";
import type { GroupCounts } from "../types.ts";

export interface DissimilarityOptions {
  /** The label of the group in question. */
  readonly group: string;
  /** The label of the group to compare it with; everyone else unless given. */
  readonly against?: string;
}

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
export function dissimilarityIndex(
  counts: Pick<GroupCounts, "labels" | "count">,
  options: DissimilarityOptions,
): number {
  const where = "dissimilarityIndex";
  checkLists(where, "counts", counts, ["labels", "count"], "counts of people with their labels");
  checkOptions(where, options, ["group", "against"]);
  const { labels, count } = counts;
  const groups = labels.length;
  const group = numberOf(where, "group", labels, options.group);
  const against = options.against === undefined ? -1 : numberOf(where, "against", labels, options.against);
  if (group === against) fail(where, "against", "another group", options.against);
  checkLength(where, "counts.count", count.length, groups * Math.ceil(count.length / groups));
  for (let c = 0; c < count.length; c++) {
    if (!(count[c]! >= 0 && count[c]! < Infinity)) {
      fail(
        where,
        `count of ${labels[c % groups]} in area ${Math.floor(c / groups)}`,
        "a finite number of at least 0",
        count[c],
      );
    }
  }
  const areas = count.length / groups;
  const others = new Float64Array(areas);
  let allX = 0;
  let allY = 0;
  for (let area = 0; area < areas; area++) {
    for (let g = 0; g < groups; g++) {
      if (against === -1 ? g !== group : g === against) others[area]! += count[area * groups + g]!;
    }
    allX += count[area * groups + group]!;
    allY += others[area]!;
  }
  if (allX === 0 || allY === 0) return Number.NaN;
  let sum = 0;
  for (let area = 0; area < areas; area++) {
    sum += Math.abs(count[area * groups + group]! / allX - others[area]! / allY);
  }
  return sum / 2;
}

function numberOf(where: string, name: string, labels: readonly string[], label: string): number {
  const group = labels.indexOf(label);
  return group >= 0 ? group : fail(where, name, `one of the labels (${labels.join(", ")})`, label);
}
