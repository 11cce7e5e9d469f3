import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { findZones } from "../../src/space/zone-index.ts";
import { buildZones } from "../../src/space/zones.ts";
import type { Zones } from "../../src/types.ts";
import { slowZones } from "../slow/zones.ts";
import { countryAt, placeAt, pointsOver, ragged, squares } from "./worlds.ts";

/** Points all over the globe. */
function everywhere(seed: number, count: number): { lon: number[]; lat: number[] } {
  const random = createRandom(seed);
  return {
    lon: Array.from({ length: count }, () => 360 * random() - 180),
    lat: Array.from({ length: count }, () => (Math.asin(2 * random() - 1) * 180) / Math.PI),
  };
}

describe("zones of points", () => {
  for (const [lon, lat] of [
    [10, 0],
    [-73, -45],
    [179, -17],
    [-179.5, 70],
    [0, 86],
    [40, -89],
  ] as const) {
    it(`are those that trying every ring finds, in a country with inlet, lake and island at ${lon}, ${lat}`, () => {
      const country = countryAt(lon, lat);
      const points = pointsOver(createRandom(1), lon, lat, 3000);
      const found = findZones(country, points.lon, points.lat);
      expect(found).toEqual(slowZones(country, points.lon, points.lat));
      expect(new Set(found)).toEqual(new Set([-1, 0]));
    });
  }

  it("are those that trying every ring finds, among many ragged zones that overlap", () => {
    const random = createRandom(2);
    const shapes = Array.from({ length: 300 }, () => {
      const place = placeAt(360 * random() - 180, (Math.asin(2 * random() - 1) * 180) / Math.PI);
      return [[ragged(0, 0, 2 + 20 * random() ** 3).map(([e, n]) => place(e, n))]];
    });
    const zones = buildZones(
      shapes.map((_, i) => `${i}`),
      shapes,
    );
    const { lon, lat } = everywhere(3, 5000);
    const found = findZones(zones, lon, lat);
    expect(found).toEqual(slowZones(zones, lon, lat));
    expect(found.filter((zone) => zone >= 0).length).toBeGreaterThan(1000);
  });

  it("tell the caps at both poles and the belts round the globe apart", () => {
    const circle = (lat: number, from: number): number[][] =>
      Array.from({ length: 60 }, (_, i) => [((6 * i + from + 540) % 360) - 180, lat + 3 * Math.sin(i)]);
    const zones = buildZones(
      ["north", "belt", "south"],
      [[[circle(70, 1)]], [[circle(10, 2), circle(70, 1)]], [[circle(-60, 3)]]],
    );
    const { lon, lat } = everywhere(4, 5000);
    const found = findZones(zones, [...lon, 0, 90], [...lat, 90, -90]);
    expect(found.slice(0, -2)).toEqual(slowZones(zones, lon, lat));
    expect([...found.slice(-2)]).toEqual([0, 2]);
    expect(new Set(found)).toEqual(new Set([-1, 0, 1, 2]));
  });

  it("cover the whole globe when eight octants do: each point lies in exactly one", () => {
    const shapes: number[][][][][] = [];
    for (const pole of [90, -90]) {
      for (let lon = -180; lon < 180; lon += 90)
        shapes.push([
          [
            [
              [lon, 0],
              [lon + 90, 0],
              [0, pole],
            ],
          ],
        ]);
    }
    const octants = buildZones(
      shapes.map((_, i) => `${i}`),
      shapes,
    );
    const { lon, lat } = everywhere(5, 2000);
    for (let x = -180; x <= 180; x += 45) {
      for (let y = -90; y <= 90; y += 45) {
        lon.push(x);
        lat.push(y);
      }
    }
    const times = new Uint32Array(lon.length);
    for (let z = 0; z < 8; z++) {
      const one = buildZones(["one"], [shapes[z]!]);
      findZones(one, lon, lat).forEach((zone, i) => {
        if (zone === 0) times[i]! += 1;
      });
    }
    expect([...times].every((count) => count === 1)).toBe(true);
    expect([...findZones(octants, lon, lat)].every((zone) => zone >= 0)).toBe(true);
  });

  it("a point on a shared side or corner lies in exactly one of the zones", () => {
    const grid = squares(4, 4, -2, -2);
    const lon: number[] = [];
    const lat: number[] = [];
    for (let x = -2; x < 2; x += 0.25) {
      for (let y = -1.75; y < 2; y += 0.25) {
        lon.push(x);
        lat.push(y);
      }
    }
    const times = new Uint32Array(lon.length);
    for (let z = 0; z < grid.length; z++) {
      const [x, y] = grid.columns.id[z]!.split(" ").map(Number) as [number, number];
      const found = findZones(squares(1, 1, x, y), lon, lat);
      found.forEach((zone, i) => {
        if (zone === 0) times[i]! += 1;
      });
    }
    expect([...times].every((count) => count === 1)).toBe(true);
    expect([...findZones(grid, lon, lat)].every((zone) => zone >= 0)).toBe(true);
  });

  it("where zones overlap, the lowest row is told", () => {
    const ring = ragged(0, 0, 2);
    const zones = buildZones(["a", "b", "c"], [[[ragged(9, 9, 1)]], [[ring]], [[ring]]]);
    expect([...findZones(zones, [0, 9, 5], [0, 9, 5])]).toEqual([1, 0, -1]);
  });

  it("an edge is an arc of a great circle: north of its corners' parallel in the north", () => {
    const wide = buildZones(
      ["wide"],
      [
        [
          [
            [
              [0, 40],
              [60, 40],
              [60, 60],
              [0, 60],
            ],
          ],
        ],
      ],
    );
    // Half-way between two corners at 60° N and 60° of longitude apart the arc is at 63.4° N.
    expect([...findZones(wide, [30, 30, 30, 30], [63, 64, 41, 45])]).toEqual([0, -1, -1, 0]);
  });

  it("are the same with 180 and −180 degrees for the same meridian", () => {
    const zones = buildZones(
      ["a"],
      [
        [
          [
            [
              [179, -1],
              [-179, -1],
              [-179, 1],
              [179, 1],
            ],
          ],
        ],
      ],
    );
    expect([...findZones(zones, [180, -180, 178.9], [0, 0, 0])]).toEqual([0, 0, -1]);
    const east = buildZones(
      ["east", "west"],
      [
        [
          [
            [
              [179, -1],
              [180, -1],
              [180, 1],
              [179, 1],
            ],
          ],
        ],
        [
          [
            [
              [-180, -1],
              [-179, -1],
              [-179, 1],
              [-180, 1],
            ],
          ],
        ],
      ],
    );
    expect([...findZones(east, [180, -180, 179.5, -179.5], [0, 0, 0, 0])]).toEqual([1, 1, 0, 1]);
  });

  it("no points, and no zones, give none", () => {
    expect(findZones(squares(1, 1), [], [])).toEqual(new Int32Array(0));
    const none: Zones = buildZones([], []);
    expect([...findZones(none, [1], [1])]).toEqual([-1]);
  });

  it("a coordinate that is missing or out of range is refused", () => {
    expect(() => findZones(squares(1, 1), [0, Number.NaN], [0, 0])).toThrow(
      "findZones: lon[1] must be from -180 to 180 degrees, got NaN",
    );
    expect(() => findZones(squares(1, 1), [0], [91])).toThrow(
      "findZones: lat[0] must be from -90 to 90 degrees, got 91",
    );
    expect(() => findZones(squares(1, 1), [0], [])).toThrow("findZones: lat must be of length 1, got 0");
  });
});
