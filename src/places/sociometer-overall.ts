import { checkInteger, fail } from "../core/check.ts";
import { checkLabels, checkPlaced } from "../core/check-places.ts";
import { checkLists } from "../core/check-tables.ts";
import type { Located, Sequences } from "../types.ts";
import type { UserClasses } from "./sociometer-classes.ts";

/** One class for each user and zone: `label` numbers `labels`. */
export type OverallClasses = Located &
  Sequences<{
    readonly location: Uint32Array;
    readonly label: Uint8Array;
    readonly windows: Uint32Array;
    readonly share: Float64Array;
    readonly tied: Uint8Array;
    readonly days: Uint32Array;
  }> & { readonly labels: readonly string[] };

/**
 * What is each person to each zone over the whole observation: a resident there, a commuter, a visitor?
 *
 * **How** the class of a user in a zone is the one of most of the windows in which the user was seen there; of classes of
 * equally many windows, the one that came first.
 *
 * @param classes - the classes by window
 * @returns a row for each user and zone, zones ascending. `label` numbers `labels`; `windows` is the number of windows with
 * that class and `share` that over all windows of the user in the zone, above 0 and at most 1; `tied` is 1 if another class
 * has as many; `days` is the number of days seen there in all windows
 * @throws RangeError for classes that are not as `detectUserClasses` makes them
 *
 * **Cost** O(rows log rows of a user).
 *
 * [telecom-analytics]
 *
 * @example
 * const zones = createLocations("zones", ["A"], [10.4], [43.7]);
 * const times = { users: ["ann"], user: new Uint32Array(3), time: Uint32Array.of(345600, 2764800, 5184000), location: new Uint32Array(3) };
 * const days = { firstDay: 4, lastDay: 87, weekOrder: busiestWeeksFirst() };
 * const profiles = buildCallProfiles(buildTracesOfEvents(times, zones), { clock: createClock({ timeZone: "UTC" }), ...days });
 * const overall = detectOverallClasses(detectUserClasses(profiles));
 * overall.labels[overall.columns.label[0]]; // in transit
 * rowsOf(overall); // [ { location: 0, label: 4, windows: 3, share: 1, tied: 0, days: 3 } ]
 */
export function detectOverallClasses(classes: UserClasses): OverallClasses {
  const where = "detectOverallClasses";
  checkClasses(where, classes);
  const { users, offsets: from, locations, labels } = classes;
  const given = classes.columns;
  const rows: number[] = [];
  const location: number[] = [];
  const label: number[] = [];
  const windows: number[] = [];
  const share: number[] = [];
  const tied: number[] = [];
  const days: number[] = [];
  const offsets = new Uint32Array(users.length + 1);
  const count = new Uint32Array(labels.length);
  for (let u = 0; u < users.length; u++) {
    rows.length = 0;
    for (let r = from[u]!; r < from[u + 1]!; r++) rows.push(r);
    rows.sort((a, b) => given.location[a]! - given.location[b]! || a - b);
    for (let first = 0, end = 0; first < rows.length; first = end) {
      const zone = given.location[rows[first]!]!;
      let seen = 0;
      count.fill(0);
      for (end = first; end < rows.length && given.location[rows[end]!] === zone; end++) {
        count[given.label[rows[end]!]!]!++;
        seen += given.days[rows[end]!]!;
      }
      const most = Math.max(...count);
      let winner = first;
      while (count[given.label[rows[winner]!]!] !== most) winner++;
      location.push(zone);
      label.push(given.label[rows[winner]!]!);
      windows.push(most);
      share.push(most / (end - first));
      tied.push(count.indexOf(most) === count.lastIndexOf(most) ? 0 : 1);
      days.push(seen);
    }
    offsets[u + 1] = location.length;
  }
  const columns = {
    location: Uint32Array.from(location),
    label: Uint8Array.from(label),
    windows: Uint32Array.from(windows),
    share: Float64Array.from(share),
    tied: Uint8Array.from(tied),
    days: Uint32Array.from(days),
  };
  return { locations, users, offsets, length: location.length, columns, labels: labels.slice() };
}

/** Throws unless the value is a table of classes by window, rows in order of windows and zones, labels that have a name. */
export function checkClasses(where: string, classes: UserClasses): void {
  const such = "classes, as detectUserClasses makes them";
  checkPlaced(where, "classes", classes, ["location", "window", "label", "days"]);
  checkLists(where, "classes", classes, ["labels", "windowDays"], such);
  checkLabels(where, "classes", classes);
  const { location, window } = classes.columns;
  const { users, offsets, windowDays } = classes;
  for (let u = 0; u < users.length; u++) {
    for (let r = offsets[u]!; r < offsets[u + 1]!; r++) {
      checkInteger(where, `classes.columns.window[${r}]`, window[r]!, 0, windowDays.length - 1);
      if (r === offsets[u] || window[r]! > window[r - 1]!) continue;
      if (window[r] === window[r - 1] && location[r]! > location[r - 1]!) continue;
      const after = `after window ${window[r - 1]} and location ${location[r - 1]} of the same user`;
      fail(where, `classes.columns.window[${r}]`, after, window[r]);
    }
  }
}
