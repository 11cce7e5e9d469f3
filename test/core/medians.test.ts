import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { medianOfRows, medianRoom } from "../../src/core/medians.ts";

function medianBySorting(values: Float64Array): number {
  const sorted = values.slice().sort();
  return (sorted[sorted.length >> 1]! + sorted[(sorted.length - 1) >> 1]!) / 2;
}

describe("medianOfRows", () => {
  /** Values as columns of coordinates have them: in a heap, repeated, with outliers, all equal, next to one another. */
  const value = fc.oneof(
    { weight: 6, arbitrary: fc.double({ min: 10, max: 10.001, noNaN: true }) },
    { weight: 3, arbitrary: fc.constantFrom(10, 10.0005, 10.0005 + 2 ** -49, 10.001) },
    { weight: 1, arbitrary: fc.double({ min: -180, max: 180, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(5e-324, 1e-323, 1e300, -1e300) },
  );

  it("is what sorting says, to the last bit, of few and of many values", () => {
    const length = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 61, max: 700 }));
    const columns = length.chain((n) => fc.array(value, { minLength: n, maxLength: n }));
    const law = fc.property(columns, fc.nat(5), (values, before) => {
      const column = Float64Array.of(...Array.from({ length: before }, () => 99), ...values, -99);
      const given = column.slice();
      const room = medianRoom(values.length);
      expect(medianOfRows(column, before, before + values.length, room)).toBe(
        medianBySorting(Float64Array.from(values)),
      );
      expect(column).toEqual(given);
    });
    fc.assert(law, { seed: 42, numRuns: 1500 });
  });

  it("is the mean of the two in the middle, also where they lie in cells far apart", () => {
    const column = Float64Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? i / 1000 : 50 + i / 1000));
    expect(medianOfRows(column, 0, 100, medianRoom(100))).toBe((0.098 + 50.001) / 2);
  });

  it("uses its room again for other rows, and has none of no rows", () => {
    const column = Float64Array.from({ length: 300 }, (_, i) => (i * 7919) % 300);
    const room = medianRoom(300);
    expect(medianOfRows(column, 0, 300, room)).toBe(149.5);
    expect(medianOfRows(column, 0, 1, room)).toBe(0);
    expect(medianOfRows(column, 0, 299, room)).toBe(medianBySorting(column.slice(0, 299)));
    expect(medianOfRows(column, 5, 5, room)).toBe(Number.NaN);
  });
});
