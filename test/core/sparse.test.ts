import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { cellOf, checkSparse, entryOf, sparseFromDense, sparseFromEntries } from "../../src/core/sparse.ts";

/** Entries of cells drawn with repetition, so that some cells have several and most none. */
function randomEntries(seed: string, rows: number, columns: number, entries: number) {
  const random = createRandom(seed);
  const row = new Uint32Array(entries);
  const column = new Uint32Array(entries);
  const value = new Float64Array(entries);
  for (let i = 0; i < entries; i++) {
    row[i] = Math.floor(random() * rows);
    column[i] = Math.floor(random() * columns);
    value[i] = 1 + Math.floor(random() * 9);
  }
  return { row, column, value };
}

describe("a sparse matrix from entries", () => {
  it.each([
    [1, 1, 3],
    [7, 5, 0],
    [7, 5, 20],
    [3, 40, 200],
    [40, 3, 200],
    [50, 50, 300],
  ])("of %i by %i cells has the sums of a full matrix of them (%i entries)", (rows, columns, entries) => {
    const { row, column, value } = randomEntries(`${rows} ${columns}`, rows, columns, entries);
    const cells = new Float64Array(rows * columns);
    for (let i = 0; i < entries; i++) cells[row[i]! * columns + column[i]!]! += value[i]!;
    const matrix = sparseFromEntries(rows, columns, row, column, value);
    expect(matrix).toEqual(sparseFromDense(rows, columns, cells));
    checkSparse("test", "matrix", matrix, rows, columns);
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        expect(cellOf(matrix, r, c)).toBe(cells[r * columns + c]);
        const entry = entryOf(matrix, r, c);
        expect(entry >= 0).toBe(cells[r * columns + c] !== 0);
        if (entry >= 0) expect(matrix.index[entry]).toBe(c);
      }
    }
  });

  it("has no cells beyond its rows", () => {
    const matrix = sparseFromDense(2, 2, [0, 7, 0, 0]);
    expect(() => cellOf(matrix, 2, 0)).toThrow("cellOf: row must be a whole number from 0 to 1, got 2");
    expect(() => cellOf(matrix, 0, -1)).toThrow("cellOf: column must be a whole number of at least 0, got -1");
  });

  it("adds up duplicates and keeps a cell whose values cancel", () => {
    const matrix = sparseFromEntries(2, 3, [1, 0, 1, 1, 0], [2, 1, 2, 0, 1], [5, 2, 7, 1, -2]);
    expect(matrix.offsets).toEqual(Uint32Array.of(0, 1, 3));
    expect(matrix.index).toEqual(Uint32Array.of(1, 0, 2));
    expect(matrix.value).toEqual(Float64Array.of(0, 1, 12));
  });

  it("refuses entries outside the matrix and columns of different lengths", () => {
    const where = "sparseFromEntries: ";
    expect(() => sparseFromEntries(2, 2, [0, 2], [0, 0], [1, 1])).toThrow(
      `${where}row[1] must be a whole number from 0 to 1, got 2`,
    );
    expect(() => sparseFromEntries(2, 2, [0, -1], [0, 0], [1, 1])).toThrow(RangeError);
    expect(() => sparseFromEntries(2, 2, [0, 0.5], [0, 0], [1, 1])).toThrow(RangeError);
    expect(() => sparseFromEntries(2, 2, [0, Number.NaN], [0, 0], [1, 1])).toThrow(RangeError);
    expect(() => sparseFromEntries(2, 2, [0], [2], [1])).toThrow(
      `${where}column[0] must be a whole number from 0 to 1, got 2`,
    );
    expect(() => sparseFromEntries(2, 2, [0], [0, 1], [1])).toThrow(RangeError);
    expect(() => sparseFromEntries(2, 2, [0], [0], [])).toThrow(RangeError);
  });
});

describe("a sparse matrix from a full one", () => {
  it("leaves out zeros and nothing else", () => {
    const matrix = sparseFromDense(2, 3, [0, 1.5, -0, Number.NaN, 0, -2]);
    expect(matrix.offsets).toEqual(Uint32Array.of(0, 1, 3));
    expect(matrix.index).toEqual(Uint32Array.of(1, 0, 2));
    expect(matrix.value).toEqual(Float64Array.of(1.5, Number.NaN, -2));
  });

  it("may have no rows or no columns", () => {
    expect(sparseFromDense(0, 4, [])).toEqual({
      offsets: Uint32Array.of(0),
      index: new Uint32Array(0),
      value: new Float64Array(0),
    });
    expect(sparseFromDense(2, 0, []).offsets).toEqual(Uint32Array.of(0, 0, 0));
  });

  it("refuses another number of cells", () => {
    expect(() => sparseFromDense(2, 2, [1, 2, 3])).toThrow(RangeError);
    expect(() => sparseFromDense(2, 2, [1, 2, 3, 4, 5])).toThrow(RangeError);
  });
});

describe("checkSparse", () => {
  const good = {
    offsets: Uint32Array.of(0, 2, 2, 3),
    index: Uint32Array.of(0, 2, 1),
    value: Float64Array.of(1, 2, 3),
  };

  it("takes a matrix that is well formed", () => {
    expect(() => checkSparse("f", "m", good, 3, 3)).not.toThrow();
  });

  it.each([
    ["rows", { ...good, offsets: Uint32Array.of(0, 2, 3) }],
    ["first offset", { ...good, offsets: Uint32Array.of(1, 2, 2, 3) }],
    ["last offset", { ...good, offsets: Uint32Array.of(0, 2, 2, 2) }],
    ["falling offsets", { ...good, offsets: Uint32Array.of(0, 2, 1, 3) }],
    ["offsets beyond the end", { ...good, offsets: Uint32Array.of(0, 5, 2, 3) }],
    ["number of values", { ...good, value: Float64Array.of(1, 2) }],
    ["column too large", { ...good, index: Uint32Array.of(0, 3, 1) }],
    ["columns not ascending", { ...good, index: Uint32Array.of(2, 0, 1) }],
    ["column twice", { ...good, index: Uint32Array.of(2, 2, 1) }],
    ["value NaN", { ...good, value: Float64Array.of(1, Number.NaN, 3) }],
    ["value infinite", { ...good, value: Float64Array.of(1, 2, Infinity) }],
  ])("refuses a matrix with wrong %s", (_, matrix) => {
    expect(() => checkSparse("f", "m", matrix, 3, 3)).toThrow(RangeError);
    expect(() => checkSparse("f", "m", matrix, 3, 3)).toThrow(/^f: m\./);
  });
});
