import { atan2 } from "./math.ts";
import { EARTH_RADIUS_METERS } from "./sphere.ts";

/**
 * Rings of great-circle arcs on the sphere: their area and the points inside them. A ring is given by its corners as
 * unit vectors x, y, z one after another, the first corner not repeated at the end.
 */

/**
 * Signed area of a ring in square metres: positive where it runs counter-clockwise seen from outside the globe.
 *
 * **How** the sum over the fan of triangles from the first corner of their spherical excess,
 * E = 2 atan2(a · (b − a) × (c − a), 1 + a·b + b·c + c·a) (with the triple product of differences so
 * that small rings lose no digits), times R². Good to about 1e-12 relative for a ring of 1 km² and better for larger ones.
 *
 * [eriksson-1990]
 */
export function ringAreaM2(vectors: ArrayLike<number>, from = 0, to: number = vectors.length / 3): number {
  const ax = vectors[3 * from]!;
  const ay = vectors[3 * from + 1]!;
  const az = vectors[3 * from + 2]!;
  let excess = 0;
  for (let i = from + 1; i + 1 < to; i++) {
    const bx = vectors[3 * i]!;
    const by = vectors[3 * i + 1]!;
    const bz = vectors[3 * i + 2]!;
    const cx = vectors[3 * i + 3]!;
    const cy = vectors[3 * i + 4]!;
    const cz = vectors[3 * i + 5]!;
    const ux = bx - ax;
    const uy = by - ay;
    const uz = bz - az;
    const vx = cx - ax;
    const vy = cy - ay;
    const vz = cz - az;
    const triple = ax * (uy * vz - uz * vy) + ay * (uz * vx - ux * vz) + az * (ux * vy - uy * vx);
    const cosines = 1 + (ax * bx + ay * by + az * bz) + (bx * cx + by * cy + bz * cz) + (cx * ax + cy * ay + cz * az);
    excess += 2 * angleOf(triple, cosines);
  }
  // Fans of large rings may count the whole globe once too often; the ring's own side is less than half of it.
  excess -= 4 * Math.PI * Math.round(excess / (4 * Math.PI));
  return excess * EARTH_RADIUS_METERS * EARTH_RADIUS_METERS;
}

/** atan2(y, x), for small angles by the first terms of its series: as exact, and several times as fast. */
function angleOf(y: number, x: number): number {
  if (!(Math.abs(y) < 0.01 * x)) return atan2(y, x);
  const r = y / x;
  const q = r * r;
  return r * (1 - q * (1 / 3 - q * (1 / 5 - q * (1 / 7 - q / 9))));
}

/**
 * Adds to `moment` the integral of the position vector over the inside of a ring (on the unit sphere): negative for a
 * ring that runs clockwise. Its direction is that of the centroid.
 *
 * **How** ½ Σ θ n over the edges, θ the angle between the corners a and b and n the unit vector along a × b, which is
 * taken as a × (b − a) so that small rings lose no digits.
 */
export function ringMoment(vectors: ArrayLike<number>, from: number, to: number, moment: Float64Array): void {
  let j = to - 1;
  for (let i = from; i < to; j = i++) {
    const ax = vectors[3 * j]!;
    const ay = vectors[3 * j + 1]!;
    const az = vectors[3 * j + 2]!;
    const ux = vectors[3 * i]! - ax;
    const uy = vectors[3 * i + 1]! - ay;
    const uz = vectors[3 * i + 2]! - az;
    const nx = ay * uz - az * uy;
    const ny = az * ux - ax * uz;
    const nz = ax * uy - ay * ux;
    const sine = Math.sqrt(nx * nx + ny * ny + nz * nz);
    if (sine === 0) continue;
    const half = (0.5 * angleOf(sine, 1 - (ux * ux + uy * uy + uz * uz) / 2)) / sine;
    moment[0]! += half * nx;
    moment[1]! += half * ny;
    moment[2]! += half * nz;
  }
}

/**
 * Whether a point lies inside a ring that encloses less than half of the globe.
 *
 * **How** the number of edges that cross the meridian from the point to the north pole: odd means inside, turned round
 * where the ring encloses that pole itself. Of a point on an edge that two rings share, exactly one ring says inside
 * when both hold the edge with the same corners.
 */
export function ringContains(
  vectors: ArrayLike<number>,
  x: number,
  y: number,
  z: number,
  from = 0,
  to: number = vectors.length / 3,
): boolean {
  let inside = false;
  let turned = 0;
  // For a point at a pole any meridian serves.
  const px = x === 0 && y === 0 ? 1 : x;
  const py = y;
  let j = to - 1;
  for (let i = from; i < to; j = i++) {
    const az = vectors[3 * j + 2]!;
    const bz = vectors[3 * i + 2]!;
    // An edge to a pole runs along a meridian, which no other meridian crosses; the way round is made at the pole itself,
    // where the corner stands at a longitude that hardly any other corner is opposite to.
    const poleA = isPole(vectors, j);
    const poleB = isPole(vectors, i);
    const ax = poleA ? 0.6 : vectors[3 * j]!;
    const ay = poleA ? 0.8 : vectors[3 * j + 1]!;
    const bx = poleB ? 0.6 : vectors[3 * i]!;
    const by = poleB ? 0.8 : vectors[3 * i + 1]!;
    // Does the edge run eastwards, and on which side of the point's meridian plane is each end (east is positive)?
    const eastwards = ax * by - ay * bx >= 0;
    const eastA = px * ay - py * ax;
    const eastB = px * by - py * bx;
    turned += (eastwards ? 1 : -1) * Math.abs(atan2(ax * by - ay * bx, ax * bx + ay * by));
    // It crosses the point's half of the meridian eastwards from the west to the east, or westwards from the east to the west.
    if (eastA > 0 === eastB > 0 || eastwards !== eastB > 0) continue;
    if (poleA || poleB) {
      if (az + bz > 0) inside = !inside;
      continue;
    }
    // Written from the western end to the eastern one, so that both directions of an edge give the same answer; with their
    // difference, so that short edges lose no digits.
    const u = bx - ax;
    const v = by - ay;
    const w = bz - az;
    const triple =
      eastB > 0
        ? x * (ay * w - az * v) + y * (az * u - ax * w) + z * (ax * v - ay * u)
        : x * (bz * v - by * w) + y * (bx * w - bz * u) + z * (by * u - bx * v);
    if (triple < 0) inside = !inside;
  }
  if (Math.abs(turned) < Math.PI) return inside;
  // The ring goes round a pole: the north pole, where that lies on its smaller side.
  const aroundNorthPole = turned > 0 === ringAreaM2(vectors, from, to) > 0;
  return inside !== aroundNorthPole;
}

/** Whether corner i stands at a pole; a latitude of 90 degrees leaves some 1e-16 in x and y. */
function isPole(vectors: ArrayLike<number>, i: number): boolean {
  return Math.abs(vectors[3 * i]!) + Math.abs(vectors[3 * i + 1]!) < 1e-15;
}
