import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { EARTH_RADIUS_METERS } from "../../src/core/sphere.ts";
import { rowsOf } from "../../src/core/table.ts";
import { measureDailyDistance } from "../../src/metrics/daily-distance.ts";
import { greatCircle } from "../../src/space/distance-measures.ts";
import { MONDAY_DAY, utc, worldOf } from "./daily-life-worlds.ts";

/** A degree of the equator. */
const DEGREE = (EARTH_RADIUS_METERS * Math.PI) / 180;

describe("the straight-line distance of a day", () => {
  const traces = worldOf({ ann: ["0 08:00 A", "0 09:00 C", "0 10:00 C", "0 18:00 B", "2 07:00 E"], bo: [] });

  it("adds the legs between consecutive events of a local day", () => {
    const rows = rowsOf(measureDailyDistance(traces, { clock: utc, overnightLegs: "none" }));
    expect(rows.map(({ day, events, legs }) => [day - MONDAY_DAY, events, legs])).toEqual([
      [0, 4, 2],
      [2, 1, 0],
    ]);
    expect(rows[0]!.meters / DEGREE).toBeCloseTo(3, 12);
    expect(rows[1]!.meters).toBe(0);
  });

  it("counts the leg overnight on the day of arrival if it is asked for, also after silent days", () => {
    const { legs, meters } = measureDailyDistance(traces, { clock: utc, overnightLegs: "day of arrival" }).columns;
    expect([...legs]).toEqual([2, 1]);
    expect(meters[1]! / DEGREE).toBeCloseTo(3, 12);
  });

  it("goes by the local day and by the sphere that is given", () => {
    const distance = greatCircle({ radiusMeters: 180 / Math.PI });
    const clock = createClock({ timeZone: "+16:00" });
    const table = measureDailyDistance(traces, { clock, overnightLegs: "none", distance });
    expect(table.columns.day.map((day) => day - MONDAY_DAY)).toEqual(Int32Array.of(1, 2));
    expect(table.columns.events).toEqual(Uint32Array.of(4, 1));
    expect(table.columns.meters[0]).toBeCloseTo(3, 12);
  });

  it("wants to be told what becomes of the legs overnight", () => {
    const options = { clock: utc } as Parameters<typeof measureDailyDistance>[1];
    expect(() => measureDailyDistance(traces, options)).toThrow('overnightLegs must be "none" or "day of arrival"');
  });
});
