import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import {
  buildCrossedGroups,
  buildPairGroups,
  constantsOf,
  createAbsorber,
  withoutNested,
} from "../../src/models/regression-groups.ts";
import { denseColumns, leastSquaresDense } from "../slow/panel-regression.ts";

describe("constants of groups", () => {
  const random = createRandom(4);
  const draw = (rows: number, groups: number): Uint32Array => {
    const drawn = Array.from({ length: rows }, () => Math.floor(groups * random()));
    return buildCrossedGroups([drawn]);
  };

  it("leave what a regression on a column for each group leaves, whatever the weights", () => {
    for (const sizes of [[4], [4, 5], [3, 6, 4], [3, 4, 5, 2]]) {
      const n = 40;
      const sets = sizes.map((groups) => draw(n, groups));
      const weights = Float64Array.from({ length: n }, () => 0.1 + 3 * random());
      const values = Float64Array.from({ length: n }, () => random() - 0.3);
      const left = values.slice();
      const taken = new Float64Array(n);
      const absorber = createAbsorber(sets, n);
      absorber.setWeights(weights);
      expect(absorber.take(left, 1e-13, taken)).toBeGreaterThan(0);
      const root = weights.map(Math.sqrt);
      const rows = denseColumns([], sets, n).map((row, i) => row.map((x) => x * root[i]!));
      const dense = leastSquaresDense(
        values.map((x, i) => x * root[i]!),
        rows,
      );
      left.forEach((x, i) => {
        expect(x * root[i]!).toBeCloseTo(dense.residuals[i]!, 9);
      });
      left.forEach((x, i) => {
        expect(x + taken[i]!).toBeCloseTo(values[i]!, 12);
      });
    }
  });

  it("are counted without those that others make: one and two sets, nested ones, and three of a full panel", () => {
    for (let world = 0; world < 20; world++) {
      const sets = [draw(12, 6), draw(12, 5)];
      expect(constantsOf(sets)).toBe(denseColumns([], sets, 12)[0]!.length);
      const nested = [...sets, buildCrossedGroups(sets)];
      expect(constantsOf(nested)).toBe(denseColumns([], nested, 12)[0]!.length);
      expect(withoutNested(nested).length).toBe(1);
    }
    const rows = Array.from({ length: 4 * 4 * 3 }, (_, r) => r);
    const q = rows.map((r) => (7 * r + (r >> 3)) % 5);
    const [o, d, p] = [
      rows.map((r) => r % 4),
      rows.map((r) => Math.floor(r / 4) % 4),
      rows.map((r) => Math.floor(r / 16)),
    ];
    for (const lists of [
      [
        [o, p],
        [d, p],
        [o, d],
      ],
      [[o], [d], [p]],
      [[o, d], [p], [o]],
      [[o], [d], [p], [q]],
    ]) {
      const sets = lists.map((list) => buildCrossedGroups(list));
      expect(constantsOf(sets)).toBe(denseColumns([], sets, rows.length)[0]!.length);
    }
  });
});

describe("groups of rows", () => {
  it("of several lists are their combinations, in the order in which they come", () => {
    expect(
      Array.from(
        buildCrossedGroups([
          [9, 9, 2, 9],
          [1, 0, 1, 1],
          [0, 0, 0, 0],
        ]),
      ),
    ).toEqual([0, 1, 2, 0]);
    expect(() => buildCrossedGroups([])).toThrow("lists must be at least one list of groups, got none");
  });
  it("of pairs are the same there and back", () => {
    expect(Array.from(buildPairGroups([3, 1, 2, 1], [1, 3, 2, 2]))).toEqual([0, 0, 1, 2]);
  });
});
