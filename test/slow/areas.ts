import { toUnitVectors } from "../../src/core/sphere.ts";
import { ringAreaM2 } from "../../src/core/spherical-ring.ts";
import type { Crosswalk, Zones } from "../../src/types.ts";

/** Plain forms of the questions about areas in common: every triangle of one zone is clipped by every triangle of the other. */

interface Triangle {
  readonly sign: number;
  /** Three unit vectors, counter-clockwise. */
  readonly corners: readonly number[];
}

/** A zone as triangles from the first corner of each ring, those that run clockwise negative. */
function trianglesOf(zones: Zones, zone: number): Triangle[] {
  const { polygonOffsets, ringOffsets, pointOffsets, points } = zones;
  const triangles: Triangle[] = [];
  for (let r = ringOffsets[polygonOffsets[zone]!]!; r < ringOffsets[polygonOffsets[zone + 1]!]!; r++) {
    const lon: number[] = [];
    const lat: number[] = [];
    for (let i = pointOffsets[r]!; i < pointOffsets[r + 1]!; i++) {
      lon.push(points[2 * i]!);
      lat.push(points[2 * i + 1]!);
    }
    const xyz = [...toUnitVectors(lon, lat)];
    for (let i = 1; i + 1 < lon.length; i++) {
      const corners = [...xyz.slice(0, 3), ...xyz.slice(3 * i, 3 * i + 6)];
      const area = ringAreaM2(corners);
      if (area > 0) triangles.push({ sign: 1, corners });
      if (area < 0)
        triangles.push({ sign: -1, corners: [...corners.slice(6), ...corners.slice(3, 6), ...corners.slice(0, 3)] });
    }
  }
  return triangles;
}

/** The area in m² that two counter-clockwise triangles have in common: the one cut along the sides of the other. */
function commonOfTriangles(one: readonly number[], other: readonly number[]): number {
  let ring = [...one];
  for (let side = 0; side < 3; side++) {
    const [ax, ay, az] = other.slice(3 * side, 3 * side + 3) as [number, number, number];
    const next = (3 * side + 3) % 9;
    const [ux, uy, uz] = [other[next]! - ax, other[next + 1]! - ay, other[next + 2]! - az];
    const [nx, ny, nz] = [ay * uz - az * uy, az * ux - ax * uz, ax * uy - ay * ux];
    const cut: number[] = [];
    const n = ring.length / 3;
    const off = (i: number): number =>
      nx * (ring[3 * i]! - ax) + ny * (ring[3 * i + 1]! - ay) + nz * (ring[3 * i + 2]! - az);
    for (let i = 0; i < n; i++) {
      const j = (i + 1) % n;
      const [d, e] = [off(i), off(j)];
      if (d >= 0) cut.push(...ring.slice(3 * i, 3 * i + 3));
      if (d < 0 === e < 0 || d === 0 || e === 0) continue;
      const p = [0, 1, 2].map((axis) => ring[3 * i + axis]! * Math.abs(e) + ring[3 * j + axis]! * Math.abs(d));
      const length = Math.hypot(...p);
      cut.push(...p.map((x) => x / length));
    }
    ring = cut;
  }
  return ring.length < 9 ? 0 : ringAreaM2(ring);
}

/** The area in m² that zone i of one layer and zone j of another have in common; rings may span no hemisphere. */
export function slowCommonM2(one: Zones, i: number, other: Zones, j: number): number {
  let sum = 0;
  const others = trianglesOf(other, j);
  for (const a of trianglesOf(one, i)) {
    for (const b of others) sum += a.sign * b.sign * commonOfTriangles(a.corners, b.corners);
  }
  return sum;
}

/** What two rows of a crosswalk have in common, all pairs as a full matrix row after row. */
export function overlapsOf({ from, to, fromTotal, shares }: Crosswalk): Float64Array {
  const full = new Float64Array(from.length * to.length);
  for (let i = 0; i < from.length; i++) {
    for (let k = shares.offsets[i]!; k < shares.offsets[i + 1]!; k++) {
      full[i * to.length + shares.index[k]!] = shares.value[k]! * fromTotal[i]!;
    }
  }
  return full;
}

/** The length of a zone's border in metres, as chords. */
export function borderMeters(zones: Zones, zone: number): number {
  const { polygonOffsets, ringOffsets, pointOffsets, points } = zones;
  let meters = 0;
  for (let r = ringOffsets[polygonOffsets[zone]!]!; r < ringOffsets[polygonOffsets[zone + 1]!]!; r++) {
    const corners = Array.from({ length: pointOffsets[r + 1]! - pointOffsets[r]! }, (_, k) => pointOffsets[r]! + k);
    const xyz = toUnitVectors(
      corners.map((i) => points[2 * i]!),
      corners.map((i) => points[2 * i + 1]!),
    );
    for (let i = 0; i < corners.length; i++) {
      const j = (i + 1) % corners.length;
      meters +=
        6_371_008.8 *
        Math.hypot(xyz[3 * i]! - xyz[3 * j]!, xyz[3 * i + 1]! - xyz[3 * j + 1]!, xyz[3 * i + 2]! - xyz[3 * j + 2]!);
    }
  }
  return meters;
}
