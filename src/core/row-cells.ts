/**
 * Sums over the cells of one row of a matrix, full or sparse, without a copy of the row.
 */

/** Cells from … to − 1 of a row: their columns in `index`, or 0, 1, 2 … where the row is whole. */
export interface RowCells {
  readonly value: Float64Array;
  readonly index: Uint32Array | null;
  readonly from: number;
  readonly to: number;
}

/** Reads a row. What it returns is overwritten by the next call. */
export type CellReader = (row: number) => RowCells;

/** Σ cell · x over the row, in four sums side by side. */
export function dotRow({ value, index, from, to }: RowCells, x: Float64Array): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let k = from;
  if (index === null) {
    let at = 0;
    for (; k + 3 < to; k += 4, at += 4) {
      a += value[k]! * x[at]!;
      b += value[k + 1]! * x[at + 1]!;
      c += value[k + 2]! * x[at + 2]!;
      d += value[k + 3]! * x[at + 3]!;
    }
    for (; k < to; k++, at++) a += value[k]! * x[at]!;
  } else for (; k < to; k++) a += value[k]! * x[index[k]!]!;
  return a + b + (c + d);
}

/** Adds scale · cell to each cell's column of `into`. */
export function addRow({ value, index, from, to }: RowCells, scale: number, into: Float64Array): void {
  let k = from;
  if (index === null) {
    let at = 0;
    for (; k + 1 < to; k += 2, at += 2) {
      into[at]! += scale * value[k]!;
      into[at + 1]! += scale * value[k + 1]!;
    }
    if (k < to) into[at]! += scale * value[k]!;
  } else for (; k < to; k++) into[index[k]!]! += scale * value[k]!;
}

/** The largest x where the row has a cell above 0; −Infinity where it has none. */
export function largestOfRow({ value, index, from, to }: RowCells, x: Float64Array): number {
  let largest = -Infinity;
  for (let k = from; k < to; k++) {
    const there = x[index === null ? k - from : index[k]!]!;
    if (value[k]! > 0 && there > largest) largest = there;
  }
  return largest;
}
