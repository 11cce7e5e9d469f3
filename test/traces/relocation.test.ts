import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { sparseFromEntries } from "../../src/core/sparse.ts";
import { relocate } from "../../src/traces/relocation.ts";
import { buildTraces } from "../../src/traces/traces.ts";
import type { Crosswalk } from "../../src/types.ts";
import { antennasOf, callsOf, eventsByUser } from "./worlds.ts";

const antennas = antennasOf(3);
const districts = createLocations("zones", ["north", "south"], [30, 30], [2, 0]);

/** Antenna 0 lies mostly in the south, antenna 1 half and half, antenna 2 nowhere. */
const crosswalk: Crosswalk = {
  from: antennas,
  to: districts,
  basis: "area",
  fromTotal: Float64Array.of(10, 10, 10),
  toTotal: Float64Array.of(8, 12),
  shares: sparseFromEntries(3, 2, [0, 0, 1, 1], [0, 1, 0, 1], [0.3, 0.7, 0.5, 0.5]),
};

describe("relocate", () => {
  const traces = buildTraces(
    callsOf(antennas, [
      ["ana", "bo", 100, 0, 2],
      ["ana", "bo", 200, 1, 2],
      ["ana", "bo", 300, 2, -1],
    ]),
  );
  const moved = relocate(traces, crosswalk);

  it("an event goes to the location with the largest share, of equal shares to the lower row", () => {
    expect(moved.locations.key).toBe(districts.key);
    expect(eventsByUser(moved)["ana"]).toEqual([
      [100, 1],
      [200, 0],
    ]);
  });

  it("events at an antenna outside every district are counted, and their users stay", () => {
    expect(moved.unlocated).toBe(traces.unlocated + 3);
    expect(moved.users).toEqual(["ana", "bo"]);
    expect(eventsByUser(moved)["bo"]).toEqual([]);
    expect(moved.length + moved.unlocated).toBe(traces.length + traces.unlocated);
  });

  it("traces out of time order or at antennas that do not exist are refused, not moved", () => {
    const { time, location } = traces.columns;
    expect(() => relocate({ ...traces, columns: { time: time.toReversed(), location } }, crosswalk)).toThrow(
      /^relocate: traces.columns.time\[\d+\] must be in time order/,
    );
    expect(() => relocate({ ...traces, columns: { time, location: location.map(() => 99) } }, crosswalk)).toThrow(
      "relocate: traces.columns.location[0] must be below",
    );
  });

  it("a crosswalk from other antennas is refused", () => {
    expect(() => relocate(traces, { ...crosswalk, from: antennasOf(4) })).toThrow(
      "relocate: crosswalk.from must be over",
    );
  });
});
