import { latitudeOf, toUnitVectors } from "../core/sphere.ts";
import { cleanRing, cutRing, joinSides, nestRings, type Ring } from "./clip.ts";
import { middleOf } from "./joined-polygons.ts";

/**
 * Polygons for maps that end at the meridian of 180°: one that crosses it is cut in two there (RFC 7946, section 3.1.9).
 */

/** A ring of [lon, lat] positions in degrees, the first not repeated at the end. */
type Positions = readonly (readonly number[])[];

/** The planes that keep the eastern and the western half of the globe. */
const HALVES: readonly Float64Array[] = [Float64Array.of(0, 1, 0), Float64Array.of(0, -1, 0)];

/**
 * The parts of a polygon (outer ring first, then holes) in the eastern and in the western half of the globe, if an edge
 * crosses the meridian of 180° or a pole; otherwise the polygon as it is. A part that reaches a pole has corners there
 * on both meridians that bound the half, so that straight lines in degrees show it.
 */
export function cutAtAntimeridian(polygon: readonly Positions[]): readonly (readonly Positions[])[] {
  if (!polygon.some(crosses)) return [polygon];
  const rings = polygon.map((ring, r) => ringOf(ring, r, polygon));
  const towards = middleOf(rings[0]!.xyz);
  if (towards === null) return [polygon];
  const parts: Positions[][] = [];
  for (const [half, plane] of HALVES.entries()) {
    const left = joinSides(
      rings.flatMap((ring) => cutRing(ring, plane, 0, []) ?? []),
      plane,
      towards,
    ).flatMap((ring) => cleanRing(ring) ?? []);
    for (const group of nestRings(left.map((ring) => ring.xyz))) {
      parts.push(group.map((r) => positionsOf(left[r]!, polygon.flat(), half === 0 ? 180 : -180)));
    }
  }
  return parts;
}

function crosses(ring: Positions): boolean {
  return ring.some(([lon], i) => Math.abs(ring[(i + 1) % ring.length]![0]! - lon!) >= 180);
}

/** A ring whose corners are numbered through the polygon. */
function ringOf(ring: Positions, r: number, polygon: readonly Positions[]): Ring {
  const before = polygon.slice(0, r).reduce((corners, other) => corners + other.length, 0);
  const vectors = toUnitVectors(
    ring.map(([lon]) => lon!),
    ring.map(([, lat]) => lat!),
  );
  return { xyz: Array.from(vectors), corner: ring.map((_, i) => before + i), side: ring.map(() => -1) };
}

/** A cut ring as positions, with the half's own side of the meridian of 180°. */
function positionsOf(ring: Ring, given: Positions, edge: number): number[][] {
  const positions: number[][] = [];
  const n = ring.corner.length;
  const at = (i: number): [number, number] => {
    const own = given[ring.corner[i]!];
    if (own !== undefined && Math.abs(own[0]!) !== 180) return [own[0]!, own[1]!];
    const x = ring.xyz[3 * i]!;
    const y = ring.xyz[3 * i + 1]!;
    return [x < 0 ? edge : 0, own?.[1] ?? latitudeOf(x, y, ring.xyz[3 * i + 2]!)];
  };
  for (let i = 0; i < n; i++) {
    const j = (i + 1) % n;
    const [lon, lat] = at(i);
    positions.push([lon, lat]);
    if (ring.side[i] !== 0 || Math.abs(lon - at(j)[0]) !== 180) continue;
    // Along the half's border from one meridian to the other: over the pole.
    const pole = ring.xyz[3 * i + 2]! + ring.xyz[3 * j + 2]! > 0 ? 90 : -90;
    positions.push([lon, pole], [at(j)[0], pole]);
  }
  return positions;
}
