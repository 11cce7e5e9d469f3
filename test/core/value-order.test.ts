import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { createValueOrder } from "../../src/core/value-order.ts";

/** The order by a comparator: value, then row. */
function slowOrder(values: Float64Array, skipped: number): number[] {
  return Array.from(values.keys())
    .filter((row) => row !== skipped)
    .sort((a, b) => values[a]! - values[b]! || a - b);
}

const random = createRandom("order");
const draws: Record<string, () => number> = {
  "spread evenly": () => 1000 + random(),
  "spread over many magnitudes": () => 10 ** (20 * random() - 10),
  "of which many are equal": () => Math.floor(4 * random()),
  "that are all the same": () => 7,
  "that differ beyond the digits of a 32-bit float": () => 1000 + 1e-9 * random(),
  "that are a few clusters": () => Math.floor(3 * random()) + 1e-12 * random(),
  "of either sign": () => 20 * random() - 10,
  "of either sign over many magnitudes": () => (random() < 0.5 ? -1 : 1) * 10 ** (20 * random() - 10),
  "of 0 with either sign": () => (random() < 0.5 ? 0 : -0),
  "of 0 with either sign among others": () => [0, -0, 1e-300, -1e-300, 5][Math.floor(5 * random())]!,
  "too small to divide by": () => Number.MIN_VALUE * Math.floor(9 * random()),
  "too large for a 32-bit float": () => 1e300 * random(),
  "farther apart than the largest number": () => (random() - 0.5) * 2 * Number.MAX_VALUE,
  "one of which is far from the others": () => (random() < 0.05 ? 1e12 : random()),
};

function expectOrdered(values: Float64Array, skipped: number, orderOf = createValueOrder(values.length)): void {
  const given = values.slice();
  const { order, sorted } = skipped < values.length ? orderOf(values, skipped) : orderOf(values);
  const expected = slowOrder(values, skipped);
  expect([...order]).toEqual(expected);
  expect(sorted).toEqual(Float64Array.from(expected, (row) => values[row]!));
  expect(values).toEqual(given);
}

describe("rows are ordered by value and row", () => {
  for (const [what, draw] of Object.entries(draws)) {
    it(`for values ${what}`, () => {
      for (const n of [2, 3, 10, 40, 300]) {
        const orderOf = createValueOrder(n);
        for (const skipped of [0, n - 1, Math.floor(n / 2), n]) {
          const values = Float64Array.from({ length: n }, draw);
          if (skipped < n) values[skipped] = Number.NaN;
          expectOrdered(values, skipped, orderOf);
        }
      }
    });
  }

  it("for any finite values, near to each other, far apart or equal", () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: -5, max: 5 }),
      fc.double({ min: 1, max: 1 + 1e-13, noNaN: true }),
    );
    const lists = fc.array(value, { maxLength: 120 });
    const check = fc.property(lists, fc.nat(), (list, skip) => {
      expectOrdered(Float64Array.from(list), skip % (list.length + 1));
    });
    fc.assert(check, { seed: 42, numRuns: 500 });
  });

  it("for one row and for none", () => {
    expect(createValueOrder(1)(Float64Array.of(3))).toEqual({ order: Uint32Array.of(0), sorted: Float64Array.of(3) });
    expect(createValueOrder(1)(Float64Array.of(0), 0).order).toHaveLength(0);
    expect(createValueOrder(0)(new Float64Array(0)).order).toHaveLength(0);
  });
});
