import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { generateFlows } from "../../src/models/generated.ts";
import {
  type FlowDraw,
  flooredDraws,
  largestRemainders,
  multinomialByOrigin,
  multinomialTotal,
  poissonDraws,
  roundedDraws,
} from "../../src/models/generated-draws.ts";
import type { DenseMatrix, SparseMatrix } from "../../src/types.ts";
import { binomialTerms, chiSquare, chiSquareLimit, poissonTerms } from "../slow/variates.ts";

const matrix = (rows: number, cells: readonly number[]): DenseMatrix => ({
  rows,
  columns: cells.length / rows,
  value: Float64Array.from(cells),
});
const expected = matrix(3, [0, 2.5, 7.5, 30.25, 0, 9.75, 0, 0, 0]);
const DRAWS = 20_000;

function dense({ offsets, index, value }: SparseMatrix, columns: number): number[] {
  const cells = new Array<number>((offsets.length - 1) * columns).fill(0);
  for (let r = 0; r + 1 < offsets.length; r++) {
    for (let k = offsets[r]!; k < offsets[r + 1]!; k++) cells[r * columns + index[k]!] = value[k]!;
  }
  return cells;
}

/** Many draws of the same flows, one after the other. */
function drawn(flows: DenseMatrix, draw: FlowDraw, seed: string): number[][] {
  const random = createRandom(seed);
  return Array.from({ length: DRAWS }, () => dense(generateFlows(flows, { draw, random }), flows.columns));
}

function frequencies(draws: number[][], cell: number, length: number): Float64Array {
  const counts = new Float64Array(length);
  for (const cells of draws) counts[Math.min(length - 1, cells[cell]!)]!++;
  return counts;
}

const meanOf = (draws: number[][], cell: number): number =>
  draws.reduce((sum, cells) => sum + cells[cell]!, 0) / draws.length;

const byOrigin = (draws: number[][]): boolean =>
  draws.every(([a, b, c, d, e, f]) => a! + b! + c! === 10 && d! + e! + f! === 40);

describe("generated flows", () => {
  it("are the same whether places that nobody goes to are there or not: full, sparse, by row", () => {
    // As many people as destinations, the last of which is never reached: 4 people, 4 cells with a weight, of 6.
    const flows = matrix(2, [1.5, 0, 1.5, 0.5, 0.5, 0, 0, 2, 1, 0.5, 0.5, 0]);
    const byRow = {
      rows: 2,
      columns: 6,
      fillRow: (row: number, into: Float64Array) => into.set(flows.value.subarray(6 * row, 6 * row + 6)),
    };
    const narrow = matrix(2, [1.5, 0, 1.5, 0.5, 0.5, 0, 2, 1, 0.5, 0.5]);
    const draws = [
      multinomialByOrigin(),
      multinomialTotal(),
      poissonDraws(),
      roundedDraws(),
      flooredDraws(),
      largestRemainders(),
    ];
    for (const draw of draws) {
      for (let seed = 0; seed < 20; seed++) {
        const whole = generateFlows(flows, { draw, random: createRandom(seed) });
        for (const same of [byRow, narrow, sparseFromDense(2, 6, [...flows.value])]) {
          expect(generateFlows(same, { draw, random: createRandom(seed) })).toEqual(whole);
        }
      }
    }
  });

  it("of more people than whole numbers can tell apart are refused", () => {
    const flows = matrix(1, [2 ** 52, 2]);
    for (const draw of [poissonDraws(), multinomialByOrigin()]) {
      const most = draw.name === "Poisson" ? flows : matrix(1, [2 ** 53, 2]);
      expect(() => generateFlows(most, { draw, random: createRandom(1) })).toThrow("the sum of expected row 0 must be");
    }
  });

  it("by origin are multinomial: each outflow is kept, each flow binomial", () => {
    const draws = drawn(expected, multinomialByOrigin(), "origin");
    expect(byOrigin(draws)).toBe(true);
    for (const [cell, n] of [
      [1, 10],
      [2, 10],
      [3, 40],
      [5, 40],
    ] as const) {
      const p = expected.value[cell]! / n;
      const terms = binomialTerms(n, p);
      const { statistic, degrees } = chiSquare(frequencies(draws, cell, terms.length), terms, DRAWS);
      expect(statistic).toBeLessThan(chiSquareLimit(degrees));
    }
  });

  it("by origin send the rest of given outflows nowhere", () => {
    const draws = drawn(matrix(1, [3.5, 1.5]), multinomialByOrigin({ outflows: [10] }), "rest");
    const gone = draws.map(([a, b]) => [10 - a! - b!]);
    const { statistic, degrees } = chiSquare(frequencies(gone, 0, 11), binomialTerms(10, 0.5), DRAWS);
    expect(statistic).toBeLessThan(chiSquareLimit(degrees));
    const far = generateFlows(matrix(1, [0, 0]), {
      draw: multinomialByOrigin({ outflows: [10] }),
      random: createRandom(1),
    });
    expect(far.value).toHaveLength(0);
  });

  it("of the total keep it alone, and every flow is binomial", () => {
    const draws = drawn(expected, multinomialTotal(), "total");
    expect(draws.every((cells) => cells.reduce((a, b) => a + b) === 50)).toBe(true);
    expect(byOrigin(draws)).toBe(false);
    for (const cell of [1, 2, 3, 5]) {
      const terms = binomialTerms(50, expected.value[cell]! / 50);
      const { statistic, degrees } = chiSquare(frequencies(draws, cell, terms.length), terms, DRAWS);
      expect(statistic).toBeLessThan(chiSquareLimit(degrees));
    }
  });

  it("by Poisson numbers are independent counts, each with its mean", () => {
    const draws = drawn(expected, poissonDraws(), "Poisson");
    for (const cell of [1, 2, 3, 5]) {
      const terms = poissonTerms(expected.value[cell]!);
      const { statistic, degrees } = chiSquare(frequencies(draws, cell, terms.length), terms, DRAWS);
      expect(statistic).toBeLessThan(chiSquareLimit(degrees));
    }
    const [a, b] = [meanOf(draws, 1), meanOf(draws, 2)];
    const covariance = draws.reduce((sum, cells) => sum + (cells[1]! - a) * (cells[2]! - b), 0) / DRAWS;
    expect(Math.abs(covariance)).toBeLessThan(5 * Math.sqrt((2.5 * 7.5) / DRAWS));
  });

  it("rounded down with the rest drawn are the expected ones on average, and vary less than counts", () => {
    const draws = drawn(expected, roundedDraws(), "rounded");
    expect(byOrigin(draws)).toBe(true);
    for (const cell of [1, 2, 3, 5]) {
      expect(draws.every((cells) => cells[cell]! >= Math.floor(expected.value[cell]!))).toBe(true);
      expect(Math.abs(meanOf(draws, cell) - expected.value[cell]!)).toBeLessThan(5 * Math.sqrt(0.25 / DRAWS));
    }
  });

  it("as TDLM draws them have means of the floor and the rest's share of the flow", () => {
    // 2.5 and 7.5: of the one person left over, a quarter goes to the smaller flow.
    const draws = drawn(expected, flooredDraws(), "floored");
    expect(byOrigin(draws)).toBe(true);
    expect(Math.abs(meanOf(draws, 1) - 2.25)).toBeLessThan(5 * Math.sqrt((0.25 * 0.75) / DRAWS));
    expect(Math.abs(meanOf(draws, 2) - 7.75)).toBeLessThan(5 * Math.sqrt((0.25 * 0.75) / DRAWS));
  });

  it("by largest remainders round up what rounding down takes most from, and draw among equals", () => {
    const random = createRandom("remainders");
    const flows = matrix(1, [2.4, 3.9, 1.2, 0.5]);
    expect(dense(generateFlows(flows, { draw: largestRemainders(), random }), 4)).toEqual([2, 4, 1, 1]);
    const tied = drawn(matrix(1, [0.5, 0.5, 0.5, 0.5, 1, 0.999, 0.001]), largestRemainders(), "tied");
    expect(tied.every((cells) => cells.reduce((a, b) => a + b) === 4 && cells[4] === 1 && cells[5] === 1)).toBe(true);
    for (const cell of [0, 1, 2, 3]) {
      expect(Math.abs(meanOf(tied, cell) - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / DRAWS));
    }
  });

  it("are the same for the same seed, whether flows are held whole, sparse or by row", () => {
    const sparse = sparseFromDense(3, 3, expected.value);
    const byRow = {
      rows: 3,
      columns: 3,
      fillRow: (row: number, into: Float64Array): void => {
        into.set(expected.value.subarray(3 * row, 3 * row + 3));
      },
    };
    for (const draw of [
      multinomialByOrigin(),
      multinomialTotal(),
      poissonDraws(),
      roundedDraws(),
      largestRemainders(),
    ]) {
      const whole = generateFlows(expected, { draw, random: createRandom("same") });
      expect(generateFlows(sparse, { draw, random: createRandom("same") })).toEqual(whole);
      expect(generateFlows(byRow, { draw, random: createRandom("same") })).toEqual(whole);
      expect(whole.value.every((x) => Number.isInteger(x) && x > 0)).toBe(true);
    }
    const draw = poissonDraws();
    const other = generateFlows(expected, { draw, random: createRandom("other") });
    expect(generateFlows(expected, { draw, random: createRandom("same") })).not.toEqual(other);
  });

  it("keep the outflows of millions", () => {
    const flows = matrix(1, [1e9, 2.5e9, 0.5e9]);
    for (const draw of [multinomialByOrigin(), multinomialTotal(), roundedDraws(), flooredDraws()]) {
      const { value } = generateFlows(flows, { draw, random: createRandom(3) });
      expect(value.reduce((a, b) => a + b)).toBe(4e9);
      value.forEach((x, c) => {
        const p = flows.value[c]! / 4e9;
        expect(Math.abs(x - 4e9 * p)).toBeLessThan(5 * Math.sqrt(4e9 * p * (1 - p)));
      });
    }
  });

  it("are refused where sums that a draw keeps are not whole, and for what cannot be expected", () => {
    const random = createRandom(1);
    const uneven = matrix(2, [1, 1, 1.5, 1]);
    for (const draw of [multinomialByOrigin(), roundedDraws(), flooredDraws(), largestRemainders()]) {
      expect(() => generateFlows(uneven, { draw, random })).toThrow(
        "generateFlows: the sum of expected row 1 must be whole, got 2.5 (scale the flows to whole outflows, or draw by poissonDraws())",
      );
    }
    expect(() => generateFlows(uneven, { draw: multinomialTotal(), random })).toThrow(
      "generateFlows: the sum of all expected flows must be whole, got 4.5",
    );
    const draw = multinomialByOrigin({ outflows: [1] });
    expect(() => generateFlows(matrix(1, [1, 1]), { draw, random })).toThrow(
      "generateFlows: the sum of expected row 0 must be at most its outflow, 1, got 2",
    );
    expect(() => generateFlows(uneven, { draw, random })).toThrow("generateFlows: outflows must be of length 2, got 1");
    expect(() => multinomialByOrigin({ outflows: [1.5] })).toThrow("multinomialByOrigin: outflows[0] must be a whole");
    for (const wrong of [-1, Number.NaN, Infinity]) {
      expect(() => generateFlows(matrix(1, [0, wrong]), { draw: poissonDraws(), random })).toThrow(
        "generateFlows: expected: the flow of row 0 and column 1 must be a finite number of at least 0",
      );
    }
  });

  it("of a sum that rounding moved are those of the whole number", () => {
    const third = matrix(1, [1 / 3, 1 / 3, 1 / 3 - 1e-9]);
    const { value } = generateFlows(third, { draw: multinomialByOrigin(), random: createRandom(1) });
    expect(value.reduce((a, b) => a + b)).toBe(1);
  });
});
