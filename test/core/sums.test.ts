import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { sumOf } from "../../src/core/sums.ts";

describe("a compensated sum", () => {
  it("keeps the small terms beside large ones", () => {
    expect(sumOf([1, 1e100, 1, -1e100])).toBe(2);
    expect(sumOf([1e16, 1, 1, 1, 1, -1e16])).toBe(4);
  });

  it("is the nearest double to the exact sum", () => {
    const random = createRandom("sums");
    for (let trial = 0; trial < 50; trial++) {
      // Whole multiples of 2^-40 of sizes from 2^-40 to 2^12: their exact sum is a whole number of 2^-40.
      const values = Float64Array.from({ length: 2_000 }, () =>
        Math.round((random() - 0.5) * 2 ** Math.floor(53 * random())),
      );
      const exact = Array.from(values, BigInt).reduce((sum, x) => sum + x, 0n);
      const scaled = values.map((x) => x * 2 ** -40);
      expect(sumOf(scaled)).toBe(Number(exact) * 2 ** -40);
    }
  });

  it("does not depend on the order of the terms beyond the last digit", () => {
    const random = createRandom("order");
    const values = Array.from({ length: 10_000 }, () => random() ** 20);
    const sum = sumOf(values);
    for (let trial = 0; trial < 20; trial++) {
      for (let i = values.length - 1; i > 0; i--) {
        const j = Math.floor(random() * (i + 1));
        [values[i], values[j]] = [values[j]!, values[i]!];
      }
      expect(Math.abs(sumOf(values) - sum)).toBeLessThanOrEqual(sum * Number.EPSILON);
    }
  });

  it("sums a part of a column", () => {
    const values = Uint32Array.of(1, 2, 4, 8);
    expect(sumOf(values, 1)).toBe(14);
    expect(sumOf(values, 1, 3)).toBe(6);
    expect(sumOf(values, 2, 2)).toBe(0);
    expect(sumOf([])).toBe(0);
  });

  it("of a missing number is not a number", () => {
    expect(sumOf([1, Number.NaN, 2])).toBeNaN();
  });
});
