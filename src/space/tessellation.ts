import { checkLength, checkOptions, fail, isObject } from "../core/check.ts";
import { checkList, checkLocations, checkZones, failShape } from "../core/check-tables.ts";
import { locationsOf } from "../core/locations.ts";
import { sumOf } from "../core/sums.ts";
import type { Locations, Zones } from "../types.ts";
import { markBorderCells } from "./border-walk.ts";
import { type CellShape, cutCell, shareCorners } from "./cell.ts";
import { buildCells } from "./cells.ts";
import { buildLand, type Land } from "./land.ts";
import { findNearest } from "./nearest.ts";
import { findNeighbours, type Neighbours } from "./neighbours.ts";
import { findSites, type Sites } from "./sites.ts";
import { findCorners, type VoronoiCorners } from "./voronoi-corners.ts";
import { findZones } from "./zone-index.ts";

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
 * nor a country's shape or size matter; zones of the border that share edges, corner by corner, count as one land. A walk
 * along the border finds the cells that it passes; the others lie wholly inside or outside, and their corners are the
 * centres of the triangulation's circles, each computed once for the three cells that meet there.
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
 * **Cost** O(n log n + corners of the border near cells): some 0.2 s for 50,000 antennas, 2 s for 500,000.
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
  const neighbours = findNeighbours(sites.vectors);
  const corners = findCorners(sites.vectors, neighbours);
  const cut = markCut(land, sites, neighbours, corners);
  const missed = new Map<number, number[]>();
  const shapes = new Map<number, CellShape>();
  const whole = findWhole(antennas, sites, border, cut);
  let open: readonly number[] = rowsWith(cut);
  for (;;) {
    for (const s of open) shapes.set(s, cutAt(land, sites, neighbours, corners, missed, s));
    shareCorners(shapes);
    const cells = buildCells(antennas, sites, corners, whole, shapes);
    const off = sumOf(cells.areaM2) / sumOf(border.areaM2) - 1;
    const exact = off <= AREA_TOLERANCE && off >= -AREA_TOLERANCE - sliversOf(border, sites, shapes);
    if (exact || open.length === 0) return { cells, cellOf: sites.rankOf };
    open = off > 0 ? addMissed(antennas, sites, shapes, neighbours, missed) : [];
    if (open.length > 0 || shapes.size === sites.length) continue;
    // Something else is wrong with the whole cells: all are cut.
    open = rowsWith(cut.map((is) => 1 - is));
    cut.fill(1);
  }
}

/** Throws unless the value is a tessellation of these antennas. */
export function checkTessellation(where: string, antennas: Locations, value: Tessellation): void {
  const given: unknown = value;
  if (!isObject(given)) failShape(where, "tessellation", "a tessellation, as buildTessellation makes it", given);
  const { cells, cellOf } = value;
  checkZones(where, "tessellation.cells", cells);
  checkList(where, "tessellation.cellOf", cellOf);
  checkLength(where, "tessellation.cellOf", cellOf.length, antennas.length);
  for (let a = 0; a < cellOf.length; a++) {
    if (!(cellOf[a]! < cells.length)) fail(where, `tessellation.cellOf[${a}]`, "a row of the cells", cellOf[a]);
  }
}

/** By how much of itself the sum of areas may differ from the land's through rounding. */
const AREA_TOLERANCE = 1e-12;

/** The share of the land that cutting cells may lose with pieces narrower than a micrometre. */
function sliversOf(border: Zones, sites: Sites, shapes: ReadonlyMap<number, CellShape>): number {
  return (4e-6 * shapes.size) / Math.sqrt(sumOf(border.areaM2) * sites.length);
}

/** 1 for cells that have to be cut: those that the border passes, and those whose corners are not all known exactly. */
function markCut(land: Land, sites: Sites, neighbours: Neighbours, { ringOffsets }: VoronoiCorners): Uint8Array {
  const cut = new Uint8Array(sites.length);
  markBorderCells(land, sites.vectors, neighbours, cut);
  for (let s = 0; s < sites.length; s++) if (ringOffsets[s] === ringOffsets[s + 1]) cut[s] = 1;
  return cut;
}

/** 1 for cells that the border does not pass and whose site is on land: all of the cell is. */
function findWhole(antennas: Locations, sites: Sites, border: Zones, cut: Uint8Array): Uint8Array {
  const rest = rowsWith(cut.map((is) => 1 - is));
  const lon = new Float64Array(rest.length);
  const lat = new Float64Array(rest.length);
  for (let i = 0; i < rest.length; i++) {
    const row = sites.row[rest[i]!]!;
    lon[i] = antennas.columns.lon[row]!;
    lat[i] = antennas.columns.lat[row]!;
  }
  const zone = findZones(border, lon, lat);
  const whole = new Uint8Array(sites.length);
  for (let i = 0; i < rest.length; i++) if (zone[i]! >= 0) whole[rest[i]!] = 1;
  return whole;
}

function rowsWith(flags: Uint8Array): number[] {
  const rows: number[] = [];
  for (let s = 0; s < flags.length; s++) if (flags[s] === 1) rows.push(s);
  return rows;
}

/** The cell of one site, cut from the land. */
function cutAt(
  land: Land,
  sites: Sites,
  neighbours: Neighbours,
  corners: VoronoiCorners,
  missed: ReadonlyMap<number, readonly number[]>,
  s: number,
): CellShape {
  const { offsets, index } = neighbours;
  const { vectors, degrees, ring, ringOffsets } = corners;
  const others = new Set([...index.subarray(offsets[s], offsets[s + 1]), ...(missed.get(s) ?? [])]);
  const near = ring.subarray(ringOffsets[s], ringOffsets[s + 1]);
  return cutCell(land, sites.vectors, s, [...others], { vectors, degrees, near });
}

/** Adds to a site the others that are nearest to a corner of its cell, and it to theirs; returns the sites with new ones. */
function addMissed(
  antennas: Locations,
  sites: Sites,
  shapes: ReadonlyMap<number, CellShape>,
  { offsets, index }: Neighbours,
  missed: Map<number, number[]>,
): number[] {
  const at = (degrees: Float64Array): number[] => Array.from(sites.row, (i) => degrees[i]!);
  const id = Array.from(sites.row, (i) => antennas.columns.id[i]!);
  const places = locationsOf("antennas", id, at(antennas.columns.lon), at(antennas.columns.lat));
  const of: number[] = [];
  const lon: number[] = [];
  const lat: number[] = [];
  for (const [s, shape] of shapes) {
    for (const { degrees } of shape.flat()) {
      for (let i = 0; i < degrees.length; i += 2) {
        of.push(s);
        lon.push(degrees[i]!);
        lat.push(degrees[i + 1]!);
      }
    }
  }
  const { location } = findNearest(places, lon, lat);
  const changed = new Set<number>();
  const add = (s: number, other: number): void => {
    const more = missed.get(s);
    if (more === undefined) missed.set(s, [other]);
    else more.push(other);
    changed.add(s);
  };
  for (let i = 0; i < of.length; i++) {
    const s = of[i]!;
    const other = location[i]!;
    if (other === s || missed.get(s)?.includes(other) === true) continue;
    if (index.subarray(offsets[s], offsets[s + 1]).includes(other)) continue;
    add(s, other);
    add(other, s);
  }
  return [...changed];
}
