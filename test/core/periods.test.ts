import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { dateOfDay, dayOfDate } from "../../src/core/dates.ts";
import { buildMonths, buildPeriods, buildWeeks, checkPeriods, startOfDay } from "../../src/core/periods.ts";

const kigali = createClock({ timeZone: "Africa/Kigali" });
const span = (first: string, last: string) => ({ clock: kigali, firstDay: dayOfDate(first), lastDay: dayOfDate(last) });

describe("months", () => {
  it("are whole, follow one another and are named", () => {
    const { id, firstDay, lastDay, start, end } = buildMonths(span("2015-12-31", "2016-03-01")).columns;
    expect(id).toEqual(["2015-12", "2016-01", "2016-02", "2016-03"]);
    expect(Array.from(firstDay, dateOfDay)).toEqual(["2015-12-01", "2016-01-01", "2016-02-01", "2016-03-01"]);
    expect(Array.from(lastDay, dateOfDay)).toEqual(["2015-12-31", "2016-01-31", "2016-02-29", "2016-03-31"]);
    expect(start[0]).toBe(Date.parse("2015-12-01T00:00+02:00") / 1000);
    expect([...end.slice(0, -1)]).toEqual([...start.slice(1)]);
    expect(end[3]).toBe(Date.parse("2016-04-01T00:00+02:00") / 1000);
  });

  it("come in quarters, half-years and years that are counted from January", () => {
    expect(buildMonths({ ...span("2015-06-10", "2016-01-01"), months: 6 }).columns.id).toEqual([
      "2015-01",
      "2015-07",
      "2016-01",
    ]);
    expect(buildMonths({ ...span("2015-06-10", "2015-06-11"), months: 3 }).columns.id).toEqual(["2015-04"]);
    const years = buildMonths({ ...span("2015-06-10", "2016-01-01"), months: 12 }).columns;
    expect(Array.from(years.lastDay, dateOfDay)).toEqual(["2015-12-31", "2016-12-31"]);
    expect(() => buildMonths({ ...span("2015-06-10", "2016-01-01"), months: 5 })).toThrow("a divisor of 12, got 5");
  });
});

describe("weeks", () => {
  it("begin on Monday, or on the weekday said", () => {
    const { id, lastDay } = buildWeeks(span("2016-01-01", "2016-01-11")).columns;
    expect(id).toEqual(["2015-12-28", "2016-01-04", "2016-01-11"]);
    expect(Array.from(lastDay, dateOfDay)).toEqual(["2016-01-03", "2016-01-10", "2016-01-17"]);
    expect(buildWeeks({ ...span("2016-01-01", "2016-01-02"), startsOn: 5 }).columns.id).toEqual([
      "2015-12-26",
      "2016-01-02",
    ]);
    expect(buildWeeks({ ...span("2016-01-02", "2016-01-02"), startsOn: 5 }).columns.id).toEqual(["2016-01-02"]);
  });

  it("have 167 hours where a day of 23 is in them", () => {
    const clock = createClock({ timeZone: "Europe/Luxembourg" });
    const day = dayOfDate("2024-03-31");
    const { start, end } = buildWeeks({ clock, firstDay: day, lastDay: day }).columns;
    expect(end[0]! - start[0]!).toBe(167 * 3600);
  });
});

describe("periods of one's own", () => {
  it("may overlap and leave gaps, but begin in order", () => {
    const days = { firstDay: [16_800, 16_803, 16_900], lastDay: [16_806, 16_809, 16_900] };
    const { id, start, end } = buildPeriods(days, kigali).columns;
    expect(id).toEqual([16_800, 16_803, 16_900].map(dateOfDay));
    expect(end[0]!).toBeGreaterThan(start[1]!);
    expect(end[2]! - start[2]!).toBe(86_400);
    expect(() => buildPeriods({ firstDay: [2000, 1999], lastDay: [2000, 2000] }, kigali)).toThrow(
      /^buildPeriods: days.firstDay\[1\] must be .*2000/,
    );
    expect(() => buildPeriods({ firstDay: [2000], lastDay: [1999] }, kigali)).toThrow(RangeError);
    expect(() => buildPeriods({ firstDay: [2000], lastDay: [] }, kigali)).toThrow(RangeError);
    const swapped = buildPeriods({ firstDay: [2000, 2001], lastDay: [2000, 2001] }, kigali);
    swapped.columns.firstDay.reverse();
    expect(() => checkPeriods("f", swapped)).toThrow(
      "f: periods.columns.firstDay[1] must be not before 2001, got 2000",
    );
  });
});

describe("the start of a day", () => {
  it("is the first second after the gap where midnight does not exist", () => {
    const clock = createClock({ timeZone: "America/Sao_Paulo" });
    const day = dayOfDate("2017-10-15");
    expect(startOfDay(clock, day)).toBe(Date.parse("2017-10-15T01:00:00-02:00") / 1000);
  });

  it("is the second midnight where there are two, and that of the next day where a day was skipped", () => {
    const johns = createClock({ timeZone: "America/St_Johns" });
    const day = dayOfDate("2008-11-02");
    expect(startOfDay(johns, day)).toBe(Date.parse("2008-11-02T00:00:00-03:30") / 1000);
    const apia = createClock({ timeZone: "Pacific/Apia" });
    const skipped = dayOfDate("2011-12-30");
    expect(startOfDay(apia, skipped)).toBe(startOfDay(apia, skipped + 1));
    expect(apia.dayOf(startOfDay(apia, skipped))).toBe(skipped + 1);
  });
});
