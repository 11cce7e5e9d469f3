import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareWithCensus } from "../../src/metrics/census-fit.ts";
import { slowAngle, slowCorrelation, slowRanks } from "../slow/census-fit.ts";

describe("residents found and the census", () => {
  it("the same part of the people in every zone is an angle of 0 and correlations of 1", () => {
    const fit = compareWithCensus([30, 10, 5], [300, 100, 50]);
    expect(fit.angleDegrees).toBeLessThan(1e-13);
    expect(fit.pearson).toBeCloseTo(1, 14);
    expect(fit.spearman).toBeCloseTo(1, 14);
    expect(fit.penetration).toBe(0.1);
    expect([...fit.ratio]).toEqual([0.1, 0.1, 0.1]);
    expect([...fit.foundShare]).toEqual([30 / 45, 10 / 45, 5 / 45]);
    expect([...fit.censusShare]).toEqual([300 / 450, 100 / 450, 50 / 450]);
  });

  it("angles known by hand: 45 degrees from an axis to the diagonal, 90 between axes, 60 in three zones", () => {
    expect(compareWithCensus([1, 0], [7, 7]).angleDegrees).toBeCloseTo(45, 13);
    expect(compareWithCensus([0, 3], [5, 0]).angleDegrees).toBeCloseTo(90, 13);
    expect(compareWithCensus([1, 1, 0], [0, 1, 1]).angleDegrees).toBeCloseTo(60, 13);
    // Vectors of length 5: cos = (3 · 4 + 4 · 3) / 25
    expect(compareWithCensus([3, 4], [4, 3]).angleDegrees).toBeCloseTo((Math.acos(24 / 25) * 180) / Math.PI, 12);
  });

  it("an angle of a millionth of a degree has its digits, where the arccosine has none", () => {
    // (1, t) against (1, 0): arctan t.
    const t = 1e-9;
    const { angleDegrees } = compareWithCensus([1e9, 1], [1e9, 0]);
    expect(angleDegrees / ((t * 180) / Math.PI)).toBeCloseTo(1, 6);
    expect(slowAngle([1e9, 1], [1e9, 0])).toBe(0);
  });

  it("correlations known by hand: ranks of equal zones are shared", () => {
    // Deviations (−2, −1, 0, 1, 2) and (−1, −2, 1, 0, 2): 8 / 10.
    const fit = compareWithCensus([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]);
    expect(fit.pearson).toBeCloseTo(0.8, 14);
    expect(fit.spearman).toBeCloseTo(0.8, 14);
    // Ranks (1, 2.5, 2.5, 4) and (1, 2, 3, 4): 4.5 / √(4.5 · 5)
    expect(compareWithCensus([0, 7, 7, 9], [1, 2, 3, 90]).spearman).toBeCloseTo(4.5 / Math.sqrt(22.5), 14);
    expect(compareWithCensus([3, 2, 1], [1, 10, 100]).spearman).toBe(-1);
  });

  it("what is not defined is NaN: constant zones, nobody at all, a single zone, no zones", () => {
    const constant = compareWithCensus([0.1, 0.1, 0.1], [1, 2, 3]);
    expect([constant.pearson, constant.spearman]).toEqual([NaN, NaN]);
    expect(constant.angleDegrees).toBeGreaterThan(0);
    const nobody = compareWithCensus([0, 0], [3, 4]);
    expect([nobody.angleDegrees, nobody.pearson, nobody.penetration]).toEqual([NaN, NaN, 0]);
    expect([...nobody.foundShare]).toEqual([NaN, NaN]);
    expect([...nobody.ratio]).toEqual([0, 0]);
    const empty = compareWithCensus([4, 0], [0, 0]);
    expect([empty.angleDegrees, empty.penetration]).toEqual([NaN, Infinity]);
    expect([...empty.ratio]).toEqual([Infinity, NaN]);
    const one = compareWithCensus([2], [8]);
    expect([one.angleDegrees, one.pearson, one.spearman]).toEqual([0, NaN, NaN]);
    const none = compareWithCensus([], []);
    expect([none.pearson, none.spearman, none.penetration]).toEqual([NaN, NaN, NaN]);
    expect(none.angleDegrees).toBeNaN();
  });

  it("figures as large as numbers go do not overflow", () => {
    expect(compareWithCensus([1e300, 0], [1e300, 1e300]).angleDegrees).toBeCloseTo(45, 13);
  });

  it("counts that are no numbers of at least 0 and lists of different lengths are refused", () => {
    expect(() => compareWithCensus([1, -1], [1, 1])).toThrow(
      "compareWithCensus: found[1] must be a finite number of at least 0, got -1",
    );
    expect(() => compareWithCensus([1, 1], [1, NaN])).toThrow(
      "census[1] must be a finite number of at least 0, got NaN",
    );
    expect(() => compareWithCensus([1, 1], [1])).toThrow("census must be of length 2, got 1");
  });

  it("is the plain form, does not change when either is counted in other units, nor when zones change places", () => {
    const count = fc.integer({ min: 0, max: 30 });
    const zones = fc.array(fc.tuple(count, count), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(zones, fc.integer({ min: 2, max: 9 }), (rows, times) => {
        const x = rows.map(([a]) => a);
        const y = rows.map(([, b]) => b);
        const fit = compareWithCensus(x, y);
        const isClose = (got: number, expected: number, digits: number) =>
          Number.isNaN(expected) ? expect(got).toBeNaN() : expect(got).toBeCloseTo(expected, digits);
        isClose(fit.angleDegrees, slowAngle(x, y), 5);
        isClose(fit.pearson, slowCorrelation(x, y), 12);
        isClose(fit.spearman, slowCorrelation(slowRanks(x), slowRanks(y)), 12);
        const scaled = compareWithCensus(
          x.map((value) => value * times),
          y,
        );
        const turned = compareWithCensus(x.toReversed(), y.toReversed());
        for (const other of [scaled, turned]) {
          isClose(other.angleDegrees, fit.angleDegrees, 11);
          isClose(other.pearson, fit.pearson, 12);
          isClose(other.spearman, fit.spearman, 12);
        }
      }),
      { seed: 42, numRuns: 500 },
    );
  });
});
