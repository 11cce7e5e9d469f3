import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { buildPresence, buildPresenceOfDays } from "../../src/places/presence.ts";
import { slowPresence } from "../slow/places.ts";
import { placesOf, rowsByUser, tracesOf } from "../slow/sequences.ts";

const utc = createClock({ timeZone: "UTC" });
const HOUR = 3600;
const DAY = 86_400;

/** UTC seconds of an ISO time. */
function at(iso: string): number {
  return Date.parse(iso) / 1000;
}

describe("presence from traces", () => {
  it("a place seen several times on a day is one row with the number of its events", () => {
    const traces = tracesOf(
      [
        ["ann", 10, 2],
        ["ann", 20, 0],
        ["ann", 30, 2],
        ["ann", DAY + 5, 2],
      ],
      placesOf(3),
    );
    expect(rowsByUser(buildPresence(traces, { clock: utc }))).toEqual({
      ann: [
        { day: 0, location: 0, events: 1 },
        { day: 0, location: 2, events: 2 },
        { day: 1, location: 2, events: 1 },
      ],
    });
  });

  it("the day changes at local midnight, not at that of UTC", () => {
    const traces = tracesOf(
      [
        ["ann", at("2016-01-01T18:14:59Z"), 0],
        ["ann", at("2016-01-01T18:15:00Z"), 0],
      ],
      placesOf(1),
    );
    const clock = createClock({ timeZone: "Asia/Kathmandu" });
    expect([...buildPresence(traces, { clock }).columns.day]).toEqual([16_801, 16_802]);
    expect([...buildPresence(traces, { clock: utc }).columns.day]).toEqual([16_801]);
  });

  it("where clocks go back over midnight, the minute of the next day stays with the next day", () => {
    const clock = createClock({ timeZone: "America/St_Johns" });
    const traces = tracesOf(
      [
        ["ann", at("2008-11-02T02:00:00Z"), 1],
        ["ann", at("2008-11-02T02:30:30Z"), 0], // 00:00:30 on the 2nd
        ["ann", at("2008-11-02T02:31:30Z"), 1], // 23:01:30 on the 1st again
        ["ann", at("2008-11-02T04:00:00Z"), 0],
      ],
      placesOf(2),
    );
    const first = clock.dayOf(at("2008-11-02T02:00:00Z"));
    expect(rowsByUser(buildPresence(traces, { clock }))).toEqual({
      ann: [
        { day: first, location: 1, events: 2 },
        { day: first + 1, location: 0, events: 2 },
      ],
    });
  });

  it("the places of a day are in order however many there are", () => {
    const count = 300;
    const traces = tracesOf(
      Array.from({ length: count }, (_, i) => ["ann", i, (i * 7) % count] as const),
      placesOf(count),
    );
    expect([...buildPresence(traces, { clock: utc }).columns.location]).toEqual(
      Array.from({ length: count }, (_, l) => l),
    );
  });

  it("rows are kept where the table has to grow several times", () => {
    const users = Array.from({ length: 40 }, (_, u) => `u${String(u).padStart(2, "0")}`);
    const traces = tracesOf(
      users.flatMap((user, u) =>
        Array.from({ length: u < 20 ? 1 : 400 }, (_, i) => [user, i * 6 * HOUR, (u + i) % 9] as const),
      ),
      placesOf(9),
    );
    const presence = buildPresence(traces, { clock: utc });
    expect(rowsByUser(presence)).toEqual(slowPresence(traces, utc));
    expect(presence.columns.day.buffer.byteLength).toBe(4 * presence.length);
    expect(presence.offsets[40]).toBe(presence.length);
    expect(presence.length).toBe(20 + 20 * 400);
  });

  it("the last second that a time can be belongs to its day", () => {
    const last = 0xffff_ffff;
    const traces = tracesOf(
      [
        ["ann", last - 1, 0],
        ["ann", last, 0],
        ["ann", last, 0],
      ],
      placesOf(1),
    );
    expect(rowsByUser(buildPresence(traces, { clock: utc }))).toEqual({
      ann: [{ day: Math.floor(last / DAY), location: 0, events: 3 }],
    });
  });

  it("users without events have no rows, and no users give an empty table", () => {
    const traces = tracesOf([["bo", 5, 0]], placesOf(1), ["ann", "bo", "cy"]);
    const presence = buildPresence(traces, { clock: utc });
    expect([...presence.offsets]).toEqual([0, 0, 1, 1]);
    expect(presence.users).toEqual(["ann", "bo", "cy"]);
    expect(buildPresence(tracesOf([], placesOf(1), ["ann"]), { clock: utc }).length).toBe(0);
    expect(buildPresence(tracesOf([], placesOf(0), []), { clock: utc }).length).toBe(0);
  });

  it("the traces are not changed", () => {
    const traces = tracesOf(
      [
        ["ann", 10, 1],
        ["ann", 20, 0],
      ],
      placesOf(2),
    );
    const copy = structuredClone(traces);
    buildPresence(traces, { clock: utc });
    expect(traces).toEqual(copy);
  });

  it("traces out of time order, at places that do not exist or with broken offsets are refused", () => {
    const good = tracesOf(
      [
        ["ann", 10, 1],
        ["ann", 20, 0],
        ["bo", 5, 0],
      ],
      placesOf(2),
    );
    const { location } = good.columns;
    const falling = { ...good, columns: { time: Uint32Array.of(20, 10, 5), location } };
    expect(() => buildPresence(falling, { clock: utc })).toThrow(
      "buildPresence: traces.columns.time[1] must be in time order within its user, from 20, got 10",
    );
    const elsewhere = { ...good, columns: { ...good.columns, location: Uint32Array.of(1, 2, 0) } };
    expect(() => buildPresence(elsewhere, { clock: utc })).toThrow(
      "buildPresence: traces.columns.location[1] must be below the 2 locations, got 2",
    );
    expect(() => buildPresence({ ...good, offsets: Uint32Array.of(0, 2, 2) }, { clock: utc })).toThrow(RangeError);
    const short = { ...good, columns: { ...good.columns, time: Uint32Array.of(1, 2) } };
    expect(() => buildPresence(short, { clock: utc })).toThrow("traces.columns.time must be of length 3, got 2");
  });
});

describe("presence from rows of days", () => {
  it("users are in the order of their ids, and rows that say the same thing become one", () => {
    const rows = {
      user: ["u10", "u2", "u10", "u2", "u10"],
      day: [7, -3, 7, 5, 6],
      location: [1, 0, 1, 0, 1],
    };
    const presence = buildPresenceOfDays(rows, placesOf(2));
    expect(presence.users).toEqual(["u10", "u2"]);
    expect(rowsByUser(presence)).toEqual({
      u10: [
        { day: 6, location: 1, events: 1 },
        { day: 7, location: 1, events: 2 },
      ],
      u2: [
        { day: -3, location: 0, events: 1 },
        { day: 5, location: 0, events: 1 },
      ],
    });
  });

  it("no rows give no users", () => {
    const presence = buildPresenceOfDays({ user: [], day: [], location: [] }, placesOf(2));
    expect([presence.users.length, presence.length, presence.offsets.length]).toEqual([0, 0, 1]);
  });

  it("columns of different lengths, days that are not whole and places that do not exist are refused", () => {
    const places = placesOf(2);
    expect(() => buildPresenceOfDays({ user: ["a"], day: [1, 2], location: [0] }, places)).toThrow(
      "buildPresenceOfDays: rows.day must be of length 1, got 2",
    );
    expect(() => buildPresenceOfDays({ user: ["a"], day: [1], location: [] }, places)).toThrow("rows.location must be");
    expect(() => buildPresenceOfDays({ user: ["a"], day: [1.5], location: [0] }, places)).toThrow(
      "rows.day[0] must be a whole number",
    );
    expect(() => buildPresenceOfDays({ user: ["a"], day: [NaN], location: [0] }, places)).toThrow("rows.day[0]");
    expect(() => buildPresenceOfDays({ user: ["a"], day: [1], location: [2] }, places)).toThrow(
      "rows.location[0] must be a whole number from 0 to 1, got 2",
    );
    expect(() => buildPresenceOfDays({ user: ["a"], day: [1], location: [-1] }, places)).toThrow("rows.location[0]");
  });
});
