import { EARTH_RADIUS_METERS, latitudeOf, longitudeOf } from "../core/sphere.ts";
import { writeBisector } from "./bisector.ts";
import { following, type Neighbours } from "./neighbours.ts";

/**
 * Where three Voronoi cells meet: the point that is equally far from the three sites of a triangle, nearer to them than to
 * any other site. Each is computed once and used by all cells that meet there, so that cells neither overlap nor gape.
 */
export interface VoronoiCorners {
  /** Unit vectors, one per triangle. */
  readonly vectors: Float64Array;
  /** Longitude and latitude in degrees, one pair per triangle. */
  readonly degrees: Float64Array;
  /**
   * The whole cell of site s has the corners ring[ringOffsets[s]] … ring[ringOffsets[s + 1] − 1], counter-clockwise. None
   * for a site that triangles do not go all round, or with a triangle too flat for an exact corner, or with another site
   * nearer to it than the triangle's own; for no site at all where rounding has folded the triangulation.
   */
  readonly ringOffsets: Uint32Array;
  readonly ring: Uint32Array;
}

/** A micrometre, as an angle. */
const SMALLEST = 1e-6 / EARTH_RADIUS_METERS;

/** Least sine of a triangle's widest angle: the corner's rounding grows with one over it, here to less than a micrometre. */
const FLAT = 1e-3;

/** Cost O(triangles). */
export function findCorners(sites: Float64Array, neighbours: Neighbours): VoronoiCorners {
  const { triangles } = neighbours;
  const count = triangles.length / 3;
  const vectors = new Float64Array(3 * count);
  const unsure = new Uint8Array(sites.length / 3);
  const normals = new Float64Array(6);
  for (let t = 0; t < count; t++) {
    const sine = writeCentre(vectors, t, sites, triangles, normals);
    if (sine > FLAT) continue;
    // A triangle that runs clockwise has been folded over others, nobody knows which: no corner is sure.
    if (sine < -FLAT) unsure.fill(1);
    for (let k = 0; k < 3; k++) unsure[triangles[3 * t + k]!] = 1;
  }
  const of = new Uint32Array(count);
  for (let t = 0; t < count; t++) of[t] = t;
  compareNeighbours(sites, neighbours, vectors, of, unsure);
  for (let t = 0; t < count; t++) of[t] = of[of[t]!]!;
  const degrees = new Float64Array(2 * count);
  for (let t = 0; t < count; t++) {
    const x = vectors[3 * t]!;
    const y = vectors[3 * t + 1]!;
    degrees[2 * t] = longitudeOf(x, y);
    degrees[2 * t + 1] = latitudeOf(x, y, vectors[3 * t + 2]!);
  }
  return { vectors, degrees, ...ringsOf(neighbours, of, unsure) };
}

/** The corners round each site; two that are one point stand there once. */
function ringsOf(
  { triangles, halfedges, inside }: Neighbours,
  of: Uint32Array,
  unsure: Uint8Array,
): Pick<VoronoiCorners, "ringOffsets" | "ring"> {
  const ringOffsets = new Uint32Array(unsure.length + 1);
  const ring = new Uint32Array(triangles.length);
  let at = 0;
  for (let s = 0; s < unsure.length; s++) {
    const from = at;
    const first = inside[s]!;
    if (first >= 0 && unsure[s] === 0) {
      let e = first;
      do {
        const corner = of[Math.floor(e / 3)]!;
        if (at === from || ring[at - 1] !== corner) ring[at++] = corner;
        e = following(following(halfedges[e]!));
      } while (e !== first);
      while (at > from && ring[at - 1] === ring[from]) at--;
      if (at < from + 3) at = from;
    }
    ringOffsets[s + 1] = at;
  }
  return { ringOffsets, ring };
}

/**
 * Writes the centre of the circle through a triangle's sites and returns the sine of its widest angle, negative if it runs
 * clockwise: if the centre lies on the other side of the globe, since no empty circle is larger than half of it. `normals` is
 * scratch.
 */
function writeCentre(
  centres: Float64Array,
  t: number,
  sites: Float64Array,
  triangles: Uint32Array,
  normals: Float64Array,
): number {
  // The two shorter sides meet at the widest angle, where rounding does least harm.
  const a = triangles[3 * t]!;
  const b = triangles[3 * t + 1]!;
  const c = triangles[3 * t + 2]!;
  const ab = squaredChord(sites, a, b);
  const bc = squaredChord(sites, b, c);
  const ca = squaredChord(sites, c, a);
  const widest = bc >= ab && bc >= ca ? a : ca >= ab ? b : c;
  const next = widest === a ? b : widest === b ? c : a;
  const last = widest === a ? c : widest === b ? a : b;
  const size = writeBisector(normals, 0, sites, widest, next) * writeBisector(normals, 3, sites, widest, last);
  const x = normals[1]! * normals[5]! - normals[2]! * normals[4]!;
  const y = normals[2]! * normals[3]! - normals[0]! * normals[5]!;
  const z = normals[0]! * normals[4]! - normals[1]! * normals[3]!;
  const length = Math.sqrt(x * x + y * y + z * z);
  centres[3 * t] = x / length;
  centres[3 * t + 1] = y / length;
  centres[3 * t + 2] = z / length;
  const side = x * sites[3 * a]! + y * sites[3 * a + 1]! + z * sites[3 * a + 2]!;
  return side < 0 ? -length / size : length / size;
}

/** What the rounding of unit vectors' lengths cannot turn round. */
const DOUBTFUL = 1e-15;

/** How much the cosine between corner t and site a is greater than that between the corner and site b. */
function differenceAlong(sites: Float64Array, a: number, b: number, vectors: Float64Array, t: number): number {
  return (
    (sites[3 * a]! - sites[3 * b]!) * vectors[3 * t]! +
    (sites[3 * a + 1]! - sites[3 * b + 1]!) * vectors[3 * t + 1]! +
    (sites[3 * a + 2]! - sites[3 * b + 2]!) * vectors[3 * t + 2]!
  );
}

/** Joins corners of neighbouring triangles that are one point, and finds sites nearer to a corner than those of its triangle. */
function compareNeighbours(
  sites: Float64Array,
  { triangles, halfedges }: Neighbours,
  vectors: Float64Array,
  of: Uint32Array,
  unsure: Uint8Array,
): void {
  const normal = new Float64Array(3);
  for (let e = 0; e < halfedges.length; e++) {
    const back = halfedges[e]!;
    if (back < e) continue;
    const t = Math.floor(e / 3);
    const u = Math.floor(back / 3);
    if (squaredChord(vectors, t, u) < SMALLEST * SMALLEST) join(of, t, u);
    const near = triangles[e]!;
    const far = triangles[following(following(back))]!;
    // Far from the doubtful cases a look at the plain difference is enough.
    if (differenceAlong(sites, near, far, vectors, t) > DOUBTFUL) continue;
    const size = writeBisector(normal, 0, sites, near, far);
    const nearer = normal[0]! * vectors[3 * t]! + normal[1]! * vectors[3 * t + 1]! + normal[2]! * vectors[3 * t + 2]!;
    if (nearer > -SMALLEST * size) continue;
    for (let k = 0; k < 3; k++) unsure[triangles[3 * t + k]!] = unsure[triangles[3 * u + k]!] = 1;
  }
}

/** Corners that are one are stood for by that of the first of their triangles. */
function join(of: Uint32Array, t: number, u: number): void {
  let i = t;
  let j = u;
  while (of[i] !== i) i = of[i]!;
  while (of[j] !== j) j = of[j]!;
  const least = Math.min(i, j);
  of[i] = least;
  of[j] = least;
  of[t] = least;
  of[u] = least;
}

function squaredChord(vectors: Float64Array, i: number, j: number): number {
  const x = vectors[3 * i]! - vectors[3 * j]!;
  const y = vectors[3 * i + 1]! - vectors[3 * j + 1]!;
  const z = vectors[3 * i + 2]! - vectors[3 * j + 2]!;
  return x * x + y * y + z * z;
}
