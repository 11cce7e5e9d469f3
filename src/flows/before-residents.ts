import { checkHomesByPeriod } from "../core/check-places.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import type { HomePlacesByPeriod, Located, Periods, Table } from "../types.ts";

/**
 * People by period and location, a row for each in this order, and how they came to be so many since the period before:
 * `stayed` there, `movedIn` from another location, `appeared` without a home in the period before, `movedOut` to another
 * location, `lost` without a home now. NaN in the first period, before which nothing is known. `without` counts the people
 * without a home in each period.
 */
export type ResidentsByPeriod = Located &
  Table<{
    readonly period: Uint32Array;
    readonly location: Uint32Array;
    readonly residents: Float64Array;
    readonly stayed: Float64Array;
    readonly movedIn: Float64Array;
    readonly appeared: Float64Array;
    readonly movedOut: Float64Array;
    readonly lost: Float64Array;
  }> & { readonly periods: Periods; readonly without: Float64Array };

/**
 * How many people live where in each month, and through whom has the number changed?
 *
 * **How** each user's home in a period beside that in the period before. The balance holds in every row but the first
 * period's: residents = residents before + movedIn − movedOut + appeared − lost, and residents = stayed + movedIn + appeared.
 * People without a home are a class of their own: without = without before + Σ lost − Σ appeared.
 *
 * @param history - homes by period
 * @returns a row per period and location, zeros included; counts of parts of the users add up. People who were not seen
 * enough to have a home are not people who left: read `lost` beside `movedOut`
 * @throws RangeError for homes by period that are not well formed, or a user who stands twice
 *
 * **Cost** O(users · periods + locations · periods).
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const periods = buildPeriods({ firstDay: [1, 40], lastDay: [30, 70] }, createClock({ timeZone: "UTC" }));
 * const columns = { period: Uint32Array.of(0, 1, 0, 1), location: Int32Array.of(0, 1, -1, 1) };
 * const history = { locations: zones, users: ["ann", "bo"], offsets: Uint32Array.of(0, 2, 4), length: 4, columns, periods };
 * const counts = countResidentsByPeriod(history);
 * rowsOf(counts, 3)[0]; // { period: 1, location: 1, residents: 2, stayed: 0, movedIn: 1, appeared: 1, movedOut: 0, lost: 0 }
 * counts.without; // Float64Array(2) [ 1, 0 ]
 */
export function countResidentsByPeriod(history: HomePlacesByPeriod): ResidentsByPeriod {
  const where = "countResidentsByPeriod";
  checkHomesByPeriod(where, "history", history);
  checkUsersOnce(where, "history", history.users);
  const { locations, users, periods } = history;
  const { location } = history.columns;
  const n = locations.length;
  const count = periods.length;
  const length = n * count;
  const room = (): Float64Array => new Float64Array(length).fill(Number.NaN, 0, Math.min(n, length));
  const columns = {
    period: Uint32Array.from({ length }, (_, row) => Math.floor(row / n)),
    location: Uint32Array.from({ length }, (_, row) => row % n),
    residents: new Float64Array(length),
    stayed: room(),
    movedIn: room(),
    appeared: room(),
    movedOut: room(),
    lost: room(),
  };
  const { residents, stayed, movedIn, appeared, movedOut, lost } = columns;
  const without = new Float64Array(count);
  for (let u = 0; u < users.length; u++) {
    for (let p = 0; p < count; p++) {
      const home = location[u * count + p]!;
      if (home < 0) without[p]!++;
      else residents[p * n + home]!++;
      if (p === 0) continue;
      const before = location[u * count + p - 1]!;
      if (home >= 0) (before === home ? stayed : before < 0 ? appeared : movedIn)[p * n + home]!++;
      if (before >= 0 && before !== home) (home < 0 ? lost : movedOut)[p * n + before]!++;
    }
  }
  return { locations, length, columns, periods, without };
}
