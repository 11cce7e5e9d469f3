import { join } from "node:path";
import { expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { EARTH_RADIUS_METERS } from "../../src/core/sphere.ts";
import { buildTessellation, type Tessellation } from "../../src/space/tessellation.ts";
import { findZones } from "../../src/space/zone-index.ts";
import { buildZones, formatZones, type MultiPolygonCoordinates } from "../../src/space/zones.ts";
import type { Zones } from "../../src/types.ts";
import { listed, readRows, skipped } from "./data.ts";
import { type Districts, describeTowers } from "./towers.ts";

/**
 * Antennas in districts and their Voronoi cells, against figures made with shapely: the counts exactly. The reference cells
 * are planar in longitude and latitude, with areas on the ellipsoid. Drawn a thousand times smaller at the equator, where
 * sphere and plane agree, the same cells come out of the tessellation and must have those areas and parts; on the
 * sphere where they belong they differ, by as much as is printed.
 */

describeTowers("towers in districts", (map, expected, folder) => {
  if (expected.cells_per_district !== undefined) countTests(folder, map, expected.cells_per_district, expected.n!);
  if (expected.voronoi !== undefined) {
    const { points, area_km2 } = expected.voronoi;
    areaTests(map, points, area_km2, null);
  }
  if (expected.cells !== undefined) {
    areaTests(
      map,
      expected.cells.map(([, lon, lat]) => [lon, lat]),
      expected.cells.map((cell) => cell[3]),
      expected.cells.map((cell) => cell[4]),
    );
  }
});

function countTests(folder: string, map: Districts, expected: Record<string, number>, n: number): void {
  const files = listed(folder, /\.csv(\.gz)?$/).map((name) => readRows(join(folder, name)));
  const towers = files.find((rows) => rows.length === n);
  if (towers === undefined) {
    skipped(`${n} towers`, folder);
    return;
  }
  it("every district has the number of cells that it should", () => {
    const districts = districtsOf(map, Object.keys(expected));
    const found = findZones(
      districts,
      towers.map((row) => Number(row["lon"])),
      towers.map((row) => Number(row["lat"])),
    );
    const counts: Record<string, number> = {};
    for (const zone of found) {
      if (zone >= 0) counts[districts.columns.id[zone]!] = (counts[districts.columns.id[zone]!] ?? 0) + 1;
    }
    expect(counts).toEqual(expected);
  });
}

function areaTests(map: Districts, points: [number, number][], areaKm2: number[], types: string[] | null): void {
  const shapes = map.features.map(shapeOf);
  const ids = points.map((_, i) => `${i}`);
  const tessellate = (move: (p: readonly number[]) => [number, number]): { border: Zones; made: Tessellation } => {
    const border = buildZones(
      shapes.map((_, i) => `${i}`),
      shapes.map((shape) => shape.map((polygon) => polygon.map((ring) => ring.map(move)))),
    );
    const moved = points.map(move);
    const antennas = createLocations(
      "antennas",
      ids,
      moved.map(([lon]) => lon),
      moved.map(([, lat]) => lat),
    );
    return { border, made: buildTessellation(antennas, { border }) };
  };
  const middle = points.reduce(
    (sum, [lon, lat]) => [sum[0]! + lon / points.length, sum[1]! + lat / points.length],
    [0, 0],
  );

  it("in the plane of degrees, cells have the reference's areas and parts", () => {
    const { cells } = tessellate(([lon, lat]) => [(lon! - middle[0]!) / SHRINK, (lat! - middle[1]!) / SHRINK]).made;
    const planar = movedCells(cells, ([x, y]) => [x! * SHRINK + middle[0]!, y! * SHRINK + middle[1]!]);
    const away = ellipsoidKm2(planar).map((km2, c) => Math.abs(km2 / areaKm2[c]! - 1));
    for (let c = 0; c < cells.length; c++) {
      const parts = cells.polygonOffsets[c + 1]! - cells.polygonOffsets[c]!;
      if (types !== null) expect(`${ids[c]} ${parts > 1 ? "MultiPolygon" : "Polygon"}`).toBe(`${ids[c]} ${types[c]}`);
    }
    console.log(`planar cells against the reference: ${summary(away)}`);
    // What is left comes from the ratio of ellipsoid to sphere, taken at the middle of each cell: it grows with the cell.
    expect(Math.max(...away)).toBeLessThan(2e-4);
    expect(median(away)).toBeLessThan(2e-5);
  });

  it("on the sphere, areas sum to the land's and differ from planar ones as far as the metrics do", () => {
    const { border, made } = tessellate(([lon, lat]) => [lon!, lat!]);
    const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
    expect(sum(made.cells.areaM2) / sum(border.areaM2)).toBeCloseTo(1, 12);
    const away = ellipsoidKm2(made.cells).map((km2, c) => Math.abs(km2 / areaKm2[c]! - 1));
    const land = sum(areaKm2);
    const moved = sum(ellipsoidKm2(made.cells).map((km2, c) => Math.abs(km2 - areaKm2[c]!))) / (2 * land);
    console.log(
      `spherical cells against planar ones: ${summary(away)}; ${(100 * moved).toFixed(2)} % of the land differs`,
    );
    // Degrees stretch the land from west to east by 1 / cos φ; no larger a part of it can go to another antenna for that.
    const highest = Math.max(...points.map(([, lat]) => Math.abs(lat)));
    expect(moved).toBeLessThan(1 / Math.cos((highest * Math.PI) / 180) - 1);
  });
}

/** Cells are drawn this many times smaller at the equator. */
const SHRINK = 1000;

/** Cells with every position moved. */
function movedCells(cells: Zones, move: (p: readonly number[]) => [number, number]): Zones {
  const shapes = formatZones(cells).features.map(({ geometry }) =>
    geometry.coordinates.map((polygon) => polygon.map((ring) => ring.map(move))),
  );
  return buildZones(cells.columns.id, shapes);
}

/** The areas of zones in km² on the ellipsoid WGS 84: those on the sphere by the ratio of both at the zone's middle. */
function ellipsoidKm2(zones: Zones): Float64Array {
  const [a, f] = [6_378_137, 1 / 298.257223563];
  const e2 = f * (2 - f);
  return zones.areaM2.map((area, z) => {
    const sine = Math.sin((zones.columns.lat[z]! * Math.PI) / 180);
    return ((area / 1e6) * a * a * (1 - e2)) / (EARTH_RADIUS_METERS * (1 - e2 * sine * sine)) ** 2;
  });
}

function median(values: Float64Array): number {
  return values.toSorted()[values.length >> 1]!;
}

function summary(away: Float64Array): string {
  const sorted = [...away].sort((a, b) => a - b);
  const at = (share: number): string => sorted[Math.floor(share * (sorted.length - 1))]!.toExponential(2);
  return `${sorted.length} cells, relative difference median ${at(0.5)}, 95 % ${at(0.95)}, largest ${at(1)}`;
}

/** Districts with the property as id that holds all the ids asked for. */
function districtsOf(map: Districts, ids: readonly string[]): Zones {
  const names = Object.keys(map.features[0]!.properties);
  const name = names.find((property) => {
    const values = new Set(map.features.map((feature) => feature.properties[property]));
    return ids.every((id) => values.has(id));
  });
  return buildZones(
    map.features.map((feature) => String(feature.properties[name!])),
    map.features.map(shapeOf),
  );
}

function shapeOf({ geometry }: Districts["features"][number]): MultiPolygonCoordinates {
  return (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates) as MultiPolygonCoordinates;
}
