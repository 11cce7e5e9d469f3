import { atan2, cos, tan } from "../core/math.ts";
import { toUnitVectors } from "../core/sphere.ts";
import type { Zones } from "../types.ts";

/**
 * The polygons of zones prepared for the question which of them hold a point: bounds, and the edges by bands of longitude.
 */
export interface Polygons {
  readonly zone: Uint32Array;
  /** Bounds in degrees, a little wide: from `west` eastwards over `span`, and from `south` to `north`. */
  readonly west: Float64Array;
  readonly span: Float64Array;
  readonly south: Float64Array;
  readonly north: Float64Array;
  /** 1 where the polygon holds the north pole. */
  readonly pole: Uint8Array;
  /** Polygon p has the bands bands[p] … bands[p + 1] − 1, all of one width; band b has the edges edge[bandOffsets[b]] … . */
  readonly bands: Uint32Array;
  readonly bandOffsets: Uint32Array;
  readonly edge: Uint32Array;
  /** Longitudes of the western and the eastern end of each edge; equal for an edge along a meridian, which is in no band. */
  readonly edgeWest: Float64Array;
  readonly edgeEast: Float64Array;
  /** Four numbers per edge: a point p is south of it where plane[0] p.x + plane[1] p.y + plane[2] p.z + plane[3] < 0. */
  readonly plane: Float64Array;
}

/** Degrees by which bounds are widened, so that rounding leaves no point out. */
const MARGIN = 1e-9;

/** Degrees from one longitude eastwards to another: 0 to 360. */
export function degreesEast(from: number, to: number): number {
  return to >= from ? to - from : to - from + 360;
}

/** Bounds and bands of every polygon. Edge i runs from the corner before corner i of its ring to corner i. */
export function indexPolygons(zones: Zones): Polygons {
  const { polygonOffsets, ringOffsets, pointOffsets, points } = zones;
  const count = ringOffsets.length - 1;
  const corners = points.length / 2;
  const lon = Float64Array.from({ length: corners }, (_, i) => (points[2 * i] === 180 ? -180 : points[2 * i]!));
  const lat = Float64Array.from({ length: corners }, (_, i) => points[2 * i + 1]!);
  const edges = indexEdges(lon, lat, pointOffsets);
  const zone = new Uint32Array(count);
  for (let z = 0; z + 1 < polygonOffsets.length; z++) zone.fill(z, polygonOffsets[z]!, polygonOffsets[z + 1]!);
  const west = new Float64Array(count);
  const span = new Float64Array(count);
  const south = new Float64Array(count).fill(90);
  const north = new Float64Array(count).fill(-90);
  const pole = new Uint8Array(count);
  const bands = new Uint32Array(count + 1);
  const bandOffsets: number[] = [0];
  const edge: number[] = [];
  for (let p = 0; p < count; p++) {
    const outer = ringOffsets[p]!;
    const from = pointOffsets[outer]!;
    const to = pointOffsets[ringOffsets[p + 1]!]!;
    let turned = 0;
    let low = 0;
    let high = 0;
    for (let i = from; i < pointOffsets[outer + 1]!; i++) {
      turned += edges.step[i]!;
      low = Math.min(low, turned);
      high = Math.max(high, turned);
      north[p] = Math.max(north[p]!, edges.north[i]!);
      south[p] = Math.min(south[p]!, edges.south[i]!);
    }
    west[p] = lon[pointOffsets[outer + 1]! - 1]! + low - MARGIN;
    span[p] = high - low + 2 * MARGIN;
    if (span[p]! >= 360) {
      west[p] = -180;
      span[p] = 360;
    }
    if (Math.abs(turned) > 180) {
      // Once round the globe, with the land on the left: eastwards that is the north pole, westwards the south pole.
      if (turned > 0) north[p] = 90;
      else south[p] = -90;
      pole[p] = turned > 0 ? 1 : 0;
    }
    if (west[p]! < -180) west[p]! += 360;
    else if (west[p]! >= 180) west[p]! -= 360;
    // A hole, with the land on the left, that runs westwards round the globe takes the north pole out again.
    for (let r = outer + 1; r < ringOffsets[p + 1]!; r++) {
      let around = 0;
      for (let i = pointOffsets[r]!; i < pointOffsets[r + 1]!; i++) around += edges.step[i]!;
      if (around < -180) pole[p] = 1 - pole[p]!;
    }
    bands[p + 1] = bands[p]! + Math.max(1, (to - from) >> 1);
    addBands(edges, from, to, west[p]!, span[p]!, bands[p + 1]! - bands[p]!, bandOffsets, edge);
    north[p]! += MARGIN;
    south[p]! -= MARGIN;
  }
  return {
    zone,
    west,
    span,
    south,
    north,
    pole,
    bands,
    bandOffsets: Uint32Array.from(bandOffsets),
    edge: Uint32Array.from(edge),
    edgeWest: edges.west,
    edgeEast: edges.east,
    plane: edges.plane,
  };
}

interface Edges {
  readonly west: Float64Array;
  readonly east: Float64Array;
  readonly plane: Float64Array;
  /** Degrees eastwards from the edge's beginning to its end: above −180 and at most 180. */
  readonly step: Float64Array;
  /** Bounds of the latitude of the arc. */
  readonly north: Float64Array;
  readonly south: Float64Array;
}

function indexEdges(lon: Float64Array, lat: Float64Array, pointOffsets: Uint32Array): Edges {
  const n = lon.length;
  const vectors = toUnitVectors(lon, lat);
  const west = new Float64Array(n);
  const east = new Float64Array(n);
  const plane = new Float64Array(4 * n);
  const step = new Float64Array(n);
  const north = new Float64Array(n);
  const south = new Float64Array(n);
  for (let r = 0; r + 1 < pointOffsets.length; r++) {
    let a = pointOffsets[r + 1]! - 1;
    for (let b = pointOffsets[r]!; b < pointOffsets[r + 1]!; a = b++) {
      let d = lon[b]! - lon[a]!;
      if (d > 180) d -= 360;
      else if (d <= -180) d += 360;
      const w = d > 0 ? a : b;
      const e = d > 0 ? b : a;
      step[b] = d;
      west[b] = lon[w]!;
      east[b] = lon[e]!;
      if (Math.abs(lat[a]!) === 90 || Math.abs(lat[b]!) === 90) {
        // To or from a pole along a meridian: the way round is made at the pole itself, north or south of every point.
        plane[4 * b + 3] = Math.max(lat[a]!, lat[b]!) === 90 ? -1 : 0;
      } else {
        setPlane(plane, b, vectors, w, e);
      }
      north[b] = farthestNorth(Math.max(lat[a]!, lat[b]!), d);
      south[b] = -farthestNorth(-Math.min(lat[a]!, lat[b]!), d);
    }
  }
  return { west, east, plane, step, north, south };
}

/** The plane through the centre of the globe and both ends of an edge. */
function setPlane(plane: Float64Array, edge: number, vectors: Float64Array, west: number, east: number): void {
  const x = vectors[3 * west]!;
  const y = vectors[3 * west + 1]!;
  const z = vectors[3 * west + 2]!;
  const u = vectors[3 * east]! - x;
  const v = vectors[3 * east + 1]! - y;
  const w = vectors[3 * east + 2]! - z;
  plane[4 * edge] = y * w - z * v;
  plane[4 * edge + 1] = z * u - x * w;
  plane[4 * edge + 2] = x * v - y * u;
}

/** The latitude that an arc over `step` degrees of longitude does not pass: that of the middle of an arc with both ends at `lat`. */
function farthestNorth(lat: number, step: number): number {
  if (lat <= 0 || lat === 90) return lat;
  const half = cos((step * Math.PI) / 360);
  return (atan2(tan((lat * Math.PI) / 180), half) * 180) / Math.PI;
}

/** Puts each edge into the bands of longitude it spans. */
function addBands(
  edges: Edges,
  from: number,
  to: number,
  west: number,
  span: number,
  bands: number,
  bandOffsets: number[],
  edge: number[],
): void {
  const width = span / bands;
  const first = new Int32Array(to - from);
  const last = new Int32Array(to - from).fill(-1);
  const counts = new Uint32Array(bands + 1);
  for (let i = from; i < to; i++) {
    if (edges.step[i] === 0) continue;
    const start = degreesEast(west, edges.west[i]!);
    first[i - from] = Math.max(0, Math.floor((start - MARGIN) / width));
    const end = Math.floor((start + Math.abs(edges.step[i]!) + MARGIN) / width);
    // Of a polygon that goes round the globe the bands go round as well.
    last[i - from] = Math.min(end, span === 360 ? first[i - from]! + bands - 1 : bands - 1);
    for (let b = first[i - from]!; b <= last[i - from]!; b++) counts[(b % bands) + 1]!++;
  }
  const base = edge.length;
  for (let b = 0; b < bands; b++) {
    counts[b + 1]! += counts[b]!;
    bandOffsets.push(base + counts[b + 1]!);
  }
  for (let i = from; i < to; i++) {
    for (let b = first[i - from]!; b <= last[i - from]!; b++) edge[base + counts[b % bands]!++] = i;
  }
}
