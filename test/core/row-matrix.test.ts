import { describe, expect, it } from "vitest";
import { checkAnyMatrix, checkRowMatrix, denseFromRows, sparseFromRows } from "../../src/core/row-matrix.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import type { DenseMatrix, RowMatrix } from "../../src/types.ts";

const cells = [0, 1.5, -2, 0, Infinity, 0];
const dense: DenseMatrix = { rows: 2, columns: 3, value: Float64Array.from(cells) };
const byRow: RowMatrix = { rows: 2, columns: 3, fillRow: (row, into) => into.set(cells.slice(3 * row, 3 * row + 3)) };
const listed = { rows: 2, columns: 3, value: cells } as unknown as DenseMatrix;
const finite = { rows: 2, columns: 3, value: Float64Array.of(0, 1.5, 0, 2, 0, 0) };

describe("a matrix read by rows", () => {
  it.each([
    ["held whole", dense],
    ["computed", byRow],
    ["in a plain list", listed],
  ])("has the same rows in any order: %s", (_, matrix) => {
    const read = checkRowMatrix("test", "matrix", matrix, 2, 3);
    expect([...read(1)]).toEqual([0, Infinity, 0]);
    expect([...read(0)]).toEqual([0, 1.5, -2]);
    expect([...read(1)]).toEqual([0, Infinity, 0]);
  });

  it("has the cells of a sparse one, and zeros where these have none", () => {
    const read = checkAnyMatrix("test", "matrix", sparseFromDense(2, 3, [...finite.value]), 2, 3);
    expect([...read(0)]).toEqual([0, 1.5, 0]);
    expect([...read(1)]).toEqual([2, 0, 0]);
    expect([...checkAnyMatrix("test", "matrix", byRow, 2, 3)(0)]).toEqual([0, 1.5, -2]);
    expect([...checkAnyMatrix("test", "matrix", dense, 2, 3)(0)]).toEqual([0, 1.5, -2]);
  });

  it("is read by two readers without one overwriting the other", () => {
    for (const matrix of [dense, byRow, listed]) {
      const one = checkRowMatrix("test", "matrix", matrix);
      const other = checkRowMatrix("test", "matrix", matrix);
      const row = one(0);
      other(1);
      expect([...row]).toEqual([0, 1.5, -2]);
    }
  });

  it("is of the size that it is to have, or refused", () => {
    const such = "a full matrix { rows, columns, value } or { rows, columns, fillRow }";
    for (const wrong of [null, 3, undefined]) {
      expect(() => checkRowMatrix("test", "matrix", wrong as never)).toThrow(`test: matrix must be ${such}`);
    }
    expect(() => checkRowMatrix("test", "matrix", byRow, 3, 3)).toThrow("test: matrix.rows must be of length 3, got 2");
    expect(() => checkRowMatrix("test", "matrix", dense, 2, 2)).toThrow(
      "test: matrix.columns must be of length 2, got 3",
    );
    expect(() => checkRowMatrix("test", "matrix", { ...byRow, rows: 1.5 })).toThrow("test: matrix.rows must be");
    expect(() => checkRowMatrix("test", "matrix", { ...byRow, columns: -1 })).toThrow("test: matrix.columns must be");
    expect(() => checkRowMatrix("test", "matrix", { ...dense, rows: 3 })).toThrow(RangeError);
    expect(() => checkAnyMatrix("test", "matrix", sparseFromDense(2, 3, [...finite.value]), 3, 3)).toThrow(RangeError);
  });
});

describe("a full matrix from rows", () => {
  it("has the same cells, in an array of its own", () => {
    for (const matrix of [dense, byRow, listed]) expect(denseFromRows(matrix)).toEqual(dense);
    expect(denseFromRows(dense).value).not.toBe(dense.value);
    expect(denseFromRows({ rows: 0, columns: 3, fillRow: () => expect.unreachable() }).value).toEqual(
      new Float64Array(0),
    );
    expect(denseFromRows({ rows: 2, columns: 0, fillRow: () => {} })).toEqual({
      rows: 2,
      columns: 0,
      value: new Float64Array(0),
    });
  });
});

describe("a sparse matrix from rows", () => {
  it("keeps all cells but zeros unless a threshold is given, those below 0 too", () => {
    for (const options of [undefined, {}, { atLeast: 0 }]) {
      expect(sparseFromRows(byRow, options)).toEqual({
        offsets: Uint32Array.of(0, 2, 3),
        index: Uint32Array.of(1, 2, 1),
        value: Float64Array.of(1.5, -2, Infinity),
        dropped: 0,
      });
    }
  });

  it("keeps what is at least the threshold, and adds up the rest", () => {
    const row = { rows: 1, columns: 5, value: Float64Array.of(0.25, 0.5, 0.125, -1, 0.75) };
    const { offsets, index, value, dropped } = sparseFromRows(row, { atLeast: 0.5 });
    expect([[...offsets], [...index], [...value], dropped]).toEqual([[0, 2], [1, 4], [0.5, 0.75], 0.25 + 0.125 - 1]);
  });

  it("never hides what is not a number", () => {
    const row = { rows: 1, columns: 2, value: Float64Array.of(Number.NaN, 0.1) };
    expect([...sparseFromRows(row, { atLeast: 1 }).value]).toEqual([Number.NaN]);
  });

  it("grows with its cells: many full rows after many empty ones", () => {
    const at = (row: number, c: number): number => (row < 20 || (row + c) % 7 === 0 ? 0 : row + c / 100);
    const big: RowMatrix = {
      rows: 60,
      columns: 37,
      fillRow: (row, into) => into.set(into.map((_, c) => at(row, c))),
    };
    const { offsets, index, value } = sparseFromRows(big);
    expect([offsets[20], offsets[60], index.length, value.length]).toEqual([0, value.length, value.length, 1268]);
    const whole = new Float64Array(60 * 37);
    for (let r = 0; r < 60; r++) {
      for (let k = offsets[r]!; k < offsets[r + 1]!; k++) whole[r * 37 + index[k]!] = value[k]!;
    }
    expect(whole).toEqual(denseFromRows(big).value);
  });

  it("refuses a threshold below 0 and options unknown", () => {
    expect(() => sparseFromRows(byRow, { atLeast: -1 })).toThrow("sparseFromRows: atLeast must be");
    expect(() => sparseFromRows(byRow, { atleast: 1 } as never)).toThrow("sparseFromRows");
  });
});
