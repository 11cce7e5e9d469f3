import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import { measureFlowFit } from "../../src/metrics/flow-fit.ts";
import { compareModels } from "../../src/metrics/model-comparison.ts";
import type { DenseMatrix } from "../../src/types.ts";

const row = (...value: number[]): DenseMatrix => ({ rows: 1, columns: value.length, value: Float64Array.from(value) });
const observed = row(3, 0, 7, 2);
const options = { distances: row(1, 2, 3, 4), binWidth: 2, diagonal: true };
const models = {
  even: { expected: row(3, 3, 3, 3), parameters: 1 },
  near: { expected: row(3.1, 0.5, 6, 2.4), parameters: 3 },
  saturated: { expected: observed, parameters: 4 },
};

describe("a comparison of models", () => {
  it("has a row per model with its fit, the least AIC first", () => {
    const table = compareModels(observed, models, options);
    const rows = rowsOf(table);
    expect(rows.map(({ model }) => model)).toEqual(["near", "saturated", "even"]);
    const fit = measureFlowFit(observed, models.near.expected, options);
    expect(rows[0]).toMatchObject({
      parameters: 3,
      logLikelihood: fit.poissonLogLikelihood,
      aic: 6 - 2 * fit.poissonLogLikelihood,
      deltaAic: 0,
      poissonDeviance: fit.poissonDeviance,
      commonPartOfCommuters: fit.commonPartOfCommuters,
      kolmogorovSmirnov: fit.tripLengths.kolmogorovSmirnov,
      expectedMeanLength: fit.tripLengths.expectedMean,
    });
    expect(rows[0]!.bic).toBeCloseTo(Math.log(4) * 3 - 2 * fit.poissonLogLikelihood, 12);
  });

  it("weighs models by exp(−Δ / 2), which adds up to 1", () => {
    const { akaikeWeight, deltaAic } = compareModels(observed, models, options).columns;
    expect(akaikeWeight.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 14);
    for (let k = 1; k < 3; k++)
      expect(akaikeWeight[k]! / akaikeWeight[0]!).toBeCloseTo(Math.exp(-deltaAic[k]! / 2), 14);
  });

  it("is put in order by another column, more or less being better", () => {
    const order = (sortBy: "commonPartOfCommuters" | "poissonDeviance" | "bic"): readonly string[] =>
      compareModels(observed, models, { ...options, sortBy }).columns.model;
    expect(order("commonPartOfCommuters")).toEqual(["saturated", "near", "even"]);
    expect(order("poissonDeviance")).toEqual(["saturated", "near", "even"]);
    expect(compareModels(observed, models, { ...options, sortBy: "bic" }).columns.bic).toEqual(
      compareModels(observed, models, { ...options, sortBy: "bic" })
        .columns.bic.slice()
        .sort(),
    );
  });

  it("puts a model last that the column says nothing of", () => {
    const empty = { none: { expected: row(0, 0, 0, 0), parameters: 0 }, ...models };
    const table = compareModels(observed, empty, { ...options, sortBy: "kolmogorovSmirnov" });
    expect(table.columns.kolmogorovSmirnov[3]).toBeNaN();
    expect(table.columns.model).toEqual(["saturated", "near", "even", "none"]);
  });

  it("gives no weight to a model by which what happened cannot happen", () => {
    const table = compareModels(observed, { ...models, blind: { expected: row(0, 5, 5, 2), parameters: 0 } }, options);
    expect(rowsOf(table)[3]).toMatchObject({
      model: "blind",
      logLikelihood: -Infinity,
      aic: Infinity,
      deltaAic: Infinity,
      akaikeWeight: 0,
    });
    expect(table.columns.akaikeWeight.slice(0, 3)).toEqual(
      compareModels(observed, models, options).columns.akaikeWeight,
    );
    const alone = compareModels(observed, { blind: { expected: row(0, 5, 5, 2), parameters: 0 } }, options).columns;
    expect([alone.deltaAic[0], alone.akaikeWeight[0]]).toEqual([Number.NaN, Number.NaN]);
  });

  it("takes the likelihood of a fit that has its own", () => {
    const own = { even: { ...models.even, logLikelihood: -5 }, near: models.near };
    const even = rowsOf(compareModels(observed, own, options)).find(({ model }) => model === "even")!;
    expect([even.logLikelihood, even.aic]).toEqual([-5, 12]);
  });

  it("names the model whose flows are none", () => {
    expect(() => compareModels(observed, { ...models, odd: { expected: row(1, 2), parameters: 1 } }, options)).toThrow(
      "compareModels: models.odd.expected.columns must be of length 4, got 2",
    );
    expect(() => compareModels(observed, { odd: { expected: row(1, 2, 3, -4), parameters: 1 } }, options)).toThrow(
      "compareModels: models.odd.expected [0, 3] must be a finite number of at least 0, got -4",
    );
    expect(() => compareModels(observed, { odd: { expected: observed, parameters: 1.5 } }, options)).toThrow(
      "compareModels: models.odd.parameters must be a whole number of at least 0, got 1.5",
    );
    expect(() => compareModels(row(3, 0, Number.NaN, 2), models, options)).toThrow(
      "compareModels: flows [0, 2] must be a finite number of at least 0, got NaN",
    );
    expect(() => compareModels(observed, {}, options)).toThrow(
      "compareModels: models must be models by name, at least one",
    );
  });
});
