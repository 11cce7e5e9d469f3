import type { AbstractMatrix } from "ml-matrix";
import { checkOptions, checkSameLocations, fail, isObject } from "../core/check.ts";
import { checkDense, checkLists, failShape } from "../core/check-tables.ts";
import { checkAnswer, checkFunction } from "../core/check-variants.ts";
import { sparseFromDense } from "../core/sparse.ts";
import type { DenseMatrix, Locations, SparseMatrix } from "../types.ts";
import { type MatrixScale, type ScaledPair, totalShares, unscaled } from "./matrix-scale.ts";

/** A matrix without negative entries: of ml-matrix, sparse (flows over their locations, for instance), or dense. */
export type ComparedMatrix = AbstractMatrix | DenseMatrix | (SparseMatrix & { readonly locations?: Locations });

export interface FrobeniusSimilarityOptions {
  /** What of the matrices is compared: `totalShares()` unless given; or `rowShares()`, `unitNorm()`, `unscaled()`. */
  readonly scale?: MatrixScale;
}

export interface FrobeniusDistanceOptions {
  /** What of the matrices is compared: `unscaled()` unless given; or `totalShares()`, `rowShares()`, `unitNorm()`. */
  readonly scale?: MatrixScale;
}

/**
 * How alike are two patterns of movement, such as the origin–destination tables of two groups? Mobility similarity by the
 * Frobenius norm.
 *
 * **How** 1 − ‖P − Q‖ / the greatest distance possible, with P and Q the scaled matrices and ‖·‖ the root of the sum of
 * squared entries: 1 − ‖P − Q‖ / √2 for shares of the total; 1 − ‖P − Q‖ / √(2 R) for shares of the row, over the R rows
 * that are not zero in both; 1 − ‖A − B‖ / (‖A‖ + ‖B‖) unscaled.
 *
 * @param a - a matrix of ml-matrix, or a sparse or dense one
 * @param b - another with as many rows and columns; of any of the three kinds
 * @param options - the scale
 * @returns from 0 (nothing in common) to 1 (the same pattern); NaN where either matrix is all zero. Any two matrices whose
 * total is spread over many cells come out near 1 under `totalShares`: compare with the similarity of two random halves of
 * one group, or use `unitNorm`
 * @throws RangeError for matrices of different size, flows over different locations, or an entry that is not finite or is
 * below 0
 *
 * **Departs from the paper** it uses the Frobenius norm without saying how matrices of groups of different size compare.
 *
 * **Cost** O(entries) for sparse matrices, O(rows · columns) for others
 *
 * [bakker-2019]
 * @example
 * const a = { rows: 2, columns: 2, value: Float64Array.of(0, 10, 10, 0) };
 * const b = { rows: 2, columns: 2, value: Float64Array.of(0, 4, 1, 0) };
 * frobeniusSimilarity(a, b).toFixed(6); // '0.700000'
 * frobeniusSimilarity(a, toMatrix(a)); // 1
 */
export function frobeniusSimilarity(
  a: ComparedMatrix,
  b: ComparedMatrix,
  options: FrobeniusSimilarityOptions = {},
): number {
  const where = "frobeniusSimilarity";
  const [first, second] = sparsePair(where, a, b);
  checkOptions(where, options, ["scale"]);
  const { scale = totalShares() } = options;
  const scaled = scaledPair(where, scale, first, second);
  if (!(scaled.furthest > 0)) return Number.NaN;
  return 1 - distanceOf(first, second, scaled, scaled.rows) / scaled.furthest;
}

/**
 * How far apart are two matrices? The Frobenius norm of their difference.
 *
 * **How** √ Σ (A − B)², entry by entry after scaling
 *
 * @param a - a matrix of ml-matrix, or a sparse or dense one
 * @param b - another with as many rows and columns; of any of the three kinds
 * @param options - the scale
 * @returns at least 0; at most √2 for shares of the total and for unit norms, √(2 · rows) for shares of rows, where a row of
 * zeros stays one; NaN where a matrix is all zero and the scale divides by its size
 * @throws RangeError for matrices of different size, flows over different locations, or an entry that is not finite or is
 * below 0
 *
 * **Cost** O(entries) for sparse matrices, O(rows · columns) for others
 *
 * @example
 * const a = { rows: 2, columns: 2, value: Float64Array.of(0, 5, 1, 0) };
 * frobeniusDistance(a, { rows: 2, columns: 2, value: Float64Array.of(3, 1, 1, 0) }); // 5
 */
export function frobeniusDistance(
  a: ComparedMatrix,
  b: ComparedMatrix,
  options: FrobeniusDistanceOptions = {},
): number {
  const where = "frobeniusDistance";
  const [first, second] = sparsePair(where, a, b);
  checkOptions(where, options, ["scale"]);
  const { scale = unscaled() } = options;
  const scaled = scaledPair(where, scale, first, second);
  return Number.isNaN(scaled.furthest) ? Number.NaN : distanceOf(first, second, scaled, null);
}

function scaledPair(where: string, scale: MatrixScale, a: SparseMatrix, b: SparseMatrix): ScaledPair {
  const such = "a scale such as totalShares()";
  checkFunction(where, "scale", scale, such);
  const scaled = scale(a, b);
  checkAnswer(where, "scale", scale, scaled, such);
  return scaled;
}

/** Walks the entries of both matrices row by row, merging them by column. */
function distanceOf(a: SparseMatrix, b: SparseMatrix, scaled: ScaledPair, rows: Uint8Array | null): number {
  let squares = 0;
  for (let r = 0; r + 1 < a.offsets.length; r++) {
    if (rows !== null && rows[r] === 0) continue;
    let i = a.offsets[r]!;
    let j = b.offsets[r]!;
    const endA = a.offsets[r + 1]!;
    const endB = b.offsets[r + 1]!;
    while (i < endA || j < endB) {
      const columnA = i < endA ? a.index[i]! : Infinity;
      const columnB = j < endB ? b.index[j]! : Infinity;
      const ofA = columnA <= columnB ? scaled.a[i++]! : 0;
      const ofB = columnB <= columnA ? scaled.b[j++]! : 0;
      squares += (ofA - ofB) * (ofA - ofB);
    }
  }
  return Math.sqrt(squares);
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
  else checkLists(where, name, matrix, ["offsets", "index", "value"], such);
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

/** How many columns; null for a sparse matrix without locations, which does not say. */
function columnsOf(matrix: ComparedMatrix): number | null {
  if ("offsets" in matrix) return matrix.locations?.length ?? null;
  return matrix.columns;
}

function locationsOf(matrix: ComparedMatrix): Locations | null {
  return "offsets" in matrix && matrix.locations !== undefined ? matrix.locations : null;
}
