import { Delaunay } from "d3-delaunay";
import { cos, hypot, sin } from "../core/math.ts";
import { EARTH_RADIUS_METERS } from "../core/sphere.ts";

/**
 * Which antennas can share a side of their Voronoi cells? Neighbours on the sphere, from a planar triangulation.
 *
 * A stereographic projection maps circles to circles, so that the triangles of the planar Delaunay triangulation are those
 * of the sphere, but for the ones whose empty circle holds the point opposite the centre of the projection. Those join
 * sites of the planar hull only: with all pairs of the hull added, no neighbour on the sphere is missing but for rounding,
 * which counts among sites some millimetres apart or nearly on one line.
 */

/** Who may share a side with whom; `neighboursOf` reads it. */
export interface Neighbours {
  /** Site s shares an edge of the planar triangulation with index[offsets[s]] … index[offsets[s + 1] − 1]. */
  readonly offsets: Uint32Array;
  readonly index: Uint32Array;
  /** Sites of the planar hull, of which every pair counts. */
  readonly hull: Uint32Array;
  readonly onHull: Uint8Array;
}

/** Neighbours among different points on the sphere, given as unit vectors. Cost O(n log n). */
export function findNeighbours(vectors: Float64Array): Neighbours {
  const n = vectors.length / 3;
  const all = Uint32Array.from({ length: n }, (_, site) => site);
  if (n <= 3) return neighbours(n, [], all);
  const plane = project(vectors);
  // The triangulation moves points that lie on a line: it gets its own copy.
  const { triangles, halfedges, hull, collinear } = new Delaunay(plane.slice()) as Triangulation;
  if (collinear !== undefined || halfedges.length === 0) return neighbours(n, around(plane), new Uint32Array(0));
  const onHull = new Uint8Array(n);
  for (const site of hull) onHull[site] = 1;
  const pairs: number[] = [];
  for (let e = 0; e < triangles.length; e++) {
    if (halfedges[e]! > e) continue;
    const a = triangles[e]!;
    const b = triangles[e % 3 === 2 ? e - 2 : e + 1]!;
    if (onHull[a] === 0 || onHull[b] === 0) pairs.push(a, b);
  }
  return neighbours(n, pairs, hull);
}

/** The neighbours of one site. */
export function neighboursOf(all: Neighbours, site: number): number[] {
  const others = Array.from(all.index.subarray(all.offsets[site], all.offsets[site + 1]));
  if (all.onHull[site] === 1) for (const other of all.hull) if (other !== site) others.push(other);
  return others;
}

/** What the triangulation holds; its types leave `collinear` out. */
interface Triangulation {
  readonly triangles: Uint32Array;
  readonly halfedges: Int32Array;
  readonly hull: Uint32Array;
  readonly collinear?: Int32Array;
}

function neighbours(n: number, pairs: readonly number[], hull: Uint32Array): Neighbours {
  const offsets = new Uint32Array(n + 1);
  for (const site of pairs) offsets[site + 1]!++;
  for (let s = 0; s < n; s++) offsets[s + 1]! += offsets[s]!;
  const place = offsets.slice();
  const index = new Uint32Array(pairs.length);
  for (let k = 0; k < pairs.length; k += 2) {
    index[place[pairs[k]!]!++] = pairs[k + 1]!;
    index[place[pairs[k + 1]!]!++] = pairs[k]!;
  }
  const onHull = new Uint8Array(n);
  for (const site of hull) onHull[site] = 1;
  return { offsets, index, hull, onHull };
}

/** Sites on one line of the plane lie on one circle of the sphere: each has the two beside it, and the ends one another. */
function around(plane: Float64Array): number[] {
  const n = plane.length / 2;
  const along = new Float64Array(n);
  const from = (s: number): [number, number] => [plane[2 * s]! - plane[0]!, plane[2 * s + 1]! - plane[1]!];
  let [farX, farY] = [0, 0];
  for (let s = 1; s < n; s++) {
    const [x, y] = from(s);
    if (x * x + y * y > farX * farX + farY * farY) [farX, farY] = [x, y];
  }
  for (let s = 0; s < n; s++) along[s] = from(s)[0] * farX + from(s)[1] * farY;
  const order = Uint32Array.from(along, (_, s) => s).sort((s, t) => along[s]! - along[t]!);
  const pairs: number[] = [];
  for (let k = 0; k < n; k++) pairs.push(order[k]!, order[(k + 1) % n]!);
  return pairs;
}

/** Sites on the plane in metres, by stereographic projection about their middle. */
function project(vectors: Float64Array): Float64Array {
  const [cx, cy, cz] = middleOf(vectors);
  // Two directions at right angles to the middle, the first from the coordinate axis that is farthest from it.
  const least = Math.min(Math.abs(cx), Math.abs(cy), Math.abs(cz));
  const axis = least === Math.abs(cx) ? [1, 0, 0] : least === Math.abs(cy) ? [0, 1, 0] : [0, 0, 1];
  const along = axis[0]! * cx + axis[1]! * cy + axis[2]! * cz;
  const length = Math.sqrt(1 - along * along);
  const ex = (axis[0]! - along * cx) / length;
  const ey = (axis[1]! - along * cy) / length;
  const ez = (axis[2]! - along * cz) / length;
  const fx = cy * ez - cz * ey;
  const fy = cz * ex - cx * ez;
  const fz = cx * ey - cy * ex;
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

/** A direction with no site opposite it: the mean of the sites, or, where they lie all round the globe, the best of some hundred. */
function middleOf(vectors: Float64Array): [number, number, number] {
  const mean: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < vectors.length; i++) mean[i % 3]! += vectors[i]!;
  const length = hypot(...mean);
  if (length > 0) {
    const centre: [number, number, number] = [mean[0] / length, mean[1] / length, mean[2] / length];
    if (clearance(vectors, centre) > 0.1) return centre;
  }
  // Directions spread evenly over the sphere along a spiral with the golden angle.
  let best: [number, number, number] = [0, 0, 1];
  let most = clearance(vectors, best);
  for (let k = 0; k < 400; k++) {
    const z = 1 - (2 * k + 1) / 400;
    const angle = k * Math.PI * (3 - Math.sqrt(5));
    const radius = Math.sqrt(1 - z * z);
    const centre: [number, number, number] = [radius * cos(angle), radius * sin(angle), z];
    const clear = clearance(vectors, centre);
    if (clear > most) [best, most] = [centre, clear];
  }
  return best;
}

/** How far all sites stay from the point opposite a direction: 1 + cosine of the angle from the direction, the least of them. */
function clearance(vectors: Float64Array, [x, y, z]: readonly [number, number, number]): number {
  let least = 2;
  for (let i = 0; i < vectors.length; i += 3) {
    least = Math.min(least, 1 + x * vectors[i]! + y * vectors[i + 1]! + z * vectors[i + 2]!);
  }
  return least;
}
