/**
 * The eigenvalues of a symmetric matrix of a few hundred rows at most, and its vectors.
 */

export interface Eigen {
  readonly values: Float64Array;
  /** Orthonormal: vector e stands at e · n … e · n + n − 1. */
  readonly vectors: Float64Array;
}

/** Rotations end when the entries beside the diagonal are below this share of the matrix. */
const OFF_SHARE = 1e-15;
const MOST_SWEEPS = 50;

/**
 * **How** Jacobi's rotations in the order of rows, each of which makes one entry beside the diagonal 0, until all are rounding:
 * about ten sweeps of 3 n³ steps.
 *
 * @param matrix - row after row
 */
export function eigenOfSymmetric(matrix: Float64Array, n: number): Eigen {
  const a = matrix.slice();
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  const size = Math.sqrt(a.reduce((sum, x) => sum + x * x, 0));
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let largest = 0;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const beside = Math.abs(a[p * n + q]!);
        if (beside > largest) largest = beside;
        if (beside <= OFF_SHARE * size) continue;
        const slope = (a[q * n + q]! - a[p * n + p]!) / (2 * a[p * n + q]!);
        const t = (slope < 0 ? -1 : 1) / (Math.abs(slope) + Math.sqrt(slope * slope + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        rotate(a, n, p, q, c, s);
        // The matrix is symmetric: its columns turn as its rows do.
        for (let i = 0; i < n; i++) {
          const x = a[i * n + p]!;
          const y = a[i * n + q]!;
          a[i * n + p] = c * x - s * y;
          a[i * n + q] = s * x + c * y;
        }
        rotate(vectors, n, p, q, c, s);
      }
    }
    if (largest <= OFF_SHARE * size) break;
  }
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * n + i]!), vectors };
}

/** Turns rows p and q. */
function rotate(rows: Float64Array, n: number, p: number, q: number, c: number, s: number): void {
  for (let i = 0; i < n; i++) {
    const x = rows[p * n + i]!;
    const y = rows[q * n + i]!;
    rows[p * n + i] = c * x - s * y;
    rows[q * n + i] = s * x + c * y;
  }
}
