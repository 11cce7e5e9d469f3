import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { rowsOf } from "../../src/core/table.ts";
import { addActivityBaselines, fitActivityBaseline } from "../../src/metrics/anomaly-baseline.ts";
import { dayOfWeek, hourAndDayType, hourOfDay, hourOfWeek, type TimeCycle } from "../../src/metrics/anomaly-cycles.ts";
import { meanAndDeviation, medianAndMad } from "../../src/metrics/anomaly-norms.ts";
import { measureActivityAnomalies } from "../../src/metrics/anomaly-scores.ts";
import type { TimeSeries } from "../../src/metrics/anomaly-series.ts";
import { slowScores } from "../slow/anomalies.ts";

const random = createRandom("scores");
/** Day 4 is a Monday. */
const MONDAY = 4;

function seriesOf(
  rows: number,
  days: number,
  slotsPerDay: number,
  valueAt: (s: number, r: number) => number,
): TimeSeries {
  const columns = days * slotsPerDay;
  const value = Float64Array.from({ length: rows * columns }, (_, k) => valueAt(k % columns, Math.floor(k / columns)));
  const ids = Array.from({ length: rows }, (_, r) => `S${r}`);
  return { ids, rows, columns, value, firstDay: MONDAY, slotsPerDay };
}

describe("scores", () => {
  const world = seriesOf(3, 40, 8, () => (random() < 0.1 ? Number.NaN : Math.floor(random() * 6)));
  const cycles: [TimeCycle, (weekday: number, hour: number) => number][] = [
    [hourOfWeek(), (weekday, hour) => weekday * 24 + hour],
    [hourAndDayType({ weekend: [4, 5] }), (weekday, hour) => (weekday === 5 || weekday === 6 ? 24 : 0) + hour],
    [dayOfWeek(), (weekday) => weekday],
    [hourOfDay(), (_, hour) => hour],
  ];

  it.each(cycles)("by %o are those of the values of all baseline days looked through again", (cycle, binOf) => {
    const days = { firstDay: [MONDAY, MONDAY + 20], lastDay: [MONDAY + 14, MONDAY + 36] };
    const except = { firstDay: [MONDAY + 3, MONDAY + 12], lastDay: [MONDAY + 3, MONDAY + 22] };
    const baseline = fitActivityBaseline(world, { cycle, norm: meanAndDeviation(), days, except });
    const isBaseline = (day: number): boolean => {
      const d = day - MONDAY;
      return d !== 3 && ((d >= 0 && d < 12) || (d > 22 && d <= 36));
    };
    const slow = slowScores(world, world, isBaseline, binOf, 4);
    const fast = rowsOf(measureActivityAnomalies(world, baseline, { minSamples: 4 }));
    expect(fast.length).toBe(slow.length);
    expect(slow.some((each) => Number.isNaN(each.score)) || cycle.bins < 100).toBe(true);
    expect(slow.some((each) => !Number.isNaN(each.score))).toBe(true);
    fast.forEach((row, i) => {
      const { score, mean, ...exact } = slow[i]!;
      expect(row).toMatchObject(exact);
      if (exact.samples > 0) expect(row.expected).toBeCloseTo(mean, 12);
      if (Number.isNaN(score)) expect(row.score).toBeNaN();
      else expect(row.score).toBeCloseTo(score, 10);
    });
  });

  it("are by hand: 20 against 10, 12 and 14 is 4 deviations", () => {
    const series = seriesOf(1, 28, 1, (s) => [10, 12, 14, 20][Math.floor(s / 7)]!);
    const options = { cycle: dayOfWeek(), days: { firstDay: [MONDAY], lastDay: [MONDAY + 20] } };
    const z = measureActivityAnomalies(series, fitActivityBaseline(series, { ...options, norm: meanAndDeviation() }));
    expect(z.columns.score[27]).toBe(4);
    // |10 − 12|, 0, |14 − 12|: the median deviation is 2, the spread 2.9652.
    const robust = measureActivityAnomalies(series, fitActivityBaseline(series, { ...options, norm: medianAndMad() }));
    expect(robust.columns.score[27]).toBeCloseTo(8 / 2.9652, 12);
  });

  it("are not known without enough samples or without any spread, but the ranks are", () => {
    const series = seriesOf(2, 4, 1, (s, r) => (r === 0 ? 7 : s));
    const fit = (last: number): ReturnType<typeof fitActivityBaseline> =>
      fitActivityBaseline(series, {
        cycle: hourOfDay(),
        norm: meanAndDeviation(),
        days: { firstDay: [MONDAY], lastDay: [MONDAY + last] },
      });
    const { score, above, below, samples } = measureActivityAnomalies(series, fit(2)).columns;
    expect(score.filter((_, i) => i % 2 === 0).every(Number.isNaN), "the same value every day").toBe(true);
    expect(score[7]).toBe(2);
    expect([above[7], below[7], samples[7]]).toEqual([0, 3, 3]);
    expect([above[6], below[6]], "equal values count on both sides").toEqual([3, 3]);
    expect(measureActivityAnomalies(series, fit(1)).columns.score.every(Number.isNaN), "two samples").toBe(true);
    expect(measureActivityAnomalies(series, fit(1), { minSamples: 2 }).columns.score[7]).toBeCloseTo(
      2.5 / Math.SQRT1_2 / 1,
      12,
    );
  });

  it("are not known where less is usual than asked for", () => {
    const series = seriesOf(2, 4, 1, (s, r) => (r === 0 ? 4 : 5) + (s % 3) - 1);
    const days = { firstDay: [MONDAY], lastDay: [MONDAY + 2] };
    const baseline = fitActivityBaseline(series, { cycle: hourOfDay(), norm: meanAndDeviation(), days });
    const { score } = measureActivityAnomalies(series, baseline, { minExpected: 5 }).columns;
    expect(Array.from(score)).toEqual([Number.NaN, -1, Number.NaN, 0, Number.NaN, 1, Number.NaN, -1]);
  });

  it("have no row where a value is not known", () => {
    const series = seriesOf(2, 3, 1, (s, r) => (r === 1 && s === 1 ? Number.NaN : s));
    const days = { firstDay: [MONDAY], lastDay: [MONDAY + 2] };
    const baseline = fitActivityBaseline(series, { cycle: hourOfDay(), norm: meanAndDeviation(), days });
    const { series: row, day, samples } = measureActivityAnomalies(series, baseline).columns;
    expect(Array.from(row)).toEqual([0, 1, 0, 0, 1]);
    expect(Array.from(day)).toEqual([4, 4, 5, 6, 6]);
    expect(Array.from(samples)).toEqual([3, 2, 3, 3, 2]);
  });

  it("a wild day in the baseline hides an event from the mean, not from the median", () => {
    const series = seriesOf(1, 12, 1, (s) => (s === 3 ? 900 : s === 11 ? 60 : 10 + (s % 3)));
    const options = { cycle: hourOfDay(), days: { firstDay: [MONDAY], lastDay: [MONDAY + 10] } };
    const at = (norm: ReturnType<typeof medianAndMad>): number =>
      measureActivityAnomalies(series, fitActivityBaseline(series, { ...options, norm })).columns.score[11]!;
    expect(Math.abs(at(meanAndDeviation()))).toBeLessThan(1);
    expect(at(medianAndMad())).toBeGreaterThan(20);
  });
});

describe("a stored baseline", () => {
  const week = seriesOf(2, 28, 24, () => Math.floor(random() * 9));
  const fit = (first: number, last: number, norm = meanAndDeviation()): ReturnType<typeof fitActivityBaseline> =>
    fitActivityBaseline(week, {
      cycle: hourOfWeek(),
      norm,
      days: { firstDay: [MONDAY + first], lastDay: [MONDAY + last] },
    });

  it("grows by new days to what one fit of all days gives, in every digit, in any order", () => {
    for (const norm of [meanAndDeviation(), medianAndMad()]) {
      const whole = fit(0, 27, norm);
      expect(addActivityBaselines(fit(0, 13, norm), fit(14, 27, norm), { norm })).toEqual(whole);
      expect(addActivityBaselines(fit(14, 27, norm), fit(0, 13, norm), { norm })).toEqual(whole);
    }
  });

  it("scores new days as a baseline kept as text and read again does", () => {
    const baseline = fit(0, 20);
    expect(structuredClone(baseline)).toEqual(baseline);
    const last = {
      ...week,
      columns: 24,
      firstDay: MONDAY + 27,
      value: Float64Array.from({ length: 48 }, (_, k) => week.value[(k < 24 ? 0 : 672) + 648 + (k % 24)]!),
    };
    const all = rowsOf(measureActivityAnomalies(week, structuredClone(baseline))).filter(
      (row) => row.day === MONDAY + 27,
    );
    expect(rowsOf(measureActivityAnomalies(last, baseline))).toEqual(all);
  });

  it("refuses a day twice, another cycle, another norm and other series", () => {
    const norm = meanAndDeviation();
    expect(() => addActivityBaselines(fit(0, 6), fit(6, 8), { norm })).toThrow(
      "b.days must be other days than those of a, got 10",
    );
    expect(() => addActivityBaselines(fit(0, 6), fit(7, 8), { norm: medianAndMad() })).toThrow("a.norm must be");
    const other = fitActivityBaseline(week, { cycle: hourOfDay(), norm, days: { firstDay: [24], lastDay: [25] } });
    expect(() => addActivityBaselines(fit(0, 6), other, { norm })).toThrow("b.cycle must be");
    expect(() => measureActivityAnomalies({ ...week, ids: ["S1", "S0"] }, fit(0, 6))).toThrow(
      'baseline.ids[0] must be "S1", got "S0"',
    );
  });
});
