import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { rowsOf } from "../../src/core/table.ts";
import { originConstrained, unconstrained } from "../../src/models/constraints.ts";
import { compareCoefficients, fitGroupContrast } from "../../src/models/contrast.ts";
import { powerLaw } from "../../src/models/deterrence.ts";
import { clusteredErrors, robustErrors } from "../../src/models/difference-errors.ts";
import { hc2Errors } from "../../src/models/difference-small-samples.ts";
import { fitGravity } from "../../src/models/gravity.ts";
import { fitFlowPanel } from "../../src/models/panel-fit.ts";
import { buildFlowPanel } from "../../src/models/panel-rows.ts";
import { modelErrors, ppmlErrors } from "../../src/models/regression-errors.ts";
import { buildPairGroups } from "../../src/models/regression-groups.ts";
import { poissonOf, worldPanel } from "./panel-worlds.ts";

/** Two groups' flows in one table, and the same as rows of one below the other. */
function twoGroups() {
  const one = worldPanel(1, 6, 3).columns;
  const other = worldPanel(2, 6, 3).columns.flow;
  const length = one.flow.length;
  const side = { length, columns: { ...one, refugees: one.flow, locals: other.map((y, i) => y + (i % 3)) } };
  const { refugees, locals, rain, far, origin, destination } = side.columns;
  const twice = (column: Float64Array): Float64Array => Float64Array.from([...column, ...column]);
  const isFirst = Float64Array.from({ length: 2 * length }, (_, i) => (i < length ? 1 : 0));
  const stacked = {
    length: 2 * length,
    columns: {
      flow: Float64Array.from([...refugees, ...locals]),
      isFirst,
      rain: twice(rain),
      far: twice(far),
      rainFirst: twice(rain).map((x, i) => x * isFirst[i]!),
      farFirst: twice(far).map((x, i) => x * isFirst[i]!),
    },
  };
  const pairs = buildPairGroups(origin, destination);
  return { side, stacked, pairs, pairsTwice: Uint32Array.from([...pairs, ...pairs]) };
}

describe("two groups on the same rows", () => {
  const { side, stacked, pairs, pairsTwice } = twoGroups();
  it.each([
    ["clusters of pairs", ppmlErrors({ by: pairs }), ppmlErrors({ by: pairsTwice })],
    ["independent rows", robustErrors(), robustErrors()],
    ["the model", modelErrors(), modelErrors()],
  ])("differ as the interactions of one pooled regression say, with its errors: %s", (_name, own, pooledRule) => {
    const contrast = fitGroupContrast(side, {
      flows: ["refugees", "locals"],
      covariates: ["rain", "far"],
      errors: own,
    });
    const pooled = fitFlowPanel(stacked, {
      flow: "flow",
      covariates: ["rain", "far", "isFirst", "rainFirst", "farFirst"],
      errors: pooledRule,
    });
    const [rain, far] = rowsOf(contrast.differences);
    expect(rain!.difference).toBeCloseTo(pooled.coefficients["rainFirst"]!, 9);
    expect(far!.difference).toBeCloseTo(pooled.coefficients["farFirst"]!, 9);
    expect(rain!.standardError / pooled.standardErrors["rainFirst"]!).toBeCloseTo(1, 3);
    expect(far!.standardError / pooled.standardErrors["farFirst"]!).toBeCloseTo(1, 3);
  });

  it("have intervals of the confidence asked for, and no constant among the differences", () => {
    const options = { flows: ["refugees", "locals"] as const, covariates: ["rain", "far"], errors: modelErrors() };
    const { differences, joint, first } = fitGroupContrast(side, { ...options, confidence: 0.9 });
    expect(differences.columns.term).toEqual(["rain", "far"]);
    expect(joint.numerator).toBe(2);
    const { low, high, standardError } = differences.columns;
    expect((high[0]! - low[0]!) / standardError[0]!).toBeCloseTo(2 * 1.6448536269514722, 9);
    const own = first.estimates.columns;
    expect((own.high[1]! - own.low[1]!) / own.standardError[1]!).toBeCloseTo(2 * 1.6448536269514722, 9);
  });

  it("have the fits that each has alone", () => {
    const errors = clusteredErrors({ by: pairs });
    const contrast = fitGroupContrast(side, { flows: ["refugees", "locals"], covariates: ["rain", "far"], errors });
    expect(contrast.first).toEqual(fitFlowPanel(side, { flow: "refugees", covariates: ["rain", "far"], errors }));
    expect(contrast.second).toEqual(fitFlowPanel(side, { flow: "locals", covariates: ["rain", "far"], errors }));
  });

  it("that are one group differ in nothing, for certain where rows are clusters", () => {
    const errors = ppmlErrors({ by: pairs });
    const { differences, joint } = fitGroupContrast(side, {
      flows: ["refugees", "refugees"],
      covariates: ["rain"],
      errors,
    });
    expect(differences.columns.difference[0]).toBe(0);
    expect(differences.columns.standardError[0]! < 1e-6 || Number.isNaN(differences.columns.standardError[0]!)).toBe(
      true,
    );
    expect(Number.isNaN(joint.p) || joint.p <= 1).toBe(true);
  });

  it("without common errors have the root of the summed squares", () => {
    const errors = modelErrors();
    const contrast = fitGroupContrast(side, { flows: ["refugees", "locals"], covariates: ["rain", "far"], errors });
    const simple = compareCoefficients(contrast.first, contrast.second);
    for (const name of ["difference", "standardError", "p", "low"] as const) {
      contrast.differences.columns[name].forEach((x, j) => {
        expect(simple.differences.columns[name][j]).toBeCloseTo(x, 10);
      });
    }
    expect(simple.joint.p).toBeCloseTo(contrast.joint.p, 8);
    const { first, second } = contrast;
    expect(simple.differences.columns.standardError[1]).toBeCloseTo(
      Math.hypot(first.standardErrors["far"]!, second.standardErrors["far"]!),
      12,
    );
  });
});

describe("two fits", () => {
  const fit = (...b: number[]) => ({
    terms: ["constant", "a", "b"],
    coefficients: { constant: b[0]!, a: b[1]!, b: b[2]! },
    covariance: Float64Array.of(1, 0, 0, 0, 0.04, 0.01, 0, 0.01, 0.09),
  });
  it("are tested together by Wald's χ²", () => {
    const { differences, joint } = compareCoefficients(fit(0, 1, 2), fit(5, 0.5, 1), { confidence: 0.9 });
    expect(differences.columns.term).toEqual(["a", "b"]);
    // V = 2 · [[0.04, 0.01], [0.01, 0.09]]; d = (0.5, 1): dᵀ V⁻¹ d = (0.25 · 0.18 − 2 · 0.5 · 0.02 + 1 · 0.08) / (0.08 · 0.18 − 0.02²).
    const wald = (0.25 * 0.18 - 2 * 0.5 * 0.02 + 0.08) / (0.08 * 0.18 - 0.0004);
    expect(joint.f * 2).toBeCloseTo(wald, 10);
    // χ² of two degrees of freedom.
    expect(joint.p).toBeCloseTo(Math.exp(-wald / 2), 7);
    const reach = 1.6448536269514722 * Math.sqrt(0.08);
    expect(differences.columns.low[0]).toBeCloseTo(0.5 - reach, 12);
    expect(differences.columns.high[0]).toBeCloseTo(0.5 + reach, 12);
  });
  it("compare the terms asked for, and refuse others", () => {
    expect(
      compareCoefficients(fit(0, 1, 2), fit(5, 0.5, 1), { terms: ["constant"] }).differences.columns.difference[0],
    ).toBe(-5);
    expect(() => compareCoefficients(fit(0, 1, 2), fit(0, 1, 2), { terms: ["c"] })).toThrow(
      "terms must be different terms that both fits have",
    );
    expect(() => compareCoefficients(fit(0, 1, 2), { ...fit(0, 1, 2), covariance: Float64Array.of(1) })).toThrow(
      "second.covariance",
    );
  });
  it("with a coefficient that is not told apart leave it out of the test", () => {
    const { differences, joint } = compareCoefficients(fit(0, Number.NaN, 2), fit(5, 0.5, 1));
    expect(differences.columns.difference[0]).toBeNaN();
    expect(joint.numerator).toBe(1);
    expect(joint.f).toBeCloseTo(1 / 0.18, 10);
  });
});

describe("groups whose coefficients are not all told apart", () => {
  it("keep degrees of freedom, intervals and the test of those that are", () => {
    const { side } = twoGroups();
    const panel = { length: side.length, columns: { ...side.columns, twice: side.columns.far.map((x) => 2 * x) } };
    const options = { flows: ["refugees", "locals"] as const, errors: hc2Errors() };
    const alone = fitGroupContrast(panel, { ...options, covariates: ["rain", "far"] });
    const { differences, first, second, joint } = fitGroupContrast(panel, {
      ...options,
      covariates: ["rain", "far", "twice"],
    });
    const [rain, far] = rowsOf(differences);
    expect(rain!.degreesOfFreedom).toBe(
      Math.min(first.estimates.columns.degreesOfFreedom[1]!, second.estimates.columns.degreesOfFreedom[1]!),
    );
    expect(rain!.p).toBeCloseTo(rowsOf(alone.differences)[0]!.p, 9);
    expect([far!.difference, far!.degreesOfFreedom, far!.p]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(joint).toEqual({ f: rain!.t ** 2, numerator: 1, denominator: rain!.degreesOfFreedom, p: joint.p });
    expect(joint.p).toBeCloseTo(rain!.p, 9);
  });

  it("have degrees of freedom of their own by rules that know how few rows speak, the least for the joint test", () => {
    const { side } = twoGroups();
    const errors = hc2Errors();
    const options = { flows: ["refugees", "locals"] as const, covariates: ["rain", "far"], errors };
    const { differences, first, second, joint } = fitGroupContrast(side, options);
    const of = [1, 2].map((j) =>
      Math.min(first.estimates.columns.degreesOfFreedom[j]!, second.estimates.columns.degreesOfFreedom[j]!),
    );
    expect(Array.from(differences.columns.degreesOfFreedom)).toEqual(of);
    expect(of[0]).not.toBeCloseTo(of[1]!, 3);
    expect(joint.denominator).toBe(Math.min(...of));
  });
});

describe("gravity models of two groups", () => {
  const n = 12;
  const random = createRandom("two groups of travellers");
  const lon = Array.from({ length: n }, () => random());
  const lat = Array.from({ length: n }, () => random());
  const locations = createLocations(
    "zones",
    lon.map((_, l) => `z${l}`),
    lon,
    lat,
  );
  const mass = lon.map(() => 1 + 9 * random());
  const apart = Float64Array.from({ length: n * n }, (_, k) => {
    const [o, d] = [Math.floor(k / n), k % n];
    return o === d ? 0 : 0.1 + Math.hypot(lon[o]! - lon[d]!, lat[o]! - lat[d]!);
  });
  const distances = { rows: n, columns: n, value: apart };
  const flowsOf = (exponent: number) => ({
    locations,
    ...sparseFromDense(
      n,
      n,
      Array.from(apart, (far, k) => {
        const [o, d] = [Math.floor(k / n), k % n];
        return o === d ? 0 : poissonOf(random, mass[o]! ** 0.8 * mass[d]! ** 0.9 * far ** exponent);
      }),
    ),
  });
  const [refugees, locals] = [flowsOf(-1.5), flowsOf(-0.8)];
  const deterrence = powerLaw();

  it("are compared term by term, with the roots of their squared errors, and the test finds what was planted", () => {
    const options = { originMass: mass, destinationMass: mass, distances, deterrence, constraint: unconstrained() };
    const [first, second] = [fitGravity(refugees, options), fitGravity(locals, options)];
    const { differences, joint } = compareCoefficients(first, second);
    expect(differences.columns.term).toEqual(["originMass", "destinationMass", "logDistance"]);
    for (const row of rowsOf(differences)) {
      expect(row.difference).toBe(first.coefficients[row.term]! - second.coefficients[row.term]!);
      const error = Math.hypot(first.standardErrors[row.term]!, second.standardErrors[row.term]!);
      expect(row.standardError / error).toBeCloseTo(1, 12);
      expect(row.high - row.low).toBeCloseTo(2 * 1.959963984540054 * error, 10);
    }
    const [ofOrigins, ofDestinations, far] = rowsOf(differences);
    expect(far!.low < -0.7 && far!.high > -0.7).toBe(true);
    expect(far!.p).toBeLessThan(1e-10);
    expect(Math.min(ofOrigins!.p, ofDestinations!.p)).toBeGreaterThan(0.01);
    expect([joint.numerator, joint.denominator]).toEqual([3, Infinity]);
    expect(joint.p).toBeLessThan(1e-10);
  });

  it("with constants of origins have no constant to compare, and match fits of the same panel", () => {
    const options = { destinationMass: mass, distances, deterrence, constraint: originConstrained() };
    const { differences } = compareCoefficients(fitGravity(refugees, options), fitGravity(locals, options));
    expect(differences.columns.term).toEqual(["destinationMass", "logDistance"]);
    const covariates = {
      destinationCovariates: { destinationMass: { values: mass, log: true } },
      pairCovariates: { logDistance: { values: distances, log: true } },
    };
    const [first, second] = [refugees, locals].map((flows) => {
      const { panel } = buildFlowPanel([flows], covariates);
      const fixedEffects = [panel.columns.origin];
      return fitFlowPanel(panel, { flow: "flow", covariates: ["destinationMass", "logDistance"], fixedEffects });
    });
    const panels = compareCoefficients(first!, second!).differences.columns;
    for (const name of ["difference", "standardError", "low", "p"] as const) {
      differences.columns[name].forEach((x, j) => {
        expect(panels[name][j]).toBeCloseTo(x, 8);
      });
    }
  });
});
