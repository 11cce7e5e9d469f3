import { checkNumber, checkOptions } from "../core/check.ts";
import type { Table } from "../types.ts";
import { type ActivityBaseline, checkBaseline, checkSameSeries } from "./anomaly-baseline.ts";
import { knownValues, timesOf } from "./anomaly-scores.ts";
import { checkSeries, type TimeSeries } from "./anomaly-series.ts";

export interface SharePeaksOptions {
  /** The least ratio. */
  readonly minRatio?: number;
  /** The least difference between the value and the baseline, in events or people. */
  readonly minDifference?: number;
  /** Ratios are told in steps of this, rounded down. */
  readonly ratioStep?: number;
}

/** The thresholds of the Sociometer's peak detection. */
export const SHARE_PEAK_DEFAULTS = { minRatio: 0.2, minDifference: 50, ratioStep: 0.1 } as const;

/** A row for each peak in the order of slots and series: `ratio` as computed, `step` rounded down. */
export type SharePeaks = Table<{
  readonly series: Uint32Array;
  readonly day: Int32Array;
  readonly hour: Uint8Array;
  readonly value: Float64Array;
  readonly expected: Float64Array;
  readonly ratio: Float64Array;
  readonly step: Float64Array;
}>;

/**
 * In which areas and hours were more people than usual, as a share of all on that day? Concerts, matches, strikes.
 *
 * **How** ratio = (value / sum of all areas and hours of the day) / (expected / sum of the baseline of all areas and hours of that
 * weekday) − 1. A peak has a ratio above 0 and of at least minRatio, and |value − expected| of at least minDifference;
 * step = ⌊ratio / ratioStep⌋ · ratioStep. Shares, not counts, so that a day with more records everywhere has no peaks.
 *
 * @param series - counts by area and hour of the days to judge
 * @param baseline - a baseline of the same areas, by `hourOfWeek()` and `meanAndDeviation()` as published
 * @param options - thresholds; `SHARE_PEAK_DEFAULTS` unless given
 * @returns a row for each peak; none where the baseline or the day is 0 (no share) or not known
 * @throws RangeError for a baseline of other series
 *
 * **Departs from the paper** in that hours without records are counted zeros in the baseline's mean, where the script leaves
 * them out: for its figures, make the series of the days with records only.
 *
 * **Cost** O(values)
 *
 * [telecom-analytics]
 *
 * @example
 * const series = { ids: ["A", "B"], rows: 2, columns: 8, value: new Float64Array(16).fill(100), firstDay: 4, slotsPerDay: 1 };
 * const days = { firstDay: [4], lastDay: [10] };
 * const baseline = fitActivityBaseline(series, { cycle: dayOfWeek(), norm: meanAndDeviation(), days });
 * const event = { ...series, columns: 1, value: Float64Array.of(300, 100), firstDay: 11 };
 * rowsOf(detectSharePeaks(event, baseline)); // [ { series: 0, day: 11, hour: 0, value: 300, expected: 100, ratio: 0.5, step: 0.5 } ]
 */
export function detectSharePeaks(
  series: TimeSeries,
  baseline: ActivityBaseline,
  options: SharePeaksOptions = {},
): SharePeaks {
  const where = "detectSharePeaks";
  checkSeries(where, "series", series);
  checkBaseline(where, "baseline", baseline);
  checkSameSeries(where, "baseline", baseline, series);
  checkOptions(where, options, ["minRatio", "minDifference", "ratioStep"]);
  const { minRatio, minDifference, ratioStep } = { ...SHARE_PEAK_DEFAULTS, ...options };
  checkNumber(where, "minRatio", minRatio, 0);
  checkNumber(where, "minDifference", minDifference, 0);
  checkNumber(where, "ratioStep", ratioStep, Number.MIN_VALUE);
  const { columns, slot } = knownValues(series, baseline);
  const { value, expected } = columns;
  const { slotsPerDay } = series;
  // The baseline of a day is that of all bins its slots fall in: of its weekday, by `hourOfWeek`.
  const days = series.columns / slotsPerDay;
  const dayTotal = new Float64Array(days);
  const baseTotal = new Float64Array(days);
  for (let i = 0; i < value.length; i++) {
    if (Number.isNaN(expected[i]!)) continue;
    const d = Math.floor(slot[i]! / slotsPerDay);
    dayTotal[d]! += value[i]!;
    baseTotal[d]! += expected[i]!;
  }
  const ratio = value.map((x, i) => {
    const d = Math.floor(slot[i]! / slotsPerDay);
    return x / dayTotal[d]! / (expected[i]! / baseTotal[d]!) - 1;
  });
  const peaks = Uint32Array.from(ratio, (_, i) => i).filter((i) => {
    const r = ratio[i]!;
    return r > 0 && r < Infinity && r >= minRatio && Math.abs(value[i]! - expected[i]!) >= minDifference;
  });
  const { day, hour } = timesOf(slot, series);
  const picked = (column: Float64Array): Float64Array => Float64Array.from(peaks, (i) => column[i]!);
  const found = picked(ratio);
  return {
    length: peaks.length,
    columns: {
      series: peaks.map((i) => columns.series[i]!),
      day: Int32Array.from(peaks, (i) => day[i]!),
      hour: Uint8Array.from(peaks, (i) => hour[i]!),
      value: picked(value),
      expected: picked(expected),
      ratio: found,
      step: found.map((r) => Math.floor(r / ratioStep) * ratioStep),
    },
  };
}
