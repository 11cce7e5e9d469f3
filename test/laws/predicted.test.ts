import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { denseFromRows } from "../../src/core/row-matrix.ts";
import { generateFlows } from "../../src/models/generated.ts";
import {
  flooredDraws,
  largestRemainders,
  multinomialByOrigin,
  multinomialTotal,
  roundedDraws,
} from "../../src/models/generated-draws.ts";
import type { FlowLaw, PredictedFlows } from "../../src/models/law.ts";
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

/** Laws of a few places, some of whose weights, rows and columns are 0, and totals to keep. */
interface Case {
  readonly law: DenseMatrix;
  readonly outflows: number[];
  readonly inflows: number[];
}

const weight = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1, noNaN: true }));
const cases: fc.Arbitrary<Case> = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain(([rows, columns]) =>
    fc.record({
      law: fc
        .tuple(
          fc.array(weight, { minLength: rows * columns, maxLength: rows * columns }),
          fc.integer({ min: -1, max: rows - 1 }),
          fc.integer({ min: -1, max: columns - 1 }),
        )
        .map(([cells, emptyRow, emptyColumn]) => ({
          rows,
          columns,
          value: Float64Array.from(cells, (w, c) =>
            Math.floor(c / columns) === emptyRow || c % columns === emptyColumn ? 0 : w,
          ),
        })),
      outflows: fc.array(fc.nat({ max: 50 }), { minLength: rows, maxLength: rows }),
      inflows: fc.array(fc.nat({ max: 50 }), { minLength: columns, maxLength: columns }),
    }),
  );

const sumsOf = ({ rows, columns, value }: DenseMatrix): { readonly row: number[]; readonly column: number[] } => {
  const row = new Array<number>(rows).fill(0);
  const column = new Array<number>(columns).fill(0);
  value.forEach((x, c) => {
    row[Math.floor(c / columns)]! += x;
    column[c % columns]! += x;
  });
  return { row, column };
};

const total = (list: ArrayLike<number>): number => Array.from(list).reduce((a, b) => a + b, 0);

function near(got: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-11): void {
  expect(got.length).toBe(expected.length);
  for (let l = 0; l < got.length; l++) {
    expect(Math.abs(got[l]! - expected[l]!)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected[l]!)));
  }
}

/** All constraints whose factors one reading settles. */
const settled = ({ outflows, inflows }: Case): FlowConstraint[] => [
  withOutflows({ outflows }),
  withInflows({ inflows }),
  withTotal({ total: total(outflows) }),
];

/** Margins that the law is known to admit: those of the law itself with factors. */
const admitted = ({ law, outflows, inflows }: Case): Pick<Case, "outflows" | "inflows"> => {
  const { row, column } = sumsOf({
    ...law,
    value: law.value.map((w, c) => w * outflows[Math.floor(c / law.columns)]! * inflows[c % law.columns]!),
  });
  return { outflows: row, inflows: column };
};

describe("predicted flows", () => {
  it("and what is unassigned make up the totals of every constraint, zero rows and columns or not", () => {
    fc.assert(
      fc.property(cases, (world) => {
        const { law, outflows, inflows } = world;
        const [origins, destinations, all] = settled(world).map((constraint) => predictFlows(law, constraint)) as [
          PredictedFlows,
          PredictedFlows,
          PredictedFlows,
        ];
        near(
          sumsOf(origins).row.map((sum, o) => sum + origins.unassigned[o]!),
          outflows,
        );
        near(
          sumsOf(destinations).column.map((sum, d) => sum + destinations.unassignedInflows[d]!),
          inflows,
        );
        near([total(all.value) + all.unassignedTotal], [total(outflows)]);
        const open = predictFlows(law, asProbabilities({ outflows }));
        near(
          sumsOf(open).row.map((sum, o) => sum + open.unassigned[o]!),
          outflows,
        );
        const empty = sumsOf(law);
        outflows.forEach((outflow, o) => {
          expect(origins.unassigned[o]).toBe(empty.row[o] === 0 ? outflow : 0);
        });
        inflows.forEach((inflow, d) => {
          expect(destinations.unassignedInflows[d]).toBe(empty.column[d] === 0 ? inflow : 0);
        });
      }),
      { seed: 42, numRuns: 150 },
    );
  });

  it("keep both margins wherever the law admits them, and its cross ratios", () => {
    fc.assert(
      fc.property(cases, (world) => {
        const margins = admitted(world);
        const flows = predictFlows(world.law, withMarginals(margins));
        expect([flows.converged, flows.unassignedTotal]).toEqual([true, 0]);
        const { row, column } = sumsOf(flows);
        near(row, margins.outflows, 1e-9);
        near(column, margins.inflows, 1e-9);
        // Flows are factors of origins and destinations times the weights: their logarithms tell both.
        flows.value.forEach((flow, c) => {
          const [o, d] = [Math.floor(c / world.law.columns), c % world.law.columns];
          const log = flows.originConstants[o]! + flows.destinationConstants[d]! + Math.log(world.law.value[c]!);
          if (flow > 1e-12) expect(Math.abs(log - Math.log(flow))).toBeLessThan(1e-9);
        });
      }),
      { seed: 42, numRuns: 150 },
    );
  });

  it("never lose people where margins cannot be met: flows and what is left are the totals", () => {
    fc.assert(
      fc.property(cases, ({ law, outflows, inflows }) => {
        fc.pre(total(outflows) > 0 && total(inflows) > 0);
        const margins = { outflows, inflows, total: total(outflows), maxIterations: 200 };
        const flows = predictFlows(law, withMarginals(margins));
        const { row, column } = sumsOf(flows);
        const scale = total(outflows) / total(inflows);
        near(
          row.map((sum, o) => sum + flows.unassigned[o]!),
          outflows,
          1e-8,
        );
        near(
          column.map((sum, d) => sum + flows.unassignedInflows[d]!),
          inflows.map((x) => x * scale),
          1e-8,
        );
        if (flows.converged) expect(flows.unassignedTotal).toBe(0);
      }),
      { seed: 42, numRuns: 150 },
    );
  });

  it("by row are those held whole, to the last bit", () => {
    fc.assert(
      fc.property(cases, fc.boolean(), (world, isLog) => {
        const { law } = world;
        const logs: FlowLaw = {
          ...law,
          name: "logarithms",
          fillRow: () => expect.unreachable(),
          fillLogRow: (row, into) => {
            for (let c = 0; c < law.columns; c++) into[c] = Math.log(law.value[row * law.columns + c]!);
          },
        };
        for (const constraint of [...settled(world), withMarginals(admitted(world))]) {
          const { value, ...evidence } = predictFlows(isLog ? logs : law, constraint);
          const { fillRow, ...byRow } = predictFlowsByRow(isLog ? logs : law, constraint);
          expect(denseFromRows({ ...byRow, fillRow }).value).toEqual(value);
          expect(byRow).toEqual(evidence);
          if (isLog) near(value, predictFlows(law, constraint).value, 1e-7);
        }
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it("are those of the law times any number, but for probabilities", () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: -200, max: 200 }), (world, power) => {
        const times = { ...world.law, value: world.law.value.map((w) => w * 10 ** power) };
        for (const constraint of [...settled(world), withMarginals(admitted(world))]) {
          near(predictFlows(times, constraint).value, predictFlows(world.law, constraint).value, 1e-7);
        }
      }),
      { seed: 42, numRuns: 100 },
    );
  });
});

describe("generated flows", () => {
  it("are whole, keep what their draw keeps, and nobody goes where none is expected", () => {
    fc.assert(
      fc.property(cases, fc.integer(), ({ law, outflows }, seed) => {
        const expected = predictFlows(law, withOutflows({ outflows }));
        const placed = outflows.map((outflow, o) => outflow - expected.unassigned[o]!);
        for (const draw of [
          multinomialByOrigin(),
          roundedDraws(),
          flooredDraws(),
          largestRemainders(),
          multinomialTotal(),
        ]) {
          const drawn = generateFlows(expected, { draw, random: createRandom(seed) });
          const sums = placed.map((_, o) => total(drawn.value.subarray(drawn.offsets[o]!, drawn.offsets[o + 1]!)));
          if (draw.name === multinomialTotal().name) expect(total(sums)).toBe(total(placed));
          else expect(sums).toEqual(placed);
          for (let o = 0; o < placed.length; o++) {
            for (let k = drawn.offsets[o]!; k < drawn.offsets[o + 1]!; k++) {
              expect(law.value[o * law.columns + drawn.index[k]!]).toBeGreaterThan(0);
              expect(Number.isInteger(drawn.value[k])).toBe(true);
            }
          }
          if (draw.name === largestRemainders().name) {
            drawn.index.forEach((d, k) => {
              const o = drawn.offsets.findIndex((end, row) => row > 0 && end > k) - 1;
              expect(Math.abs(drawn.value[k]! - expected.value[o * law.columns + d]!)).toBeLessThan(1 + 1e-9);
            });
          }
          expect(generateFlows(expected, { draw, random: createRandom(seed) })).toEqual(drawn);
        }
      }),
      { seed: 42, numRuns: 100 },
    );
  });
});
