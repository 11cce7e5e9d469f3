import { checkInteger, checkOptions, fail, failInWords } from "../core/check.ts";
import { checkLists, checkTable } from "../core/check-tables.ts";
import { weekdayOfDay } from "../core/clock.ts";
import type { PeriodDays } from "../core/periods.ts";
import type { Table } from "../types.ts";
import { checkCycle, type TimeCycle } from "./anomaly-cycles.ts";
import { checkNorm, type Norm } from "./anomaly-norms.ts";
import { checkSeries, type TimeSeries } from "./anomaly-series.ts";

/**
 * What is ordinary: a row for each series and bin of the cycle (series · cycle.bins + bin), with its `centre` and `spread`.
 * Row r was made of the samples values[offsets[r]] … values[offsets[r + 1] − 1], which ascend, from the local `days`.
 */
export interface ActivityBaseline extends Table<{ readonly centre: Float64Array; readonly spread: Float64Array }> {
  readonly ids: readonly string[];
  readonly slotsPerDay: number;
  readonly cycle: TimeCycle;
  readonly norm: string;
  readonly days: Int32Array;
  readonly offsets: Uint32Array;
  readonly values: Float64Array;
}

export interface FitActivityBaselineOptions {
  /** Which hours are alike: `hourOfWeek()`, `hourAndDayType(…)`, `dayOfWeek()`, `hourOfDay()`. */
  readonly cycle: TimeCycle;
  /** What is ordinary among the samples of a bin: `meanAndDeviation()` or `medianAndMad()`. */
  readonly norm: Norm;
  /** Stretches of ordinary local days, both ends included, within those of the series; they must leave out the event. */
  readonly days: PeriodDays;
  /** Stretches of days among them that are not ordinary: holidays, the event. None unless given. */
  readonly except?: PeriodDays;
}

export interface AddActivityBaselinesOptions {
  /** The norm of both baselines. */
  readonly norm: Norm;
}

/**
 * What is an ordinary Monday at nine at this antenna? The baseline against which other days are judged.
 *
 * **How** The slots of the baseline days fall into the bins of the cycle, by the local weekday and the first hour of the slot;
 * centre and spread are those of the norm over the values of a series in a bin. Zeros count; values that are not known
 * (NaN) are no samples.
 *
 * @param series - counts or measures by slots of time, such as `buildActivitySeries` makes
 * @param options - cycle, norm, baseline days and exceptions
 * @returns the baseline, plain data to be kept and used on days to come; centre NaN without samples, spread NaN of fewer
 * than two. Baselines of different days of the same series add up (`addActivityBaselines`); those of parts of the users do
 * not, since a spread of sums is no sum of spreads: add the counts first
 * @throws RangeError for days outside the series or out of order
 *
 * **Cost** O(values log samples per bin): 8 bytes for each value of the baseline days
 *
 * [lu-2016-mahasen]
 *
 * @example
 * const series = { ids: ["A"], rows: 1, columns: 6, value: Float64Array.of(20, 4, 22, 6, 24, 8), firstDay: 4, slotsPerDay: 2 };
 * const days = { firstDay: [4], lastDay: [6] };
 * const { columns } = fitActivityBaseline(series, { cycle: hourOfDay(), norm: meanAndDeviation(), days });
 * [columns.centre[0], columns.centre[12], columns.spread[12]]; // [ 22, 6, 2 ]
 */
export function fitActivityBaseline(series: TimeSeries, options: FitActivityBaselineOptions): ActivityBaseline {
  const where = "fitActivityBaseline";
  checkSeries(where, "series", series);
  checkOptions(where, options, ["cycle", "norm", "days", "except"]);
  const { cycle, norm, days: ordinary, except } = options;
  checkCycle(where, "cycle", cycle);
  checkNorm(where, norm);
  const { ids, rows, columns, value, firstDay, slotsPerDay } = series;
  const lastDay = firstDay + columns / slotsPerDay - 1;
  const isBaseline = new Uint8Array(columns / slotsPerDay);
  const all = isBaseline.length;
  markDays(where, "days", ordinary, firstDay, lastDay, firstDay, all, (d) => {
    isBaseline[d] = 1;
  });
  if (except !== undefined) {
    markDays(where, "except", except, -Infinity, Infinity, firstDay, all, (d) => {
      isBaseline[d] = 0;
    });
  }
  const days = Int32Array.from({ length: isBaseline.length }, (_, d) => firstDay + d).filter(
    (_, d) => isBaseline[d] === 1,
  );
  const binOfSlot = binsOfSlots(cycle, firstDay, columns, slotsPerDay);
  const { bins } = cycle;
  const offsets = new Uint32Array(rows * bins + 1);
  const slots = Uint32Array.from({ length: columns }, (_, s) => s).filter(
    (s) => isBaseline[Math.floor(s / slotsPerDay)] === 1,
  );
  for (let r = 0; r < rows; r++) {
    for (const s of slots) if (!Number.isNaN(value[r * columns + s]!)) offsets[r * bins + binOfSlot[s]! + 1]!++;
  }
  for (let k = 1; k < offsets.length; k++) offsets[k]! += offsets[k - 1]!;
  const place = offsets.slice(0, -1);
  const values = new Float64Array(offsets[rows * bins]!);
  for (let r = 0; r < rows; r++) {
    for (const s of slots) {
      const x = value[r * columns + s]!;
      if (!Number.isNaN(x)) values[place[r * bins + binOfSlot[s]!]!++] = x;
    }
  }
  return baselineOf({ ids, slotsPerDay, cycle, days, offsets, values }, norm);
}

/**
 * What is ordinary over the days of two baselines together? As new ordinary days come in, the stored baseline grows by them.
 *
 * **How** The samples of each bin are put together and the norm is taken of all of them: the result is that of one fit over
 * all days, in every digit.
 *
 * @param a - a baseline
 * @param b - a baseline of the same series and cycle, made of other days
 * @param options - the norm that both were made with
 * @returns the baseline of all days
 * @throws RangeError for other series, another cycle or norm, or a day that both have
 *
 * **Cost** O(samples log samples per bin)
 *
 * @example
 * const series = { ids: ["A"], rows: 1, columns: 4, value: Float64Array.of(2, 4, 6, 8), firstDay: 4, slotsPerDay: 1 };
 * const fit = (firstDay, lastDay) => fitActivityBaseline(series, { cycle: hourOfDay(), norm: meanAndDeviation(), days: { firstDay: [firstDay], lastDay: [lastDay] } });
 * addActivityBaselines(fit(4, 5), fit(6, 7), { norm: meanAndDeviation() }).columns.centre[0]; // 5
 */
export function addActivityBaselines(
  a: ActivityBaseline,
  b: ActivityBaseline,
  options: AddActivityBaselinesOptions,
): ActivityBaseline {
  const where = "addActivityBaselines";
  checkBaseline(where, "a", a);
  checkBaseline(where, "b", b);
  checkOptions(where, options, ["norm"]);
  const { norm } = options;
  checkNorm(where, norm);
  checkSameSeries(where, "b", b, a);
  for (const [name, each] of [
    ["a", a],
    ["b", b],
  ] as const) {
    if (each.norm !== norm.name) fail(where, `${name}.norm`, `"${norm.name}"`, each.norm);
  }
  if (b.cycle.name !== a.cycle.name || b.cycle.binOf.some((bin, h) => bin !== a.cycle.binOf[h])) {
    fail(where, "b.cycle", `the cycle of a, "${a.cycle.name}"`, b.cycle.name);
  }
  const before = new Set(a.days);
  const twice = b.days.find((day) => before.has(day));
  if (twice !== undefined) fail(where, "b.days", "other days than those of a", twice);
  const offsets = a.offsets.map((from, k) => from + b.offsets[k]!);
  const values = new Float64Array(a.values.length + b.values.length);
  for (let k = 0; k + 1 < offsets.length; k++) {
    values.set(a.values.subarray(a.offsets[k], a.offsets[k + 1]), offsets[k]);
    values.set(b.values.subarray(b.offsets[k], b.offsets[k + 1]), offsets[k]! + a.offsets[k + 1]! - a.offsets[k]!);
  }
  const days = Int32Array.from([...a.days, ...b.days]).sort();
  return baselineOf({ ids: a.ids, slotsPerDay: a.slotsPerDay, cycle: a.cycle, days, offsets, values }, norm);
}

/** Throws unless the value is a baseline. */
export function checkBaseline(where: string, name: string, baseline: ActivityBaseline): void {
  checkTable(where, name, baseline, ["centre", "spread"], "a baseline made by fitActivityBaseline");
  checkLists(where, name, baseline, ["ids", "days", "offsets", "values"], "a baseline made by fitActivityBaseline");
  checkCycle(where, `${name}.cycle`, baseline.cycle);
}

/** Throws unless two tables are about the same series in slots of the same length. */
export function checkSameSeries(
  where: string,
  name: string,
  got: { readonly ids: readonly string[]; readonly slotsPerDay: number },
  expected: { readonly ids: readonly string[]; readonly slotsPerDay: number },
): void {
  if (got.slotsPerDay !== expected.slotsPerDay)
    fail(where, `${name}.slotsPerDay`, `${expected.slotsPerDay}`, got.slotsPerDay);
  const n = expected.ids.length;
  if (got.ids.length !== n)
    failInWords(where, `${name}.ids`, `the same ${n} series in the same order`, `${got.ids.length}`);
  const other = expected.ids.findIndex((id, r) => id !== got.ids[r]);
  if (other >= 0) fail(where, `${name}.ids[${other}]`, `"${expected.ids[other]}"`, got.ids[other]);
}

/** The bin of each slot, by its weekday and first hour. */
export function binsOfSlots(cycle: TimeCycle, firstDay: number, columns: number, slotsPerDay: number): Uint8Array {
  const slotHours = 24 / slotsPerDay;
  return Uint8Array.from({ length: columns }, (_, s) => {
    const weekday = weekdayOfDay(firstDay + Math.floor(s / slotsPerDay));
    return cycle.binOf[24 * weekday + (s % slotsPerDay) * slotHours]!;
  });
}

/** Calls `mark` with the number of each day of the stretches among `length` days from `origin`, counted from there. */
function markDays(
  where: string,
  name: string,
  days: PeriodDays,
  least: number,
  most: number,
  origin: number,
  length: number,
  mark: (day: number) => void,
): void {
  checkLists(where, name, days, ["firstDay", "lastDay"], "{ firstDay, lastDay }");
  const { firstDay, lastDay } = days;
  if (firstDay.length !== lastDay.length) fail(where, `${name}.lastDay.length`, `${firstDay.length}`, lastDay.length);
  for (let p = 0; p < firstDay.length; p++) {
    checkInteger(where, `${name}.firstDay[${p}]`, firstDay[p]!, least, most);
    checkInteger(where, `${name}.lastDay[${p}]`, lastDay[p]!, firstDay[p]!, most);
    const from = Math.max(firstDay[p]!, origin);
    const to = Math.min(lastDay[p]!, origin + length - 1);
    for (let d = from; d <= to; d++) mark(d - origin);
  }
}

type Samples = Pick<ActivityBaseline, "ids" | "slotsPerDay" | "cycle" | "days" | "offsets" | "values">;

/** Puts the samples of each row in order and measures them. */
function baselineOf(samples: Samples, norm: Norm): ActivityBaseline {
  const { offsets, values } = samples;
  const length = offsets.length - 1;
  const centre = new Float64Array(length);
  const spread = new Float64Array(length);
  for (let k = 0; k < length; k++) {
    const measured = norm.measure(values.subarray(offsets[k], offsets[k + 1]).sort());
    centre[k] = measured.centre;
    spread[k] = measured.spread;
  }
  return { ...samples, norm: norm.name, length, columns: { centre, spread } };
}
