import { checkOptions, fail } from "../core/check.ts";
import { checkFixes } from "../core/check-traces.ts";
import { checkAnswer, checkRule } from "../core/check-variants.ts";
import { locationsOf } from "../core/locations.ts";
import { createTable } from "../core/table.ts";
import type { Fixes, Stays, Table } from "../types.ts";
import { type CentreFinder, meanCentre, type StayCentre } from "./stays-centres.ts";
import type { StayBoard, StayRule } from "./stays-rules.ts";

export interface StaysOptions {
  /** What makes a stay: `stayPoints(…)`, `stayLocations(…)`, `roamingStays(…)`, `boundedStays(…)`, or a rule of your own. */
  readonly rule: StayRule;
  /** Where in its fixes a stay is: `meanCentre()` unless given, `distinctCentre()`, `medianCentre()`. */
  readonly centre?: StayCentre;
}

/** What `detectStays` gives. */
export interface DetectedStays {
  readonly stays: Stays;
  /** The fixes of each stay, in the rows of `stays`: first … after − 1 of the table of fixes. */
  readonly runs: Table<{ readonly first: Uint32Array; readonly after: Uint32Array }>;
}

/**
 * Where did people stay, from when to when? Stays in the positions of GPS loggers and geolocated posts.
 *
 * **How** the rule goes through each user's fixes in order of time and says which runs of them are stays; the centre of a
 * run is where the stay was.
 *
 * @param fixes - positions in time order per user, as `buildFixes` makes them
 * @param options - the rule, and the kind of centre
 * @returns `stays`, with a location of kind "stops" of its own for each, at its centre, id "user#1", "user#2" … in order of
 * time; `events` is the number of fixes in it. `runs` says which fixes those are. All users are kept, also those who never
 * stayed. One user's stays do not overlap; one may begin in the second in which the one before it ends
 * @throws RangeError for fixes out of order or of range, and where a rule or a centre of one's own gives what is none
 *
 * **Cost** O(fixes): with stay points and their means about 12 ns a fix, a quarter of it for the checks; the rules and centres
 * say theirs
 *
 * [li-2008] [hariharan-toyama-2004]
 *
 * @example
 * const minutes = { time: [0, 240, 480, 600], lon: [116.3, 116.3001, 116.3, 116.4], lat: [39.9, 39.9, 39.9, 39.9] };
 * const { fixes } = buildFixes({ users: ["ann"], user: [0, 0, 0, 0], ...minutes });
 * const rule = stayPoints({ radiusMeters: 100, minStaySeconds: 300, maxGapSeconds: 900, end: "last fix inside" });
 * const { stays } = detectStays(fixes, { rule });
 * rowsOf(stays); // [ { start: 0, end: 480, location: 0, events: 3 } ]
 * stays.locations.columns.id; // [ 'ann#1' ]
 */
export function detectStays(fixes: Fixes, options: StaysOptions): DetectedStays {
  const where = "detectStays";
  checkFixes(where, fixes);
  checkOptions(where, options, ["rule", "centre"]);
  const { rule, centre = meanCentre() } = options;
  checkRule(where, "rule", rule, "start", "a rule such as stayPoints({ … })");
  checkRule(where, "centre", centre, "start", "a centre such as medianCentre()");
  const { users, offsets } = fixes;
  const find = rule.start(fixes);
  const centreOf = centre.start(fixes);
  const board = createBoard(fixes);
  const rows: StayRows = { first: [], after: [], start: [], end: [], id: [], lon: [], lat: [] };
  const stayOffsets = new Uint32Array(users.length + 1);
  for (let u = 0; u < users.length; u++) {
    board.count = 0;
    checkAnswer(where, "rule", rule, find(offsets[u]!, offsets[u + 1]!, board), "a rule such as stayPoints({ … })");
    checkBoard(where, board, offsets[u]!, offsets[u + 1]!);
    addRows(rows, board, users[u]!);
    addCentres(where, rows, fixes, centre, centreOf);
    stayOffsets[u + 1] = rows.id.length;
  }
  const first = Uint32Array.from(rows.first);
  const after = Uint32Array.from(rows.after);
  return {
    stays: {
      locations: locationsOf("stops", rows.id, rows.lon, rows.lat),
      users,
      length: first.length,
      offsets: stayOffsets,
      columns: {
        start: Uint32Array.from(rows.start),
        end: Uint32Array.from(rows.end),
        location: first.map((_, row) => row),
        events: first.map((row, k) => after[k]! - row),
      },
    },
    runs: createTable({ first, after }),
  };
}

/** The stays of all users so far. */
interface StayRows {
  readonly first: number[];
  readonly after: number[];
  readonly start: number[];
  readonly end: number[];
  readonly id: string[];
  readonly lon: number[];
  readonly lat: number[];
}

function addRows(rows: StayRows, board: StayBoard, user: string): void {
  for (let k = 0; k < board.count; k++) {
    rows.first.push(board.first[k]!);
    rows.after.push(board.after[k]!);
    rows.start.push(board.start[k]!);
    rows.end.push(board.end[k]!);
    rows.id.push(`${user}#${k + 1}`);
  }
}

/** The centres of the stays that have none yet: while the user's fixes are still near at hand. */
function addCentres(where: string, rows: StayRows, fixes: Fixes, centre: StayCentre, centreOf: CentreFinder): void {
  const { lon, lat } = fixes.columns;
  const place = new Float64Array(2);
  for (let k = rows.lon.length; k < rows.id.length; k++) {
    place.fill(Number.NaN);
    const answer = centreOf(lon, lat, rows.first[k]!, rows.after[k]!, place);
    checkAnswer(where, "centre", centre, answer, "a centre such as medianCentre()");
    if (!(Math.abs(place[0]!) <= 180)) fail(where, "the longitude of a centre", "from -180 to 180", place[0]);
    if (!(Math.abs(place[1]!) <= 90)) fail(where, "the latitude of a centre", "from -90 to 90", place[1]);
    rows.lon.push(place[0]!);
    rows.lat.push(place[1]!);
  }
}

/** A board with room for a stay per fix of the user who has most. */
function createBoard({ users, offsets }: Fixes): StayBoard {
  let most = 0;
  for (let u = 0; u < users.length; u++) most = Math.max(most, offsets[u + 1]! - offsets[u]!);
  const column = (): Uint32Array => new Uint32Array(most);
  return { count: 0, first: column(), after: column(), start: column(), end: column() };
}

/** Throws unless the stays that a rule found are runs of the user's fixes, in order and not over one another. */
function checkBoard(where: string, board: StayBoard, from: number, to: number): void {
  const { count, first, after, start, end } = board;
  let free = from;
  let over = 0;
  if (!Number.isInteger(count) || count < 0 || count > first.length) fail(where, "the rule's count", "of stays", count);
  for (let k = 0; k < count; k++) {
    if (first[k]! < free || after[k]! <= first[k]! || after[k]! > to) {
      const such = `a run of fixes within ${free} … ${to}`;
      fail(where, `the fixes of stay ${k + 1}`, such, `${first[k]} … ${after[k]}`);
    }
    if (start[k]! < over || end[k]! < start[k]!) {
      fail(where, `the times of stay ${k + 1}`, `in order from ${over} on`, `${start[k]} … ${end[k]}`);
    }
    free = after[k]!;
    over = end[k]!;
  }
}
