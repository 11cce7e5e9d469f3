import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { buildPeriods } from "../../src/core/periods.ts";
import { rowsOf } from "../../src/core/table.ts";
import { countGroupPresence, countGroupResidents } from "../../src/flows/group-presence.ts";
import { countSiteCommuters } from "../../src/flows/site-commuters.ts";
import { buildPresenceOfDays } from "../../src/places/presence.ts";
import { placesOf } from "../slow/sequences.ts";

const places = placesOf(2);
const clock = createClock({ timeZone: "UTC" });
const periods = buildPeriods({ firstDay: [10, 12], lastDay: [12, 20] }, clock);
const users = ["ann", "bo", "cy"];
const presence = buildPresenceOfDays(
  {
    user: ["ann", "ann", "ann", "bo", "bo", "cy"],
    day: [10, 11, 12, 12, 21, 9],
    location: [0, 0, 1, 1, 0, 1],
  },
  places,
);
const groups = { groupOf: [0, 0, 1], labels: ["locals", "refugees"] };

describe("a panel of people by group", () => {
  it("counts people once per place and period, days in each period that has them, and shares of those seen", () => {
    const { columns } = countGroupPresence(presence, { periods, ...groups });
    expect([...columns.period]).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
    expect([...columns.location]).toEqual([0, 0, 1, 1, 0, 0, 1, 1]);
    expect([...columns.label]).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
    expect([...columns.people]).toEqual([1, 0, 2, 0, 0, 0, 2, 0]);
    expect([...columns.seen]).toEqual([2, 0, 2, 0, 2, 0, 2, 0]);
    expect([...columns.share]).toEqual([0.5, Number.NaN, 1, Number.NaN, 0, Number.NaN, 1, Number.NaN]);
  });

  it("counts residents by their home of the period", () => {
    const location = Int32Array.of(0, 1, -1, 1, 1, -1);
    const columns = { period: Uint32Array.of(0, 1, 0, 1, 0, 1), location };
    const history = { locations: places, users, offsets: Uint32Array.of(0, 2, 4, 6), length: 6, columns, periods };
    const panel = countGroupResidents(history, groups);
    expect([...panel.columns.people]).toEqual([1, 0, 0, 1, 0, 0, 2, 0]);
    expect([...panel.columns.seen]).toEqual([1, 1, 1, 1, 2, 0, 2, 0]);
  });

  it("refuses a user who stands twice, groups without names and names given twice", () => {
    const count = (given: Partial<typeof groups>, table = presence) =>
      countGroupPresence(table, { periods, ...groups, ...given });
    expect(() => count({}, { ...presence, users: ["ann", "ann", "cy"] })).toThrow(
      "presence.users must be all different",
    );
    expect(() => count({ groupOf: [0, 2, 1] })).toThrow("groupOf[1] must be a whole number from 0 to 1");
    expect(() => count({ groupOf: [0, 1] })).toThrow("groupOf must be of length 3, got 2");
    expect(() => count({ labels: ["a", "a"] })).toThrow('labels must be all different, got "a"');
    expect(() => count({ labels: [] })).toThrow("labels must be at least one name, got none");
    expect(() => count({ labels: Array.from({ length: 257 }, (_, g) => `g${g}`) })).toThrow(
      "at most 256 names, got 257",
    );
  });
});

describe("commuters by where they live", () => {
  const columns = {
    period: Uint32Array.of(0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1),
    site: Uint32Array.of(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1),
    home: Int32Array.of(0, 0, 0, 0, 0, 0, 1, 1, -1, -1, 1, 1),
    daysSeen: Uint32Array.of(5, 5, 5, 5, 3, 3, 0, 0, 5, 5, 4, 4),
    commuter: Uint8Array.of(1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0),
  };
  const commuters = { locations: places, users, offsets: Uint32Array.of(0, 4, 8, 12), length: 12, columns, periods };

  it("are counted for one site, among residents who were seen in working hours", () => {
    const one = countSiteCommuters(commuters, { site: 0, ...groups });
    expect([...one.columns.people]).toEqual([1, 0, 0, 0, 0, 0, 0, 1]);
    expect([...one.columns.seen]).toEqual([2, 0, 0, 0, 1, 0, 0, 1]);
    const two = countSiteCommuters(commuters, { site: 1, ...groups });
    expect(rowsOf(two).filter((row) => row.people > 0)).toEqual([
      { period: 1, location: 0, label: 0, people: 1, seen: 1, share: 1 },
    ]);
  });

  it("a period of the site twice, a site without rows and a user twice are refused", () => {
    const period = columns.period.slice();
    period[2] = 0;
    const count = (given: object, site = 0) => countSiteCommuters({ ...commuters, ...given }, { site, ...groups });
    expect(() => count({ columns: { ...columns, period } })).toThrow("commuters.columns.period[2] must be another one");
    period[2] = 2;
    expect(() => count({ columns: { ...columns, period } })).toThrow("commuters.columns.period[2] must be below the 2");
    expect(() => count({}, 2)).toThrow("site must be a site of the rows, got 2");
    expect(() => count({ users: ["ann", "ann", "cy"] })).toThrow("commuters.users must be all different");
  });
});
