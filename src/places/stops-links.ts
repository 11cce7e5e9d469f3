import { buildTree, endOf, firstOf, isLeaf, squaredToBox, type Tree } from "../space/kd-tree.ts";
import type { Cells } from "./stops-cells.ts";

/**
 * Whether two cells of points have a pair of core points near each other.
 */

/** When two points are near: by the square of their chord where that can tell, by `decide` where it cannot. */
export interface Nearness {
  readonly surely: number;
  readonly perhaps: number;
  /** Whether the points at two places of the cells are near. */
  readonly decide: (a: number, b: number) => boolean;
}

/** What is known of the core points of each cell: they stand first in it, up to coreEnd − 1. */
export interface CoreCells {
  readonly cellWeight: Float64Array;
  readonly coreEnd: Uint32Array;
  /** Cells of one set are of one cluster: each points to a lower cell of its set, the lowest to itself. */
  readonly parent: Uint32Array;
  /** The least and the greatest coordinate along each axis of a cell's core points: six numbers per cell. */
  readonly bounds: Float64Array;
}

/** Up to so many pairs it is quicker to compare them all than to leave some out. */
const VERY_FEW_PAIRS = 32;
/** So many points of either cell are compared one by one before a tree is built. */
const FEW = 64;

/** Room for up to `capacity` cells. */
export function createCoreCells(capacity: number): CoreCells {
  return {
    cellWeight: new Float64Array(capacity),
    coreEnd: new Uint32Array(capacity),
    parent: new Uint32Array(capacity),
    bounds: new Float64Array(6 * capacity),
  };
}

/** Notes the bounds of a cell's core points. */
export function noteCore({ offsets, vectors }: Cells, { coreEnd, bounds }: CoreCells, cell: number): void {
  for (let axis = 0; axis < 3; axis++) {
    let least = Infinity;
    let greatest = -Infinity;
    for (let a = offsets[cell]!; a < coreEnd[cell]!; a++) {
      const value = vectors[3 * a + axis]!;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
    bounds[6 * cell + 2 * axis] = least;
    bounds[6 * cell + 2 * axis + 1] = greatest;
  }
}

/** Whether the points at two places are near each other. */
export function isNear({ vectors }: Cells, nearness: Nearness, a: number, b: number): boolean {
  const x = vectors[3 * a]! - vectors[3 * b]!;
  const y = vectors[3 * a + 1]! - vectors[3 * b + 1]!;
  const z = vectors[3 * a + 2]! - vectors[3 * b + 2]!;
  const squared = x * x + y * y + z * z;
  return squared <= nearness.surely || (squared <= nearness.perhaps && nearness.decide(a, b));
}

/**
 * Whether a core point of one cell is near a core point of the other.
 *
 * **How** Points too far from the other cell's bounds are left out; of what is left some are compared pair by
 * pair, which in a crowd nearly always finds one, then all by a tree of the larger side.
 */
export function areLinked(cells: Cells, core: CoreCells, nearness: Nearness, c: number, d: number): boolean {
  const { offsets } = cells;
  const { coreEnd } = core;
  if ((coreEnd[c]! - offsets[c]!) * (coreEnd[d]! - offsets[d]!) <= VERY_FEW_PAIRS) {
    for (let a = offsets[c]!; a < coreEnd[c]!; a++) {
      for (let b = offsets[d]!; b < coreEnd[d]!; b++) if (isNear(cells, nearness, a, b)) return true;
    }
    return false;
  }
  const ones = coreWithin(cells, core, nearness.perhaps, c, d);
  if (ones.length === 0) return false;
  const others = coreWithin(cells, core, nearness.perhaps, d, c);
  const someOnes = Math.min(ones.length, FEW);
  const someOthers = Math.min(others.length, FEW);
  for (let i = 0; i < someOnes; i++) {
    for (let j = 0; j < someOthers; j++) if (isNear(cells, nearness, ones[i]!, others[j]!)) return true;
  }
  if (someOnes === ones.length && someOthers === others.length) return false;
  const [few, many] = ones.length < others.length ? [ones, others] : [others, ones];
  const vectors = new Float64Array(3 * many.length);
  many.forEach((a, i) => {
    vectors.set(cells.vectors.subarray(3 * a, 3 * a + 3), 3 * i);
  });
  const tree = buildTree(vectors);
  return few.some((a) => touches(cells, nearness, tree, many, 0, a));
}

/** The places of the core points of a cell that may be near a core point of another. */
function coreWithin(
  { offsets, vectors }: Cells,
  { coreEnd, bounds }: CoreCells,
  bound: number,
  cell: number,
  other: number,
): number[] {
  const at = 6 * other;
  const found: number[] = [];
  for (let a = offsets[cell]!; a < coreEnd[cell]!; a++) {
    let squared = 0;
    for (let axis = 0; axis < 3; axis++) {
      const value = vectors[3 * a + axis]!;
      const off = Math.max(bounds[at + 2 * axis]! - value, value - bounds[at + 2 * axis + 1]!, 0);
      squared += off * off;
    }
    if (squared <= bound) found.push(a);
  }
  return found;
}

/** Whether the point at place `a` is near one of a range of the tree, whose rows number `places`. */
function touches(
  cells: Cells,
  nearness: Nearness,
  tree: Tree,
  places: readonly number[],
  range: number,
  a: number,
): boolean {
  const { vectors } = cells;
  if (squaredToBox(tree, range, vectors[3 * a]!, vectors[3 * a + 1]!, vectors[3 * a + 2]!) > nearness.perhaps) {
    return false;
  }
  if (!isLeaf(tree, range)) {
    return (
      touches(cells, nearness, tree, places, 2 * range + 1, a) ||
      touches(cells, nearness, tree, places, 2 * range + 2, a)
    );
  }
  for (let k = firstOf(tree, range); k < endOf(tree, range); k++) {
    if (isNear(cells, nearness, a, places[tree.row[k]!]!)) return true;
  }
  return false;
}
