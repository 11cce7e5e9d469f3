import { EARTH_RADIUS_METERS, latitudeOf, longitudeOf } from "../core/sphere.ts";
import { writeBisector } from "./bisector.ts";
import { cleanRing, cutRing, joinSides, nestRings, type Ring } from "./clip.ts";
import { type Land, landNear, type NearLand } from "./land.ts";
import { createPlaces } from "./same-places.ts";

/** A ring of a cell: its corners as lon, lat pairs in degrees and as unit vectors, and which of them were made by cuts. */
interface CellRing {
  readonly degrees: number[];
  readonly vectors: number[];
  readonly made: readonly number[];
}

/** Polygons of a cell, each a list of rings, the outer one first. */
export type CellShape = readonly (readonly CellRing[])[];

/** Corners of Voronoi cells: unit vectors, lon and lat in degrees, and the numbers of those that may belong to a cell. */
export interface KnownCorners {
  readonly vectors: Float64Array;
  readonly degrees: Float64Array;
  readonly near: Uint32Array;
}

/**
 * The part of the land that is nearer to a site than to each of `others`. Corners of the land's border stay as given, and
 * corners where cells meet are those already known, so that cells cut and not cut meet in the same points.
 */
export function cutCell(
  land: Land,
  sites: Float64Array,
  site: number,
  others: readonly number[],
  known: KnownCorners,
): CellShape {
  const planes = new Float64Array(3 * others.length);
  for (let k = 0; k < others.length; k++) {
    const length = writeBisector(planes, 3 * k, sites, site, others[k]!);
    for (let axis = 0; axis < 3; axis++) planes[3 * k + axis]! /= length;
  }
  return cutPolygons(landNear(land, planes), land.points, planes, known);
}

/**
 * The part of polygons on the inner side of all planes, given as unit normals.
 *
 * @param points - longitude and latitude of the corners that the rings number
 */
export function cutPolygons(
  polygons: readonly NearLand[],
  points: Float64Array,
  planes: Float64Array,
  known: KnownCorners,
): CellShape {
  const distance: number[] = [];
  const shape: CellRing[][] = [];
  for (const { rings, towards } of polygons) {
    const cut: Ring[] = [];
    for (const whole of rings) {
      let ring: Ring | null = whole;
      for (let k = 0; 3 * k < planes.length && ring !== null; k++) ring = cutRing(ring, planes, k, distance);
      if (ring !== null) cut.push(ring);
    }
    const left: Ring[] = [];
    for (const ring of joinSides(cut, planes, towards)) {
      snapRing(ring, known);
      const clean = cleanRing(ring);
      if (clean !== null) left.push(clean);
    }
    for (const polygon of nestRings(left.map((ring) => ring.xyz))) {
      shape.push(polygon.map((r) => finished(points, left[r]!, known)));
    }
  }
  return shape;
}

/** A micrometre, as an angle. */
const SMALLEST = 1e-6 / EARTH_RADIUS_METERS;

/** Puts the corners made by cuts that are known ones at their places; their numbers then count down from −2. */
function snapRing(ring: Ring, known: KnownCorners): void {
  for (let i = 0; i < ring.corner.length; i++) {
    if (ring.corner[i] !== -1) continue;
    for (const corner of known.near) {
      const u = known.vectors[3 * corner]! - ring.xyz[3 * i]!;
      const v = known.vectors[3 * corner + 1]! - ring.xyz[3 * i + 1]!;
      const w = known.vectors[3 * corner + 2]! - ring.xyz[3 * i + 2]!;
      if (u * u + v * v + w * w >= SMALLEST * SMALLEST) continue;
      ring.corner[i] = -2 - corner;
      for (let axis = 0; axis < 3; axis++) ring.xyz[3 * i + axis] = known.vectors[3 * corner + axis]!;
      break;
    }
  }
}

function finished(points: Float64Array, ring: Ring, known: KnownCorners): CellRing {
  const degrees: number[] = [];
  const made: number[] = [];
  for (let i = 0; i < ring.corner.length; i++) {
    const corner = ring.corner[i]!;
    if (corner >= 0) degrees.push(points[2 * corner]!, points[2 * corner + 1]!);
    else if (corner < -1) degrees.push(known.degrees[2 * (-2 - corner)]!, known.degrees[2 * (-2 - corner) + 1]!);
    else {
      made.push(i);
      const x = ring.xyz[3 * i]!;
      const y = ring.xyz[3 * i + 1]!;
      degrees.push(longitudeOf(x, y), latitudeOf(x, y, ring.xyz[3 * i + 2]!));
    }
  }
  return { degrees, vectors: ring.xyz, made };
}

/**
 * Gives corners made by cuts that are one point, nearer than a micrometre, the same numbers in all cells: where cells meet on
 * the border, each was cut on its own.
 */
export function shareCorners(shapes: ReadonlyMap<number, CellShape>): void {
  const rings: CellRing[] = [];
  for (const shape of shapes.values()) for (const polygon of shape) rings.push(...polygon);
  let count = 0;
  for (const ring of rings) count += ring.made.length;
  const places = createPlaces(count, SMALLEST);
  const first: (readonly [CellRing, number])[] = [];
  for (const ring of rings) {
    for (const i of ring.made) {
      const known = places.length;
      const place = places.numberOf(ring.vectors[3 * i]!, ring.vectors[3 * i + 1]!, ring.vectors[3 * i + 2]!);
      if (place === known) {
        first.push([ring, i]);
        continue;
      }
      const [other, j] = first[place]!;
      for (let axis = 0; axis < 3; axis++) ring.vectors[3 * i + axis] = other.vectors[3 * j + axis]!;
      for (let side = 0; side < 2; side++) ring.degrees[2 * i + side] = other.degrees[2 * j + side]!;
    }
  }
}
