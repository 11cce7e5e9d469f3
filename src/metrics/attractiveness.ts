import { checkOptions } from "../core/check.ts";
import { checkHomesByPeriod } from "../core/check-places.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkGroups, type GroupsOptions } from "../core/groups.ts";
import type { HomePlacesByPeriod, Located, Periods, Table } from "../types.ts";

/**
 * People who stay on, a row per period but the last, location and group, in this order: `residents` whose home is there, `seenNext`
 * of them with a home anywhere in the next period, `stayed` of these with the same home; `share` stayed / seenNext and `leastShare`
 * stayed / residents, as if all who are not seen had left. NaN where there are none to divide by.
 */
export type Attractiveness = Located &
  Table<{
    readonly period: Uint32Array;
    readonly location: Uint32Array;
    readonly label: Uint8Array;
    readonly residents: Uint32Array;
    readonly seenNext: Uint32Array;
    readonly stayed: Uint32Array;
    readonly share: Float64Array;
    readonly leastShare: Float64Array;
  }> & { readonly labels: readonly string[]; readonly periods: Periods };

/**
 * Which districts hold the people who live there? Attractiveness of a district for a group: the share of its residents who live there
 * in the next month too.
 *
 * **How** share = stayed / seenNext: people without a home in the next period say nothing of the district. leastShare = stayed / residents
 * counts them as gone. The next period is the next of the history: where its periods leave days out, so does the answer.
 *
 * @param history - the home of each user in each period, such as `detectHomesByPeriod` gives it: homes of the night hours are the paper's
 * @param options - the group of each user and the names of the groups
 * @returns a row per period but the last, location and group, zeros included; no row of a single period. Counts of parts of the users add up
 * @throws RangeError for a history without a row per user and period, a user who stands twice, or groups without names
 *
 * **Departs from the paper** it is known from a summary, which says "the percentage of resident refugees who do not leave the district in
 * that month": what becomes of people who are not seen is not said, so both shares are given. Shares, not percentages.
 *
 * **Cost** O(users · periods + periods · locations · groups)
 *
 * [alfeo-2019]
 * @example
 * const zones = createLocations("zones", ["Fatih", "Izmir"], [28.9, 27.1], [41, 38.4]);
 * const periods = buildMonths({ clock: createClock({ timeZone: "UTC" }), firstDay: 20300, lastDay: 20330 });
 * const columns = { period: Uint32Array.of(0, 1, 0, 1, 0, 1), location: Int32Array.of(0, 0, 0, 1, 0, -1) };
 * const history = { locations: zones, users: ["ann", "bo", "cy"], offsets: Uint32Array.of(0, 2, 4, 6), length: 6, columns, periods };
 * const { share, leastShare } = measureAttractiveness(history, { groupOf: [0, 0, 0], labels: ["refugees"] }).columns;
 * [share[0], leastShare[0].toFixed(3), share[1]]; // [ 0.5, '0.333', NaN ]
 */
export function measureAttractiveness(history: HomePlacesByPeriod, options: GroupsOptions = {}): Attractiveness {
  const where = "measureAttractiveness";
  checkHomesByPeriod(where, "history", history);
  checkUsersOnce(where, "history", history.users);
  checkOptions(where, options, ["groupOf", "labels"]);
  const { groupOf, labels } = checkGroups(where, options, history.users.length, 256);
  const { locations, periods, offsets } = history;
  const { location } = history.columns;
  const n = locations.length;
  const groups = labels.length;
  const length = Math.max(0, periods.length - 1) * n * groups;
  const residents = new Uint32Array(length);
  const seenNext = new Uint32Array(length);
  const stayed = new Uint32Array(length);
  for (let u = 0; u < history.users.length; u++) {
    for (let p = 0; p + 1 < periods.length; p++) {
      const home = location[offsets[u]! + p]!;
      if (home < 0) continue;
      const next = location[offsets[u]! + p + 1]!;
      const row = (p * n + home) * groups + groupOf[u]!;
      residents[row]!++;
      if (next >= 0) seenNext[row]!++;
      if (next === home) stayed[row]!++;
    }
  }
  const columns = {
    period: Uint32Array.from({ length }, (_, row) => Math.floor(row / (n * groups))),
    location: Uint32Array.from({ length }, (_, row) => Math.floor(row / groups) % n),
    label: Uint8Array.from({ length }, (_, row) => row % groups),
    residents,
    seenNext,
    stayed,
    share: Float64Array.from(stayed, (people, row) => people / seenNext[row]!),
    leastShare: Float64Array.from(stayed, (people, row) => people / residents[row]!),
  };
  return { locations, length, columns, labels, periods };
}
