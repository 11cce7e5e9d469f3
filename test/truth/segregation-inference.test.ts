import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { drawBinomial, drawMultinomial } from "../../src/core/variates.ts";
import { dissimilarityIndex } from "../../src/metrics/dissimilarity.ts";
import { biasCorrectedDissimilarity, expectedDissimilarity } from "../../src/metrics/segregation-bias.ts";
import {
  bootstrapSegregation,
  ofAreas,
  ofPeople,
  ofPeopleByGroup,
  type SegregationBootstrap,
  type SegregationResample,
} from "../../src/metrics/segregation-bootstrap.ts";
import {
  compareSegregation,
  counterfactualSwaps,
  pooledDraws,
  shiftedBootstrap,
} from "../../src/metrics/segregation-compare.ts";
import { densityCorrectedDissimilarity, modifiedDissimilarity } from "../../src/metrics/segregation-corrected.ts";
import type { AreaCounts } from "../../src/metrics/segregation-counts.ts";
import type { SegregationIndex } from "../../src/metrics/segregation-index.ts";
import {
  areaPermutation,
  evenDraws,
  independentDraws,
  personPermutation,
  type SegregationNull,
  systematicDraws,
} from "../../src/metrics/segregation-null.ts";
import { byComposition } from "../../src/metrics/segregation-shapley.ts";
import { testSegregation } from "../../src/metrics/segregation-test.ts";
import type { Random } from "../../src/types.ts";

/**
 * The test of the tests: worlds whose truth is known, many of them. Under the null p-values are uniform, however few draws are
 * made; intervals hold the true index as often as they say; corrections find 0 where there is nothing.
 */

const WORLDS = 500;
const REPLICATES = 99;
/** Kolmogorov's bound that a uniform sample exceeds once in a thousand times, and the step of p-values. */
const KOLMOGOROV = 1.95 / Math.sqrt(WORLDS) + 1 / (REPLICATES + 1);
const LEVELS = [0.01, 0.05, 0.1, 0.25, 0.5];

const index: SegregationIndex = (counts) => dissimilarityIndex(counts, { group: "a" });
/** How much neighbours along a line differ: an index with a map. */
const alongALine: SegregationIndex = ({ count }) => {
  let sum = 0;
  for (let c = 2; c < count.length; c += 2) {
    sum += Math.abs(count[c]! / (count[c]! + count[c + 1]!) - count[c - 2]! / (count[c - 2]! + count[c - 1]!));
  }
  return sum;
};

/** Areas of 30 to 80 people, each person of group a with the probability of the area. */
function worldOf(random: Random, areas: number, chance: (area: number) => number, least = 30, most = 80): AreaCounts {
  const count = new Float64Array(2 * areas);
  for (let i = 0; i < areas; i++) {
    const people = least + Math.floor(random() * (most - least + 1));
    count[2 * i] = drawBinomial(people, chance(i), random);
    count[2 * i + 1] = people - count[2 * i]!;
  }
  return { labels: ["a", "b"], count };
}

/** The largest distance of the shares of p-values from the uniform distribution. */
function kolmogorov(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.max(
    ...sorted.map((p, k) => Math.max(Math.abs(p - k / sorted.length), Math.abs(p - (k + 1) / sorted.length))),
  );
}

const shareUpTo = (values: readonly number[], level: number): number =>
  values.filter((p) => p <= level + 1e-12).length / values.length;

/** Four standard errors of a share of so many worlds. */
const slack = (level: number, worlds = WORLDS): number => 4 * Math.sqrt((level * (1 - level)) / worlds);

describe("p-values without segregation", () => {
  it.each<[string, SegregationNull]>([
    ["person permutation", personPermutation()],
    ["evenness", evenDraws()],
    ["systematic", systematicDraws()],
    ["independence", independentDraws()],
  ])("of the %s are uniform on both sides, and up to 0.05 in 5 of a hundred worlds", (name, chance) => {
    const random = createRandom(`uniform ${name}`);
    const greater: number[] = [];
    const less: number[] = [];
    const both: number[] = [];
    for (let w = 0; w < WORLDS; w++) {
      const counts = worldOf(random, 15, () => 0.3);
      const found = testSegregation(counts, { index, null: chance, replicates: REPLICATES, random });
      greater.push(found.pGreater);
      less.push(found.pLess);
      both.push(found.pTwoSided);
    }
    for (const values of [greater, less]) expect(kolmogorov(values)).toBeLessThan(KOLMOGOROV);
    for (const values of [greater, less, both]) {
      for (const level of LEVELS) {
        expect(shareUpTo(values, level)).toBeLessThan(level + slack(level));
        expect(shareUpTo(values, level)).toBeGreaterThan(level - slack(level));
      }
    }
  });

  it("of areas that change places on a map are uniform", () => {
    const random = createRandom("map");
    const values: number[] = [];
    for (let w = 0; w < WORLDS; w++) {
      const counts = worldOf(random, 15, () => random());
      values.push(
        testSegregation(counts, { index: alongALine, null: areaPermutation(), replicates: REPLICATES, random }).pLess,
      );
    }
    expect(kolmogorov(values)).toBeLessThan(KOLMOGOROV);
    expect(Math.abs(shareUpTo(values, 0.05) - 0.05)).toBeLessThan(slack(0.05));
  });

  it("never say too much where few people make many ties, nor where few tables are drawn", () => {
    for (const replicates of [9, 19, REPLICATES]) {
      const random = createRandom(`ties ${replicates}`);
      const values: number[] = [];
      for (let w = 0; w < WORLDS; w++) {
        const counts = worldOf(random, 5, () => 0.4, 1, 4);
        const found = testSegregation(counts, { index, null: personPermutation(), replicates, random });
        if (!Number.isNaN(found.pGreater)) values.push(found.pGreater);
      }
      for (const level of LEVELS) expect(shareUpTo(values, level)).toBeLessThan(level + slack(level, values.length));
    }
  });

  it("of two cities are uniform where their areas are alike", () => {
    for (const [name, chance, areas] of [
      ["areas", pooledDraws({ null: areaPermutation() }), 16],
      ["people", shiftedBootstrap({ resample: ofPeople() }), 8],
    ] as const) {
      const random = createRandom(`cities by ${name}`);
      const values: number[] = [];
      for (let w = 0; w < WORLDS; w++) {
        // Areas of a city are drawn anew; or the same areas have other people.
        const of = name === "areas" ? (): number => random() : (i: number): number => (i + 1) / (areas + 1);
        const people = name === "areas" ? ([30, 80] as const) : ([400, 400] as const);
        const [first, second] = [worldOf(random, areas, of, ...people), worldOf(random, areas, of, ...people)];
        const given = { index, null: chance, replicates: REPLICATES, random };
        values.push(compareSegregation(first, second, given).pTwoSided);
      }
      expect(kolmogorov(values)).toBeLessThan(KOLMOGOROV + 1 / (REPLICATES + 1));
      expect(Math.abs(shareUpTo(values, 0.05) - 0.05)).toBeLessThan(slack(0.05));
    }
  });

  it("of exchanged compositions are far too small: they are no test of chance", () => {
    const random = createRandom("swaps");
    const chance = counterfactualSwaps({ counterfactual: byComposition({ group: "a" }) });
    const values: number[] = [];
    for (let w = 0; w < 200; w++) {
      const [first, second] = [worldOf(random, 16, () => random()), worldOf(random, 16, () => random())];
      values.push(compareSegregation(first, second, { index, null: chance, replicates: REPLICATES, random }).pTwoSided);
    }
    expect(shareUpTo(values, 0.05)).toBeGreaterThan(0.25);
    expect(shareUpTo(values, 0.05)).toBeLessThan(0.6);
  });
});

/** People of a city whose areas have known shares of both groups. */
function sampleOf(random: Random, shares: Float64Array, people: number): AreaCounts {
  const count = new Float64Array(shares.length);
  drawMultinomial(people, shares, shares.length, count, new Float64Array(shares.length), random);
  return { labels: ["a", "b"], count };
}

/** A city of so many areas, as shares of all people by area and group; `contrast` says how far areas differ, 0 not at all. */
function cityOf(areas: number, contrast: number): Float64Array {
  const shares = Float64Array.from({ length: 2 * areas }, (_, c) => {
    const own = 0.3 + contrast * (((c >> 1) + 0.5) / areas - 0.5);
    return ((c % 2 === 0 ? own : 1 - own) * (1 + ((c >> 1) % 3))) / areas;
  });
  const sum = shares.reduce((a, b) => a + b);
  return shares.map((share) => share / sum);
}

function coverage(
  worlds: number,
  truth: number,
  seed: string,
  sample: (random: Random) => AreaCounts,
  resample: SegregationResample,
): Record<"percentile" | "debiased" | "error" | "debiasedError", number> {
  const random = createRandom(seed);
  const tally = { percentile: 0, debiased: 0, error: 0, debiasedError: 0 };
  for (let w = 0; w < worlds; w++) {
    const found: SegregationBootstrap = bootstrapSegregation(sample(random), {
      index,
      resample,
      replicates: 199,
      random,
    });
    if (found.low <= truth && truth <= found.high) tally.percentile += 1 / worlds;
    if (found.debiasedLow <= truth && truth <= found.debiasedHigh) tally.debiased += 1 / worlds;
    tally.error += (found.estimate - truth) / worlds;
    tally.debiasedError += (found.debiased - truth) / worlds;
  }
  return tally;
}

describe("intervals", () => {
  const worlds = 400;

  it.each<[string, SegregationResample]>([
    ["all people", ofPeople()],
    ["people by group", ofPeopleByGroup()],
  ])("of the bootstrap of %s hold the true index in 95 of a hundred worlds", (name, resample) => {
    // Two kinds of areas, none of them near the mean share, where |p − P| has its kink.
    const city = Float64Array.from({ length: 20 }, (_, c) => {
      const own = c < 10 ? 0.15 : 0.5;
      return (c % 2 === 0 ? own : 1 - own) / 10;
    });
    const truth = index({ labels: ["a", "b"], count: city });
    const found = coverage(worlds, truth, name, (random) => sampleOf(random, city, 4000), resample);
    for (const share of [found.percentile, found.debiased]) {
      expect(Math.abs(share - 0.95)).toBeLessThan(slack(0.95, worlds));
    }
  });

  it("of areas hold that of all areas of the kind nearly as often", () => {
    // Shares of a are uniform on 0–1 and areas of one size: D of infinitely many is ½ E|p − ½| / ¼ = ½.
    const sample = (random: Random): AreaCounts => worldOf(random, 80, () => random(), 2000, 2000);
    const found = coverage(worlds, 0.5, "areas", sample, ofAreas());
    expect(found.percentile).toBeGreaterThan(0.9);
    expect(found.percentile).toBeLessThan(0.95 + slack(0.95, worlds));
  });

  it("of few people are those turned round the estimate: percentiles hold the bias twice", () => {
    const even = cityOf(30, 0.2);
    const truth = index({ labels: ["a", "b"], count: even });
    const found = coverage(200, truth, "few", (random) => sampleOf(random, even, 1200), ofPeople());
    expect(found.error).toBeGreaterThan(0.04);
    expect(Math.abs(found.debiasedError)).toBeLessThan(0.4 * found.error);
    expect(found.percentile).toBeLessThan(0.2);
    expect(found.debiased).toBeGreaterThan(0.75);
  });
});

describe("corrections", () => {
  const random = createRandom("corrections");
  const mean = (measure: (counts: AreaCounts) => number, sample: () => AreaCounts): number => {
    let sum = 0;
    for (let w = 0; w < 300; w++) sum += measure(sample()) / 300;
    return sum;
  };
  const of =
    (measure: typeof dissimilarityIndex): SegregationIndex =>
    (counts) =>
      measure(counts, { group: "a" });

  it("find nothing, or little, where there is nothing", () => {
    const none = (): AreaCounts => worldOf(random, 25, () => 0.3, 10, 30);
    const plain = mean(index, none);
    expect(plain).toBeGreaterThan(0.15);
    expect(Math.abs(mean((counts) => index(counts) - of(expectedDissimilarity)(counts), none))).toBeLessThan(0.01);
    const above = mean((counts) => (of(modifiedDissimilarity)(counts) > 0 ? 1 : 0), none);
    expect(Math.abs(above - 0.5)).toBeLessThan(slack(0.5, 300));
    for (const measure of [biasCorrectedDissimilarity, densityCorrectedDissimilarity]) {
      expect(mean(of(measure), none)).toBeLessThan(0.7 * plain);
    }
  });

  it("come nearer to the truth where people are few", () => {
    const city = cityOf(25, 0.5);
    const truth = index({ labels: ["a", "b"], count: city });
    const some = (): AreaCounts => sampleOf(random, city, 800);
    const plain = mean(index, some) - truth;
    expect(plain).toBeGreaterThan(0.02);
    for (const measure of [biasCorrectedDissimilarity, densityCorrectedDissimilarity]) {
      expect(Math.abs(mean(of(measure), some) - truth)).toBeLessThan(0.6 * plain);
    }
  });
});
