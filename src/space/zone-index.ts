import { checkLength, fail } from "../core/check.ts";
import { checkList, checkZones } from "../core/check-tables.ts";
import { cos, sin } from "../core/math.ts";
import type { Zones } from "../types.ts";
import { buildGrid, type Grid } from "./polygon-grid.ts";
import { degreesEast, indexPolygons, type Polygons } from "./polygon-index.ts";

/**
 * In which zone does each point lie?
 *
 * **How** A grid over longitude and latitude tells which polygons may hold the point; each of them keeps its edges in
 * bands of longitude. The edges that the way from the point to the north pole crosses are counted: odd means inside,
 * turned round where the polygon holds the pole. Which edges span the point's longitude is decided on the degrees as
 * given, so that a way through a corner is counted once; on which side of an edge the point lies, by the plane of its
 * great circle: south of it where n · p < 0, n = west × (east − west). An edge that two zones share has the same numbers
 * in both, so that a point on it lies in exactly one of them. Edges are arcs of great circles.
 *
 * @param zones - zones of any kind, as `buildZones` and `buildTessellation` make them
 * @param lon - longitudes of the points in degrees
 * @param lat - latitudes of the points in degrees
 * @returns per point the row of its zone, −1 outside all; where zones overlap, the lowest row
 * @throws RangeError for lengths that differ or a coordinate that is missing or out of range
 *
 * **Cost** O(corners) for the index and, per point, the edges of a few polygons in one band of longitude: some hundred
 * nanoseconds.
 * @example
 * const zones = buildZones(["west", "east"], [[[[[0, 0], [1, 0], [1, 1], [0, 1]]]], [[[[1, 0], [2, 0], [2, 1], [1, 1]]]]]);
 * findZones(zones, [0.5, 1.5, 2.5], [0.5, 0.5, 0.5]); // Int32Array(3) [ 0, 1, -1 ]
 */
export function findZones(zones: Zones, lon: ArrayLike<number>, lat: ArrayLike<number>): Int32Array {
  const where = "findZones";
  checkZones(where, "zones", zones);
  checkPoints(where, lon, lat);
  const found = new Int32Array(lon.length).fill(-1);
  const polygons = indexPolygons(zones);
  if (polygons.zone.length === 0) return found;
  const grid = buildGrid(polygons);
  for (let i = 0; i < found.length; i++) found[i] = zoneAt(polygons, grid, lon[i] === 180 ? -180 : lon[i]!, lat[i]!);
  return found;
}

/** Throws unless there are as many longitudes as latitudes and all are degrees. */
export function checkPoints(where: string, lon: ArrayLike<number>, lat: ArrayLike<number>): void {
  checkList(where, "lon", lon);
  checkList(where, "lat", lat);
  checkLength(where, "lat", lat.length, lon.length);
  for (let i = 0; i < lon.length; i++) {
    if (!(Math.abs(lon[i]!) <= 180)) fail(where, `lon[${i}]`, "from -180 to 180 degrees", lon[i]);
    if (!(Math.abs(lat[i]!) <= 90)) fail(where, `lat[${i}]`, "from -90 to 90 degrees", lat[i]);
  }
}

function zoneAt(all: Polygons, grid: Grid, lon: number, lat: number): number {
  const row = Math.floor((lat - grid.south) * grid.rowsPerDegree);
  const column = Math.floor(degreesEast(grid.west, lon) * grid.columnsPerDegree);
  if (row < 0 || row >= grid.rows || column >= grid.columns) return -1;
  const cell = row * grid.columns + column;
  const phi = lat * (Math.PI / 180);
  const lambda = lon * (Math.PI / 180);
  const x = cos(phi) * cos(lambda);
  const y = cos(phi) * sin(lambda);
  const z = sin(phi);
  for (let k = grid.offsets[cell]!; k < grid.offsets[cell + 1]!; k++) {
    const p = grid.polygon[k]!;
    if (lat < all.south[p]! || lat > all.north[p]!) continue;
    const east = degreesEast(all.west[p]!, lon);
    if (east > all.span[p]!) continue;
    const bands = all.bands[p + 1]! - all.bands[p]!;
    const band = all.bands[p]! + Math.min(bands - 1, Math.floor((east * bands) / all.span[p]!));
    if (contains(all, p, band, lon, x, y, z)) return all.zone[p]!;
  }
  return -1;
}

function contains(all: Polygons, polygon: number, band: number, lon: number, x: number, y: number, z: number): boolean {
  const { bandOffsets, edge, edgeWest, edgeEast, plane } = all;
  let inside = all.pole[polygon] === 1;
  for (let k = bandOffsets[band]!; k < bandOffsets[band + 1]!; k++) {
    const e = edge[k]!;
    const west = edgeWest[e]!;
    const east = edgeEast[e]!;
    if (west < east ? lon < west || lon >= east : lon < west && lon >= east) continue;
    if (plane[4 * e]! * x + plane[4 * e + 1]! * y + plane[4 * e + 2]! * z + plane[4 * e + 3]! < 0) inside = !inside;
  }
  return inside;
}
