import { describe, expect, it } from "vitest";
import { dayOfDate } from "../../src/core/dates.ts";
import { buildPeriods } from "../../src/core/periods.ts";
import { rowsOf } from "../../src/core/table.ts";
import { detectResidenceChanges } from "../../src/moves/inferred-changes.ts";
import { compareMigrationDefinitions } from "../../src/moves/inferred-definitions.ts";
import { detectInferredMigrations } from "../../src/moves/inferred-migrations.ts";
import type { InferredMigrationsOptions } from "../../src/moves/inferred-runs.ts";
import { detectStableHomesByPeriod } from "../../src/moves/inferred-stable.ts";
import { detectMigrantTypes } from "../../src/moves/inferred-urban.ts";
import { historyOf, told, UTC } from "./inferred-worlds.ts";

/** January and February, and April and May. */
const HOLE = buildPeriods(
  {
    firstDay: ["2016-01-01", "2016-02-01", "2016-04-01", "2016-05-01"].map(dayOfDate),
    lastDay: ["2016-01-31", "2016-02-29", "2016-04-30", "2016-05-31"].map(dayOfDate),
  },
  UTC,
);

const movesOf = (life: string, options: InferredMigrationsOptions): string[] =>
  told(detectInferredMigrations(historyOf({ ann: life }), options));

describe("migrations under a k-month definition", () => {
  it("need k months in the old home and k in the new one", () => {
    expect(movesOf("AAABBB", { minPeriods: 3 })).toEqual(["A>B 2016-04"]);
    expect(movesOf("AAABBB", { minPeriods: 4 })).toEqual([]);
    expect(movesOf("AABBB", { minPeriods: 3 })).toEqual([]);
    expect(movesOf("AAABB", { minPeriods: 3 })).toEqual([]);
    expect(movesOf("AABBBB", { minPeriods: 2, minDestinationPeriods: 4 })).toEqual(["A>B 2016-03"]);
    expect(movesOf("AABBB", { minPeriods: 2, minDestinationPeriods: 4 })).toEqual([]);
  });

  it("may follow one another, and lead back", () => {
    expect(movesOf("AABBAAC", { minPeriods: 2 })).toEqual(["A>B 2016-03", "B>A 2016-05"]);
    expect(movesOf("AABBAAC", { minPeriods: 1 })).toEqual(["A>B 2016-03", "B>A 2016-05", "A>C 2016-07"]);
  });

  it("know nothing of what lies beyond a month without a home, unless it is bridged", () => {
    expect(movesOf("AA.BB", { minPeriods: 2 })).toEqual([]);
    expect(movesOf("AA.BB", { minPeriods: 2, maxGapPeriods: 1 })).toEqual(["A>B 2016-04"]);
    expect(movesOf("AA..BB", { minPeriods: 2, maxGapPeriods: 1 })).toEqual([]);
    expect(movesOf("A.ABBB", { minPeriods: 3 })).toEqual([]);
    expect(movesOf("A.ABBB", { minPeriods: 3, maxGapPeriods: 1 })).toEqual(["A>B 2016-04"]);
  });

  it("lie between the first day of the last month there and the last day of the first month here", () => {
    const { columns } = detectInferredMigrations(historyOf({ ann: "A.AA.BBBB" }), { minPeriods: 3, maxGapPeriods: 1 });
    expect(columns.leftDay[0]).toBe(dayOfDate("2016-04-30"));
    expect(columns.arrivedDay[0]).toBe(dayOfDate("2016-06-01"));
    expect(columns.day[0]).toBe(dayOfDate("2016-05-16"));
    expect(columns.uncertaintyDays[0]).toBe(dayOfDate("2016-06-30") - dayOfDate("2016-04-01") - 1);
    expect([columns.leftPeriod[0], columns.arrivedPeriod[0]]).toEqual([3, 5]);
    expect([columns.periodsBefore[0], columns.observedBefore[0]]).toEqual([4, 3]);
    expect([columns.periodsAfter[0], columns.observedAfter[0]]).toEqual([4, 4]);
  });

  it("are never seen over days that belong to no period", () => {
    const days = (from: string, to: string): [number, number] => [dayOfDate(from), dayOfDate(to)];
    const spans = [
      days("2016-01-01", "2016-01-31"),
      days("2016-02-01", "2016-02-29"),
      days("2016-03-02", "2016-03-31"),
    ];
    const periods = buildPeriods({ firstDay: spans.map(([day]) => day), lastDay: spans.map(([, day]) => day) }, UTC);
    const move = (life: string): string[] =>
      told(detectInferredMigrations(historyOf({ ann: life }, periods), { minPeriods: 1, maxGapPeriods: 2 }));
    expect(move("ABB")).toEqual(["A>B 2016-02"]);
    expect(move("AAB")).toEqual([]);
  });

  it("want periods that do not overlap", () => {
    const days = { firstDay: [16801, 16831], lastDay: [16831, 16860] };
    const history = historyOf({ ann: "AB" }, buildPeriods(days, UTC));
    expect(() => detectInferredMigrations(history, { minPeriods: 1 })).toThrow(
      "detectInferredMigrations: history.periods.columns.firstDay[1] must be after 2016-01-31, the last day of the period before, got 2016-01-31 (a change of home needs periods that do not overlap)",
    );
  });
});

describe("the classes of changes of home", () => {
  const classesOf = (life: string, k: number, maxGapPeriods = 0): string[] => {
    const { labels, columns } = detectResidenceChanges(historyOf({ ann: life }), { minPeriods: k, maxGapPeriods });
    return [...columns.label].map((label) => labels[label]!);
  };

  it("are permanent, circular, temporary and other by the lengths of the stays", () => {
    expect(classesOf("AAABBB", 3)).toEqual(["permanent"]);
    expect(classesOf("AAABBAAA", 3)).toEqual(["circular", "other"]);
    expect(classesOf("AAABCCC", 3)).toEqual(["temporary", "other"]);
    expect(classesOf("AAABBBAAA", 3)).toEqual(["permanent", "permanent"]);
    expect(classesOf("AAABCBAAA", 3)).toEqual(["temporary", "other", "other", "other"]);
  });

  it("are unknown where a stay is short only because the records begin or end", () => {
    expect(classesOf("AABBB", 3)).toEqual(["unknown"]);
    expect(classesOf("AAABB", 3)).toEqual(["unknown"]);
    expect(classesOf("AAABB.", 3)).toEqual(["unknown"]);
    expect(classesOf(".AABBB", 3)).toEqual(["unknown"]);
    expect(classesOf("AAABB.AAA", 3)).toEqual(["unknown"]);
    expect(classesOf("AAABB.AAA", 3, 1)).toEqual(["circular", "other"]);
  });

  it("say when the origin is home again, however much later", () => {
    const { columns } = detectResidenceChanges(historyOf({ ann: "AAABCC..A" }), { minPeriods: 1 });
    expect([...columns.returnPeriod]).toEqual([8, -1]);
  });
});

describe("definitions compared", () => {
  it("are the worked table of the guide", () => {
    const history = historyOf({ ana: "AAAAAABBBBBB", bo: "AAAABBAAAAAA", cy: "AAABAAABAAAB", dan: "AAAAAA.BBBBB" });
    const table = compareMigrationDefinitions(history, { minPeriods: [1, 2, 3, 6] });
    expect(
      rowsOf(table).map(({ minPeriods, exposure, exposedPeople, moves, movers }) => [
        minPeriods,
        exposure,
        exposedPeople,
        moves,
        movers,
      ]),
    ).toEqual([
      [1, 42, 4, 8, 3],
      [2, 32, 4, 3, 2],
      [3, 22, 4, 1, 1],
      [6, 3, 3, 1, 1],
    ]);
    expect([...table.columns.rate]).toEqual([8 / 42, 3 / 32, 1 / 22, 1 / 3]);
    expect(rowsOf(table)[2]).toMatchObject({
      changes: 8,
      permanentShare: 1 / 8,
      circularShare: 3 / 8,
      temporaryShare: 0,
      otherShare: 3 / 8,
      unknownShare: 1 / 8,
    });
  });

  it("have no rate where nobody is exposed and no shares where nobody moves", () => {
    const [row] = rowsOf(compareMigrationDefinitions(historyOf({ ann: "A.A." }), { minPeriods: [1] }));
    expect(row).toMatchObject({ exposure: 0, exposedPeople: 0, rate: NaN, changes: 0, permanentShare: NaN });
  });

  it("refuse a user who stands twice", () => {
    const history = { ...historyOf({ ann: "AB", bo: "AB" }), users: ["ann", "ann"] };
    expect(() => compareMigrationDefinitions(history, { minPeriods: [1] })).toThrow(
      "history.users must be all different",
    );
  });
});

describe("migrant types", () => {
  it("are those of the authors for two months before and after, by their codes", () => {
    const history = historyOf({ a: "AABB", b: "BBAA", c: "BBBB", d: "AAAA", e: "AACC", f: "ABAA", g: "A.BB" });
    const { columns, labels } = detectMigrantTypes(history, { minPeriods: 2, urban: ["B"] });
    const second = [...columns.label].filter((_, row) => row % 4 === 1);
    expect(second).toEqual([1, 2, 3, 4, 5, 6, 0]);
    expect(second.map((label) => labels[label])).toEqual([
      "rural to urban",
      "urban to rural",
      "urban stayer",
      "rural stayer",
      "rural to rural",
      "other",
      "unknown",
    ]);
    expect([...columns.label].filter((label, row) => row % 4 !== 1 && label !== 0)).toEqual([]);
  });

  it("know moves between towns", () => {
    const { columns, labels } = detectMigrantTypes(historyOf({ a: "AC" }), { minPeriods: 1, urban: ["A", "C"] });
    expect(labels[columns.label[0]!]).toBe("urban to urban");
  });

  it("are unknown over days that belong to no period", () => {
    const { columns } = detectMigrantTypes(historyOf({ a: "AABB" }, HOLE), { minPeriods: 1, urban: ["B"] });
    expect([...columns.label]).toEqual([4, 0, 3, 0]);
  });

  it("want ids that the locations have", () => {
    expect(() => detectMigrantTypes(historyOf({ a: "AB" }), { minPeriods: 1, urban: ["A", "Z"] })).toThrow(
      'detectMigrantTypes: urban[1] must be the id of one of the locations, got "Z"',
    );
  });
});

describe("stable home areas", () => {
  const stableOf = (life: string, windowPeriods: number, minPeriods: number): string => {
    const { columns, locations } = detectStableHomesByPeriod(historyOf({ ann: life }), { windowPeriods, minPeriods });
    return [...columns.location].map((home) => (home < 0 ? "." : locations.columns.id[home]!)).join("");
  };

  it("change in the month of the move, seven months of thirteen being home", () => {
    const life = `${"A".repeat(13)}${"B".repeat(13)}`;
    expect(stableOf(life, 13, 7)).toBe(life);
  });

  it("stay through a season away, and through months without records", () => {
    expect(stableOf("AAAAAAABBBAAAAAAA", 13, 7)).toBe("A".repeat(17));
    expect(stableOf("AAAAAAA...AAAAAAA", 13, 7)).toBe("A".repeat(17));
  });

  it("need as many months at the ends of the records, where there are fewer", () => {
    expect(stableOf("AAAAAABBBAAAAAA", 13, 7)).toBe("...AAAAAAAAA...");
  });

  it("are nowhere for who has none in enough months", () => {
    expect(stableOf("ABABAB", 3, 2)).toBe(".ABAB.");
    expect(stableOf("AABBCC", 5, 3)).toBe("......");
  });

  it("are looked for on either side of days that belong to no period", () => {
    const { columns } = detectStableHomesByPeriod(historyOf({ a: "AABA" }, HOLE), { windowPeriods: 3, minPeriods: 2 });
    expect([...columns.location]).toEqual([0, 0, -1, -1]);
    expect([...columns.observed]).toEqual([2, 2, 2, 2]);
  });

  it("want a window with a middle and more than half of it", () => {
    const history = historyOf({ ann: "AB" });
    expect(() => detectStableHomesByPeriod(history, { windowPeriods: 12, minPeriods: 7 })).toThrow(
      "windowPeriods must be odd",
    );
    expect(() => detectStableHomesByPeriod(history, { windowPeriods: 13, minPeriods: 6 })).toThrow(
      "minPeriods must be a whole number from 7 to 13, got 6",
    );
  });
});
