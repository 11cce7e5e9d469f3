import { atan2 } from "../core/math.ts";
import { EARTH_RADIUS_METERS } from "../core/sphere.ts";
import { ringAreaM2, ringContains } from "../core/spherical-ring.ts";

/**
 * What is left of a polygon inside a convex cell of the sphere? Polygons of great-circle arcs cut by planes through the
 * centre of the globe; a plane keeps the side to which its normal points.
 *
 * **How** Each ring is cut by one plane after the other (Sutherland–Hodgman). Where an arc from p to q passes a plane, it
 * does so at the direction of p |d_q| + q |d_p|, d being the distances from the plane: exact on the sphere. That leaves
 * pieces of a ring joined by edges that run to and fro along the planes. Along each plane the starts and the ends of
 * these edges are then joined anew in the order in which they lie, the first start to the first end and so on. The result
 * is rings that do not run along themselves, outer ones and holes, with the same area.
 */

/** A ring while it is cut. */
export interface Ring {
  /** Corners as unit vectors x, y, z one after another. */
  readonly xyz: number[];
  /** For each corner its number in the land, −1 for a corner made by a cut, less for a corner known from elsewhere. */
  readonly corner: number[];
  /** For the edge that leaves each corner: the number of the plane it lies on, −1 for an edge of the land. */
  readonly side: number[];
}

export interface Direction {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** A micrometre, as an angle. Rings narrower than this are rounding and not land; so are edges shorter than this. */
const SMALLEST = 1e-6 / EARTH_RADIUS_METERS;

/**
 * The part of a ring on the kept side of plane k: the ring itself if that is all of it, null if nothing. Edges of the land
 * that run along the plane count as the plane's. `distance` is scratch.
 */
export function cutRing(ring: Ring, planes: Float64Array, k: number, distance: number[]): Ring | null {
  const { xyz, corner, side } = ring;
  const x = planes[3 * k]!;
  const y = planes[3 * k + 1]!;
  const z = planes[3 * k + 2]!;
  const n = corner.length;
  let kept = 0;
  let near = 0;
  for (let i = 0; i < n; i++) {
    const d = x * xyz[3 * i]! + y * xyz[3 * i + 1]! + z * xyz[3 * i + 2]!;
    distance[i] = d;
    if (d >= 0) kept++;
    if (Math.abs(d) < SMALLEST) near++;
  }
  if (kept === n && near < 2) return ring;
  if (kept === 0) return null;
  const left: Ring = { xyz: [], corner: [], side: [] };
  for (let i = 0; i < n; i++) {
    const j = i + 1 === n ? 0 : i + 1;
    const here = distance[i]!;
    const next = distance[j]!;
    if (here >= 0) {
      const along = Math.abs(here) < SMALLEST && Math.abs(next) < SMALLEST;
      // From a corner on the plane itself the way out runs along the plane at once.
      const own = along || (here === 0 && next < 0) ? k : side[i]!;
      push(left, xyz[3 * i]!, xyz[3 * i + 1]!, xyz[3 * i + 2]!, corner[i]!, own);
      if (here > 0 && next < 0) pushCrossing(left, xyz, i, j, here, -next, k);
    } else if (next > 0) {
      pushCrossing(left, xyz, i, j, -here, next, side[i]!);
    }
  }
  return left;
}

function push(ring: Ring, x: number, y: number, z: number, corner: number, side: number): void {
  ring.xyz.push(x, y, z);
  ring.corner.push(corner);
  ring.side.push(side);
}

/** The point where the arc from corner i to corner j passes a plane from which they lie d and e away. */
function pushCrossing(ring: Ring, xyz: number[], i: number, j: number, d: number, e: number, side: number): void {
  const x = xyz[3 * i]! * e + xyz[3 * j]! * d;
  const y = xyz[3 * i + 1]! * e + xyz[3 * j + 1]! * d;
  const z = xyz[3 * i + 2]! * e + xyz[3 * j + 2]! * d;
  const length = Math.sqrt(x * x + y * y + z * z);
  push(ring, x / length, y / length, z / length, -1, side);
}

/**
 * The rings of one cut polygon with each plane's edges joined anew.
 *
 * @param towards - a direction less than 90° from every point of the polygon: along a plane, points are put in order from
 *   the one opposite to it
 */
export function joinSides(rings: readonly Ring[], planes: Float64Array, towards: Direction): readonly Ring[] {
  const all: Ring = { xyz: [], corner: [], side: [] };
  const next: number[] = [];
  const starts = new Map<number, number[]>();
  let repeated = false;
  for (const ring of rings) {
    const first = next.length;
    for (let i = 0; i < ring.corner.length; i++) {
      const side = ring.side[i]!;
      push(all, ring.xyz[3 * i]!, ring.xyz[3 * i + 1]!, ring.xyz[3 * i + 2]!, ring.corner[i]!, side);
      next.push(first + i + 1);
      if (side < 0) continue;
      const others = starts.get(side);
      if (others === undefined) starts.set(side, [first + i]);
      else repeated = others.push(first + i) > 1;
    }
    next[next.length - 1] = first;
  }
  if (!repeated) return rings;
  for (const [k, from] of starts) {
    const place = placesAlong(all.xyz, planes, k, towards);
    const to = from.map((i) => next[i]!).sort((a, b) => place(a) - place(b));
    from.sort((a, b) => place(a) - place(b));
    for (let i = 0; i < from.length; i++) next[from[i]!] = to[i]!;
  }
  return followed(all, next);
}

/** Where corners lie along the great circle of plane k: angles from −π to π that grow with the kept side on the left. */
function placesAlong(
  xyz: readonly number[],
  planes: Float64Array,
  k: number,
  towards: Direction,
): (i: number) => number {
  const x = planes[3 * k]!;
  const y = planes[3 * k + 1]!;
  const z = planes[3 * k + 2]!;
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
    return atan2(px * vx + py * vy + pz * vz, px * ux + py * uy + pz * uz);
  };
}

/** The rings that following `next` from corner to corner gives. */
function followed(all: Ring, next: readonly number[]): Ring[] {
  const rings: Ring[] = [];
  const seen = new Uint8Array(next.length);
  for (let first = 0; first < next.length; first++) {
    if (seen[first] === 1) continue;
    const ring: Ring = { xyz: [], corner: [], side: [] };
    for (let i = first; seen[i] === 0; i = next[i]!) {
      seen[i] = 1;
      push(ring, all.xyz[3 * i]!, all.xyz[3 * i + 1]!, all.xyz[3 * i + 2]!, all.corner[i]!, all.side[i]!);
    }
    rings.push(ring);
  }
  return rings;
}

/**
 * A ring without edges too short to be real, and without spikes that run out and back along one line; null where no land
 * is left. Of two corners in one place the land's own stays.
 */
export function cleanRing(ring: Ring): Ring | null {
  const clean: Ring = { xyz: [...ring.xyz], corner: [...ring.corner], side: [...ring.side] };
  for (let i = 0; i < clean.corner.length && clean.corner.length > 2; i++) {
    const before = i === 0 ? clean.corner.length - 1 : i - 1;
    const double = chord(clean, i, clean, before) < SMALLEST;
    if (!double && !isSpike(clean, i)) continue;
    const gone = double && clean.corner[i]! >= 0 ? before : i;
    clean.xyz.splice(3 * gone, 3);
    clean.corner.splice(gone, 1);
    clean.side.splice(gone, 1);
    // The corners around may now be in one place, or the ends of a spike.
    i = Math.max(-1, i - 3);
  }
  if (clean.corner.length < 3) return null;
  let length = 0;
  for (let i = 0; i < clean.corner.length; i++) length += chord(clean, i, clean, (i + 1) % clean.corner.length);
  return 2 * Math.abs(ringAreaM2(clean.xyz)) < SMALLEST * length * EARTH_RADIUS_METERS * EARTH_RADIUS_METERS
    ? null
    : clean;
}

/** Whether the ring turns back on itself at corner i: the nearer of the corners beside it lies on the edge to the other. */
function isSpike(ring: Ring, i: number): boolean {
  const { xyz } = ring;
  const n = ring.corner.length;
  const before = i === 0 ? n - 1 : i - 1;
  const after = i + 1 === n ? 0 : i + 1;
  const near = chord(ring, i, ring, before) < chord(ring, i, ring, after) ? before : after;
  const far = near === before ? after : before;
  const x = xyz[3 * i]!;
  const y = xyz[3 * i + 1]!;
  const z = xyz[3 * i + 2]!;
  const u = xyz[3 * near]! - x;
  const v = xyz[3 * near + 1]! - y;
  const w = xyz[3 * near + 2]! - z;
  const p = xyz[3 * far]! - x;
  const q = xyz[3 * far + 1]! - y;
  const r = xyz[3 * far + 2]! - z;
  if (u * p + v * q + w * r <= 0) return false;
  // How far does the nearer corner lie from the plane of the edge to the farther one?
  const nx = y * r - z * q;
  const ny = z * p - x * r;
  const nz = x * q - y * p;
  const off = nx * u + ny * v + nz * w;
  return off * off < SMALLEST * SMALLEST * (nx * nx + ny * ny + nz * nz);
}

function chord(a: Ring, i: number, b: Ring, j: number): number {
  const x = a.xyz[3 * i]! - b.xyz[3 * j]!;
  const y = a.xyz[3 * i + 1]! - b.xyz[3 * j + 1]!;
  const z = a.xyz[3 * i + 2]! - b.xyz[3 * j + 2]!;
  return Math.sqrt(x * x + y * y + z * z);
}

/** Puts each hole with the outer ring that holds it: groups of ring numbers, the outer ring first. Outer rings run counter-clockwise. */
export function nestRings(rings: readonly (readonly number[])[]): number[][] {
  const area = rings.map((ring) => ringAreaM2(ring));
  const polygons: number[][] = [];
  for (let r = 0; r < rings.length; r++) if (area[r]! > 0) polygons.push([r]);
  if (polygons.length === rings.length) return polygons;
  const caps = polygons.length > 1 ? polygons.map((polygon) => capOf(rings[polygon[0]!]!)) : [];
  for (let r = 0; r < rings.length; r++) {
    if (area[r]! > 0) continue;
    let holder = 0;
    let most = 0;
    for (let p = 0; p < caps.length; p++) {
      const inside = cornersInside(rings[polygons[p]![0]!]!, caps[p]!, rings[r]!);
      if (inside < most || inside === 0) continue;
      // Of outer rings inside one another the hole belongs to the smallest.
      if (inside === most && area[polygons[p]![0]!]! > area[polygons[holder]![0]!]!) continue;
      holder = p;
      most = inside;
    }
    polygons[holder]?.push(r);
  }
  return polygons;
}

/** A circle about the mean of a ring's corners that holds the ring: the direction, and the least product with a corner. */
function capOf(ring: readonly number[]): readonly [number, number, number, number] {
  const [x, y, z] = [0, 1, 2].map((axis) => ring.reduce((sum, value, i) => (i % 3 === axis ? sum + value : sum), 0));
  let least = Infinity;
  for (let i = 0; i < ring.length; i += 3) {
    least = Math.min(least, ring[i]! * x! + ring[i + 1]! * y! + ring[i + 2]! * z!);
  }
  return [x!, y!, z!, least];
}

/** How many of five corners of a hole lie in a ring: a hole may touch its outer ring in a corner, but most lie inside. */
function cornersInside(
  outer: readonly number[],
  cap: readonly [number, number, number, number],
  hole: readonly number[],
): number {
  let inside = 0;
  for (let k = 0; k < 5; k++) {
    const i = 3 * Math.floor((k * (hole.length / 3)) / 5);
    const [x, y, z] = [hole[i]!, hole[i + 1]!, hole[i + 2]!];
    // What a circle smaller than a hemisphere holds at the corners it holds altogether.
    if (cap[3] > 0 && x * cap[0] + y * cap[1] + z * cap[2] < cap[3] * (1 - 1e-12)) continue;
    if (ringContains(outer, x, y, z)) inside++;
  }
  return inside;
}
