import { describe, expect, it } from "vitest";
import { calendarDateOf, dateOfDay, dayNumberOf, dayOfDate } from "../../src/core/dates.ts";

describe("dates and day numbers", () => {
  it("are those of the platform's calendar on every day of 800 years, leap days and centuries among them", () => {
    for (let day = dayOfDate("1700-01-01"); day < dayOfDate("2500-01-01"); day++) {
      const date = new Date(day * 86_400_000);
      if (dateOfDay(day) !== date.toISOString().slice(0, 10)) expect(dateOfDay(day)).toBe(date.toISOString());
      if (dayOfDate(dateOfDay(day)) !== day) expect(dayOfDate(dateOfDay(day))).toBe(day);
    }
    expect(calendarDateOf(16_860)).toEqual({ year: 2016, month: 2, day: 29 });
  });

  it("reach from the year 0 to the year 9999", () => {
    expect(dateOfDay(dayOfDate("0000-02-29"))).toBe("0000-02-29");
    expect(dateOfDay(dayOfDate("9999-12-31"))).toBe("9999-12-31");
    expect(() => dateOfDay(dayOfDate("9999-12-31") + 1)).toThrow(RangeError);
  });

  it("months beyond the year run on into the next", () => {
    expect(dateOfDay(dayNumberOf(2015, 13, 1))).toBe("2016-01-01");
    expect(dateOfDay(dayNumberOf(2015, 26, 1))).toBe("2017-02-01");
  });

  it.each(["2015-02-29", "2015-13-01", "2015-1-1", "20150101", "2015-01-01T00:00"])("%s is no date", (text) => {
    expect(() => dayOfDate(text)).toThrow(/^dayOfDate: date must be a date/);
  });
});
