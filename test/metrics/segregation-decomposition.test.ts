import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { buildMonths } from "../../src/core/periods.ts";
import { createRandom } from "../../src/core/random.ts";
import { rowsOf } from "../../src/core/table.ts";
import { countGroupHours, hoursOfDay } from "../../src/flows/group-hours.ts";
import { selectGroupCounts } from "../../src/flows/group-selection.ts";
import { dissimilarityIndex } from "../../src/metrics/dissimilarity.ts";
import type { AreaCounts } from "../../src/metrics/segregation-counts.ts";
import { adjustMargins, decomposeSegregationChange } from "../../src/metrics/segregation-difference.ts";
import { byKarmelMaclachlan, byMoraRuizCastillo, byShapley } from "../../src/metrics/segregation-difference-methods.ts";
import { measureNestedSegregation, measureSegregationWithin } from "../../src/metrics/segregation-nested.ts";
import { measureSegregationByPeriod } from "../../src/metrics/segregation-series.ts";
import {
  byComposition,
  byDualComposition,
  byShares,
  decomposeSegregationGap,
} from "../../src/metrics/segregation-shapley.ts";
import { buildTracesOfEvents } from "../../src/traces/events.ts";

const table = (rows: readonly (readonly number[])[], labels = ["a", "b"]): AreaCounts => {
  return { labels, count: Float64Array.from(rows.flat()) };
};
const METHODS = [byShapley(), byKarmelMaclachlan(), byMoraRuizCastillo()];

describe("change over time", () => {
  const first = table([
    [90, 10],
    [20, 80],
    [5, 0],
    [0, 0],
  ]);

  it("is only structure where margins stay, and only margins where cells are scaled", () => {
    const swapped = table([
      [70, 30],
      [40, 60],
      [5, 0],
      [0, 0],
    ]);
    const same = decomposeSegregationChange(first, swapped, { method: byShapley() });
    expect(same.groupMarginal).toBeCloseTo(0, 12);
    expect(same.areaMarginal).toBeCloseTo(0, 12);
    expect(same.structural).toBeCloseTo(same.change, 12);
    const scaled = table([
      [180, 10],
      [40, 80],
      [10, 0],
      [0, 0],
    ]);
    const grown = decomposeSegregationChange(first, scaled, { method: byShapley() });
    expect(grown.structural).toBeCloseTo(0, 10);
    expect(grown.groupMarginal + grown.areaMarginal).toBeCloseTo(grown.change, 10);
    expect(Math.abs(grown.change)).toBeGreaterThan(1e-3);
    expect(grown.converged).toBe(true);
  });

  it("of areas and groups that come and go is additions and removals, and nothing else", () => {
    const second = table(
      [
        [90, 10, 0],
        [20, 80, 0],
        [0, 0, 0],
        [0, 0, 25],
      ],
      ["a", "b", "c"],
    );
    for (const method of METHODS) {
      const found = decomposeSegregationChange(first, second, { method });
      expect(found.commonLabels).toEqual(["a", "b"]);
      expect(Array.from(found.areas.columns.area)).toEqual([0, 1]);
      expect(found.additions).toBeGreaterThan(0.1);
      expect(found.additions + found.removals).toBeCloseTo(found.change, 12);
      expect(Math.abs(found.structural) + Math.abs(found.areaMarginal) + Math.abs(found.groupMarginal)).toBeLessThan(
        1e-12,
      );
    }
  });

  it("of tables with nothing in common is NaN in its parts, not 0", () => {
    const moved = table([
      [0, 0],
      [0, 0],
      [0, 0],
      [7, 5],
    ]);
    for (const method of METHODS) {
      const found = decomposeSegregationChange(first, moved, { method });
      expect([found.structural, found.groupMarginal, found.areaMarginal]).toEqual(Array(3).fill(Number.NaN));
      expect(found.areas.length).toBe(0);
      expect(found.change).toBeCloseTo(-found.first, 14);
    }
  });

  it("of each area's segregation, weighed with its people, is what the area adds to structure", () => {
    const second = table([
      [70, 60],
      [40, 90],
      [25, 3],
      [0, 0],
    ]);
    for (const method of [byShapley(), byMoraRuizCastillo()]) {
      const { areas, structural } = decomposeSegregationChange(first, second, { method });
      const { firstShare, secondShare, firstLocalChange, secondLocalChange, structural: own } = areas.columns;
      own.forEach((part, row) => {
        const change = firstShare[row]! * firstLocalChange[row]! + secondShare[row]! * secondLocalChange[row]!;
        expect(part).toBeCloseTo(change / 2, 13);
      });
      expect(own.reduce((a, b) => a + b)).toBeCloseTo(structural, 8);
      expect(Math.max(...own.map(Math.abs))).toBeGreaterThan(0.01);
    }
  });

  it("says where margins were not met in the readings that it was given", () => {
    const second = table([
      [10, 90],
      [500, 4],
      [3, 30],
      [0, 0],
    ]);
    expect(decomposeSegregationChange(first, second, { method: byShapley() }).converged).toBe(true);
    const short = decomposeSegregationChange(first, second, { method: byShapley(), maxIterations: 1 });
    expect(short.converged).toBe(false);
  });

  it("wants the same areas on both sides", () => {
    expect(() => decomposeSegregationChange(first, table([[1, 2]]), { method: byShapley() })).toThrow(
      "decomposeSegregationChange: areas of second must be of length 4, got 1",
    );
  });
});

describe("margins of another table", () => {
  it("keep the odds ratios of the counts and have the sums of the target", () => {
    const counts = table([
      [90, 10],
      [20, 80],
      [30, 30],
    ]);
    const target = table([
      [10, 40],
      [25, 25],
      [70, 5],
    ]);
    const { count, converged } = adjustMargins(counts, target);
    expect(converged).toBe(true);
    const odds = (c: ArrayLike<number>, i: number): number => (c[0]! * c[2 * i + 1]!) / (c[1]! * c[2 * i]!);
    for (const i of [1, 2]) expect(odds(count, i) / odds(counts.count, i)).toBeCloseTo(1, 10);
    for (let i = 0; i < 3; i++) {
      expect(count[2 * i]! + count[2 * i + 1]!).toBeCloseTo(target.count[2 * i]! + target.count[2 * i + 1]!, 9);
    }
    expect(count[0]! + count[2]! + count[4]!).toBeCloseTo(105, 9);
  });

  it("that empty cells do not admit are told, not made up", () => {
    const apart = table([
      [10, 0],
      [0, 10],
    ]);
    const target = table([
      [5, 5],
      [2, 0],
    ]);
    expect(adjustMargins(apart, target).converged).toBe(false);
  });
});

describe("levels", () => {
  const counts = table([
    [30, 10],
    [20, 20],
    [10, 30],
    [0, 0],
    [10, 30],
  ]);

  it("add up to the areas' own, whatever the levels", () => {
    const levels = [
      [0, 0, 1, 1, 1],
      [0, 1, 0, 0, 1],
    ];
    const flat = measureNestedSegregation(counts, { levels: [] }).columns;
    const nested = measureNestedSegregation(counts, { levels }).columns;
    expect(Array.from(nested.units)).toEqual([2, 4, 4]);
    expect(nested.mutualInformation.reduce((a, b) => a + b)).toBeCloseTo(flat.mutualInformation[0]!, 14);
    expect(nested.share.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
    expect(nested.mutualInformation[2]).toBeCloseTo(0, 14);
  });

  it("of regions without people are NaN, as are all of nobody", () => {
    const within = measureSegregationWithin(counts, { regionOf: [0, 0, 3, 1, 3] }).columns;
    expect(Array.from(within.areas)).toEqual([2, 0, 0, 2]);
    expect([within.mutualInformation[1], within.contribution[2]]).toEqual([Number.NaN, Number.NaN]);
    expect(within.mutualInformation[3]).toBeCloseTo(0, 14);
    const nobody = measureNestedSegregation(table([[0, 0]]), { levels: [[0]] }).columns;
    expect(Array.from(nobody.mutualInformation)).toEqual([Number.NaN, Number.NaN]);
  });
});

describe("the gap of two cities", () => {
  const first = table([
    [9, 1],
    [1, 9],
    [0, 0],
  ]);
  const second = table([
    [30, 10],
    [10, 30],
  ]);

  it("keeps what each exchange keeps", () => {
    const sum = ({ count }: AreaCounts, of: (c: number) => boolean): number =>
      count.reduce((total, n, c) => total + (of(c) ? n : 0), 0);
    const [composition] = byComposition({ group: "a" }).tablesOf("test", first, second);
    for (let i = 0; i < 3; i++) {
      expect(sum(composition, (c) => c >> 1 === i)).toBeCloseTo(
        sum(first, (c) => c >> 1 === i),
        12,
      );
    }
    const [shares] = byShares({ group: "a" }).tablesOf("test", first, second);
    for (const g of [0, 1]) {
      expect(sum(shares, (c) => c % 2 === g)).toBeCloseTo(
        sum(first, (c) => c % 2 === g),
        12,
      );
    }
  });

  it("is that of the group wherever its label stands", () => {
    const turned = ({ count }: AreaCounts): AreaCounts => {
      return { labels: ["b", "a"], count: count.map((_, c) => count[c ^ 1]!) };
    };
    for (const by of [byComposition, byShares, byDualComposition]) {
      const counterfactual = by({ group: "a" });
      const own = counterfactual.tablesOf("test", first, second);
      const other = counterfactual.tablesOf("test", turned(first), turned(second));
      for (const side of [0, 1] as const) expect(turned(other[side]).count).toEqual(own[side].count);
    }
  });

  it("wants two labels, and the group among them", () => {
    const three = table([[1, 2, 3]], ["a", "b", "c"]);
    const one = {
      index: ({ count }: AreaCounts): number => count.length,
      counterfactual: byDualComposition({ group: "a" }),
    };
    expect(() => decomposeSegregationGap(three, three, one)).toThrow(/first.labels must be two labels, got 3/);
    const counterfactual = byDualComposition({ group: "c" });
    expect(() => decomposeSegregationGap(first, second, { ...one, counterfactual })).toThrow(/group must be one of/);
  });
});

describe("a series", () => {
  it("has a value where the index has one, and the people behind it, rows in any order", () => {
    const zones = createLocations("zones", ["W", "E"], [0, 1], [0, 0]);
    const periods = buildMonths({ clock: createClock({ timeZone: "UTC" }), firstDay: 20_300, lastDay: 20_350 });
    expect(periods.length).toBe(3);
    const columns = {
      period: Uint32Array.of(2, 0, 0, 0, 2, 2, 2),
      location: Uint32Array.of(1, 0, 1, 0, 0, 1, 0),
      label: Uint8Array.of(1, 0, 1, 0, 1, 0, 0),
      people: Uint32Array.of(3, 4, 5, 1, 1, 1, 3),
    };
    const people = { locations: zones, length: 7, columns, labels: ["a", "b"], periods };
    const index = (counts: AreaCounts): number => dissimilarityIndex(counts, { group: "a" });
    const found = measureSegregationByPeriod(people, { index });
    expect(found.columns.value).toEqual(Float64Array.of(1, Number.NaN, 0.5));
    expect(found.columns.people).toEqual(Float64Array.of(10, 0, 8));
    expect(found.periods).toBe(periods);
    const wrong = { ...people, columns: { ...columns, location: Uint32Array.of(1, 0, 1, 0, 0, 2, 0) } };
    expect(() => measureSegregationByPeriod(wrong, { index })).toThrow(/location\[5\] must be one of locations, got 2/);
    const nowhere = { ...people, columns: { ...columns, location: Int32Array.of(1, 0, -1, 0, 0, 1, 0) } };
    expect(() => measureSegregationByPeriod(nowhere as never, { index })).toThrow(/location\[2\] must be one of/);
  });

  it("over the hours of the day has a row per period and hour, never their sum", () => {
    const zones = createLocations("zones", ["W", "E", "S"], [0, 1, 0], [0, 0, 1]);
    const clock = createClock({ timeZone: "UTC" });
    const periods = buildMonths({ clock, firstDay: 20_300, lastDay: 20_350 });
    const random = createRandom("hours");
    const events = Array.from({ length: 900 }, () => ({
      user: Math.floor(random() * 40),
      time: 86_400 * 20_300 + Math.floor(random() * 86_400 * 51),
      location: Math.floor(random() * 3),
    })).sort((a, b) => a.time - b.time);
    const users = Array.from({ length: 40 }, (_, u) => `u${u}`);
    const of = (name: "user" | "time" | "location"): Uint32Array => Uint32Array.from(events, (each) => each[name]);
    const calls = { users, user: of("user"), time: of("time"), location: of("location") };
    const traces = buildTracesOfEvents(calls, zones);
    const groups = { groupOf: users.map((_, u) => u % 2), labels: ["a", "b"] };
    const hours = countGroupHours(traces, { clock, windows: hoursOfDay(), periods, ...groups });
    const index = (counts: AreaCounts): number => dissimilarityIndex(counts, { group: "a" });
    const found = measureSegregationByPeriod(hours, { index });
    expect(found.length).toBe(periods.length * 24);
    expect(found.windows).toEqual(hoursOfDay());
    rowsOf(found).forEach(({ period, window, people, value }, row) => {
      expect([period, window]).toEqual([Math.floor(row / 24), row % 24]);
      const counts = selectGroupCounts(hours, { period: periods.columns.id[period]!, window: `${window}` });
      expect(people).toBe(counts.count.reduce((sum, each) => sum + each, 0));
      expect(value).toBe(index(counts));
    });
    expect(new Set(found.columns.value).size).toBeGreaterThan(24);

    // One window over the whole day, and the same people without the column.
    const windows = [{ id: "day", fromHour: 0, toHour: 24 }];
    const days = countGroupHours(traces, { clock, windows, periods, ...groups });
    const { window: _, ...columns } = days.columns;
    const { windows: __, ...plain } = { ...days, columns };
    const [whole, without] = [days, plain].map((people) => measureSegregationByPeriod(people, { index }));
    expect(without!.columns).toEqual(whole!.columns);
    expect([whole!.windows.length, without!.windows.length]).toEqual([1, 0]);
    expect(whole!.columns.people[0]).toBeLessThan(found.columns.people.slice(0, 24).reduce((a, b) => a + b));
  });

  it("wants windows with their names, and names with their windows", () => {
    const zones = createLocations("zones", ["W"], [0], [0]);
    const periods = buildMonths({ clock: createClock({ timeZone: "UTC" }), firstDay: 20_300, lastDay: 20_310 });
    const columns = {
      period: Uint32Array.of(0, 0),
      location: Uint32Array.of(0, 0),
      label: Uint8Array.of(0, 1),
      people: Uint32Array.of(3, 3),
    };
    const people = { locations: zones, length: 2, columns, labels: ["a", "b"], periods };
    const index = (counts: AreaCounts): number => dissimilarityIndex(counts, { group: "a" });
    const windows = [{ id: "night", fromHour: 20, toHour: 6 }];
    const named = { ...people, windows };
    expect(() => measureSegregationByPeriod(named, { index })).toThrow(
      /people must be a table with the columns window/,
    );
    const numbered = { ...people, columns: { ...columns, window: Uint32Array.of(0, 1) } };
    expect(() => measureSegregationByPeriod(numbered, { index })).toThrow(/windows must be a list/);
    expect(() => measureSegregationByPeriod({ ...numbered, windows }, { index })).toThrow(
      "measureSegregationByPeriod: people.columns.window[1] must be one of windows, got 1",
    );
  });
});
