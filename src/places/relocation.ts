import { isObject } from "../core/check.ts";
import { checkCrosswalk } from "../core/check-crosswalk.ts";
import { checkHomes, checkHomesByPeriod } from "../core/check-places.ts";
import { checkPresence } from "../core/check-traces.ts";
import { largestShares } from "../space/largest-shares.ts";
import { type RelocatedPresence, relocated } from "../space/relocated-presence.ts";
import type { Crosswalk, HomePlaces, HomePlacesByPeriod, Presence } from "../types.ts";

/** Presence and homes in coarser terms, as `relocate` for traces: in districts in place of antennas, in regions in place of districts. */

/**
 * In which districts was each person seen on each day, by the antennas they were seen at? Presence over coarser locations.
 *
 * **How** each row goes to the location of `crosswalk.to` that has the largest share of the row's own location, of equal
 * shares the lower row; rows of one user, day and new location become one, with their events together. That is what the
 * relocated traces would have given. (Not so for presence with one chosen location a day: choose among the relocated
 * ones, because the antenna most used on a day need not lie in the district most used.)
 *
 * @param presence - in which locations each user was seen on which day
 * @param crosswalk - shares of the presence's locations in the new ones
 * @returns presence over `crosswalk.to`, all users kept; the events of rows that have no share anywhere are left out and
 * counted in `unlocated`
 * @throws RangeError where the crosswalk does not start from the presence's locations, and for presence that is not sorted
 * or repeats rows
 *
 * **Cost** O(rows + entries of the crosswalk).
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const district = buildZones(["D"], [[[[[85, 27], [86, 27], [86, 28], [85, 28]]]]]);
 * const presence = buildPresenceOfDays({ user: ["ana", "ana"], day: [5, 5], location: [0, 1] }, antennas);
 * rowsOf(relocatePresence(presence, buildPointCrosswalk(antennas, district))); // [ { day: 5, location: 0, events: 2 } ]
 */
export function relocatePresence(presence: Presence, crosswalk: Crosswalk): RelocatedPresence {
  const where = "relocatePresence";
  checkPresence(where, presence);
  return relocated(where, "crosswalk", presence, crosswalk);
}

/**
 * In which region does each person live, of whom the district or the antenna is known? Homes, or homes by period, over
 * coarser locations.
 *
 * **How** each home goes to the location of `crosswalk.to` that has the largest share of it, of equal shares to the lower row.
 * To be used where the home is to be chosen among the finer locations; else relocate the traces or the presence, and choose
 * among the coarser ones.
 *
 * @param homes - homes, or homes by period
 * @param crosswalk - shares of the homes' locations in the new ones, as for `relocate`
 * @returns the same users, and periods, with homes over `crosswalk.to`, the location alone: support and share were those of
 * the finer location. −1 where there was no home, or it has no share anywhere: `unlocated` counts the latter
 * @throws RangeError where the crosswalk does not start from the locations of the homes, and for homes that are none
 *
 * **Cost** O(rows + entries of the crosswalk).
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B", "ship"], [85.3, 85.4, 80], [27.7, 27.6, 0]);
 * const district = buildZones(["D"], [[[[[85, 27], [86, 27], [86, 28], [85, 28]]]]]);
 * const homes = { locations: antennas, users: ["ann", "bo", "cy"], length: 3, columns: { location: Int32Array.of(1, -1, 2) } };
 * const { columns, unlocated } = relocateHomes(homes, buildPointCrosswalk(antennas, district));
 * columns.location; // Int32Array(3) [ 0, -1, -1 ]
 * unlocated; // 1
 */
export function relocateHomes(
  homes: HomePlacesByPeriod,
  crosswalk: Crosswalk,
): HomePlacesByPeriod & { readonly unlocated: number };
export function relocateHomes(homes: HomePlaces, crosswalk: Crosswalk): HomePlaces & { readonly unlocated: number };
export function relocateHomes(
  homes: HomePlaces | HomePlacesByPeriod,
  crosswalk: Crosswalk,
): (HomePlaces | HomePlacesByPeriod) & { readonly unlocated: number } {
  const where = "relocateHomes";
  const history = isObject(homes) && "periods" in homes ? (homes as HomePlacesByPeriod) : null;
  if (history !== null) checkHomesByPeriod(where, "homes", history);
  else checkHomes(where, "homes", homes as HomePlaces);
  checkCrosswalk(where, "crosswalk", crosswalk, { from: homes.locations });
  const target = largestShares(crosswalk);
  let unlocated = 0;
  const location = Int32Array.from(homes.columns.location, (home) => {
    if (home >= 0 && target[home]! < 0) unlocated++;
    return home < 0 ? -1 : target[home]!;
  });
  const { users, length } = homes;
  const locations = crosswalk.to;
  if (history === null) return { locations, users, length, columns: { location }, unlocated };
  const { offsets, periods, columns } = history;
  return { locations, users, length, offsets, periods, columns: { period: columns.period, location }, unlocated };
}
