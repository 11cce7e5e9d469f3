import { checkOptions, fail } from "../core/check.ts";
import { checkLocations, checkZones } from "../core/check-tables.ts";
import { createLocations } from "../core/locations.ts";
import { sumOf } from "../core/sums.ts";
import type { Locations, Zones } from "../types.ts";
import { type CellShape, cutCell } from "./cell.ts";
import { buildLand } from "./land.ts";
import { findNearest } from "./nearest.ts";
import { findNeighbours, neighboursOf } from "./neighbours.ts";
import { findSites, type Sites } from "./sites.ts";
import { levelsOf, measureLevels } from "./zones.ts";

export interface TessellationOptions {
  /** The land to divide: one zone or several that do not overlap. */
  readonly border: Zones;
}

/** Land divided among antennas. */
export interface Tessellation {
  /** One zone per site of antennas, in the order of the sites' first antennas, with the ids of these. */
  readonly cells: Zones;
  /** The row of each antenna's cell. */
  readonly cellOf: Uint32Array;
}

/**
 * Which land does each antenna serve, if every point is served by the nearest one? The Voronoi tessellation on the
 * sphere, cut at the border.
 *
 * **How** The cell of antenna a is the part of the land where p · (a − b) ≥ 0 for every neighbour b, with p, a, b as unit
 * vectors. Neighbours come from a Delaunay triangulation in a stereographic projection about the antennas' middle, in
 * metres. The border's rings are cut along the bisectors on the sphere, so that neither poles nor the meridian of 180°
 * nor a country's shape or size matter; zones of the border that share edges, corner by corner, count as one land.
 * Since a neighbour that is missing can only make cells too large, the sum of the cells' areas is compared with the
 * land's; if it is larger, as rounding in the triangulation of antennas some millimetres apart can make it, the missing
 * neighbours are found as the antennas that are nearest to a corner of another's cell, until there is none.
 *
 * @param antennas - at least one. Antennas less than a millimetre apart share a cell. An antenna outside the border has
 *   the land that is nearest to it, or a cell without polygons, with area 0 and its own coordinates.
 * @param options - `border`: the land
 * @returns `cells`, one zone per site of antennas: areas sum to the border's area; and `cellOf`, per antenna the row of its cell
 * @throws RangeError without antennas, or for a polygon of the border that does not fit into a hemisphere
 *
 * **Departs from the paper** Voronoi cells of phone antennas are often made in the plane of longitude and latitude, which
 * gives many points to another than the nearest antenna; here the nearest is so along the great circle.
 *
 * **Cost** O(n log n + corners of the border near cells); about a second for 50,000 antennas and a border of 20,000 corners.
 *
 * [brown-1979] [sutherland-hodgman-1974]
 * @example
 * const border = buildZones(["land"], [[[[[0, 0], [4, 0], [4, 2], [0, 2]]]]]);
 * const antennas = createLocations("antennas", ["A", "B", "B2"], [1, 3, 3], [1, 1, 1]);
 * const { cells, cellOf } = buildTessellation(antennas, { border });
 * cells.columns.id; // [ 'A', 'B' ]
 * cellOf; // Uint32Array(3) [ 0, 1, 1 ]
 * cells.areaM2.map((area) => Math.round(area / 1e6)); // Float64Array(2) [ 49467, 49467 ]
 */
export function buildTessellation(antennas: Locations, options: TessellationOptions): Tessellation {
  const where = "buildTessellation";
  checkLocations(where, "antennas", antennas);
  checkOptions(where, options, ["border"]);
  const { border } = options;
  checkZones(where, "border", border);
  if (antennas.length === 0) fail(where, "antennas", "at least one", 0);
  const land = buildLand(where, border);
  const sites = findSites(antennas);
  const found = findNeighbours(sites.vectors);
  const neighbours = Array.from(sites.row, (_, s) => neighboursOf(found, s));
  const shapes: CellShape[] = Array.from(sites.row, () => []);
  let open: readonly number[] = Array.from(sites.row, (_, s) => s);
  for (;;) {
    for (const s of open) shapes[s] = cutCell(land, sites.vectors, s, neighbours[s]!);
    const cells = zonesOf(antennas, sites, shapes);
    const tooLarge = sumOf(cells.areaM2) > sumOf(border.areaM2) * (1 + AREA_TOLERANCE);
    if (tooLarge) open = addMissed(antennas, sites, cells, neighbours);
    if (!tooLarge || open.length === 0) return { cells, cellOf: sites.siteOf };
  }
}

/** By how much of itself the sum of areas may differ from the land's through rounding. */
const AREA_TOLERANCE = 1e-12;

/** Adds to a site the others that are nearest to a corner of its cell, and it to theirs; returns the sites with new ones. */
function addMissed(antennas: Locations, sites: Sites, cells: Zones, neighbours: readonly number[][]): number[] {
  const { polygonOffsets, ringOffsets, pointOffsets, points } = cells;
  const lon = Float64Array.from(sites.row, (i) => antennas.columns.lon[i]!);
  const lat = Float64Array.from(sites.row, (i) => antennas.columns.lat[i]!);
  const cornerLon = points.filter((_, i) => i % 2 === 0);
  const cornerLat = points.filter((_, i) => i % 2 === 1);
  const { location } = findNearest(createLocations("antennas", cells.columns.id, lon, lat), cornerLon, cornerLat);
  const changed = new Set<number>();
  for (let s = 0; s < sites.length; s++) {
    const from = pointOffsets[ringOffsets[polygonOffsets[s]!]!]!;
    const to = pointOffsets[ringOffsets[polygonOffsets[s + 1]!]!]!;
    for (let i = from; i < to; i++) {
      const other = location[i]!;
      if (other === s || neighbours[s]!.includes(other)) continue;
      neighbours[s]!.push(other);
      neighbours[other]!.push(s);
      changed.add(s).add(other);
    }
  }
  return [...changed];
}

/** Shapes as zones; a cell without land stands at its antenna. */
function zonesOf(antennas: Locations, sites: Sites, shapes: readonly CellShape[]): Zones {
  const polygonOffsets = new Uint32Array(shapes.length + 1);
  const ringOffsets: number[] = [0];
  const pointOffsets: number[] = [0];
  const points: number[] = [];
  for (let s = 0; s < shapes.length; s++) {
    for (const polygon of shapes[s]!) {
      for (const ring of polygon) {
        for (const degrees of ring) points.push(degrees);
        pointOffsets.push(points.length / 2);
      }
      ringOffsets.push(pointOffsets.length - 1);
    }
    polygonOffsets[s + 1] = ringOffsets.length - 1;
  }
  const levels = levelsOf(polygonOffsets, ringOffsets, pointOffsets, points);
  const { areaM2, lon, lat } = measureLevels(levels);
  const id: string[] = [];
  for (let s = 0; s < shapes.length; s++) {
    const row = sites.row[s]!;
    id.push(antennas.columns.id[row]!);
    if (shapes[s]!.length > 0) continue;
    lon[s] = antennas.columns.lon[row]!;
    lat[s] = antennas.columns.lat[row]!;
  }
  return { ...createLocations("zones", id, lon, lat), areaM2, ...levels };
}
