import { checkInteger } from "../core/check.ts";
import { checkHomesByPeriod } from "../core/check-places.ts";
import type { HomePlaces, HomePlacesByPeriod } from "../types.ts";

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
