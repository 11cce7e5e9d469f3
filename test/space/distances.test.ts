import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { measureDistances } from "../../src/space/distances.ts";
import { antennasAt, pointsOver } from "./worlds.ts";

describe("distances between places", () => {
  const places = antennasAt(pointsOver(createRandom(1), 178, 60, 30));

  it("are great-circle distances, the same both ways, 0 from a place to itself", () => {
    const { rows, columns, value } = measureDistances(places);
    expect([rows, columns, value.length]).toEqual([30, 30, 900]);
    const { lon, lat } = places.columns;
    for (let i = 0; i < 30; i++) {
      for (let j = 0; j < 30; j++) {
        expect(value[i * 30 + j]).toBe(i === j ? 0 : greatCircleMeters(lon[i]!, lat[i]!, lon[j]!, lat[j]!));
      }
    }
  });

  it("grow with the radius", () => {
    const unit = measureDistances(places, { radiusMeters: 1 });
    const earth = measureDistances(places, { radiusMeters: 6_371_000 });
    for (let k = 0; k < 900; k++) expect(earth.value[k]).toBeCloseTo(unit.value[k]! * 6_371_000, 6);
  });

  it("need a radius above 0", () => {
    for (const radiusMeters of [0, -1, Number.NaN]) {
      expect(() => measureDistances(places, { radiusMeters })).toThrow(
        "measureDistances: radiusMeters must be a finite number",
      );
    }
  });
});
