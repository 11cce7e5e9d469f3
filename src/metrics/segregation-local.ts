import { log } from "../core/math.ts";
import type { Table } from "../types.ts";
import { type AreaCounts, manyGroupsOf, totalsOf } from "./segregation-counts.ts";
import { columnInformation } from "./segregation-evenness.ts";
import type { GroupMatrix } from "./segregation-exposure.ts";
import { type InformationOptions, unitOf } from "./segregation-multigroup-diversity.ts";

/** Diversity and segregation of areas, a row for each, as `measureLocalSegregation` describes. */
export type LocalSegregation = Table<{
  readonly people: Float64Array;
  readonly share: Float64Array;
  readonly groups: Uint32Array;
  readonly entropy: Float64Array;
  readonly normalizedEntropy: Float64Array;
  readonly evenness: Float64Array;
  readonly simpsonInteraction: Float64Array;
  readonly simpsonConcentration: Float64Array;
  readonly segregation: Float64Array;
}>;

/**
 * How mixed is each area, and how far is it from the whole?
 *
 * **How** With p the groups' shares of the area's people and P those of all people: entropy = −Σ p ln p / ln base;
 * simpsonInteraction = Σ p (1 − p); simpsonConcentration = Σ p²; segregation = Σ p ln (p / P) / ln base, the local index of
 * segregation ls. The mean of `segregation`, weighted with `share`, is the mutual information index M.
 *
 * @param counts - people by area and group, whole or weighted
 * @param options - the base of the logarithm
 * @returns a row per area: its `people`; `share`, those over all people; `groups`, how many have people there; `entropy`;
 * `normalizedEntropy`, the entropy over that of all groups that have people in equal number, from 0 to 1; `evenness`, over that of the
 * groups of the area, NaN where there is one; `simpsonInteraction`, the chance that two random people of the area are of
 * different groups; `simpsonConcentration`, of the same group; `segregation`, 0 or more. Areas without people have NaN for all
 * but `people`, `share` and `groups`
 * @throws RangeError for a base that is not above 1, or a count that is missing or below 0
 *
 * **Departs from the paper** none. pysal's segregation gives empty areas 0, and OasisR leaves them out and gives areas of one
 * group an evenness of 0.
 *
 * **Cost** O(areas · groups), two logarithms for each
 *
 * [theil-finizza-1971] [mora-ruiz-castillo-2011] [elbers-2023]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(50, 0, 25, 75) };
 * const { entropy, segregation } = measureLocalSegregation(counts, { base: 2 }).columns;
 * entropy.map((bits) => Number(bits.toFixed(4))); // Float64Array(2) [ 0, 0.8113 ]
 * segregation.map((bits) => Number(bits.toFixed(4))); // Float64Array(2) [ 1, 0.1887 ]
 */
export function measureLocalSegregation(counts: AreaCounts, options: InformationOptions = {}): LocalSegregation {
  const where = "measureLocalSegregation";
  const many = manyGroupsOf(where, counts);
  const unit = unitOf(where, options);
  const { areas, labels, count, areaTotal, groupTotal, total } = many;
  const all = labels.length;
  const logShare = groupTotal.map((people) => log(people / total));
  const made = (): Float64Array => new Float64Array(areas).fill(Number.NaN);
  const columns = {
    people: areaTotal,
    share: areaTotal.map((people) => people / total),
    groups: new Uint32Array(areas),
    entropy: made(),
    normalizedEntropy: made(),
    evenness: made(),
    simpsonInteraction: made(),
    simpsonConcentration: made(),
    segregation: made(),
  };
  for (let i = 0, c = 0; i < areas; i++, c += all) {
    const people = areaTotal[i]!;
    if (people === 0) continue;
    let groups = 0;
    let entropy = 0;
    let cross = 0;
    let different = 0;
    let same = 0;
    for (let k = 0; k < all; k++) {
      const own = count[c + k]!;
      if (own === 0) continue;
      const share = own / people;
      groups++;
      entropy -= share * log(share);
      cross -= share * logShare[k]!;
      different += share * ((people - own) / people);
      same += share * share;
    }
    columns.groups[i] = groups;
    columns.entropy[i] = entropy / unit;
    // 0 / 0 of one group.
    columns.normalizedEntropy[i] = entropy / log(all);
    columns.evenness[i] = entropy / log(groups);
    columns.simpsonInteraction[i] = different;
    columns.simpsonConcentration[i] = same;
    columns.segregation[i] = (cross - entropy) / unit;
  }
  return { length: areas, columns };
}

/** Segregation of groups, a row for each, as `measureGroupSegregation` describes. */
export type GroupSegregation = Table<{
  readonly label: readonly string[];
  readonly people: Float64Array;
  readonly share: Float64Array;
  readonly segregation: Float64Array;
}>;

/**
 * How far is each group from being spread as all people are?
 *
 * **How** segregation = Σ over areas of (c / C) ln ((c / t) / P) / ln base, with c people of the group among t in the area, C in all areas,
 * and P the group's share of all people: the local index of segregation with areas and groups exchanged. Its mean, weighted with
 * `share`, is the mutual information index M.
 *
 * @param counts - people by area and group, whole or weighted
 * @param options - the base of the logarithm
 * @returns a row per label: its `people`; `share`, those over all people; `segregation`, 0 or more, NaN for a group without anybody
 * @throws RangeError for a base that is not above 1, or a count that is missing or below 0
 *
 * **Cost** O(areas · groups), a logarithm for each
 *
 * [mora-ruiz-castillo-2011] [elbers-2023]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(50, 0, 25, 75) };
 * const { segregation } = measureGroupSegregation(counts, { base: 2 }).columns;
 * segregation.map((bits) => Number(bits.toFixed(4))); // Float64Array(2) [ 0.3333, 0.585 ]
 */
export function measureGroupSegregation(counts: AreaCounts, options: InformationOptions = {}): GroupSegregation {
  const where = "measureGroupSegregation";
  const { labels, groupNumbers, count, areaTotal, groupTotal, total } = manyGroupsOf(where, counts);
  const unit = unitOf(where, options);
  const all = counts.labels.length;
  const people = new Float64Array(all);
  const segregation = new Float64Array(all).fill(Number.NaN);
  for (let k = 0; k < labels.length; k++) {
    const own = groupTotal[k]!;
    people[groupNumbers[k]!] = own;
    segregation[groupNumbers[k]!] = columnInformation(count, labels.length, k, areaTotal, own / total) / own / unit;
  }
  const share = people.map((own) => own / total);
  return { length: all, columns: { label: counts.labels.slice(), people, share, segregation } };
}

/**
 * Where is a group more frequent than in the whole, and how much? Location quotients.
 *
 * **How** LQ = p / P, with p the group's share of the area's people and P its share of all.
 *
 * @param counts - people by area and group, whole or weighted
 * @returns a row per area and a column per label: 1 where the group has its share of all, 2 where it has twice that; NaN for areas
 * without people and for groups without anybody
 * @throws RangeError for a count that is missing or below 0
 *
 * **Cost** O(areas · groups)
 *
 * [isard-1960]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(50, 0, 25, 75) };
 * locationQuotients(counts).value; // Float64Array(4) [ 2, 0, 0.5, 1.5 ]
 */
export function locationQuotients(counts: AreaCounts): GroupMatrix {
  const { areas, groups, area, group, all } = totalsOf("locationQuotients", counts);
  const { labels, count } = counts;
  const value = Float64Array.from(count, (own, c) => own / area[Math.floor(c / groups)]! / (group[c % groups]! / all));
  return { labels: labels.slice(), rows: areas, columns: groups, value };
}
