import type { SparseMatrix } from "../types.ts";

/**
 * What is compared of two matrices: their entries as they are, or as shares of all, of a row, or of the norm.
 */

/** Two matrices after scaling, and how far apart two such matrices can be. */
export interface ScaledPair {
  /** Values in the order of each matrix's entries. */
  readonly a: Float64Array;
  readonly b: Float64Array;
  /**
   * The greatest Frobenius distance that two matrices of no negative entry have under this scale, over the rows told: NaN
   * where a matrix cannot be scaled, 0 where there is nothing to compare.
   */
  readonly furthest: number;
  /** The rows that a similarity compares (1) and leaves out (0); all of them where null. */
  readonly rows: Uint8Array | null;
}

/** Scales two matrices; made by `totalShares`, `rowShares`, `unitNorm` or `unscaled`. */
export type MatrixScale = (a: SparseMatrix, b: SparseMatrix) => ScaledPair;

/**
 * Every entry as a share of the sum of its matrix, so that groups of different size compare.
 *
 * @returns the scale; the greatest distance is √2, of two matrices with one entry each, at different places. A matrix of
 * zeros has no shares, and the result is NaN
 * @example
 * totalShares()(sparseFromDense(1, 2, [1, 3]), sparseFromDense(1, 2, [5, 5])).a; // Float64Array(2) [ 0.25, 0.75 ]
 */
export function totalShares(): MatrixScale {
  return (a, b) => scaledBy(a, b, sumOf(a), sumOf(b));
}

/**
 * Every entry as a share of its row, so that origins of different size compare: where do those who leave a place go?
 *
 * @returns the scale; a row of zeros stays as it is, and a similarity compares the rows that are not zero in both matrices.
 * The greatest distance is √(2 · such rows)
 * @example
 * rowShares()(sparseFromDense(2, 2, [1, 3, 0, 9]), sparseFromDense(2, 2, [5, 5, 1, 0])).a; // Float64Array(3) [ 0.25, 0.75, 1 ]
 */
export function rowShares(): MatrixScale {
  return (a, b) => {
    const sumsA = rowSumsOf(a);
    const sumsB = rowSumsOf(b);
    const rows = Uint8Array.from(sumsA, (sum, r) => (sum > 0 && sumsB[r]! > 0 ? 1 : 0));
    const compared = rows.reduce((count, row) => count + row, 0);
    return { a: dividedByRow(a, sumsA), b: dividedByRow(b, sumsB), furthest: Math.sqrt(2 * compared), rows };
  };
}

/**
 * Every entry divided by the Frobenius norm of its matrix. Unlike shares, it does not make any two diffuse matrices look
 * alike: the similarity is 1 − √(1 − cosine).
 *
 * @returns the scale; the greatest distance is √2. A matrix of zeros has no direction, and the
 * result is NaN
 * @example
 * unitNorm()(sparseFromDense(1, 2, [3, 4]), sparseFromDense(1, 2, [5, 0])).a; // Float64Array(2) [ 0.6, 0.8 ]
 */
export function unitNorm(): MatrixScale {
  return (a, b) => scaledBy(a, b, normOf(a), normOf(b));
}

/**
 * Every entry as it is: matrices are alike only where they are of the same size too.
 *
 * @returns the scale; the greatest distance is that of opposite directions, the sum of both norms. A matrix of zeros
 * is at a distance from others, but not similar to any: NaN
 * @example
 * unscaled()(sparseFromDense(1, 2, [3, 4]), sparseFromDense(1, 2, [5, 0])).furthest; // 10
 */
export function unscaled(): MatrixScale {
  return (a, b) => {
    const norms = [normOf(a), normOf(b)] as const;
    const furthest = norms[0] === 0 || norms[1] === 0 ? 0 : norms[0] + norms[1];
    return { a: a.value, b: b.value, furthest, rows: null };
  };
}

function scaledBy(a: SparseMatrix, b: SparseMatrix, sizeA: number, sizeB: number): ScaledPair {
  const furthest = sizeA === 0 || sizeB === 0 ? Number.NaN : Math.SQRT2;
  return { a: a.value.map((x) => x / sizeA), b: b.value.map((x) => x / sizeB), furthest, rows: null };
}

function dividedByRow(matrix: SparseMatrix, sums: Float64Array): Float64Array {
  const shares = new Float64Array(matrix.value.length);
  for (let r = 0; r < sums.length; r++) {
    for (let k = matrix.offsets[r]!; k < matrix.offsets[r + 1]!; k++) {
      shares[k] = sums[r] === 0 ? 0 : matrix.value[k]! / sums[r]!;
    }
  }
  return shares;
}

function sumOf(matrix: SparseMatrix): number {
  return matrix.value.reduce((sum, x) => sum + x, 0);
}

function normOf(matrix: SparseMatrix): number {
  return Math.sqrt(matrix.value.reduce((sum, x) => sum + x * x, 0));
}

function rowSumsOf(matrix: SparseMatrix): Float64Array {
  const sums = new Float64Array(matrix.offsets.length - 1);
  for (let r = 0; r < sums.length; r++) {
    for (let k = matrix.offsets[r]!; k < matrix.offsets[r + 1]!; k++) sums[r]! += matrix.value[k]!;
  }
  return sums;
}
