import { checkOptions, fail } from "../core/check.ts";
import { checkRule } from "../core/check-variants.ts";
import { sumOf } from "../core/sums.ts";
import { quantileOf } from "../space/quantiles.ts";
import { type AreaCounts, checkAreaCounts, groupNumberOf } from "./segregation-counts.ts";
import { checkIndex, indexValue, type SegregationIndex } from "./segregation-index.ts";

/**
 * Why is one city more segregated than another: because of how people are spread over areas of every size, or because of what
 * the groups' shares of these areas are?
 */

/** A way to give the areas of one city the composition that areas of the same rank have in another. */
export interface Counterfactual {
  /** The first table with the attribute of the second, and the second with that of the first. */
  readonly tablesOf: (where: string, first: AreaCounts, second: AreaCounts) => readonly [AreaCounts, AreaCounts];
}

export interface CounterfactualOptions {
  /** The label of the group whose shares are exchanged; the other label is everybody else. */
  readonly group: string;
}

export interface SegregationGapOptions {
  /** The index: a function of counts, such as `(counts) => dissimilarityIndex(counts, { group: "refugees" })`. */
  readonly index: SegregationIndex;
  /** What is exchanged between the cities: `byComposition({ group })`, `byShares({ group })`, `byDualComposition({ group })`. */
  readonly counterfactual: Counterfactual;
}

/** The difference of two cities and its two parts. */
export interface SegregationGap {
  /** The index of each city. */
  readonly first: number;
  readonly second: number;
  /** The first city with the attribute of the second, and the second with that of the first. */
  readonly firstCounterfactual: number;
  readonly secondCounterfactual: number;
  /** first − second. */
  readonly gap: number;
  /** What of it is due to the spatial structure: the sizes of the areas. */
  readonly space: number;
  /** What of it is due to the attribute: the shares of the groups. */
  readonly attribute: number;
}

/**
 * Is one city more segregated than another because of its areas or because of who lives in them?
 *
 * **How** With I(s, a) the index under the structure of city s and the attribute of city a (Shapley's mean over both orders):
 * space = ½ [I(1,1) − I(2,1) + I(1,2) − I(2,2)], attribute = ½ [I(1,1) − I(1,2) + I(2,1) − I(2,2)]; both add up to the gap.
 *
 * @param first - people by area and group of one city, of two groups
 * @param second - the same of another city, with any number of areas
 * @param options - the index, and what is exchanged
 * @returns the four indices, the gap and its parts; NaN where an index is not defined
 * @throws RangeError for tables without the same two labels, or an index that gives no number
 *
 * **Cost** O(areas · log areas) and four indices
 *
 * [rey-2021] [shorrocks-2013]
 * @example
 * const first = { labels: ["a", "b"], count: Float64Array.of(9, 1, 1, 9) };
 * const second = { labels: ["a", "b"], count: Float64Array.of(30, 10, 10, 30, 5, 5) };
 * const index = (counts) => dissimilarityIndex(counts, { group: "a" });
 * const found = decomposeSegregationGap(first, second, { index, counterfactual: byComposition({ group: "a" }) });
 * [found.gap, found.space, found.attribute].map((x) => x.toFixed(3)); // [ '0.356', '0.056', '0.300' ]
 */
export function decomposeSegregationGap(
  first: AreaCounts,
  second: AreaCounts,
  options: SegregationGapOptions,
): SegregationGap {
  const where = "decomposeSegregationGap";
  checkAreaCounts(where, first, "first");
  checkAreaCounts(where, second, "second");
  checkOptions(where, options, ["index", "counterfactual"]);
  const { index, counterfactual } = options;
  checkIndex(where, index);
  checkCounterfactual(where, counterfactual);
  const [a, b] = counterfactual.tablesOf(where, first, second);
  const [i11, i12, i21, i22] = [first, a, b, second].map((counts) => indexValue(where, index, counts)) as [
    number,
    number,
    number,
    number,
  ];
  return {
    first: i11,
    second: i22,
    firstCounterfactual: i12,
    secondCounterfactual: i21,
    gap: i11 - i22,
    space: (i11 - i21 + i12 - i22) / 2,
    attribute: (i11 - i12 + i21 - i22) / 2,
  };
}

/**
 * Each area keeps its people; the group's share of them becomes that of the area of the same rank in the other city.
 *
 * **How** x' = p' t: p' is the quantile of the other city's shares p at the area's rank / areas (ties: mean rank; definition 7 of
 * quantiles). In an area without people p is 0.
 *
 * @param options - the label of the group
 * @returns a counterfactual for `decomposeSegregationGap` and `counterfactualSwaps`, of tables with two labels
 * @throws RangeError for an option that is not known, or a group that is no text
 *
 * **Cost** O(areas · log areas)
 *
 * [rey-2021]
 * @example
 * const first = { labels: ["a", "b"], count: Float64Array.of(9, 1, 1, 9) };
 * const second = { labels: ["a", "b"], count: Float64Array.of(30, 10, 10, 30) };
 * byComposition({ group: "a" }).tablesOf("example", first, second)[0].count; // Float64Array(4) [ 7.5, 2.5, 5, 5 ]
 */
export function byComposition(options: CounterfactualOptions): Counterfactual {
  return counterfactualOf("byComposition", options, ({ x, t }, other) => {
    const p = exchanged(sharesOf(x, t), sharesOf(other.x, other.t));
    return [p.map((share, i) => share * t[i]!), p.map((share, i) => (1 - share) * t[i]!)];
  });
}

/**
 * The shares of the group, and of the others, that live in each area become those of the areas of the same rank in the other city;
 * both groups keep their people in all.
 *
 * **How** x' = X q' / Σ q' with q' the quantile of the other city's shares x / X at the area's rank / areas, and y' likewise.
 *
 * @param options - the label of the group
 * @returns a counterfactual for `decomposeSegregationGap` and `counterfactualSwaps`, of tables with two labels
 * @throws RangeError for an option that is not known, or a group that is no text
 *
 * **Cost** O(areas · log areas)
 *
 * [rey-2021]
 * @example
 * const first = { labels: ["a", "b"], count: Float64Array.of(9, 1, 1, 9) };
 * const second = { labels: ["a", "b"], count: Float64Array.of(30, 10, 10, 30) };
 * byShares({ group: "a" }).tablesOf("example", first, second)[0].count; // Float64Array(4) [ 6, 4, 4, 6 ]
 */
export function byShares(options: CounterfactualOptions): Counterfactual {
  return counterfactualOf("byShares", options, (own, other) => {
    const spread = (mine: Float64Array, theirs: Float64Array): Float64Array => {
      const [all, allOther] = [sumOf(mine), sumOf(theirs)];
      const shares = exchanged(
        mine.map((n) => (all > 0 ? n / all : 0)),
        theirs.map((n) => (allOther > 0 ? n / allOther : 0)),
      );
      const whole = sumOf(shares);
      return shares.map((share) => (whole > 0 ? (share / whole) * all : 0));
    };
    return [spread(own.x, other.x), spread(own.y, other.y)];
  });
}

/**
 * The group's share of each area, and apart from it that of the others, become those of the areas of the same rank in the other city.
 *
 * **How** x' = p' t as `byComposition`, and y' = r' t with r' from the shares 1 − p of the others; an area's people become x' + y'.
 *
 * @param options - the label of the group
 * @returns a counterfactual for `decomposeSegregationGap` and `counterfactualSwaps`, of tables with two labels
 * @throws RangeError for an option that is not known, or a group that is no text
 *
 * **Cost** O(areas · log areas)
 *
 * [rey-2021]
 * @example
 * const first = { labels: ["a", "b"], count: Float64Array.of(9, 1, 1, 9) };
 * const second = { labels: ["a", "b"], count: Float64Array.of(30, 10, 10, 30) };
 * byDualComposition({ group: "a" }).tablesOf("example", first, second)[0].count; // Float64Array(4) [ 7.5, 5, 5, 7.5 ]
 */
export function byDualComposition(options: CounterfactualOptions): Counterfactual {
  return counterfactualOf("byDualComposition", options, ({ x, y, t }, other) => {
    const of = (mine: Float64Array, theirs: Float64Array): Float64Array =>
      exchanged(sharesOf(mine, t), sharesOf(theirs, other.t)).map((share, i) => share * t[i]!);
    return [of(x, other.x), of(y, other.y)];
  });
}

/** Throws unless the value is a counterfactual. */
export function checkCounterfactual(where: string, counterfactual: Counterfactual): void {
  const such = 'a counterfactual such as byComposition({ group: "a" })';
  checkRule(where, "counterfactual", counterfactual, "tablesOf", such);
}

/** The group, the others and both together, area by area. */
interface Split {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly t: Float64Array;
}

function counterfactualOf(
  name: string,
  options: CounterfactualOptions,
  build: (own: Split, other: Split) => readonly [Float64Array, Float64Array],
): Counterfactual {
  checkOptions(name, options, ["group"]);
  const { group } = options;
  if (typeof group !== "string") fail(name, "group", "text", group);
  return {
    tablesOf: (where, first, second) => {
      const splits = [first, second].map(({ labels, count }, side): Split => {
        if (labels.length !== 2) fail(where, `${side === 0 ? "first" : "second"}.labels`, "two labels", labels.length);
        const g = groupNumberOf(where, "group", labels, group);
        const x = count.filter((_, c) => c % 2 === g);
        const y = count.filter((_, c) => c % 2 !== g);
        return { x, y, t: x.map((n, i) => n + y[i]!) };
      }) as [Split, Split];
      return [table(first, build(splits[0], splits[1])), table(second, build(splits[1], splits[0]))];
    },
  };
  function table({ labels }: AreaCounts, [x, y]: readonly [Float64Array, Float64Array]): AreaCounts {
    const g = labels.indexOf(group);
    const count = new Float64Array(2 * x.length);
    for (let i = 0; i < x.length; i++) {
      count[2 * i + g] = x[i]!;
      count[2 * i + 1 - g] = y[i]!;
    }
    return { labels, count };
  }
}

/** The quantile of `theirs` at the rank that each of `mine` has among `mine`. */
function exchanged(mine: Float64Array, theirs: Float64Array): Float64Array {
  const sorted = Float64Array.from(theirs).sort();
  const order = Uint32Array.from(mine.keys()).sort((a, b) => mine[a]! - mine[b]! || a - b);
  const found = new Float64Array(mine.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && mine[order[to]!] === mine[order[from]!]) to++;
    const value = quantileOf(sorted, (from + 1 + to) / 2 / order.length);
    for (let k = from; k < to; k++) found[order[k]!] = value;
  }
  return found;
}

function sharesOf(x: Float64Array, t: Float64Array): Float64Array {
  return x.map((n, i) => (t[i]! > 0 ? n / t[i]! : 0));
}
