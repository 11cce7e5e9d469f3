import fc from "fast-check";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { dissimilarityIndex } from "../../src/metrics/dissimilarity.ts";
import { frobeniusDistance, frobeniusSimilarity } from "../../src/metrics/frobenius.ts";
import { type MatrixScale, rowShares, totalShares, unitNorm, unscaled } from "../../src/metrics/matrix-scale.ts";
import { slowFrobenius } from "../slow/metrics.ts";

describe("the dissimilarity index", () => {
  const labels = ["x", "y", "z"];
  const area = fc.tuple(fc.nat({ max: 50 }), fc.nat({ max: 50 }), fc.nat({ max: 5 }));
  const areas = fc.array(area, { minLength: 1, maxLength: 12 });
  const indexOf = (rows: readonly (readonly number[])[], group: string, against?: string): number =>
    dissimilarityIndex(
      { labels, count: Float64Array.from(rows.flat()) },
      against === undefined ? { group } : { group, against },
    );
  it("lies between 0 and 1, or is not defined", () => {
    fc.assert(
      fc.property(areas, (rows) => {
        for (const index of [indexOf(rows, "x"), indexOf(rows, "y", "z")]) {
          if (!Number.isNaN(index)) expect(index >= 0 && index <= 1 + 1e-14).toBe(true);
        }
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it("is the same for the two groups exchanged, and for the order of the areas", () => {
    fc.assert(
      fc.property(areas, (rows) => {
        same(indexOf(rows, "x", "y"), indexOf(rows, "y", "x"));
        same(indexOf([...rows].reverse(), "x"), indexOf(rows, "x"));
        const withoutZ = rows.map(([x, y]) => [x, y, 0]);
        same(indexOf(withoutZ, "x"), indexOf(withoutZ, "y"));
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it("does not change where areas of equal composition are merged, an empty area is added, or a group is counted double", () => {
    fc.assert(
      fc.property(areas, fc.nat(), fc.integer({ min: 1, max: 5 }), (rows, at, times) => {
        const chosen = at % rows.length;
        const split = rows.flatMap((row, i) => (i === chosen ? [row, row.map((n) => n * times)] : [row]));
        const merged = rows.map((row, i) => (i === chosen ? row.map((n) => n * (times + 1)) : row));
        for (const against of [undefined, "y"]) {
          same(indexOf(split, "x", against), indexOf(merged, "x", against));
          same(indexOf([...rows, [0, 0, 0]], "x", against), indexOf(rows, "x", against));
          const doubled = rows.map(([x, y, z]) => [2 * x, y, z]);
          same(indexOf(doubled, "x", against), indexOf(rows, "x", against));
        }
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it("is the share of people who would have to move: spread like the others, nobody has to", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 50 }), { minLength: 1 }), fc.integer({ min: 1, max: 9 }), (people, share) => {
        fc.pre(people.some((n) => n > 0));
        expect(
          indexOf(
            people.map((n) => [n, n * share, 0]),
            "x",
          ),
        ).toBeLessThan(1e-14);
      }),
      { seed: 42, numRuns: 100 },
    );
  });
});

describe("the Frobenius similarity", () => {
  const cells = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 30 })), { minLength: 12, maxLength: 12 });
  const scales: Record<string, MatrixScale> = {
    total: totalShares(),
    row: rowShares(),
    unit: unitNorm(),
    none: unscaled(),
  };
  const matrixOf = (values: readonly number[]): Matrix => Matrix.from1DArray(3, 4, [...values]);

  it("of a matrix and itself is 1, and 1 as well for a multiple where sizes are scaled away", () => {
    fc.assert(
      fc.property(cells, fc.integer({ min: 2, max: 9 }), (values, times) => {
        fc.pre(values.some((x) => x > 0));
        const a = matrixOf(values);
        for (const [name, scale] of Object.entries(scales)) {
          expect(frobeniusSimilarity(a, a, { scale })).toBe(1);
          if (name !== "none") expect(frobeniusSimilarity(a, Matrix.mul(a, times), { scale })).toBeCloseTo(1, 14);
        }
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it("lies between 0 and 1, and is the same for the two matrices exchanged", () => {
    fc.assert(
      fc.property(cells, cells, (one, other) => {
        const [a, b] = [matrixOf(one), matrixOf(other)];
        for (const scale of Object.values(scales)) {
          const similarity = frobeniusSimilarity(a, b, { scale });
          if (!Number.isNaN(similarity)) expect(similarity > -1e-14 && similarity <= 1).toBe(true);
          expect(frobeniusSimilarity(b, a, { scale })).toEqual(similarity);
          expect(frobeniusDistance(b, a, { scale })).toEqual(frobeniusDistance(a, b, { scale }));
        }
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it("and the distance are those found cell by cell, for full and for sparse matrices", () => {
    fc.assert(
      fc.property(cells, cells, (one, other) => {
        const sparse = [sparseFromDense(3, 4, one), sparseFromDense(3, 4, other)] as const;
        for (const [name, scale] of Object.entries(scales)) {
          const slow = slowFrobenius(matrixOf(one).to2DArray(), matrixOf(other).to2DArray(), name);
          const found = [
            frobeniusDistance(matrixOf(one), matrixOf(other), { scale }),
            frobeniusDistance(...sparse, { scale }),
          ];
          const similar = [
            frobeniusSimilarity(matrixOf(one), matrixOf(other), { scale }),
            frobeniusSimilarity(...sparse, { scale }),
          ];
          for (const distance of found) same(distance, slow.distance);
          for (const similarity of similar) same(similarity, slow.similarity);
        }
      }),
      { seed: 42, numRuns: 200 },
    );
  });
});

/** Equal up to rounding, or both not defined. */
function same(got: number, expected: number): void {
  if (Number.isNaN(expected)) expect(got).toBeNaN();
  else expect(Math.abs(got - expected)).toBeLessThan(1e-13 * Math.max(1, expected));
}
