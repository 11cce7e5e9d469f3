import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { dayOfDate } from "../../src/core/dates.ts";
import { buildMonths } from "../../src/core/periods.ts";
import { detectHomes } from "../../src/places/homes.ts";
import { detectHomesByPeriod } from "../../src/places/homes-by-period.ts";
import {
  awayFrom,
  detectUsualPlaces,
  detectWorkplaces,
  halfPlusOne,
  longestDwell,
  mostDays,
  mostDwellDays,
  mostEvents,
  mostNightEvents,
} from "../../src/places/index.ts";
import type { Homes, Stays } from "../../src/types.ts";
import { type MinuteStay, staysOf, stopsOf } from "../slow/dwells-by-minute.ts";
import { placesOf, rowsByUser, tracesOf } from "../slow/sequences.ts";

const clock = createClock({ timeZone: "UTC" });
const H = 60;
const D = 1440;
/** Monday 4 January 2016, 00:00 UTC. */
const MONDAY = 1451865600;
const night = longestDwell({ clock, fromHour: 0, toHour: 6 });
const working = { clock, fromHour: 9, toHour: 17, weekdays: [0, 1, 2, 3, 4] };

/** A day at home (0) but for some hours elsewhere. */
function day(user: string, d: number, place: number, fromHour: number, toHour: number): MinuteStay[] {
  return [
    [user, d * D, d * D + fromHour * H, 0],
    [user, d * D + fromHour * H, d * D + toHour * H, place],
    [user, d * D + toHour * H, (d + 1) * D, 0],
  ];
}

/** Weekdays with eight hours at 1 for ann, one hour at 1 or 2 for bo; the weekend at 3 for both. */
function weekOf(): Stays {
  const rows: MinuteStay[] = [];
  for (let d = 0; d < 5; d++) {
    rows.push(...day("ann", d, 1, 9, 17), ...day("bo", d, 1 + (d % 2), 12, 13));
  }
  for (const user of ["ann", "bo"]) rows.push([user, 5 * D, 7 * D, 3]);
  return staysOf(rows, stopsOf(4), MONDAY);
}

describe("workplaces", () => {
  const stays = weekOf();
  const homes = detectHomes(stays, { criterion: night });

  it("is where the working hours are spent, other than home", () => {
    const { columns } = detectWorkplaces(stays, { criterion: longestDwell(working), homes, minShare: 0 });
    expect([...columns.location]).toEqual([1, 1]);
    expect([...columns.support]).toEqual([40 * 3600, 3 * 3600]);
    // bo is at home in 35 of 40 working hours: these count in the share.
    expect([...columns.share]).toEqual([1, 3 / 40]);
    expect([...columns.runnerUp]).toEqual([-1, 2]);
  });

  it("who spends too small a share or too few hours there has none, and the evidence is shown", () => {
    for (const least of [{ minShare: 0.08 }, { minShare: 0, minSupport: 3 * 3600 + 1 }]) {
      const { columns } = detectWorkplaces(stays, { criterion: longestDwell(working), homes, ...least });
      expect([...columns.location]).toEqual([1, -1]);
      expect([...columns.support]).toEqual([40 * 3600, 3 * 3600]);
    }
    const exact = detectWorkplaces(stays, { criterion: longestDwell(working), homes, minShare: 3 / 40 });
    expect([...exact.columns.location]).toEqual([1, 1]);
  });

  it("counts working days where the criterion does", () => {
    const criterion = mostDwellDays({ ...working, minMinutes: 60 });
    const { columns } = detectWorkplaces(stays, { criterion, homes, minShare: 0, minSupport: 4 });
    expect([...columns.location]).toEqual([1, -1]);
    expect([...columns.support]).toEqual([5, 3]);
    expect([...columns.share]).toEqual([1, 3 / 5]);
  });

  it("no home of several is the workplace", () => {
    const both = detectUsualPlaces(stays, {
      criterion: longestDwell({ clock, fromHour: 0, toHour: 24 }),
      minShare: 0.2,
    });
    expect(rowsByUser(both)).toMatchObject({
      ann: [{ location: 0 }, { location: 3 }, { location: 1 }],
      bo: [{ location: 0 }, { location: 3 }],
    });
    const { columns } = detectWorkplaces(stays, { criterion: longestDwell(working), homes: both, minShare: 0 });
    expect([...columns.location]).toEqual([-1, 1]);
    expect([...columns.support]).toEqual([0, 3 * 3600]);
    expect(columns.share[0]).toBeNaN();
  });

  it("is found from calls as well", () => {
    const HOUR = 3600;
    const traces = tracesOf(
      [
        ["ann", MONDAY + HOUR, 0],
        ["ann", MONDAY + 10 * HOUR, 0],
        ["ann", MONDAY + 11 * HOUR, 0],
        ["ann", MONDAY + 12 * HOUR, 2],
        ["ann", MONDAY + 20 * HOUR, 1],
      ],
      placesOf(3),
    );
    const nightHomes = detectHomes(traces, { criterion: mostNightEvents({ clock, fromHour: 0, toHour: 6 }) });
    const { columns } = detectWorkplaces(traces, {
      criterion: mostNightEvents(working),
      homes: nightHomes,
      minShare: 0.05,
    });
    expect([columns.location[0], columns.support[0], columns.share[0]]).toEqual([2, 1, 1 / 3]);
  });

  it("homes of other users or places that do not exist are refused", () => {
    const wrong = (columns: Partial<Homes["columns"]>, users = homes.users): (() => unknown) => {
      const table = { ...homes, users, columns: { ...homes.columns, ...columns } };
      return () => detectWorkplaces(stays, { criterion: longestDwell(working), homes: table, minShare: 0 });
    };
    expect(wrong({ location: Int32Array.of(0, 4) })).toThrow(
      "detectWorkplaces: homes.columns.location[1] must be a whole number from -1 to 3, got 4",
    );
    expect(wrong({}, ["ann"])).toThrow("detectWorkplaces: homes must be of length 1, got 2");
    const fewer = detectHomes(staysOf([["ann", 0, 60, 0]], stopsOf(4), MONDAY), { criterion: night });
    expect(() => detectWorkplaces(stays, { criterion: longestDwell(working), homes: fewer, minShare: 0 })).toThrow(
      "detectWorkplaces: homes.users must be the 2 users of rows, in the same order, got 1",
    );
  });
});

describe("away from known places", () => {
  const stays = weekOf();
  const homes = detectHomes(stays, { criterion: night });
  const weekend = longestDwell({ clock, fromHour: 20, toHour: 8, weekdays: [4, 5] });

  it("finds the second home where the weekend's nights are spent", () => {
    const second = detectHomes(stays, { criterion: awayFrom({ criterion: weekend, places: homes }) });
    expect([...second.columns.location]).toEqual([3, 3]);
    // Friday's evening at home counts in the share.
    expect([...second.columns.share]).toEqual([20 / 24, 20 / 24]);
  });

  it("a place as near as the neighbouring antennas of home is no second home", () => {
    const at = (minMeters: number): number =>
      detectHomes(stays, { criterion: awayFrom({ criterion: weekend, places: homes, minMeters }) }).columns
        .location[0]!;
    // Stop 3 is 0.03 degrees of longitude from stop 0.
    expect([at(0), at(3335), at(3336)]).toEqual([3, 3, -1]);
  });

  it("a user whose places are unknown is away everywhere, and nobody's places are another's", () => {
    const nowhere = { ...homes, columns: { ...homes.columns, location: Int32Array.of(-1, 0) } };
    const found = detectHomes(stays, { criterion: awayFrom({ criterion: night, places: nowhere }) });
    expect([...found.columns.location]).toEqual([0, 3]);
    const far = awayFrom({ criterion: night, places: nowhere, minMeters: 3336 });
    expect([...detectHomes(stays, { criterion: far }).columns.location]).toEqual([0, -1]);
    const withNone = staysOf(
      [
        ["ann", 0, 300, 1],
        ["cy", 0, 300, 0],
      ],
      stopsOf(4),
      MONDAY,
      ["ann", "bo", "cy"],
    );
    const known = detectHomes(withNone, { criterion: night });
    const rest = awayFrom({ criterion: night, places: { ...known, columns: { location: Int32Array.of(0, 0, 1) } } });
    expect([...detectHomes(withNone, { criterion: rest }).columns.location]).toEqual([1, -1, 0]);
  });

  it("reads homes by period: no place that was home in any month is left", () => {
    const rows: MinuteStay[] = [];
    for (let d = 0; d < 60; d++) rows.push(...day("ann", d, 1, 9, 17));
    rows.forEach((row, i) => {
      if (row[3] === 0 && row[1] >= 28 * D) rows[i] = [row[0], row[1], row[2], 2];
    });
    const moved = staysOf(rows, stopsOf(4), MONDAY);
    const periods = buildMonths({ clock, firstDay: dayOfDate("2016-01-04"), lastDay: dayOfDate("2016-03-01") });
    const history = detectHomesByPeriod(moved, { criterion: night, periods });
    expect([...history.columns.location]).toEqual([0, 2, 2]);
    const everywhere = longestDwell({ clock, fromHour: 0, toHour: 24 });
    const criterion = awayFrom({ criterion: everywhere, places: history });
    expect([...detectHomes(moved, { criterion }).columns.location]).toEqual([1]);
    expect([...detectHomesByPeriod(moved, { criterion, periods }).columns.location]).toEqual([1, 1, 1]);
  });

  it("keeps what else the criterion asks for", () => {
    const traces = tracesOf(
      [
        ["ann", 1, 0],
        ["ann", 2, 1],
        ["ann", 3, 1],
        ["ann", 4, 2],
      ],
      placesOf(3),
    );
    const first = detectHomes(traces, { criterion: mostEvents() });
    const half = awayFrom({ criterion: halfPlusOne({ criterion: mostEvents() }), places: first });
    expect([...detectHomes(traces, { criterion: half }).columns.location]).toEqual([-1]);
    expect([...detectUsualPlaces(traces, { criterion: half, minShare: 0 }).columns.location]).toEqual([]);
  });

  it("leaves no tie-breaker behind for the next user", () => {
    const traces = tracesOf(
      [
        ...[1, 2, 3, 4, 5].map((time): [string, number, number] => ["ann", time, 1]),
        ["bo", 6, 0],
        ["bo", 7, 0],
        ["bo", 8, 1],
      ],
      placesOf(2),
    );
    const criterion = mostDays({ clock });
    const places = detectHomes(traces, { criterion });
    const onlyOfAnn = { ...places, columns: { location: Int32Array.of(1, -1) } };
    const { columns } = detectHomes(traces, { criterion: awayFrom({ criterion, places: onlyOfAnn }) });
    expect([...columns.location]).toEqual([-1, 0]);
    const usual = detectUsualPlaces(traces, { criterion, minShare: 0 });
    expect([...usual.columns.location]).toEqual([1, 0, 1]);
  });

  it("is refused where the rows are of other users", () => {
    const criterion = awayFrom({ criterion: night, places: homes });
    const other = staysOf([["ann", 0, 60, 0]], stopsOf(4), MONDAY);
    expect(() => detectHomes(other, { criterion })).toThrow(
      "awayFrom: places.users must be the 1 users of rows, in the same order, got 2",
    );
    const elsewhere = staysOf([], stopsOf(5), MONDAY, ["ann", "bo"]);
    expect(() => detectHomes(elsewhere, { criterion })).toThrow("awayFrom: places.locations must be over the same");
  });
});

describe("usual places", () => {
  it("are all with enough share and support, best first, and leave the board as it was for the next user", () => {
    const traces = tracesOf(
      [
        ["ann", 1, 2],
        ["ann", 2, 2],
        ["ann", 3, 1],
        ["ann", 4, 0],
        ["bo", 5, 0],
        ["cy", 6, 1],
        ["cy", 7, 0],
      ],
      placesOf(3),
    );
    const criterion = mostEvents();
    for (const minFirstShare of [0.5, 0.51, 0.75]) {
      const few = detectUsualPlaces(traces, { criterion, minShare: 0.1, minFirstShare });
      const all = detectUsualPlaces(traces, { criterion, minShare: 0.1 });
      traces.users.forEach((user, u) => {
        const from = all.offsets[u]!;
        const named = from < all.offsets[u + 1]! && all.columns.share[from]! >= minFirstShare;
        expect(rowsByUser(few)[user]).toEqual(named ? rowsByUser(all)[user] : []);
      });
    }
    expect(rowsByUser(detectUsualPlaces(traces, { criterion, minShare: 0.25 }))).toEqual({
      ann: [
        { location: 2, support: 2, share: 0.5 },
        { location: 0, support: 1, share: 0.25 },
        { location: 1, support: 1, share: 0.25 },
      ],
      bo: [{ location: 0, support: 1, share: 1 }],
      cy: [
        { location: 0, support: 1, share: 0.5 },
        { location: 1, support: 1, share: 0.5 },
      ],
    });
    const firm = detectUsualPlaces(traces, { criterion, minShare: 0, minSupport: 2 });
    expect([[...firm.offsets], [...firm.columns.location]]).toEqual([[0, 1, 1, 1], [2]]);
    expect([...detectUsualPlaces(traces, { criterion, minShare: 0.26 }).offsets]).toEqual([0, 1, 2, 4]);
  });
});
