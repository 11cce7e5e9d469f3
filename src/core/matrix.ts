import { Matrix } from "ml-matrix";
import type { DenseMatrix, SparseMatrix } from "../types.ts";
import { checkInteger, fail, isObject } from "./check.ts";
import { checkDense, checkLists, failShape } from "./check-tables.ts";
import { sparseFromDense } from "./sparse.ts";

/**
 * To and from ml-matrix, the library for dense linear algebra: for matrices of a few thousand rows at most.
 */

/**
 * A sparse or full matrix as an ml-matrix `Matrix`; absent entries become 0.
 *
 * @param matrix - sparse rows (flows, shares) or a full matrix
 * @param columns - how many columns a sparse matrix has; as many as rows unless given
 * @returns a new `Matrix`
 * @throws RangeError for anything but a matrix, and for entries beyond the columns
 * @example
 * toMatrix({ offsets: Uint32Array.of(0, 1, 1), index: Uint32Array.of(1), value: Float64Array.of(7) }).to2DArray(); // [ [ 0, 7 ], [ 0, 0 ] ]
 */
export function toMatrix(matrix: SparseMatrix | DenseMatrix, columns?: number): Matrix {
  const where = "toMatrix";
  const such = "a sparse or a full matrix";
  const given: unknown = matrix;
  if (!isObject(given)) failShape(where, "matrix", such, given);
  if ("rows" in matrix) {
    checkDense(where, "matrix", matrix);
    const result = Matrix.zeros(matrix.rows, matrix.columns);
    for (let r = 0; r < matrix.rows; r++) {
      for (let c = 0; c < matrix.columns; c++) result.set(r, c, matrix.value[r * matrix.columns + c]!);
    }
    return result;
  }
  checkLists(where, "matrix", matrix, ["offsets", "index", "value"], such);
  const rows = matrix.offsets.length - 1;
  const width = columns === undefined ? rows : columns;
  checkInteger(where, "columns", width, 0);
  const result = Matrix.zeros(rows, width);
  for (let r = 0; r < rows; r++) {
    for (let k = matrix.offsets[r]!; k < matrix.offsets[r + 1]!; k++) {
      const c = matrix.index[k]!;
      if (c >= width) fail(where, `matrix.index[${k}]`, `below the ${width} columns`, c);
      result.set(r, c, matrix.value[k]!);
    }
  }
  return result;
}

/**
 * An ml-matrix `Matrix` as sparse rows; its zeros become absent entries.
 *
 * @param matrix - any ml-matrix `Matrix`
 * @returns its entries other than zero in compressed rows
 * @throws RangeError for anything but a `Matrix`
 * @example
 * fromMatrix(toMatrix({ rows: 1, columns: 2, value: Float64Array.of(0, 7) })).index; // Uint32Array(1) [ 1 ]
 */
export function fromMatrix(matrix: Matrix): SparseMatrix {
  const given: unknown = matrix;
  if (!isObject(given) || typeof given["to1DArray"] !== "function") {
    failShape("fromMatrix", "matrix", "a Matrix of ml-matrix", given);
  }
  return sparseFromDense(matrix.rows, matrix.columns, matrix.to1DArray());
}
