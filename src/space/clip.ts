import { EARTH_RADIUS_METERS } from "../core/sphere.ts";
import { ringAreaM2, ringContains } from "../core/spherical-ring.ts";

/**
 * What is left of a polygon inside a convex cell of the sphere? Polygons of great-circle arcs cut by planes through the
 * centre of the globe; a plane keeps the side to which its normal points.
 *
 * **How** Each ring is cut by one plane after the other (Sutherland–Hodgman). Where an arc from p to q leaves the kept
 * side, it crosses the plane at the direction of p (−d_q) + q d_p, d being the distances from the plane: exact on the
 * sphere. That leaves pieces of a ring joined by edges that run to and fro along the cell's sides. Along each side the
 * starts and the ends of these edges are then joined anew in the order in which they lie: the first start to the first
 * end, and so on. The result is rings that do not touch themselves, outer ones and holes, of the same area.
 */

/** A ring while it is cut. */
export interface Ring {
  /** Corners as unit vectors x, y, z one after another. */
  readonly xyz: number[];
  /** For the edge that leaves each corner: the number of the plane it lies on, −1 for an edge of the polygon itself. */
  readonly side: number[];
  /** For each corner its number in the polygon, −1 for a corner made by a cut. */
  readonly corner: number[];
}

/** Rings narrower than this on average are rounding, not land; so are edges shorter than this. */
const SMALLEST_METERS = 1e-6;

/** The part of a ring on the kept side of plane number `side`; null where nothing is left. `distance` is scratch. */
export function cutRing(ring: Ring, x: number, y: number, z: number, side: number, distance: number[]): Ring | null {
  const { xyz } = ring;
  const n = ring.corner.length;
  let kept = 0;
  for (let i = 0; i < n; i++) {
    const d = x * xyz[3 * i]! + y * xyz[3 * i + 1]! + z * xyz[3 * i + 2]!;
    distance[i] = d;
    if (d >= 0) kept++;
  }
  if (kept === n) return ring;
  if (kept === 0) return null;
  const left: Ring = { xyz: [], side: [], corner: [] };
  for (let i = 0; i < n; i++) {
    const j = i + 1 === n ? 0 : i + 1;
    const d = distance[i]!;
    const e = distance[j]!;
    if (d >= 0) {
      left.xyz.push(xyz[3 * i]!, xyz[3 * i + 1]!, xyz[3 * i + 2]!);
      left.corner.push(ring.corner[i]!);
      left.side.push(e < 0 && d === 0 ? side : ring.side[i]!);
      if (e < 0 && d > 0) pushCrossing(left, xyz, i, j, d, e, side);
    } else if (e > 0) {
      pushCrossing(left, xyz, i, j, d, e, ring.side[i]!);
    }
  }
  return left;
}

function pushCrossing(ring: Ring, xyz: number[], i: number, j: number, d: number, e: number, side: number): void {
  const p = Math.abs(e);
  const q = Math.abs(d);
  const x = xyz[3 * i]! * p + xyz[3 * j]! * q;
  const y = xyz[3 * i + 1]! * p + xyz[3 * j + 1]! * q;
  const z = xyz[3 * i + 2]! * p + xyz[3 * j + 2]! * q;
  const length = Math.sqrt(x * x + y * y + z * z);
  ring.xyz.push(x / length, y / length, z / length);
  ring.corner.push(-1);
  ring.side.push(side);
}

/** Rings of one polygon, cut by planes, without edges to and fro along the planes. `towards`: any direction less than 90° from the whole polygon. */
export function joinSides(
  rings: readonly Ring[],
  planes: Float64Array,
  towards: { x: number; y: number; z: number },
): Ring[] {
  const xyz: number[] = [];
  const side: number[] = [];
  const corner: number[] = [];
  const next: number[] = [];
  for (const ring of rings) {
    const from = next.length;
    for (let i = 0; i < ring.corner.length; i++) {
      xyz.push(ring.xyz[3 * i]!, ring.xyz[3 * i + 1]!, ring.xyz[3 * i + 2]!);
      side.push(ring.side[i]!);
      corner.push(ring.corner[i]!);
      next.push(from + i + 1);
    }
    next[next.length - 1] = from;
  }
  const starts = new Map<number, number[]>();
  for (let i = 0; i < side.length; i++) {
    if (side[i]! < 0) continue;
    const list = starts.get(side[i]!);
    if (list === undefined) starts.set(side[i]!, [i]);
    else list.push(i);
  }
  for (const [k, list] of starts) {
    if (list.length === 1) continue;
    const angle = angleAlong(xyz, planes[3 * k]!, planes[3 * k + 1]!, planes[3 * k + 2]!, towards);
    const ends = list.map((i) => next[i]!).sort((a, b) => angle(a) - angle(b));
    list.sort((a, b) => angle(a) - angle(b));
    for (let i = 0; i < list.length; i++) next[list[i]!] = ends[i]!;
  }
  const joined: Ring[] = [];
  const seen = new Uint8Array(next.length);
  for (let first = 0; first < next.length; first++) {
    if (seen[first] === 1) continue;
    const ring: Ring = { xyz: [], side: [], corner: [] };
    for (let i = first; seen[i] === 0; i = next[i]!) {
      seen[i] = 1;
      ring.xyz.push(xyz[3 * i]!, xyz[3 * i + 1]!, xyz[3 * i + 2]!);
      ring.corner.push(corner[i]!);
      ring.side.push(side[i]!);
    }
    joined.push(ring);
  }
  return joined;
}

/** Where points lie along the great circle of a plane, from −π to π, running with the plane's kept side on the left. */
function angleAlong(
  xyz: number[],
  x: number,
  y: number,
  z: number,
  towards: { x: number; y: number; z: number },
): (i: number) => number {
  const off = x * towards.x + y * towards.y + z * towards.z;
  const ux = towards.x - off * x;
  const uy = towards.y - off * y;
  const uz = towards.z - off * z;
  const vx = y * uz - z * uy;
  const vy = z * ux - x * uz;
  const vz = x * uy - y * ux;
  return (i) => {
    const px = xyz[3 * i]!;
    const py = xyz[3 * i + 1]!;
    const pz = xyz[3 * i + 2]!;
    return Math.atan2(px * vx + py * vy + pz * vz, px * ux + py * uy + pz * uz);
  };
}

/** A ring without edges too short to be real; null where no land is left. */
export function cleanRing(ring: Ring): Ring | null {
  const n = ring.corner.length;
  const clean: Ring = { xyz: [], side: [], corner: [] };
  const least = SMALLEST_METERS / EARTH_RADIUS_METERS;
  let length = 0;
  const step = (a: number[], i: number, b: number[], j: number): number =>
    Math.hypot(a[3 * i]! - b[3 * j]!, a[3 * i + 1]! - b[3 * j + 1]!, a[3 * i + 2]! - b[3 * j + 2]!);
  for (let i = 0; i < n; i++) {
    const last = clean.corner.length - 1;
    const edge = last < 0 ? Infinity : step(ring.xyz, i, clean.xyz, last);
    if (edge < least) {
      if (ring.corner[i]! < 0) continue;
      // Of two corners in one place the polygon's own stays.
      clean.xyz.length -= 3;
      clean.corner.length--;
      clean.side.length--;
    } else if (last >= 0) length += edge;
    clean.xyz.push(ring.xyz[3 * i]!, ring.xyz[3 * i + 1]!, ring.xyz[3 * i + 2]!);
    clean.corner.push(ring.corner[i]!);
    clean.side.push(ring.side[i]!);
  }
  while (clean.corner.length > 1 && step(clean.xyz, 0, clean.xyz, clean.corner.length - 1) < least) {
    clean.xyz.length -= 3;
    clean.corner.length--;
    clean.side.length--;
  }
  if (clean.corner.length < 3) return null;
  const narrow = (SMALLEST_METERS * length * EARTH_RADIUS_METERS) / 2;
  return Math.abs(ringAreaM2(clean.xyz)) < narrow ? null : clean;
}

/** Puts each hole with the outer ring that holds it: groups of ring numbers, the outer ring first. Outer rings run counter-clockwise. */
export function nestRings(rings: readonly (readonly number[])[]): number[][] {
  const polygons: number[][] = [];
  const area = rings.map((ring) => ringAreaM2(ring));
  for (let r = 0; r < rings.length; r++) if (area[r]! > 0) polygons.push([r]);
  for (let r = 0; r < rings.length; r++) {
    if (area[r]! > 0) continue;
    let best = polygons[0];
    if (polygons.length > 1) {
      // A hole may touch its outer ring in a corner: of five corners most lie inside.
      let most = 0;
      for (const polygon of polygons) {
        const inside = cornersInside(rings[polygon[0]!]!, rings[r]!);
        if (inside > most || (inside === most && inside > 0 && area[polygon[0]!]! < area[best![0]!]!)) {
          best = polygon;
          most = inside;
        }
      }
    }
    best?.push(r);
  }
  return polygons;
}

function cornersInside(outer: readonly number[], hole: readonly number[]): number {
  const n = hole.length / 3;
  let inside = 0;
  for (let k = 0; k < 5; k++) {
    const i = 3 * Math.floor((k * n) / 5);
    if (ringContains(outer, hole[i]!, hole[i + 1]!, hole[i + 2]!)) inside++;
  }
  return inside;
}
