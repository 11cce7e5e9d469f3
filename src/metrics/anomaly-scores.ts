import { checkInteger, checkNumber, checkOptions } from "../core/check.ts";
import { checkTable } from "../core/check-tables.ts";
import { firstAtLeast } from "../core/runs.ts";
import type { Table } from "../types.ts";
import { type ActivityBaseline, binsOfSlots, checkBaseline, checkSameSeries } from "./anomaly-baseline.ts";
import { checkSeries, type TimeSeries } from "./anomaly-series.ts";

export type AnomalyColumns = {
  readonly series: Uint32Array;
  readonly day: Int32Array;
  readonly hour: Uint8Array;
  readonly value: Float64Array;
  readonly expected: Float64Array;
  readonly spread: Float64Array;
  readonly score: Float64Array;
  readonly samples: Uint32Array;
  readonly above: Uint32Array;
  readonly below: Uint32Array;
};

/** How unusual each value is: a row per series and slot with a known value, in the order of slots and series. */
export type Anomalies = Table<AnomalyColumns>;

export interface ActivityAnomaliesOptions {
  /** Fewer baseline samples than this give no score: 3 unless given. */
  readonly minSamples?: number;
  /** A smaller centre of the baseline gives no score; none is too small unless given. Counts of a few an hour are far from normal: three where 0.2 are usual is no event. */
  readonly minExpected?: number;
}

/** The least number of samples from which a spread is taken (own choice: two say next to nothing of a spread). */
export const ANOMALY_DEFAULTS = { minSamples: 3 } as const;

/**
 * Where and when was there more or less activity than usual? A score for each antenna (or area) and hour.
 *
 * **How** score = (value − expected) / spread, expected and spread being centre and spread of the slot's bin in the baseline:
 * by `meanAndDeviation()` the z-score. `samples` is how many baseline values the bin has, `above` how many of them are at
 * least as large as the value, `below` how many at most as large.
 *
 * @param series - counts or measures by slots: the days to judge, which the baseline need not know
 * @param baseline - the baseline of the same series
 * @param options - the least number of samples, the least expected value
 * @returns a row per slot and series whose value is known: `series` (row of the series: the location's number where series are
 * places), `day`, `hour` (first of the slot), `value`, `expected`, `spread`, `score`, `samples`, `above`, `below`. The
 * score is NaN with fewer than minSamples samples, below minExpected, and where the spread is 0: an antenna that was always silent at that
 * hour has no score however loud it is now, but `rankChance` judges it
 * @throws RangeError for a baseline of other series or of slots of another length
 *
 * **Cost** O(values log samples per bin), whatever the length of the baseline: a new day costs that day
 *
 * [lu-2016-mahasen] [pastor-escuredo-2014]
 *
 * @example
 * const series = { ids: ["A"], rows: 1, columns: 4, value: Float64Array.of(10, 12, 14, 20), firstDay: 4, slotsPerDay: 1 };
 * const days = { firstDay: [4], lastDay: [6] };
 * const baseline = fitActivityBaseline(series, { cycle: hourOfDay(), norm: meanAndDeviation(), days });
 * const { score, above } = measureActivityAnomalies(series, baseline).columns;
 * score; // Float64Array(4) [ -1, 0, 1, 4 ]
 */
export function measureActivityAnomalies(
  series: TimeSeries,
  baseline: ActivityBaseline,
  options: ActivityAnomaliesOptions = {},
): Anomalies {
  const where = "measureActivityAnomalies";
  checkSeries(where, "series", series);
  checkBaseline(where, "baseline", baseline);
  checkSameSeries(where, "baseline", baseline, series);
  checkOptions(where, options, ["minSamples", "minExpected"]);
  const { minSamples = ANOMALY_DEFAULTS.minSamples, minExpected } = options;
  checkInteger(where, "minSamples", minSamples, 2);
  if (minExpected !== undefined) checkNumber(where, "minExpected", minExpected);
  const { columns, slot, bin } = knownValues(series, baseline);
  const { value, expected, spread, samples } = columns;
  const length = value.length;
  const { offsets, values } = baseline;
  const score = new Float64Array(length);
  const above = new Uint32Array(length);
  const below = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const x = value[i]!;
    const from = offsets[bin[i]!]!;
    const to = offsets[bin[i]! + 1]!;
    const least = firstAtLeast(values, from, to, x);
    let end = least;
    while (end < to && values[end] === x) end++;
    above[i] = to - least;
    below[i] = end - from;
    const isCommon = minExpected === undefined || expected[i]! >= minExpected;
    const scored = samples[i]! >= minSamples && isCommon && spread[i]! > 0;
    score[i] = scored ? (x - expected[i]!) / spread[i]! : Number.NaN;
  }
  const { day, hour } = timesOf(slot, series);
  return {
    length,
    columns: { series: columns.series, day, hour, value, expected, spread, score, samples, above, below },
  };
}

/** The known values in the order of slots and series, each with what the baseline says of its bin. */
export function knownValues(
  series: TimeSeries,
  baseline: ActivityBaseline,
): {
  readonly columns: Pick<AnomalyColumns, "series" | "value" | "expected" | "spread" | "samples">;
  readonly slot: Uint32Array;
  readonly bin: Uint32Array;
} {
  const { rows, columns, value, firstDay, slotsPerDay } = series;
  const { bins } = baseline.cycle;
  const binOfSlot = binsOfSlots(baseline.cycle, firstDay, columns, slotsPerDay);
  const { centre, spread: spreads } = baseline.columns;
  let known = 0;
  for (let k = 0; k < value.length; k++) if (!Number.isNaN(value[k]!)) known++;
  const ofRow = new Uint32Array(known);
  const slot = new Uint32Array(known);
  const bin = new Uint32Array(known);
  const values = new Float64Array(known);
  const expected = new Float64Array(known);
  const spread = new Float64Array(known);
  const samples = new Uint32Array(known);
  let i = 0;
  for (let s = 0; s < columns; s++) {
    for (let r = 0; r < rows; r++) {
      const x = value[r * columns + s]!;
      if (Number.isNaN(x)) continue;
      const b = r * bins + binOfSlot[s]!;
      ofRow[i] = r;
      slot[i] = s;
      bin[i] = b;
      values[i] = x;
      expected[i] = centre[b]!;
      spread[i] = spreads[b]!;
      samples[i++] = baseline.offsets[b + 1]! - baseline.offsets[b]!;
    }
  }
  return { columns: { series: ofRow, value: values, expected, spread, samples }, slot, bin };
}

/** The local day and first hour of each slot. */
export function timesOf(
  slot: Uint32Array,
  { firstDay, slotsPerDay }: TimeSeries,
): { day: Int32Array; hour: Uint8Array } {
  const day = new Int32Array(slot.length);
  const hour = new Uint8Array(slot.length);
  for (let i = 0; i < slot.length; i++) {
    const inDay = slot[i]! % slotsPerDay;
    day[i] = firstDay + (slot[i]! - inDay) / slotsPerDay;
    hour[i] = (inDay * 24) / slotsPerDay;
  }
  return { day, hour };
}

/** Throws unless the value is a table of scores. */
export function checkAnomalies(where: string, name: string, anomalies: Anomalies): void {
  checkTable(where, name, anomalies, ["score", "samples", "above", "below"], "scores of measureActivityAnomalies");
}
