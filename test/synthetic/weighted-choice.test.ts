import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { buildAliasTable, drawAlias, drawRunningSum } from "../../src/synthetic/weighted-choice.ts";
import { probabilitiesOf } from "./probabilities.ts";

describe("weighted choice", () => {
  it("an alias table holds the shares of its weights", () => {
    const weights = [3, 0, 1, 0.5, 0, 7.5];
    const probabilities = probabilitiesOf(buildAliasTable("test", "weights", weights));
    for (let i = 0; i < weights.length; i++) expect(probabilities[i]).toBeCloseTo(weights[i]! / 12, 14);
  });

  it("draws come in the shares of the weights, and never what weighs nothing", () => {
    const weights = [1, 0, 3];
    const sums = Float64Array.of(1, 1, 4);
    const table = buildAliasTable("test", "weights", weights);
    const random = createRandom(1);
    const fromTable = [0, 0, 0];
    const fromSums = [0, 0, 0];
    for (let i = 0; i < 40_000; i++) {
      fromTable[drawAlias(table, random)]!++;
      fromSums[drawRunningSum(sums, 0, 3, random)]!++;
    }
    for (const count of [fromTable, fromSums]) {
      expect(count[1]).toBe(0);
      // Four standard deviations of a binomial with p = 1/4.
      expect(Math.abs(count[0]! - 10_000)).toBeLessThan(4 * Math.sqrt(40_000 * 0.25 * 0.75));
    }
  });

  it("running sums are drawn from within their range only", () => {
    const sums = Float64Array.of(5, 9, 2, 3, 7);
    const random = createRandom(2);
    const drawn = new Set<number>();
    for (let i = 0; i < 1000; i++) drawn.add(drawRunningSum(sums, 2, 4, random));
    expect([...drawn].sort()).toEqual([2, 3]);
  });

  it("refuses weights that are negative, not numbers, or all zero", () => {
    expect(() => buildAliasTable("test", "weights", [1, -1])).toThrow(/weights\[1\]/);
    expect(() => buildAliasTable("test", "weights", [Number.NaN])).toThrow(/weights\[0\]/);
    expect(() => buildAliasTable("test", "weights", [0, 0])).toThrow(RangeError);
  });
});
