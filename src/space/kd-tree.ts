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
}

/** Ranges up to this long are not halved. */
export const LEAF_ROWS = 8;

/** Cost O(n log n). */
export function buildTree(unordered: Float64Array): Tree {
  const n = unordered.length / 3;
  const row = Uint32Array.from({ length: n }, (_, i) => i);
  const axis = new Uint8Array(n);
  const split = new Float64Array(n);
  const halve = (left: number, right: number): void => {
    if (right - left < LEAF_ROWS) return;
    const middle = (left + right) >> 1;
    const widest = widestAxis(unordered, row, left, right);
    axis[middle] = widest;
    select(unordered, row, widest, middle, left, right);
    split[middle] = unordered[3 * row[middle]! + widest]!;
    halve(left, middle);
    halve(middle + 1, right);
  };
  halve(0, n - 1);
  const vectors = new Float64Array(3 * n);
  for (let k = 0; k < n; k++) {
    for (let a = 0; a < 3; a++) vectors[3 * k + a] = unordered[3 * row[k]! + a]!;
  }
  const box = Float64Array.of(Infinity, -Infinity, Infinity, -Infinity, Infinity, -Infinity);
  for (let i = 0; i < 3 * n; i++) {
    const a = 2 * (i % 3);
    box[a] = Math.min(box[a]!, vectors[i]!);
    box[a + 1] = Math.max(box[a + 1]!, vectors[i]!);
  }
  return { row, vectors, axis, split, box };
}

function widestAxis(vectors: Float64Array, row: Uint32Array, left: number, right: number): number {
  let widest = 0;
  let most = -1;
  for (let a = 0; a < 3; a++) {
    let low = Infinity;
    let high = -Infinity;
    for (let k = left; k <= right; k++) {
      const value = vectors[3 * row[k]! + a]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (high - low > most) [widest, most] = [a, high - low];
  }
  return widest;
}

/** Puts the rows left … right so that place `middle` holds what it would hold if they were sorted along the axis (Hoare's selection). */
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
    const pivot = vectors[3 * row[(from + to) >> 1]! + axis]!;
    let i = from;
    let j = to;
    while (i <= j) {
      while (vectors[3 * row[i]! + axis]! < pivot) i++;
      while (vectors[3 * row[j]! + axis]! > pivot) j--;
      if (i > j) break;
      const swapped = row[i]!;
      row[i++] = row[j]!;
      row[j--] = swapped;
    }
    if (middle <= j) to = j;
    else if (middle >= i) from = i;
    else return;
  }
}
