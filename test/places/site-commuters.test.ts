import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { dayOfDate } from "../../src/core/dates.ts";
import { buildPeriods, buildWeeks } from "../../src/core/periods.ts";
import { rowsOf } from "../../src/core/table.ts";
import { detectSiteCommuters, type SiteCommutersOptions } from "../../src/places/site-commuters.ts";
import { placesOf, type TraceEvent, tracesOf } from "../slow/sequences.ts";

const places = placesOf(4);
const clock = createClock({ timeZone: "UTC" });
const monday = dayOfDate("2024-01-01");
const seconds = (day: number, hour: number): number => (monday + day) * 86_400 + hour * 3600;
const week = buildWeeks({ clock, firstDay: monday, lastDay: monday });
const homesOf = (location: number[], users: readonly string[]) => ({
  locations: places,
  users,
  length: users.length,
  columns: { location: Int32Array.from(location) },
});

/** The rows of one person, "ann", who lives at 0 unless told; the site is 2 and 3. */
function annOf(
  events: [day: number, hour: number, location: number][],
  options: Partial<SiteCommutersOptions> = {},
  home = 0,
) {
  const traces = tracesOf(
    events.map(([day, hour, location]): TraceEvent => ["ann", seconds(day, hour), location]),
    places,
    ["ann"],
  );
  const work = { fromHour: 8, toHour: 18, weekdays: [0, 1, 2, 3, 4], sites: [[2, 3]], minShare: 0.5, minDays: 2 };
  return rowsOf(
    detectSiteCommuters(traces, { clock, periods: week, homes: homesOf([home], ["ann"]), ...work, ...options }),
  );
}

describe("days at a site", () => {
  it("count once, in working hours and on working days only, at any location of the site", () => {
    const found = annOf([
      [0, 7, 2], // before the hours
      [0, 8, 2],
      [0, 9, 3], // the same day
      [0, 17, 0],
      [1, 12, 3],
      [2, 18, 2], // after the hours
      [3, 12, 1],
      [5, 12, 2], // Saturday
    ]);
    expect(found).toEqual([{ period: 0, site: 0, home: 0, days: 2, daysSeen: 3, share: 2 / 3, commuter: 1 }]);
  });

  it("of a shift that wraps midnight are the days on which it began", () => {
    const night = { fromHour: 22, toHour: 6, minDays: 1 };
    // Monday's shift, 5 o'clock on Tuesday; Friday's on Saturday; Sunday's on Monday is none.
    const [found] = annOf(
      [
        [0, 3, 2],
        [0, 23, 2],
        [1, 5, 2],
        [5, 5, 2],
      ],
      night,
    );
    expect([found!.days, found!.daysSeen]).toEqual([2, 2]);
  });

  it("of a person who was never seen have no share", () => {
    expect(annOf([])).toEqual([{ period: 0, site: 0, home: 0, days: 0, daysSeen: 0, share: Number.NaN, commuter: 0 }]);
    expect(annOf([[6, 12, 2]])[0]!.share).toBeNaN();
  });

  it("lie in each period that has them, where periods overlap, and in none where they leave a gap", () => {
    const periods = buildPeriods(
      { firstDay: [monday, monday + 1, monday + 3], lastDay: [monday + 1, monday + 1, monday + 4] },
      clock,
    );
    const found = annOf(
      [
        [0, 9, 2],
        [1, 9, 2],
        [2, 9, 2],
        [4, 9, 0],
      ],
      { periods },
    );
    expect(found.map((row) => [row.days, row.daysSeen])).toEqual([
      [2, 2],
      [1, 1],
      [0, 1],
    ]);
  });
});

it("days in the order of the calendar where clocks are set back over midnight", () => {
  // In 2008 St John's went back from 00:01 on 2 November to 23:01 on the 1st: the minute of the 2nd came first.
  const own = createClock({ timeZone: "America/St_Johns" });
  const first = dayOfDate("2008-11-01");
  const minute = Date.parse("2008-11-02T02:30:30Z") / 1000;
  const traces = tracesOf(
    [
      ["ann", minute, 2],
      ["ann", minute + 1800, 2],
    ],
    places,
    ["ann"],
  );
  expect([own.dayOf(minute), own.dayOf(minute + 1800)]).toEqual([first + 1, first]);
  const periods = buildPeriods({ firstDay: [first, first + 1], lastDay: [first, first + 1] }, own);
  const work = { fromHour: 0, toHour: 24, weekdays: [0, 1, 2, 3, 4, 5, 6], sites: [[2]], minShare: 1, minDays: 1 };
  const found = detectSiteCommuters(traces, { clock: own, periods, homes: homesOf([0], ["ann"]), ...work });
  expect([...found.columns.days]).toEqual([1, 1]);
});

describe("a commuter", () => {
  const five = [0, 1, 2, 3, 4];
  it("has the share and the days asked for, at least", () => {
    const half = five.slice(0, 4).map((day): [number, number, number] => [day, 10, day < 2 ? 2 : 0]);
    expect(annOf(half)[0]!.commuter).toBe(1);
    expect(annOf(half, { minShare: 0.51 })[0]!.commuter).toBe(0);
    expect(annOf(half, { minDays: 3 })[0]!.commuter).toBe(0);
    expect(annOf(half, { minShare: 0, minDays: 2 })[0]!.commuter).toBe(1);
    expect(annOf(half.slice(2), { minShare: 0, minDays: 1 })[0]!.commuter).toBe(0);
  });

  it("lives elsewhere: not at any location of the site, and somewhere", () => {
    const always = five.map((day): [number, number, number] => [day, 10, 2]);
    expect([0, 1, 2, 3, -1].map((home) => annOf(always, {}, home)[0]!.commuter)).toEqual([1, 1, 0, 0, 0]);
    expect(annOf(always, {}, 3)[0]!.share).toBe(1);
  });

  it("of one site may live at another", () => {
    const always = five.map((day): [number, number, number] => [day, 10, 2]);
    const found = annOf(always, { sites: [[3], [2]] }, 3);
    expect(found.map((row) => [row.site, row.days, row.commuter])).toEqual([
      [0, 0, 0],
      [1, 5, 1],
    ]);
  });

  it("lives where the period's own home is", () => {
    const periods = buildPeriods({ firstDay: [monday, monday + 2], lastDay: [monday + 1, monday + 4] }, clock);
    const homes = {
      locations: places,
      users: ["ann"],
      offsets: Uint32Array.of(0, 2),
      length: 2,
      columns: { period: Uint32Array.of(0, 1), location: Int32Array.of(1, 2) },
      periods,
    };
    const always = five.map((day): [number, number, number] => [day, 10, 2]);
    expect(annOf(always, { periods, homes }).map((row) => [row.home, row.commuter])).toEqual([
      [1, 1],
      [2, 0],
    ]);
  });
});

it.each<[string, Partial<SiteCommutersOptions>]>([
  ["sites must be at least one site, got none", { sites: [] }],
  ["sites[0] must be at least one location, got none", { sites: [[]] }],
  ["sites[1][0] must be in no site yet, got 2 again", { sites: [[1, 2], [2]] }],
  ["sites[0][0] must be a whole number from 0 to 3, got 4", { sites: [[4]] }],
  ["minDays must be a whole number of at least 1, got 0", { minDays: 0 }],
  ["minShare must be a finite number from 0 to 1, got 40", { minShare: 40 }],
  ["homes.users must be the 1 users of traces, in the same order, got 2", { homes: homesOf([0, 0], ["ann", "bo"]) }],
  [
    "homes.periods must be of length 1, got 0",
    {
      homes: {
        locations: places,
        users: ["ann"],
        offsets: Uint32Array.of(0, 0),
        length: 0,
        columns: { period: new Uint32Array(0), location: new Int32Array(0) },
        periods: buildPeriods({ firstDay: [], lastDay: [] }, clock),
      },
    },
  ],
])("refuses: %s", (sentence, wrong) => {
  expect(() => annOf([[0, 9, 0]], wrong)).toThrow(`detectSiteCommuters: ${sentence}`);
});

it("refuses homes of other periods", () => {
  const homes = {
    locations: places,
    users: ["ann"],
    offsets: Uint32Array.of(0, 1),
    length: 1,
    columns: { period: Uint32Array.of(0), location: Int32Array.of(0) },
    periods: buildPeriods({ firstDay: [monday], lastDay: [monday + 5] }, clock),
  };
  expect(() => annOf([], { homes })).toThrow(
    "homes.periods.columns.lastDay must be those of the option periods, got another day in row 0",
  );
});
