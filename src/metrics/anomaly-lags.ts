import { checkInteger, checkLength, checkOptions, fail } from "../core/check.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import { normalReach } from "../core/distributions.ts";
import { exp, log } from "../core/math.ts";
import type { Table } from "../types.ts";
import { checkSameSeries } from "./anomaly-baseline.ts";
import { checkSeries, type TimeSeries } from "./anomaly-series.ts";
import { correlationOf } from "./correlation.ts";

export interface LagCorrelationsOptions extends ConfidenceOptions {
  /** The longest delay of the first series behind the second to look at, in days. */
  readonly maxLagDays: number;
}

/** A row for each series and lag. */
export type LagCorrelations = Table<{
  readonly series: Uint32Array;
  readonly lagDays: Uint32Array;
  readonly correlation: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly samples: Uint32Array;
  readonly effectiveSamples: Float64Array;
}>;

/**
 * Does activity follow the rain, and how many days later? The correlation with an outside series, area by area.
 *
 * **How** correlation = Pearson's r between the response on day t and the cause on day t − lag over the days on which both are
 * known. Days are alike to their neighbours and count for less: effectiveSamples = n · (1 − a b) / (1 + a b), a and b being
 * the correlations of each series with its own previous day, at most n and computed from the days used. low and high are Fisher's
 * interval, tanh(artanh r ± z / √(effectiveSamples − 3)). Of many lags and areas the best is bound to look good: judge the one lag that
 * was meant, or all together.
 *
 * @param response - a series by days, NaN where not known: scores, changes or counts
 * @param cause - another of the same rows and days: rainfall, flooded area
 * @param options - the longest lag and the confidence
 * @returns a row per series and lag 0 … maxLagDays: `correlation` (NaN with fewer than three days or a constant series), `low`,
 * `high` (NaN with at most three effective samples), `samples`, `effectiveSamples` (NaN where the correlation is, and with
 * fewer than three days whose day before is known too)
 * @throws RangeError for series of other rows or days, or in slots shorter than a day
 *
 * **Cost** O(series · lags · days)
 *
 * [pastor-escuredo-2014] [bretherton-1999]
 *
 * @example
 * const rain = { ids: ["A"], rows: 1, columns: 8, value: Float64Array.of(0, 9, 1, 0, 6, 0, 2, 0), firstDay: 4, slotsPerDay: 1 };
 * const calls = { ...rain, value: Float64Array.of(10, 10, 19, 11, 10, 16, 10, 12) };
 * const { correlation } = measureLagCorrelations(calls, rain, { maxLagDays: 1, confidence: 0.95 }).columns;
 * correlation.map((r) => Math.round(100 * r)); // Float64Array(2) [ -39, 100 ]
 */
export function measureLagCorrelations(
  response: TimeSeries,
  cause: TimeSeries,
  options: LagCorrelationsOptions,
): LagCorrelations {
  const where = "measureLagCorrelations";
  checkSeries(where, "response", response);
  checkSeries(where, "cause", cause);
  if (response.slotsPerDay !== 1) fail(where, "response.slotsPerDay", "1, a series by days", response.slotsPerDay);
  checkSameSeries(where, "cause", cause, response);
  if (cause.firstDay !== response.firstDay) fail(where, "cause.firstDay", `${response.firstDay}`, cause.firstDay);
  const { rows, columns: days } = response;
  checkLength(where, "cause.columns", cause.columns, days);
  checkOptions(where, options, ["maxLagDays", "confidence"]);
  const { maxLagDays } = options;
  checkInteger(where, "maxLagDays", maxLagDays, 0);
  const confidence = confidenceOf(where, options);
  const reach = normalReach(confidence);
  const lags = maxLagDays + 1;
  const length = rows * lags;
  const series = Uint32Array.from({ length }, (_, i) => Math.floor(i / lags));
  const lagDays = Uint32Array.from({ length }, (_, i) => i % lags);
  const nan = (): Float64Array => new Float64Array(length).fill(Number.NaN);
  const found = { correlation: nan(), low: nan(), high: nan(), effectiveSamples: nan() };
  const samples = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const r = series[i]! * days;
    const lag = lagDays[i]!;
    // Both aligned over the same days, NaN where either is not known.
    const x = Float64Array.from({ length: Math.max(0, days - lag) }, (_, t) => response.value[r + t + lag]!);
    const y = x.map((_, t) => cause.value[r + t]!);
    for (let t = 0; t < x.length; t++) if (Number.isNaN(x[t]! + y[t]!)) x[t] = y[t] = Number.NaN;
    const { n, correlation } = correlate(x, y);
    samples[i] = n;
    found.correlation[i] = correlation;
    if (Number.isNaN(correlation)) continue;
    const own =
      correlate(x.subarray(1), x.subarray(0, -1)).correlation * correlate(y.subarray(1), y.subarray(0, -1)).correlation;
    const effective = Number.isNaN(own) ? Number.NaN : Math.min(n, (n * (1 - own)) / (1 + own));
    found.effectiveSamples[i] = effective;
    if (!(effective > 3)) continue;
    const away = reach / Math.sqrt(effective - 3);
    found.low[i] = fisher(correlation, -away);
    found.high[i] = fisher(correlation, away);
  }
  return { length, columns: { series, lagDays, ...found, samples } };
}

/** Pearson's correlation over the places where both are known; NaN of fewer than three or of a constant. */
function correlate(x: Float64Array, y: Float64Array): { n: number; correlation: number } {
  const isKnown = (_: number, t: number): boolean => !Number.isNaN(x[t]! + y[t]!);
  const a = x.filter(isKnown);
  return { n: a.length, correlation: a.length < 3 ? Number.NaN : correlationOf(a, y.filter(isKnown)) };
}

/** tanh(artanh r + away); ±1 stays. */
function fisher(r: number, away: number): number {
  if (Math.abs(r) === 1) return r;
  const e = exp(log((1 + r) / (1 - r)) + 2 * away);
  return e === Infinity ? 1 : (e - 1) / (e + 1);
}
