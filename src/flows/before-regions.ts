import { checkInteger, checkOptions, isObject } from "../core/check.ts";
import { checkCrosswalk } from "../core/check-crosswalk.ts";
import { checkHomes, checkHomesByPeriod } from "../core/check-places.ts";
import { checkRegions, type RegionOptions } from "../core/check-regions.ts";
import type { Crosswalk, HomePlaces, HomePlacesByPeriod } from "../types.ts";

/** Homes in coarser terms: in regions in place of zones, and of one period in place of all. */

/**
 * In which region is each zone?
 *
 * **How** the region that has the largest share of the zone; of equal shares the lower row.
 *
 * @param crosswalk - the shares of zones in regions: `buildAreaCrosswalk(zones, regions)`, or by points
 * @returns a row of the regions for each zone, −1 where the zone has no share in any: such a zone needs a region before
 * homes can be counted in regions
 * @throws RangeError for anything but a crosswalk
 *
 * **Cost** O(entries of the crosswalk).
 *
 * @example
 * const square = (west) => [[[[west, 10], [west + 1, 10], [west + 1, 11], [west, 11]]]];
 * const zones = buildZones(["a", "b", "c"], [square(-74), square(-73), square(-72)]);
 * const regions = buildZones(["La Guajira", "Cesar"], [[...square(-74), ...square(-73)], square(-72)]);
 * findRegions(buildAreaCrosswalk(zones, regions)); // Int32Array(3) [ 0, 0, 1 ]
 */
export function findRegions(crosswalk: Crosswalk): Int32Array {
  checkCrosswalk("findRegions", "crosswalk", crosswalk);
  const { offsets, index, value } = crosswalk.shares;
  return Int32Array.from({ length: crosswalk.from.length }, (_, zone) => {
    let largest = 0;
    let region = -1;
    for (let k = offsets[zone]!; k < offsets[zone + 1]!; k++) {
      if (value[k]! <= largest) continue;
      largest = value[k]!;
      region = index[k]!;
    }
    return region;
  });
}

/**
 * In which region does each person live, of whom the zone is known? Homes, or homes by period, over regions.
 *
 * **How** the region of the home's zone; no home stays none. Counted as `countHomeChanges(relocateHomes(before, …),
 * relocateHomes(after, …))`, the diagonal holds those who stayed in their region and the rest those who left it, by where to.
 *
 * @param homes - homes, or homes by period
 * @param options - the regions, and the region of each location of the homes
 * @returns homes over `regions`, the location alone: support and share were those of the zone
 * @throws RangeError for homes that are not well formed, or a location without a region
 *
 * **Cost** O(rows).
 *
 * @example
 * const zones = createLocations("zones", ["a", "b", "c"], [-74, -73, -72], [11, 11, 10]);
 * const regions = createLocations("zones", ["La Guajira", "Cesar"], [-73, -72], [11, 10]);
 * const homes = { locations: zones, users: ["ann", "bo"], length: 2, columns: { location: Int32Array.of(1, -1) } };
 * relocateHomes(homes, { regions, regionOf: [0, 0, 1] }).columns.location; // Int32Array(2) [ 0, -1 ]
 */
export function relocateHomes(homes: HomePlacesByPeriod, options: RegionOptions): HomePlacesByPeriod;
export function relocateHomes(homes: HomePlaces, options: RegionOptions): HomePlaces;
export function relocateHomes(
  homes: HomePlaces | HomePlacesByPeriod,
  options: RegionOptions,
): HomePlaces | HomePlacesByPeriod {
  const where = "relocateHomes";
  const history = isObject(homes) && "periods" in homes ? (homes as HomePlacesByPeriod) : null;
  if (history !== null) checkHomesByPeriod(where, "homes", history);
  else checkHomes(where, "homes", homes as HomePlaces);
  checkOptions(where, options, ["regions", "regionOf"]);
  checkRegions(where, options, homes.locations.length);
  const { regions, regionOf } = options;
  const { users, length } = homes;
  const location = Int32Array.from(homes.columns.location, (home) => (home < 0 ? -1 : regionOf[home]!));
  if (history === null) return { locations: regions, users, length, columns: { location } };
  const { offsets, periods, columns } = history;
  return { locations: regions, users, length, offsets, periods, columns: { period: columns.period, location } };
}

/**
 * Where did each person live in one of the periods?
 *
 * @param history - homes by period
 * @param period - the row of the period
 * @returns the homes of that period, as `countResidents` and `countHomeChanges` take them
 * @throws RangeError for homes by period that are not well formed, or a period that is not there
 *
 * **Cost** O(rows).
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const periods = buildPeriods({ firstDay: [1, 40], lastDay: [30, 70] }, createClock({ timeZone: "UTC" }));
 * const columns = { period: Uint32Array.of(0, 1), location: Int32Array.of(0, 1) };
 * const history = { locations: zones, users: ["ann"], offsets: Uint32Array.of(0, 2), length: 2, columns, periods };
 * selectHomesOfPeriod(history, 1).columns.location; // Int32Array(1) [ 1 ]
 */
export function selectHomesOfPeriod(history: HomePlacesByPeriod, period: number): HomePlaces {
  const where = "selectHomesOfPeriod";
  checkHomesByPeriod(where, "history", history);
  checkInteger(where, "period", period, 0, history.periods.length - 1);
  const { locations, users, periods, columns } = history;
  const location = Int32Array.from(users, (_, u) => columns.location[u * periods.length + period]!);
  return { locations, users, length: users.length, columns: { location } };
}
