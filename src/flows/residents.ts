import { checkOptions } from "../core/check.ts";
import { checkHomes } from "../core/check-places.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkGroups, type GroupsOptions } from "../core/groups.ts";
import type { GroupCounts, HomePlaces } from "../types.ts";

/** The group of each user and the names of the groups: both or neither. */
export type CountResidentsOptions = GroupsOptions;

/** Residents by location and group, and beside them the people of each group for whom no home was found. */
export type Residents = GroupCounts & { readonly without: Float64Array };

/**
 * How many people of each group live where?
 *
 * **How** count[location · groups + group] = number of users of the group whose home is the location; without[group] =
 * number of its users without a home (location −1), who are in no location's count.
 *
 * @param homes - the home of each user
 * @param options - the group of each user and the names of the groups: both or neither
 * @returns the counts with `labels` and `locations`; counts and `without` together add up to the number of users
 * @throws RangeError where groups come without names or names without groups, a name is given twice, a group number has no
 * name, a home is not one of the locations, or a user stands twice
 *
 * **Cost** O(users + locations · groups)
 *
 * @example
 * const locations = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);
 * const columns = { location: Int32Array.of(0, 0, 1, -1) };
 * const residents = countResidents({ locations, users: ["p", "q", "r", "s"], length: 4, columns }, { groupOf: [0, 1, 1, 1], labels: ["locals", "refugees"] });
 * residents.count; // Float64Array(4) [ 1, 1, 0, 1 ]
 * residents.without; // Float64Array(2) [ 0, 1 ]
 */
export function countResidents(homes: HomePlaces, options: CountResidentsOptions = {}): Residents {
  const where = "countResidents";
  checkHomes(where, "homes", homes);
  checkUsersOnce(where, "homes", homes.users);
  checkOptions(where, options, ["groupOf", "labels"]);
  const { groupOf, labels } = checkGroups(where, options, homes.length);
  const { location } = homes.columns;
  const n = homes.locations.length;
  const groups = labels.length;
  const count = new Float64Array(n * groups);
  const without = new Float64Array(groups);
  for (let u = 0; u < homes.length; u++) {
    const group = groupOf[u]!;
    const home = location[u]!;
    if (home === -1) without[group]!++;
    else count[home * groups + group]!++;
  }
  return { locations: homes.locations, labels, count, without };
}
