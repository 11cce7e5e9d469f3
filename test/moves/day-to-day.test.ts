import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import { buildDayToDayMoves } from "../../src/moves/day-to-day.ts";
import type { Presence } from "../../src/types.ts";
import { presenceOfSightings, zonesOf } from "./stages.ts";

const daily = presenceOfSightings([
  ["ann", 1, "A"],
  ["ann", 2, "B"],
  ["ann", 3, "B"],
  ["ann", 6, "A"],
  ["bo", 7, "B"],
]);

function table(day: readonly number[], location: readonly number[]): Presence {
  return {
    locations: zonesOf(["A", "B"]),
    users: ["ann"],
    offsets: Uint32Array.of(0, day.length),
    length: day.length,
    columns: {
      day: Int32Array.from(day),
      location: Uint32Array.from(location),
      events: new Uint32Array(day.length).fill(1),
    },
  };
}

describe("moves from day to day", () => {
  it("neighbouring days make a pair, staying included, and no pair leads from one user to the next", () => {
    const moves = buildDayToDayMoves(daily, { maxGapDays: 1 });
    expect(rowsOf(moves)).toEqual([
      { origin: 0, destination: 1, leftDay: 1, arrivedDay: 2 },
      { origin: 1, destination: 1, leftDay: 2, arrivedDay: 3 },
    ]);
    expect([...moves.offsets]).toEqual([0, 2, 2]);
    expect(moves.users).toEqual(["ann", "bo"]);
  });

  it("days further apart make a pair where the gap is allowed", () => {
    expect(buildDayToDayMoves(daily, { maxGapDays: 2 }).length).toBe(2);
    expect(rowsOf(buildDayToDayMoves(daily, { maxGapDays: 3 }))[2]).toEqual({
      origin: 1,
      destination: 0,
      leftDay: 3,
      arrivedDay: 6,
    });
  });

  it("two locations on one day, days out of order and places that do not exist are refused", () => {
    const message = "buildDayToDayMoves: daily must be in order of days with one row per user and day";
    expect(() => buildDayToDayMoves(table([1, 1], [0, 1]), { maxGapDays: 1 })).toThrow(
      `${message}, got day 1 after day 1 in row 1`,
    );
    expect(() => buildDayToDayMoves(table([2, 1], [0, 1]), { maxGapDays: 1 })).toThrow(
      `${message}, got day 1 after day 2 in row 1`,
    );
    expect(() => buildDayToDayMoves(table([1, 2], [0, 2]), { maxGapDays: 1 })).toThrow(
      "buildDayToDayMoves: daily.columns.location[1] must be below the 2 locations, got 2",
    );
    const broken = { ...daily, offsets: Uint32Array.of(0, 2, 4) };
    expect(() => buildDayToDayMoves(broken, { maxGapDays: 1 })).toThrow("daily.offsets[2] must be 5, got 4");
  });

  it("a gap that is not a whole number of days from 1 is refused", () => {
    for (const maxGapDays of [0, -1, 1.5, NaN, Infinity]) {
      expect(() => buildDayToDayMoves(daily, { maxGapDays })).toThrow(
        "maxGapDays must be a whole number of at least 1",
      );
    }
  });
});
