import { greatCircleMeters, toUnitVectors } from "../core/sphere.ts";
import { ringContains } from "../core/spherical-ring.ts";
import { buildZones } from "../space/zones.ts";
import type { Random, Zones } from "../types.ts";
import { type Coast, drawCoast } from "./coast.ts";
import { createPlane, type Plane } from "./plane.ts";

/** A point of the land: on the map of the world in metres and on the globe in degrees. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly lon: number;
  readonly lat: number;
}

/** The land of an invented country: its border, and points drawn on it. */
export interface Land {
  readonly border: Zones;
  /** A point anywhere on the land, every square metre alike. */
  readonly draw: () => Spot;
  /** The point of the map if it lies on the land, else null. */
  readonly spotAt: (x: number, y: number) => Spot | null;
}

/** Draws the coast of a country around a centre. Its border is one zone of two polygons: mainland and island. */
export function drawLand(random: Random, lon: number, lat: number, areaM2: number, id: string): Land {
  const plane = createPlane(lon, lat);
  const coast = drawCoast(random, areaM2);
  const rings = [ringOf(coast.mainland, plane), ringOf(coast.island, plane)];
  const border = buildZones([id], [rings.map((ring) => [ring])]);
  const vectors = rings.map((ring) =>
    toUnitVectors(
      ring.map((point) => point[0]!),
      ring.map((point) => point[1]!),
    ),
  );
  const box = boxOf(coast);
  const spotAt = (x: number, y: number): Spot | null => {
    const [pointLon, pointLat] = plane.toGlobe(x, y);
    const [vx, vy, vz] = toUnitVectors([pointLon], [pointLat]) as unknown as [number, number, number];
    const inside = vectors.some((ring) => ringContains(ring, vx, vy, vz));
    return inside ? { x, y, lon: pointLon, lat: pointLat } : null;
  };
  const draw = (): Spot => {
    for (;;) {
      const x = box.west + random() * (box.east - box.west);
      const spot = spotAt(x, box.south + random() * (box.north - box.south));
      if (spot !== null) return spot;
    }
  };
  return { border, draw, spotAt };
}

/** Of several points of the land the one that is farthest from all of `taken` (Mitchell's best candidate): an even spread. */
export function drawApart(land: Land, taken: readonly Spot[], candidates: number): Spot {
  let best = land.draw();
  let bestMeters = nearestMeters(best, taken);
  for (let c = 1; c < candidates; c++) {
    const spot = land.draw();
    const meters = nearestMeters(spot, taken);
    if (meters > bestMeters) {
      best = spot;
      bestMeters = meters;
    }
  }
  return best;
}

function nearestMeters(spot: Spot, taken: readonly Spot[]): number {
  let nearest = Infinity;
  for (const other of taken) {
    nearest = Math.min(nearest, greatCircleMeters(spot.lon, spot.lat, other.lon, other.lat));
  }
  return nearest;
}

function ringOf(ring: Float64Array, plane: Plane): (readonly [number, number])[] {
  const points: (readonly [number, number])[] = [];
  for (let i = 0; i < ring.length; i += 2) points.push(plane.toGlobe(ring[i]!, ring[i + 1]!));
  return points;
}

function boxOf(coast: Coast): { west: number; south: number; east: number; north: number } {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const ring of [coast.mainland, coast.island]) {
    for (let i = 0; i < ring.length; i += 2) {
      box.west = Math.min(box.west, ring[i]!);
      box.east = Math.max(box.east, ring[i]!);
      box.south = Math.min(box.south, ring[i + 1]!);
      box.north = Math.max(box.north, ring[i + 1]!);
    }
  }
  return box;
}
