import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createRandom } from "../../src/core/random.ts";
import { busiestWeeksFirst, calendarWeeks, type WeekOrder } from "../../src/places/call-profile-weeks.ts";
import { buildCallProfiles } from "../../src/places/call-profiles.ts";
import { profilesByUser, slowCallProfiles } from "../slow/call-profiles.ts";
import { placesOf, type TraceEvent, tracesOf } from "../slow/sequences.ts";

const clock = createClock({ timeZone: "UTC" });
const HOUR = 3600;
const DAY = 86_400;
/** Monday 5 January 1970. */
const MONDAY = 4;
const calendar = { clock, firstDay: MONDAY, lastDay: MONDAY + 27, weekOrder: calendarWeeks() };
const busiest = { ...calendar, weekOrder: busiestWeeksFirst() };

/** An event of ann in location 0 on a day counted from that Monday. */
function at(day: number, hour: number, location = 0): TraceEvent {
  return ["ann", (MONDAY + day) * DAY + Math.floor(hour * HOUR), location];
}

/** The cells above 0 of a profile, by their number. */
function cellsOf(value: Float64Array, row = 0, columns = 24): Record<number, number> {
  const cells = value.slice(row * columns, (row + 1) * columns);
  return Object.fromEntries([...cells.entries()].filter(([, cell]) => cell !== 0));
}

describe("call profiles", () => {
  it("the cell of a day follows from its week, weekday or weekend, and the slot of its hour", () => {
    const cell = (day: number, hour: number) =>
      cellsOf(buildCallProfiles(tracesOf([at(day, hour)], placesOf(1)), calendar).profiles.value);
    expect(cell(0, 0)).toEqual({ 0: 0.2 });
    expect(cell(4, 12)).toEqual({ 1: 0.2 });
    expect(cell(4, 23.99)).toEqual({ 2: 0.2 });
    expect(cell(5, 1)).toEqual({ 3: 0.5 });
    expect(cell(6, 12)).toEqual({ 4: 0.5 });
    expect(cell(7, 1)).toEqual({ 6: 0.2 });
    expect(cell(27, 23)).toEqual({ 23: 0.5 });
  });

  it("the night ends at 7:59:59 and the evening begins at 19:00:00", () => {
    const cell = (second: number) =>
      cellsOf(buildCallProfiles(tracesOf([["ann", MONDAY * DAY + second, 0]], placesOf(1)), calendar).profiles.value);
    expect(cell(8 * HOUR - 1)).toEqual({ 0: 0.2 });
    expect(cell(8 * HOUR)).toEqual({ 1: 0.2 });
    expect(cell(19 * HOUR - 1)).toEqual({ 1: 0.2 });
    expect(cell(19 * HOUR)).toEqual({ 2: 0.2 });
  });

  it("a day counts once in a slot however many its events, and days and events are told beside", () => {
    const events = [at(0, 9), at(0, 10), at(0, 20), at(1, 9), at(8, 9)];
    const { profiles, columns } = buildCallProfiles(tracesOf(events, placesOf(1)), calendar);
    expect(cellsOf(profiles.value)).toEqual({ 1: 0.4, 2: 0.2, 7: 0.2 });
    expect([columns.days[0], columns.events[0]]).toEqual([3, 5]);
  });

  it("somebody seen every day in every slot has 1 in every cell", () => {
    const events = Array.from({ length: 28 * 3 }, (_, i) => at(Math.floor(i / 3), [3, 12, 22][i % 3]!));
    const { profiles } = buildCallProfiles(tracesOf(events, placesOf(1)), busiest);
    expect([...profiles.value]).toEqual(new Array(24).fill(1));
  });

  it("weekends are the days that the option says, and a week is divided by as many", () => {
    const traces = tracesOf([at(4, 9), at(6, 9)], placesOf(1));
    expect(cellsOf(buildCallProfiles(traces, { ...calendar, weekend: [4, 5] }).profiles.value)).toEqual({
      1: 0.2,
      4: 0.5,
    });
    expect(cellsOf(buildCallProfiles(traces, { ...calendar, weekend: [6] }).profiles.value)).toEqual({
      1: 1 / 6,
      4: 1,
    });
  });

  it("weeks begin on the weekday of the first day", () => {
    const traces = tracesOf([at(0, 9), at(6, 9)], placesOf(1));
    const sundays = { ...calendar, firstDay: MONDAY - 1, lastDay: MONDAY + 26 };
    expect(cellsOf(buildCallProfiles(traces, sundays).profiles.value)).toEqual({ 1: 0.2, 10: 0.5 });
  });

  it("other slots make profiles of another width", () => {
    const traces = tracesOf([at(0, 5), at(0, 6), at(7, 23)], placesOf(1));
    const { profiles } = buildCallProfiles(traces, { ...calendar, slotHours: [0, 6] });
    expect(profiles.columns).toBe(16);
    expect(cellsOf(profiles.value, 0, 16)).toEqual({ 0: 0.2, 1: 0.2, 5: 0.2 });
  });

  it("the busiest week goes first if asked for, and of equally busy weeks the earlier one", () => {
    // Week 0: one weekend day (0.5); week 1: nothing; week 2: two weekdays (0.4); week 3: five weekdays in two slots (2).
    const events = [
      at(5, 9),
      at(14, 9),
      at(15, 9),
      ...[21, 22, 23, 24, 25].flatMap((day) => [at(day, 9), at(day, 20)]),
    ];
    const traces = tracesOf(events, placesOf(1));
    expect(cellsOf(buildCallProfiles(traces, calendar).profiles.value)).toEqual({ 4: 0.5, 13: 0.4, 19: 1, 20: 1 });
    expect(cellsOf(buildCallProfiles(traces, busiest).profiles.value)).toEqual({ 1: 1, 2: 1, 10: 0.5, 13: 0.4 });
    // 0.2 + 0.2 + 0.6 and 0.5 + 0.5 are equal, though not in every order of adding them up.
    const equal = [at(0, 3), at(0, 9), at(0, 20), at(1, 20), at(2, 20), at(12, 3), at(13, 20)];
    expect(cellsOf(buildCallProfiles(tracesOf(equal, placesOf(1)), busiest).profiles.value)).toEqual({
      0: 0.2,
      1: 0.2,
      2: 0.6,
      9: 0.5,
      11: 0.5,
    });
  });

  it("an order of weeks of one's own is used, and one that leaves out a week is refused", () => {
    const last: WeekOrder = { name: "last first", order: (_, weeks) => weeks.set([3, 2, 1, 0]) };
    const traces = tracesOf([at(0, 9)], placesOf(1));
    expect(cellsOf(buildCallProfiles(traces, { ...calendar, weekOrder: last }).profiles.value)).toEqual({ 19: 0.2 });
    for (const named of [
      [0, 0, 1, 2],
      [0, 1, 2, 4],
    ]) {
      const wrong: WeekOrder = { name: "wrong", order: (_, weeks) => weeks.set(named) };
      expect(() => buildCallProfiles(traces, { ...calendar, weekOrder: wrong })).toThrow(
        `buildCallProfiles: weekOrder must be an order that names each of the weeks 0 to 3, got "${named.join(", ")}"`,
      );
    }
  });

  it("every window of four weeks has rows of its own, and zones in order within it", () => {
    const events = [at(0, 9, 2), at(1, 9, 0), at(28, 9, 1), at(29, 9, 0), at(60, 9, 2)];
    const profiles = buildCallProfiles(tracesOf(events, placesOf(3)), { ...calendar, lastDay: MONDAY + 83 });
    expect([...profiles.columns.window]).toEqual([0, 0, 1, 1, 2]);
    expect([...profiles.columns.location]).toEqual([0, 2, 0, 1, 2]);
    expect([...profiles.windowDays]).toEqual([MONDAY, MONDAY + 28, MONDAY + 56]);
    expect([profiles.leftOutDays, profiles.outsideEvents]).toEqual([0, 0]);
  });

  it("a last window of fewer than four weeks is left out, with its days and events counted", () => {
    const events = [at(-1, 9), at(0, 9), at(28, 9), at(28, 10), at(40, 9)];
    const profiles = buildCallProfiles(tracesOf(events, placesOf(1)), { ...calendar, lastDay: MONDAY + 54 });
    expect([...profiles.windowDays]).toEqual([MONDAY]);
    expect([profiles.length, profiles.leftOutDays, profiles.outsideEvents]).toEqual([1, 27, 4]);
    expect(() => buildCallProfiles(tracesOf(events, placesOf(1)), { ...calendar, lastDay: MONDAY + 26 })).toThrow(
      "buildCallProfiles: lastDay must be a whole number of at least 31, got 30",
    );
  });

  it("hours and days are local", () => {
    const kathmandu = createClock({ timeZone: "Asia/Kathmandu" });
    // 18:31 UTC on a Friday of 2024 is 00:16 on Saturday, at +05:45.
    const time = Date.parse("2024-01-05T18:31:00Z") / 1000;
    const options = { ...calendar, clock: kathmandu, firstDay: 19_723, lastDay: 19_750 };
    expect(cellsOf(buildCallProfiles(tracesOf([["ann", time, 0]], placesOf(1)), options).profiles.value)).toEqual({
      3: 0.5,
    });
  });

  it("thousands of rows are those of the plain form", () => {
    const random = createRandom("rows");
    const events = Array.from({ length: 6000 }, (_, i): TraceEvent => {
      const second = Math.floor(random() * 60 * DAY);
      return [`u${i % 40}`, MONDAY * DAY + second, Math.floor(random() * 60)];
    });
    const traces = tracesOf(events, placesOf(60));
    const profiles = buildCallProfiles(traces, { ...busiest, lastDay: MONDAY + 55 });
    expect(profiles.length).toBeGreaterThan(3000);
    const plain = { ...busiest, lastDay: MONDAY + 55, busiestFirst: true, slotHours: [0, 8, 19], weekend: [5, 6] };
    expect(profilesByUser(profiles)).toEqual(slowCallProfiles(traces, plain).profiles);
  });

  it("nobody's profiles are an empty table", () => {
    const profiles = buildCallProfiles(tracesOf([], placesOf(1), ["ann"]), calendar);
    expect([profiles.length, profiles.profiles.rows, profiles.profiles.columns]).toEqual([0, 0, 24]);
    expect([...profiles.offsets]).toEqual([0, 0]);
  });

  it("slots that do not ascend from 0, and weekends of no or all days, are refused", () => {
    const traces = tracesOf([at(0, 9)], placesOf(1));
    const message = (options: object) => () => buildCallProfiles(traces, { ...calendar, ...options });
    expect(message({ slotHours: [8, 19] })).toThrow("slotHours[0] must be 0: the first slot begins at midnight, got 8");
    expect(message({ slotHours: [0, 8, 8] })).toThrow("slotHours[2] must be a whole number from 9 to 23, got 8");
    expect(message({ slotHours: [] })).toThrow("slotHours.length must be a finite number from 1 to 24, got 0");
    expect(message({ weekend: [] })).toThrow("weekend.length must be");
    expect(message({ weekend: [0, 1, 2, 3, 4, 5, 6] })).toThrow(
      "weekend.length must be a finite number from 1 to 6, got 7",
    );
    expect(message({ weekend: [7] })).toThrow("weekend[0] must be a whole number from 0 to 6, got 7");
  });

  it("the traces are left as they were", () => {
    const traces = tracesOf([at(0, 9), at(30, 9, 1), at(31, 9, 0)], placesOf(2));
    const before = structuredClone(traces);
    buildCallProfiles(traces, { ...busiest, lastDay: MONDAY + 55 });
    expect(traces).toEqual(before);
  });
});
