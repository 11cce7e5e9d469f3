import { describe, expect, it } from "vitest";
import { fitLogistic, logistic } from "../../src/core/logistic.ts";

describe("published logistic regressions", () => {
  it("Spector and Mazzeo 1980 (W. H. Greene, Econometric Analysis): grades by grade point average, test and teaching method", () => {
    const gpa = [
      2.66, 2.89, 3.28, 2.92, 4.0, 2.86, 2.76, 2.87, 3.03, 3.92, 2.63, 3.32, 3.57, 3.26, 3.53, 2.74, 2.75, 2.83, 3.12,
      3.16, 2.06, 3.62, 2.89, 3.51, 3.54, 2.83, 3.39, 2.67, 3.65, 4.0, 3.1, 2.39,
    ];
    const tuce = [
      20, 22, 24, 12, 21, 17, 17, 21, 25, 29, 20, 23, 23, 25, 26, 19, 25, 19, 23, 25, 22, 28, 14, 26, 24, 27, 17, 24,
      21, 23, 21, 19,
    ];
    const psi = gpa.map((_, i) => (i < 18 ? 0 : 1));
    const grade = [0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 1, 1, 0, 1];
    const fit = fitLogistic([gpa, tuce, psi], grade, 0);
    // Greene prints −13.021, 2.826, 0.095, 2.379 with errors 4.931, 1.263, 0.142, 1.065; R's glm has the digits beyond.
    expect([...fit.coefficients].map((b) => Number(b.toFixed(5)))).toEqual([-13.02135, 2.82611, 0.09516, 2.37869]);
    expect([...fit.standardErrors].map((b) => Number(b.toFixed(4)))).toEqual([4.9313, 1.2629, 0.1416, 1.0646]);
    expect(fit.logLikelihood).toBeCloseTo(-12.88963, 5);
    expect(fit.nullLogLikelihood).toBeCloseTo(-20.59173, 5);
    expect([fit.converged, fit.problem]).toEqual([true, "none"]);
  });

  it("hours of study and passing an exam, the example of the encyclopaedias", () => {
    const hours = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5];
    const passed = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1];
    const fit = fitLogistic([hours], passed, 0);
    expect([...fit.coefficients].map((b) => Number(b.toFixed(4)))).toEqual([-4.0777, 1.5046]);
    expect([...fit.standardErrors].map((b) => Number(b.toFixed(4)))).toEqual([1.761, 0.6287]);
  });

  it("a table of two by two has the logarithm of its odds ratio, with the error of Woolf 1955", () => {
    const counts = [
      [1, 1, 12],
      [1, 0, 5],
      [0, 1, 7],
      [0, 0, 31],
    ] as const;
    const rows = counts.flatMap(([x, y, n]) => Array.from({ length: n }, () => [x, y] as const));
    const fit = fitLogistic(
      [rows.map((r) => r[0])],
      rows.map((r) => r[1]),
      0,
    );
    expect(fit.coefficients[0]).toBeCloseTo(Math.log(7 / 31), 12);
    expect(fit.coefficients[1]).toBeCloseTo(Math.log((12 * 31) / (5 * 7)), 12);
    expect(fit.standardErrors[1]).toBeCloseTo(Math.sqrt(1 / 12 + 1 / 5 + 1 / 7 + 1 / 31), 12);
  });

  it("no feature at all leaves the logarithm of the odds", () => {
    const fit = fitLogistic([], [1, 0, 0, 0], 0);
    expect(fit.coefficients[0]).toBeCloseTo(Math.log(1 / 3), 12);
    expect(fit.standardErrors[0]).toBeCloseTo(Math.sqrt(1 + 1 / 3), 12);
    expect(fit.logLikelihood).toBeCloseTo(fit.nullLogLikelihood, 12);
  });
});

describe("fits without a maximum", () => {
  it("a feature that separates the answers is named, and the coefficient stands where the search stopped", () => {
    const fit = fitLogistic([[1, 2, 3, 4, 5, 6]], [0, 0, 0, 1, 1, 1], 0);
    expect([fit.converged, fit.problem]).toEqual([false, "complete separation"]);
    expect(fit.coefficients[1]).toBeGreaterThan(10);
    expect([...fit.standardErrors]).toEqual([Number.NaN, Number.NaN]);
  });

  it("a feature that separates all but the rows on its border is told apart from that", () => {
    const fit = fitLogistic([[1, 2, 3, 3, 4, 5]], [0, 0, 0, 1, 1, 1], 0);
    expect([fit.converged, fit.problem]).toEqual([false, "quasi-complete separation"]);
  });

  it("two features that separate only together are found", () => {
    const a = [0, 1, 2, 3, 0, 1, 2, 3];
    const b = [1, 2, 3, 4, -1, 0, 1, 2];
    const answer = [1, 1, 1, 1, 0, 0, 0, 0];
    for (const alone of [a, b]) expect(fitLogistic([alone], answer, 0).problem).not.toBe("complete separation");
    expect(fitLogistic([a, b], answer, 0).problem).toBe("complete separation");
  });

  it("an indicator that only ever goes with one answer separates quasi-completely beside a feature that does not", () => {
    const fit = fitLogistic(
      [
        [0, 0, 0, 0, 1, 1, 1, 1],
        [1, 2, 3, 4, 1, 2, 3, 4],
      ],
      [0, 1, 1, 0, 1, 1, 1, 1],
      0,
    );
    expect(fit.problem).toBe("quasi-complete separation");
  });

  it("answers that are nearly separated have a maximum, far out, and it is found", () => {
    const fit = fitLogistic([[1, 2, 3, 3.001, 4, 5, 6]], [0, 0, 1, 0, 1, 1, 1], 0);
    expect([fit.converged, fit.problem]).toEqual([true, "none"]);
    expect(fit.standardErrors[1]).toBeGreaterThan(fit.coefficients[1]!);
  });

  it("a penalty gives separated answers a maximum", () => {
    const fit = fitLogistic([[1, 2, 3, 4, 5, 6]], [0, 0, 0, 1, 1, 1], 0.1);
    expect([fit.converged, fit.problem]).toEqual([true, "none"]);
    expect(fit.coefficients[0]).toBeCloseTo(-3.5 * fit.coefficients[1]!, 10);
  });

  it("however small the penalty, the maximum far out is no separation", () => {
    const fit = fitLogistic([[1, 2, 3, 4, 5, 6]], [0, 0, 0, 1, 1, 1], 1e-8);
    expect([fit.converged, fit.problem]).toEqual([true, "none"]);
    expect(fit.coefficients[1]).toBeGreaterThan(20);
  });

  it("errors under a penalty are from the information with the penalty in it", () => {
    // Mean 0 and standard deviation 1, so that the column is its own standardised form.
    const x = [-1, -1, -1, -1, 1, 1, 1, 1];
    const ridge = 3;
    const fit = fitLogistic([x], [0, 0, 0, 1, 0, 1, 1, 1], ridge);
    const weights = x.map((v) => {
      const p = logistic(fit.coefficients[0]! + fit.coefficients[1]! * v);
      return p * (1 - p);
    });
    const sum = (of: (v: number) => number): number => weights.reduce((total, w, i) => total + w * of(x[i]!), 0);
    const [a, b, c] = [sum(() => 1), sum((v) => v), sum((v) => v * v) + ridge];
    expect(fit.standardErrors[0]).toBeCloseTo(Math.sqrt(c / (a * c - b * b)), 12);
    expect(fit.standardErrors[1]).toBeCloseTo(Math.sqrt(a / (a * c - b * b)), 12);
  });

  it("features that are mixtures of others, and features that never change, cannot be told apart", () => {
    const x = [1, 2, 3, 4, 5, 6];
    const answer = [0, 1, 0, 1, 0, 1];
    const mixture = fitLogistic([x, x.map((v) => 7 - 2 * v)], answer, 0);
    expect([mixture.problem, mixture.converged, mixture.iterations]).toEqual([
      "features that depend on each other",
      false,
      0,
    ]);
    expect(mixture.coefficients.every(Number.isNaN)).toBe(true);
    expect(fitLogistic([x.map(() => 3)], answer, 0).problem).toBe("features that depend on each other");
  });

  it("answers that are all the same, or none at all, have no fit", () => {
    for (const answer of [[1, 1, 1], [0, 0, 0], []]) {
      const fit = fitLogistic([answer.map((_, i) => i)], answer, 0);
      expect([fit.problem, fit.converged]).toEqual(["one answer only", false]);
      expect([...fit.coefficients]).toEqual([Number.NaN, Number.NaN]);
    }
  });
});

describe("the logistic function", () => {
  it("is exact in both tails and a half at 0", () => {
    expect(logistic(0)).toBe(0.5);
    expect(logistic(1000)).toBe(1);
    expect(logistic(-700)).toBeCloseTo(9.85967654375977e-305, 318);
    expect(logistic(-1000)).toBe(0);
    expect(logistic(Number.NaN)).toBeNaN();
    for (const x of [-3, -0.2, 0.7, 5]) expect(logistic(x) + logistic(-x)).toBeCloseTo(1, 15);
  });
});
