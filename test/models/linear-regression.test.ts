import { describe, expect, it } from "vitest";
import {
  classicalErrors,
  clusteredErrors,
  createRandom,
  fitLinearRegression,
  hc3Errors,
  rowsOf,
} from "../../src/index.ts";

// NIST's statistical reference data, "Norris": ozone monitors compared. Certified to 15 digits.
const y = [
  0.1, 338.8, 118.1, 888, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1, 668.8, 339.3, 448.9, 10.8,
  557.7, 228.3, 998, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888, 998.5, 778.9, 10.2, 117.6, 228.9, 668.4, 449.2, 0.2,
];
const x = [
  0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777, 558.2, 0.4, 0.6, 775.5, 666.9, 338, 447.5, 11.6, 556,
  228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2, 999, 779, 11.1, 118.3, 229.2, 669.1, 448.9, 0.5,
];

describe("linear regression", () => {
  it("meets the certified figures of NIST's Norris data", () => {
    const fit = fitLinearRegression(y, { covariates: { x }, errors: classicalErrors() });
    expect(fit.coefficients["constant"]).toBeCloseTo(-0.262323073774029, 12);
    expect(fit.coefficients["x"]).toBeCloseTo(1.00211681802045, 13);
    const [constant, slope] = rowsOf(fit.estimates);
    expect(constant!.standardError).toBeCloseTo(0.232818234301152, 12);
    expect(slope!.standardError).toBeCloseTo(0.000429796848199937, 15);
    expect(fit.rSquared).toBeCloseTo(0.999993745883712, 14);
    expect(fit.observations).toBe(36);
    expect(constant!.degreesOfFreedom).toBe(34);
    expect(fit.fitted[0]).toBeCloseTo(-0.262323073774029 + 0.2 * 1.00211681802045, 12);
  });

  it("meets the certified figures of NIST's Longley data, whose columns all but repeat each other", () => {
    const deflator = [
      83, 88.5, 88.2, 89.5, 96.2, 98.1, 99, 100, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2, 115.7, 116.9,
    ];
    const product = [
      234289, 259426, 258054, 284599, 328975, 346999, 365385, 363112, 397469, 419180, 442769, 444546, 482704, 502601,
      518173, 554894,
    ];
    const unemployed = [2356, 2325, 3682, 3351, 2099, 1932, 1870, 3578, 2904, 2822, 2936, 4681, 3813, 3931, 4806, 4007];
    const forces = [1590, 1456, 1616, 1650, 3099, 3594, 3547, 3350, 3048, 2857, 2798, 2637, 2552, 2514, 2572, 2827];
    const population = [
      107608, 108632, 109773, 110929, 112075, 113270, 115094, 116219, 117388, 118734, 120445, 121950, 123366, 125368,
      127852, 130081,
    ];
    const employed = [
      60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761, 66019, 67857, 68169, 66513, 68655, 69564, 69331, 70551,
    ];
    const year = employed.map((_, i) => 1947 + i);
    const covariates = { deflator, product, unemployed, forces, population, year };
    const fit = fitLinearRegression(employed, { covariates, errors: classicalErrors() });
    const certified = {
      constant: [-3482258.63459582, 890420.383607373],
      deflator: [15.0618722713733, 84.9149257747669],
      product: [-0.035819179292591, 0.0334910077722432],
      unemployed: [-2.02022980381683, 0.488399681651699],
      forces: [-1.03322686717359, 0.214274163161675],
      population: [-0.0511041056535807, 0.22607320006937],
      year: [1829.15146461355, 455.478499142212],
    };
    Object.entries(certified).forEach(([term, [coefficient, error]], j) => {
      expect(Math.abs(fit.coefficients[term]! / coefficient! - 1), term).toBeLessThan(1e-9);
      expect(Math.abs(fit.estimates.columns.standardError[j]! / error! - 1), term).toBeLessThan(1e-9);
    });
    expect(fit.rSquared).toBeCloseTo(0.995479004577296, 13);
  });

  it("leaves out rows that are not whole, and counts them", () => {
    const holed = fitLinearRegression([...y, Number.NaN, 5], {
      covariates: { x: [...x, 1, Number.NaN] },
      errors: hc3Errors(),
    });
    const whole = fitLinearRegression(y, { covariates: { x }, errors: hc3Errors() });
    expect(holed.coefficients).toEqual(whole.coefficients);
    expect(holed.estimates).toEqual(whole.estimates);
    expect(holed.leftOut).toBe(2);
    expect(holed.fitted[36]).toBeCloseTo(-0.262323073774029 + 1.00211681802045, 10);
    expect(holed.fitted[37]).toBeNaN();
  });

  it("counts a row of weight 3 as three of weight 1, and one of weight 0 not at all", () => {
    const weights = x.map((_, i) => i % 4);
    const repeated = (list: readonly number[]): number[] =>
      list.flatMap((value, i) => new Array<number>(i % 4).fill(value));
    const weighted = fitLinearRegression(y, { covariates: { x }, weights, errors: classicalErrors() });
    const plain = fitLinearRegression(repeated(y), { covariates: { x: repeated(x) }, errors: classicalErrors() });
    expect(weighted.coefficients["x"]).toBeCloseTo(plain.coefficients["x"]!, 12);
    expect(weighted.leftOut).toBe(9);
  });

  it("clusters of rows are those of the table, whatever rows are left out", () => {
    const by = x.map((_, i) => i % 6);
    const all = fitLinearRegression(y, { covariates: { x }, errors: clusteredErrors({ by }) });
    const shifted = fitLinearRegression([Number.NaN, ...y], {
      covariates: { x: [0, ...x] },
      errors: clusteredErrors({ by: [9, ...by] }),
    });
    expect(shifted.estimates).toEqual(all.estimates);
    expect(all.clusters).toBe(6);
  });

  it("says by NaN what the data do not tell apart", () => {
    const fit = fitLinearRegression(y, {
      covariates: { x, twice: x.map((value) => 2 * value) },
      errors: classicalErrors(),
    });
    expect([fit.coefficients["x"], fit.coefficients["twice"]].some((value) => Number.isNaN(value))).toBe(true);
    const none = fitLinearRegression([1, 2], { covariates: { x: [1, 2] }, errors: classicalErrors() });
    expect(none.coefficients["x"]).toBeCloseTo(1, 12);
    expect(none.estimates.columns.standardError).toEqual(Float64Array.of(Number.NaN, Number.NaN));
  });

  it("holds the planted slope in 93 to 97 of 100 intervals", () => {
    const random = createRandom("slopes");
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    let inside = 0;
    const worlds = 1000;
    for (let world = 0; world < worlds; world++) {
      const exposure = Array.from({ length: 40 }, () => random());
      const wealth = exposure.map((value) => value + normal());
      const votes = exposure.map((value, i) => 0.5 - 0.4 * value + 0.1 * wealth[i]! + 0.2 * normal());
      const { estimates } = fitLinearRegression(votes, { covariates: { exposure, wealth }, errors: classicalErrors() });
      const { low, high } = rowsOf(estimates)[1]!;
      if (low <= -0.4 && -0.4 <= high) inside++;
    }
    expect(inside / worlds).toBeGreaterThan(0.93);
    expect(inside / worlds).toBeLessThan(0.97);
  });
});
