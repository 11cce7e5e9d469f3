import { describe, expect, it } from "vitest";
import { pearsonCorrelation, spearmanCorrelation } from "../../src/metrics/correlation.ts";

const confidence = 0.95;

describe("correlations", () => {
  it("are Pearson's r and Spearman's ρ of the same values", () => {
    const x = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
    const y = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
    // The textbook example of rank correlation: ρ = −29/165.
    expect(spearmanCorrelation(x, y, { confidence }).estimate).toBeCloseTo(-29 / 165, 12);
    const mean = (v: number[]): number => v.reduce((a, b) => a + b, 0) / v.length;
    const [mx, my] = [mean(x), mean(y)];
    const over = x.reduce((sum, v, i) => sum + (v - mx) * (y[i]! - my), 0);
    const under = Math.sqrt(x.reduce((s, v) => s + (v - mx) ** 2, 0) * y.reduce((s, v) => s + (v - my) ** 2, 0));
    expect(pearsonCorrelation(x, y, { confidence }).estimate).toBeCloseTo(over / under, 12);
  });

  it("give equal values the mean of their ranks", () => {
    // Ranks 1, 2.5, 2.5, 4 and 1 to 4: 4.5 / √(4.5 · 5).
    expect(spearmanCorrelation([1, 2, 2, 3], [1, 2, 3, 4], { confidence }).estimate).toBeCloseTo(Math.sqrt(0.9), 14);
  });

  it("have the interval of Fisher's z", () => {
    const x = [1, 2, 3, 4, 5, 6, 7];
    const y = [2, 1, 4, 3, 7, 5, 6];
    const r = pearsonCorrelation(x, y, { confidence });
    const half = 1.959963984540054 / Math.sqrt(4);
    expect(Math.atanh(r.low)).toBeCloseTo(Math.atanh(r.estimate) - half, 12);
    expect(Math.atanh(r.high)).toBeCloseTo(Math.atanh(r.estimate) + half, 12);
    const rho = spearmanCorrelation(x, y, { confidence });
    const wider = half * Math.sqrt(1 + rho.estimate ** 2 / 2);
    expect(Math.atanh(rho.high)).toBeCloseTo(Math.atanh(rho.estimate) + wider, 12);
  });

  it("leave out places without one of the figures, and say so", () => {
    const got = pearsonCorrelation([1, Number.NaN, 3, 4, 8], [5, 6, Number.NaN, 9, 12], { confidence });
    expect(got.pairs).toBe(3);
    expect(got.estimate).toBe(pearsonCorrelation([1, 4, 8], [5, 9, 12], { confidence }).estimate);
    expect([got.low, got.high]).toEqual([Number.NaN, Number.NaN]);
  });

  it("are not defined where nothing varies, and certain on a line", () => {
    const flat = pearsonCorrelation([1, 1, 1, 1], [1, 2, 3, 4], { confidence });
    expect([flat.estimate, flat.low, flat.high]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    const line = { estimate: -1, low: -1, high: -1, pairs: 4 };
    expect(spearmanCorrelation([1, 2, 3, 4], [9, 7, 1, 0], { confidence })).toEqual(line);
    expect(pearsonCorrelation([], [], { confidence }).estimate).toBeNaN();
  });

  it("say which argument is wrong", () => {
    expect(() => pearsonCorrelation([1, 2], [1], { confidence })).toThrow("pearsonCorrelation: y must be of length 2");
    expect(() => pearsonCorrelation([1], [Infinity], { confidence })).toThrow("y[0] must be a finite number, or NaN");
    expect(() => spearmanCorrelation([1], [1], { confidence: 1 })).toThrow("spearmanCorrelation: confidence must be");
  });
});
