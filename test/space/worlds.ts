import { createLocations } from "../../src/core/locations.ts";
import { latitudeOf, longitudeOf } from "../../src/core/sphere.ts";
import { buildZones } from "../../src/space/zones.ts";
import type { Locations, Random, Zones } from "../../src/types.ts";

/** Small countries anywhere on the globe, drawn on the plane that touches it, where great circles are straight lines. */

/** From degrees east and north of a place, on the plane that touches the globe there, to longitude and latitude. */
export function placeAt(lon: number, lat: number): (east: number, north: number) => [number, number] {
  const [l, f] = [(lon * Math.PI) / 180, (lat * Math.PI) / 180];
  return (east, north) => {
    const [e, n] = [(east * Math.PI) / 180, (north * Math.PI) / 180];
    const x = Math.cos(f) * Math.cos(l) - e * Math.sin(l) - n * Math.sin(f) * Math.cos(l);
    const y = Math.cos(f) * Math.sin(l) + e * Math.cos(l) - n * Math.sin(f) * Math.sin(l);
    return [longitudeOf(x, y), latitudeOf(x, y, Math.sin(f) + n * Math.cos(f))];
  };
}

/** A ragged ring about a point of the plane. */
export function ragged(east: number, north: number, radius: number, corners = 40): [number, number][] {
  return Array.from({ length: corners }, (_, i) => {
    const angle = (2 * Math.PI * i) / corners;
    const r = radius * (1 + 0.3 * Math.sin(5 * angle));
    return [east + r * Math.cos(angle), north + r * Math.sin(angle)];
  });
}

/** About 6 by 4 degrees with a deep inlet, a lake and an island: no part of it is convex. */
export function countryAt(lon: number, lat: number): Zones {
  const place = placeAt(lon, lat);
  const inlet: [number, number][] = [
    [-3, -2],
    [1, -2],
    [1, -1],
    [-1.5, -0.8],
    [-1.4, -0.6],
    [1, -0.5],
    [1, 2],
    [-3, 2],
  ];
  const shape = [[inlet, ragged(-1, 0.5, 0.5)], [ragged(2, 0, 0.4)]];
  return buildZones(["country"], [shape.map((polygon) => polygon.map((ring) => ring.map(([e, n]) => place(e, n))))]);
}

/** Points over a country of `countryAt` and a little beyond its border. */
export function pointsOver(random: Random, lon: number, lat: number, count: number): { lon: number[]; lat: number[] } {
  const place = placeAt(lon, lat);
  const points = Array.from({ length: count }, () => place(-3.3 + 6 * random(), -2.3 + 4.6 * random()));
  return { lon: points.map(([x]) => x), lat: points.map(([, y]) => y) };
}

export function antennasAt(points: { readonly lon: ArrayLike<number>; readonly lat: ArrayLike<number> }): Locations {
  const ids = Array.from({ length: points.lon.length }, (_, i) => `a${i}`);
  return createLocations("antennas", ids, points.lon, points.lat);
}

/** Squares of one degree, west to east and south to north, that share their corners. */
export function squares(columns: number, rows: number, west = 0, south = 0): Zones {
  const ids: string[] = [];
  const shapes: number[][][][][] = [];
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const [x, y] = [west + c, south + r];
      ids.push(`${x} ${y}`);
      shapes.push([
        [
          [
            [x, y],
            [x + 1, y],
            [x + 1, y + 1],
            [x, y + 1],
          ],
        ],
      ]);
    }
  }
  return buildZones(ids, shapes);
}
