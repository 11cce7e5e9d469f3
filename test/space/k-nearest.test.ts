import { describe, expect, it } from "vitest";
import { findKNearest } from "../../src/space/k-nearest.ts";
import { findNearest } from "../../src/space/nearest.ts";
import { slowByDistance } from "../slow/nearby.ts";
import { NEARBY_WORLDS } from "./nearby-worlds.ts";
import { antennasAt } from "./worlds.ts";

describe("the k nearest locations", () => {
  for (const { name, locations, lon, lat } of NEARBY_WORLDS) {
    it.each([1, 2, 5, 8, 9, 40])(`${name} are the first %i of all sorted by distance and row`, (count) => {
      const { offsets, location, distanceMeters } = findKNearest(locations, lon, lat, { count });
      for (const i of lon.keys()) {
        const slow = slowByDistance(locations, lon[i]!, lat[i]!).slice(0, count);
        expect([...location.subarray(offsets[i]!, offsets[i + 1]!)]).toEqual(slow.map(({ row }) => row));
        expect([...distanceMeters.subarray(offsets[i]!, offsets[i + 1]!)]).toEqual(slow.map(({ d }) => d));
      }
    });
  }

  it("begin with the nearest one", () => {
    const { locations, lon, lat } = NEARBY_WORLDS[0]!;
    const nearest = findNearest(locations, lon, lat);
    const { location, distanceMeters } = findKNearest(locations, lon, lat, { count: 1 });
    expect(location).toEqual(nearest.location);
    expect(distanceMeters).toEqual(nearest.distanceMeters);
  });

  it("are all of them where there are fewer, and none where there are none", () => {
    const three = antennasAt({ lon: [2, 0, 1], lat: [0, 0, 0] });
    const found = findKNearest(three, [0.1, 3], [0, 0], { count: 9 });
    expect([...found.offsets]).toEqual([0, 3, 6]);
    expect([...found.location]).toEqual([1, 2, 0, 0, 2, 1]);
    const none = findKNearest(antennasAt({ lon: [], lat: [] }), [0, 1], [0, 1], { count: 3 });
    expect([[...none.offsets], none.location.length]).toEqual([[0, 0, 0], 0]);
    expect([...findKNearest(three, [], [], { count: 3 }).offsets]).toEqual([0]);
  });

  it("of a point do not depend on the other points", () => {
    const { locations, lon, lat } = NEARBY_WORLDS[1]!;
    const all = findKNearest(locations, lon, lat, { count: 7 });
    const half = findKNearest(locations, lon.slice(60), lat.slice(60), { count: 7 });
    expect(all.location.slice(60 * 7)).toEqual(half.location);
    expect(all.distanceMeters.slice(60 * 7)).toEqual(half.distanceMeters);
  });

  it("are asked for in a number that can be counted", () => {
    const one = antennasAt({ lon: [1], lat: [2] });
    expect(() => findKNearest(one, [0], [0], { count: 0 })).toThrow(
      "findKNearest: count must be a whole number of at least 1, got 0",
    );
    const many = antennasAt({ lon: new Array(65_536).fill(1), lat: new Array(65_536).fill(1) });
    const at = new Float64Array(65_536);
    expect(() => findKNearest(many, at, at, { count: 70_000 })).toThrow(
      "findKNearest: count · points must be at most 4294967295, got 4294967296",
    );
  });
});
