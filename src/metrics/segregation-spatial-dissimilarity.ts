import { checkLength, checkNumber } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { checkRule } from "../core/check-variants.ts";
import { checkSparse } from "../core/sparse.ts";
import type { SparseMatrix } from "../types.ts";
import { dissimilarityOf } from "./dissimilarity.ts";
import { type AreaCounts, type TwoGroups, type TwoGroupsOptions, twoGroupsOf } from "./segregation-counts.ts";

/**
 * Dissimilarity, less what people may still have to do with one another across the borders of areas: neighbours of unlike
 * composition make it smaller. Areas where nobody lives are nobody's neighbours.
 */

export interface BoundaryDissimilarityOptions extends TwoGroupsOptions {
  /** Which areas are neighbours, with a row and a column per area: `touching` or `borderMeters` of `buildAdjacency`. */
  readonly neighbours: SparseMatrix;
  /** What a pair of neighbours weighs: `binaryWeights()` (Morrill), `borderWeights()` (Wong) or `rowStandardized` of one of these. */
  readonly weights: NeighbourWeights;
}

export interface ShapeDissimilarityOptions extends TwoGroupsOptions {
  /** The length of border that areas share, with a row and a column per area: `borderMeters` of `buildAdjacency`. */
  readonly borderMeters: SparseMatrix;
  /** The length of each area's border: `perimeterMeters` of `buildAdjacency`, or less `outerMeters` for borders within the map only. */
  readonly perimeterMeters: ArrayLike<number>;
  /** The size of each area in m²; above 0 where somebody lives. */
  readonly areaM2: ArrayLike<number>;
}

export interface OrderDissimilarityOptions extends TwoGroupsOptions {
  /** Which areas are neighbours, with a row and a column per area; what the entries weigh is not read. */
  readonly neighbours: SparseMatrix;
  /** What pairs of the first, the second and each further order weigh: `[1, 1 / 2, 1 / 3]`, or e^(−β (order − 1)). */
  readonly orderWeights: ArrayLike<number>;
}

/** What a pair of neighbours weighs, made by `binaryWeights`, `borderWeights` or `rowStandardized`. */
export interface NeighbourWeights {
  readonly name: string;
  /** The weights of the entries, in the same order. */
  readonly valuesOf: (neighbours: SparseMatrix) => Float64Array;
}

/**
 * How unevenly do two groups live, less the difference between neighbouring areas? Boundary-adjusted dissimilarity:
 * Morrill's with weights of 1, Wong's D(w) with lengths of border.
 *
 * **How** D − Σ c |p − p′| / Σ c over pairs of neighbours where somebody lives, both ways; p the group's share of both groups
 * in an area, c the weight of the pair.
 *
 * @param counts - people by area and group
 * @param options - which group against which, neighbours, and what they weigh
 * @returns at most the dissimilarity D, which it is where no two inhabited areas are neighbours; it may be below 0. NaN where
 * either group has nobody
 * @throws RangeError for a label that is not there, a group against itself, a count below 0, or neighbours of another size
 *
 * **Cost** O(areas · groups + pairs of neighbours)
 *
 * [morrill-1991] [wong-1993]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30, 40, 5) };
 * const neighbours = sparseFromDense(3, 3, [0, 1, 0, 1, 0, 9, 0, 9, 0]);
 * const options = { group: "refugees", neighbours, weights: binaryWeights() };
 * boundaryDissimilarity(counts, options).toFixed(3); // '0.035'
 */
export function boundaryDissimilarity(counts: AreaCounts, options: BoundaryDissimilarityOptions): number {
  const where = "boundaryDissimilarity";
  const two = twoGroupsOf(where, counts, options, ["neighbours", "weights"]);
  const { neighbours, weights } = options;
  checkSparse(where, "neighbours", neighbours, two.areas, two.areas);
  checkRule(where, "weights", weights, "valuesOf", "weights such as binaryWeights()");
  const inhabited = amongInhabited(two, neighbours);
  const value = weights.valuesOf(inhabited);
  checkList(where, "what weights.valuesOf gives", value);
  checkLength(where, "what weights.valuesOf gives", value.length, inhabited.index.length);
  for (let k = 0; k < value.length; k++) checkNumber(where, `weight ${k} of neighbours`, value[k]!, 0);
  return dissimilarityOf(two) - contrastOf(two, { ...inhabited, value });
}

/**
 * How unevenly do two groups live, less the difference between neighbours by the border they share and by their shape?
 * Wong's D(s): long borders around little ground let people meet.
 *
 * **How** D − Σ w |p − p′| (l / a + l′ / a′) / (2 max(l / a)) over pairs of neighbours where somebody lives, both ways; w the
 * pair's share of all shared border, l / a perimeter over size, its greatest value taken where somebody lives.
 *
 * @param counts - people by area and group
 * @param options - which group against which, shared borders, perimeters and sizes
 * @returns from `boundaryDissimilarity` by border to D, which it is where no two inhabited areas are neighbours; NaN where
 * either group has nobody
 * @throws RangeError for a label that is not there, a group against itself, a count below 0, borders of another size, a
 * perimeter below 0 or missing, or no size above 0 of an area where somebody lives
 *
 * **Departs from the paper** its formula divides by 2 once more, which Tivadar takes for a slip, as pysal does.
 *
 * **Cost** O(areas · groups + pairs of neighbours)
 *
 * [wong-1993] [tivadar-2019]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30) };
 * const borderMeters = sparseFromDense(2, 2, [0, 1000, 1000, 0]);
 * const options = { group: "refugees", borderMeters, perimeterMeters: [8000, 4000], areaM2: [3e6, 1e6] };
 * shapeDissimilarity(counts, options).toFixed(3); // '0.143'
 */
export function shapeDissimilarity(counts: AreaCounts, options: ShapeDissimilarityOptions): number {
  const where = "shapeDissimilarity";
  const two = twoGroupsOf(where, counts, options, ["borderMeters", "perimeterMeters", "areaM2"]);
  const { areas, x, y } = two;
  const { borderMeters, perimeterMeters, areaM2 } = options;
  checkSparse(where, "borderMeters", borderMeters, areas, areas);
  checkList(where, "perimeterMeters", perimeterMeters);
  checkLength(where, "perimeterMeters", perimeterMeters.length, areas);
  checkList(where, "areaM2", areaM2);
  checkLength(where, "areaM2", areaM2.length, areas);
  const shape = new Float64Array(areas);
  let greatest = 0;
  for (let i = 0; i < areas; i++) {
    const isInhabited = x[i]! + y[i]! > 0;
    checkNumber(where, `perimeterMeters[${i}]`, perimeterMeters[i]!, 0);
    checkNumber(where, `areaM2[${i}]`, areaM2[i]!, isInhabited ? Number.MIN_VALUE : 0);
    if (!isInhabited) continue;
    shape[i] = perimeterMeters[i]! / areaM2[i]!;
    greatest = Math.max(greatest, shape[i]!);
  }
  return dissimilarityOf(two) - contrastOf(two, amongInhabited(two, borderMeters), shape, 2 * greatest);
}

/**
 * How unevenly do two groups live, less the difference between neighbours and neighbours of neighbours? Morrill's index with
 * orders of contiguity.
 *
 * **How** D − Σ over orders o of orderWeights[o − 1] · (mean of |p − p′| over pairs of inhabited areas that are o steps from one
 * another). Steps lead through areas without people too.
 *
 * @param counts - people by area and group
 * @param options - which group against which, neighbours, and the weight of each order
 * @returns at most D; with one order of weight 1 it is `boundaryDissimilarity` with `binaryWeights`. NaN where either group
 * has nobody
 * @throws RangeError for a label that is not there, a group against itself, a count below 0, neighbours of another size, or
 * a weight below 0 or missing
 *
 * **Cost** O(areas · areas within so many steps)
 *
 * [tivadar-2019]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30, 40, 5) };
 * const neighbours = sparseFromDense(3, 3, [0, 1, 0, 1, 0, 1, 0, 1, 0]);
 * orderDissimilarity(counts, { group: "refugees", neighbours, orderWeights: [1, 0.5] }).toFixed(3); // '0.035'
 */
export function orderDissimilarity(counts: AreaCounts, options: OrderDissimilarityOptions): number {
  const where = "orderDissimilarity";
  const two = twoGroupsOf(where, counts, options, ["neighbours", "orderWeights"]);
  const { areas } = two;
  const { neighbours, orderWeights } = options;
  checkSparse(where, "neighbours", neighbours, areas, areas);
  checkList(where, "orderWeights", orderWeights);
  const orders = orderWeights.length;
  for (let o = 0; o < orders; o++) checkNumber(where, `orderWeights[${o}]`, orderWeights[o]!, 0);
  const { offsets, index, value } = neighbours;
  const share = sharesOf(two);
  const sums = new Float64Array(orders);
  const pairs = new Float64Array(orders);
  const seenFrom = new Int32Array(areas).fill(-1);
  const queue = new Uint32Array(areas);
  for (let i = 0; i < areas; i++) {
    if (!(share[i]! >= 0)) continue;
    seenFrom[i] = i;
    queue[0] = i;
    let done = 0;
    let found = 1;
    for (let o = 0; o < orders && done < found; o++) {
      for (const end = found; done < end; done++) {
        const from = queue[done]!;
        for (let k = offsets[from]!; k < offsets[from + 1]!; k++) {
          const j = index[k]!;
          if (seenFrom[j] === i || !(value[k]! > 0)) continue;
          seenFrom[j] = i;
          queue[found++] = j;
          if (!(share[j]! >= 0)) continue;
          sums[o]! += Math.abs(share[i]! - share[j]!);
          pairs[o]!++;
        }
      }
    }
  }
  let adjusted = dissimilarityOf(two);
  for (let o = 0; o < orders; o++) if (pairs[o]! > 0) adjusted -= (orderWeights[o]! * sums[o]!) / pairs[o]!;
  return adjusted;
}

/**
 * All pairs of neighbours weigh the same: Morrill's form. Of entries for shared borders it makes rook contiguity.
 *
 * @returns weights for `boundaryDissimilarity`
 *
 * [morrill-1991]
 * @example
 * binaryWeights().valuesOf(sparseFromDense(2, 2, [0, 9, 7, 0])); // Float64Array(2) [ 1, 1 ]
 */
export function binaryWeights(): NeighbourWeights {
  return { name: "binary", valuesOf: ({ value }) => value.map((each) => (each > 0 ? 1 : 0)) };
}

/**
 * A pair of neighbours weighs as much as its entry: the length of border that both share in Wong's form.
 *
 * @returns weights for `boundaryDissimilarity`
 *
 * [wong-1993]
 * @example
 * borderWeights().valuesOf(sparseFromDense(2, 2, [0, 9, 7, 0])); // Float64Array(2) [ 9, 7 ]
 */
export function borderWeights(): NeighbourWeights {
  return { name: "border", valuesOf: ({ value }) => value };
}

/**
 * Weights as shares of all that an area has: areas with many neighbours do not count for more. A standard step of spatial
 * statistics, in neither paper.
 *
 * @param weights - the weights to begin with
 * @returns weights for `boundaryDissimilarity`
 * @throws RangeError for anything but weights
 * @example
 * rowStandardized(borderWeights()).valuesOf(sparseFromDense(1, 2, [9, 3])); // Float64Array(2) [ 0.75, 0.25 ]
 */
export function rowStandardized(weights: NeighbourWeights): NeighbourWeights {
  checkRule("rowStandardized", "weights", weights, "valuesOf", "weights such as binaryWeights()");
  return {
    name: `${weights.name}, row-standardised`,
    valuesOf: (neighbours) => {
      const value = Float64Array.from(weights.valuesOf(neighbours));
      for (let r = 0; r + 1 < neighbours.offsets.length; r++) {
        const row = value.subarray(neighbours.offsets[r]!, neighbours.offsets[r + 1]!);
        const sum = row.reduce((all, each) => all + each, 0);
        for (let k = 0; k < row.length; k++) row[k]! /= sum;
      }
      return value;
    },
  };
}

/** The entries of pairs of different areas where somebody lives. */
function amongInhabited({ areas, x, y }: TwoGroups, matrix: SparseMatrix): SparseMatrix {
  const offsets = new Uint32Array(areas + 1);
  const index = new Uint32Array(matrix.index.length);
  const value = new Float64Array(index.length);
  let at = 0;
  for (let i = 0; i < areas; i++) {
    for (let k = matrix.offsets[i]!; x[i]! + y[i]! > 0 && k < matrix.offsets[i + 1]!; k++) {
      const j = matrix.index[k]!;
      if (j === i || !(matrix.value[k]! > 0) || x[j]! + y[j]! === 0) continue;
      index[at] = j;
      value[at++] = matrix.value[k]!;
    }
    offsets[i + 1] = at;
  }
  return { offsets, index: index.slice(0, at), value: value.slice(0, at) };
}

/** The group's share of both groups by area, NaN where nobody lives. */
function sharesOf({ x, y }: TwoGroups): Float64Array {
  return x.map((each, i) => each / (each + y[i]!));
}

/** Σ c |p − p′| / Σ c; with shapes Σ c |p − p′| (shape + shape′) / (Σ c · scale). 0 without neighbours. */
function contrastOf(
  two: TwoGroups,
  { offsets, index, value }: SparseMatrix,
  shape: Float64Array | null = null,
  scale: number = 1,
): number {
  const share = sharesOf(two);
  let sum = 0;
  let weight = 0;
  for (let i = 0; i < two.areas; i++) {
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++) {
      const j = index[k]!;
      const term = value[k]! * Math.abs(share[i]! - share[j]!);
      sum += shape === null ? term : term * (shape[i]! + shape[j]!);
      weight += value[k]!;
    }
  }
  return sum === 0 ? 0 : sum / (weight * scale);
}
