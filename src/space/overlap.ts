import { atan2 } from "../core/math.ts";
import { cutRings, type RingStack } from "./ring-stack.ts";

/**
 * The area that two sets of rings have in common, for rings in the plane z = 1 that touches the globe (gnomonic, where arcs
 * of great circles are straight lines).
 *
 * **How** A set of rings is the sum of the triangles from any one point to its edges, those that run clockwise about the
 * point counted as negative. So the area in common is the sum over pairs of edges of the area that their triangles have in
 * common, taken with both signs. The two triangles start at the same point: they share the angle between the later
 * beginning and the earlier end, and within it what lies below both edges, which cross at most once. No edge is ever found
 * to be inside or outside of anything, so that edges that lie on one another, or nearly so, do no harm: all that is
 * added changes little when corners move a little. Where both sets have many edges, the plane is cut in two until
 * few edges are left on one side at least.
 */

/** Edges of two sets of rings, each as its begin and end about a point, counter-clockwise, with its product and sign. */
export interface EdgeLists {
  first: Float64Array;
  second: Float64Array;
  readonly one: Extent;
  readonly other: Extent;
}

interface Extent {
  west: number;
  east: number;
  south: number;
  north: number;
  acrossX: number;
  acrossY: number;
}

const EDGE_NUMBERS = 6;

/** With so many edges or fewer in one set, or so many pairs, nothing is cut any more; nor after so many cuts. */
const FEW_EDGES = 8;
const FEW_PAIRS = 256;
const MOST_CUTS = 60;
/** A cut that divides edges must spare this part of the pairs; where they all meet in one corner none does. */
const LEAST_SPARED = 0.2;

export function createEdgeLists(): EdgeLists {
  const extent = { west: 0, east: 0, south: 0, north: 0, acrossX: 0, acrossY: 0 };
  const list = (): Float64Array => new Float64Array(EDGE_NUMBERS * 64);
  return { first: list(), second: list(), one: { ...extent }, other: { ...extent } };
}

/** The solid angle in common of the rings a … b − 1 and the rings c … d − 1 of the stack, which is left as it was. */
export function commonAngle(
  stack: RingStack,
  edges: EdgeLists,
  a: number,
  b: number,
  c: number,
  d: number,
  cuts: number = 0,
): number {
  const { one, other } = edges;
  measureRings(stack, a, b, one);
  measureRings(stack, c, d, other);
  // The box that both have in common.
  const west = Math.max(one.west, other.west);
  const east = Math.min(one.east, other.east);
  const south = Math.max(one.south, other.south);
  const north = Math.min(one.north, other.north);
  if (!(west < east && south < north)) return 0;
  const n = countCorners(stack, a, b);
  const m = countCorners(stack, c, d);
  const x = (west + east) / 2;
  const y = (south + north) / 2;
  if (n <= FEW_EDGES || m <= FEW_EDGES || n * m <= FEW_PAIRS || cuts >= MOST_CUTS) {
    return commonOfFans(stack, edges, a, b, c, d, x, y);
  }
  // Along the line that is likely to meet the fewer edges.
  const upright = (one.acrossX + other.acrossX) * (north - south) < (one.acrossY + other.acrossY) * (east - west);
  const [dx, dy, offset] = upright ? [1, 0, -x] : [0, 1, -y];
  const first = stack.rings;
  cutRings(stack, a, b, dx, dy, offset);
  const second = stack.rings;
  cutRings(stack, c, d, dx, dy, offset);
  const third = stack.rings;
  cutRings(stack, a, b, -dx, -dy, -offset);
  const fourth = stack.rings;
  cutRings(stack, c, d, -dx, -dy, -offset);
  const end = stack.rings;
  const pairs = countCorners(stack, first, second) * countCorners(stack, second, third);
  const otherPairs = countCorners(stack, third, fourth) * countCorners(stack, fourth, end);
  let sum = 0;
  if (Math.min(pairs, otherPairs) > LEAST_SPARED * n * m && pairs + otherPairs > (1 - LEAST_SPARED) * n * m) {
    sum = commonOfFans(stack, edges, a, b, c, d, x, y);
  } else {
    if (pairs > 0) sum += commonAngle(stack, edges, first, second, second, third, cuts + 1);
    if (otherPairs > 0) sum += commonAngle(stack, edges, third, fourth, fourth, end, cuts + 1);
  }
  stack.rings = first;
  return sum;
}

function countCorners({ starts }: RingStack, from: number, to: number): number {
  return starts[to]! - starts[from]!;
}

/** The bounds of rings, and how far their edges go in both directions. */
function measureRings({ points, starts }: RingStack, from: number, to: number, extent: Extent): void {
  let west = Infinity;
  let east = -Infinity;
  let south = Infinity;
  let north = -Infinity;
  let acrossX = 0;
  let acrossY = 0;
  for (let r = from; r < to; r++) {
    let before = 3 * starts[r + 1]! - 3;
    for (let i = 3 * starts[r]!; i < 3 * starts[r + 1]!; i += 3) {
      const x = points[i]!;
      const y = points[i + 1]!;
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < south) south = y;
      if (y > north) north = y;
      acrossX += Math.abs(x - points[before]!);
      acrossY += Math.abs(y - points[before + 1]!);
      before = i;
    }
  }
  extent.west = west;
  extent.east = east;
  extent.south = south;
  extent.north = north;
  extent.acrossX = acrossX;
  extent.acrossY = acrossY;
}

/** The sum over all pairs of triangles from the point x, y to an edge of either set. */
function commonOfFans(
  stack: RingStack,
  edges: EdgeLists,
  a: number,
  b: number,
  c: number,
  d: number,
  x: number,
  y: number,
): number {
  const n = countCorners(stack, a, b);
  const m = countCorners(stack, c, d);
  if (EDGE_NUMBERS * n > edges.first.length) edges.first = new Float64Array(2 * EDGE_NUMBERS * n);
  if (EDGE_NUMBERS * m > edges.second.length) edges.second = new Float64Array(2 * EDGE_NUMBERS * m);
  const { first, second } = edges;
  const firstEnd = listEdges(stack, a, b, x, y, first);
  const secondEnd = listEdges(stack, c, d, x, y, second);
  let sum = 0;
  for (let i = 0; i < firstEnd; i += EDGE_NUMBERS) {
    const bx = first[i]!;
    const by = first[i + 1]!;
    const ex = first[i + 2]!;
    const ey = first[i + 3]!;
    for (let j = 0; j < secondEnd; j += EDGE_NUMBERS) {
      // Does the second edge begin within the angle of the first, or the first within that of the second?
      const beginBegin = bx * second[j + 1]! - by * second[j]!;
      const beginEnd = second[j]! * ey - second[j + 1]! * ex;
      const endBegin = bx * second[j + 3]! - by * second[j + 2]!;
      if (beginBegin >= 0 ? beginEnd <= 0 : endBegin <= 0) continue;
      const common = commonOfPair(first, i, second, j, beginBegin, beginEnd, endBegin, x, y);
      sum += first[i + 5] === second[j + 5] ? common : -common;
    }
  }
  return sum;
}

/** Lists the edges of rings about a point, turned to run counter-clockwise; returns where the list ends. */
function listEdges(stack: RingStack, from: number, to: number, x: number, y: number, list: Float64Array): number {
  const { points, starts } = stack;
  let at = 0;
  for (let r = from; r < to; r++) {
    const end = starts[r + 1]!;
    let px = points[3 * end - 3]! - x;
    let py = points[3 * end - 2]! - y;
    for (let i = starts[r]!; i < end; i++) {
      const qx = points[3 * i]! - x;
      const qy = points[3 * i + 1]! - y;
      const product = px * qy - py * qx;
      if (product > 0) {
        list[at] = px;
        list[at + 1] = py;
        list[at + 2] = qx;
        list[at + 3] = qy;
        list[at + 4] = product;
        list[at + 5] = 1;
        at += EDGE_NUMBERS;
      } else if (product < 0) {
        list[at] = qx;
        list[at + 1] = qy;
        list[at + 2] = px;
        list[at + 3] = py;
        list[at + 4] = -product;
        list[at + 5] = -1;
        at += EDGE_NUMBERS;
      }
      px = qx;
      py = qy;
    }
  }
  return at;
}

/**
 * The solid angle that two triangles from the point x, y have in common, where their angles meet.
 *
 * **How** Along a ray, an edge is met after 1 / u of the ray's length, and u is linear in the ray: both edges' u at the
 * later beginning and at the earlier end tell which edge is the nearer one there, and where between them it changes. That
 * place is never outside the angle, however badly edges of no length say where they lie.
 *
 * @param beginBegin - begin of edge i × begin of edge j
 * @param beginEnd - begin of edge j × end of edge i
 * @param endBegin - begin of edge i × end of edge j
 */
function commonOfPair(
  first: Float64Array,
  i: number,
  second: Float64Array,
  j: number,
  beginBegin: number,
  beginEnd: number,
  endBegin: number,
  x: number,
  y: number,
): number {
  const endEnd = second[j + 2]! * first[i + 3]! - second[j + 3]! * first[i + 2]!;
  // The ray to the later beginning, which an edge meets at its own corner: u = 1.
  let sx = second[j]!;
  let sy = second[j + 1]!;
  let firstAtBegin = 1;
  let secondAtBegin = 1;
  if (beginBegin >= 0) {
    firstAtBegin = (beginBegin + beginEnd) / first[i + 4]!;
  } else {
    sx = first[i]!;
    sy = first[i + 1]!;
    secondAtBegin = (endBegin - beginBegin) / second[j + 4]!;
  }
  let ex = second[j + 2]!;
  let ey = second[j + 3]!;
  let firstAtEnd = 1;
  let secondAtEnd = 1;
  if (endEnd >= 0) {
    firstAtEnd = (endBegin + endEnd) / first[i + 4]!;
  } else {
    ex = first[i + 2]!;
    ey = first[i + 3]!;
    secondAtEnd = (beginEnd - endEnd) / second[j + 4]!;
  }
  const begin = Math.max(firstAtBegin, secondAtBegin);
  const end = Math.max(firstAtEnd, secondAtEnd);
  const a = secondAtEnd - firstAtEnd;
  const b = firstAtBegin - secondAtBegin;
  // The same edge is the nearer one at both ends.
  if (a * b <= 0) return triangleAngle(sx / begin, sy / begin, ex / end, ey / end, x, y);
  const u = Math.max(
    Math.abs(a) * firstAtBegin + Math.abs(b) * firstAtEnd,
    Math.abs(a) * secondAtBegin + Math.abs(b) * secondAtEnd,
  );
  const cx = (Math.abs(a) * sx + Math.abs(b) * ex) / u;
  const cy = (Math.abs(a) * sy + Math.abs(b) * ey) / u;
  return triangleAngle(sx / begin, sy / begin, cx, cy, x, y) + triangleAngle(cx, cy, ex / end, ey / end, x, y);
}

/**
 * The solid angle of the triangle from the point x, y of the plane to two points given from there.
 *
 * **How** tan(E / 2) = det(a, b, c) / (|a||b||c| + (a·b)|c| + (b·c)|a| + (c·a)|b|) with the third coordinates 1 [eriksson-1990].
 */
function triangleAngle(px: number, py: number, qx: number, qy: number, x: number, y: number): number {
  const ax = px + x;
  const ay = py + y;
  const bx = qx + x;
  const by = qy + y;
  const a = Math.sqrt(1 + ax * ax + ay * ay);
  const b = Math.sqrt(1 + bx * bx + by * by);
  const c = Math.sqrt(1 + x * x + y * y);
  const ab = 1 + ax * bx + ay * by;
  const bc = 1 + bx * x + by * y;
  const ca = 1 + x * ax + y * ay;
  return 2 * atan2(px * qy - py * qx, a * b * c + ab * c + bc * a + ca * b);
}
