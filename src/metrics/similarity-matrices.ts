import { checkNumber } from "../core/check.ts";
import { log } from "../core/math.ts";
import { sumOf } from "../core/sums.ts";
import type { SparseMatrix } from "../types.ts";
import { scaledPair } from "./frobenius.ts";
import { type MatrixScale, totalShares } from "./matrix-scale.ts";
import { type ComparedMatrix, type MatrixPairOptions, matrixPairOf, walkPair } from "./similarity-input.ts";

/**
 * How alike are two patterns of movement, whatever their size? The cosine of the angle between two matrices.
 *
 * **How** Σ a b / √(Σ a² · Σ b²), over all cells
 *
 * @param a - a matrix of ml-matrix, or a sparse or dense one
 * @param b - another with as many rows and columns; of any of the three kinds
 * @param options - whether the diagonal is compared
 * @returns from 0 (no cell in common) to 1 (proportional); NaN where either matrix is all zero. The Frobenius distance of unit
 * norms is √(2 − 2 cosine)
 * @throws RangeError for matrices of different size, flows over different locations, or an entry that is not finite or is
 * below 0
 *
 * **Cost** O(entries) for sparse matrices, O(rows · columns) for others
 *
 * @example
 * const a = { rows: 1, columns: 2, value: Float64Array.of(3, 4) };
 * cosineSimilarity(a, { rows: 1, columns: 2, value: Float64Array.of(6, 8) }); // 1
 * cosineSimilarity(a, { rows: 1, columns: 2, value: Float64Array.of(5, 0) }); // 0.6
 */
export function cosineSimilarity(a: ComparedMatrix, b: ComparedMatrix, options: MatrixPairOptions = {}): number {
  const [first, second] = matrixPairOf("cosineSimilarity", a, b, options);
  let product = 0;
  walkPair(first, second, (x, y) => {
    product += x * y;
  });
  const squares = [first, second].map(({ value }) => value.reduce((sum, x) => sum + x * x, 0)) as [number, number];
  return product / (Math.sqrt(squares[0]) * Math.sqrt(squares[1]));
}

export interface RuzickaSimilarityOptions extends MatrixPairOptions {
  /** What of the matrices is compared: `totalShares()` unless given; or `rowShares()`, `unitNorm()`, `unscaled()`. */
  readonly scale?: MatrixScale;
}

/**
 * How much of two patterns is common to both? The Ružička similarity, the Jaccard index of amounts.
 *
 * **How** Σ min(p, q) / Σ max(p, q), of the scaled matrices. With c the common part of the shares it is c / (2 − c).
 *
 * @param a - a matrix of ml-matrix, or a sparse or dense one
 * @param b - another with as many rows and columns; of any of the three kinds
 * @param options - the scale, and whether the diagonal is compared
 * @returns from 0 (no cell in common) to 1 (the same); NaN where neither has anything, or where a matrix of zeros has no shares
 * @throws RangeError as `cosineSimilarity`, and for a scale that is none
 *
 * **Cost** as `cosineSimilarity`
 *
 * [ruzicka-1958]
 * @example
 * const a = { rows: 1, columns: 2, value: Float64Array.of(3, 1) };
 * const b = { rows: 1, columns: 2, value: Float64Array.of(1, 3) };
 * ruzickaSimilarity(a, b).toFixed(3); // '0.333'
 */
export function ruzickaSimilarity(
  a: ComparedMatrix,
  b: ComparedMatrix,
  options: RuzickaSimilarityOptions = {},
): number {
  const where = "ruzickaSimilarity";
  const [first, second] = matrixPairOf(where, a, b, options, ["scale"]);
  const { scale = totalShares() } = options;
  const scaled = scaledPair(where, scale, first, second);
  if (Number.isNaN(scaled.furthest)) return Number.NaN;
  let least = 0;
  let most = 0;
  walkPair({ ...first, value: scaled.a }, { ...second, value: scaled.b }, (p, q) => {
    least += Math.min(p, q);
    most += Math.max(p, q);
  });
  return least / most;
}

export interface JensenShannonOptions extends MatrixPairOptions {
  /** The base of the logarithm, above 1: 2 unless given, for figures from 0 to 1; `Math.E` for nats. */
  readonly base?: number;
}

/**
 * How many bits does one observed move tell of the group it is from? The Jensen–Shannon divergence of two patterns.
 *
 * **How** ½ Σ p log(p / m) + ½ Σ q log(q / m), with p and q the shares of the cells of either matrix and m = (p + q) / 2
 *
 * @param a - a matrix of ml-matrix, or a sparse or dense one
 * @param b - another with as many rows and columns; of any of the three kinds
 * @param options - the base of the logarithm, and whether the diagonal is compared
 * @returns from 0 (the same shares) to log 2 (no cell in common), which is 1 for base 2; NaN where either matrix is all zero.
 * Empty cells do no harm, where a Kullback–Leibler divergence would be infinite
 * @throws RangeError as `cosineSimilarity`, and for a base that is not above 1
 *
 * **Cost** as `cosineSimilarity`
 *
 * [lin-1991]
 * @example
 * const a = { rows: 1, columns: 2, value: Float64Array.of(1, 0) };
 * jensenShannonDivergence(a, { rows: 1, columns: 2, value: Float64Array.of(0, 7) }); // 1
 */
export function jensenShannonDivergence(
  a: ComparedMatrix,
  b: ComparedMatrix,
  options: JensenShannonOptions = {},
): number {
  return divergenceOf("jensenShannonDivergence", a, b, options);
}

/**
 * How far apart are two patterns, as a distance? The root of the Jensen–Shannon divergence.
 *
 * **How** √(`jensenShannonDivergence`), which keeps the triangle inequality; SciPy's `jensenshannon` is this root.
 *
 * @param a - a matrix of ml-matrix, or a sparse or dense one
 * @param b - another with as many rows and columns; of any of the three kinds
 * @param options - as of the divergence
 * @returns from 0 to √log 2, which is 1 for base 2; NaN where either matrix is all zero
 * @throws RangeError as `jensenShannonDivergence`
 *
 * **Cost** as `cosineSimilarity`
 *
 * [lin-1991] [endres-schindelin-2003]
 * @example
 * const a = { rows: 1, columns: 2, value: Float64Array.of(1, 0) };
 * jensenShannonDistance(a, { rows: 1, columns: 2, value: Float64Array.of(3, 0) }); // 0
 */
export function jensenShannonDistance(
  a: ComparedMatrix,
  b: ComparedMatrix,
  options: JensenShannonOptions = {},
): number {
  const divergence = divergenceOf("jensenShannonDistance", a, b, options);
  return Number.isNaN(divergence) ? divergence : Math.sqrt(Math.max(0, divergence));
}

function divergenceOf(where: string, a: ComparedMatrix, b: ComparedMatrix, options: JensenShannonOptions): number {
  const [first, second] = matrixPairOf(where, a, b, options, ["base"]);
  const { base = 2 } = options;
  checkNumber(where, "base", base, 1 + Number.EPSILON);
  const sumA = sumOf(first.value);
  const sumB = sumOf(second.value);
  if (sumA === 0 || sumB === 0) return Number.NaN;
  let sum = 0;
  walkPair(first, second, (x, y) => {
    const p = x / sumA;
    const q = y / sumB;
    const twice = p + q;
    if (p > 0) sum += p * log((2 * p) / twice);
    if (q > 0) sum += q * log((2 * q) / twice);
  });
  return sum / 2 / log(base);
}

/** The common part of shares of matrices of any kind, and that of links: what `compareMobility` compares beside others. */
export function commonShares(where: string, a: ComparedMatrix, b: ComparedMatrix): number {
  const [first, second] = matrixPairOf(where, a, b, {});
  const { a: p, b: q, furthest } = totalShares()(first, second);
  if (Number.isNaN(furthest)) return Number.NaN;
  let common = 0;
  walkPair({ ...first, value: p }, { ...second, value: q }, (x, y) => {
    common += Math.min(x, y);
  });
  return common;
}

/** 2 · cells above 0 in both / (those of a + those of b). */
export function commonCells(where: string, a: ComparedMatrix, b: ComparedMatrix): number {
  const [first, second] = matrixPairOf(where, a, b, {});
  let shared = 0;
  walkPair(first, second, (x, y) => {
    if (x > 0 && y > 0) shared++;
  });
  const cells = ({ value }: SparseMatrix): number => value.reduce((count, x) => (x > 0 ? count + 1 : count), 0);
  return (2 * shared) / (cells(first) + cells(second));
}
