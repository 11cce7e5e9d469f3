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

/** Σ cell · x over the row. */
export function dotRow({ value, index, from, to }: RowCells, x: Float64Array): number {
  let sum = 0;
  let other = 0;
  let k = from;
  if (index === null) {
    for (; k + 1 < to; k += 2) {
      sum += value[k]! * x[k - from]!;
      other += value[k + 1]! * x[k + 1 - from]!;
    }
    if (k < to) sum += value[k]! * x[k - from]!;
  } else for (; k < to; k++) sum += value[k]! * x[index[k]!]!;
  return sum + other;
}

/** Adds scale · cell to each cell's column of `into`. */
export function addRow({ value, index, from, to }: RowCells, scale: number, into: Float64Array): void {
  if (index === null) for (let k = from; k < to; k++) into[k - from]! += scale * value[k]!;
  else for (let k = from; k < to; k++) into[index[k]!]! += scale * value[k]!;
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
