import { join } from "node:path";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { frobeniusDistance, frobeniusSimilarity } from "../../src/metrics/frobenius.ts";
import { type MatrixScale, rowShares, totalShares, unitNorm, unscaled } from "../../src/metrics/matrix-scale.ts";
import { describeData, listed, readJson, skipped } from "./data.ts";

/** Frobenius distances and similarities against numpy: every pair of matrices with reference values, found by listing. */

describeData("pairs of matrices", "15_integration", (folder) => {
  const files = listed(folder, /^od_similarity.*\.json$/);
  if (files.length === 0) skipped("pairs of matrices", folder);
  for (const name of files) describe(name, () => matrixTests(readJson<MatrixPair>(join(folder, name))));
});

interface MatrixPair {
  readonly M1: number[][];
  readonly M2: number[][];
  readonly values: Readonly<Record<string, number | string>>;
}

/** Which key of the reference is which scale, and whether it is the distance or the similarity. */
const MATRIX_KEYS: readonly [RegExp, "distance" | "similarity" | "relative", MatrixScale][] = [
  [/^frobenius_diff_counts/, "distance", unscaled()],
  [/^frobenius_diff_total_share/, "distance", totalShares()],
  [/^frobenius_diff_row_share/, "distance", rowShares()],
  [/^frobenius_diff_unit_norm/, "distance", unitNorm()],
  [/^frobenius_relative =/, "relative", unscaled()],
  [/^frobenius_similarity_total_share/, "similarity", totalShares()],
  [/^frobenius_similarity_row_share/, "similarity", rowShares()],
];

function matrixTests({ M1, M2, values }: MatrixPair): void {
  const n = M1.length;
  const full = [new Matrix(M1), new Matrix(M2)] as const;
  const sparse = [sparseFromDense(n, n, M1.flat()), sparseFromDense(n, n, M2.flat())] as const;
  for (const [key, expected] of Object.entries(values)) {
    const found = MATRIX_KEYS.find(([pattern]) => pattern.test(key));
    if (found === undefined) continue;
    const [, what, scale] = found;
    it(`${key}, for full and sparse matrices`, () => {
      for (const [a, b] of [full, sparse]) {
        const distance = frobeniusDistance(a, b, { scale });
        const similarity = frobeniusSimilarity(a, b, { scale });
        const got = { distance, similarity, relative: 1 - similarity }[what];
        expect(Math.abs(got - Number(expected))).toBeLessThan(1e-12 * Math.max(1, Number(expected)));
      }
    });
  }
  const cosine = Object.entries(values).find(([key]) => key.startsWith("cosine_similarity"))?.[1];
  if (cosine !== undefined) {
    it("under unit norms is 1 − √(1 − cosine)", () => {
      near(frobeniusSimilarity(full[0], full[1], { scale: unitNorm() }), 1 - Math.sqrt(1 - Number(cosine)));
    });
  }
}

function near(got: number, expected: number): void {
  expect(Math.abs(got - expected)).toBeLessThan(1e-12);
}
