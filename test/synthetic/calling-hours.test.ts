import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createRandom } from "../../src/core/random.ts";
import { buildCallingHours, drawTime, isWithin, quarterOf } from "../../src/synthetic/calling-hours.ts";

/** Days since 1970-01-01. */
function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000;
}

/** How many quarters of an hour each local hour of a day has. */
function quartersPerHour(timeZone: string, date: string): number[] {
  const clock = createClock({ timeZone });
  const hours = buildCallingHours("test", clock, dayOf(date), 1);
  const count = new Array<number>(24).fill(0);
  for (let q = 0; q < hours.day.length; q++) if (hours.day[q] === dayOf(date)) count[hours.hour[q]!]!++;
  return count;
}

describe("calling hours", () => {
  it("a common day has four quarters in every hour", () => {
    expect(quartersPerHour("Asia/Kathmandu", "2016-01-05")).toEqual(new Array(24).fill(4));
  });

  it("an hour that the clock skips has none, one that it repeats has eight", () => {
    const spring = quartersPerHour("America/New_York", "2024-03-10");
    expect(spring.slice(0, 5)).toEqual([4, 4, 0, 4, 4]);
    const autumn = quartersPerHour("America/New_York", "2024-11-03");
    expect(autumn.slice(0, 4)).toEqual([4, 8, 4, 4]);
  });

  it("half an hour can be skipped, and the hour of midnight", () => {
    expect(quartersPerHour("Australia/Lord_Howe", "2024-10-06").slice(1, 4)).toEqual([4, 2, 4]);
    expect(quartersPerHour("America/Sao_Paulo", "2018-11-04").slice(0, 2)).toEqual([0, 4]);
    expect(quartersPerHour("Asia/Kathmandu", "1986-01-01").slice(0, 2)).toEqual([3, 4]);
  });

  it("a day that a zone skips has no calls, the days around it have", () => {
    const clock = createClock({ timeZone: "Pacific/Apia" });
    const hours = buildCallingHours("test", clock, dayOf("2011-12-29"), 3);
    expect([...new Set(hours.day)].sort()).toEqual([-1, dayOf("2011-12-29"), dayOf("2011-12-31")]);
  });

  it("times fall within the days, and 10 to 13 % of them between 22:00 and 6:59", () => {
    const clock = createClock({ timeZone: "Europe/Luxembourg" });
    const first = dayOf("2024-03-25");
    const hours = buildCallingHours("test", clock, first, 14);
    const random = createRandom(5);
    let night = 0;
    for (let i = 0; i < 20_000; i++) {
      const time = drawTime(hours, random);
      const day = clock.dayOf(time);
      const quarter = quarterOf(hours, time);
      const within = day >= first && day < first + 14 && isWithin(hours, time);
      if (!within || hours.day[quarter] !== day || hours.hour[quarter] !== clock.hourOf(time)) expect.fail(`${time}`);
      if (clock.hourOf(time) >= 22 || clock.hourOf(time) < 7) night++;
    }
    expect(night / 20_000).toBeGreaterThan(0.1);
    expect(night / 20_000).toBeLessThan(0.13);
  });

  it("the table does not depend on what the clock was asked before", () => {
    const fresh = createClock({ timeZone: "Europe/Paris" });
    const used = createClock({ timeZone: "Europe/Paris" });
    used.calendarOf(0, 2_000_000_000);
    const a = buildCallingHours("test", fresh, 16_801, 10);
    const b = buildCallingHours("test", used, 16_801, 10);
    expect(b).toEqual(a);
  });

  it("refuses a zone whose offset is not whole quarters of an hour", () => {
    const clock = createClock({ timeZone: "Africa/Monrovia" });
    expect(() => buildCallingHours("test", clock, dayOf("1971-06-01"), 5)).toThrow(/quarters/);
    expect(() => buildCallingHours("test", clock, dayOf("1975-06-01"), 5)).not.toThrow();
  });
});
