import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { toMatrix } from "../../src/core/matrix.ts";
import { buildPeriods } from "../../src/core/periods.ts";
import { rowsOf } from "../../src/core/table.ts";
import { countDirectedPairs, countUndirectedPairs } from "../../src/flows/day-pairs.ts";
import { countHomeChanges } from "../../src/flows/home-changes.ts";
import { countHourlyVisitors, countVisitors } from "../../src/flows/visitor-counts.ts";
import type { HomePlaces } from "../../src/types.ts";
import { placesOf, tracesOf } from "../slow/sequences.ts";

const clock = createClock({ timeZone: "UTC" });
const locations = placesOf(3);
const DAY = 86_400;

describe("people and events by place and time", () => {
  const traces = tracesOf(
    [
      ["ann", DAY + 60, 0],
      ["ann", DAY + 120, 0],
      ["ann", DAY + 3600, 0],
      ["bo", DAY + 70, 0],
      ["bo", 2 * DAY, 2],
    ],
    locations,
  );

  it("by hour: events, and each person once", () => {
    expect(rowsOf(countHourlyVisitors(traces, { clock }))).toEqual([
      { day: 1, hour: 0, location: 0, events: 3, people: 2 },
      { day: 1, hour: 1, location: 0, events: 1, people: 1 },
      { day: 2, hour: 0, location: 2, events: 1, people: 1 },
    ]);
    expect(countHourlyVisitors(tracesOf([], locations), { clock }).length).toBe(0);
  });

  it("an hour that the clock shows twice counts its people once", () => {
    const stJohns = createClock({ timeZone: "America/St_Johns" });
    // 2 November 2008, clocks from 00:01 back to 23:01: 23:30, 00:00:30 of the next day, 23:30 again.
    const first = Date.UTC(2008, 10, 2, 2, 0) / 1000;
    const night = tracesOf(
      [0, 1830, 3600].map((after) => ["ann", first + after, 1] as const),
      locations,
    );
    const rows = rowsOf(countHourlyVisitors(night, { clock: stJohns }));
    expect(rows.map(({ hour, events, people }) => [hour, events, people])).toEqual([
      [23, 2, 1],
      [0, 1, 1],
    ]);
  });

  it("by periods, which may overlap or leave gaps", () => {
    const periods = buildPeriods({ firstDay: [1, 1, 5], lastDay: [1, 2, 9] }, clock);
    expect(rowsOf(countVisitors(traces, { periods }))).toEqual([
      { period: 0, location: 0, events: 4, people: 2 },
      { period: 1, location: 0, events: 4, people: 2 },
      { period: 1, location: 2, events: 1, people: 1 },
    ]);
  });
});

describe("pairs of places of one day", () => {
  const traces = tracesOf(
    [
      ["ann", 0, 0],
      ["ann", 60, 1],
      ["ann", 120, 0],
      ["ann", 180, 2],
      ["ann", DAY, 2],
      ["bo", 50, 1],
      ["bo", 50, 0],
    ],
    locations,
  );

  it("in order: the first event at the one is not after the last at the other", () => {
    const flows = countDirectedPairs(traces, { clock });
    expect(toMatrix(flows).to2DArray()).toEqual([
      [2, 2, 1],
      [2, 2, 1],
      [0, 0, 2],
    ]);
    // Ann twice at the last place, on two days.
    expect(flows.people.at(-1)).toBe(1);
  });

  it("without order: above the diagonal", () => {
    expect(toMatrix(countUndirectedPairs(traces, { clock })).to2DArray()).toEqual([
      [0, 2, 1],
      [0, 0, 1],
      [0, 0, 0],
    ]);
  });
});

describe("changes of home", () => {
  const homesOf = (homes: Readonly<Record<string, number>>): HomePlaces => {
    const users = Object.keys(homes);
    return { locations, users, length: users.length, columns: { location: Int32Array.from(Object.values(homes)) } };
  };

  it("match people by id, keep those who stay, and say how many are left out", () => {
    const before = homesOf({ ann: 0, bo: 0, cy: 1, dan: -1, eva: 2 });
    const after = homesOf({ bo: 1, ann: 0, dan: 2, cy: -1, fay: 0 });
    const changes = countHomeChanges(before, after);
    expect(toMatrix(changes).to2DArray()).toEqual([
      [1, 1, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect([changes.without, [...changes.people]]).toEqual([4, [1, 1]]);
  });

  it("refuse an id that is there twice, and homes over other locations", () => {
    const twice = { locations, users: ["ann", "ann"], length: 2, columns: { location: Int32Array.of(0, 1) } };
    expect(() => countHomeChanges(twice, homesOf({ ann: 0 }))).toThrow('before.users must be all different, got "ann"');
    const other = { ...homesOf({ ann: 0 }), locations: placesOf(4) };
    expect(() => countHomeChanges(homesOf({ ann: 0 }), other)).toThrow(
      "after.locations must be over the same 3 antennas",
    );
    expect(() => countHomeChanges(homesOf({ ann: 3 }), homesOf({ ann: 0 }))).toThrow("before.columns.location[0]");
  });
});
