import geodesic from "geographiclib-geodesic";
import { describe, expect, it } from "vitest";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { buildAdjacency } from "../../src/space/adjacency.ts";
import { buildMilanGrid, buildTrentinoGrid } from "../../src/space/milan-grid.ts";
import { degreesOfUtm } from "../../src/space/transverse-mercator.ts";
import { findZones } from "../../src/space/zone-index.ts";
import type { Zones } from "../../src/types.ts";

/** Corners from the south-west counter-clockwise, as the published GeoJSON files give them. */
type Square = readonly [id: string, ...corners: readonly [number, number][]];

/**
 * Squares of the two published grids, from the GeoJSON files of the data sets. All 10,000 and 6,575 squares of the files
 * were compared once: the largest distance of a corner is 0.8 micrometres in Milan, 7.6 in Trentino.
 */
const MILAN: readonly Square[] = [
  [
    "1",
    [9.011490619692509, 45.356685994655464],
    [9.0144909480813, 45.35668565341486],
    [9.014491488013135, 45.35880097314403],
    [9.0114910478323, 45.35880131440966],
  ],
  [
    "2",
    [9.0144909480813, 45.35668565341486],
    [9.017491276410173, 45.35668523336193],
    [9.017491928134044, 45.358800553060284],
    [9.014491488013135, 45.35880097314403],
  ],
  [
    "10000",
    [9.309665139520197, 45.56567970366364],
    [9.31267652876617, 45.56567150080976],
    [9.312688264185276, 45.56778671132765],
    [9.309676761919844, 45.567794914783256],
  ],
];
const TRENTINO: readonly Square[] = [
  [
    "38",
    [10.914315493899755, 45.67301125363092],
    [10.927147329501077, 45.672795442796335],
    [10.927456267537572, 45.68179119797432],
    [10.914622377957983, 45.682007076150505],
  ],
  [
    "39",
    [10.927147329501077, 45.672795442796335],
    [10.939979018768243, 45.67257819153854],
    [10.940290010697588, 45.68157387892596],
    [10.927456267537572, 45.68179119797432],
  ],
];

function offMeters(grid: Zones, [id, ...corners]: Square): number {
  const z = grid.columns.id.indexOf(id);
  return Math.max(
    ...corners.map(([lon, lat], k) =>
      greatCircleMeters(lon, lat, grid.points[8 * z + 2 * k]!, grid.points[8 * z + 2 * k + 1]!),
    ),
  );
}

describe("Milan's grid", () => {
  const grid = buildMilanGrid();

  it("has the published corners to two micrometres", () => {
    for (const square of MILAN) expect(offMeters(grid, square)).toBeLessThan(2e-6);
  });

  it("numbers 100 × 100 squares from 1 in the south-west, row by row to the east", () => {
    expect(grid.length).toBe(10_000);
    const { lon, lat, id } = grid.columns;
    expect([id[0], id[99], id[100], id[9999]]).toEqual(["1", "100", "101", "10000"]);
    expect(findZones(grid, lon, lat)).toEqual(Int32Array.from(id, (_, z) => z));
    expect(lon[99]! - lon[0]!).toBeGreaterThan(0.29);
    expect(lat[100]! - lat[0]!).toBeCloseTo(0.0021153, 6);
  });

  it("has squares of 235 m that fit together", () => {
    const { borderMeters, outerMeters } = buildAdjacency(grid);
    expect(borderMeters.index.length).toBe(2 * 2 * 100 * 99);
    // On the ellipsoid 235 m; on the sphere lengths differ by up to 0.6 %.
    for (const metres of borderMeters.value) expect(Math.abs(metres / 235 - 1)).toBeLessThan(0.006);
    expect(outerMeters.filter((metres) => metres > 1e-3).length).toBe(396);
  });
});

describe("Trentino's grid", () => {
  const grid = buildTrentinoGrid();

  it("has the published corners to ten micrometres", () => {
    for (const square of TRENTINO) expect(offMeters(grid, square)).toBeLessThan(1e-5);
  });

  it("numbers 117 × 98 squares of a kilometre, of which the data know ids up to 11454", () => {
    expect([grid.length, grid.columns.id.at(-1)]).toEqual([11_466, "11466"]);
    const area = grid.areaM2.reduce((sum, each) => sum + each, 0) / grid.length;
    expect(Math.abs(area / 1e6 - 1)).toBeLessThan(0.005);
  });
});

describe("the projection", () => {
  it("has its meridian in the middle of the zone and its equator at 0", () => {
    expect(degreesOfUtm(32, 500_000, 0)).toEqual([9, 0]);
    expect(degreesOfUtm(1, 500_000, 0)[0]).toBe(-177);
  });

  it("scales the meridian by 0.9996: a quarter of it is 10,001,965.729 m long", () => {
    const [, lat] = degreesOfUtm(32, 500_000, 0.9996 * 10_001_965.7293);
    expect(lat).toBeCloseTo(90, 9);
  });

  it("has geographiclib's lengths along its meridian, to 50 nanometres", () => {
    const { WGS84, DISTANCE } = { ...geodesic.Geodesic };
    for (let lat = 5; lat < 85; lat += 8) {
      const metres = WGS84.Inverse(0, 9, lat, 9, DISTANCE).s12!;
      const [, found] = degreesOfUtm(32, 500_000, 0.9996 * metres);
      expect(Math.abs(found - lat) * 111_195).toBeLessThan(5e-8);
    }
  });

  it("is mirrored at the meridian and at the equator", () => {
    const [lon, lat] = degreesOfUtm(32, 700_000, 5_000_000);
    expect(degreesOfUtm(32, 300_000, 5_000_000)).toEqual([18 - lon, lat].map((x) => expect.closeTo(x, 12)));
    expect(degreesOfUtm(32, 700_000, -5_000_000)).toEqual([lon, -lat].map((x) => expect.closeTo(x, 12)));
  });
});
