import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { dayOfDate } from "../../src/core/dates.ts";
import { rowsOf } from "../../src/core/table.ts";
import { buildPresenceOfDays } from "../../src/places/presence.ts";
import { activeAtEnd, activeBefore, activeInEachWindow, activeInWindow } from "../../src/traces/cohort-activity.ts";
import {
  listedUsers,
  noSilenceOver,
  seenInShareOfHours,
  seenOnShareOfDays,
} from "../../src/traces/cohort-completeness.ts";
import { allOf, anyOf } from "../../src/traces/cohort-joined.ts";
import type { CohortRule } from "../../src/traces/cohort-rules.ts";
import { selectCohort, selectMembers } from "../../src/traces/cohort-selection.ts";
import type { Presence } from "../../src/types.ts";
import { placesOf, tracesOf } from "../slow/sequences.ts";

const places = placesOf(2);
const STORM = dayOfDate("2013-05-16");

/** Presence of users on days. */
function seenOn(days: Readonly<Record<string, readonly number[]>>): Presence {
  const rows = Object.entries(days).flatMap(([user, own]) => own.map((day) => ({ user, day })));
  const columns = { user: rows.map((r) => r.user), day: rows.map((r) => r.day), location: rows.map(() => 0) };
  return buildPresenceOfDays(columns, places);
}
const keptOf = (presence: Presence, rule: CohortRule): readonly string[] => selectCohort(presence, { rule }).kept.users;

describe("a SIM activated shortly before the event", () => {
  it("is left out nine days before and kept ten days before, where ten are asked for", () => {
    const presence = seenOn({ ten: [STORM - 10, STORM], nine: [STORM - 9, STORM + 30], after: [STORM], old: [0] });
    const rule = activeBefore({ day: STORM, minDaysBefore: 10 });
    expect(keptOf(presence, rule)).toEqual(["old", "ten"]);
    expect(keptOf(presence, activeBefore({ day: STORM, minDaysBefore: 1 }))).toEqual(["nine", "old", "ten"]);
  });
});

describe("a window", () => {
  it("has its first and last day in it", () => {
    const presence = seenOn({ first: [10], last: [19], before: [9], past: [20] });
    expect(keptOf(presence, activeInWindow({ firstDay: 10, lastDay: 19 }))).toEqual(["first", "last"]);
    expect(keptOf(presence, activeAtEnd({ lastDay: 19, windowDays: 10 }))).toEqual(["first", "last"]);
    expect(keptOf(presence, activeAtEnd({ lastDay: 19, windowDays: 9 }))).toEqual(["last"]);
  });

  it("counts events and days apart, and those of two places on one day once", () => {
    const user = ["busy", "busy", "busy", "busy", "steady", "steady"];
    const presence = buildPresenceOfDays({ user, day: [1, 1, 1, 1, 1, 2], location: [0, 0, 1, 1, 0, 0] }, places);
    expect(keptOf(presence, activeInWindow({ firstDay: 0, lastDay: 9, minEvents: 4 }))).toEqual(["busy"]);
    expect(keptOf(presence, activeInWindow({ firstDay: 0, lastDay: 9, minDays: 2 }))).toEqual(["steady"]);
  });

  it("before and one at the end make the cohort of Haiti, with a count for each step", () => {
    const quake = dayOfDate("2010-01-12");
    const presence = seenOn({
      both: [quake - 3, quake + 150],
      gone: [quake - 3, quake + 5],
      foreign: [quake + 9, quake + 150],
      absent: [],
      relief: [quake + 1],
    });
    const rule = allOf([
      activeInWindow({ firstDay: quake - 42, lastDay: quake - 1 }),
      activeAtEnd({ lastDay: quake + 158, windowDays: 31 }),
    ]);
    const { kept, excluded, steps } = selectCohort(presence, { rule });
    expect(kept.users).toEqual(["both"]);
    const before = "seen from 2009-12-01 to 2010-01-11";
    expect(excluded.users).toEqual(["foreign", "gone", "relief"]);
    expect(excluded.columns.unmet).toEqual([before, "seen in the 31 days to 2010-06-19", before]);
    expect(rowsOf(steps).map(({ given, excluded: out, kept: left }) => [given, out, left])).toEqual([
      [4, 2, 2],
      [2, 1, 1],
    ]);
  });
});

describe("active subscribers", () => {
  const weeks = { firstDay: 4, lastDay: 17, windowDays: 7, minDays: 5 };
  it("are seen on five days of every week, whichever days these are; a window that slides is stricter", () => {
    const days = [4, 5, 6, 7, 8, 13, 14, 15, 16, 17];
    const presence = seenOn({ fives: days, four: days.slice(1), all: Array.from({ length: 14 }, (_, d) => 4 + d) });
    expect(keptOf(presence, activeInEachWindow({ ...weeks, stepDays: 7 }))).toEqual(["all", "fives"]);
    expect(keptOf(presence, activeInEachWindow({ ...weeks, stepDays: 1 }))).toEqual(["all"]);
  });

  it("are asked of whole windows only, and a window longer than the span is refused", () => {
    const presence = seenOn({ early: [4, 5, 6, 7, 8] });
    expect(keptOf(presence, activeInEachWindow({ ...weeks, lastDay: 16, stepDays: 7 }))).toEqual(["early"]);
    expect(() => activeInEachWindow({ ...weeks, lastDay: 9, stepDays: 7 })).toThrow("windowDays must be");
  });
});

describe("silence and completeness", () => {
  const span = { firstDay: 1, lastDay: 10 };
  it("a silence counts from the first day of the span and to the last", () => {
    const presence = seenOn({ late: [4, 7, 10], early: [1, 4, 7], even: [3, 6, 9], gap: [1, 5, 9] });
    expect(keptOf(presence, noSilenceOver({ ...span, maxSilentDays: 3 }))).toEqual(["early", "even", "gap", "late"]);
    expect(keptOf(presence, noSilenceOver({ ...span, maxSilentDays: 2 }))).toEqual(["even"]);
  });

  it("a share that is met exactly is met", () => {
    const presence = seenOn({ seven: [1, 2, 3, 4, 5, 6, 7], six: [1, 2, 3, 4, 5, 6] });
    expect(keptOf(presence, seenOnShareOfDays({ ...span, minShare: 0.7 }))).toEqual(["seven"]);
  });

  it("hours are local, counted once a day, and asked of traces only", () => {
    const clock = createClock({ timeZone: "Asia/Kathmandu" });
    // Since 1986 18:15 UTC is midnight in Kathmandu: the two minutes lie in different local days and hours.
    const day = dayOfDate("1990-01-01");
    const at = (hour: number, minute: number): number => day * 86_400 + hour * 3600 + minute * 60;
    const traces = tracesOf(
      [18, 18, 18].map((hour, i) => ["u", at(hour, 14 + i), 0] as const),
      places,
    );
    const rule = (minShare: number): CohortRule => seenInShareOfHours({ firstDay: day, lastDay: day + 1, minShare });
    expect(selectCohort(traces, { rule: rule(2 / 48), clock }).kept.users).toEqual(["u"]);
    expect(selectCohort(traces, { rule: rule(2.1 / 48), clock }).kept.users).toEqual([]);
    expect(() => keptOf(seenOn({ u: [1] }), anyOf([rule(0.5)]))).toThrow("one about days, got one about hours");
  });
});

describe("a cohort", () => {
  const traces = tracesOf(
    [
      ["bo", 10, 0],
      ["ann", 20, 1],
    ],
    places,
    ["ann", "bo", "cy"],
  );
  const clock = createClock({ timeZone: "UTC" });
  const day = activeInWindow({ firstDay: 0, lastDay: 0 });

  it("asks users without rows too, who were never seen", () => {
    const { kept, excluded } = selectCohort(traces, { rule: day, clock });
    expect([kept.users, excluded.users]).toEqual([["ann", "bo"], ["cy"]]);
    expect(kept.locations).toBe(traces.locations);
  });

  it("can ask for a list, or for one thing or another, which is one step", () => {
    const listed = listedUsers({ users: ["cy", "nobody"], as: "answered the survey" });
    const rule = allOf([anyOf([listed, allOf([day, activeBefore({ day: 5, minDaysBefore: 5 })])])]);
    expect(rule.asks).toEqual([
      "answered the survey, or seen from 1970-01-01 to 1970-01-01 and first seen at least 5 days before 1970-01-06",
    ]);
    expect(selectCohort(traces, { rule, clock }).kept.users).toEqual(["ann", "bo", "cy"]);
    expect(selectCohort(traces, { rule: listed, clock }).kept.users).toEqual(["cy"]);
  });

  it("asks the rules within a rule one by one, and gives the reason that is theirs", () => {
    const presence = seenOn({ late: [9], early: [1], both: [1, 9], one: [1, 5] });
    const rule = allOf([
      allOf([activeInWindow({ firstDay: 0, lastDay: 3 }), activeInWindow({ firstDay: 4, lastDay: 9 })]),
      activeAtEnd({ lastDay: 9, windowDays: 2 }),
    ]);
    const { kept, excluded, steps } = selectCohort(presence, { rule });
    expect(kept.users).toEqual(["both"]);
    expect(excluded.users.map((user, i) => [user, rule.asks.indexOf(excluded.columns.unmet[i]!)])).toEqual([
      ["early", 1],
      ["late", 0],
      ["one", 2],
    ]);
    expect(Array.from(steps.columns.kept)).toEqual([3, 2, 1]);
  });

  it("needs a clock for traces and refuses one for presence, people who stand twice, and rules that answer wrongly", () => {
    expect(() => selectCohort(traces, { rule: day })).toThrow("clock must be a clock");
    expect(() => selectCohort(seenOn({ u: [1] }), { rule: day, clock })).toThrow("clock must be left out");
    const twice = { ...traces, users: ["ann", "ann", "bo"] };
    expect(() => selectCohort(twice, { rule: day, clock })).toThrow("rows.users must be all different");
    const odd = { asks: ["anything"], unmetBy: (seen: unknown): number => (seen === null ? 0 : 1) };
    expect(() => selectCohort(traces, { rule: odd, clock })).toThrow(
      "what rule.unmetBy gives must be a whole number from -1 to 0, got 1",
    );
  });

  it("leaves its input as it was, and members are found in tables of one row or many rows a user", () => {
    const given = structuredClone(traces);
    const { kept } = selectCohort(traces, { rule: day, clock });
    expect(traces).toEqual(given);
    const homes = { locations: places, users: traces.users, length: 3, columns: { location: Int32Array.of(1, 0, -1) } };
    const members = selectMembers(homes, [...kept.users].reverse());
    expect(members).toEqual({ ...homes, users: ["ann", "bo"], length: 2, columns: { location: Int32Array.of(1, 0) } });
    expect(Object.keys(members)).not.toContain("offsets");
    expect(selectMembers(traces, ["bo"])).toEqual({ ...tracesOf([["bo", 10, 0]], places) });
  });

  it("members are not looked for in tables whose rows are not the users'", () => {
    const table = { locations: places, users: ["ann", "bo"], length: 3, columns: { location: Int32Array.of(1, 0, 1) } };
    expect(() => selectMembers(table, ["bo"])).toThrow("selectMembers: table.users must be of length 3, got 2");
    expect(() => selectMembers({ ...table, length: 2 }, ["bo"])).toThrow("table.columns.location must be of length 2");
    // As many calls as users: row 1 is a call from bo to ann, and no row of bo's.
    const calls = { ...table, length: 2, columns: { caller: Uint32Array.of(0, 1), callee: Uint32Array.of(1, 0) } };
    expect(() => selectMembers(calls, ["bo"])).toThrow(
      "selectMembers: table must be of rows of one user each, got calls",
    );
    const short = { ...traces, columns: { ...traces.columns, time: traces.columns.time.slice(1) } };
    expect(() => selectMembers(short, ["bo"])).toThrow("selectMembers: table.columns.time must be of length");
  });
});
