import { fail } from "../core/check.ts";
import { asin, cos, sin, tan } from "../core/math.ts";
import { EARTH_RADIUS_METERS } from "../core/sphere.ts";
import type { Locations } from "../types.ts";

/**
 * What one direction of one mast serves: the land clockwise of one bearing and counter-clockwise of another. Half of the
 * angles to the azimuths beside it, it is never wider than 180°, and so convex.
 */
export interface Sector {
  /** The first antenna, and the cell of the mast. */
  readonly antenna: number;
  readonly cell: number;
  /** The two bearings in degrees; none for all round. */
  readonly bearings: readonly [from: number, to: number] | null;
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
    // From 0 to 360: a hair below 0 comes out as 360, which is 0 again.
    const rest = azimuth[i]! - 360 * Math.floor(azimuth[i]! / 360);
    const turn = rest === 360 ? 0 : rest;
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
      const bearings = azimuths.length === 1 ? null : ([(before + here) / 2, (here + after) / 2] as const);
      const rangeMeters = members.reduce((most, i) => Math.max(most, range[i]!), 0);
      found.push({ antenna: members[0]!, cell, bearings, rangeMeters, members });
    });
  }
  found.sort((a, b) => a.antenna - b.antenna);
  const sectorOf = new Uint32Array(antennas.length);
  found.forEach(({ members }, s) => {
    for (const i of members) sectorOf[i] = s;
  });
  return { sectors: found, sectorOf };
}

/** Corners of the polygon that stands for the circle of a range. */
const RANGE_CORNERS = 64;

/** Unit normals of the planes that bound a sector. */
export function planesOf(antennas: Locations, sector: Sector): Float64Array {
  const lambda = (antennas.columns.lon[sector.antenna]! * Math.PI) / 180;
  const phi = (antennas.columns.lat[sector.antenna]! * Math.PI) / 180;
  const planes: number[] = [];
  if (sector.bearings !== null) {
    const [from, to] = sector.bearings;
    planes.push(...towards(lambda, phi, (from * Math.PI) / 180 + Math.PI / 2, 1));
    planes.push(...towards(lambda, phi, (to * Math.PI) / 180 + Math.PI / 2, -1));
  }
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
