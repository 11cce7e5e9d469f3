import { describe, expect, it } from "vitest";
import { doubled, grown } from "../../src/core/growth.ts";
import { sortFirst } from "../../src/core/order.ts";
import { createRandom } from "../../src/core/random.ts";

describe("lists in order", () => {
  it("the first values are put in ascending order, however many, and the rest stay", () => {
    const random = createRandom(42);
    for (const count of [0, 1, 2, 31, 32, 33, 200]) {
      const values = Uint32Array.from({ length: count + 3 }, () => Math.floor(random() * 50));
      const sorted = [...values.slice(0, count)].sort((a, b) => a - b);
      const rest = [...values.slice(count)];
      sortFirst(values, count);
      expect([...values]).toEqual([...sorted, ...rest]);
    }
  });
});

describe("columns that grow", () => {
  it("keep their values and their kind", () => {
    expect(grown(Int32Array.of(-1, 2), 3)).toEqual(Int32Array.of(-1, 2, 0));
    expect(doubled(Float64Array.of(0.5))).toEqual(Float64Array.of(0.5, 0));
  });
});
