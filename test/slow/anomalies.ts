import type { TimeSeries } from "../../src/metrics/anomaly-series.ts";
import type { Clock, Traces } from "../../src/types.ts";

/** Plain forms of the baseline, its scores and the control of false discoveries; and of hourly flows, with sets. */

/** What the scores of one series and slot are, from the values of all baseline days looked through again. */
export interface SlowScore {
  readonly series: number;
  readonly day: number;
  readonly hour: number;
  readonly value: number;
  readonly samples: number;
  readonly mean: number;
  readonly score: number;
  readonly above: number;
  readonly below: number;
}

/** Scores of every known value against the mean and the deviation of the values in the same bin on the baseline days. */
export function slowScores(
  series: TimeSeries,
  reference: TimeSeries,
  isBaselineDay: (day: number) => boolean,
  binOf: (weekday: number, hour: number) => number,
  minSamples: number,
): SlowScore[] {
  const placeOf = (table: TimeSeries, s: number): { day: number; hour: number; bin: number } => {
    const day = table.firstDay + Math.floor(s / table.slotsPerDay);
    const hour = (s % table.slotsPerDay) * (24 / table.slotsPerDay);
    return { day, hour, bin: binOf(new Date(day * 86_400_000).getUTCDay() || 7, hour) };
  };
  const scores: SlowScore[] = [];
  for (let s = 0; s < series.columns; s++) {
    for (let r = 0; r < series.rows; r++) {
      const value = series.value[r * series.columns + s]!;
      if (Number.isNaN(value)) continue;
      const { day, hour, bin } = placeOf(series, s);
      const samples: number[] = [];
      for (let t = 0; t < reference.columns; t++) {
        const at = placeOf(reference, t);
        const own = reference.value[r * reference.columns + t]!;
        if (isBaselineDay(at.day) && at.bin === bin && !Number.isNaN(own)) samples.push(own);
      }
      const n = samples.length;
      const mean = samples.reduce((sum, x) => sum + x, 0) / n;
      const deviation = Math.sqrt(samples.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1));
      const varies = samples.some((x) => x !== samples[0]);
      scores.push({
        series: r,
        day,
        hour,
        value,
        samples: n,
        mean,
        score: n >= minSamples && varies ? (value - mean) / deviation : Number.NaN,
        above: samples.filter((x) => x >= value).length,
        below: samples.filter((x) => x <= value).length,
      });
    }
  }
  return scores;
}

/** Which chances the step-up rule of Benjamini and Hochberg flags, by trying every k. */
export function slowStepUp(chances: readonly number[], share: number): boolean[] {
  const m = chances.length;
  let limit = -1;
  for (let k = 1; k <= m; k++) {
    const bound = (k * share) / m;
    if (chances.filter((p) => p <= bound).length >= k) limit = bound;
  }
  return chances.map((p) => p <= limit);
}

/** Moves and people by "day hour origin>destination", event by event. */
export function slowHourlyFlows(
  traces: Traces,
  clock: Clock,
  maxGapSeconds: number,
  windowHours: number,
): Record<string, { moves: number; people: number }> {
  const users = new Map<string, string[]>();
  traces.users.forEach((user, u) => {
    for (let i = traces.offsets[u]! + 1; i < traces.offsets[u + 1]!; i++) {
      const [from, to] = [traces.columns.location[i - 1]!, traces.columns.location[i]!];
      const [before, at] = [traces.columns.time[i - 1]!, traces.columns.time[i]!];
      if (from === to || at - before > maxGapSeconds) continue;
      const hour = Math.floor(clock.hourOf(at) / windowHours) * windowHours;
      const key = `${clock.dayOf(at)} ${hour} ${from}>${to}`;
      users.set(key, [...(users.get(key) ?? []), user]);
    }
  });
  return Object.fromEntries([...users].map(([key, all]) => [key, { moves: all.length, people: new Set(all).size }]));
}
