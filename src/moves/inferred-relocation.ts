import { checkCrosswalk } from "../core/check-crosswalk.ts";
import { checkHomesByPeriod } from "../core/check-places.ts";
import type { Crosswalk, HomePlacesByPeriod } from "../types.ts";

/**
 * In which district is each person's home, where homes are antennas?
 *
 * **How** each home goes to the location of `crosswalk.to` that has the largest share of it, of equal shares to the lower row.
 * To be used where the home is to be chosen among antennas; else `relocate` the traces and choose among districts.
 *
 * @param history - homes by period
 * @param crosswalk - shares of the homes' locations in the new ones, as for `relocate`
 * @returns the same users and periods, homes over `crosswalk.to`; −1 where there was no home, or it has no share anywhere
 * @throws RangeError where the crosswalk does not start from the locations of the homes, and for homes that are none
 *
 * **Cost** O(rows + entries of the crosswalk).
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const district = buildZones(["D"], [[[[[85, 27], [86, 27], [86, 28], [85, 28]]]]]);
 * const presence = buildPresenceOfDays({ user: ["ana"], day: [16815], location: [1] }, antennas);
 * const periods = buildMonths({ clock: createClock({ timeZone: "UTC" }), firstDay: 16801, lastDay: 16840 });
 * const history = detectHomesByPeriod(presence, { criterion: modalDailyLocation(), periods });
 * relocateHomesByPeriod(history, buildPointCrosswalk(antennas, district)).columns.location; // Int32Array(2) [ 0, -1 ]
 */
export function relocateHomesByPeriod(history: HomePlacesByPeriod, crosswalk: Crosswalk): HomePlacesByPeriod {
  const where = "relocateHomesByPeriod";
  checkHomesByPeriod(where, "history", history);
  checkCrosswalk(where, "crosswalk", crosswalk, { from: history.locations });
  const { offsets, index, value } = crosswalk.shares;
  const target = new Int32Array(history.locations.length).fill(-1);
  for (let l = 0; l < target.length; l++) {
    let largest = 0;
    for (let k = offsets[l]!; k < offsets[l + 1]!; k++) {
      if (value[k]! <= largest) continue;
      largest = value[k]!;
      target[l] = index[k]!;
    }
  }
  const { period, location } = history.columns;
  const homes = location.map((l) => (l < 0 ? -1 : target[l]!));
  return { ...history, locations: crosswalk.to, columns: { period, location: homes } };
}
