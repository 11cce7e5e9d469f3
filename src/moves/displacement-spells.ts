import {
  checkDisplacementStates,
  DISPLACED,
  type DisplacementStates,
  LOST,
  RETURNED,
  UNSEEN,
} from "../core/displacement-states.ts";
import type { Located, Sequences } from "../types.ts";

/**
 * Columns of a spell away. `destination` is the place of most of the days seen away, `destinationDays` of the `seenDays`;
 * `firstDestination` the first one. First day known to be away, the earliest on which it can have begun, and the last one;
 * `days` after `firstDay` the person was first seen back if `returned` is 1, and was last known to be away if it is 0;
 * `earliestDays` after it the person can have been back at the earliest, `days` again if `returned` is 0; `lost` 1 if the person
 * was lost before being seen back; `visitDays` seen at home on visits.
 */
export type DisplacementSpellColumns = {
  readonly origin: Uint32Array;
  readonly destination: Uint32Array;
  readonly firstDestination: Uint32Array;
  readonly earliestFirstDay: Int32Array;
  readonly firstDay: Int32Array;
  readonly lastDay: Int32Array;
  readonly days: Uint32Array;
  readonly earliestDays: Uint32Array;
  readonly returned: Uint8Array;
  readonly lost: Uint8Array;
  readonly seenDays: Uint16Array;
  readonly destinationDays: Uint16Array;
  readonly visitDays: Uint16Array;
};

/** Spells away from home in order of time: of one user no two overlap. */
export type DisplacementSpells = Located & Sequences<DisplacementSpellColumns>;

/**
 * When did each displaced person leave, for where, and how long until they were seen at home again?
 *
 * **How** a spell begins on the first day on which the person is displaced and ends on the first day returned after it: what counts
 * as either is settled by `minAwayDays` and `minHomeDays` of `detectDisplacement`. It can have begun as soon as the person was
 * not seen at home, from the event day on (earliestFirstDay). destination: the place of most of the days seen away. `days`
 * is that day − firstDay if there is one (`returned` 1); else lastDay − firstDay, the time after which the person was still
 * away: a censored duration. Days unseen within a spell belong to it. The return happened on one of the days from lastDay + 1
 * (earliestDays after firstDay) to firstDay + days.
 *
 * @param states - the status of each person on each day: `detectDisplacement`
 * @returns the spells of each user. `days` is at least 1 for who returned, at least 0 for who did not. Of places with
 * equally many days the one with the lower row number is the destination
 * @throws RangeError for states that are not well formed
 *
 * **Cost** O(runs): some 30 ns a run, 40 bytes a spell.
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [-72.3, -72.7], [18.5, 18.2]);
 * const daily = buildPresenceOfDays({ user: Array(3).fill("ann"), day: [1, 3, 6], location: [1, 1, 0] }, zones);
 * const homes = { locations: zones, users: ["ann"], length: 1, columns: { location: Int32Array.of(0) } };
 * const states = detectDisplacement(daily, homes, { eventDay: 0, followDays: 6, minLostDays: 2 });
 * rowsOf(buildDisplacementSpells(states)); // [ { origin: 0, destination: 1, firstDestination: 1, earliestFirstDay: 0, firstDay: 1, lastDay: 3, days: 5, earliestDays: 3, returned: 1, lost: 0, seenDays: 2, destinationDays: 2, visitDays: 0 } ]
 */
export function buildDisplacementSpells(states: DisplacementStates): DisplacementSpells {
  checkDisplacementStates("buildDisplacementSpells", "states", states);
  const { users, locations, home, offsets: runs } = states;
  const { firstDay, days, status, location, seenDays, visitDays } = states.columns;
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
    firstDestination: new Uint32Array(length),
    earliestFirstDay: new Int32Array(length),
    firstDay: new Int32Array(length),
    lastDay: new Int32Array(length),
    days: new Uint32Array(length),
    earliestDays: new Uint32Array(length),
    returned: new Uint8Array(length),
    lost: new Uint8Array(length),
    seenDays: new Uint16Array(length),
    destinationDays: new Uint16Array(length),
    visitDays: new Uint16Array(length),
  };
  const seenAt = new Uint16Array(locations.length);
  for (let u = 0; u < users.length; u++) {
    for (let s = offsets[u]!; s < offsets[u + 1]!; s++) {
      const start = starts[s]!;
      const first = firstDay[start]!;
      let r = start;
      let last = first;
      for (; r < runs[u + 1]! && status[r] !== RETURNED; r++) {
        if (status[r] === LOST) columns.lost[s] = 1;
        if (status[r] !== DISPLACED) continue;
        last = firstDay[r]! + days[r]! - 1;
        const away = seenDays[r]! - visitDays[r]!;
        seenAt[location[r]!]! += away;
        columns.seenDays[s]! += away;
        columns.visitDays[s]! += visitDays[r]!;
      }
      let destination = location[start]!;
      for (let k = start; k < r; k++) {
        const place = location[k]!;
        if (place < 0) continue;
        const more = seenAt[place]! - seenAt[destination]!;
        if (more > 0 || (more === 0 && place < destination)) destination = place;
      }
      columns.destination[s] = destination;
      columns.destinationDays[s] = seenAt[destination]!;
      for (let k = start; k < r; k++) if (location[k]! >= 0) seenAt[location[k]!] = 0;
      const isUnseenBefore = start > runs[u]! && status[start - 1] === UNSEEN;
      const isBack = r < runs[u + 1]!;
      columns.origin[s] = home[u]!;
      columns.firstDestination[s] = location[start]!;
      columns.earliestFirstDay[s] = isUnseenBefore ? firstDay[start - 1]! : first;
      columns.firstDay[s] = first;
      columns.lastDay[s] = last;
      columns.days[s] = (isBack ? firstDay[r]! : last) - first;
      columns.earliestDays[s] = isBack ? last + 1 - first : last - first;
      columns.returned[s] = isBack ? 1 : 0;
    }
  }
  return { locations, users, offsets, length, columns };
}
