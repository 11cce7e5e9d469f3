import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { predictFlowsFromStocks } from "../../src/models/demographic-accounts.ts";
import type { DenseMatrix } from "../../src/types.ts";
import { squareOf } from "./worlds.ts";

const N = 5;
const random = createRandom("stocks");
const before = squareOf(N, (i, j) => Math.round((i === j ? 900 : 90) * random()) + (i === j ? 400 : 0));
const after = squareOf(N, (i, j) => Math.round((i === j ? 900 : 90) * random()) + (i === j ? 400 : 0));
const births = [30, 0, 12, 50, 7];
const deaths = [11, 25, 0, 31, 40];

function columnSum(value: Float64Array, column: number): number {
  let sum = 0;
  for (let row = 0; row < N; row++) sum += value[row * N + column]!;
  return sum;
}

describe("flows from stocks", () => {
  it("account for every person of both tables", () => {
    const found = predictFlowsFromStocks(before, after, { births, deaths });
    expect(found.converged).toBe(true);
    for (let l = 0; l < N; l++) {
      const left = found.flows.value.subarray(l * N, l * N + N).reduce((a, b) => a + b, 0);
      const arrived = columnSum(found.flows.value, l);
      expect(found.stayers[l]! + left + found.departures[l]! + deaths[l]!).toBeCloseTo(columnSum(before.value, l), 8);
      expect(found.stayers[l]! + arrived + found.arrivals[l]! + births[l]!).toBeCloseTo(columnSum(after.value, l), 8);
      expect(found.flows.value[l * N + l]).toBe(0);
    }
  });

  it("are those of the birthplaces added up, each of which moves from where it shrinks to where it grows", () => {
    const found = predictFlowsFromStocks(before, after);
    const sum = new Float64Array(N * N);
    for (const [birthplace, { offsets, index, value }] of found.flowsByBirthplace.entries()) {
      const ratio = total(after.value, birthplace) / total(before.value, birthplace);
      for (let o = 0; o < N; o++) {
        for (let k = offsets[o]!; k < offsets[o + 1]!; k++) {
          sum[o * N + index[k]!]! += value[k]!;
          const of = (stocks: Float64Array, l: number): number => stocks[birthplace * N + l]!;
          expect(of(after.value, o)).toBeLessThan(of(before.value, o) * Math.max(1, ratio));
          expect(of(after.value, index[k]!) * Math.max(1, 1 / ratio)).toBeGreaterThan(of(before.value, index[k]!));
        }
      }
    }
    sum.forEach((moves, c) => {
      expect(moves).toBeCloseTo(found.flows.value[c]!, 9);
    });
  });

  it("tell one in a hundred who leaves all places from those who move between them", () => {
    const of = (here: number, there: number): DenseMatrix => squareOf(2, (i, j) => (i === 0 ? [here, there][j]! : 0));
    const { departures, arrivals, flows } = predictFlowsFromStocks(of(60, 40), of(61, 38));
    [0.6, 0.4, 0, 0, 1.6].forEach((people, c) => {
      expect([...departures, ...arrivals, flows.value[2]][c]).toBeCloseTo(people, 12);
    });
  });

  it("follow the weights where there is a choice", () => {
    const from = squareOf(4, (i, j) => (i === 0 ? [30, 30, 0, 0][j]! : 0));
    const to = squareOf(4, (i, j) => (i === 0 ? [0, 0, 30, 30][j]! : 0));
    expect([...predictFlowsFromStocks(from, to).flows.value.subarray(0, 4)]).toEqual([0, 0, 15, 15]);
    const weights = squareOf(4, (i, j) => ((i + j) % 2 === 0 ? 4 : 1));
    const near = predictFlowsFromStocks(from, to, { weights }).flows.value;
    expect([...near.subarray(0, 4)].map((x) => Math.round(x * 1e9) / 1e9)).toEqual([0, 0, 24, 6]);
    const apart = squareOf(4, (i, j) => (i === j || j === 3 ? 1 : 0));
    expect(predictFlowsFromStocks(from, to, { weights: apart }).converged).toBe(false);
  });

  it("are the same from sparse tables, which stay as they were", () => {
    const copy = before.value.slice();
    const full = predictFlowsFromStocks(before, after, { births, deaths });
    const of = (matrix: typeof before): ReturnType<typeof sparseFromDense> => sparseFromDense(N, N, matrix.value);
    expect(predictFlowsFromStocks(of(before), of(after), { births, deaths })).toEqual(full);
    expect(before.value).toEqual(copy);
  });

  it("cannot have more births than natives, or more deaths than people", () => {
    expect(() => predictFlowsFromStocks(before, after, { births: [1e6, 0, 0, 0, 0] })).toThrow(/births\[0\] must be/);
    expect(() => predictFlowsFromStocks(before, after, { deaths: [0, 1e6, 0, 0, 0] })).toThrow(/deaths\[1\] must be/);
  });
});

function total(stocks: Float64Array, birthplace: number): number {
  return stocks.subarray(birthplace * N, birthplace * N + N).reduce((a, b) => a + b, 0);
}
