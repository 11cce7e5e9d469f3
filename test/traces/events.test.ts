import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildTracesOfEvents, type EventColumns } from "../../src/traces/events.ts";
import { buildTraces } from "../../src/traces/traces.ts";
import { antennasOf, callsOf } from "./worlds.ts";

const antennas = antennasOf(4);

describe("buildTracesOfEvents", () => {
  it("events as columns give the same traces as the records they come from", () => {
    const side = fc.tuple(
      fc.constantFrom("u3", "u1", "u2"),
      fc.integer({ min: 0, max: 9 }),
      fc.integer({ min: 0, max: 3 }),
    );
    fc.assert(
      fc.property(fc.array(side), (rows) => {
        const users = [...new Set(rows.map(([user]) => user))];
        const events = {
          users,
          user: Uint32Array.from(rows, ([user]) => users.indexOf(user)),
          time: Uint32Array.from(rows, ([, time]) => time),
          location: Uint32Array.from(rows, ([, , location]) => location),
        };
        const calls = callsOf(
          antennas,
          rows.map(([user, time, location]) => [user, "nobody", time, location, -1] as const),
        );
        expect(buildTracesOfEvents(events, antennas)).toEqual({ ...buildTraces(calls), unlocated: 0 });
      }),
      { seed: 42 },
    );
  });

  it("a user without an event keeps an empty sequence", () => {
    const none = new Uint32Array(0);
    const traces = buildTracesOfEvents({ users: ["ana"], user: none, time: none, location: none }, antennas);
    expect([...traces.offsets]).toEqual([0, 0]);
  });

  it("columns of other lengths, unknown users or locations, and ids given twice are refused", () => {
    const one = Uint32Array.of(0);
    const events = { users: ["ana"], user: one, time: one, location: one };
    expect(() => buildTracesOfEvents({ ...events, time: new Uint32Array(2) }, antennas)).toThrow("of length 1, got 2");
    expect(() => buildTracesOfEvents({ ...events, user: Uint32Array.of(1) }, antennas)).toThrow("events.user[0]");
    expect(() => buildTracesOfEvents({ ...events, location: Uint32Array.of(4) }, antennas)).toThrow(
      "below the 4 locations",
    );
    expect(() => buildTracesOfEvents({ ...events, users: ["ana", "ana"] }, antennas)).toThrow("all different");
  });

  it.each([
    ["time", [1_709_559_000_000]],
    ["time", [new Date(1_709_559_000_000)]],
    ["time", ["2024-03-04"]],
    ["time", [NaN]],
    ["location", ["A1"]],
    ["location", Int32Array.of(-1)],
    ["user", ["ana"]],
  ])("a %s that 32 bits would turn into another is refused, not changed", (name, column) => {
    const events = { users: ["ana"], user: [0], time: [0], location: [0], [name]: column } as unknown as EventColumns;
    expect(() => buildTracesOfEvents(events, antennas)).toThrow(`events.${name}[0] must be a whole number`);
  });

  it("the columns given are not changed", () => {
    const events = {
      users: ["b", "a"],
      user: Uint32Array.of(0, 1),
      time: Uint32Array.of(9, 8),
      location: Uint32Array.of(3, 2),
    };
    const before = structuredClone(events);
    buildTracesOfEvents(events, antennas);
    expect(events).toEqual(before);
  });
});
