import { describe, expect, it } from "vitest";
import { fitLeastSquares, type LinearFit } from "../../src/core/least-squares.ts";
import { createRandom } from "../../src/core/random.ts";
import { fitWithDummies } from "../slow/difference.ts";
import { employed, explanations } from "./longley.ts";

/** Errors as if all were alike. */
function classical(fit: LinearFit): number[] {
  const k = fit.coefficients.length;
  const variance = fit.residualSquares / (fit.observations - fit.parameters);
  return Array.from(fit.coefficients, (_, j) => Math.sqrt(variance * fit.inverse[j * k + j]!));
}

function expectSame(got: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(got.length).toBe(expected.length);
  expected.forEach((x, j) => {
    expect(Math.abs(got[j]! - x)).toBeLessThanOrEqual(tolerance * Math.abs(x));
  });
}

describe("the certified regressions of NIST's Statistical Reference Datasets", () => {
  it("Longley: seven coefficients of which two in five digits are lost by most ways", () => {
    const columns = [new Float64Array(16).fill(1), ...explanations];
    const fit = fitLeastSquares({ response: employed, columns, factors: [] });
    const certified = [
      -3482258.63459582, 15.0618722713733, -0.03581917929259104, -2.02022980381683, -1.03322686717359,
      -0.0511041056535807, 1829.15146461355,
    ];
    const certifiedErrors = [
      890420.383607373, 84.9149257747669, 0.0334910077722432, 0.488399681651699, 0.214274163161675, 0.22607320006937,
      455.478499142212,
    ];
    expectSame(fit.coefficients, certified, 1e-11);
    expectSame(classical(fit), certifiedErrors, 1e-11);
    expectSame([1 - fit.residualSquares / fit.totalSquares], [0.995479004577296], 1e-14);
    expectSame([Math.sqrt(fit.residualSquares / 9)], [304.854073561965], 1e-12);
  });

  it("Norris: a line through 36 points", () => {
    const x = [
      0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777, 558.2, 0.4, 0.6, 775.5, 666.9, 338, 447.5, 11.6,
      556, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2, 999, 779, 11.1, 118.3, 229.2, 669.1, 448.9, 0.5,
    ];
    const y = [
      0.1, 338.8, 118.1, 888, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1, 668.8, 339.3, 448.9, 10.8,
      557.7, 228.3, 998, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888, 998.5, 778.9, 10.2, 117.6, 228.9, 668.4, 449.2, 0.2,
    ];
    const columns = [new Float64Array(36).fill(1), Float64Array.from(x)];
    const fit = fitLeastSquares({ response: Float64Array.from(y), columns, factors: [] });
    expectSame(fit.coefficients, [-0.262323073774029, 1.00211681802045], 2e-13);
    expectSame(classical(fit), [0.232818234301152, 4.29796848199937e-4], 1e-13);
    expectSame([fit.residualSquares], [26.6173985294224], 1e-13);
  });
});

describe("constants taken out by means", () => {
  const random = createRandom(7);
  const n = 240;
  const area = Uint32Array.from({ length: n }, () => Math.floor(random() * 9));
  const week = Uint32Array.from({ length: n }, () => Math.floor(random() * 7));
  const columns = [0, 1, 2].map((c) =>
    Float64Array.from({ length: n }, (_, i) => random() + c * week[i]! * area[i]! * 0.1),
  );
  const weights = Float64Array.from({ length: n }, () => 0.2 + 5 * random());
  const response = Float64Array.from(
    { length: n },
    (_, i) => 3 * columns[0]![i]! + area[i]! - week[i]! ** 2 + random(),
  );
  const lists = { y: [...response], x: columns.map((column) => [...column]), w: [...weights] };

  it.each([
    ["one set", [area]],
    ["two sets", [area, week]],
  ])("of %s give what dummies give, with and without weights", (_name, factors) => {
    for (const weighted of [false, true]) {
      const fit = fitLeastSquares({ response, columns, factors, weights: weighted ? weights : undefined });
      const slow = fitWithDummies(
        lists.y,
        lists.x,
        factors.map((factor) => [...factor]),
        weighted ? lists.w : undefined,
      );
      expectSame(fit.coefficients, slow.coefficients, 1e-9);
      expectSame(classical(fit), slow.classical, 1e-9);
      expectSame([fit.residualSquares], [slow.residualSquares], 1e-9);
      expect(fit.parameters).toBe(slow.parameters);
      expect(fit.converged).toBe(true);
      const hc0 = [0, 1, 2].map((j) =>
        Math.sqrt(
          response.reduce((sum, _y, i) => {
            const rootWeight = weighted ? Math.sqrt(weights[i]!) : 1;
            return sum + (fit.pull[i * 3 + j]! * rootWeight * fit.residuals[i]!) ** 2;
          }, 0),
        ),
      );
      expectSame(hc0, slow.hc0, 1e-9);
    }
  });

  it("count one constant fewer for each part that two sets join", () => {
    const one = Uint32Array.of(0, 0, 1, 1, 2, 2, 3, 3);
    const two = Uint32Array.of(0, 1, 0, 1, 2, 3, 2, 3);
    const y = Float64Array.of(1, 2, 3, 5, 8, 13, 21, 34);
    expect(fitLeastSquares({ response: y, columns: [], factors: [one, two] }).parameters).toBe(4 + 4 - 2);
  });

  it("a chain of areas and weeks that hang together by one row each is slow and comes to an end", () => {
    const length = 120;
    const one = Uint32Array.from({ length }, (_, i) => Math.floor(i / 2));
    const two = Uint32Array.from({ length }, (_, i) => Math.floor((i + 1) / 2));
    const x = Float64Array.from({ length }, (_, i) => (i * 37) % 11);
    const y = x.map((value, i) => 2 * value + one[i]! + two[i]! ** 2);
    const fit = fitLeastSquares({ response: y, columns: [x], factors: [one, two] });
    expect([fit.converged, fit.iterations > 100, fit.parameters]).toEqual([true, true, 120]);
    expect(fit.coefficients[0]).toBeNaN();
  });
});

describe("columns that are not told apart", () => {
  const a = Float64Array.of(1, 2, 3, 4, 5, 7);
  const b = Float64Array.of(2, 1, 0, 4, 4, 1);
  const ones = new Float64Array(6).fill(1);
  const response = Float64Array.of(1, 3, 2, 5, 4, 8);
  const alone = fitLeastSquares({ response, columns: [ones, b], factors: [] });

  it("are all NaN, whichever comes first, and leave the others what they are", () => {
    const twice = a.map((x) => 2 * x);
    for (const columns of [
      [ones, a, b, twice],
      [ones, twice, b, a],
    ]) {
      const fit = fitLeastSquares({ response, columns, factors: [] });
      const known = fitLeastSquares({ response, columns: [ones, a, b], factors: [] });
      expect([...fit.coefficients].map(Number.isNaN)).toEqual([false, true, false, true]);
      expect(fit.coefficients[2]).toBeCloseTo(known.coefficients[2]!, 12);
      expect(fit.inverse[2 * 4 + 2]).toBeCloseTo(known.inverse[2 * 3 + 2]!, 12);
      expect([fit.parameters, fit.inverse[4 + 2], fit.pull[1]]).toEqual([3, Number.NaN, Number.NaN]);
    }
  });

  it("nor from groups: a column that is one number in each group", () => {
    const factor = Uint32Array.of(0, 0, 1, 1, 2, 2);
    const own = Float64Array.of(3, 3, 9, 9, 1, 1);
    const fit = fitLeastSquares({ response, columns: [own, b], factors: [factor] });
    const known = fitLeastSquares({ response, columns: [b], factors: [factor] });
    expect(fit.coefficients[0]).toBeNaN();
    expect(fit.coefficients[1]).toBeCloseTo(known.coefficients[0]!, 14);
    expect(fit.parameters).toBe(4);
  });

  it("a column of zeros has no coefficient", () => {
    const fit = fitLeastSquares({ response, columns: [ones, b, new Float64Array(6)], factors: [] });
    expect(fit.coefficients[2]).toBeNaN();
    expect([...fit.coefficients.slice(0, 2)]).toEqual([...alone.coefficients]);
  });

  it("a response that the columns give exactly leaves nothing to judge errors by", () => {
    const fit = fitLeastSquares({ response: b.map((x) => 0.1 + 0.7 * x), columns: [ones, b], factors: [] });
    expect([fit.exact, fit.residualSquares, alone.exact]).toEqual([true, 0, false]);
  });
});
