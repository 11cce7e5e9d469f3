import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { EARTH_RADIUS_METERS, toUnitVectors } from "../../src/core/sphere.ts";
import { sumOf } from "../../src/core/sums.ts";
import { buildTessellation } from "../../src/space/tessellation.ts";
import { findZones } from "../../src/space/zone-index.ts";
import { antennasAt, countryAt, pointsOver } from "../space/worlds.ts";

const PLACES = [
  ["on the equator", 10, 0],
  ["at 70° north", 25, 70],
  ["across 180°", 179, -17],
  ["about a pole", 30, 88],
] as const;

/** Antennas, and points of which each is held against every antenna. */
const SIZES = [
  [10, 100_000],
  [1000, 100_000],
  [100_000, 1000],
] as const;

/** Points this near to the border of two cells may lie in either. */
const TOLERANCE_METERS = 1e-3;

describe("the cells of antennas", () => {
  for (const [name, lon, lat] of PLACES) {
    for (const [count, tried] of SIZES) {
      it(`${name}, ${count} antennas: cells sum to the land, ${tried} points lie in the cell of the nearest antenna`, () => {
        const border = countryAt(lon, lat);
        const random = createRandom(`${name} ${count}`);
        const antennas = antennasAt(pointsOver(random, lon, lat, count));
        const { cells, cellOf } = buildTessellation(antennas, { border });
        expect(Math.abs(sumOf(cells.areaM2) / sumOf(border.areaM2) - 1)).toBeLessThan(1e-12);
        const points = pointsOver(random, lon, lat, tried);
        const found = findZones(cells, points.lon, points.lat);
        const land = findZones(border, points.lon, points.lat);
        const sites = toUnitVectors(antennas.columns.lon, antennas.columns.lat);
        const at = toUnitVectors(points.lon, points.lat);
        let inside = 0;
        let wrong = 0;
        for (let p = 0; p < tried; p++) {
          if (found[p]! >= 0 !== land[p]! >= 0) wrong++;
          if (found[p]! < 0) continue;
          inside++;
          let least = Infinity;
          let own = Infinity;
          for (let a = 0; a < count; a++) {
            const x = sites[3 * a]! - at[3 * p]!;
            const y = sites[3 * a + 1]! - at[3 * p + 1]!;
            const z = sites[3 * a + 2]! - at[3 * p + 2]!;
            const squared = x * x + y * y + z * z;
            if (squared < least) least = squared;
            if (cellOf[a] === found[p] && squared < own) own = squared;
          }
          if ((Math.sqrt(own) - Math.sqrt(least)) * EARTH_RADIUS_METERS > TOLERANCE_METERS) wrong++;
        }
        expect(wrong).toBe(0);
        expect(inside).toBeGreaterThan(tried / 2);
      });
    }
  }
});
