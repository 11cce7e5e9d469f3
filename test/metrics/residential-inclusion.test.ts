import { describe, expect, it } from "vitest";
import {
  buildMonths,
  createClock,
  createLocations,
  formatTable,
  giniPresence,
  measureAttractiveness,
  measureResidentialInclusion,
  releaseTable,
} from "../../src/index.ts";

const labels = ["locals", "refugees"];

describe("residential inclusion", () => {
  it("compares shares, people, chance and entropy of two groups", () => {
    const counts = { labels, count: Float64Array.of(30, 10, 10, 10, 60, 0, 0, 0) };
    const { shareRatio, countRatio, diversity, entropy } = measureResidentialInclusion(counts, {
      group: "refugees",
    }).columns;
    expect(shareRatio[0]).toBeCloseTo(0.3 / 0.5, 14);
    expect(shareRatio[1]).toBeCloseTo(0.1 / 0.5, 14);
    expect(Array.from(countRatio)).toEqual([1 / 3, 1, 0, Number.NaN]);
    expect(diversity[0]).toBeCloseTo(1 - 0.75 ** 2 - 0.25 ** 2, 14);
    expect(diversity[1]).toBe(0.5);
    expect(entropy[0]).toBeCloseTo(-0.75 * Math.log2(0.75) - 0.25 * Math.log2(0.25), 14);
    expect(entropy[1]).toBeCloseTo(1, 14);
    for (const column of [shareRatio, diversity, entropy]) {
      expect(column[2]).toBe(0);
      expect(column[3]).toBeNaN();
    }
  });

  it("is the same with the groups exchanged", () => {
    const counts = { labels: [...labels, "tourists"], count: Float64Array.of(30, 10, 4, 10, 10, 9, 60, 2, 0) };
    const one = measureResidentialInclusion(counts, { group: "refugees", against: "locals" }).columns;
    const other = measureResidentialInclusion(counts, { group: "locals", against: "refugees" }).columns;
    for (const name of ["shareRatio", "countRatio", "diversity"] as const) expect(one[name]).toEqual(other[name]);
    one.entropy.forEach((bits, i) => {
      expect(bits).toBeCloseTo(other.entropy[i]!, 15);
    });
  });

  it("has no shares to compare where a group has nobody", () => {
    const { shareRatio, countRatio } = measureResidentialInclusion(
      { labels, count: Float64Array.of(3, 0) },
      { group: "refugees" },
    ).columns;
    expect(shareRatio[0]).toBeNaN();
    expect(countRatio[0]).toBe(0);
  });
});

describe("Gini–Simpson of presence", () => {
  it("is the chance that two people of an area are of different groups, for everybody or for a group", () => {
    const counts = { labels, count: Float64Array.of(30, 10, 10, 10, 60, 0, 0, 0) };
    const first = 1 - 0.75 ** 2 - 0.25 ** 2;
    expect(giniPresence(counts)).toBeCloseTo((40 * first + 20 * 0.5) / 120, 14);
    expect(giniPresence(counts, { of: "refugees" })).toBeCloseTo((10 * first + 10 * 0.5) / 20, 14);
  });

  it("falls when groups part, and does not ask for groups without anybody", () => {
    expect(giniPresence({ labels, count: Float64Array.of(5, 5, 5, 5) })).toBe(0.5);
    expect(giniPresence({ labels, count: Float64Array.of(10, 0, 0, 10) })).toBe(0);
    expect(giniPresence({ labels: [...labels, "none"], count: Float64Array.of(5, 5, 0, 5, 5, 0) })).toBe(0.5);
    expect(giniPresence({ labels, count: new Float64Array(4) })).toBeNaN();
    expect(giniPresence({ labels, count: Float64Array.of(4, 0) }, { of: "refugees" })).toBeNaN();
  });
});

describe("attractiveness of a district", () => {
  const zones = createLocations("zones", ["A", "B"], [29, 30], [41, 41]);
  const periods = buildMonths({ clock: createClock({ timeZone: "UTC" }), firstDay: 17167, lastDay: 17256 });
  const homes = [
    [0, 0, 1],
    [0, 1, 1],
    [0, -1, 0],
    [1, 1, 1],
    [-1, 0, 0],
  ];
  const history = (rows: readonly (readonly number[])[]) => ({
    locations: zones,
    users: rows.map((_, u) => `u${u}`),
    offsets: Uint32Array.from({ length: rows.length + 1 }, (_, u) => 3 * u),
    length: 3 * rows.length,
    columns: { period: Uint32Array.from(rows.flatMap(() => [0, 1, 2])), location: Int32Array.from(rows.flat()) },
    periods,
  });
  const groupOf = [0, 0, 0, 0, 1];

  it("counts those who stay among those who are seen, and among all", () => {
    const { columns, length } = measureAttractiveness(history(homes), { groupOf, labels });
    expect(length).toBe(2 * 2 * 2);
    expect(Array.from(columns.residents)).toEqual([3, 0, 1, 0, 1, 1, 2, 0]);
    expect(Array.from(columns.seenNext)).toEqual([2, 0, 1, 0, 1, 1, 2, 0]);
    expect(Array.from(columns.stayed)).toEqual([1, 0, 1, 0, 0, 1, 2, 0]);
    expect(Array.from(columns.share)).toEqual([0.5, Number.NaN, 1, Number.NaN, 0, 1, 1, Number.NaN]);
    expect(columns.leastShare[0]).toBe(1 / 3);
    expect(Array.from(columns.period)).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
    expect(Array.from(columns.location)).toEqual([0, 0, 1, 1, 0, 0, 1, 1]);
    expect(Array.from(columns.label)).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
  });

  it("adds up over parts of the users", () => {
    const whole = measureAttractiveness(history(homes), { groupOf, labels }).columns;
    const one = measureAttractiveness(history(homes.slice(0, 2)), { groupOf: groupOf.slice(0, 2), labels }).columns;
    const two = measureAttractiveness(history(homes.slice(2)), { groupOf: groupOf.slice(2), labels }).columns;
    for (const name of ["residents", "seenNext", "stayed"] as const) {
      expect(one[name].map((n, row) => n + two[name][row]!)).toEqual(whole[name]);
    }
  });

  it("passes the gate only by release", () => {
    const table = measureAttractiveness(history(homes), { groupOf, labels });
    expect(() => formatTable(table)).toThrow(/not about people/);
    expect(releaseTable(table, { minPeople: 3 }).hiddenCells).toBeGreaterThan(0);
  });
});
