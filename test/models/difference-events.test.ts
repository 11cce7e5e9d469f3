import { inverse, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { fitLeastSquares } from "../../src/core/least-squares.ts";
import { createRandom } from "../../src/core/random.ts";
import { fisherTail } from "../../src/core/student.ts";
import { classicalErrors, clusteredErrors, type ErrorRule, robustErrors } from "../../src/models/difference-errors.ts";
import { fitEventStudy } from "../../src/models/difference-events.ts";
import { fitWithDummies } from "../slow/difference.ts";
import { panelOf, valuesOf } from "./difference-worlds.ts";

const panel = panelOf(5, 6);
const value = valuesOf(panel, 8);
const groups = { treated: "refugees", control: "locals", basePeriod: 2, prePeriods: [0, 1] };
const { label, location, period } = panel.columns;
const rows = Array.from(label.keys()).filter((i) => label[i] !== 2);
const take = (list: ArrayLike<number>): number[] => rows.map((row) => list[row]!);
const others = [0, 1, 3, 4, 5];
const columns = [take(label), ...others.map((p) => rows.map((row) => (label[row] === 1 && period[row] === p ? 1 : 0)))];

describe("the event study", () => {
  it.each([
    ["without units", undefined],
    ["with constants of areas", location],
  ])("%s is what dummies give", (_name, units) => {
    const study = fitEventStudy(panel, { ...groups, value, errors: robustErrors(), ...(units && { units }) });
    const factors = units === undefined ? [take(period)] : [take(units), take(period)];
    const slow = fitWithDummies(take(value), columns, factors);
    expect([...study.effects.columns.period]).toEqual([0, 1, 2, 3, 4, 5]);
    others.forEach((p, j) => {
      expect(study.effects.columns.coefficient[p]).toBeCloseTo(slow.coefficients[j + 1]!, 9);
      expect(study.effects.columns.standardError[p]).toBeCloseTo(slow.hc1[j + 1]!, 9);
    });
    expect([study.effects.columns.coefficient[2], study.effects.columns.t[2]]).toEqual([0, Number.NaN]);
    expect(study.parameters).toBe(slow.parameters);
  });

  it("without units each effect is the difference in differences of the period and the base", () => {
    const study = fitEventStudy(panel, { ...groups, value, errors: classicalErrors() });
    const mean = (l: number, p: number): number => {
      const of = rows.filter((row) => label[row] === l && period[row] === p);
      return of.reduce((sum, row) => sum + value[row]!, 0) / of.length;
    };
    for (const p of others) {
      const expected = mean(1, p) - mean(1, 2) - (mean(0, p) - mean(0, 2));
      expect(study.effects.columns.coefficient[p]).toBeCloseTo(expected, 11);
    }
  });
});

describe("the test of equal trends", () => {
  it("with classical errors is the F of the residuals with and without the effects before", () => {
    const { preTrend } = fitEventStudy(panel, { ...groups, value, errors: classicalErrors(), units: location });
    const dense = (list: ArrayLike<number>): Uint32Array => Uint32Array.from(take(list));
    const squares = (kept: number[][]): { residualSquares: number; left: number } => {
      const lists = kept.map((column) => Float64Array.from(column));
      const factors = [dense(location), dense(period)];
      const fit = fitLeastSquares({ response: Float64Array.from(take(value)), columns: lists, factors });
      return { residualSquares: fit.residualSquares, left: fit.observations - fit.parameters };
    };
    const full = squares(columns);
    const less = squares(columns.filter((_, j) => j !== 1 && j !== 2));
    const f = (less.residualSquares - full.residualSquares) / 2 / (full.residualSquares / full.left);
    expect(preTrend.f).toBeCloseTo(f, 9);
    expect([preTrend.numerator, preTrend.denominator]).toEqual([2, full.left]);
    expect(preTrend.p).toBeCloseTo(fisherTail(f, 2, full.left), 12);
  });

  it("with one period before is the square of its t", () => {
    const options = { ...groups, prePeriods: [1], value, errors: robustErrors() };
    const { preTrend, effects } = fitEventStudy(panel, options);
    expect(preTrend.f).toBeCloseTo(effects.columns.t[1]! ** 2, 10);
    expect(preTrend.p).toBeCloseTo(effects.columns.p[1]!, 12);
  });

  it("is Wald's form of the covariances, in whatever order the periods are named", () => {
    const rule = robustErrors();
    let covariance = new Float64Array(0);
    const errors: ErrorRule = (fit, at, length, where) => {
      const estimate = rule(fit, at, length, where);
      covariance = estimate.covariance.slice();
      return estimate;
    };
    const study = fitEventStudy(panel, { ...groups, value, errors });
    const d = [0, 1].map((p) => study.effects.columns.coefficient[p]!);
    const v = new Matrix([1, 2].map((a) => [1, 2].map((b) => covariance[a * 6 + b]!)));
    const wald = Matrix.rowVector(d).mmul(inverse(v)).mmul(Matrix.columnVector(d)).get(0, 0);
    expect(study.preTrend.f).toBeCloseTo(wald / 2, 9);
    const turned = fitEventStudy(panel, { ...groups, prePeriods: [1, 0], value, errors });
    expect(turned.preTrend.f).toBeCloseTo(study.preTrend.f, 10);
  });

  it("is NaN with fewer clusters than effects to test by", () => {
    const errors = clusteredErrors({ by: location.map((l) => l % 2) });
    for (let seed = 0; seed < 20; seed++) {
      const { preTrend, effects } = fitEventStudy(panel, { ...groups, value: valuesOf(panel, seed), errors });
      expect(effects.columns.standardError[0]).not.toBeNaN();
      expect([preTrend.f, preTrend.p]).toEqual([Number.NaN, Number.NaN]);
    }
  });

  it("finds groups that drift apart, and is just often enough wrong where they do not", () => {
    const big = panelOf(12, 6);
    let alarms = 0;
    for (let seed = 0; seed < 200; seed++) {
      const random = createRandom(seed);
      // The sum of four uniform numbers, nearly normal.
      const noise = Float64Array.from({ length: big.length }, () => random() + random() + random() + random());
      const options = { ...groups, errors: classicalErrors(), units: big.columns.location };
      if (fitEventStudy(big, { ...options, value: noise }).preTrend.p < 0.05) alarms++;
      const drift = noise.map((y, i) => y + (big.columns.label[i] === 1 ? big.columns.period[i]! : 0));
      if (seed < 20) expect(fitEventStudy(big, { ...options, value: drift }).preTrend.p).toBeLessThan(0.01);
    }
    // 10 expected of 200; outside 2 … 21 in fewer than 1 in 1,000.
    expect(alarms).toBeGreaterThanOrEqual(2);
    expect(alarms).toBeLessThanOrEqual(21);
  });
});

it.each([
  ["basePeriod must be a whole number of at least 0, got undefined", { basePeriod: undefined as unknown as number }],
  ["basePeriod[0] must be a period of the panel, got 9", { basePeriod: 9 }],
  ["prePeriods must be without the base period, got 2", { prePeriods: [1, 2] }],
  ["prePeriods must be different periods, got one twice", { prePeriods: [1, 1] }],
  ["units must be of length 90, got 1", { units: [1] }],
])("refuses: %s", (sentence, wrong) => {
  const options = { ...groups, value, errors: robustErrors(), ...wrong };
  expect(() => fitEventStudy(panel, options)).toThrow(`fitEventStudy: ${sentence}`);
});
