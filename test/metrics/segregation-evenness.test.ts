import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { dissimilarityIndex } from "../../src/metrics/dissimilarity.ts";
import { atkinsonIndex } from "../../src/metrics/segregation-atkinson.ts";
import type { AreaCounts, TwoGroupsOptions } from "../../src/metrics/segregation-counts.ts";
import {
  correlationRatio,
  gorardIndex,
  minMaxIndex,
  theilEntropyIndex,
} from "../../src/metrics/segregation-evenness.ts";
import { pairwiseSegregation } from "../../src/metrics/segregation-evenness-pairs.ts";
import {
  exactExposureMatrix,
  exactInteractionIndex,
  exactIsolationIndex,
  exposureMatrix,
  interactionIndex,
  isolationIndex,
} from "../../src/metrics/segregation-exposure.ts";
import { giniSegregationIndex, multigroupGini } from "../../src/metrics/segregation-gini.ts";
import { createShareOrder } from "../../src/metrics/segregation-gini-order.ts";
import {
  locationQuotients,
  measureGroupSegregation,
  measureLocalSegregation,
} from "../../src/metrics/segregation-local.ts";
import {
  multigroupDissimilarity,
  multigroupEntropyIndex,
  mutualInformationIndex,
  normalizedExposure,
  relativeDiversity,
  squaredCoefficientOfVariation,
} from "../../src/metrics/segregation-multigroup.ts";
import {
  entropyDiversity,
  normalizedDiversity,
  simpsonConcentration,
  simpsonInteraction,
} from "../../src/metrics/segregation-multigroup-diversity.ts";
import { ordinalEntropy, ordinalSegregationIndex } from "../../src/metrics/segregation-ordinal.ts";
import { concentrationProfileIndex, measureConcentrationProfile } from "../../src/metrics/segregation-profile.ts";
import { measureMultigroupSegregation, measureSegregation } from "../../src/metrics/segregation-summary.ts";

const countsOf = (...rows: number[][]): AreaCounts => ({
  labels: rows[0]!.map((_, g) => "abc"[g]!),
  count: Float64Array.from(rows.flat()),
});

type TwoGroupIndex = (counts: AreaCounts, options: TwoGroupsOptions) => number;

const EVENNESS: readonly (readonly [name: string, index: TwoGroupIndex])[] = [
  ["dissimilarityIndex", dissimilarityIndex],
  ["giniSegregationIndex", giniSegregationIndex],
  ["theilEntropyIndex", theilEntropyIndex],
  ["correlationRatio", correlationRatio],
  ["minMaxIndex", minMaxIndex],
  ["gorardIndex", gorardIndex],
  ["concentrationProfileIndex", concentrationProfileIndex],
  ["atkinsonIndex", (counts, pair) => atkinsonIndex(counts, { ...pair, shape: 0.4 })],
];
const MULTIGROUP = [
  ["multigroupDissimilarity", multigroupDissimilarity],
  ["multigroupGini", multigroupGini],
  ["multigroupEntropyIndex", multigroupEntropyIndex],
  ["relativeDiversity", relativeDiversity],
  ["normalizedExposure", normalizedExposure],
  ["squaredCoefficientOfVariation", squaredCoefficientOfVariation],
  ["normalizedDiversity", normalizedDiversity],
  ["ordinalSegregationIndex", (counts: AreaCounts) => ordinalSegregationIndex(counts, { variation: ordinalEntropy() })],
] as const;

describe("indices of evenness", () => {
  it.each(EVENNESS)("%s is not defined where the group or the others have nobody", (_, index) => {
    for (const counts of [countsOf([0, 10], [0, 20]), countsOf([10, 0], [20, 0]), countsOf([0, 0])]) {
      expect(index(counts, { group: "a" })).toBeNaN();
    }
    expect(index({ labels: ["a", "b"], count: new Float64Array(0) }, { group: "a" })).toBeNaN();
  });

  it.each(EVENNESS)(
    "%s is 0 in a single area and 1, or what is left of the group, where none is shared",
    (name, index) => {
      expect(Math.abs(index(countsOf([3, 7]), { group: "a" }))).toBeLessThan(1e-15);
      const apart = index(countsOf([10, 0], [0, 30], [5, 0], [0, 0]), { group: "a" });
      expect(apart).toBeCloseTo(name === "gorardIndex" ? 30 / 45 : 1, 14);
    },
  );

  it.each(EVENNESS)("%s leaves out a third group where the other is named", (_, index) => {
    const three = countsOf([12, 5, 900], [3, 8, 0], [7, 7, 20], [0, 2, 5]);
    const two = countsOf([12, 5], [3, 8], [7, 7], [0, 2]);
    expect(index(three, { group: "a", against: "b" })).toBe(index(two, { group: "a" }));
    expect(index(three, { group: "a" })).not.toBeCloseTo(index(two, { group: "a" }), 3);
  });

  it("weighs areas where a group is frequent more with a greater shape", () => {
    // Few areas full of the group against many that lack it.
    const full = countsOf([40, 10], [10, 90], [10, 90], [10, 90]);
    const empty = countsOf([1, 99], [23, 77], [23, 77], [23, 77]);
    const ratio = (shape: number): number =>
      atkinsonIndex(full, { group: "a", shape }) / atkinsonIndex(empty, { group: "a", shape });
    expect(ratio(0.9)).toBeGreaterThan(ratio(0.5));
    expect(ratio(0.5)).toBeGreaterThan(ratio(0.1));
  });

  it.each([0, 1, -0.5, 1.5])("Atkinson's index takes no shape of %s", (shape) => {
    expect(() => atkinsonIndex(countsOf([1, 2]), { group: "a", shape })).toThrow(
      `atkinsonIndex: shape must be above 0 and below 1, got ${shape}`,
    );
  });
});

describe("exposure", () => {
  it("is not defined for a group without anybody, and isolation is whole without others", () => {
    expect(isolationIndex(countsOf([0, 5]), { group: "a" })).toBeNaN();
    expect(interactionIndex(countsOf([0, 5]), { group: "a" })).toBeNaN();
    expect(isolationIndex(countsOf([4, 0], [5, 0]), { group: "a" })).toBe(1);
    expect(interactionIndex(countsOf([4, 0], [5, 0]), { group: "a" })).toBe(0);
    expect(exposureMatrix(countsOf([4, 0, 4], [0, 0, 0])).value).toEqual(
      Float64Array.of(0.5, 0, 0.5, Number.NaN, Number.NaN, Number.NaN, 0.5, 0, 0.5),
    );
  });

  it("does not let a person meet themself, and one alone meets nobody", () => {
    const counts = countsOf([1, 0], [1, 1], [0, 0]);
    expect(isolationIndex(counts, { group: "a" })).toBe(0.75);
    expect(exactIsolationIndex(counts, { group: "a" })).toBe(0);
    expect(exactInteractionIndex(counts, { group: "a" })).toBe(0.5);
    expect(exactExposureMatrix(counts).value).toEqual(Float64Array.of(0, 0.5, 1, 0));
  });

  it("of a group that is nearly everybody has the digits of that of the few others", () => {
    const counts = countsOf([7e14, 1], [3e14, 0], [5, 11]);
    // η² is Σ t (p − P)² / (T P (1 − P)) = Σ y² / (t Y) but for one in 10¹³.
    const expected = (1 / 7e14 + (11 * 11) / 16) / 12;
    const [own, other] = ["a", "b"].map((group) => correlationRatio(counts, { group }));
    expect(own).toBe(other);
    expect(own).toBeCloseTo(expected, 12);
    const profile = concentrationProfileIndex(counts, { group: "a" });
    // Σ w |p − P| / (1 − P), with P − p = y / t but for one in 10¹³.
    const few = 12 / (1e15 + 17);
    const away = 0.7 * (few - 1 / 7e14) + 0.3 * few + (5 / 1e15) * (11 / 16);
    expect(profile / (away / few)).toBeCloseTo(1, 12);
  });

  it("refuses people whose products are no numbers any more", () => {
    const sentence = /must be 0, or from 1e-150 to 1e150, got/;
    for (const size of [1e-300, 1e300]) {
      const counts = countsOf([8 * size, 2 * size], [2 * size, 8 * size]);
      expect(() => giniSegregationIndex(counts, { group: "a" })).toThrow(sentence);
      expect(() => multigroupGini(counts)).toThrow(sentence);
    }
    expect(() => isolationIndex(countsOf([1e-200, 3], [1e-200, 4]), { group: "a" })).toThrow(
      /people of a must be 0, or/,
    );
    expect(dissimilarityIndex(countsOf([8e99, 2e99], [2e99, 8e99]), { group: "a" })).toBeCloseTo(0.6, 14);
  });

  it("of persons needs whole numbers", () => {
    const counts = countsOf([1, 2], [1.5, 3]);
    const sentence = "count of a in area 1 must be a whole number of people, got 1.5";
    expect(() => exactIsolationIndex(counts, { group: "b" })).toThrow(`exactIsolationIndex: ${sentence}`);
    expect(() => exactInteractionIndex(counts, { group: "b" })).toThrow(`exactInteractionIndex: ${sentence}`);
    expect(() => exactExposureMatrix(counts)).toThrow(`exactExposureMatrix: ${sentence}`);
  });
});

describe("indices of several groups", () => {
  it.each(MULTIGROUP)("%s is not defined with fewer than two groups that have people", (_, index) => {
    expect(index(countsOf([5, 0, 0], [2, 0, 0]))).toBeNaN();
    expect(index(countsOf([0, 0, 0]))).toBeNaN();
  });

  it("tell nothing of one group, and nothing at all of nobody", () => {
    const one = countsOf([5, 0, 0], [2, 0, 0]);
    expect([mutualInformationIndex(one), entropyDiversity(one), simpsonInteraction(one)]).toEqual([0, 0, 0]);
    expect(simpsonConcentration(one)).toBe(1);
    for (const index of [mutualInformationIndex, entropyDiversity, simpsonInteraction, simpsonConcentration]) {
      expect(index(countsOf([0, 0]))).toBeNaN();
    }
  });

  it("of pairs are NaN on the diagonal and for groups without anybody", () => {
    const { labels, rows, columns, value } = pairwiseSegregation(countsOf([5, 0, 1], [2, 0, 3]), {
      index: giniSegregationIndex,
    });
    expect([labels, rows, columns]).toEqual([["a", "b", "c"], 3, 3]);
    const pair = giniSegregationIndex(countsOf([5, 1], [2, 3]), { group: "a" });
    const none = Number.NaN;
    expect(value).toEqual(Float64Array.of(none, none, pair, none, none, none, pair, none, none));
  });

  it("of pairs may be one way only", () => {
    const counts = countsOf([5, 2], [2, 9]);
    const { value } = pairwiseSegregation(counts, { index: (own, pair) => interactionIndex(own, pair) });
    expect(value[1]).toBe(interactionIndex(counts, { group: "a" }));
    expect(value[2]).toBe(interactionIndex(counts, { group: "b" }));
    expect(value[1]).not.toBe(value[2]);
  });

  it("of pairs take an answer that is a number only", () => {
    const index = ((_: AreaCounts, __: TwoGroupsOptions) => "much") as unknown as TwoGroupIndex;
    expect(() => pairwiseSegregation(countsOf([1, 2]), { index })).toThrow(
      'pairwiseSegregation: what the index answers must be a number, got "much"',
    );
  });

  it("of ordered groups mind the order", () => {
    const variation = ordinalEntropy();
    const near = ordinalSegregationIndex(countsOf([10, 0, 5], [0, 10, 5]), { variation });
    const far = ordinalSegregationIndex(countsOf([10, 5, 0], [0, 5, 10]), { variation });
    expect(far).toBeGreaterThan(near + 0.1);
    const answer = ((_: number) => "much") as unknown as (share: number) => number;
    expect(() => ordinalSegregationIndex(countsOf([1, 2]), { variation: answer })).toThrow(
      'ordinalSegregationIndex: what the variation answers must be a number, got "much"',
    );
  });
});

describe("areas and groups", () => {
  it("without people have no composition", () => {
    const counts = countsOf([0, 0, 0], [4, 4, 0]);
    const { columns } = measureLocalSegregation(counts);
    for (const [name, column] of Object.entries(columns)) {
      if (["people", "share", "groups"].includes(name)) expect(column[0], name).toBe(0);
      else expect(column[0], name).toBeNaN();
    }
    expect(columns.normalizedEntropy[1]).toBeCloseTo(1, 15);
    expect(columns.evenness[1]).toBeCloseTo(1, 15);
    expect(locationQuotients(counts).value.map((quotient) => quotient)).toEqual(
      Float64Array.of(Number.NaN, Number.NaN, Number.NaN, 1, 1, Number.NaN),
    );
    const groups = measureGroupSegregation(counts).columns;
    expect(groups.label).toEqual(["a", "b", "c"]);
    expect(groups.people).toEqual(Float64Array.of(4, 4, 0));
    expect(groups.segregation).toEqual(Float64Array.of(0, 0, Number.NaN));
    const first = measureGroupSegregation(countsOf([0, 6, 0], [0, 0, 2])).columns;
    expect(first.people).toEqual(Float64Array.of(0, 6, 2));
    expect(first.share).toEqual(Float64Array.of(0, 0.75, 0.25));
    expect(first.segregation[0]).toBeNaN();
    expect(first.segregation[1]).toBeCloseTo(-Math.log(0.75), 14);
    expect(first.segregation[2]).toBeCloseTo(-Math.log(0.25), 14);
  });

  it("of one group have no evenness, and with one group in all no normalised entropy", () => {
    const { columns } = measureLocalSegregation(countsOf([3, 0], [1, 2]));
    expect(columns.evenness[0]).toBeNaN();
    expect(columns.normalizedEntropy[0]).toBe(0);
    expect(measureLocalSegregation(countsOf([3, 0])).columns.normalizedEntropy[0]).toBeNaN();
  });

  it("are in nats unless a base is given", () => {
    const counts = countsOf([3, 1], [1, 2]);
    const bits = mutualInformationIndex(counts, { base: 2 });
    expect(mutualInformationIndex(counts)).toBeCloseTo(bits * Math.LN2, 15);
    expect(mutualInformationIndex(counts, { base: Math.E })).toBe(mutualInformationIndex(counts));
    expect(() => mutualInformationIndex(counts, { base: 1 })).toThrow(
      "mutualInformationIndex: base must be above 1, got 1",
    );
  });

  it("have a profile of their shares, of areas where somebody lives", () => {
    const counts = countsOf([2, 2], [0, 0], [0, 9], [5, 5], [3, 0]);
    const { length, columns } = measureConcentrationProfile(counts, { group: "a" });
    expect(length).toBe(3);
    expect(columns.groupShare).toEqual(Float64Array.of(0, 0.5, 1));
    expect(columns.people).toEqual(Float64Array.of(10, 10, 3));
    expect(columns.share).toEqual(Float64Array.of(1, 1, 0.3));
    const nobody = measureConcentrationProfile(countsOf([0, 4]), { group: "a" }).columns;
    expect([nobody.groupShare[0], nobody.people[0], nobody.share[0]]).toEqual([0, 0, Number.NaN]);
    expect(measureConcentrationProfile(countsOf([0, 0]), { group: "a" }).length).toBe(0);
  });

  it("of a large group can have a profile above that of complete separation", () => {
    // Of 4 in 5 people a quarter live where they are a half: 1/4 · 3/10 + 3/4 · 1/5 over 1/5.
    expect(concentrationProfileIndex(countsOf([3, 0], [1, 1]), { group: "a" })).toBeCloseTo(1.125, 14);
  });
});

describe("the summary", () => {
  it("says what the indices are of", () => {
    const counts = countsOf([3, 1, 0], [0, 0, 0], [1, 4, 0]);
    const own = measureSegregation(counts, { group: "a" });
    expect([own.areas, own.people, own.others, own.share]).toEqual([2, 4, 5, 4 / 9]);
    const all = measureMultigroupSegregation(counts);
    expect([all.areas, all.groups, all.people]).toEqual([2, 2, 9]);
    for (const [name, index] of MULTIGROUP) {
      const value = Object.entries(all).find(([field]) => name.toLowerCase().endsWith(field.toLowerCase()))?.[1];
      if (value !== undefined) expect(index(counts), name).toBe(value);
    }
    expect(all.mutualInformation).toBe(mutualInformationIndex(counts));
    expect(all.entropyDiversity).toBe(entropyDiversity(counts));
  });

  it("leaves the counts as they are", () => {
    const counts = countsOf([3, 1, 0], [1, 4, 2]);
    const before = counts.count.slice();
    measureSegregation(counts, { group: "a" });
    measureMultigroupSegregation(counts);
    measureLocalSegregation(counts).columns.people.fill(0);
    expect(counts.count).toEqual(before);
  });
});

describe("the order of shares", () => {
  const ordered = (share: Float64Array): number[] =>
    Array.from(share, (_, row) => row).sort((a, b) => share[a]! - share[b]! || a - b);

  it("is that of the values, also where many are alike but for the last digits", () => {
    const random = createRandom("shares");
    const far = Float64Array.from({ length: 3000 }, () => random());
    const near = far.map((value) => 0.3 + value * 1e-10);
    const nearest = far.map((value) => 0.75 - Math.floor(value * 9000) * 2 ** -53);
    const few = far.map((value) => Math.round(value * 10) / 10);
    const mixed = far.map((value, row) => (row % 3 === 0 ? value : nearest[row]!));
    for (const share of [far, near, nearest, few, mixed, Float64Array.of(1, 0, 1, 1 - 2 ** -53, 2 ** -40, 0)]) {
      expect([...createShareOrder(share.length)(share)]).toEqual(ordered(share));
    }
    expect([...createShareOrder(0)(new Float64Array(0))]).toEqual([]);
    const orderOf = createShareOrder(3000);
    orderOf(near);
    expect([...orderOf(far)]).toEqual(ordered(far));
  });

  it("takes shares that fall into one digit in linear time too: 200,000 in reverse", () => {
    const share = Float64Array.from({ length: 200_000 }, (_, row) => 0.5 + (200_000 - row) * 2 ** -53);
    const order = createShareOrder(share.length)(share);
    expect(order[0]).toBe(199_999);
    expect(order[199_999]).toBe(0);
  });
});
