import { fail } from "../core/check.ts";
import { checkLocations } from "../core/check-tables.ts";
import { cosineOf, EARTH_RADIUS_METERS, greatCircleMeters, metersOf, toUnitVectors } from "../core/sphere.ts";
import type { Locations } from "../types.ts";
import {
  buildTree,
  endOf,
  firstOf,
  isLeaf,
  leafOf,
  rangeAt,
  squaredToBox,
  squaredToSplit,
  type Tree,
} from "./kd-tree.ts";
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
 * **Cost** O(n log n) for the tree (0.4 s for 500,000 locations), O(log n) per point: about a microsecond, also for points
 * far from all locations. Give many points in one call: each call makes the tree anew.
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
  const cosAt = new Float64Array(locations.length);
  for (let k = 0; k < locations.length; k++) {
    lonAt[k] = columns.lon[tree.row[k]!]!;
    latAt[k] = columns.lat[tree.row[k]!]!;
    cosAt[k] = cosineOf(latAt[k]!);
  }
  const location = new Uint32Array(lon.length);
  const distanceMeters = new Float64Array(lon.length);
  const best: Best = { row: 0, place: 0, squared: 0, surely: 0, limit: 0, lon: 0, lat: 0, x: 0, y: 0, z: 0 };
  for (let from = 0; from < lon.length; from += CHUNK) {
    const chunk = sortChunk(tree, lon, lat, from, Math.min(from + CHUNK, lon.length));
    for (let k = 0; k < chunk.length; k += RECORD) {
      best.lon = chunk[k]!;
      best.lat = chunk[k + 1]!;
      best.x = chunk[k + 2]!;
      best.y = chunk[k + 3]!;
      best.z = chunk[k + 4]!;
      best.squared = Infinity;
      best.surely = Infinity;
      best.limit = Infinity;
      climb(tree, locations, best, leafOf(tree, best.x, best.y, best.z));
      const i = chunk[k + 5]!;
      location[i] = best.row;
      const { place } = best;
      const cosines = chunk[k + 6]! * cosAt[place]!;
      distanceMeters[i] = metersOf(best.lon, best.lat, lonAt[place]!, latAt[place]!, cosines, EARTH_RADIUS_METERS);
    }
  }
  return { location, distanceMeters };
}

/** So many points are sorted at once. */
const CHUNK = 1 << 18;

/** Numbers per point: longitude, latitude, unit vector, its number, and the cosine of its latitude. */
const RECORD = 7;

/** Ranges with so many rows or fewer stay in the processor's cache while their points are searched for. */
const NEAR_ROWS = 4096;

/**
 * The points from … to − 1 in the order of the tree's larger ranges, so that points near one another are searched one after
 * another: the same part of the tree serves many of them.
 */
function sortChunk(tree: Tree, lon: ArrayLike<number>, lat: ArrayLike<number>, from: number, to: number): Float64Array {
  let depth = 0;
  while (tree.row.length >> depth > NEAR_ROWS) depth++;
  const part = { lon: new Float64Array(to - from), lat: new Float64Array(to - from) };
  for (let i = from; i < to; i++) {
    part.lon[i - from] = lon[i]!;
    part.lat[i - from] = lat[i]!;
  }
  const vectors = toUnitVectors(part.lon, part.lat);
  const range = new Uint32Array(to - from);
  const place = new Uint32Array((1 << depth) + 1);
  for (let k = 0; k < range.length; k++) {
    range[k] = rangeAt(tree, depth, vectors[3 * k]!, vectors[3 * k + 1]!, vectors[3 * k + 2]!);
    place[range[k]! + 1]!++;
  }
  for (let r = 0; r < place.length - 1; r++) place[r + 1]! += place[r]!;
  const chunk = new Float64Array(RECORD * range.length);
  for (let k = 0; k < range.length; k++) {
    const at = RECORD * place[range[k]!]!++;
    chunk[at] = part.lon[k]!;
    chunk[at + 1] = part.lat[k]!;
    chunk[at + 2] = vectors[3 * k]!;
    chunk[at + 3] = vectors[3 * k + 1]!;
    chunk[at + 4] = vectors[3 * k + 2]!;
    chunk[at + 5] = from + k;
    chunk[at + 6] = cosineOf(part.lat[k]!);
  }
  return chunk;
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
  const { x, y, z } = best;
  searchRows(tree, locations, best, leaf);
  for (let range = leaf; range > 0; ) {
    // First halves have odd numbers.
    const other = range % 2 === 1 ? range + 1 : range - 1;
    range = (range - 1) >> 1;
    if (squaredToSplit(tree, range, x, y, z) > best.limit) continue;
    if (squaredToBox(tree, other, x, y, z) <= best.limit) search(tree, locations, best, other);
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
  const end = endOf(tree, range);
  for (let k = firstOf(tree, range); k < end; k++) {
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
