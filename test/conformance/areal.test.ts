import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { EARTH_RADIUS_METERS } from "../../src/core/sphere.ts";
import { sumOf } from "../../src/core/sums.ts";
import { buildAreaCrosswalk } from "../../src/space/area-crosswalk.ts";
import { buildInverseCrosswalk } from "../../src/space/crosswalk.ts";
import { interpolateExtensive, interpolateIntensive } from "../../src/space/interpolation.ts";
import { buildTessellation } from "../../src/space/tessellation.ts";
import { buildZones, formatZones, type MultiPolygonCoordinates } from "../../src/space/zones.ts";
import type { Crosswalk, Locations, Zones } from "../../src/types.ts";
import { describeData, listed, readJson, readRows, skipped } from "./data.ts";

/** Crosswalks by area and areal interpolation on real maps: what is conserved, and areas in common made with shapely. */

interface MapFile {
  readonly features: {
    readonly properties: Record<string, unknown>;
    readonly geometry: { readonly type: string; readonly coordinates: unknown };
  }[];
}

function shapeOf({ geometry }: MapFile["features"][number]): MultiPolygonCoordinates {
  return (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates) as MultiPolygonCoordinates;
}

function zonesOf(map: MapFile, id: string): Zones {
  return buildZones(
    map.features.map((feature) => String(feature.properties[id])),
    map.features.map(shapeOf),
  );
}

describeData("areal interpolation between counties and other zones", "07_kansas_commuting", (folder) => {
  const maps = listed(folder, /lonlat\.geojson(\.gz)?$/);
  const tables = listed(folder, /^mass\.csv$/);
  const places = listed(folder, /^coords\.csv$/);
  if (maps.length === 0 || tables.length === 0 || places.length === 0) {
    skipped("areal interpolation", folder);
    return;
  }
  const map = readJson<MapFile>(join(folder, maps[0]!));
  const rows = readRows(join(folder, tables[0]!));
  const [key, ...names] = Object.keys(rows[0]!) as [string, ...string[]];
  const id = Object.keys(map.features[0]!.properties).find((name) =>
    map.features.every(({ properties }) => rows.some((row) => row[key] === String(properties[name]))),
  )!;
  const counties = zonesOf(map, id);
  const totals = names.map((name) =>
    Float64Array.from(counties.columns.id, (county) => Number(rows.find((row) => row[key] === county)![name])),
  );
  const seats = seatsOf(readRows(join(folder, places[0]!)));
  const { cells } = buildTessellation(seats, { border: counties });
  const layers: [string, Zones][] = [
    ["cells of the county seats", cells],
    ["squares of a third of a degree", squaresOver(counties, 1 / 3)],
    ["squares of two degrees", squaresOver(counties, 2)],
  ];

  for (const [name, zones] of layers) {
    it(`totals of counties are conserved in ${name} and back, to 1e-12 of them`, () => {
      const there = buildAreaCrosswalk(counties, zones);
      const back = buildAreaCrosswalk(zones, counties);
      let worst = 0;
      for (const column of totals) {
        const inZones = interpolateExtensive(there, column);
        const again = interpolateExtensive(back, inZones.value);
        const total = sumOf(column);
        worst = Math.max(worst, Math.abs((sumOf(inZones.value) + inZones.unplaced) / total - 1));
        worst = Math.max(worst, Math.abs((sumOf(again.value) + again.unplaced + inZones.unplaced) / total - 1));
        // The zones cover the counties, but for gaps that the border's own parts leave between them.
        expect(Math.abs(inZones.unplaced) / total).toBeLessThan(1e-9);
      }
      console.log(`counties to ${name} and back: totals differ by ${worst.toExponential(1)} at most`);
      expect(worst).toBeLessThan(1e-12);
    });

    it(`counties have in common with ${name} what these have with them`, () => {
      const there = buildAreaCrosswalk(counties, zones);
      const inverse = buildInverseCrosswalk(buildAreaCrosswalk(zones, counties));
      expect(inverse.shares.index).toEqual(there.shares.index);
      for (let k = 0; k < there.shares.value.length; k++) {
        expect(Math.abs(inverse.shares.value[k]! - there.shares.value[k]!)).toBeLessThan(1e-12);
      }
    });

    it(`densities in ${name} times the area they rest on are the totals there`, () => {
      const crosswalk = buildAreaCrosswalk(counties, zones);
      for (const column of totals) {
        const density = column.map((total, c) => total / counties.areaM2[c]!);
        const { value, covered } = interpolateIntensive(crosswalk, density);
        const expected = interpolateExtensive(crosswalk, column).value;
        for (let z = 0; z < zones.length; z++) {
          const total = Number.isNaN(value[z]) ? 0 : value[z]! * covered[z]! * zones.areaM2[z]!;
          expect(Math.abs(total - expected[z]!)).toBeLessThanOrEqual(1e-11 * (1 + expected[z]!));
        }
      }
    });
  }
});

describeData("cells of sites shared among districts", "13_towers_geometry", (folder) => {
  const maps = listed(join(dirname(folder), "04_flowkit_cdr"), /\.geojson$/);
  const figures = listed(folder, /^expected_.*\.json$/);
  if (maps.length === 0 || figures.length === 0) {
    skipped("cells of sites", folder);
    return;
  }
  const map = readJson<MapFile>(join(dirname(folder), "04_flowkit_cdr", maps[0]!));
  for (const name of figures) {
    const expected = readJson<{
      cells?: [string, number, number, number][];
      site_district_km2?: [string, string, number][];
    }>(join(folder, name));
    if (expected.site_district_km2 === undefined || expected.cells === undefined) continue;
    const pairs = expected.site_district_km2;
    describe(name, () => siteTests(map, expected.cells!, pairs));
  }
});

function siteTests(map: MapFile, sites: [string, number, number, number][], pairs: [string, string, number][]): void {
  const id = Object.keys(map.features[0]!.properties).find((property) => {
    const values = new Set(map.features.map(({ properties }) => properties[property]));
    return pairs.every(([, district]) => values.has(district));
  })!;
  const antennas = (move: Move): Locations => {
    const at = sites.map(([, lon, lat]) => move([lon, lat]));
    return createLocations(
      "antennas",
      sites.map(([site]) => site),
      at.map(([lon]) => lon),
      at.map(([, lat]) => lat),
    );
  };
  const land = sumOf(pairs.map(([, , km2]) => km2));
  const expected = new Map(pairs.map(([site, district, km2]) => [`${site} ${district}`, km2]));

  it("in the plane of degrees, each cell has in each district the area that it should", () => {
    // A thousand times smaller at the equator sphere and plane agree: there the cells are made, and carried back.
    const middle = [0, 1].map((axis) => sumOf(sites.map((site) => site[axis + 1] as number)) / sites.length);
    const shrunk = (p: readonly number[]): [number, number] => [
      (p[0]! - middle[0]!) / 1000,
      (p[1]! - middle[1]!) / 1000,
    ];
    const grown = (p: readonly number[]): [number, number] =>
      authalic([p[0]! * 1000 + middle[0]!, p[1]! * 1000 + middle[1]!]);
    const districts = zonesOf(map, id);
    const planar = buildTessellation(antennas(shrunk), { border: moved(districts, shrunk) }).cells;
    const km2 = overlapsKm2(buildAreaCrosswalk(moved(planar, grown, 64), moved(districts, authalic, 4)));
    const away = [...new Set([...km2.keys(), ...expected.keys()])].map((pair) =>
      Math.abs((km2.get(pair) ?? 0) - (expected.get(pair) ?? 0)),
    );
    // The reference draws geodesics between the corners of each piece: its pieces do not sum to its cells by as much.
    const gaps = sites.map(([site, , , area]) =>
      Math.abs(area - sumOf(pairs.filter(([other]) => other === site).map(([, , part]) => part))),
    );
    console.log(
      `planar cells in districts: ${km2.size} pairs (${expected.size} expected), areas differ by ${Math.max(...away).toFixed(2)} km² at most, ${(sumOf(away) / 2 / land).toExponential(1)} of the land in all; pieces of the reference differ from its own cells by ${Math.max(...gaps).toFixed(2)} km²`,
    );
    expect(Math.max(...away)).toBeLessThan(Math.max(...gaps));
    expect(sumOf(away)).toBeLessThan(sumOf(gaps));
    for (const [pair, area] of km2) if (area > 0.1) expect(expected.has(pair), pair).toBe(true);
    for (const [pair, area] of expected) if (area > 0.1) expect(km2.has(pair), pair).toBe(true);
  });

  it("on the sphere, cells are shared out wholly, and differ from planar ones as far as the metrics do", () => {
    const districts = zonesOf(map, id);
    const { cells } = buildTessellation(
      antennas(([lon, lat]) => [lon!, lat!]),
      { border: districts },
    );
    const crosswalk = buildAreaCrosswalk(cells, districts);
    expect(Math.abs(sumOf(overlapM2(crosswalk)) / sumOf(districts.areaM2) - 1)).toBeLessThan(1e-12);
    const km2 = overlapsKm2(crosswalk);
    const total = sumOf(cells.areaM2) / 1e6;
    const away = [...new Set([...km2.keys(), ...expected.keys()])].map((pair) =>
      Math.abs((km2.get(pair) ?? 0) / total - (expected.get(pair) ?? 0) / land),
    );
    console.log(
      `spherical cells in districts: ${km2.size} pairs against ${expected.size} planar ones, ${(50 * sumOf(away)).toFixed(2)} % of the land is shared out otherwise`,
    );
    const highest = Math.max(...sites.map(([, , lat]) => Math.abs(lat)));
    expect(sumOf(away) / 2).toBeLessThan(1 / Math.cos((highest * Math.PI) / 180) - 1);
  });
}

type Move = (p: readonly number[]) => [number, number];

/** Zones with every position moved, and each edge drawn with so many pieces that were straight before. */
function moved(zones: Zones, move: Move, pieces = 1): Zones {
  const drawn = (ring: readonly (readonly number[])[]): [number, number][] =>
    ring.slice(1).flatMap(([x, y], i) =>
      Array.from({ length: pieces }, (_, k) => {
        const [from, t] = [ring[i]!, k / pieces];
        return move([from[0]! + (x! - from[0]!) * t, from[1]! + (y! - from[1]!) * t]);
      }),
    );
  const shapes = formatZones(zones).features.map(({ geometry }) =>
    geometry.coordinates.map((polygon) => polygon.map(drawn)),
  );
  return buildZones(zones.columns.id, shapes);
}

const FLATTENING = 1 / 298.257223563;
const E2 = FLATTENING * (2 - FLATTENING);

/** From latitude on the ellipsoid WGS 84 to the one at which a sphere has the same area to the south of it. */
function authalic(p: readonly number[]): [number, number] {
  return [p[0]!, (Math.asin(areaBelow(Math.sin((p[1]! * Math.PI) / 180)) / areaBelow(1)) * 180) / Math.PI];
}

function areaBelow(sine: number): number {
  const e = Math.sqrt(E2);
  return (1 - E2) * (sine / (1 - E2 * sine * sine) + Math.atanh(e * sine) / e);
}

/** km² on the ellipsoid per m² on the sphere of the zones. */
const ELLIPSOID_KM2 = (areaBelow(1) / 2) * (6_378_137 / EARTH_RADIUS_METERS) ** 2 * 1e-6;

function overlapM2({ from, fromTotal, shares }: Crosswalk): Float64Array {
  const areas = new Float64Array(shares.value.length);
  for (let i = 0; i < from.length; i++) {
    for (let k = shares.offsets[i]!; k < shares.offsets[i + 1]!; k++) areas[k] = shares.value[k]! * fromTotal[i]!;
  }
  return areas;
}

/** Areas in common by the ids of both, on the ellipsoid if the zones' latitudes are authalic. */
function overlapsKm2(crosswalk: Crosswalk): ReadonlyMap<string, number> {
  const { from, to, shares } = crosswalk;
  const areas = overlapM2(crosswalk);
  const named = new Map<string, number>();
  for (let i = 0; i < from.length; i++) {
    for (let k = shares.offsets[i]!; k < shares.offsets[i + 1]!; k++) {
      named.set(`${from.columns.id[i]} ${to.columns.id[shares.index[k]!]}`, areas[k]! * ELLIPSOID_KM2);
    }
  }
  return named;
}

/** Places of a table with an id in the first column, then longitude and latitude. */
function seatsOf(rows: readonly Record<string, string>[]): Locations {
  const column = (c: number): string[] => rows.map((row) => Object.values(row)[c]!);
  return createLocations("antennas", column(0), column(1).map(Number), column(2).map(Number));
}

/** Squares in degrees over the bounds of zones and a little beyond: great circles bow over parallels. */
function squaresOver(zones: Zones, degrees: number): Zones {
  const bound = (axis: number, step: number): number => {
    const values = zones.points.filter((_, i) => i % 2 === axis);
    const extreme = values.reduce((a, b) => (step < 0 ? Math.min(a, b) : Math.max(a, b)));
    return Math.round(extreme / degrees) + 2 * step;
  };
  const ids: string[] = [];
  const shapes: number[][][][][] = [];
  for (let c = bound(0, -1); c < bound(0, 1); c++) {
    for (let r = bound(1, -1); r < bound(1, 1); r++) {
      ids.push(`${c} ${r}`);
      const [w, s, e, n] = [c * degrees, r * degrees, (c + 1) * degrees, (r + 1) * degrees] as const;
      shapes.push([
        [
          [
            [w, s],
            [e, s],
            [e, n],
            [w, n],
          ],
        ],
      ]);
    }
  }
  return buildZones(ids, shapes);
}
