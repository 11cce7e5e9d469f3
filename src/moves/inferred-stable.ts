import { checkInteger, checkOptions, fail } from "../core/check.ts";
import type { HomePlacesByPeriod, Located, Periods, Sequences } from "../types.ts";
import { checkHistory, stretchesOf } from "./inferred-runs.ts";

export interface StableHomesByPeriodOptions {
  /** How many periods are looked at for each, itself in their middle: odd, from 1; 13 months in the handbook. */
  readonly windowPeriods: number;
  /** The stable home is home in at least so many of them: more than half; 7 months in the handbook. */
  readonly minPeriods: number;
}

/** The stable home of each user in each period: `support` periods of its window have this home, `observed` have any. */
export type StableHomesByPeriod = Located &
  Sequences<{
    readonly period: Uint32Array;
    readonly location: Int32Array;
    readonly support: Uint32Array;
    readonly observed: Uint32Array;
  }> & { readonly periods: Periods };

/**
 * Where is each person's stable home area, month by month, so that a change of it is a change of residence?
 *
 * **How** for each period, the location that is home in at least `minPeriods` of the `windowPeriods` periods around it: as
 * many before as after. One who is away for less than half of them keeps the home, and one who moves once changes it in the
 * very period of the move. Between two stable homes there may be up to half a window of periods without one, so that
 * `detectInferredMigrations(stable, { minPeriods: 1, maxGapPeriods: 6 })` gives the changes of residence.
 *
 * @param history - homes by period, of periods that do not overlap: the monthly home anchors of the handbook
 * @param options - the window and the least number of periods
 * @returns a row per user and period, to be used as any homes by period; −1 where no location has enough. `support` and
 * `observed` stand in any case, `support` that of the most frequent home. At the ends of the data, and where days between
 * periods are missing, windows are cut off and still need `minPeriods`
 * @throws RangeError for periods that overlap, a window that is not odd, or a number of periods that is not more than half
 * of it
 *
 * **Departs from the paper** The handbook says at least seven months of thirteen, and a change; that the thirteen lie around
 * the month is our reading. `detectStableHomes` asks one window.
 *
 * **Cost** O(users · periods · windowPeriods): about 0.15 µs a user and period for 13.
 *
 * [un-mpd-2022]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const day = ["01", "02", "03", "04", "05", "06", "07"].map((month) => dayOfDate(`2016-${month}-15`));
 * const presence = buildPresenceOfDays({ user: day.map(() => "ann"), day, location: [0, 0, 1, 0, 1, 1, 1] }, zones);
 * const periods = buildMonths({ clock: createClock({ timeZone: "Africa/Kigali" }), firstDay: day[0], lastDay: day[6] });
 * const history = detectHomesByPeriod(presence, { criterion: modalDailyLocation(), periods });
 * detectStableHomesByPeriod(history, { windowPeriods: 3, minPeriods: 2 }).columns.location.slice(1, 6); // Int32Array(5) [ 0, 0, 1, 1, 1 ]
 */
export function detectStableHomesByPeriod(
  history: HomePlacesByPeriod,
  options: StableHomesByPeriodOptions,
): StableHomesByPeriod {
  const where = "detectStableHomesByPeriod";
  checkHistory(where, history);
  checkOptions(where, options, ["windowPeriods", "minPeriods"]);
  const { windowPeriods, minPeriods } = options;
  checkInteger(where, "windowPeriods", windowPeriods, 1);
  if (windowPeriods % 2 === 0)
    fail(where, "windowPeriods", "odd, so that a period stands in its middle", windowPeriods);
  const half = (windowPeriods - 1) / 2;
  checkInteger(where, "minPeriods", minPeriods, half + 1, windowPeriods);
  const { locations, users, offsets, length, periods } = history;
  const { location: homes, period } = history.columns;
  const count = periods.length;
  const stretch = stretchesOf(periods);
  const columns = {
    period,
    location: new Int32Array(length).fill(-1),
    support: new Uint32Array(length),
    observed: new Uint32Array(length),
  };
  const { location, support, observed } = columns;
  const tally = new Uint32Array(locations.length);
  for (let row = 0; row < length; row++) {
    const p = row % count;
    const from = Math.max(0, p - half);
    const to = Math.min(count - 1, p + half);
    for (let q = from; q <= to; q++) {
      const home = homes[row - p + q]!;
      if (home < 0 || stretch[q] !== stretch[p]) continue;
      observed[row]!++;
      const times = ++tally[home]!;
      if (times > support[row]!) support[row] = times;
      if (times >= minPeriods) location[row] = home;
    }
    for (let q = from; q <= to; q++) {
      const home = homes[row - p + q]!;
      if (home >= 0) tally[home] = 0;
    }
  }
  return { locations, users, offsets, length, columns, periods };
}
