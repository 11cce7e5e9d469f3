import { describe, expect, it } from "vitest";
import { dissimilarityIndex } from "../../src/metrics/dissimilarity.ts";

const labels = ["a", "b", "c"];
const counts = { labels, count: Float64Array.of(10, 0, 5, 10, 30, 0, 0, 10, 5) };

describe("the dissimilarity index", () => {
  it("is half the sum of differences between shares, against everyone else", () => {
    // a: 1/2, 1/2, 0. The others: 5, 30 and 15 of 50.
    expect(dissimilarityIndex(counts, { group: "a" })).toBeCloseTo((0.4 + 0.1 + 0.3) / 2, 15);
  });

  it("against one group leaves the others aside", () => {
    // b: 0, 3/4, 1/4.
    expect(dissimilarityIndex(counts, { group: "a", against: "b" })).toBeCloseTo(0.5, 15);
    expect(dissimilarityIndex(counts, { group: "b", against: "c" })).toBeCloseTo((0.5 + 0.75 + 0.25) / 2, 15);
  });

  it("is 1 where no area is shared and 0 where all are alike", () => {
    const two = ["a", "b"];
    expect(dissimilarityIndex({ labels: two, count: Float64Array.of(4, 0, 0, 9, 1, 0) }, { group: "a" })).toBe(1);
    expect(dissimilarityIndex({ labels: two, count: Float64Array.of(4, 2, 10, 5, 0, 0) }, { group: "a" })).toBeCloseTo(
      0,
      15,
    );
  });

  it("of one area is 0", () => {
    expect(dissimilarityIndex({ labels, count: Float64Array.of(3, 4, 5) }, { group: "b" })).toBe(0);
  });

  it("is not defined where one of the groups has nobody, or nobody is there", () => {
    const none = { labels, count: Float64Array.of(3, 4, 0, 3, 0, 0) };
    expect(dissimilarityIndex(none, { group: "c" })).toBeNaN();
    expect(dissimilarityIndex(none, { group: "a", against: "c" })).toBeNaN();
    expect(dissimilarityIndex({ labels: ["a"], count: Float64Array.of(3, 4) }, { group: "a" })).toBeNaN();
    expect(dissimilarityIndex({ labels, count: new Float64Array(6) }, { group: "a" })).toBeNaN();
    expect(dissimilarityIndex({ labels, count: new Float64Array(0) }, { group: "a" })).toBeNaN();
  });

  it("leaves the counts as they are", () => {
    const before = counts.count.slice();
    dissimilarityIndex(counts, { group: "a" });
    expect(counts.count).toEqual(before);
  });

  it("says which argument is wrong", () => {
    const named =
      (count: number[]): (() => number) =>
      () =>
        dissimilarityIndex({ labels, count: Float64Array.from(count) }, { group: "a" });
    expect(named([1, 2, 3, 4, Number.NaN, 6])).toThrow(
      "dissimilarityIndex: count of b in area 1 must be a finite number of at least 0, got NaN",
    );
    expect(named([1, 2, -3])).toThrow("count of c in area 0 must be a finite number of at least 0, got -3");
    expect(named([Infinity, 2, 3])).toThrow("count of a in area 0");
    expect(named([1, 2, 3, 4])).toThrow("dissimilarityIndex: counts.count must be of length 6, got 4");
    expect(() => dissimilarityIndex(counts, { group: "d" })).toThrow(
      'dissimilarityIndex: group must be one of the labels (a, b, c), got "d"',
    );
    expect(() => dissimilarityIndex(counts, { group: "a", against: "d" })).toThrow("against must be one of the labels");
    expect(() => dissimilarityIndex(counts, { group: "a", against: "a" })).toThrow(
      'dissimilarityIndex: against must be another group, got "a"',
    );
  });
});
