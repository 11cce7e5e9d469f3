import { checkInteger, checkOptions, fail, failInWords } from "../core/check.ts";
import { checkLabels, checkPlaced } from "../core/check-places.ts";
import { checkLists } from "../core/check-tables.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import type { Columns, GroupCounts, Located, Sequences } from "../types.ts";

export interface CountUserClassesOptions {
  /** The window to count. Needed where the rows are by window, as `detectUserClasses` gives them, and wrong where not. */
  readonly window?: number;
}

/** People of each class in each location, and the share of the classes among all people of the location: NaN where there is nobody. */
export type ClassCounts = GroupCounts & { readonly share: Float64Array };

/**
 * How many residents, commuters and visitors has each zone?
 *
 * **How** count[location · labels + label] = number of users with that class in the location, in the window asked for or
 * over the whole observation; share = count / Σ over labels of count.
 *
 * @param classes - the classes by window (`detectUserClasses`) or overall (`detectOverallClasses`)
 * @param options - the window, where there are windows
 * @returns counts of distinct users by location and class, and shares, which add up to 1 in every location with anybody
 * (NaN in the others). A user seen in several zones is counted in each; counts of parts of the users add up
 * @throws RangeError where the window is missing or there are none, and for classes that are not well formed
 *
 * **Cost** O(rows + locations · classes)
 *
 * [telecom-analytics]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [10.4, 11.2], [43.7, 43.8]);
 * const columns = { location: Uint32Array.of(0, 1, 0), label: Uint8Array.of(0, 1, 1) };
 * const classes = { locations: zones, users: ["u", "v"], offsets: Uint32Array.of(0, 2, 3), length: 3, columns, labels: ["resident", "visitor"] };
 * countUserClasses(classes).count; // Float64Array(4) [ 1, 1, 0, 1 ]
 * countUserClasses(classes).share; // Float64Array(4) [ 0.5, 0.5, 0, 1 ]
 */
export function countUserClasses(
  classes: Located &
    Sequences<{ readonly location: Uint32Array; readonly label: Uint8Array }> & { readonly labels: readonly string[] },
  options: CountUserClassesOptions = {},
): ClassCounts {
  const where = "countUserClasses";
  checkPlaced(where, "classes", classes, ["location", "label"]);
  checkUsersOnce(where, "classes", classes.users);
  checkLists(where, "classes", classes, ["labels"], "classes, as detectUserClasses makes them");
  checkLabels(where, "classes", classes);
  checkOptions(where, options, ["window"]);
  const windowOf = (classes.columns as Columns)["window"];
  const { window } = options;
  if (windowOf === undefined && window !== undefined) {
    failInWords(where, "window", "left out", String(window), "the classes are of no window");
  }
  if (windowOf !== undefined) checkInteger(where, "window", window!, 0);
  const { locations, users, offsets, labels } = classes;
  const { location, label } = classes.columns;
  const groups = labels.length;
  const count = new Float64Array(locations.length * groups);
  const counted = new Int32Array(locations.length).fill(-1);
  for (let u = 0; u < users.length; u++) {
    for (let r = offsets[u]!; r < offsets[u + 1]!; r++) {
      const l = location[r]!;
      if (windowOf !== undefined && windowOf[r] !== window) continue;
      if (counted[l] === u) fail(where, `classes.columns.location[${r}]`, "the user's only row of the location", l);
      counted[l] = u;
      count[l * groups + label[r]!]!++;
    }
  }
  const share = new Float64Array(count.length);
  for (let l = 0; l < locations.length; l++) {
    let people = 0;
    for (let g = 0; g < groups; g++) people += count[l * groups + g]!;
    for (let g = 0; g < groups; g++) share[l * groups + g] = count[l * groups + g]! / people;
  }
  return { locations, labels: labels.slice(), count, share };
}
