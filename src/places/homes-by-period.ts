import { checkInteger, checkOptions } from "../core/check.ts";
import { checkHomesByPeriod } from "../core/check-places.ts";
import { checkPeriods } from "../core/periods.ts";
import { firstAtLeast } from "../core/runs.ts";
import type { HomeHistory, HomePlacesByPeriod, Homes, Periods, Traces } from "../types.ts";
import { createHomeColumns, createHomeWriter } from "./home-choice.ts";
import {
  checkCriterion,
  createScoreboard,
  type HomeCriterion,
  startCriterion,
  type Whereabouts,
} from "./home-criteria.ts";

export interface HomesByPeriodOptions<Rows extends Whereabouts = Traces> {
  /** What makes a place a home, as for `detectHomes`. */
  readonly criterion: HomeCriterion<Rows>;
  /** The periods, in order of their first days: `buildMonths`, `buildWeeks` or `buildPeriods`. They may overlap. */
  readonly periods: Periods;
  /** Homes with less support in the period are not named. From 1, and 1 unless given. */
  readonly minSupport?: number;
}

export interface StableHomesOptions {
  /** A stable home is the home of at least so many periods: 7 of 13 months in the handbook. From 1. */
  readonly minPeriods: number;
}

/**
 * Where does each person live in each month, or any other period?
 *
 * **How** `detectHomes` of the rows of each period alone. An event belongs to the period in which it was, a stay to that in
 * which it began, a day of presence to that which has the day. What came after midnight on the first day of a period
 * belongs to the period, and to the night before.
 *
 * @param rows - where each user was seen, in time order: traces, stays or presence, as the criterion reads
 * @param options - the criterion, the periods and the least support that names a home
 * @returns a row per user and period, see `HomeHistory`; the columns are those of `detectHomes`
 * @throws RangeError for rows out of order or with locations that do not exist, periods out of order, or a minSupport
 * below 1
 *
 * **Cost** O(rows + users · periods · log rows): as `detectHomes` and about 0.1 µs per user and period.
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const columns = { time: Uint32Array.of(1451700000, 1454400000, 1454500000), location: Uint32Array.of(0, 1, 1) };
 * const traces = { locations: zones, users: ["ann"], offsets: Uint32Array.of(0, 3), length: 3, columns, unlocated: 0 };
 * const clock = createClock({ timeZone: "Africa/Kigali" });
 * const periods = buildMonths({ clock, firstDay: dayOfDate("2016-01-01"), lastDay: dayOfDate("2016-02-29") });
 * detectHomesByPeriod(traces, { criterion: mostEvents(), periods }).columns.location; // Int32Array(2) [ 0, 1 ]
 */
export function detectHomesByPeriod<Rows extends Whereabouts = Traces>(
  rows: Rows,
  options: HomesByPeriodOptions<Rows>,
): HomeHistory {
  const where = "detectHomesByPeriod";
  checkOptions(where, options, ["criterion", "periods", "minSupport"]);
  const { criterion, periods, minSupport = 1 } = options;
  checkCriterion(where, rows, criterion);
  checkPeriods(where, periods);
  checkInteger(where, "minSupport", minSupport, 1);
  const { users, offsets, locations } = rows;
  const count = periods.length;
  const board = createScoreboard(locations.length);
  const columns = { ...createHomeColumns(users.length * count), period: new Uint32Array(users.length * count) };
  const write = createHomeWriter(columns, criterion, minSupport);
  const counter = startCriterion(where, criterion, rows);
  const { values, first, end } = boundsOf(rows, criterion.reads ?? "traces", periods);
  for (let u = 0; u < users.length; u++) {
    let from = offsets[u]!;
    const last = offsets[u + 1]!;
    for (let p = 0; p < count; p++) {
      from = firstAtLeast(values, from, last, first[p]!);
      const to = firstAtLeast(values, from, last, end[p]!);
      const row = u * count + p;
      columns.period[row] = p;
      if (from === to) continue;
      counter(from, to, board);
      write(board, row);
    }
  }
  const rowsOfUsers = Uint32Array.from({ length: users.length + 1 }, (_, u) => u * count);
  return { locations, users, offsets: rowsOfUsers, length: users.length * count, columns, periods };
}

/**
 * Where is each person's home in most periods? The stable home area of the United Nations handbook: the home of at least
 * 7 of 13 months.
 *
 * **How** support = periods whose home is the location; share = support / periods with a home; of equal ones, the one that
 * was home in the latest period.
 *
 * @param history - homes by period
 * @param options - in how many periods a stable home is home
 * @returns homes as from `detectHomes`; location −1 for who has a home in no place in `minPeriods` periods
 * @throws RangeError for a table that is none, or more periods asked for than there are
 *
 * **Cost** O(rows).
 *
 * [un-mpd-2022]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const columns = { time: Uint32Array.of(1451700000, 1454400000, 1456900000), location: Uint32Array.of(0, 1, 1) };
 * const traces = { locations: zones, users: ["ann"], offsets: Uint32Array.of(0, 3), length: 3, columns, unlocated: 0 };
 * const clock = createClock({ timeZone: "Africa/Kigali" });
 * const periods = buildMonths({ clock, firstDay: dayOfDate("2016-01-01"), lastDay: dayOfDate("2016-03-31") });
 * const history = detectHomesByPeriod(traces, { criterion: mostEvents(), periods });
 * const { location, support } = detectStableHomes(history, { minPeriods: 2 }).columns;
 * [location[0], support[0]]; // [ 1, 2 ]
 */
export function detectStableHomes(history: HomePlacesByPeriod, options: StableHomesOptions): Homes {
  const where = "detectStableHomes";
  checkHomesByPeriod(where, "history", history);
  checkOptions(where, options, ["minPeriods"]);
  const { minPeriods } = options;
  checkInteger(where, "minPeriods", minPeriods, 1, Math.max(1, history.periods.length));
  const { users, offsets, locations } = history;
  const { location } = history.columns;
  const columns = createHomeColumns(users.length);
  const criterion = { name: "home of most periods", start: () => () => undefined };
  const write = createHomeWriter(columns, criterion, minPeriods);
  const board = createScoreboard(locations.length);
  for (let u = 0; u < users.length; u++) {
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      const home = location[i]!;
      if (home < 0) continue;
      if (board.score[home] === 0) board.touched[board.touchedCount++] = home;
      board.score[home]!++;
      board.tieBreaker[home] = i - offsets[u]!;
      board.total++;
    }
    write(board, u);
  }
  return { locations, users, length: users.length, columns };
}

/** The column that puts rows in periods, and where in it each period begins and ends. */
function boundsOf(
  rows: Whereabouts,
  reads: "traces" | "stays" | "presence",
  periods: Periods,
): { values: Uint32Array | Int32Array; first: ArrayLike<number>; end: ArrayLike<number> } {
  const { firstDay, lastDay, start, end } = periods.columns;
  const columns = rows.columns as Record<string, Uint32Array | Int32Array>;
  if (reads === "presence") return { values: columns["day"]!, first: firstDay, end: lastDay.map((day) => day + 1) };
  return { values: columns[reads === "stays" ? "start" : "time"]!, first: start, end };
}
