import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { rowsOf } from "../../src/core/table.ts";
import { fitActivityBaseline } from "../../src/metrics/anomaly-baseline.ts";
import { dayOfWeek, hourOfDay, hourOfWeek } from "../../src/metrics/anomaly-cycles.ts";
import { measureEvacuation } from "../../src/metrics/anomaly-evacuation.ts";
import { measureLagCorrelations } from "../../src/metrics/anomaly-lags.ts";
import { meanAndDeviation } from "../../src/metrics/anomaly-norms.ts";
import { detectSharePeaks } from "../../src/metrics/anomaly-peaks.ts";
import type { TimeSeries } from "../../src/metrics/anomaly-series.ts";

const MONDAY = 4;
const seriesOf = (rows: readonly (readonly number[])[], slotsPerDay: number, firstDay = MONDAY): TimeSeries => ({
  ids: rows.map((_, r) => `R${r}`),
  rows: rows.length,
  columns: rows[0]!.length,
  value: Float64Array.from(rows.flat()),
  firstDay,
  slotsPerDay,
});

describe("peaks of shares, by hand", () => {
  /** Two weeks of two areas in slots of twelve hours; each weekday has the same counts in both weeks but for ± 20. */
  const week = (extra: number): number[][] => [
    Array.from({ length: 14 }, (_, s) => (s % 2 === 0 ? 300 + extra : 100)),
    Array.from({ length: 14 }, (_, s) => (s % 2 === 0 ? 500 : 100 - extra)),
  ];
  const both = [0, 1].map((r) => [...week(20)[r]!, ...week(-20)[r]!]);
  const baseline = fitActivityBaseline(seriesOf(both, 2), {
    cycle: hourOfWeek(),
    norm: meanAndDeviation(),
    days: { firstDay: [MONDAY], lastDay: [MONDAY + 13] },
  });
  // Means 300 and 100, 500 and 100: 1,000 a day.

  it("are told where share and difference are large enough, rounded down to tenths", () => {
    // 390 of 1,080 against 300 of 1,000: 0.2037. 210 of 1,080 against 100 of 1,000: 0.9444.
    const day = seriesOf(
      [
        [390, 210],
        [400, 80],
      ],
      2,
      MONDAY + 14,
    );
    const peaks = detectSharePeaks(day, baseline);
    expect(
      rowsOf(peaks).map(({ series, day: on, hour, value, expected }) => [series, on, hour, value, expected]),
    ).toEqual([
      [0, 18, 0, 390, 300],
      [0, 18, 12, 210, 100],
    ]);
    expect(peaks.columns.ratio[0]).toBeCloseTo(390 / 1080 / 0.3 - 1, 14);
    expect(peaks.columns.ratio[1]).toBeCloseTo(210 / 1080 / 0.1 - 1, 14);
    expect(Array.from(peaks.columns.step, (x) => x.toFixed(3))).toEqual(["0.200", "0.900"]);
  });

  it("are none where all areas rise together, and none below 50 people or a fifth", () => {
    expect(
      detectSharePeaks(
        seriesOf(
          [
            [600, 200],
            [1000, 200],
          ],
          2,
          18,
        ),
        baseline,
      ).length,
    ).toBe(0);
    // 149 of 1,049: ratio 0.42 but 49 people more; 550 of 1,050: 50 more but 0.0476.
    expect(
      detectSharePeaks(
        seriesOf(
          [
            [300, 149],
            [500, 100],
          ],
          2,
          18,
        ),
        baseline,
      ).length,
    ).toBe(0);
    expect(
      detectSharePeaks(
        seriesOf(
          [
            [300, 150],
            [500, 100],
          ],
          2,
          18,
        ),
        baseline,
      ).length,
    ).toBe(1);
    expect(
      detectSharePeaks(
        seriesOf(
          [
            [300, 100],
            [550, 100],
          ],
          2,
          18,
        ),
        baseline,
      ).length,
    ).toBe(0);
    const all = { minRatio: 0, minDifference: 0 };
    expect(
      detectSharePeaks(
        seriesOf(
          [
            [300, 100],
            [550, 100],
          ],
          2,
          18,
        ),
        baseline,
        all,
      ).length,
    ).toBe(1);
  });

  it("are none where the baseline is zero or the slot not known", () => {
    const none = fitActivityBaseline(
      seriesOf(
        [
          [0, 0],
          [9, 9],
        ],
        1,
      ),
      {
        cycle: hourOfDay(),
        norm: meanAndDeviation(),
        days: { firstDay: [MONDAY], lastDay: [MONDAY + 1] },
      },
    );
    expect(detectSharePeaks(seriesOf([[500], [900]], 1), none, { minRatio: 0 }).length).toBe(0);
    expect(detectSharePeaks(seriesOf([[Number.NaN], [900]], 1), none, { minRatio: 0 }).length).toBe(0);
  });
});

describe("an evacuation", () => {
  // Departures a day in slots of six hours: 2, 4, 6, 4 ± 1 on ordinary days.
  const ordinary = (sign: number): number[] => [2, 4, 6, 4].map((x) => x + sign);
  const place = [...ordinary(1), ...ordinary(-1), ...ordinary(0), 2, 18, 20, 4, 1, 2, 3, 2];
  const quiet = [...ordinary(1), ...ordinary(-1), ...ordinary(0), ...ordinary(0), ...ordinary(-1)];
  const unknown = place.map((x, s) => (s >= 12 ? Number.NaN : x));
  const series = seriesOf([place, quiet, unknown], 4);
  const baseline = fitActivityBaseline(series, {
    cycle: hourOfDay(),
    norm: meanAndDeviation(),
    days: { firstDay: [MONDAY], lastDay: [MONDAY + 2] },
  });
  const landfall = { day: MONDAY + 3, hour: 20, hoursBefore: 18, hoursAfter: 12 };

  it("tells the excess over the window, its error, and when it left", () => {
    const { columns } = measureEvacuation(series, baseline, landfall);
    // Slots from 0:00: 2 − 2, 18 − 4, 20 − 6, 4 − 4, and 1 − 2 of the next day.
    expect(columns.observed[0]).toBe(45);
    expect(columns.expected[0]).toBe(18);
    expect(columns.excess[0]).toBe(27);
    expect(columns.standardError[0]).toBeCloseTo(Math.sqrt(5 * (1 + 1 / 3)), 12);
    // The slot of the landfall begins at 18:00: the first of two equal peaks is the slot at 6:00, by whose end 14 of 27 had left.
    expect(columns.peakHours[0]).toBe(-12);
    expect(columns.halfHours[0]).toBe(-6);
    expect(columns.slots[0]).toBe(5);
  });

  it("has no half where nobody more than usual left, and is not known where nothing is", () => {
    const { columns } = measureEvacuation(series, baseline, landfall);
    expect(columns.excess[1]).toBe(-1);
    expect(columns.halfHours[1]).toBeNaN();
    expect(columns.slots[2]).toBe(0);
    for (const name of ["observed", "expected", "excess", "standardError", "peakHours"] as const) {
      expect(columns[name][2]).toBeNaN();
    }
  });

  it("asks for a window within the series and of whole slots", () => {
    const at = (options: object): unknown => measureEvacuation(series, baseline, { ...landfall, ...options });
    expect(() => at({ hoursAfter: 36 })).toThrow("measureEvacuation: hoursAfter must be within the series, got 36");
    expect(() => at({ hoursBefore: 4 })).toThrow("hoursBefore must be a multiple of the 6 hours of a slot, got 4");
    expect(() => at({ hoursBefore: 600 })).toThrow("hoursBefore must be within the series");
  });
});

describe("correlations with an outside series", () => {
  const random = createRandom("rain");

  it("find the lag that was put in, and nothing where nothing was", () => {
    const rain = Array.from({ length: 120 }, () => (random() < 0.3 ? random() * 40 : 0));
    const calls = rain.map((_, t) => 100 + (t >= 2 ? 2 * rain[t - 2]! : 0) + 10 * random());
    const other = rain.map(() => random());
    const found = measureLagCorrelations(seriesOf([calls, other], 1), seriesOf([rain, rain], 1), {
      maxLagDays: 4,
      confidence: 0.95,
    });
    const of = (series: number, lag: number) => rowsOf(found)[series * 5 + lag]!;
    expect(of(0, 2)).toMatchObject({ series: 0, lagDays: 2, samples: 118 });
    expect(of(0, 2).correlation).toBeGreaterThan(0.98);
    expect(of(0, 2).low).toBeGreaterThan(0.97);
    for (const lag of [0, 1, 3, 4]) {
      expect(Math.abs(of(0, lag).correlation)).toBeLessThan(0.35);
      expect(of(1, lag).low).toBeLessThan(0.1);
      expect(of(1, lag).high).toBeGreaterThan(-0.1);
    }
  });

  it("intervals of slow series cover 0 in 95 of 100 worlds, where plain ones cover it in 67", () => {
    // Two independent series with a correlation of 0.7 from day to day.
    const slow = (): number[] => {
      let x = 0;
      return Array.from({ length: 200 }, () => {
        x = 0.7 * x + (random() + random() + random() - 1.5);
        return x;
      });
    };
    let covered = 0;
    let plain = 0;
    const worlds = 600;
    for (let w = 0; w < worlds; w++) {
      const { columns } = measureLagCorrelations(seriesOf([slow()], 1), seriesOf([slow()], 1), {
        maxLagDays: 0,
        confidence: 0.95,
      });
      if (columns.low[0]! <= 0 && columns.high[0]! >= 0) covered++;
      if (Math.abs(Math.atanh(columns.correlation[0]!)) <= 1.96 / Math.sqrt(197)) plain++;
      expect(columns.effectiveSamples[0]!).toBeLessThanOrEqual(200);
    }
    expect(covered / worlds).toBeGreaterThan(0.92);
    expect(plain / worlds).toBeLessThan(0.8);
  });

  it("leave out days on which either is not known, and know nothing of constants and of two days", () => {
    const nan = Number.NaN;
    const { columns } = measureLagCorrelations(
      seriesOf(
        [
          [1, 2, nan, 4, 6],
          [5, 5, 5, 5, 5],
          [1, nan, nan, nan, 2],
        ],
        1,
      ),
      seriesOf(
        [
          [2, 4, 9, 8, nan],
          [1, 2, 3, 4, 5],
          [1, 2, 3, 4, 5],
        ],
        1,
      ),
      { maxLagDays: 0, confidence: 0.95 },
    );
    expect(Array.from(columns.samples)).toEqual([3, 5, 2]);
    expect(columns.correlation[0]).toBeCloseTo(1, 12);
    expect(columns.correlation[1]).toBeNaN();
    expect(columns.correlation[2]).toBeNaN();
    expect(columns.effectiveSamples[1]).toBeNaN();
  });
});

describe("days of the week", () => {
  it("are known by the day number: Mondays are compared with Mondays", () => {
    const twoWeeks = Array.from({ length: 14 }, (_, s) => (s % 7 === 0 ? 100 : 1) + Math.floor(s / 7));
    const { columns } = fitActivityBaseline(seriesOf([twoWeeks], 1), {
      cycle: dayOfWeek(),
      norm: meanAndDeviation(),
      days: { firstDay: [MONDAY], lastDay: [MONDAY + 13] },
    });
    expect(Array.from(columns.centre)).toEqual([100.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5]);
  });
});
