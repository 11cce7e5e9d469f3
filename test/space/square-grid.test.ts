import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { sumOf } from "../../src/core/sums.ts";
import { buildAdjacency } from "../../src/space/adjacency.ts";
import { buildSquareGrid } from "../../src/space/square-grid.ts";
import { findZones } from "../../src/space/zone-index.ts";
import { buildZones } from "../../src/space/zones.ts";
import type { Zones } from "../../src/types.ts";
import { countryAt, placeAt, pointsOver, ragged } from "./worlds.ts";

/** Places over the globe: a middle latitude, the meridian of 180°, both poles, the equator. */
const PLACES: readonly (readonly [number, number])[] = [
  [10, 47],
  [179.9, -17],
  [25, 89.5],
  [0, -90],
  [-60, 0],
];

/** Lengths of the four sides of a square. */
function sides(grid: Zones, zone: number): number[] {
  const at = 8 * zone;
  return [0, 1, 2, 3].map((k) => {
    const [i, j] = [at + 2 * k, at + 2 * ((k + 1) % 4)];
    return greatCircleMeters(grid.points[i]!, grid.points[i + 1]!, grid.points[j]!, grid.points[j + 1]!);
  });
}

describe("squares over a country", () => {
  it.each(PLACES)("at %d, %d cover all of it, and each has some of it", (lon, lat) => {
    const border = countryAt(lon, lat);
    const grid = buildSquareGrid(border, { sideMeters: 25_000 });
    const points = pointsOver(createRandom(3), lon, lat, 3000);
    const land = findZones(border, points.lon, points.lat);
    const square = findZones(grid, points.lon, points.lat);
    for (let i = 0; i < land.length; i++) if (land[i] === 0) expect(square[i]).toBeGreaterThanOrEqual(0);
    // The border's length bounds how many squares it passes: none is kept that has no land.
    const whole = sumOf(grid.areaM2) - sumOf(border.areaM2);
    expect(whole).toBeGreaterThan(0);
    expect(whole).toBeLessThan(buildAdjacency(border).perimeterMeters[0]! * 25_000 * Math.SQRT2);
  });

  it("have the same corners as their neighbours to the last digit, so that there are neither gaps nor overlaps", () => {
    const grid = buildSquareGrid(countryAt(-75, 5), { sideMeters: 40_000 });
    const square = new Map(grid.columns.id.map((id, z) => [id, z]));
    let compared = 0;
    for (let z = 0; z < grid.length; z++) {
      const [, row, column] = /^r(-?\d+)c(-?\d+)$/.exec(grid.columns.id[z]!)!;
      const east = square.get(`r${row}c${Number(column) + 1}`);
      const north = square.get(`r${Number(row) + 1}c${column}`);
      const corner = (zone: number, k: number): number[] => [
        ...grid.points.slice(8 * zone + 2 * k, 8 * zone + 2 * k + 2),
      ];
      if (east !== undefined) expect([corner(z, 1), corner(z, 2)]).toEqual([corner(east, 0), corner(east, 3)]);
      if (north !== undefined) expect([corner(z, 3), corner(z, 2)]).toEqual([corner(north, 0), corner(north, 1)]);
      compared += Number(east !== undefined) + Number(north !== undefined);
    }
    expect(compared).toBeGreaterThan(100);
  });

  it("all have the area side², but for what great circles between corners make of it", () => {
    for (const [side, off] of [
      [1000, 4e-9],
      [10_000, 4e-7],
      [100_000, 4e-5],
    ] as const) {
      const half = (3 * side) / 111_195;
      for (const [east, north] of [
        [0, 0],
        [5, 3],
        [15, -10],
      ] as const) {
        const place = placeAt(east, north);
        const border = buildZones(["b"], [[[ragged(0, 0, half).map(([e, n]) => place(e, n))]]]);
        const grid = buildSquareGrid(border, { sideMeters: side, centre: { lon: 0, lat: 0 } });
        for (const area of grid.areaM2) expect(Math.abs(area / (side * side) - 1)).toBeLessThan(off);
      }
    }
  });

  it("are close to square: 0.1 % off at 570 km from the centre, 1.2 % at 2,000 km", () => {
    for (const [metres, off] of [
      [0, 1e-6],
      [570_000, 1.01e-3],
      [2_000_000, 1.25e-2],
    ] as const) {
      const lat = metres / 111_195;
      const place = placeAt(0, lat);
      const border = buildZones(["b"], [[[ragged(0, 0, 0.01).map(([e, n]) => place(e, n))]]]);
      const grid = buildSquareGrid(border, { sideMeters: 1000, centre: { lon: 0, lat: 0 } });
      for (const side of sides(grid, 0)) {
        expect(Math.abs(side / 1000 - 1)).toBeLessThan(off);
        expect(Math.abs(side / 1000 - 1)).toBeGreaterThan(metres === 0 ? -1 : 0.9 * off);
      }
    }
  });

  it("are the same squares for every border with that centre and side", () => {
    const options = { sideMeters: 20_000, centre: { lon: 11, lat: 46 } };
    const one = buildSquareGrid(countryAt(10, 47), options);
    const two = buildSquareGrid(countryAt(12, 46), options);
    const rows = new Map(one.columns.id.map((id, z) => [id, z]));
    let shared = 0;
    two.columns.id.forEach((id, z) => {
      const other = rows.get(id);
      if (other === undefined) return;
      shared++;
      expect(two.points.slice(8 * z, 8 * z + 8)).toEqual(one.points.slice(8 * other, 8 * other + 8));
    });
    expect(shared).toBeGreaterThan(200);
  });

  it("stand row by row from the south, each row from the west", () => {
    const grid = buildSquareGrid(countryAt(10, 47), { sideMeters: 50_000 });
    const order = grid.columns.id.map((id) => id.slice(1).split("c").map(Number));
    const sorted = [...order].sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!);
    expect(order).toEqual(sorted);
    expect(order[0]![0]).toBeLessThan(0);
    expect(grid.columns.lat[0]!).toBeLessThan(grid.columns.lat[grid.length - 1]!);
  });
});

describe("squares that merely touch", () => {
  const options = { sideMeters: 30_000, centre: { lon: 20, lat: 50 } };
  const all = buildSquareGrid(countryAt(20, 50), options);
  const pick = (ids: readonly string[]): Zones =>
    buildZones(
      ids,
      ids.map((id) => {
        const z = all.columns.id.indexOf(id);
        return [[[0, 2, 4, 6].map((k) => [all.points[8 * z + k]!, all.points[8 * z + k + 1]!])]];
      }),
    );

  it("a border of whole squares are dropped, so that these come out alone", () => {
    const ids = ["r0c-5", "r0c-4", "r1c-5", "r3c-2"];
    expect(buildSquareGrid(pick(ids), options).columns.id).toEqual(ids);
  });

  it("are kept where that is asked for", () => {
    const kept = buildSquareGrid(pick(["r1c-5"]), { ...options, touching: "keep" });
    expect(kept.columns.id).toEqual(["r0c-6", "r0c-5", "r0c-4", "r1c-6", "r1c-5", "r1c-4", "r2c-6", "r2c-5", "r2c-4"]);
  });
});

describe("small and large borders", () => {
  it("a border inside one square gives that square", () => {
    const border = buildZones(["b"], [[[ragged(0.1, 0.1, 0.001)]]]);
    expect(buildSquareGrid(border, { sideMeters: 100_000, centre: { lon: 0, lat: 0 } }).columns.id).toEqual(["r0c0"]);
  });

  it("a lake has no squares but at its shore", () => {
    const place = placeAt(5, 40);
    const rings = [ragged(0, 0, 2), ragged(0, 0, 1)].map((ring) => ring.map(([e, n]) => place(e, n)));
    const grid = buildSquareGrid(buildZones(["b"], [[rings]]), { sideMeters: 10_000, centre: { lon: 5, lat: 40 } });
    const lake = placeAt(5, 40)(0, 0);
    expect(findZones(grid, [lake[0]], [lake[1]])[0]).toBe(-1);
    expect(findZones(grid, [place(1.45, 0)[0]], [place(1.45, 0)[1]])[0]).toBeGreaterThanOrEqual(0);
  });

  it("squares of 1,000 km cover a continent", () => {
    const border = buildZones(["b"], [[[ragged(0, 0, 30)]]]);
    const grid = buildSquareGrid(border, { sideMeters: 1e6, centre: { lon: 0, lat: 0 } });
    const random = createRandom(4);
    const lon = Array.from({ length: 2000 }, () => 80 * random() - 40);
    const lat = Array.from({ length: 2000 }, () => 80 * random() - 40);
    const square = findZones(grid, lon, lat);
    findZones(border, lon, lat).forEach((land, i) => {
      if (land === 0) expect(square[i]).toBeGreaterThanOrEqual(0);
    });
  });

  it("too many squares, and a border beyond a quarter of the globe, are refused", () => {
    const border = countryAt(0, 0);
    expect(() => buildSquareGrid(border, { sideMeters: 50 })).toThrow(
      /sideMeters must be at least \d+ for this border/,
    );
    expect(() => buildSquareGrid(border, { sideMeters: 1e4, centre: { lon: 120, lat: 0 } })).toThrow(
      "buildSquareGrid: the border must be less than 90° from the centre, got a corner farther away",
    );
  });
});
