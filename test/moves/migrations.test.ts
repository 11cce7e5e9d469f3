import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import { detectMigrations, MIGRATION_DEFAULTS, type MigrationsOptions } from "../../src/moves/migrations.ts";
import type { Presence } from "../../src/types.ts";
import { presenceOfSightings, type Sighting, zonesOf } from "./stages.ts";

/** Sightings of `user` in `location` on every day from … to, both included, but for some. */
function days(location: string, from: number, to: number, except: readonly number[] = [], user = "ann"): Sighting[] {
  return Array.from({ length: to - from + 1 }, (_, d) => [user, from + d, location] as const).filter(
    ([, day]) => !except.includes(day),
  );
}

/** Migrations with location ids. */
function found(presence: Presence, options: MigrationsOptions = {}): Record<string, number | string>[] {
  const migrations = detectMigrations(presence, options);
  const id = migrations.locations.columns.id;
  return rowsOf(migrations).map((row) => ({ ...row, origin: id[row.origin]!, destination: id[row.destination]! }));
}

const SHORT: MigrationsOptions = { minSegmentDays: 5, minStayDays: 10 };

describe("migrations", () => {
  it("someone who lives in one place and then in another moves once, on the first day there", () => {
    const presence = presenceOfSightings([...days("A", 0, 99), ...days("B", 104, 203)]);
    expect(found(presence)).toEqual([
      {
        origin: "A",
        destination: "B",
        leftDay: 99,
        arrivedDay: 104,
        day: 104,
        uncertaintyDays: 4,
        contraryDays: 0,
        originStartDay: 0,
        destinationEndDay: 203,
      },
    ]);
  });

  it("a day claimed by both places belongs to neither, and is the day of the move", () => {
    const presence = presenceOfSightings([...days("A", 0, 53), ...days("B", 53, 115)]);
    expect(found(presence, { minStayDays: 40 })).toEqual([
      {
        origin: "A",
        destination: "B",
        leftDay: 52,
        arrivedDay: 54,
        day: 53,
        uncertaintyDays: 1,
        contraryDays: 0,
        originStartDay: 0,
        destinationEndDay: 115,
      },
    ]);
    expect(found(presence)).toEqual([]);
  });

  it("the new residence must begin soon enough", () => {
    const presence = presenceOfSightings([...days("A", 0, 99), ...days("B", 130, 229)]);
    expect(found(presence)).toEqual([]);
    expect(found(presence, { maxTransitionDays: 31 })).toHaveLength(1);
    expect(found(presence, { maxTransitionDays: Infinity })[0]).toMatchObject({ uncertaintyDays: 30, day: 130 });
  });

  it("the migration day is where sightings contradict it least, the last of equals", () => {
    // Up to day 102 the sighting in A on 103 is contrary, from day 102 on the one in B on 101.
    const presence = presenceOfSightings([
      ...days("A", 0, 99),
      ["ann", 101, "B"],
      ["ann", 103, "A"],
      ...days("B", 106, 205),
    ]);
    const options = { maxGapDays: 1 };
    expect(found(presence, options)[0]).toMatchObject({ leftDay: 99, arrivedDay: 106, contraryDays: 1, day: 106 });
    const more = presenceOfSightings([
      ...days("A", 0, 99),
      ["ann", 103, "B"],
      ["ann", 104, "B"],
      ["ann", 105, "A"],
      ...days("B", 107, 206),
    ]);
    // Day 103 has one contrary sighting (A on 105); day 107 has two (B on 103 and 104).
    expect(found(more, options)[0]).toMatchObject({ contraryDays: 1, day: 103 });
  });

  it("there and back are two migrations, in order of time", () => {
    const presence = presenceOfSightings([...days("A", 0, 19), ...days("B", 20, 39), ...days("A", 40, 59)]);
    expect(found(presence, SHORT).map((row) => [row["origin"], row["destination"], row["day"]])).toEqual([
      ["A", "B", 20],
      ["B", "A", 40],
    ]);
  });

  it("each of several stays in the old place is paired with the new one if the transition may be long", () => {
    const presence = presenceOfSightings([
      ...days("A", 0, 19),
      ...days("C", 22, 27),
      ...days("A", 30, 49),
      ...days("B", 50, 69),
    ]);
    expect(found(presence, SHORT).map((row) => [row["originStartDay"], row["day"]])).toEqual([[30, 50]]);
    expect(found(presence, { ...SHORT, maxTransitionDays: 40 }).map((row) => row["originStartDay"])).toEqual([0, 30]);
  });

  it("stays that may share days are told with the days they share", () => {
    const presence = presenceOfSightings([...days("A", 0, 29), ...days("B", 25, 59)]);
    expect(found(presence, { ...SHORT, maxOverlapDays: 4 })[0]).toMatchObject({ leftDay: 24, arrivedDay: 30 });
    expect(found(presence, { ...SHORT, maxOverlapDays: 5 })).toEqual([
      {
        origin: "A",
        destination: "B",
        leftDay: 29,
        arrivedDay: 25,
        // Of the days 25 to 29, every one leaves four sightings contrary; the last is taken.
        day: 29,
        uncertaintyDays: 5,
        contraryDays: 4,
        originStartDay: 0,
        destinationEndDay: 59,
      },
    ]);
  });

  it("a short stay within a long one is no destination, however many days may be shared", () => {
    const presence = presenceOfSightings([...days("A", 0, 59), ...days("B", 56, 58)]);
    const options = { minSegmentDays: 2, minStayDays: 2, maxOverlapDays: 5 };
    expect(found(presence, options)).toEqual([]);
    const together = presenceOfSightings([...days("A", 0, 3), ...days("B", 0, 59)]);
    expect(found(together, options)).toEqual([]);
  });

  it("day numbers may be as far apart as 32 bits allow", () => {
    const [first, last] = [-(2 ** 31), 2 ** 31 - 1];
    const presence = presenceOfSightings([...days("A", first, first + 19), ...days("B", last - 19, last)]);
    expect(found(presence, { ...SHORT, maxTransitionDays: Infinity })).toMatchObject([
      { leftDay: first + 19, arrivedDay: last - 19, day: last - 19, uncertaintyDays: 2 ** 32 - 40, contraryDays: 0 },
    ]);
    expect(found(presence, { ...SHORT, maxTransitionDays: 2 ** 32 - 40 })).toEqual([]);
  });

  it("users keep their order, those without migrations with no rows", () => {
    const presence = presenceOfSightings([
      ...days("A", 0, 19, [], "ann"),
      ...days("A", 0, 19, [], "bo"),
      ...days("B", 20, 39, [], "bo"),
      ...days("B", 0, 39, [], "cy"),
    ]);
    const migrations = detectMigrations(presence, SHORT);
    expect(migrations.users).toEqual(["ann", "bo", "cy"]);
    expect([...migrations.offsets]).toEqual([0, 0, 1, 1]);
    expect(migrations.locations).toBe(presence.locations);
  });

  it("either residence can be asked to be long or short enough: a temporary stay away from a long home", () => {
    const presence = presenceOfSightings([...days("A", 0, 119), ...days("B", 120, 159), ...days("A", 160, 279)]);
    const both = { minStayDays: 20 };
    const ends = (options: MigrationsOptions): unknown[] =>
      found(presence, { ...both, ...options }).map((row) => `${row["origin"]}${row["destination"]}`);
    expect(ends({})).toEqual(["AB", "BA"]);
    expect(ends({ minOriginDays: 90, maxDestinationDays: 89 })).toEqual(["AB"]);
    expect(ends({ minOriginDays: 120, maxDestinationDays: 40 })).toEqual(["AB"]);
    expect(ends({ minOriginDays: 121 })).toEqual([]);
    expect(ends({ maxDestinationDays: 39 })).toEqual([]);
    expect(ends({ maxOriginDays: 40, minDestinationDays: 120 })).toEqual(["BA"]);
    expect(ends({ maxOriginDays: 39 })).toEqual([]);
    expect(ends({ minDestinationDays: 121 })).toEqual([]);
  });

  it("sightings given twice are one day: neither the run nor the days seen change", () => {
    const once = [...days("A", 0, 99), ...days("B", 100, 199)];
    expect(found(presenceOfSightings([...once, ...once, ...days("A", 0, 50)]))).toEqual(
      found(presenceOfSightings(once)),
    );
  });

  it("nobody migrates in an empty table", () => {
    expect(detectMigrations(presenceOfSightings([])).length).toBe(0);
  });

  it("the defaults are those of the authors' program", () => {
    expect(MIGRATION_DEFAULTS).toEqual({
      maxGapDays: 7,
      minSegmentDays: 30,
      minPresence: 0.6,
      maxMergeGapDays: Infinity,
      maxOverlapDays: 0,
      minStayDays: 90,
      maxTransitionDays: 30,
      // What the program does not have says nothing.
      minDominance: 1,
      minStayPresence: 0,
      minOriginDays: 1,
      maxOriginDays: Infinity,
      minDestinationDays: 1,
      maxDestinationDays: Infinity,
    });
  });
});

describe("wrong arguments of detectMigrations", () => {
  const presence = presenceOfSightings(days("A", 0, 9));

  it("options out of range are refused", () => {
    const refused: [MigrationsOptions, string][] = [
      [{ maxGapDays: 0 }, "maxGapDays must be a whole number of at least 1, got 0"],
      [{ minSegmentDays: 1.5 }, "minSegmentDays must be a whole number of at least 1, got 1.5"],
      [{ minPresence: 1.1 }, "minPresence must be a finite number from 0 to 1, got 1.1"],
      [{ maxMergeGapDays: 0 }, "maxMergeGapDays must be a whole number of at least 1, or Infinity, got 0"],
      [{ maxOverlapDays: -1 }, "maxOverlapDays must be a whole number of at least 0, got -1"],
      [{ minStayDays: NaN }, "minStayDays must be a whole number of at least 1, got NaN"],
      [{ minDominance: 0.4 }, "minDominance must be a finite number from 0.5 to 1, got 0.4"],
      [{ minStayPresence: 2 }, "minStayPresence must be a finite number from 0 to 1, got 2"],
      [{ minOriginDays: 0 }, "minOriginDays must be a whole number of at least 1, got 0"],
      [{ minOriginDays: 9, maxOriginDays: 8 }, "maxOriginDays must be at least minOriginDays (9), got 8"],
      [{ maxDestinationDays: 0.5 }, "maxDestinationDays must be a whole number of at least 1, or Infinity, got 0.5"],
      [{ maxTransitionDays: -2 }, "maxTransitionDays must be a whole number of at least 1, or Infinity, got -2"],
    ];
    for (const [options, message] of refused) {
      expect(() => detectMigrations(presence, options)).toThrow(`detectMigrations: ${message}`);
    }
  });

  it("an unknown option or one that is not given a value is refused, not replaced by a default", () => {
    expect(() => detectMigrations(presence, { minDays: 3 } as MigrationsOptions)).toThrow(
      'detectMigrations: the names in options must be known ones, got "minDays" (known: maxGapDays, minSegmentDays, minPresence, maxMergeGapDays, maxOverlapDays, minDominance, minStayDays, minStayPresence, maxTransitionDays, minOriginDays, maxOriginDays, minDestinationDays, maxDestinationDays)',
    );
    expect(() => detectMigrations(presence, { minStayDays: undefined } as unknown as MigrationsOptions)).toThrow(
      "minStayDays must be a whole number of at least 1, got undefined",
    );
  });

  it("presence with any row repeated, or any two rows in the wrong order, is refused", () => {
    // Runs in one place, both places on one day, breaks longer than maxGapDays.
    const rows = [1, 2, 3, 4, 5, 20, 21, 22].flatMap((day): (readonly [number, number])[] =>
      day % 4 === 3
        ? [[day, 1]]
        : day % 4 === 0
          ? [
              [day, 0],
              [day, 1],
            ]
          : [[day, 0]],
    );
    const detect = (order: readonly (readonly [number, number])[]): number =>
      detectMigrations({
        ...presence,
        locations: zonesOf(["A", "B"]),
        offsets: Uint32Array.of(0, order.length),
        length: order.length,
        columns: {
          day: Int32Array.from(order, ([day]) => day),
          location: Uint32Array.from(order, ([, location]) => location),
          events: new Uint32Array(order.length).fill(1),
        },
      }).length;
    expect(detect(rows)).toBe(0);
    const message = "presence must be sorted by day and location within each user, without repeated rows";
    rows.forEach((row, i) => {
      expect(() => detect(rows.toSpliced(i, 0, row))).toThrow(message);
      for (let k = i + 1; k < rows.length; k++) {
        expect(() => detect(rows.with(i, rows[k]!).with(k, row))).toThrow(message);
        expect(() => detect(rows.toSpliced(k, 0, row))).toThrow(message);
      }
    });
  });

  it("presence that repeats rows, is out of order or names places that do not exist is refused", () => {
    const table = (day: number[], location: number[]): Presence => ({
      locations: zonesOf(["A", "B"]),
      users: ["ann"],
      offsets: Uint32Array.of(0, day.length),
      length: day.length,
      columns: {
        day: Int32Array.from(day),
        location: Uint32Array.from(location),
        events: new Uint32Array(day.length).fill(1),
      },
    });
    expect(detectMigrations(table([1, 1, 2], [0, 1, 0])).length).toBe(0);
    const message = "detectMigrations: presence must be sorted by day and location within each user";
    expect(() => detectMigrations(table([1, 1], [0, 0]))).toThrow(
      `${message}, without repeated rows, got day 1, location 0 after day 1, location 0 in row 1`,
    );
    expect(() => detectMigrations(table([1, 1], [1, 0]))).toThrow(message);
    expect(() => detectMigrations(table([2, 1], [0, 0]))).toThrow(message);
    expect(() => detectMigrations(table([2, 3, 1], [0, 1, 0]))).toThrow(message);
    expect(() => detectMigrations(table([1, 2], [0, 2]))).toThrow(
      "presence.columns.location[1] must be below the 2 locations, got 2",
    );
    expect(() => detectMigrations({ ...table([1, 2], [0, 1]), offsets: Uint32Array.of(0, 1) })).toThrow(RangeError);
    const nowhere = table([1, 2], [0, 1]);
    const columns = { ...nowhere.columns, location: Int32Array.of(0, -1) as unknown as Uint32Array };
    expect(() => detectMigrations({ ...nowhere, columns })).toThrow(
      "presence.columns.location[1] must be a whole number",
    );
  });
});
