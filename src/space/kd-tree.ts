/**
 * A k-d tree of unit vectors: places on the globe in an order in which near ones stand near, halved along the widest axis.
 * It knows neither poles nor a meridian of 180°.
 */

/** Ranges of rows, each halved into ranges 2 r + 1 and 2 r + 2 unless it is short; range 0 is the whole. */
export interface Tree {
  /** Rows and their vectors in the order of the tree. */
  readonly row: Uint32Array;
  readonly vectors: Float64Array;
  /** The places of the first and the last row of each range. */
  readonly first: Uint32Array;
  readonly last: Uint32Array;
  /** Where a range is halved: the coordinate on this axis is at most `split` in the first half, and at least in the second. */
  readonly axis: Uint8Array;
  readonly split: Float64Array;
  /** The least and the greatest coordinate along each axis: six numbers per range. */
  readonly boxes: Float64Array;
}

/** Ranges with fewer rows are not halved. */
const LEAF_ROWS = 9;

/** Cost O(n log n). */
export function buildTree(unordered: Float64Array): Tree {
  const n = unordered.length / 3;
  const vectors = unordered.slice();
  const row = new Uint32Array(n);
  for (let i = 0; i < n; i++) row[i] = i;
  let ranges = 1;
  for (let rows = n; rows >= LEAF_ROWS; rows = Math.ceil(rows / 2)) ranges = 2 * ranges + 1;
  const first = new Uint32Array(ranges);
  const last = new Uint32Array(ranges);
  const axis = new Uint8Array(ranges);
  const split = new Float64Array(ranges);
  const boxes = new Float64Array(6 * ranges);
  const halve = (left: number, right: number, range: number): void => {
    first[range] = left;
    last[range] = right;
    boxOf(vectors, left, right, boxes, 6 * range);
    if (right - left + 1 < LEAF_ROWS) return;
    const middle = (left + right) >> 1;
    const x = boxes[6 * range + 1]! - boxes[6 * range]!;
    const y = boxes[6 * range + 3]! - boxes[6 * range + 2]!;
    const z = boxes[6 * range + 5]! - boxes[6 * range + 4]!;
    const widest = x >= y && x >= z ? 0 : y >= z ? 1 : 2;
    select(vectors, row, widest, middle, left, right);
    axis[range] = widest;
    split[range] = vectors[3 * middle + widest]!;
    halve(left, middle, 2 * range + 1);
    halve(middle + 1, right, 2 * range + 2);
  };
  if (n > 0) halve(0, n - 1, 0);
  return { row, vectors, first, last, axis, split, boxes };
}

/** Whether a range is not halved. */
export function isLeaf(tree: Tree, range: number): boolean {
  return tree.last[range]! - tree.first[range]! + 1 < LEAF_ROWS;
}

/** The least and the greatest coordinate along each axis among left … right, written from `at`. */
function boxOf(vectors: Float64Array, left: number, right: number, box: Float64Array, at: number): void {
  let [west, east, south, north, low, high] = [Infinity, -Infinity, Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 3 * left; i <= 3 * right; i += 3) {
    const x = vectors[i]!;
    const y = vectors[i + 1]!;
    const z = vectors[i + 2]!;
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < south) south = y;
    if (y > north) north = y;
    if (z < low) low = z;
    if (z > high) high = z;
  }
  box[at] = west;
  box[at + 1] = east;
  box[at + 2] = south;
  box[at + 3] = north;
  box[at + 4] = low;
  box[at + 5] = high;
}

/** Orders left … right so that place `middle` holds what it would hold if they were sorted along the axis (Hoare's selection). */
function select(
  vectors: Float64Array,
  row: Uint32Array,
  axis: number,
  middle: number,
  left: number,
  right: number,
): void {
  let from = left;
  let to = right;
  while (from < to) {
    const pivot = middleOfThree(
      vectors[3 * from + axis]!,
      vectors[3 * ((from + to) >> 1) + axis]!,
      vectors[3 * to + axis]!,
    );
    let i = from;
    let j = to;
    while (i <= j) {
      while (vectors[3 * i + axis]! < pivot) i++;
      while (vectors[3 * j + axis]! > pivot) j--;
      if (i > j) break;
      swap(vectors, row, i++, j--);
    }
    if (middle <= j) to = j;
    else if (middle >= i) from = i;
    else return;
  }
}

function middleOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

function swap(vectors: Float64Array, row: Uint32Array, i: number, j: number): void {
  const moved = row[i]!;
  row[i] = row[j]!;
  row[j] = moved;
  for (let p = 3 * i, q = 3 * j; p < 3 * i + 3; p++, q++) {
    const value = vectors[p]!;
    vectors[p] = vectors[q]!;
    vectors[q] = value;
  }
}

/** The range that is not halved in which a point would stand. */
export function leafOf(tree: Tree, x: number, y: number, z: number): number {
  const { axis, split } = tree;
  let range = 0;
  while (!isLeaf(tree, range)) {
    const a = axis[range]!;
    range = 2 * range + ((a === 0 ? x : a === 1 ? y : z) <= split[range]! ? 1 : 2);
  }
  return range;
}

/** The squared distance of a point from a range's box, 0 inside. */
export function squaredToBox(tree: Tree, range: number, x: number, y: number, z: number): number {
  const { boxes } = tree;
  const i = 6 * range;
  const u = x < boxes[i]! ? boxes[i]! - x : x > boxes[i + 1]! ? x - boxes[i + 1]! : 0;
  const v = y < boxes[i + 2]! ? boxes[i + 2]! - y : y > boxes[i + 3]! ? y - boxes[i + 3]! : 0;
  const w = z < boxes[i + 4]! ? boxes[i + 4]! - z : z > boxes[i + 5]! ? z - boxes[i + 5]! : 0;
  return u * u + v * v + w * w;
}
