import { describe, expect, it } from "vitest";
import { drawHypergeometric } from "../../src/core/hypergeometric.ts";
import { createRandom } from "../../src/core/random.ts";
import { hypergeometricTerms } from "../slow/segregation-inference.ts";
import { chiSquare, chiSquareLimit } from "../slow/variates.ts";

const DRAWS = 100_000;

describe("hypergeometric numbers", () => {
  it.each([
    [3, 8, 4],
    [5, 9, 8],
    [12, 40, 9],
    [15, 400, 60],
    [30, 60, 30],
    [50, 100, 40],
    [90, 100, 60],
    [60, 100, 95],
    [40, 2000, 1500],
    [500, 1500, 700],
    [1000, 1e6, 20_000],
    [4e5, 1e6, 300],
    [1e8, 1e9, 120],
  ])("of a group of %d among %d, %d of them drawn, have the frequencies of the distribution", (group, all, drawn) => {
    const random = createRandom(`hypergeometric ${group} ${all} ${drawn}`);
    const terms = hypergeometricTerms(group, all, drawn);
    const counts = new Float64Array(terms.length);
    for (let i = 0; i < DRAWS; i++) counts[drawHypergeometric(group, all, drawn, random)]!++;
    const { statistic, degrees } = chiSquare(counts, terms, DRAWS);
    expect(statistic).toBeLessThan(chiSquareLimit(degrees));
  });

  it("stay within five standard errors of their mean and variance where there are many", () => {
    const random = createRandom("many");
    for (const [group, all, drawn] of [
      [3e8, 1e9, 4e8],
      [1e6, 1e9, 5e8],
      [7e8, 1e9, 9e8],
    ] as const) {
      const p = group / all;
      const mean = drawn * p;
      const spread = Math.sqrt((mean * (1 - p) * (all - drawn)) / (all - 1));
      let sum = 0;
      let squares = 0;
      for (let i = 0; i < 20_000; i++) {
        const z = (drawHypergeometric(group, all, drawn, random) - mean) / spread;
        sum += z;
        squares += z * z;
      }
      expect(Math.abs(sum / 20_000)).toBeLessThan(5 / Math.sqrt(20_000));
      expect(Math.abs(squares / 20_000 - 1)).toBeLessThan(5 * Math.sqrt(2 / 20_000));
    }
  });

  it("never leave what there is, and take no random number where nothing is open", () => {
    const random = createRandom(5);
    for (let i = 0; i < 20_000; i++) {
      const all = Math.floor(random() * 200);
      const group = Math.floor(random() * (all + 1));
      const drawn = Math.floor(random() * (all + 1));
      const k = drawHypergeometric(group, all, drawn, random);
      expect(Number.isInteger(k) && k >= Math.max(0, group + drawn - all) && k <= Math.min(group, drawn)).toBe(true);
    }
    const never = (): number => expect.unreachable();
    expect(drawHypergeometric(0, 9, 4, never)).toBe(0);
    expect(drawHypergeometric(9, 9, 4, never)).toBe(4);
    expect(drawHypergeometric(4, 9, 9, never)).toBe(4);
    expect(drawHypergeometric(4, 9, 0, never)).toBe(0);
    expect(drawHypergeometric(0, 0, 0, never)).toBe(0);
  });
});
