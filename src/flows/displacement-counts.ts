import { checkOptions } from "../core/check.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import {
  APPEARED,
  AT_HOME,
  checkDisplacementStates,
  DISPLACED,
  type DisplacementStates,
  LOST,
  RETURNED,
  UNSEEN,
} from "../core/displacement-states.ts";
import { checkGroups, type GroupsOptions } from "../core/groups.ts";
import type { Located, Table } from "../types.ts";

/** The group of each user and the names of the groups: both or neither. */
export type CountDisplacementOptions = GroupsOptions;

/**
 * People of each area, group (`label`, a row of `labels`) and day. Of the `people` whose baseline home it is: `atHome`, `displaced`, `returned`, `unseen`,
 * `lost`. Of others, those who are there: `arrived`, who have a home elsewhere, and `appeared`, who have no baseline home.
 */
export type DisplacementCountColumns = {
  readonly location: Uint32Array;
  readonly label: Uint32Array;
  readonly day: Int32Array;
  readonly people: Uint32Array;
  readonly atHome: Uint32Array;
  readonly displaced: Uint32Array;
  readonly returned: Uint32Array;
  readonly unseen: Uint32Array;
  readonly lost: Uint32Array;
  readonly arrived: Uint32Array;
  readonly appeared: Uint32Array;
};

/**
 * Counts in order of location, group and day, a row for each. `withoutHome` and `notAppeared` are of the people without a
 * baseline home, by group, and those of them who are not seen, by group and day.
 */
export type DisplacementCounts = Located &
  Table<DisplacementCountColumns> & {
    readonly labels: readonly string[];
    readonly withoutHome: Uint32Array;
    readonly notAppeared: Uint32Array;
  };

/**
 * How many of the people of each area are at home, displaced, returned, unseen and lost on each day after the event, and how
 * many have come from elsewhere?
 *
 * **How** each run of days adds one person on its first day and takes one away on the day after its last; running sums over
 * the days are the counts.
 *
 * On every day people = atHome + displaced + returned + unseen + lost in every row; over all areas of a group displaced =
 * arrived, and appeared + notAppeared = withoutHome.
 *
 * @param states - the status of each person on each day: `detectDisplacement`
 * @param options - the group of each user and the names of the groups: both or neither
 * @returns a row for each location, group and day, in this order: that of location l, group g and day eventDay + d is row
 * (l · groups + g) · (followDays + 1) + d. Columns add up over parts of the users
 * @throws RangeError for states that are not well formed, a user who stands twice, groups without names or the reverse
 *
 * **Cost** O(runs + locations · groups · days): some 35 ns a run, 44 bytes a row.
 *
 * [bengtsson-2011]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [-72.3, -72.7], [18.5, 18.2]);
 * const daily = buildPresenceOfDays({ user: ["ann", "ann", "bo"], day: [0, 1, 1], location: [0, 1, 1] }, zones);
 * const homes = { locations: zones, users: ["ann", "bo"], length: 2, columns: { location: Int32Array.of(0, -1) } };
 * const counts = countDisplacement(detectDisplacement(daily, homes, { eventDay: 0, followDays: 1, minLostDays: 1 }));
 * rowsOf(counts)[1]; // { location: 0, label: 0, day: 1, people: 1, atHome: 0, displaced: 1, returned: 0, unseen: 0, lost: 0, arrived: 0, appeared: 0 }
 * rowsOf(counts)[3].appeared; // 1
 */
export function countDisplacement(
  states: DisplacementStates,
  options: CountDisplacementOptions = {},
): DisplacementCounts {
  const where = "countDisplacement";
  checkDisplacementStates(where, "states", states);
  checkUsersOnce(where, "states", states.users);
  checkOptions(where, options, ["groupOf", "labels"]);
  const { groupOf, labels } = checkGroups(where, options, states.users.length);
  const { users, offsets, locations, home, eventDay, followDays } = states;
  const span = followDays + 1;
  const groups = labels.length;
  const length = locations.length * groups * span;
  const columns = createColumns(length, groups, span, eventDay);
  const ofHome: Record<number, Uint32Array> = {
    [AT_HOME]: columns.atHome,
    [DISPLACED]: columns.displaced,
    [RETURNED]: columns.returned,
    [UNSEEN]: columns.unseen,
    [LOST]: columns.lost,
  };
  const byStatus = [AT_HOME, DISPLACED, RETURNED, UNSEEN, LOST].map((status) => ofHome[status]!);
  const withoutHome = new Uint32Array(groups);
  const notAppeared = new Uint32Array(groups * span);
  const { firstDay, days, status, location } = states.columns;
  for (let u = 0; u < users.length; u++) {
    const group = groupOf[u]!;
    const h = home[u]!;
    const row = (h * groups + group) * span;
    if (h < 0) withoutHome[group]!++;
    else columns.people[row]!++;
    for (let r = offsets[u]!; r < offsets[u + 1]!; r++) {
      const first = firstDay[r]! - eventDay;
      const after = first + days[r]!;
      const s = status[r]!;
      if (h >= 0) addDays(byStatus[s]!, row, first, after, span);
      else if (s !== APPEARED) addDays(notAppeared, group * span, first, after, span);
      if (s !== DISPLACED && s !== APPEARED) continue;
      const there = (location[r]! * groups + group) * span;
      addDays(s === DISPLACED ? columns.arrived : columns.appeared, there, first, after, span);
    }
  }
  for (const changes of [...byStatus, columns.people, columns.arrived, columns.appeared, notAppeared]) {
    for (let row = 0; row < changes.length; row++) if (row % span > 0) changes[row]! += changes[row - 1]!;
  }
  return { locations, labels, length, columns, withoutHome, notAppeared };
}

/** One more from day `first`, one less from day `after`, if that is one of the days; the counts go round at 2³². */
function addDays(changes: Uint32Array, row: number, first: number, after: number, span: number): void {
  changes[row + first]!++;
  if (after < span) changes[row + after]!--;
}

function createColumns(length: number, groups: number, span: number, eventDay: number): DisplacementCountColumns {
  const location = new Uint32Array(length);
  const label = new Uint32Array(length);
  const day = new Int32Array(length);
  for (let row = 0; row < length; row++) {
    const block = Math.floor(row / span);
    location[row] = Math.floor(block / groups);
    label[row] = block % groups;
    day[row] = eventDay + (row % span);
  }
  const none = (): Uint32Array => new Uint32Array(length);
  return {
    location,
    label,
    day,
    people: none(),
    atHome: none(),
    displaced: none(),
    returned: none(),
    unseen: none(),
    lost: none(),
    arrived: none(),
    appeared: none(),
  };
}
