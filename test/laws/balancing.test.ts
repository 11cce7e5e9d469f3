import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { denseFromRows } from "../../src/core/row-matrix.ts";
import { type BalancedFlows, balanceFlows } from "../../src/models/balancing.ts";
import type { DenseMatrix } from "../../src/types.ts";

interface Problem {
  readonly seed: DenseMatrix;
  readonly outflows: number[];
  readonly inflows: number[];
}

/** A seed with zeros, rectangular, and the totals of another table with the same zeros. */
function problemOf(rows: number, columns: number, name: number): Problem {
  const random = createRandom(name);
  const isIn = Array.from({ length: rows * columns }, () => random() < 0.8);
  const value = Float64Array.from(isIn, (is) => (is ? 0.01 + random() ** 3 : 0));
  const table = isIn.map((is) => (is ? 1 + 9 * random() : 0));
  const outflows = Array.from({ length: rows }, (_, r) => {
    return table.slice(r * columns, (r + 1) * columns).reduce((a, b) => a + b, 0);
  });
  const inflows = Array.from({ length: columns }, (_, c) => {
    return table.reduce((sum, cell, at) => sum + (at % columns === c ? cell : 0), 0);
  });
  return { seed: { rows, columns, value }, outflows, inflows };
}

const worlds = fc.tuple(
  fc.integer({ min: 1, max: 9 }),
  fc.integer({ min: 1, max: 9 }),
  fc.integer({ min: 0, max: 1e6 }),
);

function check(law: (problem: Problem, balanced: BalancedFlows, cells: Float64Array) => void): void {
  fc.assert(
    fc.property(worlds, ([rows, columns, name]) => {
      const problem = problemOf(rows, columns, name);
      const { seed, outflows, inflows } = problem;
      const balanced = balanceFlows(seed, { outflows, inflows, tolerance: 1e-11 });
      expect(balanced.converged).toBe(true);
      law(problem, balanced, denseFromRows(balanced).value);
    }),
    { seed: 42, numRuns: 60 },
  );
}

function same(got: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(got.length).toBe(expected.length);
  for (let c = 0; c < got.length; c++) {
    expect(Math.abs(got[c]! - expected[c]!)).toBeLessThanOrEqual(1e-7 * Math.max(1, Math.abs(expected[c]!)));
  }
}

describe("balancing", () => {
  it("meets both totals", () => {
    check(({ seed: { rows, columns }, outflows, inflows }, _, cells) => {
      same(
        outflows.map((__, r) => cells.subarray(r * columns, (r + 1) * columns).reduce((a, b) => a + b, 0)),
        outflows,
      );
      same(
        inflows.map((__, c) =>
          Array.from({ length: rows }, (___, r) => cells[r * columns + c]!).reduce((a, b) => a + b, 0),
        ),
        inflows,
      );
    });
  });

  it("gives the same flows whatever rows and columns of the seed are multiplied by", () => {
    check(({ seed, outflows, inflows }, _, cells) => {
      const { rows, columns } = seed;
      const value = seed.value.map((cell, at) => cell * (1 + Math.floor(at / columns)) * 2 ** ((at % columns) - 3));
      const scaled = balanceFlows({ rows, columns, value }, { outflows, inflows, tolerance: 1e-11 });
      same(denseFromRows(scaled).value, cells);
    });
  });

  it("does not depend on the order of places, and turns over with the matrix", () => {
    check(({ seed, outflows, inflows }, _, cells) => {
      const { rows, columns } = seed;
      const turned = (of: Float64Array): Float64Array =>
        of.map((__, at) => of[(rows - 1 - (at % rows)) * columns + columns - 1 - Math.floor(at / rows)]!);
      const other = { rows: columns, columns: rows, value: turned(seed.value) };
      const options = { outflows: [...inflows].reverse(), inflows: [...outflows].reverse(), tolerance: 1e-11 };
      same(denseFromRows(balanceFlows(other, options)).value, turned(cells));
    });
  });

  it("leaves a balanced matrix as it is, at once", () => {
    check(({ seed: { rows, columns }, outflows, inflows }, _, value) => {
      const again = balanceFlows({ rows, columns, value }, { outflows, inflows });
      expect(again.iterations).toBe(1);
      same(denseFromRows(again).value, value);
    });
  });
});
