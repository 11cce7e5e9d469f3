import { describe, expect, it } from "vitest";
import { createTable } from "../../src/core/table.ts";
import { unconstrained } from "../../src/models/constraints.ts";
import { exponentialDecay } from "../../src/models/deterrence.ts";
import {
  classicalErrors,
  clusteredErrors,
  type GeneralErrorRule,
  robustErrors,
  whiteErrors,
} from "../../src/models/difference-errors.ts";
import type { FlowErrorRule } from "../../src/models/flow-error-rule.ts";
import { fitGravity } from "../../src/models/gravity.ts";
import { gravityLaw } from "../../src/models/gravity-law.ts";
import { fitFlowPanel } from "../../src/models/panel-fit.ts";
import { predictFlows, predictFlowsByRow } from "../../src/models/predicted.ts";
import { withTotal } from "../../src/models/predicted-constraints.ts";
import { modelErrors, ppmlErrors } from "../../src/models/regression-errors.ts";
import { worldOf } from "./worlds.ts";

const n = 7;
const { flows, cells, distances } = worldOf(n, "one set of rules");
const mass = Float64Array.from({ length: n }, (_, l) => 2 + ((l * 5) % n));
const options = {
  originMass: mass,
  destinationMass: mass,
  distances,
  deterrence: exponentialDecay(),
  constraint: unconstrained(),
};

/** The same model as a table with a row per pair. */
const pairs = Array.from({ length: n * n }, (_, c) => c).filter((c) => Math.floor(c / n) !== c % n);
const panel = createTable({
  flow: Float64Array.from(pairs, (c) => cells[c]!),
  originMass: Float64Array.from(pairs, (c) => Math.log(mass[Math.floor(c / n)]!)),
  destinationMass: Float64Array.from(pairs, (c) => Math.log(mass[c % n]!)),
  distance: Float64Array.from(pairs, (c) => distances.value[c]!),
});
const covariates = ["originMass", "destinationMass", "distance"];

describe("a rule of errors", () => {
  const rules: readonly GeneralErrorRule[] = [
    classicalErrors(),
    whiteErrors(),
    robustErrors(),
    modelErrors(),
    ppmlErrors(),
  ];
  it.each(rules)("says the same of a gravity model and of a table of its pairs", (errors) => {
    const gravity = fitGravity(flows, { ...options, errors });
    const table = fitFlowPanel(panel, { flow: "flow", covariates, errors });
    expect(gravity.errors).toBe(table.errors);
    expect(gravity.estimates.columns.term).toEqual(table.estimates.columns.term);
    for (const term of gravity.terms) {
      expect(gravity.coefficients[term]! / table.coefficients[term]!).toBeCloseTo(1, 8);
      expect(gravity.standardErrors[term]! / table.standardErrors[term]!).toBeCloseTo(1, 8);
    }
  });

  it("of clusters of rows is refused by a gravity model, which has no rows", () => {
    const by = Array.from({ length: pairs.length }, () => 1);
    const refused = clusteredErrors({ by }) as unknown as FlowErrorRule;
    expect(() => fitGravity(flows, { ...options, errors: refused })).toThrow(
      "fitGravity: errors must be a rule of errors for flows such as robustErrors()",
    );
    expect(() => fitGravity(flows, { ...options, errors: ppmlErrors({ by }) })).toThrow(
      "fitGravity: errors must be ppmlErrors() without clusters",
    );
    expect(() => fitGravity(flows, { ...options, errors: robustErrors as unknown as FlowErrorRule })).toThrow(
      "call it",
    );
  });
});

it("the table of a fit has its coefficients with their z, p and intervals", () => {
  const fit = fitGravity(flows, options);
  const { term, coefficient, standardError, t, degreesOfFreedom, p, low, high } = fit.estimates.columns;
  expect(term).toEqual(["constant", "originMass", "destinationMass", "distance"]);
  for (const [j, name] of term.entries()) {
    expect([coefficient[j], standardError[j]]).toEqual([fit.coefficients[name], fit.standardErrors[name]]);
    expect(t[j]).toBe(coefficient[j]! / standardError[j]!);
    expect(degreesOfFreedom[j]).toBe(Infinity);
    expect((high[j]! - low[j]!) / standardError[j]!).toBeCloseTo(2 * 1.959963984540054, 9);
    expect(p[j]! < 0.05).toBe(low[j]! > 0 || high[j]! < 0);
  }
});

it("a fit is no law: predictions say which function makes one of it", () => {
  const fit = fitGravity(flows, options);
  const { originMass, destinationMass, deterrence } = options;
  for (const predict of [predictFlows, predictFlowsByRow]) {
    expect(() => predict(fit as never, withTotal({ total: 5 }))).toThrow(
      "law must be a law of flows, got a fit (gravityLaw(fit, options) makes a law of one)",
    );
    const law = gravityLaw(fit, { originMass, destinationMass, deterrence, distances });
    expect(predict(law, withTotal({ total: 5 })).unassignedTotal).toBe(0);
  }
});
