import { checkSameLocations } from "../core/check.ts";
import { checkPresence } from "../core/check-traces.ts";
import { checkSameUsers } from "../core/check-users.ts";
import type { Located, Presence, Sequences } from "../types.ts";
import { WINDOW_DAYS } from "./call-profile-rows.ts";
import type { UserClasses } from "./sociometer-classes.ts";
import { checkClasses } from "./sociometer-overall.ts";

/** Presence with the class that the user had in the place at that time: `label` numbers `labels`. */
export type ClassPresence = Located &
  Sequences<{
    readonly day: Int32Array;
    readonly location: Uint32Array;
    readonly events: Uint32Array;
    readonly label: Uint8Array;
  }> & { readonly labels: readonly string[]; readonly unlabelled: number };

/**
 * As what was each person in each zone on each day: as a resident, a commuter, a visitor?
 *
 * **How** every day of presence gets the class that the user has in that zone in the window of the day.
 *
 * @param presence - where each user was on each day, over the same zones
 * @param classes - the classes by window of the same users
 * @returns the rows of `presence` that have a class, with `label` numbering `labels`. Days that are in no window, or in one
 * in which the user has no profile in the zone, are left out and counted in `unlabelled`
 * @throws RangeError for tables of other users or other zones, or not well formed
 *
 * **Cost** O(rows of both).
 *
 * @example
 * const zones = createLocations("zones", ["A"], [10.4], [43.7]);
 * const traces = buildTracesOfEvents({ users: ["ann"], user: new Uint32Array(1), time: Uint32Array.of(345600), location: new Uint32Array(1) }, zones);
 * const clock = createClock({ timeZone: "UTC" });
 * const profiles = buildCallProfiles(traces, { clock, firstDay: 4, lastDay: 31, weekOrder: busiestWeeksFirst() });
 * const presence = buildClassPresence(buildPresence(traces, { clock }), detectUserClasses(profiles));
 * rowsOf(presence); // [ { day: 4, location: 0, events: 1, label: 4 } ]
 * presence.labels[4]; // in transit
 */
export function buildClassPresence(presence: Presence, classes: UserClasses): ClassPresence {
  const where = "buildClassPresence";
  checkPresence(where, presence);
  checkClasses(where, classes);
  checkSameLocations(where, "classes.locations", classes.locations, presence.locations);
  const { users, offsets: from, locations } = presence;
  checkSameUsers(where, "classes", classes.users, users, "presence");
  const { day, location, events } = presence.columns;
  const firstDay = classes.windowDays.length === 0 ? 0 : classes.windowDays[0]!;
  const offsets = new Uint32Array(users.length + 1);
  const kept = new Uint32Array(presence.length);
  const label = new Uint8Array(presence.length);
  // Where the user at hand has a row of classes in the window at hand, by zone.
  const rowOf = new Int32Array(locations.length).fill(-1);
  let length = 0;
  for (let u = 0; u < users.length; u++) {
    const end = classes.offsets[u + 1]!;
    let first = classes.offsets[u]!;
    let next = first;
    let window = -1;
    for (let i = from[u]!; i < from[u + 1]!; i++) {
      const here = Math.floor((day[i]! - firstDay) / WINDOW_DAYS);
      if (here !== window) {
        for (let r = first; r < next; r++) rowOf[classes.columns.location[r]!] = -1;
        window = here;
        first = next;
        while (first < end && classes.columns.window[first]! < window) first++;
        next = first;
        while (next < end && classes.columns.window[next] === window) rowOf[classes.columns.location[next]!] = next++;
      }
      const row = rowOf[location[i]!]!;
      if (row < 0) continue;
      kept[length] = i;
      label[length++] = classes.columns.label[row]!;
    }
    for (let r = first; r < next; r++) rowOf[classes.columns.location[r]!] = -1;
    offsets[u + 1] = length;
  }
  const columns = {
    day: new Int32Array(length),
    location: new Uint32Array(length),
    events: new Uint32Array(length),
    label: label.slice(0, length),
  };
  for (let k = 0; k < length; k++) {
    const i = kept[k]!;
    columns.day[k] = day[i]!;
    columns.location[k] = location[i]!;
    columns.events[k] = events[i]!;
  }
  const unlabelled = presence.length - length;
  return { locations, users, offsets, length, columns, labels: classes.labels.slice(), unlabelled };
}
