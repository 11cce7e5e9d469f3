import { greatCircleMeters, toUnitVectors } from "../../src/core/sphere.ts";
import { ringAreaM2, ringContains } from "../../src/core/spherical-ring.ts";
import type { Locations, Zones } from "../../src/types.ts";

/** Plain forms of the questions about space: every zone, every location, every pair of edges is tried. */

/** The corners of each ring of a zone as unit vectors, polygon by polygon. */
function ringsOf(zones: Zones, zone: number): Float64Array[][] {
  const { polygonOffsets, ringOffsets, pointOffsets, points } = zones;
  const polygons: Float64Array[][] = [];
  for (let p = polygonOffsets[zone]!; p < polygonOffsets[zone + 1]!; p++) {
    const rings: Float64Array[] = [];
    for (let r = ringOffsets[p]!; r < ringOffsets[p + 1]!; r++) {
      const lon: number[] = [];
      const lat: number[] = [];
      for (let i = pointOffsets[r]!; i < pointOffsets[r + 1]!; i++) {
        lon.push(points[2 * i]!);
        lat.push(points[2 * i + 1]!);
      }
      rings.push(toUnitVectors(lon, lat));
    }
    polygons.push(rings);
  }
  return polygons;
}

/** The zone of each point: in a polygon whose rings hold the point an odd number of times. */
export function slowZones(zones: Zones, lon: ArrayLike<number>, lat: ArrayLike<number>): Int32Array {
  const points = toUnitVectors(lon, lat);
  const found = new Int32Array(lon.length).fill(-1);
  for (let z = zones.length - 1; z >= 0; z--) {
    for (const rings of ringsOf(zones, z)) {
      for (let i = 0; i < found.length; i++) {
        const holding = rings.filter((ring) =>
          ringContains(ring, points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!),
        );
        if (holding.length % 2 === 1) found[i] = z;
      }
    }
  }
  return found;
}

/** The nearest location of a point by great circle, its distance, and the distance of the next at another position. */
export function slowNearest(locations: Locations, lon: number, lat: number): { row: number; d: number; next: number } {
  const { columns } = locations;
  let row = -1;
  let d = Infinity;
  let next = Infinity;
  for (let i = 0; i < locations.length; i++) {
    const metres = greatCircleMeters(lon, lat, columns.lon[i]!, columns.lat[i]!);
    if (metres < d) {
      next = d;
      d = metres;
      row = i;
    } else if (metres < next && metres !== d) next = metres;
  }
  return { row, d, next };
}

/** What is wrong with the polygons of a zone: rings too short or running the wrong way, edges that cross or run along one another. */
export function faultsOf(zones: Zones, zone: number): string[] {
  const faults: string[] = [];
  const edges: (readonly number[])[] = [];
  for (const [p, rings] of ringsOf(zones, zone).entries()) {
    for (const [r, ring] of rings.entries()) {
      const n = ring.length / 3;
      if (n < 3) faults.push(`zone ${zone} polygon ${p} ring ${r} has ${n} corners`);
      if (ringAreaM2(ring) > 0 !== (r === 0)) faults.push(`zone ${zone} polygon ${p} ring ${r} runs the wrong way`);
      for (let i = 0; i < n; i++) {
        const j = ((i + 1) % n) * 3;
        edges.push([ring[3 * i]!, ring[3 * i + 1]!, ring[3 * i + 2]!, ring[j]!, ring[j + 1]!, ring[j + 2]!]);
      }
    }
  }
  for (let i = 0; i < edges.length; i++) {
    for (let j = 0; j < i; j++) {
      if (cross(edges[i]!, edges[j]!)) faults.push(`zone ${zone}: edges ${j} and ${i} cross`);
      if (overlap(edges[i]!, edges[j]!)) faults.push(`zone ${zone}: edges ${j} and ${i} run along one another`);
    }
  }
  return faults;
}

/** Whether two arcs lie on one great circle, to a tenth of a micrometre, and share more than a millimetre of it. */
function overlap(a: readonly number[], b: readonly number[]): boolean {
  const radius = 6_371_008.8;
  const [u, v, w] = [a[3]! - a[0]!, a[4]! - a[1]!, a[5]! - a[2]!];
  const length = Math.hypot(u, v, w);
  const along = [0, 3].map(
    (end) => ((b[end]! - a[0]!) * u + (b[end + 1]! - a[1]!) * v + (b[end + 2]! - a[2]!) * w) / length,
  );
  const shared = Math.min(length, Math.max(...along)) - Math.max(0, Math.min(...along));
  if (shared * radius < 1e-3) return false;
  // Of the shorter arc both ends, of the longer one those that lie beside the other, are on the other's circle.
  const shorter = length <= Math.hypot(b[3]! - b[0]!, b[4]! - b[1]!, b[5]! - b[2]!) ? [b, a] : [a, b];
  return [0, 3].every((end) => Math.abs(sideOf(shorter[0]!, shorter[1]!, end)) * radius < 1e-7);
}

/** Whether two arcs cross properly: each has its ends on both sides of the other by more than rounding. */
function cross(a: readonly number[], b: readonly number[]): boolean {
  const [p, q, r, s] = [sideOf(a, b, 0), sideOf(a, b, 3), sideOf(b, a, 0), sideOf(b, a, 3)];
  const least = 1e-14;
  if (Math.min(Math.abs(p), Math.abs(q), Math.abs(r), Math.abs(s)) < least) return false;
  if (p > 0 === q > 0 || r > 0 === s > 0) return false;
  // Planes cross on both sides of the globe: the arcs must do so on the same side.
  const middle = (e: readonly number[]): number[] => [e[0]! + e[3]!, e[1]! + e[4]!, e[2]! + e[5]!];
  const [m, n] = [middle(a), middle(b)];
  return m[0]! * n[0]! + m[1]! * n[1]! + m[2]! * n[2]! > 0;
}

/** How far an end of `b` lies from the plane of arc `a`, in radians. */
function sideOf(a: readonly number[], b: readonly number[], end: number): number {
  const [x, y, z] = [a[0]!, a[1]!, a[2]!];
  const [u, v, w] = [a[3]! - x, a[4]! - y, a[5]! - z];
  const [nx, ny, nz] = [y * w - z * v, z * u - x * w, x * v - y * u];
  return (
    (nx * (b[end]! - x) + ny * (b[end + 1]! - y) + nz * (b[end + 2]! - z)) / Math.max(1e-300, Math.hypot(nx, ny, nz))
  );
}
