import { describe, expect, it } from "vitest";
import {
  countRow,
  disorderIn,
  gather,
  put,
  reachedDestinations,
  scatter,
  scatterProduct,
} from "../../src/models/pair-rows.ts";

const n = 9;
const all = Array.from({ length: n }, (_, d) => d);
const without = (...gone: number[]): number[] => all.filter((d) => !gone.includes(d));

const ROWS: Record<string, readonly number[]> = {
  "no destination": [],
  "one destination": [4],
  "every destination": all,
  "all but the first": without(0),
  "all but the last": without(n - 1),
  "all but one in between": without(4),
  "all but several in a row": without(3, 4, 5),
  "all but two apart": without(2, 6),
  "all but the first and one in between": without(0, 5),
  "both ends": [0, n - 1],
  "scattered destinations": [1, 3, 4, 8],
};

describe("what belongs to destinations, moved in runs of neighbours", () => {
  for (const [name, row] of Object.entries(ROWS)) {
    it(`is what it is one by one: ${name}`, () => {
      const to = Uint32Array.from(row);
      const values = Float64Array.from(all, (d) => 10 + d * d);
      const weight = Float64Array.from(row, (_, p) => 1 + p / 7);
      const factor = Float64Array.from(row, (_, p) => 2 - p);

      const gathered = new Float64Array(n + 1).fill(-1);
      gather(values, to, gathered);
      expect([...gathered]).toEqual([...row.map((d) => values[d]!), ...Array(n + 1 - row.length).fill(-1)]);

      const cells = Float64Array.from({ length: n + 4 }, (_, c) => 100 + c);
      const expected = {
        put: cells.slice(),
        scatter: cells.slice(),
        product: cells.slice(),
        counts: Uint32Array.from(all),
      };
      row.forEach((d, p) => {
        expected.put[2 + d] = weight[p]!;
        expected.scatter[2 + d]! += 3 * weight[p]!;
        expected.product[2 + d]! += weight[p]! * factor[p]!;
        expected.counts[d]!++;
      });
      const got = { put: cells.slice(), scatter: cells.slice(), product: cells.slice(), counts: Uint32Array.from(all) };
      put(weight, to, got.put, 2);
      scatter(weight, 3, to, got.scatter, 2);
      scatterProduct(weight, factor, to, got.product, 2);
      countRow(to, got.counts);
      expect(got).toEqual(expected);
    });
  }
});

it("destinations out of order, twice or beyond the locations are found where they stand", () => {
  expect(disorderIn(Uint32Array.of(), 3)).toBe(-1);
  expect(disorderIn(Uint32Array.of(0, 1, 2), 3)).toBe(-1);
  expect(disorderIn(Uint32Array.of(0, 2, 1), 3)).toBe(2);
  expect(disorderIn(Uint32Array.of(0, 0), 3)).toBe(1);
  expect(disorderIn(Uint32Array.of(3), 3)).toBe(0);
  expect(disorderIn(Uint32Array.of(0, 5, 1), 3)).toBe(1);
});

it("locations that no pair leads to are not reached", () => {
  expect([...reachedDestinations({ locations: 4, destination: Uint32Array.of(3, 1, 1, 0) })]).toEqual([1, 1, 0, 1]);
  expect([...reachedDestinations({ locations: 2, destination: Uint32Array.of(1, 0, 1) })]).toEqual([1, 1]);
});
