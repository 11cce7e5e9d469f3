import { checkInteger, checkOptions, fail } from "../core/check.ts";
import { checkHomesOf } from "../core/check-places.ts";
import { checkLists } from "../core/check-tables.ts";
import { checkPresence } from "../core/check-traces.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import type { Columns, Flows, HomePlaces, Presence } from "../types.ts";
import { flowsOfMoves, startsOfCounts } from "./flow-rows.ts";

export interface CountFlowsFromHomeOptions {
  /** Count only days on which the user was in the place as this class; needs presence with classes, as `buildClassPresence` makes it. */
  readonly label?: string;
  /** Count this local day and later ones; from the first one unless given. */
  readonly fromDay?: number;
  /** Count days before this local day; to the last one unless given. */
  readonly toDay?: number;
}

/**
 * Flows from home zones, and what comes from none of them: for each destination the days (`without`) and the distinct
 * people (`peopleWithout`) of users who have no home.
 */
export type FlowsFromHome = Flows & { readonly without: Float64Array; readonly peopleWithout: Uint32Array };

/**
 * How many people were in each place on a day, by the zone they live in? The origin–destination table of the Sociometer.
 *
 * **How** value[home, place] = number of pairs (user, day) with fromDay ≤ day < toDay and the user in the place on that day,
 * with the class asked for; people = number of distinct users among them. Over one day the two are equal. Days at home are
 * on the diagonal.
 *
 * @param presence - where each user was on each day, over zones; with classes, if one of them is asked for
 * @param homes - the home of each of the same users, over the same zones; −1 for people from outside
 * @param options - the class and the days
 * @returns flows over the zones, and for people from outside `without` and `peopleWithout` per destination. Values of
 * several days add up to those of all of them; people do not
 * @throws RangeError for other users or zones, days in the wrong order, or a class that the presence does not know
 *
 * **Departs from the paper** The authors count everybody; the class at the destination is an option here.
 *
 * **Cost** O(rows + zones), 8 bytes a row
 *
 * [telecom-analytics]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [10.4, 11.2], [43.7, 43.8]);
 * const presence = buildPresenceOfDays({ user: ["u", "u", "v"], day: [5, 6, 5], location: [1, 1, 1] }, zones);
 * const homes = { locations: zones, users: ["u", "v"], length: 2, columns: { location: Int32Array.of(0, -1) } };
 * const flows = countFlowsFromHome(presence, homes);
 * [cellOf(flows, 0, 1), flows.people[0]]; // [ 2, 1 ]
 * flows.without; // Float64Array(2) [ 0, 1 ]
 */
export function countFlowsFromHome(
  presence: Presence & { readonly labels?: readonly string[] },
  homes: HomePlaces,
  options: CountFlowsFromHomeOptions = {},
): FlowsFromHome {
  const where = "countFlowsFromHome";
  checkPresence(where, presence);
  checkUsersOnce(where, "presence", presence.users);
  checkHomesOf(where, "homes", homes, presence.users, "presence", presence.locations);
  checkOptions(where, options, ["label", "fromDay", "toDay"]);
  const { fromDay = -Infinity, toDay = Infinity } = options;
  if (fromDay !== -Infinity) checkInteger(where, "fromDay", fromDay);
  if (toDay !== Infinity) checkInteger(where, "toDay", toDay, fromDay);
  const { locations, users, offsets } = presence;
  const n = locations.length;
  const isCounted = rowsToCount(where, presence, options.label);
  const { day, location } = presence.columns;
  const home = homes.columns.location;
  const without = new Float64Array(n);
  const peopleWithout = new Uint32Array(n);
  const lastWithout = new Int32Array(n).fill(-1);
  const start = new Uint32Array(n + 1);
  for (let u = 0; u < users.length; u++) {
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      if (day[i]! < fromDay || day[i]! >= toDay || !isCounted(i)) continue;
      if (home[u]! >= 0) start[home[u]! + 1]!++;
      else {
        const l = location[i]!;
        without[l]!++;
        if (lastWithout[l] !== u) peopleWithout[l]!++;
        lastWithout[l] = u;
      }
    }
  }
  startsOfCounts(start);
  const place = start.slice(0, n);
  const records = new Uint32Array(2 * start[n]!);
  for (let u = 0; u < users.length; u++) {
    if (home[u]! < 0) continue;
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      if (day[i]! < fromDay || day[i]! >= toDay || !isCounted(i)) continue;
      const at = 2 * place[home[u]!]!++;
      records[at] = location[i]!;
      records[at + 1] = u + 1;
    }
  }
  return { ...flowsOfMoves(locations, start, records), without, peopleWithout };
}

/** Which rows of presence have the class asked for; all of them if none is. */
function rowsToCount(
  where: string,
  presence: Presence & { readonly labels?: readonly string[] },
  label: string | undefined,
): (row: number) => boolean {
  if (label === undefined) return () => true;
  checkLists(
    where,
    "presence",
    presence,
    ["labels"],
    "presence with classes, as buildClassPresence makes it, if label is given",
  );
  const labelOf = (presence.columns as Columns)["label"];
  const wanted = presence.labels!.indexOf(label);
  if (wanted < 0 || labelOf === undefined) fail(where, "label", `one of ${presence.labels!.join(", ")}`, label);
  return (row) => labelOf[row] === wanted;
}
