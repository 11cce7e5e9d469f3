/**
 * The best one-to-one pairing of two short lists: as many pairs as can be, of these the pairings with the least error in
 * all, and of these the one in which each row in turn, from the first, has the earliest column it can have.
 */

/** A pair that cannot be. */
export const IMPOSSIBLE: number = Infinity;

/**
 * The column of each row, −1 for a row without one. `error` holds the error of row r with column c at r · columns + c,
 * whole numbers from 0 or IMPOSSIBLE.
 *
 * **How** rows and columns that no possible pair joins are parted first; most parts are one pair. The others are solved as
 * assignments (Kuhn and Munkres) of the gain bonus − error, with a bonus that no sum of errors outweighs; then row after
 * row is given the first column with which the best gain can still be had.
 */
export function pairBest(rows: number, columns: number, error: Float64Array): Int32Array {
  const paired = new Int32Array(rows).fill(-1);
  const placed = new Uint8Array(rows);
  for (let r = 0; r < rows; r++) {
    if (placed[r] === 1) continue;
    const part = partOf(r, rows, columns, error);
    for (const row of part.rows) placed[row] = 1;
    if (part.columns.length === 0) continue;
    if (part.rows.length === 1 && part.columns.length === 1) paired[r] = part.columns[0]!;
    else pairPart(part.rows, part.columns, columns, error, paired);
  }
  return paired;
}

interface Part {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** The rows and columns that chains of possible pairs join with a row, each in ascending order. */
function partOf(first: number, rows: number, columns: number, error: Float64Array): Part {
  const inRows = new Set([first]);
  const inColumns = new Set<number>();
  for (const row of inRows) {
    for (let c = 0; c < columns; c++) {
      if (error[row * columns + c] === IMPOSSIBLE || inColumns.has(c)) continue;
      inColumns.add(c);
      for (let r = 0; r < rows; r++) if (error[r * columns + c] !== IMPOSSIBLE) inRows.add(r);
    }
  }
  const ascending = (a: number, b: number): number => a - b;
  return { rows: [...inRows].sort(ascending), columns: [...inColumns].sort(ascending) };
}

function pairPart(
  rows: readonly number[],
  columns: readonly number[],
  width: number,
  error: Float64Array,
  paired: Int32Array,
): void {
  const errors = rows.map((r) => columns.map((c) => error[r * width + c]!));
  const largest = Math.max(...errors.flat().filter(Number.isFinite));
  const bonus = 1 + largest * Math.min(rows.length, columns.length);
  const gains = errors.map((row) => row.map((one) => (one === IMPOSSIBLE ? 0 : bonus - one)));
  let left = bestGain(gains);
  rows.forEach((row, r) => {
    const own = gains[r]!;
    gains[r] = own.map(() => 0);
    for (let c = 0; c < columns.length; c++) {
      if (own[c] === 0) continue;
      const column = gains.map((others) => others[c]!);
      for (const others of gains) others[c] = 0;
      if (own[c]! + bestGain(gains) === left) {
        left -= own[c]!;
        paired[row] = columns[c]!;
        return;
      }
      gains.forEach((others, k) => {
        others[c] = column[k]!;
      });
    }
  });
}

/** The largest sum of gains with at most one in each row and column: shortest augmenting paths, a row after another. */
function bestGain(gains: readonly (readonly number[])[]): number {
  const size = Math.max(gains.length, gains[0]!.length);
  const gainOf = (r: number, c: number): number => gains[r - 1]?.[c - 1] ?? 0;
  const rowPrice = new Float64Array(size + 1);
  const columnPrice = new Float64Array(size + 1);
  const rowOf = new Int32Array(size + 1);
  const before = new Int32Array(size + 1);
  for (let r = 1; r <= size; r++) {
    rowOf[0] = r;
    let c = 0;
    const slack = new Float64Array(size + 1).fill(Infinity);
    const reached = new Uint8Array(size + 1);
    while (rowOf[c] !== 0) {
      reached[c] = 1;
      const row = rowOf[c]!;
      let least = Infinity;
      let next = 0;
      for (let k = 1; k <= size; k++) {
        if (reached[k] === 1) continue;
        const cost = -gainOf(row, k) - rowPrice[row]! - columnPrice[k]!;
        if (cost < slack[k]!) {
          slack[k] = cost;
          before[k] = c;
        }
        if (slack[k]! < least) {
          least = slack[k]!;
          next = k;
        }
      }
      for (let k = 0; k <= size; k++) {
        if (reached[k] === 1) {
          rowPrice[rowOf[k]!]! += least;
          columnPrice[k]! -= least;
        } else slack[k]! -= least;
      }
      c = next;
    }
    while (c !== 0) {
      rowOf[c] = rowOf[before[c]!]!;
      c = before[c]!;
    }
  }
  let gain = 0;
  for (let c = 1; c <= size; c++) gain += gainOf(rowOf[c]!, c);
  return gain;
}
