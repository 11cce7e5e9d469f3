import { describe, expect, it } from "vitest";
import { createRandom, partialCorrelation, pearsonCorrelation, spearmanPartialCorrelation } from "../../src/index.ts";
import { ranksOf } from "../../src/metrics/correlation.ts";

const random = createRandom("partial");
const normal = (): number => {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random();
  return sum;
};
const listOf = (n: number): Float64Array => Float64Array.from({ length: n }, normal);

/** r of x and y given z, from the three correlations. */
function byFormula(x: ArrayLike<number>, y: ArrayLike<number>, z: ArrayLike<number>): number {
  const [xy, xz, yz] = [pearsonCorrelation(x, y), pearsonCorrelation(x, z), pearsonCorrelation(y, z)].map(
    (r) => r.estimate,
  ) as [number, number, number];
  return (xy - xz * yz) / Math.sqrt((1 - xz * xz) * (1 - yz * yz));
}

describe("partial correlation", () => {
  const z = listOf(40);
  const w = listOf(40);
  const x = z.map((value, i) => value + w[i]! + normal());
  const y = z.map((value, i) => 2 * value - w[i]! + normal());

  it("is what the three correlations say for one given figure", () => {
    expect(partialCorrelation(x, y, { given: [z] }).estimate).toBeCloseTo(byFormula(x, y, z), 12);
    const ranked = byFormula(ranksOf(x), ranksOf(y), ranksOf(z));
    expect(spearmanPartialCorrelation(x, y, { given: [z] }).estimate).toBeCloseTo(ranked, 12);
  });

  it("of two given figures is that of one, given the other", () => {
    const [xy, xw, yw] = [byFormula(x, y, z), byFormula(x, w, z), byFormula(y, w, z)];
    const both = (xy - xw * yw) / Math.sqrt((1 - xw * xw) * (1 - yw * yw));
    expect(partialCorrelation(x, y, { given: [z, w] }).estimate).toBeCloseTo(both, 12);
    expect(partialCorrelation(x, y, { given: [w, z] }).estimate).toBeCloseTo(both, 12);
  });

  it("has an interval with one degree of freedom less for each given figure", () => {
    const { estimate, low, high, pairs } = partialCorrelation(x, y, { given: [z, w] });
    const z0 = Math.atanh(estimate);
    const reach = 1.959963984540054 / Math.sqrt(40 - 2 - 3);
    expect(low).toBeCloseTo(Math.tanh(z0 - reach), 12);
    expect(high).toBeCloseTo(Math.tanh(z0 + reach), 12);
    expect(pairs).toBe(40);
  });

  it("sees small differences far from 0, and does not count what the given figures say twice", () => {
    const far = z.map((value) => 1e10 + Math.round(value * 1e4));
    const near = far.map((value) => value - 1e10);
    const expected = partialCorrelation(x, y, { given: [near] });
    const found = partialCorrelation(x, y, { given: [far] });
    for (const of of ["estimate", "low", "high"] as const) expect(found[of]).toBeCloseTo(expected[of], 9);
    const twice = partialCorrelation(x, y, { given: [z, z.map((value) => 3 - 2 * value), z.map(() => 7)] });
    const once = partialCorrelation(x, y, { given: [z] });
    for (const of of ["estimate", "low", "high"] as const) expect(twice[of]).toBeCloseTo(once[of], 12);
  });

  it("has the standard error of ranks where it is of ranks", () => {
    const { estimate, low } = spearmanPartialCorrelation(x, y, { given: [z] });
    const reach = 1.959963984540054 * Math.sqrt((1 + (estimate * estimate) / 2) / (40 - 1 - 3));
    expect(low).toBeCloseTo(Math.tanh(Math.atanh(estimate) - reach), 12);
  });

  it("leaves out places where any figure is not known", () => {
    const holed = z.slice();
    holed[3] = Number.NaN;
    const rest = (list: Float64Array): Float64Array => list.filter((_, i) => i !== 3);
    expect(partialCorrelation(x, y, { given: [holed] })).toEqual(
      partialCorrelation(rest(x), rest(y), { given: [rest(z)] }),
    );
  });

  it("is NaN where the given figures explain everything, or there are too few places", () => {
    expect(partialCorrelation(z, y, { given: [z] }).estimate).toBeNaN();
    expect(
      partialCorrelation([1, 2, 4], [2, 1, 3], {
        given: [
          [1, 0, 1],
          [5, 2, 2],
        ],
      }).estimate,
    ).toBeNaN();
    expect(partialCorrelation([], [], { given: [[]] })).toEqual({
      estimate: Number.NaN,
      low: Number.NaN,
      high: Number.NaN,
      pairs: 0,
    });
  });

  it("holds the true value in 93 to 97 of 100 intervals", () => {
    let inside = 0;
    const worlds = 1000;
    for (let world = 0; world < worlds; world++) {
      const given = listOf(25);
      const common = listOf(25);
      const a = given.map((value, i) => value + common[i]! + normal());
      const b = given.map((value, i) => value + common[i]! + normal());
      const { low, high } = partialCorrelation(a, b, { given: [given] });
      if (low <= 0.5 && 0.5 <= high) inside++;
    }
    expect(inside / worlds).toBeGreaterThan(0.93);
    expect(inside / worlds).toBeLessThan(0.97);
  });
});
