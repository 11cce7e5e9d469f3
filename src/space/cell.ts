import { latitudeOf, longitudeOf } from "../core/sphere.ts";
import { cleanRing, cutRing, joinSides, nestRings, type Ring } from "./clip.ts";
import { type Land, landNear } from "./land.ts";

/** Polygons of a cell, each a list of rings, the outer one first; a ring holds lon, lat pairs in degrees. */
export type CellShape = readonly (readonly (readonly number[])[])[];

/** The part of the land that is nearer to a site than to each of `others`. Corners of the land's border stay as given. */
export function cutCell(land: Land, vectors: Float64Array, site: number, others: readonly number[]): CellShape {
  const planes = new Float64Array(3 * others.length);
  for (let k = 0; k < others.length; k++) setBisector(planes, k, vectors, site, others[k]!);
  const distance: number[] = [];
  const shape: number[][][] = [];
  for (const { rings, towards } of landNear(land, planes)) {
    const cut: Ring[] = [];
    for (const whole of rings) {
      let ring: Ring | null = whole;
      for (let k = 0; k < others.length && ring !== null; k++) ring = cutRing(ring, planes, k, distance);
      if (ring !== null) cut.push(ring);
    }
    const left: Ring[] = [];
    for (const ring of joinSides(cut, planes, towards)) {
      const clean = cleanRing(ring);
      if (clean !== null) left.push(clean);
    }
    for (const polygon of nestRings(left.map((ring) => ring.xyz))) {
      shape.push(polygon.map((r) => degreesOf(land, left[r]!)));
    }
  }
  return shape;
}

/**
 * The plane between two sites, as the unit normal towards `site`: a − b, put at right angles to a + b, because the rounding
 * of near vectors' lengths would move the plane. The planes of both sites are the same but for the sign.
 */
function setBisector(planes: Float64Array, k: number, vectors: Float64Array, site: number, other: number): void {
  let x = vectors[3 * site]! - vectors[3 * other]!;
  let y = vectors[3 * site + 1]! - vectors[3 * other + 1]!;
  let z = vectors[3 * site + 2]! - vectors[3 * other + 2]!;
  const u = vectors[3 * site]! + vectors[3 * other]!;
  const v = vectors[3 * site + 1]! + vectors[3 * other + 1]!;
  const w = vectors[3 * site + 2]! + vectors[3 * other + 2]!;
  const squared = u * u + v * v + w * w;
  const off = squared === 0 ? 0 : (x * u + y * v + z * w) / squared;
  x -= off * u;
  y -= off * v;
  z -= off * w;
  const length = Math.sqrt(x * x + y * y + z * z);
  planes[3 * k] = x / length;
  planes[3 * k + 1] = y / length;
  planes[3 * k + 2] = z / length;
}

function degreesOf(land: Land, ring: Ring): number[] {
  const degrees: number[] = [];
  for (let i = 0; i < ring.corner.length; i++) {
    const c = ring.corner[i]!;
    if (c >= 0) {
      degrees.push(land.points[2 * c]!, land.points[2 * c + 1]!);
      continue;
    }
    const x = ring.xyz[3 * i]!;
    const y = ring.xyz[3 * i + 1]!;
    degrees.push(longitudeOf(x, y), latitudeOf(x, y, ring.xyz[3 * i + 2]!));
  }
  return degrees;
}
