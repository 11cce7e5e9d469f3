import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { rowsOf } from "../../src/core/table.ts";
import { type ActivityBaseline, fitActivityBaseline } from "../../src/metrics/anomaly-baseline.ts";
import { dayOfWeek, hourOfDay } from "../../src/metrics/anomaly-cycles.ts";
import { meanAndDeviation } from "../../src/metrics/anomaly-norms.ts";
import type { TimeSeries } from "../../src/metrics/anomaly-series.ts";
import { measureChange } from "../../src/metrics/change-series.ts";

const random = createRandom("change");
const seriesOf = (value: readonly number[], firstDay = 4): TimeSeries => ({
  ids: ["A"],
  rows: 1,
  columns: value.length,
  value: Float64Array.from(value),
  firstDay,
  slotsPerDay: 1,
});
const fit = (value: readonly number[], days: number, cycle = hourOfDay()): ActivityBaseline =>
  fitActivityBaseline(seriesOf(value), {
    cycle,
    norm: meanAndDeviation(),
    days: { firstDay: [4], lastDay: [3 + days] },
  });

describe("a change against the baseline", () => {
  it("by hand: 60 against 90, 100 and 110", () => {
    const baseline = fit([90, 100, 110], 3);
    const [row] = rowsOf(measureChange(seriesOf([60], 7), baseline, { confidence: 0.95 }));
    expect(row).toMatchObject({ series: 0, day: 7, hour: 0, value: 60, expected: 100, change: -0.4 });
    // t of two degrees of freedom is 4.302653; s = 10, n = 3.
    const away = (4.302653 * 10) / Math.sqrt(3);
    expect(row!.low).toBeCloseTo(60 / (100 + away) - 1, 6);
    expect(row!.high).toBeCloseTo(60 / (100 - away) - 1, 6);
    expect(row!.ordinaryHigh).toBeCloseTo(0.04302653 * Math.sqrt(4 / 3) * 10, 6);
    expect(row!.ordinaryLow).toBe(-row!.ordinaryHigh);
  });

  it("compares with the same weekday", () => {
    const week = [100, 10, 10, 10, 10, 10, 50];
    const series = seriesOf([...week, ...week, 50, 20, 10, 10, 10, 10, 0]);
    const { change } = measureChange(series, fit([...series.value], 14, dayOfWeek()), { confidence: 0.9 }).columns;
    expect(Array.from(change.slice(14))).toEqual([-0.5, 1, 0, 0, 0, 0, -1]);
  });

  it("is not known where the baseline is zero or has no sample, and unbounded where it may be zero", () => {
    const at = (values: readonly number[], days: number) =>
      rowsOf(measureChange(seriesOf([5], 30), fit(values, days), { confidence: 0.95 }))[0]!;
    expect(at([0, 0, 0], 3)).toMatchObject({
      change: Number.NaN,
      low: Number.NaN,
      high: Number.NaN,
      ordinaryLow: Number.NaN,
    });
    expect(at([Number.NaN], 1).change).toBeNaN();
    expect(at([4], 1)).toMatchObject({ change: 0.25, low: Number.NaN, high: Number.NaN, ordinaryHigh: Number.NaN });
    expect(at([1, 9], 2).high).toBe(Infinity);
  });

  it("of ordinary days lies in the ordinary interval in 95 of 100 worlds, and the true change in its own", () => {
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const worlds = 2000;
    let ordinary = 0;
    let covered = 0;
    for (let w = 0; w < worlds; w++) {
      const baseline = fit(
        Array.from({ length: 5 }, () => 100 + 10 * normal()),
        5,
      );
      const { columns } = measureChange(seriesOf([100 + 10 * normal(), 60], 9), baseline, { confidence: 0.95 });
      if (columns.change[0]! >= columns.ordinaryLow[0]! && columns.change[0]! <= columns.ordinaryHigh[0]!) ordinary++;
      if (columns.low[1]! <= -0.4 && columns.high[1]! >= -0.4) covered++;
    }
    // Three standard errors of 95 in 100 of 2,000: 1.5 in 100.
    for (const share of [ordinary / worlds, covered / worlds]) {
      expect(share).toBeGreaterThan(0.935);
      expect(share).toBeLessThan(0.965);
    }
  });
});
