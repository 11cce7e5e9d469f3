import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { sortedPlaces } from "../../src/metrics/flow-fit-places.ts";

/** By walking along the list. */
function slowPlace(sorted: Float64Array, value: number): number {
  const before = sorted.filter((each) => each < value).length;
  return sorted.includes(value) ? 2 * before + 1 : 2 * before;
}

describe("a place among sorted values", () => {
  it("is odd for one of them and even between two, however they are spread", () => {
    const random = createRandom("places");
    const spreads = [
      () => random(),
      () => Math.exp(40 * random()),
      () => Math.floor(20 * random()),
      () => 1e9 + random(),
      () => 1e-310 * random(),
    ];
    for (const draw of spreads) {
      for (const length of [0, 1, 2, 3, 50, 400]) {
        const sorted = Float64Array.from(new Set(Array.from({ length }, draw))).sort();
        const place = sortedPlaces(sorted);
        for (const value of [...sorted, ...Array.from({ length: 60 }, draw), 0, 1e300]) {
          expect(place(value)).toBe(slowPlace(sorted, value));
        }
      }
    }
  });
});
