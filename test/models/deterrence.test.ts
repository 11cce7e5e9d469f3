import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { fitLaw } from "../../src/models/calibration.ts";
import { mostLikely } from "../../src/models/calibration-criteria.ts";
import { logarithmicSteps } from "../../src/models/calibration-parameters.ts";
import { originConstrained } from "../../src/models/constraints.ts";
import {
  type Deterrence,
  deterrenceBy,
  exponentialDecay,
  logNormalDecay,
  powerLaw,
  tannerDecay,
} from "../../src/models/deterrence.ts";
import { type FitDeterrenceOptions, fitDeterrence } from "../../src/models/deterrence-fit.ts";
import { shiftedPower } from "../../src/models/deterrence-shifted.ts";
import { fitGravity } from "../../src/models/gravity.ts";
import type { FlowLaw } from "../../src/models/law.ts";
import { worldOf, zonesOf } from "./worlds.ts";

/** The terms of a deterrence function at some costs, cost after cost; one number more must stay as it is. */
function termsAt(deterrence: Deterrence, costs: readonly number[]): number[][] {
  const into = deterrence.terms.map(() => new Float64Array(costs.length + 1).fill(77));
  deterrence.fillTerms(Float64Array.of(...costs, 5), costs.length, into);
  for (const values of into) expect(values[costs.length]).toBe(77);
  return costs.map((_, k) => into.map((values) => values[k]!));
}

describe("deterrence functions", () => {
  it("are told by their terms, of as many costs as there are", () => {
    const [two, half] = [Math.log(2), -Math.log(2)];
    const near = (rows: number[][], expected: number[][]): void => {
      for (const [k, row] of rows.entries()) {
        for (const [t, x] of row.entries()) expect(x).toBeCloseTo(expected[k]![t]!, 14);
      }
    };
    near(termsAt(powerLaw(), [2, 0.5, 1]), [[two], [half], [0]]);
    near(termsAt(exponentialDecay(), [2, 0.5, 0]), [[2], [0.5], [0]]);
    near(termsAt(tannerDecay(), [2, 0.5]), [
      [two, 2],
      [half, 0.5],
    ]);
    near(termsAt(logNormalDecay(), [2, 0.5]), [
      [two, two * two],
      [half, two * two],
    ]);
    near(termsAt(shiftedPower({ scale: 4 }), [0, 4, 12]), [[0], [two], [2 * two]]);
    const own = deterrenceBy({ name: "own", terms: { root: Math.sqrt, far: (d) => Number(d > 1) } });
    near(termsAt(own, [4, 0.25]), [
      [2, 1],
      [0.5, 0],
    ]);
    expect(own).toMatchObject({ name: "own", terms: ["root", "far"], costs: "such that root, far are finite" });
  });

  it("give no finite term for a cost they do not take", () => {
    for (const deterrence of [powerLaw(), tannerDecay(), logNormalDecay()]) {
      expect(termsAt(deterrence, [0])[0]![0]).toBe(-Infinity);
    }
    expect(termsAt(exponentialDecay(), [0])[0]).toEqual([0]);
    expect(termsAt(shiftedPower({ scale: 1e-3 }), [0])[0]).toEqual([0]);
  });

  it("keep the digits of distances far below the scale", () => {
    expect(termsAt(shiftedPower({ scale: 1e9 }), [1])[0]![0]! / 1e-9).toBeCloseTo(1 - 5e-10, 13);
  });

  it("are named by what they are made of, and refuse what is none", () => {
    expect([powerLaw(), exponentialDecay(), tannerDecay(), logNormalDecay()].map(({ name }) => name)).toEqual([
      "power law",
      "exponential decay",
      "Tanner decay",
      "log-normal decay",
    ]);
    expect(shiftedPower({ scale: 3 }).name).toBe("shifted power law, scale 3");
    expect(() => shiftedPower({ scale: 0 })).toThrow("shiftedPower: scale must be a finite number above 0, got 0");
    expect(() => deterrenceBy({ name: "none", terms: {} })).toThrow(
      "deterrenceBy: terms must be functions of a cost by name",
    );
    expect(() => deterrenceBy({ name: "no", terms: { x: 3 as unknown as () => number } })).toThrow(
      "deterrenceBy: terms.x must be a function of a cost, got 3",
    );
  });
});

describe("a deterrence function with a parameter that is no coefficient", () => {
  const n = 14;
  const { distances, mass } = worldOf(n, 4);
  const random = createRandom(9);
  const row = new Float64Array(n);
  const value = new Float64Array(n * n);
  for (let o = 0; o < n; o++) {
    for (let d = 0; d < n; d++) row[d] = d === o ? 0 : mass[d]! * (1 + distances.value[o * n + d]! / 20) ** -4;
    const total = row.reduce((a, b) => a + b, 0);
    for (let person = 0; person < 3000; person++) {
      let left = random() * total;
      let d = 0;
      while (d < n - 1 && left >= row[d]!) left -= row[d++]!;
      value[o * n + d]!++;
    }
  }
  const flows = { locations: zonesOf(n), ...sparseFromDense(n, n, value) };
  const options: FitDeterrenceOptions = {
    distances,
    destinationMass: mass,
    constraint: originConstrained(),
    deterrenceAt: (scale) => shiftedPower({ scale }),
    range: { from: 1, to: 1000, scale: logarithmicSteps() },
  };
  const found = fitDeterrence(flows, options);

  it("is found where the law of the same shape is most likely, with the same errors", () => {
    const lawAt = ({ m, a, scale }: { m: number; a: number; scale: number }): FlowLaw => ({
      name: "shifted",
      rows: n,
      columns: n,
      fillRow: (o, into) => {
        for (let d = 0; d < n; d++)
          into[d] = d === o ? 0 : mass[d]! ** m * (1 + distances.value[o * n + d]! / scale) ** -a;
      },
    });
    const { m, a, scale } = { m: { from: 0, to: 2 }, a: { from: 1, to: 10 }, scale: options.range };
    const law = fitLaw(flows, { lawAt, parameters: { m, a, scale }, criterion: mostLikely() });
    expect(found.parameter / law.parameters.scale).toBeCloseTo(1, 5);
    expect(found.fit.coefficients["logShiftedDistance"]! / -law.parameters.a).toBeCloseTo(1, 5);
    // Second derivatives of the flows differ from their expectation, which errors of the gravity model are made of.
    expect(found.poissonError / law.poissonErrors.scale).toBeCloseTo(1, 1);
    expect(found.standardErrors["logShiftedDistance"]! / law.standardErrors.a).toBeCloseTo(1, 1);
    expect(Math.abs(found.parameter - 20)).toBeLessThan(3 * found.poissonError);
    expect(found).toMatchObject({ atBound: false, converged: true });
  });

  it("has the lowest deviance of a fine grid, and errors that know it was searched", () => {
    const deviances = Array.from({ length: 41 }, (_, i) => {
      const deterrence = shiftedPower({ scale: found.parameter * (0.8 + i / 100) });
      return fitGravity(flows, { distances, destinationMass: mass, constraint: originConstrained(), deterrence })
        .deviance;
    });
    expect(deviances.indexOf(Math.min(...deviances))).toBe(20);
    expect(found.fit.deviance).toBeCloseTo(deviances[20]!, 6);
    const term = "logShiftedDistance";
    expect(found.standardErrors[term]).toBeGreaterThan(1.5 * found.fit.standardErrors[term]!);
    expect(found.curve.parameter[0]).toBe(1);
    expect(found.curve.deviance).toHaveLength(17);
    expect(found.evaluations).toBeLessThan(45);
  });

  it("may be at the bound, without an error of its own", () => {
    const bound = fitDeterrence(flows, { ...options, range: { from: 100, to: 1000 } });
    expect(bound).toMatchObject({ parameter: 100, atBound: true, standardError: Number.NaN, poissonError: Number.NaN });
    expect(bound.standardErrors).toEqual(bound.fit.standardErrors);
  });

  it("is NaN where the function does not know it", () => {
    const none = fitDeterrence(flows, { ...options, deterrenceAt: (_) => exponentialDecay() });
    expect(none).toMatchObject({ parameter: Number.NaN, standardError: Number.NaN, converged: false });
  });

  it("is refused for what is no deterrence function or no range", () => {
    expect(() => fitDeterrence(flows, { ...options, range: { from: 2, to: 1 } })).toThrow(
      "fitDeterrence: range.to must be above range.from, 2, got 1",
    );
    const wrong = { ...options, deterrenceAt: (_: number) => ({}) as Deterrence };
    expect(() => fitDeterrence(flows, wrong)).toThrow(
      "fitDeterrence: deterrence must be a deterrence function such as powerLaw()",
    );
  });
});
