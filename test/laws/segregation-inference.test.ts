import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { dissimilarityIndex } from "../../src/metrics/dissimilarity.ts";
import {
  biasCorrectedDissimilarity,
  expectedDissimilarity,
  permutedDissimilarity,
} from "../../src/metrics/segregation-bias.ts";
import { bootstrapSegregation, ofAreas, ofPeople, ofPeopleByGroup } from "../../src/metrics/segregation-bootstrap.ts";
import { densityCorrectedDissimilarity } from "../../src/metrics/segregation-corrected.ts";
import type { AreaCounts } from "../../src/metrics/segregation-counts.ts";
import { decomposeSegregationChange } from "../../src/metrics/segregation-difference.ts";
import { byKarmelMaclachlan, byMoraRuizCastillo, byShapley } from "../../src/metrics/segregation-difference-methods.ts";
import { measureNestedSegregation, measureSegregationWithin } from "../../src/metrics/segregation-nested.ts";
import {
  areaPermutation,
  evenDraws,
  independentDraws,
  personPermutation,
  type SegregationNull,
  systematicDraws,
} from "../../src/metrics/segregation-null.ts";
import {
  byComposition,
  byDualComposition,
  byShares,
  decomposeSegregationGap,
} from "../../src/metrics/segregation-shapley.ts";
import { testSegregation } from "../../src/metrics/segregation-test.ts";

const LABELS = ["a", "b", "c"];

/** Tables of up to three groups, empty cells, areas and groups among them. */
const tables = (groups: number, areas = 8): fc.Arbitrary<AreaCounts> =>
  fc
    .array(fc.array(fc.oneof(fc.constant(0), fc.nat(30), fc.nat(3000)), { minLength: groups, maxLength: groups }), {
      minLength: 1,
      maxLength: areas,
    })
    .map((rows) => ({ labels: LABELS.slice(0, groups), count: Float64Array.from(rows.flat()) }));

const index = (counts: AreaCounts): number => dissimilarityIndex(counts, { group: "a" });
const areaSums = ({ labels, count }: AreaCounts): number[] =>
  Array.from({ length: count.length / labels.length }, (_, i) =>
    count.slice(i * labels.length, (i + 1) * labels.length).reduce((a, b) => a + b, 0),
  );
const groupSums = ({ labels, count }: AreaCounts): number[] =>
  labels.map((_, g) => count.reduce((sum, n, c) => sum + (c % labels.length === g ? n : 0), 0));
const drawn = (counts: AreaCounts, chance: SegregationNull, seed: number): AreaCounts => {
  const count = new Float64Array(counts.count.length).fill(Number.NaN);
  chance.drawsOf("test", counts)(count, createRandom(seed));
  return { labels: counts.labels, count };
};
const total = (sums: readonly number[]): number => sums.reduce((a, b) => a + b, 0);

describe("draws", () => {
  it("keep what they say: areas, groups, both, or only everybody", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }).chain((k) => tables(k)),
        fc.nat(),
        (counts, seed) => {
          const permuted = drawn(counts, personPermutation(), seed);
          expect(areaSums(permuted)).toEqual(areaSums(counts));
          expect(groupSums(permuted)).toEqual(groupSums(counts));
          expect(areaSums(drawn(counts, evenDraws(), seed))).toEqual(areaSums(counts));
          expect(groupSums(drawn(counts, systematicDraws(), seed))).toEqual(groupSums(counts));
          expect(total(areaSums(drawn(counts, independentDraws(), seed)))).toBe(total(areaSums(counts)));
          expect(drawn(counts, areaPermutation(), seed).count.sort()).toEqual(counts.count.slice().sort());
          for (const chance of [personPermutation(), evenDraws(), systematicDraws(), independentDraws()]) {
            expect(drawn(counts, chance, seed).count.every((n) => Number.isInteger(n) && n >= 0)).toBe(true);
          }
        },
      ),
      { seed: 42, numRuns: 150 },
    );
  });

  it("have the mean of each cell: t C / T", () => {
    const counts: AreaCounts = { labels: LABELS, count: Float64Array.of(30, 2, 8, 1, 50, 9, 12, 12, 26) };
    const [areas, groups] = [areaSums(counts), groupSums(counts)];
    for (const chance of [personPermutation(), evenDraws(), systematicDraws(), independentDraws()]) {
      const draw = chance.drawsOf("test", counts);
      const random = createRandom(1);
      const into = new Float64Array(9);
      const sums = new Float64Array(9);
      for (let b = 0; b < 4000; b++) {
        draw(into, random);
        for (let c = 0; c < 9; c++) sums[c]! += into[c]!;
      }
      sums.forEach((sum, c) => {
        const mean = (areas[Math.floor(c / 3)]! * groups[c % 3]!) / 150;
        expect(Math.abs(sum / 4000 - mean)).toBeLessThan(5 * Math.sqrt(mean / 4000));
      });
    }
  });

  it("are the same bytes for the same seed, and others for another", () => {
    fc.assert(
      fc.property(tables(2), fc.nat(), (counts, seed) => {
        const test = (s: number): unknown =>
          testSegregation(counts, { index, null: personPermutation(), replicates: 20, random: createRandom(s) });
        expect(test(seed)).toEqual(test(seed));
        for (const resample of [ofAreas(), ofPeople(), ofPeopleByGroup()]) {
          const boot = (): unknown =>
            bootstrapSegregation(counts, { index, resample, replicates: 5, random: createRandom(seed) });
          expect(boot()).toEqual(boot());
        }
      }),
      { seed: 42, numRuns: 60 },
    );
    const counts: AreaCounts = { labels: ["a", "b"], count: Float64Array.of(300, 20, 80, 100, 50, 90) };
    expect(drawn(counts, evenDraws(), 1)).not.toEqual(drawn(counts, evenDraws(), 2));
  });
});

describe("corrections", () => {
  it("do not depend on the order of areas, nor on which of the two groups is named", () => {
    fc.assert(
      fc.property(tables(2), (counts) => {
        const rows = areaSums(counts).map((_, i) => Array.from(counts.count.slice(2 * i, 2 * i + 2)));
        const reversed = { labels: counts.labels, count: Float64Array.from(rows.reverse().flat()) };
        for (const measure of [
          permutedDissimilarity,
          expectedDissimilarity,
          biasCorrectedDissimilarity,
          densityCorrectedDissimilarity,
        ]) {
          const value = measure(counts, { group: "a" });
          if (Number.isNaN(value)) expect(index(counts)).toBeNaN();
          else {
            expect(measure(reversed, { group: "a" })).toBeCloseTo(value, 12);
            expect(measure(counts, { group: "b" })).toBeCloseTo(value, 11);
          }
        }
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("lie between 0 and 1 for chance, and below D for the density", () => {
    fc.assert(
      fc.property(tables(2), (counts) => {
        const d = index(counts);
        if (Number.isNaN(d)) return;
        for (const measure of [permutedDissimilarity, expectedDissimilarity]) {
          const value = measure(counts, { group: "a" });
          expect(value >= 0 && value <= 1 + 1e-12).toBe(true);
        }
        const density = densityCorrectedDissimilarity(counts, { group: "a" });
        expect(density >= 0 && density <= d + 1e-12).toBe(true);
        expect(biasCorrectedDissimilarity(counts, { group: "a" })).toBeLessThanOrEqual(d + 1e-12);
      }),
      { seed: 42, numRuns: 100 },
    );
  });
});

describe("decompositions", () => {
  const pairs = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 2, max: 3 })).chain(([areas, groups]) => {
    const sized = fc.array(fc.oneof(fc.constant(0), fc.nat(500)), {
      minLength: areas * groups,
      maxLength: areas * groups,
    });
    const labels = LABELS.slice(0, groups);
    return fc
      .tuple(sized, sized)
      .map((both) => both.map((count): AreaCounts => ({ labels, count: Float64Array.from(count) })));
  });

  it("of change have parts that add up, areas that add up, and the opposite sign backwards", () => {
    fc.assert(
      fc.property(pairs, ([first, second]) => {
        for (const method of [byShapley(), byKarmelMaclachlan(), byMoraRuizCastillo()]) {
          const found = decomposeSegregationChange(first!, second!, { method });
          if (Number.isNaN(found.change) || found.areas.length === 0) continue;
          const parts = [found.groupMarginal, found.areaMarginal, found.interaction, found.structural];
          expect(total([...parts, found.additions, found.removals])).toBeCloseTo(found.change, 10);
          // Local changes carry the margins' own, which are the same where the tables are fitted.
          if (found.converged) expect(total([...found.areas.columns.structural])).toBeCloseTo(found.structural, 9);
        }
        const forward = decomposeSegregationChange(first!, second!, { method: byShapley() });
        const back = decomposeSegregationChange(second!, first!, { method: byShapley() });
        if (!forward.converged || !back.converged || Number.isNaN(forward.structural)) return;
        expect(back.structural).toBeCloseTo(-forward.structural, 9);
        expect(back.groupMarginal).toBeCloseTo(-forward.groupMarginal, 9);
        expect(back.additions).toBeCloseTo(-forward.removals, 12);
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it("of two cities add up to the gap, and are 0 between a city and itself", () => {
    fc.assert(
      fc.property(tables(2), tables(2), (first, second) => {
        for (const exchange of [byComposition, byShares, byDualComposition]) {
          const given = { index, counterfactual: exchange({ group: "a" }) };
          const found = decomposeSegregationGap(first, second, given);
          if (!Number.isNaN(found.space)) expect(found.space + found.attribute).toBeCloseTo(found.gap, 13);
          const none = decomposeSegregationGap(first, first, given);
          if (!Number.isNaN(none.space)) expect(none.space + none.attribute).toBeCloseTo(0, 13);
        }
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it("of levels add up, with those within regions", () => {
    fc.assert(
      fc.property(tables(3), fc.array(fc.nat(3), { minLength: 8, maxLength: 8 }), (counts, units) => {
        const regionOf = units.slice(0, counts.count.length / 3);
        const nested = measureNestedSegregation(counts, { levels: [regionOf] }).columns.mutualInformation;
        const flat = measureNestedSegregation(counts, { levels: [] }).columns.mutualInformation;
        if (Number.isNaN(flat[0]!)) return;
        expect(nested[0]! + nested[1]!).toBeCloseTo(flat[0]!, 12);
        const { contribution, people } = measureSegregationWithin(counts, { regionOf }).columns;
        const within = contribution.reduce((sum, each, r) => sum + (people[r]! > 0 ? each : 0), 0);
        expect(within).toBeCloseTo(nested[1]!, 12);
        expect(nested.every((m) => m > -1e-12)).toBe(true);
      }),
      { seed: 42, numRuns: 150 },
    );
  });
});
