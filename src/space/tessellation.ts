import { fail } from "../core/check.ts";
import { createLocations } from "../core/locations.ts";
import { latitudeOf, longitudeOf } from "../core/sphere.ts";
import type { Locations, Zones } from "../types.ts";
import { cleanRing, cutRing, joinSides, nestRings, type Ring } from "./clip.ts";
import { buildLand, landNear } from "./land.ts";
import { distinctSites, findNeighbours, neighboursInto } from "./neighbours.ts";
import { measureLevels, type ZoneLevels } from "./zones.ts";

export interface Tessellation {
  readonly cells: Zones;
  readonly cellOf: Uint32Array;
}

export function buildTessellation(antennas: Locations, options: { border: Zones }): Tessellation {
  const where = "buildTessellation";
  if (antennas.length === 0) fail(where, "antennas", "at least one", 0);
  const land = buildLand(where, options.border);
  const { vectors, row, siteOf } = distinctSites(antennas);
  const sites = row.length;
  const neighbours = findNeighbours(vectors);
  const around = new Uint32Array(sites);
  const planes = new Float64Array(3 * sites);
  const distance: number[] = [];
  const polygonOffsets = new Uint32Array(sites + 1);
  const ringOffsets: number[] = [0];
  const pointOffsets: number[] = [0];
  const points: number[] = [];
  for (let s = 0; s < sites; s++) {
    const count = neighboursInto(neighbours, s, around);
    for (let k = 0; k < count; k++) bisector(vectors, s, around[k]!, planes, k);
    landNear(land, planes, count, (near, polygon) => {
      const rings: Ring[] = [];
      for (const given of near) {
        let ring: Ring | null = given;
        for (let k = 0; k < count && ring !== null; k++)
          ring = cutRing(ring, planes[3 * k]!, planes[3 * k + 1]!, planes[3 * k + 2]!, k, distance);
        if (ring !== null) rings.push(ring);
      }
      const left = joinSides(rings, planes, polygon)
        .map(cleanRing)
        .filter((ring) => ring !== null);
      for (const group of nestRings(left.map((ring) => ring.xyz))) {
        for (const r of group) {
          const { xyz, corner } = left[r]!;
          for (let i = 0; i < corner.length; i++) {
            const c = corner[i]!;
            if (c >= 0) points.push(land.points[2 * c]!, land.points[2 * c + 1]!);
            else
              points.push(
                longitudeOf(xyz[3 * i]!, xyz[3 * i + 1]!),
                latitudeOf(xyz[3 * i]!, xyz[3 * i + 1]!, xyz[3 * i + 2]!),
              );
          }
          pointOffsets.push(points.length / 2);
        }
        ringOffsets.push(pointOffsets.length - 1);
      }
    });
    polygonOffsets[s + 1] = ringOffsets.length - 1;
  }
  const levels: ZoneLevels = {
    polygonOffsets,
    ringOffsets: Uint32Array.from(ringOffsets),
    pointOffsets: Uint32Array.from(pointOffsets),
    points: Float64Array.from(points),
  };
  const { areaM2, lon, lat } = measureLevels(levels);
  for (let s = 0; s < sites; s++) {
    if (polygonOffsets[s + 1] !== polygonOffsets[s]) continue;
    lon[s] = antennas.columns.lon[row[s]!]!;
    lat[s] = antennas.columns.lat[row[s]!]!;
  }
  const ids = Array.from(row, (i) => antennas.columns.id[i]!);
  return { cells: { ...createLocations("zones", ids, lon, lat), areaM2, ...levels }, cellOf: siteOf };
}

function bisector(vectors: Float64Array, a: number, b: number, planes: Float64Array, k: number): void {
  const ax = vectors[3 * a]!,
    ay = vectors[3 * a + 1]!,
    az = vectors[3 * a + 2]!;
  const bx = vectors[3 * b]!,
    by = vectors[3 * b + 1]!,
    bz = vectors[3 * b + 2]!;
  let x = ax - bx,
    y = ay - by,
    z = az - bz;
  const sx = ax + bx,
    sy = ay + by,
    sz = az + bz;
  const ss = sx * sx + sy * sy + sz * sz;
  if (ss > 0) {
    const off = (x * sx + y * sy + z * sz) / ss;
    x -= off * sx;
    y -= off * sy;
    z -= off * sz;
  }
  const length = Math.sqrt(x * x + y * y + z * z);
  planes[3 * k] = x / length;
  planes[3 * k + 1] = y / length;
  planes[3 * k + 2] = z / length;
}
