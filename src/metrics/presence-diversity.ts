import { checkOptions } from "../core/check.ts";
import { type AreaCounts, groupNumberOf, manyGroupsOf } from "./segregation-counts.ts";

export interface GiniPresenceOptions {
  /** The label of the group in whose places we ask: an area counts by its share of that group. By its share of everybody unless given. */
  readonly of?: string;
}

/**
 * How mixed are the places where people are? Spatial integration by the Gini–Simpson index of presence: it rises with diversity, the Gini
 * index of segregation falls.
 *
 * **How** Σ over areas of weight · (1 − Σ over groups of share²), with the shares of the groups among the people of the area and the area's
 * weight its share of all people, or of the group `of`: draw somebody, of the group if it is given, then two people of that person's area, each
 * from all of them; this is the chance that the two are of different groups. For a small group it can rise as the group withdraws to areas of
 * its own, which it brings nearer to half and half: `interactionIndex` says whom its members meet.
 *
 * @param counts - people by area and group: distinct people seen or resident
 * @param options - whose places
 * @returns from 0 (every area has one group) to 1 − 1 / groups; NaN without people, or without people of the group. Without `of` it is the
 * diversity of all people, Σ share · (1 − share), times (1 − `relativeDiversity`)
 * @throws RangeError for a label that is not there, or a count that is missing or below 0
 *
 * **Departs from the paper** a text about it says that "higher values represent more diversity and, therefore, more integration", from which
 * we conclude that its Gini coefficient is this one.
 *
 * **Cost** O(areas · groups)
 *
 * [bakker-2019]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(50, 50, 100, 0) };
 * giniPresence(counts); // 0.25
 * giniPresence(counts, { of: "refugees" }); // 0.5
 */
export function giniPresence(counts: AreaCounts, options: GiniPresenceOptions = {}): number {
  const where = "giniPresence";
  const { areas, labels, count, areaTotal } = manyGroupsOf(where, counts);
  checkOptions(where, options, ["of"]);
  const { of } = options;
  if (of !== undefined) groupNumberOf(where, "of", counts.labels, of);
  const groups = labels.length;
  const group = of === undefined ? -1 : labels.indexOf(of);
  if (of !== undefined && group < 0) return Number.NaN;
  let sum = 0;
  let people = 0;
  for (let i = 0, c = 0; i < areas; i++, c += groups) {
    const all = areaTotal[i]!;
    if (all === 0) continue;
    let squares = 0;
    for (let k = 0; k < groups; k++) squares += (count[c + k]! / all) * (count[c + k]! / all);
    const weight = group < 0 ? all : count[c + group]!;
    sum += weight * (1 - squares);
    people += weight;
  }
  return sum / people;
}
