import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { denseFromRows } from "../../src/core/row-matrix.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { balanceFlows } from "../../src/models/balancing.ts";
import type { RowMatrix } from "../../src/types.ts";
import { slowBalance } from "../slow/balancing.ts";
import { squareOf } from "./worlds.ts";

/** A seed with some zeros, and totals that some table on it has. */
function worldOf(n: number, name: string, steep: number): { rows: number[][]; outflows: number[]; inflows: number[] } {
  const random = createRandom(name);
  const at = Array.from({ length: n }, () => [random(), random()] as const);
  const rows = at.map(([x, y], i) =>
    at.map(([u, v], j) => (i === j || random() < 0.2 ? 0 : Math.exp(-steep * Math.hypot(x - u, y - v)))),
  );
  const table = rows.map((row) => row.map((cell) => (cell > 0 ? random() * 9 : 0)));
  const outflows = table.map((row) => row.reduce((a, b) => a + b, 0));
  const inflows = at.map((_, j) => table.reduce((sum, row) => sum + row[j]!, 0));
  return { rows, outflows, inflows };
}

describe("balancing", () => {
  for (const [name, n, steep] of [
    ["mild", 12, 1],
    ["steep", 25, 12],
    ["flat", 7, 0],
  ] as const) {
    const { rows, outflows, inflows } = worldOf(n, name, steep);
    const dense = squareOf(n, (i, j) => rows[i]![j]!);
    const slow = slowBalance(rows, outflows, inflows, 1e-13, 100_000);
    const options = { outflows, inflows, tolerance: 1e-12 };

    it(`gives the matrix of plain steps: ${name}`, () => {
      const flows = balanceFlows(dense, options);
      expect(flows.converged).toBe(true);
      const found = denseFromRows(flows).value;
      slow.cells.flat().forEach((cell, c) => {
        expect(Math.abs(found[c]! - cell)).toBeLessThan(1e-9 * Math.max(1, cell));
      });
      expect(Math.max(...flows.destinationFactors)).toBe(1);
      expect(flows.largestError).toBeLessThanOrEqual(1e-12);
      if (name === "steep") expect(flows.iterations).toBeLessThan(slow.iterations / 5);
    });

    it(`reads full, sparse and computed rows alike: ${name}`, () => {
      const whole = denseFromRows(balanceFlows(dense, options)).value;
      const byRow: RowMatrix = { rows: n, columns: n, fillRow: (row, into) => into.set(rows[row]!) };
      expect(denseFromRows(balanceFlows(byRow, options)).value).toEqual(whole);
      const sparse = denseFromRows(balanceFlows(sparseFromDense(n, n, dense.value), options)).value;
      sparse.forEach((cell, c) => {
        expect(Math.abs(cell - whole[c]!)).toBeLessThan(1e-9 * Math.max(1, cell));
      });
    });
  }

  it("joins groups of places that are next to separate, for which plain steps take 100,000 readings and more", () => {
    const factors = [39, 1, 1, 0, 0];
    const others = [9, 0, 0, 0, 1, 0];
    for (const draw of ["either", "between"] as const) {
      for (let name = 0; name < 4000; name += draw === "either" ? 20 : 4) {
        // Of 1 and a millionth, or anything between; 3736 is a world whose factors would run off together.
        const random = createRandom(name);
        const value = Float64Array.from({ length: 30 }, () =>
          draw === "between" ? 10 ** (-6 * random()) : random() < 0.5 ? 1e-6 : 1,
        );
        const outflows = factors.map((a, r) => others.reduce((sum, b, c) => sum + a * value[6 * r + c]! * b, 0));
        const inflows = others.map((b, c) => factors.reduce((sum, a, r) => sum + a * value[6 * r + c]! * b, 0));
        const flows = balanceFlows({ rows: 5, columns: 6, value }, { outflows, inflows });
        expect(flows.converged).toBe(true);
        expect(flows.iterations).toBeLessThan(60);
      }
    }
  });

  it("reads the matrix as often as it may, not more", () => {
    const dense = { rows: 3, columns: 2, value: Float64Array.of(1e-6, 1, 1e-6, 1, 1, 1e-6) };
    const [outflows, inflows] = [Float64Array.of(39.000351, 1.000009, 9.000001), Float64Array.of(9.00036, 40.000001)];
    for (let maxIterations = 1; maxIterations < 12; maxIterations++) {
      const flows = balanceFlows(dense, { outflows, inflows, maxIterations });
      expect([flows.iterations, flows.converged]).toEqual([maxIterations, false]);
    }
  });

  it("keeps totals and cells of 0 exactly", () => {
    const seed = { rows: 3, columns: 2, value: Float64Array.of(1, 2, 3, 4, 0, 6) };
    const flows = balanceFlows(seed, { outflows: [5, 0, 7], inflows: [4, 8] });
    const { value } = denseFromRows(flows);
    expect([value[2], value[3], value[4]]).toEqual([0, 0, 0]);
    expect(flows.originFactors[1]).toBe(0);
    expect(denseFromRows(balanceFlows(seed, { outflows: [0, 0, 0], inflows: [0, 0] })).value).toEqual(
      new Float64Array(6),
    );
  });

  it("tells rows and columns that nothing can meet", () => {
    const seed = { rows: 2, columns: 2, value: Float64Array.of(1, 0, 0, 0) };
    const flows = balanceFlows(seed, { outflows: [1, 2], inflows: [1, 2] });
    expect(flows.converged).toBe(false);
    expect([[...flows.unmetOutflows], [...flows.unmetInflows]]).toEqual([[1], [1]]);
    expect(flows.largestError).toBe(1);
  });

  it("tells groups of places that want more than those who reach them have", () => {
    // Destinations 2 and 3 are reached from origin 0 only, which has 4 of the 9 that they are to take.
    const seed = squareOf(4, (i, j) => (j < 2 || i === 0 ? 1 : 0));
    const flows = balanceFlows(seed, { outflows: [4, 5, 6, 7], inflows: [6, 7, 5, 4] });
    expect(flows.converged).toBe(false);
    expect([...flows.unmetInflows]).toEqual([2, 3]);
    expect([...flows.unmetOutflows]).toEqual([1, 2, 3]);
    expect(flows.iterations).toBeLessThan(1000);
    // With 9 it can: it sends nothing elsewhere.
    const border = balanceFlows(seed, { outflows: [9, 5, 6, 2], inflows: [6, 7, 5, 4], tolerance: 1e-6 });
    expect(border.converged).toBe(true);
    expect([border.unmetInflows.length, denseFromRows(border).value[0]! < 1e-5]).toEqual([0, true]);
  });

  it("says where its iterations did not suffice", () => {
    const { rows, outflows, inflows } = worldOf(25, "steep", 12);
    const flows = balanceFlows(
      squareOf(25, (i, j) => rows[i]![j]!),
      { outflows, inflows, maxIterations: 3 },
    );
    expect([flows.converged, flows.iterations, flows.unmetInflows.length]).toEqual([false, 3, 0]);
    expect(flows.largestError).toBeGreaterThan(1e-10);
  });

  it("refuses totals of different sums, and cells below 0", () => {
    const seed = { rows: 1, columns: 2, value: Float64Array.of(1, 2) };
    expect(() => balanceFlows(seed, { outflows: [3], inflows: [1, 1] })).toThrow(
      /inflows must be of the sum of outflows/,
    );
    const flows = balanceFlows(seed, { outflows: [3], inflows: [1, 1], total: 6 });
    expect(denseFromRows(flows).value).toEqual(Float64Array.of(3, 3));
    const negative = { rows: 1, columns: 2, value: Float64Array.of(1, -2) };
    expect(() => balanceFlows(negative, { outflows: [3], inflows: [1, 2] })).toThrow(/seed\[0, 1\] must be/);
    const sparse = sparseFromDense(1, 2, negative.value);
    expect(() => balanceFlows(sparse, { outflows: [3], inflows: [1, 2] })).toThrow(/seed\.value\[1\] must be/);
  });
});
