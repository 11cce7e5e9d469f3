import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import { measureEventShare } from "../../src/metrics/event-shares.ts";
import { utc, worldOf } from "./daily-life-worlds.ts";

describe("the share of events in hours and weekdays", () => {
  const traces = worldOf({ ann: ["4 19:59 A", "4 20:00 A", "5 03:59 A", "5 04:00 A"], bo: [] });

  it("counts the first hour in and the last out", () => {
    expect(rowsOf(measureEventShare(traces, { clock: utc, fromHour: 20, toHour: 4 }))).toEqual([
      { events: 4, inside: 2, share: 0.5 },
      { events: 0, inside: 0, share: NaN },
    ]);
  });

  it("what comes after midnight belongs to the weekday before", () => {
    const fridays = { clock: utc, fromHour: 20, toHour: 4, weekdays: [4] };
    const saturdays = { ...fridays, weekdays: [5] };
    expect(measureEventShare(traces, fridays).columns.inside[0]).toBe(2);
    expect(measureEventShare(traces, saturdays).columns.inside[0]).toBe(0);
  });
});
