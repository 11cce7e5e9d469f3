import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { dayOfDate } from "../../src/core/dates.ts";
import { checkHours, checkWeekdays, windowDaysOf } from "../../src/core/hours.ts";

const clock = createClock({ timeZone: "Africa/Kigali" });
const start = Date.parse("2016-01-01T00:00+02:00") / 1000;
const calendar = clock.calendarOf(start, start + 4 * 86_400 - 1);
const FRIDAY = dayOfDate("2016-01-01");

/** The local hours of the calendar's first days inside the window, each with its day after the first. */
function hoursOf(window: Parameters<typeof windowDaysOf>[1]): string[] {
  const days = windowDaysOf(calendar, window);
  const found = new Set<string>();
  days.forEach((day, bin) => {
    if (day > 0) found.add(`${day}:${calendar.day[bin]! - FRIDAY}.${calendar.hour[bin]}`);
  });
  return [...found];
}

describe("windows of hours", () => {
  it("have their first hour and not their last, and number their days", () => {
    expect(hoursOf({ fromHour: 9, toHour: 11 })).toEqual(
      [0, 1, 2, 3].flatMap((day) => [9, 10].map((hour) => `${day + 2}:${day}.${hour}`)),
    );
  });

  it("that wrap midnight give the small hours to the evening before", () => {
    const window = { fromHour: 23, toHour: 1 };
    expect(hoursOf(window)).toEqual(["1:0.0", "2:0.23", "2:1.0", "3:1.23", "3:2.0", "4:2.23", "4:3.0", "5:3.23"]);
    // Friday's night is Friday evening and Saturday's small hours.
    expect(hoursOf({ ...window, weekdays: [4] })).toEqual(["2:0.23", "2:1.0"]);
    expect(hoursOf({ ...window, weekdays: [3] })).toEqual(["1:0.0"]);
  });

  it("of a whole day are all hours", () => {
    expect(hoursOf({ fromHour: 0, toHour: 24, weekdays: [5] })).toEqual(
      Array.from({ length: 24 }, (_, hour) => `3:1.${hour}`),
    );
  });

  it("need hours that differ and weekdays that exist", () => {
    expect(() => checkHours("f", { fromHour: 7, toHour: 7 })).toThrow("f: toHour must be different from fromHour");
    expect(() => checkHours("f", { fromHour: 24, toHour: 7 })).toThrow("f: fromHour must be");
    expect(() => checkWeekdays("f", "weekend", [])).toThrow("f: weekend.length must be");
    expect(() => checkWeekdays("f", "weekend", [5, 5])).toThrow("f: weekend must be different days, got 5");
    expect(() => checkWeekdays("f", "weekend", [7])).toThrow("f: weekend[0] must be");
    expect(() => checkHours("f", { fromHour: 0, toHour: 24, weekdays: [0, 6] })).not.toThrow();
  });
});
