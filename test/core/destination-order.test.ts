import { describe, expect, it } from "vitest";
import { createDestinationOrder } from "../../src/core/destination-order.ts";
import { createRandom } from "../../src/core/random.ts";

/** The order by a comparator: cost, then row. */
function slowOrder(costs: Float64Array, origin: number): number[] {
  return Array.from(costs.keys())
    .filter((row) => row !== origin)
    .sort((a, b) => costs[a]! - costs[b]! || a - b);
}

const random = createRandom("order");
const draws: Record<string, () => number> = {
  "spread over many magnitudes": () => 10 ** (20 * random() - 10),
  "of which many are equal": () => Math.floor(4 * random()),
  "that differ beyond the digits of a 32-bit float": () => 1000 + 1e-9 * random(),
  "that are a few clusters": () => Math.floor(3 * random()) + 1e-12 * random(),
  "of 0 with either sign": () => (random() < 0.5 ? 0 : -0),
  "too large for a 32-bit float": () => 1e300 * random(),
};

describe("destinations are ordered by cost and row", () => {
  for (const [what, draw] of Object.entries(draws)) {
    it(`for costs ${what}`, () => {
      for (const n of [2, 3, 10, 40, 300]) {
        const order = createDestinationOrder(n);
        for (const origin of [0, n - 1, Math.floor(n / 2)]) {
          const costs = Float64Array.from({ length: n }, draw);
          costs[origin] = Number.NaN;
          expect([...order(costs, origin)]).toEqual(slowOrder(costs, origin));
        }
      }
    });
  }

  it("for one location and for none, which have no destination", () => {
    expect(createDestinationOrder(1)(Float64Array.of(0), 0)).toHaveLength(0);
    expect(createDestinationOrder(0)(new Float64Array(0), 0)).toHaveLength(0);
  });
});
