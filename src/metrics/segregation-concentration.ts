import { checkLength, checkNumber, checkOptions } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { checkRule } from "../core/check-variants.ts";
import { createValueOrder, type ValueOrder } from "../core/value-order.ts";
import {
  type AreaCounts,
  checkAreaCounts,
  groupNumberOf,
  type TwoGroups,
  type TwoGroupsOptions,
  twoGroupsOf,
} from "./segregation-counts.ts";

/**
 * Concentration: how little of the ground a group lives on. The size of an area counts whether or not somebody lives there.
 */

export interface DeltaOptions {
  /** The label of the group in question. */
  readonly group: string;
  /** The size of each area, in m² or any other unit, the same for all: only shares of the whole are read. */
  readonly areaM2: ArrayLike<number>;
}

export interface AreaConcentrationOptions extends TwoGroupsOptions {
  /** The size of each area, in m² or any other unit, the same for all: only ratios are read. */
  readonly areaM2: ArrayLike<number>;
}

export interface RelativeConcentrationOptions extends AreaConcentrationOptions {
  /** Who is settled in the largest areas for the bound of least concentration: `largeForGroup()` unless given. */
  readonly large?: LargeAreas;
}

/** Who is settled in the largest areas, made by `largeForGroup` or `largeForOthers`. */
export interface LargeAreas {
  readonly name: string;
  /** How many people the largest areas are to hold, of so many of the group and so many others. */
  readonly peopleOf: (group: number, others: number) => number;
}

/**
 * What share of the group would have to move for it to live equally densely everywhere? Hoover's delta.
 *
 * **How** ½ Σ over areas of |x / X − a / A|, with x people of the group and a the size of the area, X and A of all areas.
 *
 * @param counts - people by area and group
 * @param options - the group, and the size of each area
 * @returns from 0 (the same density everywhere) to below 1; NaN where the group has nobody or the areas have no size
 * @throws RangeError for a label that is not there, a count below 0, or a size below 0 or missing
 *
 * **Cost** O(areas · groups)
 *
 * [hoover-1941] [massey-denton-1988]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30) };
 * deltaIndex(counts, { group: "refugees", areaM2: [3e6, 1e6] }).toFixed(2); // '0.50'
 */
export function deltaIndex(counts: AreaCounts, options: DeltaOptions): number {
  const where = "deltaIndex";
  const areas = checkAreaCounts(where, counts);
  checkOptions(where, options, ["group", "areaM2"]);
  const { areaM2 } = options;
  const { labels, count } = counts;
  const group = groupNumberOf(where, "group", labels, options.group);
  const land = checkAreaM2(where, areaM2, areas);
  let people = 0;
  for (let c = group; c < count.length; c += labels.length) people += count[c]!;
  if (people === 0 || land === 0) return Number.NaN;
  let sum = 0;
  for (let i = 0, c = group; i < areas; i++, c += labels.length) {
    sum += Math.abs(count[c]! / people - areaM2[i]! / land);
  }
  return sum / 2;
}

/**
 * How near does the group come to living on as little ground as it could? Absolute concentration.
 *
 * **How** 1 − (m − low) / (high − low), m = Σ x a / X the mean size of the area that one of the group lives in. `low` is
 * that of the people of the smallest areas that hold as many as the group has, low = Σ t a / Σ t over them, t people of
 * both groups; `high` that of the largest. Areas of one size stand in the order of their rows.
 *
 * @param counts - people by area and group
 * @param options - which group against which, and the size of each area
 * @returns 1 where the group lives in the smallest areas it could fill, 0 in the largest; it may lie outside, as `low` and
 * `high` are taken over everyone there. NaN where either group has nobody, or where `low` equals `high`: areas of one size
 * @throws RangeError for a label that is not there, a group against itself, a count below 0, or a size below 0 or missing
 *
 * **Cost** O(areas · groups)
 *
 * [massey-denton-1988]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30, 40, 5) };
 * absoluteConcentration(counts, { group: "refugees", areaM2: [3e6, 1e6, 2e6] }).toFixed(2); // '0.72'
 */
export function absoluteConcentration(counts: AreaCounts, options: AreaConcentrationOptions): number {
  const where = "absoluteConcentration";
  const two = twoGroupsOf(where, counts, options, ["areaM2"]);
  const { areaM2 } = options;
  checkAreaM2(where, areaM2, two.areas);
  if (two.sumX === 0 || two.sumY === 0) return Number.NaN;
  const bySize = orderBySize(areaM2);
  const low = meanSize(two, bySize, two.sumX, 0, 1);
  const high = meanSize(two, bySize, two.sumX, two.areas - 1, -1);
  if (low === high) return Number.NaN;
  return 1 - (weightedMean(two.x, two.sumX, areaM2) - low) / (high - low);
}

/**
 * Does the group live on less ground per area than the other one? Relative concentration.
 *
 * **How** (m / m′ − 1) / (low / high − 1), m = Σ x a / X and m′ = Σ y a / Y the mean sizes of the areas that one of the
 * group and one of the other live in, `low` and `high` as in `absoluteConcentration`.
 *
 * @param counts - people by area and group
 * @param options - which group against which, the size of each area, and `large`: who is settled in the largest areas
 * @returns above 0 where the group is more concentrated than the other, 1 if it were so as far as could be, 0 where both
 * live in areas of the same mean size, below 0 where the other is; NaN where either group has nobody, or where `low` equals `high`
 * @throws RangeError for a label that is not there, a group against itself, a count below 0, or a size below 0 or missing
 *
 * **Cost** O(areas · groups)
 *
 * [massey-denton-1988]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30, 40, 5) };
 * relativeConcentration(counts, { group: "refugees", areaM2: [3e6, 1e6, 2e6] }).toFixed(2); // '0.54'
 */
export function relativeConcentration(counts: AreaCounts, options: RelativeConcentrationOptions): number {
  const where = "relativeConcentration";
  const two = twoGroupsOf(where, counts, options, ["areaM2", "large"]);
  const { areaM2, large = largeForGroup() } = options;
  checkAreaM2(where, areaM2, two.areas);
  checkRule(where, "large", large, "peopleOf", "a rule such as largeForGroup()");
  if (two.sumX === 0 || two.sumY === 0) return Number.NaN;
  const bySize = orderBySize(areaM2);
  const low = meanSize(two, bySize, two.sumX, 0, 1);
  const settled = large.peopleOf(two.sumX, two.sumY);
  checkNumber(where, "what large.peopleOf gives", settled, 0);
  const high = meanSize(two, bySize, settled, two.areas - 1, -1);
  if (low === high) return Number.NaN;
  const ratio = weightedMean(two.x, two.sumX, areaM2) / weightedMean(two.y, two.sumY, areaM2);
  return (ratio - 1) / (low / high - 1);
}

/**
 * The largest areas are to hold as many people as the group has: the form of pysal.
 *
 * @returns a rule for `relativeConcentration`
 * @example
 * largeForGroup().peopleOf(30, 70); // 30
 */
export function largeForGroup(): LargeAreas {
  return { name: "for the group", peopleOf: (group) => group };
}

/**
 * The largest areas are to hold as many people as the other group has: the form of OasisR. The group would live in the
 * smallest areas and the others in the largest.
 *
 * @returns a rule for `relativeConcentration`
 *
 * [tivadar-2019]
 * @example
 * largeForOthers().peopleOf(30, 70); // 70
 */
export function largeForOthers(): LargeAreas {
  return { name: "for the others", peopleOf: (_, others) => others };
}

/** Throws unless there is a size of at least 0 for each area; returns the sum. */
export function checkAreaM2(where: string, areaM2: ArrayLike<number>, areas: number): number {
  checkList(where, "areaM2", areaM2);
  checkLength(where, "areaM2", areaM2.length, areas);
  let sum = 0;
  for (let i = 0; i < areas; i++) {
    checkNumber(where, `areaM2[${i}]`, areaM2[i]!, 0);
    sum += areaM2[i]!;
  }
  return sum;
}

function orderBySize(areaM2: ArrayLike<number>): ValueOrder {
  return createValueOrder(areaM2.length)(Float64Array.from(areaM2));
}

/** Mean size of the areas, by people, from place `from` of the order on until they hold `people`. */
function meanSize(
  { x, y }: TwoGroups,
  { order, sorted }: ValueOrder,
  people: number,
  from: number,
  step: 1 | -1,
): number {
  let held = 0;
  let sum = 0;
  for (let k = from; held < people && k >= 0 && k < order.length; k += step) {
    const t = x[order[k]!]! + y[order[k]!]!;
    held += t;
    sum += t * sorted[k]!;
  }
  return sum / held;
}

function weightedMean(weight: Float64Array, total: number, values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < weight.length; i++) sum += weight[i]! * values[i]!;
  return sum / total;
}
