import { ringAreaM2 } from "../core/spherical-ring.ts";
import type { Zones } from "../types.ts";
import { type Direction, nestRings } from "./clip.ts";

/** A polygon as rings of point numbers, the outer ring first. */
export type PolygonPoints = readonly (readonly number[])[];

/**
 * The polygons of all zones, without the edges along which two of them meet (an edge that is there in both directions): one
 * land out of districts, or out of parts that a map has cut at the meridian of 180°. Left apart, as they are given, where
 * the land in one piece would not fit into a hemisphere.
 *
 * @param vectors - the zones' points as unit vectors
 */
export function joinPolygons(zones: Zones, vectors: Float64Array): readonly PolygonPoints[] {
  const rings = joinRings(zones);
  const xyz = rings.map((ring) => ring.flatMap((i) => [vectors[3 * i]!, vectors[3 * i + 1]!, vectors[3 * i + 2]!]));
  let joined = 0;
  let given = 0;
  for (const ring of xyz) joined += ringAreaM2(ring);
  for (const area of zones.areaM2) given += area;
  // A ring counts for its smaller side: joined land that is larger than half the globe shows by its area.
  const whole = Math.abs(joined - given) <= 1e-9 * given && xyz.every((ring) => middleOf(ring) !== null);
  return whole ? nestRings(xyz).map((polygon) => polygon.map((r) => rings[r]!)) : givenPolygons(zones);
}

/** The middle of the corners' bounding box, if all corners lie less than 90° from it; null otherwise. */
export function middleOf(xyz: readonly number[]): Direction | null {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < xyz.length; i++) {
    low[i % 3] = Math.min(low[i % 3]!, xyz[i]!);
    high[i % 3] = Math.max(high[i % 3]!, xyz[i]!);
  }
  const [x, y, z] = [low[0]! + high[0]!, low[1]! + high[1]!, low[2]! + high[2]!];
  for (let i = 0; i < xyz.length; i += 3) {
    if (!(xyz[i]! * x + xyz[i + 1]! * y + xyz[i + 2]! * z > 0)) return null;
  }
  return { x, y, z };
}

function givenPolygons(zones: Zones): PolygonPoints[] {
  const { ringOffsets, pointOffsets } = zones;
  const polygons: PolygonPoints[] = [];
  for (let p = 0; p + 1 < ringOffsets.length; p++) {
    const rings: number[][] = [];
    for (let r = ringOffsets[p]!; r < ringOffsets[p + 1]!; r++) {
      const ring: number[] = [];
      for (let i = pointOffsets[r]!; i < pointOffsets[r + 1]!; i++) ring.push(i);
      rings.push(ring);
    }
    polygons.push(rings);
  }
  return polygons;
}

/** Rings of point numbers after edges that run to and fro have been struck out. */
function joinRings(zones: Zones): number[][] {
  const { pointOffsets, points } = zones;
  const first = new Map<string, number>();
  const at = new Uint32Array(points.length / 2);
  const next: number[][] = [];
  for (let i = 0; i < at.length; i++) {
    const lat = points[2 * i + 1]! + 0;
    const lon = Math.abs(lat) === 90 ? 0 : points[2 * i] === -180 ? 180 : points[2 * i]! + 0;
    const key = `${lon} ${lat}`;
    at[i] = first.get(key) ?? i;
    if (at[i] === i) first.set(key, i);
    next.push([]);
  }
  for (let r = 0; r + 1 < pointOffsets.length; r++) {
    let a = at[pointOffsets[r + 1]! - 1]!;
    for (let i = pointOffsets[r]!; i < pointOffsets[r + 1]!; i++) {
      const b = at[i]!;
      if (a === b) continue;
      const back = next[b]!.indexOf(a);
      if (back < 0) next[a]!.push(b);
      else next[b]!.splice(back, 1);
      a = b;
    }
  }
  const rings: number[][] = [];
  for (let i = 0; i < next.length; i++) {
    const path = [i];
    const place = new Map([[i, 0]]);
    while (next[path.at(-1)!]!.length > 0) {
      const corner = next[path.at(-1)!]!.pop()!;
      const seen = place.get(corner);
      if (seen === undefined) {
        place.set(corner, path.length);
        path.push(corner);
        continue;
      }
      // Back at a corner of the path: what lies between is a ring that does not touch itself.
      const ring = path.splice(seen + 1);
      for (const passed of ring) place.delete(passed);
      rings.push([corner, ...ring]);
    }
  }
  return rings;
}
