import { greatCircleMeters } from "../../src/core/sphere.ts";
import type { Zones } from "../../src/types.ts";

/**
 * The plain form of neighbourhood: every edge is split at every corner of another zone that lies on it, and parts that two
 * zones run along in opposite directions, end for end, are shared. O(n²).
 */

type Corner = readonly [lon: number, lat: number];

/** Metres of border that each two zones share, and which of them touch, row after row. */
export function slowAdjacency(zones: Zones, tolerance: number): { metres: Float64Array; touching: Uint8Array } {
  const n = zones.length;
  const metres = new Float64Array(n * n);
  const touching = new Uint8Array(n * n);
  const edges = Array.from({ length: n }, (_, z) => edgesOf(zones, z));
  for (let z = 0; z < n; z++) {
    for (let o = 0; o < z; o++) {
      const corners = [...edges[z]!, ...edges[o]!].map(([a]) => a);
      const own = edges[z]!.flatMap((edge) => split(edge, corners, tolerance));
      const other = edges[o]!.flatMap((edge) => split(edge, corners, tolerance));
      const on = (from: readonly (readonly [Corner, Corner])[], to: readonly (readonly [Corner, Corner])[]): boolean =>
        from.some(([p]) => to.some(([a, b]) => offArc(p, a, b) <= tolerance));
      if (on(edges[z]!, edges[o]!) || on(edges[o]!, edges[z]!)) touching[z * n + o] = touching[o * n + z] = 1;
      let shared = 0;
      for (const [a, b] of own) {
        for (const [c, d] of other) {
          if (apart(a, d) > 2 * tolerance || apart(b, c) > 2 * tolerance || apart(a, b) <= 2 * tolerance) continue;
          shared += greatCircleMeters(a[0], a[1], b[0], b[1]);
        }
      }
      metres[z * n + o] = metres[o * n + z] = shared;
    }
  }
  return { metres, touching };
}

function edgesOf(zones: Zones, zone: number): (readonly [Corner, Corner])[] {
  const { polygonOffsets, ringOffsets, pointOffsets, points } = zones;
  const at = (i: number): Corner => [points[2 * i]!, points[2 * i + 1]!];
  const edges: (readonly [Corner, Corner])[] = [];
  for (let r = ringOffsets[polygonOffsets[zone]!]!; r < ringOffsets[polygonOffsets[zone + 1]!]!; r++) {
    const [from, to] = [pointOffsets[r]!, pointOffsets[r + 1]!];
    for (let i = from; i < to; i++) edges.push([at(i), at(i + 1 === to ? from : i + 1)]);
  }
  return edges;
}

function apart(a: Corner, b: Corner): number {
  return greatCircleMeters(a[0], a[1], b[0], b[1]);
}

/** The parts of an edge between the corners that lie on it. */
function split([a, b]: readonly [Corner, Corner], corners: readonly Corner[], tolerance: number) {
  const inner = corners.filter(
    (p) => apart(a, p) > tolerance && apart(b, p) > tolerance && offArc(p, a, b) <= tolerance,
  );
  const stops = [a, ...inner.sort((p, q) => apart(a, p) - apart(a, q)), b];
  return stops.slice(1).map((stop, k) => [stops[k]!, stop] as const);
}

/** How far a point lies from an arc, in metres. */
function offArc(p: Corner, a: Corner, b: Corner): number {
  const [u, v, w] = [vectorOf(p), vectorOf(a), vectorOf(b)];
  const d = [w[0]! - v[0]!, w[1]! - v[1]!, w[2]! - v[2]!];
  const n = [v[1]! * d[2]! - v[2]! * d[1]!, v[2]! * d[0]! - v[0]! * d[2]!, v[0]! * d[1]! - v[1]! * d[0]!];
  const length = Math.hypot(n[0]!, n[1]!, n[2]!);
  const dot = (s: readonly number[], t: readonly number[]): number => s[0]! * t[0]! + s[1]! * t[1]! + s[2]! * t[2]!;
  const cross = (s: readonly number[], t: readonly number[]): number[] => [
    s[1]! * t[2]! - s[2]! * t[1]!,
    s[2]! * t[0]! - s[0]! * t[2]!,
    s[0]! * t[1]! - s[1]! * t[0]!,
  ];
  const beside = length > 0 && dot(cross(n, v), u) >= 0 && dot(cross(n, w), u) <= 0;
  return beside ? (Math.abs(dot(n, u)) / length) * 6_371_008.8 : Math.min(apart(p, a), apart(p, b));
}

function vectorOf([lon, lat]: Corner): number[] {
  const [l, f] = [(lon * Math.PI) / 180, (lat * Math.PI) / 180];
  return [Math.cos(f) * Math.cos(l), Math.cos(f) * Math.sin(l), Math.sin(f)];
}
