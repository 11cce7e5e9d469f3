import { describe, expect, it } from "vitest";
import { type ScalarRange, searchMinimum, searchRoot } from "../../src/core/scalar-search.ts";

const range: ScalarRange = { from: -2, to: 3, points: 11, tolerance: 1e-9 };

/** Counts how often a function is called. */
function counted(f: (x: number) => number): { readonly f: (x: number) => number; readonly calls: () => number } {
  let calls = 0;
  const counting = (x: number): number => {
    calls++;
    return f(x);
  };
  return { f: counting, calls: () => calls };
}

describe("the lowest point between two bounds", () => {
  it("is that of a parabola, in a few evaluations more than the grid", () => {
    const { f, calls } = counted((x) => 7 + (x - 0.3) ** 2);
    const found = searchMinimum(f, { ...range, tolerance: 1e-6 });
    expect(found.at).toBeCloseTo(0.3, 7);
    expect(found).toMatchObject({ value: 7, converged: true, atBound: false, evaluations: calls() });
    expect(calls()).toBeLessThan(11 + 8);
    expect([...found.grid]).toEqual([-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3]);
    expect([...found.values]).toEqual([...found.grid].map((x) => 7 + (x - 0.3) ** 2));
  });

  it("may be a kink, which is found to the tolerance", () => {
    for (const kink of [-1.987, -0.25, 0.3, 1 / 3, 2.999]) {
      const { at, evaluations } = searchMinimum((x) => Math.abs(x - kink) + 0.1 * x, range);
      expect(Math.abs(at - kink)).toBeLessThan(1e-8);
      expect(evaluations).toBeLessThan(70);
    }
  });

  it("may lie in a valley of which only one point of the grid says anything", () => {
    const wells = (x: number): number => -Math.exp(-20 * (x - 2.1) ** 2) - 0.5 * Math.exp(-0.5 * (x + 1) ** 2);
    const found = searchMinimum(wells, { ...range, points: 21 });
    expect(found.at).toBeCloseTo(2.1, 2);
    // The lowest point of the grid need not lie in the deepest valley.
    const narrow = (x: number): number => Math.min((x + 1) ** 2 + 0.2, 10 * Math.abs(x - 1.26));
    const coarse = searchMinimum(narrow, range);
    expect(coarse.values.indexOf(Math.min(...coarse.values))).toBe(2);
    expect(coarse.at).toBeCloseTo(1.26, 7);
  });

  it("is a bound, said so and to the last digit, where the function rises from it", () => {
    expect(searchMinimum((x) => x, range)).toMatchObject({ at: -2, value: -2, atBound: true, converged: true });
    expect(searchMinimum((x) => -x, range)).toMatchObject({ at: 3, value: -3, atBound: true, evaluations: 12 });
    expect(searchMinimum((x) => (x + 2.1) ** 2, range)).toMatchObject({ at: -2, atBound: true });
  });

  it("is no bound where it lies next to one, within the first step of the grid", () => {
    for (const near of [-1.999, -1.9]) {
      const found = searchMinimum((x) => (x - near) ** 2, range);
      expect(found.at).toBeCloseTo(near, 7);
      expect(found.atBound).toBe(false);
    }
    const last = searchMinimum((x) => (x - 2.98) ** 2, range);
    expect(last.at).toBeCloseTo(2.98, 7);
    expect(last.atBound).toBe(false);
  });

  it("lies where the function is finite; NaN counts as infinite", () => {
    const found = searchMinimum((x) => (x < 0 ? Infinity : x > 2.2 ? Number.NaN : (x - 0.7) ** 2), range);
    expect(found.at).toBeCloseTo(0.7, 7);
    // The lowest finite point lies beside the infinite ones.
    const edge = searchMinimum((x) => (x < 0.123 ? Infinity : x), range);
    expect(edge.at).toBeCloseTo(0.123, 7);
  });

  it("is nowhere in a function that is the same everywhere, or infinite everywhere", () => {
    expect(searchMinimum(() => 4, range)).toMatchObject({ at: Number.NaN, value: 4, converged: false, atBound: false });
    expect(searchMinimum(() => Infinity, range)).toMatchObject({ at: Number.NaN, value: Infinity, converged: false });
    expect(searchMinimum(() => Number.NaN, range)).toMatchObject({ at: Number.NaN, value: Infinity });
  });

  it("is the first of equally low ones", () => {
    expect(searchMinimum((x) => Math.max(1, Math.abs(x)) + 1e-3, range).at).toBeLessThanOrEqual(1);
    expect(searchMinimum((x) => (x * x - 1) ** 2, range).at).toBeCloseTo(-1, 7);
  });

  it("is the lowest that a fine grid finds, in functions with many kinks", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const places = Array.from({ length: 7 }, (_, i) => 5 * Math.abs(Math.sin(seed * 12.9898 + i * 78.233)) - 2);
      const f = (x: number): number => places.reduce((sum, p, i) => sum + (i + 1) * Math.abs(x - p), 0);
      const lowest = Math.min(...Array.from({ length: 50_001 }, (_, i) => f(-2 + i / 10_000)));
      const found = searchMinimum(f, range);
      expect(found.value).toBeLessThanOrEqual(lowest + 1e-7);
      expect(found.converged).toBe(true);
    }
  });
});

describe("where a function crosses zero", () => {
  it("is found to the last digits, in few evaluations", () => {
    const found = searchRoot((x) => Math.exp(x) - 2, { ...range, tolerance: 1e-15 });
    expect(found.at).toBeCloseTo(Math.LN2, 14);
    expect(found).toMatchObject({ converged: true, atBound: false });
    expect(found.evaluations).toBeLessThan(11 + 10);
    expect(searchRoot((x) => 2 - Math.exp(x), { ...range, tolerance: 1e-15 }).at).toBeCloseTo(Math.LN2, 14);
  });

  it("is found where the function is bent, flat or steep there", () => {
    for (const f of [
      (x: number) => (x - 0.4) ** 3,
      (x: number) => Math.cbrt(x - 0.4),
      (x: number) => (x < 0.4 ? -1 : 5),
    ]) {
      expect(searchRoot(f, { ...range, tolerance: 1e-12 }).at).toBeCloseTo(0.4, 4);
    }
  });

  it("may be a point of the grid, or a bound, which is said", () => {
    expect(searchRoot((x) => x, range)).toMatchObject({ at: 0, value: 0, converged: true, atBound: false });
    expect(searchRoot((x) => x + 2, range)).toMatchObject({ at: -2, converged: true, atBound: true });
    expect(searchRoot((x) => x - 3, range)).toMatchObject({ at: 3, converged: true, atBound: true });
  });

  it("is the first of several", () => {
    expect(searchRoot((x) => (x + 1.2) * (x - 0.3) * (x - 2.2), range).at).toBeCloseTo(-1.2, 8);
  });

  it("is nowhere where the sign does not change: the nearest is told, not converged", () => {
    expect(searchRoot((x) => x + 5, range)).toMatchObject({ at: -2, value: 3, converged: false, atBound: true });
    expect(searchRoot((x) => x - 5, range)).toMatchObject({ at: 3, value: -2, converged: false, atBound: true });
    expect(searchRoot((x) => x * x + 1, range)).toMatchObject({ at: 0, value: 1, converged: false, atBound: false });
    expect(searchRoot(() => Number.NaN, range)).toMatchObject({ at: Number.NaN, converged: false, atBound: false });
    expect(searchRoot(() => 3, range)).toMatchObject({ at: Number.NaN, value: 3, converged: false, atBound: false });
  });

  it("is not where the function leaps over zero or has a pole: not converged", () => {
    const leap = searchRoot((x) => (x < 0.4 ? -1 : 5), range);
    expect(leap.converged).toBe(false);
    expect(leap.at).toBeCloseTo(0.4, 7);
    expect(searchRoot((x) => 1 / (x - 0.4), range).converged).toBe(false);
    for (const f of [
      (x: number) => (x - 0.4) ** 3,
      (x: number) => 1e6 * (x - 0.4),
      (x: number) => Math.sinh(x - 0.4),
    ]) {
      expect(searchRoot(f, range).converged).toBe(true);
    }
  });

  it("is nowhere where all differences are rounding, even if they change sign", () => {
    const noise = (x: number): number => 1e-15 * Math.sin(40 * x);
    expect(searchRoot(noise, range).at).not.toBeNaN();
    expect(searchRoot(noise, { ...range, rounding: 1e-13 })).toMatchObject({ at: Number.NaN, converged: false });
    expect(searchMinimum(noise, range).at).not.toBeNaN();
    expect(searchMinimum(noise, { ...range, rounding: 1e-13 })).toMatchObject({ at: Number.NaN, converged: false });
    expect(searchRoot(() => 0, range)).toMatchObject({ at: Number.NaN, value: 0, converged: false });
  });

  it("passes over points where the function has no value", () => {
    const found = searchRoot((x) => (x < -1 ? Number.NaN : x - 0.3), range);
    expect(found.at).toBeCloseTo(0.3, 8);
  });
});
