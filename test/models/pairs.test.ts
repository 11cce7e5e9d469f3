import { expect, it } from "vitest";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { exponentialDecay, powerLaw } from "../../src/models/deterrence.ts";
import { allPairs, allPairsWithIntrazonal, observedPairs, pairsWithout } from "../../src/models/pairs.ts";

const flows = sparseFromDense(3, 3, [9, 1, 0, 0, 0, 0, 2, 3, 0]);

it("all pairs are those of two different locations, with a flow or without", () => {
  expect(allPairs()(flows)).toEqual({ offsets: Uint32Array.of(0, 2, 4, 6), index: Uint32Array.of(1, 2, 0, 2, 0, 1) });
  expect(allPairs()(sparseFromDense(0, 0, [])).index).toHaveLength(0);
});

it("observed pairs are those with a flow, from one location to another", () => {
  expect(observedPairs()(flows)).toEqual({ offsets: Uint32Array.of(0, 1, 1, 3), index: Uint32Array.of(1, 0, 1) });
});

it("pairs without some origins and destinations are the rest of those chosen, in their order", () => {
  const wholes = (options: Parameters<typeof pairsWithout>[0]): [number[], number[]] => {
    const { offsets, index } = pairsWithout(options)(flows);
    return [[...offsets], [...index]];
  };
  expect(wholes({})).toEqual([
    [0, 2, 4, 6],
    [1, 2, 0, 2, 0, 1],
  ]);
  expect(wholes({ origins: Uint8Array.of(0, 1, 0) })).toEqual([
    [0, 2, 2, 4],
    [1, 2, 0, 1],
  ]);
  expect(wholes({ origins: [0, 1, 0], destinations: [1, 0, 0], pairs: allPairsWithIntrazonal() })).toEqual([
    [0, 2, 2, 4],
    [1, 2, 1, 2],
  ]);
  expect(wholes({ destinations: [0, 1, 0], pairs: observedPairs() })).toEqual([[0, 0, 0, 1], [0]]);
});

it("marks of places left out are 0 and 1, one for each location", () => {
  expect(() => pairsWithout({ origins: [0, 2, 0] })).toThrow("pairsWithout: origins[1] must be 0 or 1, got 2");
  const few = pairsWithout({ destinations: [0, 1] });
  expect(() => few(flows)).toThrow("pairsWithout: destinations must be of length 3, got 2");
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
