import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { EARTH_RADIUS_METERS, greatCircleMeters } from "../../src/core/sphere.ts";
import { sumOf } from "../../src/core/sums.ts";
import { buildServiceAreas } from "../../src/space/service-areas.ts";
import { buildTessellation } from "../../src/space/tessellation.ts";
import { findZones } from "../../src/space/zone-index.ts";
import { buildZones, formatZones } from "../../src/space/zones.ts";
import type { Locations, Zones } from "../../src/types.ts";
import { faultsOf, slowNearest } from "../slow/zones.ts";
import { antennasAt, countryAt, pointsOver } from "./worlds.ts";

/** Degrees clockwise from north at which the second point is seen from the first. */
function bearing(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const r = Math.PI / 180;
  const y = Math.sin((lon2 - lon1) * r) * Math.cos(lat2 * r);
  const x =
    Math.cos(lat1 * r) * Math.sin(lat2 * r) - Math.sin(lat1 * r) * Math.cos(lat2 * r) * Math.cos((lon2 - lon1) * r);
  return (Math.atan2(y, x) / r + 360) % 360;
}

function apart(a: number, b: number): number {
  const turn = (((a - b) % 360) + 360) % 360;
  return Math.min(turn, 360 - turn);
}

/** Some 40 masts with one to four antennas each, which look anywhere or all round and reach from 5 km to anywhere. */
function network(lon: number, lat: number, seed: string): { antennas: Locations; azimuth: number[]; range: number[] } {
  const random = createRandom(seed);
  const masts = pointsOver(random, lon, lat, 40);
  const at: { lon: number[]; lat: number[] } = { lon: [], lat: [] };
  const azimuth: number[] = [];
  const range: number[] = [];
  for (let m = 0; m < 40; m++) {
    const count = 1 + Math.floor(4 * random());
    const round = count === 1 && random() < 0.5;
    for (let k = 0; k < count; k++) {
      at.lon.push(masts.lon[m]!);
      at.lat.push(masts.lat[m]!);
      azimuth.push(round ? NaN : Math.floor(360 * random()));
      range.push(random() < 0.5 ? Infinity : 5000 + 60_000 * random());
    }
  }
  return { antennas: antennasAt(at), azimuth, range };
}

const PLACES = [
  [10, 0],
  [25, 70],
  [179, -17],
  [30, 88],
] as const;

describe("service areas", () => {
  for (const [lon, lat] of PLACES) {
    const border = countryAt(lon, lat);
    const { antennas, azimuth, range } = network(lon, lat, `${lon} ${lat}`);
    const tessellation = buildTessellation(antennas, { border });
    const points = pointsOver(createRandom("points"), lon, lat, 4000);

    it(`at ${lon}, ${lat} land belongs to the antenna of the nearest mast that looks most nearly there`, () => {
      const made = buildServiceAreas(antennas, tessellation, { azimuthDegrees: azimuth });
      expect(sumOf(made.cells.areaM2) / sumOf(border.areaM2)).toBeCloseTo(1, 11);
      const found = findZones(made.cells, points.lon, points.lat);
      const land = findZones(border, points.lon, points.lat);
      for (let i = 0; i < found.length; i++) {
        expect(found[i]! >= 0).toBe(land[i]! >= 0);
        if (found[i]! < 0) continue;
        const { row, d } = slowNearest(antennas, points.lon[i]!, points.lat[i]!);
        expect(d).toBeGreaterThan(1);
        const seen = bearing(antennas.columns.lon[row]!, antennas.columns.lat[row]!, points.lon[i]!, points.lat[i]!);
        const sameMast = [...tessellation.cellOf.keys()].filter(
          (a) => tessellation.cellOf[a] === tessellation.cellOf[row],
        );
        const least = Math.min(...sameMast.map((a) => apart(azimuth[a]!, seen)));
        const winners = sameMast.filter((a) => Number.isNaN(azimuth[a]!) || apart(azimuth[a]!, seen) < least + 1e-6);
        expect(winners.map((a) => made.cellOf[a])).toContain(found[i]);
      }
    });

    it(`at ${lon}, ${lat} nothing beyond an antenna's range belongs to it, and all within it does`, () => {
      const whole = buildServiceAreas(antennas, tessellation, { azimuthDegrees: azimuth });
      const made = buildServiceAreas(antennas, tessellation, { azimuthDegrees: azimuth, maxRangeMeters: range });
      expect(made.cells.columns.id).toEqual(whole.cells.columns.id);
      expect(made.cellOf).toEqual(whole.cellOf);
      const longest = new Map<number, number>();
      for (const [a, c] of made.cellOf.entries()) longest.set(c, Math.max(longest.get(c) ?? 0, range[a]!));
      const first = (c: number): number => made.cellOf.indexOf(c);
      const found = findZones(made.cells, points.lon, points.lat);
      const served = findZones(whole.cells, points.lon, points.lat);
      let beyond = 0;
      for (let i = 0; i < found.length; i++) {
        if (served[i]! < 0) {
          expect(found[i]).toBe(-1);
          continue;
        }
        const a = first(served[i]!);
        const d = greatCircleMeters(points.lon[i]!, points.lat[i]!, antennas.columns.lon[a]!, antennas.columns.lat[a]!);
        const reach = longest.get(served[i]!)!;
        if (Math.abs(d / reach - 1) < 0.0009) continue;
        if (d > reach) beyond++;
        expect(found[i]).toBe(d > reach ? -1 : served[i]);
      }
      expect(beyond).toBeGreaterThan(50);
    });

    it(`at ${lon}, ${lat} their polygons are sound, and of one piece where the land is`, () => {
      const options = { azimuthDegrees: azimuth, maxRangeMeters: range };
      for (const made of [
        buildServiceAreas(antennas, tessellation, { azimuthDegrees: azimuth }),
        buildServiceAreas(antennas, tessellation, options),
      ]) {
        const faults: string[] = [];
        for (let c = 0; c < made.cells.length; c++) faults.push(...faultsOf(made.cells, c));
        expect(faults).toEqual([]);
        expect(formatZones(made.cells).features).toHaveLength(made.cells.length);
      }
    });
  }

  it("of one antenna on land without an end are a cap of its range", () => {
    const border = buildZones(
      ["sea"],
      [
        [
          [
            [
              [-60, -40],
              [60, -40],
              [60, 60],
              [-60, 60],
            ],
          ],
        ],
      ],
    );
    for (const reach of [50, 5000, 300_000, 3_000_000]) {
      const antennas = createLocations("antennas", ["A"], [10], [20]);
      const made = buildServiceAreas(antennas, buildTessellation(antennas, { border }), { maxRangeMeters: [reach] });
      const cap = 4 * Math.PI * (EARTH_RADIUS_METERS * Math.sin(reach / EARTH_RADIUS_METERS / 2)) ** 2;
      expect(made.cells.areaM2[0]! / cap).toBeCloseTo(1, reach > 1000 ? 9 : 7);
      expect(made.cells.pointOffsets[1]).toBe(64);
    }
  });

  const place: [number, number] = [10, 50];
  const isle = (cut: Zones): ReturnType<typeof buildTessellation> =>
    buildTessellation(createLocations("antennas", ["A", "B", "C"], [10, 10, 10], [50, 50, 50]), { border: cut });
  const square = buildZones(
    ["isle"],
    [
      [
        [
          [
            [9, 49],
            [11, 49],
            [11, 51],
            [9, 51],
          ],
        ],
      ],
    ],
  );
  const three = createLocations("antennas", ["A", "B", "C"], [10, 10, 10], [50, 50, 50]);

  it("of antennas that look almost the same way, those outside serve what is behind them", () => {
    const two = createLocations("antennas", ["A", "B"], [10, 10], [50, 50]);
    const made = buildServiceAreas(two, buildTessellation(two, { border: square }), { azimuthDegrees: [0, 90] });
    // One from 225° over north to 45°, the other from 45° to 225°.
    const [a, b] = made.cells.areaM2;
    expect(a! + b!).toBeCloseTo(square.areaM2[0]!, -2);
    expect(a! / b!).toBeCloseTo(1, 1);
    const three90 = buildServiceAreas(three, isle(square), { azimuthDegrees: [0, 20, 40] });
    const turn = three90.cells.areaM2.map((m2) => m2 / square.areaM2[0]!);
    expect(turn[1]).toBeLessThan(0.08);
    expect(turn[0]).toBeGreaterThan(0.4);
    // All are one polygon with the mast as a corner.
    expect(three90.cells.polygonOffsets[1]).toBe(1);
    const corners = [...three90.cells.points];
    expect(corners.some((x, i) => i % 2 === 0 && x === place[0] && corners[i + 1] === place[1])).toBe(true);
  });

  it("of antennas with the same azimuth, whole turns apart, are one", () => {
    const made = buildServiceAreas(three, isle(square), {
      azimuthDegrees: [90, 450, -90],
      maxRangeMeters: [10, 20, 5],
    });
    expect(made.cells.columns.id).toEqual(["A", "C"]);
    expect([...made.cellOf]).toEqual([0, 0, 1]);
    // The range is the longer one of those who share the area: half a disc of 20 m and half a disc of 5 m.
    expect(made.cells.areaM2[0]! / (Math.PI * 200)).toBeCloseTo(1, 5);
    expect(made.cells.areaM2[1]! / (Math.PI * 12.5)).toBeCloseTo(1, 5);
  });

  it("of antennas a hair's breadth on both sides of north are one", () => {
    const made = buildServiceAreas(three, isle(square), { azimuthDegrees: [0, -1e-20, 180] });
    expect([...made.cellOf]).toEqual([0, 0, 1]);
  });

  it("of antennas out of reach of land have no polygons and stand at their antennas", () => {
    const far = createLocations("antennas", ["A", "sea"], [10, 12], [50, 50]);
    const made = buildServiceAreas(far, buildTessellation(far, { border: square }), { maxRangeMeters: [1000, 1000] });
    expect(made.cells.areaM2[1]).toBe(0);
    expect(made.cells.polygonOffsets[2]).toBe(made.cells.polygonOffsets[1]);
    expect([made.cells.columns.lon[1], made.cells.columns.lat[1]]).toEqual([12, 50]);
  });

  it("without azimuths and ranges are the cells of the tessellation", () => {
    const antennas = antennasAt(pointsOver(createRandom(5), 10, 0, 50));
    const tessellation = buildTessellation(antennas, { border: countryAt(10, 0) });
    const made = buildServiceAreas(antennas, tessellation, {});
    expect(made.cellOf).toEqual(tessellation.cellOf);
    expect(made.cells.points).toEqual(tessellation.cells.points);
  });

  it("cannot be told on a mast with and without azimuths, nor for antennas of another tessellation", () => {
    const tessellation = isle(square);
    expect(() => buildServiceAreas(three, tessellation, { azimuthDegrees: [NaN, 0, 90] })).toThrow(
      'buildServiceAreas: azimuthDegrees[1] must be given for all antennas on the mast of "B" or for none, got 0',
    );
    const two = createLocations("antennas", ["A", "B"], [10, 10], [50, 50]);
    expect(() => buildServiceAreas(two, tessellation, {})).toThrow("tessellation.cellOf");
    expect(() => buildServiceAreas(three, tessellation, { maxRangeMeters: [1, 1, 0] })).toThrow("maxRangeMeters[2]");
    expect(() => buildServiceAreas(three, tessellation, { azimuthDegrees: [1, 1] })).toThrow("azimuthDegrees");
    expect(() => buildServiceAreas(three, tessellation, { azimuthDegrees: [1, 1, Infinity] })).toThrow(
      "azimuthDegrees[2]",
    );
  });
});
