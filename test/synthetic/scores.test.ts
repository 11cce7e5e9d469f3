import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { compareHomes } from "../../src/synthetic/scores.ts";
import {
  type MoveMatch,
  matchAnyPlaces,
  matchBothEnds,
  matchDestination,
  matchWithinMeters,
} from "../../src/synthetic/scores-matches.ts";
import { compareMigrations, compareMigrationsByGroup } from "../../src/synthetic/scores-migrations.ts";
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

  it("refuses a table that names a user twice, next to each other or not", () => {
    const one = homes({ ann: 0, bob: 1, cem: 2 });
    for (const users of [
      ["ann", "ann", "cem"],
      ["ann", "bob", "ann"],
    ]) {
      expect(() => compareHomes({ ...one, users }, one)).toThrow("compareHomes: found.users must be all different");
      expect(() => compareHomes(one, { ...one, users })).toThrow("compareHomes: truth.users must be all different");
    }
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
      medianDayError: 4,
      meanDayBias: 4,
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

  it("of several moves of one person as many as can be are paired, and then the nearest", () => {
    const planted = moves(
      ["ann"],
      [
        ["ann", 0, 1, 10],
        ["ann", 0, 1, 14],
      ],
    );
    // Taken one after another, the first planted move would take day 12 and leave day 4 for nobody.
    const found = moves(
      ["ann"],
      [
        ["ann", 0, 1, 4],
        ["ann", 0, 1, 12],
      ],
    );
    expect(compareMigrations(found, planted, { toleranceDays: 6 })).toMatchObject({
      right: 2,
      meanDayError: 4,
      medianDayError: 4,
      meanDayBias: -4,
    });
    const three = moves(
      ["ann", "bob", "cem"],
      [
        ["ann", 0, 1, 101],
        ["bob", 1, 2, 47],
        ["cem", 2, 0, 75],
      ],
    );
    // Errors of 1 day late, 3 early and 5 late.
    expect(compareMigrations(three, truth, { toleranceDays: 5 })).toMatchObject({
      meanDayError: 3,
      medianDayError: 3,
      meanDayBias: 1,
    });
  });

  it("places match by the rule: both ends, the destination, any, or within some metres", () => {
    const found = moves(
      ["ann", "bob", "cem"],
      [
        ["ann", 2, 1, 100],
        ["bob", 0, 1, 50],
        ["cem", 2, 0, 70],
      ],
    );
    const right = (match?: MoveMatch): number =>
      compareMigrations(found, truth, match === undefined ? { toleranceDays: 0 } : { toleranceDays: 0, match }).right;
    expect([right(), right(matchBothEnds()), right(matchDestination()), right(matchAnyPlaces())]).toEqual([1, 1, 2, 3]);
    expect(right(matchWithinMeters({ radiusMeters: DEGREE_METERS * 0.99 }))).toBe(1);
    expect(right(matchWithinMeters({ radiusMeters: DEGREE_METERS * 1.01 }))).toBe(2);
    expect(right(matchWithinMeters({ radiusMeters: DEGREE_METERS * 2.01 }))).toBe(3);
  });

  it("groups add up to all, and each has the score of its people alone", () => {
    const found = moves(
      ["ann", "cem"],
      [
        ["ann", 0, 1, 104],
        ["cem", 0, 2, 70],
        ["cem", 2, 0, 71],
      ],
    );
    const options = { toleranceDays: 7 };
    const scores = compareMigrationsByGroup(found, truth, { ...options, groupOf: [0, 1, 1], labels: ["a", "b", "c"] });
    expect(scores.columns.label).toEqual(["a", "b", "c"]);
    expect([...scores.columns.planted]).toEqual([1, 2, 0]);
    expect([...scores.columns.found]).toEqual([1, 2, 0]);
    expect([...scores.columns.right]).toEqual([1, 1, 0]);
    expect([...scores.columns.recall]).toEqual([1, 0.5, NaN]);
    expect([...scores.columns.precision]).toEqual([1, 0.5, NaN]);
    expect([...scores.columns.meanDayBias]).toEqual([4, 1, NaN]);
    const all = compareMigrations(found, truth, options);
    expect([all.planted, all.found, all.right]).toEqual([3, 3, 2]);
  });

  it("people found who are not in the truth have no group", () => {
    const found = moves(["zoe"], [["zoe", 0, 1, 100]]);
    const options = { toleranceDays: 7, groupOf: [0, 0, 0], labels: ["all"] };
    expect(() => compareMigrationsByGroup(found, truth, options)).toThrow(
      'compareMigrationsByGroup: found.users[0] must be one of the truth\'s users, got "zoe"',
    );
    expect(() => compareMigrationsByGroup(truth, truth, { ...options, groupOf: [0, 1, 0] })).toThrow("groupOf[1]");
  });

  it("a table that names a user twice is refused", () => {
    const twice = { ...truth, users: ["ann", "ann", "cem"] };
    expect(() => compareMigrations(twice, truth, { toleranceDays: 7 })).toThrow("found.users must be all different");
    const apart = { ...truth, users: ["ann", "bob", "ann"] };
    const message = 'truth.users must be all different, got "ann"';
    expect(() => compareMigrations(truth, apart, { toleranceDays: 7 })).toThrow(message);
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
