import { checkInteger, checkNumber, checkOptions } from "../core/check.ts";
import { greatCircleMeters } from "../core/sphere.ts";

/** The positions of one user in order, in degrees. */
export interface Path {
  readonly lon: Float64Array;
  readonly lat: Float64Array;
}

/** One figure of two paths, neither of them empty. */
export type PathMeasure = (a: Path, b: Path) => number;

export interface LongestCommonSubsequenceOptions {
  /** How far two positions may lie apart to be the same, in metres: 0 for the same place. */
  readonly radiusMeters: number;
  /** How many places two positions may stand apart in their sequences; any unless given. */
  readonly maxShift?: number;
}

/**
 * The share of the shorter path that the longer one goes through too, in the same order: the longest common subsequence.
 *
 * **How** LCS / min(n, m), with LCS the most positions of both, in order, that are pairwise at most radiusMeters apart and maxShift
 * places from each other. Positions that only one of them has are passed over: it does not mind gaps and outliers.
 *
 * @param options - what is the same position
 * @returns a measure for `measureTrajectorySimilarity`, from 0 to 1
 * @throws RangeError for a radius or a shift below 0
 *
 * **Cost** O(n · m) time, O(m) memory
 *
 * [vlachos-2002]
 * @example
 * const path = (...lon) => ({ lon: Float64Array.from(lon), lat: new Float64Array(lon.length) });
 * longestCommonSubsequence({ radiusMeters: 100 })(path(29, 30, 31), path(29, 35, 31)).toFixed(3); // '0.667'
 */
export function longestCommonSubsequence(options: LongestCommonSubsequenceOptions): PathMeasure {
  const where = "longestCommonSubsequence";
  checkOptions(where, options, ["radiusMeters", "maxShift"]);
  const { radiusMeters, maxShift = Infinity } = options;
  checkNumber(where, "radiusMeters", radiusMeters, 0);
  if (maxShift !== Infinity) checkInteger(where, "maxShift", maxShift, 0);
  return (a, b) => {
    const n = a.lon.length;
    const m = b.lon.length;
    const row = new Uint32Array(m + 1);
    for (let i = 0; i < n; i++) {
      let diagonal = 0;
      for (let j = 0; j < m; j++) {
        const above = row[j + 1]!;
        const same = Math.abs(i - j) <= maxShift && metersBetween(a, i, b, j) <= radiusMeters;
        row[j + 1] = same ? diagonal + 1 : Math.max(above, row[j]!);
        diagonal = above;
      }
    }
    return row[m]! / Math.min(n, m);
  };
}

export interface DynamicTimeWarpingOptions {
  /** How many places two matched positions may stand apart in their sequences; any unless given, and never fewer than the lengths differ by. */
  readonly maxShift?: number;
}

/**
 * How far two paths are apart when either may wait for the other: dynamic time warping.
 *
 * **How** the least Σ of great-circle metres over matched positions, each position matched with at least one of the other path and
 * no two matches crossing: D[i, j] = d(i, j) + min(D[i−1, j], D[i, j−1], D[i−1, j−1]).
 *
 * @param options - how far matches may be shifted
 * @returns a measure for `measureTrajectorySimilarity`, in metres: 0 for paths through the same positions in the same order, however
 * long at each. Longer paths have larger sums; it is no metric
 * @throws RangeError for a shift below 0
 *
 * **Cost** O(n · m) time, O(m) memory
 *
 * [sakoe-chiba-1978]
 * @example
 * const path = (...lon) => ({ lon: Float64Array.from(lon), lat: new Float64Array(lon.length) });
 * dynamicTimeWarping({})(path(29, 29, 30), path(29, 30, 30)); // 0
 */
export function dynamicTimeWarping(options: DynamicTimeWarpingOptions = {}): PathMeasure {
  const where = "dynamicTimeWarping";
  checkOptions(where, options, ["maxShift"]);
  const { maxShift = Infinity } = options;
  if (maxShift !== Infinity) checkInteger(where, "maxShift", maxShift, 0);
  return (a, b) => {
    const n = a.lon.length;
    const m = b.lon.length;
    const reach = Math.max(maxShift, Math.abs(n - m));
    const row = new Float64Array(m + 1).fill(Infinity);
    row[0] = 0;
    for (let i = 0; i < n; i++) {
      let diagonal = row[0]!;
      row[0] = Infinity;
      for (let j = 0; j < m; j++) {
        const above = row[j + 1]!;
        const best = Math.min(above, row[j]!, diagonal);
        row[j + 1] = Math.abs(i - j) > reach || best === Infinity ? Infinity : best + metersBetween(a, i, b, j);
        diagonal = above;
      }
    }
    return row[m]!;
  };
}

export interface RealPenaltyEditOptions {
  /** Where a position that only one path has is compared with, in degrees: one point for all paths, the centre of the city, for instance. */
  readonly gap: { readonly lon: number; readonly lat: number };
}

/**
 * How far two paths are apart when positions may be left out at a price: the edit distance with real penalty.
 *
 * **How** the least Σ of great-circle metres: between two positions that are matched, and between a position that is left out
 * and the gap point.
 *
 * @param options - the gap point
 * @returns a measure for `measureTrajectorySimilarity`, in metres, which keeps the triangle inequality
 * @throws RangeError for a point that is not on the globe
 *
 * **Cost** O(n · m) time, O(m) memory
 *
 * [chen-ng-2004]
 * @example
 * const path = (...lon) => ({ lon: Float64Array.from(lon), lat: new Float64Array(lon.length) });
 * realPenaltyEdit({ gap: { lon: 29, lat: 0 } })(path(29, 30, 29), path(30)); // 0
 */
export function realPenaltyEdit(options: RealPenaltyEditOptions): PathMeasure {
  const where = "realPenaltyEdit";
  checkOptions(where, options, ["gap"]);
  checkOptions(where, options.gap, ["lon", "lat"], "gap");
  const { lon, lat } = options.gap;
  checkNumber(where, "gap.lon", lon, -180, 180);
  checkNumber(where, "gap.lat", lat, -90, 90);
  const toGap = (path: Path): Float64Array =>
    path.lon.map((_, i) => greatCircleMeters(path.lon[i]!, path.lat[i]!, lon, lat));
  return (a, b) => {
    const n = a.lon.length;
    const m = b.lon.length;
    const ofA = toGap(a);
    const ofB = toGap(b);
    const row = new Float64Array(m + 1);
    for (let j = 0; j < m; j++) row[j + 1] = row[j]! + ofB[j]!;
    for (let i = 0; i < n; i++) {
      let diagonal = row[0]!;
      row[0] = diagonal + ofA[i]!;
      for (let j = 0; j < m; j++) {
        const above = row[j + 1]!;
        row[j + 1] = Math.min(diagonal + metersBetween(a, i, b, j), above + ofA[i]!, row[j]! + ofB[j]!);
        diagonal = above;
      }
    }
    return row[m]!;
  };
}

function metersBetween(a: Path, i: number, b: Path, j: number): number {
  const lon1 = a.lon[i]!;
  const lat1 = a.lat[i]!;
  const lon2 = b.lon[j]!;
  const lat2 = b.lat[j]!;
  return lon1 === lon2 && lat1 === lat2 ? 0 : greatCircleMeters(lon1, lat1, lon2, lat2);
}
