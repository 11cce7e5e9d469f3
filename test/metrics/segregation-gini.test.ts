import { describe, expect, it } from "vitest";
import { giniSegregationIndex, multigroupGini } from "../../src/index.ts";

describe("Gini index of segregation", () => {
  const labels = ["locals", "refugees"];

  it("is the double sum over areas, worked out by hand", () => {
    // Shares 1/4, 1/2 and 1 of 4, 2 and 2 people: Σᵢⱼ tᵢ tⱼ |pᵢ − pⱼ| = 2 (8 · 1/4 + 8 · 3/4 + 4 · 1/2) = 20; 2 T² P (1 − P) = 2 · 64 · 1/4.
    const counts = { labels, count: Float64Array.of(3, 1, 1, 1, 0, 2) };
    expect(giniSegregationIndex(counts, { group: "refugees" })).toBeCloseTo(20 / 32, 14);
    expect(multigroupGini(counts)).toBeCloseTo(20 / 32, 14);
  });

  it("is 1 where no area is shared and 0 where all shares are alike", () => {
    expect(giniSegregationIndex({ labels, count: Float64Array.of(5, 0, 0, 7, 3, 0) }, { group: "refugees" })).toBe(1);
    expect(
      giniSegregationIndex({ labels, count: Float64Array.of(4, 2, 8, 4, 2, 1) }, { group: "refugees" }),
    ).toBeCloseTo(0, 15);
  });
});
