import { checkLength, fail } from "../core/check.ts";
import { toUnitVectors } from "../core/sphere.ts";
import type { Zones } from "../types.ts";

/**
 * In which zone does each point lie?
 *
 * **How** A grid over longitude and latitude tells which polygons may hold the point; each of them keeps its edges in
 * bands of longitude. The edges that the way from the point to the north pole crosses are counted: odd means inside,
 * turned round where the polygon holds the pole. Which edges span the point's longitude is decided on the degrees as
 * given, so that a way through a corner is counted once; on which side of an edge the point lies, by the plane of its
 * great circle, n · p < 0 with n = west × (east − west). The numbers of an edge that two zones share are the same for
 * both: a point on it lies in exactly one of them.
 *
 * @param zones - zones; their edges are arcs of great circles
 * @param lon - longitudes of the points in degrees
 * @param lat - latitudes of the points in degrees
 * @returns per point the row of its zone, −1 outside all; where zones overlap, the lowest row
 * @throws RangeError for lengths that differ or a coordinate that is missing or out of range
 * **Cost** O(corners + points · edges in one band of longitude of the polygons near the point)
 * @example
 * const zones = buildZones(["west", "east"], [[[[[0, 0], [1, 0], [1, 1], [0, 1]]]], [[[[1, 0], [2, 0], [2, 1], [1, 1]]]]]);
 * findZones(zones, [0.5, 1.5, 2.5], [0.5, 0.5, 0.5]); // Int32Array(3) [ 0, 1, -1 ]
 */
export function findZones(zones: Zones, lon: ArrayLike<number>, lat: ArrayLike<number>): Int32Array {
  const where = "findZones";
  checkLength(where, "lat", lat.length, lon.length);
  for (let i = 0; i < lon.length; i++) {
    if (!(Math.abs(lon[i]!) <= 180)) fail(where, `lon[${i}]`, "from -180 to 180 degrees", lon[i]);
    if (!(Math.abs(lat[i]!) <= 90)) fail(where, `lat[${i}]`, "from -90 to 90 degrees", lat[i]);
  }
  const found = new Int32Array(lon.length).fill(-1);
  const polygons = indexPolygons(zones);
  if (polygons.zone.length === 0) return found;
  const grid = buildGrid(polygons);
  for (let i = 0; i < found.length; i++) {
    const x = lon[i] === 180 ? -180 : lon[i]!;
    found[i] = zoneAt(polygons, grid, x, lat[i]!);
  }
  return found;
}

/** Polygons with their bounds and their edges in bands of longitude. */
interface Polygons {
  readonly zone: Uint32Array;
  /** Bounds in degrees, a little wide: from `west` eastwards over `span`, and from `south` to `north`. */
  readonly west: Float64Array;
  readonly span: Float64Array;
  readonly south: Float64Array;
  readonly north: Float64Array;
  /** 1 where the polygon holds the north pole. */
  readonly pole: Uint8Array;
  /** Polygon p has the bands bands[p] … bands[p + 1] − 1, band b the edges edge[bandOffsets[b]] … . */
  readonly bands: Uint32Array;
  readonly bandOffsets: Uint32Array;
  readonly edge: Uint32Array;
  /** Longitudes of the western and the eastern end of each edge. */
  readonly edgeWest: Float64Array;
  readonly edgeEast: Float64Array;
  /** Normal of the plane of each edge: positive north of it. */
  readonly normal: Float64Array;
}

/** Candidates of each cell of a grid: cell c owns polygon[offsets[c]] … , ascending. */
interface Grid {
  readonly origin: number;
  readonly columns: number;
  readonly columnsPerDegree: number;
  readonly south: number;
  readonly rows: number;
  readonly rowsPerDegree: number;
  readonly offsets: Uint32Array;
  readonly polygon: Uint32Array;
}

/** Degrees by which bounds are widened, so that rounding leaves no point out. */
const MARGIN = 1e-9;

function zoneAt(polygons: Polygons, grid: Grid, lon: number, lat: number): number {
  const row = Math.floor((lat - grid.south) * grid.rowsPerDegree);
  const column = Math.floor(eastwards(grid.origin, lon) * grid.columnsPerDegree);
  if (row < 0 || row >= grid.rows || column >= grid.columns) return -1;
  const cell = row * grid.columns + column;
  let x = 0;
  let y = 0;
  let z = 2;
  for (let k = grid.offsets[cell]!; k < grid.offsets[cell + 1]!; k++) {
    const p = grid.polygon[k]!;
    if (lat < polygons.south[p]! || lat > polygons.north[p]!) continue;
    const east = eastwards(polygons.west[p]!, lon);
    if (east > polygons.span[p]!) continue;
    if (z === 2) {
      const phi = lat * (Math.PI / 180);
      const lambda = lon * (Math.PI / 180);
      x = Math.cos(phi) * Math.cos(lambda);
      y = Math.cos(phi) * Math.sin(lambda);
      z = Math.sin(phi);
    }
    const bands = polygons.bands[p + 1]! - polygons.bands[p]!;
    const band = polygons.bands[p]! + Math.min(bands - 1, Math.floor((east * bands) / polygons.span[p]!));
    if (contains(polygons, p, band, lon, x, y, z)) return polygons.zone[p]!;
  }
  return -1;
}

function contains(all: Polygons, polygon: number, band: number, lon: number, x: number, y: number, z: number): boolean {
  const { bandOffsets, edge, edgeWest, edgeEast, normal } = all;
  let inside = all.pole[polygon] === 1;
  for (let k = bandOffsets[band]!; k < bandOffsets[band + 1]!; k++) {
    const e = edge[k]!;
    const west = edgeWest[e]!;
    const east = edgeEast[e]!;
    if (west < east ? lon < west || lon >= east : lon < west && lon >= east) continue;
    if (normal[3 * e]! * x + normal[3 * e + 1]! * y + normal[3 * e + 2]! * z < 0) inside = !inside;
  }
  return inside;
}

/** Degrees from one longitude eastwards to another: 0 to 360. */
function eastwards(from: number, to: number): number {
  return to >= from ? to - from : to - from + 360;
}

function indexPolygons(zones: Zones): Polygons {
  const { polygonOffsets, ringOffsets, pointOffsets, points } = zones;
  const count = ringOffsets.length - 1;
  const corners = points.length / 2;
  const lon = Float64Array.from({ length: corners }, (_, i) => (points[2 * i] === 180 ? -180 : points[2 * i]!));
  const lat = Float64Array.from({ length: corners }, (_, i) => points[2 * i + 1]!);
  const vectors = toUnitVectors(lon, lat);
  const zone = new Uint32Array(count);
  for (let z = 0; z + 1 < polygonOffsets.length; z++) zone.fill(z, polygonOffsets[z]!, polygonOffsets[z + 1]!);
  const all = {
    zone,
    west: new Float64Array(count),
    span: new Float64Array(count),
    south: new Float64Array(count),
    north: new Float64Array(count),
    pole: new Uint8Array(count),
    bands: new Uint32Array(count + 1),
    // Edge i runs from the corner before corner i of the ring to corner i.
    edgeWest: new Float64Array(corners),
    edgeEast: new Float64Array(corners),
    normal: new Float64Array(3 * corners),
  };
  const entries: number[] = [];
  const bandOffsets: number[] = [0];
  for (let p = 0; p < count; p++) {
    const from = pointOffsets[ringOffsets[p]!]!;
    const to = pointOffsets[ringOffsets[p + 1]!]!;
    let south = 90;
    let north = -90;
    let low = 0;
    let high = 0;
    for (let r = ringOffsets[p]!; r < ringOffsets[p + 1]!; r++) {
      let turned = 0;
      let a = pointOffsets[r + 1]! - 1;
      for (let b = pointOffsets[r]!; b < pointOffsets[r + 1]!; a = b++) {
        let step = lon[b]! - lon[a]!;
        if (step > 180) step -= 360;
        else if (step <= -180) step += 360;
        turned += step;
        if (r === ringOffsets[p]!) {
          low = Math.min(low, turned);
          high = Math.max(high, turned);
        }
        const [west, east] = step > 0 ? [a, b] : [b, a];
        all.edgeWest[b] = lon[west]!;
        all.edgeEast[b] = lon[east]!;
        setNormal(all.normal, b, vectors, west, east);
        const bulge = bulgeOf(all.normal, b, vectors, west, east);
        north = Math.max(north, lat[a]!, lat[b]!, bulge);
        south = Math.min(south, lat[a]!, lat[b]!, bulge);
      }
      // Once round: the land lies to the left of outer rings and of holes, eastwards it is north.
      const outer = r === ringOffsets[p]!;
      if (Math.abs(turned) > 180) {
        low = 0;
        high = 360;
        if (turned > 0) north = 90;
        else if (outer) south = -90;
        if (outer ? turned > 0 : turned < 0) all.pole[p] = 1 - all.pole[p]!;
      }
    }
    const first = lon[pointOffsets[ringOffsets[p]! + 1]! - 1]!;
    all.west[p] = high - low >= 360 ? -180 : first + low - MARGIN;
    all.span[p] = Math.min(360, high - low + 2 * MARGIN);
    if (all.west[p]! < -180) all.west[p]! += 360;
    else if (all.west[p]! >= 180) all.west[p]! -= 360;
    all.south[p] = south - MARGIN;
    all.north[p] = north + MARGIN;
    all.bands[p + 1] = all.bands[p]! + Math.max(1, (to - from) >> 1);
    fillBands(all, p, from, to, entries, bandOffsets);
  }
  return { ...all, bandOffsets: Uint32Array.from(bandOffsets), edge: Uint32Array.from(entries) };
}

function setNormal(normal: Float64Array, e: number, vectors: Float64Array, west: number, east: number): void {
  const x = vectors[3 * west]!;
  const y = vectors[3 * west + 1]!;
  const z = vectors[3 * west + 2]!;
  const u = vectors[3 * east]! - x;
  const v = vectors[3 * east + 1]! - y;
  const w = vectors[3 * east + 2]! - z;
  normal[3 * e] = y * w - z * v;
  normal[3 * e + 1] = z * u - x * w;
  normal[3 * e + 2] = x * v - y * u;
}
