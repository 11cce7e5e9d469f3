import { checkInteger, checkOptions } from "../core/check.ts";
import { checkHomesByPeriod } from "../core/check-places.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkPeriodsAdjoin } from "../core/periods.ts";
import type { HomePlacesByPeriod, Located, Periods, Table } from "../types.ts";

export interface CountMigrationRiskOptions {
  /** Who is at risk has had their home where it is for at least so many periods in a row, this one included. From 1. */
  readonly minOriginPeriods: number;
  /** A new home is one for at least so many periods in a row, and risk asks for so many periods of sight. From 1. */
  readonly minDestinationPeriods: number;
}

/**
 * People at risk of migrating, by period and location (row period · locations + location): `present`, whose home it has been
 * long enough; `atRisk`, those of them who can be seen through the periods after; `movers` among these.
 */
export type MigrationRisk = Located &
  Table<{
    readonly period: Uint32Array;
    readonly location: Uint32Array;
    readonly present: Uint32Array;
    readonly atRisk: Uint32Array;
    readonly movers: Uint32Array;
  }> & { readonly periods: Periods };

/**
 * How many people could have been seen to migrate from each place after each period, and how many did?
 *
 * **How** a user is `present` in A in period t if A is their home in the `minOriginPeriods` periods up to t; `atRisk` if
 * besides they have a home, wherever, in every one of the `minDestinationPeriods` periods after t; a mover if besides all of
 * those are one other home. Nobody is at risk in the last `minDestinationPeriods` periods, for nobody could be seen to move.
 *
 * @param history - the home of each user in each period, −1 where there is none, in periods that adjoin: months, weeks
 * @param options - how long the old and the new home must be home
 * @returns a row per period and location. movers ≤ atRisk ≤ present; who is present and not at risk was not seen long enough
 * afterwards. Counts over parts of the users add up; movers are the episodes of `detectHomeEpisodes`
 * @throws RangeError for periods that overlap or leave days out, options out of range, or a user who stands twice
 *
 * **Departs from the paper** whose episodes are not defined exactly: lengths are options.
 *
 * **Cost** O(rows + periods · locations): about a second for 12 million rows
 *
 * [lu-2016]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const periods = buildMonths({ clock: createClock({ timeZone: "UTC" }), firstDay: dayOfDate("2016-01-01"), lastDay: dayOfDate("2016-03-31") });
 * const columns = { period: Uint32Array.of(0, 1, 2, 0, 1, 2), location: Int32Array.of(0, 1, 1, 0, 0, 0) };
 * const history = { locations: zones, users: ["ann", "bo"], offsets: Uint32Array.of(0, 3, 6), length: 6, columns, periods };
 * rowsOf(countMigrationRisk(history, { minOriginPeriods: 1, minDestinationPeriods: 2 }))[0]; // { period: 0, location: 0, present: 2, atRisk: 2, movers: 1 }
 */
export function countMigrationRisk(history: HomePlacesByPeriod, options: CountMigrationRiskOptions): MigrationRisk {
  const where = "countMigrationRisk";
  checkHomesByPeriod(where, "history", history);
  checkPeriodsAdjoin(where, "history.periods", history.periods);
  checkUsersOnce(where, "history", history.users);
  checkOptions(where, options, ["minOriginPeriods", "minDestinationPeriods"]);
  const { minOriginPeriods, minDestinationPeriods } = options;
  checkInteger(where, "minOriginPeriods", minOriginPeriods, 1);
  checkInteger(where, "minDestinationPeriods", minDestinationPeriods, 1);
  const { periods, locations } = history;
  const count = periods.length;
  const n = locations.length;
  const home = history.columns.location;
  const present = new Uint32Array(count * n);
  const atRisk = new Uint32Array(count * n);
  const movers = new Uint32Array(count * n);
  /** Of each period of a user: how many periods in a row, from it on, have a home, and how many the same one. */
  const known = new Uint32Array(count + 1);
  const same = new Uint32Array(count + 1);
  for (let u = 0; u < history.users.length; u++) {
    const first = u * count;
    for (let p = count - 1; p >= 0; p--) {
      const isKnown = home[first + p]! >= 0;
      known[p] = isKnown ? known[p + 1]! + 1 : 0;
      same[p] = isKnown ? (p + 1 < count && home[first + p + 1] === home[first + p] ? same[p + 1]! + 1 : 1) : 0;
    }
    let lived = 0;
    for (let p = 0; p < count; p++) {
      const here = home[first + p]!;
      lived = p > 0 && home[first + p - 1] === here ? lived + 1 : 1;
      if (here < 0 || lived < minOriginPeriods) continue;
      const row = p * n + here;
      present[row]!++;
      if (known[p + 1]! < minDestinationPeriods) continue;
      atRisk[row]!++;
      if (home[first + p + 1] !== here && same[p + 1]! >= minDestinationPeriods) movers[row]!++;
    }
  }
  const columns = {
    period: Uint32Array.from({ length: count * n }, (_, row) => Math.floor(row / n)),
    location: Uint32Array.from({ length: count * n }, (_, row) => row % n),
    present,
    atRisk,
    movers,
  };
  return { locations, periods, length: count * n, columns };
}
