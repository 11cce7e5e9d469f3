import { checkInteger, checkOptions, fail } from "../core/check.ts";
import { checkLocatedOrNone } from "../core/check-places.ts";
import { checkSequences } from "../core/check-tables.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkGroups, type GroupsOptions } from "../core/groups.ts";
import { checkPeriods } from "../core/periods.ts";
import type { Located, Periods, Sequences } from "../types.ts";
import { createGroupPeople, type GroupPeople, writeShares } from "./group-labels.ts";

export interface CountSiteCommutersOptions extends GroupsOptions {
  /** The site whose commuters are counted, as numbered in the column `site`. */
  readonly site: number;
}

/** A row per user, period and site, as `detectSiteCommuters` makes it. */
export type CommuterRows = Located &
  Sequences<{
    readonly period: Uint32Array;
    readonly site: Uint32Array;
    readonly home: Int32Array;
    readonly daysSeen: Uint32Array;
    readonly commuter: Uint8Array;
  }> & { readonly periods: Periods };

/**
 * From where do people of each group commute to a site, and how many in each week or month?
 *
 * **How** people = users of the group with a home in the location who commute to the site in the period; seen = users of the
 * group with a home in the location and a working day with an event in working hours in the period.
 *
 * @param commuters - a row per user, period and site
 * @param options - the site, the group of each user and the names of the groups
 * @returns a row per period, location of the home and group, zeros included: the panel that `fitDifferenceInDifferences` reads.
 * `people` and `seen` of parts of the users add up
 * @throws RangeError for a table of another shape, a user who stands twice or has a period of the site twice, a site that has no
 * rows, or groups without names
 *
 * **Cost** O(rows + periods · locations · groups)
 *
 * [bruckschen-2019]
 * @example
 * const zones = createLocations("zones", ["village", "airport"], [28.6, 28.75], [41.2, 41.26]);
 * const periods = buildWeeks({ clock: createClock({ timeZone: "UTC" }), firstDay: 20300, lastDay: 20300 });
 * const columns = { period: new Uint32Array(3), site: new Uint32Array(3), home: Int32Array.of(0, 0, -1), daysSeen: Uint32Array.of(5, 4, 5), commuter: Uint8Array.of(1, 0, 0) };
 * const commuters = { locations: zones, users: ["ann", "bo", "cy"], offsets: Uint32Array.of(0, 1, 2, 3), length: 3, columns, periods };
 * const panel = countSiteCommuters(commuters, { site: 0, groupOf: [0, 0, 0], labels: ["refugees"] });
 * panel.columns.share; // Float64Array(2) [ 0.5, NaN ]
 */
export function countSiteCommuters(commuters: CommuterRows, options: CountSiteCommutersOptions): GroupPeople {
  const where = "countSiteCommuters";
  checkSequences(where, "commuters", commuters, ["period", "site", "home", "daysSeen", "commuter"]);
  checkUsersOnce(where, "commuters", commuters.users);
  checkPeriods(where, commuters.periods, "commuters.periods");
  const { period, site, home, daysSeen, commuter } = commuters.columns;
  checkLocatedOrNone(where, "commuters.columns.home", home, commuters.locations.length);
  checkOptions(where, options, ["site", "groupOf", "labels"]);
  checkInteger(where, "site", options.site, 0);
  if (commuters.length > 0 && !site.includes(options.site)) fail(where, "site", "a site of the rows", options.site);
  const { groupOf, labels } = checkGroups(where, options, commuters.users.length, 256);
  const table = createGroupPeople(commuters, labels);
  const { people, seen } = table.columns;
  const n = commuters.locations.length;
  const periods = commuters.periods.length;
  const last = new Uint32Array(periods);
  for (let u = 0; u < commuters.users.length; u++) {
    for (let i = commuters.offsets[u]!; i < commuters.offsets[u + 1]!; i++) {
      if (site[i] !== options.site) continue;
      const p = period[i]!;
      if (p >= periods) fail(where, `commuters.columns.period[${i}]`, `below the ${periods} periods`, p);
      if (last[p] === u + 1) fail(where, `commuters.columns.period[${i}]`, "another one than before", p);
      last[p] = u + 1;
      if (home[i]! < 0 || daysSeen[i] === 0) continue;
      const row = (p * n + home[i]!) * labels.length + groupOf[u]!;
      seen[row]!++;
      if (commuter[i] === 1) people[row]!++;
    }
  }
  writeShares(table.columns);
  return table;
}
