import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import { mobilityNetwork } from "../../src/metrics/mobility-network.ts";
import { visitsPerLocation } from "../../src/metrics/visits-per-location.ts";
import { placesAt, seenAt } from "./mobility-worlds.ts";

const places = placesAt([0, 0], [1, 0], [2, 0]);
const traces = seenAt(places, [2, 0, 0, 2, 0, 1], [1], [1, 1]);

describe("the individual mobility network", () => {
  it("has an edge for each pair of places in a row, with its trips", () => {
    const network = mobilityNetwork(traces);
    expect([...network.offsets]).toEqual([0, 3, 3, 3]);
    expect(rowsOf(network)).toEqual([
      { origin: 0, destination: 1, trips: 1 },
      { origin: 0, destination: 2, trips: 1 },
      { origin: 2, destination: 0, trips: 2 },
    ]);
  });

  it("keeps loops if asked for", () => {
    const network = mobilityNetwork(traces, { selfLoops: "keep" });
    expect([...network.offsets]).toEqual([0, 4, 4, 5]);
    expect(rowsOf(network)).toContainEqual({ origin: 0, destination: 0, trips: 1 });
    expect(rowsOf(network)).toContainEqual({ origin: 1, destination: 1, trips: 1 });
    expect(() => mobilityNetwork(traces, { selfLoops: true as never })).toThrow('selfLoops must be "drop" or "keep"');
  });
});

describe("visits per location", () => {
  it("count rows and distinct people, also where there are none", () => {
    expect(rowsOf(visitsPerLocation(seenAt(placesAt([0, 0], [1, 0], [2, 0]), [0, 0], [0], [2])))).toEqual([
      { visits: 3, people: 2 },
      { visits: 0, people: 0 },
      { visits: 1, people: 1 },
    ]);
  });
});
