import { expect, it } from "vitest";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { exponentialDecay, powerLaw } from "../../src/models/deterrence.ts";
import { allPairs, observedPairs } from "../../src/models/pairs.ts";

const flows = sparseFromDense(3, 3, [9, 1, 0, 0, 0, 0, 2, 3, 0]);

it("all pairs are those of two different locations, with a flow or without", () => {
  expect(allPairs()(flows)).toEqual({ offsets: Uint32Array.of(0, 2, 4, 6), index: Uint32Array.of(1, 2, 0, 2, 0, 1) });
  expect(allPairs()(sparseFromDense(0, 0, [])).index).toHaveLength(0);
});

it("observed pairs are those with a flow, from one location to another", () => {
  expect(observedPairs()(flows)).toEqual({ offsets: Uint32Array.of(0, 1, 1, 3), index: Uint32Array.of(1, 0, 1) });
});

it("an entry of 0 is not a flow", () => {
  const written = { offsets: Uint32Array.of(0, 1, 1), index: Uint32Array.of(1), value: Float64Array.of(0) };
  expect(observedPairs()(written).index).toHaveLength(0);
});

it("a power law has the logarithm of the cost for covariate, exponential decay the cost", () => {
  const term = new Float64Array(2);
  powerLaw().fillTerms(Float64Array.of(1, 100), 2, [term]);
  expect(term).toEqual(Float64Array.of(0, Math.log(100)));
  exponentialDecay().fillTerms(Float64Array.of(0, 100), 2, [term]);
  expect(term).toEqual(Float64Array.of(0, 100));
});
