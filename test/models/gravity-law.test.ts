import { describe, expect, it } from "vitest";
import { denseFromRows } from "../../src/core/row-matrix.ts";
import { originConstrained, unconstrained } from "../../src/models/constraints.ts";
import { destinationCovariate, originCovariate, pairCovariate } from "../../src/models/covariates.ts";
import { exponentialDecay, powerLaw, tannerDecay } from "../../src/models/deterrence.ts";
import { fitGravity } from "../../src/models/gravity.ts";
import { predictGravity } from "../../src/models/gravity-flows.ts";
import { type GravityLawOptions, type GravityModel, gravityLaw } from "../../src/models/gravity-law.ts";
import { predictFlows } from "../../src/models/predicted.ts";
import { withOutflows, withTotal } from "../../src/models/predicted-constraints.ts";
import { withMarginals } from "../../src/models/predicted-marginals.ts";
import { squareOf, worldOf, zonesOf } from "./worlds.ts";

const distances = squareOf(3, (i, j) => 5 * Math.abs(i - j));
const masses = { originMass: [2, 3, 5], destinationMass: [10, 20, 30] };
const options: GravityLawOptions = { ...masses, distances, deterrence: powerLaw() };
const model: GravityModel = { coefficients: { originMass: 1, destinationMass: 1, logDistance: -2 } };

function near(got: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(got.length).toBe(expected.length);
  for (let c = 0; c < got.length; c++) {
    if (expected[c] === 0) expect(got[c]).toBe(0);
    else expect(got[c]! / expected[c]!).toBeCloseTo(1, 12);
  }
}

describe("a law of gravity", () => {
  it("weighs a pair by both masses and the distance, and nothing goes to where it is", () => {
    const law = gravityLaw(model, options);
    near(denseFromRows(law).value, [0, 40 / 25, 60 / 100, 30 / 25, 0, 90 / 25, 50 / 100, 100 / 25, 0]);
    expect(law.name).toBe("gravity by power law");
  });

  it("gives the logarithms of its weights too", () => {
    const law = gravityLaw(model, options);
    const logs = new Float64Array(3);
    law.fillLogRow!(1, logs);
    expect([...logs.map(Math.exp)].map((x) => x.toFixed(12))).toEqual(
      [...denseFromRows(law).value.slice(3, 6)].map((x) => x.toFixed(12)),
    );
    expect(logs[1]).toBe(-Infinity);
  });

  it("adds covariates of origins, destinations and pairs, an offset and a constant", () => {
    const covariates = [
      originCovariate("jobless", [1, 0, 2]),
      destinationCovariate("rent", [0, 3, 1]),
      pairCovariate(
        "border",
        squareOf(3, (i, j) => (Math.abs(i - j) === 1 ? 1 : 0)),
      ),
    ];
    const coefficients = { ...model.coefficients, jobless: 0.5, rent: -0.25, border: 2, constant: -1 };
    const law = gravityLaw({ coefficients }, { ...options, covariates, offset: squareOf(3, (i) => i / 10) });
    const plain = denseFromRows(gravityLaw(model, options)).value;
    near(
      denseFromRows(law).value,
      plain.map((w, c) => {
        const [i, j] = [Math.floor(c / 3), c % 3];
        const border = Math.abs(i - j) === 1 ? 2 : 0;
        return w * Math.exp(0.5 * [1, 0, 2][i]! - 0.25 * [0, 3, 1][j]! + border + i / 10 - 1);
      }),
    );
  });

  it("reads distances by row as it reads them whole", () => {
    const byRow = {
      rows: 3,
      columns: 3,
      fillRow: (row: number, into: Float64Array) => {
        into.set(distances.value.subarray(3 * row, 3 * row + 3));
      },
    };
    const whole = denseFromRows(gravityLaw(model, options)).value;
    expect(denseFromRows(gravityLaw(model, { ...options, distances: byRow })).value).toEqual(whole);
  });

  it("lets people stay where they are only where it is told so", () => {
    const within = { ...options, deterrence: exponentialDecay(), intrazonal: true };
    const law = gravityLaw({ coefficients: { originMass: 1, destinationMass: 1, distance: -0.1 } }, within);
    expect(denseFromRows(law).value[4]).toBeCloseTo(3 * 20, 12);
  });

  it("sends nobody from or to places without mass, whatever their exponents", () => {
    for (const exponent of [-1, 0, 1]) {
      const coefficients = { originMass: exponent, destinationMass: exponent, logDistance: -2 };
      const law = gravityLaw({ coefficients }, { ...options, originMass: [2, 0, 5], destinationMass: [0, 20, 30] });
      const { value } = denseFromRows(law);
      expect([...value].map((w) => w > 0)).toEqual([false, true, true, false, false, false, false, true, false]);
    }
  });

  it("of a fit has its fitted flows as weights, whatever constants it has", () => {
    const world = worldOf(7, "fitted");
    const given = { distances: world.distances, deterrence: tannerDecay() };
    const mass = { originMass: world.mass, destinationMass: world.mass };
    const off = world.cells.map((flow, c) => (c % 8 === 0 ? 0 : flow));
    const outflows = world.mass.map((_, o) => off.slice(7 * o, 7 * o + 7).reduce((a, b) => a + b));
    const inflows = world.mass.map((_, d) => off.reduce((sum, flow, c) => (c % 7 === d ? sum + flow : sum), 0));
    const total = outflows.reduce((a, b) => a + b);
    const open = fitGravity(world.flows, { ...given, ...mass, constraint: unconstrained() });
    near(
      predictFlows(gravityLaw(open, { ...given, ...mass }), withTotal({ total })).value,
      predictGravity(open, { ...given, ...mass }).value,
    );
    const singly = { ...given, destinationMass: world.mass };
    const single = fitGravity(world.flows, { ...singly, constraint: originConstrained() });
    near(
      predictGravity(single, { ...singly, constraint: withOutflows({ outflows }) }).value,
      predictGravity(single, singly).value,
    );
    // The factors of a prediction are constants of a model whose weights are these flows.
    const bare = { coefficients: { logDistance: -1.5, distance: 0.01 } };
    const balanced = predictFlows(gravityLaw(bare, given), withMarginals({ outflows, inflows }));
    const { originConstants, destinationConstants } = balanced;
    near(predictGravity({ ...bare, originConstants, destinationConstants }, given).value, balanced.value);
  });

  it("says which row it has not, and how long a row is", () => {
    const law = gravityLaw(model, options);
    for (const fill of [law.fillRow, law.fillLogRow!]) {
      expect(() => fill(3, new Float64Array(3))).toThrow(
        "the law gravity by power law: row must be a whole number from 0",
      );
      expect(() => fill(0, new Float64Array(4))).toThrow(
        "the law gravity by power law: into must be of length 3, got 4",
      );
    }
  });

  it("says what is missing, what is too much, and what is wrong", () => {
    const law = (m: GravityModel, o: GravityLawOptions) => () => gravityLaw(m, o);
    const { originMass: _, ...without } = options;
    expect(law(model, without)).toThrow("gravityLaw: originMass must be given for a model");
    expect(law({ coefficients: { destinationMass: 1, logDistance: -2 } }, options)).toThrow(
      "gravityLaw: originMass must be left out for a model without a coefficient of it, got Array of 3",
    );
    expect(law({ coefficients: { originMass: 1, destinationMass: 1 } }, options)).toThrow(
      "gravityLaw: model.coefficients.logDistance must be given, as the options have its values, got undefined",
    );
    expect(law({ coefficients: { ...model.coefficients, distance: 1 } }, options)).toThrow(
      'gravityLaw: model.coefficients must be of terms that the options give values for, got "distance" (they give: originMass, destinationMass, logDistance)',
    );
    expect(law({ ...model, originConstants: Float64Array.of(0, Number.NaN, 0) }, options)).toThrow(
      "gravityLaw: model.originConstants[1] must be a number, or −Infinity for none, got NaN",
    );
    const elsewhere = { ...distances, locations: zonesOf(3) };
    const constants = { originConstants: new Float64Array(3), locations: { ...zonesOf(3), key: "other" } };
    expect(law({ ...model, ...constants }, { ...options, distances: elsewhere })).toThrow(
      "gravityLaw: distances must be over the same",
    );
    expect(law(model, { ...options, intrazonal: 1 as unknown as boolean })).toThrow("intrazonal must be true or false");
  });
});
