import { checkOptions } from "../core/check.ts";
import { log } from "../core/math.ts";
import { checkedUnit } from "./entropy-tables.ts";
import { type AreaCounts, manyGroupsOf } from "./segregation-counts.ts";

export interface InformationOptions {
  /** The base of the logarithm, and so the unit: Math.E for nats unless given, 2 for bits. */
  readonly base?: number;
}

/** The natural logarithm of the base. */
export function unitOf(where: string, options: InformationOptions): number {
  checkOptions(where, options, ["base"]);
  const { base = Math.E } = options;
  const unit = checkedUnit(where, base);
  return base === Math.E ? 1 : unit;
}

/**
 * How diverse are the people of all areas together? The entropy E of the groups.
 *
 * **How** E = −Σ P ln P / ln base, with P the shares of the groups of all people.
 *
 * @param counts - people by area and group, whole or weighted
 * @param options - the base of the logarithm
 * @returns from 0 (one group) to the logarithm of the number of groups; NaN without people
 * @throws RangeError for a base that is not above 1, or a count that is missing or below 0
 *
 * **Cost** O(areas · groups)
 *
 * [shannon-1948] [theil-finizza-1971]
 * @example
 * const counts = { labels: ["locals", "Syrians", "Afghans"], count: Float64Array.of(80, 10, 0, 20, 30, 10) };
 * entropyDiversity(counts, { base: 2 }).toFixed(4); // '1.1589'
 */
export function entropyDiversity(counts: AreaCounts, options: InformationOptions = {}): number {
  const where = "entropyDiversity";
  const { groupTotal, total } = manyGroupsOf(where, counts);
  return entropyOf(groupTotal, total) / unitOf(where, options);
}

/** −Σ P ln P of parts of a total; NaN where it is 0. */
export function entropyOf(parts: Float64Array, total: number): number {
  if (total === 0) return Number.NaN;
  let sum = 0;
  for (let k = 0; k < parts.length; k++) if (parts[k]! > 0) sum -= (parts[k]! / total) * log(parts[k]! / total);
  return sum;
}

/**
 * How diverse are the people of all areas together, beside as many groups of equal size?
 *
 * **How** E / ln K, with E the entropy of the groups and K how many have people.
 *
 * @param counts - people by area and group, whole or weighted
 * @returns from 0 to 1 (groups of equal size); NaN with fewer than two groups that have people
 * @throws RangeError for a count that is missing or below 0
 *
 * **Cost** O(areas · groups)
 *
 * [pielou-1966]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30) };
 * normalizedDiversity(counts).toFixed(4); // '0.8631'
 */
export function normalizedDiversity(counts: AreaCounts): number {
  const { labels, groupTotal, total } = manyGroupsOf("normalizedDiversity", counts);
  return normalizedDiversityOf(entropyOf(groupTotal, total), labels.length);
}

/** 0 / 0 of one group. */
export function normalizedDiversityOf(entropy: number, groups: number): number {
  return entropy / log(groups);
}

/**
 * How likely are two random people of all areas of different groups? Simpson's interaction index I, the Gini–Simpson index.
 *
 * **How** I = Σ P (1 − P), with P the shares of the groups of all people.
 *
 * @param counts - people by area and group, whole or weighted
 * @returns from 0 (one group) to 1 − 1 / K with K groups of equal size; NaN without people
 * @throws RangeError for a count that is missing or below 0
 *
 * **Departs from the paper** Simpson draws two different people; here the same person may be drawn twice.
 *
 * **Cost** O(areas · groups)
 *
 * [simpson-1949] [lieberson-1969]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30) };
 * simpsonInteraction(counts).toFixed(4); // '0.4082'
 */
export function simpsonInteraction(counts: AreaCounts): number {
  const { groupTotal, total } = manyGroupsOf("simpsonInteraction", counts);
  return total === 0 ? Number.NaN : interactionOfShares(groupTotal, total);
}

export function interactionOfShares(groupTotal: Float64Array, total: number): number {
  return groupTotal.reduce((sum, people) => sum + (people / total) * ((total - people) / total), 0);
}

/**
 * How likely are two random people of all areas of the same group? Simpson's concentration index λ.
 *
 * **How** λ = Σ P², with P the shares of the groups of all people: 1 less `simpsonInteraction`.
 *
 * @param counts - people by area and group, whole or weighted
 * @returns from 1 / K with K groups of equal size to 1 (one group); NaN without people
 * @throws RangeError for a count that is missing or below 0
 *
 * **Departs from the paper** Simpson draws two different people; here the same person may be drawn twice.
 *
 * **Cost** O(areas · groups)
 *
 * [simpson-1949]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30) };
 * simpsonConcentration(counts).toFixed(4); // '0.5918'
 */
export function simpsonConcentration(counts: AreaCounts): number {
  const { groupTotal, total } = manyGroupsOf("simpsonConcentration", counts);
  return total === 0 ? Number.NaN : concentrationOfShares(groupTotal, total);
}

export function concentrationOfShares(groupTotal: Float64Array, total: number): number {
  return groupTotal.reduce((sum, people) => sum + (people / total) * (people / total), 0);
}
