import fc from "fast-check";
import { determinant, inverse, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import {
  buildPeriods,
  clusteredErrors,
  correctMisclassification,
  correctMixing,
  countByPeriod,
  createClock,
  createLocations,
  fitLinearRegression,
  hc3Errors,
  joinFigures,
  likeliestCorrection,
  partialCorrelation,
  pearsonCorrelation,
  robustErrors,
  rowsOf,
  spearmanPartialCorrelation,
  unbiasedCorrection,
  whiteErrors,
} from "../../src/index.ts";
import { ranksOf } from "../../src/metrics/correlation.ts";

const runs = { seed: 42, numRuns: 150 };
const clock = createClock({ timeZone: "UTC" });
const locations = createLocations("zones", ["A", "B", "C", "D"], [29, 30, 31, 32], [41, 41, 41, 41]);
const figure = fc.double({ min: -100, max: 100, noNaN: true }).map((x) => Math.round(x * 1000) / 1000);

describe("dated rows by period", () => {
  const row = fc.record({ location: fc.nat(3), day: fc.integer({ min: 17_150, max: 17_190 }), deaths: fc.nat(9) });
  const stretches = fc.array(fc.tuple(fc.integer({ min: 17_150, max: 17_185 }), fc.nat(8)), {
    minLength: 1,
    maxLength: 4,
  });

  it("are those that a look at every row and period finds, whether periods overlap or leave gaps", () => {
    const prop = fc.property(fc.array(row, { maxLength: 40 }), stretches, (rows, some) => {
      const days = some.toSorted((a, b) => a[0] - b[0]);
      const periods = buildPeriods(
        { firstDay: days.map(([first]) => first), lastDay: days.map(([first, more]) => first + more) },
        clock,
      );
      const columns = {
        location: Uint32Array.from(rows, (each) => each.location),
        day: Int32Array.from(rows, (each) => each.day),
        deaths: Float64Array.from(rows, (each) => each.deaths),
      };
      const counted = countByPeriod({ locations, length: rows.length, columns }, { periods, figures: ["deaths"] });
      const isIn = (day: number, p: number): boolean =>
        periods.columns.firstDay[p]! <= day && day <= periods.columns.lastDay[p]!;
      const slow = days.flatMap((_, p) =>
        [0, 1, 2, 3].map((l) => {
          const own = rows.filter((each) => each.location === l && isIn(each.day, p));
          return { period: p, location: l, rows: own.length, deaths: own.reduce((sum, each) => sum + each.deaths, 0) };
        }),
      );
      expect(rowsOf(counted)).toEqual(slow);
      expect(counted.outside).toBe(rows.filter(({ day }) => !days.some((_, p) => isIn(day, p))).length);
    });
    fc.assert(prop, runs);
  });
});

describe("joined figures", () => {
  const periods = buildPeriods({ firstDay: [17_150, 17_160], lastDay: [17_159, 17_169] }, clock);
  const rows = fc.array(fc.tuple(fc.nat(1), fc.nat(3)), { maxLength: 20 });
  const known = fc.uniqueArray(fc.tuple(fc.nat(1), fc.nat(3), figure), {
    selector: ([p, l]) => `${p} ${l}`,
    maxLength: 8,
  });
  const tableOf = (some: readonly (readonly [number, number])[]) => ({
    locations,
    periods,
    length: some.length,
    columns: {
      period: Uint32Array.from(some, ([p]) => p),
      location: Uint32Array.from(some, ([, l]) => l),
      number: Uint32Array.from(some, (_, r) => r),
    },
  });
  const figuresOf = (some: readonly (readonly [number, number, number])[]) => ({
    locations,
    periods,
    length: some.length,
    columns: {
      period: Uint32Array.from(some, ([p]) => p),
      location: Uint32Array.from(some, ([, l]) => l),
      votes: Float64Array.from(some, ([, , votes]) => votes),
    },
  });

  it("keep every row and its order, whatever the order of the figures, and change nothing that was given", () => {
    const prop = fc.property(rows, known, (some, votes) => {
      const table = tableOf(some);
      const before = structuredClone(table);
      const figures = figuresOf(votes);
      const joined = joinFigures(Object.freeze({ ...table, columns: Object.freeze(table.columns) }), figures);
      const of = (p: number, l: number): number =>
        votes.find((each) => each[0] === p && each[1] === l)?.[2] ?? Number.NaN;
      expect(Array.from(joined.columns.votes)).toEqual(some.map(([p, l]) => of(p, l)));
      expect(joined.columns.number).toBe(table.columns.number);
      expect(joined.unmatched).toBe(some.filter(([p, l]) => Number.isNaN(of(p, l))).length);
      expect(table).toEqual(before);
      expect(joinFigures(table, figuresOf(votes.toReversed()))).toEqual(joined);
    });
    fc.assert(prop, runs);
  });
});

describe("correction of wrong flags", () => {
  /** A flag of so many groups that is right more often than not, and people of so many areas. */
  const problem = fc.integer({ min: 2, max: 5 }).chain((groups) => {
    const wrong = fc.array(fc.double({ min: 0, max: 0.4 / groups, noNaN: true }), {
      minLength: groups * groups,
      maxLength: groups * groups,
    });
    const people = fc.array(fc.array(fc.nat(500), { minLength: groups, maxLength: groups }), {
      minLength: 1,
      maxLength: 4,
    });
    return fc.record({ groups: fc.constant(groups), wrong, people, turn: fc.nat(groups - 1) });
  });
  const flagsOf = (groups: number, wrong: readonly number[]) => {
    const value = Float64Array.from(wrong);
    for (let g = 0; g < groups; g++) {
      let others = 0;
      for (let j = 0; j < groups; j++) if (j !== g) others += value[g * groups + j]!;
      value[g * groups + g] = 1 - others;
    }
    return { rows: groups, columns: groups, value };
  };
  const labelsOf = (groups: number): string[] => Array.from({ length: groups }, (_, g) => `g${g}`);

  it("undoes what the flag does on average, to counts and to calls, for two to five groups", () => {
    const prop = fc.property(problem, ({ groups, wrong, people }) => {
      const flags = flagsOf(groups, wrong);
      const labels = labelsOf(groups);
      const shares = Matrix.from1DArray(groups, groups, Array.from(flags.value));
      const truth = new Matrix(people);
      const count = Float64Array.from(truth.mmul(shares).to1DArray());
      const most = 1e-11 * Math.max(1, ...people.flat());
      for (const correction of [unbiasedCorrection(), likeliestCorrection()]) {
        const found = correctMisclassification({ labels, count }, { flags, correction }).count;
        people.flat().forEach((n, c) => {
          expect(Math.abs(found[c]! - n)).toBeLessThan(most);
        });
      }
      const calls = Matrix.from1DArray(
        groups,
        groups,
        Array.from({ length: groups * groups }, (_, c) => (7 * c) % 13),
      );
      const value = Float64Array.from(shares.transpose().mmul(calls).mmul(shares).to1DArray());
      correctMixing({ labels, value }, { flags }).value.forEach((n, c) => {
        expect(Math.abs(n - ((7 * c) % 13))).toBeLessThan(1e-10);
      });
    });
    fc.assert(prop, runs);
  });

  it("does not depend on the order of the labels, and keeps the people of each area", () => {
    const prop = fc.property(problem, ({ groups, wrong, people, turn }) => {
      const flags = flagsOf(groups, wrong);
      const labels = labelsOf(groups);
      const at = (g: number): number => (g + turn) % groups;
      const turned = {
        ...flags,
        value: flags.value.map((_, c) => flags.value[at(Math.floor(c / groups)) * groups + at(c % groups)]!),
      };
      const count = Float64Array.from(people.flat());
      const counts = { labels, count };
      const others = {
        labels: labels.map((_, g) => labels[at(g)]!),
        count: count.map((_, c) => count[Math.floor(c / groups) * groups + at(c % groups)]!),
      };
      for (const correction of [unbiasedCorrection(), likeliestCorrection()]) {
        const one = correctMisclassification(counts, { flags, correction });
        const other = correctMisclassification(others, { flags: turned, correction });
        people.forEach((area, i) => {
          let all = 0;
          for (let g = 0; g < groups; g++) {
            const c = i * groups + at(g);
            all += one.count[c]!;
            expect(Math.abs(other.count[i * groups + g]! - one.count[c]!)).toBeLessThan(1e-6);
            expect(Math.abs(other.standardError[i * groups + g]! - one.standardError[c]!)).toBeLessThan(1e-6);
          }
          expect(all).toBeCloseTo(
            area.reduce((a, b) => a + b),
            7,
          );
        });
      }
    });
    fc.assert(prop, runs);
  });
});

describe("what goes together beyond others", () => {
  const lists = fc
    .integer({ min: 2, max: 4 })
    .chain((k) => fc.array(fc.array(figure, { minLength: 12, maxLength: 12 }), { minLength: k + 1, maxLength: k + 1 }));

  it("is what the inverse of the matrix of correlations says, of figures and of ranks", () => {
    const prop = fc.property(lists, (some) => {
      for (const [of, measure] of [
        [(list: ArrayLike<number>) => Float64Array.from(list), partialCorrelation],
        [ranksOf, spearmanPartialCorrelation],
      ] as const) {
        const columns = some.map(of);
        const r = new Matrix(columns.map((a) => columns.map((b) => pearsonCorrelation(a, b).estimate)));
        const found = measure(some[0]!, some[1]!, { given: some.slice(2) }).estimate;
        // Where figures all but repeat each other, the inverse says nothing.
        if (!(determinant(r) > 1e-4)) continue;
        const p = inverse(r);
        expect(found).toBeCloseTo(-p.get(0, 1) / Math.sqrt(p.get(0, 0) * p.get(1, 1)), 9);
      }
    });
    fc.assert(prop, runs);
  });

  it("does not change with units, nor with a figure given twice, and turns with a sign", () => {
    const prop = fc.property(lists, (some) => {
      const [x, y, ...given] = some as [number[], number[], ...number[][]];
      const { estimate, low, high } = partialCorrelation(x, y, { given });
      const other = partialCorrelation(
        x.map((v) => 3 * v + 1e6),
        y.map((v) => -v / 7),
        { given: [...given, given[0]!.map((v) => 5 - 2 * v)] },
      );
      if (Number.isNaN(estimate)) return;
      expect(other.estimate).toBeCloseTo(-estimate, 6);
      expect(other.low).toBeCloseTo(-high, 6);
      expect(other.high).toBeCloseTo(-low, 6);
    });
    fc.assert(prop, runs);
  });
});

describe("linear regression", () => {
  const list = fc.array(figure, { minLength: 15, maxLength: 15 });
  const weightsOf = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 15, maxLength: 15 });
  const by = Array.from({ length: 15 }, (_, i) => i % 5);

  it("has the coefficients and errors that the formulas of matrices give, weighted, robust and clustered", () => {
    const prop = fc.property(list, list, list, weightsOf, (value, one, two, weights) => {
      if (!(Math.abs(pearsonCorrelation(one, two).estimate) < 0.99)) return;
      const x = new Matrix(one.map((v, i) => [1, v, two[i]!]));
      const w = Matrix.diag(weights);
      const information = x.transpose().mmul(w).mmul(x);
      const bread = inverse(information);
      const beta = bread.mmul(x.transpose()).mmul(w).mmul(Matrix.columnVector(value));
      const residual = value.map((v, i) => v - beta.get(0, 0) - beta.get(1, 0) * one[i]! - beta.get(2, 0) * two[i]!);
      if (residual.every((e) => Math.abs(e) < 1e-6)) return;
      const leverage = weights.map(
        (weight, i) => weight * x.getRowVector(i).mmul(bread).mmul(x.getRowVector(i).transpose()).get(0, 0),
      );
      if (leverage.some((h) => h > 0.999)) return;
      const sandwich = (square: (i: number) => number): number[] => {
        const meat = x
          .transpose()
          .mmul(Matrix.diag(weights.map((_, i) => square(i))))
          .mmul(x);
        return bread.mmul(meat).mmul(bread).diag().map(Math.sqrt);
      };
      const scores = Matrix.zeros(5, 3);
      by.forEach((g, i) => {
        for (let j = 0; j < 3; j++) scores.set(g, j, scores.get(g, j) + weights[i]! * residual[i]! * x.get(i, j));
      });
      const clustered = bread
        .mmul(scores.transpose().mmul(scores))
        .mmul(bread)
        .diag()
        .map((v) => Math.sqrt(v * (5 / 4) * (14 / 12)));
      const white = sandwich((i) => (weights[i]! * residual[i]!) ** 2);
      for (const [errors, expected] of [
        [whiteErrors(), white],
        [robustErrors(), white.map((s) => s * Math.sqrt(15 / 12))],
        [hc3Errors(), sandwich((i) => ((weights[i]! * residual[i]!) / (1 - leverage[i]!)) ** 2)],
        [clusteredErrors({ by }), clustered],
      ] as const) {
        const fit = fitLinearRegression(value, { covariates: { one, two }, weights, errors });
        ["constant", "one", "two"].forEach((term, j) => {
          const estimate = fit.coefficients[term]!;
          const standardError = fit.estimates.columns.standardError[j]!;
          const size = Math.max(1, Math.abs(beta.get(j, 0)), expected[j]!);
          expect(Math.abs(estimate - beta.get(j, 0)) / size).toBeLessThan(1e-7);
          if (!Number.isNaN(standardError)) expect(Math.abs(standardError - expected[j]!) / size).toBeLessThan(1e-7);
        });
      }
    });
    fc.assert(prop, runs);
  });
});
