import { createLocations } from "../core/locations.ts";
import { cos, sin } from "../core/math.ts";
import { EARTH_RADIUS_METERS } from "../core/sphere.ts";
import type { Zones } from "../types.ts";
import { arcsOf } from "./arcs.ts";
import { measureLevels } from "./zones.ts";

/** Which cells of a grid does a border pass through? Its edges in short pieces, each held against the cells near it. */

/** How deep a border must reach into a cell to do more than touch it, in radians: a millimetre. */
export const TOUCH: number = 1e-3 / EARTH_RADIUS_METERS;

/** What rounding may move a point by, in radians: an arc from the centre to a corner lies in both triangles beside it. */
const ROUNDING = 1e-15;

/** Calls `found` with the ends, as unit vectors, of pieces of every edge, none longer than `longest` radians. */
export function eachPiece(zones: Zones, longest: number, found: (a: Float64Array, b: Float64Array) => void): void {
  const { length, frame, angle } = arcsOf(zones);
  const a = new Float64Array(3);
  const b = new Float64Array(3);
  for (let i = 0; i < length; i++) {
    const pieces = Math.ceil(angle[i]! / longest);
    b.set(frame.subarray(12 * i, 12 * i + 3));
    for (let k = 1; k <= pieces; k++) {
      a.set(b);
      const c = cos((angle[i]! * k) / pieces);
      const s = sin((angle[i]! * k) / pieces);
      for (let axis = 0; axis < 3; axis++) {
        b[axis] = k === pieces ? frame[12 * i + 3 + axis]! : frame[12 * i + axis]! * c + frame[12 * i + 9 + axis]! * s;
      }
      found(a, b);
    }
  }
}

/**
 * Whether a short arc from a to b comes deeper than `depth` radians into a cell; a negative depth asks whether it comes as
 * near as that.
 *
 * **How** The cell is the fan of triangles from its centre to its edges. The arc's chord is cut by the planes of each
 * triangle's sides, that of the cell's edge moved inwards by `depth`.
 *
 * @param corners - the cell's corners as unit vectors, counter-clockwise, seen whole from its centre
 * @param count - how many corners
 * @param centre - any vector towards the centre
 */
export function reachesInto(
  corners: Float64Array,
  count: number,
  centre: Float64Array,
  a: Float64Array,
  b: Float64Array,
  depth: number,
): boolean {
  for (let i = 0, j = count - 1; i < count; j = i++) {
    const span: Span = { from: 0, to: 1 };
    clip(span, corners, 3 * j, corners, 3 * i, a, b, depth);
    clip(span, corners, 3 * i, centre, 0, a, b, -ROUNDING);
    clip(span, centre, 0, corners, 3 * j, a, b, -ROUNDING);
    if (span.from <= span.to) return true;
  }
  return false;
}

/** The part of a chord, between 0 and 1, that is still inside. */
interface Span {
  from: number;
  to: number;
}

/** Keeps what lies at least `depth` to the left of the great circle from p to q. */
function clip(
  span: Span,
  p: Float64Array,
  i: number,
  q: Float64Array,
  j: number,
  a: Float64Array,
  b: Float64Array,
  depth: number,
): void {
  const x = p[i]!;
  const y = p[i + 1]!;
  const z = p[i + 2]!;
  const u = q[j]! - x;
  const v = q[j + 1]! - y;
  const w = q[j + 2]! - z;
  const nx = y * w - z * v;
  const ny = z * u - x * w;
  const nz = x * v - y * u;
  const least = depth * Math.sqrt(nx * nx + ny * ny + nz * nz);
  const atA = nx * a[0]! + ny * a[1]! + nz * a[2]! - least;
  const atB = nx * b[0]! + ny * b[1]! + nz * b[2]! - least;
  if (atA < 0 && atB < 0) span.to = -1;
  else if (atA < 0) span.from = Math.max(span.from, atA / (atA - atB));
  else if (atB < 0) span.to = Math.min(span.to, atA / (atA - atB));
}

/** Zones of one ring each: zone z has the corners offsets[z] … offsets[z + 1] − 1, counter-clockwise. */
export function zonesOfRings(id: readonly string[], offsets: Uint32Array, points: Float64Array): Zones {
  const each = Uint32Array.from({ length: id.length + 1 }, (_, z) => z);
  const levels = { polygonOffsets: each, ringOffsets: each.slice(), pointOffsets: offsets, points };
  const { areaM2, lon, lat } = measureLevels(levels);
  return { ...createLocations("zones", id, lon, lat), areaM2, ...levels };
}
