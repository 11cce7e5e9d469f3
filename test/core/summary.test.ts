import { describe, expect, it } from "vitest";
import { createSummaries, fewestFor, type SummaryColumns, summariseInto } from "../../src/core/summary.ts";
import { plainMoments } from "../slow/interactions.ts";

function summaryOf(values: readonly number[]): Record<keyof SummaryColumns, number> {
  const columns = createSummaries(3);
  summariseInto(columns, 1, Float64Array.from([...values, 1e9]), values.length);
  const row = Object.entries(columns).map(([name, column]) => [name, column[1]!]);
  expect(Object.values(columns).map((column) => column[0]!)).toEqual([0, ...Array(7).fill(Number.NaN)]);
  return Object.fromEntries(row) as Record<keyof SummaryColumns, number>;
}

describe("the summary of a distribution", () => {
  it("of 2, 4, 4, 4, 5, 5, 7, 9 has a mean of 5 and a standard deviation of the population of 2", () => {
    // Σ d³ = −27 − 3 + 0 + 0 + 8 + 64 = 42; Σ d⁴ = 81 + 3 + 0 + 0 + 16 + 256 = 356; n = 8.
    expect(summaryOf([9, 2, 4, 5, 4, 7, 4, 5])).toEqual({
      count: 8,
      mean: 5,
      std: 2,
      median: 4.5,
      min: 2,
      max: 9,
      skewness: 42 / 8 / 8,
      kurtosis: 356 / 8 / 16,
    });
  });

  it("has the middle one of an odd number of values as its median", () => {
    expect(summaryOf([9, 1, 4]).median).toBe(4);
  });

  it("of one value or of equal values has no shape, whatever their sum rounds to", () => {
    // 0.1 + 0.1 + 0.1 is not 3 times 0.1: naive sums give a skewness of −1.
    for (const values of [[7], [0.1, 0.1, 0.1], [1 / 3, 1 / 3, 1 / 3, 1 / 3, 1 / 3, 1 / 3]]) {
      const summary = summaryOf(values);
      expect(summary).toEqual({
        count: values.length,
        mean: values[0],
        std: 0,
        median: values[0],
        min: values[0],
        max: values[0],
        skewness: Number.NaN,
        kurtosis: Number.NaN,
      });
    }
    expect((0.1 + 0.1 + 0.1) / 3).not.toBe(0.1);
  });

  it("of nothing is NaN with a count of 0", () => {
    expect(summaryOf([])).toEqual({
      count: 0,
      mean: Number.NaN,
      std: Number.NaN,
      median: Number.NaN,
      min: Number.NaN,
      max: Number.NaN,
      skewness: Number.NaN,
      kurtosis: Number.NaN,
    });
  });

  it("has the moments by their definitions", () => {
    const values = Array.from({ length: 101 }, (_, i) => ((i * 7919) % 101) ** 2 / 7 + (i % 3));
    const { mean, std, skewness, kurtosis } = summaryOf(values);
    const plain = plainMoments(values);
    expect(mean).toBeCloseTo(plain.mean, 9);
    expect(std).toBeCloseTo(plain.std, 9);
    expect(skewness).toBeCloseTo(plain.skewness, 12);
    expect(kurtosis).toBeCloseTo(plain.kurtosis, 12);
  });
});

describe("the fewest values that make up a share", () => {
  it("are the largest ones", () => {
    expect(fewestFor(0.8, [1, 1, 2, 6], 10)).toBe(2);
    expect(fewestFor(0.81, [1, 1, 2, 6], 10)).toBe(3);
    expect(fewestFor(1, [1, 1, 2, 6], 10)).toBe(4);
  });

  it("are none where there is nothing to share", () => {
    expect(fewestFor(0.5, [], 0)).toBe(0);
    expect(fewestFor(0.5, [0, 0], 0)).toBe(0);
  });

  it("meet a share that the sum holds but for its last digit", () => {
    // 0.1 + 0.2 is 0.30000000000000004, of which 1 / 3 is a last digit above 0.1.
    expect(fewestFor(1 / 3, [0.1, 0.1, 0.1], 0.1 + 0.2)).toBe(1);
  });
});
