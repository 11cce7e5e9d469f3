import { WEEK_HOURS, weekHoursOf } from "../core/calendars.ts";
import { checkInteger, checkOptions } from "../core/check.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkClock } from "../core/check-variants.ts";
import { calendarOfSequences } from "../core/clock.ts";
import { longestRun } from "../core/runs.ts";
import type { Clock, Located, Traces, UserTable } from "../types.ts";

export interface RegularityOptions {
  /** The clock of the place. */
  readonly clock: Clock;
  /** Hours of the week with fewer rows of the user are left out. From 1, and 1 unless given; with 1 row the share is always 1. */
  readonly minRows?: number;
}

/** Per user how many rows were counted, in how many hours of the week, and the share of them at that hour's usual place. */
export type Regularities = Located &
  UserTable<{
    readonly rows: Uint32Array;
    readonly hours: Uint32Array;
    readonly regularity: Float64Array;
    readonly meanOfHours: Float64Array;
  }>;

/**
 * How often is a person where they usually are at this hour of the week?
 *
 * **How** for each of the 168 local hours of the week, R_h = rows at the location with the most rows of that hour / rows n_h
 * of that hour. regularity = Σ n_h R_h / Σ n_h, the share of all rows that lie at the usual place of their hour;
 * meanOfHours = the plain mean of R_h over the hours with rows.
 *
 * @param traces - where each user was seen; for the hourly positions of Song et al. the slots of 60 minutes that
 * `buildSlotLocations` makes, so that an hour of one week counts once
 * @param options - the clock and the rows that an hour must have
 * @returns one row per user: `rows` counted, `hours` of the week that have enough, `regularity` and `meanOfHours` from 0 to 1,
 * at least 1 / distinct locations; NaN where no hour has enough rows
 * @throws RangeError for traces out of time order, or fewer than 1 row asked for
 *
 * **Departs from the paper** Song et al. show R_h averaged over users; here each user has one figure. An hour of the week
 * with few rows is regular by chance, which minRows guards against: with data of less than two weeks the figure says nothing.
 *
 * **Cost** O(rows + 168 users)
 *
 * [song-2010-limits]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const time = Uint32Array.of(0, 3600, 604_800, 1_209_600);
 * const traces = buildTracesOfEvents({ users: ["ann"], user: new Uint32Array(4), time, location: Uint32Array.of(0, 1, 1, 0) }, antennas);
 * const regular = measureRegularity(traces, { clock: createClock({ timeZone: "UTC" }), minRows: 2 }).columns;
 * [regular.rows[0], regular.hours[0], regular.regularity[0]]; // [ 3, 1, 0.6666666666666666 ]
 */
export function measureRegularity(traces: Traces, options: RegularityOptions): Regularities {
  const where = "measureRegularity";
  checkTraces(where, traces);
  checkOptions(where, options, ["clock", "minRows"]);
  const { clock, minRows = 1 } = options;
  checkClock(where, "clock", clock);
  checkInteger(where, "minRows", minRows, 1);
  const { users, offsets, locations } = traces;
  const { time, location } = traces.columns;
  const rows = new Uint32Array(users.length);
  const hours = new Uint32Array(users.length);
  const regularity = new Float64Array(users.length).fill(NaN);
  const meanOfHours = new Float64Array(users.length).fill(NaN);
  const calendar = calendarOfSequences(time, offsets, clock);
  if (calendar !== null) {
    const { start, binSeconds } = calendar;
    const weekHour = weekHoursOf(calendar);
    const ends = new Uint32Array(WEEK_HOURS + 1);
    const byHour = new Uint32Array(longestRun(offsets));
    const count = new Uint32Array(locations.length);
    for (let u = 0; u < users.length; u++) {
      const from = offsets[u]!;
      const to = offsets[u + 1]!;
      // The locations of each hour of the week side by side: those of hour h end at ends[h].
      ends.fill(0);
      for (let i = from; i < to; i++) ends[weekHour[((time[i]! - start) / binSeconds) >>> 0]! + 1]!++;
      for (let h = 1; h <= WEEK_HOURS; h++) ends[h]! += ends[h - 1]!;
      for (let i = from; i < to; i++)
        byHour[ends[weekHour[((time[i]! - start) / binSeconds) >>> 0]!]!++] = location[i]!;
      let counted = 0;
      let usual = 0;
      let shares = 0;
      let first = 0;
      for (let h = 0; h < WEEK_HOURS; h++) {
        const end = ends[h]!;
        if (end > first && end - first >= minRows) {
          const most = mostRows(byHour, first, end, count);
          counted += end - first;
          usual += most;
          shares += most / (end - first);
          hours[u]!++;
        }
        first = end;
      }
      if (counted === 0) continue;
      rows[u] = counted;
      regularity[u] = usual / counted;
      meanOfHours[u] = shares / hours[u]!;
    }
  }
  return { locations, users, length: users.length, columns: { rows, hours, regularity, meanOfHours } };
}

/** How often the most frequent of the numbers first … end − 1 is there. `count` is left empty. */
function mostRows(places: Uint32Array, first: number, end: number, count: Uint32Array): number {
  let most = 0;
  for (let i = first; i < end; i++) {
    const rows = ++count[places[i]!]!;
    if (rows > most) most = rows;
  }
  for (let i = first; i < end; i++) count[places[i]!] = 0;
  return most;
}
