import { describe, expect, it } from "vitest";
import { type Evaluation, maximise } from "../../src/core/newton.ts";

const one = (value: number, gradient: number, information: number): Evaluation => ({
  value,
  gradient: Float64Array.of(gradient),
  information: Float64Array.of(information),
});

describe("the maximum of a concave function", () => {
  it("is found in one step where the function is a parabola, and another to see that it is", () => {
    const peak = [3, -40];
    const found = maximise([1, 1], 2, ([x, y]) => ({
      value: -((x! - peak[0]!) ** 2) - (x! - peak[0]!) * (y! - peak[1]!) - (y! - peak[1]!) ** 2,
      gradient: Float64Array.of(-2 * (x! - peak[0]!) - (y! - peak[1]!), -2 * (y! - peak[1]!) - (x! - peak[0]!)),
      information: Float64Array.of(2, 1, 1, 2),
    }));
    expect(found.at[0]).toBeCloseTo(3, 12);
    expect(found.at[1]).toBeCloseTo(-40, 12);
    expect(found.iterations).toBe(2);
    expect(found.converged).toBe(true);
    [2 / 3, -1 / 3, -1 / 3, 2 / 3].forEach((v, c) => {
      expect(found.covariance[c]).toBeCloseTo(v, 14);
    });
  });

  it("is found where a full step overshoots by far", () => {
    const found = maximise([1], 1, ([x]) => {
      const slope = Math.tanh(x! - 5);
      return one(-Math.log(Math.cosh(x! - 5)), -slope, 1 - slope * slope);
    });
    expect(found.converged).toBe(true);
    expect(found.at[0]).toBeCloseTo(5, 10);
    expect(found.covariance[0]).toBeCloseTo(1, 10);
  });

  it("is not found, and not said to be, where the function rises for ever", () => {
    const found = maximise([1], 1, ([x]) => one(-Math.exp(-x!), Math.exp(-x!), Math.exp(-x!)));
    expect(found.converged).toBe(false);
    expect(found.at[0]).toBeGreaterThan(10);
  });

  it("is not said to be found where the information ends before the slope does", () => {
    const found = maximise([1], 1, ([x]) => (x! < 1 ? one(x!, 1, 1) : one(x!, 1, 0)));
    expect(found).toMatchObject({ converged: false, iterations: 1 });
    expect(found.at[0]).toBe(1);
    expect(found.covariance[0]).toBeNaN();
  });

  it("is not said to be found where no step leads up, however short", () => {
    const found = maximise([1], 1, ([x]) => one(x === 0 ? 1 : 0, 1, 1));
    expect(found.converged).toBe(false);
    expect(found.at[0]).toBe(0);
  });

  it("is not defined where a covariate is constant, or a mixture of the others", () => {
    const mixed: Evaluation = { value: 0, gradient: Float64Array.of(1, 1), information: Float64Array.of(1, 2, 2, 4) };
    const found = maximise([1, 2], 1, () => mixed);
    expect(found).toMatchObject({ converged: false, iterations: 0 });
    expect([...found.at, ...found.covariance].every(Number.isNaN)).toBe(true);
    expect(maximise([0], 1, () => one(0, 0, 0)).at[0]).toBeNaN();
  });
});
