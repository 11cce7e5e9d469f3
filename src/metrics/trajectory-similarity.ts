import { checkOptions, fail, isObject } from "../core/check.ts";
import { failShape } from "../core/check-tables.ts";
import { checkFixes } from "../core/check-traces.ts";
import { checkAnswer, checkFunction } from "../core/check-variants.ts";
import type { Fixes, Table } from "../types.ts";
import { checkSeenInOrder, type SeenPlaces } from "./seen-places.ts";
import type { Path, PathMeasure } from "./trajectory-similarity-measures.ts";
import { checkPairs, type UserPairs } from "./trajectory-similarity-pairs.ts";

export interface TrajectorySimilarityOptions {
  /** Who is compared with whom. */
  readonly pairs: UserPairs;
  /** `longestCommonSubsequence({ … })`, `dynamicTimeWarping({ … })`, `realPenaltyEdit({ … })`, or any function of two paths. */
  readonly measure: PathMeasure;
}

/** A row per pair of users: the figure, and how many positions either has. */
export type TrajectorySimilarities = Table<{
  readonly user: Uint32Array;
  readonly other: Uint32Array;
  readonly value: Float64Array;
  readonly positions: Uint32Array;
  readonly otherPositions: Uint32Array;
}> & { readonly users: readonly string[] };

/**
 * Do two people go the same way, through the same places in the same order? The similarity, or the distance, of two trajectories.
 *
 * **How** the measure of the two sequences of positions, those of the locations where these are what was seen. Times are not
 * looked at: for rows that mean the same time in both, daily locations say, the order is the time.
 *
 * @param seen - where each user was seen, in order of time: fixes, or traces, stays or daily locations
 * @param options - the pairs, and the measure
 * @returns a row per pair: `value`, NaN where either has no position, `positions` and `otherPositions`
 * @throws RangeError for rows out of order, pairs of users who are not there, or a measure that gives no number
 *
 * **Cost** that of the measure per pair: for all three of this package, positions of the one · positions of the other
 *
 * [vlachos-2002] [sakoe-chiba-1978] [chen-ng-2004]
 * @example
 * const zones = createLocations("zones", ["A", "B", "C"], [29, 29.1, 29.2], [41, 41, 41]);
 * const events = { users: ["ann", "bo"], user: Uint32Array.of(0, 0, 0, 1, 1), time: Uint32Array.of(1, 2, 3, 1, 2), location: Uint32Array.of(0, 1, 2, 0, 2) };
 * const options = { pairs: { user: [0], other: [1] }, measure: longestCommonSubsequence({ radiusMeters: 0 }) };
 * measureTrajectorySimilarity(buildTracesOfEvents(events, zones), options).columns.value; // Float64Array(1) [ 1 ]
 */
export function measureTrajectorySimilarity(
  seen: Fixes | SeenPlaces,
  options: TrajectorySimilarityOptions,
): TrajectorySimilarities {
  const where = "measureTrajectorySimilarity";
  const pathOf = pathsOf(where, seen);
  checkOptions(where, options, ["pairs", "measure"]);
  const { measure } = options;
  const such = "a measure of two paths such as dynamicTimeWarping({})";
  checkFunction(where, "measure", measure, such, 2);
  const { user, other } = checkPairs(where, options.pairs, seen.users.length);
  const length = user.length;
  const value = new Float64Array(length).fill(Number.NaN);
  const positions = new Uint32Array(length);
  const otherPositions = new Uint32Array(length);
  for (let k = 0; k < length; k++) {
    const a = pathOf(user[k]!);
    const b = pathOf(other[k]!);
    positions[k] = a.lon.length;
    otherPositions[k] = b.lon.length;
    if (a.lon.length === 0 || b.lon.length === 0) continue;
    const figure: unknown = measure(a, b);
    checkAnswer(where, "measure", measure, figure, such);
    if (typeof figure !== "number") fail(where, "measure", `${such}, which gives a number`, figure);
    value[k] = figure;
  }
  return { users: seen.users, length, columns: { user, other, value, positions, otherPositions } };
}

/** The positions of each user: those of fixes, or those of the locations. */
function pathsOf(where: string, seen: Fixes | SeenPlaces): (user: number) => Path {
  const given: unknown = seen;
  if (!isObject(given)) failShape(where, "seen", "fixes, or a table with the column location", given);
  const { offsets } = seen;
  if (!("locations" in seen)) {
    checkFixes(where, seen);
    const { lon, lat } = seen.columns;
    return (u) => ({ lon: lon.slice(offsets[u]!, offsets[u + 1]!), lat: lat.slice(offsets[u]!, offsets[u + 1]!) });
  }
  checkSeenInOrder(where, seen);
  const { lon, lat } = seen.locations.columns;
  const { location } = seen.columns;
  const along = (u: number, column: Float64Array): Float64Array =>
    Float64Array.from(location.subarray(offsets[u]!, offsets[u + 1]!), (l) => column[l]!);
  return (u) => ({ lon: along(u, lon), lat: along(u, lat) });
}
