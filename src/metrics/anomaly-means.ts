import { checkInteger, checkLength, checkOptions, fail } from "../core/check.ts";
import { checkList, checkLists } from "../core/check-tables.ts";
import type { TimeSeries } from "./anomaly-series.ts";

/** A measured value per row: of which series (a home area, a kind of user; −1 = none), on which local day. */
export interface DailyValues {
  readonly series: ArrayLike<number>;
  readonly day: ArrayLike<number>;
  readonly value: ArrayLike<number>;
}

export interface MeanSeriesOptions {
  /** The names of the series, which `values.series` numbers. */
  readonly ids: readonly string[];
  /** The first local day. */
  readonly firstDay: number;
  /** The last local day, included. */
  readonly lastDay: number;
  /** A mean of fewer values than this is not known: 1 unless given. */
  readonly minValues?: number;
}

/** A row per series, a column per day, with the number of values behind each mean in `count`. */
export type MeanSeries = TimeSeries & { readonly count: Uint32Array };

/**
 * How far about did the residents of each area move, day by day? The mean of any measure of people by area and day; of 0 and 1, such
 * as "stayed at home", the share.
 *
 * **How** mean[series, day] = Σ values / their number, over the rows of the series and day whose value is not NaN; NaN where they
 * are fewer than minValues. A measure without values is not known, never 0.
 *
 * @param values - a row per person and day: series, day, value; rows of series −1 and of other days are left out
 * @param options - names of the series, days, least number of values
 * @returns a series by days for `fitActivityBaseline` and `measureChange`
 * @throws RangeError for lists of different lengths, series that do not exist, or infinite values
 *
 * **Cost** O(rows + series · days)
 *
 * @example
 * const values = { series: [0, 0, 1, -1], day: [7, 7, 8, 8], value: [2, 4, 5, 9] };
 * buildMeanSeries(values, { ids: ["north", "south"], firstDay: 7, lastDay: 8 }).value; // Float64Array(4) [ 3, NaN, NaN, 5 ]
 */
export function buildMeanSeries(values: DailyValues, options: MeanSeriesOptions): MeanSeries {
  const where = "buildMeanSeries";
  checkLists(where, "values", values, ["series", "day", "value"], "{ series, day, value }");
  const { series, day, value } = values;
  checkLength(where, "values.day", day.length, series.length);
  checkLength(where, "values.value", value.length, series.length);
  checkOptions(where, options, ["ids", "firstDay", "lastDay", "minValues"]);
  const { ids, firstDay, lastDay, minValues = 1 } = options;
  checkList(where, "ids", ids);
  checkInteger(where, "firstDay", firstDay);
  checkInteger(where, "lastDay", lastDay, firstDay);
  checkInteger(where, "minValues", minValues, 1);
  const rows = ids.length;
  const columns = lastDay - firstDay + 1;
  const sum = new Float64Array(rows * columns);
  const count = new Uint32Array(rows * columns);
  for (let i = 0; i < series.length; i++) {
    checkInteger(where, `values.series[${i}]`, series[i]!, -1, rows - 1);
    checkInteger(where, `values.day[${i}]`, day[i]!);
    const own = value[i]!;
    if (Number.isNaN(own) || series[i]! < 0 || day[i]! < firstDay || day[i]! > lastDay) continue;
    if (!Number.isFinite(own)) fail(where, `values.value[${i}]`, "a finite number or NaN", own);
    const at = series[i]! * columns + day[i]! - firstDay;
    sum[at]! += own;
    count[at]!++;
  }
  const mean = sum.map((total, k) => (count[k]! >= minValues ? total / count[k]! : Number.NaN));
  return { ids, rows, columns, value: mean, firstDay, slotsPerDay: 1, count };
}
