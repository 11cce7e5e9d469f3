import { checkOptions, fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { checkFixes } from "../core/check-traces.ts";
import { asin, hypot, sin } from "../core/math.ts";
import { latitudeOf, longitudeOf, toUnitVectors } from "../core/sphere.ts";
import type { Fixes } from "../types.ts";

export interface PositionsOptions {
  /** The times asked for: whole UTC seconds since 1970, ascending. */
  readonly times: ArrayLike<number>;
  /** Nobody knows where somebody was between two fixes more seconds apart than this. Infinity for no such rule. */
  readonly maxGapSeconds: number;
}

/** The last second that 32 bits hold. */
const LAST_SECOND = 0xffff_ffff;
/** Two fixes farther apart than this angle in radians are on opposite sides of the Earth, and no way is the shortest. */
const OPPOSITE = Math.PI - 1e-6;

/**
 * Where was each logger at these times, between its fixes?
 *
 * **How** Between the fix before a time t and the one after it, at times t0 < t < t1, the position is (t − t0) / (t1 − t0) of the
 * way along the great circle from the first to the second: everybody goes straight on and at one speed. At the time of a fix
 * it is that fix, to the last digit; of fixes of one second, the last.
 *
 * @param fixes - positions in time order per user
 * @param options - the times, and the gap
 * @returns positions of all users at those of the times, ascending, at which there is one: none before a user's first fix or
 * after the last, between fixes more than maxGapSeconds apart, or between fixes on opposite sides of the Earth
 * @throws RangeError for fixes out of order or of range, times that are no seconds or not ascending, or a gap that is not above 0
 *
 * **Departs from the paper** MovingPandas's `get_position_at` goes straight in degrees, which is off the great circle by at most
 * d² tan φ / 6.9 R for fixes d apart at latitude φ, R the Earth's radius (1 cm for 500 m at 60°, but 600 m for 100 km at 70°);
 * over the meridian of 180° it goes the long way around
 *
 * **Cost** O(users × times × log fixes), about half a microsecond a position
 *
 * [graser-2019]
 *
 * @example
 * const { fixes } = buildFixes({ users: ["ann"], user: [0, 0, 0], time: [0, 100, 900], lon: [179.9, -179.9, -179.9], lat: [0, 0, 0] });
 * const positions = positionsAt(fixes, { times: [25, 75, 500], maxGapSeconds: 300 });
 * rowsOf(positions).map(({ time, lon }) => [time, lon.toFixed(3)]); // [ [ 25, '179.950' ], [ 75, '-179.950' ] ]
 */
export function positionsAt(fixes: Fixes, options: PositionsOptions): Fixes {
  const where = "positionsAt";
  checkFixes(where, fixes);
  checkOptions(where, options, ["times", "maxGapSeconds"]);
  const { times, maxGapSeconds } = options;
  checkTimes(where, times);
  if (typeof maxGapSeconds !== "number" || !(maxGapSeconds > 0)) {
    fail(where, "maxGapSeconds", "a number above 0 or Infinity", maxGapSeconds);
  }
  const { users } = fixes;
  const { time, lon, lat } = fixes.columns;
  const found: { time: number[]; lon: number[]; lat: number[] } = { time: [], lon: [], lat: [] };
  const offsets = new Uint32Array(users.length + 1);
  for (let u = 0; u < users.length; u++) {
    const from = fixes.offsets[u]!;
    const to = fixes.offsets[u + 1]!;
    for (let k = 0; k < times.length; k++) {
      const t = times[k]!;
      const i = lastUntil(time, from, to, t);
      if (i < from || (i + 1 === to && time[i] !== t)) continue;
      if (time[i] === t) {
        found.time.push(t);
        found.lon.push(lon[i]!);
        found.lat.push(lat[i]!);
        continue;
      }
      const seconds = time[i + 1]! - time[i]!;
      if (seconds > maxGapSeconds) continue;
      const place = between(lon.subarray(i, i + 2), lat.subarray(i, i + 2), (t - time[i]!) / seconds);
      if (place === null) continue;
      found.time.push(t);
      found.lon.push(place[0]);
      found.lat.push(place[1]);
    }
    offsets[u + 1] = found.time.length;
  }
  const columns = {
    time: Uint32Array.from(found.time),
    lon: Float64Array.from(found.lon),
    lat: Float64Array.from(found.lat),
  };
  return { users, length: found.time.length, offsets, columns };
}

function checkTimes(where: string, times: ArrayLike<number>): void {
  checkList(where, "times", times);
  for (let k = 0; k < times.length; k++) {
    const t = times[k]!;
    if (!(Number.isInteger(t) && t >= 0 && t <= LAST_SECOND)) {
      fail(where, `times[${k}]`, "a whole second from 0 to 4294967295", t);
    }
    if (k > 0 && t <= times[k - 1]!) fail(where, `times[${k}]`, `after the one before it, ${times[k - 1]}`, t);
  }
}

/** The last of the rows from … to − 1 whose time is at most t; from − 1 where none is. */
function lastUntil(time: Uint32Array, from: number, to: number, t: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (time[middle]! <= t) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The place at a share of the way along the great circle between two points; null between opposite ones. */
function between(lon: Float64Array, lat: Float64Array, share: number): [lon: number, lat: number] | null {
  if (lon[0] === lon[1] && lat[0] === lat[1]) return [lon[0]!, lat[0]!];
  const v = toUnitVectors(lon, lat);
  const chord = hypot(v[3]! - v[0]!, v[4]! - v[1]!, v[5]! - v[2]!);
  const angle = 2 * asin(Math.min(1, chord / 2));
  if (angle > OPPOSITE) return null;
  // Points that are the same to rounding have no angle between them.
  const p = angle === 0 ? 1 - share : sin((1 - share) * angle) / sin(angle);
  const q = angle === 0 ? share : sin(share * angle) / sin(angle);
  const x = p * v[0]! + q * v[3]!;
  const y = p * v[1]! + q * v[4]!;
  const z = p * v[2]! + q * v[5]!;
  return [longitudeOf(x, y), latitudeOf(x, y, z)];
}
