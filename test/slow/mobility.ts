import { greatCircleMeters } from "../../src/core/sphere.ts";
import type { Locations } from "../../src/types.ts";

/** Plain forms of the measures of individual mobility: one user's places in time order, an operation per row or pair. */

type Point = readonly [lon: number, lat: number];

const RADIANS = Math.PI / 180;

export function pointsOf(locations: Locations): Point[] {
  return Array.from(locations.columns.lon, (lon, l) => [lon, locations.columns.lat[l]!]);
}

/** The direction of the weighted sum of unit vectors. */
export function slowSphericalMean(points: readonly Point[], weights: readonly number[]): Point {
  let [x, y, z] = [0, 0, 0];
  points.forEach(([lon, lat], k) => {
    x += weights[k]! * Math.cos(lat * RADIANS) * Math.cos(lon * RADIANS);
    y += weights[k]! * Math.cos(lat * RADIANS) * Math.sin(lon * RADIANS);
    z += weights[k]! * Math.sin(lat * RADIANS);
  });
  return [Math.atan2(y, x) / RADIANS, Math.atan2(z, Math.hypot(x, y)) / RADIANS];
}

export function slowMeanOfDegrees(points: readonly Point[], weights: readonly number[]): Point {
  const total = weights.reduce((sum, w) => sum + w, 0);
  const mean = (axis: 0 | 1): number => points.reduce((sum, point, k) => sum + weights[k]! * point[axis], 0) / total;
  return [mean(0), mean(1)];
}

/** Row by row, by haversines. */
export function slowRadiusOfGyration(
  points: readonly Point[],
  weights: readonly number[],
  centre: (points: readonly Point[], weights: readonly number[]) => Point,
  radiusMeters: number,
): number {
  const [x, y] = centre(points, weights);
  const total = weights.reduce((sum, w) => sum + w, 0);
  const squares = points.reduce(
    (sum, [lon, lat], k) => sum + weights[k]! * greatCircleMeters(x, y, lon, lat, radiusMeters) ** 2,
    0,
  );
  return Math.sqrt(squares / total);
}

/** Places with their rows, most first, of equal ones the one seen first. */
export function slowByFrequency(places: readonly number[]): [place: number, rows: number][] {
  const rows = new Map<number, number>();
  for (const place of places) rows.set(place, (rows.get(place) ?? 0) + 1);
  return [...rows].sort((a, b) => b[1] - a[1]);
}

/** Places with their rows, the one seen last first. */
export function slowByRecency(places: readonly number[]): [place: number, rows: number][] {
  const rows = new Map(slowByFrequency(places));
  return [...new Set([...places].reverse())].map((place) => [place, rows.get(place)!]);
}

export function slowEntropy(weights: readonly number[], base: number): number {
  const total = weights.reduce((sum, w) => sum + w, 0);
  return weights.reduce((sum, w) => (w > 0 ? sum - ((w / total) * Math.log(w / total)) / Math.log(base) : sum), 0);
}

/** Lempel–Ziv as scikit-mobility writes it: every run of places is looked for in all rows before it. */
export function slowRealEntropy(places: readonly number[], base: number): number {
  const n = places.length;
  const holds = (before: readonly number[], run: readonly number[]): boolean => {
    for (let i = 0; i + run.length <= before.length; i++)
      if (run.every((place, j) => before[i + j] === place)) return true;
    return false;
  };
  let sum = 3;
  for (let i = 1; i < n - 1; i++) {
    let j = i + 1;
    while (j < n && holds(places.slice(0, i), places.slice(i, j))) j++;
    if (j === n) j++;
    sum += j - i;
  }
  return ((n / sum) * Math.log(n)) / Math.log(base);
}

/** The farthest two of all pairs. */
export function slowMaximumDistance(points: readonly Point[], radiusMeters: number): number {
  let most = 0;
  for (const [lon, lat] of points) {
    for (const [x, y] of points) most = Math.max(most, greatCircleMeters(lon, lat, x, y, radiusMeters));
  }
  return most;
}

/** Edges as [origin, destination, trips], in order. */
export function slowNetwork(places: readonly number[], loops: boolean): [number, number, number][] {
  const trips = new Map<string, number>();
  places.slice(1).forEach((place, i) => {
    if (!loops && place === places[i]) return;
    trips.set(`${places[i]} ${place}`, (trips.get(`${places[i]} ${place}`) ?? 0) + 1);
  });
  return [...trips]
    .map(([key, n]): [number, number, number] => [Number(key.split(" ")[0]), Number(key.split(" ")[1]), n])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

/** The right side of Fano's inequality at predictability p, in nats. */
export function fanoOf(p: number, places: number): number {
  const term = (x: number): number => (x > 0 ? -x * Math.log(x) : 0);
  return term(p) + term(1 - p) + (places > 1 ? (1 - p) * Math.log(places - 1) : 0);
}
