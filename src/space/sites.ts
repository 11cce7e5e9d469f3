import { EARTH_RADIUS_METERS, toUnitVectors } from "../core/sphere.ts";
import type { Locations } from "../types.ts";

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

/** Sides of the boxes in which sites are kept, long enough that a location rarely comes near two of them: 32 mm. */
const BOX = 32 * REACH;

/**
 * A location belongs to the first site that it can reach, or begins one. The sites stand in rings about their middle, from
 * inside to outside, so that what belongs to neighbours stands near in memory.
 *
 * **Cost** O(n): sites are found through a hash table of boxes.
 */
export function findSites(locations: Locations): Sites {
  const n = locations.length;
  const all = toUnitVectors(locations.columns.lon, locations.columns.lat);
  const row = new Uint32Array(n);
  const rankOf = new Uint32Array(n);
  let bits = 4;
  while (1 << bits < 2 * n) bits++;
  const shift = 32 - bits;
  // The last site put into each slot plus one, and for each site the one put there before it.
  const head = new Uint32Array(1 << bits);
  const before = new Uint32Array(n);
  let length = 0;
  for (let i = 0; i < n; i++) {
    const x = all[3 * i]!;
    const y = all[3 * i + 1]!;
    const z = all[3 * i + 2]!;
    let found = n;
    const toX = Math.floor((x + REACH) / BOX);
    const toY = Math.floor((y + REACH) / BOX);
    const toZ = Math.floor((z + REACH) / BOX);
    for (let bx = Math.floor((x - REACH) / BOX); bx <= toX; bx++) {
      for (let by = Math.floor((y - REACH) / BOX); by <= toY; by++) {
        for (let bz = Math.floor((z - REACH) / BOX); bz <= toZ; bz++) {
          for (let s = head[slotOf(bx, by, bz, shift)]!; s > 0; s = before[s - 1]!) {
            if (s - 1 < found && isNear(all, row[s - 1]!, x, y, z)) found = s - 1;
          }
        }
      }
    }
    if (found === n) {
      found = length++;
      row[found] = i;
      const slot = slotOf(Math.floor(x / BOX), Math.floor(y / BOX), Math.floor(z / BOX), shift);
      before[found] = head[slot]!;
      head[slot] = found + 1;
    }
    rankOf[i] = found;
  }
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

/** The slot of a box: its three numbers mixed by odd factors, of which the highest bits count. */
function slotOf(x: number, y: number, z: number, shift: number): number {
  const mixed = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca77) ^ Math.imul(z, 0xc2b2ae3d);
  return Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) >>> shift;
}

function isNear(all: Float64Array, i: number, x: number, y: number, z: number): boolean {
  const u = all[3 * i]! - x;
  const v = all[3 * i + 1]! - y;
  const w = all[3 * i + 2]! - z;
  return u * u + v * v + w * w <= REACH * REACH;
}
