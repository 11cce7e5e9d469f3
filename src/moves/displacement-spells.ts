import {
  checkDisplacementStates,
  DISPLACED,
  type DisplacementStates,
  LOST,
  RETURNED,
} from "../core/displacement-states.ts";
import type { Located, Sequences } from "../types.ts";

/**
 * Columns of a spell away: home, first place away, first and last day known to be away; `days` after `firstDay` the person
 * was first seen back if `returned` is 1, and was last known to be away if it is 0; `earliestDays` after it the person can
 * have been back at the earliest, `days` again if `returned` is 0; `lost` 1 if the person was lost before being seen back.
 */
export type DisplacementSpellColumns = {
  readonly origin: Uint32Array;
  readonly destination: Uint32Array;
  readonly firstDay: Int32Array;
  readonly lastDay: Int32Array;
  readonly days: Uint32Array;
  readonly earliestDays: Uint32Array;
  readonly returned: Uint8Array;
  readonly lost: Uint8Array;
};

/** Spells away from home in order of time: of one user no two overlap. */
export type DisplacementSpells = Located & Sequences<DisplacementSpellColumns>;

/**
 * When did each displaced person leave, for where, and how long until they were seen at home again?
 *
 * **How** a spell begins on the first day on which the person is displaced and ends on the first day at home after it. `days`
 * is that day − firstDay if there is one (`returned` 1); else lastDay − firstDay, the time after which the person was still
 * away: a censored duration. Days unseen within a spell belong to it. The return happened on one of the days from lastDay + 1
 * (earliestDays after firstDay) to firstDay + days.
 *
 * @param states - the status of each person on each day: `detectDisplacement`
 * @returns the spells of each user. `days` is at least 1 for who returned, at least 0 for who did not
 * @throws RangeError for states that are not well formed
 *
 * **Cost** O(runs): some 20 ns a run, 26 bytes a spell.
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [-72.3, -72.7], [18.5, 18.2]);
 * const daily = buildPresenceOfDays({ user: Array(3).fill("ann"), day: [1, 3, 6], location: [1, 1, 0] }, zones);
 * const homes = { locations: zones, users: ["ann"], length: 1, columns: { location: Int32Array.of(0) } };
 * const states = detectDisplacement(daily, homes, { eventDay: 0, followDays: 6, minLostDays: 2 });
 * rowsOf(buildDisplacementSpells(states)); // [ { origin: 0, destination: 1, firstDay: 1, lastDay: 3, days: 5, earliestDays: 3, returned: 1, lost: 0 } ]
 */
export function buildDisplacementSpells(states: DisplacementStates): DisplacementSpells {
  checkDisplacementStates("buildDisplacementSpells", "states", states);
  const { users, locations, home, offsets: runs } = states;
  const { firstDay, days, status, location } = states.columns;
  const offsets = new Uint32Array(users.length + 1);
  const starts: number[] = []; // the run with which each spell begins
  for (let u = 0; u < users.length; u++) {
    let away = false;
    for (let r = runs[u]!; r < runs[u + 1]!; r++) {
      if (status[r] === DISPLACED && !away) starts.push(r);
      if (status[r] === DISPLACED) away = true;
      else if (status[r] === RETURNED) away = false;
    }
    offsets[u + 1] = starts.length;
  }
  const length = starts.length;
  const columns = {
    origin: new Uint32Array(length),
    destination: new Uint32Array(length),
    firstDay: new Int32Array(length),
    lastDay: new Int32Array(length),
    days: new Uint32Array(length),
    earliestDays: new Uint32Array(length),
    returned: new Uint8Array(length),
    lost: new Uint8Array(length),
  };
  for (let u = 0; u < users.length; u++) {
    for (let s = offsets[u]!; s < offsets[u + 1]!; s++) {
      let r = starts[s]!;
      const first = firstDay[r]!;
      let last = first;
      for (; r < runs[u + 1]! && status[r] !== RETURNED; r++) {
        if (status[r] === DISPLACED) last = firstDay[r]! + days[r]! - 1;
        if (status[r] === LOST) columns.lost[s] = 1;
      }
      const isBack = r < runs[u + 1]!;
      columns.origin[s] = home[u]!;
      columns.destination[s] = location[starts[s]!]!;
      columns.firstDay[s] = first;
      columns.lastDay[s] = last;
      columns.days[s] = (isBack ? firstDay[r]! : last) - first;
      columns.earliestDays[s] = isBack ? last + 1 - first : last - first;
      columns.returned[s] = isBack ? 1 : 0;
    }
  }
  return { locations, users, offsets, length, columns };
}
