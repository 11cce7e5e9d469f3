import { checkNumber, checkOptions, failInWords } from "../core/check.ts";
import { checkFixes, checkStays } from "../core/check-traces.ts";
import { checkSameUsers } from "../core/check-users.ts";
import { greatCircleMeters } from "../core/sphere.ts";
import type { Fixes, Sequences, Stays } from "../types.ts";

/**
 * The legs of each user's ways, in time order: from second `start` to second `end`, on how many `fixes` it rests (0 where
 * it was only inferred) and how long it is in `meters`.
 */
export type Legs = Sequences<{
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  readonly fixes: Uint32Array;
  readonly meters: Float64Array;
}>;

export interface LegsOptions {
  /** After a longer silence nobody knows how the way went on: a leg ends. From 0. */
  readonly maxGapSeconds: number;
}

/** What `buildLegs` gives. */
export interface BuiltLegs {
  readonly legs: Legs;
  /** The leg of each fix, a row of `legs`; −1 for a fix of a stay, and for one that makes no leg. */
  readonly legOf: Int32Array;
}

/**
 * How did people get from stay to stay? The ways of each person, cut where tracking fell silent.
 *
 * **How** A fix belongs to a stay if it is one of the `events` fixes from its `start` on. What lies between two stays is a
 * leg, cut where a fix comes more than maxGapSeconds after the one before. It lasts from its first to its last fix, and
 * `meters` is the sum of the great-circle distances from fix to fix. A single fix, and fixes that are all at one place,
 * make no leg.
 *
 * @param fixes - positions of each user in time order
 * @param stays - the stays that were detected in these fixes, for the same users
 * @param options - the longest silence within a leg
 * @returns `legs` of all users, and the leg of each fix
 * @throws RangeError for fixes or stays out of order, other users, or stays that are not of these fixes
 *
 * **Cost** O(fixes), about 100 ns a fix for the distances.
 *
 * [martin-2023]
 *
 * @example
 * const { fixes } = buildFixes({ users: ["ana"], user: [0, 0, 0, 0], time: [0, 60, 120, 9000], lon: [10, 10, 10.01, 10.02], lat: [0, 0.01, 0.01, 0] });
 * const none = { locations: createLocations("stops", [], [], []), users: ["ana"], offsets: Uint32Array.of(0, 0), length: 0 };
 * const stays = { ...none, columns: { start: new Uint32Array(0), end: new Uint32Array(0), location: new Uint32Array(0), events: new Uint32Array(0) } };
 * const { legs, legOf } = buildLegs(fixes, stays, { maxGapSeconds: 900 });
 * [legs.columns.start[0], legs.columns.end[0], Math.round(legs.columns.meters[0])]; // [ 0, 120, 2224 ]
 * legOf; // Int32Array(4) [ 0, 0, 0, -1 ]
 */
export function buildLegs(fixes: Fixes, stays: Stays, options: LegsOptions): BuiltLegs {
  const where = "buildLegs";
  checkOptions(where, options, ["maxGapSeconds"]);
  const { maxGapSeconds } = options;
  checkNumber(where, "maxGapSeconds", maxGapSeconds, 0);
  checkFixes(where, fixes);
  checkStays(where, stays);
  checkSameUsers(where, "stays", stays.users, fixes.users, "fixes");

  const { users, offsets: rows } = fixes;
  const { time, lon, lat } = fixes.columns;
  const legOf = new Int32Array(fixes.length).fill(-1);
  const start: number[] = [];
  const end: number[] = [];
  const count: number[] = [];
  const meters: number[] = [];
  const offsets = new Uint32Array(users.length + 1);
  /** Makes legs of the fixes from … to − 1, none of which is of a stay. */
  const addLegs = (from: number, to: number): void => {
    let first = from;
    let way = 0;
    for (let i = from + 1; i <= to; i++) {
      if (i < to && time[i]! - time[i - 1]! <= maxGapSeconds) {
        way += greatCircleMeters(lon[i - 1]!, lat[i - 1]!, lon[i]!, lat[i]!);
        continue;
      }
      if (way > 0) {
        legOf.fill(start.length, first, i);
        start.push(time[first]!);
        end.push(time[i - 1]!);
        count.push(i - first);
        meters.push(way);
      }
      first = i;
      way = 0;
    }
  };
  for (let u = 0; u < users.length; u++) {
    let at = rows[u]!;
    for (let s = stays.offsets[u]!; s < stays.offsets[u + 1]!; s++) {
      const from = at;
      while (at < rows[u + 1]! && time[at]! < stays.columns.start[s]!) at++;
      addLegs(from, at);
      at += stays.columns.events[s]!;
      if (at > rows[u + 1]! || (at > from && time[at - 1]! > stays.columns.end[s]!)) failFixes(where, s, stays);
    }
    addLegs(at, rows[u + 1]!);
    offsets[u + 1] = start.length;
  }
  const columns = {
    start: Uint32Array.from(start),
    end: Uint32Array.from(end),
    fixes: Uint32Array.from(count),
    meters: Float64Array.from(meters),
  };
  return { legs: { users, offsets, length: start.length, columns }, legOf };
}

/**
 * How did people get from stay to stay, where only the stays are known, as with antennas? Each change of place is a leg.
 *
 * **How** Where a user's next stay is at another location and begins at most maxGapSeconds after the end of the one before,
 * the time between them is a leg; `meters` is the great-circle distance of the two locations, and `fixes` is 0.
 *
 * @param stays - stays of each user in time order
 * @param options - the longest time between two stays that is taken for a way
 * @returns legs of all users; with stays that reach to the next event they have no duration
 * @throws RangeError for stays out of order or at locations that do not exist
 *
 * **Cost** O(stays).
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.7]);
 * const columns = { start: Uint32Array.of(0, 900), end: Uint32Array.of(600, 1200), location: Uint32Array.of(0, 1), events: Uint32Array.of(3, 2) };
 * const stays = { locations: antennas, users: ["ana"], offsets: Uint32Array.of(0, 2), length: 2, columns };
 * const { start, end } = buildLegsOfStays(stays, { maxGapSeconds: 3600 }).columns;
 * [start[0], end[0]]; // [ 600, 900 ]
 */
export function buildLegsOfStays(stays: Stays, options: LegsOptions): Legs {
  const where = "buildLegsOfStays";
  checkOptions(where, options, ["maxGapSeconds"]);
  const { maxGapSeconds } = options;
  checkNumber(where, "maxGapSeconds", maxGapSeconds, 0);
  checkStays(where, stays);
  const { users, offsets: rows, columns } = stays;
  const { lon, lat } = stays.locations.columns;
  const before: number[] = [];
  const offsets = new Uint32Array(users.length + 1);
  for (let u = 0; u < users.length; u++) {
    for (let i = rows[u]! + 1; i < rows[u + 1]!; i++) {
      if (columns.location[i] === columns.location[i - 1]) continue;
      if (columns.start[i]! - columns.end[i - 1]! <= maxGapSeconds) before.push(i - 1);
    }
    offsets[u + 1] = before.length;
  }
  const start = Uint32Array.from(before, (i) => columns.end[i]!);
  const end = Uint32Array.from(before, (i) => columns.start[i + 1]!);
  const meters = Float64Array.from(before, (i) => {
    const [a, b] = [columns.location[i]!, columns.location[i + 1]!];
    return greatCircleMeters(lon[a]!, lat[a]!, lon[b]!, lat[b]!);
  });
  const fixes = new Uint32Array(before.length);
  return { users, offsets, length: before.length, columns: { start, end, fixes, meters } };
}

function failFixes(where: string, row: number, { columns }: Stays): never {
  const such = "made of these fixes";
  const got = `row ${row} with ${columns.events[row]} fixes from ${columns.start[row]} to ${columns.end[row]}`;
  failInWords(where, "stays", such, got, "detect them in the same fixes");
}
