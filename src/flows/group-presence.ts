import { checkOptions } from "../core/check.ts";
import { checkHomesByPeriod } from "../core/check-places.ts";
import { checkPresence } from "../core/check-traces.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkGroups, type GroupsOptions } from "../core/groups.ts";
import { checkPeriods } from "../core/periods.ts";
import { firstAtLeast } from "../core/runs.ts";
import type { HomePlacesByPeriod, Periods, Presence } from "../types.ts";
import { createGroupPeople, type GroupPeople, writeShares } from "./group-labels.ts";

export interface GroupPresenceOptions extends GroupsOptions {
  /** The periods to count in: `buildWeeks`, `buildMonths`, or any stretches of days of your own by `buildPeriods`. */
  readonly periods: Periods;
}

/**
 * How many people of each group are in each place in each week or month?
 *
 * **How** people = distinct users of the group with a day of the period in the location; seen = distinct users of the group with
 * a day of the period anywhere. Someone who is in two places counts in both. Where periods overlap, a day counts in each.
 *
 * @param presence - in which places each user was seen on which day
 * @param options - the periods, the group of each user and the names of the groups
 * @returns a row per period, location and group, zeros included: the panel that `fitDifferenceInDifferences` reads. `people`
 * and `seen` of parts of the users add up
 * @throws RangeError for presence out of order, a user who stands twice, periods that are none, or groups without names
 *
 * **Cost** O(rows of presence in periods + periods · locations · groups); 25 bytes a row of the result
 *
 * @example
 * const zones = createLocations("zones", ["Ordu", "Rize"], [37.9, 40.5], [41, 41]);
 * const presence = buildPresenceOfDays({ user: ["ann", "ann", "bo"], day: [20300, 20301, 20301], location: [0, 1, 0] }, zones);
 * const periods = buildWeeks({ clock: createClock({ timeZone: "UTC" }), firstDay: 20300, lastDay: 20300 });
 * const panel = countGroupPresence(presence, { periods, groupOf: [0, 1], labels: ["locals", "refugees"] });
 * panel.columns.people; // Uint32Array(4) [ 1, 1, 1, 0 ]
 * panel.columns.share; // Float64Array(4) [ 1, 1, 1, 0 ]
 */
export function countGroupPresence(presence: Presence, options: GroupPresenceOptions): GroupPeople {
  const where = "countGroupPresence";
  checkPresence(where, presence);
  checkUsersOnce(where, "presence", presence.users);
  checkOptions(where, options, ["periods", "groupOf", "labels"]);
  const { periods } = options;
  checkPeriods(where, periods);
  const { groupOf, labels } = checkGroups(where, options, presence.users.length, 256);
  const { locations, users, offsets } = presence;
  const { day, location } = presence.columns;
  const { firstDay, lastDay } = periods.columns;
  const table = createGroupPeople({ locations, periods }, labels);
  const { people, seen } = table.columns;
  const n = locations.length;
  const groups = labels.length;
  const seenOf = new Uint32Array(periods.length * groups);
  const last = new Uint32Array(n);
  let visit = 0;
  for (let u = 0; u < users.length; u++) {
    const group = groupOf[u]!;
    for (let p = 0; p < periods.length; p++) {
      const from = firstAtLeast(day, offsets[u]!, offsets[u + 1]!, firstDay[p]!);
      const to = firstAtLeast(day, from, offsets[u + 1]!, lastDay[p]! + 1);
      if (from === to) continue;
      if (visit === 0xffff_ffff) {
        last.fill(0);
        visit = 0;
      }
      visit++;
      seenOf[p * groups + group]!++;
      for (let i = from; i < to; i++) {
        const l = location[i]!;
        if (last[l] === visit) continue;
        last[l] = visit;
        people[(p * n + l) * groups + group]!++;
      }
    }
  }
  spreadSeen(seen, seenOf, n, groups);
  writeShares(table.columns);
  return table;
}

/**
 * How many people of each group live in each place in each month?
 *
 * **How** people = users of the group whose home of the period is the location; seen = users of the group with a home in the
 * period.
 *
 * @param history - the home of each user in each period
 * @param options - the group of each user and the names of the groups: both or neither
 * @returns a row per period, location and group, zeros included, as from `countGroupPresence`. `people` and `seen` of parts of
 * the users add up; the people of all locations add up to `seen`
 * @throws RangeError for a history without a row per user and period, a user who stands twice, or groups without names
 *
 * **Cost** O(users · periods + periods · locations · groups)
 *
 * @example
 * const zones = createLocations("zones", ["Ordu", "Rize"], [37.9, 40.5], [41, 41]);
 * const periods = buildMonths({ clock: createClock({ timeZone: "UTC" }), firstDay: 20300, lastDay: 20330 });
 * const columns = { period: Uint32Array.of(0, 1, 0, 1), location: Int32Array.of(0, 1, 1, -1) };
 * const history = { locations: zones, users: ["ann", "bo"], offsets: Uint32Array.of(0, 2, 4), length: 4, columns, periods };
 * const panel = countGroupResidents(history, { groupOf: [0, 0], labels: ["refugees"] });
 * panel.columns.people; // Uint32Array(4) [ 1, 1, 0, 1 ]
 * panel.columns.share; // Float64Array(4) [ 0.5, 0.5, 0, 1 ]
 */
export function countGroupResidents(history: HomePlacesByPeriod, options: GroupsOptions = {}): GroupPeople {
  const where = "countGroupResidents";
  checkHomesByPeriod(where, "history", history);
  checkUsersOnce(where, "history", history.users);
  checkOptions(where, options, ["groupOf", "labels"]);
  const { groupOf, labels } = checkGroups(where, options, history.users.length, 256);
  const { period, location } = history.columns;
  const table = createGroupPeople(history, labels);
  const n = history.locations.length;
  const groups = labels.length;
  const seenOf = new Uint32Array(history.periods.length * groups);
  for (let u = 0; u < history.users.length; u++) {
    for (let i = history.offsets[u]!; i < history.offsets[u + 1]!; i++) {
      if (location[i]! < 0) continue;
      table.columns.people[(period[i]! * n + location[i]!) * groups + groupOf[u]!]!++;
      seenOf[period[i]! * groups + groupOf[u]!]!++;
    }
  }
  spreadSeen(table.columns.seen, seenOf, n, groups);
  writeShares(table.columns);
  return table;
}

/** Writes the people seen in each period and group into the rows of all locations. */
function spreadSeen(seen: Uint32Array, seenOf: Uint32Array, locations: number, groups: number): void {
  for (let row = 0; row < seen.length; row++) {
    seen[row] = seenOf[Math.floor(row / (locations * groups)) * groups + (row % groups)]!;
  }
}
