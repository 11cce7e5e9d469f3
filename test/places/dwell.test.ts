import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { detectHomes } from "../../src/places/homes.ts";
import { longestDwell, mostDwellDays } from "../../src/places/index.ts";
import type { Stays } from "../../src/types.ts";
import { type MinuteStay, staysOf, stopsOf } from "../slow/dwells-by-minute.ts";
import { homesByUser } from "../slow/sequences.ts";

const clock = createClock({ timeZone: "UTC" });
const H = 60;
const D = 1440;
/** Monday 4 January 2016, 00:00 UTC. */
const MONDAY = 1451865600;
const world = (...rows: MinuteStay[]): Stays => staysOf(rows, stopsOf(4), MONDAY);

describe("longest dwell", () => {
  it("a stay counts only where it lies in the window, to the second", () => {
    const stays = staysOf([["ann", 0, 10 * D, 1]], stopsOf(2), MONDAY + 7);
    const criterion = longestDwell({ clock, fromHour: 0, toHour: 6 });
    // Ten nights, of which the first lacks seven seconds; the eleventh has them.
    expect(homesByUser(detectHomes(stays, { criterion }))).toMatchObject({
      ann: { location: 1, support: 10 * 6 * 3600, share: 1, tied: 0, runnerUp: -1 },
    });
    const cut = staysOf([["ann", 5 * H, 8 * H, 1]], stopsOf(2), MONDAY + 7);
    expect(detectHomes(cut, { criterion }).columns.support[0]).toBe(3600 - 7);
  });

  it("days at work do not outweigh nights at home", () => {
    const stays = world(["ann", 0, 5 * H, 0], ["ann", 5 * H, 24 * H, 1]);
    const { columns } = detectHomes(stays, { criterion: longestDwell({ clock, fromHour: 0, toHour: 6 }) });
    expect([columns.location[0], columns.support[0], columns.runnerUp[0], columns.runnerUpSupport[0]]).toEqual([
      0,
      5 * 3600,
      1,
      3600,
    ]);
    expect(columns.share[0]).toBeCloseTo(5 / 6, 12);
  });

  it("a night that wraps midnight belongs to the weekday on which it began", () => {
    // Sunday 22:00 to Monday 6:00 at 0; Monday 22:00 to Tuesday 5:00 at 1.
    const stays = staysOf(
      [
        ["ann", -2 * H, 6 * H, 0],
        ["ann", 22 * H, 29 * H, 1],
      ],
      stopsOf(2),
      MONDAY,
    );
    const on = (weekdays?: number[]): number =>
      detectHomes(stays, {
        criterion: longestDwell({ clock, fromHour: 22, toHour: 6, ...(weekdays === undefined ? {} : { weekdays }) }),
      }).columns.location[0]!;
    expect([on(), on([0]), on([6]), on([1])]).toEqual([0, 1, 0, -1]);
  });

  it("the night on which clocks go forward is an hour shorter, the one on which they go back an hour longer", () => {
    const zone = createClock({ timeZone: "Europe/Paris" });
    const criterion = longestDwell({ clock: zone, fromHour: 0, toHour: 6 });
    const night = (date: string): number => {
      const from = Date.parse(`${date}T12:00:00Z`) / 1000;
      return detectHomes(staysOf([["ann", 0, 24 * H, 0]], stopsOf(1), from), { criterion }).columns.support[0]! / 3600;
    };
    expect(["2016-03-25", "2016-03-26", "2016-10-29"].map(night)).toEqual([6, 5, 7]);
  });

  it("somebody without a stay in the window has no home", () => {
    const stays = staysOf(
      [
        ["ann", 8 * H, 20 * H, 0],
        ["bo", 3 * H, 3 * H, 0],
      ],
      stopsOf(1),
      MONDAY,
      ["ann", "bo", "cy"],
    );
    const none = { location: -1, support: 0, share: NaN, tied: 0, runnerUp: -1 };
    for (const criterion of [
      longestDwell({ clock, fromHour: 0, toHour: 6 }),
      mostDwellDays({ clock, fromHour: 0, toHour: 6, minMinutes: 1 }),
    ]) {
      expect(homesByUser(detectHomes(stays, { criterion }))).toMatchObject({ ann: none, bo: none, cy: none });
      const nobody = staysOf([], stopsOf(1), MONDAY, ["ann"]);
      expect(homesByUser(detectHomes(nobody, { criterion }))).toMatchObject({ ann: none });
    }
  });

  it("traces are not stays", () => {
    const traces = {
      ...world(["ann", 0, 60, 0]),
      columns: { time: Uint32Array.of(7), location: Uint32Array.of(0) },
      unlocated: 0,
    } as unknown as Stays;
    expect(() => detectHomes(traces, { criterion: longestDwell({ clock, fromHour: 0, toHour: 6 }) })).toThrow(
      "detectHomes: stays must be",
    );
  });
});

describe("most days of dwell", () => {
  it("a day counts once it has enough minutes, in one piece or several", () => {
    const stays = world(
      // Monday: 40 + 20 minutes at 0 with a break; Tuesday: 59 minutes; Wednesday: all day at 1.
      ["ann", 9 * H, 9 * H + 40, 0],
      ["ann", 10 * H, 10 * H + 10, 2],
      ["ann", 11 * H, 11 * H + 20, 0],
      ["ann", D + 9 * H, D + 9 * H + 59, 0],
      ["ann", 2 * D + 9 * H, 2 * D + 17 * H, 1],
    );
    const criterion = (minMinutes: number) => mostDwellDays({ clock, fromHour: 9, toHour: 17, minMinutes });
    const found = (minMinutes: number): unknown =>
      homesByUser(detectHomes(stays, { criterion: criterion(minMinutes) }))["ann"];
    expect(found(59)).toMatchObject({ location: 0, support: 2, share: 2 / 3, tied: 0 });
    // Equally many days: the longer dwell decides, and the tie is told.
    expect(found(60)).toMatchObject({ location: 1, support: 1, share: 0.5, tied: 1, runnerUp: 0 });
    expect(found(61)).toMatchObject({ location: 1, support: 1, share: 0.5, tied: 0, runnerUp: -1 });
  });

  it("a stay of several days counts on each of them, also where its window is short", () => {
    const stays = world(["ann", 12 * H, 4 * D + 12 * H, 3]);
    const criterion = mostDwellDays({ clock, fromHour: 23, toHour: 1, minMinutes: 120, weekdays: [0, 1, 2] });
    expect(homesByUser(detectHomes(stays, { criterion }))).toMatchObject({ ann: { location: 3, support: 3 } });
  });

  it("days in common with another user are not days of both", () => {
    const stays = world(["ann", 0, 30, 0], ["bo", 0, 30, 0], ["cy", 0, 60, 0]);
    const criterion = mostDwellDays({ clock, fromHour: 0, toHour: 6, minMinutes: 60 });
    expect([...detectHomes(stays, { criterion }).columns.support]).toEqual([0, 0, 1]);
  });

  it("stays of no length leave no trace", () => {
    const stays = world(
      ["ann", 10, 10, 0],
      ["ann", 11, 11, 0],
      ["ann", 12, 12, 2],
      ["ann", 20, 50, 1],
      ["bo", 60, 90, 1],
    );
    const few = { ...stays, locations: stopsOf(3) };
    const criterion = mostDwellDays({ clock, fromHour: 0, toHour: 6, minMinutes: 60 });
    expect([...detectHomes(few, { criterion }).columns.support]).toEqual([0, 0]);
  });

  it("a day that clocks set back over midnight cut in two is one day", () => {
    // On 2 November 2008, at a minute past midnight, clocks in St. John's went back to 23:01.
    const zone = createClock({ timeZone: "America/St_Johns" });
    const evening = zone.timesOf(Date.parse("2008-11-01T20:00:00Z") / 1000)[0]!;
    const stays = staysOf([["ann", 0, 300, 0]], stopsOf(1), evening);
    const of = (minMinutes: number) => {
      const criterion = mostDwellDays({ clock: zone, fromHour: 0, toHour: 24, minMinutes });
      const { support, share } = detectHomes(stays, { criterion }).columns;
      return [support[0], share[0]];
    };
    // 20:00 to midnight, one minute of the next day, 59 minutes of the old one.
    expect(of(299)).toEqual([1, 1]);
    expect(of(300)).toEqual([0, NaN]);
    expect(of(1)).toEqual([2, 1]);
  });
});
