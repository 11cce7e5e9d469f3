import { cos, sin } from "../core/math.ts";

/**
 * Fixes in the plane that touches the Earth at one of them, in radians, and the convex hull of those in a run: what is
 * farthest from a fix, and the smallest rectangle about all, depend on its corners alone.
 */

const RADIANS = Math.PI / 180;

/** Corners of a convex hull, counterclockwise from the one with the least x. */
export interface Hull {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Where the point of contact is. */
export interface Contact {
  readonly lon: number;
  readonly lat: number;
  readonly sinLat: number;
  readonly cosLat: number;
}

/** Points farther than this from the point of contact, in degrees of latitude or by the share of h that longitudes give, are far. */
const NEAR_DEGREES = 20;
const NEAR_HAVERSINE = 0.1;

export function contactAt(lon: number, lat: number): Contact {
  return { lon, lat, sinLat: sin(lat * RADIANS), cosLat: cos(lat * RADIANS) };
}

/** The hull of the point of contact alone. */
export const CONTACT_HULL: Hull = { x: [0], y: [0] };

/**
 * Writes the place of a point in the plane, seen from straight above, into plane[0] (east) and plane[1] (north). False where
 * it may be farther than an eighth of the way around the Earth: from above, the far side lies over the near one.
 */
export function project(contact: Contact, lon: number, lat: number, plane: Float64Array): boolean {
  const across = cos(lat * RADIANS);
  const turn = (lon - contact.lon) * RADIANS;
  const half = sin(turn / 2);
  const north = lat - contact.lat;
  plane[0] = across * sin(turn);
  // cos φ0 sin φ − sin φ0 cos φ cos Δλ, without the loss of digits for near points.
  plane[1] = sin(north * RADIANS) + 2 * contact.sinLat * across * half * half;
  return Math.abs(north) < NEAR_DEGREES && contact.cosLat * across * half * half < NEAR_HAVERSINE;
}

/** The hull with one point more: the same object where the point lies in it or on its border. */
export function withPoint(hull: Hull, x: number, y: number): Hull {
  return isInside(hull, x, y) ? hull : hullOf([...hull.x, x], [...hull.y, y]);
}

function isInside({ x, y }: Hull, px: number, py: number): boolean {
  const n = x.length;
  if (n < 3) {
    for (let i = 0; i < n; i++) if (x[i] === px && y[i] === py) return true;
    return false;
  }
  for (let i = 0; i < n; i++) {
    const j = i + 1 === n ? 0 : i + 1;
    if ((x[j]! - x[i]!) * (py - y[i]!) - (y[j]! - y[i]!) * (px - x[i]!) < 0) return false;
  }
  return true;
}

/** The convex hull of points by Andrew's chain, without corners that lie on a side. */
function hullOf(px: readonly number[], py: readonly number[]): Hull {
  const order = px.map((_, i) => i).sort((i, j) => px[i]! - px[j]! || py[i]! - py[j]!);
  const chainOf = (rows: readonly number[]): number[] => {
    const chain: number[] = [];
    for (const c of rows) {
      while (chain.length > 1) {
        const a = chain.at(-2)!;
        const b = chain.at(-1)!;
        if ((px[b]! - px[a]!) * (py[c]! - py[a]!) - (py[b]! - py[a]!) * (px[c]! - px[a]!) > 0) break;
        chain.pop();
      }
      chain.push(c);
    }
    return chain;
  };
  const corners = [...chainOf(order).slice(0, -1), ...chainOf(order.reverse()).slice(0, -1)];
  return { x: corners.map((i) => px[i]!), y: corners.map((i) => py[i]!) };
}
