import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { sumOf } from "../../src/core/sums.ts";
import { buildTessellation, type Tessellation } from "../../src/space/tessellation.ts";
import { findZones } from "../../src/space/zone-index.ts";
import { buildZones, formatZones } from "../../src/space/zones.ts";
import type { Locations, Zones } from "../../src/types.ts";
import { faultsOf, slowNearest } from "../slow/zones.ts";
import { antennasAt, countryAt, placeAt, pointsOver, ragged, squares } from "./worlds.ts";

/** Points this near to the border of two cells may lie in either: antennas nearer than this to one another share a cell. */
const TOLERANCE_METERS = 1e-3;

type Points = { readonly lon: readonly number[]; readonly lat: readonly number[] };

/** What must hold for every tessellation: areas, places of points, polygons, as sentences about what is wrong. */
function wrongs(antennas: Locations, border: Zones, made: Tessellation, points: Points): string[] {
  const { cells, cellOf } = made;
  const wrong: string[] = [];
  const off = sumOf(cells.areaM2) / sumOf(border.areaM2) - 1;
  if (!(Math.abs(off) < 1e-10)) wrong.push(`areas sum to the border's but for ${off}`);
  const land = findZones(border, points.lon, points.lat);
  const found = findZones(cells, points.lon, points.lat);
  for (let i = 0; i < found.length; i++) {
    if (found[i]! >= 0 !== land[i]! >= 0) wrong.push(`point ${i} is in cell ${found[i]} and in zone ${land[i]}`);
    if (found[i]! < 0) continue;
    const { row, d, next } = slowNearest(antennas, points.lon[i]!, points.lat[i]!);
    if (found[i] !== cellOf[row] && next - d > TOLERANCE_METERS) {
      wrong.push(`point ${i} is in cell ${found[i]}, nearest is ${row} in cell ${cellOf[row]}, by ${next - d} m`);
    }
  }
  for (let c = 0; c < cells.length; c++) wrong.push(...faultsOf(cells, c));
  const again = buildZones(
    cells.columns.id.filter((_, c) => cells.areaM2[c]! > 0),
    formatZones(cells)
      .features.map((feature) => feature.geometry.coordinates)
      .filter((shape) => shape.length > 0),
  );
  let z = 0;
  for (let c = 0; c < cells.length; c++) {
    if (cells.areaM2[c] === 0) continue;
    const share = again.areaM2[z++]! / cells.areaM2[c]! - 1;
    // Degrees hold places to some nanometres, which shows in cells of millimetres.
    if (!(Math.abs(share) < 1e-9 + 4e-9 / Math.sqrt(cells.areaM2[c]!)))
      wrong.push(`cell ${c} as GeoJSON has another area, by ${share}`);
  }
  return wrong;
}

const PLACES = [
  [10, 0],
  [25, 70],
  [179, -17],
  [-179.5, 66],
  [30, 88],
] as const;

describe("cells of antennas", () => {
  for (const [lon, lat] of PLACES) {
    it(`divide a country with inlet, lake and island at ${lon}, ${lat} among 1,000 antennas: every point to the nearest`, () => {
      const border = countryAt(lon, lat);
      const antennas = antennasAt(pointsOver(createRandom(1), lon, lat, 1000));
      const made = buildTessellation(antennas, { border });
      expect(sumOf(made.cells.areaM2) / sumOf(border.areaM2)).toBeCloseTo(1, 12);
      expect(wrongs(antennas, border, made, pointsOver(createRandom(2), lon, lat, 10_000))).toEqual([]);
    });

    it(`do so for few and for many antennas at ${lon}, ${lat}`, () => {
      const border = countryAt(lon, lat);
      for (const n of [1, 2, 3, 4, 5, 10, 60, 10_000]) {
        const antennas = antennasAt(pointsOver(createRandom(n), lon, lat, n));
        const made = buildTessellation(antennas, { border });
        const points = pointsOver(createRandom(3), lon, lat, n > 1000 ? 200 : 1000);
        expect(wrongs(antennas, border, made, points), `${n} antennas`).toEqual([]);
      }
    });
  }

  for (const [lon, lat] of PLACES) {
    it(`meet in corners that are the same numbers in all of them, at ${lon}, ${lat}`, () => {
      const border = countryAt(lon, lat);
      const own = new Set<string>();
      const corners = (zones: Zones, seen: (corner: string) => void): void => {
        for (let i = 0; i < zones.points.length; i += 2) seen(`${zones.points[i]} ${zones.points[i + 1]}`);
      };
      corners(border, (corner) => own.add(corner));
      const times = new Map<string, number>();
      const { cells } = buildTessellation(antennasAt(pointsOver(createRandom(7), lon, lat, 3000)), { border });
      corners(cells, (corner) => times.set(corner, (times.get(corner) ?? 0) + 1));
      expect([...times].filter(([corner, count]) => count === 1 && !own.has(corner))).toEqual([]);
      expect([...times.values()].filter((count) => count === 3).length).toBeGreaterThan(2000);
    });
  }

  it("have the antennas' ids, and of one antenna it is the whole land as given", () => {
    const border = countryAt(10, 0);
    const { cells, cellOf } = buildTessellation(antennasAt({ lon: [12], lat: [1] }), { border });
    expect(cells.columns.id).toEqual(["a0"]);
    expect([...cellOf]).toEqual([0]);
    expect(cells.areaM2[0]! / border.areaM2[0]!).toBeCloseTo(1, 14);
    const corners = (zones: Zones): string[] =>
      Array.from({ length: zones.points.length / 2 }, (_, i) => `${zones.points.slice(2 * i, 2 * i + 2)}`).sort();
    expect(corners(cells)).toEqual(corners(border));
  });

  it("are shared by antennas at one place, and by antennas less than a millimetre apart", () => {
    const border = countryAt(10, 0);
    const antennas = createLocations(
      "antennas",
      ["A", "B", "A again", "C", "B, 0.1 mm off", "B, 3 mm off"],
      [9, 11, 9, 12, 11, 11],
      [0, 1, 0, -1, 1 + 1e-9, 1 + 3e-8],
    );
    const { cells, cellOf } = buildTessellation(antennas, { border });
    expect(cells.columns.id).toEqual(["A", "B", "C", "B, 3 mm off"]);
    expect([...cellOf]).toEqual([0, 1, 0, 2, 1, 3]);
    const poles = createLocations("antennas", ["a", "b", "c", "d"], [0, 99, 180, -180], [90, 90, 0, 0]);
    expect([...buildTessellation(poles, { border }).cellOf]).toEqual([0, 0, 1, 1]);
  });

  it("without land have no polygons, no area, and the antenna's coordinates", () => {
    const border = squares(1, 1);
    const antennas = antennasAt({ lon: [0.5, 0.2, 7], lat: [0.5, 0.2, 7] });
    const { cells } = buildTessellation(antennas, { border });
    expect([...cells.polygonOffsets]).toEqual([0, 1, 2, 2]);
    expect(cells.areaM2[2]).toBe(0);
    expect([cells.columns.lon[2], cells.columns.lat[2]]).toEqual([7, 7]);
    expect(formatZones(cells).features[2]!.geometry.coordinates).toEqual([]);
    expect(findZones(cells, [7, 0.9], [7, 0.9])).toEqual(Int32Array.of(-1, 0));
  });

  it("hold their antennas, and stand at the middle of their land", () => {
    const border = squares(1, 1);
    const antennas = antennasAt({ lon: [0.25, 0.75], lat: [0.5, 0.5] });
    const { cells } = buildTessellation(antennas, { border });
    expect([...findZones(cells, antennas.columns.lon, antennas.columns.lat)]).toEqual([0, 1]);
    expect(cells.columns.lon[0]).toBeCloseTo(0.25, 4);
    expect(cells.columns.lat[1]).toBeCloseTo(0.5, 4);
  });

  it("divide land outside of which all antennas stand", () => {
    const border = countryAt(10, 0);
    const random = createRandom(4);
    const antennas = antennasAt({
      lon: Array.from({ length: 40 }, () => 25 + 3 * random()),
      lat: Array.from({ length: 40 }, () => 20 * random() - 10),
    });
    const made = buildTessellation(antennas, { border });
    expect(wrongs(antennas, border, made, pointsOver(createRandom(5), 10, 0, 1000))).toEqual([]);
  });

  const awkward: Record<string, Points> = {
    "a lattice in degrees": lattice(30, 30, (x, y) => [7.2 + 0.18 * x, -1.9 + 0.13 * y]),
    "a lattice about the equator, with points on circles and lines": lattice(31, 31, (x, y) => [
      8.5 + 0.1 * x,
      -1.5 + 0.1 * y,
    ]),
    "a line along the equator": lattice(60, 1, (x) => [7 + 0.1 * x, 0]),
    "a line along a meridian": lattice(60, 1, (x) => [9, -3 + 0.1 * x]),
    "a line along a parallel": lattice(60, 1, (x) => [7 + 0.1 * x, 1]),
    "a slanted line": lattice(60, 1, (x) => [7 + 0.1 * x, -2 + 0.07 * x]),
    "a line but for the last digits": lattice(60, 1, (x) => [7 + 0.1 * x, 1e-13 * ((x * 37) % 11)]),
    "pairs on both sides of the border": lattice(20, 2, (x, y) => [7.2 + 0.17 * x, -2.05 + 0.1 * y]),
    "masts some metres apart": clusters(1e-4),
    "masts some centimetres apart": clusters(1e-6),
    "corners of the border": cornersOf(countryAt(10, 0)),
  };
  for (const [name, points] of Object.entries(awkward)) {
    it(`divide the land among ${name}`, () => {
      const border = countryAt(10, 0);
      const antennas = antennasAt(points);
      const before = [antennas.columns.lon.slice(), antennas.columns.lat.slice()];
      const made = buildTessellation(antennas, { border });
      expect(wrongs(antennas, border, made, pointsOver(createRandom(6), 10, 0, 2000))).toEqual([]);
      expect([antennas.columns.lon, antennas.columns.lat]).toEqual(before);
    });
  }

  it("divide the land among masts some millimetres apart, of which a triangulation misses neighbours", () => {
    const border = countryAt(10, 0);
    for (let seed = 0; seed < 8; seed++) {
      const antennas = antennasAt(clusters(5e-8, seed));
      const made = buildTessellation(antennas, { border });
      expect(wrongs(antennas, border, made, pointsOver(createRandom(6), 10, 0, 200)), `seed ${seed}`).toEqual([]);
    }
  });

  it("keep the lakes of each island, and islands in lakes", () => {
    const place = placeAt(-30, 50);
    const ring = (e: number, n: number, radius: number): [number, number][] =>
      ragged(e, n, radius).map(([x, y]) => place(x, y));
    const border = buildZones(
      ["islands"],
      [
        [
          [ring(-2, 0, 1), ring(-2.3, 0, 0.2), ring(-1.6, 0, 0.2)],
          [ring(2, 0, 1.2), ring(2, 0, 0.8)],
          [ring(2, 0, 0.5), ring(2, 0, 0.2)],
        ],
      ],
    );
    const random = createRandom(13);
    const points = (count: number): Points => {
      const at = Array.from({ length: count }, () => place(8 * random() - 4, 4 * random() - 2));
      return { lon: at.map(([x]) => x), lat: at.map(([, y]) => y) };
    };
    for (const n of [1, 2, 3, 5, 30]) {
      const antennas = antennasAt(points(n));
      const made = buildTessellation(antennas, { border });
      expect(wrongs(antennas, border, made, points(2000)), `${n} antennas`).toEqual([]);
    }
  });

  it("have no spikes where the sides of cells run along the border", () => {
    const border = buildZones(
      ["raster"],
      [
        [
          [4, 0],
          [5, 0],
          [5, 1],
          [4, 2],
          [6, 1],
          [7, 0],
          [7, 2],
          [6, 3],
          [5, 3],
        ]
          .map(([x, y]) => squares(1, 1, x, y))
          .map((zones) => formatZones(zones).features[0]!.geometry.coordinates[0]!),
      ],
    );
    for (const half of [0, 0.5]) {
      const antennas = antennasAt(lattice(7, 7, (x, y) => [3 + x + half, y - 1 + half]));
      const made = buildTessellation(antennas, { border });
      expect(
        wrongs(
          antennas,
          border,
          made,
          lattice(60, 60, (x, y) => [3.01 + x / 12, -0.99 + y / 12]),
        ),
      ).toEqual([]);
    }
  });

  it("end at the shore of a lake that runs along their common side", () => {
    const frame = squares(1, 1).points;
    const square = (x: number, y: number, size: number): number[][] =>
      Array.from({ length: 4 }, (_, i) => [x + size * frame[2 * i]!, y + size * frame[2 * i + 1]!]);
    const border = buildZones(["land"], [[[square(-2, -2, 4), square(0, -1, 1), square(-1, 0, 1)]]]);
    for (const n of [1, 2]) {
      const antennas = antennasAt(lattice(2, n, (x, y) => [x === 0 ? -1 : 1, y - 0.5]));
      const made = buildTessellation(antennas, { border });
      const points = lattice(50, 50, (x, y) => [-1.99 + 0.08 * x, -1.99 + 0.08 * y]);
      expect(wrongs(antennas, border, made, points)).toEqual([]);
      // The lakes lie on the common sides: of no cell is one a hole.
      expect(made.cells.ringOffsets.length).toBe(made.cells.polygonOffsets.at(-1)! + 1);
      expect(made.cells.pointOffsets.length).toBe(made.cells.ringOffsets.length);
    }
  });

  it("are exact in a city of a hundred metres with an antenna every two metres", () => {
    const place = placeAt(12, 50);
    const random = createRandom(7);
    const border = buildZones(["city"], [[[ragged(0, 0, 5e-4).map(([e, n]) => place(e, n))]]]);
    const points = (count: number): Points => {
      const at = Array.from({ length: count }, () => place(1e-3 * random() - 5e-4, 1e-3 * random() - 5e-4));
      return { lon: at.map(([x]) => x), lat: at.map(([, y]) => y) };
    };
    const antennas = antennasAt(points(2000));
    const made = buildTessellation(antennas, { border });
    expect(wrongs(antennas, border, made, points(2000))).toEqual([]);
  });

  it("join districts that share corners: no edge of a district is left inside a cell", () => {
    const border = squares(6, 4, 5, -2);
    const frame: number[][] = [];
    for (let x = 5; x < 11; x++) frame.push([x, -2]);
    for (let y = -2; y < 2; y++) frame.push([11, y]);
    for (let x = 11; x > 5; x--) frame.push([x, 2]);
    for (let y = 2; y > -2; y--) frame.push([5, y]);
    const one = buildZones(["frame"], [[[frame]]]);
    const antennas = antennasAt(pointsOver(createRandom(8), 8, 0, 50));
    const parts = buildTessellation(antennas, { border }).cells;
    const whole = buildTessellation(antennas, { border: one }).cells;
    expect(parts.points.length).toBe(whole.points.length);
    expect(parts.polygonOffsets).toEqual(whole.polygonOffsets);
    for (let c = 0; c < parts.length; c++) expect(parts.areaM2[c]! - whole.areaM2[c]!).toBeCloseTo(0, 3);
  });

  it("join a country that a map has cut at the meridian of 180°", () => {
    const whole = countryAt(180, -17);
    const cut = buildZones(["cut"], [formatZones(whole).features[0]!.geometry.coordinates]);
    expect(cut.ringOffsets.length).toBeGreaterThan(whole.ringOffsets.length);
    const antennas = antennasAt(pointsOver(createRandom(9), 180, -17, 30));
    const one = buildTessellation(antennas, { border: whole }).cells;
    const two = buildTessellation(antennas, { border: cut }).cells;
    expect(two.polygonOffsets).toEqual(one.polygonOffsets);
    for (let c = 0; c < one.length; c++)
      expect(two.areaM2[c]! / Math.max(1, one.areaM2[c]!)).toBeCloseTo(one.areaM2[c]! > 0 ? 1 : 0, 9);
  });

  it("divide the whole globe, also between two opposite antennas and among the six of an octahedron", () => {
    const shapes: number[][][][][] = [];
    for (const pole of [90, -90]) {
      for (let lon = -180; lon < 180; lon += 90)
        shapes.push([
          [
            [
              [lon, 0],
              [lon + 90, 0],
              [0, pole],
            ],
          ],
        ]);
    }
    const border = buildZones(
      shapes.map((_, i) => `${i}`),
      shapes,
    );
    const random = createRandom(10);
    const globe = (count: number): Points => ({
      lon: Array.from({ length: count }, () => 360 * random() - 180),
      lat: Array.from({ length: count }, () => (Math.asin(2 * random() - 1) * 180) / Math.PI),
    });
    const worlds: Points[] = [
      globe(1),
      globe(2),
      globe(3),
      globe(4),
      globe(300),
      { lon: [0, 180], lat: [0, 0] },
      { lon: [0, 90, 180, -90, 0, 0], lat: [0, 0, 0, 0, 90, -90] },
    ];
    for (const points of worlds) {
      const antennas = antennasAt(points);
      const made = buildTessellation(antennas, { border });
      // Land wider than a hemisphere stays in the parts in which it is given, which touch.
      const wrong = wrongs(antennas, border, made, globe(1000)).filter((text) => !text.includes("along one another"));
      expect(wrong, `${points.lon.length} antennas`).toEqual([]);
    }
  });

  it("divide land round a pole, with an antenna on the pole", () => {
    const ring = Array.from({ length: 72 }, (_, i) => [5 * i - 180, -66 - 4 * Math.sin(i)]);
    const border = buildZones(["cap"], [[[ring]]]);
    const random = createRandom(11);
    const around = (count: number): Points => ({
      lon: Array.from({ length: count }, () => 360 * random() - 180),
      lat: Array.from({ length: count }, () => -90 + 30 * random()),
    });
    const { lon, lat } = around(100);
    const antennas = antennasAt({ lon: [...lon, 0], lat: [...lat, -90] });
    const made = buildTessellation(antennas, { border });
    expect(wrongs(antennas, border, made, around(2000))).toEqual([]);
  });

  it("divide land that lies on both sides of the globe among antennas on one of them", () => {
    const islands = [
      [2, 46, 4],
      [55.5, -21, 0.5],
      [165, -21, 1],
      [-53, 4, 2],
      [-150, -17, 0.5],
    ] as const;
    const shape = islands.map(([lon, lat, radius]) => [ragged(0, 0, radius).map(([e, n]) => placeAt(lon, lat)(e, n))]);
    const border = buildZones(["islands"], [shape]);
    const antennas = antennasAt({ lon: [2, 3, 5, -1], lat: [48, 44, 45, 47] });
    const made = buildTessellation(antennas, { border });
    const at = islands.flatMap(([lon, lat]) =>
      Array.from({ length: 100 }, (_, i) => placeAt(lon, lat)((i % 10) / 20, i / 200)),
    );
    const points = { lon: at.map(([x]) => x), lat: at.map(([, y]) => y) };
    expect(wrongs(antennas, border, made, points)).toEqual([]);
  });

  it("need an antenna, and polygons that fit into a hemisphere", () => {
    expect(() => buildTessellation(antennasAt({ lon: [], lat: [] }), { border: squares(1, 1) })).toThrow(
      new RangeError("buildTessellation: antennas must be at least one, got 0"),
    );
    const belt: number[][] = [];
    for (let lon = -150; lon <= 150; lon += 10) belt.push([lon, -1]);
    for (let lon = 150; lon >= -150; lon -= 10) belt.push([lon, 1]);
    const border = buildZones(["belt"], [[[belt]]]);
    expect(() => buildTessellation(antennasAt({ lon: [0], lat: [0] }), { border })).toThrow(
      "buildTessellation: each polygon of the border must be within one hemisphere",
    );
  });
});

function lattice(columns: number, rows: number, at: (x: number, y: number) => [number, number]): Points {
  const places = Array.from({ length: columns * rows }, (_, i) => at(i % columns, Math.floor(i / columns)));
  return { lon: places.map(([x]) => x), lat: places.map(([, y]) => y) };
}

/** Twenty antennas within so many degrees at each of 25 places. */
function clusters(degrees: number, seed = 12): Points {
  const random = createRandom(seed);
  return lattice(25, 20, (x) => [
    7.3 + 0.2 * x + degrees * random(),
    -1.9 + 0.15 * ((x * 7) % 25) + degrees * random(),
  ]);
}

function cornersOf(zones: Zones): Points {
  const corner = (axis: number): number[] => [...zones.points].filter((_, i) => i % 2 === axis);
  return { lon: corner(0), lat: corner(1) };
}
