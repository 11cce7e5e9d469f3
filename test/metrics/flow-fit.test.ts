import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { rowsOf } from "../../src/core/table.ts";
import { commonPartOfCommuters, commonPartOfDistances, commonPartOfLinks } from "../../src/metrics/common-part.ts";
import { measureFlowFit, standardizedRootMeanSquareError } from "../../src/metrics/flow-fit.ts";
import { countFlowsByExpected, equallyFilledBins, logarithmicBins } from "../../src/metrics/flow-fit-bins.ts";
import type { FlowCells } from "../../src/metrics/flow-fit-input.ts";
import { spearmanOfFlows } from "../../src/metrics/flow-fit-ranks.ts";
import type { DenseMatrix } from "../../src/types.ts";
import { zonesOf } from "../models/worlds.ts";
import { flowSizeCommonPart } from "../slow/flow-fit.ts";

const row = (...value: number[]): DenseMatrix => ({ rows: 1, columns: value.length, value: Float64Array.from(value) });
const square = (...value: number[]): DenseMatrix => {
  const n = Math.sqrt(value.length);
  return { rows: n, columns: n, value: Float64Array.from(value) };
};
const byRow = ({ rows, columns, value }: DenseMatrix): FlowCells => ({
  rows,
  columns,
  fillRow: (r, into) => into.set(value.subarray(r * columns, (r + 1) * columns)),
});
const sparse = ({ rows, columns, value }: DenseMatrix): FlowCells => sparseFromDense(rows, columns, value);

const observed = square(90, 10, 5, 8, 70, 0, 3, 7, 60);
const expected = square(20, 8.5, 6.5, 7, 20, 1, 4, 6, 20);
const distances = square(0, 1.5, 4.2, 1.5, 0, 3.3, 4.2, 3.3, 0);
const options = { distances, binWidth: 2, diagonal: false };

describe("the fit of flows", () => {
  it("is the same however flows are held, and changes nothing of what it is given", () => {
    const before = [observed, expected, distances].map(({ value }) => value.slice());
    const fit = measureFlowFit(observed, expected, options);
    for (const t of [byRow(observed), sparse(observed)]) {
      for (const e of [byRow(expected), sparse(expected)]) {
        expect(measureFlowFit(t, e, { ...options, distances: byRow(distances) as DenseMatrix })).toEqual(fit);
      }
    }
    expect([observed, expected, distances].map(({ value }) => value)).toEqual(before);
  });

  it("leaves the diagonal out or takes it in, as it is told", () => {
    expect(measureFlowFit(observed, expected, options).observedTrips).toBe(33);
    expect(measureFlowFit(observed, expected, { ...options, diagonal: true }).observedTrips).toBe(253);
    // Not read at all where it is out: people who stay are not known, say.
    const unknown = square(Number.NaN, 10, 5, 8, Number.NaN, 0, 3, 7, Number.NaN);
    expect(measureFlowFit(unknown, expected, options)).toEqual(measureFlowFit(observed, expected, options));
  });

  it("tells the four errors apart that are called normalised", () => {
    // Squares 100 + 100 over 2 pairs: root mean square error 10; 40 trips, 20 in the mean, from 10 to 30.
    const fit = measureFlowFit(row(10, 30), row(20, 20), { distances: row(1, 1), binWidth: 2, diagonal: true });
    expect(fit.rootMeanSquareError).toBe(10);
    expect(fit.nrmsePerTrip).toBe(Math.sqrt(5));
    expect([fit.nrmseOfTotal, fit.nrmseOfMean, fit.nrmseOfRange]).toEqual([0.25, 0.5, 0.5]);
    expect(standardizedRootMeanSquareError(row(10, 30), row(20, 20), { diagonal: true })).toBe(0.5);
  });

  it("says Infinity where people go from where to where nobody is expected, and keeps the rest", () => {
    const fit = measureFlowFit(row(10, 30), row(0, 20), { distances: row(1, 1), binWidth: 2, diagonal: true });
    expect([fit.kullbackLeibler, fit.poissonDeviance, fit.poissonLogLikelihood]).toEqual([
      Infinity,
      Infinity,
      -Infinity,
    ]);
    // 3/4 ln(3/4) is what is left: below 0, though the model is far from right.
    expect(fit.kullbackLeiblerOfForeseen).toBeCloseTo(0.75 * Math.log(0.75), 15);
    // m = (1/8, 7/8): ½ (¼ ln 2 + ¾ ln(6/7) + ln(8/7)).
    expect(fit.jensenShannon).toBeCloseTo((0.25 * Math.log(2) + 0.75 * Math.log(6 / 7) + Math.log(8 / 7)) / 2, 15);
  });

  it("has a divergence where some pairs have no flow: 0 ln 0 is 0, and not NaN as in scikit-mobility's information gain", () => {
    const fit = measureFlowFit(row(0, 40), row(10, 30), { distances: row(1, 1), binWidth: 2, diagonal: true });
    // One term: 1 · ln(1 / (3/4)).
    expect(fit.kullbackLeibler).toBeCloseTo(Math.log(4 / 3), 15);
    expect([0, 1].reduce((sum, p, k) => sum + p * Math.log(p / [0.25, 0.75][k]!), 0)).toBeNaN();
  });

  it("takes flows that lie in other places for as far apart as can be", () => {
    const fit = measureFlowFit(row(10, 0), row(0, 30), { distances: row(1, 5), binWidth: 2, diagonal: true });
    expect(fit.jensenShannon).toBeCloseTo(Math.log(2), 15);
    expect(fit.jensenShannonDistance).toBeCloseTo(1, 15);
    expect([fit.commonPartOfCommuters, fit.commonPartOfLinks, fit.commonPartOfDistances]).toEqual([0, 0, 0]);
    expect(fit.tripLengths.kolmogorovSmirnov).toBe(1);
  });

  it("is NaN where an index is not defined", () => {
    const none = measureFlowFit(row(0, 0), row(0, 0), { distances: row(1, 1), binWidth: 2, diagonal: true });
    const { pairs, observedTrips, expectedTrips, sorensenMean, rootMeanSquareError, meanAbsoluteError } = none;
    expect([pairs, observedTrips, expectedTrips, sorensenMean, rootMeanSquareError, meanAbsoluteError]).toEqual([
      2, 0, 0, 0, 0, 0,
    ]);
    expect(none.poissonDeviance + 0).toBe(0);
    expect(none.poissonLogLikelihood + 0).toBe(0);
    const undefinedOnes = { ...none, ...none.tripLengths } as unknown as Record<string, number>;
    for (const name of [
      "commonPartOfCommuters",
      "commonPartOfLinks",
      "commonPartOfDistances",
      "successRate",
      "nrmsePerTrip",
      "nrmseOfTotal",
      "nrmseOfMean",
      "nrmseOfRange",
      "rSquared",
      "pearson",
      "kullbackLeibler",
      "kullbackLeiblerOfForeseen",
      "jensenShannon",
      "jensenShannonDistance",
      "observedMean",
      "expectedMean",
      "kolmogorovSmirnov",
      "atDistance",
      "pValue",
      "pValueOfDraws",
    ]) {
      expect(undefinedOnes[name], name).toBeNaN();
    }
    const one = measureFlowFit(square(9), square(9), { distances: square(0), binWidth: 2, diagonal: false });
    expect(one.pairs).toBe(0);
    for (const [name, value] of Object.entries({ ...one, ...one.tripLengths })) {
      if (typeof value === "number" && !/pairs|Trips/.test(name)) expect(value, name).toBeNaN();
    }
  });

  it("has no error per observed trip where none was observed, however many are expected", () => {
    const fit = measureFlowFit(row(0, 0), row(1, 2), { distances: row(1, 1), binWidth: 2, diagonal: true });
    expect([fit.nrmsePerTrip, fit.nrmseOfTotal, fit.nrmseOfMean, fit.nrmseOfRange]).toEqual(
      new Array(4).fill(Number.NaN),
    );
    expect(standardizedRootMeanSquareError(row(0, 0), row(1, 2), { diagonal: true })).toBeNaN();
    expect([fit.rootMeanSquareError, fit.poissonDeviance, fit.commonPartOfCommuters]).toEqual([Math.sqrt(2.5), 6, 0]);
  });

  it("has a distance between shares also where an expected flow is too small to have one", () => {
    // 1e-322 of 1e15 is no number above 0: the pair stands in one of the two only, 1/10 ln 2.
    const fit = measureFlowFit(row(1, 9), row(1e-322, 1e15), { distances: row(1, 1), binWidth: 2, diagonal: true });
    const want = (0.1 * Math.log(2) + 0.9 * Math.log(1.8 / 1.9) + Math.log(2 / 1.9)) / 2;
    expect(fit.jensenShannon).toBeCloseTo(want, 14);
  });

  it("is never nearer than the same shares, and never likelier than the flows themselves", () => {
    const random = createRandom("near");
    for (let k = 0; k < 300; k++) {
      const t = Array.from({ length: 6 }, () => 1 + Math.floor(100 * random()));
      const near = (scale: number): DenseMatrix => row(...t.map((x) => x * scale * (1 + 1e-9 * (random() - 0.5))));
      const given = { distances: row(1, 1, 1, 1, 1, 1), binWidth: 2, diagonal: true };
      expect(measureFlowFit(row(...t), near(1.7), given).kullbackLeibler).toBeGreaterThanOrEqual(0);
      expect(measureFlowFit(row(...t), near(1), given).poissonDeviance).toBeGreaterThanOrEqual(0);
    }
  });

  it("keeps its digits where flows are large and differ by little", () => {
    // Deviations −1, 0, 1 and −1, 1, 0 from 1e9: squares 2 and 2, products 1, squared differences 2.
    const big = 1e9;
    const given = { distances: row(1, 1, 1), binWidth: 2, diagonal: true };
    const fit = measureFlowFit(row(big - 1, big, big + 1), row(big - 1, big + 1, big), given);
    expect([fit.pearson, fit.rSquared]).toEqual([0.5, 0]);
  });

  it("has no correlation and no share of variance where all flows are equal, 0.1 + 0.2 or not", () => {
    const equal = row(0.3, 0.3, 0.3);
    const fit = measureFlowFit(equal, row(1, 2, 3), { distances: row(1, 1, 1), binWidth: 2, diagonal: true });
    expect([fit.rSquared, fit.pearson, fit.nrmseOfRange]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(
      measureFlowFit(row(1, 2, 3), equal, { distances: row(1, 1, 1), binWidth: 2, diagonal: true }).pearson,
    ).toBeNaN();
    expect(spearmanOfFlows(equal, row(1, 2, 3), { diagonal: true })).toBeNaN();
  });

  it("keeps its digits where an expected flow is next to nothing", () => {
    const fit = measureFlowFit(row(10, 30), row(1e-310, 40), { distances: row(1, 1), binWidth: 2, diagonal: true });
    expect(fit.kullbackLeibler).toBeCloseTo(
      0.25 * (Math.log(0.25) - Math.log(1e-310) + Math.log(40)) + 0.75 * Math.log(0.75),
      9,
    );
  });

  it("refuses flows and distances that are none", () => {
    const measure =
      (t: FlowCells, e: FlowCells, d = distances) =>
      () =>
        measureFlowFit(t, e, { ...options, distances: d });
    expect(measure(square(0, -1, 5, 8, 0, 0, 3, 7, 0), expected)).toThrow(
      "measureFlowFit: observed [0, 1] must be a finite number of at least 0, got -1",
    );
    expect(measure(observed, square(0, 1, 5, 8, 0, Number.NaN, 3, 7, 0))).toThrow(
      "expected [1, 2] must be a finite number of at least 0, got NaN",
    );
    expect(measure(observed, expected, square(0, 1, 5, 8, 0, Number.NaN, 3, 7, 0))).toThrow(
      "distances [1, 2] must be a finite number of at least 0 where there is a flow, got NaN",
    );
    expect(measure({ locations: zonesOf(3), ...sparse(observed) } as FlowCells, square(1, 2, 3, 4))).toThrow(
      "expected.rows must be of length 3, got 2",
    );
    const others = { ...sparse(expected), locations: { ...zonesOf(3), key: "others" } } as FlowCells;
    expect(measure({ ...sparse(observed), locations: zonesOf(3) } as FlowCells, others)).toThrow(
      "expected must be over the same 3 zones",
    );
    expect(() => commonPartOfCommuters(row(1, 2), row(1, 2), { diagonal: false })).toThrow(
      "diagonal must be true where origins and destinations are not the same places, got false for 1 origins and 2 destinations",
    );
  });

  it("lets a pair be out of reach where nobody goes and nobody is expected to", () => {
    const islands = { ...options, distances: square(0, 1, Infinity, 1, 0, Infinity, Infinity, Infinity, 0) };
    const flows = square(0, 4, 0, 6, 0, 0, 0, 0, 0);
    expect(measureFlowFit(flows, flows, islands).tripLengths.observedMean).toBe(1);
  });
});

describe("the common parts", () => {
  it("of commuters are halved where a model knows half of them, not 1 as over the observed ones alone", () => {
    // PyTDLM's formula, Σ min / Σ observed, would say 1 of a model that expects far too many everywhere.
    expect(commonPartOfCommuters(row(10, 10), row(30, 30), { diagonal: true })).toBe(0.5);
    expect(
      measureFlowFit(row(10, 10), row(30, 30), { distances: row(1, 1), binWidth: 1, diagonal: true }).successRate,
    ).toBe(1);
  });

  it("of links are told by expected flows only where there is a least flow", () => {
    const t = row(9, 0, 0, 4);
    const e = row(8, 0.4, 0.1, 3);
    // 2 k / (k + pairs) for any model that expects something everywhere.
    expect(commonPartOfLinks(t, e, { diagonal: true })).toBe((2 * 2) / (2 + 4));
    expect(commonPartOfLinks(t, e, { diagonal: true, minFlow: 0.5 })).toBe(1);
    expect(commonPartOfLinks(t, e, { diagonal: true, minFlow: 0.3 })).toBe(0.8);
    // A flow of exactly the least is a link, on either side.
    expect(commonPartOfLinks(t, e, { diagonal: true, minFlow: 4 })).toBe(2 / 3);
    expect(commonPartOfLinks(e, t, { diagonal: true, minFlow: 4 })).toBe(2 / 3);
    expect(commonPartOfLinks(row(0, 0), row(0, 0), { diagonal: true })).toBeNaN();
  });

  it("of distances are of distances, whose classes hold their lower end", () => {
    const t = row(10, 10, 0);
    const e = row(0, 10, 10);
    const part = (...far: number[]): number =>
      commonPartOfDistances(t, e, { distances: row(...far), binWidth: 2, diagonal: true });
    expect(part(0, 2, 4)).toBe(0.5);
    expect(part(0, 1.999, 4)).toBe(0.5);
    expect(part(2, 0, 3.999)).toBe(1);
    expect(part(2, 0, 4)).toBe(0.5);
    // The program that classes the flows by their size says 1: both have one 0 and two tens.
    expect(flowSizeCommonPart([10, 10, 0], [0, 10, 10])).toBe(1);
  });
});

describe("observed flows by what is expected of them", () => {
  const by = { bins: logarithmicBins({ perDecade: 1 }), minPairs: 1, diagonal: true };

  it("stand in the bin of the expected flow, zeros first, ends with the bin that they begin", () => {
    const table = countFlowsByExpected(row(5, 0, 1, 2, 300), row(0, 0.1, 1, 9.99, 100), by);
    expect(
      rowsOf(table).map(({ from, to, pairs, meanExpected, meanObserved }) => [
        from,
        to,
        pairs,
        meanExpected,
        meanObserved,
      ]),
    ).toEqual([
      [0, 0, 1, 0, 5],
      [0.1, 1, 1, 0.1, 0],
      [1, 10, 2, (1 + 9.99) / 2, 1.5],
      [100, 1000, 1, 100, 300],
    ]);
  });

  it("have the quantiles of all pairs of the bin, those without a flow too", () => {
    const table = countFlowsByExpected(row(0, 0, 0, 10, 20), row(1, 2, 3, 4, 5), by);
    const { lowestTenth, lowerQuartile, median, upperQuartile, highestTenth } = rowsOf(table)[0]!;
    expect([lowestTenth, lowerQuartile, median, upperQuartile, highestTenth]).toEqual([0, 0, 0, 10, 16]);
  });

  it("are joined until a bin holds enough pairs, the last with those before it", () => {
    const expectedRow = row(0.2, 0.3, 5, 50, 60, 500);
    const table = countFlowsByExpected(row(1, 2, 3, 4, 5, 6), expectedRow, { ...by, minPairs: 2 });
    expect(rowsOf(table).map(({ from, to, pairs }) => [from, to, pairs])).toEqual([
      [0.1, 1, 2],
      [1, 1000, 4],
    ]);
    expect(
      rowsOf(countFlowsByExpected(row(1, 2), row(1, 2), { ...by, minPairs: 9 })).map(({ pairs }) => pairs),
    ).toEqual([2]);
  });

  it("fall into deciles, fewer where expected flows are equal", () => {
    const values = Array.from({ length: 100 }, (_, k) => k + 1);
    const table = countFlowsByExpected(row(...values), row(...values), {
      ...by,
      bins: equallyFilledBins({ bins: 10 }),
    });
    expect(Array.from(table.columns.pairs)).toEqual(new Array(10).fill(10));
    expect(table.columns.meanObserved).toEqual(table.columns.meanExpected);
    const flat = countFlowsByExpected(row(1, 2, 3), row(7, 7, 7), { ...by, bins: equallyFilledBins({ bins: 10 }) });
    expect(rowsOf(flat).map(({ from, to, pairs, median }) => [from, to, pairs, median])).toEqual([[7, 7, 3, 2]]);
    expect(countFlowsByExpected(row(), row(), by).length).toBe(0);
  });

  it("begin at or below the least expected flow, also where its logarithm is rounded up to a whole one", () => {
    const edges = logarithmicBins({ perDecade: 1 });
    const none = (): Float64Array => new Float64Array(0);
    expect(edges({ least: 999.9999999999999, most: 2000, sorted: none })).toEqual([100, 1000, 10_000]);
    expect(edges({ least: 1000, most: 1000, sorted: none })).toEqual([1000, 10_000]);
    for (let decade = -60; decade < 20; decade++) {
      const power = Number(`1e${decade}`);
      expect(edges({ least: power, most: power, sorted: none })[0]).toBe(power);
      const below = power * (1 - 2 ** -53);
      expect(edges({ least: below, most: power, sorted: none })[0]).toBeLessThan(power);
    }
  });

  it("refuse edges that do not ascend", () => {
    expect(() => countFlowsByExpected(row(1), row(1), { ...by, bins: () => [3, 2] })).toThrow(
      "countFlowsByExpected: the edges of bins [1] must be finite, of at least 0 and ascending, got 2",
    );
  });
});
