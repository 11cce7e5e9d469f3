import { checkOptions } from "../core/check.ts";
import { sumOf } from "../core/sums.ts";
import {
  type AreaCounts,
  checkAreaCounts,
  groupColumns,
  type TwoGroupsOptions,
  twoGroupsOf,
} from "./segregation-counts.ts";
import type { GroupMatrix } from "./segregation-exposure.ts";
import { type AnyProximity, dotOf, proximitySums } from "./segregation-proximity-sums.ts";

/**
 * Clustering: whether the areas of a group lie near one another. All of it from mean proximities P of two people drawn from
 * two groups, P(u, v) = Σ over areas i and j of u(i) v(j) c(i, j) / (U V).
 */

export interface ClusteringOptions extends TwoGroupsOptions {
  /** How near areas are to one another: of `buildProximity`, `buildNearProximity`, or any matrix with a row and a column per area. */
  readonly proximity: AnyProximity;
}

export interface GroupProximityOptions {
  /** How near areas are to one another: of `buildProximity`, `buildNearProximity`, or any matrix with a row and a column per area. */
  readonly proximity: AnyProximity;
}

/** Mean proximities of each two groups, and of any two people. */
export interface MeanProximity extends GroupMatrix {
  readonly everyone: number;
}

/**
 * How near to one another do two people of given groups live, on average?
 *
 * **How** P(u, v) = Σ over areas i and j of u(i) v(j) c(i, j) / (U V), c the proximity; somebody makes a pair with themselves.
 *
 * @param counts - people by area and group
 * @param options - proximity
 * @returns P(u, v) for each two groups, and of any two people in `everyone`, both between the least and the greatest
 * proximity; NaN for a group that has nobody
 * @throws RangeError for a count below 0, or a proximity of another size, below 0 or missing
 *
 * **Cost** O(areas² · groups) time, half of that from `buildProximity`; O(areas · groups) memory
 *
 * [white-1983]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(8, 0, 2, 5) };
 * const proximity = { rows: 2, columns: 2, value: Float64Array.of(1, 0.5, 0.5, 1) };
 * meanProximity(counts, { proximity }).value; // Float64Array(4) [ 0.84, 0.6, 0.6, 1 ]
 */
export function meanProximity(counts: AreaCounts, options: GroupProximityOptions): MeanProximity {
  const where = "meanProximity";
  const areas = checkAreaCounts(where, counts);
  checkOptions(where, options, ["proximity"]);
  const { labels } = counts;
  const columns = groupColumns(counts);
  const near = proximitySums(where, options.proximity, areas, columns);
  const totals = columns.map((column) => sumOf(column));
  const pairs = columns.map((own) => near.map((each) => dotOf(own, each)));
  const all = totals.reduce((sum, each) => sum + each, 0);
  const value = Float64Array.from(pairs.flatMap((row, u) => row.map((sum, v) => sum / (totals[u]! * totals[v]!))));
  const groups = labels.length;
  return {
    rows: groups,
    columns: groups,
    labels,
    value,
    everyone: sumOf(Float64Array.from(pairs.flat())) / (all * all),
  };
}

/**
 * Do people live nearer to those of their own group than to everyone? Spatial proximity of two groups.
 *
 * **How** (X P(x, x) + Y P(y, y)) / ((X + Y) P(t, t)), t everyone of both groups.
 *
 * @param counts - people by area and group
 * @param options - which group against which, and proximity. With `noOwnPairs` among its makers this is White's index over
 * pairs of different areas
 * @returns 1 where nearness and group have nothing to do with one another, above where the groups are clustered, below
 * where each lives nearer to the other; NaN where either group has nobody, or nobody is near to anybody
 * @throws RangeError for a label that is not there, a group against itself, a count below 0, or a proximity of another
 * size, below 0 or missing
 *
 * **Cost** O(areas²) time, half of that from `buildProximity`; O(areas) memory
 *
 * [white-1983] [massey-denton-1988]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(8, 0, 2, 5) };
 * const proximity = { rows: 2, columns: 2, value: Float64Array.of(1, 0.5, 0.5, 1) };
 * spatialProximity(counts, { group: "refugees", proximity }).toFixed(3); // '1.189'
 */
export function spatialProximity(counts: AreaCounts, options: ClusteringOptions): number {
  const { X, Y, xx, yy, tt } = pairSums("spatialProximity", counts, options);
  return ((xx / X + yy / Y) / tt) * (X + Y);
}

/**
 * Do people live nearer to those of their own group than to everyone? Spatial proximity of all groups.
 *
 * **How** Σ over groups of K P(k, k) / (T P(t, t)), K people of the group. Of two groups it is `spatialProximity`.
 *
 * @param counts - people by area and group; groups without anybody make no difference
 * @param options - proximity
 * @returns 1 where nearness and group have nothing to do with one another, above where groups are clustered; 1 of one group,
 * NaN of none, and where nobody is near to anybody
 * @throws RangeError for a count below 0, or a proximity of another size, below 0 or missing
 *
 * **Cost** as `meanProximity`
 *
 * [white-1983] [tivadar-2019]
 * @example
 * const counts = { labels: ["a", "b", "c"], count: Float64Array.of(8, 0, 1, 2, 5, 1) };
 * const proximity = { rows: 2, columns: 2, value: Float64Array.of(1, 0.5, 0.5, 1) };
 * multigroupSpatialProximity(counts, { proximity }).toFixed(3); // '1.167'
 */
export function multigroupSpatialProximity(counts: AreaCounts, options: GroupProximityOptions): number {
  const where = "multigroupSpatialProximity";
  const areas = checkAreaCounts(where, counts);
  checkOptions(where, options, ["proximity"]);
  const columns = groupColumns(counts).filter((column) => sumOf(column) > 0);
  const near = proximitySums(where, options.proximity, areas, columns);
  let own = 0;
  let pairs = 0;
  let total = 0;
  columns.forEach((column, u) => {
    const people = sumOf(column);
    total += people;
    own += dotOf(column, near[u]!) / people;
    for (const each of near) pairs += dotOf(column, each);
  });
  return (own / pairs) * total;
}

/**
 * How much nearer to its own people does a group live than people to one another? Spatial proximity of one group.
 *
 * **How** P(x, x) / P(t, t), t everyone of both groups.
 *
 * @param counts - people by area and group
 * @param options - which group against which, and proximity
 * @returns above 1 where the group is clustered; NaN where either group has nobody, or nobody is near to anybody
 * @throws RangeError as `spatialProximity`
 *
 * **Cost** as `spatialProximity`
 *
 * [tivadar-2019]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(8, 0, 2, 5) };
 * const proximity = { rows: 2, columns: 2, value: Float64Array.of(1, 0.5, 0.5, 1) };
 * groupSpatialProximity(counts, { group: "refugees", proximity }).toFixed(3); // '1.331'
 */
export function groupSpatialProximity(counts: AreaCounts, options: ClusteringOptions): number {
  const { X, Y, xx, tt } = pairSums("groupSpatialProximity", counts, options);
  return Y === 0 ? Number.NaN : (xx / X / tt) * ((X + Y) / X) * (X + Y);
}

/**
 * Does the group live nearer to its own people than the other group to its own? Relative clustering.
 *
 * **How** P(x, x) / P(y, y) − 1.
 *
 * @param counts - people by area and group
 * @param options - which group against which, and proximity
 * @returns above 0 where the group is the more clustered, 0 where both are so alike; NaN where either group has nobody, or
 * nobody of the other is near to another
 * @throws RangeError as `spatialProximity`
 *
 * **Cost** as `spatialProximity`
 *
 * [massey-denton-1988]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(8, 0, 2, 5) };
 * const proximity = { rows: 2, columns: 2, value: Float64Array.of(1, 0.5, 0.5, 1) };
 * relativeClustering(counts, { group: "refugees", proximity }).toFixed(3); // '0.190'
 */
export function relativeClustering(counts: AreaCounts, options: ClusteringOptions): number {
  const { X, Y, xx, yy } = pairSums("relativeClustering", counts, options);
  return yy === 0 ? Number.NaN : ((xx / X) * (Y / X)) / (yy / Y) - 1;
}

/**
 * Are the areas where the group lives near to one another, rather than scattered? Absolute clustering.
 *
 * **How** (A − B) / (C − B): A = Σ (x / X) · (people of the group near to area i), C the same of all people, B = X / n²
 * times the sum of all proximities, n areas where somebody of either group lives. People near to area i are Σ c(i, j) x(j).
 *
 * @param counts - people by area and group
 * @param options - which group against which, and proximity; ones for neighbours and for areas themselves in the first form
 * of the index
 * @returns at most 1; 0 where the group is spread as evenly over areas as if it were dealt out; it has no lower bound where C comes near to
 * B. NaN where either group has nobody, and where C equals B
 * @throws RangeError as `spatialProximity`
 *
 * **Cost** as `spatialProximity`
 *
 * [massey-denton-1988]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(8, 0, 2, 5) };
 * const proximity = { rows: 2, columns: 2, value: Float64Array.of(1, 0.5, 0.5, 1) };
 * absoluteClustering(counts, { group: "refugees", proximity }).toFixed(3); // '0.172'
 */
export function absoluteClustering(counts: AreaCounts, options: ClusteringOptions): number {
  const where = "absoluteClustering";
  const { areas, x, y, sumX, sumY } = twoGroupsOf(where, counts, options, ["proximity"]);
  const inhabited = x.map((each, i) => (each + y[i]! > 0 ? 1 : 0));
  const [nearX, nearY, near] = proximitySums(where, options.proximity, areas, [x, y, inhabited]);
  if (sumX === 0 || sumY === 0) return Number.NaN;
  const n = sumOf(inhabited);
  const own = dotOf(x, nearX!) / sumX;
  const all = own + dotOf(x, nearY!) / sumX;
  const even = (sumX / n / n) * dotOf(inhabited, near!);
  return all === even ? Number.NaN : (own - even) / (all - even);
}

interface PairSums {
  readonly X: number;
  readonly Y: number;
  /** Sums over pairs of the group, of the other, and of everyone. */
  readonly xx: number;
  readonly yy: number;
  readonly tt: number;
}

function pairSums(where: string, counts: AreaCounts, options: ClusteringOptions): PairSums {
  const { areas, x, y, sumX, sumY } = twoGroupsOf(where, counts, options, ["proximity"]);
  const [nearX, nearY] = proximitySums(where, options.proximity, areas, [x, y]);
  const xx = dotOf(x, nearX!);
  const yy = dotOf(y, nearY!);
  return { X: sumX, Y: sumY, xx, yy, tt: xx + yy + dotOf(x, nearY!) + dotOf(y, nearX!) };
}
