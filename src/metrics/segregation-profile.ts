import type { Table } from "../types.ts";
import { type AreaCounts, type TwoGroups, type TwoGroupsOptions, twoGroupsOf } from "./segregation-counts.ts";
import { createShareOrder } from "./segregation-gini-order.ts";

/**
 * How far is a group's concentration from that of an even and of a complete separation? The index R of the concentration
 * profile.
 *
 * **How** R = (P − ∫₀ᴾ v + ∫ᴾ¹ v) / (1 − P), with v(θ) the share of the group in areas where it is at least a share θ of the people,
 * and P its share of all. The integrals are exact: R = (P − Σ w min(p, P) + Σ w max(p − P, 0)) / (1 − P), with w = x / X the area's
 * share of the group and p the group's share of the area.
 *
 * @param counts - people by area and group, whole or weighted
 * @param options - which group, and against which; everyone else unless given
 * @returns 0 for the same share in every area and 1 where no area is shared; NaN where one of the two has nobody. A group of at
 * most half of all stays below 1; a larger one can be above it, up to P / (1 − P), where many of it live in areas far more mixed
 * than the whole
 * @throws RangeError for a label that is not there, a group against itself, or a count that is missing or below 0
 *
 * **Departs from the paper** none. pysal's segregation and R's seg replace the integrals by sums over m thresholds, which gives
 * 1 + 1 / m for a complete separation into areas.
 *
 * **Cost** O(areas · groups)
 *
 * [hong-sadahiro-2014]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30) };
 * concentrationProfileIndex(counts, { group: "refugees" }).toFixed(4); // '0.3911'
 */
export function concentrationProfileIndex(counts: AreaCounts, options: TwoGroupsOptions): number {
  return profileIndexOf(twoGroupsOf("concentrationProfileIndex", counts, options));
}

export function profileIndexOf({ areas, x, y, sumX, sumY }: TwoGroups): number {
  if (sumX === 0 || sumY === 0) return Number.NaN;
  const share = sumX / (sumX + sumY);
  const rest = sumY / (sumX + sumY);
  let sum = 0;
  for (let i = 0; i < areas; i++) {
    const own = x[i]!;
    const both = own + y[i]!;
    // P − min(p, P) + max(p − P, 0) is |p − P|, or |p (1 − P) − (1 − p) P|, which is exact for shares near 1 too.
    if (own > 0) sum += own * Math.abs((own / both) * rest - (y[i]! / both) * share);
  }
  return sum / sumX / rest;
}

/**
 * The concentration profile, a row per share that the group has in an area, ascending. `groupShare` is that share; `people`
 * counts the people of the group in areas where it has at least that share, and `share` is `people` over all of the group.
 */
export type ConcentrationProfile = Table<{
  readonly groupShare: Float64Array;
  readonly people: Float64Array;
  readonly share: Float64Array;
}>;

/**
 * How much of a group lives where it is at least a tenth, a half, nine tenths of the people? The concentration profile.
 *
 * **How** share(θ) = Σ x / X over areas with x / t ≥ θ, x being the group's people among the t of both groups in the area. Between
 * two rows the share is that of the row after.
 *
 * @param counts - people by area and group, whole or weighted
 * @param options - which group, and against which; everyone else unless given
 * @returns a row per different share of the group in areas where somebody lives, ascending; `share` is NaN where the group has
 * nobody
 * @throws RangeError as `concentrationProfileIndex`
 *
 * **Cost** O(areas · groups)
 *
 * [poulsen-2001] [hong-sadahiro-2014]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 20, 20, 30, 50, 0) };
 * rowsOf(measureConcentrationProfile(counts, { group: "refugees" })); // [ { groupShare: 0, people: 50, share: 1 }, { groupShare: 0.2, people: 50, share: 1 }, { groupShare: 0.6, people: 30, share: 0.6 } ]
 */
export function measureConcentrationProfile(counts: AreaCounts, options: TwoGroupsOptions): ConcentrationProfile {
  const { areas, x, y, sumX } = twoGroupsOf("measureConcentrationProfile", counts, options);
  const shareOf = Float64Array.from(x, (own, i) => (own + y[i]! === 0 ? 0 : own / (own + y[i]!)));
  const order = createShareOrder(areas)(shareOf).filter((area) => x[area]! + y[area]! > 0);
  const settled = order.length;
  const isLast = (k: number): boolean => k === settled - 1 || shareOf[order[k]!] !== shareOf[order[k + 1]!];
  let rows = 0;
  for (let k = 0; k < settled; k++) if (isLast(k)) rows++;
  const groupShare = new Float64Array(rows);
  const people = new Float64Array(rows);
  let row = rows;
  let sum = 0;
  for (let k = settled - 1; k >= 0; k--) {
    if (isLast(k)) row--;
    sum += x[order[k]!]!;
    groupShare[row] = shareOf[order[k]!]!;
    people[row] = sum;
  }
  return { length: rows, columns: { groupShare, people, share: people.map((held) => held / sumX) } };
}
