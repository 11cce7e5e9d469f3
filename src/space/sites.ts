import { EARTH_RADIUS_METERS, toUnitVectors } from "../core/sphere.ts";
import type { Locations } from "../types.ts";

/** The different places at which locations stand: a mast with several antennas is one site. */
export interface Sites {
  readonly length: number;
  /** Unit vectors x, y, z of each site, those of its first row. */
  readonly vectors: Float64Array;
  /** The first row of each site, ascending. */
  readonly row: Uint32Array;
  /** The site of each row. */
  readonly siteOf: Uint32Array;
}

/**
 * Locations nearer to one another than this stand at one site. Between sites that are still nearer the border of two cells
 * would depend on the last digits of the coordinates.
 */
const SAME_SITE_METERS = 1e-3;

/** Sites in the order of their first rows. Cost O(n log n). */
export function findSites(locations: Locations): Sites {
  const n = locations.length;
  const all = toUnitVectors(locations.columns.lon, locations.columns.lat);
  // In order along a direction that no regular pattern of places shares, sites that are near stand near.
  const along = new Float64Array(n);
  for (let i = 0; i < n; i++) along[i] = 0.5377 * all[3 * i]! + 0.4192 * all[3 * i + 1]! + 0.7315 * all[3 * i + 2]!;
  const order = Uint32Array.from(along, (_, i) => i).sort((i, j) => along[i]! - along[j]! || i - j);
  const reach = SAME_SITE_METERS / EARTH_RADIUS_METERS;
  const leader = new Uint32Array(n);
  const leaders: number[] = [];
  const first = new Uint32Array(n).fill(n);
  for (const i of order) {
    leader[i] = i;
    for (let k = leaders.length - 1; k >= 0; k--) {
      const j = leaders[k]!;
      if (along[i]! - along[j]! > reach) break;
      const x = all[3 * i]! - all[3 * j]!;
      const y = all[3 * i + 1]! - all[3 * j + 1]!;
      const z = all[3 * i + 2]! - all[3 * j + 2]!;
      if (x * x + y * y + z * z > reach * reach) continue;
      leader[i] = j;
      break;
    }
    if (leader[i] === i) leaders.push(i);
    first[leader[i]!] = Math.min(first[leader[i]!]!, i);
  }
  const row = first.filter((i) => i < n).sort();
  const siteAt = new Uint32Array(n);
  for (let s = 0; s < row.length; s++) siteAt[row[s]!] = s;
  const vectors = new Float64Array(3 * row.length);
  for (let s = 0; s < row.length; s++) vectors.set(all.subarray(3 * row[s]!, 3 * row[s]! + 3), 3 * s);
  return { length: row.length, vectors, row, siteOf: leader.map((j) => siteAt[first[j]!]!) };
}
