import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawBinomial } from "../../src/core/variates.ts";
import {
  buildFlagShares,
  correctMisclassification,
  correctMixing,
  createRandom,
  dissimilarityIndex,
  inbreedingHomophily,
  likeliestCorrection,
  unbiasedCorrection,
} from "../../src/index.ts";

const labels = ["locals", "refugees"];
const flags = buildFlagShares({ labels, group: "refugees", sensitivity: 0.8, specificity: 0.95 });
const three = { rows: 3, columns: 3, value: Float64Array.of(0.9, 0.05, 0.05, 0.1, 0.8, 0.1, 0, 0.25, 0.75) };
const names = ["a", "b", "c"];

/** What is shown of the truth, on average. */
function shownOf(truth: readonly number[], shares: Float64Array): Float64Array {
  const n = truth.length;
  return Float64Array.from(truth, (_, j) => truth.reduce((sum, people, g) => sum + people * shares[g * n + j]!, 0));
}

describe("correction of wrong flags", () => {
  it("knows which group the flag is of", () => {
    expect(Array.from(flags.value, (x) => +x.toFixed(12))).toEqual([0.95, 0.05, 0.2, 0.8]);
    const turned = buildFlagShares({
      labels: ["refugees", "locals"],
      group: "refugees",
      sensitivity: 0.8,
      specificity: 0.95,
    });
    expect(Array.from(turned.value, (x) => +x.toFixed(12))).toEqual([0.8, 0.2, 0.05, 0.95]);
  });

  it("is Rogan and Gladen's for two groups, area by area", () => {
    const counts = { labels, count: Float64Array.of(900, 100, 40, 60) };
    const { count } = correctMisclassification(counts, { flags, correction: unbiasedCorrection() });
    expect(count[1]).toBeCloseTo((100 - 0.05 * 1000) / 0.75, 10);
    expect(count[3]).toBeCloseTo((60 - 0.05 * 100) / 0.75, 10);
    expect(count[0]! + count[1]!).toBeCloseTo(1000, 10);
  });

  it("finds any truth from what is shown of it on average, and keeps the people of each area", () => {
    const people = fc.tuple(fc.nat(1000), fc.nat(1000), fc.nat(1000));
    const prop = fc.property(fc.array(people, { minLength: 1, maxLength: 5 }), (areas) => {
      const count = Float64Array.from(areas.flatMap((area) => Array.from(shownOf(area, three.value))));
      for (const correction of [unbiasedCorrection(), likeliestCorrection()]) {
        const corrected = correctMisclassification({ labels: names, count }, { flags: three, correction });
        areas.flat().forEach((truth, c) => {
          expect(Math.abs(corrected.count[c]! - truth)).toBeLessThan(1e-9);
        });
      }
    });
    fc.assert(prop, { seed: 42, numRuns: 100 });
  });

  it("says which counts are below 0, and the likeliest has none", () => {
    const counts = { labels: names, count: Float64Array.of(50, 0, 1, 0, 0, 0) };
    const unbiased = correctMisclassification(counts, { flags: three, correction: unbiasedCorrection() });
    expect(unbiased.negative).toBeGreaterThan(0);
    const likeliest = correctMisclassification(counts, { flags: three, correction: likeliestCorrection() });
    expect(likeliest.negative).toBe(0);
    expect(likeliest.rounds).toBeGreaterThan(1);
    expect(likeliest.count.slice(0, 3).filter((people) => people === 0).length).toBeGreaterThan(0);
    expect(likeliest.count.slice(0, 3).reduce((a, b) => a + b)).toBeCloseTo(51, 9);
    expect(likeliest.count.slice(3)).toEqual(new Float64Array(3));
  });

  it("the likeliest truth is likelier than any other on a grid", () => {
    const shown = [50, 0, 1];
    const likelihood = (truth: readonly number[]): number =>
      shownOf(truth, three.value).reduce((sum, mean, j) => sum + (shown[j]! > 0 ? shown[j]! * Math.log(mean) : 0), 0);
    const { count } = correctMisclassification(
      { labels: names, count: Float64Array.from(shown) },
      { flags: three, correction: likeliestCorrection() },
    );
    const best = likelihood(Array.from(count));
    for (let a = 0; a <= 51; a += 0.5) {
      for (let b = 0; a + b <= 51; b += 0.5) expect(likelihood([a, b, 51 - a - b])).toBeLessThanOrEqual(best + 1e-9);
    }
  });

  it("refuses flags that do not tell the groups apart, and rows that are no shares", () => {
    const blind = buildFlagShares({ labels, group: "refugees", sensitivity: 0.3, specificity: 0.7 });
    const counts = { labels, count: Float64Array.of(1, 1) };
    const correction = unbiasedCorrection();
    expect(() => correctMisclassification(counts, { flags: blind, correction })).toThrow(/tell the groups apart/);
    const value = Float64Array.of(0.9, 0.2, 0.2, 0.8);
    expect(() => correctMisclassification(counts, { flags: { ...flags, value }, correction })).toThrow(
      /the sum of row 0/,
    );
    expect(() => correctMisclassification(counts, { flags: three, correction })).toThrow(/2 rows and columns/);
  });

  it("standard errors are the spread of corrected counts about the people who are there, for two groups and for three", () => {
    const random = createRandom("flags");
    const worlds = 4000;
    for (const [shares, truth] of [
      [flags, [700, 300]],
      [three, [400, 120, 80]],
    ] as const) {
      const groups = truth.length;
      const room = new Uint32Array(groups);
      const sums = new Float64Array(groups);
      const squares = new Float64Array(groups);
      const variances = new Float64Array(groups);
      for (let world = 0; world < worlds; world++) {
        const shown = new Float64Array(groups);
        truth.forEach((people, g) => {
          let left = people;
          let share = 1;
          for (let j = 0; j < groups; j++) {
            const chance = shares.value[g * groups + j]!;
            room[j] = j === groups - 1 ? left : drawBinomial(left, Math.min(1, chance / share), random);
            left -= room[j]!;
            share -= chance;
            shown[j]! += room[j]!;
          }
        });
        const corrected = correctMisclassification(
          { labels: names.slice(0, groups), count: shown },
          { flags: shares, correction: unbiasedCorrection() },
        );
        truth.forEach((people, g) => {
          sums[g]! += corrected.count[g]! - people;
          squares[g]! += (corrected.count[g]! - people) ** 2;
          variances[g]! += corrected.standardError[g]! ** 2;
        });
      }
      truth.forEach((_, g) => {
        expect(Math.abs(sums[g]! / worlds)).toBeLessThan((4 * Math.sqrt(squares[g]! / worlds)) / Math.sqrt(worlds));
        expect(Math.abs(Math.sqrt(variances[g]! / squares[g]!) - 1)).toBeLessThan(0.04);
      });
    }
  });

  it("of flags that are never wrong changes nothing and is sure", () => {
    const right = { rows: 3, columns: 3, value: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1) };
    const counts = { labels: names, count: Float64Array.of(5, 3, 2, 0, 0, 0) };
    for (const correction of [unbiasedCorrection(), likeliestCorrection()]) {
      const corrected = correctMisclassification(counts, { flags: right, correction });
      expect(corrected.count).toEqual(counts.count);
      expect(corrected.standardError).toEqual(new Float64Array(6));
      expect([corrected.negative, corrected.rounds]).toEqual([0, 1]);
    }
  });

  it("calls nobody less than nobody for rounding", () => {
    const shares = buildFlagShares({ labels, group: "refugees", sensitivity: 0.7, specificity: 0.9 });
    for (let people = 1; people < 200; people++) {
      const count = Float64Array.of(people * shares.value[0]!, people * shares.value[1]!);
      const corrected = correctMisclassification(
        { labels, count },
        { flags: shares, correction: unbiasedCorrection() },
      );
      expect(corrected.negative).toBe(0);
    }
  });

  it("takes flags of many groups that are rarely right, if they tell the groups apart", () => {
    const groups = 14;
    const many = Array.from({ length: groups }, (_, g) => `g${g}`);
    const shares = (right: number) => ({
      rows: groups,
      columns: groups,
      value: Float64Array.from(
        { length: groups * groups },
        (_, c) => (1 - right) / groups + (c % (groups + 1) === 0 ? right : 0),
      ),
    });
    const truth = many.map((_, g) => 100 * (g + 1));
    const count = shownOf(truth, shares(0.05).value);
    const corrected = correctMisclassification(
      { labels: many, count },
      { flags: shares(0.05), correction: unbiasedCorrection() },
    );
    truth.forEach((people, g) => {
      expect(corrected.count[g]).toBeCloseTo(people, 8);
    });
    const blind = { flags: shares(1e-10), correction: unbiasedCorrection() };
    expect(() => correctMisclassification({ labels: many, count }, blind)).toThrow(/tell the groups apart/);
  });

  it("the likeliest truth of many small areas is found in a few rounds, however bad the flags", () => {
    const random = createRandom("small areas");
    for (const right of [0.9, 0.4, 1e-3]) {
      const value = Float64Array.from({ length: 9 }, (_, c) => (1 - right) / 3 + (c % 4 === 0 ? right : 0));
      const count = Float64Array.from({ length: 3 * 300 }, () => Math.floor(12 * random() ** 2));
      const options = { flags: { rows: 3, columns: 3, value }, correction: likeliestCorrection() };
      const corrected = correctMisclassification({ labels: names, count }, options);
      expect(corrected.rounds).toBeLessThan(60);
      for (let c = 0; c < count.length; c += 3) {
        const all = count[c]! + count[c + 1]! + count[c + 2]!;
        const truth = corrected.count.slice(c, c + 3);
        expect(truth[0]! + truth[1]! + truth[2]!).toBeCloseTo(all, 9);
        if (all === 0) continue;
        // Nobody can be given to another group for a higher likelihood: the slopes are at most 1, and 1 where somebody is.
        const mean = shownOf(Array.from(truth), value);
        for (let g = 0; g < 3; g++) {
          let slope = 0;
          for (let j = 0; j < 3; j++) slope += count[c + j]! === 0 ? 0 : (count[c + j]! * value[3 * g + j]!) / mean[j]!;
          expect(slope).toBeLessThan(1 + 1e-6);
          if (truth[g]! > 1e-3) expect(slope).toBeGreaterThan(1 - 1e-6);
        }
      }
    }
  });

  it("gives a segregated country its segregation back, which wrong flags had hidden", () => {
    const random = createRandom("country");
    const truth: number[] = [];
    const shown: number[] = [];
    for (let area = 0; area < 400; area++) {
      const refugees = Math.floor(2000 * random() ** 3);
      const locals = 4000 - refugees;
      truth.push(locals, refugees);
      const flagged = drawBinomial(refugees, 0.8, random) + drawBinomial(locals, 0.05, random);
      shown.push(4000 - flagged, flagged);
    }
    const of = (count: ArrayLike<number>): number =>
      dissimilarityIndex({ labels, count: Float64Array.from(count) }, { group: "refugees" });
    const corrected = correctMisclassification(
      { labels, count: Float64Array.from(shown) },
      { flags, correction: likeliestCorrection() },
    );
    expect(of(shown)).toBeLessThan(of(truth) - 0.05);
    expect(Math.abs(of(corrected.count) - of(truth))).toBeLessThan(0.01);
  });

  it("gives a mixing matrix with the sizes of its groups back, for any index of homophily", () => {
    const truth = { calls: [800, 100, 100, 200], people: [900, 300] };
    const [f, value] = [flags.value, new Float64Array(4)];
    for (let c = 0; c < 16; c++) {
      const [i, j, a, b] = [c >> 3, (c >> 2) & 1, (c >> 1) & 1, c & 1] as const;
      value[a * 2 + b]! += f[i * 2 + a]! * truth.calls[i * 2 + j]! * f[j * 2 + b]!;
    }
    const shown = { labels, value, sizes: shownOf(truth.people, f) };
    const corrected = correctMixing(shown, { flags });
    corrected.sizes.forEach((people, g) => {
      expect(people).toBeCloseTo(truth.people[g]!, 9);
    });
    const planted = inbreedingHomophily({ labels, value: truth.calls, sizes: truth.people });
    inbreedingHomophily(corrected).forEach((value, g) => {
      expect(value).toBeCloseTo(planted[g]!, 9);
    });
    expect(inbreedingHomophily(shown)[1]).toBeLessThan(planted[1]! - 0.1);
    expect(() => correctMixing({ ...shown, sizes: [1] }, { flags })).toThrow(RangeError);
  });

  it("turns who is shown to call whom into who calls whom", () => {
    const truth = [
      [500, 40, 10],
      [30, 300, 20],
      [5, 25, 70],
    ];
    const value = new Float64Array(9);
    for (let a = 0; a < 3; a++)
      for (let b = 0; b < 3; b++)
        for (let i = 0; i < 3; i++)
          for (let j = 0; j < 3; j++)
            value[a * 3 + b]! += three.value[i * 3 + a]! * truth[i]![j]! * three.value[j * 3 + b]!;
    const corrected = correctMixing({ labels: names, value }, { flags: three });
    truth.flat().forEach((calls, c) => {
      expect(corrected.value[c]).toBeCloseTo(calls, 9);
    });
    expect(value.reduce((x, y) => x + y)).toBeCloseTo(1000, 9);
  });
});
