import { cos, hypot, sin } from "../core/math.ts";
import { EARTH_RADIUS_METERS } from "../core/sphere.ts";

/**
 * The stereographic projection: points of the globe on the plane that touches it at a centre, seen from the point opposite
 * the centre. It maps circles to circles, so that of points on the plane and on the globe the same ones are neighbours.
 */

export type Vector = readonly [number, number, number];

/** Points, given as unit vectors, on the plane: x, y pairs in metres. Seen from outside the globe, x to y turns clockwise: as on a screen. */
export function projectStereographic(vectors: Float64Array, [cx, cy, cz]: Vector): Float64Array {
  // Two directions at right angles to the centre, the first from the coordinate axis that is farthest from it.
  const least = Math.min(Math.abs(cx), Math.abs(cy), Math.abs(cz));
  const axis = least === Math.abs(cx) ? [1, 0, 0] : least === Math.abs(cy) ? [0, 1, 0] : [0, 0, 1];
  const along = axis[0]! * cx + axis[1]! * cy + axis[2]! * cz;
  const length = Math.sqrt(1 - along * along);
  const ex = (axis[0]! - along * cx) / length;
  const ey = (axis[1]! - along * cy) / length;
  const ez = (axis[2]! - along * cz) / length;
  const fx = cz * ey - cy * ez;
  const fy = cx * ez - cz * ex;
  const fz = cy * ex - cx * ey;
  const n = vectors.length / 3;
  const plane = new Float64Array(2 * n);
  for (let s = 0; s < n; s++) {
    const x = vectors[3 * s]!;
    const y = vectors[3 * s + 1]!;
    const z = vectors[3 * s + 2]!;
    const scale = (2 * EARTH_RADIUS_METERS) / (1 + x * cx + y * cy + z * cz);
    plane[2 * s] = scale * (x * ex + y * ey + z * ez);
    plane[2 * s + 1] = scale * (x * fx + y * fy + z * fz);
  }
  return plane;
}

/** A direction with no point opposite it: the mean of the points, or, where they lie all round the globe, the best of some hundred. */
export function clearMiddleOf(vectors: Float64Array): Vector {
  let [x, y, z] = [0, 0, 0];
  for (let i = 0; i < vectors.length; i += 3) {
    x += vectors[i]!;
    y += vectors[i + 1]!;
    z += vectors[i + 2]!;
  }
  const length = hypot(x, y, z);
  if (length > 0) {
    const centre: Vector = [x / length, y / length, z / length];
    if (clearance(vectors, centre) > 0.1) return centre;
  }
  // Directions spread evenly over the sphere along a spiral with the golden angle.
  let best: Vector = [0, 0, 1];
  let most = clearance(vectors, best);
  for (let k = 0; k < 400; k++) {
    const height = 1 - (2 * k + 1) / 400;
    const angle = k * Math.PI * (3 - Math.sqrt(5));
    const radius = Math.sqrt(1 - height * height);
    const centre: Vector = [radius * cos(angle), radius * sin(angle), height];
    const clear = clearance(vectors, centre);
    if (clear > most) [best, most] = [centre, clear];
  }
  return best;
}

/** How far all points stay from the one opposite a direction: 1 + cosine of the angle from the direction, the least of them. */
function clearance(vectors: Float64Array, [x, y, z]: Vector): number {
  let least = 2;
  for (let i = 0; i < vectors.length; i += 3) {
    least = Math.min(least, 1 + x * vectors[i]! + y * vectors[i + 1]! + z * vectors[i + 2]!);
  }
  return least;
}
