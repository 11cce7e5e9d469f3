import { describe, expect, it } from "vitest";
import { type BoxRange, differentiate, searchBox } from "../../src/core/simplex-search.ts";

const range: BoxRange = { from: [-2, -1], to: [2, 3], points: 7, tolerance: 1e-9 };

describe("the lowest point in a box", () => {
  it("is found at the end of a bent valley", () => {
    const rosenbrock = (x: Float64Array): number => (1 - x[0]!) ** 2 + 100 * (x[1]! - x[0]! ** 2) ** 2;
    const found = searchBox(rosenbrock, range);
    expect(found.at[0]).toBeCloseTo(1, 6);
    expect(found.at[1]).toBeCloseTo(1, 6);
    expect(found).toMatchObject({ converged: true, atBound: [false, false] });
    expect(found.evaluations).toBeLessThan(600);
  });

  it("is found among three numbers", () => {
    const f = (x: Float64Array): number =>
      (x[0]! - 0.1) ** 2 + 2 * (x[1]! - 0.2) ** 2 + x[0]! * x[2]! + 3 * (x[2]! - 0.3) ** 2;
    const found = searchBox(f, { from: [-1, -1, -1], to: [1, 1, 1], points: 5, tolerance: 1e-9 });
    // 2 (x − 0.1) + z = 0 and x + 6 (z − 0.3) = 0.
    expect(found.at[0]).toBeCloseTo(-0.6 / 11, 6);
    expect(found.at[1]).toBeCloseTo(0.2, 6);
    expect(found.at[2]).toBeCloseTo(0.2 + 1.2 / 11, 6);
  });

  it("may be a corner, an edge or a kink", () => {
    const corner = searchBox((x) => x[0]! - 2 * x[1]!, range);
    expect([...corner.at]).toEqual([-2, 3]);
    expect(corner).toMatchObject({ value: -8, converged: true, atBound: [true, true] });
    const edge = searchBox((x) => (x[0]! - 0.3) ** 2 + x[1]!, range);
    expect(edge.at[0]).toBeCloseTo(0.3, 6);
    expect(edge.at[1]).toBe(-1);
    expect(edge.atBound).toEqual([false, true]);
    const kink = searchBox((x) => Math.abs(x[0]! - 0.3) + Math.abs(x[0]! + x[1]! - 1), { ...range, tolerance: 1e-8 });
    expect(kink.value).toBeLessThan(1e-5);
  });

  it("may be at a bound at the end of a bent valley, far from the lowest point of the grid", () => {
    const found = searchBox((x) => 100 * (x[1]! - x[0]! ** 2 / 2) ** 2 + (3 - x[0]!) ** 2, range);
    expect(found.at[0]).toBe(2);
    expect(found.at[1]).toBeCloseTo(2, 6);
    expect(found).toMatchObject({ converged: true, atBound: [true, false] });
  });

  it("lies next to a bound but not at it where the function falls towards the inside", () => {
    const found = searchBox((x) => (x[0]! - 1.999) ** 2 + (x[1]! - 0.5) ** 2, range);
    expect(found.at[0]).toBeCloseTo(1.999, 6);
    expect(found.atBound).toEqual([false, false]);
  });

  it("is nowhere in a function that is the same, or infinite, everywhere; NaN counts as infinite", () => {
    expect(searchBox(() => 1, range)).toMatchObject({ value: 1, converged: false, atBound: [false, false] });
    const none = searchBox(() => Number.NaN, range);
    expect([...none.at]).toEqual([Number.NaN, Number.NaN]);
    expect(none).toMatchObject({ value: Infinity, converged: false });
    const half = searchBox((x) => (x[0]! < 0 ? Number.NaN : (x[0]! - 0.5) ** 2 + x[1]! ** 2), range);
    expect(half.at[0]).toBeCloseTo(0.5, 6);
  });

  it("is nowhere where all differences are rounding", () => {
    const noise = (x: Float64Array): number => 1e-25 * Math.sin(40 * x[0]! + 3 * x[1]!);
    expect(searchBox(noise, range).at[0]).not.toBeNaN();
    expect(searchBox(noise, { ...range, rounding: 1e-24 })).toMatchObject({ converged: false, evaluations: 49 });
    expect(searchBox(noise, { ...range, rounding: 1e-24 }).at[0]).toBeNaN();
  });

  it("is not said to be found while fresh simplices still find lower ones", () => {
    let calls = 0;
    // Everything lies lower after so many looks, so that each simplex ends below the one before it.
    const sinking = (x: Float64Array): number => {
      calls++;
      return Math.abs(x[0]! - 0.3) + Math.abs(x[1]! - 0.2) - Math.floor(calls / 80);
    };
    expect(searchBox(sinking, range).converged).toBe(false);
  });

  it("tells the points that were looked at first, the last number changing fastest", () => {
    const { grid, values } = searchBox((x) => x[0]! + 10 * x[1]!, { ...range, points: 3 });
    expect([...grid]).toEqual([-2, -1, -2, 1, -2, 3, 0, -1, 0, 1, 0, 3, 2, -1, 2, 1, 2, 3]);
    expect([...values]).toEqual([-12, 8, 28, -10, 10, 30, -8, 12, 32]);
  });
});

describe("derivatives by differences", () => {
  it("are those of calculus to nine digits", () => {
    const f = (x: Float64Array): number => Math.exp(x[0]!) * Math.sin(x[1]!) + x[0]! ** 3;
    const { value, gradient, hessian } = differentiate(f, Float64Array.of(0.7, 1.1), [0.01, 0.01]);
    const [e, s, c] = [Math.exp(0.7), Math.sin(1.1), Math.cos(1.1)];
    expect(value).toBe(e * s + 0.7 ** 3);
    expect(gradient[0]).toBeCloseTo(e * s + 3 * 0.49, 8);
    expect(gradient[1]).toBeCloseTo(e * c, 8);
    for (const [i, second] of [e * s + 4.2, e * c, e * c, -e * s].entries()) expect(hessian[i]).toBeCloseTo(second, 7);
  });

  it("take four looks per number beside the value, which may be given, and two more for shorter steps", () => {
    let calls = 0;
    const f = (x: Float64Array): number => {
      calls++;
      return Math.cosh(x[0]! - 0.1);
    };
    const at = Float64Array.of(0.3);
    const all = differentiate(f, at, [1e-3]);
    expect(calls).toBe(5);
    expect(differentiate(f, at, [1e-3], f(at))).toEqual(all);
    expect(calls).toBe(10);
    differentiate(f, at, [0.1]);
    expect(calls).toBe(17);
  });

  it("take shorter steps where the function bends sharply", () => {
    // The second derivative of 10⁶ (cosh(x / 0.001) − 1) + 10⁶ at 0 is 10¹²; a step of 0.01 would see ten widths of the bend.
    const f = (x: Float64Array): number => 1e6 * Math.cosh(x[0]! / 0.001);
    const { hessian } = differentiate(f, Float64Array.of(0), [0.003]);
    expect(hessian[0]! / 1e12).toBeCloseTo(1, 6);
  });
});
