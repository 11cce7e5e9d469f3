import { failInWords } from "../core/check.ts";
import type { Zones } from "../types.ts";
import { cutRings, endRing, makeRoom, type RingStack } from "./ring-stack.ts";
import { addRun, countBranches, createRunBoxes, middleOfRun, RUN_LENGTH, type RunBoxes } from "./run-boxes.ts";
import { vectorsOf } from "./zones.ts";

/** The polygons of zones, held so that one of them, or the part of it near another, is soon drawn on a plane. */
export interface Pieces {
  readonly zone: Uint32Array;
  readonly ringOffsets: Uint32Array;
  readonly pointOffsets: Uint32Array;
  /** All corners as unit vectors. */
  readonly vectors: Float64Array;
  /** The middle of each polygon as a unit vector, and the length of the chord from there to its farthest corner. */
  readonly middle: Float64Array;
  readonly radius: Float64Array;
  /** Boxes about runs of corners, each with the corner after the run, and the branch of each ring. */
  readonly runs: RunBoxes;
  readonly root: Uint32Array;
}

/** The plane that touches the globe in the middle of a polygon, and a rectangle of great circles round the polygon. */
export interface Frame {
  /** The directions of x and y on the plane, and of its middle. */
  readonly axes: Float64Array;
  /** The least and greatest x, the least and greatest y. */
  readonly bounds: Float64Array;
  /** The planes of the rectangle's sides through the centre of the globe: normals to the inside. */
  readonly normals: Float64Array;
}

/** A polygon reaches less than 90° from its middle: its corners' products with it are at least this, as its plane has an end. */
const LEAST_COSINE = 1e-3;
/** The rectangle stands off from its polygon by this part of the polygon's width, so that rounding plays no part. */
const MARGIN = 0.01;

export function createFrame(): Frame {
  return { axes: new Float64Array(9), bounds: new Float64Array(4), normals: new Float64Array(12) };
}

/** @throws RangeError for a polygon that does not fit into a hemisphere about the middle of its bounding box */
export function buildPieces(where: string, name: string, zones: Zones): Pieces {
  const { polygonOffsets, ringOffsets, pointOffsets } = zones;
  const vectors = vectorsOf(zones.points);
  let branches = 0;
  for (let r = 0; r + 1 < pointOffsets.length; r++) branches += countBranches(pointOffsets[r + 1]! - pointOffsets[r]!);
  const runs = createRunBoxes(branches);
  const root = new Uint32Array(pointOffsets.length - 1);
  let branch = 0;
  for (let r = 0; r < root.length; r++) {
    const start = pointOffsets[r]!;
    const end = pointOffsets[r + 1]!;
    root[r] = branch;
    branch = addRun(runs, branch, start, end, (box, at, from, to) => {
      for (let i = from; i <= to; i++) {
        for (let axis = 0; axis < 3; axis++) {
          const value = vectors[3 * (i === end ? start : i) + axis]!;
          if (value < box[at + axis]!) box[at + axis] = value;
          if (value > box[at + 3 + axis]!) box[at + 3 + axis] = value;
        }
      }
    });
  }
  const polygons = ringOffsets.length - 1;
  const zone = new Uint32Array(polygons);
  for (let z = 0; z < zones.length; z++) zone.fill(z, polygonOffsets[z]!, polygonOffsets[z + 1]!);
  const middle = new Float64Array(3 * polygons);
  const radius = new Float64Array(polygons);
  for (let p = 0; p < polygons; p++) {
    const ring = ringOffsets[p]!;
    const at = 6 * root[ring]!;
    const x = runs.box[at]! + runs.box[at + 3]!;
    const y = runs.box[at + 1]! + runs.box[at + 4]!;
    const z = runs.box[at + 2]! + runs.box[at + 5]!;
    const length = Math.sqrt(x * x + y * y + z * z);
    let cosine = 1;
    for (let i = pointOffsets[ring]!; i < pointOffsets[ring + 1]!; i++) {
      const product = (vectors[3 * i]! * x + vectors[3 * i + 1]! * y + vectors[3 * i + 2]! * z) / length;
      if (!(product >= LEAST_COSINE))
        failInWords(where, `each polygon of ${name}`, "within one hemisphere", "a wider one");
      cosine = Math.min(cosine, product);
    }
    middle[3 * p] = x / length;
    middle[3 * p + 1] = y / length;
    middle[3 * p + 2] = z / length;
    // The square of a chord is 2 − 2 cos; the bound for its rounding matters for the smallest polygons only.
    radius[p] = Math.sqrt(Math.max(0, 2 - 2 * cosine)) + 1e-7;
  }
  return { zone, ringOffsets, pointOffsets, vectors, middle, radius, runs, root };
}

/** Draws a polygon on the plane in its middle, on top of the stack, and makes that plane the frame. */
export function drawPiece(stack: RingStack, frame: Frame, pieces: Pieces, polygon: number): void {
  const { ringOffsets, pointOffsets, vectors, middle } = pieces;
  setAxes(frame.axes, middle[3 * polygon]!, middle[3 * polygon + 1]!, middle[3 * polygon + 2]!);
  const first = stack.starts[stack.rings]!;
  for (let r = ringOffsets[polygon]!; r < ringOffsets[polygon + 1]!; r++) {
    makeRoom(stack, pointOffsets[r + 1]! - pointOffsets[r]!);
    let at = stack.starts[stack.rings]!;
    for (let i = pointOffsets[r]!; i < pointOffsets[r + 1]!; i++)
      drawCorner(stack.points, at++, vectors, i, frame.axes);
    endRing(stack, at);
  }
  toPlane(stack, first);
  setBounds(stack, frame, first);
}

/**
 * Draws the part of a polygon that lies in the frame's rectangle on top of the stack; returns the number of its first ring.
 * Runs of corners wholly beyond one side are left out but for their ends: what lies inside the rectangle stays the same.
 */
export function drawNear(stack: RingStack, frame: Frame, pieces: Pieces, polygon: number): number {
  const { ringOffsets, pointOffsets, runs, root } = pieces;
  const { bounds } = frame;
  let from = stack.rings;
  for (let r = ringOffsets[polygon]!; r < ringOffsets[polygon + 1]!; r++) {
    if (isBeyond(runs.box, root[r]!, frame.normals)) continue;
    makeRoom(stack, pointOffsets[r + 1]! - pointOffsets[r]!);
    const at = stack.starts[stack.rings]!;
    endRing(stack, drawRun(stack.points, at, frame, pieces, root[r]!, pointOffsets[r]!, pointOffsets[r + 1]!));
  }
  for (let side = 0; side < 4; side++) {
    const to = stack.rings;
    const inside = side % 2 === 0 ? 1 : -1;
    cutRings(stack, from, to, side < 2 ? inside : 0, side < 2 ? 0 : inside, -inside * bounds[side]!);
    from = to;
  }
  toPlane(stack, stack.starts[from]!);
  return from;
}

/** Draws the corners from … to − 1, or what stands for them; returns the place after them. */
function drawRun(
  points: Float64Array,
  at: number,
  frame: Frame,
  pieces: Pieces,
  branch: number,
  from: number,
  to: number,
): number {
  const beyond = isBeyond(pieces.runs.box, branch, frame.normals);
  if (beyond || to - from <= RUN_LENGTH) {
    const end = beyond ? from + 1 : to;
    let next = at;
    for (let i = from; i < end; i++) drawCorner(points, next++, pieces.vectors, i, frame.axes);
    return next;
  }
  const middle = middleOfRun(from, to);
  const next = drawRun(points, at, frame, pieces, branch + 1, from, middle);
  return drawRun(points, next, frame, pieces, pieces.runs.after[branch + 1]!, middle, to);
}

/** Whether a box lies wholly beyond one of the four sides. */
function isBeyond(box: Float64Array, branch: number, normals: Float64Array): boolean {
  const at = 6 * branch;
  for (let k = 0; k < 12; k += 3) {
    const x = normals[k]!;
    const y = normals[k + 1]!;
    const z = normals[k + 2]!;
    const farthest =
      x * box[x > 0 ? at + 3 : at]! + y * box[y > 0 ? at + 4 : at + 1]! + z * box[z > 0 ? at + 5 : at + 2]!;
    if (farthest < 0) return true;
  }
  return false;
}

/** Directions at right angles to one another, from that of the middle. */
function setAxes(axes: Float64Array, x: number, y: number, z: number): void {
  // To the east of it, or of a point as good where that is at a pole.
  const polar = Math.abs(z) > 0.9;
  const ux = polar ? 0 : -y;
  const uy = polar ? -z : x;
  const uz = polar ? y : 0;
  const length = Math.sqrt(ux * ux + uy * uy + uz * uz);
  axes[0] = ux / length;
  axes[1] = uy / length;
  axes[2] = uz / length;
  axes[3] = y * axes[2] - z * axes[1];
  axes[4] = z * axes[0] - x * axes[2];
  axes[5] = x * axes[1] - y * axes[0];
  axes[6] = x;
  axes[7] = y;
  axes[8] = z;
}

/** A corner's coordinates along the axes; the difference from the middle keeps the digits of what is near it. */
function drawCorner(points: Float64Array, at: number, vectors: Float64Array, corner: number, axes: Float64Array): void {
  const x = vectors[3 * corner]!;
  const y = vectors[3 * corner + 1]!;
  const z = vectors[3 * corner + 2]!;
  const dx = x - axes[6]!;
  const dy = y - axes[7]!;
  const dz = z - axes[8]!;
  points[3 * at] = axes[0]! * dx + axes[1]! * dy + axes[2]! * dz;
  points[3 * at + 1] = axes[3]! * dx + axes[4]! * dy + axes[5]! * dz;
  points[3 * at + 2] = axes[6]! * x + axes[7]! * y + axes[8]! * z;
}

/** Brings the corners from `first` to the top of the stack to the plane z = 1. */
function toPlane({ points, starts, rings }: RingStack, first: number): void {
  for (let i = 3 * first; i < 3 * starts[rings]!; i += 3) {
    points[i]! /= points[i + 2]!;
    points[i + 1]! /= points[i + 2]!;
    points[i + 2] = 1;
  }
}

function setBounds({ points, starts, rings }: RingStack, frame: Frame, first: number): void {
  const { axes, bounds, normals } = frame;
  for (let axis = 0; axis < 2; axis++) {
    let low = Infinity;
    let high = -Infinity;
    for (let i = 3 * first + axis; i < 3 * starts[rings]!; i += 3) {
      low = Math.min(low, points[i]!);
      high = Math.max(high, points[i]!);
    }
    bounds[2 * axis] = low - MARGIN * (high - low);
    bounds[2 * axis + 1] = high + MARGIN * (high - low);
    for (let k = 0; k < 3; k++) {
      normals[6 * axis + k] = axes[3 * axis + k]! - bounds[2 * axis]! * axes[6 + k]!;
      normals[6 * axis + 3 + k] = bounds[2 * axis + 1]! * axes[6 + k]! - axes[3 * axis + k]!;
    }
  }
}
