import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { buildDailyLocations, type DailyRule, lastOfDay, mostEventsOfDay } from "../../src/places/daily-location.ts";
import { placesOf, rowsByUser, tracesOf } from "../slow/sequences.ts";

const clock = createClock({ timeZone: "UTC" });
const DAY = 86_400;

const traces = tracesOf(
  [
    ["ann", 10, 1],
    ["ann", 20, 2],
    ["ann", 30, 1],
    ["ann", 40, 2],
    ["ann", 50, 0],
    ["ann", DAY + 10, 2],
    ["bo", 3 * DAY, 1],
  ],
  placesOf(3),
);

describe("one location per day", () => {
  it("the last location of the day is where the last event was", () => {
    expect(rowsByUser(buildDailyLocations(traces, { clock, choose: lastOfDay() }))).toEqual({
      ann: [
        { day: 0, location: 0, events: 1 },
        { day: 1, location: 2, events: 1 },
      ],
      bo: [{ day: 3, location: 1, events: 1 }],
    });
  });

  it("of events at the same second the last row is the last of the day", () => {
    const same = tracesOf(
      [
        ["ann", 10, 0],
        ["ann", 10, 2],
        ["ann", 10, 1],
      ],
      placesOf(3),
    );
    expect([...buildDailyLocations(same, { clock, choose: lastOfDay() }).columns.location]).toEqual([1]);
  });

  it("of places with equally many events on a day the lower row number wins, and each day counts anew", () => {
    const daily = buildDailyLocations(traces, { clock, choose: mostEventsOfDay() });
    expect(rowsByUser(daily)["ann"]).toEqual([
      { day: 0, location: 1, events: 2 },
      { day: 1, location: 2, events: 1 },
    ]);
    const late = tracesOf(
      [
        ["ann", 10, 2],
        ["ann", 20, 2],
        ["ann", 30, 1],
        ["ann", 40, 1],
      ],
      placesOf(3),
    );
    expect([...buildDailyLocations(late, { clock, choose: mostEventsOfDay() }).columns.location]).toEqual([1]);
  });

  it("where clocks go back over midnight, the last location of the day is that of its second last hour", () => {
    const stJohns = createClock({ timeZone: "America/St_Johns" });
    const seconds = (iso: string): number => Date.parse(iso) / 1000;
    const night = tracesOf(
      [
        ["ann", seconds("2008-11-02T02:29:00Z"), 0],
        ["ann", seconds("2008-11-02T02:30:30Z"), 1], // the 2nd, for a minute
        ["ann", seconds("2008-11-02T02:45:00Z"), 2], // the 1st again
      ],
      placesOf(3),
    );
    const daily = buildDailyLocations(night, { clock: stJohns, choose: lastOfDay() });
    expect([...daily.columns.location]).toEqual([2, 1]);
    expect(daily.columns.day[1]! - daily.columns.day[0]!).toBe(1);
  });

  it("a rule of one's own sees the day's rows and times, and may leave a day out", () => {
    const morning: DailyRule = {
      name: "first location before six o'clock",
      start: () => (location, time, from) => (clock.hourOf(time[from]!) < 6 ? location[from]! : -1),
    };
    const some = tracesOf(
      [
        ["ann", 10, 1],
        ["ann", 20, 0],
        ["ann", DAY + 8 * 3600, 1],
        ["ann", 2 * DAY, 0],
      ],
      placesOf(2),
    );
    expect(rowsByUser(buildDailyLocations(some, { clock, choose: morning }))).toEqual({
      ann: [
        { day: 0, location: 1, events: 1 },
        { day: 2, location: 0, events: 1 },
      ],
    });
  });

  it.each([9, undefined, NaN, 0.5])("a rule that answers %s, which is no location, is refused", (answer) => {
    const wrong: DailyRule = { name: "wrong", start: () => () => answer as number };
    expect(() => buildDailyLocations(traces, { clock, choose: wrong })).toThrow(
      /^buildDailyLocations: choose must be a rule that answers with one of the \d+ locations or -1, got /,
    );
  });

  it("no events give no rows; unsorted traces are refused", () => {
    const none = tracesOf([], placesOf(2), ["ann"]);
    expect(buildDailyLocations(none, { clock, choose: mostEventsOfDay() }).length).toBe(0);
    const falling = { ...traces, columns: { ...traces.columns, time: traces.columns.time.slice().reverse() } };
    expect(() => buildDailyLocations(falling, { clock, choose: lastOfDay() })).toThrow(
      "buildDailyLocations: traces.columns.time[1]",
    );
  });

  it("rules have names", () => {
    expect([lastOfDay().name, mostEventsOfDay().name]).toEqual([
      "last location of the day",
      "location with the most events of the day",
    ]);
  });
});
