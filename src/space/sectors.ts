import { fail } from "../core/check.ts";
import { asin, cos, sin, tan } from "../core/math.ts";
import { EARTH_RADIUS_METERS } from "../core/sphere.ts";
import type { Locations } from "../types.ts";

/** The side of a great circle through a mast that lies clockwise (side 1) or counter-clockwise (−1) of a bearing in degrees. */
export interface HalfPlane {
  readonly bearing: number;
  readonly side: 1 | -1;
}

/** What one direction of one mast serves: convex parts, each the land on the right sides of its half-planes. */
export interface Sector {
  /** The first antenna, and the cell of the mast. */
  readonly antenna: number;
  readonly cell: number;
  readonly parts: readonly (readonly HalfPlane[])[];
  /** The longest range of its antennas. */
  readonly rangeMeters: number;
}

/** The sectors of all masts in the order of their first antennas, and the sector of each antenna. */
export function sectorsOf(
  where: string,
  antennas: Locations,
  cellOf: Uint32Array,
  azimuth: Float64Array,
  range: Float64Array,
): { readonly sectors: readonly Sector[]; readonly sectorOf: Uint32Array } {
  const mast = new Map<number, Map<number, number[]>>();
  for (let i = 0; i < antennas.length; i++) {
    const directions = mast.get(cellOf[i]!) ?? new Map<number, number[]>();
    mast.set(cellOf[i]!, directions);
    const turn = azimuth[i]! - 360 * Math.floor(azimuth[i]! / 360);
    const same = directions.get(turn);
    if (same === undefined) directions.set(turn, [i]);
    else same.push(i);
    if (directions.size > 1 && directions.has(NaN)) {
      const id = JSON.stringify(antennas.columns.id[i]);
      fail(where, `azimuthDegrees[${i}]`, `given for all antennas on the mast of ${id} or for none`, azimuth[i]);
    }
  }
  const found: (Sector & { readonly members: readonly number[] })[] = [];
  for (const [cell, directions] of mast) {
    const azimuths = [...directions.keys()].sort((a, b) => a - b);
    azimuths.forEach((here, k) => {
      const members = directions.get(here)!;
      const before = azimuths[k === 0 ? azimuths.length - 1 : k - 1]! - (k === 0 ? 360 : 0);
      const after = azimuths[k + 1 === azimuths.length ? 0 : k + 1]! + (k + 1 === azimuths.length ? 360 : 0);
      const parts = azimuths.length === 1 ? [[]] : partsOf((before + here) / 2, here, (here + after) / 2);
      const rangeMeters = members.reduce((most, i) => Math.max(most, range[i]!), 0);
      found.push({ antenna: members[0]!, cell, parts, rangeMeters, members });
    });
  }
  found.sort((a, b) => a.antenna - b.antenna);
  const sectorOf = new Uint32Array(antennas.length);
  found.forEach(({ members }, s) => {
    for (const i of members) sectorOf[i] = s;
  });
  return { sectors: found, sectorOf };
}

/** A wedge between two bearings; one wider than 180° is not convex and comes in two parts, cut at `middle` first. */
function partsOf(from: number, middle: number, to: number): HalfPlane[][] {
  const begin: HalfPlane = { bearing: from, side: 1 };
  const end: HalfPlane = { bearing: to, side: -1 };
  if (to - from <= 180) return [[begin, end]];
  return [
    [{ bearing: middle, side: -1 }, begin],
    [{ bearing: middle, side: 1 }, end],
  ];
}

/** Corners of the polygon that stands for the circle of a range. */
const RANGE_CORNERS = 64;

/** Unit normals of the planes that bound one part of a sector, those of the half-planes first, then those of the range. */
export function planesOf(antennas: Locations, sector: Sector, part: readonly HalfPlane[]): Float64Array {
  const lambda = (antennas.columns.lon[sector.antenna]! * Math.PI) / 180;
  const phi = (antennas.columns.lat[sector.antenna]! * Math.PI) / 180;
  const planes: number[] = [];
  for (const { bearing, side } of part)
    planes.push(...towards(lambda, phi, (bearing * Math.PI) / 180 + Math.PI / 2, side));
  if (sector.rangeMeters === Infinity) return Float64Array.from(planes);
  const angle = sector.rangeMeters / EARTH_RADIUS_METERS;
  const half = Math.PI / RANGE_CORNERS;
  const inner = innerRadius(angle, half);
  for (let k = 0; k < RANGE_CORNERS; k++) {
    const [x, y, z] = towards(lambda, phi, 2 * k * half, -1);
    // Points p with p · normal ≥ 0 lie less than `inner` from the mast in this direction.
    const [u, v, w] = [cos(phi) * cos(lambda), cos(phi) * sin(lambda), sin(phi)];
    planes.push(x * cos(inner) + u * sin(inner), y * cos(inner) + v * sin(inner), z * cos(inner) + w * sin(inner));
  }
  return Float64Array.from(planes);
}

/** The unit vector on the horizon of a place in the direction of a bearing (in radians), times ±1. */
function towards(lambda: number, phi: number, bearing: number, sign: number): readonly [number, number, number] {
  const north = sign * cos(bearing);
  const east = sign * sin(bearing);
  return [
    -north * sin(phi) * cos(lambda) - east * sin(lambda),
    -north * sin(phi) * sin(lambda) + east * cos(lambda),
    north * cos(phi),
  ];
}

/**
 * How far the sides of a regular polygon are from its middle if it has the area of a circle of radius ρ (as angles).
 *
 * **How** The polygon is made of right-angled triangles with the angle h at the middle, whose excess is h − x with
 * sin x = cos r sin h, r the distance of the sides. It has to be h (1 − cos ρ): so x = h cos ρ and cos r = sin x / sin h.
 * Written with g = h − x = 2 h sin²(ρ/2), so that small ranges lose no digits: 1 − cos r = (1 − cos g) + sin g / tan h.
 */
function innerRadius(radius: number, half: number): number {
  const gap = 2 * half * sin(radius / 2) * sin(radius / 2);
  const sagitta = 2 * sin(gap / 2) * sin(gap / 2) + sin(gap) / tan(half);
  return 2 * asin(Math.sqrt(sagitta / 2));
}
