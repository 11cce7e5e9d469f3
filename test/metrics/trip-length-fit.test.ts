import { describe, expect, it } from "vitest";
import { compareTripLengths, kolmogorovTail } from "../../src/metrics/trip-length-fit.ts";
import type { DenseMatrix } from "../../src/types.ts";
import { slowKolmogorovTail } from "../slow/flow-fit.ts";

const row = (...value: number[]): DenseMatrix => ({ rows: 1, columns: value.length, value: Float64Array.from(value) });

describe("trip lengths", () => {
  it("differ by the greatest distance between the shares up to a length", () => {
    // Up to 1: 0.2 and 0.5; up to 2: 0.7 and 0.6; up to 3: 1 and 1.
    const fit = compareTripLengths(row(2, 5, 3), row(10, 2, 8), { distances: row(1, 2, 3), diagonal: true });
    expect(fit.kolmogorovSmirnov).toBeCloseTo(0.3, 15);
    expect(fit.atDistance).toBe(1);
    expect(fit.observedMean).toBe(2.1);
    expect(fit.expectedMean).toBe(1.9);
  });

  it("are compared between observed lengths too, where only the expected share rises", () => {
    // Just before 4: none observed, 0.9 expected.
    const fit = compareTripLengths(row(0, 0, 10), row(5, 4, 1), { distances: row(1, 3.5, 4), diagonal: true });
    expect(fit.kolmogorovSmirnov).toBeCloseTo(0.9, 15);
    expect(fit.atDistance).toBe(4);
  });

  it("are not compared inside a run of equal distances, whatever the order of pairs", () => {
    // Inside the run the shares differ by 1 after the first pair: a program that stops there says 1.
    const distances = row(3, 3, 3);
    expect(compareTripLengths(row(10, 0, 0), row(0, 5, 5), { distances, diagonal: true }).kolmogorovSmirnov).toBe(0);
  });

  it("have p-values by Kolmogorov's limit", () => {
    // Tables of the limit: 0.2700 at 1, 0.0505 at 1.3550 …
    expect(kolmogorovTail(1)).toBeCloseTo(0.26999967167735456, 12);
    expect(kolmogorovTail(0.5)).toBeCloseTo(0.9639452436648751, 12);
    expect(kolmogorovTail(1.3580986393225505)).toBeCloseTo(0.05, 12);
    expect(kolmogorovTail(1.62762361151895)).toBeCloseTo(0.01, 12);
    for (let lambda = 0.05; lambda < 3; lambda += 0.01) {
      expect(Math.abs(kolmogorovTail(lambda) - slowKolmogorovTail(lambda))).toBeLessThan(2e-14);
    }
    expect([kolmogorovTail(0), kolmogorovTail(1e-3), kolmogorovTail(40), kolmogorovTail(Number.NaN)]).toEqual([
      1,
      1,
      0,
      Number.NaN,
    ]);
    const trips = row(50, 50);
    const { kolmogorovSmirnov, pValue, pValueOfDraws } = compareTripLengths(trips, row(30, 20), {
      distances: row(1, 2),
      diagonal: true,
    });
    expect(kolmogorovSmirnov).toBeCloseTo(0.1, 15);
    expect(pValue).toBeCloseTo(0.26999967167735456, 12);
    expect(pValueOfDraws).toBeCloseTo(slowKolmogorovTail(Math.sqrt(5000 / 150) * 0.1), 12);
  });

  it("are never less likely than impossible, as by the series of PyTDLM", () => {
    // 2 Σ (2 k² λ² − 1) exp(−2 k² λ²), broken off at its first term below 0, is no probability: at λ = 0.5 it is
    // 2 (0.5 − 1) exp(−0.5) = −0.61. Kolmogorov's limit is 0.96.
    const peer = 2 * (2 * 0.25 - 1) * Math.exp(-2 * 0.25);
    expect(peer).toBeCloseTo(-0.6065, 4);
    expect(kolmogorovTail(0.5)).toBeGreaterThan(0.96);
  });
});
