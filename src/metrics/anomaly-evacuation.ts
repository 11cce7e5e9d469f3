import { checkInteger, checkOptions, fail } from "../core/check.ts";
import type { Table } from "../types.ts";
import { type ActivityBaseline, binsOfSlots, checkBaseline, checkSameSeries } from "./anomaly-baseline.ts";
import { checkSeries, type TimeSeries } from "./anomaly-series.ts";

export interface EvacuationOptions {
  /** The local day of the landfall, a day number. */
  readonly day: number;
  /** The local hour of the landfall, 0–23. */
  readonly hour: number;
  /** How many hours before the slot of the landfall to look at, whole slots. */
  readonly hoursBefore: number;
  /** How many hours from the slot of the landfall on to look at, that slot included, whole slots. */
  readonly hoursAfter: number;
}

/** A row for each series: by how much, and when, hours being counted from the start of the landfall's slot. */
export type Evacuations = Table<{
  readonly observed: Float64Array;
  readonly expected: Float64Array;
  readonly excess: Float64Array;
  readonly standardError: Float64Array;
  readonly peakHours: Float64Array;
  readonly halfHours: Float64Array;
  readonly slots: Uint32Array;
}>;

/**
 * How many more people than usual left each place around a landfall, and when: in the hours before it, or after?
 *
 * **How** Over the slots of the window with a known value and a baseline: excess = Σ (value − expected); standardError =
 * √Σ spread² · (1 + 1 / samples), as if hours were independent: where departures of neighbouring hours rise and fall together
 * it is too small. peakHours is the slot with the largest value − expected, the first of equal ones; halfHours the end of
 * the slot by which at least half of a positive excess had left.
 *
 * @param series - departures by place (`countHourlyDepartures`) or flows by pair, in slots shorter than the window
 * @param baseline - the baseline of the same series, without the event
 * @param options - the landfall and the window around it
 * @returns a row per series: `observed`, `expected`, `excess`, `standardError` (NaN where a slot has no spread), `peakHours`,
 * `halfHours` (NaN unless the excess is above 0), and how many `slots` were known; NaN without any
 * @throws RangeError for a window outside the series, or a baseline of other series
 *
 * **Cost** O(series · slots of the window)
 *
 * [lu-2016-mahasen]
 *
 * @example
 * const value = Float64Array.of(4, 4, 6, 6, 5, 5, 5, 21);
 * const series = { ids: ["coast"], rows: 1, columns: 8, value, firstDay: 4, slotsPerDay: 2 };
 * const baseline = fitActivityBaseline(series, { cycle: hourOfDay(), norm: meanAndDeviation(), days: { firstDay: [4], lastDay: [6] } });
 * const { excess, peakHours } = measureEvacuation(series, baseline, { day: 7, hour: 12, hoursBefore: 12, hoursAfter: 12 }).columns;
 * [excess[0], peakHours[0]]; // [ 16, 0 ]
 */
export function measureEvacuation(
  series: TimeSeries,
  baseline: ActivityBaseline,
  options: EvacuationOptions,
): Evacuations {
  const where = "measureEvacuation";
  checkSeries(where, "series", series);
  checkBaseline(where, "baseline", baseline);
  checkSameSeries(where, "baseline", baseline, series);
  checkOptions(where, options, ["day", "hour", "hoursBefore", "hoursAfter"]);
  const { day, hour, hoursBefore, hoursAfter } = options;
  const { rows, columns, value, firstDay, slotsPerDay } = series;
  const slotHours = 24 / slotsPerDay;
  checkInteger(where, "day", day, firstDay, firstDay + columns / slotsPerDay - 1);
  checkInteger(where, "hour", hour, 0, 23);
  checkInteger(where, "hoursBefore", hoursBefore, 0);
  checkInteger(where, "hoursAfter", hoursAfter, 1);
  for (const [name, hours] of [
    ["hoursBefore", hoursBefore],
    ["hoursAfter", hoursAfter],
  ] as const) {
    if (hours % slotHours !== 0) fail(where, name, `a multiple of the ${slotHours} hours of a slot`, hours);
  }
  const landfall = (day - firstDay) * slotsPerDay + Math.floor(hour / slotHours);
  const from = landfall - hoursBefore / slotHours;
  const to = landfall + hoursAfter / slotHours;
  if (from < 0) fail(where, "hoursBefore", "within the series", hoursBefore);
  if (to > columns) fail(where, "hoursAfter", "within the series", hoursAfter);
  const binOfSlot = binsOfSlots(baseline.cycle, firstDay, columns, slotsPerDay);
  const { centre, spread } = baseline.columns;
  const nan = (): Float64Array => new Float64Array(rows).fill(Number.NaN);
  const found = {
    observed: nan(),
    expected: nan(),
    excess: nan(),
    standardError: nan(),
    peakHours: nan(),
    halfHours: nan(),
  };
  const slots = new Uint32Array(rows);
  const over = new Float64Array(to - from);
  for (let r = 0; r < rows; r++) {
    let observed = 0;
    let expected = 0;
    let variance = 0;
    let peak = -1;
    let known = 0;
    over.fill(0);
    for (let s = from; s < to; s++) {
      const x = value[r * columns + s]!;
      const bin = r * baseline.cycle.bins + binOfSlot[s]!;
      const mu = centre[bin]!;
      if (Number.isNaN(x) || Number.isNaN(mu)) continue;
      const samples = baseline.offsets[bin + 1]! - baseline.offsets[bin]!;
      known++;
      observed += x;
      expected += mu;
      variance += spread[bin]! * spread[bin]! * (1 + 1 / samples);
      over[s - from] = x - mu;
      if (peak < 0 || x - mu > over[peak]!) peak = s - from;
    }
    slots[r] = known;
    if (known === 0) continue;
    found.observed[r] = observed;
    found.expected[r] = expected;
    const excess = over.reduce((sum, each) => sum + each, 0);
    found.excess[r] = excess;
    found.standardError[r] = Math.sqrt(variance);
    found.peakHours[r] = (from + peak - landfall) * slotHours;
    if (!(excess > 0)) continue;
    let left = 0;
    let s = 0;
    while (left < excess / 2) left += over[s++]!;
    found.halfHours[r] = (from + s - landfall) * slotHours;
  }
  return { length: rows, columns: { ...found, slots } };
}
