import type { AbstractMatrix } from "ml-matrix";
import { checkInteger, checkOptions, checkSameLocations, fail, failInWords, isObject } from "../core/check.ts";
import { checkDense, checkLists, failShape } from "../core/check-tables.ts";
import { sparseFromDense } from "../core/sparse.ts";
import type { DenseMatrix, Locations, SparseMatrix } from "../types.ts";

/**
 * Two matrices that are to be compared, of whatever kind: checked, in sparse rows, and walked cell by cell.
 */

/**
 * A matrix without negative entries: of ml-matrix, sparse (flows over their locations, for instance), or dense. A sparse one that
 * is not of pairs of its locations may say how many `columns` it has.
 */
export type ComparedMatrix =
  | AbstractMatrix
  | DenseMatrix
  | (SparseMatrix & { readonly locations?: Locations; readonly columns?: number });

export interface MatrixPairOptions {
  /** Whether the pairs of a place with itself are compared, the stays; true unless given. */
  readonly diagonal?: boolean;
}

/** Both matrices as `sparsePair` gives them, without their diagonals where the options say so. */
export function matrixPairOf<O extends MatrixPairOptions>(
  where: string,
  a: ComparedMatrix,
  b: ComparedMatrix,
  options: O,
  names: readonly (keyof O & string)[] = [],
): readonly [SparseMatrix, SparseMatrix] {
  const pair = sparsePair(where, a, b);
  checkOptions(where, options, ["diagonal", ...names]);
  const { diagonal = true } = options;
  if (typeof diagonal !== "boolean") fail(where, "diagonal", "true or false", diagonal);
  if (diagonal) return pair;
  const rows = pair[0].offsets.length - 1;
  if (widthOf(where, a, b, rows) !== rows) {
    failInWords(where, "diagonal", "true where rows and columns are not the same places", "false");
  }
  return [offDiagonal(pair[0]), offDiagonal(pair[1])];
}

/** The matrix without the cells of a place with itself. */
function offDiagonal({ offsets, index, value }: SparseMatrix): SparseMatrix {
  const row = new Uint32Array(index.length);
  for (let r = 0; r + 1 < offsets.length; r++) row.fill(r, offsets[r]!, offsets[r + 1]!);
  const keep = (_: number, k: number): boolean => index[k] !== row[k];
  const starts = new Uint32Array(offsets.length);
  for (let k = 0; k < index.length; k++) if (index[k] !== row[k]) starts[row[k]! + 1]!++;
  for (let r = 1; r < starts.length; r++) starts[r]! += starts[r - 1]!;
  return { offsets: starts, index: index.filter(keep), value: value.filter(keep) };
}

/** Calls with both values of each cell in which either matrix has an entry. */
export function walkPair(
  a: SparseMatrix,
  b: SparseMatrix,
  cell: (ofA: number, ofB: number, row: number, column: number) => void,
): void {
  for (let r = 0; r + 1 < a.offsets.length; r++) {
    let i = a.offsets[r]!;
    let j = b.offsets[r]!;
    const endA = a.offsets[r + 1]!;
    const endB = b.offsets[r + 1]!;
    while (i < endA || j < endB) {
      const columnA = i < endA ? a.index[i]! : Infinity;
      const columnB = j < endB ? b.index[j]! : Infinity;
      const ofA = columnA <= columnB ? a.value[i++]! : 0;
      const ofB = columnB <= columnA ? b.value[j++]! : 0;
      cell(ofA, ofB, r, Math.min(columnA, columnB));
    }
  }
}

/** How many columns both have: what either says, or else as many as rows; throws where there is an entry beyond. */
export function widthOf(where: string, a: ComparedMatrix, b: ComparedMatrix, rows: number): number {
  const told = columnsOf(a) ?? columnsOf(b);
  if (told !== null) return told;
  for (const [name, matrix] of Object.entries({ a, b })) {
    const { index } = matrix as SparseMatrix;
    if (index.some((column) => column >= rows)) {
      failInWords(where, name, "as wide as high", "an entry beyond", "a sparse matrix that is not says its `columns`");
    }
  }
  return rows;
}

/** Both matrices in sparse rows, checked: of one size, over the same locations, no entry negative. */
function sparsePair(where: string, a: ComparedMatrix, b: ComparedMatrix): readonly [SparseMatrix, SparseMatrix] {
  checkMatrix(where, "a", a);
  checkMatrix(where, "b", b);
  const here = locationsOf(a);
  const there = locationsOf(b);
  if (here !== null && there !== null) checkSameLocations(where, "b", there, here);
  const first = sparseOf(a);
  const second = sparseOf(b);
  if (second.offsets.length !== first.offsets.length) {
    fail(where, "b", `of ${first.offsets.length - 1} rows`, second.offsets.length - 1);
  }
  const columnsA = columnsOf(a);
  const columnsB = columnsOf(b);
  if (columnsA !== null && columnsB !== null && columnsA !== columnsB) {
    fail(where, "b", `of ${columnsA} columns`, columnsB);
  }
  checkEntries(where, "a", first, columnsB ?? columnsA);
  checkEntries(where, "b", second, columnsA ?? columnsB);
  return [first, second];
}

function checkMatrix(where: string, name: string, matrix: ComparedMatrix): void {
  const such = "a matrix of ml-matrix, a sparse or a full one";
  const given: unknown = matrix;
  if (!isObject(given)) failShape(where, name, such, given);
  if ("to1DArray" in matrix) return;
  if ("rows" in matrix) checkDense(where, name, matrix);
  else {
    checkLists(where, name, matrix, ["offsets", "index", "value"], such);
    if (matrix.columns !== undefined) checkInteger(where, `${name}.columns`, matrix.columns, 0);
  }
}

function checkEntries(where: string, name: string, matrix: SparseMatrix, columns: number | null): void {
  for (let r = 0; r + 1 < matrix.offsets.length; r++) {
    for (let k = matrix.offsets[r]!; k < matrix.offsets[r + 1]!; k++) {
      const value = matrix.value[k]!;
      const column = matrix.index[k]!;
      if (!(value >= 0 && value < Infinity))
        fail(where, `${name} [${r}, ${column}]`, "a finite number of at least 0", value);
      if (columns !== null && column >= columns)
        fail(where, `${name} [${r}, ${column}]`, `within ${columns} columns`, value);
    }
  }
}

function sparseOf(matrix: ComparedMatrix): SparseMatrix {
  if ("offsets" in matrix) return matrix;
  if ("to1DArray" in matrix) return sparseFromDense(matrix.rows, matrix.columns, matrix.to1DArray());
  return sparseFromDense(matrix.rows, matrix.columns, matrix.value);
}

/** How many columns; null for a sparse matrix that does not say. */
function columnsOf(matrix: ComparedMatrix): number | null {
  if ("offsets" in matrix) return matrix.columns ?? matrix.locations?.length ?? null;
  return matrix.columns;
}

function locationsOf(matrix: ComparedMatrix): Locations | null {
  return "offsets" in matrix && matrix.locations !== undefined ? matrix.locations : null;
}
