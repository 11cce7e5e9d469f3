import { checkLength, checkOptions, fail, failInWords } from "../core/check.ts";
import { checkHomes } from "../core/check-places.ts";
import { checkList } from "../core/check-tables.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import type { GroupCounts, HomePlaces } from "../types.ts";

export interface CountResidentsOptions {
  /** The group of each user, numbering `labels`; every user is in the one group "all" unless given. */
  readonly groupOf?: ArrayLike<number>;
  /** The names of the groups. Users whose group is not known need a name of their own. */
  readonly labels?: readonly string[];
}

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
  const { groupOf, labels = ["all"] } = options;
  checkList(where, "labels", labels);
  if (groupOf !== undefined) checkList(where, "groupOf", groupOf);
  if ((groupOf === undefined) !== (options.labels === undefined)) {
    fail(where, "groupOf and labels", "given both or not at all", groupOf === undefined ? "labels" : "groupOf");
  }
  if (groupOf !== undefined) checkLength(where, "groupOf", groupOf.length, homes.length);
  if (labels.length === 0) failInWords(where, "labels", "at least one name", "none");
  const twice = labels.find((label, g) => labels.indexOf(label) !== g);
  if (twice !== undefined) fail(where, "labels", "all different", twice);
  const { location } = homes.columns;
  const n = homes.locations.length;
  const groups = labels.length;
  const count = new Float64Array(n * groups);
  const without = new Float64Array(groups);
  for (let u = 0; u < homes.length; u++) {
    const group = groupOf === undefined ? 0 : groupOf[u]!;
    if (!(Number.isInteger(group) && group >= 0 && group < groups)) {
      fail(where, `groupOf[${u}]`, `a whole number from 0 to ${groups - 1}, one for each of the labels`, group);
    }
    const home = location[u]!;
    if (home === -1) without[group]!++;
    else count[home * groups + group]!++;
  }
  return { locations: homes.locations, labels: labels.slice(), count, without };
}
