import { describe, expect, it } from "vitest";
import { binomialChance, binomialTerms, hypergeometricChance } from "../../src/core/binomial.ts";
import { choose, hypergeometricTerms } from "../slow/segregation-inference.ts";
import { binomialTerms as plainTerms } from "../slow/variates.ts";

describe("probabilities of counts", () => {
  it("of a binomial are those of the formula, to 5e-14 of each", () => {
    for (const [n, p] of [
      [1, 0.3],
      [9, 0.5],
      [40, 0.02],
      [48, 0.9],
    ] as const) {
      for (let k = 0; k <= n; k++) {
        const exact = choose(n, k) * p ** k * (1 - p) ** (n - k);
        expect(Math.abs(binomialChance(k, n, p) / exact - 1)).toBeLessThan(5e-14);
      }
    }
    expect([binomialChance(-1, 3, 0.5), binomialChance(4, 3, 0.5)]).toEqual([0, 0]);
  });

  it("of large numbers keep their digits: each is the one before times the ratio of both", () => {
    const n = 1e9;
    const p = 0.3;
    for (const k of [299_900_000, 300_000_000, 300_050_000]) {
      const ratio = ((n - k) / (k + 1)) * (p / (1 - p));
      expect(Math.abs(binomialChance(k + 1, n, p) / binomialChance(k, n, p) / ratio - 1)).toBeLessThan(1e-12);
    }
    // Stirling's own correction of the largest term: 1 − (1 / 12 n)(1 / p + 1 / q − 1) to first order.
    const [m, q] = [1_000_000, 0.5];
    const largest = (1 / Math.sqrt(2 * Math.PI * m * q * (1 - q))) * (1 - 3 / (12 * m));
    expect(Math.abs(binomialChance(m / 2, m, q) / largest - 1)).toBeLessThan(1e-11);
  });

  it("of a whole binomial are those of a plain sum, and add up to 1", () => {
    for (const [n, p] of [
      [7, 0.5],
      [50, 0.02],
      [3000, 0.7],
      [100_000, 1e-4],
    ] as const) {
      const { first, count, chance } = binomialTerms(n, p, new Float64Array(0));
      const plain = plainTerms(n, p);
      let sum = 0;
      for (let i = 0; i < count; i++) {
        sum += chance[i]!;
        expect(Math.abs(chance[i]! - (plain[first + i] ?? 0))).toBeLessThan(1e-12);
      }
      expect(Math.abs(sum - 1)).toBeLessThan(1e-14);
    }
    expect(binomialTerms(9, 0, new Float64Array(0))).toMatchObject({ first: 0, count: 1 });
    expect(binomialTerms(9, 1, new Float64Array(0))).toMatchObject({ first: 9, count: 1 });
  });

  it("of a hypergeometric number are those of a plain sum", () => {
    for (const [group, all, drawn] of [
      [4, 9, 5],
      [30, 400, 60],
      [90, 100, 60],
    ] as const) {
      hypergeometricTerms(group, all, drawn).forEach((expected, k) => {
        if (drawn - k > all - group) return;
        expect(Math.abs(hypergeometricChance(k, group, all, drawn) - expected)).toBeLessThan(1e-14);
      });
    }
  });
});
