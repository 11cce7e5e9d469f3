import { checkInteger, checkNumber, checkOptions, fail } from "../core/check.ts";
import { checkLocations, checkTable } from "../core/check-tables.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import { checkPeriods } from "../core/periods.ts";
import { studentReach } from "../core/student.ts";
import { sumOf } from "../core/sums.ts";
import type { Columns, Located, Periods, Table } from "../types.ts";

/** A row per period and location, in this order, zeros included. */
export type ByPeriod<C extends Columns> = Located & Table<C> & { readonly periods: Periods };

/** People by period and location, as `countResidentsByPeriod` counts them. */
export type PeopleByPeriod = ByPeriod<{
  readonly period: Uint32Array;
  readonly location: Uint32Array;
  readonly residents: Float64Array;
}>;

/**
 * The population of each location and period against that of the same location in the base period: `index` of the number of
 * people, `shareIndex` of the share of all people of the period.
 */
export type PopulationIndex = ByPeriod<{
  readonly period: Uint32Array;
  readonly location: Uint32Array;
  readonly index: Float64Array;
  readonly shareIndex: Float64Array;
}>;

export interface PopulationIndexOptions {
  /** The period that is 1: a row of the periods, the first unless given. */
  readonly basePeriod?: number;
}

export interface PopulationTrendOptions extends ConfidenceOptions {
  /** Which column has the trend: "index" or "shareIndex". */
  readonly of: "index" | "shareIndex";
}

/**
 * A row per location: the line intercept + slope · period through the index, the slope's interval, and the change from the first
 * period to the last along the line with its interval.
 */
export type PopulationTrends = Located &
  Table<{
    readonly intercept: Float64Array;
    readonly slope: Float64Array;
    readonly slopeLow: Float64Array;
    readonly slopeHigh: Float64Array;
    readonly change: Float64Array;
    readonly changeLow: Float64Array;
    readonly changeHigh: Float64Array;
  }>;

const PEOPLE = "people by period, as countResidentsByPeriod counts them";
const INDEX = "an index, as measurePopulationIndex makes it";

/**
 * Has the population of a region grown or shrunk, month by month?
 *
 * **How** with P_r(m) the people of region r in month m and P(m) those of all regions: index = P_r(m) / P_r(base); shareIndex =
 * (P_r(m) / P(m)) / (P_r(base) / P(base)). SIMs that are given up let every index fall and new ones let it rise; the index of
 * shares leaves out what all regions have in common.
 *
 * @param residents - people by period and location; for regions, of homes that `relocateHomes` has put in them
 * @param options - the base period
 * @returns a row per period and location; NaN where nobody lived in the base period (or, of shares, lives anywhere)
 * @throws RangeError for a table that has not a row for each period and location, or a base period that is not there
 *
 * **Cost** O(rows).
 *
 * [isaacman-2018]
 *
 * @example
 * const regions = createLocations("zones", ["La Guajira", "Cesar"], [-73, -72], [11, 10]);
 * const periods = buildPeriods({ firstDay: [1, 40], lastDay: [30, 70] }, createClock({ timeZone: "UTC" }));
 * const columns = { period: Uint32Array.of(0, 0, 1, 1), location: Uint32Array.of(0, 1, 0, 1), residents: Float64Array.of(100, 100, 45, 55) };
 * const { index, shareIndex } = measurePopulationIndex({ locations: regions, length: 4, columns, periods }).columns;
 * [index, shareIndex[2]]; // [ Float64Array(4) [ 1, 1, 0.45, 0.55 ], 0.9 ]
 */
export function measurePopulationIndex(
  residents: PeopleByPeriod,
  options: PopulationIndexOptions = {},
): PopulationIndex {
  const where = "measurePopulationIndex";
  checkByPeriod(where, "residents", residents, ["residents"], PEOPLE);
  checkOptions(where, options, ["basePeriod"]);
  const { basePeriod = 0 } = options;
  const { locations, periods, length } = residents;
  checkInteger(where, "basePeriod", basePeriod, 0, Math.max(0, periods.length - 1));
  const { period, location, residents: people } = residents.columns;
  const n = locations.length;
  for (let row = 0; row < length; row++) checkNumber(where, `residents.columns.residents[${row}]`, people[row]!, 0);
  const totals = Float64Array.from({ length: periods.length }, (_, p) => sumOf(people, p * n, (p + 1) * n));
  const index = new Float64Array(length);
  const shareIndex = new Float64Array(length);
  for (let row = 0; row < length; row++) {
    const base = people[basePeriod * n + location[row]!]!;
    index[row] = people[row]! / (base === 0 ? Number.NaN : base);
    shareIndex[row] =
      (index[row]! * totals[basePeriod]!) / (totals[period[row]!] === 0 ? Number.NaN : totals[period[row]!]!);
  }
  return { locations, length, columns: { period, location, index, shareIndex }, periods };
}

/**
 * By how much does the population of a region change per month, and over the whole span?
 *
 * **How** ordinary least squares of the index on the number of the period, 0, 1, 2 …: slope = Σ (m − m̄)(y − ȳ) / Σ (m − m̄)²;
 * its standard error is √(Σ residual² / (periods − 2) / Σ (m − m̄)²), its interval Student's with periods − 2 degrees of freedom;
 * change = slope · (periods − 1). Periods count as equally long and far apart, as months nearly are.
 *
 * @param index - the index by period and location
 * @param options - which index, and the confidence
 * @returns a row per location: index per period, and over the span. NaN where the index is NaN in any period or there are
 * fewer than two; intervals NaN with fewer than three. The line is of the fit, not the law of the change
 * @throws RangeError for a table that has not a row for each period and location, or another column
 *
 * **Cost** O(rows).
 *
 * [isaacman-2018]
 *
 * @example
 * const regions = createLocations("zones", ["La Guajira"], [-73], [11]);
 * const periods = buildPeriods({ firstDay: [1, 40, 80], lastDay: [30, 70, 100] }, createClock({ timeZone: "UTC" }));
 * const columns = { period: Uint32Array.of(0, 1, 2), location: new Uint32Array(3), index: Float64Array.of(1, 0.94, 0.88), shareIndex: Float64Array.of(1, 1, 1) };
 * const { slope, change } = fitPopulationTrend({ locations: regions, length: 3, columns, periods }, { of: "index" }).columns;
 * [slope[0].toFixed(9), change[0].toFixed(9)]; // [ '-0.060000000', '-0.120000000' ]
 */
export function fitPopulationTrend(index: PopulationIndex, options: PopulationTrendOptions): PopulationTrends {
  const where = "fitPopulationTrend";
  checkByPeriod(where, "index", index, ["index", "shareIndex"], INDEX);
  checkOptions(where, options, ["of", "confidence"]);
  const { of } = options;
  if (of !== "index" && of !== "shareIndex") fail(where, "of", '"index" or "shareIndex"', of);
  const confidence = confidenceOf(where, options);
  const values = index.columns[of];
  const n = index.locations.length;
  const m = index.periods.length;
  const middle = (m - 1) / 2;
  const spread = (m * (m * m - 1)) / 12;
  const reach = studentReach(confidence, m - 2);
  const room = (): Float64Array => new Float64Array(n).fill(Number.NaN);
  const slope = room();
  const slopeLow = room();
  const slopeHigh = room();
  const intercept = room();
  const own = new Float64Array(m);
  for (let l = 0; l < n && m > 1; l++) {
    for (let p = 0; p < m; p++) own[p] = values[p * n + l]!;
    const mean = sumOf(own) / m;
    const steep = sumOf(own.map((y, p) => (p - middle) * (y - mean))) / spread;
    const rest = sumOf(own.map((y, p) => (y - mean - steep * (p - middle)) * (y - mean - steep * (p - middle))));
    const error = Math.sqrt(rest / (m - 2) / spread);
    slope[l] = steep;
    intercept[l] = mean - steep * middle;
    slopeLow[l] = steep - reach * error;
    slopeHigh[l] = steep + reach * error;
  }
  const over = (perPeriod: Float64Array): Float64Array => perPeriod.map((each) => each * (m - 1));
  const columns = {
    intercept,
    slope,
    slopeLow,
    slopeHigh,
    change: over(slope),
    changeLow: over(slopeLow),
    changeHigh: over(slopeHigh),
  };
  return { locations: index.locations, length: n, columns };
}

/** Throws unless the table has a row for each period and location, in this order. */
function checkByPeriod<C extends Columns>(
  where: string,
  name: string,
  table: ByPeriod<{ readonly period: Uint32Array; readonly location: Uint32Array } & C>,
  columns: readonly string[],
  such: string,
): void {
  checkTable(where, name, table, ["period", "location", ...columns], such);
  checkLocations(where, `${name}.locations`, table.locations);
  checkPeriods(where, table.periods, `${name}.periods`);
  const n = table.locations.length;
  const rows = n * table.periods.length;
  if (table.length !== rows) fail(where, `${name}.length`, `${rows}, a row per period and location`, table.length);
  const { period, location } = table.columns;
  for (let row = 0; row < rows; row++) {
    if (period[row] === Math.floor(row / n) && location[row] === row % n) continue;
    fail(where, `row ${row} of ${name}`, "in order of period and location", `${period[row]}, ${location[row]}`);
  }
}
