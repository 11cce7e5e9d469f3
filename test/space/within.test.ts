import { describe, expect, it } from "vitest";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { findWithin } from "../../src/space/within.ts";
import { slowByDistance } from "../slow/nearby.ts";
import { NEARBY_WORLDS } from "./nearby-worlds.ts";
import { antennasAt } from "./worlds.ts";

describe("the locations within a radius", () => {
  for (const { name, locations, lon, lat } of NEARBY_WORLDS) {
    it.each([0, 1e-3, 30_000, 120_000, 2_000_000, 15_000_000, 20_015_000, 20_015_115, 1e9])(
      `${name} are those that trying all finds, nearest first, at %f metres`,
      (radiusMeters) => {
        const { offsets, location, distanceMeters } = findWithin(locations, lon, lat, { radiusMeters });
        for (const i of lon.keys()) {
          const slow = slowByDistance(locations, lon[i]!, lat[i]!).filter(({ d }) => d <= radiusMeters);
          expect([...location.subarray(offsets[i]!, offsets[i + 1]!)]).toEqual(slow.map(({ row }) => row));
          expect([...distanceMeters.subarray(offsets[i]!, offsets[i + 1]!)]).toEqual(slow.map(({ d }) => d));
        }
        expect(location.length).toBe(offsets[lon.length]);
      },
    );

    it(`${name} include one that stands on the circle, to the last digit`, () => {
      for (const i of [0, 3]) {
        for (const { d, row } of slowByDistance(locations, lon[i]!, lat[i]!)) {
          const at = findWithin(locations, [lon[i]!], [lat[i]!], { radiusMeters: d });
          expect(at.location).toContain(row);
          if (d === 0) continue;
          const less = findWithin(locations, [lon[i]!], [lat[i]!], { radiusMeters: d * (1 - 2 ** -52) });
          expect(less.location).not.toContain(row);
        }
      }
    });
  }

  it("of a point do not depend on the other points", () => {
    const { locations, lon, lat } = NEARBY_WORLDS[2]!;
    const all = findWithin(locations, lon, lat, { radiusMeters: 90_000 });
    const half = findWithin(locations, lon.slice(60), lat.slice(60), { radiusMeters: 90_000 });
    expect(all.location.slice(all.offsets[60])).toEqual(half.location);
    expect(all.distanceMeters.slice(all.offsets[60])).toEqual(half.distanceMeters);
  });

  it("are none where nothing is near, or nothing there or asked", () => {
    const two = antennasAt({ lon: [0, 1], lat: [0, 0] });
    expect([...findWithin(two, [50, 0], [0, 0], { radiusMeters: 1000 }).offsets]).toEqual([0, 0, 1]);
    const none = antennasAt({ lon: [], lat: [] });
    expect([...findWithin(none, [0], [0], { radiusMeters: 1e9 }).offsets]).toEqual([0, 0]);
    expect([...findWithin(two, [], [], { radiusMeters: 1 }).offsets]).toEqual([0]);
  });

  it("are within a radius of at least 0 metres", () => {
    const two = antennasAt({ lon: [0, 1], lat: [0, 0] });
    const d = greatCircleMeters(0, 0, 1, 0);
    expect([...findWithin(two, [0], [0], { radiusMeters: d }).distanceMeters]).toEqual([0, d]);
    expect(() => findWithin(two, [0], [0], { radiusMeters: -1 })).toThrow(
      "findWithin: radiusMeters must be a finite number of at least 0, got -1",
    );
  });
});
