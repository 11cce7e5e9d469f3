import { describe, expect, it } from "vitest";
import { daysOf, WEEK_HOURS, weekHoursOf } from "../../src/core/calendars.ts";
import { createClock } from "../../src/core/clock.ts";
import { dayOfDate } from "../../src/core/dates.ts";

const HOUR = 3600;

describe("tables of a calendar", () => {
  it("the hours of the week run from Monday's first to Sunday's last", () => {
    const monday = dayOfDate("2016-01-04") * 24 * HOUR;
    const calendar = createClock({ timeZone: "UTC" }).calendarOf(monday, monday + WEEK_HOURS * HOUR - 1);
    const hours = weekHoursOf(calendar);
    const perHour = HOUR / calendar.binSeconds;
    expect(Array.from({ length: WEEK_HOURS }, (_, h) => hours[h * perHour])).toEqual([...Array(WEEK_HOURS).keys()]);
  });

  it("the last day is known where clocks set back over midnight bring back the day before", () => {
    const calendar = { start: 0, binSeconds: 900, day: Int32Array.of(4, 5, 4), hour: Uint8Array.of(23, 0, 23) };
    expect(daysOf(calendar)).toEqual({ first: 4, last: 5 });
  });
});
