/**
 * A k-d tree of unit vectors: places on the globe in an order in which near ones stand near, halved along the widest axis.
 * It knows neither poles nor a meridian of 180°.
 */

/** Locations in the order of the tree: the range l … r is halved at m = (l + r) >> 1; up to m their coordinate on axis[m] is at most split[m]. */
export interface Tree {
  readonly row: Uint32Array;
  readonly vectors: Float64Array;
  readonly axis: Uint8Array;
  readonly split: Float64Array;
  /** The least and the greatest coordinate along each axis. */
  readonly box: Float64Array;
  /** The same for every range: six numbers for range h, whose halves are ranges 2 h + 1 and 2 h + 2; range 0 is the whole. */
  readonly boxes: Float64Array;
}

/** Ranges up to this long are not halved. */
export const LEAF_ROWS = 8;

/** Cost O(n log n). */
export function buildTree(unordered: Float64Array): Tree {
  const n = unordered.length / 3;
  const vectors = unordered.slice();
  const row = new Uint32Array(n);
  for (let i = 0; i < n; i++) row[i] = i;
  const axis = new Uint8Array(n);
  const split = new Float64Array(n);
  let ranges = 1;
  for (let rows = n; rows > LEAF_ROWS; rows = Math.ceil(rows / 2)) ranges = 2 * ranges + 1;
  const boxes = new Float64Array(6 * ranges);
  const halve = (left: number, right: number, range: number): void => {
    boxOf(vectors, left, right, boxes, 6 * range);
    if (right - left < LEAF_ROWS) return;
    const middle = (left + right) >> 1;
    const x = boxes[6 * range + 1]! - boxes[6 * range]!;
    const y = boxes[6 * range + 3]! - boxes[6 * range + 2]!;
    const z = boxes[6 * range + 5]! - boxes[6 * range + 4]!;
    const widest = x >= y && x >= z ? 0 : y >= z ? 1 : 2;
    axis[middle] = widest;
    select(vectors, row, widest, middle, left, right);
    split[middle] = vectors[3 * middle + widest]!;
    halve(left, middle, 2 * range + 1);
    halve(middle + 1, right, 2 * range + 2);
  };
  halve(0, n - 1, 0);
  return { row, vectors, axis, split, box: boxes.slice(0, 6), boxes };
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

/** The first of the rows in the leaf where a point would stand. */
export function leafOf(tree: Tree, x: number, y: number, z: number): number {
  const { axis, split } = tree;
  let left = 0;
  let right = tree.row.length - 1;
  while (right - left >= LEAF_ROWS) {
    const middle = (left + right) >> 1;
    const a = axis[middle]!;
    if ((a === 0 ? x : a === 1 ? y : z) <= split[middle]!) right = middle;
    else left = middle + 1;
  }
  return left;
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
