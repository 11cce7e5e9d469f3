import { Delaunay } from "d3-delaunay";
import { clearMiddleOf, projectStereographic } from "./stereographic.ts";

/**
 * Which antennas can share a side of their Voronoi cells? Neighbours on the sphere, from a planar triangulation.
 *
 * A stereographic projection maps circles to circles, so that the triangles of the planar Delaunay triangulation are those
 * of the sphere, but for the ones whose empty circle holds the point opposite the centre of the projection. Those join
 * sites of the planar hull only: with neighbours among the hull's sites added, no neighbour on the sphere is missing but
 * for rounding, which counts among sites some millimetres apart or nearly on one line.
 */
export interface Neighbours {
  /** Site s may share a side with index[offsets[s]] … index[offsets[s + 1] − 1], of which some may stand there twice. */
  readonly offsets: Uint32Array;
  readonly index: Uint32Array;
  /** Corners of triangle t, counter-clockwise seen from outside the globe: triangles[3 t] … triangles[3 t + 2]. */
  readonly triangles: Uint32Array;
  /** The half-edge that runs the other way along each half-edge, −1 on the hull. */
  readonly halfedges: Int32Array;
  /** Per site a half-edge that ends there; −1 for a site that belongs to no triangle or to the hull, whose triangles do not go all round it. */
  readonly inside: Int32Array;
}

/** Of a hull with so many sites or fewer, every pair counts. */
const EVERY_PAIR = 64;

/** Neighbours among different points on the sphere, given as unit vectors. Cost O(n log n). */
export function findNeighbours(vectors: Float64Array): Neighbours {
  const n = vectors.length / 3;
  const all = Uint32Array.from({ length: n }, (_, site) => site);
  if (n <= 3) return withoutTriangles(n, pairsOf(all));
  const middle = clearMiddleOf(vectors);
  const plane = projectStereographic(vectors, middle);
  const line = alongLine(plane);
  if (line !== null) return withoutTriangles(n, line);
  // The triangulation moves points that it takes for a line: it gets its own copy.
  const planar = new Delaunay(plane.slice()) as Triangulated;
  const { hull } = planar;
  if (hull.length <= EVERY_PAIR) return neighbours(n, planar, pairsOf(hull));
  // Seen from the middle itself, the sites of the hull have as neighbours those that share sides behind the hull.
  const outside = new Float64Array(3 * hull.length);
  for (let h = 0; h < hull.length; h++) outside.set(vectors.subarray(3 * hull[h]!, 3 * hull[h]! + 3), 3 * h);
  const behind = new Delaunay(projectStereographic(outside, [-middle[0], -middle[1], -middle[2]])) as Triangulated;
  const pairs: number[] = [];
  for (let e = 0; e < behind.triangles.length; e++) {
    pairs.push(hull[behind.triangles[e]!]!, hull[behind.triangles[following(e)]!]!);
  }
  return neighbours(n, planar, pairs);
}

/** The next half-edge of the same triangle. */
export function following(e: number): number {
  return e % 3 === 2 ? e - 2 : e + 1;
}

/** What the triangulation holds; its types leave `collinear` out. */
interface Triangulated {
  readonly triangles: Uint32Array;
  readonly halfedges: Int32Array;
  readonly hull: Uint32Array;
  readonly collinear?: Int32Array;
}

function pairsOf(sites: Uint32Array): number[] {
  const pairs: number[] = [];
  for (let i = 0; i < sites.length; i++) for (let j = 0; j < i; j++) pairs.push(sites[i]!, sites[j]!);
  return pairs;
}

function withoutTriangles(n: number, pairs: readonly number[]): Neighbours {
  const none = { triangles: new Uint32Array(0), halfedges: new Int32Array(0), hull: new Uint32Array(0) };
  return neighbours(n, none, pairs);
}

/** The neighbours that share an edge of the triangulation, and the pairs, each counted both ways. */
function neighbours(n: number, planar: Triangulated, pairs: readonly number[]): Neighbours {
  const { triangles, halfedges, hull } = planar;
  const offsets = new Uint32Array(n + 1);
  for (let e = 0; e < triangles.length; e++) {
    offsets[triangles[e]! + 1]!++;
    if (halfedges[e]! < 0) offsets[triangles[following(e)]! + 1]!++;
  }
  for (const site of pairs) offsets[site + 1]!++;
  for (let s = 0; s < n; s++) offsets[s + 1]! += offsets[s]!;
  const place = offsets.slice();
  const index = new Uint32Array(offsets[n]!);
  const inside = new Int32Array(n).fill(-1);
  for (let e = 0; e < triangles.length; e++) {
    const from = triangles[e]!;
    const to = triangles[following(e)]!;
    index[place[from]!++] = to;
    inside[to] = e;
    if (halfedges[e]! < 0) index[place[to]!++] = from;
  }
  for (const site of hull) inside[site] = -1;
  for (let k = 0; k < pairs.length; k += 2) {
    index[place[pairs[k]!]!++] = pairs[k + 1]!;
    index[place[pairs[k + 1]!]!++] = pairs[k]!;
  }
  return { offsets, index, triangles, halfedges, inside };
}

/** Metres by which sites may be off a line and count as on it. */
const OFF_LINE = 1e-6;

/**
 * Pairs of neighbours among sites on one line of the plane, which lie on one circle of the sphere: each has the two beside
 * it, and the ends one another. Null if they are not on a line.
 */
function alongLine(plane: Float64Array): number[] | null {
  const n = plane.length / 2;
  let far = 0;
  let squared = 0;
  for (let s = 1; s < n; s++) {
    const x = plane[2 * s]! - plane[0]!;
    const y = plane[2 * s + 1]! - plane[1]!;
    if (x * x + y * y > squared) [far, squared] = [s, x * x + y * y];
  }
  const farX = plane[2 * far]! - plane[0]!;
  const farY = plane[2 * far + 1]! - plane[1]!;
  const along = new Float64Array(n);
  for (let s = 0; s < n; s++) {
    const x = plane[2 * s]! - plane[0]!;
    const y = plane[2 * s + 1]! - plane[1]!;
    if (Math.abs(x * farY - y * farX) > OFF_LINE * Math.sqrt(squared)) return null;
    along[s] = x * farX + y * farY;
  }
  const order = Uint32Array.from(along, (_, s) => s).sort((s, t) => along[s]! - along[t]!);
  const pairs: number[] = [];
  for (let k = 0; k < n; k++) pairs.push(order[k]!, order[(k + 1) % n]!);
  return pairs;
}
