import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { fromMatrix, toMatrix } from "../../src/core/matrix.ts";
import { createRandom } from "../../src/core/random.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";

function randomCells(seed: string, cells: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: cells }, () => (random() < 0.6 ? 0 : random() - 0.5));
}

describe("to ml-matrix and back", () => {
  it.each([
    [1, 1],
    [6, 6],
    [3, 11],
    [11, 3],
  ])("a matrix of %i rows and %i columns has the same cells", (rows, columns) => {
    const value = randomCells(`${rows} ${columns}`, rows * columns);
    const sparse = sparseFromDense(rows, columns, value);
    const matrix = toMatrix(sparse, columns);
    expect(matrix.rows).toBe(rows);
    expect(matrix.columns).toBe(columns);
    expect(Float64Array.from(matrix.to1DArray())).toEqual(value);
    expect(toMatrix({ rows, columns, value }).to2DArray()).toEqual(matrix.to2DArray());
    expect(fromMatrix(matrix)).toEqual(sparse);
  });

  it("a sparse matrix is square unless told its columns", () => {
    const sparse = { offsets: Uint32Array.of(0, 1, 1), index: Uint32Array.of(1), value: Float64Array.of(7) };
    expect(toMatrix(sparse).to2DArray()).toEqual([
      [0, 7],
      [0, 0],
    ]);
    expect(toMatrix(sparse, 3).to2DArray()).toEqual([
      [0, 7, 0],
      [0, 0, 0],
    ]);
    expect(() => toMatrix(sparse, 1)).toThrow("toMatrix: matrix.index[0] must be below the 1 columns, got 1");
  });

  it("what ml-matrix changes is its own copy", () => {
    const value = Float64Array.of(1, 2, 3, 4);
    toMatrix({ rows: 2, columns: 2, value }).set(0, 0, 9);
    expect(value).toEqual(Float64Array.of(1, 2, 3, 4));
    const matrix = new Matrix([[0, 5]]);
    const sparse = fromMatrix(matrix);
    matrix.set(0, 1, 6);
    expect(sparse.value).toEqual(Float64Array.of(5));
  });
});
