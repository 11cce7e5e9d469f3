/**
 * A k-d tree of unit vectors: places on the globe in an order in which near ones stand near, halved along the widest axis.
 * It knows neither poles nor a meridian of 180°.
 */

/** Ranges of rows, each halved into ranges 2 r + 1 and 2 r + 2 unless it is short; range 0 is the whole. */
export interface Tree {
  /** Rows and their vectors in the order of the tree. */
  readonly row: Uint32Array;
  readonly vectors: Float64Array;
  /**
   * Eight numbers per range, which stand together in memory: the least and the greatest coordinate along each axis; then,
   * of a range that is halved, its axis and the coordinate that parts the halves (at most so much in the first one, at
   * least so much in the second); of another, −1 − its number of rows and the place of the first.
   */
  readonly ranges: Float64Array;
}

/** Ranges with fewer rows are not halved. */
const LEAF_ROWS = 9;

/** Cost O(n log n). */
export function buildTree(unordered: Float64Array): Tree {
  const n = unordered.length / 3;
  const vectors = unordered.slice();
  const row = new Uint32Array(n);
  for (let i = 0; i < n; i++) row[i] = i;
  let count = 1;
  for (let rows = n; rows >= LEAF_ROWS; rows = Math.ceil(rows / 2)) count = 2 * count + 1;
  const ranges = new Float64Array(8 * count);
  const halve = (left: number, right: number, range: number): void => {
    const at = 8 * range;
    boxOf(vectors, left, right, ranges, at);
    if (right - left + 1 < LEAF_ROWS) {
      ranges[at + 6] = left - right - 2;
      ranges[at + 7] = left;
      return;
    }
    const middle = (left + right) >> 1;
    const x = ranges[at + 1]! - ranges[at]!;
    const y = ranges[at + 3]! - ranges[at + 2]!;
    const z = ranges[at + 5]! - ranges[at + 4]!;
    const widest = x >= y && x >= z ? 0 : y >= z ? 1 : 2;
    select(vectors, row, widest, middle, left, right);
    ranges[at + 6] = widest;
    ranges[at + 7] = vectors[3 * middle + widest]!;
    halve(left, middle, 2 * range + 1);
    halve(middle + 1, right, 2 * range + 2);
  };
  halve(0, n - 1, 0);
  return { row, vectors, ranges };
}

/** Whether a range is not halved. */
export function isLeaf({ ranges }: Tree, range: number): boolean {
  return ranges[8 * range + 6]! < 0;
}

/** The place of the first row of a range that is not halved, and the place after its last. */
export function firstOf({ ranges }: Tree, leaf: number): number {
  return ranges[8 * leaf + 7]!;
}

export function endOf({ ranges }: Tree, leaf: number): number {
  return ranges[8 * leaf + 7]! - ranges[8 * leaf + 6]! - 1;
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
export function leafOf({ ranges }: Tree, x: number, y: number, z: number): number {
  let range = 0;
  for (;;) {
    const axis = ranges[8 * range + 6]!;
    if (axis < 0) return range;
    const split = ranges[8 * range + 7]!;
    range = 2 * range + ((axis === 0 ? x : axis === 1 ? y : z) <= split ? 1 : 2);
  }
}

/** Which of the ranges that `depth` halvings make a point would stand in, counted from 0; none of them may have been a leaf before. */
export function rangeAt({ ranges }: Tree, depth: number, x: number, y: number, z: number): number {
  let range = 0;
  for (let d = 0; d < depth; d++) {
    const axis = ranges[8 * range + 6]!;
    const split = ranges[8 * range + 7]!;
    range = 2 * range + ((axis === 0 ? x : axis === 1 ? y : z) <= split ? 1 : 2);
  }
  return range + 1 - (1 << depth);
}

/** The squared distance of a point from the plane that parts the halves of a range. */
export function squaredToSplit({ ranges }: Tree, range: number, x: number, y: number, z: number): number {
  const axis = ranges[8 * range + 6]!;
  const off = (axis === 0 ? x : axis === 1 ? y : z) - ranges[8 * range + 7]!;
  return off * off;
}

/** The squared distance of a point from a range's box, 0 inside. */
export function squaredToBox({ ranges }: Tree, range: number, x: number, y: number, z: number): number {
  const i = 8 * range;
  const u = x < ranges[i]! ? ranges[i]! - x : x > ranges[i + 1]! ? x - ranges[i + 1]! : 0;
  const v = y < ranges[i + 2]! ? ranges[i + 2]! - y : y > ranges[i + 3]! ? y - ranges[i + 3]! : 0;
  const w = z < ranges[i + 4]! ? ranges[i + 4]! - z : z > ranges[i + 5]! ? z - ranges[i + 5]! : 0;
  return u * u + v * v + w * w;
}
