import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import { buildZones, formatZones } from "../../src/space/zones.ts";
import type { Zones } from "../../src/types.ts";
import { countryAt, placeAt, ragged, squares } from "./worlds.ts";

const GLOBE = 4 * Math.PI * 6_371_008.8 ** 2;
const OCTANT = [
  [0, 0],
  [90, 0],
  [0, 90],
];

/** The polygons of GeoJSON features as shapes, ready to be built again. */
function shapesOf(zones: Zones): number[][][][][] {
  return formatZones(zones).features.map((feature) => feature.geometry.coordinates);
}

describe("zones from shapes", () => {
  it("have areas on the sphere and the mean of their land as centroid", () => {
    const zones = buildZones(["octant"], [[[OCTANT]]]);
    expect(zones.areaM2[0]! / GLOBE).toBeCloseTo(1 / 8, 14);
    expect(zones.columns.lon[0]).toBeCloseTo(45, 12);
    expect(zones.columns.lat[0]).toBeCloseTo((Math.atan(Math.SQRT1_2) * 180) / Math.PI, 12);
    expect(zones.kind).toBe("zones");
  });

  it("take rings in any direction, closed or not, and keep outer rings counter-clockwise and holes clockwise", () => {
    const outer = ragged(30, 10, 3);
    const hole = ragged(30, 10, 1);
    const forms = (ring: [number, number][]): [number, number][][] => {
      const back = [...ring].reverse();
      return [ring, back, [...ring, ring[0]!], [...back, back[0]!]];
    };
    const first = buildZones(["a"], [[[outer, [...hole].reverse()]]]);
    for (const a of forms(outer)) {
      for (const b of forms(hole)) {
        const zones = buildZones(["a"], [[[a, b]]]);
        expect(zones.areaM2[0]! / first.areaM2[0]!).toBeCloseTo(1, 13);
        expect(zones.points.length).toBe(2 * (outer.length + hole.length));
        const [[outside, inside]] = formatZones(zones).features[0]!.geometry.coordinates as [number[][][]];
        expect(flatArea(outside!)).toBeGreaterThan(0);
        expect(flatArea(inside!)).toBeLessThan(0);
      }
    }
  });

  it("subtract holes from area and centroid and add up polygons", () => {
    const place = placeAt(30, 10);
    const ring = (east: number, north: number, radius: number): [number, number][] =>
      ragged(east, north, radius).map(([e, n]) => place(e, n));
    const whole = buildZones(["a"], [[[ring(0, 0, 3)]]]);
    const hole = buildZones(["a"], [[[ring(1, 0, 1)]]]);
    const holed = buildZones(["a"], [[[ring(0, 0, 3), ring(1, 0, 1)]]]);
    const both = buildZones(["a"], [[[ring(0, 0, 3), ring(1, 0, 1)], [ring(1, 0, 1)]]]);
    expect((holed.areaM2[0]! + hole.areaM2[0]!) / whole.areaM2[0]!).toBeCloseTo(1, 13);
    expect(both.areaM2[0]! / whole.areaM2[0]!).toBeCloseTo(1, 13);
    expect(both.columns.lon[0]).toBeCloseTo(whole.columns.lon[0]!, 10);
    expect(holed.columns.lon[0]).toBeLessThan(whole.columns.lon[0]! - 0.1);
  });

  it("lie where they are across the meridian of 180° and round a pole", () => {
    const fiji = countryAt(179, -17);
    const here = countryAt(20, -17);
    expect(fiji.areaM2[0]! / here.areaM2[0]!).toBeCloseTo(1, 12);
    expect(fiji.columns.lon[0]! - here.columns.lon[0]!).toBeCloseTo(159, 9);
    const cap = Array.from({ length: 360 }, (_, i) => [i - 180, -70]);
    const antarctica = buildZones(["cap"], [[[cap]]]);
    expect(antarctica.areaM2[0]! / (GLOBE * (1 - Math.sin((70 * Math.PI) / 180)) * 0.5)).toBeCloseTo(1, 4);
    expect(antarctica.columns.lat[0]).toBeCloseTo(-90, 9);
  });

  it("take a ring that a flat map closes along the pole", () => {
    const coast = Array.from({ length: 361 }, (_, i) => [i - 180, -70]);
    const flat = buildZones(["cap"], [[[[...coast, [180, -90], [-180, -90]]]]]);
    const round = buildZones(["cap"], [[[coast.slice(1)]]]);
    expect(flat.areaM2[0]! / round.areaM2[0]!).toBeCloseTo(1, 12);
  });

  it("drop corners given twice in a row", () => {
    const zones = buildZones(["a"], [[[[OCTANT[0]!, OCTANT[0]!, OCTANT[1]!, OCTANT[2]!, OCTANT[2]!, OCTANT[0]!]]]]);
    expect(zones.points).toEqual(Float64Array.of(0, 0, 90, 0, 0, 90));
  });

  it("refuse wrong shapes, naming zone, polygon and ring", () => {
    const build = (shape: number[][][][]) => () => buildZones(["Zug"], [shape]);
    expect(build([])).toThrow(new RangeError('buildZones: zone "Zug" must be of at least one polygon, got 0'));
    expect(build([[]])).toThrow('buildZones: zone "Zug" polygon 0 must be of at least one ring, got 0');
    expect(build([[OCTANT], [OCTANT, [OCTANT[0]!, OCTANT[1]!, OCTANT[0]!]]])).toThrow(
      'buildZones: zone "Zug" polygon 1 ring 1 must be of at least three different corners, got 2',
    );
    expect(build([[[...OCTANT, [181, 0]]]])).toThrow(
      'buildZones: the longitude of zone "Zug" polygon 0 ring 0 corner 3 must be from -180 to 180 degrees, got 181',
    );
    expect(build([[[...OCTANT, [1, Number.NaN]]]])).toThrow("the latitude of zone");
    expect(build([[[...OCTANT, [1]]]])).toThrow("the latitude of zone");
    expect(
      build([
        [
          [
            [0, 0],
            [180, 0],
            [0, 90],
          ],
        ],
      ]),
    ).toThrow("shorter than half a great circle");
    const line = [
      [0, 0],
      [1, 0],
      [2, 0],
    ];
    expect(build([[line]])).toThrow('buildZones: the area of zone "Zug" must be above 0, got 0');
    expect(() => buildZones(["a", "a"], [[[OCTANT]], [[OCTANT]]])).toThrow(
      'id[1] must be different from every id before it, got "a"',
    );
    expect(() => buildZones(["a", "b"], [[[OCTANT]]])).toThrow("buildZones: shapes must be of length 2, got 1");
  });

  it("have a key that tells other places apart, and rows for people", () => {
    expect(squares(2, 1).key).not.toBe(squares(2, 1, 1).key);
    expect(rowsOf(squares(2, 1)).map((row) => row.id)).toEqual(["0 0", "1 0"]);
  });

  it("leave the shapes as they were", () => {
    const shape = Object.freeze([Object.freeze([Object.freeze(OCTANT.map((p) => Object.freeze(p)).reverse())])]);
    expect(buildZones(Object.freeze(["a"]) as string[], [shape]).length).toBe(1);
  });
});

describe("zones as GeoJSON", () => {
  it("are features with the zone's id, closed rings and the properties asked for", () => {
    const zones = squares(2, 1);
    expect(formatZones(zones, (row) => ({ row }))).toEqual({
      type: "FeatureCollection",
      features: [0, 1].map((row) => ({
        type: "Feature",
        id: `${row} 0`,
        properties: { row },
        geometry: {
          type: "MultiPolygon",
          coordinates: [
            [
              [
                [row, 0],
                [row + 1, 0],
                [row + 1, 1],
                [row, 1],
                [row, 0],
              ],
            ],
          ],
        },
      })),
    });
    expect(formatZones(zones).features[1]!.properties).toEqual({ id: "1 0", areaM2: zones.areaM2[1] });
  });

  it("give the same zones when they are read again", () => {
    const zones = countryAt(20, 40);
    const again = buildZones(zones.columns.id, shapesOf(zones));
    expect(again).toEqual(zones);
  });

  it("are cut at the meridian of 180° where they cross it, with the same area", () => {
    for (const [lon, lat] of [
      [180, -17],
      [-179, 65],
    ] as const) {
      const zones = countryAt(lon, lat);
      const [shape] = shapesOf(zones);
      const sides = shape!.map((polygon) => polygon.flat().map(([x]) => Math.sign(x!)));
      expect(shape!.length).toBeGreaterThan(2);
      for (const side of sides) expect(new Set(side).size).toBe(1);
      expect(shape!.flat(2).some(([x]) => x === 180) && shape!.flat(2).some(([x]) => x === -180)).toBe(true);
      const again = buildZones(["country"], [shape!]);
      expect(again.areaM2[0]! / zones.areaM2[0]!).toBeCloseTo(1, 12);
      expect(again.columns.lon[0]).toBeCloseTo(zones.columns.lon[0]!, 9);
    }
  });

  it("reach the edge of the map where they hold a pole", () => {
    for (const lat of [-70, 70]) {
      const ring = Array.from({ length: 72 }, (_, i) => [5 * i - 178, lat + 4 * Math.sin(i)]);
      const zones = buildZones(["cap"], [[[ring]]]);
      const [shape] = shapesOf(zones);
      expect(shape!.length).toBe(2);
      for (const [polygon, edge] of [
        [shape![0]!, 180],
        [shape![1]!, -180],
      ] as const) {
        const positions = polygon[0]!.map(([x, y]) => `${x} ${y}`);
        expect(positions).toContain(`${edge} ${Math.sign(lat) * 90}`);
        expect(positions).toContain(`0 ${Math.sign(lat) * 90}`);
      }
      expect(buildZones(["cap"], [shape!]).areaM2[0]! / zones.areaM2[0]!).toBeCloseTo(1, 12);
    }
  });

  it("stay whole where corners only touch the meridian of 180°", () => {
    const zones = buildZones(
      ["a"],
      [
        [
          [
            [
              [179, 0],
              [180, 0],
              [180, 1],
              [179, 1],
            ],
          ],
        ],
      ],
    );
    expect(shapesOf(zones)[0]).toEqual([
      [
        [
          [179, 0],
          [180, 0],
          [180, 1],
          [179, 1],
          [179, 0],
        ],
      ],
    ]);
  });
});

/** Twice the area of a closed ring in the plane of degrees: its sign is the ring's direction. */
function flatArea(ring: number[][]): number {
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i++) sum += ring[i]![0]! * ring[i + 1]![1]! - ring[i + 1]![0]! * ring[i]![1]!;
  return sum;
}
