import { EARTH_RADIUS_METERS, toUnitVectors } from "../core/sphere.ts";
import type { Locations } from "../types.ts";
import { createPlaces } from "./same-places.ts";

/** The different places at which locations stand: a mast with several antennas is one site. */
export interface Sites {
  readonly length: number;
  /** Unit vectors x, y, z of each site, those of its first row. */
  readonly vectors: Float64Array;
  /** The first row of each site. */
  readonly row: Uint32Array;
  /** The place of each site in the order of their first rows. */
  readonly rank: Uint32Array;
  /** Per row of the locations the rank of its site. */
  readonly rankOf: Uint32Array;
}

/**
 * Locations nearer than this to the first one of a site stand at that site. Between sites that are still nearer the border
 * of two cells would depend on the last digits of the coordinates.
 */
const REACH = 1e-3 / EARTH_RADIUS_METERS;

/**
 * A location belongs to the first site that it can reach, or begins one. The sites stand in rings about their middle, from
 * inside to outside, so that what belongs to neighbours stands near in memory.
 *
 * **Cost** O(n)
 */
export function findSites(locations: Locations): Sites {
  const n = locations.length;
  const all = toUnitVectors(locations.columns.lon, locations.columns.lat);
  const row = new Uint32Array(n);
  const rankOf = new Uint32Array(n);
  const places = createPlaces(n, REACH);
  for (let i = 0; i < n; i++) {
    const known = places.length;
    const site = places.numberOf(all[3 * i]!, all[3 * i + 1]!, all[3 * i + 2]!);
    if (site === known) row[site] = i;
    rankOf[i] = site;
  }
  const { length } = places;
  const rank = ringsAbout(all, row.subarray(0, length));
  const vectors = new Float64Array(3 * length);
  const ordered = new Uint32Array(length);
  for (let s = 0; s < length; s++) {
    const i = row[rank[s]!]!;
    ordered[s] = i;
    vectors[3 * s] = all[3 * i]!;
    vectors[3 * s + 1] = all[3 * i + 1]!;
    vectors[3 * s + 2] = all[3 * i + 2]!;
  }
  return { length, vectors, row: ordered, rank, rankOf };
}

const RINGS = 1 << 14;

/** The numbers of the rows in the order of rings of equal area about the middle, from inside to outside. */
function ringsAbout(all: Float64Array, row: Uint32Array): Uint32Array {
  const n = row.length;
  let [x, y, z] = [0, 0, 0];
  for (let s = 0; s < n; s++) {
    x += all[3 * row[s]!]!;
    y += all[3 * row[s]! + 1]!;
    z += all[3 * row[s]! + 2]!;
  }
  const height = new Float64Array(n);
  let [low, high] = [Infinity, -Infinity];
  for (let s = 0; s < n; s++) {
    const i = 3 * row[s]!;
    height[s] = x * all[i]! + y * all[i + 1]! + z * all[i + 2]!;
    low = Math.min(low, height[s]!);
    high = Math.max(high, height[s]!);
  }
  const ring = new Uint16Array(n);
  const place = new Uint32Array(RINGS + 1);
  for (let s = 0; s < n; s++) {
    ring[s] = high > low ? Math.min(RINGS - 1, ((high - height[s]!) / (high - low)) * RINGS) : 0;
    place[ring[s]! + 1]!++;
  }
  for (let k = 0; k < RINGS; k++) place[k + 1]! += place[k]!;
  const order = new Uint32Array(n);
  for (let s = 0; s < n; s++) order[place[ring[s]!]!++] = s;
  return order;
}
