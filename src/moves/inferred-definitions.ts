import { checkInteger, checkOptions, fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import type { HomePlacesByPeriod, Table } from "../types.ts";
import { CHANGE_LABELS, classOfChange, PERMANENT } from "./inferred-changes.ts";
import { checkHistory, createRunFinder, type HomeRuns } from "./inferred-runs.ts";

export interface MigrationDefinitionsOptions {
  /** The definitions to compare: for each k the periods before and after, ascending; 1, 2, 3, 6 and 12 months in the paper. */
  readonly minPeriods: readonly number[];
  /** Up to so many periods in a row without a home are bridged; 0 unless given. */
  readonly maxGapPeriods?: number;
}

/**
 * What each k finds. `exposure` counts the periods of all users after which a migration could have been seen,
 * `exposedPeople` the users who have any; `moves` migrations and `movers` the users with one; `rate` = moves / exposure.
 * `changes` counts all changes of home, and the shares are those of their classes.
 */
export type MigrationDefinitions = Table<{
  readonly minPeriods: Uint32Array;
  readonly exposure: Float64Array;
  readonly exposedPeople: Uint32Array;
  readonly moves: Uint32Array;
  readonly movers: Uint32Array;
  readonly rate: Float64Array;
  readonly changes: Uint32Array;
  readonly permanentShare: Float64Array;
  readonly circularShare: Float64Array;
  readonly temporaryShare: Float64Array;
  readonly otherShare: Float64Array;
  readonly unknownShare: Float64Array;
}>;

/**
 * How much does the number of migrants depend on how long a stay must be? The same homes under several k-month definitions.
 *
 * **How** for each k, migrations and classes as in `detectResidenceChanges`. A period t of a user is exposed if the next
 * known home follows it (at most `maxGapPeriods` later), and k periods up to t and k from that home on lie in one stretch
 * of known homes, bridged gaps included: without gaps, 2k periods in a row with a home. With a larger k fewer people are seen
 * for long enough: rates of different k compare, numbers of movers do not.
 *
 * @param history - homes by period, of periods that do not overlap, every user once
 * @param options - the definitions
 * @returns a row for each k, see `MigrationDefinitions`; `rate` NaN where nobody is exposed, shares NaN without a change.
 * `exposure`, `exposedPeople`, `moves`, `movers` and `changes` add up over parts of the users
 * @throws RangeError for periods that overlap, a user who stands twice, no k, or values of k that do not ascend
 *
 * **Cost** O(users · periods · definitions).
 *
 * [blumenstock-2012] [blumenstock-2023]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const day = ["01", "02", "03", "04", "05"].map((month) => dayOfDate(`2016-${month}-15`));
 * const presence = buildPresenceOfDays({ user: day.map(() => "ann"), day, location: [0, 0, 1, 0, 0] }, zones);
 * const periods = buildMonths({ clock: createClock({ timeZone: "Africa/Kigali" }), firstDay: day[0], lastDay: day[4] });
 * const history = detectHomesByPeriod(presence, { criterion: modalDailyLocation(), periods });
 * const { exposure, moves, rate } = compareMigrationDefinitions(history, { minPeriods: [1, 2] }).columns;
 * [exposure, moves, rate]; // [ Float64Array(2) [ 4, 2 ], Uint32Array(2) [ 2, 0 ], Float64Array(2) [ 0.5, 0 ] ]
 */
export function compareMigrationDefinitions(
  history: HomePlacesByPeriod,
  options: MigrationDefinitionsOptions,
): MigrationDefinitions {
  const where = "compareMigrationDefinitions";
  checkHistory(where, history);
  checkUsersOnce(where, "history", history.users);
  checkOptions(where, options, ["minPeriods", "maxGapPeriods"]);
  const { minPeriods: definitions, maxGapPeriods = 0 } = options;
  checkList(where, "minPeriods", definitions);
  if (definitions.length === 0) fail(where, "minPeriods.length", "at least 1", 0);
  for (let d = 0; d < definitions.length; d++) {
    checkInteger(where, `minPeriods[${d}]`, definitions[d]!, d === 0 ? 1 : definitions[d - 1]! + 1);
  }
  checkInteger(where, "maxGapPeriods", maxGapPeriods, 0);
  const n = definitions.length;
  const classes = CHANGE_LABELS.length;
  const counts = new Uint32Array(n * classes);
  const exposure = new Float64Array(n);
  const exposedPeople = new Uint32Array(n);
  const movers = new Uint32Array(n);
  const runsOf = createRunFinder(history, maxGapPeriods);
  const { location } = history.columns;
  for (let u = 0; u < history.users.length; u++) {
    const runs = runsOf(u);
    for (let d = 0; d < n; d++) {
      const k = definitions[d]!;
      const exposed = exposedPeriods(runs, location, u * history.periods.length, k);
      exposure[d]! += exposed;
      if (exposed > 0) exposedPeople[d]!++;
      const before = counts[d * classes + PERMANENT]!;
      for (let r = 0; r + 1 < runs.length; r++) {
        if (runs.joined[r + 1] === 1) counts[d * classes + classOfChange(runs, r, k, k)]!++;
      }
      if (counts[d * classes + PERMANENT]! > before) movers[d]!++;
    }
  }
  const countsOf = (label: number): Uint32Array =>
    Uint32Array.from({ length: n }, (_, d) => counts[d * classes + label]!);
  const moves = countsOf(PERMANENT);
  const changes = moves.map((_, d) =>
    counts.subarray(d * classes, (d + 1) * classes).reduce((sum, own) => sum + own, 0),
  );
  const shareOf = (label: number): Float64Array => Float64Array.from(countsOf(label), (own, d) => own / changes[d]!);
  const columns = {
    minPeriods: Uint32Array.from(definitions),
    exposure,
    exposedPeople,
    moves,
    movers,
    rate: exposure.map((periods, d) => moves[d]! / periods),
    changes,
    permanentShare: shareOf(0),
    circularShare: shareOf(1),
    temporaryShare: shareOf(2),
    otherShare: shareOf(3),
    unknownShare: shareOf(4),
  };
  return { length: n, columns };
}

/** How many periods of a user end k periods of a stretch of known homes that goes on for k more; the user's homes begin at row `from`. */
function exposedPeriods(runs: HomeRuns, location: Int32Array, from: number, k: number): number {
  let exposed = 0;
  for (let r = 0; r < runs.length; ) {
    let end = r + 1;
    while (end < runs.length && runs.joined[end] === 1) end++;
    const first = runs.first[r]!;
    const last = runs.last[end - 1]!;
    r = end;
    // A period with a home is exposed if it is late enough in the stretch and the next home early enough.
    let known = -1;
    for (let p = first; p <= last; p++) {
      if (location[from + p]! < 0) continue;
      if (known - first + 1 >= k && last - p + 1 >= k) exposed++;
      known = p;
    }
  }
  return exposed;
}
