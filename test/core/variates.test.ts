import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { drawBinomial, drawMultinomial, drawPoisson } from "../../src/core/variates.ts";
import { binomialTerms, chiSquare, chiSquareLimit, poissonTerms } from "../slow/variates.ts";

const DRAWS = 200_000;

/** How often each number from 0 to `most` is drawn; larger ones count as the largest. */
function counted(draw: () => number, most: number): Float64Array {
  const counts = new Float64Array(most + 1);
  for (let i = 0; i < DRAWS; i++) counts[Math.min(most, draw())]!++;
  return counts;
}

describe("binomial numbers", () => {
  it.each([
    [1, 0.3],
    [7, 0.5],
    [50, 0.02],
    [40, 0.95],
    [20, 0.5],
    [21, 0.4999],
    [60, 0.2],
    [100, 0.1],
    [400, 0.7],
    [1000, 0.499],
    [3000, 0.02],
    [1e6, 9.9e-6],
    [1e6, 3e-5],
    [1e12, 4e-12],
  ])("of %d with p = %d have the frequencies of the distribution", (n, p) => {
    const random = createRandom(`binomial ${n} ${p}`);
    const terms = binomialTerms(n, p);
    const counts = counted(() => drawBinomial(n, p, random), terms.length - 1);
    const { statistic, degrees } = chiSquare(counts, terms, DRAWS);
    expect(statistic).toBeLessThan(chiSquareLimit(degrees));
  });

  it("stay within five standard errors of their mean and variance where there are many", () => {
    const random = createRandom("large");
    for (const [n, p] of [
      [1e9, 0.37],
      [2 ** 53, 0.5],
      [1e15, 1e-3],
    ] as const) {
      const spread = Math.sqrt(n * p * (1 - p));
      let sum = 0;
      let squares = 0;
      for (let i = 0; i < 20_000; i++) {
        const z = (drawBinomial(n, p, random) - n * p) / spread;
        sum += z;
        squares += z * z;
      }
      expect(Math.abs(sum / 20_000)).toBeLessThan(5 / Math.sqrt(20_000));
      expect(Math.abs(squares / 20_000 - 1)).toBeLessThan(5 * Math.sqrt(2 / 20_000));
    }
  });

  it("of nobody, of nothing and of certainty take no random number", () => {
    const never = (): number => expect.unreachable();
    expect([drawBinomial(0, 0.5, never), drawBinomial(9, 0, never), drawBinomial(9, 1, never)]).toEqual([0, 0, 9]);
    expect(drawPoisson(0, never)).toBe(0);
  });
});

describe("Poisson numbers", () => {
  it.each([0.001, 0.3, 2, 9.99, 10, 10.5, 33, 250, 4000])(
    "with a mean of %d have the frequencies of the distribution",
    (mean) => {
      const random = createRandom(`Poisson ${mean}`);
      const terms = poissonTerms(mean);
      const counts = counted(() => drawPoisson(mean, random), terms.length - 1);
      const { statistic, degrees } = chiSquare(counts, terms, DRAWS);
      expect(statistic).toBeLessThan(chiSquareLimit(degrees));
    },
  );

  it("with large means stay within five standard errors of mean and variance", () => {
    const random = createRandom("large means");
    for (const mean of [1e6, 1e12]) {
      let sum = 0;
      let squares = 0;
      for (let i = 0; i < 20_000; i++) {
        const z = (drawPoisson(mean, random) - mean) / Math.sqrt(mean);
        sum += z;
        squares += z * z;
      }
      expect(Math.abs(sum / 20_000)).toBeLessThan(5 / Math.sqrt(20_000));
      expect(Math.abs(squares / 20_000 - 1)).toBeLessThan(5 * Math.sqrt(2 / 20_000));
    }
  });
});

describe("multinomial numbers", () => {
  const weights = Float64Array.of(0, 3, 1, 0, 4, 2, 0);
  const draw = (count: number, random: () => number): Float64Array => {
    const into = new Float64Array(7).fill(9);
    const placed = drawMultinomial(count, weights, 7, into, new Float64Array(7), random);
    return placed === count ? into : into.fill(Number.NaN);
  };

  it.each([3, 6, 7, 50])("of %d people have the frequencies of the joint distribution of two cells", (count) => {
    const random = createRandom(`multinomial ${count}`);
    const pairs = new Float64Array((count + 1) ** 2);
    let none = 0;
    for (let i = 0; i < DRAWS; i++) {
      const into = draw(count, random);
      none += into[0]! + into[3]! + into[6]!;
      pairs[into[1]! * (count + 1) + into[4]!]!++;
    }
    expect(none).toBe(0);
    // Cell 1 is binomial with 3 of 10, and cell 4 of what it leaves binomial with 4 of 7.
    const expected = new Float64Array((count + 1) ** 2);
    binomialTerms(count, 0.3).forEach((first, a) => {
      binomialTerms(count - a, 4 / 7).forEach((second, b) => {
        expected[a * (count + 1) + b] = first * second;
      });
    });
    const { statistic, degrees } = chiSquare(pairs, expected, DRAWS);
    expect(statistic).toBeLessThan(chiSquareLimit(degrees));
  });

  it("always add up, and of weights that are all 0 nobody is placed", () => {
    const random = createRandom(3);
    for (const count of [0, 1, 6, 7, 1000, 12_345_678_901]) {
      expect(draw(count, random).reduce((a, b) => a + b)).toBe(count);
    }
    const into = new Float64Array(2).fill(1);
    expect(drawMultinomial(5, new Float64Array(2), 2, into, new Float64Array(2), random)).toBe(0);
    expect(into).toEqual(new Float64Array(2));
  });

  it("place all where weights differ beyond all measure", () => {
    const random = createRandom(4);
    for (const tail of [1e-300, 1e-17, 5e-324]) {
      const steep = Float64Array.of(tail, 1, tail);
      const into = new Float64Array(3);
      drawMultinomial(1e6, steep, 3, into, new Float64Array(3), random);
      expect(into.reduce((a, b) => a + b)).toBe(1e6);
    }
  });

  it("are the same for the same seed", () => {
    expect(draw(5000, createRandom("again"))).toEqual(draw(5000, createRandom("again")));
    expect(draw(5000, createRandom("again"))).not.toEqual(draw(5000, createRandom("other")));
  });
});
