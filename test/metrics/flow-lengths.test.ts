import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countFlowLengths } from "../../src/metrics/flow-lengths.ts";

const square = (value: readonly number[]): { rows: number; columns: number; value: Float64Array } => {
  const n = Math.sqrt(value.length);
  return { rows: n, columns: n, value: Float64Array.from(value) };
};

describe("flows by length", () => {
  it("stand in the band that begins at their distance or before", () => {
    const flows = square([9, 1, 2, 3, 9, 4, 5, 6, 9]);
    const distances = square([0, 10, 10.5, 9.99, 0, 20, 400, 0, 0]);
    const { columns } = countFlowLengths(flows, { distances, from: [0, 10, 20], diagonal: false });
    expect(columns.flow).toEqual(Float64Array.of(3 + 6, 1 + 2, 4 + 5));
    expect(columns.from).toEqual(Float64Array.of(0, 10, 20));
    expect(columns.to).toEqual(Float64Array.of(10, 20, Infinity));
    expect(countFlowLengths(flows, { distances, from: [0, 10, 20], diagonal: true }).columns.flow[0]).toBe(36);
  });

  it("are those that a search from the first band finds, add up over parts, and their shares add up to 1", () => {
    const cell = fc.record({ flow: fc.integer({ min: 0, max: 50 }), far: fc.double({ min: 0, max: 99, noNaN: true }) });
    const edges = fc.uniqueArray(fc.integer({ min: 1, max: 90 }), { maxLength: 9 });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 9, maxLength: 9 }), edges, (cells, rest) => {
        const from = [0, ...rest.sort((a, b) => a - b)];
        const distances = square(cells.map(({ far }) => far));
        const flows = square(cells.map(({ flow }) => flow));
        const { flow, share } = countFlowLengths(flows, { distances, from, diagonal: true }).columns;
        for (const [b, start] of from.entries()) {
          const held = cells.filter(({ far }) => far >= start && far < (from[b + 1] ?? Infinity));
          expect(flow[b]).toBe(held.reduce((sum, one) => sum + one.flow, 0));
        }
        const total = share.reduce((sum, part) => sum + part, 0);
        if (cells.every((one) => one.flow === 0)) expect(total).toBeNaN();
        else expect(total).toBeCloseTo(1, 12);
        const doubled = countFlowLengths(square(cells.map((one) => 2 * one.flow)), { distances, from, diagonal: true });
        expect(doubled.columns.flow).toEqual(flow.map((part) => 2 * part));
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("cannot go over no distance, and bands ascend from 0", () => {
    const flows = square([0, 1, 1, 0]);
    const count = (distances: number[], from: number[]): unknown =>
      countFlowLengths(flows, { distances: square(distances), from, diagonal: false });
    expect(() => count([0, Infinity, 1, 0], [0])).toThrow(/distances \[0, 1\] must be/);
    const none = { ...square([0, -1, 1, 0]) };
    expect(() => countFlowLengths(none, { distances: none, from: [0], diagonal: false })).toThrow(
      "countFlowLengths: flows [0, 1] must be a finite number of at least 0, got -1",
    );
    expect(() => count([0, 1, 1, 0], [1])).toThrow("countFlowLengths: from[0] must be 0, got 1");
    expect(() => count([0, 1, 1, 0], [0, 5, 5])).toThrow("countFlowLengths: from[2] must be above 5, got 5");
  });
});
