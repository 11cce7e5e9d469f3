import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { buildPeriods } from "../../src/core/periods.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { rowsOf } from "../../src/core/table.ts";
import { measureRegionMoves } from "../../src/metrics/region-moves.ts";
import {
  fitPopulationTrend,
  measurePopulationIndex,
  type PeopleByPeriod,
} from "../../src/metrics/region-population.ts";
import { buildListedCrosswalk } from "../../src/space/crosswalk.ts";
import type { Crosswalk } from "../../src/types.ts";
import { placesOf } from "../slow/sequences.ts";

const clock = createClock({ timeZone: "UTC" });
/** People of each period (rows) and location. */
function peopleOf(table: readonly (readonly number[])[]): PeopleByPeriod {
  const n = table[0]?.length ?? 1;
  const each = table.map((_, p) => p);
  const columns = {
    period: Uint32Array.from(table.flatMap((row, p) => row.map(() => p))),
    location: Uint32Array.from(table.flatMap((row) => row.map((_, l) => l))),
    residents: Float64Array.from(table.flat()),
  };
  const periods = buildPeriods({ firstDay: each.map((p) => 1 + p), lastDay: each.map((p) => 1 + p) }, clock);
  return { locations: placesOf(n), length: columns.residents.length, columns, periods };
}

describe("the trend of a population", () => {
  it("has the slope, and Student's interval with n - 2 degrees of freedom, of a worked example", () => {
    const people = peopleOf([100, 97, 98, 93, 92, 91, 88].map((n) => [n]));
    const [trend] = rowsOf(fitPopulationTrend(measurePopulationIndex(people), { of: "index" }));
    // By fractions: Sxx = 28, Sxy = -54, residual sum of squares 47/7; t(0.975; 5) = 2.570581835636315.
    const error = Math.sqrt(47 / 7 / 5 / 28) / 100;
    expect(trend!.slope).toBeCloseTo(-54 / 28 / 100, 14);
    expect(trend!.slopeLow).toBeCloseTo(-54 / 28 / 100 - 2.570581835636315 * error, 13);
    expect(trend!.slopeHigh).toBeCloseTo(-54 / 28 / 100 + 2.570581835636315 * error, 13);
    expect(trend!.changeHigh).toBe(trend!.slopeHigh * 6);
    const narrow = fitPopulationTrend(measurePopulationIndex(people), { of: "index", confidence: 0.5 });
    expect(narrow.columns.slopeHigh[0]!).toBeLessThan(trend!.slopeHigh);
  });

  it("is NaN where nobody lived in the base period, in one period alone, and has no interval in two", () => {
    const index = measurePopulationIndex(
      peopleOf([
        [0, 10],
        [5, 20],
      ]),
    );
    expect(index.columns.index).toEqual(Float64Array.of(NaN, 1, NaN, 2));
    const { slope, slopeLow, change } = fitPopulationTrend(index, { of: "index" }).columns;
    expect([slope, slopeLow, change]).toEqual([
      Float64Array.of(NaN, 1),
      Float64Array.of(NaN, NaN),
      Float64Array.of(NaN, 1),
    ]);
    const one = fitPopulationTrend(measurePopulationIndex(peopleOf([[3]])), { of: "index" });
    expect(rowsOf(one)[0]).toEqual({
      intercept: NaN,
      slope: NaN,
      slopeLow: NaN,
      slopeHigh: NaN,
      change: NaN,
      changeLow: NaN,
      changeHigh: NaN,
    });
  });

  it("of shares does not see that the operator loses customers everywhere", () => {
    const people = peopleOf([
      [100, 300],
      [90, 270],
      [40, 160],
    ]);
    const { index, shareIndex } = measurePopulationIndex(people).columns;
    expect(index[4]).toBe(0.4);
    expect([shareIndex[2], shareIndex[4]]).toEqual([1, 0.8]);
    const last = measurePopulationIndex(people, { basePeriod: 2 }).columns;
    expect([last.index[0], last.shareIndex[0], last.shareIndex[4]]).toEqual([2.5, 1.25, 1]);
    expect(measurePopulationIndex(peopleOf([[1], [0]])).columns.shareIndex[1]).toBe(NaN);
  });

  it("needs a row for each period and location, in order", () => {
    const people = peopleOf([
      [1, 2],
      [3, 4],
    ]);
    const turned = { ...people, columns: { ...people.columns, location: Uint32Array.of(1, 0, 1, 0) } };
    expect(() => measurePopulationIndex(turned)).toThrow("row 0 of residents must be in order of period and location");
    expect(() => measurePopulationIndex({ ...people, periods: peopleOf([[1]]).periods })).toThrow(
      "residents.length must be 2",
    );
    expect(() => measurePopulationIndex(people, { basePeriod: 2 })).toThrow(
      "basePeriod must be a whole number from 0 to 1",
    );
  });
});

describe("moves by region", () => {
  const crosswalkOf = (regionOf: number[]): Crosswalk => buildListedCrosswalk(placesOf(2), placesOf(2), regionOf);
  it("are of people, each counted once", () => {
    const flows = { locations: placesOf(2), ...sparseFromDense(2, 2, [5, 9, 0, 1]), people: Uint32Array.of(5, 3, 1) };
    expect(() => measureRegionMoves(flows, crosswalkOf([0, 1]))).toThrow(
      "changes.value[1] must be people counted once each, as countHomeChanges counts them, got 9 of 3 people",
    );
  });

  it("need a region for every zone: outside is a region too", () => {
    const flows = { locations: placesOf(2), ...sparseFromDense(2, 2, [5, 0, 0, 1]), people: Uint32Array.of(5, 1) };
    expect(() => measureRegionMoves(flows, crosswalkOf([0, -1]))).toThrow(
      "crosswalk.shares of location 1 must be above 0 in one of the regions, got none (outside is a region too)",
    );
    const [here, there] = rowsOf(measureRegionMoves(flows, crosswalkOf([0, 0])));
    expect(here).toMatchObject({ before: 6, stayed: 6, moverShare: 0, moverLow: 0, withinShare: NaN, withinLow: NaN });
    expect(there).toMatchObject({ before: 0, after: 0, moverShare: NaN, moverHigh: NaN });
  });
});
