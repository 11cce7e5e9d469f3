import { checkAnswer, checkFunction } from "../core/check-variants.ts";
import type { SparseMatrix } from "../types.ts";
import { type MatrixScale, type ScaledPair, totalShares, unscaled } from "./matrix-scale.ts";
import { type ComparedMatrix, type MatrixPairOptions, matrixPairOf, walkPair } from "./similarity-input.ts";

export interface FrobeniusSimilarityOptions extends MatrixPairOptions {
  /** What of the matrices is compared: `totalShares()` unless given; or `rowShares()`, `unitNorm()`, `unscaled()`. */
  readonly scale?: MatrixScale;
}

export interface FrobeniusDistanceOptions extends MatrixPairOptions {
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
 * @param options - the scale, and whether the diagonal is compared
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
  const [first, second] = matrixPairOf(where, a, b, options, ["scale"]);
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
 * @param options - the scale, and whether the diagonal is compared
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
  const [first, second] = matrixPairOf(where, a, b, options, ["scale"]);
  const { scale = unscaled() } = options;
  const scaled = scaledPair(where, scale, first, second);
  return Number.isNaN(scaled.furthest) ? Number.NaN : distanceOf(first, second, scaled, null);
}

/** Both matrices as the scale has them. */
export function scaledPair(where: string, scale: MatrixScale, a: SparseMatrix, b: SparseMatrix): ScaledPair {
  const such = "a scale such as totalShares()";
  checkFunction(where, "scale", scale, such);
  const scaled = scale(a, b);
  checkAnswer(where, "scale", scale, scaled, such);
  return scaled;
}

/** The root of the squared differences of scaled entries, over the rows told. */
function distanceOf(a: SparseMatrix, b: SparseMatrix, scaled: ScaledPair, rows: Uint8Array | null): number {
  let squares = 0;
  walkPair({ ...a, value: scaled.a }, { ...b, value: scaled.b }, (ofA, ofB, row) => {
    if (rows === null || rows[row] === 1) squares += (ofA - ofB) * (ofA - ofB);
  });
  return Math.sqrt(squares);
}
