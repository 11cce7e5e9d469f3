import { cos, sin } from "../core/math.ts";
import { EARTH_RADIUS_METERS, greatCircleMeters, toUnitVectors } from "../core/sphere.ts";
import type { Locations } from "../types.ts";
import { buildTree, endOf, firstOf, isLeaf, squaredToBox, type Tree } from "./kd-tree.ts";

/**
 * Which locations are near a point? One search for a number of the nearest and for all within a radius. Squared chords
 * through the globe choose the candidates, with what their rounding leaves open; the great circle decides among them.
 */

/** For each point the locations near it, nearest first: point i owns rows offsets[i] … offsets[i + 1] − 1. */
export interface Nearby {
  readonly offsets: Uint32Array;
  readonly location: Uint32Array;
  readonly distanceMeters: Float64Array;
}

/** Locations that are searched for one point after another, and what the last search found. */
export interface NearbySearch {
  readonly locations: Locations;
  readonly tree: Tree;
  /** How many were found; their rows and great-circle distances in metres come first in `row` and `distance`. */
  length: number;
  row: Uint32Array;
  distance: Float64Array;
  /** The point that is asked for. */
  lon: number;
  lat: number;
  x: number;
  y: number;
  z: number;
  /** How many of the nearest are asked for, and the squared chord beyond which nothing is. */
  wanted: number;
  bound: number;
}

/** Makes locations ready to be searched. Cost O(n log n). */
export function buildSearch(locations: Locations): NearbySearch {
  const tree = buildTree(toUnitVectors(locations.columns.lon, locations.columns.lat));
  const none = { length: 0, row: new Uint32Array(64), distance: new Float64Array(64) };
  const point = { lon: 0, lat: 0, x: 0, y: 0, z: 0, wanted: 0, bound: 0 };
  return { locations, tree, ...none, ...point };
}

/** Finds all locations at most so far from a point, in no order. */
export function searchWithin(search: NearbySearch, lon: number, lat: number, radiusMeters: number): void {
  const chord = 2 * sin(radiusMeters / (2 * EARTH_RADIUS_METERS));
  const everywhere = radiusMeters >= Math.PI * EARTH_RADIUS_METERS;
  run(search, lon, lat, Infinity, everywhere ? Infinity : chord * chord + slack(chord * chord));
  let kept = 0;
  for (let k = 0; k < search.length; k++) {
    const metres = metresTo(search, search.row[k]!);
    if (metres > radiusMeters) continue;
    search.row[kept] = search.row[k]!;
    search.distance[kept++] = metres;
  }
  search.length = kept;
}

/** Finds the `count` locations nearest to a point (all, if there are fewer), nearest first. */
export function searchNearest(search: NearbySearch, lon: number, lat: number, count: number): void {
  run(search, lon, lat, count, Infinity);
  let kept = 0;
  for (let k = 0; k < search.length; k++) {
    if (search.distance[k]! > search.bound) continue;
    search.row[kept] = search.row[k]!;
    search.distance[kept++] = metresTo(search, search.row[k]!);
  }
  search.length = kept;
  orderFound(search);
  search.length = Math.min(kept, count);
}

/** Puts what was found in order: nearest first, equally near ones by their rows. */
export function orderFound(search: NearbySearch): void {
  const { row, distance, length } = search;
  for (let root = (length >> 1) - 1; root >= 0; root--) siftDown(row, distance, root, length);
  for (let end = length - 1; end > 0; end--) {
    swap(row, distance, 0, end);
    siftDown(row, distance, 0, end);
  }
}

function metresTo(search: NearbySearch, row: number): number {
  const { lon, lat } = search.locations.columns;
  return greatCircleMeters(search.lon, search.lat, lon[row]!, lat[row]!);
}

function run(search: NearbySearch, lon: number, lat: number, wanted: number, bound: number): void {
  const { tree } = search;
  const phi = lat * (Math.PI / 180);
  const lambda = lon * (Math.PI / 180);
  search.lon = lon;
  search.lat = lat;
  search.x = cos(phi) * cos(lambda);
  search.y = cos(phi) * sin(lambda);
  search.z = sin(phi);
  search.length = 0;
  search.wanted = wanted;
  search.bound = bound;
  if (squaredToBox(tree, 0, search.x, search.y, search.z) <= bound) visit(search, 0);
}

/** Visits a range, the half whose box is nearer first. */
function visit(search: NearbySearch, range: number): void {
  const { tree } = search;
  if (!isLeaf(tree, range)) {
    const one = squaredToBox(tree, 2 * range + 1, search.x, search.y, search.z);
    const two = squaredToBox(tree, 2 * range + 2, search.x, search.y, search.z);
    const nearer = one <= two ? 2 * range + 1 : 2 * range + 2;
    if (Math.min(one, two) <= search.bound) visit(search, nearer);
    if (Math.max(one, two) <= search.bound) visit(search, 4 * range + 3 - nearer);
    return;
  }
  const { vectors, row } = tree;
  const end = endOf(tree, range);
  for (let k = firstOf(tree, range); k < end; k++) {
    const x = vectors[3 * k]! - search.x;
    const y = vectors[3 * k + 1]! - search.y;
    const z = vectors[3 * k + 2]! - search.z;
    const squared = x * x + y * y + z * z;
    if (squared <= search.bound) take(search, row[k]!, squared);
  }
}

/**
 * Takes a row. The first `wanted` places are a heap with the farthest on top, which nearer rows drive out; behind it stand
 * those whose chords are too like that of the farthest to tell.
 */
function take(search: NearbySearch, row: number, squared: number): void {
  if (search.length < search.wanted) {
    append(search, row, squared);
    if (search.length < search.wanted) return;
    for (let root = (search.length >> 1) - 1; root >= 0; root--) {
      siftDown(search.row, search.distance, root, search.length);
    }
    search.bound = search.distance[0]! + slack(search.distance[0]!);
    return;
  }
  const farthest = search.distance[0]!;
  if (squared >= farthest) {
    append(search, row, squared);
    return;
  }
  const driven = search.row[0]!;
  search.row[0] = row;
  search.distance[0] = squared;
  siftDown(search.row, search.distance, 0, search.wanted);
  search.bound = search.distance[0]! + slack(search.distance[0]!);
  if (farthest <= search.bound) append(search, driven, farthest);
}

function append(search: NearbySearch, row: number, squared: number): void {
  if (search.length === search.row.length) {
    const rows = search.row;
    const distances = search.distance;
    search.row = new Uint32Array(2 * rows.length);
    search.row.set(rows);
    search.distance = new Float64Array(2 * rows.length);
    search.distance.set(distances);
  }
  search.row[search.length] = row;
  search.distance[search.length++] = squared;
}

/** Moves the entry at `root` down until neither entry below it is farther, or as far with a higher row. */
function siftDown(row: Uint32Array, distance: Float64Array, root: number, length: number): void {
  let at = root;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= length) return;
    if (child + 1 < length && isFarther(row, distance, child + 1, child)) child++;
    if (!isFarther(row, distance, child, at)) return;
    swap(row, distance, at, child);
    at = child;
  }
}

function isFarther(row: Uint32Array, distance: Float64Array, i: number, j: number): boolean {
  return distance[i]! > distance[j]! || (distance[i]! === distance[j]! && row[i]! > row[j]!);
}

function swap(row: Uint32Array, distance: Float64Array, i: number, j: number): void {
  const r = row[i]!;
  row[i] = row[j]!;
  row[j] = r;
  const d = distance[i]!;
  distance[i] = distance[j]!;
  distance[j] = d;
}

/** By how much a squared chord may be wrong: unit vectors are good to some 1e-15. */
function slack(squared: number): number {
  return squared === Infinity ? 0 : 1e-14 * Math.sqrt(squared) + 1e-28;
}
