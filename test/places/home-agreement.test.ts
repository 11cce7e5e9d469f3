import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { compareHomeCriteria, measureHomeDistances } from "../../src/places/home-agreement.ts";
import type { HomePlaces } from "../../src/types.ts";

const towers = createLocations("antennas", ["A", "B", "C"], [0, 0.01, 1], [0, 0, 0]);
const meters = greatCircleMeters(0, 0, 0.01, 0);

function homesAt(locations: readonly number[], users = locations.map((_, u) => `u${u}`)): HomePlaces {
  return { locations: towers, users, length: users.length, columns: { location: Int32Array.from(locations) } };
}

describe("the agreement of criteria", () => {
  it("counts users with a home in both, and says how far apart their homes are", () => {
    const tables = [homesAt([0, 1, 2, -1]), homesAt([0, 0, -1, 1]), homesAt([-1, -1, 2, -1])];
    const { agreement, compared, medianMeters } = compareHomeCriteria(tables, { withinMeters: 0 });
    expect([...agreement.value]).toEqual([1, 0.5, 1, 0.5, 1, NaN, 1, NaN, 1]);
    expect([...compared.value]).toEqual([3, 2, 1, 2, 3, 0, 1, 0, 1]);
    expect(medianMeters.value[1]).toBe(meters / 2);
    expect(medianMeters.value[5]).toBeNaN();
    expect([...compareHomeCriteria(tables, { withinMeters: meters }).agreement.value.slice(0, 2)]).toEqual([1, 1]);
    expect([...compareHomeCriteria(tables, { withinMeters: meters - 1e-6 }).agreement.value.slice(0, 2)]).toEqual([
      1, 0.5,
    ]);
  });

  it("is symmetric, 1 with itself and never smaller for a longer distance", () => {
    const homes = fc
      .array(fc.integer({ min: -1, max: 2 }), { minLength: 6, maxLength: 6 })
      .map((rows) => homesAt(rows));
    fc.assert(
      fc.property(fc.array(homes, { minLength: 1, maxLength: 4 }), (tables) => {
        const n = tables.length;
        const near = compareHomeCriteria(tables, { withinMeters: 0 });
        const far = compareHomeCriteria(tables, { withinMeters: 2000 });
        for (let a = 0; a < n; a++) {
          const named = tables[a]!.columns.location.filter((l) => l >= 0).length;
          expect(near.compared.value[a * n + a]).toBe(named);
          expect(near.agreement.value[a * n + a]).toBe(named === 0 ? NaN : 1);
          for (let b = 0; b < n; b++) {
            const cell = a * n + b;
            expect(near.agreement.value[cell]).toBe(near.agreement.value[b * n + a]);
            if (near.compared.value[cell] === 0) continue;
            expect(far.agreement.value[cell]!).toBeGreaterThanOrEqual(near.agreement.value[cell]!);
            const same = tables[a]!.columns.location.filter((l, u) => l >= 0 && l === tables[b]!.columns.location[u]);
            expect(near.agreement.value[cell]).toBe(same.length / near.compared.value[cell]!);
          }
        }
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it("refuses homes of other people", () => {
    expect(() => compareHomeCriteria([homesAt([0]), homesAt([0], ["v"])], { withinMeters: 0 })).toThrow(
      'compareHomeCriteria: homes[1].users[0] must be "u0", as in the first, got "v"',
    );
    expect(() => measureHomeDistances(homesAt([0]), homesAt([0, 1]))).toThrow(
      "must be the 1 users of homes, in the same order, got 2",
    );
  });
});

describe("the distance between homes", () => {
  it("is 0 for the same location and missing where one home is", () => {
    expect([...measureHomeDistances(homesAt([0, 1, -1]), homesAt([0, 0, 1])).columns.meters]).toEqual([0, meters, NaN]);
  });

  it("is measured between tables over different locations", () => {
    const villages = createLocations("stops", ["v"], [0.01], [0]);
    const known = { locations: villages, users: ["u0"], length: 1, columns: { location: Int32Array.of(0) } };
    expect(measureHomeDistances(homesAt([0]), known).columns.meters[0]).toBe(meters);
  });
});
