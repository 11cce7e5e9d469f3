import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { countNetFlows } from "../../src/flows/migration-net.ts";
import { courgeauK } from "../../src/metrics/migration-courgeau.ts";
import { migrationDirections, migrationDistance } from "../../src/metrics/migration-distance.ts";
import { migrationGini, migrationVariation } from "../../src/metrics/migration-focus.ts";
import {
  equalFlows,
  independentFlows,
  migrationConnectivity,
  migrationInequality,
} from "../../src/metrics/migration-inequality.ts";
import { migrationPreference, migrationVelocity } from "../../src/metrics/migration-preference.ts";
import {
  aggregateNetMigrationRate,
  measureRegionMigration,
  migrationEffectiveness,
  migrationIntensity,
} from "../../src/metrics/migration-regions.ts";
import type { Located, SparseMatrix } from "../../src/types.ts";

function flowsOf(m: readonly (readonly number[])[], lon?: number[], lat?: number[]): Located & SparseMatrix {
  const n = m.length;
  const ids = m.map((_, i) => `R${i}`);
  const locations = createLocations("zones", ids, lon ?? ids.map((_, i) => i), lat ?? ids.map(() => 0));
  return { locations, ...sparseFromDense(n, n, m.flat()) };
}

/** The two hypothetical systems of three regions of Plane and Mulligan 1997, with the indices that they have. */
const HYPOTHETICAL = [
  [0, 10, 10],
  [20, 0, 20],
  [30, 30, 0],
];
const HYPOTHETICAL_2 = [
  [0, 20, 20],
  [30, 0, 50],
  [20, 20, 0],
];

const nearAll = (got: ArrayLike<number>, expected: readonly number[]): void => {
  expect(got.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(got[i]).toBeCloseTo(value, 12);
  });
};

describe("spatial focusing", () => {
  it("is as published for the hypothetical systems of Plane and Mulligan", () => {
    const one = migrationGini(flowsOf(HYPOTHETICAL));
    nearAll([one.total, one.outward, one.inward, one.exchange], [2 / 9, 0, 1 / 18, 1 / 18]);
    nearAll(one.outField, [0, 0, 0]);
    nearAll(one.inField, [1 / 5, 1 / 2, 1 / 3]);
    nearAll([one.weightedOut, one.weightedIn, one.weightedMean], [0, 11 / 90, 11 / 180]);
    const two = migrationGini(flowsOf(HYPOTHETICAL_2));
    nearAll([two.total, two.outward, two.inward, two.exchange], [3 / 16, 1 / 48, 1 / 24, 1 / 24]);
    nearAll(two.outField, [0, 1 / 4, 0]);
    nearAll(two.inField, [1 / 5, 0, 3 / 7]);
    nearAll([two.weightedOut, two.weightedIn], [1 / 4 / 12, 11 / 210]);
  });

  it("corrected is 1 where all migrants are in one stream", () => {
    const gini = migrationGini(
      flowsOf([
        [0, 7, 0],
        [0, 0, 0],
        [0, 0, 0],
      ]),
    );
    expect(gini.corrected).toBe(1);
    expect(gini.total).toBeCloseTo(5 / 6, 12);
    expect(gini.exchange).toBeCloseTo(1 / 6, 12);
    expect([...gini.outField]).toEqual([1, Number.NaN, Number.NaN]);
    expect(gini.weightedOut).toBeNaN();
  });

  it("by variation is that of the flows to and from each region", () => {
    const one = migrationVariation(flowsOf(HYPOTHETICAL));
    nearAll([...one.inVariation, one.aggregateOut, one.aggregate], [1 / 5, 1 / 2, 1 / 3, 0, 1 / 3]);
    const two = migrationVariation(flowsOf(HYPOTHETICAL_2));
    nearAll([two.aggregateIn, two.aggregateOut, two.aggregate], [1 / 4, 1 / 8, 3 / 8]);
    const lone = migrationVariation(
      flowsOf([
        [0, 7, 0],
        [0, 0, 0],
        [0, 0, 0],
      ]),
    );
    expect([...lone.outVariation]).toEqual([1, Number.NaN, Number.NaN]);
    expect(lone.aggregate).toBe(2);
  });
});

describe("what nobody migrates in", () => {
  const none = flowsOf([
    [5, 0],
    [0, 9],
  ]);
  it("has no index but an intensity, a rate and a connectivity of 0", () => {
    expect([migrationIntensity(none, [5, 9]), aggregateNetMigrationRate(none, [5, 9])]).toEqual([0, 0]);
    expect(migrationConnectivity(none)).toBe(0);
    const { inRate, netRate, effectiveness } = measureRegionMigration(none, [5, 0]).columns;
    expect([...inRate, ...netRate]).toEqual([0, Number.NaN, 0, Number.NaN]);
    expect([...effectiveness]).toEqual([Number.NaN, Number.NaN]);
    const gini = migrationGini(none);
    const expected = { expected: independentFlows() };
    for (const index of [
      migrationEffectiveness(none),
      migrationPreference(none, [5, 9]).sum,
      migrationVelocity(none, [5, 9]).sum,
      migrationInequality(none, { expected: equalFlows() }).index,
      migrationInequality(none, expected).index,
      migrationDistance(none, { rows: 2, columns: 2, value: new Float64Array(4) }).mean,
      migrationDistance(none, { rows: 2, columns: 2, value: new Float64Array(4) }).median,
      migrationVariation(none).aggregate,
      migrationDirections(none, { sectors: 4 }).columns.share[0],
      gini.total,
      gini.outward,
      gini.weightedMean,
    ])
      expect(index).toBeNaN();
  });

  it("has no rate without people", () => {
    const flows = flowsOf([
      [0, 1],
      [0, 0],
    ]);
    expect(migrationIntensity(flows, [0, 0])).toBeNaN();
    expect(aggregateNetMigrationRate(flows, [0, 0])).toBeNaN();
    expect(migrationPreference(flows, [0, 4]).value[0]).toBeNaN();
    expect(measureRegionMigration(flows, [0, 4]).columns.outRate[0]).toBeNaN();
  });
});

describe("inequality of flows", () => {
  it("from independent ones is 0 for any product of what origins send and destinations draw", () => {
    const [a, b] = [
      [3, 5, 2, 11],
      [7, 1, 4, 2],
    ];
    const m = a.map((send, o) => b.map((draw, d) => (o === d ? 1000 : send * draw)));
    const found = migrationInequality(flowsOf(m), { expected: independentFlows() });
    expect(found.index).toBeLessThan(1e-12);
    expect(found.converged).toBe(true);
    expect(migrationInequality(flowsOf(m), { expected: equalFlows() }).index).toBeGreaterThan(0.2);
  });

  it("counts the pairs without migrants", () => {
    const one = flowsOf([
      [0, 7, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(migrationInequality(one, { expected: equalFlows() }).index).toBeCloseTo(5 / 6, 12);
    expect(migrationConnectivity(one)).toBeCloseTo(1 / 6, 12);
  });

  it("says where the independent flows were not found", () => {
    const m = [
      [0, 50, 2, 0],
      [1, 0, 9, 4],
      [0, 8, 0, 90],
      [7, 1, 3, 0],
    ];
    const found = migrationInequality(flowsOf(m), { expected: independentFlows({ maxIterations: 1 }) });
    expect([found.converged, found.iterations]).toEqual([false, 1]);
  });
});

describe("Courgeau's k", () => {
  it("of several levels is the slope through the origin, with its error", () => {
    const exact = courgeauK([2 * Math.log(4) * 0.9, 2 * Math.log(60) * 0.9], [4, 60]);
    expect(exact.k).toBeCloseTo(0.9, 12);
    expect(exact.standardError).toBeCloseTo(0, 12);
    const [x, y] = [
      [Math.log(16), Math.log(3600)],
      [3, 7],
    ];
    const { k, standardError, residuals } = courgeauK(y!, [4, 60]);
    expect(k).toBeCloseTo((3 * x![0]! + 7 * x![1]!) / (x![0]! ** 2 + x![1]! ** 2), 12);
    const variance = (residuals[0]! ** 2 + residuals[1]! ** 2) / 1;
    expect(standardError).toBeCloseTo(Math.sqrt(variance / (x![0]! ** 2 + x![1]! ** 2)), 12);
  });

  it("of one level has no error, and of one region no value", () => {
    expect(courgeauK([5], [17]).standardError).toBeNaN();
    // 0.1 is not k · ln 499² to the last digit, which must not become an error of 1 / 0.
    expect(courgeauK([0.1], [499]).standardError).toBeNaN();
    expect(courgeauK([0, 3], [1, 17]).standardError).toBeNaN();
    expect(courgeauK([0, 3, 5], [1, 17, 60]).standardError).toBe(courgeauK([3, 5], [17, 60]).standardError);
    expect(courgeauK([5], [1]).k).toBeNaN();
    expect(courgeauK([], []).k).toBeNaN();
  });
});

describe("distance and direction", () => {
  it("the median is a distance that a migrant went, and between two where half went the one and half the other", () => {
    const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 10, 40, 10, 0, 30, 40, 30, 0) };
    expect(
      migrationDistance(
        flowsOf([
          [9, 3, 0],
          [0, 0, 1],
          [1, 0, 0],
        ]),
        distances,
      ).median,
    ).toBe(10);
    expect(
      migrationDistance(
        flowsOf([
          [9, 2, 0],
          [0, 0, 1],
          [1, 0, 0],
        ]),
        distances,
      ).median,
    ).toBe(20);
    expect(
      migrationDistance(
        flowsOf([
          [9, 0, 0],
          [0, 0, 0],
          [4, 0, 0],
        ]),
        distances,
      ),
    ).toEqual({
      mean: 40,
      median: 40,
      migrants: 4,
    });
  });

  it("north is the first sector, which reaches to both sides, and who stays at one point has no direction", () => {
    const lon = [0, 0, 10, 0, 359.9, 0];
    const lat = [0, 5, 0, -5, 5, 0];
    const m = Array.from({ length: 6 }, () => [0, 0, 0, 0, 0, 0]);
    m[0] = [50, 1, 2, 3, 4, 7];
    m[1] = [6, 0, 0, 0, 0, 0];
    const found = migrationDirections(flowsOf(m, [...lon.slice(0, 4), -0.1, 0], lat), { sectors: 4 });
    expect([...found.columns.bearingDegrees]).toEqual([0, 90, 180, 270]);
    expect([...found.columns.migrants]).toEqual([1 + 4, 2, 3 + 6, 0]);
    expect([...found.columns.netMigrants]).toEqual([4, 2, 3 + 5, 0]);
    expect(found.undirected).toBe(7);
  });

  it("net flows keep what each place gains", () => {
    const flows = flowsOf([
      [5, 4, 0],
      [1, 0, 6],
      [2, 6, 0],
    ]);
    const net = countNetFlows(flows);
    expect([...net.offsets, ...net.index, ...net.value]).toEqual([0, 1, 1, 2, 1, 0, 3, 2]);
    const gains = (of: Located & SparseMatrix): number[] => [
      ...measureRegionMigration(of, [1, 1, 1]).columns.netMigrants,
    ];
    expect(gains(net)).toEqual(gains(flows));
  });
});

describe("wrong arguments", () => {
  const flows = flowsOf(HYPOTHETICAL);
  it("are named", () => {
    expect(() => migrationGini({ ...flows, value: flows.value.map((v) => -v) })).toThrow(
      "migrationGini: flows.value[0] must be at least 0, got -10",
    );
    expect(() => migrationIntensity(flows, [1, 2])).toThrow(
      "migrationIntensity: population must be of length 3, got 2",
    );
    expect(() => migrationVelocity(flows, [1, 2, -3])).toThrow("population[2] must be a finite number of at least 0");
    const distances = { rows: 3, columns: 3, value: new Float64Array(9).fill(Number.NaN) };
    expect(() => migrationDistance(flows, distances)).toThrow("distances.value[1] must be a finite number");
    expect(() => migrationDistance(flows, { rows: 1, columns: 1, value: new Float64Array(1) })).toThrow(
      "distances.rows must be of length 3, got 1",
    );
    expect(() => courgeauK([1], [0])).toThrow("courgeauK: regions[0] must be a whole number of at least 1, got 0");
    const none = (_: unknown) => null as unknown as ReturnType<ReturnType<typeof equalFlows>>;
    expect(() => migrationInequality(flows, { expected: none })).toThrow(
      "migrationInequality: the answer of expected must be factors { origin, destination, … }, got null",
    );
    const short = (_: unknown) => ({
      origin: new Float64Array(1),
      destination: new Float64Array(3),
      iterations: 0,
      converged: true,
    });
    expect(() => migrationInequality(flows, { expected: short })).toThrow("origin must be of length 3, got 1");
    expect(() => independentFlows({ relativeTolerance: 0 })).toThrow(
      "independentFlows: relativeTolerance must be a finite number above 0",
    );
  });
});
