import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { frobeniusDistance, frobeniusSimilarity } from "../../src/metrics/frobenius.ts";
import { rowShares, totalShares, unitNorm, unscaled } from "../../src/metrics/matrix-scale.ts";
import { placesOf } from "../slow/sequences.ts";

const a = new Matrix([
  [0, 6, 2],
  [0, 0, 0],
  [1, 0, 1],
]);
const b = new Matrix([
  [0, 1, 1],
  [3, 0, 0],
  [2, 2, 0],
]);
const zero = Matrix.zeros(3, 3);

describe("the Frobenius distance", () => {
  it("is the root of the squared differences", () => {
    expect(frobeniusDistance(a, b)).toBeCloseTo(Math.sqrt(25 + 1 + 9 + 1 + 4 + 1), 14);
    expect(frobeniusDistance(a, zero)).toBeCloseTo(Math.sqrt(36 + 4 + 1 + 1), 14);
  });

  it("of shares of the total compares what part of all is where", () => {
    const shares = [[6 / 10 - 1 / 9, 2 / 10 - 1 / 9, -3 / 9, 1 / 10 - 2 / 9, -2 / 9, 1 / 10]].flat();
    const expected = Math.sqrt(shares.reduce((sum, x) => sum + x * x, 0));
    expect(frobeniusDistance(a, b, { scale: totalShares() })).toBeCloseTo(expected, 14);
  });

  it("of shares of rows keeps a row of zeros", () => {
    const squares = [3 / 4 - 1 / 2, 1 / 4 - 1 / 2, 1, 1 / 2 - 1 / 2, 1 / 2, 1 / 2].map((x) => x * x);
    const expected = Math.sqrt(squares.reduce((sum, x) => sum + x, 0));
    expect(frobeniusDistance(a, b, { scale: rowShares() })).toBeCloseTo(expected, 14);
  });

  it("of unit norms is √(2 − 2 cosine)", () => {
    const cosine = (6 + 2 + 2) / Math.sqrt(42 * 19);
    expect(frobeniusDistance(a, b, { scale: unitNorm() })).toBeCloseTo(Math.sqrt(2 - 2 * cosine), 14);
  });

  it("is not defined where a matrix of zeros would be divided by its size", () => {
    expect(frobeniusDistance(a, zero, { scale: totalShares() })).toBeNaN();
    expect(frobeniusDistance(zero, a, { scale: unitNorm() })).toBeNaN();
    expect(frobeniusDistance(zero, zero)).toBe(0);
    expect(frobeniusDistance(zero, zero, { scale: rowShares() })).toBe(0);
  });
});

describe("the Frobenius similarity", () => {
  it("compares shares of the total unless told otherwise", () => {
    const distance = frobeniusDistance(a, b, { scale: totalShares() });
    expect(frobeniusSimilarity(a, b)).toBe(1 - distance / Math.SQRT2);
    expect(frobeniusSimilarity(a, b, { scale: totalShares() })).toBe(frobeniusSimilarity(a, b));
  });

  it("of rows compares those that are not zero in both", () => {
    const squares = [1 / 4, -1 / 4, 0, 1 / 2, 1 / 2].map((x) => x * x).reduce((sum, x) => sum + x, 0);
    expect(frobeniusSimilarity(a, b, { scale: rowShares() })).toBeCloseTo(1 - Math.sqrt(squares) / 2, 14);
  });

  it("unscaled is relative to both norms", () => {
    const relative = Math.sqrt(41) / (Math.sqrt(42) + Math.sqrt(19));
    expect(frobeniusSimilarity(a, b, { scale: unscaled() })).toBeCloseTo(1 - relative, 14);
  });

  it("is 0 for two matrices of one entry each at different places, and 1 for the same pattern", () => {
    const one = new Matrix([[5, 0]]);
    const other = new Matrix([[0, 2]]);
    for (const scale of [totalShares(), rowShares(), unitNorm()]) {
      expect(frobeniusSimilarity(one, other, { scale })).toBeCloseTo(0, 15);
      expect(frobeniusSimilarity(one, Matrix.mul(one, 7), { scale })).toBe(1);
    }
  });

  it("is not defined where a matrix is all zero, or no row is filled in both", () => {
    for (const scale of [totalShares(), rowShares(), unitNorm(), unscaled()]) {
      expect(frobeniusSimilarity(a, zero, { scale })).toBeNaN();
      expect(frobeniusSimilarity(zero, zero, { scale })).toBeNaN();
    }
    const first = new Matrix([[1], [0]]);
    const second = new Matrix([[0], [1]]);
    expect(frobeniusSimilarity(first, second, { scale: rowShares() })).toBeNaN();
  });
});

describe("matrices of any kind", () => {
  const denseA = { rows: 3, columns: 3, value: Float64Array.from(a.to1DArray()) };
  const sparseA = sparseFromDense(3, 3, a.to1DArray());
  const sparseB = sparseFromDense(3, 3, b.to1DArray());

  it("compare: ml-matrix, dense and sparse", () => {
    const expected = frobeniusSimilarity(a, b);
    for (const first of [a, denseA, sparseA, { ...sparseA, locations: placesOf(3) }]) {
      for (const second of [b, sparseB, { ...sparseB, locations: placesOf(3) }]) {
        expect(frobeniusSimilarity(first, second)).toBe(expected);
      }
    }
  });

  it("an entry of 0 that is written down is a zero", () => {
    const written = { offsets: Uint32Array.of(0, 2), index: Uint32Array.of(0, 1), value: Float64Array.of(0, 4) };
    expect(frobeniusDistance(written, new Matrix([[1, 4]]))).toBe(1);
  });

  it("are left as they are", () => {
    const before = [a.to2DArray(), structuredClone(sparseB)];
    frobeniusSimilarity(a, sparseB, { scale: rowShares() });
    expect([a.to2DArray(), sparseB]).toEqual(before);
  });

  it("must be of one size, over the same locations, and not negative", () => {
    expect(() => frobeniusSimilarity(a, new Matrix([[1]]))).toThrow("frobeniusSimilarity: b must be of 3 rows, got 1");
    expect(() => frobeniusDistance(a, Matrix.ones(3, 2))).toThrow("frobeniusDistance: b must be of 3 columns, got 2");
    expect(() => frobeniusSimilarity({ ...sparseA, locations: placesOf(3) }, Matrix.ones(3, 2))).toThrow("3 columns");
    expect(() => frobeniusSimilarity(sparseA, Matrix.ones(3, 2))).toThrow(
      "frobeniusSimilarity: a [0, 2] must be within 2 columns, got 2",
    );
    const here = { ...sparseA, locations: placesOf(3) };
    const there = { ...sparseB, locations: { ...placesOf(3), key: "elsewhere" } };
    expect(() => frobeniusSimilarity(here, there)).toThrow("b must be over the same");
    expect(() =>
      frobeniusSimilarity(
        a,
        new Matrix([
          [0, -1, 0],
          [0, 0, 0],
          [0, 0, 0],
        ]),
      ),
    ).toThrow("frobeniusSimilarity: b [0, 1] must be a finite number of at least 0, got -1");
    expect(() => frobeniusDistance(Matrix.mul(a, Number.NaN), b)).toThrow(
      "frobeniusDistance: a [0, 0] must be a finite",
    );
  });
});
