/** The toolbox that every step shares: tables, places, clock, random source, matrices, the sphere. */
export { type ClockOptions, createClock, localDays, localHours, weekdayOfDay } from "./clock.ts";
export { type ConfidenceOptions, INTERVAL_DEFAULTS } from "./confidence.ts";
export { dateOfDay, dayOfDate } from "./dates.ts";
export { ellipsoidalMeters } from "./ellipsoid.ts";
export type { GroupsOptions } from "./groups.ts";
export type { HoursWindow, NamedWindow } from "./hours.ts";
export type { LinearFit } from "./least-squares.ts";
export { createLocations } from "./locations.ts";
export type { LogisticProblem } from "./logistic.ts";
export { fromMatrix, toMatrix } from "./matrix.ts";
export {
  buildHalfMonths,
  buildMonths,
  buildPeriods,
  buildWeeks,
  type HalfMonthsOptions,
  type MonthsOptions,
  type PeriodDays,
  type WeeksOptions,
} from "./periods.ts";
export { createRandom } from "./random.ts";
export { denseFromRows, type RowReader, type SparseFromRowsOptions, sparseFromRows } from "./row-matrix.ts";
export { cellOf, sparseFromDense, sparseFromEntries } from "./sparse.ts";
export { EARTH_RADIUS_METERS, greatCircleMeters } from "./sphere.ts";
export type { SummaryColumns } from "./summary.ts";
export { createTable, rowsOf } from "./table.ts";
