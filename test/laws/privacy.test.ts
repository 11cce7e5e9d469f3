import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { cellOf, checkSparse, entryOf, sparseFromDense } from "../../src/core/sparse.ts";
import { releaseCounts, releaseFlows } from "../../src/privacy/release.ts";
import type { Flows, GroupCounts } from "../../src/types.ts";

const N = 5;
const locations = createLocations("zones", ["a", "b", "c", "d", "e"], [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]);

/** Flows with the people of each cell; every cell that somebody makes has at least as many moves as people. */
const anyFlows = fc
  .array(fc.tuple(fc.oneof(fc.constant(0), fc.nat({ max: 40 })), fc.nat({ max: 30 })), {
    minLength: N * N,
    maxLength: N * N,
  })
  .map((cells): Flows => {
    const matrix = sparseFromDense(
      N,
      N,
      cells.map(([people, more]) => (people === 0 ? 0 : people + more)),
    );
    return { locations, ...matrix, people: Uint32Array.from(cells.map(([people]) => people).filter((p) => p > 0)) };
  });

const anyCounts = fc
  .array(fc.oneof(fc.nat({ max: 40 }), fc.double({ min: 0, max: 40, noNaN: true })), {
    minLength: 2 * N,
    maxLength: 2 * N,
  })
  .map((count): GroupCounts => ({ locations, labels: ["x", "y"], count: Float64Array.from(count) }));

const threshold = fc.integer({ min: 2, max: 45 });

describe("laws of releasing flows", () => {
  it("nothing shown has too few people, nothing with enough is hidden, and hidden and shown are all", () => {
    fc.assert(
      fc.property(anyFlows, threshold, (flows, minPeople) => {
        const before = structuredClone(flows);
        const { shown, hiddenCells, ...release } = releaseFlows(flows, { minPeople });
        checkSparse("law", "shown", shown, N, N);
        expect(shown.people.length).toBe(shown.index.length);
        expect(Math.min(Infinity, ...shown.people)).toBeGreaterThanOrEqual(minPeople);
        expect(shown.index.length + hiddenCells).toBe(flows.index.length);
        expect(release).toEqual({ threshold: minPeople, rule: expect.stringContaining(` ${minPeople} `) });
        for (let r = 0; r < N; r++) {
          for (let c = 0; c < N; c++) {
            const given = entryOf(flows, r, c);
            const enough = given >= 0 && flows.people[given]! >= minPeople;
            const kept = entryOf(shown, r, c);
            expect(kept >= 0).toBe(enough);
            if (!enough) continue;
            expect(cellOf(shown, r, c)).toBe(cellOf(flows, r, c));
            expect(shown.people[kept]).toBe(flows.people[given]);
          }
        }
        expect(flows).toEqual(before);
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it("a higher threshold shows no cell that a lower one hides, and releasing twice is releasing by the higher", () => {
    fc.assert(
      fc.property(anyFlows, threshold, threshold, (flows, one, other) => {
        const low = releaseFlows(flows, { minPeople: Math.min(one, other) });
        const high = releaseFlows(flows, { minPeople: Math.max(one, other) });
        expect(high.hiddenCells).toBeGreaterThanOrEqual(low.hiddenCells);
        expect(releaseFlows(low.shown, { minPeople: Math.max(one, other) }).shown).toEqual(high.shown);
        expect(releaseFlows(high.shown, { minPeople: Math.min(one, other) }).shown).toEqual(high.shown);
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it("what is shown does not depend on how few people a hidden cell has, but for their number of cells", () => {
    fc.assert(
      fc.property(anyFlows, threshold, fc.infiniteStream(fc.nat()), (flows, minPeople, draws) => {
        const other: Flows = {
          ...flows,
          value: flows.value.map((value, k) =>
            flows.people[k]! < minPeople ? 1 + (draws.next().value as number) : value,
          ),
          people: flows.people.map((people) =>
            people < minPeople ? 1 + ((draws.next().value as number) % (minPeople - 1)) : people,
          ),
        };
        expect(releaseFlows(other, { minPeople })).toEqual(releaseFlows(flows, { minPeople }));
      }),
      { seed: 42, numRuns: 200 },
    );
  });
});

describe("laws of releasing counts", () => {
  it("a count is shown as it is or hidden, never anything between", () => {
    fc.assert(
      fc.property(anyCounts, threshold, (counts, minPeople) => {
        const before = structuredClone(counts);
        const { shown, hiddenCells } = releaseCounts(counts, { minPeople });
        expect(shown.count).toEqual(counts.count.map((people) => (people >= minPeople ? people : Number.NaN)));
        expect(hiddenCells).toBe(shown.count.filter((people) => Number.isNaN(people)).length);
        expect(counts).toEqual(before);
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it("a higher threshold shows no cell that a lower one hides", () => {
    fc.assert(
      fc.property(anyCounts, threshold, threshold, (counts, one, other) => {
        const low = releaseCounts(counts, { minPeople: Math.min(one, other) });
        const high = releaseCounts(counts, { minPeople: Math.max(one, other) });
        expect(high.hiddenCells).toBeGreaterThanOrEqual(low.hiddenCells);
        for (let i = 0; i < counts.count.length; i++) {
          if (Number.isNaN(low.shown.count[i]!)) expect(high.shown.count[i]).toBeNaN();
        }
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it("two tables that differ in hidden cells alone are released alike", () => {
    fc.assert(
      fc.property(anyCounts, threshold, fc.infiniteStream(fc.nat()), (counts, minPeople, draws) => {
        const other = counts.count.map((people) =>
          people < minPeople ? (draws.next().value as number) % minPeople : people,
        );
        expect(releaseCounts({ ...counts, count: other }, { minPeople })).toEqual(releaseCounts(counts, { minPeople }));
      }),
      { seed: 42, numRuns: 200 },
    );
  });
});
