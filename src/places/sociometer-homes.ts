import { checkNumber, checkOptions, fail } from "../core/check.ts";
import { checkLabels, checkPlaced } from "../core/check-places.ts";
import { checkList, checkLists } from "../core/check-tables.ts";
import type { Located, UserTable } from "../types.ts";
import type { OverallClasses } from "./sociometer-overall.ts";

export interface ClassHomesOptions {
  /** The classes of people who live in a zone, the surest first; "resident" and "dynamic resident" unless given. */
  readonly homeLabels?: readonly string[];
}

/** Who lives in a zone by the Sociometer. [telecom-analytics] */
export const CLASS_HOMES_DEFAULTS = { homeLabels: ["resident", "dynamic resident"] as readonly string[] } as const;

/** The home zone of each user: −1 for none. `candidates` counts the zones in which the user has a class of those who live there. */
export type ClassHomes = Located &
  UserTable<{
    readonly location: Int32Array;
    readonly candidates: Uint32Array;
    readonly days: Uint32Array;
    readonly tied: Uint8Array;
  }>;

/**
 * In which zone does each person live, by what they are to each zone?
 *
 * **How** the home is the zone in which the user's class is the first of homeLabels; of several such zones, the one with
 * the most days; then the one with the lower row number. Without any such zone the second of homeLabels is looked for, and
 * so on. Users without a zone of any of the classes come from outside: they have no home among the zones.
 *
 * @param classes - one class for each user and zone
 * @param options - the classes of those who live in a zone
 * @returns a row per user, in the order of `classes`: `location` −1 without a home; `candidates` the number of zones that
 * have one of homeLabels; `days` the number of days seen at home, 0 without; `tied` 1 if another zone has the same class
 * and as many days
 * @throws RangeError for classes with several rows for a user and zone, and for home labels that are not among the labels
 *
 * **Departs from the paper** Where somebody is a resident of several zones, the authors' code counts the person once for
 * each of them.
 *
 * **Cost** O(rows).
 *
 * [telecom-analytics]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [10.4, 11.2], [43.7, 43.8]);
 * const time = Uint32Array.from({ length: 56 }, (_, i) => 86400 * (4 + Math.floor(i / 2)) + 36000 * (1 + (i % 2)));
 * const events = { users: ["ann"], user: new Uint32Array(56), time, location: Uint32Array.from(time, (_, i) => (i < 2 ? 0 : 1)) };
 * const days = { firstDay: 4, lastDay: 31, weekOrder: busiestWeeksFirst() };
 * const profiles = buildCallProfiles(buildTracesOfEvents(events, zones), { clock: createClock({ timeZone: "UTC" }), ...days });
 * rowsOf(detectClassHomes(detectOverallClasses(detectUserClasses(profiles)))); // [ { location: 1, candidates: 1, days: 27, tied: 0 } ]
 */
export function detectClassHomes(classes: OverallClasses, options: ClassHomesOptions = {}): ClassHomes {
  const where = "detectClassHomes";
  checkOverall(where, classes);
  checkOptions(where, options, ["homeLabels"]);
  const { homeLabels } = { ...CLASS_HOMES_DEFAULTS, ...options };
  checkList(where, "homeLabels", homeLabels);
  checkNumber(where, "homeLabels.length", homeLabels.length, 1);
  for (const [i, label] of homeLabels.entries()) {
    if (!classes.labels.includes(label)) fail(where, `homeLabels[${i}]`, `one of ${classes.labels.join(", ")}`, label);
  }
  const rank = classes.labels.map((label) => homeLabels.indexOf(label));
  const { users, offsets } = classes;
  const { location, label, days } = classes.columns;
  const columns = {
    location: new Int32Array(users.length).fill(-1),
    candidates: new Uint32Array(users.length),
    days: new Uint32Array(users.length),
    tied: new Uint8Array(users.length),
  };
  for (let u = 0; u < users.length; u++) {
    let best = -1;
    for (let r = offsets[u]!; r < offsets[u + 1]!; r++) {
      const own = rank[label[r]!]!;
      if (own < 0) continue;
      columns.candidates[u]!++;
      const order = best < 0 ? -1 : own - rank[label[best]!]! || days[best]! - days[r]!;
      if (order === 0) columns.tied[u] = 1;
      if (order >= 0) continue;
      best = r;
      columns.tied[u] = 0;
    }
    if (best < 0) continue;
    columns.location[u] = location[best]!;
    columns.days[u] = days[best]!;
  }
  return { locations: classes.locations, users, length: users.length, columns };
}

/** Throws unless the value is a table of classes with one row for a user and zone, and labels that have a name. */
function checkOverall(where: string, classes: OverallClasses): void {
  checkPlaced(where, "classes", classes, ["location", "label", "days"]);
  checkLists(where, "classes", classes, ["labels"], "classes, as detectOverallClasses makes them");
  checkLabels(where, "classes", classes);
  const { location } = classes.columns;
  const { users, offsets } = classes;
  for (let u = 0; u < users.length; u++) {
    for (let r = offsets[u]!; r < offsets[u + 1]!; r++) {
      if (r === offsets[u] || location[r]! > location[r - 1]!) continue;
      const such = `above the user's one before it, ${location[r - 1]}: detectOverallClasses gives a row per user and zone`;
      fail(where, `classes.columns.location[${r}]`, such, location[r]);
    }
  }
}
