import { locationsOf } from "../core/locations.ts";
import { latitudeOf, longitudeOf } from "../core/sphere.ts";
import { ringAreaM2, ringMoment } from "../core/spherical-ring.ts";
import type { Locations, Zones } from "../types.ts";
import type { CellShape } from "./cell.ts";
import type { Sites } from "./sites.ts";
import type { VoronoiCorners } from "./voronoi-corners.ts";

/**
 * Cells as zones, those that were cut from their shapes and whole ones from the corners round their sites; a cell that has
 * neither lies outside the land and stands at its antenna.
 *
 * @param whole - 1 for sites whose whole cell is land
 * @param shapes - the shapes of the cells that were cut
 */
export function buildCells(
  antennas: Locations,
  sites: Sites,
  corners: VoronoiCorners,
  whole: Uint8Array,
  shapes: ReadonlyMap<number, CellShape>,
): Zones {
  const n = sites.length;
  const levels = countLevels(sites, corners, whole, shapes);
  const { polygonOffsets, ringOffsets, pointOffsets } = levels;
  const points = new Float64Array(2 * pointOffsets.at(-1)!);
  let most = 0;
  for (let s = 0; s < n; s++) most = Math.max(most, corners.ringOffsets[s + 1]! - corners.ringOffsets[s]!);
  const vectors = new Float64Array(3 * most);
  const moment = new Float64Array(3);
  const areaM2 = new Float64Array(n);
  const lon = new Float64Array(n);
  const lat = new Float64Array(n);
  for (let s = 0; s < n; s++) {
    const row = sites.row[s]!;
    const c = sites.rank[s]!;
    if (polygonOffsets[c] === polygonOffsets[c + 1]) {
      lon[c] = antennas.columns.lon[row]!;
      lat[c] = antennas.columns.lat[row]!;
      continue;
    }
    let at = 2 * pointOffsets[ringOffsets[polygonOffsets[c]!]!]!;
    moment.fill(0);
    const shape = shapes.get(s);
    if (shape !== undefined) {
      for (const { degrees, vectors: xyz } of shape.flat()) {
        points.set(degrees, at);
        at += degrees.length;
        areaM2[c]! += ringAreaM2(xyz);
        ringMoment(xyz, 0, xyz.length / 3, moment);
      }
    } else {
      const from = corners.ringOffsets[s]!;
      const count = corners.ringOffsets[s + 1]! - from;
      for (let k = 0; k < count; k++) {
        const corner = corners.ring[from + k]!;
        points[at++] = corners.degrees[2 * corner]!;
        points[at++] = corners.degrees[2 * corner + 1]!;
        vectors[3 * k] = corners.vectors[3 * corner]!;
        vectors[3 * k + 1] = corners.vectors[3 * corner + 1]!;
        vectors[3 * k + 2] = corners.vectors[3 * corner + 2]!;
      }
      areaM2[c] = ringAreaM2(vectors, 0, count);
      ringMoment(vectors, 0, count, moment);
    }
    lon[c] = longitudeOf(moment[0]!, moment[1]!);
    lat[c] = latitudeOf(moment[0]!, moment[1]!, moment[2]!);
  }
  return { ...locationsOf("zones", idsOf(antennas, sites), lon, lat), areaM2, ...levels, points };
}

/** The ids of the sites' first antennas, in the order of these. */
function idsOf(antennas: Locations, sites: Sites): string[] {
  const rows = sites.row.slice().sort();
  const ids: string[] = [];
  for (const row of rows) ids.push(antennas.columns.id[row]!);
  return ids;
}

/** Where the polygons of each cell, their rings and these rings' corners begin. */
function countLevels(
  sites: Sites,
  corners: VoronoiCorners,
  whole: Uint8Array,
  shapes: ReadonlyMap<number, CellShape>,
): Pick<Zones, "polygonOffsets" | "ringOffsets" | "pointOffsets"> {
  const siteAt = new Uint32Array(sites.length);
  for (let s = 0; s < sites.length; s++) siteAt[sites.rank[s]!] = s;
  const polygonOffsets = new Uint32Array(sites.length + 1);
  const ringOffsets = [0];
  const pointOffsets = [0];
  let points = 0;
  for (let c = 0; c < sites.length; c++) {
    const s = siteAt[c]!;
    const shape = shapes.get(s);
    if (shape !== undefined) {
      for (const polygon of shape) {
        for (const { degrees } of polygon) {
          points += degrees.length / 2;
          pointOffsets.push(points);
        }
        ringOffsets.push(pointOffsets.length - 1);
      }
    } else if (whole[s] === 1) {
      points += corners.ringOffsets[s + 1]! - corners.ringOffsets[s]!;
      pointOffsets.push(points);
      ringOffsets.push(pointOffsets.length - 1);
    }
    polygonOffsets[c + 1] = ringOffsets.length - 1;
  }
  return { polygonOffsets, ringOffsets: Uint32Array.from(ringOffsets), pointOffsets: Uint32Array.from(pointOffsets) };
}
