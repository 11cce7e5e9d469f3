import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commonPartOf } from "../../src/core/common-part.ts";
import { commonPartOfCommuters, commonPartOfDistances, commonPartOfLinks } from "../../src/metrics/common-part.ts";
import { measureFlowFit, standardizedRootMeanSquareError } from "../../src/metrics/flow-fit.ts";
import { countFlowsByExpected, equallyFilledBins, logarithmicBins } from "../../src/metrics/flow-fit-bins.ts";
import { spearmanOfFlows } from "../../src/metrics/flow-fit-ranks.ts";
import { compareTripLengths } from "../../src/metrics/trip-length-fit.ts";
import type { DenseMatrix } from "../../src/types.ts";
import { squareOf } from "../models/worlds.ts";
import { type SlowCell, slowFlowFit } from "../slow/flow-fit.ts";

const flow = fc.oneof(fc.constant(0), fc.nat({ max: 30 }), fc.nat({ max: 4000 }));
const expectedFlow = fc.oneof(fc.constant(0), fc.nat({ max: 6 }), fc.double({ min: 0.01, max: 900, noNaN: true }));
/** Cells of three to six places, many equally far, many without flows. */
const worlds = fc.integer({ min: 2, max: 6 }).chain((n) =>
  fc.record({
    n: fc.constant(n),
    observed: fc.array(flow, { minLength: n * n, maxLength: n * n }),
    expected: fc.array(expectedFlow, { minLength: n * n, maxLength: n * n }),
    distances: fc.array(fc.nat({ max: 7 }), { minLength: n * n, maxLength: n * n }),
    diagonal: fc.boolean(),
  }),
);
const square = (n: number, cells: readonly number[]): DenseMatrix => squareOf(n, (i, j) => cells[i * n + j]!);
const runs = { seed: 42, numRuns: 300 };

describe("the fit of flows", () => {
  it("is that of the formulas, cell by cell", () => {
    fc.assert(
      fc.property(worlds, ({ n, observed, expected, distances, diagonal }) => {
        const cells: SlowCell[] = [];
        for (let at = 0; at < n * n; at++) {
          if (diagonal || Math.floor(at / n) !== at % n) cells.push([observed[at]!, expected[at]!, distances[at]!]);
        }
        const [t, e, d] = [square(n, observed), square(n, expected), square(n, distances)];
        const fit = measureFlowFit(t, e, { distances: d, binWidth: 2, diagonal });
        const got: Record<string, unknown> = {
          ...fit,
          ...fit.tripLengths,
          spearman: spearmanOfFlows(t, e, { diagonal }),
        };
        const slow = slowFlowFit(cells, 2);
        const varies = (values: readonly number[]): boolean => new Set(values).size > 1;
        const [variesT, variesE] = [varies(cells.map(([x]) => x)), varies(cells.map(([, y]) => y))];
        const flows = slow["observedTrips"]! > 0 && slow["expectedTrips"]! > 0;
        for (const [name, want] of Object.entries(slow)) {
          const value = got[name] as number;
          const undefinedHere =
            (/^rSquared|nrmseOfRange$/.test(name) && !variesT) ||
            (/^nrmse/.test(name) && !(slow["observedTrips"]! > 0)) ||
            (/^pearson|spearman$/.test(name) && !(variesT && variesE)) ||
            (/^kullback|^jensen|^kolmogorov/.test(name) && !flows);
          if (undefinedHere || Number.isNaN(want)) expect(value, name).toBeNaN();
          else if (Number.isFinite(want)) {
            // Distances are roots of differences: their digits are those of the squares.
            const tolerance = name === "jensenShannonDistance" ? 1e-7 : 1e-10;
            expect(Math.abs(value - want) / Math.max(1, Math.abs(want)), `${name}: ${value}, ${want}`).toBeLessThan(
              tolerance,
            );
          } else expect(value, name).toBe(want);
        }
      }),
      runs,
    );
  });

  it("stays within its bounds", () => {
    fc.assert(
      fc.property(worlds, ({ n, observed, expected, distances, diagonal }) => {
        const [t, e, d] = [square(n, observed), square(n, expected), square(n, distances)];
        const fit = measureFlowFit(t, e, { distances: d, binWidth: 2, diagonal });
        const between = (value: number, low: number, high: number): void => {
          if (!Number.isNaN(value)) expect(value >= low - 1e-12 && value <= high + 1e-12).toBe(true);
        };
        for (const name of [
          "commonPartOfCommuters",
          "commonPartOfLinks",
          "commonPartOfDistances",
          "successRate",
          "sorensenMean",
          "jensenShannonDistance",
        ] as const) {
          between(fit[name], 0, 1);
        }
        for (const name of ["kolmogorovSmirnov", "pValue", "pValueOfDraws"] as const)
          between(fit.tripLengths[name], 0, 1);
        between(fit.jensenShannon, 0, Math.log(2));
        between(fit.kullbackLeibler, 0, Infinity);
        between(fit.poissonDeviance, 0, Infinity);
        between(fit.rSquared, -Infinity, 1);
        between(fit.pearson, -1, 1);
        // Where each pair is as far as any other of its class, those of a class share at least what its pairs share.
        if (!Number.isNaN(fit.commonPartOfDistances))
          expect(fit.commonPartOfDistances).toBeGreaterThanOrEqual(fit.commonPartOfCommuters - 1e-12);
      }),
      runs,
    );
  });

  it("is perfect for a matrix and itself, up to what the index says of pairs without flows", () => {
    fc.assert(
      fc.property(worlds, ({ n, expected, distances, diagonal }) => {
        const e = square(n, expected);
        const fit = measureFlowFit(e, e, { distances: square(n, distances), binWidth: 2, diagonal });
        if (!(fit.observedTrips > 0)) return;
        expect([fit.commonPartOfCommuters, fit.commonPartOfLinks, fit.successRate]).toEqual([1, 1, 1]);
        expect(fit.commonPartOfDistances).toBeCloseTo(1, 14);
        expect([fit.rootMeanSquareError, fit.meanAbsoluteError, fit.kullbackLeibler, fit.poissonDeviance]).toEqual([
          0, 0, 0, 0,
        ]);
        expect([fit.tripLengths.kolmogorovSmirnov, fit.tripLengths.pValue]).toEqual([0, 1]);
        expect(fit.jensenShannon).toBeLessThan(1e-15);
        if (!Number.isNaN(fit.rSquared)) expect([fit.rSquared, fit.pearson]).toEqual([1, 1]);
      }),
      runs,
    );
  });

  it("is the same the other way round where an index knows no side", () => {
    fc.assert(
      fc.property(worlds, ({ n, observed, expected, distances, diagonal }) => {
        const [t, e] = [square(n, observed), square(n, expected)];
        const options = { distances: square(n, distances), binWidth: 2, diagonal };
        const [fit, turned] = [measureFlowFit(t, e, options), measureFlowFit(e, t, options)];
        for (const name of [
          "commonPartOfCommuters",
          "commonPartOfLinks",
          "commonPartOfDistances",
          "sorensenMean",
          "rootMeanSquareError",
          "meanAbsoluteError",
          "pearson",
          "jensenShannon",
        ] as const) {
          if (Number.isNaN(fit[name])) expect(turned[name], name).toBeNaN();
          else expect(Math.abs(turned[name] - fit[name]), name).toBeLessThan(1e-12 * Math.max(1, fit[name]));
        }
        const [there, back] = [fit.tripLengths, turned.tripLengths];
        if (!Number.isNaN(there.kolmogorovSmirnov))
          expect(back.kolmogorovSmirnov).toBeCloseTo(there.kolmogorovSmirnov, 12);
        if (there.expectedMean > 0) expect(back.observedMean).toBeCloseTo(there.expectedMean, 12);
      }),
      runs,
    );
  });

  it("does not depend on the order of places", () => {
    fc.assert(
      fc.property(worlds, fc.integer({ min: 1, max: 5 }), ({ n, observed, expected, distances, diagonal }, shift) => {
        const moved = (cells: readonly number[]): DenseMatrix =>
          squareOf(n, (i, j) => cells[((i + shift) % n) * n + ((j + shift) % n)]!);
        const plain = measureFlowFit(square(n, observed), square(n, expected), {
          distances: square(n, distances),
          binWidth: 2,
          diagonal,
        });
        const other = measureFlowFit(moved(observed), moved(expected), {
          distances: moved(distances),
          binWidth: 2,
          diagonal,
        });
        const flat = (fit: typeof plain): Record<string, number> => ({ ...fit, ...fit.tripLengths, tripLengths: 0 });
        for (const [name, value] of Object.entries(flat(plain))) {
          const got = flat(other)[name]!;
          if (name === "atDistance" || Object.is(value, got) || value === got) continue;
          expect(Math.abs(got - value) / Math.max(1, Math.abs(value)), name).toBeLessThan(
            name === "jensenShannonDistance" ? 1e-7 : 1e-11,
          );
        }
      }),
      runs,
    );
  });

  it("adds up over parts of the origins, in the sums behind it", () => {
    fc.assert(
      fc.property(worlds, ({ n, observed, expected, distances }) => {
        const options = { diagonal: true };
        const part = (cells: readonly number[], from: number, to: number): DenseMatrix => ({
          rows: to - from,
          columns: n,
          value: Float64Array.from(cells.slice(from * n, to * n)),
        });
        const sums = (from: number, to: number): number[] => {
          const [t, e, d] = [part(observed, from, to), part(expected, from, to), part(distances, from, to)];
          const fit = measureFlowFit(t, e, { distances: d, binWidth: 2, ...options });
          const read =
            ({ value, columns }: DenseMatrix) =>
            (r: number): Float64Array =>
              value.subarray(r * columns, (r + 1) * columns);
          const { common, first, second } = commonPartOf(to - from, n, read(t), read(e), true);
          expect([first, second]).toEqual([fit.observedTrips, fit.expectedTrips]);
          return [
            common,
            first,
            second,
            fit.rootMeanSquareError ** 2 * fit.pairs,
            fit.meanAbsoluteError * fit.pairs,
            fit.poissonDeviance,
            fit.poissonLogLikelihood,
          ];
        };
        const [whole, a, b] = [sums(0, n), sums(0, 1), sums(1, n)];
        for (const [k, sum] of whole.entries()) {
          const parts = a[k]! + b[k]!;
          if (sum !== parts) expect(Math.abs(sum - parts) / Math.max(1, Math.abs(sum))).toBeLessThan(1e-11);
        }
      }),
      runs,
    );
  });

  it("by one index is that of all indices", () => {
    fc.assert(
      fc.property(worlds, ({ n, observed, expected, distances, diagonal }) => {
        const [t, e, d] = [square(n, observed), square(n, expected), square(n, distances)];
        const options = { distances: d, binWidth: 2, diagonal };
        const fit = measureFlowFit(t, e, options);
        expect(commonPartOfCommuters(t, e, { diagonal })).toEqual(fit.commonPartOfCommuters);
        expect(commonPartOfLinks(t, e, { diagonal })).toEqual(fit.commonPartOfLinks);
        expect(commonPartOfDistances(t, e, options)).toEqual(fit.commonPartOfDistances);
        expect(compareTripLengths(t, e, { distances: d, diagonal })).toEqual(fit.tripLengths);
        expect(standardizedRootMeanSquareError(t, e, { diagonal })).toEqual(fit.nrmseOfMean);
      }),
      { ...runs, numRuns: 100 },
    );
  });

  it("loses no pair and no trip in bins of what is expected", () => {
    fc.assert(
      fc.property(worlds, fc.integer({ min: 1, max: 9 }), ({ n, observed, expected, diagonal }, minPairs) => {
        for (const bins of [logarithmicBins({ perDecade: 3 }), equallyFilledBins({ bins: 4 })]) {
          const table = countFlowsByExpected(square(n, observed), square(n, expected), { bins, minPairs, diagonal });
          const { pairs, meanObserved, meanExpected, from, to } = table.columns;
          const total = (means: Float64Array): number => means.reduce((sum, mean, k) => sum + mean * pairs[k]!, 0);
          const inside = (cells: readonly number[]): number[] =>
            cells.filter((_, at) => diagonal || Math.floor(at / n) !== at % n);
          const sum = (cells: readonly number[]): number => inside(cells).reduce((a, b) => a + b, 0);
          expect(pairs.reduce((a, b) => a + b, 0)).toBe(inside(observed).length);
          expect(total(meanObserved)).toBeCloseTo(sum(observed), 6);
          expect(total(meanExpected)).toBeCloseTo(sum(expected), 6);
          for (let k = 0; k < table.length; k++) {
            expect(meanExpected[k]! >= from[k]! * (1 - 1e-12) && meanExpected[k]! <= to[k]! * (1 + 1e-12)).toBe(true);
            if (table.length > 1) expect(pairs[k]).toBeGreaterThanOrEqual(minPairs);
          }
        }
      }),
      runs,
    );
  });
});
