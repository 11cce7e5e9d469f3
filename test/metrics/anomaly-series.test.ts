import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { dayOfDate } from "../../src/core/dates.ts";
import { createLocations } from "../../src/core/locations.ts";
import { rowsOf } from "../../src/core/table.ts";
import { buildMeanSeries } from "../../src/metrics/anomaly-means.ts";
import { buildActivitySeries, buildFlowSeries, type SlotCounts } from "../../src/metrics/anomaly-series.ts";
import { detectServicePeriods } from "../../src/metrics/anomaly-service.ts";

const utc = createClock({ timeZone: "UTC" });
const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);

function countsOf(
  rows: readonly (readonly [day: number, hour: number, location: number, events: number])[],
): SlotCounts {
  return {
    locations: antennas,
    length: rows.length,
    columns: {
      day: Int32Array.from(rows, ([day]) => day),
      hour: Uint8Array.from(rows, ([, hour]) => hour),
      location: Uint32Array.from(rows, ([, , location]) => location),
      events: Uint32Array.from(rows, ([, , , events]) => events),
    },
  };
}

const span = { clock: utc, column: "events", firstDay: 10, lastDay: 11 };
const nan = (value: Float64Array): number[] => Array.from(value.keys()).filter((k) => Number.isNaN(value[k]!));

describe("a series of activity", () => {
  it("has a zero for each hour without a row, and a value where there is one", () => {
    const { value, rows, columns, ids } = buildActivitySeries(
      countsOf([
        [10, 3, 1, 7],
        [11, 0, 0, 2],
        [9, 5, 0, 99],
      ]),
      span,
    );
    expect([rows, columns, ids]).toEqual([2, 48, ["A", "B"]]);
    expect(value[48 + 3]).toBe(7);
    expect(value[24]).toBe(2);
    expect(
      value.reduce((sum, x) => sum + x, 0),
      "rows of other days are left out",
    ).toBe(9);
  });

  it("adds up the hours of a longer slot, in whatever order they come", () => {
    const counts = countsOf([
      [11, 5, 0, 4],
      [10, 4, 0, 2],
      [10, 5, 0, 3],
      [10, 6, 0, 10],
    ]);
    expect(buildActivitySeries(counts, { ...span, slotHours: 6 }).value.slice(0, 8)).toEqual(
      Float64Array.of(5, 10, 0, 0, 4, 0, 0, 0),
    );
    expect(buildActivitySeries(counts, { ...span, slotHours: 24 }).value).toEqual(Float64Array.of(15, 4, 0, 0));
  });

  it("knows nothing of hours that the clock skips or repeats, but of days of 23 and 25 hours", () => {
    const clock = createClock({ timeZone: "Europe/Luxembourg" });
    const spring = dayOfDate("2024-03-31");
    const autumn = dayOfDate("2024-10-27");
    for (const [day, hour] of [
      [spring, 2],
      [autumn, 2],
    ] as const) {
      const options = { clock, column: "events", firstDay: day, lastDay: day };
      expect(nan(buildActivitySeries(countsOf([]), options).value)).toEqual([hour, 24 + hour]);
      expect(nan(buildActivitySeries(countsOf([]), { ...options, slotHours: 3 }).value)).toEqual([0, 8]);
      expect(nan(buildActivitySeries(countsOf([]), { ...options, slotHours: 24 }).value)).toEqual([]);
    }
  });

  it("knows nothing of a day that a country leaves out", () => {
    const clock = createClock({ timeZone: "Pacific/Apia" });
    const day = dayOfDate("2011-12-30");
    const options = { clock, column: "events", firstDay: day - 1, lastDay: day + 1, slotHours: 24 };
    expect(nan(buildActivitySeries(countsOf([]), options).value)).toEqual([1, 4]);
  });

  it("marks the hour before midnight that is repeated as clocks are set back over midnight", () => {
    const clock = createClock({ timeZone: "America/St_Johns" });
    const day = dayOfDate("2008-11-01");
    const series = buildActivitySeries(countsOf([]), { clock, column: "events", firstDay: day, lastDay: day + 1 });
    expect(nan(series.value.slice(0, 48))).toEqual([23, 24]);
    const next = buildActivitySeries(countsOf([]), { clock, column: "events", firstDay: day + 1, lastDay: day + 1 });
    expect(nan(next.value.slice(0, 24)), "a minute of this hour comes before the day begins").toEqual([0]);
  });

  it("knows only the slots that lie wholly in a period of service", () => {
    const start = 10 * 86_400;
    const service = {
      length: 2,
      columns: {
        location: Uint32Array.of(0, 0),
        start: Float64Array.of(start + 1800, start + 30 * 3600),
        end: Float64Array.of(start + 3 * 3600, start + 31 * 3600 + 1),
      },
    };
    const { value } = buildActivitySeries(countsOf([[10, 1, 0, 5]]), { ...span, service });
    const known = Array.from(value.keys()).filter((k) => !Number.isNaN(value[k]!));
    expect(known, "antenna B has no row: it never was in service").toEqual([1, 2, 30]);
    expect(value[1]).toBe(5);
  });
});

describe("service told by silence", () => {
  const clock = createClock({ timeZone: "Asia/Kathmandu" });
  const counts = countsOf([
    [20, 3, 0, 1],
    [23, 3, 0, 1],
    [29, 3, 0, 1],
    [22, 0, 1, 1],
    [22, 5, 1, 1],
  ]);
  const stretches = (maxSilentDays: number): unknown[] =>
    rowsOf(detectServicePeriods(counts, { clock, maxSilentDays })).map(({ location, start, end }) => [
      location,
      (start + 19_800) / 86_400,
      (end + 19_800) / 86_400,
    ]);

  it("ends where more days in a row are quiet than allowed, at both ends of the records too", () => {
    expect(stretches(2)).toEqual([
      [0, 20, 24],
      [0, 29, 30],
      [1, 20, 23],
    ]);
    expect(stretches(1)).toEqual([
      [0, 20, 21],
      [0, 23, 24],
      [0, 29, 30],
      [1, 22, 23],
    ]);
    expect(stretches(7)).toEqual([
      [0, 20, 30],
      [1, 20, 30],
    ]);
  });

  it("is none for an antenna without any row", () => {
    const silent = countsOf([
      [20, 3, 0, 1],
      [23, 3, 0, 1],
    ]);
    expect(detectServicePeriods(silent, { clock, maxSilentDays: 2 }).columns.location).toEqual(Uint32Array.of(0));
  });
});

describe("a series of flows", () => {
  const flows = {
    locations: antennas,
    length: 3,
    columns: {
      day: Int32Array.of(10, 10, 11),
      hour: Uint8Array.of(0, 0, 23),
      origin: Uint32Array.of(1, 0, 1),
      destination: Uint32Array.of(0, 1, 0),
      moves: Uint32Array.of(4, 5, 6),
    },
  };
  const options = { clock: utc, column: "moves", firstDay: 10, lastDay: 11 };

  it("has a row for each pair that occurs, in the order of places", () => {
    const series = buildFlowSeries(flows, options);
    expect(series.ids).toEqual(["A > B", "B > A"]);
    expect([series.value[0], series.value[48], series.value[95]]).toEqual([5, 4, 6]);
  });

  it("has the rows that were asked for: pairs that never occur are zeros, others are left out", () => {
    const series = buildFlowSeries(flows, { ...options, pairs: { origin: [1, 0], destination: [0, 0] } });
    expect(series.ids).toEqual(["B > A", "A > A"]);
    expect(series.value.reduce((sum, x) => sum + x, 0)).toBe(10);
    expect(() => buildFlowSeries(flows, { ...options, pairs: { origin: [1, 1], destination: [0, 0] } })).toThrow(
      "buildFlowSeries: pairs.origin[1] must be of a pair not given before, got 1",
    );
  });
});

describe("a series of means", () => {
  it("is not known with fewer values than asked for, and takes no notice of values that are not known", () => {
    const values = { series: [0, 0, 0, 1, -1, 0], day: [5, 5, 6, 6, 5, 9], value: [1, 3, 8, Number.NaN, 7, 7] };
    const series = buildMeanSeries(values, { ids: ["a", "b"], firstDay: 5, lastDay: 6, minValues: 2 });
    expect(series.value).toEqual(Float64Array.of(2, Number.NaN, Number.NaN, Number.NaN));
    expect(series.count).toEqual(Uint32Array.of(2, 1, 0, 0));
  });
});
