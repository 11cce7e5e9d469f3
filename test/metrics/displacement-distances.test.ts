import geographiclib from "geographiclib-geodesic";
import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { rowsOf } from "../../src/core/table.ts";
import { measureDisplacementByHome, measureDisplacementVectors } from "../../src/metrics/displacement-distances.ts";
import { measureDisplacementStatistics } from "../../src/metrics/displacement-statistics.ts";
import { type DisplacementStates, detectDisplacement } from "../../src/moves/displacement-states.ts";
import { buildPresenceOfDays } from "../../src/places/presence.ts";
import { ellipsoidal } from "../../src/space/distance-measures.ts";
import type { HomePlaces, Locations, Traces } from "../../src/types.ts";

/** People of home 0 who are in these places on the day of the event. */
function statesAt(locations: Locations, places: readonly number[]): DisplacementStates {
  const users = places.map((_, u) => `u${u}`);
  const rows = { user: users, day: places.map(() => 0), location: places };
  const homes: HomePlaces = {
    locations,
    users,
    length: users.length,
    columns: { location: new Int32Array(users.length) },
  };
  return detectDisplacement(buildPresenceOfDays(rows, locations), homes, {
    eventDay: 0,
    followDays: 0,
    minLostDays: 1,
  });
}

describe("how far and which way", () => {
  it("north is 0°, east 90°, south 180°, west 270°, at home no way at all", () => {
    const cross = createLocations("zones", ["o", "n", "e", "s", "w"], [0, 0, 1, 0, -1], [0, 1, 0, -1, 0]);
    const { meters, bearingDegrees } = measureDisplacementVectors(statesAt(cross, [0, 1, 2, 3, 4]), {
      daysAfter: 0,
    }).columns;
    expect(Array.from(bearingDegrees)).toEqual([Number.NaN, 0, 90, 180, 270]);
    expect(Array.from(meters, Math.round)).toEqual([0, 111195, 111195, 111195, 111195]);
  });

  it("bearings are within a fifth of a degree of those on the ellipsoid, over 180° too, and for places metres apart", () => {
    const lon = [-72.335, -72.336, -73.9, 2.35, 179.5, -179.9];
    const lat = [18.539, 18.5395, 19.2, 48.85, -16.5, -17.1];
    const ids = ["home", "next door", "north-west", "Paris", "west of 180", "east of 180"];
    for (let h = 0; h < lon.length; h++) {
      const order = [h, ...lon.keys()].filter((l, k) => k === 0 || l !== h);
      const places = createLocations(
        "zones",
        order.map((l) => ids[l]!),
        order.map((l) => lon[l]!),
        order.map((l) => lat[l]!),
      );
      const away = order.map((_, l) => l).slice(1);
      const { bearingDegrees } = measureDisplacementVectors(statesAt(places, away), { daysAfter: 0 }).columns;
      away.forEach((l, u) => {
        const inverse = geographiclib.Geodesic.WGS84.Inverse(lat[h]!, lon[h]!, lat[order[l]!]!, lon[order[l]!]!);
        const apart = Math.abs(((bearingDegrees[u]! - inverse.azi1! + 540) % 360) - 180);
        expect(apart, `${ids[h]} to ${ids[order[l]!]}`).toBeLessThan(0.2);
      });
    }
  });

  it("the net vector weighs far people more, the mean direction does not; opposite ways cancel out", () => {
    const places = createLocations("zones", ["o", "e", "w", "far e"], [0, 1, -1, 3], [0, 0, 0, 0]);
    const row = rowsOf(measureDisplacementByHome(statesAt(places, [0, 1, 2, 2, 3]), { daysAfter: 0 }))[0]!;
    // One degree east, two west of one degree, one three degrees east: 2 degrees east over four people.
    expect(row.people).toBe(4);
    expect(row.netMeters).toBeCloseTo(111195 / 2, -1);
    expect(row.netBearingDegrees).toBeCloseTo(90, 10);
    expect(row.meanBearingDegrees).toBeNaN();
    expect(row.concentration).toBeLessThan(1e-12);
    expect([row.topDestination, row.topPeople]).toEqual([2, 2]);
    expect(row.medianMeters).toBeCloseTo(111195, -1);
    expect(row.upperQuartileMeters).toBeCloseTo(1.5 * 111195, -1);
    expect(row.meanMeters).toBeCloseTo(1.5 * 111195, -1);
  });

  it("an area nobody has left has no distance", () => {
    const places = createLocations("zones", ["o", "e"], [0, 1], [0, 0]);
    const [home, other] = rowsOf(measureDisplacementByHome(statesAt(places, [0, 0]), { daysAfter: 0 }));
    for (const row of [home!, other!]) {
      expect([row.people, row.topPeople, row.topDestination]).toEqual([0, 0, -1]);
      expect([row.meanMeters, row.medianMeters, row.netMeters, row.concentration].every(Number.isNaN)).toBe(true);
    }
  });

  it("places at one point are away without a way", () => {
    const places = createLocations("zones", ["o", "same"], [5, 5], [5, 5]);
    const row = rowsOf(measureDisplacementByHome(statesAt(places, [1]), { daysAfter: 0 }))[0]!;
    expect([row.people, row.meanMeters, row.netMeters]).toEqual([1, 0, 0]);
    expect([row.netBearingDegrees, row.meanBearingDegrees, row.concentration].every(Number.isNaN)).toBe(true);
  });
});

describe("statistics of the distance from a reference place", () => {
  const locations = createLocations("antennas", ["A", "B", "C"], [0, 1, 3], [0, 0, 0]);
  const traces: Traces = {
    locations,
    users: ["ann", "bo", "cy"],
    offsets: Uint32Array.of(0, 4, 4, 5),
    length: 5,
    columns: { time: Uint32Array.of(1, 2, 3, 4, 5), location: Uint32Array.of(1, 0, 2, 1, 0) },
    unlocated: 0,
  };
  const homes: HomePlaces = {
    locations,
    users: traces.users,
    length: 3,
    columns: { location: Int32Array.of(0, 0, -1) },
  };

  it("are of every row, on the ellipsoid if asked", () => {
    const row = rowsOf(measureDisplacementStatistics(traces, homes, { distance: ellipsoidal() }))[0]!;
    const degree = (Math.PI * 6_378_137) / 180; // along the equator
    const [zero, one, three] = [0, degree, 3 * degree];
    const mean = (one + zero + three + one) / 4;
    const std = Math.sqrt([one, zero, three, one].reduce((sum, x) => sum + (x - mean) ** 2, 0) / 4);
    expect(row.count).toBe(4);
    for (const [got, expected] of [
      [row.mean, mean],
      [row.std, std],
      [row.median, one],
      [row.min, zero],
      [row.max, three],
    ] as const) {
      expect(Math.abs(got - expected)).toBeLessThan(1e-6);
    }
  });

  it("of somebody with a home and no events, or events and no home, are NaN and not 0", () => {
    for (const row of rowsOf(measureDisplacementStatistics(traces, homes)).slice(1)) {
      expect(row.count).toBe(0);
      expect([row.mean, row.std, row.median, row.min, row.max].every(Number.isNaN)).toBe(true);
    }
  });
});
