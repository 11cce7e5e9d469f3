import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import { compareCoefficients, fitGroupContrast } from "../../src/models/contrast.ts";
import { clusteredErrors, robustErrors } from "../../src/models/difference-errors.ts";
import { fitFlowPanel } from "../../src/models/panel-fit.ts";
import { modelErrors, ppmlErrors } from "../../src/models/regression-errors.ts";
import { buildPairGroups } from "../../src/models/regression-groups.ts";
import { worldPanel } from "./panel-worlds.ts";

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
