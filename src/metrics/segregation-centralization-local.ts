import { checkInteger } from "../core/check.ts";
import { locationsOf } from "../core/locations.ts";
import { createValueOrder, type ValueOrder } from "../core/value-order.ts";
import { findKNearest } from "../space/k-nearest.ts";
import type { DenseMatrix, Locations, RowMatrix } from "../types.ts";
import { centralizationOf } from "./segregation-centralization.ts";
import { type AreaCounts, type TwoGroups, type TwoGroupsOptions, twoGroupsOf } from "./segregation-counts.ts";
import { distanceRows } from "./segregation-proximity.ts";

/** Centralisation about each area, among the areas near it. */

export interface LocalCentralizationOptions extends TwoGroupsOptions {
  /** Locations of the areas, between which great circles are measured, or a matrix of distances in any unit. */
  readonly distances: Locations | DenseMatrix | RowMatrix;
  /** How many areas around each one, those where nobody lives left out: at least 1. Five in the paper's code. */
  readonly neighbours: number;
}

/**
 * Does the group gather about each area, compared with the other group, or keep away from it? Local relative centralisation.
 *
 * **How** `relativeCentralization` of the area and its nearest `neighbours` where somebody lives, with the area for a centre.
 *
 * @param counts - people by area and group
 * @param options - which group against which, distances, and how many neighbours
 * @returns per area from −1 to 1, above 0 where the group lives nearer to it than the other does; NaN for an area where
 * nobody lives, or with nobody of either group in it and around it
 * @throws RangeError for a label that is not there, a group against itself, a count below 0, distances of another size,
 * below 0 or missing, or a number of neighbours that is no whole number of at least 1
 *
 * **Departs from the paper** areas at the same distance count as one; of the areas that are equally near as the last, those
 * with lower rows are taken.
 *
 * **Cost** O(areas · log(areas) · neighbours) from locations, O(areas²) from a matrix
 *
 * [folch-rey-2016]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30, 40, 5) };
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 2, 1, 0, 3, 2, 3, 0) };
 * const options = { group: "refugees", distances, neighbours: 1 };
 * localRelativeCentralization(counts, options).map((c) => +c.toFixed(2)); // Float64Array(3) [ -0.55, 0.55, 0 ]
 */
export function localRelativeCentralization(counts: AreaCounts, options: LocalCentralizationOptions): Float64Array {
  const where = "localRelativeCentralization";
  const two = twoGroupsOf(where, counts, options, ["distances", "neighbours"]);
  const { distances, neighbours } = options;
  checkInteger(where, "neighbours", neighbours, 1);
  const rowOf = distanceRows(where, "distances", distances, two.areas);
  const people = Uint32Array.from(two.x.keys()).filter((i) => two.x[i]! + two.y[i]! > 0);
  const local = new Float64Array(two.areas).fill(Number.NaN);
  const count = Math.min(neighbours + 1, people.length);
  if ("kind" in distances) {
    const { id, lon, lat } = distances.columns;
    const at = (column: Float64Array): Float64Array => Float64Array.from(people, (i) => column[i]!);
    const names = Array.from(people, (i) => id[i]!);
    const inhabited = locationsOf("stops", names, at(lon), at(lat));
    const { offsets, location, distanceMeters } = findKNearest(inhabited, at(lon), at(lat), { count });
    people.forEach((i, k) => {
      const [from, to] = [offsets[k]!, offsets[k + 1]!];
      const order = location.subarray(from, to).map((each) => people[each]!);
      local[i] = localOf(two, { order, sorted: distanceMeters.subarray(from, to) }, count);
    });
    return local;
  }
  const orderOf = createValueOrder(people.length);
  const near = new Float64Array(people.length);
  people.forEach((i) => {
    const row = rowOf(i, 0);
    people.forEach((j, k) => {
      near[k] = i === j ? 0 : row[j]!;
    });
    const { order, sorted } = orderOf(near);
    local[i] = localOf(two, { order: order.subarray(0, count).map((k) => people[k]!), sorted }, count);
  });
  return local;
}

function localOf({ x, y }: TwoGroups, nearest: ValueOrder, count: number): number {
  let sumX = 0;
  let sumY = 0;
  for (let k = 0; k < count; k++) {
    sumX += x[nearest.order[k]!]!;
    sumY += y[nearest.order[k]!]!;
  }
  return centralizationOf(nearest, count, x, sumX, y, sumY);
}
