import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { cellOf } from "../../src/core/sparse.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { sumOf } from "../../src/core/sums.ts";
import { type Adjacency, buildAdjacency } from "../../src/space/adjacency.ts";
import { buildTessellation } from "../../src/space/tessellation.ts";
import { buildZones, formatZones, type MultiPolygonCoordinates } from "../../src/space/zones.ts";
import type { SparseMatrix, Zones } from "../../src/types.ts";
import { slowAdjacency } from "../slow/adjacency.ts";
import { antennasAt, countryAt, placeAt, pointsOver, squares } from "./worlds.ts";

const box = (west: number, south: number, east: number, north: number): MultiPolygonCoordinates => [
  [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
    ],
  ],
];

function neighbours(matrix: SparseMatrix, zone: number): number[] {
  return [...matrix.index.slice(matrix.offsets[zone], matrix.offsets[zone + 1])];
}

/** What the borders of a zone lack of its perimeter. */
function missing({ borderMeters, outerMeters, perimeterMeters }: Adjacency, zone: number): number {
  const { offsets, value } = borderMeters;
  return perimeterMeters[zone]! - outerMeters[zone]! - sumOf(value, offsets[zone], offsets[zone + 1]);
}

/** A corner moved by metres to the north. */
const north = (lat: number, metres: number): number => lat + metres / 111_195.08;

describe("zones that share a border", () => {
  it("share its length on the great circle", () => {
    const { borderMeters, perimeterMeters } = buildAdjacency(squares(2, 1, 10, 50));
    expect(cellOf(borderMeters, 0, 1)).toBeCloseTo(greatCircleMeters(11, 50, 11, 51), 6);
    const around =
      2 * greatCircleMeters(10, 50, 10, 51) + greatCircleMeters(10, 50, 11, 50) + greatCircleMeters(10, 51, 11, 51);
    expect(perimeterMeters[0]).toBeCloseTo(around, 6);
  });

  it("in a lattice of squares have four neighbours across an edge and eight that touch", () => {
    const { borderMeters, touching } = buildAdjacency(squares(4, 4));
    expect(neighbours(borderMeters, 5)).toEqual([1, 4, 6, 9]);
    expect(neighbours(touching, 5)).toEqual([0, 1, 2, 4, 6, 8, 9, 10]);
    expect(neighbours(touching, 0)).toEqual([1, 4, 5]);
    expect(new Set(touching.value)).toEqual(new Set([1]));
  });

  it("may have corners that the other has not", () => {
    const tall = box(0, 0, 1, 3);
    const zones = buildZones(["tall", "a", "b", "c"], [tall, box(1, -1, 2, 1), box(1, 1, 2, 2), box(1, 2, 2, 5)]);
    const found = buildAdjacency(zones);
    const row = [1, 2, 3].map((z) => cellOf(found.borderMeters, 0, z));
    for (const metres of row) expect(metres).toBeCloseTo(greatCircleMeters(1, 0, 1, 1), 6);
    expect(missing(found, 0)).toBeCloseTo(0, 6);
    expect(neighbours(found.borderMeters, 1)).toEqual([0, 2]);
    expect(found.outerMeters[1]).toBeGreaterThan(greatCircleMeters(1, -1, 1, 0));
  });

  it("are neighbours where corners on another's edge are off by rounding, or by the tolerance given", () => {
    const place = placeAt(85, 28);
    const [a, b] = [place(-1, -0.4), place(1, 0.7)];
    const off = (metres: number): Zones => {
      const [lon, lat] = place(0, 0.15);
      const middle = [lon, north(lat, metres)];
      return buildZones(
        ["one", "left", "right"],
        [[[[a, b, place(0, 2)]]], [[[a, place(0, -2), middle]]], [[[middle, place(0, -2), b]]]],
      );
    };
    expect(neighbours(buildAdjacency(off(0)).borderMeters, 0)).toEqual([1, 2]);
    expect(neighbours(buildAdjacency(off(4e-4)).borderMeters, 0)).toEqual([1, 2]);
    expect(neighbours(buildAdjacency(off(0.5)).borderMeters, 0)).toEqual([]);
    const wide = buildAdjacency(off(0.5), { toleranceMeters: 1 });
    expect(neighbours(wide.borderMeters, 0)).toEqual([1, 2]);
    expect(sumOf(wide.borderMeters.value, 0, 2) / greatCircleMeters(a[0], a[1], b[0], b[1])).toBeCloseTo(1, 6);
  });

  it("are neighbours where their border was drawn twice, each time with its own corners", () => {
    const random = createRandom(5);
    const place = placeAt(20, 40);
    const drawn = (corners: number, jitter: number): [number, number][] =>
      Array.from({ length: corners }, (_, k) => {
        const s = (k + 1) / (corners + 1);
        return place(Math.sin(4 * s) * 0.002 + (jitter * (random() - 0.5)) / 111_195, s);
      });
    const east = [place(0, 0), ...drawn(1001, 4), place(Math.sin(4) * 0.002, 1)];
    const west = [place(0, 0), ...drawn(700, 4), place(Math.sin(4) * 0.002, 1)];
    const zones = buildZones(
      ["west", "east"],
      [[[[...west, place(-1, 1), place(-1, 0)]]], [[[...[...east].reverse(), place(1, 0), place(1, 1)]]]],
    );
    expect(cellOf(buildAdjacency(zones).borderMeters, 0, 1)).toBeLessThan(50);
    const shared = cellOf(buildAdjacency(zones, { toleranceMeters: 10 }).borderMeters, 0, 1);
    expect(shared / greatCircleMeters(...place(0, 0), ...place(0, 1))).toBeGreaterThan(0.99);
    expect(shared / greatCircleMeters(...place(0, 0), ...place(0, 1))).toBeLessThan(1.02);
  });

  it("are a zone and its enclave, with the whole border of the enclave", () => {
    const [outer] = box(0, 0, 3, 3)[0]!;
    const hole = [
      [1, 1],
      [2, 1],
      [2, 2],
      [1, 2],
    ];
    const found = buildAdjacency(buildZones(["around", "enclave"], [[[outer!, hole]], [[hole]]]));
    expect(cellOf(found.borderMeters, 0, 1)).toBeCloseTo(found.perimeterMeters[1]!, 6);
    expect(found.outerMeters[1]).toBeCloseTo(0, 6);
    expect(found.perimeterMeters[0]).toBeGreaterThan(found.outerMeters[0]! + found.perimeterMeters[1]! - 1e-3);
  });

  it("lie across the meridian of 180° as anywhere, also cut in two there", () => {
    const zones = buildZones(["west", "east"], [box(170, -17, 178, -10), box(178, -17, -175, -10)]);
    const whole = buildAdjacency(zones);
    const features = formatZones(zones).features;
    expect(features[1]!.geometry.coordinates.length).toBe(2);
    const cut = buildAdjacency(
      buildZones(
        ["west", "east"],
        features.map(({ geometry }) => geometry.coordinates),
      ),
    );
    expect(cellOf(whole.borderMeters, 0, 1)).toBeCloseTo(greatCircleMeters(178, -17, 178, -10), 6);
    expect(cut.perimeterMeters[1]).toBeCloseTo(whole.perimeterMeters[1]!, 5);
    expect(cut.outerMeters[1]).toBeCloseTo(whole.outerMeters[1]!, 5);
    const apart = buildAdjacency(buildZones(["w", "e"], [box(170, 0, 180, 10), box(-180, 2, -170, 12)]));
    expect(cellOf(apart.borderMeters, 0, 1)).toBeCloseTo(greatCircleMeters(180, 2, 180, 10), 6);
  });

  it("at a pole all touch, and those side by side share a meridian", () => {
    const west = [-180, -120, -60, 0, 60, 120];
    const wedges = west.map((lon) => [
      [
        [
          [lon, 70],
          [lon + 60, 70],
          [lon + 60, 90],
          [lon, 90],
        ],
      ],
    ]);
    const { borderMeters, touching } = buildAdjacency(buildZones(west.map(String), wedges));
    expect(neighbours(borderMeters, 0)).toEqual([1, 5]);
    expect(neighbours(touching, 0)).toEqual([1, 2, 3, 4, 5]);
    expect(cellOf(borderMeters, 2, 3)).toBeCloseTo(greatCircleMeters(0, 70, 0, 90), 5);
  });

  it("are not those that only look at one another over water", () => {
    const border = buildZones(["land"], [[...box(0, 0, 1, 1), ...box(1.2, 0, 2.2, 1)]]);
    const { cells } = buildTessellation(createLocations("antennas", ["A", "B"], [0.5, 1.7], [0.5, 0.5]), { border });
    const found = buildAdjacency(cells);
    expect([...found.borderMeters.index, ...found.touching.index]).toEqual([]);
    expect(found.outerMeters).toEqual(found.perimeterMeters);
  });

  it("are none for a cell without land", () => {
    const antennas = createLocations("antennas", ["A", "B", "sea"], [0.2, 0.8, 9], [0.5, 0.5, 0.5]);
    const { cells } = buildTessellation(antennas, { border: buildZones(["land"], [box(0, 0, 1, 1)]) });
    const found = buildAdjacency(cells);
    expect(neighbours(found.borderMeters, 0)).toEqual([1]);
    expect([found.perimeterMeters[2], found.outerMeters[2]]).toEqual([0, 0]);
    expect(neighbours(found.touching, 2)).toEqual([]);
  });

  it("whose border is a point, for all that rounding makes of it, only touch", () => {
    const place = placeAt(12, 62);
    const at = [-0.1, 0.1].flatMap((north) => [-0.1, 0.1].map((east) => place(east, north)));
    const antennas = antennasAt({ lon: at.map(([x]) => x), lat: at.map(([, y]) => y) });
    const ring = [place(-1, -1), place(1.2, -1), place(1.2, 1.2), place(-1, 1.2)];
    const { cells } = buildTessellation(antennas, { border: buildZones(["land"], [[[ring]]]) });
    const found = buildAdjacency(cells);
    expect([0, 1, 2, 3].map((z) => neighbours(found.borderMeters, z))).toEqual([
      [1, 2],
      [0, 3],
      [0, 3],
      [1, 2],
    ]);
    expect(neighbours(found.touching, 0)).toEqual([1, 2, 3]);
  });
});

describe("zones that touch", () => {
  it("may do so where a corner meets the middle of an edge", () => {
    const tip = [
      [
        [
          [0.5, 1],
          [0.6, 2],
          [0.4, 2],
        ],
      ],
    ];
    const place = placeAt(0, 0);
    const flat = [[[place(-1, -1), place(1, -1), place(1, 1), place(-1, 1)]]];
    const [lon, lat] = place(0.3, 1);
    const spike = [[[[lon, lat], place(0.4, 2), place(0.2, 2)]]];
    const { touching, borderMeters } = buildAdjacency(buildZones(["flat", "spike", "far"], [flat, spike, tip]));
    expect(neighbours(touching, 0)).toEqual([1]);
    expect(borderMeters.index.length).toBe(0);
  });

  it("also do so where, against the rules, they cross", () => {
    const cross = buildZones(["wide", "high"], [box(-2, -1, 2, 1), box(-1, -2, 1, 2)]);
    expect(neighbours(buildAdjacency(cross).touching, 0)).toEqual([1]);
    expect(buildAdjacency(cross).borderMeters.index.length).toBe(0);
  });

  it("may do so far from the ends of an edge that is as long as a continent", () => {
    const zones = buildZones(["wide", "small"], [box(-30, 0, 30, 20), box(-1, -2, 1, 0)]);
    expect(cellOf(buildAdjacency(zones).borderMeters, 0, 1)).toBeCloseTo(greatCircleMeters(-1, 0, 1, 0), 6);
  });
});

describe("cells of antennas", () => {
  it("have the borders that splitting every edge gives", () => {
    const border = countryAt(30, 65);
    const { lon, lat } = pointsOver(createRandom(8), 30, 65, 40);
    const { cells } = buildTessellation(antennasAt({ lon, lat }), { border });
    const found = buildAdjacency(cells);
    const slow = slowAdjacency(cells, 1e-3);
    for (let z = 0; z < cells.length; z++) {
      for (let o = 0; o < cells.length; o++) {
        const at = z * cells.length + o;
        expect(Math.abs(cellOf(found.borderMeters, z, o) - slow.metres[at]!)).toBeLessThan(3e-3);
        expect(cellOf(found.touching, z, o)).toBe(slow.touching[at]);
      }
      expect(Math.abs(missing(found, z))).toBeLessThan(1e-3);
    }
  });

  it("leave as outer border that of the land", () => {
    const border = countryAt(-179.5, -20);
    const { lon, lat } = pointsOver(createRandom(9), -179.5, -20, 500);
    const { cells } = buildTessellation(antennasAt({ lon, lat }), { border });
    const outer = sumOf(buildAdjacency(cells).outerMeters);
    expect(outer / buildAdjacency(border).perimeterMeters[0]!).toBeCloseTo(1, 9);
  });
});

describe("a wrong tolerance", () => {
  it("is refused", () => {
    expect(() => buildAdjacency(squares(1, 1), { toleranceMeters: 0 })).toThrow(
      "buildAdjacency: toleranceMeters must be a finite number from 0.000001 to 1000, got 0",
    );
  });
});
