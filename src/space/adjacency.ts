import { checkNumber, checkOptions } from "../core/check.ts";
import { checkZones } from "../core/check-tables.ts";
import { sparseFromEntries } from "../core/sparse.ts";
import { EARTH_RADIUS_METERS } from "../core/sphere.ts";
import type { Located, SparseMatrix, Zones } from "../types.ts";
import { type Arcs, arcsOf } from "./arcs.ts";
import { findSharedBorders, type SharedBorders } from "./shared-borders.ts";

export interface AdjacencyOptions {
  /**
   * Edges and corners no farther apart than this count as one, metres: 0.001 unless given. Maps whose coordinates are
   * rounded to six decimals of a degree, with corners on the edges of other zones, need 0.1; borders that were drawn twice
   * need the maps' precision.
   */
  readonly toleranceMeters?: number;
}

/** The millimetre within which antennas share a site; rounding moves the corners of cells by less. Own choice. */
export const ADJACENCY_DEFAULTS: { readonly toleranceMeters: number } = { toleranceMeters: 1e-3 };

/** Which zones are neighbours: symmetric matrices with a row and a column per zone, nothing on the diagonal. */
export interface Adjacency extends Located {
  /** Metres of border that two zones share; an entry for each two that share more than the tolerance (rook contiguity). */
  readonly borderMeters: SparseMatrix;
  /** 1 for each two zones that share a border or a point (queen contiguity). */
  readonly touching: SparseMatrix;
  /** The length of each zone's border, holes included, edges along which its own polygons meet left out. */
  readonly perimeterMeters: Float64Array;
  /** The part of it that no other zone shares: coasts, and the edge of the map. */
  readonly outerMeters: Float64Array;
}

/**
 * Which zones are neighbours, and how long is the border that they share?
 *
 * **How** Every zone has its land on the left of its edges, so that a shared border is run along in both directions. Two
 * edges share the stretch over which they lie beside one another, if they run in opposite directions and are no farther
 * apart than `toleranceMeters` at both ends of that stretch; corners need not match, so that a long edge of one zone may
 * lie along many short ones of others. What a zone shares with another is the union of such stretches over its edges, the
 * entry of a pair the mean of what both have (they differ only where borders are drawn twice). A border no longer than the
 * tolerance is a point. Zones touch where an end of an edge lies on an edge of the other, or edges cross. Edges that may
 * meet come from a tree of boxes over unit vectors, which knows neither poles nor a meridian of 180°.
 *
 * Voronoi cells that share a border belong to antennas that are neighbours in the Delaunay triangulation; the converse
 * fails where the border between two cells lies outside the land, and where four antennas stand on one circle.
 *
 * @param zones - zones of any kind that do not overlap
 * @param options - `toleranceMeters`: how far apart edges and corners may be that count as one
 * @returns symmetric matrices over the zones, without diagonal: `borderMeters` above the tolerance, `touching` with the value
 *   1 and an entry wherever `borderMeters` has one; per zone `perimeterMeters` and `outerMeters`, 0 for a zone without land.
 *   On zones that share borders exactly, a row of `borderMeters` and `outerMeters` sum to `perimeterMeters`, but for
 *   borders up to the tolerance.
 * @throws RangeError for anything but zones with their borders, and for a tolerance below a micrometre, which is rounding, or above 1 km
 *
 * **Departs from the paper** Contiguity in the literature takes corners that match; here they need not. Gaps and strips of
 * land narrower than the tolerance count as nothing.
 *
 * **Cost** O(n log n) for n edges: some two seconds for the 300,000 edges of 50,000 cells.
 *
 * [cliff-ord-1981]
 * @example
 * const zones = buildZones(["west", "east"], [[[[[0, 0], [1, 0], [1, 1], [0, 1]]]], [[[[1, 0], [2, 0], [2, 1], [1, 1]]]]]);
 * const { borderMeters, outerMeters } = buildAdjacency(zones);
 * Math.round(cellOf(borderMeters, 0, 1)); // 111195
 * outerMeters.map(Math.round); // Float64Array(2) [ 333568, 333568 ]
 */
export function buildAdjacency(zones: Zones, options: AdjacencyOptions = {}): Adjacency {
  const where = "buildAdjacency";
  checkZones(where, "zones", zones);
  checkOptions(where, options, ["toleranceMeters"]);
  const { toleranceMeters = ADJACENCY_DEFAULTS.toleranceMeters } = options;
  checkNumber(where, "toleranceMeters", toleranceMeters, 1e-6, 1000);
  const arcs = arcsOf(zones);
  const shared = findSharedBorders(arcs, toleranceMeters / EARTH_RADIUS_METERS);
  const n = zones.length;
  const { row, column, metres, perimeterMeters, outerMeters } = measureStretches(arcs, shared, n);
  const borders = sparseFromEntries(n, n, row, column, metres);
  const touching = sparseFromEntries(
    n,
    n,
    [...shared.one, ...shared.other],
    [...shared.other, ...shared.one],
    new Float64Array(2 * shared.one.length),
  );
  touching.value.fill(1);
  return {
    locations: zones,
    borderMeters: keepAbove(borders, toleranceMeters),
    touching,
    perimeterMeters,
    outerMeters,
  };
}

interface Measured {
  /** Half of what the row's zone shares with the column's along one edge, for both directions. */
  readonly row: readonly number[];
  readonly column: readonly number[];
  readonly metres: readonly number[];
  readonly perimeterMeters: Float64Array;
  readonly outerMeters: Float64Array;
}

/** Unions of the stretches of each edge: by neighbour, and of all. */
function measureStretches(arcs: Arcs, { arc, zone, from, to }: SharedBorders, zones: number): Measured {
  const offsets = new Uint32Array(arcs.length + 1);
  for (const i of arc) offsets[i + 1]!++;
  for (let i = 0; i < arcs.length; i++) offsets[i + 1]! += offsets[i]!;
  const place = offsets.slice();
  const order = new Uint32Array(arc.length);
  for (let k = 0; k < arc.length; k++) order[place[arc[k]!]!++] = k;
  const row: number[] = [];
  const column: number[] = [];
  const metres: number[] = [];
  const perimeterMeters = new Float64Array(zones);
  const outerMeters = new Float64Array(zones);
  for (let i = 0; i < arcs.length; i++) {
    const own = arcs.zone[i]!;
    const all = order.subarray(offsets[i]!, offsets[i + 1]!);
    let inner = 0;
    let covered = 0;
    if (all.length > 0) {
      all.sort((k, l) => zone[k]! - zone[l]! || from[k]! - from[l]!);
      for (let k = 0, end = 0; k < all.length; k = end) {
        const other = zone[all[k]!]!;
        while (end < all.length && zone[all[end]!] === other) end++;
        const length = unionOf(all.subarray(k, end), from, to);
        if (other === own) {
          inner = length;
          continue;
        }
        const half = (length * EARTH_RADIUS_METERS) / 2;
        row.push(own, other);
        column.push(other, own);
        metres.push(half, half);
      }
      covered = unionOf(
        all.sort((k, l) => from[k]! - from[l]!),
        from,
        to,
      );
    }
    perimeterMeters[own]! += (arcs.angle[i]! - inner) * EARTH_RADIUS_METERS;
    outerMeters[own]! += (arcs.angle[i]! - covered) * EARTH_RADIUS_METERS;
  }
  return { row, column, metres, perimeterMeters, outerMeters };
}

/** The length of the union of stretches in the order of their beginnings. */
function unionOf(stretches: Uint32Array, from: readonly number[], to: readonly number[]): number {
  let length = 0;
  let reach = -Infinity;
  for (const k of stretches) {
    const start = Math.max(reach, from[k]!);
    if (to[k]! <= start) continue;
    length += to[k]! - start;
    reach = to[k]!;
  }
  return length;
}

/** The entries of a matrix with more than `least`. */
function keepAbove(matrix: SparseMatrix, least: number): SparseMatrix {
  const offsets = new Uint32Array(matrix.offsets.length);
  const index: number[] = [];
  const value: number[] = [];
  for (let r = 0; r + 1 < offsets.length; r++) {
    for (let k = matrix.offsets[r]!; k < matrix.offsets[r + 1]!; k++) {
      if (!(matrix.value[k]! > least)) continue;
      index.push(matrix.index[k]!);
      value.push(matrix.value[k]!);
    }
    offsets[r + 1] = index.length;
  }
  return { offsets, index: Uint32Array.from(index), value: Float64Array.from(value) };
}
