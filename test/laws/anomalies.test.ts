import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { rowsOf } from "../../src/core/table.ts";
import { countHourlyDepartures, countHourlyFlows, type HourlyFlows } from "../../src/flows/hourly-flows.ts";
import { countHourlyVisitors } from "../../src/flows/visitor-counts.ts";
import {
  type ActivityBaseline,
  addActivityBaselines,
  fitActivityBaseline,
} from "../../src/metrics/anomaly-baseline.ts";
import { dayOfWeek, hourAndDayType, hourOfDay, hourOfWeek } from "../../src/metrics/anomaly-cycles.ts";
import { meanAndDeviation, medianAndMad } from "../../src/metrics/anomaly-norms.ts";
import { measureActivityAnomalies } from "../../src/metrics/anomaly-scores.ts";
import { type ActivitySeries, buildActivitySeries, type TimeSeries } from "../../src/metrics/anomaly-series.ts";
import { compareBeforeAfter, pairedStudent } from "../../src/metrics/change-cohort.ts";
import { measureChange } from "../../src/metrics/change-series.ts";
import type { Traces } from "../../src/types.ts";
import { slowHourlyFlows } from "../slow/anomalies.ts";
import { partOf } from "../slow/sequences.ts";
import { events, PLACES, USERS, worldOf, zone } from "./trace-worlds.ts";

const utc = createClock({ timeZone: "UTC" });
const split = fc.array(fc.boolean(), { minLength: USERS.length, maxLength: USERS.length });
const windowHours = fc.constantFrom(1, 3, 24);
const keyed = ({ locations, columns, length }: HourlyFlows): Record<string, unknown> =>
  Object.fromEntries(
    rowsOf({ locations, columns, length } as HourlyFlows).map(({ day, hour, origin, destination, ...counts }) => [
      `${day} ${hour} ${origin}>${destination}`,
      counts,
    ]),
  );

describe("hourly flows", () => {
  it("are those found event by event with sets of users, in zones whose clocks change", () => {
    fc.assert(
      fc.property(
        events,
        zone,
        windowHours,
        fc.integer({ min: 0, max: 90_000 }),
        (rows, { clock, from }, hours, maxGapSeconds) => {
          const traces = worldOf(rows, from);
          const fast = countHourlyFlows(traces, { clock, maxGapSeconds, windowHours: hours });
          expect(keyed(fast)).toEqual(slowHourlyFlows(traces, clock, maxGapSeconds, hours));
          const order = rowsOf(fast).map(
            ({ day, hour, origin, destination }) => ((day * 24 + hour) * 5 + origin) * 5 + destination,
          );
          expect(order).toEqual([...order].sort((a, b) => a - b));
        },
      ),
      { seed: 42, numRuns: 150 },
    );
  });

  it("of any partition of the users add up to those of all, and their sum is that of departures", () => {
    fc.assert(
      fc.property(events, zone, split, (rows, { clock, from }, first) => {
        const traces = worldOf(rows, from);
        const options = { clock, maxGapSeconds: 40_000, windowHours: 3 };
        const parts = [true, false].map((side) =>
          partOf(
            traces,
            USERS.filter((_, u) => first[u] === side),
          ),
        );
        for (const count of [countHourlyFlows, countHourlyDepartures]) {
          const sums = new Map<string, number[]>();
          for (const part of parts) {
            for (const { moves, people, ...where } of rowsOf<ReturnType<typeof count>>(count(part, options))) {
              const [m, p] = sums.get(JSON.stringify(where)) ?? [0, 0];
              sums.set(JSON.stringify(where), [m! + moves, p! + people]);
            }
          }
          const all = rowsOf<ReturnType<typeof count>>(count(traces, options));
          expect(new Map(all.map(({ moves, people, ...where }) => [JSON.stringify(where), [moves, people]]))).toEqual(
            sums,
          );
        }
        const total = ({ columns }: { columns: { moves: Uint32Array } }): number =>
          columns.moves.reduce((a, b) => a + b, 0);
        expect(total(countHourlyDepartures(traces, options))).toBe(total(countHourlyFlows(traces, options)));
      }),
      { seed: 42, numRuns: 80 },
    );
  });

  it("of renumbered places are the same flows renumbered", () => {
    const turn = [3, 0, 4, 1, 2];
    const ids = turn.map((_, l) => `L${turn.indexOf(l)}`);
    const turned = createLocations("antennas", ids, new Float64Array(5), new Float64Array(5));
    fc.assert(
      fc.property(events, (rows) => {
        const traces = worldOf(rows, "2016-01-01");
        const location = traces.columns.location.map((l) => turn[l]!);
        const other: Traces = { ...traces, locations: turned, columns: { ...traces.columns, location } };
        const options = { clock: utc, maxGapSeconds: 50_000 };
        const renumbered = rowsOf(countHourlyFlows(traces, options)).map((row) => ({
          ...row,
          origin: turn[row.origin]!,
          destination: turn[row.destination]!,
        }));
        const inOrder = (list: readonly object[]): string[] => list.map((row) => JSON.stringify(row)).sort();
        expect(inOrder(rowsOf(countHourlyFlows(other, options)))).toEqual(inOrder(renumbered));
      }),
      { seed: 42, numRuns: 40 },
    );
  });
});

/** Four weeks of two series in slots of a day or half a day, some of them not known. */
const cell = fc.oneof({ weight: 6, arbitrary: fc.nat({ max: 30 }) }, { weight: 1, arbitrary: fc.constant(Number.NaN) });
const series: fc.Arbitrary<TimeSeries> = fc.constantFrom(1, 2).chain((slotsPerDay) =>
  fc.array(cell, { minLength: 56 * slotsPerDay, maxLength: 56 * slotsPerDay }).map((value) => ({
    ids: ["A", "B"],
    rows: 2,
    columns: 28 * slotsPerDay,
    value: Float64Array.from(value),
    firstDay: 16_800,
    slotsPerDay,
  })),
);
const cycle = fc.constantFrom(hourOfWeek(), dayOfWeek(), hourOfDay(), hourAndDayType({ weekend: [5, 6] }));
const norm = fc.constantFrom(meanAndDeviation(), medianAndMad());

describe("baselines and scores", () => {
  const fit = (
    table: TimeSeries,
    options: { cycle: ReturnType<typeof hourOfDay>; norm: ReturnType<typeof medianAndMad> },
    from: number,
    to: number,
  ): ActivityBaseline =>
    fitActivityBaseline(table, {
      ...options,
      days: { firstDay: [table.firstDay + from], lastDay: [table.firstDay + to] },
    });

  it("of the days of two baselines are those of one fit of all days", () => {
    fc.assert(
      fc.property(series, cycle, norm, fc.integer({ min: 0, max: 26 }), (table, ofCycle, ofNorm, cut) => {
        const options = { cycle: ofCycle, norm: ofNorm };
        const sum = addActivityBaselines(fit(table, options, cut + 1, 27), fit(table, options, 0, cut), {
          norm: ofNorm,
        });
        expect(sum).toEqual(fit(table, options, 0, 27));
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("shift with the weeks and turn round with the rows", () => {
    fc.assert(
      fc.property(series, cycle, norm, fc.integer({ min: -9, max: 9 }), (table, ofCycle, ofNorm, weeks) => {
        const options = { cycle: ofCycle, norm: ofNorm };
        const scored = (of: TimeSeries) => rowsOf(measureActivityAnomalies(of, fit(of, options, 0, 20)));
        const own = scored(table);
        const later = scored({ ...table, firstDay: table.firstDay + 7 * weeks });
        expect(later).toEqual(own.map((row) => ({ ...row, day: row.day + 7 * weeks })));
        const half = table.value.length / 2;
        const value = Float64Array.from([...table.value.slice(half), ...table.value.slice(0, half)]);
        const turned = scored({ ...table, ids: ["B", "A"], value });
        const inOrder = (rows: typeof own) =>
          rows.sort((a, b) => a.series - b.series || a.day - b.day || a.hour - b.hour);
        expect(inOrder(turned.map((row) => ({ ...row, series: 1 - row.series })))).toEqual(inOrder([...own]));
      }),
      { seed: 42, numRuns: 40 },
    );
  });

  it("do not change with the unit, and ranks and changes say the same as the counts", () => {
    fc.assert(
      fc.property(series, cycle, (table, ofCycle) => {
        const options = { cycle: ofCycle, norm: meanAndDeviation() };
        const double = { ...table, value: table.value.map((x) => 2 * x) };
        const [a, b] = [
          measureActivityAnomalies(table, fit(table, options, 0, 20)),
          measureActivityAnomalies(double, fit(double, options, 0, 20)),
        ];
        expect(b.columns.score).toEqual(a.columns.score);
        expect(b.columns.above).toEqual(a.columns.above);
        const changes = measureChange(table, fit(table, options, 0, 20), { confidence: 0.9 });
        rowsOf(a).forEach(({ samples, above, below, value, expected }, i) => {
          expect(above + below).toBeGreaterThanOrEqual(samples);
          const change = changes.columns.change[i]!;
          if (expected > 0) expect(change).toBeCloseTo(value / expected - 1, 12);
          else expect(change).toBeNaN();
        });
      }),
      { seed: 42, numRuns: 40 },
    );
  });
});

describe("series of activity", () => {
  const options = { clock: utc, column: "events", firstDay: 16_801, lastDay: 16_806 };
  const seriesOf = (traces: Traces, slotHours: number): ActivitySeries =>
    buildActivitySeries(countHourlyVisitors(traces, { clock: utc }), { ...options, slotHours });

  it("of parts of the users add up, hour by hour, and so do the hours of a day", () => {
    fc.assert(
      fc.property(events, split, (rows, first) => {
        const traces = worldOf(rows, "2016-01-01");
        const parts = [true, false].map((side) =>
          seriesOf(
            partOf(
              traces,
              USERS.filter((_, u) => first[u] === side),
            ),
            1,
          ),
        );
        const all = seriesOf(traces, 1);
        expect(all.value).toEqual(parts[0]!.value.map((x, k) => x + parts[1]!.value[k]!));
        expect(all.ids).toEqual(PLACES.columns.id);
        const days = Float64Array.from({ length: 30 }, (_, k) =>
          all.value.slice(24 * k, 24 * k + 24).reduce((a, b) => a + b, 0),
        );
        expect(seriesOf(traces, 24).value).toEqual(days);
        expect(all.value.reduce((a, b) => a + b, 0)).toBe(traces.length);
      }),
      { seed: 42, numRuns: 40 },
    );
  });
});

describe("a comparison of the same people", () => {
  it("turns round with before and after, and pairs each user once", () => {
    const value = fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: -50, max: 50 }) },
      { weight: 1, arbitrary: fc.constant(Number.NaN) },
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(..."abcdefgh"), value),
        fc.dictionary(fc.constantFrom(..."abcdefgh"), value),
        (was, is) => {
          const tableOf = (own: Record<string, number>) => {
            const users = Object.keys(own);
            return { users, length: users.length, columns: { x: Float64Array.from(Object.values(own)) } };
          };
          const settings = { column: "x", interval: pairedStudent({ confidence: 0.8 }) };
          const [there] = rowsOf(compareBeforeAfter(tableOf(was), tableOf(is), settings));
          const [back] = rowsOf(compareBeforeAfter(tableOf(is), tableOf(was), settings));
          const both = Object.keys(was).filter((user) => !Number.isNaN(was[user]! + (is[user] ?? Number.NaN)));
          expect(there!.users).toBe(both.length);
          expect(back!.users).toBe(both.length);
          expect(there!.onlyBefore).toBe(Object.values(was).filter((x) => !Number.isNaN(x)).length - both.length);
          if (both.length === 0) expect(there!.difference).toBeNaN();
          else expect(back!.difference + there!.difference).toBeCloseTo(0, 12);
          if (both.length < 2) expect(there!.low).toBeNaN();
          else expect(back!.low + there!.high).toBeCloseTo(0, 9);
        },
      ),
      { seed: 42, numRuns: 100 },
    );
  });
});
