import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { sumOf } from "../../src/core/sums.ts";
import { buildPointCrosswalk } from "../../src/space/crosswalk.ts";
import { measureDistances } from "../../src/space/distances.ts";
import { findNearest } from "../../src/space/nearest.ts";
import { buildTessellation } from "../../src/space/tessellation.ts";
import { findZones } from "../../src/space/zone-index.ts";
import { buildZones, formatZones } from "../../src/space/zones.ts";
import { faultsOf, slowNearest, slowZones } from "../slow/zones.ts";
import { antennasAt, countryAt, placeAt, pointsOver, ragged } from "../space/worlds.ts";

const where = fc.record({
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
});
const seed = fc.integer({ min: 0, max: 1e9 });

/** Antennas over a country anywhere: at random, on a coarse raster with many at one place, or crowded in a corner. */
const world = fc.record({
  where,
  seed,
  n: fc.integer({ min: 1, max: 80 }),
  kind: fc.constantFrom("random", "raster", "crowd"),
});

function antennasOf({
  where: { lon, lat },
  seed,
  n,
  kind,
}: {
  where: { lon: number; lat: number };
  seed: number;
  n: number;
  kind: string;
}) {
  const random = createRandom(seed);
  const place = placeAt(lon, lat);
  const at = Array.from({ length: n }, () => {
    const [e, k] = [6 * random() - 3.3, 4.6 * random() - 2.3];
    if (kind === "raster") return place(Math.round(2 * e) / 2, Math.round(2 * k) / 2);
    if (kind === "crowd") return place(e * 10 ** (-6 * random()), k * 10 ** (-6 * random()));
    return place(e, k);
  });
  return antennasAt({ lon: at.map(([x]) => x), lat: at.map(([, y]) => y) });
}

describe("laws of space", () => {
  it("the areas of cells sum to the area of the land, and their polygons are sound", () => {
    fc.assert(
      fc.property(world, (w) => {
        const border = countryAt(w.where.lon, w.where.lat);
        const { cells } = buildTessellation(antennasOf(w), { border });
        expect(Math.abs(sumOf(cells.areaM2) / sumOf(border.areaM2) - 1)).toBeLessThan(1e-9);
        for (let c = 0; c < cells.length; c++) expect(faultsOf(cells, c)).toEqual([]);
      }),
      { seed: 42, numRuns: 150 },
    );
  });

  it("every point of the land lies in the cell of its nearest antenna", () => {
    fc.assert(
      fc.property(world, (w) => {
        const border = countryAt(w.where.lon, w.where.lat);
        const antennas = antennasOf(w);
        const { cells, cellOf } = buildTessellation(antennas, { border });
        const points = pointsOver(createRandom(w.seed + 1), w.where.lon, w.where.lat, 100);
        const cell = findZones(cells, points.lon, points.lat);
        const land = findZones(border, points.lon, points.lat);
        for (let i = 0; i < cell.length; i++) {
          const { row, d, next } = slowNearest(antennas, points.lon[i]!, points.lat[i]!);
          if (next - d > 1e-3) expect(cell[i]).toBe(land[i] === 0 ? cellOf[row] : -1);
        }
      }),
      { seed: 42, numRuns: 150 },
    );
  });

  it("the order of antennas changes no cell", () => {
    fc.assert(
      fc.property(world, (w) => {
        const border = countryAt(w.where.lon, w.where.lat);
        const antennas = antennasOf({ ...w, kind: w.kind === "crowd" ? "random" : w.kind });
        const { id, lon, lat } = antennas.columns;
        const turned = createLocations("antennas", [...id].reverse(), lon.slice().reverse(), lat.slice().reverse());
        const one = buildTessellation(antennas, { border });
        const two = buildTessellation(turned, { border });
        expect(two.cells.length).toBe(one.cells.length);
        for (let a = 0; a < antennas.length; a++) {
          const b = antennas.length - 1 - a;
          const off = one.cells.areaM2[one.cellOf[a]!]! - two.cells.areaM2[two.cellOf[b]!]!;
          expect(Math.abs(off)).toBeLessThan(1e-9 * border.areaM2[0]!);
        }
      }),
      { seed: 42, numRuns: 80 },
    );
  });

  it("zones found through the index are those found by trying all, for any division of the points", () => {
    fc.assert(
      fc.property(where, seed, fc.integer({ min: 0, max: 200 }), ({ lon, lat }, s, cut) => {
        const random = createRandom(s);
        const shapes = Array.from({ length: 8 }, () => {
          const place = placeAt(lon, lat);
          const [e, n] = [8 * random() - 4, 8 * random() - 4];
          const ring = (radius: number): [number, number][] => ragged(e, n, radius, 20).map(([x, y]) => place(x, y));
          return [[ring(2), ring(0.5)]];
        });
        const zones = buildZones(
          shapes.map((_, i) => `${i}`),
          shapes,
        );
        const at = Array.from({ length: 200 }, () => placeAt(lon, lat)(12 * random() - 6, 12 * random() - 6));
        const x = at.map(([l]) => l);
        const y = at.map(([, b]) => b);
        const found = findZones(zones, x, y);
        expect(found).toEqual(slowZones(zones, x, y));
        const parts = [
          findZones(zones, x.slice(0, cut), y.slice(0, cut)),
          findZones(zones, x.slice(cut), y.slice(cut)),
        ];
        expect([...parts[0]!, ...parts[1]!]).toEqual([...found]);
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it("zones written as GeoJSON and read again have the same area and centroid", () => {
    fc.assert(
      fc.property(where, ({ lon, lat }) => {
        const zones = countryAt(lon, lat);
        const again = buildZones(["country"], [formatZones(zones).features[0]!.geometry.coordinates]);
        expect(Math.abs(again.areaM2[0]! / zones.areaM2[0]! - 1)).toBeLessThan(1e-10);
        const off = greatCircleMeters(
          again.columns.lon[0]!,
          again.columns.lat[0]!,
          zones.columns.lon[0]!,
          zones.columns.lat[0]!,
        );
        expect(off).toBeLessThan(1e-3);
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it("the nearest location is at the least of the distances, for any division of the points", () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 0, max: 50 }), (w, cut) => {
        const antennas = antennasOf(w);
        const { lon, lat } = pointsOver(createRandom(w.seed + 2), w.where.lon, w.where.lat, 50);
        const { location, distanceMeters } = findNearest(antennas, lon, lat);
        for (let i = 0; i < 50; i++) {
          const slow = slowNearest(antennas, lon[i]!, lat[i]!);
          expect([location[i], distanceMeters[i]]).toEqual([slow.row, slow.d]);
        }
        const first = findNearest(antennas, lon.slice(0, cut), lat.slice(0, cut));
        const second = findNearest(antennas, lon.slice(cut), lat.slice(cut));
        expect([...first.location, ...second.location]).toEqual([...location]);
      }),
      { seed: 42, numRuns: 150 },
    );
  });

  it("distances are the same both ways and no longer over a third place", () => {
    fc.assert(
      fc.property(world, (w) => {
        const { rows, value } = measureDistances(antennasOf({ ...w, n: Math.min(w.n, 20) }));
        for (let i = 0; i < rows; i++) {
          expect(value[i * rows + i]).toBe(0);
          for (let j = 0; j < rows; j++) {
            expect(value[i * rows + j]).toBe(value[j * rows + i]);
            const over = value[i * rows]! + value[j]!;
            expect(value[i * rows + j]).toBeLessThanOrEqual(over * (1 + 1e-9) + 1e-6);
          }
        }
      }),
      { seed: 42, numRuns: 50 },
    );
  });

  it("a crosswalk gives each antenna's share to its cell", () => {
    fc.assert(
      fc.property(world, (w) => {
        const border = countryAt(w.where.lon, w.where.lat);
        const antennas = antennasOf({ ...w, kind: "random" });
        const { cells, cellOf } = buildTessellation(antennas, { border });
        const { shares } = buildPointCrosswalk(antennas, cells);
        const land = findZones(border, antennas.columns.lon, antennas.columns.lat);
        for (let a = 0; a < antennas.length; a++) {
          const row = [...shares.index.slice(shares.offsets[a], shares.offsets[a + 1])];
          expect(row).toEqual(land[a] === 0 ? [cellOf[a]] : []);
        }
      }),
      { seed: 42, numRuns: 60 },
    );
  });
});
