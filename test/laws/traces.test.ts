import fc from "fast-check";
import { expect, it } from "vitest";
import { sparseFromEntries } from "../../src/core/sparse.ts";
import { relocate } from "../../src/traces/relocation.ts";
import { buildTraces } from "../../src/traces/traces.ts";
import type { Crosswalk } from "../../src/types.ts";
import { antennasOf, callsOf, eventsByUser } from "../traces/worlds.ts";

const antennas = antennasOf(5);
const person = fc.constantFrom("u1", "u2", "u3", "u4", "u5", "u6");
const antenna = fc.integer({ min: -1, max: 4 });
const call = fc.tuple(person, person, fc.integer({ min: 0, max: 50 }), antenna, antenna);

it("every side of every record becomes an event or is counted as unlocated", () => {
  fc.assert(
    fc.property(fc.array(call), (rows) => {
      const traces = buildTraces(callsOf(antennas, rows));
      expect(traces.length + traces.unlocated).toBe(2 * rows.length);
      expect(traces.offsets[traces.users.length]).toBe(traces.length);
    }),
    { seed: 42, numRuns: 200 },
  );
});

it("the traces of a user are the stable time order of the user's own sides", () => {
  fc.assert(
    fc.property(fc.array(call), (rows) => {
      const expected: Record<string, [number, number][]> = {};
      const add = (user: string, time: number, at: number): void => {
        if (at >= 0) expected[user] = [...(expected[user] ?? []), [time, at]];
      };
      for (const [caller, callee, time, callerAntenna, calleeAntenna] of rows) {
        add(caller, time, callerAntenna);
        add(callee, time, calleeAntenna);
      }
      for (const events of Object.values(expected)) events.sort((a, b) => a[0] - b[0]);
      expect(eventsByUser(buildTraces(callsOf(antennas, rows)))).toEqual(expected);
    }),
    { seed: 42, numRuns: 200 },
  );
});

it("records cut into tables at any row give the same traces, relocated or not", () => {
  const districts = antennasOf(2);
  const crosswalk: Crosswalk = {
    from: antennas,
    to: districts,
    basis: "points",
    fromTotal: new Float64Array(5).fill(1),
    toTotal: Float64Array.of(2, 2),
    shares: sparseFromEntries(5, 2, [0, 1, 2, 3], [0, 1, 1, 0], [1, 1, 1, 1]),
  };
  fc.assert(
    fc.property(fc.array(call, { minLength: 1 }), fc.nat(), (rows, where) => {
      const cut = where % rows.length;
      const whole = buildTraces(callsOf(antennas, rows));
      const parts = buildTraces([callsOf(antennas, rows.slice(0, cut)), callsOf(antennas, rows.slice(cut))]);
      expect(parts).toEqual(whole);
      expect(relocate(parts, crosswalk)).toEqual(relocate(whole, crosswalk));
    }),
    { seed: 42, numRuns: 200 },
  );
});

it("relocating a part of the users gives the rows that these users have among all", () => {
  const districts = antennasOf(2);
  const shares = sparseFromEntries(5, 2, [0, 1, 2, 3], [0, 1, 1, 0], [1, 1, 1, 1]);
  const fromTotal = new Float64Array(5).fill(1);
  const toTotal = Float64Array.of(2, 2);
  const crosswalk: Crosswalk = { from: antennas, to: districts, basis: "points", fromTotal, toTotal, shares };
  fc.assert(
    fc.property(fc.array(call), fc.subarray(["u1", "u2", "u3", "u4", "u5", "u6"]), (rows, chosen) => {
      const sideOf = (user: string, at: number): number => (chosen.includes(user) ? at : -1);
      const part = rows.map(([a, b, t, x, y]) => [a, b, t, sideOf(a, x), sideOf(b, y)] as const);
      const all = eventsByUser(relocate(buildTraces(callsOf(antennas, rows)), crosswalk));
      const some = eventsByUser(relocate(buildTraces(callsOf(antennas, part)), crosswalk));
      const kept = Object.fromEntries(Object.entries(all).filter(([user]) => chosen.includes(user)));
      expect(some).toEqual(kept);
    }),
    { seed: 42, numRuns: 200 },
  );
});
