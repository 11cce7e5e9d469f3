import { describe, expect, it } from "vitest";
import { kaplanMeier } from "../../src/metrics/survival-curves.ts";
import { chiSquareTail, logRankTest } from "../../src/metrics/survival-test.ts";

/** Weeks of remission of 42 children with leukaemia (Freireich et al. 1963, Gehan 1965): 6-mercaptopurine and placebo. */
const SIX_MP = [6, 6, 6, 7, 10, 13, 16, 22, 23];
const SIX_MP_CUT_OFF = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
const PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];
const remission = {
  duration: [...SIX_MP, ...SIX_MP_CUT_OFF, ...PLACEBO],
  observed: [...SIX_MP.map(() => 1), ...SIX_MP_CUT_OFF.map(() => 0), ...PLACEBO.map(() => 1)],
};
const groups = { groupOf: remission.duration.map((_, s) => (s < 21 ? 0 : 1)), labels: ["6-MP", "placebo"] };

describe("the remission of 42 children", () => {
  const curves = kaplanMeier(remission, { ...groups, confidence: 0.95 });
  const { columns } = curves;
  const of = (name: keyof typeof columns, group: number): number[] =>
    Array.from(columns[name]).filter((_, row) => columns.label[row] === group);

  it("has the survival that textbooks print", () => {
    expect(of("time", 0)).toEqual([0, 6, 7, 10, 13, 16, 22, 23]);
    expect(of("atRisk", 0)).toEqual([21, 21, 17, 15, 12, 11, 7, 6]);
    expect(of("events", 0)).toEqual([0, 3, 1, 1, 1, 1, 1, 1]);
    expect(of("censored", 0)).toEqual([0, 1, 1, 2, 0, 3, 0, 5]);
    const printed = ["1.0000", "0.8571", "0.8067", "0.7529", "0.6902", "0.6275", "0.5378", "0.4482"];
    expect(of("survival", 0).map((share) => share.toFixed(4))).toEqual(printed);
    expect(of("survival", 1).at(-1)).toBe(0);
  });

  it("has the standard errors and log–log bands that statistical programs print", () => {
    const errors = of("variance", 0).map((variance) => Math.sqrt(variance).toFixed(4));
    expect(errors).toEqual(["0.0000", "0.0764", "0.0869", "0.0963", "0.1068", "0.1141", "0.1282", "0.1346"]);
    const band = [of("low", 0), of("high", 0)].map((side) => side.slice(1).map((share) => share.toFixed(4)));
    expect(band).toEqual([
      ["0.6197", "0.5631", "0.5032", "0.4316", "0.3675", "0.2678", "0.1881"],
      ["0.9516", "0.9228", "0.8894", "0.8491", "0.8049", "0.7468", "0.6801"],
    ]);
    expect([of("low", 0)[0], of("high", 0)[0]]).toEqual([Number.NaN, Number.NaN]);
  });

  it("has medians of 23 and 8 weeks, the upper end of the first not reached", () => {
    const { median, medianLow, medianHigh, spells, events } = curves.summary.columns;
    expect([...median]).toEqual([23, 8]);
    expect([...medianLow]).toEqual([13, 4]);
    expect(medianHigh[0]).toBeNaN();
    expect([...spells, ...events]).toEqual([21, 21, 9, 21]);
  });

  it("has the plain mean and its error where nobody was cut off", () => {
    const { restrictedMean, restrictedMeanError } = curves.summary.columns;
    expect(curves.horizon).toBe(23);
    const mean = PLACEBO.reduce((a, b) => a + b, 0) / 21;
    expect(restrictedMean[1]).toBeCloseTo(mean, 12);
    // Without censoring Greenwood's sum is the variance of the mean, ÷ n².
    const variance = PLACEBO.reduce((sum, weeks) => sum + (weeks - mean) * (weeks - mean), 0) / (21 * 21);
    expect(restrictedMeanError[1]).toBeCloseTo(Math.sqrt(variance), 12);
  });

  it("differs between the groups by a χ² of 16.79", () => {
    const test = logRankTest(remission, groups);
    expect(test.chiSquare.toFixed(2)).toBe("16.79");
    expect(test.degreesOfFreedom).toBe(1);
    expect(test.p).toBeCloseTo(4.17e-5, 7);
    expect([...test.observed]).toEqual([9, 21]);
    expect([...test.expected].map((events) => events.toFixed(2))).toEqual(["19.25", "10.75"]);
  });
});

describe("Kaplan–Meier", () => {
  it("says NaN of an empty group, of a median that is not reached and of a mean beyond what was seen", () => {
    const spells = { duration: [2, 5, 5], observed: [1, 0, 0] };
    const { summary, horizon } = kaplanMeier(spells, { confidence: 0.9, groupOf: [0, 0, 0], labels: ["a", "b"] });
    expect(horizon).toBe(5);
    const { median, restrictedMean, spells: counts } = summary.columns;
    expect([...counts, ...median]).toEqual([3, 0, Number.NaN, Number.NaN]);
    expect(restrictedMean[0]).toBeCloseTo(2 + (3 * 2) / 3, 12);
    expect(restrictedMean[1]).toBeNaN();
    expect(kaplanMeier(spells, { confidence: 0.9, horizon: 6 }).summary.columns.restrictedMean[0]).toBeNaN();
    const none = kaplanMeier({ duration: [], observed: [] }, { confidence: 0.9 });
    expect([none.length, none.horizon, none.summary.columns.median[0]]).toEqual([0, Number.NaN, Number.NaN]);
  });

  it("is past its end with a mean that no longer grows", () => {
    const spells = { duration: [1, 3], observed: [1, 1] };
    const { restrictedMean, restrictedMeanError } = kaplanMeier(spells, { confidence: 0.9, horizon: 100 }).summary
      .columns;
    expect(restrictedMean[0]).toBe(2);
    // After the first of two, an area of 1 is left: 1² · 1 / (2 · 1).
    expect(restrictedMeanError[0]).toBe(Math.sqrt(0.5));
  });

  it("counts nobody at risk before they came into view", () => {
    const spells = { duration: [4, 6, 9], observed: [1, 1, 0], entry: [0, 5, 0] };
    const { atRisk, survival } = kaplanMeier(spells, { confidence: 0.95 }).columns;
    expect([...atRisk]).toEqual([2, 2, 2]);
    expect([...survival]).toEqual([1, 0.5, 0.25]);
  });

  it("has its median where half is left, also where the product of fractions misses ½ by a digit", () => {
    const duration = Array.from({ length: 24 }, (_, s) => s + 1);
    const curves = kaplanMeier({ duration, observed: duration.map(() => 1) }, { confidence: 0.95 });
    expect(curves.columns.survival[12]).toBeGreaterThan(0.5);
    expect(curves.summary.columns.median[0]).toBe(12);
  });

  it("takes what happens at once", () => {
    const { time, survival } = kaplanMeier({ duration: [0, 2], observed: [1, 1] }, { confidence: 0.95 }).columns;
    expect([...time, ...survival]).toEqual([0, 2, 0.5, 0]);
    const late = kaplanMeier({ duration: [0, 2, 4], observed: [1, 1, 1], entry: [0, 0, 1] }, { confidence: 0.95 });
    expect([...late.columns.atRisk]).toEqual([2, 2, 1]);
    expect([...late.columns.survival]).toEqual([0.5, 0.25, 0]);
  });

  it("says which argument is wrong", () => {
    const curve =
      (spells: object, more: object = {}): (() => unknown) =>
      () =>
        kaplanMeier(spells as never, { confidence: 0.95, ...more });
    expect(curve({ duration: [1], observed: [2] })).toThrow("kaplanMeier: spells.observed[0] must be 0 or 1, got 2");
    expect(curve({ duration: [-1], observed: [1] })).toThrow(
      "spells.duration[0] must be a finite number of at least 0",
    );
    expect(curve({ duration: [3], observed: [1], entry: [3] })).toThrow(
      "spells.entry[0] must be 0 or below the duration, 3, got 3",
    );
    expect(curve({ duration: [3], observed: [1] }, { groupOf: [1], labels: ["a"] })).toThrow(
      "groupOf[0] must be a whole number from 0 to 0, one for each of the labels, got 1",
    );
    expect(curve({ duration: [3], observed: [1] }, { groupOf: [0] })).toThrow("groupOf and labels must be given both");
    expect(() => logRankTest({ duration: [], observed: [] }, {} as never)).toThrow("logRankTest: groupOf must be");
  });
});

describe("the log-rank test", () => {
  it("has no answer where only one group was ever at risk", () => {
    const test = logRankTest({ duration: [1, 2], observed: [1, 1] }, { groupOf: [1, 1], labels: ["a", "b"] });
    expect([test.chiSquare, test.p, test.degreesOfFreedom]).toEqual([Number.NaN, Number.NaN, 0]);
  });

  it("is the same for spells that all came into view at 0, whatever happened then", () => {
    const spells = { duration: [0, 2, 4, 1, 3, 3], observed: [1, 1, 1, 1, 0, 1] };
    const two = { groupOf: [0, 0, 0, 1, 1, 1], labels: ["a", "b"] };
    const test = logRankTest(spells, two);
    expect(test.expected[0]).toBeCloseTo(3 / 6 + 2 / 5 + 2 / 4 + 1 / 3 + 1, 12);
    expect(logRankTest({ ...spells, entry: [0, 0, 0, 0, 0, 0] }, two)).toEqual(test);
  });

  it("of three groups does not depend on their order", () => {
    const groupOf = remission.duration.map((_, s) => s % 3);
    const test = logRankTest(remission, { groupOf, labels: ["a", "b", "c"] });
    const turned = logRankTest(remission, { groupOf: groupOf.map((g) => (g + 1) % 3), labels: ["c", "a", "b"] });
    expect(test.degreesOfFreedom).toBe(2);
    expect(turned.chiSquare).toBeCloseTo(test.chiSquare, 10);
  });

  it("reads the upper tail of χ² as tables have it", () => {
    const five = [3.841459, 5.991465, 7.814728, 9.487729, 11.070498, 12.591587, 14.06714];
    five.forEach((quantile, k) => {
      expect(chiSquareTail(quantile, k + 1)).toBeCloseTo(0.05, 7);
    });
    expect(chiSquareTail(0, 3)).toBe(1);
  });
});
