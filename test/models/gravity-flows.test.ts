import { describe, expect, it } from "vitest";
import { originConstrained, unconstrained } from "../../src/models/constraints.ts";
import { exponentialDecay, powerLaw } from "../../src/models/deterrence.ts";
import { fitGravity } from "../../src/models/gravity.ts";
import { type PredictGravityOptions, predictGravity } from "../../src/models/gravity-flows.ts";
import type { GravityModel } from "../../src/models/gravity-law.ts";
import { withOutflows } from "../../src/models/predicted-constraints.ts";
import type { DenseMatrix } from "../../src/types.ts";
import { squareOf, worldOf } from "./worlds.ts";

const distances = squareOf(3, (i, j) => 5 * Math.abs(i - j));
const model: GravityModel = { deterrence: "power law", coefficients: { destinationMass: 1, logDistance: -2 } };
const options: PredictGravityOptions = {
  destinationMass: [10, 20, 30],
  distances,
  deterrence: powerLaw(),
  constraint: withOutflows({ outflows: [11, 4, 0] }),
};
const rowSum = (matrix: DenseMatrix, i: number): number =>
  matrix.value.subarray(i * matrix.columns, (i + 1) * matrix.columns).reduce((sum, x) => sum + x, 0);

describe("the flows of a gravity model", () => {
  it("share the outflow of an origin by mass and distance", () => {
    const { value, unassigned } = predictGravity(model, options);
    // From the first place: 20 / 25 to the second, 30 / 100 to the third.
    [0, 8, 3, 1, 0, 3, 0, 0, 0].forEach((flow, c) => {
      expect(value[c]).toBeCloseTo(flow, 13);
    });
    expect(unassigned).toEqual(new Float64Array(3));
  });

  it("are those of the constants without outflows", () => {
    const originConstants = Float64Array.of(Math.log(2), -Infinity, 0);
    const { value } = predictGravity(
      { ...model, originConstants },
      { destinationMass: [10, 20, 30], distances, deterrence: powerLaw() },
    );
    [0, (2 * 20) / 25, (2 * 30) / 100, 0, 0, 0, 10 / 100, 20 / 25, 0].forEach((flow, c) => {
      expect(value[c]).toBeCloseTo(flow, 13);
    });
  });

  it("with the constants of a fit add up to the observed outflows, or to the total where the model is unconstrained", () => {
    const world = worldOf(8, "sums");
    const given = { destinationMass: world.mass, distances: world.distances, deterrence: exponentialDecay() };
    const outflows = world.mass.map((_, i) =>
      world.cells.slice(8 * i, 8 * i + 8).reduce((sum, flow, j) => (i === j ? sum : sum + flow), 0),
    );
    const fitted = predictGravity(fitGravity(world.flows, { ...given, constraint: originConstrained() }), given);
    outflows.forEach((outflow, i) => {
      expect(rowSum(fitted, i) / outflow).toBeCloseTo(1, 12);
    });
    const both = { ...given, originMass: world.mass };
    const open = predictGravity(fitGravity(world.flows, { ...both, constraint: unconstrained() }), both);
    const total = outflows.reduce((a, b) => a + b);
    expect(open.value.reduce((a, b) => a + b) / total).toBeCloseTo(1, 12);
    expect(rowSum(open, 0) / outflows[0]!).not.toBeCloseTo(1, 2);
  });

  it("go to no place without mass; where there is no other, the outflow is unassigned", () => {
    const { value, unassigned } = predictGravity(model, { ...options, destinationMass: [0, 20, 0] });
    expect(value).toEqual(Float64Array.of(0, 11, 0, 0, 0, 0, 0, 0, 0));
    expect(unassigned).toEqual(Float64Array.of(0, 4, 0));
  });

  it("of one place alone go nowhere", () => {
    const constraint = withOutflows({ outflows: [5] });
    const alone = { ...options, destinationMass: [10], distances: squareOf(1, () => 0), constraint };
    expect(predictGravity(model, alone)).toMatchObject({
      rows: 1,
      columns: 1,
      value: Float64Array.of(0),
      unassigned: Float64Array.of(5),
    });
  });

  it("neither overflow nor vanish where all weights are tiny or huge", () => {
    for (const distance of [-400, 400]) {
      const steep: GravityModel = { deterrence: "exponential decay", coefficients: { destinationMass: 1, distance } };
      const far = squareOf(3, (i, j) => 5 + Math.abs(i - j));
      const flows = predictGravity(steep, { ...options, distances: far, deterrence: exponentialDecay() });
      expect(rowSum(flows, 0)).toBeCloseTo(11, 12);
      expect(rowSum(flows, 1)).toBeCloseTo(4, 12);
    }
  });

  it("leave masses and distances as they are", () => {
    const before = structuredClone({ ...options, deterrence: null, constraint: null });
    predictGravity(model, options);
    expect({ ...options, deterrence: null, constraint: null }).toEqual(before);
  });

  it("say which argument is wrong", () => {
    const { constraint: _, ...without } = options;
    expect(() => predictGravity(model, { ...options, deterrence: exponentialDecay() })).toThrow(
      'predictGravity: deterrence must be the model\'s, power law, got "exponential decay"',
    );
    expect(() => predictGravity(model, without)).toThrow(
      "predictGravity: constraint must be given for a model without constants, got undefined",
    );
    expect(() => predictGravity({ ...model, originConstants: new Float64Array(2) }, without)).toThrow(
      "predictGravity: model.originConstants must be of length 3, got 2",
    );
    const none = { destinationMass: Number.NaN, logDistance: -2 };
    expect(() => predictGravity({ ...model, coefficients: none }, options)).toThrow(
      "predictGravity: model.coefficients.destinationMass must be finite, got NaN",
    );
    const constraint = withOutflows({ outflows: [1, 2] });
    expect(() => predictGravity(model, { ...options, constraint })).toThrow(
      "predictGravity: outflows must be of length 3, got 2",
    );
    expect(() => predictGravity(model, { ...options, distances: squareOf(3, () => 0) })).toThrow(
      "predictGravity: distances from 0 to 1 must be finite and above 0 for deterrence by power law, got 0",
    );
    expect(() => predictGravity(model, { ...options, destinationMass: [1, 2] })).toThrow("destinationMass must be of");
  });
});
