import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { pValuesOf } from "../../src/metrics/chance-values.ts";
import { dissimilarityIndex } from "../../src/metrics/dissimilarity.ts";
import {
  biasCorrectedDissimilarity,
  expectedDissimilarity,
  permutedDissimilarity,
} from "../../src/metrics/segregation-bias.ts";
import { bootstrapSegregation, ofAreas, ofPeople, ofPeopleByGroup } from "../../src/metrics/segregation-bootstrap.ts";
import {
  compareSegregation,
  counterfactualSwaps,
  pooledDraws,
  shiftedBootstrap,
} from "../../src/metrics/segregation-compare.ts";
import {
  densityCorrectedDissimilarity,
  modifiedDissimilarity,
  modifiedGini,
} from "../../src/metrics/segregation-corrected.ts";
import type { AreaCounts } from "../../src/metrics/segregation-counts.ts";
import { giniSegregationIndex } from "../../src/metrics/segregation-gini.ts";
import {
  areaPermutation,
  evenDraws,
  independentDraws,
  personPermutation,
  systematicDraws,
} from "../../src/metrics/segregation-null.ts";
import { byComposition } from "../../src/metrics/segregation-shapley.ts";
import { testSegregation } from "../../src/metrics/segregation-test.ts";
import {
  everyBinomial,
  everyMultinomial,
  everyPermutation,
  meanOver,
  plainDissimilarity,
} from "../slow/segregation-inference.ts";

const table = (rows: readonly (readonly number[])[], labels = ["a", "b"]): AreaCounts => {
  return { labels, count: Float64Array.from(rows.flat()) };
};
const index = (counts: AreaCounts): number => dissimilarityIndex(counts, { group: "a" });
const group = { group: "a" };

describe("dissimilarity by chance", () => {
  it.each([
    [[4, 3, 5, 1], 5],
    [[2, 2, 2], 3],
    [[1, 1, 1, 1, 1], 2],
    [[9, 1], 1],
    [[6, 0, 6], 11],
  ])("of areas of %j with %d of the group is the mean of all tables", (sizes, people) => {
    let left = people;
    const counts = table(
      sizes.map((size) => {
        const own = Math.min(size, left);
        left -= own;
        return [own, size - own];
      }),
    );
    const all = sizes.reduce((a, b) => a + b);
    const d = (x: readonly number[]): number => plainDissimilarity(x, sizes);
    const fixed = meanOver((visit) => everyPermutation(sizes, people, visit), d);
    expect(permutedDissimilarity(counts, group)).toBeCloseTo(fixed, 13);
    const even = meanOver((visit) => everyBinomial(sizes, people / all, visit), d);
    expect(expectedDissimilarity(counts, group)).toBeCloseTo(even, 13);
  });

  it("of large tables is what many draws tend to", () => {
    const random = createRandom("large");
    const rows = Array.from({ length: 60 }, () => [Math.floor(random() * 400), Math.floor(random() * 4000)]);
    const counts = table(rows);
    const even = testSegregation(counts, { index, null: evenDraws(), replicates: 1000, random });
    expect(Math.abs(expectedDissimilarity(counts, group) - even.nullMean)).toBeLessThan(5 * even.nullMeanError);
    const fixed = testSegregation(counts, { index, null: personPermutation(), replicates: 1000, random });
    expect(Math.abs(permutedDissimilarity(counts, group) - fixed.nullMean)).toBeLessThan(5 * fixed.nullMeanError);
  });

  it("says the same of the group and of the others", () => {
    const counts = table([
      [3, 9],
      [5, 1],
      [2, 2],
    ]);
    for (const measure of [permutedDissimilarity, expectedDissimilarity, biasCorrectedDissimilarity]) {
      expect(measure(counts, { group: "a" })).toBeCloseTo(measure(counts, { group: "b" }), 13);
    }
  });

  it("is 0 in one area, 1 where everybody lives alone, and NaN without one of the groups", () => {
    for (const measure of [permutedDissimilarity, expectedDissimilarity]) {
      expect(measure(table([[3, 4]]), group)).toBe(0);
      const alone = Array.from({ length: 9 }, (_, i) => (i < 4 ? [1, 0] : [0, 1]));
      expect(measure(table(alone), group)).toBeCloseTo(1, 13);
      expect(measure(table([[0, 4]]), group)).toBeNaN();
      expect(measure(table([[4, 0]]), group)).toBeNaN();
      expect(() => measure(table([[0.5, 4]]), group)).toThrow(/people in all must be a whole number/);
    }
  });
});

describe("corrected dissimilarity", () => {
  const counts = table([
    [4, 1],
    [1, 3],
    [0, 2],
  ]);

  it("of Allen's bootstrap is 2 D less the mean over all tables that could be drawn", () => {
    const column = (g: number): number[] => [0, 1, 2].map((i) => counts.count[2 * i + g]!);
    const [x, y] = [column(0), column(1)];
    const shares = (own: number[]): number[] => own.map((n) => n / own.reduce((a, b) => a + b));
    const mean = meanOver(
      (visit) => everyMultinomial(shares(x), 5, visit),
      (a) =>
        meanOver(
          (visit) => everyMultinomial(shares(y), 6, visit),
          (b) => a.reduce((sum, n, i) => sum + Math.abs(n / 5 - b[i]! / 6), 0) / 2,
        ),
    );
    expect(biasCorrectedDissimilarity(counts, group)).toBeCloseTo(2 * index(counts) - mean, 13);
  });

  it("of Carrington and Troske is 0 at chance, 1 where no area is shared, −1 where all is even", () => {
    expect(
      modifiedDissimilarity(
        table([
          [9, 0],
          [0, 9],
        ]),
        group,
      ),
    ).toBe(1);
    expect(
      modifiedDissimilarity(
        table([
          [2, 4],
          [3, 6],
        ]),
        group,
      ),
    ).toBeCloseTo(-1, 12);
    const chance = expectedDissimilarity(counts, group);
    expect(modifiedDissimilarity(counts, group)).toBeCloseTo((index(counts) - chance) / (1 - chance), 14);
  });

  it("by density counts nothing that chance explains, and nearly all where there are many people", () => {
    const few = table([
      [2, 1],
      [1, 2],
    ]);
    expect(index(few)).toBeCloseTo(1 / 3, 14);
    expect(densityCorrectedDissimilarity(few, group)).toBe(0);
    const many = table([
      [2e6, 1e6],
      [1e6, 2e6],
    ]);
    expect(densityCorrectedDissimilarity(many, group)).toBeCloseTo(index(many), 6);
    expect(densityCorrectedDissimilarity(table([[0, 4]]), group)).toBeNaN();
  });

  it("of Gini is that of its own draws, with an error that the draws leave", () => {
    const random = createRandom(1);
    const found = modifiedGini(counts, { group: "a", replicates: 20_000, random });
    const g = (x: readonly number[]): number =>
      giniSegregationIndex(table(x.map((own, i) => [own, [5, 4, 2][i]! - own])), group);
    const expected = meanOver((visit) => everyBinomial([5, 4, 2], 5 / 11, visit), g);
    const error = (found.modifiedError * (1 - found.expected) ** 2) / (1 - found.estimate);
    expect(Math.abs(found.expected - expected)).toBeLessThan(5 * error);
    expect(error).toBeLessThan(0.003);
    expect(found.modified).toBeCloseTo((found.estimate - found.expected) / (1 - found.expected), 14);
    expect(found.replicates + found.undefinedReplicates).toBe(20_000);
    // The error of the modified index is that of the mean, times what the index moves by with it, on both sides of chance.
    const apart = table([
      [9, 0],
      [1, 9],
    ]);
    const even = table([
      [50, 51],
      [50, 49],
    ]);
    for (const each of [apart, even]) {
      const given = { replicates: 500, random: createRandom(2) };
      const { estimate, modifiedError, expected: mean } = modifiedGini(each, { group: "a", ...given });
      const ginis = (given: AreaCounts): number => giniSegregationIndex(given, group);
      const { nullMeanError } = testSegregation(each, {
        ...given,
        index: ginis,
        null: evenDraws(),
        random: createRandom(2),
      });
      const at = (chance: number): number =>
        estimate >= chance ? (estimate - chance) / (1 - chance) : (estimate - chance) / chance;
      const slope = (at(mean - 1e-6) - at(mean + 1e-6)) / 2e-6;
      expect(modifiedError / (slope * nullMeanError)).toBeCloseTo(1, 6);
    }
  });
});

describe("a test", () => {
  const counts = table([
    [8, 2],
    [3, 7],
    [4, 6],
  ]);

  it("counts ties and the table itself, so that p is never 0", () => {
    const values = Float64Array.of(0.1, 0.2, 0.2 + 1e-16, 0.3);
    expect(pValuesOf(0.2, values)).toEqual({ pGreater: 4 / 5, pLess: 4 / 5, pTwoSided: 1 });
    expect(pValuesOf(9, values)).toEqual({ pGreater: 1 / 5, pLess: 1, pTwoSided: 2 / 5 });
    expect(pValuesOf(Number.NaN, values).pGreater).toBeNaN();
    expect(pValuesOf(0, new Float64Array(0)).pGreater).toBeNaN();
  });

  it("takes values that differ by rounding for the same: nothing is spread about them", () => {
    const sum = ({ count }: AreaCounts): number => count.reduce((total, n) => total + n / 3, 0);
    const given = { index: sum, null: areaPermutation(), replicates: 40, random: createRandom(5) };
    const uneven = table([
      [1e8, 0.1],
      [0.3, 7],
      [1 / 7, 11],
    ]);
    const found = testSegregation(uneven, given);
    expect(new Set(found.drawn).size).toBeGreaterThan(1);
    expect([found.nullStd, found.nullMeanError, found.z]).toEqual([0, 0, Number.NaN]);
    expect([found.pGreater, found.pLess]).toEqual([1, 1]);
  });

  it("takes values without end for the largest, and equal to themselves only", () => {
    const values = Float64Array.of(1, 2, Infinity);
    expect(pValuesOf(2, values)).toEqual({ pGreater: 3 / 4, pLess: 3 / 4, pTwoSided: 1 });
    expect(pValuesOf(Infinity, values)).toEqual({ pGreater: 2 / 4, pLess: 1, pTwoSided: 1 });
  });

  it("has nothing to modify where everybody lives alone, and does where an area has nobody to share with", () => {
    const alone = table(Array.from({ length: 9 }, (_, i) => (i < 4 ? [1, 0] : [0, 1])));
    expect(modifiedDissimilarity(alone, group)).toBeNaN();
    const given = { group: "a", replicates: 50, random: createRandom(6) };
    const gini = modifiedGini(alone, given);
    expect([gini.estimate, gini.modified, gini.modifiedError]).toEqual([1, Number.NaN, Number.NaN]);
    expect(modifiedDissimilarity(table([[3, 4]]), group)).toBe(0);
  });

  it("refuses more people than their chances are exact for", () => {
    const many = table([
      [2 ** 40, 0],
      [0, 1],
    ]);
    const given = { index, replicates: 9, random: createRandom(3) };
    const sentence = "people in all must be at most 1099511627776 people, got 1099511627777";
    expect(() => testSegregation(many, { ...given, null: personPermutation() })).toThrow(sentence);
    expect(() => expectedDissimilarity(many, group)).toThrow(sentence);
    expect(testSegregation(many, { ...given, null: evenDraws() }).estimate).toBe(1);
  });

  it("counts draws in which a group is empty and leaves them out", () => {
    const rare = table([
      [1, 9],
      [0, 10],
    ]);
    const found = testSegregation(rare, { index, null: evenDraws(), replicates: 500, random: createRandom(2) });
    expect(found.undefinedReplicates).toBeGreaterThan(100);
    expect(found.replicates + found.undefinedReplicates).toBe(500);
    expect(found.drawn.length).toBe(found.replicates);
    expect(found.drawn.includes(Number.NaN)).toBe(false);
  });

  it("of what is not defined is NaN, and the draws are there", () => {
    const empty = table([
      [0, 9],
      [0, 10],
    ]);
    const found = testSegregation(empty, { index, null: personPermutation(), replicates: 9, random: createRandom(2) });
    expect([found.estimate, found.pGreater, found.z, found.nullMean]).toEqual(Array(4).fill(Number.NaN));
    expect(found.undefinedReplicates).toBe(9);
  });

  it("says which people are not whole, and does not draw over the table", () => {
    const half = table([
      [0.5, 1.5],
      [1, 1],
    ]);
    const random = createRandom(3);
    const given = { index, replicates: 9, random };
    expect(() => testSegregation(half, { ...given, null: personPermutation() })).toThrow(
      "testSegregation: count of a in area 0 must be a whole number of people, got 0.5",
    );
    expect(() => testSegregation(half, { ...given, null: systematicDraws() })).toThrow(/people of a must be/);
    const even = testSegregation(half, { ...given, null: evenDraws() });
    expect(even.replicates + even.undefinedReplicates).toBe(9);
    const before = counts.count.slice();
    for (const chance of [evenDraws(), systematicDraws(), personPermutation(), independentDraws(), areaPermutation()]) {
      testSegregation(counts, { ...given, null: chance });
    }
    for (const resample of [ofAreas(), ofPeople(), ofPeopleByGroup()])
      bootstrapSegregation(counts, { ...given, resample });
    expect(counts.count).toEqual(before);
  });

  it("sees places only where areas change them: an index without a map is the same in all", () => {
    const onMap = ({ count }: AreaCounts): number => count[0]!;
    const given = { null: areaPermutation(), replicates: 300, random: createRandom(4) };
    expect(testSegregation(counts, { ...given, index }).nullStd).toBeLessThan(1e-15);
    const found = testSegregation(counts, { ...given, index: onMap });
    expect(new Set(found.drawn)).toEqual(new Set([3, 4, 8]));
    expect(Math.abs(found.pGreater - 1 / 3)).toBeLessThan(0.14);
    const after = areaPermutation({ after: systematicDraws() });
    expect(testSegregation(counts, { ...given, null: after, index: onMap }).drawn.length).toBe(300);
  });

  it("lets areas stand in every order alike, their own among them, of tables drawn before where asked", () => {
    const rowsOf = (count: Float64Array): string[] => [0, 2, 4].map((c) => count.slice(c, c + 2).join());
    const random = createRandom(9);
    const into = new Float64Array(6);
    const draw = areaPermutation().drawsOf("test", counts);
    const orders = new Map<string, number>();
    for (let b = 0; b < 1200; b++) {
      draw(into, random);
      const order = rowsOf(into).join(" ");
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    for (const times of orders.values()) expect(Math.abs(times - 200)).toBeLessThan(65);
    const after = areaPermutation({ after: systematicDraws() }).drawsOf("test", counts);
    const drawn = new Set<string>();
    for (let b = 0; b < 50; b++) {
      after(into, random);
      expect([into[0]! + into[2]! + into[4]!, into[1]! + into[3]! + into[5]!]).toEqual([15, 15]);
      drawn.add(rowsOf(into).sort().join(" "));
    }
    expect(drawn.size).toBeGreaterThan(20);
  });

  it("of independent cells lets areas and groups vary as multinomial numbers do", () => {
    const draw = independentDraws().drawsOf("test", counts);
    const random = createRandom(10);
    const into = new Float64Array(6);
    let [squaresOfArea, squaresOfGroup] = [0, 0];
    for (let b = 0; b < 2000; b++) {
      draw(into, random);
      squaresOfArea += (into[0]! + into[1]! - 10) ** 2;
      squaresOfGroup += (into[0]! + into[2]! + into[4]! - 15) ** 2;
    }
    // Variances 30 · ⅓ · ⅔ and 30 · ½ · ½, to five standard errors.
    expect(Math.abs(squaresOfArea / 2000 / (20 / 3) - 1)).toBeLessThan(0.16);
    expect(Math.abs(squaresOfGroup / 2000 / 7.5 - 1)).toBeLessThan(0.16);
  });

  it("refuses an index that gives no number", () => {
    const given = { null: evenDraws(), replicates: 9, random: createRandom(4) };
    const text = ({ labels }: AreaCounts): number => labels[0] as unknown as number;
    expect(() => testSegregation(counts, { ...given, index: text })).toThrow(/index must be an index of counts/);
  });
});

describe("a bootstrap", () => {
  it("reads bias, error and both intervals off its draws", () => {
    const counts = table([
      [8, 20],
      [30, 17],
      [4, 26],
    ]);
    for (const resample of [ofPeople(), ofPeopleByGroup(), ofAreas()]) {
      const found = bootstrapSegregation(counts, {
        index,
        resample,
        replicates: 101,
        random: createRandom(1),
        confidence: 0.8,
      });
      const { drawn, estimate } = found;
      const mean = drawn.reduce((a, b) => a + b) / drawn.length;
      expect(estimate).toBe(index(counts));
      expect(found.bias).toBeCloseTo(mean - estimate, 13);
      expect(found.debiased).toBeCloseTo(2 * estimate - mean, 13);
      const variance = drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (drawn.length - 1);
      expect(found.standardError).toBeCloseTo(Math.sqrt(variance), 13);
      expect(found.biasError).toBeCloseTo(Math.sqrt(variance / drawn.length), 13);
      if (drawn.length === 101) {
        expect(found.low).toBeCloseTo(drawn[10]!, 13);
        expect(found.high).toBeCloseTo(drawn[90]!, 13);
      }
      expect(found.debiasedLow + found.high).toBeCloseTo(2 * estimate, 13);
      expect(found.debiasedHigh + found.low).toBeCloseTo(2 * estimate, 13);
    }
  });

  it("of what is not defined says nothing of it, whatever was drawn", () => {
    const counts = table([
      [1, 9],
      [0, 10],
    ]);
    let asked = 0;
    const later = ({ count }: AreaCounts): number => (asked++ === 0 ? Number.NaN : count[0]! + asked);
    const given = { index: later, resample: ofAreas(), replicates: 20, random: createRandom(1) };
    const { drawn, replicates, undefinedReplicates, ...rest } = bootstrapSegregation(counts, given);
    expect([drawn.length, replicates, undefinedReplicates]).toEqual([20, 20, 0]);
    expect(Object.values(rest)).toEqual(Array(Object.keys(rest).length).fill(Number.NaN));
  });

  it("of people keeps how many there are in all, each cell by its share", () => {
    const counts = table([
      [8, 20],
      [30, 17],
      [4, 26],
    ]);
    const draw = ofPeople().resamplesOf("test", counts);
    const into = new Float64Array(6);
    const sums = new Float64Array(6);
    const random = createRandom(2);
    for (let b = 0; b < 2000; b++) {
      draw(into, random);
      expect(into.reduce((a, n) => a + n)).toBe(105);
      for (let c = 0; c < 6; c++) sums[c]! += into[c]!;
    }
    counts.count.forEach((n, c) => {
      expect(Math.abs(sums[c]! / 2000 - n)).toBeLessThan(5 * Math.sqrt(n / 2000));
    });
  });

  it("of people by group keeps the people of each group, of areas draws whole areas", () => {
    const counts = table([
      [8, 20],
      [30, 17],
      [4, 26],
    ]);
    const [byGroup, byArea] = [ofPeopleByGroup(), ofAreas()].map((each) => each.resamplesOf("test", counts));
    const into = new Float64Array(6);
    const random = createRandom(2);
    for (let b = 0; b < 50; b++) {
      byGroup!(into, random);
      expect([into[0]! + into[2]! + into[4]!, into[1]! + into[3]! + into[5]!]).toEqual([42, 63]);
      byArea!(into, random);
      for (let c = 0; c < 6; c += 2) expect(["8,20", "30,17", "4,26"]).toContain(into.slice(c, c + 2).join());
    }
  });
});

describe("a comparison", () => {
  const first = table([
    [80, 20],
    [20, 80],
    [60, 40],
    [45, 55],
  ]);
  const second = table([
    [55, 45],
    [44, 56],
    [52, 48],
  ]);

  it("finds a difference that is there, and none between a table and itself", () => {
    for (const chance of [shiftedBootstrap({ resample: ofPeople() }), pooledDraws({ null: personPermutation() })]) {
      const given = { index, null: chance, replicates: 499 };
      const found = compareSegregation(first, second, { ...given, random: createRandom(1) });
      expect(found.difference).toBe(index(first) - index(second));
      expect(found.pTwoSided).toBeLessThan(0.01);
      expect(found.z).toBeGreaterThan(2.5);
      const none = compareSegregation(first, first, { ...given, random: createRandom(1) });
      expect([none.difference, none.pTwoSided > 0.5]).toEqual([0, true]);
    }
  });

  it("of areas that change places draws all partings of the pool", () => {
    const chance = pooledDraws({ null: areaPermutation() });
    const roots = ({ count }: AreaCounts): number => count.reduce((sum, n, c) => sum + Math.sqrt(n + (c % 2)), 0);
    const given = { index: roots, null: chance, replicates: 2000, random: createRandom(2) };
    const found = compareSegregation(first, second, given);
    // 7 areas, 4 of them in the first table: 35 partings.
    const different = new Set(Array.from(found.drawn, (value) => value.toFixed(6)));
    expect(different.size).toBe(35);
  });

  it("of counterfactual areas draws between own and exchanged ones", () => {
    const counterfactual = byComposition({ group: "a" });
    const [a, b] = counterfactual.tablesOf("test", first, second);
    const sums: number[] = [];
    const mixed = (counts: AreaCounts): number => {
      sums.push(counts.count[0]!);
      return index(counts);
    };
    const chance = counterfactualSwaps({ counterfactual });
    const random = createRandom(3);
    compareSegregation(first, second, { index: mixed, null: chance, replicates: 400, random });
    const drawn = sums.slice(2).filter((_, i) => i % 2 === 0);
    expect(new Set(drawn)).toEqual(new Set([first.count[0], a.count[0]]));
    expect(Math.abs(drawn.filter((x) => x === 80).length - 200)).toBeLessThan(50);
    const drawnSecond = sums.slice(2).filter((_, i) => i % 2 === 1);
    expect(new Set(drawnSecond)).toEqual(new Set([second.count[0], b.count[0]]));
  });

  it("of resampled tables draws both, about their own", () => {
    const drawn: Float64Array[] = [];
    const kept = (counts: AreaCounts): number => {
      drawn.push(counts.count.slice());
      return index(counts);
    };
    const chance = shiftedBootstrap({ resample: ofPeopleByGroup() });
    const given = { index: kept, null: chance, replicates: 60, random: createRandom(8) };
    const found = compareSegregation(first, second, given);
    for (const [side, counts] of [first, second].entries()) {
      const own = drawn.slice(2).filter((_, i) => i % 2 === side);
      expect(new Set(own.map((count) => count.join())).size).toBeGreaterThan(50);
      for (const count of own) expect(count.length).toBe(counts.count.length);
    }
    const mean = found.drawn.reduce((a, b) => a + b) / 60;
    expect(found.nullMean).toBeCloseTo(mean, 13);
    expect(found.nullMeanError).toBeCloseTo(found.nullStd / Math.sqrt(60), 14);
    expect(Math.abs(found.nullMean)).toBeLessThan(0.1);
  });

  it("wants the same labels on both sides", () => {
    const other = { ...second, labels: ["a", "c"] };
    const given = { index, null: pooledDraws({ null: areaPermutation() }), replicates: 9, random: createRandom(1) };
    expect(() => compareSegregation(first, other, given)).toThrow(
      "compareSegregation: second.labels must be those of first, a, b, got a, c",
    );
  });
});
