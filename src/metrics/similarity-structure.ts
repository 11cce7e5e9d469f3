import { checkInteger, checkLength, checkNumber, checkOptions, fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { checkAnswer, checkFunction } from "../core/check-variants.ts";
import type { SparseMatrix } from "../types.ts";
import { scaledPair } from "./frobenius.ts";
import { type MatrixScale, unscaled } from "./matrix-scale.ts";
import { type ComparedMatrix, type MatrixPairOptions, matrixPairOf, walkPair, widthOf } from "./similarity-input.ts";

/** Sums over the cells of a window of two matrices, and how many cells there are: enough for means, variances and covariance. */
export interface WindowSums {
  cells: number;
  a: number;
  b: number;
  aa: number;
  bb: number;
  ab: number;
}

/** Two matrices of one size in sparse rows, and the similarity of a window from its sums. */
export interface StructurePair {
  readonly a: SparseMatrix;
  readonly b: SparseMatrix;
  readonly rows: number;
  readonly columns: number;
  readonly similarityOf: (sums: WindowSums, sample: boolean) => number;
}

/** Which windows of the matrices are compared; made by `slidingWindows`, `geographicBlocks` or `wholeMatrix`. Gives the mean over them. */
export type StructureWindows = (where: string, pair: StructurePair) => number;

export interface StructuralSimilarityOptions extends MatrixPairOptions {
  /** Which windows are compared: `slidingWindows({ … })`, `geographicBlocks({ … })` or `wholeMatrix()`. */
  readonly windows: StructureWindows;
  /** What of the matrices is compared: `unscaled()` unless given; `totalShares()` for groups of different size. */
  readonly scale?: MatrixScale;
  /** The range L of the entries, which the constants are shares of; the largest entry of both, scaled, unless given. */
  readonly range?: number;
}

/** The constants of Wang et al.: they keep the similarity of windows without moves finite. */
export const STRUCTURE_DEFAULTS: { readonly k1: number; readonly k2: number } = { k1: 0.01, k2: 0.03 };

/**
 * Have two origin–destination tables the same structure, or only like cells? The structural similarity (SSIM) of two matrices.
 *
 * **How** per window (2 μa μb + C1) (2 σab + C2) / ((μa² + μb² + C1) (σa² + σb² + C2)), with the means, variances and covariance
 * of its cells, C1 = (0.01 L)², C2 = (0.03 L)²; then the mean over the windows.
 *
 * @param a - a matrix of ml-matrix, or a sparse or dense one
 * @param b - another with as many rows and columns; of any of the three kinds. A sparse one without locations or
 * `columns` is as wide as high
 * @param options - the windows, the scale and the range
 * @returns at most 1 (the same matrix), −1 in a window of opposite deviations; NaN where both matrices are all zero. Windows without moves in
 * either matrix are alike. Counts are compared as they are: a matrix and its double are not the same
 * @throws RangeError as `cosineSimilarity`, for windows that do not fit, and for a range that is not above 0
 *
 * **Departs from the paper** none. It is made for images, whose neighbouring cells are near each other: in a table of places the
 * result of `slidingWindows` depends on the order of the places, which blocks of neighbouring places do not.
 *
 * **Cost** that of the windows
 *
 * [wang-2004] [djukic-2013]
 * @example
 * const a = sparseFromDense(2, 2, [9, 1, 1, 9]);
 * structuralSimilarity(a, a, { windows: wholeMatrix() }); // 1
 * structuralSimilarity(a, sparseFromDense(2, 2, [1, 9, 9, 1]), { windows: wholeMatrix() }).toFixed(3); // '-0.995'
 */
export function structuralSimilarity(
  a: ComparedMatrix,
  b: ComparedMatrix,
  options: StructuralSimilarityOptions,
): number {
  const where = "structuralSimilarity";
  const [first, second] = matrixPairOf(where, a, b, options, ["windows", "scale", "range"]);
  const such = "windows such as wholeMatrix()";
  checkFunction(where, "windows", options.windows, such, 2);
  const { scale = unscaled() } = options;
  const scaled = scaledPair(where, scale, first, second);
  if (options.range !== undefined) checkNumber(where, "range", options.range, Number.MIN_VALUE);
  if (Number.isNaN(scaled.furthest)) return Number.NaN;
  const largest = (values: Float64Array): number => values.reduce((most, x) => Math.max(most, x), 0);
  const range = options.range ?? Math.max(largest(scaled.a), largest(scaled.b));
  if (range === 0) return Number.NaN;
  const { k1, k2 } = STRUCTURE_DEFAULTS;
  const c1 = k1 * range * (k1 * range);
  const c2 = k2 * range * (k2 * range);
  const rows = first.offsets.length - 1;
  const mean = options.windows(where, {
    a: { ...first, value: scaled.a },
    b: { ...second, value: scaled.b },
    rows,
    columns: widthOf(where, a, b, rows),
    similarityOf: ({ cells, a, b, aa, bb, ab }, sample) => {
      const meanA = a / cells;
      const meanB = b / cells;
      const norm = sample ? cells / (cells - 1) : 1;
      const varianceA = norm * (aa / cells - meanA * meanA);
      const varianceB = norm * (bb / cells - meanB * meanB);
      const covariance = norm * (ab / cells - meanA * meanB);
      return (
        ((2 * meanA * meanB + c1) * (2 * covariance + c2)) /
        ((meanA * meanA + meanB * meanB + c1) * (varianceA + varianceB + c2))
      );
    },
  });
  checkAnswer(where, "windows", options.windows, mean, such);
  return mean;
}

export interface SlidingWindowsOptions {
  /** How many rows and columns a window has: at least 2. 7 in scikit-image, 11 in the paper. */
  readonly size: number;
  /** Whether variances are over n ("population", as in the paper) or over n − 1 ("sample", as scikit-image has it by default). */
  readonly moments: "population" | "sample";
}

/**
 * Every square of neighbouring rows and columns that lies within the matrix.
 *
 * @param options - the size of the squares, and what their variances are over
 * @returns windows for `structuralSimilarity`. The order of the places must mean something, and the matrix have as many rows and columns as a window
 * @throws RangeError for a size that is no whole number of at least 2
 *
 * **Cost** O(rows · columns · size); memory O(size · columns)
 *
 * @example
 * const a = sparseFromDense(3, 3, [9, 1, 0, 1, 9, 0, 0, 0, 5]);
 * structuralSimilarity(a, a, { windows: slidingWindows({ size: 2, moments: "sample" }) }); // 1
 */
export function slidingWindows(options: SlidingWindowsOptions): StructureWindows {
  const factory = "slidingWindows";
  checkOptions(factory, options, ["size", "moments"]);
  const { size, moments } = options;
  checkInteger(factory, "size", size, 2);
  if (moments !== "population" && moments !== "sample") fail(factory, "moments", '"population" or "sample"', moments);
  return (where, { a, b, rows, columns, similarityOf }) => {
    if (Math.min(rows, columns) < size) {
      fail(where, "windows", `of a size of at most ${Math.min(rows, columns)}, that of the matrices`, size);
    }
    const ring = Array.from({ length: size }, () => ({ a: new Float64Array(columns), b: new Float64Array(columns) }));
    // Sums of the columns of the last `size` rows, made anew for each: nothing is subtracted, and nothing drifts.
    const parts = Array.from({ length: 5 }, () => new Float64Array(columns));
    const sums: WindowSums = { cells: size * size, a: 0, b: 0, aa: 0, bb: 0, ab: 0 };
    let total = 0;
    for (let r = 0; r < rows; r++) {
      fillRow(a, r, ring[r % size]!.a);
      fillRow(b, r, ring[r % size]!.b);
      if (r + 1 < size) continue;
      columnSums(ring, parts);
      let row = 0;
      for (let c = 0; c + size <= columns; c++) {
        sums.a = sums.b = sums.aa = sums.bb = sums.ab = 0;
        for (let k = c; k < c + size; k++) {
          sums.a += parts[0]![k]!;
          sums.b += parts[1]![k]!;
          sums.aa += parts[2]![k]!;
          sums.bb += parts[3]![k]!;
          sums.ab += parts[4]![k]!;
        }
        row += similarityOf(sums, moments === "sample");
      }
      total += row;
    }
    return total / ((rows - size + 1) * (columns - size + 1));
  };
}

export interface GeographicBlocksOptions {
  /** The district of each place: a whole number for each row of the matrix. */
  readonly blockOf: ArrayLike<number>;
  /** The block of each column where columns are no places, such as hours; that of the rows unless given. */
  readonly columnBlockOf?: ArrayLike<number>;
}

/**
 * One window for each pair of districts: all pairs of places of the one and the other. Their order does not matter.
 *
 * @param options - the district of each place
 * @returns windows for `structuralSimilarity`, each of which counts the same, however many pairs it has; variances are over n
 * @throws RangeError for lists that are none, or districts that are no whole numbers of at least 0
 *
 * **Cost** O(entries + districts²)
 *
 * [behara-2020]
 * @example
 * const a = sparseFromDense(3, 3, [9, 1, 0, 1, 9, 0, 0, 0, 5]);
 * structuralSimilarity(a, a, { windows: geographicBlocks({ blockOf: [0, 0, 1] }) }); // 1
 */
export function geographicBlocks(options: GeographicBlocksOptions): StructureWindows {
  const factory = "geographicBlocks";
  checkOptions(factory, options, ["blockOf", "columnBlockOf"]);
  const { blockOf, columnBlockOf = blockOf } = options;
  checkList(factory, "blockOf", blockOf);
  checkList(factory, "columnBlockOf", columnBlockOf);
  const down = blocksOf(factory, "blockOf", blockOf);
  const across = blocksOf(factory, "columnBlockOf", columnBlockOf);
  return (where, { a, b, rows, columns, similarityOf }) => {
    checkLength(where, "windows.blockOf", blockOf.length, rows);
    checkLength(where, "windows.columnBlockOf", columnBlockOf.length, columns);
    const width = across.sizes.length;
    const blocks = Array.from({ length: down.sizes.length * width }, (_, k): WindowSums => {
      return { cells: down.sizes[Math.floor(k / width)]! * across.sizes[k % width]!, a: 0, b: 0, aa: 0, bb: 0, ab: 0 };
    });
    walkPair(a, b, (x, y, r, c) => {
      addCell(blocks[down.numbers[r]! * width + across.numbers[c]!]!, x, y);
    });
    return blocks.reduce((sum, block) => sum + similarityOf(block, false), 0) / blocks.length;
  };
}

/**
 * The whole matrix as one window, with variances over n: the order of the places does not matter, nor where in it they are alike.
 *
 * @returns windows for `structuralSimilarity`
 *
 * **Cost** O(entries)
 *
 * @example
 * const a = { rows: 1, columns: 2, value: Float64Array.of(1, 0) };
 * structuralSimilarity(a, sparseFromDense(1, 2, [2, 0]), { windows: wholeMatrix() }).toFixed(3); // '0.641'
 */
export function wholeMatrix(): StructureWindows {
  return (_where, { a, b, rows, columns, similarityOf }) => {
    const sums: WindowSums = { cells: rows * columns, a: 0, b: 0, aa: 0, bb: 0, ab: 0 };
    walkPair(a, b, (x, y) => {
      addCell(sums, x, y);
    });
    return similarityOf(sums, false);
  };
}

function addCell(sums: WindowSums, x: number, y: number): void {
  sums.a += x;
  sums.b += y;
  sums.aa += x * x;
  sums.bb += y * y;
  sums.ab += x * y;
}

function fillRow({ offsets, index, value }: SparseMatrix, row: number, into: Float64Array): void {
  into.fill(0);
  for (let k = offsets[row]!; k < offsets[row + 1]!; k++) into[index[k]!] = value[k]!;
}

function columnSums(
  ring: readonly { readonly a: Float64Array; readonly b: Float64Array }[],
  parts: Float64Array[],
): void {
  for (const part of parts) part.fill(0);
  const [ofA, ofB, ofAA, ofBB, ofAB] = parts as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  for (const { a, b } of ring) {
    for (let c = 0; c < a.length; c++) {
      const x = a[c]!;
      const y = b[c]!;
      ofA[c]! += x;
      ofB[c]! += y;
      ofAA[c]! += x * x;
      ofBB[c]! += y * y;
      ofAB[c]! += x * y;
    }
  }
}

/** The blocks that are there, numbered from 0, and how many rows or columns each has. */
function blocksOf(where: string, name: string, blockOf: ArrayLike<number>): { numbers: Uint32Array; sizes: number[] } {
  const numberOf = new Map<number, number>();
  const sizes: number[] = [];
  const numbers = Uint32Array.from({ length: blockOf.length }, (_, i) => {
    checkInteger(where, `${name}[${i}]`, blockOf[i]!, 0);
    let number = numberOf.get(blockOf[i]!);
    if (number === undefined) {
      number = sizes.length;
      numberOf.set(blockOf[i]!, number);
      sizes.push(0);
    }
    sizes[number]!++;
    return number;
  });
  return { numbers, sizes };
}
