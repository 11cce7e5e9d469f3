import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { findNearest } from "../../src/space/nearest.ts";
import { slowNearest } from "../slow/zones.ts";
import { antennasAt, pointsOver } from "./worlds.ts";

describe("the nearest location", () => {
  for (const [lon, lat] of [
    [10, 0],
    [25, 70],
    [179, -17],
    [-179.5, 66],
    [100, 89],
    [-30, -89.9],
  ] as const) {
    it(`is the one that trying all 1,000 finds, for 10,000 points about ${lon}, ${lat}`, () => {
      const antennas = antennasAt(pointsOver(createRandom(1), lon, lat, 1000));
      const points = pointsOver(createRandom(2), lon, lat, 10_000);
      const { location, distanceMeters } = findNearest(antennas, points.lon, points.lat);
      for (let i = 0; i < location.length; i++) {
        const slow = slowNearest(antennas, points.lon[i]!, points.lat[i]!);
        if (location[i] !== slow.row || distanceMeters[i] !== slow.d) {
          expect([i, location[i], distanceMeters[i]]).toEqual([i, slow.row, slow.d]);
        }
      }
    });
  }

  it("is right all round the globe", () => {
    const random = createRandom(3);
    const globe = (count: number): { lon: number[]; lat: number[] } => ({
      lon: Array.from({ length: count }, () => 360 * random() - 180),
      lat: Array.from({ length: count }, () => (Math.asin(2 * random() - 1) * 180) / Math.PI),
    });
    const antennas = antennasAt(globe(200));
    const points = globe(2000);
    const { location } = findNearest(antennas, points.lon, points.lat);
    for (const [i, row] of location.entries()) {
      expect(row).toBe(slowNearest(antennas, points.lon[i]!, points.lat[i]!).row);
    }
  });

  it("of equally near ones is the lowest row, on lattices and at shared positions", () => {
    const lon: number[] = [];
    const lat: number[] = [];
    for (let x = 0; x < 12; x++) {
      for (let y = 0; y < 12; y++) {
        lon.push(x, 11 - x);
        lat.push(y, 11 - y);
      }
    }
    const antennas = antennasAt({ lon, lat });
    const at: number[][] = [];
    for (let x = 0; x <= 11; x += 0.5) for (let y = 0; y <= 11; y += 0.5) at.push([x, y]);
    const { location } = findNearest(
      antennas,
      at.map(([x]) => x!),
      at.map(([, y]) => y!),
    );
    for (const [i, [x, y]] of at.entries()) {
      expect([x, y, location[i]]).toEqual([x, y, slowNearest(antennas, x!, y!).row]);
    }
  });

  it("has its great-circle distance beside it, 0 at the location itself", () => {
    const antennas = antennasAt({ lon: [85.3, 85.4], lat: [27.7, 27.6] });
    const { location, distanceMeters } = findNearest(antennas, [85.4, 85.31], [27.6, 27.7]);
    expect([...location]).toEqual([1, 0]);
    expect([...distanceMeters]).toEqual([0, greatCircleMeters(85.31, 27.7, 85.3, 27.7)]);
  });

  it("is asked of at least one location, for points on the globe", () => {
    expect(() => findNearest(antennasAt({ lon: [], lat: [] }), [0], [0])).toThrow(
      "findNearest: locations must be at least one, got 0",
    );
    const antennas = antennasAt({ lon: [1], lat: [2] });
    expect(() => findNearest(antennas, [0], [Number.NaN])).toThrow(
      "findNearest: lat[0] must be from -90 to 90 degrees, got NaN",
    );
    expect(findNearest(antennas, [], []).location.length).toBe(0);
  });

  it("are the same for points in one call and in several", () => {
    const random = createRandom("many points");
    const count = 300_000;
    const antennas = antennasAt(pointsOver(random, 10, 0, 9000));
    const { lon, lat } = pointsOver(random, 10, 0, count);
    const all = findNearest(antennas, lon, lat);
    for (const [from, to] of [
      [0, 5000],
      [260_000, 270_000],
      [299_000, count],
    ] as const) {
      const some = findNearest(antennas, lon.slice(from, to), lat.slice(from, to));
      expect(all.location.slice(from, to)).toEqual(some.location);
      expect(all.distanceMeters.slice(from, to)).toEqual(some.distanceMeters);
    }
  });
});
