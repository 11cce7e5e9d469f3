import { atan2 } from "../core/math.ts";
import type { Zones } from "../types.ts";
import { vectorsOf } from "./zones.ts";

/** The edges of zones as arcs of great circles, each with the land of its zone on its left. */
export interface Arcs {
  readonly length: number;
  readonly zone: Uint32Array;
  /** Twelve numbers per arc: its first end a, its last end b, the unit normal n towards the land, the direction t in which it leaves a. */
  readonly frame: Float64Array;
  /** Radians from one end to the other. */
  readonly angle: Float64Array;
}

/** Edges shorter than this, in radians, are one corner written twice (180 and −180, or two longitudes of a pole). */
const SHORTEST = 1e-15;

export function arcsOf(zones: Zones): Arcs {
  const { polygonOffsets, ringOffsets, pointOffsets, points } = zones;
  const vectors = vectorsOf(points);
  const corners = points.length / 2;
  const zone = new Uint32Array(corners);
  const frame = new Float64Array(12 * corners);
  const angle = new Float64Array(corners);
  let length = 0;
  for (let z = 0; z < zones.length; z++) {
    for (let r = ringOffsets[polygonOffsets[z]!]!; r < ringOffsets[polygonOffsets[z + 1]!]!; r++) {
      let last = pointOffsets[r + 1]! - 1;
      for (let i = pointOffsets[r]!; i < pointOffsets[r + 1]!; last = i++) {
        const size = setArc(frame, length, vectors, last, i);
        if (size < SHORTEST) continue;
        zone[length] = z;
        angle[length++] = size;
      }
    }
  }
  return { length, zone, frame, angle };
}

/** Writes the arc between two corners and gives its angle. */
function setArc(frame: Float64Array, arc: number, vectors: Float64Array, from: number, to: number): number {
  const f = 12 * arc;
  const ax = vectors[3 * from]!;
  const ay = vectors[3 * from + 1]!;
  const az = vectors[3 * from + 2]!;
  const bx = vectors[3 * to]!;
  const by = vectors[3 * to + 1]!;
  const bz = vectors[3 * to + 2]!;
  // a × (b − a), so that short edges lose no digits.
  const nx = ay * (bz - az) - az * (by - ay);
  const ny = az * (bx - ax) - ax * (bz - az);
  const nz = ax * (by - ay) - ay * (bx - ax);
  const sine = Math.sqrt(nx * nx + ny * ny + nz * nz);
  if (sine < SHORTEST) return 0;
  frame[f] = ax;
  frame[f + 1] = ay;
  frame[f + 2] = az;
  frame[f + 3] = bx;
  frame[f + 4] = by;
  frame[f + 5] = bz;
  frame[f + 6] = nx / sine;
  frame[f + 7] = ny / sine;
  frame[f + 8] = nz / sine;
  frame[f + 9] = (ny * az - nz * ay) / sine;
  frame[f + 10] = (nz * ax - nx * az) / sine;
  frame[f + 11] = (nx * ay - ny * ax) / sine;
  return atan2(sine, ax * bx + ay * by + az * bz);
}

/** Boxes, six numbers each, that hold all points within `margin` radians of the arcs. */
export function boxesOf(arcs: Arcs, margin: number): Float64Array {
  const boxes = new Float64Array(6 * arcs.length);
  for (let i = 0; i < arcs.length; i++) {
    // An arc bulges over its chord by 1 − cos(angle / 2), at most angle² / 8.
    const wide = margin + (arcs.angle[i]! * arcs.angle[i]!) / 8 + 1e-15;
    for (let axis = 0; axis < 3; axis++) {
      const a = arcs.frame[12 * i + axis]!;
      const b = arcs.frame[12 * i + 3 + axis]!;
      boxes[6 * i + 2 * axis] = Math.min(a, b) - wide;
      boxes[6 * i + 2 * axis + 1] = Math.max(a, b) + wide;
    }
  }
  return boxes;
}

/** How far an end of arc `other` (0 its first, 3 its last) lies from the great circle of an arc, in radians, the land's side positive. */
export function offsetOf(frame: Float64Array, arc: number, other: number, end: 0 | 3): number {
  const f = 12 * arc;
  const p = 12 * other + end;
  return frame[f + 6]! * frame[p]! + frame[f + 7]! * frame[p + 1]! + frame[f + 8]! * frame[p + 2]!;
}

/** Where along an arc an end of arc `other` lies: radians from the arc's first end. */
export function placeOf(frame: Float64Array, arc: number, other: number, end: 0 | 3): number {
  const f = 12 * arc;
  const p = 12 * other + end;
  const x = frame[p]!;
  const y = frame[p + 1]!;
  const z = frame[p + 2]!;
  const along = frame[f + 9]! * x + frame[f + 10]! * y + frame[f + 11]! * z;
  return atan2(along, frame[f]! * x + frame[f + 1]! * y + frame[f + 2]! * z);
}
