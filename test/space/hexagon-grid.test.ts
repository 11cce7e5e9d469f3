import * as h3 from "h3-js";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { sumOf } from "../../src/core/sums.ts";
import { buildAdjacency } from "../../src/space/adjacency.ts";
import { buildAreaCrosswalk } from "../../src/space/area-crosswalk.ts";
import { buildHexagonGrid } from "../../src/space/hexagon-grid.ts";
import { findZones } from "../../src/space/zone-index.ts";
import { buildZones } from "../../src/space/zones.ts";
import { countryAt, placeAt, pointsOver, ragged } from "./worlds.ts";

describe("hexagons over a country", () => {
  it.each([
    [85, 28, 4],
    [179.8, -17, 4],
    [40, 89, 4],
    [-10, -90, 4],
    [0, 0, 3],
  ])("at %d, %d are the cells of H3 that hold its points, each with land in it", (lon, lat, resolution) => {
    const border = countryAt(lon, lat);
    const grid = buildHexagonGrid(border, { h3, resolution });
    const ids = new Set(grid.columns.id);
    const points = pointsOver(createRandom(1), lon, lat, 4000);
    const land = findZones(border, points.lon, points.lat);
    const cell = findZones(grid, points.lon, points.lat);
    land.forEach((zone, i) => {
      if (zone < 0) return;
      const id = h3.latLngToCell(points.lat[i]!, points.lon[i]!, resolution);
      expect(ids.has(id)).toBe(true);
      expect(grid.columns.id[cell[i]!]).toBe(id);
    });
    const { shares } = buildAreaCrosswalk(grid, border);
    for (let z = 0; z < grid.length; z++) expect(shares.offsets[z + 1]! - shares.offsets[z]!).toBe(1);
    // And no other cell has land: those around them do not.
    const ring = [...new Set(grid.columns.id.flatMap((id) => h3.gridDisk(id, 1)))].filter((id) => !ids.has(id));
    const around = buildZones(
      ring,
      ring.map((id) => [[h3.cellToBoundary(id, true)]]),
    );
    expect([...buildAreaCrosswalk(around, border).shares.index]).toEqual([]);
  });

  it("are in the order of their ids, and have H3's areas", () => {
    const grid = buildHexagonGrid(countryAt(85, 28), { h3, resolution: 5 });
    expect([...grid.columns.id].sort()).toEqual(grid.columns.id);
    // H3's own sphere has a radius of 6,371,007.18 m.
    const own = sumOf(grid.columns.id.map((id) => h3.cellArea(id, "m2")));
    expect(sumOf(grid.areaM2) / own / (6_371_008.8 / 6_371_007.180918475) ** 2).toBeCloseTo(1, 10);
  });

  it("share corners with their neighbours to a hundred-millionth of a metre, and borders exactly", () => {
    const grid = buildHexagonGrid(countryAt(85, 28), { h3, resolution: 4 });
    const { borderMeters, touching, outerMeters } = buildAdjacency(grid, { toleranceMeters: 1e-6 });
    const row = new Map(grid.columns.id.map((id, z) => [id, z]));
    let inner = 0;
    for (let z = 0; z < grid.length; z++) {
      const beside = h3.gridDisk(grid.columns.id[z]!, 1).filter((id) => id !== grid.columns.id[z]);
      const known = beside.flatMap((id) => row.get(id) ?? []).sort((a, b) => a - b);
      expect([...borderMeters.index.slice(borderMeters.offsets[z], borderMeters.offsets[z + 1])]).toEqual(known);
      if (known.length === beside.length) {
        inner++;
        expect(Math.abs(outerMeters[z]!)).toBeLessThan(1e-5);
      }
    }
    expect(inner).toBeGreaterThan(20);
    expect(touching.index).toEqual(borderMeters.index);
  });

  it("may be pentagons, with five neighbours", () => {
    for (const resolution of [0, 1, 2, 3]) {
      const [pentagon] = h3.getPentagons(resolution);
      const [lat, lon] = h3.cellToLatLng(pentagon!);
      const place = placeAt(lon, lat);
      const size = h3.getHexagonEdgeLengthAvg(resolution, "km") / 60;
      const border = buildZones(["b"], [[[ragged(0, 0, size).map(([e, n]) => place(e, n))]]]);
      const grid = buildHexagonGrid(border, { h3, resolution });
      const { borderMeters } = buildAdjacency(grid);
      const z = grid.columns.id.indexOf(pentagon!);
      expect(z).toBeGreaterThanOrEqual(0);
      expect(borderMeters.offsets[z + 1]! - borderMeters.offsets[z]!).toBe(5);
      expect(grid.length).toBeGreaterThanOrEqual(6);
    }
  });

  it("of which the border is one are that one alone", () => {
    const id = h3.latLngToCell(28.2, 84, 6);
    const border = buildZones(["cell"], [[[h3.cellToBoundary(id, true)]]]);
    expect(buildHexagonGrid(border, { h3, resolution: 6 }).columns.id).toEqual([id]);
  });

  it("cover a border inside one of them, and a cap over a pole", () => {
    const small = buildZones(["b"], [[[ragged(3, 3, 1e-4)]]]);
    expect(buildHexagonGrid(small, { h3, resolution: 2 }).columns.id).toEqual([h3.latLngToCell(3, 3, 2)]);
    const cap = buildZones(["cap"], [[[[0, 90, 180, -90].map((lon) => [lon, 80])]]]);
    const grid = buildHexagonGrid(cap, { h3, resolution: 3 });
    expect(new Set(grid.columns.id).has(h3.latLngToCell(90, 0, 3))).toBe(true);
    expect(sumOf(buildAreaCrosswalk(cap, grid).shares.value)).toBeCloseTo(1, 9);
  });

  it("follow great circles where H3's own filling takes straight lines in degrees", () => {
    const ring = [
      [80, 60],
      [100, 60],
      [100, 61],
      [80, 61],
    ];
    const border = buildZones(["b"], [[[ring]]]);
    const grid = buildHexagonGrid(border, { h3, resolution: 5 });
    const own = h3.polygonToCellsExperimental(ring, 5, h3.POLYGON_TO_CELLS_FLAGS.containmentOverlapping, true);
    const ids = new Set(grid.columns.id);
    expect(own.filter((id) => !ids.has(id)).length).toBeGreaterThan(10);
    // In the middle, the great circles pass 0.38° north of the parallels.
    expect(ids.has(h3.latLngToCell(60.05, 90, 5))).toBe(false);
    expect(ids.has(h3.latLngToCell(61.3, 90, 5))).toBe(true);
  });
});

describe("a wrong library", () => {
  it("is refused", () => {
    const border = countryAt(0, 0);
    const { latLngToCell, cellToBoundary, gridDisk } = h3;
    const old = { latLngToCell, cellToBoundary, gridDisk } as unknown as typeof h3;
    expect(() => buildHexagonGrid(border, { h3: old, resolution: 3 })).toThrow(
      'buildHexagonGrid: h3 must be the library h3-js, as import * as h3 from "h3-js" gives it, got an object',
    );
    expect(() => buildHexagonGrid(border, { h3, resolution: 16 })).toThrow("a whole number from 0 to 15, got 16");
  });
});
