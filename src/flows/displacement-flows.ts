import { checkOptions } from "../core/check.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkDisplacementStates, type DisplacementStates } from "../core/displacement-states.ts";
import { doubled } from "../core/growth.ts";
import type { Flows } from "../types.ts";
import { daySpanOf, isPlaced, usersByHome } from "./displacement-rows.ts";

export interface CountDisplacedFlowsOptions {
  /** The first day counted, in days after the event day; 0 unless given. */
  readonly fromDaysAfter?: number;
  /** The day after the last one counted, in days after the event day; after the last one followed unless given. */
  readonly toDaysAfter?: number;
}

/** Person-days by baseline home (rows) and place (columns); and those of nobody's place or nobody's home: unseen, lost, appeared. */
export type DisplacedFlows = Flows & { readonly without: number };

/**
 * Where are the people of each area on a day after the event, or over some days?
 *
 * **How** value[h, l] = person-days that people with baseline home h spent in l, `people` the distinct people among them. Who
 * is at home or has returned stands on the diagonal. For one day, toDaysAfter = fromDaysAfter + 1, the value is people: then
 * `countOutflows` gives the displaced of each area and `countInflows` those who have come.
 *
 * @param states - the status of each person on each day: `detectDisplacement`
 * @param options - the days to count
 * @returns flows from homes to places, with `without`: the values and it add up to users · days
 * @throws RangeError for states that are not well formed, a user who stands twice, or days that are not followed
 *
 * **Cost** O(runs + entries log entries)
 *
 * [wilson-2016]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [-72.3, -72.7], [18.5, 18.2]);
 * const daily = buildPresenceOfDays({ user: ["ann", "ann", "bo"], day: [0, 1, 1], location: [0, 1, 0] }, zones);
 * const homes = { locations: zones, users: ["ann", "bo"], length: 2, columns: { location: Int32Array.of(0, 0) } };
 * const states = detectDisplacement(daily, homes, { eventDay: 0, followDays: 1, minLostDays: 1 });
 * const flows = countDisplacedFlows(states, { fromDaysAfter: 1, toDaysAfter: 2 });
 * toMatrix(flows).to2DArray(); // [ [ 1, 1 ], [ 0, 0 ] ]
 */
export function countDisplacedFlows(
  states: DisplacementStates,
  options: CountDisplacedFlowsOptions = {},
): DisplacedFlows {
  const where = "countDisplacedFlows";
  checkDisplacementStates(where, "states", states);
  checkUsersOnce(where, "states", states.users);
  checkOptions(where, options, ["fromDaysAfter", "toDaysAfter"]);
  const { from, to } = daySpanOf(where, options, states.followDays);
  const { users, offsets: runs, locations, eventDay } = states;
  const { firstDay, days, status, location } = states.columns;
  const n = locations.length;
  const byHome = usersByHome(states.home, n);
  const count = new Float64Array(n);
  const distinct = new Uint32Array(n);
  const lastUser = new Int32Array(n).fill(-1);
  const touched = new Uint32Array(n);
  const offsets = new Uint32Array(n + 1);
  let index = new Uint32Array(1024);
  let value = new Float64Array(1024);
  let people = new Uint32Array(1024);
  let entries = 0;
  let placed = 0;
  for (let home = 0; home < n; home++) {
    let reached = 0;
    for (let k = byHome.start[home]!; k < byHome.start[home + 1]!; k++) {
      const u = byHome.user[k]!;
      for (let r = runs[u]!; r < runs[u + 1]!; r++) {
        const first = Math.max(from, firstDay[r]! - eventDay);
        const length = Math.min(to, firstDay[r]! - eventDay + days[r]!) - first;
        if (length <= 0 || !isPlaced(status[r]!)) continue;
        const l = location[r]!;
        if (count[l] === 0) touched[reached++] = l;
        count[l]! += length;
        placed += length;
        if (lastUser[l] !== u) distinct[l]!++;
        lastUser[l] = u;
      }
    }
    for (const l of touched.subarray(0, reached).sort()) {
      if (entries === index.length) {
        index = doubled(index);
        value = doubled(value);
        people = doubled(people);
      }
      index[entries] = l;
      value[entries] = count[l]!;
      people[entries++] = distinct[l]!;
      count[l] = 0;
      distinct[l] = 0;
    }
    offsets[home + 1] = entries;
  }
  return {
    locations,
    offsets,
    index: index.slice(0, entries),
    value: value.slice(0, entries),
    people: people.slice(0, entries),
    without: users.length * (to - from) - placed,
  };
}
