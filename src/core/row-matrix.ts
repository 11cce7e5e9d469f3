import type { DenseMatrix, RowMatrix, SparseMatrix } from "../types.ts";
import { checkInteger, checkLength, checkNumber, checkOptions, isObject } from "./check.ts";
import { checkDense, failShape } from "./check-tables.ts";
import { checkSparse } from "./sparse.ts";

/**
 * Matrices read a row at a time, however they are held: whole, computed row by row, or sparse. What reads rows never
 * needs n² numbers at once.
 */

/** Reads the cells of one row. The array is overwritten by the next call, and is not to be written to. */
export type RowReader = (row: number) => Float64Array;

const SUCH = "a full matrix { rows, columns, value } or { rows, columns, fillRow }";

/** Throws unless the value is a full matrix or one computed by rows, of this size where it is told. Returns how to read its rows. */
export function checkRowMatrix(
  where: string,
  name: string,
  matrix: DenseMatrix | RowMatrix,
  rows?: number,
  columns?: number,
): RowReader {
  const given: unknown = matrix;
  if (!isObject(given)) failShape(where, name, SUCH, given);
  const byRow = typeof given["fillRow"] === "function";
  if (byRow) {
    checkInteger(where, `${name}.rows`, matrix.rows, 0);
    checkInteger(where, `${name}.columns`, matrix.columns, 0);
  } else checkDense(where, name, matrix as DenseMatrix);
  if (rows !== undefined) checkLength(where, `${name}.rows`, matrix.rows, rows);
  if (columns !== undefined) checkLength(where, `${name}.columns`, matrix.columns, columns);
  return byRow ? computedRows(matrix as RowMatrix) : heldRows(matrix as DenseMatrix);
}

/** As `checkRowMatrix`, for a matrix that may be sparse too, of this size. */
export function checkAnyMatrix(
  where: string,
  name: string,
  matrix: DenseMatrix | RowMatrix | SparseMatrix,
  rows: number,
  columns: number,
): RowReader {
  const given: unknown = matrix;
  if (!isObject(given) || !("offsets" in given)) {
    return checkRowMatrix(where, name, matrix as DenseMatrix | RowMatrix, rows, columns);
  }
  checkSparse(where, name, matrix as SparseMatrix, rows, columns);
  return sparseRows(matrix as SparseMatrix, columns);
}

function computedRows(matrix: RowMatrix): RowReader {
  const cells = new Float64Array(matrix.columns);
  return (row) => {
    matrix.fillRow(row, cells);
    return cells;
  };
}

function heldRows({ value, columns }: DenseMatrix): RowReader {
  const held: ArrayLike<number> = value;
  const cells = ArrayBuffer.isView(held) ? value : Float64Array.from(held);
  return (row) => cells.subarray(row * columns, (row + 1) * columns);
}

function sparseRows({ offsets, index, value }: SparseMatrix, columns: number): RowReader {
  const cells = new Float64Array(columns);
  return (row) => {
    cells.fill(0);
    for (let k = offsets[row]!; k < offsets[row + 1]!; k++) cells[index[k]!] = value[k]!;
    return cells;
  };
}

/**
 * A full matrix held in memory, from one that is computed by rows.
 *
 * @param matrix - distances by row, or the flows that a model expects
 * @returns the same cells, row after row
 * @throws RangeError for anything but a matrix
 *
 * **Cost** 8 bytes per cell
 *
 * @example
 * const byRow = { rows: 2, columns: 2, fillRow: (row, into) => into.fill(row) };
 * denseFromRows(byRow).value; // Float64Array(4) [ 0, 0, 1, 1 ]
 */
export function denseFromRows(matrix: DenseMatrix | RowMatrix): DenseMatrix {
  const read = checkRowMatrix("denseFromRows", "matrix", matrix);
  const { rows, columns } = matrix;
  const value = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) value.set(read(row), row * columns);
  return { rows, columns, value };
}

export interface SparseFromRowsOptions {
  /** Cells below this, so those below 0 too, are left out and read as 0 afterwards. 0, which leaves out zeros only, unless given. */
  readonly atLeast?: number;
}

/**
 * A sparse matrix from one that is computed by rows: for expected flows of many places, most of which are next to nothing.
 *
 * @param matrix - distances by row, or the flows that a model expects
 * @param options - which cells are kept
 * @returns cells other than 0 that are at least `atLeast`, in compressed rows, and in `dropped` the sum of those left out
 * @throws RangeError for anything but a matrix, or a threshold below 0
 *
 * **Cost** 12 bytes per cell kept
 *
 * @example
 * const byRow = { rows: 2, columns: 2, fillRow: (row, into) => into.set([0.25, row]) };
 * const { index, value, dropped } = sparseFromRows(byRow, { atLeast: 0.5 });
 * [index, value, dropped]; // [ Uint32Array(1) [ 1 ], Float64Array(1) [ 1 ], 0.5 ]
 */
export function sparseFromRows(
  matrix: DenseMatrix | RowMatrix,
  options: SparseFromRowsOptions = {},
): SparseMatrix & { readonly dropped: number } {
  const where = "sparseFromRows";
  const read = checkRowMatrix(where, "matrix", matrix);
  checkOptions(where, options, ["atLeast"]);
  const { atLeast = 0 } = options;
  checkNumber(where, "atLeast", atLeast, 0);
  const { rows, columns } = matrix;
  const offsets = new Uint32Array(rows + 1);
  let index = new Uint32Array(Math.max(16, columns));
  let value = new Float64Array(index.length);
  let at = 0;
  let dropped = 0;
  for (let row = 0; row < rows; row++) {
    const cells = read(row);
    while (index.length < at + columns) {
      index = grown(index, new Uint32Array(2 * index.length));
      value = grown(value, new Float64Array(2 * value.length));
    }
    for (let c = 0; c < columns; c++) {
      const cell = cells[c]!;
      if (cell === 0) continue;
      if (atLeast > 0 && cell < atLeast) {
        dropped += cell;
        continue;
      }
      index[at] = c;
      value[at++] = cell;
    }
    offsets[row + 1] = at;
  }
  return { offsets, index: index.slice(0, at), value: value.slice(0, at), dropped };
}

function grown<A extends Uint32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
