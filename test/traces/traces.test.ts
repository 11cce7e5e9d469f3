import { describe, expect, it } from "vitest";
import { buildTraces } from "../../src/traces/traces.ts";
import { antennasOf, callsOf, eventsByUser } from "./worlds.ts";

const antennas = antennasOf(4);

describe("buildTraces", () => {
  it("a record places both its people, each at their own antenna", () => {
    const traces = buildTraces(callsOf(antennas, [["ana", "bo", 100, 0, 3]]));
    expect(eventsByUser(traces)).toEqual({ ana: [[100, 0]], bo: [[100, 3]] });
    expect(traces.unlocated).toBe(0);
  });

  it("a side without an antenna places nobody and is counted", () => {
    const traces = buildTraces(
      callsOf(antennas, [
        ["ana", "x", 100, 0, -1],
        ["x", "ana", 200, -1, -1],
      ]),
    );
    expect(traces.users).toEqual(["ana"]);
    expect(eventsByUser(traces)).toEqual({ ana: [[100, 0]] });
    expect(traces.unlocated).toBe(3);
  });

  it("users stand in the order of their ids and events in the order of time", () => {
    const traces = buildTraces(
      callsOf(antennas, [
        ["zoe", "ana", 300, 1, 2],
        ["Bo", "ana", 100, 3, 0],
      ]),
    );
    expect(traces.users).toEqual(["Bo", "ana", "zoe"]);
    expect(eventsByUser(traces)["ana"]).toEqual([
      [100, 0],
      [300, 2],
    ]);
  });

  it("events of the same second keep the order of the records, the caller's side first", () => {
    const traces = buildTraces(
      callsOf(antennas, [
        ["ana", "bo", 100, 2, 1],
        ["bo", "ana", 100, 3, 0],
        ["ana", "ana", 100, 1, 3],
      ]),
    );
    expect(eventsByUser(traces)["ana"]!.map(([, location]) => location)).toEqual([2, 0, 1, 3]);
  });

  it("several tables give the same traces as one table of all their records", () => {
    const first = callsOf(antennas, [["ana", "bo", 100, 0, 1]]);
    const second = callsOf(antennas, [["bo", "cy", 50, 2, 3]]);
    const both = callsOf(antennas, [
      ["ana", "bo", 100, 0, 1],
      ["bo", "cy", 50, 2, 3],
    ]);
    expect(buildTraces([first, second])).toEqual(buildTraces(both));
  });

  it("tables over other antennas, or none at all, are refused", () => {
    const here = callsOf(antennas, [["ana", "bo", 100, 0, 1]]);
    const there = callsOf(antennasOf(3), [["ana", "bo", 100, 0, 1]]);
    expect(() => buildTraces([here, there])).toThrow(RangeError);
    expect(() => buildTraces([])).toThrow("buildTraces: calls must be at least one table");
  });
});
