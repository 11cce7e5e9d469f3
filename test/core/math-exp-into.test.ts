import { expect, it } from "vitest";
import { exp, expInto } from "../../src/core/math.ts";
import { createRandom } from "../../src/core/random.ts";

it("the exponentials of a list are those of its numbers, to the last bit", () => {
  const random = createRandom(42);
  const near = Float64Array.from({ length: 20001 }, () => 60 * (random() - 0.5));
  const far = Float64Array.from({ length: 20001 }, () => 1600 * (random() - 0.5));
  const odd = Float64Array.of(0, -0, 709, 710, -708, -745, -746, Infinity, -Infinity, Number.NaN, 1e-300, 0.34657359);
  for (const values of [near, far, odd]) {
    const wanted = values.map(exp);
    const got = values.slice();
    expInto(got, got.length);
    expect(got).toEqual(wanted);
  }
});

it("only as many as are asked for", () => {
  const values = Float64Array.of(0, 0, 0, 5);
  expInto(values, 3);
  expect(values).toEqual(Float64Array.of(1, 1, 1, 5));
});
