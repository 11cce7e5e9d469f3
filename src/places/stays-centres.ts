import type { Fixes } from "../types.ts";

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

/**
 * A stay is at the mean of its fixes.
 *
 * **How** the means of their longitudes and of their latitudes in degrees; longitudes are counted from the first fix on, the
 * shorter way round, so that a stay on the meridian of 180° is there.
 *
 * @returns a centre for `detectStays`. Against the mean on the sphere it is off by less than a millimetre for stays of 100 m
 * up to latitudes of 80°; within some hundred metres of a pole, where longitudes mean little, by as much as the stay is wide
 *
 * **Cost** 2 ns a fix
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
 * @returns a centre for `detectStays`; as `meanCentre` about the poles
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
 * **How** the median of their longitudes and that of their latitudes, each by selection; of an even number the mean of the
 * two in the middle. Where fixes lie on both sides of the meridian of 180°, longitudes are counted through it.
 *
 * @returns a centre for `detectStays`; as `meanCentre` about the poles
 *
 * **Cost** about 30 ns a fix
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
      const scratch = new Float64Array(most);
      return (lon, lat, first, after, centre) => writeMedian(lon, lat, first, after, centre, scratch);
    },
  };
}

function writeMedian(
  lon: Float64Array,
  lat: Float64Array,
  first: number,
  after: number,
  centre: Float64Array,
  scratch: Float64Array,
): void {
  const n = after - first;
  const lon0 = lon[first]!;
  let through = false;
  for (let i = 0; i < n; i++) {
    const x = lon[first + i]!;
    scratch[i] = x;
    if (x - lon0 > 180 || x - lon0 < -180) through = true;
  }
  if (through) for (let i = 0; i < n; i++) if (scratch[i]! < 0) scratch[i] = scratch[i]! + 360;
  const x = medianOf(scratch, n);
  centre[0] = x > 180 ? x - 360 : x;
  for (let i = 0; i < n; i++) scratch[i] = lat[first + i]!;
  centre[1] = medianOf(scratch, n);
}

function writeMean(lon: Float64Array, lat: Float64Array, first: number, after: number, centre: Float64Array): void {
  const lon0 = lon[first]!;
  const lat0 = lat[first]!;
  let east = 0;
  let north = 0;
  for (let i = first; i < after; i++) {
    const x = lon[i]! - lon0;
    east += x > 180 ? x - 360 : x < -180 ? x + 360 : x;
    north += lat[i]! - lat0;
  }
  const x = lon0 + east / (after - first);
  centre[0] = x > 180 ? x - 360 : x < -180 ? x + 360 : x;
  centre[1] = Math.min(90, Math.max(-90, lat0 + north / (after - first)));
}

/** The median of the first n values, which are put in another order. */
function medianOf(values: Float64Array, n: number): number {
  const half = n >> 1;
  const upper = select(values, n, half);
  if ((n & 1) === 1) return upper;
  let lower = values[0]!;
  for (let i = 1; i < half; i++) if (values[i]! > lower) lower = values[i]!;
  return (lower + upper) / 2;
}

/** The value that stands at k when the first n are in order; afterwards none before it is larger (Hoare's selection). */
function select(values: Float64Array, n: number, k: number): number {
  let left = 0;
  let right = n - 1;
  while (left < right) {
    const middle = (left + right) >> 1;
    let pivot = values[middle]!;
    if (values[left]! > pivot) {
      values[middle] = values[left]!;
      values[left] = pivot;
      pivot = values[middle]!;
    }
    if (values[right]! < pivot) {
      values[middle] = values[right]!;
      values[right] = pivot;
      pivot = values[middle]!;
      if (values[left]! > pivot) {
        values[middle] = values[left]!;
        values[left] = pivot;
        pivot = values[middle]!;
      }
    }
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) {
        const value = values[i]!;
        values[i++] = values[j]!;
        values[j--] = value;
      }
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else return values[k]!;
  }
  return values[k]!;
}
