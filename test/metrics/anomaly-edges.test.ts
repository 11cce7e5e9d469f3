import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { dayOfDate } from "../../src/core/dates.ts";
import { createLocations } from "../../src/core/locations.ts";
import { type FitActivityBaselineOptions, fitActivityBaseline } from "../../src/metrics/anomaly-baseline.ts";
import { studentChance } from "../../src/metrics/anomaly-chances.ts";
import { benjaminiHochberg, benjaminiYekutieli, bonferroni } from "../../src/metrics/anomaly-controls.ts";
import { hourAndDayType, hourOfDay } from "../../src/metrics/anomaly-cycles.ts";
import { measureEvacuation } from "../../src/metrics/anomaly-evacuation.ts";
import { detectAnomalies } from "../../src/metrics/anomaly-flags.ts";
import { measureLagCorrelations } from "../../src/metrics/anomaly-lags.ts";
import { meanAndDeviation } from "../../src/metrics/anomaly-norms.ts";
import { detectSharePeaks } from "../../src/metrics/anomaly-peaks.ts";
import { measureActivityAnomalies } from "../../src/metrics/anomaly-scores.ts";
import { buildActivitySeries, type SlotCounts, type TimeSeries } from "../../src/metrics/anomaly-series.ts";
import { detectServicePeriods } from "../../src/metrics/anomaly-service.ts";
import { measureChange } from "../../src/metrics/change-series.ts";

const MONDAY = 4;
const seriesOf = (rows: readonly (readonly number[])[], slotsPerDay = 1): TimeSeries => ({
  ids: rows.map((_, r) => `R${r}`),
  rows: rows.length,
  columns: rows[0]!.length,
  value: Float64Array.from(rows.flat()),
  firstDay: MONDAY,
  slotsPerDay,
});
const fit = (
  series: TimeSeries,
  last: number,
  except: FitActivityBaselineOptions["except"] = { firstDay: [], lastDay: [] },
): ReturnType<typeof fitActivityBaseline> =>
  fitActivityBaseline(series, {
    cycle: hourOfDay(),
    norm: meanAndDeviation(),
    days: { firstDay: [MONDAY], lastDay: [MONDAY + last] },
    except,
  });
const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
const countsOf = (day: readonly number[], hour: readonly number[]): SlotCounts => ({
  locations: antennas,
  length: day.length,
  columns: {
    day: Int32Array.from(day),
    hour: Uint8Array.from(hour),
    location: new Uint32Array(day.length),
    events: new Uint32Array(day.length).fill(3),
  },
});

describe("values below zero", () => {
  it("have scores: a balance of −30 against −10, −12 and −14 lies 9 deviations off", () => {
    const series = seriesOf([[-10, -12, -14, -30]]);
    expect(measureActivityAnomalies(series, fit(series, 2)).columns.score).toEqual(Float64Array.of(1, 0, -1, -9));
    const { score } = measureActivityAnomalies(series, fit(series, 2), { minExpected: -11 }).columns;
    expect(score.every(Number.isNaN)).toBe(true);
  });

  it("have no change in shares", () => {
    const series = seriesOf([[-10, -12, -14, -30]]);
    const { change, high, ordinaryHigh } = measureChange(series, fit(series, 2), { confidence: 0.95 }).columns;
    for (const column of [change, high, ordinaryHigh]) expect(column.every(Number.isNaN)).toBe(true);
  });
});

describe("series", () => {
  it("with an infinite value are refused: one would make its bin unknown without a word", () => {
    const series = seriesOf([[1, Infinity, 3, 4]]);
    expect(() => fit(series, 2)).toThrow(
      "fitActivityBaseline: series.value[1] must be a finite number or NaN, got Infinity",
    );
  });

  it("exceptions may reach beyond them by any number of days", () => {
    const series = seriesOf([[1, 2, 3, 4]]);
    const baseline = fit(series, 3, { firstDay: [-(2 ** 40), MONDAY + 3], lastDay: [MONDAY, 2 ** 40] });
    expect(Array.from(baseline.days)).toEqual([MONDAY + 1, MONDAY + 2]);
  });

  it("of equal values have no spread, whatever the mean is rounded to", () => {
    for (const x of [0.1, 0.7, 1 / 3, 1e-9, 123456.789]) {
      for (let n = 2; n < 60; n++) {
        const { centre, spread } = meanAndDeviation().measure(new Float64Array(n).fill(x));
        expect([centre, spread]).toEqual([x, 0]);
      }
    }
  });

  it("that begin or end with clocks set back over midnight know nothing of the hours that are longer", () => {
    const first = dayOfDate("2008-11-01");
    const known = (day: number): number[] => {
      // A clock of its own: a clock that was asked before may tell of more than it is asked for.
      const clock = createClock({ timeZone: "America/St_Johns" });
      const { value } = buildActivitySeries(countsOf([], []), { clock, column: "events", firstDay: day, lastDay: day });
      return Array.from(value.subarray(0, 24).keys()).filter((s) => Number.isNaN(value[s]!));
    };
    expect([known(first), known(first + 1)]).toEqual([[23], [0]]);
  });
});

describe("service", () => {
  const clock = createClock({ timeZone: "UTC" });

  it("in stretches that touch or overlap is one stretch, in whatever order they stand", () => {
    const start = 10 * 86_400;
    const options = { clock, column: "events", firstDay: 10, lastDay: 10, slotHours: 6 };
    const service = {
      length: 4,
      columns: {
        location: Uint32Array.of(0, 1, 0, 0),
        start: Float64Array.of(start + 8 * 3600, start, start, start + 9 * 3600),
        end: Float64Array.of(start + 18 * 3600, start + 3 * 3600, start + 8 * 3600, start + 10 * 3600),
      },
    };
    const { value } = buildActivitySeries(countsOf([10], [7]), { ...options, service });
    const none = Number.NaN;
    expect(value).toEqual(Float64Array.of(0, 3, 0, none, none, none, none, none));
  });

  it("of no records is none", () => {
    expect(detectServicePeriods(countsOf([], []), { clock, maxSilentDays: 1 }).length).toBe(0);
  });
});

describe("an evacuation", () => {
  it("has left by half with the slot in which the half is met, and slots not known add nothing", () => {
    const ordinary = [
      [4, 4, 4, 4],
      [5, 5, 5, 5],
      [3, 3, 3, 3],
    ];
    const after = [2, 2, 2, 2, 8].map((x) => x + 4);
    const days = [...ordinary.flat(), ...after, 4, 4, 4];
    const series = seriesOf([days, days.map((x, s) => (s === 16 ? Number.NaN : x))], 4);
    const at = { day: MONDAY + 3, hour: 0, hoursBefore: 0, hoursAfter: 30 };
    const { excess, halfHours, slots, peakHours, observed } = measureEvacuation(series, fit(series, 2), at).columns;
    expect([excess[0], halfHours[0], peakHours[0], slots[0]]).toEqual([16, 24, 24, 5]);
    expect([excess[1], halfHours[1], peakHours[1], slots[1], observed[1]]).toEqual([8, 12, 0, 4, 24]);
  });
});

describe("flags", () => {
  it("of nothing that can be tested have a limit of 0", () => {
    const series = seriesOf([[7, 7, 7, 9]]);
    const scores = measureActivityAnomalies(series, fit(series, 2));
    for (const control of [bonferroni({ probability: 0.05 }), benjaminiHochberg({ share: 0.05 })]) {
      const { tested, flags, limit, expectedFalse } = detectAnomalies(scores, { chance: studentChance(), control });
      expect([tested, flags, limit, expectedFalse]).toEqual([0, 0, 0, 0]);
    }
  });
});

describe("Benjamini–Yekutieli", () => {
  const flagged = (chances: readonly number[]): number[] => {
    const score = Float64Array.from(chances);
    const none = new Uint32Array(score.length);
    const columns = {
      series: none,
      day: new Int32Array(none),
      hour: new Uint8Array(none),
      value: score,
      expected: score,
    };
    const scores = {
      length: score.length,
      columns: { ...columns, spread: score, score, samples: none, above: none, below: none },
    };
    const chance = { name: "given", of: (x: number): number => x };
    return Array.from(
      detectAnomalies(scores, { chance, control: benjaminiYekutieli({ share: 0.06 }) }).columns.flagged,
    );
  };

  it("divides the share by 1 + 1/2 + … + 1/m: of two rows, the lesser is flagged up to 0.06 / 1.5 / 2", () => {
    expect(flagged([0.0199, 0.9])).toEqual([1, 0]);
    expect(flagged([0.0201, 0.9])).toEqual([0, 0]);
    expect(flagged([0.0201, 0.0399])).toEqual([1, 1]);
    expect(flagged([0.0601])).toEqual([0]);
  });
});

describe("lags", () => {
  it("of three days have a correlation, but not how many samples they amount to", () => {
    const options = { maxLagDays: 0, confidence: 0.95 };
    const { columns } = measureLagCorrelations(seriesOf([[10, 11, 19]]), seriesOf([[0, 9, 1]]), options);
    expect(columns.correlation[0]).toBeCloseTo(-0.315, 3);
    expect([columns.effectiveSamples[0], columns.low[0]]).toEqual([Number.NaN, Number.NaN]);
  });

  it("of a series that swings from day to day count for as many samples as there are days, not for more", () => {
    const swing = seriesOf([[1, -1, 1, -1, 1, -1.5]]);
    const { columns } = measureLagCorrelations(swing, seriesOf([[1, 2, 3, 4, 5, 6]]), {
      maxLagDays: 0,
      confidence: 0.95,
    });
    expect([columns.samples[0], columns.effectiveSamples[0]]).toEqual([6, 6]);
    const away = 1.959963984540054 / Math.sqrt(6 - 3);
    expect(columns.low[0]).toBeCloseTo(Math.tanh(Math.atanh(columns.correlation[0]!) - away), 12);
    expect(columns.high[0]).toBeCloseTo(Math.tanh(Math.atanh(columns.correlation[0]!) + away), 12);
  });
});

describe("intervals of lags", () => {
  it("need more than three samples, and no more than that", () => {
    const { columns } = measureLagCorrelations(seriesOf([[1, -1, 1, -1.5]]), seriesOf([[1, 2, 3, 4]]), {
      maxLagDays: 0,
      confidence: 0.95,
    });
    expect(columns.effectiveSamples[0]).toBe(4);
    expect(columns.low[0]).toBeLessThan(columns.correlation[0]!);
  });
});

describe("peaks of shares", () => {
  it("are also where fewer than usual are, if there are far fewer elsewhere", () => {
    const usual = seriesOf([
      [300, 300],
      [700, 700],
    ]);
    const day = { ...seriesOf([[200], [30]]), firstDay: MONDAY + 2 };
    const peaks = detectSharePeaks(day, fit(usual, 1));
    expect([peaks.length, peaks.columns.series[0], peaks.columns.value[0], peaks.columns.expected[0]]).toEqual([
      1, 0, 200, 300,
    ]);
    expect(peaks.columns.ratio[0]).toBeCloseTo(200 / 230 / 0.3 - 1, 12);
  });
});

describe("a place without a baseline", () => {
  it("takes no part in the shares of the others", () => {
    const none = Number.NaN;
    const usual = seriesOf([
      [300, 300],
      [none, none],
      [700, 700],
    ]);
    const day = { ...seriesOf([[500], [40], [500]]), firstDay: MONDAY + 2 };
    const { series, ratio } = detectSharePeaks(day, fit(usual, 1)).columns;
    expect(Array.from(series)).toEqual([0]);
    expect(ratio[0]).toBeCloseTo(500 / 1000 / 0.3 - 1, 12);
  });
});

describe("hours of weekdays and weekends", () => {
  it("are bins 0–23 and 24–47", () => {
    const { binOf } = hourAndDayType({ weekend: [4, 5] });
    expect([binOf[0], binOf[24 * 3 + 23], binOf[24 * 4], binOf[24 * 6 - 1], binOf[24 * 6]]).toEqual([0, 23, 24, 47, 0]);
  });
});
