import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { rowsOf } from "../../src/core/table.ts";
import { buildDailyLocations } from "../../src/places/daily-location.ts";
import { mostHoursOfNight } from "../../src/places/daily-rules-night.ts";
import { placesOf, type TraceEvent, tracesOf } from "../slow/sequences.ts";

const HOUR = 3600;

/** The locations of the days of one user, whose events are local [day, hour, location] in a zone without changes. */
function daysOf(events: readonly (readonly [number, number, number])[], timeZone = "UTC", offset = 0): number[][] {
  const clock = createClock({ timeZone });
  const rows: TraceEvent[] = events.map(([day, hour, l]) => ["u", day * 86_400 + hour * HOUR - offset, l]);
  const choose = mostHoursOfNight({ clock, fromHour: 18, toHour: 8 });
  return rowsOf(buildDailyLocations(tracesOf(rows, placesOf(4)), { clock, choose })).map((row) => [
    row.day,
    row.location,
    row.events,
  ]);
}

describe("the location of most hours of the night", () => {
  it("outweighs the whole day, however busy it was", () => {
    expect(
      daysOf([
        [1, 9, 0],
        [1, 10, 0],
        [1, 12, 0],
        [1, 19, 1],
      ]),
    ).toEqual([[1, 1, 1]]);
  });

  it("counts hours, not events: one busy hour is one hour", () => {
    expect(
      daysOf([
        [1, 19, 2],
        [1, 19.1, 2],
        [1, 19.2, 2],
        [1, 20, 1],
        [1, 21, 1],
      ]),
    ).toEqual([[1, 1, 2]]);
  });

  it("is that of the day's hours where there is no event at night", () => {
    expect(
      daysOf([
        [1, 8, 0],
        [1, 9, 3],
        [1, 17.9, 3],
      ]),
    ).toEqual([[1, 3, 2]]);
  });

  it("begins at 18:00:00 and ends before 8:00:00", () => {
    expect(
      daysOf(
        [
          [1, 18, 1],
          [1, 9, 0],
        ].sort((a, b) => a[1]! - b[1]!) as never,
      ),
    ).toEqual([[1, 1, 1]]);
    expect(
      daysOf([
        [1, 7.999, 1],
        [1, 9, 0],
      ]),
    ).toEqual([[1, 1, 1]]);
    expect(
      daysOf([
        [1, 8, 1],
        [1, 9, 0],
        [1, 10, 0],
      ]),
    ).toEqual([[1, 0, 2]]);
  });

  it("takes the small hours for those of the same calendar day", () => {
    expect(
      daysOf([
        [1, 19, 0],
        [2, 3, 1],
        [2, 4, 1],
        [2, 12, 2],
      ]),
    ).toEqual([
      [1, 0, 1],
      [2, 1, 2],
    ]);
  });

  it("takes the lower row number of equal locations, within the hour and within the night", () => {
    expect(
      daysOf([
        [1, 19, 3],
        [1, 19.5, 2],
      ]),
    ).toEqual([[1, 2, 1]]);
    expect(
      daysOf([
        [1, 19, 3],
        [1, 20, 2],
      ]),
    ).toEqual([[1, 2, 1]]);
  });

  it("reads local hours, west of Greenwich from the first day on", () => {
    // Bogotá is five hours behind: 19:00 there on 31 December 1969 is midnight UTC.
    expect(
      daysOf(
        [
          [-1, 19, 1],
          [0, 9, 0],
        ],
        "America/Bogota",
        -5 * HOUR,
      ),
    ).toEqual([
      [-1, 1, 1],
      [0, 0, 1],
    ]);
  });

  it("asks each event for its hour on the days on which clocks are set", () => {
    // Berlin, 29 March 2015: 2 o'clock is left out. 15:30 UTC is 17:30, which is day; 16:00 UTC is 18:00.
    const clock = createClock({ timeZone: "Europe/Berlin" });
    const choose = mostHoursOfNight({ clock, fromHour: 18, toHour: 24 });
    const midnight = Date.UTC(2015, 2, 28, 23) / 1000;
    const at = (hours: number): number => midnight + hours * HOUR;
    const place = (events: readonly TraceEvent[]): unknown =>
      rowsOf(buildDailyLocations(tracesOf(events, placesOf(4)), { clock, choose }))[0]?.location;
    expect(
      place([
        ["u", at(1), 0],
        ["u", at(16.5), 1],
        ["u", at(17), 2],
      ]),
    ).toBe(2);
    expect(
      place([
        ["u", at(1), 0],
        ["u", at(16.5), 1],
        ["u", at(16.9), 1],
      ]),
    ).toBe(0);
  });
});
