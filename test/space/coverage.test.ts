import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { sumOf } from "../../src/core/sums.ts";
import { buildAreaCrosswalk } from "../../src/space/area-crosswalk.ts";
import { CELL_SIZES_DEFAULTS, measureCellSizes, measureCoverage } from "../../src/space/coverage.ts";
import { areaClasses, DEGURBA_DENSITIES, densityClasses, radiusClasses } from "../../src/space/coverage-classes.ts";
import { buildPointCrosswalk } from "../../src/space/crosswalk.ts";
import { measureResolution } from "../../src/space/resolution.ts";
import { buildSquareGrid } from "../../src/space/square-grid.ts";
import { buildTessellation } from "../../src/space/tessellation.ts";
import { findZones } from "../../src/space/zone-index.ts";
import type { Zones } from "../../src/types.ts";
import { antennasAt, countryAt, pointsOver, squares } from "./worlds.ts";

/** Cells with these areas in m², about. */
function cellsOf(areas: readonly number[]): Zones {
  const zones = squares(areas.length, 1);
  return { ...zones, areaM2: Float64Array.from(areas) };
}

describe("the area that a cell covers", () => {
  const cells = cellsOf([1e4, 1e6, 25e6, 0]);
  const classes = radiusClasses({ labels: ["urban", "suburban", "rural"], upToMeters: [100, 1000] });
  const { columns, labels, length, locations } = measureCoverage(cells, { classes });

  it("has the radius of a circle as large", () => {
    expect(columns.equivalentRadiusMeters[0]).toBeCloseTo(56.4189583547756, 10);
    for (let z = 0; z < 3; z++)
      expect(Math.PI * columns.equivalentRadiusMeters[z]! ** 2).toBeCloseTo(cells.areaM2[z]!, 4);
  });

  it("puts it into a class, but for a cell without land", () => {
    expect(labels).toEqual(["urban", "suburban", "rural"]);
    expect(columns.class).toEqual(Int32Array.of(0, 1, 2, -1));
    expect(columns.equivalentRadiusMeters[3]).toBeNaN();
    expect(columns.areaM2[3]).toBe(0);
  });

  it("stands in a row per cell, in a copy", () => {
    expect([length, locations]).toEqual([4, cells]);
    expect(columns.areaM2).not.toBe(cells.areaM2);
  });
});

describe("classes", () => {
  it("by area hold cells up to their limit", () => {
    const rule = areaClasses({ labels: ["a", "b", "c"], upToM2: [1e4, 1e6] });
    expect(rule.classOf(cellsOf([1e4, 10_001, 1e6, 1e6 + 1, 0]))).toEqual(Int32Array.of(0, 1, 1, 2, -1));
  });

  it("by density hold cells from their limit on", () => {
    const rule = densityClasses({ people: [299, 300, 1500, 0, Number.NaN, 5] });
    expect(rule.classOf(cellsOf([1e6, 1e6, 1e6, 1e6, 1e6, 0]))).toEqual(Int32Array.of(0, 1, 2, 0, -1, -1));
    expect(rule.labels).toBe(DEGURBA_DENSITIES.labels);
  });

  it("may have other limits and names", () => {
    const rule = densityClasses({ people: [10, 90], labels: ["few", "many"], perKm2: [50] });
    expect(rule.classOf(cellsOf([1e6, 1e6]))).toEqual(Int32Array.of(0, 1));
  });

  it.each<[what: string, make: () => unknown, sentence: string]>([
    [
      "not one label more",
      () => areaClasses({ labels: ["a"], upToM2: [1] }),
      "areaClasses: labels must be of length 2, got 1",
    ],
    [
      "limits that fall",
      () => radiusClasses({ labels: ["a", "b", "c"], upToMeters: [2, 1] }),
      "upToMeters[1] must be above 2, got 1",
    ],
    ["no limit", () => areaClasses({ labels: ["a"], upToM2: [] }), "upToM2 must be at least one limit, got 0"],
    ["people below 0", () => densityClasses({ people: [-1] }), "people[0] must be at least 0, or NaN, got -1"],
    [
      "people of other cells",
      () => measureCoverage(cellsOf([1, 2]), { classes: densityClasses({ people: [1] }) }),
      "densityClasses: people must be of length 2, got 1",
    ],
  ])("with %s are refused", (_, make, sentence) => {
    expect(make).toThrow(sentence);
  });
});

describe("sizes of cells", () => {
  it("have the quantiles of R and NumPy, zeros left out", () => {
    const { columns } = measureCellSizes(cellsOf([3, 1, 4, 1, 5, 9, 2, 6, 0]), {
      quantiles: [0, 0.1, 0.25, 0.5, 0.9, 1],
    });
    // R: quantile(c(3, 1, 4, 1, 5, 9, 2, 6), c(0, .1, .25, .5, .9, 1))
    [1, 1, 1.75, 3.5, 6.9, 9].forEach((value, k) => {
      expect(columns.areaM2[k]).toBeCloseTo(value, 12);
    });
  });

  it("of a random point are those of the cells that hold the land", () => {
    const { columns } = measureCellSizes(cellsOf([1, 1, 1, 1, 6, 10]), { quantiles: [0, 0.2, 0.21, 0.5, 0.51, 1] });
    expect(columns.areaOfPointM2).toEqual(Float64Array.of(1, 1, 6, 6, 10, 10));
    // 0.4 · 1.5 is a little above 0.6, which the first two cells have together.
    expect(measureCellSizes(cellsOf([0.1, 0.5, 0.9]), { quantiles: [0.4] }).columns.areaOfPointM2[0]).toBe(0.5);
    expect(columns.radiusOfPointMeters[5]).toBeCloseTo(Math.sqrt(10 / Math.PI), 12);
  });

  it("of random points of a country agree with the areas of the cells that they fall into", () => {
    const border = countryAt(10, 50);
    const { cells } = buildTessellation(antennasAt(pointsOver(createRandom(2), 10, 50, 150)), { border });
    const points = pointsOver(createRandom(7), 10, 50, 20_000);
    const hit = findZones(cells, points.lon, points.lat).filter((z) => z >= 0);
    const drawn = Float64Array.from(hit, (z) => cells.areaM2[z]!).sort();
    const { areaOfPointM2, areaM2 } = measureCellSizes(cells).columns;
    CELL_SIZES_DEFAULTS.quantiles.forEach((share, k) => {
      const place = Math.round(share * (drawn.length - 1));
      const near = [Math.max(0, place - 300), Math.min(drawn.length - 1, place + 300)].map((i) => drawn[i]!);
      if (share > 0) expect(areaOfPointM2[k]).toBeGreaterThanOrEqual(near[0]!);
      if (share > 0) expect(areaOfPointM2[k]).toBeLessThanOrEqual(near[1]!);
      expect(areaOfPointM2[k]).toBeGreaterThanOrEqual(areaM2[k]! * (1 - 1e-12));
    });
  });

  it("are NaN where no cell has land", () => {
    const { columns } = measureCellSizes(cellsOf([0, 0]), { quantiles: [0.5] });
    expect([columns.areaM2[0], columns.areaOfPointM2[0], columns.radiusMeters[0]]).toEqual([NaN, NaN, NaN]);
  });

  it("are refused beyond 0 to 1", () => {
    expect(() => measureCellSizes(cellsOf([1]), { quantiles: [50] })).toThrow(
      "quantiles[0] must be a finite number from 0 to 1, got 50",
    );
  });
});

describe("resolution by district", () => {
  const zones = squares(3, 1);
  const antennas = createLocations(
    "antennas",
    ["a", "b", "b2", "c", "far"],
    [0.25, 0.75, 0.75, 1.75, 9],
    [0.5, 0.5, 0.5, 0.5, 0.5],
  );
  const tessellation = buildTessellation(antennas, { border: squares(2, 1) });
  const crosswalk = buildAreaCrosswalk(tessellation.cells, zones);
  const { columns, length } = measureResolution(antennas, zones, { tessellation, crosswalk });
  const area = tessellation.cells.areaM2;

  it("counts antennas, and masts once, where they stand", () => {
    expect(length).toBe(3);
    expect(columns.antennas).toEqual(Uint32Array.of(3, 1, 0));
    expect(columns.sites).toEqual(Uint32Array.of(2, 1, 0));
    expect(columns.sitesPerKm2[0]).toBeCloseTo(2e6 / zones.areaM2[0]!, 15);
    expect(columns.sitesPerKm2[2]).toBe(0);
  });

  it("counts cells with land there, and those that straddle the border", () => {
    expect(columns.cells).toEqual(Uint32Array.of(2, 2, 0));
    expect(columns.straddling).toEqual(Uint32Array.of(1, 1, 0));
    expect(columns.straddledShare[0]).toBeCloseTo(0.5, 3);
    expect(columns.straddledShare[1]).toBeCloseTo(0.25, 3);
    expect(columns.straddledShare[2]).toBe(0);
  });

  it("has the whole areas of these cells, and the one of a random point", () => {
    expect([columns.minCellM2[0], columns.maxCellM2[0]]).toEqual([area[0], area[1]]);
    expect(columns.meanCellM2[0]).toBeCloseTo((area[0]! + area[1]!) / 2, 0);
    expect(columns.medianCellM2[1]).toBeCloseTo((area[1]! + area[2]!) / 2, 0);
    expect(columns.medianOfPointM2[1]).toBe(area[2]);
    expect(columns.radiusMeters[1]).toBeCloseTo(Math.sqrt(area[2]! / Math.PI), 6);
  });

  it("is NaN where no cell has land", () => {
    for (const name of [
      "meanCellM2",
      "medianCellM2",
      "minCellM2",
      "maxCellM2",
      "medianOfPointM2",
      "radiusMeters",
    ] as const) {
      expect(columns[name][2]).toBeNaN();
    }
  });

  it("in a country of squares adds up: antennas inside, and the land that is covered", () => {
    const land = countryAt(100, -40);
    const masts = antennasAt(pointsOver(createRandom(6), 100, -40, 300));
    const made = buildTessellation(masts, { border: land });
    const districts = buildSquareGrid(land, { sideMeters: 120_000 });
    const shared = buildAreaCrosswalk(made.cells, districts);
    const found = measureResolution(masts, districts, { tessellation: made, crosswalk: shared }).columns;
    const inside = findZones(districts, masts.columns.lon, masts.columns.lat).filter((z) => z >= 0).length;
    expect(sumOf(found.antennas)).toBe(inside);
    expect(sumOf(found.cells)).toBe(shared.shares.index.length);
    // Each cell counts once as whole, or at least twice as straddling.
    const whole = sumOf(found.cells) - sumOf(found.straddling);
    const parts = Array.from(
      { length: made.cells.length },
      (_, c) => shared.shares.offsets[c + 1]! - shared.shares.offsets[c]!,
    );
    expect(whole).toBe(parts.filter((n) => n === 1).length);
    for (let z = 0; z < districts.length; z++) {
      expect(found.minCellM2[z]).toBeLessThanOrEqual(found.medianOfPointM2[z]!);
      expect(found.medianOfPointM2[z]).toBeLessThanOrEqual(found.maxCellM2[z]!);
      expect(found.straddledShare[z]).toBeLessThanOrEqual(1);
    }
  });

  it("takes a share short of 1 by rounding for the whole cell", () => {
    const one = squares(1, 1);
    const alone = { cells: squares(1, 1), cellOf: Uint32Array.of(0) };
    const shares = (value: number) => ({
      ...buildAreaCrosswalk(alone.cells, one),
      shares: { offsets: Uint32Array.of(0, 1), index: Uint32Array.of(0), value: Float64Array.of(value) },
    });
    const mast = createLocations("antennas", ["a"], [0.5], [0.5]);
    const straddling = [1 - 1e-12, 1 - 1e-6].map(
      (value) => measureResolution(mast, one, { tessellation: alone, crosswalk: shares(value) }).columns.straddling[0],
    );
    expect(straddling).toEqual([0, 1]);
  });

  it("asks for a crosswalk by area, of these cells to these zones", () => {
    const points = buildPointCrosswalk(tessellation.cells, zones);
    expect(() => measureResolution(antennas, zones, { tessellation, crosswalk: points })).toThrow(
      'measureResolution: crosswalk.basis must be "area", got "points"',
    );
    expect(() => measureResolution(antennas, squares(2, 1), { tessellation, crosswalk })).toThrow(
      "measureResolution: crosswalk.to must be over the same",
    );
  });
});
