import { checkOptions } from "../core/check.ts";
import { checkHomesOf } from "../core/check-places.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkClock } from "../core/check-variants.ts";
import { createDayRuns } from "../core/day-runs.ts";
import type { Clock, HomePlaces, Located, Traces, UserTable } from "../types.ts";

export interface HomeAwayOptions {
  /** The clock of the place, which says where one day ends and the next begins. */
  readonly clock: Clock;
}

/** Per user how much of what was seen of them was seen at home. */
export type HomeAway = Located &
  UserTable<{
    readonly rows: Uint32Array;
    readonly homeRows: Uint32Array;
    readonly homeShare: Float64Array;
    readonly days: Uint32Array;
    readonly homeDays: Uint32Array;
    readonly homeOnlyDays: Uint32Array;
    readonly homeDayShare: Float64Array;
    readonly departures: Uint32Array;
    readonly absences: Uint32Array;
    readonly longestAbsenceDays: Uint32Array;
  }>;

/**
 * How much of the time is each person at home, and how often and how long away?
 *
 * **How** homeShare = rows at the home / rows; homeDayShare = local days with a row at the home / days with a row. A
 * departure is a row elsewhere that follows a row at home. An absence is a stretch of observed days without a row at home
 * between two days with one; its length is the calendar days between these two, silent ones included.
 *
 * @param traces - where each user was seen: events, which weigh hours of many calls more, or the slots that
 * `buildSlotLocations` makes of them, so that shares are shares of half hours or hours
 * @param homes - the home of the same users, over the same locations
 * @param options - the clock
 * @returns one row per user: `rows`, `homeRows`, `homeShare`; `days`, `homeDays`, `homeOnlyDays` (seen nowhere else),
 * `homeDayShare`; `departures`; `absences` and `longestAbsenceDays` (0 where there is none). Shares are NaN without rows
 * and for a user without a home, whose other figures of home and absence are 0
 * @throws RangeError for homes of other users or locations, and for traces out of time order
 *
 * **Departs from the source** bandicoot's percent_at_home, homeShare on slots of 30 minutes, also counts records without an
 * antenna as positions away from home; here they are in no table of places.
 *
 * **Cost** O(rows)
 *
 * [bandicoot]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const time = Uint32Array.of(0, 3600, 86_400, 259_200);
 * const traces = buildTracesOfEvents({ users: ["ann"], user: new Uint32Array(4), time, location: Uint32Array.of(0, 1, 1, 0) }, antennas);
 * const homes = { locations: antennas, users: ["ann"], length: 1, columns: { location: Int32Array.of(0) } };
 * const { homeShare, days, homeDays, absences, longestAbsenceDays } = measureHomeAway(traces, homes, { clock: createClock({ timeZone: "UTC" }) }).columns;
 * [homeShare[0], days[0], homeDays[0], absences[0], longestAbsenceDays[0]]; // [ 0.5, 3, 2, 1, 2 ]
 */
export function measureHomeAway(traces: Traces, homes: HomePlaces, options: HomeAwayOptions): HomeAway {
  const where = "measureHomeAway";
  checkTraces(where, traces);
  checkHomesOf(where, "homes", homes, traces.users, "traces", traces.locations);
  checkOptions(where, options, ["clock"]);
  checkClock(where, "clock", options.clock);
  const { users, locations } = traces;
  const runsOf = createDayRuns(traces, options.clock);
  const n = users.length;
  const columns = {
    rows: new Uint32Array(n),
    homeRows: new Uint32Array(n),
    homeShare: new Float64Array(n).fill(NaN),
    days: new Uint32Array(n),
    homeDays: new Uint32Array(n),
    homeOnlyDays: new Uint32Array(n),
    homeDayShare: new Float64Array(n).fill(NaN),
    departures: new Uint32Array(n),
    absences: new Uint32Array(n),
    longestAbsenceDays: new Uint32Array(n),
  };
  for (let u = 0; u < n; u++) {
    const from = traces.offsets[u]!;
    const to = traces.offsets[u + 1]!;
    const home = homes.columns.location[u]!;
    const { count, day, from: starts, location } = runsOf(from, to);
    columns.rows[u] = to - from;
    columns.days[u] = count;
    if (home < 0 || count === 0) continue;
    let homeRows = 0;
    let wasHome = false;
    let lastHomeDay = -1;
    for (let r = 0; r < count; r++) {
      const first = starts[r]!;
      const end = starts[r + 1]!;
      let here = 0;
      for (let i = first; i < end; i++) {
        const isHome = location[i] === home;
        if (isHome) here++;
        else if (wasHome) columns.departures[u]!++;
        wasHome = isHome;
      }
      homeRows += here;
      if (here === 0) continue;
      columns.homeDays[u]!++;
      if (here === end - first) columns.homeOnlyDays[u]!++;
      // The days of a user are numbered r; between two home days that do not follow one another lie days elsewhere.
      if (lastHomeDay >= 0 && r > lastHomeDay + 1) {
        columns.absences[u]!++;
        const away = day[r]! - day[lastHomeDay]! - 1;
        if (away > columns.longestAbsenceDays[u]!) columns.longestAbsenceDays[u] = away;
      }
      lastHomeDay = r;
    }
    columns.homeRows[u] = homeRows;
    columns.homeShare[u] = homeRows / (to - from);
    columns.homeDayShare[u] = columns.homeDays[u]! / count;
  }
  return { locations, users, length: n, columns };
}
