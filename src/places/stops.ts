import { checkInteger, checkNumber, checkOffsets, checkOptions } from "../core/check.ts";
import { checkLists } from "../core/check-tables.ts";
import { checkStays } from "../core/check-traces.ts";
import { checkRule } from "../core/check-variants.ts";
import { locationsOf } from "../core/locations.ts";
import { longestRun } from "../core/runs.ts";
import { latitudeOf, longitudeOf, toUnitVectors } from "../core/sphere.ts";
import type { Locations, Stays } from "../types.ts";
import { createClusterer } from "./stops-clusters.ts";
import { eachUser, type StopRuns, type StopScope } from "./stops-scope.ts";

export interface StopsOptions {
  /** Stays at most so far apart, in metres along the great circle, are neighbours. From 0.01 to 1,000,000. */
  readonly epsMeters: number;
  /** A stay with so many neighbours, itself counted, is at the heart of a stop; 1 leaves no noise. From 1. */
  readonly minStays: number;
  /** Whose stays make a stop: `eachUser()` unless given, or `allUsers()`. */
  readonly scope?: StopScope;
}

/** What `buildStops` gives: stays.length = stops.length + noise. */
export interface Stops {
  /** The stays that belong to a stop, at stops instead of at their own positions; noise is left out. */
  readonly stops: Stays;
  /** The stop of each stay given, a row of `stops.locations`; −1 for noise. */
  readonly stopOf: Int32Array;
  /** How many stays belong to no stop. */
  readonly noise: number;
}

/** A mean of unit vectors shorter than this points nowhere. */
const NOWHERE = 1e-9;

/**
 * Which places do people come back to? The stays of each person gathered into stop locations by density clustering, so
 * that two evenings at home, some metres apart for the receiver, are two visits to one place.
 *
 * **How** DBSCAN: a stay is a core stay if at least minStays stays, itself included, lie within epsMeters of it (the
 * border included) by greatCircleMeters; core stays within epsMeters of each other are of one stop, and so is what hangs
 * together through them. Another stay within epsMeters of a core stay is of that one's stop; of several stops, of the one
 * with the lowest number. A stay that is near no core stay is noise. Stops are numbered by the first of their core stays,
 * user after user and in order of time: the lowest number is the place that was known first. A stop stands at the mean of
 * its stays, each counted once: the direction of the sum of their unit vectors.
 *
 * @param stays - stays of each user in time order, at positions of their own (GPS) or at antennas
 * @param options - how near stays must be, how many make a stop, and whose
 * @returns `stops`: the stays that belong to a stop, over locations of kind "stops"; `stopOf` and `noise` say which stays
 * do not. With `eachUser` the locations stand in the order of the users, and the rows of a user do not depend on the others
 * @throws RangeError for stays that overlap or are out of order, or options out of range
 *
 * **Departs from the paper**: a border stay of several clusters belongs to the one found first, as in the paper, and what
 * is found first is stated. A stop so wide that its mean is the centre of the Earth stands at its first stay.
 *
 * **Cost** near-linear: a crowd in one place is counted at once, never pair by pair; 1–3 µs a stay, and some 60 bytes a
 * stay for the results and 160 for each stay of the longest run. No matrix of distances.
 *
 * [ester-1996] [ashbrook-starner-2003]
 *
 * @example
 * const fixes = createLocations("stops", ["a", "b", "c"], [85.3, 85.3002, 85.4], [27.7, 27.7, 27.7]);
 * const columns = { start: Uint32Array.of(0, 50, 90), end: Uint32Array.of(40, 80, 99), location: Uint32Array.of(0, 2, 1), events: Uint32Array.of(9, 9, 9) };
 * const stays = { locations: fixes, users: ["ana"], offsets: Uint32Array.of(0, 3), length: 3, columns };
 * const { stops, noise } = buildStops(stays, { epsMeters: 50, minStays: 1 });
 * stops.columns.location; // Uint32Array(3) [ 0, 1, 0 ]
 * stops.locations.columns.id; // [ 'ana:0', 'ana:1' ]
 * buildStops(stays, { epsMeters: 50, minStays: 2 }).stopOf; // Int32Array(3) [ 0, -1, 0 ]
 */
export function buildStops(stays: Stays, options: StopsOptions): Stops {
  const where = "buildStops";
  checkOptions(where, options, ["epsMeters", "minStays", "scope"]);
  const { epsMeters, minStays, scope = eachUser() } = options;
  checkNumber(where, "epsMeters", epsMeters, 0.01, 1_000_000);
  checkInteger(where, "minStays", minStays, 1);
  checkRule(where, "scope", scope, "start", "a scope such as eachUser()");
  checkStays(where, stays);
  const runs = scope.start(stays);
  checkLists(where, "runs of the scope", runs, ["offsets"], "runs { offsets, idOf }");
  checkOffsets(where, "runs.offsets", runs.offsets, runs.offsets.length - 1, stays.length);

  const vectors = toUnitVectors(stays.locations.columns.lon, stays.locations.columns.lat);
  const stopOf = new Int32Array(stays.length).fill(-1);
  const ids: string[] = [];
  clusterRuns(stays, runs, vectors, epsMeters, minStays, stopOf, ids);
  return relocated(stays, stopOf, stopLocations(stays, stopOf, ids, vectors));
}

/** Clusters one run after another: writes the stop of each stay, and the id of each stop. */
function clusterRuns(
  { locations, columns: { location } }: Stays,
  { offsets, idOf }: StopRuns,
  vectors: Float64Array,
  epsMeters: number,
  minStays: number,
  stopOf: Int32Array,
  ids: string[],
): void {
  const capacity = Math.min(longestRun(offsets), locations.length);
  const { label, run } = createClusterer(locations, vectors, capacity, epsMeters, minStays);
  // Stays at one location are one point: pointOf holds it where seenIn says that this run has met the location.
  const place = new Uint32Array(capacity);
  const weight = new Uint32Array(capacity);
  const pointOf = new Uint32Array(locations.length);
  const seenIn = new Uint32Array(locations.length);
  for (let r = 0; r + 1 < offsets.length; r++) {
    const from = offsets[r]!;
    const to = offsets[r + 1]!;
    let points = 0;
    for (let i = from; i < to; i++) {
      const l = location[i]!;
      if (seenIn[l] !== r + 1) {
        seenIn[l] = r + 1;
        pointOf[l] = points;
        place[points] = l;
        weight[points++] = 0;
      }
      weight[pointOf[l]!]!++;
    }
    const first = ids.length;
    const found = run(points, place, weight);
    for (let k = 0; k < found; k++) ids.push(idOf(r, k));
    for (let i = from; i < to; i++) {
      const cluster = label[pointOf[location[i]!]!]!;
      if (cluster >= 0) stopOf[i] = first + cluster;
    }
  }
}

/** Each stop at the mean of its stays. A stop whose stays all have one position has just that. */
function stopLocations(
  { length, locations, columns: { location } }: Stays,
  stopOf: Int32Array,
  ids: readonly string[],
  vectors: Float64Array,
): Locations {
  const { lon, lat } = locations.columns;
  const sum = new Float64Array(3 * ids.length);
  const count = new Uint32Array(ids.length);
  const first = new Uint32Array(ids.length);
  const spread = new Uint8Array(ids.length);
  for (let i = 0; i < length; i++) {
    const s = stopOf[i]!;
    if (s < 0) continue;
    const l = location[i]!;
    if (count[s]!++ === 0) first[s] = l;
    else if (lon[l] !== lon[first[s]!] || lat[l] !== lat[first[s]!]) spread[s] = 1;
    sum[3 * s] = sum[3 * s]! + vectors[3 * l]!;
    sum[3 * s + 1] = sum[3 * s + 1]! + vectors[3 * l + 1]!;
    sum[3 * s + 2] = sum[3 * s + 2]! + vectors[3 * l + 2]!;
  }
  const stopLon = new Float64Array(ids.length);
  const stopLat = new Float64Array(ids.length);
  for (let s = 0; s < ids.length; s++) {
    const x = sum[3 * s]!;
    const y = sum[3 * s + 1]!;
    const z = sum[3 * s + 2]!;
    const towards = spread[s] === 1 && Math.sqrt(x * x + y * y + z * z) > NOWHERE * count[s]!;
    stopLon[s] = towards ? longitudeOf(x, y) : lon[first[s]!]!;
    stopLat[s] = towards ? latitudeOf(x, y, z) : lat[first[s]!]!;
  }
  return locationsOf("stops", ids, stopLon, stopLat);
}

/** The stays that have a stop, at their stops. */
function relocated(stays: Stays, stopOf: Int32Array, locations: Locations): Stops {
  const { users, offsets, columns } = stays;
  let kept = 0;
  for (let i = 0; i < stopOf.length; i++) if (stopOf[i]! >= 0) kept++;
  const start = new Uint32Array(kept);
  const end = new Uint32Array(kept);
  const location = new Uint32Array(kept);
  const events = new Uint32Array(kept);
  const newOffsets = new Uint32Array(users.length + 1);
  let at = 0;
  for (let u = 0; u < users.length; u++) {
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      if (stopOf[i]! < 0) continue;
      start[at] = columns.start[i]!;
      end[at] = columns.end[i]!;
      location[at] = stopOf[i]!;
      events[at++] = columns.events[i]!;
    }
    newOffsets[u + 1] = at;
  }
  const stops = { locations, users, length: kept, offsets: newOffsets, columns: { start, end, location, events } };
  return { stops, stopOf, noise: stays.length - kept };
}
