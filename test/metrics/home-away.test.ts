import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import { measureHomeAway } from "../../src/metrics/home-away.ts";
import { homesAt, utc, worldOf } from "./daily-life-worlds.ts";

const clock = utc;

describe("home and away", () => {
  it("counts rows, days, departures and absences", () => {
    const traces = worldOf({
      ann: ["0 08:00 A", "0 09:00 B", "0 10:00 B", "0 20:00 A", "1 08:00 B", "4 08:00 C", "6 08:00 A", "8 08:00 A"],
    });
    expect(rowsOf(measureHomeAway(traces, homesAt({ ann: "A" }), { clock }))).toEqual([
      {
        rows: 8,
        homeRows: 4,
        homeShare: 0.5,
        days: 5,
        homeDays: 3,
        homeOnlyDays: 2,
        homeDayShare: 0.6,
        departures: 2,
        absences: 1,
        longestAbsenceDays: 5,
      },
    ]);
  });

  it("silent days alone are no absence, nor are days before the first and after the last at home", () => {
    const silent = worldOf({ ann: ["0 08:00 A", "9 08:00 A"], bo: ["0 08:00 B", "1 08:00 A", "2 08:00 B"] });
    const { absences, longestAbsenceDays } = measureHomeAway(silent, homesAt({ ann: "A", bo: "A" }), { clock }).columns;
    expect([...absences]).toEqual([0, 0]);
    expect([...longestAbsenceDays]).toEqual([0, 0]);
  });

  it("has no shares for a user without a home or without rows", () => {
    const traces = worldOf({ ann: ["0 08:00 A"], bo: [] });
    const { homeShare, homeDayShare, days } = measureHomeAway(traces, homesAt({ ann: "", bo: "A" }), { clock }).columns;
    expect([...homeShare, ...homeDayShare]).toEqual([NaN, NaN, NaN, NaN]);
    expect([...days]).toEqual([1, 0]);
  });

  it("wants the homes of the same users over the same locations", () => {
    const traces = worldOf({ ann: ["0 08:00 A"] });
    expect(() => measureHomeAway(traces, homesAt({ bo: "A" }), { clock })).toThrow(
      'measureHomeAway: homes.users[0] must be "ann", as in traces, got "bo"',
    );
    expect(() => measureHomeAway(traces, homesAt({ ann: "A", bo: "A" }), { clock })).toThrow("measureHomeAway: homes");
    const homes = homesAt({ ann: "A" });
    const outside = { ...homes, columns: { location: Int32Array.of(5) } };
    expect(() => measureHomeAway(traces, outside, { clock })).toThrow("homes.columns.location[0]");
  });
});
