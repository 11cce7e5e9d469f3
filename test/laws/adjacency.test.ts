import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { cellOf } from "../../src/core/sparse.ts";
import { sumOf } from "../../src/core/sums.ts";
import { buildAdjacency } from "../../src/space/adjacency.ts";
import { buildSquareGrid } from "../../src/space/square-grid.ts";
import { buildTessellation } from "../../src/space/tessellation.ts";
import { buildZones, formatZones } from "../../src/space/zones.ts";
import { slowAdjacency } from "../slow/adjacency.ts";
import { antennasAt, countryAt, pointsOver } from "../space/worlds.ts";

const world = fc.record({
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  seed: fc.integer({ min: 0, max: 1e9 }),
  n: fc.integer({ min: 1, max: 25 }),
});

function cellsOf({ lon, lat, seed, n }: { lon: number; lat: number; seed: number; n: number }) {
  const border = countryAt(lon, lat);
  return {
    border,
    cells: buildTessellation(antennasAt(pointsOver(createRandom(seed), lon, lat, n)), { border }).cells,
  };
}

describe("laws of adjacency", () => {
  it("it is symmetric, without diagonal, and what shares a border touches", () => {
    fc.assert(
      fc.property(world, (w) => {
        const { borderMeters, touching } = buildAdjacency(cellsOf(w).cells);
        for (const matrix of [borderMeters, touching]) {
          for (let z = 0; z + 1 < matrix.offsets.length; z++) {
            for (let k = matrix.offsets[z]!; k < matrix.offsets[z + 1]!; k++) {
              expect(matrix.index[k]).not.toBe(z);
              expect(cellOf(matrix, matrix.index[k]!, z)).toBe(matrix.value[k]);
              expect(cellOf(touching, z, matrix.index[k]!)).toBe(1);
            }
          }
        }
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it("shared and outer borders sum to the perimeter, and outer ones to the land's", () => {
    fc.assert(
      fc.property(world, (w) => {
        const { border, cells } = cellsOf(w);
        const { borderMeters, outerMeters, perimeterMeters, touching } = buildAdjacency(cells);
        for (let z = 0; z < cells.length; z++) {
          const shared = sumOf(borderMeters.value, borderMeters.offsets[z], borderMeters.offsets[z + 1]);
          const points = touching.offsets[z + 1]! - touching.offsets[z]!;
          expect(Math.abs(shared + outerMeters[z]! - perimeterMeters[z]!)).toBeLessThan(1e-3 * (points + 1));
        }
        const land = buildAdjacency(border).perimeterMeters[0]!;
        expect(Math.abs(sumOf(outerMeters) - land)).toBeLessThan(1e-2);
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it("it is what splitting every edge at every corner gives", () => {
    fc.assert(
      fc.property(world, (w) => {
        const { cells } = cellsOf(w);
        const found = buildAdjacency(cells);
        const slow = slowAdjacency(cells, 1e-3);
        for (let z = 0; z < cells.length; z++) {
          for (let o = 0; o < cells.length; o++) {
            const at = z * cells.length + o;
            expect(Math.abs(cellOf(found.borderMeters, z, o) - slow.metres[at]!)).toBeLessThan(5e-3);
            expect(cellOf(found.touching, z, o)).toBe(slow.touching[at]);
          }
        }
      }),
      { seed: 42, numRuns: 40 },
    );
  });

  it("neither the order of zones nor a cut at the meridian of 180° changes it", () => {
    fc.assert(
      fc.property(world, (w) => {
        const { cells } = cellsOf(w);
        const one = buildAdjacency(cells);
        const features = formatZones(cells).features.map((feature, z) => ({ feature, z }));
        const turned = features.filter(({ feature }) => feature.geometry.coordinates.length > 0).reverse();
        const two = buildAdjacency(
          buildZones(
            turned.map(({ z }) => `${z}`),
            turned.map(({ feature }) => feature.geometry.coordinates),
          ),
        );
        turned.forEach(({ z }, r) => {
          expect(Math.abs(two.perimeterMeters[r]! - one.perimeterMeters[z]!)).toBeLessThan(1e-2);
          turned.forEach(({ z: o }, s) => {
            const off = cellOf(two.borderMeters, r, s) - cellOf(one.borderMeters, z, o);
            expect(Math.abs(off)).toBeLessThan(1e-2);
          });
        });
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("squares of a grid have four neighbours at most, all but those on its edge just four and eight", () => {
    fc.assert(
      fc.property(world, (w) => {
        const grid = buildSquareGrid(countryAt(w.lon, w.lat), { sideMeters: 40_000 });
        const { borderMeters, touching, outerMeters } = buildAdjacency(grid);
        let inner = 0;
        for (let z = 0; z < grid.length; z++) {
          const across = borderMeters.offsets[z + 1]! - borderMeters.offsets[z]!;
          expect(across).toBe(4 - Math.round(outerMeters[z]! / 40_000));
          if (outerMeters[z]! > 1) continue;
          inner++;
          expect(across).toBe(4);
          expect(touching.offsets[z + 1]! - touching.offsets[z]!).toBeLessThanOrEqual(8);
        }
        expect(inner).toBeGreaterThan(20);
      }),
      { seed: 42, numRuns: 40 },
    );
  });
});
