import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { checkSparse } from "../../src/core/sparse.ts";
import { latitudeOf, longitudeOf } from "../../src/core/sphere.ts";
import { sumOf } from "../../src/core/sums.ts";
import { buildAreaCrosswalk } from "../../src/space/area-crosswalk.ts";
import { buildTessellation } from "../../src/space/tessellation.ts";
import { findZones } from "../../src/space/zone-index.ts";
import { buildZones } from "../../src/space/zones.ts";
import type { Crosswalk, Zones } from "../../src/types.ts";
import { borderMeters, overlapsOf, slowCommonM2 } from "../slow/areas.ts";
import { antennasAt, countryAt, placeAt, pointsOver, ragged, squares } from "./worlds.ts";

type Ring = [number, number][];

/** Zones from shapes drawn in degrees on the plane that touches the globe at a place: zone, polygon, ring, point. */
function drawn(lon: number, lat: number, shapes: readonly (readonly (readonly Ring[])[])[]): Zones {
  const place = placeAt(lon, lat);
  return buildZones(
    shapes.map((_, z) => `${z}`),
    shapes.map((shape) => shape.map((polygon) => polygon.map((ring) => ring.map(([e, n]) => place(e, n))))),
  );
}

function box(west: number, south: number, east: number, north: number): Ring {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
}

function rowOf({ shares }: Crosswalk, row: number): [zone: number, share: number][] {
  const entries: [number, number][] = [];
  for (let k = shares.offsets[row]!; k < shares.offsets[row + 1]!; k++)
    entries.push([shares.index[k]!, shares.value[k]!]);
  return entries;
}

function rowSum(crosswalk: Crosswalk, row: number): number {
  return rowOf(crosswalk, row).reduce((sum, [, share]) => sum + share, 0);
}

/** Anywhere on the globe: in the middle of nowhere, far north, over the meridian of 180°, at both poles. */
const PLACES: readonly [lon: number, lat: number][] = [
  [10, 45],
  [20, 70],
  [180, -17],
  [-179.9, 65],
  [0, 90],
  [123, -90],
];

describe("shares by area", () => {
  it.each(PLACES)("a cell split evenly between two zones at %d, %d splits in two", (lon, lat) => {
    const cell = drawn(lon, lat, [[[box(-1, -1, 1, 1)]]]);
    const zones = drawn(lon, lat, [[[box(-3, -2, 0, 3)]], [[box(0, -2, 3, 3)]]]);
    const row = rowOf(buildAreaCrosswalk(cell, zones), 0);
    expect(row.map(([zone]) => zone)).toEqual([0, 1]);
    for (const [, share] of row) expect(share).toBeCloseTo(0.5, 14);
  });

  it("holes, inlets and parts are neither counted nor filled", () => {
    const cell = drawn(10, 45, [[[box(-1, -1, 1, 1), box(-0.5, -0.5, 0.5, 0.5)], [box(2, 0, 3, 1)]]]);
    // A ring round the hole's edge, the hole alone, the second part, an inlet that the cell lies in.
    const zones = drawn(10, 45, [
      [[box(-0.75, -0.75, 0.75, 0.75), box(-0.25, -0.25, 0.25, 0.25)]],
      [[box(-0.5, -0.5, 0.5, 0.5)]],
      [[box(2, 0, 3, 1)], [box(5, 5, 6, 6)]],
      [
        [
          [
            [-5, -5],
            [5, -5],
            [5, 5],
            [4, 5],
            [4, -4],
            [-4, -4],
            [-4, 5],
            [-5, 5],
          ],
        ],
      ],
    ]);
    const row = rowOf(buildAreaCrosswalk(cell, zones), 0);
    expect(row.map(([zone]) => zone)).toEqual([0, 2]);
    for (const [zone, share] of row) {
      expect(share * cell.areaM2[0]!).toBeCloseTo(slowCommonM2(cell, 0, zones, zone), -2);
    }
  });

  it.each(PLACES)("agrees with clipping every triangle by every triangle at %d, %d", (lon, lat) => {
    const random = createRandom(`${lon} ${lat}`);
    const shapes = (count: number, corners: number): Ring[][][] =>
      Array.from({ length: count }, () => {
        const [e, n, r] = [4 * random() - 2, 4 * random() - 2, 0.2 + 2 * random()];
        return [[ragged(e, n, r, corners), ragged(e, n, r / 3, 8)], [ragged(e + 2 * r, n, r / 4, 5)]];
      });
    const one = drawn(lon, lat, shapes(6, 40));
    const other = drawn(lon, lat, shapes(5, 25));
    const overlaps = overlapsOf(buildAreaCrosswalk(one, other));
    for (let i = 0; i < one.length; i++) {
      for (let j = 0; j < other.length; j++) {
        const off = overlaps[i * other.length + j]! - slowCommonM2(one, i, other, j);
        expect(Math.abs(off)).toBeLessThan(1e-12 * (one.areaM2[i]! + other.areaM2[j]!));
      }
    }
    expect(overlaps.filter((overlap) => overlap > 0).length).toBeGreaterThan(8);
  });

  it.each(PLACES)("agrees with points thrown at random at %d, %d", (lon, lat) => {
    const country = countryAt(lon, lat);
    const random = createRandom("points");
    const { cells } = buildTessellation(antennasAt(pointsOver(random, lon, lat, 12)), { border: country });
    const zones = drawn(lon, lat, [
      [[ragged(0, 0, 1.5), ragged(0, 0, 0.5)]],
      [[ragged(-2.5, 1.5, 0.7)], [ragged(2.4, 0, 0.3)]],
    ]);
    const crosswalk = buildAreaCrosswalk(cells, zones);
    // Uniform on the sphere: within a circle round the middle, by height and turn.
    const n = 40_000;
    const [l, f] = [(lon * Math.PI) / 180, (lat * Math.PI) / 180];
    const x = new Float64Array(n);
    const y = new Float64Array(n);
    const low = Math.cos((4.5 * Math.PI) / 180);
    for (let k = 0; k < n; k++) {
      const up = low + (1 - low) * random();
      const turn = 2 * Math.PI * random();
      const [e, north] = [Math.sqrt(1 - up * up) * Math.cos(turn), Math.sqrt(1 - up * up) * Math.sin(turn)];
      const out = up * Math.cos(f) - north * Math.sin(f);
      const z = up * Math.sin(f) + north * Math.cos(f);
      x[k] = longitudeOf(out * Math.cos(l) - e * Math.sin(l), out * Math.sin(l) + e * Math.cos(l));
      y[k] = latitudeOf(out, e, z);
    }
    const cell = findZones(cells, x, y);
    const zone = findZones(zones, x, y);
    for (let i = 0; i < cells.length; i++) {
      const inside = cell.filter((found) => found === i).length;
      for (let j = 0; j < zones.length; j++) {
        const both = cell.filter((found, k) => found === i && zone[k] === j).length;
        const share = rowOf(crosswalk, i).find(([row]) => row === j)?.[1] ?? 0;
        const sigma = Math.sqrt((share * (1 - share)) / Math.max(1, inside));
        expect(Math.abs(both / Math.max(1, inside) - share)).toBeLessThanOrEqual(5 * sigma + 1e-9);
      }
    }
  });

  it.each(PLACES)("cells of antennas at %d, %d are shared out wholly among districts of the same land", (lon, lat) => {
    const border = countryAt(lon, lat);
    const { cells } = buildTessellation(antennasAt(pointsOver(createRandom(1), lon, lat, 400)), { border });
    const districts = buildTessellation(antennasAt(pointsOver(createRandom(2), lon, lat, 20)), { border }).cells;
    const crosswalk = buildAreaCrosswalk(cells, districts);
    const overlaps = overlapsOf(crosswalk);
    for (let i = 0; i < cells.length; i++) {
      const sum = sumOf(overlaps, i * districts.length, (i + 1) * districts.length);
      // Cells and districts hold the corners that a cut made in degrees, each some nanometres off.
      const rounding = 1e-12 * cells.areaM2[i]! + 1e-8 * borderMeters(cells, i);
      expect(Math.abs(sum - cells.areaM2[i]!)).toBeLessThanOrEqual(rounding);
    }
    for (let j = 0; j < districts.length; j++) {
      let sum = 0;
      for (let i = 0; i < cells.length; i++) sum += overlaps[i * districts.length + j]!;
      expect(Math.abs(sum - districts.areaM2[j]!)).toBeLessThanOrEqual(1e-10 * districts.areaM2[j]!);
    }
    expect(Math.abs(sumOf(overlaps) / sumOf(border.areaM2) - 1)).toBeLessThan(1e-12);
  });

  it("is a well-formed crosswalk of areas between the zones it was made of", () => {
    const [from, to] = [squares(4, 3), squares(3, 3, 0.5, 0.25)];
    const crosswalk = buildAreaCrosswalk(from, to);
    expect(() => checkSparse("test", "shares", crosswalk.shares, from.length, to.length)).not.toThrow();
    expect([crosswalk.from.key, crosswalk.to.key, crosswalk.basis]).toEqual([from.key, to.key, "area"]);
    expect(crosswalk.fromTotal).toEqual(from.areaM2);
    expect(crosswalk.toTotal).toEqual(to.areaM2);
    expect(rowSum(crosswalk, 0)).toBeCloseTo(0.375, 4);
  });

  it("zones of any size meet: a cell of a metre, a continent, a third of the globe", () => {
    const metre = 1 / 111_195;
    const cell = drawn(30, 10, [[[box(0, 0, metre, metre)]]]);
    const continent = buildZones(
      ["north", "south"],
      [
        [
          [
            [
              [-30, 10],
              [30.0000045, 10],
              [90, 10],
              [90, 80],
              [-30, 80],
            ],
          ],
        ],
        [
          [
            [
              [-30, 10],
              [-30, -80],
              [90, -80],
              [90, 10],
              [30.0000045, 10],
            ],
          ],
        ],
      ],
    );
    // Both have the edge on which the cell stands: together they hold all of it.
    const crosswalk = buildAreaCrosswalk(cell, continent);
    expect(rowSum(crosswalk, 0)).toBeCloseTo(1, 8);
    const octant: Ring = [
      [0, 0],
      [90, 0],
      [0, 90],
    ];
    const globe = buildZones(
      ["0", "90", "180", "270"],
      [0, 90, 180, -90].map((turn) => [[octant.map(([lon, lat]) => [((lon + turn + 180) % 360) - 180, lat])]]),
    );
    const zone = buildZones(["cap"], [[[Array.from({ length: 36 }, (_, i) => [10 * i - 175, 20])]]]);
    for (const [, share] of rowOf(buildAreaCrosswalk(zone, globe), 0)) expect(share).toBeCloseTo(0.25, 13);
    const inverse = buildAreaCrosswalk(globe, zone);
    for (let i = 0; i < 4; i++) expect(rowSum(inverse, i)).toBeCloseTo(zone.areaM2[0]! / sumOf(globe.areaM2), 13);
  });

  it("borders with very many corners cost no digits, however they are tangled", () => {
    const comb = (teeth: number, off: number): Ring => {
      const ring: Ring = [];
      for (let i = 0; i < teeth; i++)
        ring.push([off + i, 0], [off + i, 200], [off + i + 0.5, 200], [off + i + 0.5, 10]);
      ring.push([off + teeth, 10], [off + teeth, -10], [off, -10]);
      return ring.map(([e, n]): [number, number] => [e / 100, n / 100]).reverse();
    };
    const star = (spikes: number, turn: number): Ring =>
      Array.from({ length: 2 * spikes }, (_, i) => {
        const angle = (Math.PI * (i + turn)) / spikes;
        const r = i % 2 === 0 ? 2 : 1e-3;
        return [r * Math.cos(angle), r * Math.sin(angle)];
      });
    const one = drawn(20, 60, [[[comb(60, 0)]], [[star(80, 0)]]]);
    const other = drawn(20, 60, [[[comb(60, 0.3)]], [[star(80, 0.5)]]]);
    const crosswalk = buildAreaCrosswalk(one, other);
    for (let i = 0; i < 2; i++) {
      for (const [j, share] of rowOf(crosswalk, i)) {
        expect(Math.abs(share - slowCommonM2(one, i, other, j) / one.areaM2[i]!)).toBeLessThan(1e-10);
      }
    }
    expect(rowOf(crosswalk, 0).length).toBe(2);
    const self = buildAreaCrosswalk(one, one);
    expect([rowOf(self, 0)[0], rowOf(self, 1)[1]]).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });

  it("a zone may stand exactly upright on a pole", () => {
    const cap = (lat: number): Zones => buildZones(["cap"], [[[[0, 90, 180, -90].map((lon) => [lon, lat])]]]);
    const row = rowOf(buildAreaCrosswalk(cap(60), cap(80)), 0);
    expect(row[0]![1]).toBeCloseTo(cap(80).areaM2[0]! / cap(60).areaM2[0]!, 14);
    expect(rowOf(buildAreaCrosswalk(cap(80), cap(60)), 0)).toEqual([[0, 1]]);
  });

  it("corners in one place, up to rounding, do no harm", () => {
    const heap = Array.from({ length: 40 }, (_, i): [number, number] => [1 + 3e-14 * (i % 7), 1 + 3e-14 * (i % 5)]);
    const ring: Ring = [[0, 0], [2, 0], ...heap, [0, 2]];
    const zones = buildZones(["heap"], [[[ring]]]);
    expect(buildAreaCrosswalk(zones, zones).shares.value).toEqual(Float64Array.of(1));
    const half = buildZones(
      ["half"],
      [
        [
          [
            [
              [0, 0],
              [2, 0],
              [0, 2],
            ],
          ],
        ],
      ],
    );
    expect(rowSum(buildAreaCrosswalk(zones, half), 0)).toBeCloseTo(
      slowCommonM2(zones, 0, half, 0) / zones.areaM2[0]!,
      12,
    );
  });
});

describe("what is no more than rounding", () => {
  it("zones that share a border have nothing in common", () => {
    const zones = squares(5, 4, -2, 58);
    const { shares } = buildAreaCrosswalk(zones, zones);
    expect([...shares.index]).toEqual(zones.columns.id.map((_, z) => z));
    expect(shares.value.every((share) => share === 1)).toBe(true);
  });

  it("so it is where one side's corners are off by rounding, or stand on the other side of 180°", () => {
    for (const west of [3, -180]) {
      const zones = squares(3, 3, west, 58);
      const moved = buildZones(
        zones.columns.id,
        zones.columns.id.map((_, z) => {
          const ring: [number, number][] = [];
          for (let i = 4 * z; i < 4 * z + 4; i++) {
            const [lon, lat] = [zones.points[2 * i]!, zones.points[2 * i + 1]!];
            ring.push([lon === -180 ? 180 : lon * (1 + (i % 3) * 1.2e-16), lat * (1 - (i % 2) * 1.2e-16)]);
          }
          return [[ring]];
        }),
      );
      const { shares } = buildAreaCrosswalk(zones, moved);
      expect([...shares.index]).toEqual(zones.columns.id.map((_, z) => z));
      expect(shares.value.every((share) => share === 1)).toBe(true);
    }
  });

  it("a strip of a nanometre has no entry and leaves none to be desired, one of a micrometre counts", () => {
    const strip = (meters: number): [number, number][] => {
      const width = meters / 111_195;
      const cell = drawn(10, 0, [[[box(0, 0, 0.01, 0.01)]]]);
      const zones = drawn(10, 0, [[[box(-1, -1, width, 1)]], [[box(width, -1, 1, 1)]]]);
      return rowOf(buildAreaCrosswalk(cell, zones), 0);
    };
    expect(strip(1e-9)).toEqual([[1, 1]]);
    const [thin, rest] = strip(1e-6);
    expect(thin![1] * 1112).toBeCloseTo(1e-6, 8);
    expect(thin![1] + rest![1]).toBeCloseTo(1, 14);
  });

  it("of large zones a strip of a tenth of a micrometre is rounding too, 1e-12 of their area", () => {
    const strip = (meters: number): number[] => {
      const width = meters / 111_195;
      const zones = drawn(10, 0, [[[box(-5, -5, width, 5)]], [[box(0, -5, 5, 5)]]]);
      return [...buildAreaCrosswalk(zones, zones).shares.index];
    };
    expect(strip(1e-7)).toEqual([0, 1]);
    expect(strip(1e-5)).toEqual([0, 1, 0, 1]);
  });

  it("zones far apart, and zones without land, have no entries", () => {
    const far = squares(2, 2, 100, -50);
    expect(buildAreaCrosswalk(squares(2, 2), far).shares.index.length).toBe(0);
    const border = squares(1, 1);
    const { cells } = buildTessellation(antennasAt({ lon: [0.5, 0.6, 50], lat: [0.5, 0.5, 50] }), { border });
    expect(cells.areaM2[2]).toBe(0);
    const crosswalk = buildAreaCrosswalk(cells, border);
    expect([...crosswalk.shares.offsets]).toEqual([0, 1, 2, 2]);
    const inverse = buildAreaCrosswalk(border, cells);
    expect([...inverse.shares.index]).toEqual([0, 1]);
  });
});

describe("polygons that fit into no hemisphere", () => {
  it("are refused, in either layer, while zones of many parts may lie all over the globe", () => {
    const east = Array.from({ length: 21 }, (_, i) => 10 * i - 100);
    const band = [...east.map((lon) => [lon, -2]), ...east.toReversed().map((lon) => [lon, 2])];
    const wide = buildZones(["wide"], [[[band]]]);
    expect(() => buildAreaCrosswalk(wide, squares(1, 1))).toThrow(
      "buildAreaCrosswalk: each polygon of from must be within one hemisphere, got a wider one",
    );
    expect(() => buildAreaCrosswalk(squares(1, 1), wide)).toThrow("each polygon of to must be within one hemisphere");
    const [a, b] = [squares(1, 1), squares(1, 1, -170, -40)];
    const shapes = [a, b].map(({ points }) => [[0, 1, 2, 3].map((i) => [points[2 * i]!, points[2 * i + 1]!])]);
    const realm = buildZones(["realm"], [shapes]);
    expect(rowOf(buildAreaCrosswalk(a, realm), 0)).toEqual([[0, 1]]);
    expect(rowOf(buildAreaCrosswalk(realm, b), 0)[0]![1]).toBeCloseTo(b.areaM2[0]! / realm.areaM2[0]!, 14);
  });
});
