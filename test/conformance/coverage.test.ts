import { join } from "node:path";
import { expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { sumOf } from "../../src/core/sums.ts";
import { buildAdjacency } from "../../src/space/adjacency.ts";
import { buildAreaCrosswalk } from "../../src/space/area-crosswalk.ts";
import { measureCellSizes, measureCoverage } from "../../src/space/coverage.ts";
import { radiusClasses } from "../../src/space/coverage-classes.ts";
import { measureResolution } from "../../src/space/resolution.ts";
import { buildTessellation } from "../../src/space/tessellation.ts";
import { buildZones, type MultiPolygonCoordinates } from "../../src/space/zones.ts";
import type { Zones } from "../../src/types.ts";
import { listed, readRows, skipped } from "./data.ts";
import { type Districts, describeTowers } from "./towers.ts";

/**
 * The coverage report of real antennas in real districts. Counts per district are those of the figures, exactly. Areas of the
 * figures are of cells that are planar in longitude and latitude, measured on the ellipsoid; ours are spherical, so that
 * quantiles differ by what is printed and bounded here (`space.test.ts` shows where the difference comes from).
 */

describeTowers("coverage report", (map, expected, folder) => {
  const perDistrict = expected.cells_per_district;
  const zones = districtsOf(map, Object.keys(perDistrict ?? {}));
  if (perDistrict !== undefined) {
    const towers = listed(folder, /\.csv(\.gz)?$/)
      .map((file) => readRows(join(folder, file)))
      .find((rows) => rows.length === expected.n);
    if (towers === undefined) skipped(`${expected.n} towers`, folder);
    else {
      const at = towers.map((row): [number, number] => [Number(row["lon"]), Number(row["lat"])]);
      reportTests(zones, at, perDistrict);
    }
  }
  if (expected.voronoi !== undefined) sizeTests(zones, expected.voronoi.points, expected.voronoi.area_km2);
  if (expected.cells !== undefined) {
    const at = expected.cells.map(([, lon, lat]): [number, number] => [lon, lat]);
    sizeTests(
      zones,
      at,
      expected.cells.map((cell) => cell[3]),
    );
    reportTests(zones, at, null);
  }
});

function reportTests(zones: Zones, at: [number, number][], perDistrict: Record<string, number> | null): void {
  const antennas = antennasOf(at);
  const tessellation = buildTessellation(antennas, { border: zones });
  const crosswalk = buildAreaCrosswalk(tessellation.cells, zones);
  const { columns } = measureResolution(antennas, zones, { tessellation, crosswalk });

  it("every district has its number of antennas, and no fewer antennas than sites", () => {
    if (perDistrict !== null) {
      const counts = zones.columns.id.flatMap((id, z) =>
        columns.antennas[z]! > 0 ? [[id, columns.antennas[z]!]] : [],
      );
      expect(Object.fromEntries(counts)).toEqual(perDistrict);
    }
    for (let z = 0; z < zones.length; z++) expect(columns.sites[z]).toBeLessThanOrEqual(columns.antennas[z]!);
    expect(sumOf(columns.sites)).toBeLessThanOrEqual(tessellation.cells.length);
  });

  it("every district is covered, by cells whose parts fill it", () => {
    const covered = new Float64Array(zones.length);
    crosswalk.shares.offsets.forEach((from, c) => {
      for (let k = from; k < (crosswalk.shares.offsets[c + 1] ?? from); k++) {
        covered[crosswalk.shares.index[k]!]! += crosswalk.shares.value[k]! * tessellation.cells.areaM2[c]!;
      }
    });
    zones.areaM2.forEach((area, z) => {
      expect(covered[z]! / area).toBeCloseTo(1, 6);
      expect(columns.cells[z]).toBeGreaterThan(0);
      expect(columns.maxCellM2[z]).toBeGreaterThan(0);
    });
    const radii = columns.radiusMeters.toSorted();
    const km = (metres: number): string => (metres / 1000).toFixed(2);
    console.log(
      `${antennas.length} antennas, ${zones.length} districts: equivalent radius of a random point's cell ` +
        `${km(radii[0]!)} km in the best district, ${km(radii[radii.length >> 1]!)} in the middle one, ` +
        `${km(radii.at(-1)!)} in the worst; ${sumOf(columns.straddling)} parts of straddling cells`,
    );
  });

  it("a district whose cells all stand inside is straddled by none; where cells straddle, a neighbour has a part", () => {
    const { borderMeters } = buildAdjacency(zones, { toleranceMeters: 0.1 });
    for (let z = 0; z < zones.length; z++) {
      const alone = borderMeters.offsets[z + 1] === borderMeters.offsets[z];
      if (!alone) expect(columns.straddling[z]).toBeGreaterThan(0);
      expect(columns.straddledShare[z]! > 0).toBe(columns.straddling[z]! > 0);
    }
  });
}

function sizeTests(zones: Zones, at: [number, number][], areaKm2: readonly number[]): void {
  it("sizes of cells are the figures', but for planar cells and the ellipsoid", () => {
    const { cells } = buildTessellation(antennasOf(at), { border: zones });
    const planar = { ...cells, areaM2: Float64Array.from(areaKm2, (km2) => km2 * 1e6) };
    const ours = measureCellSizes(cells).columns;
    const theirs = measureCellSizes(planar).columns;
    const off = ours.areaM2.map((area, k) => area / theirs.areaM2[k]! - 1);
    console.log(
      `quantiles ${[...ours.quantile].join(" ")} of ${cells.length} cells in km²: ` +
        `${[...ours.areaM2].map((area) => (area / 1e6).toPrecision(4)).join(" ")}, against planar ones ` +
        `${[...off].map((part) => `${(100 * part).toFixed(1)} %`).join(" ")}`,
    );
    // Degrees stretch the land from west to east by 1 / cos φ: cells, and so their quantiles, differ by no larger a part.
    const highest = Math.max(...at.map(([, lat]) => Math.abs(lat)));
    for (const part of off) expect(Math.abs(part)).toBeLessThan(1 / Math.cos((highest * Math.PI) / 180) - 1);
    expect(sumOf(cells.areaM2) / sumOf(planar.areaM2)).toBeCloseTo(1, 2);
  });

  it("classes by radius hold every cell once", () => {
    const { cells } = buildTessellation(antennasOf(at), { border: zones });
    const classes = radiusClasses({ labels: ["up to 1 km", "up to 10 km", "more"], upToMeters: [1000, 10_000] });
    const { columns } = measureCoverage(cells, { classes });
    const inClass = [0, 1, 2].map((c) => columns.class.filter((each) => each === c).length);
    const radius = Float64Array.from(areaKm2, (km2) => Math.sqrt((km2 * 1e6) / Math.PI));
    const planar = [radius.filter((r) => r <= 1000), radius.filter((r) => r > 10_000)].map((each) => each.length);
    console.log(`${inClass.join(", ")} cells up to 1 km, up to 10 km, and more; planar: ${planar[0]} and ${planar[1]}`);
    expect(sumOf(inClass)).toBe(cells.length);
    const near = (limit: number): number => radius.filter((r) => Math.abs(r / limit - 1) < 0.2).length;
    expect(Math.abs(inClass[0]! - planar[0]!)).toBeLessThanOrEqual(near(1000));
    expect(Math.abs(inClass[2]! - planar[1]!)).toBeLessThanOrEqual(near(10_000));
  });
}

function antennasOf(at: [number, number][]) {
  return createLocations(
    "antennas",
    at.map((_, i) => `${i}`),
    at.map(([lon]) => lon),
    at.map(([, lat]) => lat),
  );
}

/** Districts with the property as id that holds all the ids asked for. */
function districtsOf(map: Districts, ids: readonly string[]): Zones {
  const names = Object.keys(map.features[0]!.properties);
  const name = names.find((property) => {
    const values = new Set(map.features.map((feature) => feature.properties[property]));
    return values.size === map.features.length && ids.every((id) => values.has(id));
  });
  return buildZones(
    map.features.map((feature, i) => String(name === undefined ? i : feature.properties[name])),
    map.features.map(
      ({ geometry }) =>
        (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates) as MultiPolygonCoordinates,
    ),
  );
}
