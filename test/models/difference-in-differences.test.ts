import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { studentReach, studentTail } from "../../src/core/student.ts";
import { classicalErrors, clusteredErrors, robustErrors, whiteErrors } from "../../src/models/difference-errors.ts";
import { type DifferenceOptions, fitDifferenceInDifferences } from "../../src/models/difference-in-differences.ts";
import type { GroupPanel } from "../../src/models/difference-panel.ts";
import { fitWithDummies } from "../slow/difference.ts";
import { panelOf, valuesOf } from "./difference-worlds.ts";

const panel = panelOf(5, 8);
const value = valuesOf(panel, 3);
const groups = { treated: "refugees", control: "locals", errors: robustErrors() };
const season = [5, 6];

/** The rows of the two groups, and their columns for the slow form. */
function slowly(options: { baseline?: number[]; factors?: (keyof GroupPanel["columns"])[]; weights?: Float64Array }) {
  const { label, period } = panel.columns;
  const read = (p: number): boolean => options.baseline === undefined || [...season, ...options.baseline].includes(p);
  const rows = Array.from(label.keys()).filter((i) => label[i] !== 2 && read(period[i]!));
  const take = (list: ArrayLike<number>): number[] => rows.map((row) => list[row]!);
  const treated = take(label);
  const inSeason = take(period).map((p) => (season.includes(p) ? 1 : 0));
  const both = treated.map((x, i) => x * inSeason[i]!);
  const factors = (options.factors ?? []).map((name) => take(panel.columns[name]));
  const columns = factors.length === 0 ? [rows.map(() => 1), treated, inSeason, both] : [treated, inSeason, both];
  // Constants of periods leave nothing of the season.
  if (options.factors?.includes("period")) columns.splice(1, 1);
  return { fit: fitWithDummies(take(value), columns, factors, options.weights && take(options.weights)), take, rows };
}

function expectSame(got: ArrayLike<number>, expected: readonly number[], tolerance = 1e-9): void {
  expect(got.length).toBe(expected.length);
  expected.forEach((x, j) => {
    expect(Math.abs(got[j]! - x)).toBeLessThanOrEqual(tolerance * Math.abs(x));
  });
}

describe("the difference in differences", () => {
  it("of one number each is (R1 − R0) − (N1 − N0), without errors", () => {
    const two = panelOf(1, 2);
    const numbers = [50, 10, 0, 60, 40, 0];
    const fit = fitDifferenceInDifferences(two, { ...groups, value: numbers, season: [1] });
    expect(fit.effect.coefficient).toBeCloseTo(40 - 10 - (60 - 50), 12);
    expectSame(fit.estimates.columns.coefficient, [50, -40, 10, 20], 1e-13);
    expect(fit.estimates.columns.term).toEqual(["constant", "treated", "season", "treated × season"]);
    expect(fit.means).toEqual({ treatedSeason: 40, treatedBaseline: 10, controlSeason: 60, controlBaseline: 50 });
    expect([fit.observations, fit.parameters, fit.leftOut, fit.rSquared]).toEqual([4, 4, 0, 1]);
    for (const errors of [
      classicalErrors(),
      whiteErrors(),
      robustErrors(),
      clusteredErrors({ by: [0, 1, 2, 3, 4, 5] }),
    ]) {
      const { effect } = fitDifferenceInDifferences(two, { ...groups, errors, value: numbers, season: [1] });
      expect([effect.standardError, effect.t, effect.p, effect.low, effect.high].every(Number.isNaN)).toBe(true);
    }
  });

  it("without fixed effects is the difference of the means' differences, weighted ones too", () => {
    for (const weights of [undefined, valuesOf(panel, 9)]) {
      const options = { ...groups, value, season, ...(weights === undefined ? {} : { weights }) };
      const { effect, means } = fitDifferenceInDifferences(panel, options);
      const mean = (label: number, inSeason: boolean): number => {
        let sum = 0;
        let total = 0;
        for (let i = 0; i < panel.length; i++) {
          if (panel.columns.label[i] !== label || season.includes(panel.columns.period[i]!) !== inSeason) continue;
          const weight = weights === undefined ? 1 : weights[i]!;
          sum += weight * value[i]!;
          total += weight;
        }
        return sum / total;
      };
      expectSame(
        [means.treatedSeason, means.treatedBaseline, means.controlSeason, means.controlBaseline],
        [mean(1, true), mean(1, false), mean(0, true), mean(0, false)],
      );
      expect(effect.coefficient).toBeCloseTo(mean(1, true) - mean(1, false) - (mean(0, true) - mean(0, false)), 12);
    }
  });

  const cases: [string, Parameters<typeof slowly>[0]][] = [
    ["no fixed effects", {}],
    ["a baseline of its own", { baseline: [0, 3, 7] }],
    ["constants of areas", { factors: ["location"] }],
    ["constants of areas and periods", { factors: ["location", "period"] }],
    ["constants of areas and periods, weighted", { factors: ["location", "period"], weights: valuesOf(panel, 11) }],
  ];
  it.each(cases)("with %s is what dummies give, and so are all errors", (_name, how) => {
    const { fit: slow, take } = slowly(how);
    const { factors, ...rest } = how;
    const options: DifferenceOptions = { ...groups, ...rest, value, season };
    const fixedEffects = (factors ?? []).map((name) => panel.columns[name]);
    const { location, period } = panel.columns;
    const rules = [
      [classicalErrors(), slow.classical],
      [whiteErrors(), slow.hc0],
      [robustErrors(), slow.hc1],
      [clusteredErrors({ by: location }), slow.clustered([take(location)])],
      [clusteredErrors({ by: period, and: location }), slow.clustered([take(period), take(location)])],
    ] as const;
    for (const [errors, expected] of rules) {
      const { estimates, ...fit } = fitDifferenceInDifferences(panel, { ...options, fixedEffects, errors });
      const told = Array.from(estimates.columns.coefficient.keys()).filter(
        (j) => !Number.isNaN(estimates.columns.coefficient[j]),
      );
      expectSame(
        told.map((j) => estimates.columns.coefficient[j]!),
        slow.coefficients,
      );
      const got = told.map((j) => estimates.columns.standardError[j]!);
      // Two sets can give a variance below 0, and clusters of periods one that cancels out.
      expected.forEach((error, j) => {
        if (Number.isNaN(got[j]!)) expect(Number.isNaN(error) || error < 1e-8, `${fit.errors} ${j}`).toBe(true);
        else expect(Math.abs(got[j]! - error)).toBeLessThan(1e-8 * error);
      });
      expect(fit.effect.standardError).not.toBeNaN();
      expect(fit.parameters).toBe(slow.parameters);
      expect(fit.converged).toBe(true);
    }
  });

  it("t, p and the interval follow from the error and the degrees of freedom", () => {
    const fit = fitDifferenceInDifferences(panel, { ...groups, value, season, confidence: 0.9 });
    const { coefficient, standardError, t, p, low, high } = fit.effect;
    expect([fit.errors, fit.effect.degreesOfFreedom, fit.clusters]).toEqual(["HC1", 80 - 4, Number.NaN]);
    expect(t).toBe(coefficient / standardError);
    expect(p).toBe(2 * studentTail(Math.abs(t), 76));
    const reach = studentReach(0.9, 76) * standardError;
    expect([low, high]).toEqual([coefficient - reach, coefficient + reach]);
    const { location, period } = panel.columns;
    const clustered = fitDifferenceInDifferences(panel, {
      ...groups,
      value,
      season,
      errors: clusteredErrors({ by: period, and: location }),
    });
    expect([clustered.errors, clustered.effect.degreesOfFreedom, clustered.clusters]).toEqual([
      "clustered two ways",
      4,
      5,
    ]);
  });

  it("is that of the shares of variance explained", () => {
    const plain = fitDifferenceInDifferences(panel, { ...groups, value, season });
    const within = fitDifferenceInDifferences(panel, {
      ...groups,
      value,
      season,
      fixedEffects: [panel.columns.location],
    });
    expect(plain.withinRSquared).toBe(plain.rSquared);
    expect(within.rSquared).toBeGreaterThan(plain.rSquared);
    const residuals = (1 - within.rSquared) / (1 - within.withinRSquared);
    // What areas leave of the variance.
    const rows = Array.from(panel.columns.label.keys()).filter((i) => panel.columns.label[i] !== 2);
    const meanOf = (of: number[]): number => of.reduce((sum, i) => sum + value[i]!, 0) / of.length;
    const squares = (of: number[]): number => of.reduce((sum, i) => sum + (value[i]! - meanOf(of)) ** 2, 0);
    const areas = [0, 1, 2, 3, 4].map((a) => rows.filter((i) => panel.columns.location[i] === a));
    expect(residuals).toBeCloseTo(areas.reduce((sum, of) => sum + squares(of), 0) / squares(rows), 10);
  });
});

describe("rows", () => {
  it("of NaN and without weight are left out, counted, and change nothing else", () => {
    const holed = value.slice();
    const weights = new Float64Array(panel.length).fill(1);
    holed[0] = Number.NaN;
    holed[2] = Number.NaN; // of the third label, which is not read
    weights[4] = 0;
    const fit = fitDifferenceInDifferences(panel, { ...groups, value: holed, season, weights });
    expect([fit.observations, fit.leftOut]).toEqual([78, 2]);
    const kept = Array.from(panel.columns.label.keys()).filter((i) => i !== 0 && i !== 4);
    const less = {
      ...panel,
      length: kept.length,
      columns: {
        label: Uint8Array.from(kept, (i) => panel.columns.label[i]!),
        location: Uint32Array.from(kept, (i) => panel.columns.location[i]!),
        period: Uint32Array.from(kept, (i) => panel.columns.period[i]!),
      },
    };
    const same = fitDifferenceInDifferences(less, { ...groups, value: kept.map((i) => value[i]!), season });
    expect({ ...fit, leftOut: 0 }).toEqual(same);
  });

  it("weights count like repeated rows in the coefficients, and their scale does not matter", () => {
    const weights = Float64Array.from({ length: panel.length }, (_, i) => 1 + (i % 4));
    const fit = fitDifferenceInDifferences(panel, { ...groups, value, season, weights });
    const tenfold = fitDifferenceInDifferences(panel, {
      ...groups,
      value,
      season,
      weights: weights.map((w) => 10 * w),
    });
    const rows = Array.from({ length: panel.length }, (_, i) => Array<number>(weights[i]!).fill(i)).flat();
    const repeated = {
      ...panel,
      length: rows.length,
      columns: {
        label: Uint8Array.from(rows, (i) => panel.columns.label[i]!),
        location: Uint32Array.from(rows, (i) => panel.columns.location[i]!),
        period: Uint32Array.from(rows, (i) => panel.columns.period[i]!),
      },
    };
    const same = fitDifferenceInDifferences(repeated, { ...groups, value: rows.map((i) => value[i]!), season });
    expectSame(fit.estimates.columns.coefficient, [...same.estimates.columns.coefficient], 1e-11);
    expectSame(tenfold.estimates.columns.standardError, [...fit.estimates.columns.standardError], 1e-11);
  });
});

describe("what the data do not tell", () => {
  it("is NaN: the season beside constants of periods, the group beside constants of groups", () => {
    const { label, period } = panel.columns;
    const fit = fitDifferenceInDifferences(panel, { ...groups, value, season, fixedEffects: [period, label] });
    expect([...fit.estimates.columns.coefficient].map(Number.isNaN)).toEqual([true, true, true, false]);
    const plain = fitDifferenceInDifferences(panel, { ...groups, value, season });
    expect(fit.effect.coefficient).toBeCloseTo(plain.effect.coefficient, 10);
  });

  it("is NaN: an effect where a group has no rows with a value", () => {
    const none = value.map((y, i) => (panel.columns.label[i] === 1 ? Number.NaN : y));
    const fit = fitDifferenceInDifferences(panel, { ...groups, value: none, season });
    expect([fit.effect.coefficient, fit.effect.standardError, fit.means.treatedSeason].every(Number.isNaN)).toBe(true);
    expect(fit.estimates.columns.coefficient[2]).toBeCloseTo(fit.means.controlSeason - fit.means.controlBaseline, 12);
  });

  it("is NaN: errors where every value is the same, and clusters that are the cells compared", () => {
    const same = new Float64Array(panel.length).fill(1 / 3);
    for (const errors of [classicalErrors(), robustErrors(), clusteredErrors({ by: panel.columns.location })]) {
      const { effect, rSquared } = fitDifferenceInDifferences(panel, { ...groups, errors, value: same, season });
      expect(Math.abs(effect.coefficient)).toBeLessThan(1e-15);
      expect([effect.standardError, effect.t, effect.p, rSquared].every(Number.isNaN)).toBe(true);
    }
    const errors = clusteredErrors({ by: panel.columns.label });
    expect(fitDifferenceInDifferences(panel, { ...groups, errors, value, season }).effect.standardError).toBeNaN();
    const one = clusteredErrors({ by: new Uint32Array(panel.length) });
    const single = fitDifferenceInDifferences(panel, { ...groups, errors: one, value, season });
    expect([single.clusters, single.effect.degreesOfFreedom, single.effect.standardError]).toEqual([
      1,
      Number.NaN,
      Number.NaN,
    ]);
  });
});

describe("wrong arguments", () => {
  const options = { ...groups, value, season };
  it.each<[string, Partial<DifferenceOptions>]>([
    ['treated must be one of the labels locals, refugees, unknown, got "Refugees"', { treated: "Refugees" }],
    ['control must be another label than treated, got "refugees"', { control: "refugees" }],
    ["season[1] must be a period of the panel, got 8", { season: [5, 8] }],
    ["baseline must be without the season, got 5", { baseline: [4, 5] }],
    ["value[3] must be a finite number, got Infinity", { value: value.map((y, i) => (i === 3 ? Infinity : y)) }],
    ["weights must be of length 120, got 1", { weights: [1] }],
    ["by must be of length 120, got 2", { errors: clusteredErrors({ by: [0, 1] }) }],
    ["fixedEffects.length must be a finite number from 0 to 2, got 3", { fixedEffects: [value, value, value] }],
  ])("%s", (sentence, wrong) => {
    expect(() => fitDifferenceInDifferences(panel, { ...options, ...wrong })).toThrow(
      `fitDifferenceInDifferences: ${sentence}`,
    );
  });

  it("a label that has no name", () => {
    const labels = ["locals", "refugees"];
    expect(() => fitDifferenceInDifferences({ ...panel, labels }, options)).toThrow("panel.columns.label[2] must be");
  });

  it("nothing given is changed", () => {
    const random = createRandom(1);
    const given = {
      ...options,
      weights: Float64Array.from(value, () => random()),
      fixedEffects: [panel.columns.period],
    };
    const before = structuredClone({ panel, value, weights: given.weights });
    fitDifferenceInDifferences(panel, given);
    expect({ panel, value, weights: given.weights }).toEqual(before);
  });
});
