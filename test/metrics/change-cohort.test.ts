import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { rowsOf } from "../../src/core/table.ts";
import { compareBeforeAfter, pairedBootstrap, pairedStudent } from "../../src/metrics/change-cohort.ts";
import type { UserTable } from "../../src/types.ts";

const tableOf = (values: Readonly<Record<string, number>>): UserTable => {
  const users = Object.keys(values);
  return { users, length: users.length, columns: { radiusMeters: Float64Array.from(Object.values(values)) } };
};
const student = pairedStudent({ confidence: 0.95 });

describe("the same people before and after", () => {
  const before = tableOf({ ann: 100, bo: 200, cy: 300, di: 50, eve: 70, flo: Number.NaN });
  const after = tableOf({ flo: 9, eve: Number.NaN, cy: 370, ann: 150, di: 60, gus: 7 });

  it("are paired by user, whatever the order; who fell silent is counted", () => {
    const [row] = rowsOf(compareBeforeAfter(before, after, { column: "radiusMeters", interval: student }));
    // Differences 50, 70 and 10: mean 43.33, deviation 30.55.
    expect(row).toMatchObject({ label: "all", users: 3, onlyBefore: 2, meanBefore: 150 });
    expect(row!.difference).toBeCloseTo(130 / 3, 12);
    expect(row!.meanAfter - row!.meanBefore).toBeCloseTo(row!.difference, 12);
    expect(row!.standardError).toBeCloseTo(30.550505 / Math.sqrt(3), 6);
    expect(row!.high).toBeCloseTo(130 / 3 + 4.302653 * 17.638342, 4);
  });

  it("are told by group; people whose group is not known have one of their own", () => {
    const options = {
      column: "radiusMeters",
      interval: student,
      groupOf: [0, 1, 0, 3, 1, 1],
      labels: ["left", "stayed", "none", "unknown"],
    };
    const rows = rowsOf(compareBeforeAfter(before, after, options));
    expect(rows.slice(0, 3).map(({ label, users, onlyBefore }) => [label, users, onlyBefore])).toEqual([
      ["left", 2, 0],
      ["stayed", 0, 2],
      ["none", 0, 0],
    ]);
    expect(rows[0]!.difference).toBe(60);
    for (const name of ["difference", "standardError", "low", "high", "meanBefore"] as const)
      expect(rows[1]![name]).toBeNaN();
  });

  it("refuses users who stand twice and groups without names", () => {
    const twice = { users: ["a", "a"], length: 2, columns: { radiusMeters: Float64Array.of(1, 2) } };
    const options = { column: "radiusMeters", interval: student };
    expect(() => compareBeforeAfter(twice, after, options)).toThrow("before.users must be all different");
    const apart = { users: ["a", "b", "a"], length: 3, columns: { radiusMeters: Float64Array.of(1, 2, 3) } };
    expect(() => compareBeforeAfter(before, apart, options)).toThrow(
      "after.users must be all different, got Array of 3",
    );
    expect(() => compareBeforeAfter(before, before, { ...options, groupOf: new Uint8Array(6) })).toThrow(
      "groupOf and labels must be given both or not at all",
    );
    expect(() => compareBeforeAfter(before, after, { ...options, column: "entropy" })).toThrow(
      'column must be the name of a numeric column of before, got "entropy"',
    );
  });
});

describe("intervals of a mean difference", () => {
  const random = createRandom("intervals");
  const bootstrap = pairedBootstrap({ confidence: 0.9, replicates: 400, seed: 7 });

  it("cover the truth as often as they say", () => {
    const worlds = 300;
    const covered = { student: 0, bootstrap: 0 };
    for (let w = 0; w < worlds; w++) {
      const differences = Float64Array.from({ length: 40 }, () => 3 + 4 * (random() + random() + random() - 1.5));
      const [a, b] = [pairedStudent({ confidence: 0.9 }).of(differences), bootstrap.of(differences)];
      if (a.low <= 3 && a.high >= 3) covered.student++;
      if (b.low <= 3 && b.high >= 3) covered.bootstrap++;
    }
    // Three standard errors of 90 in 100 of 300: 5.2 in 100; the bootstrap of 40 is a little narrow.
    expect(covered.student / worlds).toBeGreaterThan(0.848);
    expect(covered.student / worlds).toBeLessThan(0.952);
    expect(covered.bootstrap / worlds).toBeGreaterThan(0.83);
    expect(covered.bootstrap / worlds).toBeLessThan(0.952);
  });

  it("by drawing are the same for the same seed and lie within the differences", () => {
    const differences = Float64Array.of(1, 5, 2, 8);
    expect(bootstrap.of(differences)).toEqual(bootstrap.of(differences));
    expect(bootstrap.of(differences)).not.toEqual(
      pairedBootstrap({ confidence: 0.9, replicates: 400, seed: 8 }).of(Float64Array.of(1, 5, 2, 9)),
    );
    const { low, high } = bootstrap.of(differences);
    expect(low).toBeGreaterThanOrEqual(1);
    expect(high).toBeLessThanOrEqual(8);
    expect(low).toBeLessThan(4);
    expect(high).toBeGreaterThan(4);
    expect(bootstrap.of(Float64Array.of(1)).low).toBeNaN();
  });
});
