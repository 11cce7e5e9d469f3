import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { dayOfDate } from "../../src/core/dates.ts";
import { buildMonths, buildPeriods, buildWeeks } from "../../src/core/periods.ts";
import { rowsOf } from "../../src/core/table.ts";
import { detectHomesByPeriod, detectStableHomes } from "../../src/places/homes-by-period.ts";
import { detectContinuedHomes } from "../../src/places/homes-continued.ts";
import { halfPlusOne, hierarchicalMode, modalDailyLocation, mostEvents } from "../../src/places/index.ts";
import { buildPresenceOfDays } from "../../src/places/presence.ts";
import { placesOf, type TraceEvent, tracesOf } from "../slow/sequences.ts";

const clock = createClock({ timeZone: "Africa/Kigali" });
const at = (local: string): number => Date.parse(`${local}:00+02:00`) / 1000;
const span = (firstDay: string, lastDay: string) => ({
  clock,
  firstDay: dayOfDate(firstDay),
  lastDay: dayOfDate(lastDay),
});

describe("homes by period", () => {
  it("have a row for every user and period, also for those without events", () => {
    const traces = tracesOf([["bo", at("2015-02-03T12:00"), 1]], placesOf(2), ["ann", "bo"]);
    const periods = buildMonths(span("2015-01-01", "2015-03-31"));
    const history = detectHomesByPeriod(traces, { criterion: mostEvents(), periods });
    expect([...history.offsets]).toEqual([0, 3, 6]);
    expect([...history.columns.location]).toEqual([-1, -1, -1, -1, 1, -1]);
    expect([...history.columns.period]).toEqual([0, 1, 2, 0, 1, 2]);
    expect(rowsOf(history)[0]).toEqual({
      location: -1,
      support: 0,
      share: NaN,
      tied: 0,
      runnerUp: -1,
      runnerUpSupport: 0,
      period: 0,
    });
  });

  it("put the first second of a local month into the month, and the last before it into the one before", () => {
    const traces = tracesOf(
      [
        ["ann", at("2015-02-01T00:00") - 1, 0],
        ["ann", at("2015-02-01T00:00"), 1],
      ],
      placesOf(2),
    );
    const periods = buildMonths(span("2015-01-01", "2015-02-28"));
    expect([...detectHomesByPeriod(traces, { criterion: mostEvents(), periods }).columns.location]).toEqual([0, 1]);
  });

  it("are read from presence by its days", () => {
    const presence = buildPresenceOfDays(
      { user: ["a", "a", "a"], day: ["2015-01-31", "2015-02-01", "2015-02-02"].map(dayOfDate), location: [0, 1, 1] },
      placesOf(2),
    );
    const periods = buildMonths(span("2015-01-01", "2015-02-28"));
    const history = detectHomesByPeriod(presence, { criterion: modalDailyLocation(), periods });
    expect([...history.columns.support]).toEqual([1, 2]);
  });

  it("of the usual residence need more than half of the half-year", () => {
    const events = (month: string, location: number, count: number): TraceEvent[] =>
      Array.from({ length: count }, (_, i) => ["ann", at(`2015-${month}-10T12:00`) + i, location]);
    const traces = tracesOf(
      [...events("02", 0, 3), ...events("03", 1, 2), ...events("08", 0, 2), ...events("09", 1, 2)],
      placesOf(2),
    );
    const periods = buildMonths({ ...span("2015-01-01", "2015-12-31"), months: 6 });
    const history = detectHomesByPeriod(traces, { criterion: halfPlusOne({ criterion: mostEvents() }), periods });
    expect([...history.columns.location]).toEqual([0, -1]);
    expect([...history.columns.share]).toEqual([0.6, 0.5]);
  });
});

describe("the hierarchical mode", () => {
  const criterion = hierarchicalMode({ clock, fromHour: 18, toHour: 8 });
  const homeOf = (events: readonly (readonly [local: string, location: number])[]) => {
    const traces = tracesOf(
      events.map(([local, location]): TraceEvent => ["ann", at(local), location]),
      placesOf(4),
    );
    const periods = buildMonths(span("2015-01-01", "2015-01-31"));
    return rowsOf(detectHomesByPeriod(traces, { criterion, periods }))[0]!;
  };

  it("counts nights, however busy one of them was", () => {
    const busy = Array.from({ length: 9 }, (_, i) => [`2015-01-05T19:0${i}`, 0] as const);
    expect(homeOf([...busy, ["2015-01-06T20:00", 1], ["2015-01-08T07:59", 1]])).toMatchObject({
      location: 1,
      support: 2,
      share: 2 / 3,
      runnerUp: 0,
    });
  });

  it("has no evening before 18:00 and no morning from 8:00 on", () => {
    expect(
      homeOf([
        ["2015-01-05T17:59", 0],
        ["2015-01-06T08:00", 0],
      ]),
    ).toMatchObject({ location: -1, support: 0 });
  });

  it("settles an hour's tie by the night, a night's by the month", () => {
    // 19 h: 0 and 1 once each, but 1 again at 21 h; 20 h and 21 h are 2 and 1: the night is 1's with two hours of three.
    const night = [
      ["2015-01-05T19:10", 0],
      ["2015-01-05T19:20", 1],
      ["2015-01-05T20:00", 2],
      ["2015-01-05T21:00", 1],
    ] as const;
    expect(homeOf(night)).toMatchObject({ location: 1, support: 1, share: 1 });
    // Two hours, two places, one event each: equal in the night, but 3 was called from more in the month.
    expect(
      homeOf([
        ["2015-01-05T19:00", 2],
        ["2015-01-05T20:00", 3],
        ["2015-01-07T20:00", 3],
        ["2015-01-09T20:00", 2],
        ["2015-01-09T20:01", 3],
        ["2015-01-09T20:02", 2],
        ["2015-01-09T20:03", 3],
        ["2015-01-09T21:03", 3],
      ]),
    ).toMatchObject({ location: 3, support: 3 });
  });

  it("leaves without a home who is equally often in two places", () => {
    expect(
      homeOf([
        ["2015-01-05T19:00", 0],
        ["2015-01-06T19:00", 1],
      ]),
    ).toMatchObject({ location: -1, support: 1, tied: 1 });
  });

  it("keeps the small hours of the first of the month in the month", () => {
    expect(homeOf([["2015-01-01T02:00", 3]])).toMatchObject({ location: 3, support: 1 });
  });
});

describe("continued homes", () => {
  const days = [..."AAA.A.BB.B.A"].flatMap((place, week) =>
    place === "."
      ? []
      : ([["ann", at("2015-01-05T12:00") + week * 604_800, "AB".indexOf(place)]] satisfies TraceEvent[]),
  );
  const history = detectHomesByPeriod(tracesOf(days, placesOf(2)), {
    criterion: mostEvents(),
    periods: buildPeriods(
      {
        firstDay: [0, 3, 6, 9].map((week) => dayOfDate("2015-01-05") + 7 * week),
        lastDay: [0, 3, 6, 9].map((week) => dayOfDate("2015-01-05") + 7 * week + 20),
      },
      clock,
    ),
  });

  it("need much evidence to begin and little to go on", () => {
    expect([...history.columns.location]).toEqual([0, 0, 1, 0]);
    expect([...history.columns.support]).toEqual([3, 1, 2, 1]);
    const located = (minSupport: number, minContinuedSupport: number): number[] => [
      ...detectContinuedHomes(history, { minSupport, minContinuedSupport }).columns.location,
    ];
    expect(located(3, 1)).toEqual([0, 0, -1, -1]);
    expect(located(2, 1)).toEqual([0, 0, 1, -1]);
    expect(located(2, 2)).toEqual([0, -1, 1, -1]);
    expect(located(4, 1)).toEqual([-1, -1, -1, -1]);
    expect(located(1, 1)).toEqual([0, 0, 1, 0]);
    expect([...history.columns.location]).toEqual([0, 0, 1, 0]);
  });
});

describe("stable homes", () => {
  const events = Array.from(
    { length: 13 },
    (_, w): TraceEvent => ["ann", at("2015-01-05T12:00") + w * 604_800, w < 7 ? 1 : 0],
  );
  const history = detectHomesByPeriod(
    tracesOf([...events, ["bo", at("2015-01-06T12:00"), 0]], placesOf(2), ["ann", "bo", "cy"]),
    {
      criterion: mostEvents(),
      periods: buildWeeks(span("2015-01-05", "2015-04-05")),
    },
  );

  it("are the homes of at least so many periods", () => {
    const seven = rowsOf(detectStableHomes(history, { minPeriods: 7 }));
    expect(seven[0]).toEqual({ location: 1, support: 7, share: 7 / 13, tied: 0, runnerUp: 0, runnerUpSupport: 6 });
    expect(seven[1]).toMatchObject({ location: -1, support: 1, share: 1 });
    expect(seven[2]).toMatchObject({ location: -1, support: 0, share: NaN });
    expect(rowsOf(detectStableHomes(history, { minPeriods: 8 }))[0]).toMatchObject({ location: -1, support: 7 });
  });

  it("are the latest of places that are home equally often", () => {
    const even = detectHomesByPeriod(tracesOf(events.slice(1), placesOf(2)), {
      criterion: mostEvents(),
      periods: buildWeeks(span("2015-01-12", "2015-04-05")),
    });
    expect(rowsOf(detectStableHomes(even, { minPeriods: 1 }))[0]).toMatchObject({ location: 0, support: 6, tied: 1 });
  });
});
