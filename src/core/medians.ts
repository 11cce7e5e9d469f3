/**
 * The median of some rows of a column, without sorting them: what the middle of a stay or a run of fixes costs.
 *
 * **How** The values are counted in cells of equal width between the least and the greatest. The cell that holds the middle one
 * is known by the counts alone, and only its values are looked at again (Hoare's selection). The result is that of sorting.
 */

const CELLS = 128;
/** Fewer values than this are not counted first. */
const FEW = 48;

/** Room for the work of `medianOfRows`, to be used again and again. */
export interface MedianRoom {
  readonly picked: Float64Array;
  readonly counts: Uint32Array;
}

/** Room for medians of up to so many rows. */
export function medianRoom(rows: number): MedianRoom {
  // The greatest value may be rounded into the cell after the last one.
  return { picked: new Float64Array(rows), counts: new Uint32Array(CELLS + 2) };
}

/** The median of the finite values in rows first … after − 1: of an even number the mean of the two in the middle; NaN of none. */
export function medianOfRows(column: Float64Array, first: number, after: number, room: MedianRoom): number {
  const { picked, counts } = room;
  const n = after - first;
  if (n < 1) return Number.NaN;
  const half = n >> 1;
  const isEven = (n & 1) === 0;
  if (n < FEW) {
    for (let i = first; i < after; i++) picked[i - first] = column[i]!;
    const upper = select(picked, n, half);
    return isEven ? (greatestOf(picked, half) + upper) / 2 : upper;
  }
  let least = column[first]!;
  let greatest = least;
  for (let i = first + 1; i < after; i++) {
    const value = column[i]!;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (least === greatest) return least;
  const scale = CELLS / (greatest - least);
  counts.fill(0);
  for (let i = first; i < after; i++) {
    const cell = ((column[i]! - least) * scale) | 0;
    counts[cell] = counts[cell]! + 1;
  }
  let middle = 0;
  let below = 0;
  while (below + counts[middle]! <= half) below += counts[middle++]!;
  let n1 = 0;
  for (let i = first; i < after; i++) {
    const value = column[i]!;
    if ((((value - least) * scale) | 0) === middle) picked[n1++] = value;
  }
  const upper = select(picked, n1, half - below);
  if (!isEven) return upper;
  if (half > below) return (greatestOf(picked, half - below) + upper) / 2;
  let lower = least;
  for (let i = first; i < after; i++) {
    const value = column[i]!;
    if (value < upper && value > lower) lower = value;
  }
  return (lower + upper) / 2;
}

/** The median of values in ascending order: of an even number the mean of the two in the middle; NaN of none. */
export function medianOfSorted(sorted: Float64Array): number {
  const n = sorted.length;
  return n === 0 ? Number.NaN : (sorted[n >>> 1]! + sorted[(n - 1) >>> 1]!) / 2;
}

function greatestOf(values: Float64Array, n: number): number {
  let greatest = values[0]!;
  for (let i = 1; i < n; i++) if (values[i]! > greatest) greatest = values[i]!;
  return greatest;
}

/** The value that stands at k when the first n are in order; afterwards none before it is larger (Hoare's selection). */
function select(values: Float64Array, n: number, k: number): number {
  let left = 0;
  let right = n - 1;
  while (left < right) {
    const middle = (left + right) >> 1;
    let pivot = values[middle]!;
    if (values[left]! > pivot) {
      values[middle] = values[left]!;
      values[left] = pivot;
      pivot = values[middle]!;
    }
    if (values[right]! < pivot) {
      values[middle] = values[right]!;
      values[right] = pivot;
      pivot = values[middle]!;
      if (values[left]! > pivot) {
        values[middle] = values[left]!;
        values[left] = pivot;
        pivot = values[middle]!;
      }
    }
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) {
        const value = values[i]!;
        values[i++] = values[j]!;
        values[j--] = value;
      }
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else return values[k]!;
  }
  return values[k]!;
}
