import { sin } from "../core/math.ts";
import { EARTH_RADIUS_METERS, greatCircleMeters } from "../core/sphere.ts";
import type { Locations } from "../types.ts";
import { type Cells, createCells, fillCells, findCellsAround } from "./stops-cells.ts";
import { areLinked, type CoreCells, createCoreCells, isNear, type Nearness, noteCore } from "./stops-links.ts";

/**
 * Density clustering (DBSCAN) of weighted points on the globe, exact by the great circle, without a matrix of distances.
 */

/** Clusters points; the labels of the last call stand in `label`. */
export interface Clusterer {
  /** The cluster of each point, −1 for noise; clusters are numbered in the order of their first core point. */
  readonly label: Int32Array;
  /**
   * Clusters `points` points, of which number p stands at place[p] of the locations and counts weight[p] times; gives
   * back how many clusters there are.
   */
  readonly run: (points: number, place: Uint32Array, weight: Uint32Array) => number;
}

/**
 * Makes the clusterer of up to `capacity` points at a time.
 *
 * **How** A point with `minWeight` within `epsMeters`, itself included, is a core point; core points within epsMeters of
 * each other are of one cluster. Points are sorted into boxes with a diagonal just below epsMeters: in a box with
 * minWeight all points are core, and the core points of a box are of one cluster, so that only neighbouring boxes need
 * be compared, and of these only until one pair is found. A point that is not core belongs to the cluster with the lowest
 * number among those with a core point within epsMeters.
 */
export function createClusterer(
  locations: Locations,
  vectors: Float64Array,
  capacity: number,
  epsMeters: number,
  minWeight: number,
): Clusterer {
  const chord = 2 * sin(epsMeters / (2 * EARTH_RADIUS_METERS));
  const { lon, lat } = locations.columns;
  const cells = createCells(capacity);
  const core = createCoreCells(capacity);
  const label = new Int32Array(capacity);
  const clusterOf = new Int32Array(capacity);
  let places: Uint32Array = new Uint32Array(0);
  const nearness: Nearness = {
    // What the rounding of unit vectors leaves open is decided by the great circle.
    surely: chord * chord - 1e-14 * chord,
    perhaps: chord * chord + 1e-14 * chord,
    decide: (a, b) => {
      const p = places[cells.point[a]!]!;
      const q = places[cells.point[b]!]!;
      return greatCircleMeters(lon[p]!, lat[p]!, lon[q]!, lat[q]!) <= epsMeters;
    },
  };
  // A little less than the chord allows, so that rounding leaves no two points of a box apart.
  const side = ((chord - 1e-14) / Math.sqrt(3)) * (1 - 1e-5);
  const run = (points: number, place: Uint32Array, weight: Uint32Array): number => {
    places = place;
    fillCells(cells, points, place, vectors, side);
    markCore(cells, core, nearness, weight, minWeight);
    linkCells(cells, core, nearness);
    return labelPoints(cells, core, nearness, clusterOf, label);
  };
  return { label, run };
}

/** Marks the core points, which then stand first in their cells, and makes each cell that has some a set of its own. */
function markCore(cells: Cells, core: CoreCells, nearness: Nearness, weight: Uint32Array, minWeight: number): void {
  const { offsets, point, near } = cells;
  const { cellWeight, coreEnd, parent } = core;
  for (let c = 0; c < cells.count; c++) {
    let sum = 0;
    for (let a = offsets[c]!; a < offsets[c + 1]!; a++) sum += weight[point[a]!]!;
    cellWeight[c] = sum;
    parent[c] = c;
  }
  for (let c = 0; c < cells.count; c++) {
    const from = offsets[c]!;
    const to = offsets[c + 1]!;
    coreEnd[c] = cellWeight[c]! >= minWeight ? to : from;
    if (coreEnd[c] === from) {
      findCellsAround(cells, c);
      let possible = cellWeight[c]!;
      for (let n = 0; n < cells.nearCount && possible < minWeight; n++) possible += cellWeight[near[n]!]!;
      if (possible < minWeight) continue;
      for (let a = from; a < to; a++) {
        if (!isCore(cells, core, nearness, weight, minWeight, a, cellWeight[c]!)) continue;
        swapPlaces(cells, a, coreEnd[c]!);
        coreEnd[c]!++;
      }
    }
    if (coreEnd[c]! > from) noteCore(cells, core, c);
  }
}

/** Whether the point at place `a`, in a cell of weight `own`, has enough weight near it; the cells around are those last found. */
function isCore(
  cells: Cells,
  { cellWeight }: CoreCells,
  nearness: Nearness,
  weight: Uint32Array,
  minWeight: number,
  a: number,
  own: number,
): boolean {
  const { offsets, point, near } = cells;
  let sum = own;
  for (let n = 0; n < cells.nearCount; n++) {
    const c = near[n]!;
    if (cellWeight[c] === 0) continue;
    for (let b = offsets[c]!; b < offsets[c + 1]!; b++) {
      if (!isNear(cells, nearness, a, b)) continue;
      sum += weight[point[b]!]!;
      if (sum >= minWeight) return true;
    }
  }
  return false;
}

/** Joins the sets of cells that have core points near each other. */
function linkCells(cells: Cells, core: CoreCells, nearness: Nearness): void {
  const { offsets, near } = cells;
  const { coreEnd, parent } = core;
  for (let c = 0; c < cells.count; c++) {
    if (coreEnd[c] === offsets[c]) continue;
    findCellsAround(cells, c);
    for (let n = 0; n < cells.nearCount; n++) {
      const other = near[n]!;
      if (other > c || coreEnd[other] === offsets[other]) continue;
      const one = setOf(parent, c);
      const two = setOf(parent, other);
      if (one !== two && areLinked(cells, core, nearness, c, other)) parent[Math.max(one, two)] = Math.min(one, two);
    }
  }
}

/** Numbers the clusters by their first core points and labels every point; gives back how many clusters there are. */
function labelPoints(
  cells: Cells,
  core: CoreCells,
  nearness: Nearness,
  clusterOf: Int32Array,
  label: Int32Array,
): number {
  const { offsets, point, cellOf, near, points } = cells;
  const { coreEnd, parent } = core;
  label.fill(-1, 0, points);
  clusterOf.fill(-1, 0, cells.count);
  for (let c = 0; c < cells.count; c++) {
    // Any mark will do until the clusters have numbers.
    for (let a = offsets[c]!; a < coreEnd[c]!; a++) label[point[a]!] = 0;
  }
  let clusters = 0;
  for (let p = 0; p < points; p++) {
    if (label[p]! < 0) continue;
    const set = setOf(parent, cellOf[p]!);
    if (clusterOf[set]! < 0) clusterOf[set] = clusters++;
    label[p] = clusterOf[set]!;
  }
  for (let c = 0; c < cells.count; c++) {
    if (coreEnd[c] === offsets[c + 1]) continue;
    const own = coreEnd[c] === offsets[c] ? clusters : clusterOf[setOf(parent, c)]!;
    findCellsAround(cells, c);
    for (let a = coreEnd[c]!; a < offsets[c + 1]!; a++) {
      let lowest = own;
      for (let n = 0; n < cells.nearCount; n++) {
        const other = near[n]!;
        if (coreEnd[other] === offsets[other]) continue;
        const cluster = clusterOf[setOf(parent, other)]!;
        if (cluster >= lowest) continue;
        for (let b = offsets[other]!; b < coreEnd[other]!; b++) {
          if (!isNear(cells, nearness, a, b)) continue;
          lowest = cluster;
          break;
        }
      }
      if (lowest < clusters) label[point[a]!] = lowest;
    }
  }
  return clusters;
}

/** The set that a cell is in: the lowest cell of it, found by halving the path to it. */
function setOf(parent: Uint32Array, cell: number): number {
  let at = cell;
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]!]!;
    at = parent[at]!;
  }
  return at;
}

function swapPlaces({ point, vectors }: Cells, a: number, b: number): void {
  const p = point[a]!;
  point[a] = point[b]!;
  point[b] = p;
  for (let i = 3 * a, j = 3 * b; i < 3 * a + 3; i++, j++) {
    const value = vectors[i]!;
    vectors[i] = vectors[j]!;
    vectors[j] = value;
  }
}
