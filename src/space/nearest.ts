import { fail } from "../core/check.ts";
import { checkLocations } from "../core/check-tables.ts";
import { greatCircleMeters, toUnitVectors } from "../core/sphere.ts";
import type { Locations } from "../types.ts";
import { buildTree, LEAF_ROWS, type Tree } from "./kd-tree.ts";
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
  const points = toUnitVectors(lon, lat);
  const location = new Uint32Array(lon.length);
  const distanceMeters = new Float64Array(lon.length);
  const best: Best = { row: 0, squared: 0, lon: 0, lat: 0, x: 0, y: 0, z: 0, offX: 0, offY: 0, offZ: 0 };
  for (let i = 0; i < location.length; i++) {
    best.lon = lon[i]!;
    best.lat = lat[i]!;
    best.x = points[3 * i]!;
    best.y = points[3 * i + 1]!;
    best.z = points[3 * i + 2]!;
    best.squared = Infinity;
    best.offX = outside(best.x, tree.box[0]!, tree.box[1]!);
    best.offY = outside(best.y, tree.box[2]!, tree.box[3]!);
    best.offZ = outside(best.z, tree.box[4]!, tree.box[5]!);
    const least = best.offX * best.offX + best.offY * best.offY + best.offZ * best.offZ;
    search(tree, locations, best, 0, locations.length - 1, least);
    location[i] = best.row;
    distanceMeters[i] = greatCircleMeters(best.lon, best.lat, columns.lon[best.row]!, columns.lat[best.row]!);
  }
  return { location, distanceMeters };
}

/** The point that is asked for, and the nearest row so far with its squared chord. */
interface Best {
  row: number;
  squared: number;
  lon: number;
  lat: number;
  x: number;
  y: number;
  z: number;
  /** How far the point lies outside the box of the range that is searched, along each axis. */
  offX: number;
  offY: number;
  offZ: number;
}

/** Searches the rows left … right; `least` is the squared distance of their box. */
function search(tree: Tree, locations: Locations, best: Best, left: number, right: number, least: number): void {
  const { vectors, row, axis, split } = tree;
  if (right - left < LEAF_ROWS) {
    for (let k = left; k <= right; k++) {
      const x = vectors[3 * k]! - best.x;
      const y = vectors[3 * k + 1]! - best.y;
      const z = vectors[3 * k + 2]! - best.z;
      const squared = x * x + y * y + z * z;
      if (squared <= best.squared + slack(best.squared)) compare(locations, best, row[k]!, squared);
    }
    return;
  }
  const middle = (left + right) >> 1;
  const a = axis[middle]!;
  const off = (a === 0 ? best.x : a === 1 ? best.y : best.z) - split[middle]!;
  if (off <= 0) search(tree, locations, best, left, middle, least);
  else search(tree, locations, best, middle + 1, right, least);
  // The box of the other half begins at the split along this axis, and along the others where the whole one does.
  const was = a === 0 ? best.offX : a === 1 ? best.offY : best.offZ;
  const farther = Math.max(0, least - was * was + off * off);
  if (farther > best.squared + slack(best.squared)) return;
  setOff(best, a, off);
  if (off <= 0) search(tree, locations, best, middle + 1, right, farther);
  else search(tree, locations, best, left, middle, farther);
  setOff(best, a, was);
}

function setOff(best: Best, axis: number, off: number): void {
  if (axis === 0) best.offX = off;
  else if (axis === 1) best.offY = off;
  else best.offZ = off;
}

function outside(x: number, least: number, greatest: number): number {
  return x < least ? least - x : x > greatest ? x - greatest : 0;
}

/** Takes the row if it is nearer; chords too alike to tell are measured again along the great circle. */
function compare(locations: Locations, best: Best, row: number, squared: number): void {
  if (squared >= best.squared - slack(best.squared)) {
    const { lon, lat } = locations.columns;
    const d = greatCircleMeters(best.lon, best.lat, lon[row]!, lat[row]!);
    const e = greatCircleMeters(best.lon, best.lat, lon[best.row]!, lat[best.row]!);
    if (d > e || (d === e && row > best.row)) return;
  }
  best.row = row;
  best.squared = squared;
}

/** By how much the squared chord may be wrong: unit vectors are good to some 1e-15. */
function slack(squared: number): number {
  return squared === Infinity ? 0 : 1e-14 * Math.sqrt(squared) + 1e-28;
}
