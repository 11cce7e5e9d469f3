import { fail } from "../core/check.ts";
import { checkLocations } from "../core/check-tables.ts";
import { greatCircleMeters, toUnitVectors } from "../core/sphere.ts";
import type { Locations } from "../types.ts";
import { buildTree, isLeaf, leafOf, squaredToBox, type Tree } from "./kd-tree.ts";
import { checkPoints } from "./zone-index.ts";

/** The nearest location of each point and how far away it is. */
export interface NearestLocations {
  readonly location: Uint32Array;
  readonly distanceMeters: Float64Array;
}

/**
 * Which antenna is nearest to each point, and how far away is it?
 *
 * **How** The shorter the chord through the globe, the shorter the great circle. The locations' unit vectors stand in a
 * k-d tree that is halved along its widest axis, which knows neither poles nor a meridian of 180°. Chords that differ by
 * less than their rounding are compared by their great-circle distance, so that the answer is that of trying every
 * location with `greatCircleMeters`.
 *
 * @param locations - where to look, at least one
 * @param lon - longitudes of the points in degrees
 * @param lat - latitudes of the points in degrees
 * @returns per point the row of the nearest location (the lowest of equally near ones) and the great-circle distance in metres
 * @throws RangeError without locations, for lengths that differ, or for a coordinate that is missing or out of range
 *
 * **Cost** O(n log n) for the tree, O(log n) per point: about a microsecond for 50,000 locations.
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const nearest = findNearest(antennas, [85.31], [27.7]);
 * nearest.location; // Uint32Array(1) [ 0 ]
 * Math.round(nearest.distanceMeters[0]); // 985
 */
export function findNearest(locations: Locations, lon: ArrayLike<number>, lat: ArrayLike<number>): NearestLocations {
  const where = "findNearest";
  checkLocations(where, "locations", locations);
  if (locations.length === 0) fail(where, "locations", "at least one", 0);
  checkPoints(where, lon, lat);
  const { columns } = locations;
  const tree = buildTree(toUnitVectors(columns.lon, columns.lat));
  // Coordinates in the order of the tree, where those of neighbours stand near in memory.
  const lonAt = new Float64Array(locations.length);
  const latAt = new Float64Array(locations.length);
  for (let k = 0; k < locations.length; k++) {
    lonAt[k] = columns.lon[tree.row[k]!]!;
    latAt[k] = columns.lat[tree.row[k]!]!;
  }
  const points = toUnitVectors(lon, lat);
  const location = new Uint32Array(lon.length);
  const distanceMeters = new Float64Array(lon.length);
  const best: Best = { row: 0, place: 0, squared: 0, surely: 0, limit: 0, lon: 0, lat: 0, x: 0, y: 0, z: 0 };
  const leaf = new Uint32Array(Math.min(BLOCK, lon.length));
  const order = new Uint32Array(leaf.length);
  for (let from = 0; from < lon.length; from += BLOCK) {
    const count = Math.min(BLOCK, lon.length - from);
    orderByLeaf(tree, points, from, count, leaf, order);
    for (let k = 0; k < count; k++) {
      const i = from + order[k]!;
      best.lon = lon[i]!;
      best.lat = lat[i]!;
      best.x = points[3 * i]!;
      best.y = points[3 * i + 1]!;
      best.z = points[3 * i + 2]!;
      best.squared = Infinity;
      best.surely = Infinity;
      best.limit = Infinity;
      climb(tree, locations, best, leaf[order[k]!]!);
      location[i] = best.row;
      distanceMeters[i] = greatCircleMeters(best.lon, best.lat, lonAt[best.place]!, latAt[best.place]!);
    }
  }
  return { location, distanceMeters };
}

/** So many points are put in order at once: few enough to stay in the processor's cache. */
const BLOCK = 1 << 15;

/** Finds the leaf of each point of a block, and their order along the tree, so that neighbours are searched one after another. */
function orderByLeaf(
  tree: Tree,
  points: Float64Array,
  from: number,
  count: number,
  leaf: Uint32Array,
  order: Uint32Array,
): void {
  const rows = Math.ceil(tree.row.length / BLOCK);
  const place = new Uint32Array(BLOCK + 1);
  const placeOf = (k: number): number => Math.floor(tree.first[leaf[k]!]! / rows);
  for (let k = 0; k < count; k++) {
    const i = 3 * (from + k);
    leaf[k] = leafOf(tree, points[i]!, points[i + 1]!, points[i + 2]!);
    place[placeOf(k) + 1]!++;
  }
  for (let p = 0; p < BLOCK; p++) place[p + 1]! += place[p]!;
  for (let k = 0; k < count; k++) order[place[placeOf(k)]!++] = k;
}

/** The point that is asked for, and the nearest row so far with its squared chord. */
interface Best {
  row: number;
  /** The place of the row in the tree. */
  place: number;
  squared: number;
  /** Squared chords below this are shorter, and those above `limit` longer, whatever their rounding. */
  surely: number;
  limit: number;
  lon: number;
  lat: number;
  x: number;
  y: number;
  z: number;
}

/** Searches the leaf where the point would stand, and then, from near to far, the other halves of the ranges above it. */
function climb(tree: Tree, locations: Locations, best: Best, leaf: number): void {
  const { axis, split } = tree;
  const { x, y, z } = best;
  searchRows(tree, locations, best, leaf);
  for (let range = leaf; range > 0; ) {
    // First halves have odd numbers.
    const other = range % 2 === 1 ? range + 1 : range - 1;
    range = (range - 1) >> 1;
    const a = axis[range]!;
    const off = (a === 0 ? x : a === 1 ? y : z) - split[range]!;
    if (off * off <= best.limit && squaredToBox(tree, other, x, y, z) <= best.limit) {
      search(tree, locations, best, other);
    }
  }
}

/** Searches a range, the half whose box is nearer first. */
function search(tree: Tree, locations: Locations, best: Best, range: number): void {
  if (isLeaf(tree, range)) {
    searchRows(tree, locations, best, range);
    return;
  }
  const one = squaredToBox(tree, 2 * range + 1, best.x, best.y, best.z);
  const two = squaredToBox(tree, 2 * range + 2, best.x, best.y, best.z);
  const nearer = one <= two ? 2 * range + 1 : 2 * range + 2;
  if (Math.min(one, two) <= best.limit) search(tree, locations, best, nearer);
  if (Math.max(one, two) <= best.limit) search(tree, locations, best, 4 * range + 3 - nearer);
}

function searchRows(tree: Tree, locations: Locations, best: Best, range: number): void {
  const { vectors } = tree;
  const { x, y, z } = best;
  const last = tree.last[range]!;
  for (let k = tree.first[range]!; k <= last; k++) {
    const u = vectors[3 * k]! - x;
    const v = vectors[3 * k + 1]! - y;
    const w = vectors[3 * k + 2]! - z;
    const squared = u * u + v * v + w * w;
    if (squared <= best.limit) compare(locations, best, tree.row[k]!, k, squared);
  }
}

/** Takes the row if it is nearer. Unit vectors are good to some 1e-15: chords too alike to tell are measured again along the great circle. */
function compare(locations: Locations, best: Best, row: number, place: number, squared: number): void {
  if (squared >= best.surely) {
    if (row === best.row) return;
    const { lon, lat } = locations.columns;
    const d = greatCircleMeters(best.lon, best.lat, lon[row]!, lat[row]!);
    const e = greatCircleMeters(best.lon, best.lat, lon[best.row]!, lat[best.row]!);
    if (d > e || (d === e && row > best.row)) return;
  }
  best.row = row;
  best.place = place;
  best.squared = squared;
  const rounding = 1e-14 * Math.sqrt(squared) + 1e-28;
  best.surely = squared - rounding;
  best.limit = squared + rounding;
}
