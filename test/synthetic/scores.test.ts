import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { compareHomes } from "../../src/synthetic/scores.ts";
import { compareMigrations } from "../../src/synthetic/scores-migrations.ts";
import type { Located, MoveColumns, Moves, UserTable } from "../../src/types.ts";

/** One degree of the equator apart. */
const places = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);
const DEGREE_METERS = (6_371_008.8 * Math.PI) / 180;

function homes(of: Record<string, number>): Located & UserTable<{ location: Int32Array }> {
  const users = Object.keys(of);
  const location = Int32Array.from(users, (user) => of[user]!);
  return { locations: places, users, length: users.length, columns: { location } };
}

type Move = readonly [user: string, origin: number, destination: number, day: number];

function moves(users: readonly string[], rows: readonly Move[]): Moves<MoveColumns & { day: Int32Array }> {
  const sorted = users.flatMap((user) => rows.filter((row) => row[0] === user));
  const offsets = Uint32Array.from({ length: users.length + 1 }, (_, u) =>
    users.slice(0, u).reduce((sum, user) => sum + rows.filter((row) => row[0] === user).length, 0),
  );
  const day = Int32Array.from(sorted, (row) => row[3]);
  return {
    locations: places,
    users,
    offsets,
    length: sorted.length,
    columns: {
      origin: Uint32Array.from(sorted, (row) => row[1]),
      destination: Uint32Array.from(sorted, (row) => row[2]),
      leftDay: day.map((d) => d - 1),
      arrivedDay: day,
      day,
    },
  };
}

describe("compareHomes", () => {
  it("counts right, wrong and missing homes, people matched by id", () => {
    const truth = homes({ ann: 0, bob: 1, cem: 2, dil: 2 });
    const found = homes({ dil: 0, bob: 1, cem: -1, ann: 1 });
    expect(compareHomes(found, truth)).toEqual({
      people: 4,
      found: 3,
      right: 1,
      recall: 1 / 4,
      precision: 1 / 3,
      meanErrorMeters: expect.closeTo(DEGREE_METERS, 3),
    });
  });

  it("a person who is not in the truth counts as found and not as right", () => {
    const score = compareHomes(homes({ ann: 0, zoe: 0 }), homes({ ann: 0 }));
    expect([score.people, score.found, score.right, score.precision, score.meanErrorMeters]).toEqual([1, 2, 1, 0.5, 0]);
  });

  it("a person without a true home is not sought", () => {
    const score = compareHomes(homes({ ann: 0, bob: 1 }), homes({ ann: 0, bob: -1 }));
    expect([score.people, score.found, score.right]).toEqual([1, 2, 1]);
  });

  it("shares of nothing are not numbers", () => {
    const nothing = compareHomes(homes({}), homes({}));
    expect([nothing.recall, nothing.precision, nothing.meanErrorMeters]).toEqual([NaN, NaN, NaN]);
  });

  it("refuses homes in other places", () => {
    const elsewhere = { ...homes({ ann: 0 }), locations: createLocations("zones", ["A"], [0], [0]) };
    expect(() => compareHomes(elsewhere, homes({ ann: 0 }))).toThrow(/compareHomes: found\.locations/);
  });
});

describe("compareMigrations", () => {
  const truth = moves(
    ["ann", "bob", "cem"],
    [
      ["ann", 0, 1, 100],
      ["bob", 1, 2, 50],
      ["cem", 2, 0, 70],
    ],
  );

  it("a migration is right with its person, its two places and its day within the tolerance", () => {
    const found = moves(
      ["cem", "bob", "ann"],
      [
        ["ann", 0, 1, 104],
        ["bob", 1, 2, 58],
        ["cem", 0, 2, 70],
      ],
    );
    expect(compareMigrations(found, truth, { toleranceDays: 7 })).toEqual({
      planted: 3,
      found: 3,
      right: 1,
      recall: 1 / 3,
      precision: 1 / 3,
      meanDayError: 4,
    });
    const wider = compareMigrations(found, truth, { toleranceDays: 8 });
    expect([wider.right, wider.meanDayError]).toEqual([2, 6]);
    expect(compareMigrations(found, truth, { toleranceDays: 3 }).right).toBe(0);
  });

  it("one found migration answers for one planted one, the nearest in time", () => {
    const twice = moves(
      ["ann"],
      [
        ["ann", 0, 1, 20],
        ["ann", 0, 1, 30],
      ],
    );
    const once = moves(["ann"], [["ann", 0, 1, 26]]);
    expect(compareMigrations(once, twice, { toleranceDays: 10 })).toMatchObject({ planted: 2, found: 1, right: 1 });
    const two = moves(
      ["ann"],
      [
        ["ann", 0, 1, 12],
        ["ann", 0, 1, 19],
      ],
    );
    expect(compareMigrations(two, once, { toleranceDays: 20 })).toMatchObject({ right: 1, meanDayError: 7 });
  });

  it("migrations of people who were planted none lower the precision", () => {
    const found = moves(["ann", "zoe"], [...([["ann", 0, 1, 100]] as const), ["zoe", 0, 1, 100]]);
    expect(compareMigrations(found, truth, { toleranceDays: 0 })).toMatchObject({ precision: 0.5, recall: 1 / 3 });
  });

  it("shares of nothing are not numbers", () => {
    const none = compareMigrations(moves([], []), moves([], []), { toleranceDays: 7 });
    expect([none.recall, none.precision, none.meanDayError]).toEqual([NaN, NaN, NaN]);
  });

  it("refuses moves between other places and a tolerance that is no number of days", () => {
    const elsewhere = { ...truth, locations: createLocations("zones", ["A"], [0], [0]) };
    expect(() => compareMigrations(elsewhere, truth, { toleranceDays: 7 })).toThrow(/found\.locations/);
    expect(() => compareMigrations(truth, truth, { toleranceDays: 0.5 })).toThrow(/toleranceDays/);
  });
});
