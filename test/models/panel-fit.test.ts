import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { createTable } from "../../src/core/table.ts";
import {
  classicalErrors,
  clusteredErrors,
  type ErrorRule,
  robustErrors,
  whiteErrors,
} from "../../src/models/difference-errors.ts";
import { cr2Errors, hc2Errors, hc3Errors } from "../../src/models/difference-small-samples.ts";
import { fitFlowPanel } from "../../src/models/panel-fit.ts";
import type { FlowEstimator } from "../../src/models/regression.ts";
import { modelErrors, observedErrors, ppmlErrors } from "../../src/models/regression-errors.ts";
import { logLinear, negativeBinomial, poisson } from "../../src/models/regression-estimators.ts";
import { buildCrossedGroups, buildPairGroups } from "../../src/models/regression-groups.ts";
import { slowCr2, slowHc3 } from "../slow/difference-small-samples.ts";
import { denseColumns, fitDense, leastSquaresDense, sandwichDense, thetaAway } from "../slow/panel-regression.ts";
import { normalOf, poissonOf, type WorldPanel, worldPanel } from "./panel-worlds.ts";

const COVARIATES = ["income", "far", "rain"];

/** Sets of fixed effects by name, none among them. */
function effectsOf({ columns: c }: WorldPanel): Record<string, ArrayLike<number>[]> {
  return {
    none: [],
    origin: [c.origin],
    "origin and destination": [c.origin, c.destination],
    "origin, destination and period": [c.origin, c.destination, c.period],
    "pair and period": [buildCrossedGroups([c.origin, c.destination]), c.period],
    "origins and destinations by period, and pairs": [
      buildCrossedGroups([c.origin, c.period]),
      buildCrossedGroups([c.destination, c.period]),
      buildCrossedGroups([c.origin, c.destination]),
    ],
  };
}

const close = (got: number | undefined, expected: number, tolerance = 1e-7): void => {
  expect(Math.abs(got! - expected), `${got} for ${expected}`).toBeLessThanOrEqual(
    tolerance * Math.max(1e-3, Math.abs(expected)),
  );
};

describe("a fit without columns of constants", () => {
  const panel = worldPanel(5, 5, 4);
  const c = panel.columns;
  for (const [name, fixedEffects] of Object.entries(effectsOf(panel))) {
    it(`is that with them: Poisson, ${name}`, () => {
      const fit = fitFlowPanel(panel, {
        flow: "flow",
        covariates: COVARIATES,
        fixedEffects,
        offset: "exposure",
        errors: modelErrors(),
      });
      const rows = Array.from(c.flow.keys()).filter((row) => !Number.isNaN(fit.fitted[row]!) && fit.fitted[row]! > 0);
      const told = COVARIATES.filter((term) => !fit.notToldApart.includes(term));
      const pick = (values: ArrayLike<number>): number[] => rows.map((row) => values[row]!);
      const constant = fixedEffects.length === 0 ? [rows.map(() => 1)] : [];
      const x = denseColumns(
        [...constant, ...told.map((term) => pick(c[term as "rain"]))],
        fixedEffects.map(pick),
        rows.length,
      );
      const y = pick(c.flow);
      const dense = fitDense(y, x, Infinity, pick(c.exposure));
      expect(fit.converged).toBe(true);
      expect(fit.parameters).toBe(dense.parameters);
      expect(fit.observations + fit.separatedRows.length + fit.singletonRows.length).toBe(panel.length);
      close(fit.logLikelihood, dense.logLikelihood, 1e-10);
      close(fit.deviance, dense.deviance, 1e-8);
      const terms = fit.terms.filter((term) => !fit.notToldApart.includes(term));
      terms.forEach((term, j) => {
        close(fit.coefficients[term], dense.coefficients[j]!);
      });
      terms.forEach((term, j) => {
        close(fit.standardErrors[term], Math.sqrt(dense.covariance[j]![j]!));
      });
      rows.forEach((row, i) => {
        close(fit.fitted[row], dense.means[i]!);
      });

      const scores = x.map((row, i) => row.map((v) => v * (y[i]! - dense.means[i]!)));
      const n = rows.length;
      const k = dense.parameters;
      const pairs = pick(buildPairGroups(c.origin, c.destination));
      const each = rows.map((_, i) => i);
      const groups = (of: number[]): number => new Set(of).size;
      const chi = y.reduce((sum, flow, i) => sum + (flow - dense.means[i]!) ** 2 / dense.means[i]!, 0);
      const byPair = (groups(pairs) / (groups(pairs) - 1)) * ((n - 1) / (n - k));
      const periods = pick(c.period);
      const both = each.map((i) => pairs[i]! * 100 + periods[i]!);
      const g = (of: number[]): number => groups(of) / (groups(of) - 1);
      for (const [rule, expected] of [
        [whiteErrors(), (j: number) => sandwichDense(dense.covariance, scores, each)[j]![j]!],
        [robustErrors(), (j: number) => (sandwichDense(dense.covariance, scores, each)[j]![j]! * n) / (n - k)],
        [ppmlErrors(), (j: number) => (sandwichDense(dense.covariance, scores, each)[j]![j]! * n) / (n - 1)],
        [classicalErrors(), (j: number) => (dense.covariance[j]![j]! * chi) / (n - k)],
        [
          clusteredErrors({ by: buildPairGroups(c.origin, c.destination) }),
          (j: number) => sandwichDense(dense.covariance, scores, pairs)[j]![j]! * byPair,
        ],
        [
          ppmlErrors({ by: buildPairGroups(c.origin, c.destination), and: c.period }),
          (j: number) =>
            sandwichDense(dense.covariance, scores, pairs)[j]![j]! * g(pairs) +
            sandwichDense(dense.covariance, scores, periods)[j]![j]! * g(periods) -
            sandwichDense(dense.covariance, scores, both)[j]![j]! * g(both),
        ],
      ] as const) {
        const own = fitFlowPanel(panel, {
          flow: "flow",
          covariates: COVARIATES,
          fixedEffects,
          offset: "exposure",
          errors: rule,
        });
        terms.forEach((term, j) => {
          // Scores of sets of constants cancel within periods: their share of two-way errors is rounding.
          const variance = expected(j);
          if (variance > 1e-12 && !Number.isNaN(own.standardErrors[term]!))
            close(own.standardErrors[term]! ** 2, variance, 1e-6);
        });
      }
    });
  }

  for (const name of ["none", "origin", "origin, destination and period"]) {
    it(`is that with them: negative binomial, ${name}`, () => {
      const fixedEffects = effectsOf(panel)[name]!;
      const options = { flow: "flow", covariates: COVARIATES, fixedEffects, estimator: negativeBinomial() };
      const fit = fitFlowPanel(panel, { ...options, errors: modelErrors() });
      const observed = fitFlowPanel(panel, { ...options, errors: observedErrors() });
      const constant = fixedEffects.length === 0 ? [new Float64Array(panel.length).fill(1)] : [];
      const x = denseColumns([...constant, ...COVARIATES.map((term) => c[term as "rain"])], fixedEffects, panel.length);
      expect(Math.abs(thetaAway(c.flow, x, fit.theta))).toBeLessThan(1e-4);
      const dense = fitDense(c.flow, x, fit.theta);
      expect([fit.converged, fit.parameters, fit.observations]).toEqual([true, dense.parameters, panel.length]);
      close(fit.logLikelihood, dense.logLikelihood, 1e-9);
      close(fit.deviance, dense.deviance, 1e-7);
      expect(fit.aic).toBeCloseTo(-2 * fit.logLikelihood + 2 * (dense.parameters + 1), 9);
      fit.terms.forEach((term, j) => {
        close(fit.coefficients[term], dense.coefficients[j]!, 1e-6);
        close(fit.standardErrors[term], Math.sqrt(dense.covariance[j]![j]!), 1e-6);
        close(observed.standardErrors[term], Math.sqrt(dense.observedCovariance[j]![j]!), 2e-4);
      });
      // theta's own error is that at fixed means.
      const h = 1e-3 * fit.theta;
      const at = (theta: number): number => {
        let sum = 0;
        for (let i = 0; i < panel.length; i++) sum += pointwise(c.flow[i]!, dense.means[i]!, theta);
        return sum;
      };
      const bend = -(at(fit.theta + h) - 2 * at(fit.theta) + at(fit.theta - h)) / (h * h);
      close(fit.thetaError, 1 / Math.sqrt(bend), 1e-3);
    });
  }

  for (const name of ["none", "origin and destination", "pair and period"]) {
    it(`is that with them: logarithms, ${name}`, () => {
      const fixedEffects = effectsOf(panel)[name]!;
      const options = { flow: "flow", covariates: COVARIATES, fixedEffects, estimator: logLinear() };
      const fit = fitFlowPanel(panel, options);
      const rows = Array.from(c.flow.keys()).filter((row) => !Number.isNaN(fit.fitted[row]!));
      const pick = (values: ArrayLike<number>): number[] => rows.map((row) => values[row]!);
      expect(rows.length + fit.withoutFlowRows.length + fit.singletonRows.length).toBe(panel.length);
      const told = COVARIATES.filter((term) => !fit.notToldApart.includes(term));
      const constant = fixedEffects.length === 0 ? [rows.map(() => 1)] : [];
      const x = denseColumns(
        [...constant, ...told.map((term) => pick(c[term as "rain"]))],
        fixedEffects.map(pick),
        rows.length,
      );
      const dense = leastSquaresDense(pick(c.flow).map(Math.log), x);
      const n = rows.length;
      const k = x[0]!.length;
      const squares = dense.residuals.reduce((sum, e) => sum + e * e, 0);
      const each = rows.map((_, i) => i);
      const spread = (of: (i: number) => number): number[][] =>
        sandwichDense(
          dense.inverse,
          x.map((row, i) => row.map((v) => v * dense.residuals[i]! * of(i))),
          each,
        );
      expect(fit.parameters).toBe(k);
      close(fit.smearing, dense.residuals.reduce((sum, e) => sum + Math.exp(e), 0) / n);
      close(fit.normalSmearing, Math.exp(squares / (n - k) / 2));
      const terms = fit.terms.filter((term) => !fit.notToldApart.includes(term));
      for (const [rule, variance] of [
        [classicalErrors(), dense.inverse.map((row) => row.map((v) => (v * squares) / (n - k)))],
        [whiteErrors(), spread(() => 1)],
        [robustErrors(), spread(() => Math.sqrt(n / (n - k)))],
        [hc2Errors(), spread((i) => 1 / Math.sqrt(1 - dense.leverage[i]!))],
        [hc3Errors(), spread((i) => 1 / (1 - dense.leverage[i]!))],
      ] as const) {
        const own = fitFlowPanel(panel, { ...options, errors: rule });
        terms.forEach((term, j) => {
          close(own.coefficients[term], dense.coefficients[j]!);
          close(own.standardErrors[term], Math.sqrt(variance[j]![j]!));
        });
      }
    });
  }
});

function pointwise(y: number, mu: number, theta: number): number {
  let sum = 0;
  for (let j = 0; j < y; j++) sum += Math.log(theta + j);
  return sum + theta * Math.log(theta) - (y + theta) * Math.log(theta + mu);
}

describe("rows that say nothing", () => {
  it("are refused where a covariate, the flow or the offset is missing, and counted", () => {
    const panel = createTable({
      flow: Float64Array.of(2, 4, Number.NaN, 6, 1),
      near: Float64Array.of(0, 1, 0, 1, Number.NaN),
    });
    const fit = fitFlowPanel(panel, { flow: "flow", covariates: ["near"] });
    expect(fit.refused.columns).toEqual({ row: Float64Array.of(3, 5), reason: ["missing flow", "missing near"] });
    expect(fit.observations).toBe(3);
    expect(Array.from(fit.fitted, (x) => Number.isNaN(x))).toEqual([false, false, true, false, true]);
  });

  it("of groups without a flow are separated, those alone in their group single", () => {
    const panel = createTable({
      flow: Float64Array.of(0, 0, 3, 5, 4, 7),
      near: Float64Array.of(1, 2, 1, 2, 1, 2),
      place: Uint32Array.of(0, 0, 1, 1, 2, 3),
    });
    const fit = fitFlowPanel(panel, { flow: "flow", covariates: ["near"], fixedEffects: [panel.columns.place] });
    expect(Array.from(fit.separatedRows)).toEqual([0, 1]);
    expect(Array.from(fit.singletonRows)).toEqual([4, 5]);
    expect(fit.coefficients["near"]).toBeCloseTo(Math.log(5 / 3), 10);
    expect(Array.from(fit.fitted.subarray(0, 2))).toEqual([0, 0]);
    expect(fit.fitted[4]).toBeNaN();
  });

  it("are numbered as in the panel, whatever was refused before them", () => {
    const panel = createTable({
      flow: Float64Array.of(Number.NaN, 9, 0, 0, 3, 5, 4),
      near: Float64Array.of(1, Number.NaN, 1, 2, 1, 2, 1),
      place: Uint32Array.of(0, 0, 0, 0, 1, 1, 2),
    });
    const fixedEffects = [panel.columns.place];
    const fit = fitFlowPanel(panel, { flow: "flow", covariates: ["near"], fixedEffects });
    expect([fit.separatedRows, fit.singletonRows]).toEqual([Uint32Array.of(2, 3), Uint32Array.of(6)]);
    expect(fit.refused.columns.row).toEqual(Float64Array.of(1, 2));
    expect(Array.from(fit.fitted, (x) => Math.round(x))).toEqual([Number.NaN, Number.NaN, 0, 0, 3, 5, Number.NaN]);
    const logs = fitFlowPanel(panel, { flow: "flow", covariates: ["near"], estimator: logLinear() });
    expect(logs.withoutFlowRows).toEqual(Uint32Array.of(2, 3));
  });

  it("without any flow leave everything undefined", () => {
    const panel = createTable({ flow: new Float64Array(4), near: Float64Array.of(0, 1, 0, 1) });
    for (const estimator of [poisson(), negativeBinomial(), logLinear()]) {
      const fit = fitFlowPanel(panel, { flow: "flow", covariates: ["near"], estimator });
      expect(fit.coefficients["near"]).toBeNaN();
      expect(fit.standardErrors["near"]).toBeNaN();
      expect(fit.observations).toBe(0);
      expect(fit.separatedRows.length + fit.withoutFlowRows.length).toBe(4);
    }
  });
});

describe("covariates that are not told apart", () => {
  const base = worldPanel(3, 4, 3);
  const panel = {
    length: base.length,
    columns: {
      ...base.columns,
      twice: base.columns.far.map((x) => 2 * x),
      same: new Float64Array(base.length).fill(7),
    },
  };
  it("are NaN and named, and leave the others as they are", () => {
    const without = fitFlowPanel(panel, { flow: "flow", covariates: ["rain", "far"] });
    const fit = fitFlowPanel(panel, { flow: "flow", covariates: ["rain", "far", "twice"] });
    expect(fit.notToldApart).toEqual(["far", "twice"]);
    expect(fit.coefficients["rain"]).toBeCloseTo(without.coefficients["rain"]!, 10);
    expect(fit.standardErrors["rain"]).toBeCloseTo(without.standardErrors["rain"]!, 10);
    expect(fit.parameters).toBe(without.parameters);
    expect(fitFlowPanel(panel, { flow: "flow", covariates: ["same"] }).notToldApart).toEqual(["constant", "same"]);
  });
  it("beside fixed effects are those that they speak for", () => {
    const { origin, destination } = panel.columns;
    const fixedEffects = [buildCrossedGroups([origin, destination])];
    expect(fitFlowPanel(panel, { flow: "flow", covariates: ["rain", "far"], fixedEffects }).notToldApart).toEqual([
      "far",
    ]);
  });
  it("because of separated rows are named so", () => {
    const table = createTable({
      flow: Float64Array.of(0, 0, 3, 5, 2),
      odd: Float64Array.of(1, 1, 0, 0, 0),
      x: Float64Array.of(0, 1, 0, 1, 2),
    });
    const fit = fitFlowPanel(table, { flow: "flow", covariates: ["odd", "x"] });
    expect(Array.from(fit.separatedRows)).toEqual([0, 1]);
    expect(fit.lostToSeparation).toEqual(["odd"]);
    expect(fit.converged).toBe(true);
  });
});

describe("wrong panels", () => {
  const panel = createTable({
    flow: Float64Array.of(2, 4.5, 1),
    near: Float64Array.of(0, 1, 2),
    name: ["a", "b", "c"],
  });
  it.each([
    [{ flow: "flows", covariates: [] }, "flow must be the name of a column of the panel"],
    [{ flow: "flow", covariates: ["name"] }, "panel.columns.name[0] must be a finite number or NaN"],
    [{ flow: "flow", covariates: ["near", "near"] }, "covariates must be all different"],
    [{ flow: "flow", covariates: ["near"], fixedEffects: [[0, 1]] }, "fixedEffects[0] must be of length 3"],
    [{ flow: "flow", covariates: ["near"], fixedEffects: [[0, 1, -1]] }, "fixedEffects[0][2] must be a whole number"],
    [{ flow: "flow", covariates: ["near"], estimator: negativeBinomial() }, "flow[1] must be a whole count"],
    [
      { flow: "flow", covariates: ["near"], errors: ppmlErrors({ by: [1, 2] }) },
      "the list of clusters must be of length 3",
    ],
  ])("are refused: %#", (options, sentence) => {
    expect(() => fitFlowPanel(panel, options)).toThrow(sentence);
  });
  it("with flows below 0 are refused", () => {
    const below = createTable({ flow: Float64Array.of(2, -1), near: Float64Array.of(0, 1) });
    expect(() => fitFlowPanel(below, { flow: "flow", covariates: ["near"] })).toThrow(
      "panel.columns.flow[1] must be a finite number of at least 0",
    );
  });
});

it("counts that vary less than Poisson's have a theta of Infinity and Poisson's fit", () => {
  const panel = createTable({ flow: Float64Array.of(3, 3, 3, 6, 6, 6), near: Float64Array.of(0, 0, 0, 1, 1, 1) });
  const fit = fitFlowPanel(panel, {
    flow: "flow",
    covariates: ["near"],
    estimator: negativeBinomial(),
    errors: modelErrors(),
  });
  expect([fit.theta, fit.converged]).toEqual([Infinity, true]);
  expect(fit.coefficients["near"]).toBeCloseTo(Math.LN2, 12);
  expect(fit.standardErrors["near"]).toBeCloseTo(Math.sqrt(1 / 9 + 1 / 18), 12);
});

describe("an offset", () => {
  const panel = worldPanel(5, 5, 4);
  const c = panel.columns;
  const options = { flow: "flow", covariates: COVARIATES };
  const ones = denseColumns([new Float64Array(panel.length).fill(1)], [], panel.length);

  it.each([
    ["Poisson, with one", poisson(), { offset: "exposure" }],
    ["Poisson, without", poisson(), {}],
    ["negative binomial, with one", negativeBinomial(), { offset: "exposure" }],
    ["negative binomial, without", negativeBinomial(), {}],
  ])("is in the fit of a constant too: %s", (_name, estimator, offset) => {
    const fit = fitFlowPanel(panel, { ...options, ...offset, estimator });
    const constant = fitFlowPanel(panel, { flow: "flow", covariates: [], ...offset, estimator });
    // The constant has a theta of its own, its deviance that of the fit.
    close(fit.nullLogLikelihood, constant.logLikelihood, 1e-10);
    const dense = fitDense(c.flow, ones, fit.theta, "offset" in offset ? c.exposure : undefined);
    close(fit.nullDeviance, dense.deviance, 1e-8);
    close(fit.mcFaddenR2, 1 - fit.logLikelihood / constant.logLikelihood, 1e-8);
    expect(constant.mcFaddenR2).toBeCloseTo(0, 9);
    const counted = fit.parameters + (fit.theta < Infinity ? 1 : 0);
    expect(fit.bic).toBeCloseTo(-2 * fit.logLikelihood + counted * Math.log(panel.length), 9);
  });

  it("of logarithms is as flows per unit of it", () => {
    const perUnit = {
      length: panel.length,
      columns: { ...c, flow: c.flow.map((y, i) => y / Math.exp(c.exposure[i]!)) },
    };
    const fit = fitFlowPanel(panel, { ...options, offset: "exposure", estimator: logLinear() });
    const same = fitFlowPanel(perUnit, { ...options, estimator: logLinear() });
    for (const term of fit.terms) {
      close(fit.coefficients[term], same.coefficients[term]!, 1e-10);
      close(fit.standardErrors[term], same.standardErrors[term]!, 1e-10);
    }
    close(fit.explainedDeviance, same.explainedDeviance, 1e-10);
    fit.fitted.forEach((mean, i) => {
      if (c.flow[i]! > 0) close(mean, same.fitted[i]! * Math.exp(c.exposure[i]!), 1e-9);
      else expect(mean).toBeNaN();
    });
    const at = (row: number): number =>
      Math.exp(
        c.exposure[row]! +
          fit.coefficients["constant"]! +
          COVARIATES.reduce((sum, term) => sum + fit.coefficients[term]! * c[term as "rain"][row]!, 0),
      );
    close(fit.fitted[0], at(0), 1e-10);
  });
});

it("a fit is Poisson's with errors that hold for any variance unless others are asked for", () => {
  const panel = worldPanel(5, 4, 3);
  const fit = fitFlowPanel(panel, { flow: "flow", covariates: COVARIATES });
  expect([fit.estimator, fit.errors]).toEqual(["Poisson", "HC1"]);
  const named = { flow: "flow", covariates: COVARIATES, estimator: poisson(), errors: robustErrors() };
  expect(fit).toEqual(fitFlowPanel(panel, named));
});

it("intervals of logarithms are drawn by t, those of counts by the normal distribution", () => {
  const panel = createTable({ flow: Float64Array.of(2, 4, 3, 6), near: Float64Array.of(0, 1, 0, 1) });
  const reachOf = (estimator: FlowEstimator, errors: ErrorRule): number => {
    const fit = fitFlowPanel(panel, { flow: "flow", covariates: ["near"], estimator, errors });
    const { high, coefficient, standardError } = fit.estimates.columns;
    return (high[1]! - coefficient[1]!) / standardError[1]!;
  };
  expect(reachOf(poisson(), modelErrors())).toBeCloseTo(1.959963984540054, 9);
  expect(reachOf(poisson(), ppmlErrors())).toBeCloseTo(1.959963984540054, 9);
  // t of two degrees of freedom.
  expect(reachOf(logLinear(), modelErrors())).toBeCloseTo(4.302652729696142, 8);
  expect(reachOf(logLinear(), observedErrors())).toBeCloseTo(4.302652729696142, 8);
});

it("counts that vary hardly more than Poisson's have a theta far above them, and an end", () => {
  const random = createRandom("nb273");
  const near = Float64Array.from({ length: 200 }, () => normalOf(random));
  const panel = createTable({ flow: near.map((x) => poissonOf(random, Math.exp(0.5 + 0.4 * x))), near });
  const options = { flow: "flow", covariates: ["near"] };
  const fit = fitFlowPanel(panel, { ...options, estimator: negativeBinomial() });
  expect(fit.theta).toBeGreaterThan(1000);
  expect([fit.theta < Infinity, fit.converged]).toEqual([true, true]);
  expect(fit.coefficients["near"]).toBeCloseTo(fitFlowPanel(panel, options).coefficients["near"]!, 4);
});

describe("rules for small samples beside three sets of fixed effects", () => {
  const panel = worldPanel(5, 5, 4);
  const c = panel.columns;
  for (const name of ["origin, destination and period", "origins and destinations by period, and pairs"]) {
    it.each([
      ["Poisson", poisson()],
      ["logarithms", logLinear()],
    ])(`are what matrices of all rows and dummies give: ${name}, %s`, (_name, estimator) => {
      const factors = effectsOf(panel)[name]!;
      const columns = [c.income, c.far, c.rain].slice(name.includes("pairs") ? 2 : 0);
      const fit = estimator.regress("test", { response: c.flow, columns, factors });
      const pick = (values: ArrayLike<number>): number[] => Array.from(fit.rows, (row) => values[row]!);
      const x = columns.map(pick);
      const own = pick(c.flow).map((_, i) => i);
      const sets = factors.map(pick);
      // Fitted again, residuals are their own.
      const y = Array.from(fit.residuals);
      const weights = fit.weights === undefined ? undefined : Array.from(fit.weights);
      for (const [rule, errors, freedom] of [
        [hc2Errors(), ...Object.values(slowCr2(y, x, sets, own, weights))],
        [hc3Errors(), slowHc3(y, x, sets, weights), null],
        [cr2Errors({ by: c.origin }), ...Object.values(slowCr2(y, x, sets, pick(c.origin), weights))],
        [cr2Errors({ by: c.period }), ...Object.values(slowCr2(y, x, sets, pick(c.period), weights))],
      ] as [ErrorRule, number[], number[] | null][]) {
        const got = rule(fit, fit.rows, panel.length, "test");
        x.forEach((_, j) => {
          close(Math.sqrt(got.covariance[j * x.length + j]!), errors[j]!, 1e-6);
          if (freedom !== null) close(got.degreesOfFreedom[j], freedom[j]!, 1e-5);
        });
      }
    });
  }
});

it("logarithms that are met exactly say nothing about errors, by whichever rule", () => {
  const panel = createTable({ flow: Float64Array.of(2, 4, 2, 4), near: Float64Array.of(0, 1, 0, 1) });
  for (const errors of [modelErrors(), observedErrors(), classicalErrors(), robustErrors()]) {
    const fit = fitFlowPanel(panel, { flow: "flow", covariates: ["near"], estimator: logLinear(), errors });
    expect(fit.coefficients["near"]).toBeCloseTo(Math.LN2, 12);
    expect([fit.standardErrors["near"], fit.dispersion]).toEqual([Number.NaN, expect.closeTo(0, 20)]);
  }
});

it("flows that are met exactly leave sandwich errors undefined", () => {
  const panel = createTable({ flow: Float64Array.of(2, 4, 2, 4), near: Float64Array.of(0, 1, 0, 1) });
  expect(fitFlowPanel(panel, { flow: "flow", covariates: ["near"] }).standardErrors["near"]).toBeNaN();
});
