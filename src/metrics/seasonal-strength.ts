import { checkLength, failInWords } from "../core/check.ts";
import { checkList, checkLocations, checkTable } from "../core/check-tables.ts";
import { atan2, cos, sin } from "../core/math.ts";
import { checkPeriods } from "../core/periods.ts";
import type { Located, Table } from "../types.ts";
import { monthsOfPeriods } from "./seasonal-away.ts";
import type { SeasonalIndex } from "./seasonal-index.ts";

/**
 * A row per location and group (`label`): how seasonal the people who come are. `peakMonth` 1 (January) … 12, 0 where nobody came,
 * with its index `peakIndex`; `tied` 1 where another month has as many.
 */
export type Seasonality = Located &
  Table<{
    readonly location: Uint32Array;
    readonly label: Uint8Array;
    readonly incoming: Uint32Array;
    readonly peakMonth: Uint8Array;
    readonly peakIndex: Float64Array;
    readonly tied: Uint8Array;
    readonly seasonality: Float64Array;
    readonly meanMonth: Float64Array;
    readonly concentration: Float64Array;
    readonly fullYears: Uint32Array;
    readonly yearCorrelation: Float64Array;
  }> & { readonly labels: readonly string[] };

/** A mean of directions shorter than this has no direction: rounding alone would give it one. */
const NO_DIRECTION = 1e-12;

/**
 * How seasonal is a place: when do people come, how much more than at other times, and is it the same each year?
 *
 * **How** x[m] = mean over the years of incoming in calendar month m, R = Σ x. Seasonality index = Σ |x[m] − R / 12| / R.
 * With a direction θ[m] = 2π (m + ½) / 12 for month m from 0: C = Σ x cos θ, S = Σ x sin θ; concentration = √(C² + S²) / R;
 * meanMonth = 12 atan2(S, C) / 2π. yearCorrelation = mean of Pearson's correlations of the twelve months of every two full
 * calendar years.
 *
 * @param index - from `measureSeasonalIndex`, of calendar months that cover January to December at least once
 * @returns a row per location and group, in this order: `incoming` of all periods; `seasonality` from 0 (as many each month) to
 * 11/6 (all in one); `meanMonth` from 0 (1 January) to below 12, 6.5 being mid-July, NaN where the directions cancel out;
 * `concentration` from 0 to 1 (all in one month). Two seasons half a year apart cancel out in it, not in seasonality.
 * `yearCorrelation` is NaN with fewer than two full years, or where a year has as many in each month. All are NaN where
 * nobody came
 * @throws RangeError for periods that are no calendar months, or that leave a month out
 *
 * **Cost** O(rows + locations · groups · years²)
 *
 * [walsh-lawler-1981] [markham-1970]
 *
 * @example
 * const zones = createLocations("zones", ["Urfa", "Ordu"], [38.8, 37.9], [37.2, 41]);
 * const clock = createClock({ timeZone: "Europe/Istanbul" });
 * const periods = buildMonths({ clock, firstDay: dayOfDate("2017-01-01"), lastDay: dayOfDate("2017-12-31") });
 * const location = Int32Array.from({ length: 12 }, (_, m) => (m === 7 || m === 8 ? 1 : 0));
 * const columns = { period: Uint32Array.from({ length: 12 }, (_, m) => m), location };
 * const history = { locations: zones, users: ["amal"], offsets: Uint32Array.of(0, 12), length: 12, columns, periods };
 * const { seasonality, meanMonth } = measureSeasonality(measureSeasonalIndex(history, { minPeriods: 6 })).columns;
 * [seasonality[1].toFixed(3), meanMonth[1].toFixed(3)]; // [ '1.667', '8.000' ]
 */
export function measureSeasonality(index: SeasonalIndex): Seasonality {
  const where = "measureSeasonality";
  checkTable(where, "index", index, ["incoming"], "a table from measureSeasonalIndex");
  checkLocations(where, "index.locations", index.locations);
  checkList(where, "index.labels", index.labels);
  checkPeriods(where, index.periods, "index.periods");
  const month = monthsOfPeriods(where, "index.periods", index.periods);
  const { locations, labels } = index;
  const groups = labels.length;
  const count = month.length;
  checkLength(where, "index.columns.incoming", index.columns.incoming.length, locations.length * groups * count);
  const yearsOf = new Uint32Array(12);
  for (const m of month) yearsOf[m % 12]!++;
  const missing = yearsOf.indexOf(0);
  if (missing >= 0) {
    failInWords(where, "index.periods", "months that cover January to December", `none for month ${missing + 1}`);
  }
  const fullYears = startsOfFullYears(month);
  const rows = locations.length * groups;
  const nothing = (): Float64Array => new Float64Array(rows).fill(Number.NaN);
  const columns = {
    location: Uint32Array.from({ length: rows }, (_, row) => Math.floor(row / groups)),
    label: Uint8Array.from({ length: rows }, (_, row) => row % groups),
    incoming: new Uint32Array(rows),
    peakMonth: new Uint8Array(rows),
    peakIndex: nothing(),
    tied: new Uint8Array(rows),
    seasonality: nothing(),
    meanMonth: nothing(),
    concentration: nothing(),
    fullYears: new Uint32Array(rows).fill(fullYears.length),
    yearCorrelation: nothing(),
  };
  const x = new Float64Array(12);
  for (let row = 0; row < rows; row++) {
    const incoming = index.columns.incoming.subarray(row * count, (row + 1) * count);
    x.fill(0);
    let people = 0;
    for (let p = 0; p < count; p++) {
      people += incoming[p]!;
      x[month[p]! % 12]! += incoming[p]!;
    }
    columns.incoming[row] = people;
    if (people === 0) continue;
    // Whole numbers are added before they are divided, so that equal months are equal.
    for (let m = 0; m < 12; m++) x[m]! /= yearsOf[m]!;
    const year = x.reduce((sum, value) => sum + value, 0);
    const most = Math.max(...x);
    const peak = x.indexOf(most);
    let apart = 0;
    let c = 0;
    let s = 0;
    for (let m = 0; m < 12; m++) {
      const theta = (Math.PI * (m + 0.5)) / 6;
      apart += Math.abs(x[m]! - year / 12);
      c += x[m]! * cos(theta);
      s += x[m]! * sin(theta);
    }
    const concentration = Math.min(1, Math.sqrt(c * c + s * s) / year);
    columns.peakMonth[row] = peak + 1;
    columns.peakIndex[row] = (12 * most) / year;
    columns.tied[row] = Number(x.indexOf(most, peak + 1) > 0);
    columns.seasonality[row] = apart / year;
    columns.concentration[row] = concentration < NO_DIRECTION ? 0 : concentration;
    if (concentration >= NO_DIRECTION) columns.meanMonth[row] = ((6 * atan2(s, c)) / Math.PI + 12) % 12;
    columns.yearCorrelation[row] = meanCorrelation(incoming, fullYears);
  }
  return { locations, length: rows, columns, labels };
}

/** The periods with which a calendar year begins of which all months are there. */
function startsOfFullYears(month: Int32Array): number[] {
  const starts: number[] = [];
  month.forEach((m, p) => {
    if (m % 12 === 0 && month[p + 11] === m + 11) starts.push(p);
  });
  return starts;
}

function meanCorrelation(values: Uint32Array, starts: readonly number[]): number {
  let sum = 0;
  let pairs = 0;
  for (let a = 0; a < starts.length; a++) {
    for (let b = a + 1; b < starts.length; b++, pairs++) sum += correlation(values, starts[a]!, starts[b]!);
  }
  return sum / pairs;
}

/** Pearson's correlation of the twelve values from `a` on with those from `b` on; NaN where one of them never varies. */
function correlation(values: Uint32Array, a: number, b: number): number {
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0];
  for (let m = 0; m < 12; m++) {
    const [x, y] = [values[a + m]!, values[b + m]!];
    sumA += x;
    sumB += y;
    squaresA += x * x;
    squaresB += y * y;
    products += x * y;
  }
  // Sums of whole numbers are exact: no variance is no variance.
  const spread = Math.sqrt(12 * squaresA - sumA * sumA) * Math.sqrt(12 * squaresB - sumB * sumB);
  return Math.max(-1, Math.min(1, (12 * products - sumA * sumB) / spread));
}
