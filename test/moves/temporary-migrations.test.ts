import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import {
  detectTemporaryMigrations,
  TEMPORARY_MIGRATION_DEFAULTS,
  type TemporaryMigrationsOptions,
} from "../../src/moves/temporary-migrations.ts";
import { detectUsualResidences } from "../../src/moves/temporary-residences.ts";
import { withoutCrossings } from "../../src/moves/temporary-segments.ts";
import { again, dailyOf, type Spells } from "./temporary-lives.ts";

const FIRST = 16_071;

/** Migrations of one person as [destination, first day, last day, shortest, longest], days counted from the first. */
function moves(spells: Spells, options: TemporaryMigrationsOptions = {}): (string | number)[][] {
  const daily = dailyOf({ u: spells });
  const found = detectTemporaryMigrations(daily, detectUsualResidences(daily), options);
  return rowsOf(found).map((row) => [
    "ABCD"[row.destination]!,
    row.arrivedDay - FIRST,
    row.endDay - FIRST,
    row.minDurationDays,
    row.maxDurationDays,
  ]);
}

describe("temporary migrations", () => {
  it("have a shortest and a longest duration: first to last day seen there, and all days between the nearest ones elsewhere", () => {
    expect(
      moves([
        ["A", 100],
        [".", 4],
        ["B", 40],
        [".", 3],
        ["A", 100],
      ]),
    ).toEqual([["B", 104, 143, 40, 47]]);
  });

  it("of which the longest duration is too short are left out", () => {
    expect(
      moves([
        ["A", 100],
        [".", 2],
        ["B", 17],
        ["A", 100],
      ]),
    ).toEqual([]);
    expect(
      moves([
        ["A", 100],
        [".", 3],
        ["B", 17],
        ["A", 100],
      ]),
    ).toEqual([["B", 103, 119, 17, 20]]);
  });

  it("of which the shortest duration is too long are left out", () => {
    const months: Spells = [
      ["A", 200],
      ["B", 91],
      ["A", 200],
    ];
    expect(moves(months, { maxDays: 90 })).toEqual([]);
    expect(moves(months, { maxDays: 91 })).toEqual([["B", 200, 290, 91, 91]]);
    expect(moves(months, { maxDays: Infinity })).toEqual([["B", 200, 290, 91, 91]]);
    // What may have lasted longer but need not have is kept.
    expect(
      moves(
        [
          ["A", 200],
          [".", 5],
          ["B", 91],
          ["A", 200],
        ],
        { maxDays: 91 },
      ),
    ).toEqual([["B", 205, 295, 91, 96]]);
  });

  it("bridge seven missing days and break at eight", () => {
    const gap = (days: number): Spells => [
      ["A", 200],
      ["B", 30],
      [".", days],
      ["B", 30],
      ["A", 200],
    ];
    expect(moves(gap(7))).toEqual([["B", 200, 266, 67, 67]]);
    expect(moves(gap(8))).toEqual([
      ["B", 200, 229, 30, 38],
      ["B", 238, 267, 30, 38],
    ]);
  });

  it("bridge seven days elsewhere too, which count as absent", () => {
    const visits = (days: number): Spells => [
      ["A", 200],
      ...again(3, [
        ["B", 10],
        ["C", days],
      ]),
      ["B", 10],
      ["A", 200],
    ];
    expect(moves(visits(7))).toEqual([["B", 200, 260, 61, 61]]);
    expect(moves(visits(8))).toEqual([]); // four stays of ten days
    expect(moves(visits(7), { minPresence: 0.7 })).toEqual([]); // 40 of 61 days
    expect(moves(visits(7), { minPresence: 40 / 61 })).toHaveLength(1);
  });

  it("count missing days between two days at the place as days there, for the share that is asked", () => {
    // Six days of each eight are missing, and the two others are spent at B: no day elsewhere.
    expect(
      moves([
        ["A", 200],
        ...again(8, [
          ["B", 2],
          [".", 6],
        ]),
        ["A", 200],
      ]),
    ).toEqual([["B", 200, 257, 58, 64]]);
  });

  it("that overlap are cut in the middle of the days they share: the earlier one gets the odd day", () => {
    // B 200-239 and C 226-265 share 226-239, both with gaps of at most seven days elsewhere.
    const shared: Spells = [
      ["A", 200],
      ["B", 26],
      ["C", 7],
      ["B", 7],
      ["C", 26],
      ["A", 200],
    ];
    expect(moves(shared)).toEqual([
      ["B", 200, 232, 33, 33],
      ["C", 233, 265, 33, 33],
    ]);
    const odd: Spells = [
      ["A", 200],
      ["B", 26],
      ["C", 7],
      ["B", 6],
      ["C", 26],
      ["A", 200],
    ];
    expect(moves(odd)).toEqual([
      ["B", 200, 232, 33, 33],
      ["C", 233, 264, 32, 32],
    ]);
  });

  it("that lie in a longer one elsewhere are kept and marked", () => {
    // A from first to last day with every second week at B, which is therefore never left for longer than a week.
    const weekly = dailyOf({
      u: [
        ["A", 200],
        ...again(5, [
          ["B", 7],
          ["A", 7],
        ]),
        ["A", 200],
      ],
    });
    const found = rowsOf(detectTemporaryMigrations(weekly, detectUsualResidences(weekly)));
    expect(found).toMatchObject([
      { arrivedDay: FIRST + 200, endDay: FIRST + 262, nested: 1, observedDays: 35, elsewhereDays: 28 },
    ]);
    const once = dailyOf({
      u: [
        ["A", 200],
        ["B", 63],
        ["A", 200],
      ],
    });
    expect(rowsOf(detectTemporaryMigrations(once, detectUsualResidences(once)))).toMatchObject([{ nested: 0 }]);
  });

  it("still lie in the one about them when that is cut to end on the same day", () => {
    const of = (location: number, start: number, end: number) => {
      const ends = { before: start - 1, after: end + 1, startCensored: false, endCensored: false };
      return { location, residence: 0, start, end, depth: 0, ...ends };
    };
    const kept = withoutCrossings([of(0, 1, 100), of(1, 51, 150), of(2, 60, 75)]);
    const days = kept.map(({ location, start, end, depth }) => [location, start, end, depth]);
    expect(days).toEqual([
      [0, 1, 75, 0],
      [2, 60, 75, 1],
      [1, 76, 150, 0],
    ]);
  });

  it("at the ends of what was seen have no longest duration and are kept however short they look", () => {
    expect(
      moves([
        ["B", 3],
        ["A", 200],
      ]),
    ).toEqual([["B", 0, 2, 3, Number.NaN]]);
    expect(
      moves([
        ["A", 200],
        ["B", 3],
      ]),
    ).toEqual([["B", 200, 202, 3, Number.NaN]]);
    const daily = dailyOf({
      u: [
        ["B", 30],
        ["A", 300],
        ["C", 30],
      ],
    });
    expect(rowsOf(detectTemporaryMigrations(daily, detectUsualResidences(daily)))).toMatchObject([
      {
        startCensored: 1,
        endCensored: 0,
        leftDay: FIRST - 1,
        arrivedDay: FIRST,
        endDay: FIRST + 29,
        nextDay: FIRST + 30,
      },
      { startCensored: 0, endCensored: 1, leftDay: FIRST + 329, arrivedDay: FIRST + 330, nextDay: FIRST + 360 },
    ]);
  });

  it("start from the residence at the time", () => {
    const daily = dailyOf({
      u: [
        ["A", 150],
        ["C", 40],
        ["A", 100],
        ["B", 300],
        ["C", 40],
        ["B", 100],
      ],
    });
    const residences = detectUsualResidences(daily);
    expect([...residences.columns.location]).toEqual([0, 1]);
    expect(rowsOf(detectTemporaryMigrations(daily, residences))).toMatchObject([
      { origin: 0, destination: 2 },
      { origin: 1, destination: 2 },
    ]);
  });

  it("take any residences: the first counts from ever, each until the next one, and without one there is no migration", () => {
    const daily = dailyOf({
      a: [
        ["A", 100],
        ["B", 50],
        ["A", 100],
      ],
      b: [
        ["A", 100],
        ["B", 50],
        ["A", 100],
      ],
    });
    const columns = { location: Uint32Array.of(0, 1), startDay: Int32Array.of(FIRST + 90, FIRST + 125) };
    const residences = { ...daily, columns, length: 2, offsets: Uint32Array.of(0, 2, 2) };
    // The stay at B is half under one residence and half under the other: the later stands, and B is home.
    expect(detectTemporaryMigrations(daily, residences).length).toBe(1);
    expect(rowsOf(detectTemporaryMigrations(daily, residences))).toMatchObject([
      { origin: 1, destination: 0, endCensored: 1 },
    ]);
    const none = { ...residences, columns: { location: new Uint32Array(0), startDay: new Int32Array(0) }, length: 0 };
    expect(detectTemporaryMigrations(daily, { ...none, offsets: new Uint32Array(3) }).length).toBe(0);
  });

  it("refuse residences of other users and limits that contradict each other", () => {
    const daily = dailyOf({ u: [["A", 30]] });
    const residences = detectUsualResidences(daily);
    expect(() => detectTemporaryMigrations(dailyOf({ v: [["A", 30]] }), residences)).toThrow(
      'residences.users[0] must be "v"',
    );
    expect(() => detectTemporaryMigrations(daily, residences, { minDays: 30, maxDays: 20 })).toThrow("maxDays must be");
    expect(TEMPORARY_MIGRATION_DEFAULTS).toEqual({ maxGapDays: 7, minPresence: 0.5, minDays: 20, maxDays: 180 });
  });

  it("do not change what they are given", () => {
    const daily = dailyOf({
      u: [
        ["A", 200],
        ["B", 26],
        ["C", 7],
        ["B", 7],
        ["C", 26],
        ["A", 200],
      ],
    });
    const residences = detectUsualResidences(daily);
    const before = structuredClone({ daily, residences });
    detectTemporaryMigrations(daily, residences);
    expect({ daily, residences }).toEqual(before);
  });
});
