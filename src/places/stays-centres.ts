import { type MedianRoom, medianOfRows, medianRoom } from "../core/medians.ts";
import { latitudeOf, longitudeOf, toUnitVectors } from "../core/sphere.ts";
import type { Fixes } from "../types.ts";

/**
 * Where was a stay? In the middle of its fixes. Means and medians are those of degrees, as in the studies, except where
 * degrees mean little: within 1° of a pole, and where fixes are 180° of longitude or more apart. There they are those of the
 * fixes' unit vectors, which point from the middle of the Earth to each.
 */

/** Writes the longitude and the latitude of the centre of the fixes first … after − 1 into centre[0] and centre[1]. */
export type CentreFinder = (
  lon: Float64Array,
  lat: Float64Array,
  first: number,
  after: number,
  centre: Float64Array,
) => void;

/** Where in its fixes a stay is. `start` makes the finder for one table. */
export interface StayCentre {
  readonly name: string;
  readonly start: (fixes: Fixes) => CentreFinder;
}

/** A stay with a fix farther north or south than this many degrees is near a pole. */
const POLAR_LAT = 89;
/** A stay of which the longitudes are so many degrees apart, or more, goes around. */
const AROUND = 180;
/** Where unit vectors have a mean or median shorter than this, they cancel. */
const SHORTEST = 1e-9;

/**
 * A stay is at the mean of its fixes.
 *
 * **How** the means of their longitudes and of their latitudes in degrees; longitudes are counted from the first fix on, the
 * shorter way round, so that a stay on the meridian of 180° is there. If a fix lies beyond 89° north or south, or longitudes
 * are 180° or more apart, the direction of the mean of the fixes' unit vectors.
 *
 * @returns a centre for `detectStays`. The mean of degrees is off the mean on the sphere by at most d² tan φ / 8 R for a stay
 * d wide at latitude φ, R the Earth's radius: 1 mm for 100 m at 80°, 11 mm at 89°. Unit vectors that cancel, as those of two
 * fixes on opposite sides of the Earth, have no direction: then `detectStays` throws
 *
 * **Cost** 2 ns a fix; 60 ns a fix near a pole
 *
 * [li-2008]
 *
 * @example
 * const { fixes } = buildFixes({ users: ["ann"], user: [0, 0, 0], time: [0, 200, 400], lon: [179.9998, -179.9999, 180], lat: [0, 0, 0] });
 * const rule = stayLocations({ radiusMeters: 100, minStaySeconds: 300, maxGapSeconds: 900, end: "last fix inside" });
 * const { stays } = detectStays(fixes, { rule, centre: meanCentre() });
 * stays.locations.columns.lon[0].toFixed(5); // 179.99997
 */
export function meanCentre(): StayCentre {
  return { name: "mean of the fixes", start: () => writeMean };
}

/**
 * A stay is at the mean of its different positions: one that a logger repeats while it rests counts once.
 *
 * **How** `meanCentre`, without the fixes whose longitude and latitude are both those of another one.
 *
 * @returns a centre for `detectStays`; near a pole, and around the Earth, as `meanCentre`
 *
 * **Departs from the paper** Li et al. take the mean of all fixes; this is what trackintel computes
 *
 * **Cost** O(n log n) for a stay of n fixes, about 300 ns a fix
 *
 * [martin-2023]
 *
 * @example
 * const { fixes } = buildFixes({ users: ["ann"], user: [0, 0, 0], time: [0, 200, 400], lon: [10, 10, 10.0003], lat: [0, 0, 0] });
 * const rule = stayLocations({ radiusMeters: 100, minStaySeconds: 300, maxGapSeconds: 900, end: "last fix inside" });
 * detectStays(fixes, { rule, centre: distinctCentre() }).stays.locations.columns.lon[0].toFixed(5); // 10.00015
 */
export function distinctCentre(): StayCentre {
  return {
    name: "mean of the different positions",
    start: () => (lon, lat, first, after, centre) => {
      const order = new Uint32Array(after - first).map((_, i) => first + i);
      order.sort((i, j) => lon[i]! - lon[j]! || lat[i]! - lat[j]!);
      const different = order.filter(
        (i, k) => k === 0 || lon[i] !== lon[order[k - 1]!] || lat[i] !== lat[order[k - 1]!],
      );
      const x = Float64Array.from(different, (i) => lon[i]!);
      const y = Float64Array.from(different, (i) => lat[i]!);
      writeMean(x, y, 0, different.length, centre);
    },
  };
}

/**
 * A stay is at the median of its fixes, which outliers do not pull away.
 *
 * **How** the median of their longitudes and that of their latitudes; of an even number the mean of the two in the middle.
 * Where fixes lie on both sides of the meridian of 180°, longitudes are counted through it. If a fix lies beyond 89° north or
 * south, or longitudes are 180° or more apart, the direction of the medians of the fixes' unit vectors, along each axis.
 *
 * @returns a centre for `detectStays`; where unit vectors cancel, as with `meanCentre`
 *
 * **Cost** about 20 ns a fix; 100 ns a fix near a pole
 *
 * [pappalardo-2022] [graser-2019]
 *
 * @example
 * const { fixes } = buildFixes({ users: ["ann"], user: [0, 0, 0], time: [0, 200, 400], lon: [10, 10.0005, 10], lat: [0, 0, 0] });
 * const rule = stayLocations({ radiusMeters: 100, minStaySeconds: 300, maxGapSeconds: 900, end: "last fix inside" });
 * detectStays(fixes, { rule, centre: medianCentre() }).stays.locations.columns.lon; // Float64Array(1) [ 10 ]
 */
export function medianCentre(): StayCentre {
  return {
    name: "median of the fixes",
    start: ({ users, offsets }) => {
      let most = 0;
      for (let u = 0; u < users.length; u++) most = Math.max(most, offsets[u + 1]! - offsets[u]!);
      const room = medianRoom(most);
      return (lon, lat, first, after, centre) => writeMedian(lon, lat, first, after, centre, room);
    },
  };
}

function writeMedian(
  lon: Float64Array,
  lat: Float64Array,
  first: number,
  after: number,
  centre: Float64Array,
  room: MedianRoom,
): void {
  const lon0 = lon[first]!;
  for (let i = first; i < after; i++) {
    if (Math.abs(lon[i]! - lon0) <= AROUND / 2 && Math.abs(lat[i]!) <= POLAR_LAT) continue;
    writeFarMedian(lon, lat, first, after, centre, room);
    return;
  }
  centre[0] = medianOfRows(lon, first, after, room);
  centre[1] = medianOfRows(lat, first, after, room);
}

/** The median where fixes may lie near a pole, around the Earth or on both sides of ±180°. */
function writeFarMedian(
  lon: Float64Array,
  lat: Float64Array,
  first: number,
  after: number,
  centre: Float64Array,
  room: MedianRoom,
): void {
  const n = after - first;
  if (needVectors(lon, lat, first, after)) {
    const vectors = toUnitVectors(lon.subarray(first, after), lat.subarray(first, after));
    const medianOfAxis = (axis: number): number =>
      medianOfRows(
        Float64Array.from({ length: n }, (_, i) => vectors[3 * i + axis]!),
        0,
        n,
        room,
      );
    writeDirection(medianOfAxis(0), medianOfAxis(1), medianOfAxis(2), centre);
    return;
  }
  const lon0 = lon[first]!;
  const own = lon.slice(first, after);
  const isThrough = own.some((x) => Math.abs(x - lon0) > 180);
  const x = medianOfRows(isThrough ? own.map((each) => (each < 0 ? each + 360 : each)) : own, 0, n, room);
  centre[0] = x > 180 ? x - 360 : x;
  centre[1] = medianOfRows(lat, first, after, room);
}

function writeMean(lon: Float64Array, lat: Float64Array, first: number, after: number, centre: Float64Array): void {
  const lon0 = lon[first]!;
  const lat0 = lat[first]!;
  let east = 0;
  let north = 0;
  for (let i = first; i < after; i++) {
    const x = lon[i]! - lon0;
    const y = lat[i]!;
    if (!(Math.abs(x) <= AROUND / 2 && Math.abs(y) <= POLAR_LAT)) {
      writeFarMean(lon, lat, first, after, centre);
      return;
    }
    east += x;
    north += y - lat0;
  }
  writeMeanOf(lon0 + east / (after - first), lat0 + north / (after - first), centre);
}

/** The mean where fixes may lie near a pole, around the Earth or on both sides of ±180°. */
function writeFarMean(lon: Float64Array, lat: Float64Array, first: number, after: number, centre: Float64Array): void {
  const n = after - first;
  if (needVectors(lon, lat, first, after)) {
    const vectors = toUnitVectors(lon.subarray(first, after), lat.subarray(first, after));
    const sum = new Float64Array(3);
    for (let i = 0; i < vectors.length; i++) sum[i % 3] = sum[i % 3]! + vectors[i]!;
    writeDirection(sum[0]! / n, sum[1]! / n, sum[2]! / n, centre);
    return;
  }
  let east = 0;
  let north = 0;
  for (let i = first; i < after; i++) {
    east += eastOf(lon[i]!, lon[first]!);
    north += lat[i]! - lat[first]!;
  }
  writeMeanOf(lon[first]! + east / n, lat[first]! + north / n, centre);
}

function writeMeanOf(lon: number, lat: number, centre: Float64Array): void {
  centre[0] = lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon;
  centre[1] = Math.min(90, Math.max(-90, lat));
}

/** The degrees from one longitude to another, the shorter way round. */
function eastOf(lon: number, lon0: number): number {
  const x = lon - lon0;
  return x > 180 ? x - 360 : x < -180 ? x + 360 : x;
}

/** Whether the fixes are near a pole or around the Earth, where degrees mean little. */
function needVectors(lon: Float64Array, lat: Float64Array, first: number, after: number): boolean {
  let west = 0;
  let east = 0;
  for (let i = first; i < after; i++) {
    if (Math.abs(lat[i]!) > POLAR_LAT) return true;
    const x = eastOf(lon[i]!, lon[first]!);
    if (x < west) west = x;
    if (x > east) east = x;
  }
  return east - west >= AROUND;
}

/** Where on the globe a vector points to; NaN where it points nowhere. */
function writeDirection(x: number, y: number, z: number, centre: Float64Array): void {
  const isNone = x * x + y * y + z * z < SHORTEST * SHORTEST;
  centre[0] = isNone ? Number.NaN : longitudeOf(x, y);
  centre[1] = isNone ? Number.NaN : latitudeOf(x, y, z);
}
