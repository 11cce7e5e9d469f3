import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { rowsOf } from "../../src/core/table.ts";
import { measureDailyRhythm } from "../../src/metrics/daily-rhythm.ts";
import { utc, worldOf } from "./daily-life-worlds.ts";

const hours = Array.from({ length: 24 }, (_, h) => `0 ${String(h).padStart(2, "0")}:00 A`);

describe("periodic entropy", () => {
  it("is 0 at one hour, the logarithm of 24 over all hours, NaN without events", () => {
    const traces = worldOf({ ann: ["0 08:00 A", "0 08:30 A", "7 08:59 B"], bo: hours, cy: [] });
    expect(rowsOf(measureDailyRhythm(traces, { clock: utc, base: 24 }))).toEqual([
      { events: 3, hourEntropy: 0, weekdayEntropy: 0, weekHourEntropy: 0 },
      { events: 24, hourEntropy: 1, weekdayEntropy: 0, weekHourEntropy: 1 },
      { events: 0, hourEntropy: NaN, weekdayEntropy: NaN, weekHourEntropy: NaN },
    ]);
  });

  it("weighs hours by their shares, in the base that is given, by the local clock", () => {
    const traces = worldOf({ ann: ["0 23:00 A", "1 23:00 A", "2 23:00 A", "3 23:30 A"] });
    const india = createClock({ timeZone: "+00:30" });
    const nats = measureDailyRhythm(traces, { clock: india, base: Math.E }).columns;
    // 23:30 three times, and 00:00 of the day after next.
    const quarter = 0.25 * Math.log(4) + 0.75 * Math.log(4 / 3);
    expect(nats.hourEntropy[0]).toBeCloseTo(quarter, 14);
    expect(nats.weekdayEntropy[0]).toBeCloseTo(Math.log(4), 14);
    const bits = measureDailyRhythm(traces, { clock: india, base: 2 }).columns;
    expect(bits.hourEntropy[0]).toBeCloseTo(quarter / Math.LN2, 14);
  });

  it("refuses a base of 1", () => {
    expect(() => measureDailyRhythm(worldOf({}), { clock: utc, base: 1 })).toThrow("base must be above 1, got 1");
  });
});
