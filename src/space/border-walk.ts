import type { Land } from "./land.ts";
import type { Neighbours } from "./neighbours.ts";

/**
 * Which Voronoi cells does the border of a land pass through? The others lie wholly inside or wholly outside.
 *
 * **How** Along each edge of the border, from cell to cell: the edge from p to q leaves the cell of site s where it first
 * comes nearer to a neighbour. Each step leads to a site that is nearer to q, so that the walk ends at the nearest one.
 * Cells to which the edge comes within a micrometre count as passed.
 *
 * **Cost** O(corners of the border + cells passed)
 */
export function markBorderCells(land: Land, sites: Float64Array, neighbours: Neighbours, marked: Uint8Array): void {
  const { vectors, ringOffsets } = land;
  let site = 0;
  for (let r = 0; r + 1 < ringOffsets.length; r++) {
    const end = ringOffsets[r + 1]!;
    for (let i = ringOffsets[r]!; i < end; i++) {
      site = descend(sites, neighbours, site, vectors, i);
      site = walk(sites, neighbours, site, vectors, i, i + 1 === end ? ringOffsets[r]! : i + 1, marked);
    }
  }
}

/** Cells nearer to an edge than this, as an angle, are marked: a micrometre. */
const NEAR = 1.6e-13;

/** How far the lengths of unit vectors may be off. */
const ROUNDING = 1e-15;

/** From neighbour to neighbour to the site nearest to a corner. */
function descend(
  sites: Float64Array,
  { offsets, index }: Neighbours,
  from: number,
  vectors: Float64Array,
  corner: number,
): number {
  const x = vectors[3 * corner]!;
  const y = vectors[3 * corner + 1]!;
  const z = vectors[3 * corner + 2]!;
  let site = from;
  for (;;) {
    let best = site;
    let most = sites[3 * site]! * x + sites[3 * site + 1]! * y + sites[3 * site + 2]! * z;
    for (let k = offsets[site]!; k < offsets[site + 1]!; k++) {
      const b = index[k]!;
      const cosine = sites[3 * b]! * x + sites[3 * b + 1]! * y + sites[3 * b + 2]! * z;
      if (cosine > most) [best, most] = [b, cosine];
    }
    if (best === site) return site;
    site = best;
  }
}

/** Marks the cells along the edge from corner i to corner j; returns the site where it ends. */
function walk(
  sites: Float64Array,
  { offsets, index }: Neighbours,
  first: number,
  vectors: Float64Array,
  i: number,
  j: number,
  marked: Uint8Array,
): number {
  const px = vectors[3 * i]!;
  const py = vectors[3 * i + 1]!;
  const pz = vectors[3 * i + 2]!;
  const qx = vectors[3 * j]!;
  const qy = vectors[3 * j + 1]!;
  const qz = vectors[3 * j + 2]!;
  let site = first;
  // The part of the chord from p to q that has been walked.
  let along = 0;
  for (;;) {
    marked[site] = 1;
    const from = offsets[site]!;
    const to = offsets[site + 1]!;
    let exit = -1;
    let leaves = 1;
    for (let k = from; k < to; k++) {
      const b = index[k]!;
      const u = sites[3 * site]! - sites[3 * b]!;
      const v = sites[3 * site + 1]! - sites[3 * b + 1]!;
      const w = sites[3 * site + 2]! - sites[3 * b + 2]!;
      const atQ = u * qx + v * qy + w * qz;
      if (atQ >= 0) continue;
      const atP = u * px + v * py + w * pz;
      const crossing = Math.max(along, atP / (atP - atQ));
      if (exit >= 0 && crossing >= leaves) continue;
      exit = b;
      leaves = crossing;
    }
    for (let k = from; k < to; k++) {
      const b = index[k]!;
      if (marked[b] === 1) continue;
      const u = sites[3 * site]! - sites[3 * b]!;
      const v = sites[3 * site + 1]! - sites[3 * b + 1]!;
      const w = sites[3 * site + 2]! - sites[3 * b + 2]!;
      const atP = u * px + v * py + w * pz;
      const atQ = u * qx + v * qy + w * qz;
      const least = Math.min(atP + along * (atQ - atP), atP + leaves * (atQ - atP));
      if (least <= ROUNDING + NEAR * Math.sqrt(u * u + v * v + w * w)) marked[b] = 1;
    }
    if (exit < 0) return site;
    site = exit;
    along = leaves;
  }
}
