import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import { measureChurnRate } from "../../src/metrics/churn-rate.ts";
import { MONDAY_DAY, utc, worldOf } from "./daily-life-worlds.ts";

const clock = utc;

describe("churn between weeks", () => {
  it("is 0 for the same shares of the same places, 1 without a common place, 1 − cosine between", () => {
    const weeks = ["0 01:00 A", "0 02:00 B", "7 01:00 A", "8 01:00 B", "9 01:00 A", "10 01:00 B"];
    const traces = worldOf({ ann: [...weeks, "14 01:00 C", "21 01:00 C", "22 01:00 D", "23 01:00 D"] });
    const rows = rowsOf(measureChurnRate(traces, { clock }));
    expect(rows.map((row) => row.week - MONDAY_DAY)).toEqual([0, 7, 14]);
    expect(rows.map((row) => row.nextWeek - MONDAY_DAY)).toEqual([7, 14, 21]);
    expect(rows[0]!.churn).toBe(0);
    expect(rows[1]!.churn).toBe(1);
    // (1, 0) against (1, 2).
    expect(rows[2]!.churn).toBeCloseTo(1 - 1 / Math.sqrt(5), 15);
  });

  it("passes over weeks without rows, unless the gap is too long", () => {
    const traces = worldOf({ ann: ["0 01:00 A", "21 01:00 A", "28 01:00 B"], bo: ["0 01:00 A"], cy: [] });
    const all = measureChurnRate(traces, { clock });
    expect([...all.offsets]).toEqual([0, 2, 2, 2]);
    expect([...all.columns.churn]).toEqual([0, 1]);
    expect([...measureChurnRate(traces, { clock, maxGapWeeks: 3 }).columns.churn]).toEqual([0, 1]);
    expect([...measureChurnRate(traces, { clock, maxGapWeeks: 2 }).columns.churn]).toEqual([1]);
  });

  it("weeks begin on Monday, or on the day that is asked for", () => {
    const traces = worldOf({ ann: ["6 23:59 A", "7 00:00 B"] });
    expect(measureChurnRate(traces, { clock }).columns.churn.length).toBe(1);
    expect(measureChurnRate(traces, { clock, startsOn: 6 }).columns.churn.length).toBe(0);
    const sundays = measureChurnRate(worldOf({ ann: ["5 23:59 A", "6 00:00 B"] }), { clock, startsOn: 6 });
    expect(sundays.columns.nextWeek[0]).toBe(MONDAY_DAY + 6);
  });

  it("one user's last week is not compared with the next user's first", () => {
    const traces = worldOf({ ann: ["0 01:00 A"], bo: ["7 01:00 A"] });
    expect(measureChurnRate(traces, { clock }).length).toBe(0);
  });
});
