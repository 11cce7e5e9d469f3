import type { HomePlacesByPeriod, Moves } from "../types.ts";
import {
  checkDefinition,
  checkHistory,
  createChangeRows,
  createRunFinder,
  type InferredMigrationsOptions,
  type InferredMoveColumns,
  lengthOf,
} from "./inferred-runs.ts";

/** Migrations under a k-period definition. */
export type InferredMigrations = Moves<InferredMoveColumns>;

/**
 * Who has migrated under a k-month definition: lived k months in one place, and the next k months in another?
 *
 * **How** a stay is a run of periods with one home. A change from the stay that ends with period t to the next one is a
 * migration if the old stay has at least `minPeriods` periods and the new one `minDestinationPeriods`: with k for both and no gap
 * bridged, home(t − k + 1) = … = home(t) = d and home(t + 1) = … = home(t + k) = d' ≠ d. A period without a home ends a stay,
 * but for gaps of up to `maxGapPeriods` between periods with one; a bridged gap within a stay counts to its length, one
 * between two stays to neither. Days that belong to no period always end a stay.
 *
 * @param history - homes by period, of periods that do not overlap: `detectHomesByPeriod` by month
 * @param options - the definition, in periods
 * @returns migrations in time order with the columns of `InferredMoveColumns`, for all users of `history`
 * @throws RangeError for periods that overlap, or an option that is unknown or out of range
 *
 * **Departs from the paper** The papers give the month t, which is `leftPeriod`; days and their uncertainty are ours. The
 * frequency-based rule of [chi-2020], m[i − 2] + 5 = m[i + 3], is `minPeriods` 3; residences of two years compared, as in
 * [lai-2019], are `minPeriods` 1 on years.
 *
 * **Cost** O(users · periods): some 30 ns a user and period.
 *
 * [blumenstock-2012] [chi-2020] [lai-2019]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const day = ["01", "02", "03", "04"].map((month) => dayOfDate(`2016-${month}-15`));
 * const presence = buildPresenceOfDays({ user: day.map(() => "ann"), day, location: [0, 0, 1, 1] }, zones);
 * const periods = buildMonths({ clock: createClock({ timeZone: "Africa/Kigali" }), firstDay: day[0], lastDay: day[3] });
 * const history = detectHomesByPeriod(presence, { criterion: modalDailyLocation(), periods });
 * const { leftPeriod, day: moved, uncertaintyDays } = detectInferredMigrations(history, { minPeriods: 2 }).columns;
 * [periods.columns.id[leftPeriod[0]], dateOfDay(moved[0]), uncertaintyDays[0]]; // [ '2016-02', '2016-03-01', 58 ]
 */
export function detectInferredMigrations(
  history: HomePlacesByPeriod,
  options: InferredMigrationsOptions,
): InferredMigrations {
  const where = "detectInferredMigrations";
  checkHistory(where, history);
  const { minPeriods, minDestinationPeriods, maxGapPeriods } = checkDefinition(where, options);
  const { users, locations } = history;
  const runsOf = createRunFinder(history, maxGapPeriods);
  const rows = createChangeRows(history.periods);
  const offsets = new Uint32Array(users.length + 1);
  for (let u = 0; u < users.length; u++) {
    const runs = runsOf(u);
    for (let r = 0; r + 1 < runs.length; r++) {
      if (runs.joined[r + 1] === 0) continue;
      if (lengthOf(runs, r) >= minPeriods && lengthOf(runs, r + 1) >= minDestinationPeriods) rows.add(runs, r);
    }
    offsets[u + 1] = rows.count();
  }
  return { locations, users, offsets, length: rows.count(), columns: rows.columns() };
}
