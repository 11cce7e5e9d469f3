import { describe, expect, it } from "vitest";
import { denseFromRows } from "../../src/core/row-matrix.ts";
import type { FlowLaw } from "../../src/models/law.ts";
import { predictFlows, predictFlowsByRow } from "../../src/models/predicted.ts";
import {
  asProbabilities,
  type FlowConstraint,
  withInflows,
  withOutflows,
  withTotal,
} from "../../src/models/predicted-constraints.ts";
import { withMarginals } from "../../src/models/predicted-marginals.ts";
import type { DenseMatrix } from "../../src/types.ts";

const matrix = (rows: number, cells: readonly number[]): DenseMatrix => ({
  rows,
  columns: cells.length / rows,
  value: Float64Array.from(cells),
});
/** Two origins and three destinations; the second origin has nowhere to go, nobody goes to the last place. */
const weights = matrix(2, [1, 3, 0, 0, 0, 0]);
/** A law told by its logarithms, which plain weights would not survive. */
const steepLaw = (logs: readonly (readonly number[])[]): FlowLaw => ({
  name: "steep",
  rows: logs.length,
  columns: logs[0]!.length,
  fillRow: (row, into) => into.set(logs[row]!.map(Math.exp)),
  fillLogRow: (row, into) => into.set(logs[row]!),
});

describe("predicted flows", () => {
  it("keep outflows, and say which have nowhere to go", () => {
    const flows = predictFlows(weights, withOutflows({ outflows: [8, 5] }));
    expect(flows.value).toEqual(Float64Array.of(2, 6, 0, 0, 0, 0));
    expect(flows.unassigned).toEqual(Float64Array.of(0, 5));
    expect(flows.unassignedInflows).toEqual(new Float64Array(3));
    expect(flows.unassignedTotal).toBe(5);
    expect(flows.originConstants).toEqual(Float64Array.of(Math.log(2), -Infinity));
    expect(flows.destinationConstants).toEqual(new Float64Array(3));
    expect([flows.name, flows.iterations, flows.largestError, flows.converged]).toEqual([
      "weights, production-constrained",
      1,
      0,
      true,
    ]);
  });

  it("keep inflows, and say which nobody can fill", () => {
    const flows = predictFlows(matrix(2, [1, 3, 0, 3, 0, 0]), withInflows({ inflows: [8, 5, 7] }));
    expect(flows.value).toEqual(Float64Array.of(2, 5, 0, 6, 0, 0));
    expect(flows.unassigned).toEqual(new Float64Array(2));
    expect(flows.unassignedInflows).toEqual(Float64Array.of(0, 0, 7));
    expect(flows.unassignedTotal).toBe(7);
    expect(flows.name).toBe("weights, attraction-constrained");
  });

  it("keep the total, and say so where there is no weight at all", () => {
    expect(predictFlows(weights, withTotal({ total: 8 })).value).toEqual(Float64Array.of(2, 6, 0, 0, 0, 0));
    const none = predictFlows(matrix(1, [0, 0]), withTotal({ total: 8 }));
    expect([none.value, none.unassignedTotal]).toEqual([new Float64Array(2), 8]);
  });

  it("as probabilities leave over what the law sends nowhere", () => {
    const law = matrix(2, [0.5, 0.25, 0, 1]);
    const flows = predictFlows(law, asProbabilities({ outflows: [40, 7] }));
    expect(flows.value).toEqual(Float64Array.of(20, 10, 0, 7));
    expect(flows.unassigned).toEqual(Float64Array.of(10, 0));
    expect(predictFlows(law, asProbabilities()).value).toEqual(law.value);
    const crowded = predictFlows(matrix(1, [0.75, 0.75]), asProbabilities({ outflows: [8] }));
    expect([crowded.unassigned[0], crowded.unassignedTotal]).toEqual([-4, 0]);
  });

  it("keep both margins, and totals of 0 exactly", () => {
    const law = matrix(3, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const flows = predictFlows(law, withMarginals({ outflows: [10, 0, 20], inflows: [0, 12, 18] }));
    // The cross ratio of the four cells stays that of the weights.
    const [a, b, c, d] = [flows.value[1]!, flows.value[2]!, flows.value[7]!, flows.value[8]!];
    expect((a * d) / (b * c)).toBeCloseTo((2 * 9) / (3 * 8), 9);
    expect(a + b).toBeCloseTo(10, 8);
    expect(a + c).toBeCloseTo(12, 8);
    expect([...flows.value].map((x) => x > 0)).toEqual([false, true, true, false, false, false, false, true, true]);
    expect([flows.converged, flows.unassignedTotal, flows.largestError <= 1e-10]).toEqual([true, 0, true]);
    expect(flows.iterations).toBeGreaterThan(1);
  });

  it("say that margins cannot be met, and by how much each is missed", () => {
    const both = withMarginals({ outflows: [1, 2], inflows: [1, 2] });
    const flows = predictFlows(matrix(2, [0, 1, 1, 0]), both);
    expect(flows.converged).toBe(false);
    expect(flows.largestError).toBeGreaterThan(0.1);
    const left = [1 - flows.value[1]!, 2 - flows.value[2]!, 1 - flows.value[2]!, 2 - flows.value[1]!];
    expect([...flows.unassigned, ...flows.unassignedInflows].map((x) => x.toFixed(9))).toEqual(
      left.map((x) => x.toFixed(9)),
    );
    const lonely = predictFlows(matrix(2, [1, 1, 0, 0]), withMarginals({ outflows: [3, 2], inflows: [4, 1] }));
    expect([lonely.converged, lonely.unassigned[1]]).toEqual([false, 2]);
    expect(lonely.unassignedTotal).toBeGreaterThanOrEqual(2);
  });

  it("are scaled to a total that both margins are to have", () => {
    const margins = { outflows: [1, 1], inflows: [3, 1], total: 40 };
    const flows = predictFlows(matrix(2, [1, 1, 1, 1]), withMarginals(margins));
    [15, 5, 15, 5].forEach((flow, c) => {
      expect(flows.value[c]).toBeCloseTo(flow, 8);
    });
    const { total: _, ...uneven } = margins;
    expect(() => withMarginals(uneven)).toThrow(
      "withMarginals: inflows must be of the sum of outflows, 2, got a sum of 4",
    );
  });

  it("stop where they are told to, and say that they have not arrived", () => {
    const law = matrix(2, [1, 1000, 1, 1]);
    const margins = { outflows: [10, 10], inflows: [10, 10] };
    const short = predictFlows(law, withMarginals({ ...margins, maxIterations: 1 }));
    expect([short.converged, short.iterations]).toEqual([false, 1]);
    expect(predictFlows(law, withMarginals({ ...margins, tolerance: 1e-3 })).largestError).toBeLessThan(1e-3);
  });

  it.each<[string, FlowConstraint]>([
    ["outflows", withOutflows({ outflows: [6, 4] })],
    ["inflows", withInflows({ inflows: [5, 5] })],
    ["margins", withMarginals({ outflows: [6, 4], inflows: [5, 5] })],
    ["a total", withTotal({ total: 10 })],
  ])("of a law that gives logarithms neither overflow nor vanish: with %s", (_, constraint) => {
    const logs = [
      [0, 1],
      [-1, 0.5],
    ];
    const moderate = predictFlows(steepLaw(logs), constraint);
    for (const shift of [-5000, 5000]) {
      const far = predictFlows(steepLaw(logs.map((row) => row.map((l) => l + shift))), constraint);
      moderate.value.forEach((flow, c) => {
        expect(far.value[c]! / flow).toBeCloseTo(1, 11);
      });
      const [o, d] = [far.originConstants[0]!, far.destinationConstants[1]!];
      expect(o + d + 1 + shift).toBeCloseTo(Math.log(moderate.value[1]!), 8);
    }
  });

  it("reach a place whose weights are all beyond what numbers hold, beside one that is near", () => {
    const law = steepLaw([
      [0, -3000],
      [1, -2990],
    ]);
    const inflows = predictFlows(law, withInflows({ inflows: [5, 5] }));
    expect(inflows.value[1]! + inflows.value[3]!).toBeCloseTo(5, 12);
    const both = predictFlows(law, withMarginals({ outflows: [4, 6], inflows: [5, 5] }));
    expect([both.converged, (both.value[0]! + both.value[1]!).toFixed(8)]).toEqual([true, "4.00000000"]);
  });

  it("by row are the same to the last bit, read as often and in any order", () => {
    const law = matrix(3, [0.1, 0.7, 0.3, 0.2, 0.9, 0.4, 0.5, 0.6, 0.8]);
    const constraint = withMarginals({ outflows: [10, 7, 20], inflows: [12, 12, 13] });
    const { value: whole, ...evidence } = predictFlows(law, constraint);
    const { fillRow, ...byRow } = predictFlowsByRow(law, constraint);
    expect(byRow).toEqual(evidence);
    const row = new Float64Array(3);
    for (const r of [2, 0, 2, 1]) {
      fillRow(r, row);
      expect(row).toEqual(whole.slice(3 * r, 3 * r + 3));
    }
    expect(law.value[0]).toBe(0.1);
    expect(() => fillRow(3, row)).toThrow("predictFlowsByRow: row must be a whole number from 0 to 2, got 3");
    expect(() => fillRow(0, new Float64Array(2))).toThrow("predictFlowsByRow: into must be of length 3, got 2");
  });

  it("of no places are none", () => {
    const none = predictFlows(matrix(1, []), withOutflows({ outflows: [3] }));
    expect([none.value.length, none.unassigned[0]]).toEqual([0, 3]);
    const empty = { rows: 0, columns: 0, value: new Float64Array(0) };
    expect(denseFromRows(predictFlowsByRow(empty, withTotal({ total: 0 }))).value).toHaveLength(0);
  });

  it("are refused for weights that are negative or no numbers, whoever reads them", () => {
    const all = [
      withOutflows({ outflows: [0, 0] }),
      withInflows({ inflows: [0, 0, 0] }),
      withTotal({ total: 0 }),
      asProbabilities({ outflows: [0, 0] }),
      withMarginals({ outflows: [0, 0], inflows: [0, 0, 0] }),
    ];
    for (const constraint of all) {
      for (const [wrong, shown] of [
        [-1, "-1"],
        [Number.NaN, "NaN"],
        [Infinity, "Infinity"],
      ] as const) {
        const law = matrix(2, [1, 0, 0, 0, 0, wrong]);
        const sentence = `law: the weight of row 1 and column 2 must be a finite number of at least 0, got ${shown}`;
        expect(() => predictFlows(law, constraint)).toThrow(`predictFlows: ${sentence}`);
        expect(() => denseFromRows(predictFlowsByRow(law, constraint))).toThrow(`predictFlowsByRow: ${sentence}`);
      }
      const logs = steepLaw([
        [0, 0, 0],
        [0, Number.NaN, 0],
      ]);
      expect(() => predictFlows(logs, constraint)).toThrow("the weight of row 1 and column 1 must be a finite number");
    }
    expect(() => predictFlows(matrix(1, [2]), asProbabilities())).toThrow(
      "predictFlows: law: the weight of row 0 and column 0 must be a probability, at most 1, got 2",
    );
    expect(() => predictFlows(matrix(1, [1e308, 1e308]), withOutflows({ outflows: [1] }))).toThrow(
      "predictFlows: law: the sum of weights of row 0 must be neither vanishing nor beyond all numbers, got Infinity",
    );
    expect(() => predictFlows(matrix(1, [5e-324]), withTotal({ total: 1 }))).toThrow("neither vanishing nor beyond");
  });

  it("are refused for totals of another number of places", () => {
    const law = matrix(1, [1, 1]);
    expect(() => predictFlows(law, withOutflows({ outflows: [1, 1] }))).toThrow("outflows must be of length 1, got 2");
    expect(() => predictFlows(law, withInflows({ inflows: [1] }))).toThrow("inflows must be of length 2, got 1");
    expect(() => predictFlows(law, withMarginals({ outflows: [1, 1], inflows: [1, 1] }))).toThrow(
      "outflows must be of",
    );
    expect(() => predictFlows(law, asProbabilities({ outflows: [1, 1] }))).toThrow(
      "outflows must be of length 1, got 2",
    );
    expect(() => withOutflows({ outflows: [1, -1] })).toThrow("withOutflows: outflows[1] must be a finite number");
  });
});
