import { checkOptions } from "../core/check.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import { studentReach } from "../core/student.ts";
import type { Table } from "../types.ts";
import { type ActivityBaseline, checkBaseline, checkSameSeries } from "./anomaly-baseline.ts";
import { knownValues, timesOf } from "./anomaly-scores.ts";
import { checkSeries, type TimeSeries } from "./anomaly-series.ts";

export type ChangeOptions = ConfidenceOptions;

/** A row per series and slot with a known value, in the order of slots and series. */
export type Changes = Table<{
  readonly series: Uint32Array;
  readonly day: Int32Array;
  readonly hour: Uint8Array;
  readonly value: Float64Array;
  readonly expected: Float64Array;
  readonly change: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly ordinaryLow: Float64Array;
  readonly ordinaryHigh: Float64Array;
}>;

/**
 * By how much did visits, flows or distances rise or fall against an ordinary day of the same kind?
 *
 * **How** change = value / expected − 1. Two intervals, with t the Student quantile of n − 1 degrees of freedom, n the samples of
 * the bin and s its spread: [low, high] is what the change may be since `expected` comes from n days only, value / (expected ±
 * t s / √n) − 1; [ordinaryLow, ordinaryHigh] is where the change of an ordinary day lies, ± t s √(1 + 1 / n) / expected. A
 * change inside the second is nothing out of the ordinary.
 *
 * @param series - any counts or measures by slots
 * @param baseline - a baseline of the same series; `dayOfWeek()` compares with the same weekday. The intervals are those of
 * `meanAndDeviation()`; of `medianAndMad()` [low, high] would have to be a quarter wider, since medians vary more than means
 * @param options - the confidence
 * @returns a row per slot and series whose value is known: `series`, `day`, `hour`, `value`, `expected`, `change` (−1 = all gone, 0 =
 * as ever, 1 = twice), `low`, `high`, `ordinaryLow`, `ordinaryHigh`. NaN where the expected value is not known, 0 or less,
 * intervals also with fewer than two samples; `high` is Infinity where the expected value may be 0
 * @throws RangeError for a baseline of other series
 *
 * **Departs from the paper** which gives ratios to the same weekday and hour of one other week, without intervals.
 *
 * **Cost** O(values)
 *
 * [moumni-2013]
 *
 * @example
 * const series = { ids: ["A"], rows: 1, columns: 4, value: Float64Array.of(90, 100, 110, 60), firstDay: 4, slotsPerDay: 1 };
 * const baseline = fitActivityBaseline(series, { cycle: hourOfDay(), norm: meanAndDeviation(), days: { firstDay: [4], lastDay: [6] } });
 * const { change, ordinaryLow } = measureChange(series, baseline, { confidence: 0.95 }).columns;
 * [change[3], ordinaryLow[3].toFixed(3)]; // [ -0.4, '-0.497' ]
 */
export function measureChange(series: TimeSeries, baseline: ActivityBaseline, options: ChangeOptions = {}): Changes {
  const where = "measureChange";
  checkSeries(where, "series", series);
  checkBaseline(where, "baseline", baseline);
  checkSameSeries(where, "baseline", baseline, series);
  checkOptions(where, options, ["confidence"]);
  const confidence = confidenceOf(where, options);
  const { columns, slot } = knownValues(series, baseline);
  const { value, expected, spread, samples } = columns;
  const length = value.length;
  const reachOf = new Map<number, number>();
  const change = new Float64Array(length);
  const low = new Float64Array(length);
  const high = new Float64Array(length);
  const ordinaryLow = new Float64Array(length);
  const ordinaryHigh = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const n = samples[i]!;
    const mu = expected[i]! > 0 ? expected[i]! : Number.NaN;
    let reach = reachOf.get(n);
    if (reach === undefined) {
      reach = studentReach(confidence, n - 1);
      reachOf.set(n, reach);
    }
    const away = (reach * spread[i]!) / Math.sqrt(n);
    const ordinary = (reach * spread[i]! * Math.sqrt(1 + 1 / n)) / mu;
    change[i] = value[i]! / mu - 1;
    low[i] = value[i]! / (mu + away) - 1;
    high[i] = mu - away <= 0 ? Infinity : value[i]! / (mu - away) - 1;
    ordinaryLow[i] = -ordinary;
    ordinaryHigh[i] = ordinary;
  }
  const { day, hour } = timesOf(slot, series);
  const shared = { series: columns.series, day, hour, value, expected };
  return { length, columns: { ...shared, change, low, high, ordinaryLow, ordinaryHigh } };
}
