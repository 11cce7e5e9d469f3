import { describe, expect, it } from "vitest";
import { commonPartOf } from "../../src/core/common-part.ts";
import { checkRowMatrix } from "../../src/core/row-matrix.ts";

const read = (...value: number[]) =>
  checkRowMatrix("test", "matrix", { rows: 2, columns: 2, value: Float64Array.from(value) });

describe("the common part of two matrices", () => {
  it("is the sum of the lesser cells, beside the sums of both", () => {
    const [a, b] = [read(5, 10, 30, 7), read(50, 20, 20, 1)];
    expect(commonPartOf(2, 2, a, b, true)).toEqual({ common: 5 + 10 + 20 + 1, first: 52, second: 91 });
  });

  it("leaves out the diagonal where it is told to, whatever stands there", () => {
    const [a, b] = [read(Number.NaN, 10, 30, 7), read(50, 20, 20, Number.NaN)];
    expect(commonPartOf(2, 2, a, b, false)).toEqual({ common: 30, first: 40, second: 40 });
  });

  it("loses no small rows beside a large one", () => {
    const rows = 3001;
    const value = new Float64Array(rows).fill(1);
    value[0] = 1e16;
    const tall = checkRowMatrix("test", "matrix", { rows, columns: 1, value });
    expect(commonPartOf(rows, 1, tall, tall, true).common).toBe(1e16 + 3000);
  });
});
