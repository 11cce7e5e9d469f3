import { checkInteger, checkOptions } from "../core/check.ts";
import { checkHomesByPeriod } from "../core/check-places.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkGroups, type GroupsOptions } from "../core/groups.ts";
import type { HomePlacesByPeriod, Located, Periods, Table } from "../types.ts";
import { AWAY, createAwayFinder, UNKNOWN } from "./seasonal-away.ts";

export interface SeasonalIndexOptions extends GroupsOptions {
  /** A user counts in a calendar year with a home in at least so many of its periods. From 1. */
  readonly minPeriods: number;
}

/**
 * A row per location, group (`label`, a row of `labels`) and period, in this order: of the `observed` people of the group
 * whose home of the period is known, `present` have it here, among them `incoming` whose usual place of the year is another;
 * `index` is incoming over its mean of all periods. A panel for `fitDifferenceInDifferences` as it is.
 */
export type SeasonalIndex = Located &
  Table<{
    readonly location: Uint32Array;
    readonly label: Uint8Array;
    readonly period: Uint32Array;
    readonly observed: Uint32Array;
    readonly present: Uint32Array;
    readonly incoming: Uint32Array;
    readonly index: Float64Array;
  }> & { readonly labels: readonly string[]; readonly periods: Periods };

/**
 * In which months do more people than usual come to live in a place that is not theirs? The seasonal index of provinces, for
 * harvests and tourism, by group.
 *
 * **How** a user's usual place of a calendar year is the home of most of its periods, of equal ones that of the latest;
 * incoming(place, period) = users whose home of the period is the place and whose usual place of the year is another;
 * index = incoming / mean of incoming over all periods of the place and group.
 *
 * @param history - the home of each user in each month, or other periods; a year begins in January
 * @param options - how well a year must be known, and the groups to compare
 * @returns a row per location, group and period; index 1 is an average month, NaN where nobody ever came. Counts of parts of
 * the users add up; indices do not
 * @throws RangeError for a table that is none, groups without names or the other way round, or a user who stands twice
 *
 * **Departs from the paper** Its definition is told in words only: ties and the least months of a year are ours.
 *
 * **Cost** O(users · periods + locations · groups · periods), 29 bytes a row.
 *
 * [alisik-2019]
 *
 * @example
 * const zones = createLocations("zones", ["Urfa", "Ordu"], [38.8, 37.9], [37.2, 41]);
 * const clock = createClock({ timeZone: "Europe/Istanbul" });
 * const periods = buildMonths({ clock, firstDay: dayOfDate("2017-01-01"), lastDay: dayOfDate("2017-12-31") });
 * const location = Int32Array.from({ length: 12 }, (_, m) => (m === 7 || m === 8 ? 1 : 0));
 * const columns = { period: Uint32Array.from({ length: 12 }, (_, m) => m), location };
 * const history = { locations: zones, users: ["amal"], offsets: Uint32Array.of(0, 12), length: 12, columns, periods };
 * rowsOf(measureSeasonalIndex(history, { minPeriods: 6 }))[19]; // { location: 1, label: 0, period: 7, observed: 1, present: 1, incoming: 1, index: 6 }
 */
export function measureSeasonalIndex(history: HomePlacesByPeriod, options: SeasonalIndexOptions): SeasonalIndex {
  const where = "measureSeasonalIndex";
  checkHomesByPeriod(where, "history", history);
  checkUsersOnce(where, "history", history.users);
  checkOptions(where, options, ["minPeriods", "groupOf", "labels"]);
  checkInteger(where, "minPeriods", options.minPeriods, 1);
  const { groupOf, labels } = checkGroups(where, options, history.users.length, 256);
  const { locations, users, offsets, periods } = history;
  const { location } = history.columns;
  const count = periods.length;
  const groups = labels.length;
  const rows = locations.length * groups * count;
  const present = new Uint32Array(rows);
  const incoming = new Uint32Array(rows);
  const observedOf = new Uint32Array(groups * count);
  const awayOf = createAwayFinder(history, options.minPeriods);
  for (let u = 0; u < users.length; u++) {
    const away = awayOf(u);
    for (let p = 0; p < count; p++) {
      if (away[p] === UNKNOWN) continue;
      const group = groupOf[u]!;
      const row = (location[offsets[u]! + p]! * groups + group) * count + p;
      observedOf[group * count + p]!++;
      present[row]!++;
      if (away[p] === AWAY) incoming[row]!++;
    }
  }
  const index = new Float64Array(rows);
  for (let from = 0; from < rows; from += count) {
    let total = 0;
    for (let row = from; row < from + count; row++) total += incoming[row]!;
    for (let row = from; row < from + count; row++) index[row] = (incoming[row]! * count) / total;
  }
  const columns = {
    location: Uint32Array.from(present, (_, row) => Math.floor(row / (groups * count))),
    label: Uint8Array.from(present, (_, row) => Math.floor(row / count) % groups),
    period: Uint32Array.from(present, (_, row) => row % count),
    observed: Uint32Array.from(present, (_, row) => observedOf[row % (groups * count)]!),
    present,
    incoming,
    index,
  };
  return { locations, length: rows, columns, labels, periods };
}
