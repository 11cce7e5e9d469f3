import { describe, expect, it } from "vitest";
import { normalTail } from "../../src/core/distributions.ts";
import { fisherTail, studentQuantile, studentReach, studentTail } from "../../src/core/student.ts";

function expectSame(got: number, expected: number, tolerance = 1e-12): void {
  expect(Math.abs(got - expected)).toBeLessThanOrEqual(tolerance * Math.abs(expected));
}

/** Closed forms of the tail for few degrees of freedom. */
const CLOSED: Readonly<Record<number, (t: number) => number>> = {
  1: (t) => 0.5 - Math.atan(t) / Math.PI,
  2: (t) => 0.5 - t / (2 * Math.sqrt(2 + t * t)),
  3: (t) => 0.5 - (Math.atan(t / Math.sqrt(3)) + (Math.sqrt(3) * t) / (3 + t * t)) / Math.PI,
  4: (t) => 0.5 - (t * (6 + t * t)) / (2 * (4 + t * t) ** 1.5),
};

describe("Student's t", () => {
  it("tails are the closed forms for 1 to 4 degrees of freedom", () => {
    for (const df of [1, 2, 3, 4]) {
      for (const t of [-3, -0.2, 0, 1e-6, 0.1, 0.7, 1, 2.5, 4, 9]) {
        expect(Math.abs(studentTail(t, df) - CLOSED[df]!(t))).toBeLessThan(1e-14);
      }
    }
  });

  it("far tails are right relatively: 1 / (π t) and 1 / (2 t²) to the first order", () => {
    expectSame(studentTail(1e8, 1), 1 / (Math.PI * 1e8));
    expectSame(studentTail(1e8, 2), 1 / (2 * 1e16));
  });

  it("tails are the integrals of the density", () => {
    for (const df of [5, 7.5, 12, 39, 40, 41, 250]) {
      for (const t of [0.3, 1.1, 2.2, 5]) {
        const inside = integral((x) => (1 + (x * x) / df) ** (-(df + 1) / 2), 0, t);
        const whole = integral((y) => Math.cos(y) ** (df - 1), 0, Math.PI / 2) * Math.sqrt(df);
        expect(Math.abs(studentTail(t, df) - (0.5 - (0.5 * inside) / whole))).toBeLessThan(1e-12);
      }
    }
  });

  it("tails of many degrees of freedom are the normal's with the first terms of the expansion", () => {
    const second = (t: number): number => 3 * t ** 7 - 7 * t ** 5 - 5 * t ** 3 - 3 * t;
    for (const df of [1e4, 19_999, 20_001, 1e5, 1e7]) {
      for (const t of [0.01, 1, 2, 5]) {
        const density = Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
        const expansion = density * ((t ** 3 + t) / (4 * df) + second(t) / (96 * df * df));
        expect(Math.abs(studentTail(t, df) - normalTail(t) - expansion)).toBeLessThan(1e-12);
      }
    }
    expect(studentTail(2, Infinity)).toBe(normalTail(2));
    expect(studentReach(0.95, Infinity)).toBeCloseTo(1.959963984540054, 14);
  });

  it("quantiles are the printed ones of tables", () => {
    const printed: [number, number, number][] = [
      [0.975, 1, 12.7062],
      [0.975, 2, 4.3027],
      [0.975, 5, 2.5706],
      [0.975, 9, 2.2622],
      [0.975, 30, 2.0423],
      [0.975, 120, 1.9799],
      [0.95, 10, 1.8125],
      [0.995, 10, 3.1693],
      [0.9, 3, 1.6377],
      [0.9995, 20, 3.8495],
    ];
    for (const [p, df, t] of printed) expect(studentQuantile(p, df).toFixed(4)).toBe(t.toFixed(4));
    expectSame(studentQuantile(0.975, 1), Math.tan(Math.PI * 0.475));
    expectSame(studentQuantile(0.975, 2), 0.95 / Math.sqrt(2 * 0.975 * 0.025));
  });

  it("the tail undoes the quantile, and quantiles lie opposite each other", () => {
    for (const df of [0.5, 1, 2, 3.5, 17, 400, 19_999, 1e6]) {
      for (const p of [0.001, 0.02, 0.3, 0.5, 0.51, 0.9, 0.999999]) {
        const t = studentQuantile(p, df);
        expect(Math.abs(studentTail(t, df) - (1 - p))).toBeLessThan(1e-12);
        expect(studentQuantile(1 - p, df)).toBeCloseTo(-t, Math.abs(t) > 1e3 ? 0 : 9);
      }
    }
  });

  it("is NaN where there is none", () => {
    expect(studentTail(1, 0)).toBeNaN();
    expect(studentTail(Number.NaN, 3)).toBeNaN();
    expect(studentTail(Infinity, 3)).toBe(0);
    expect(studentTail(-Infinity, 3)).toBe(1);
    expect(studentQuantile(1.1, 3)).toBeNaN();
    expect(studentQuantile(0.5, Number.NaN)).toBeNaN();
    expect([studentQuantile(0, 3), studentQuantile(1, 3)]).toEqual([-Infinity, Infinity]);
  });
});

describe("Fisher's F", () => {
  it("with one degree above is the square of a t", () => {
    for (const df of [1, 2, 9, 60, 1000]) {
      for (const t of [0.1, 1, 2, 6]) expectSame(fisherTail(t * t, 1, df), 2 * studentTail(t, df), 1e-11);
    }
  });

  it("has the closed forms of two degrees above, and of two below", () => {
    for (const [f, df] of [
      [0.2, 3],
      [1.7, 9],
      [4, 40],
    ] as const) {
      expectSame(fisherTail(f, 2, df), (1 + (2 * f) / df) ** (-df / 2));
      expectSame(fisherTail(f, df, 2), 1 - (1 + 2 / (df * f)) ** (-df / 2), 1e-11);
    }
  });

  it("turned over is the other tail", () => {
    for (const [a, b] of [
      [3, 7],
      [8, 5],
      [15, 200],
    ] as const) {
      for (const f of [0.3, 1, 2.4]) expect(fisherTail(f, a, b) + fisherTail(1 / f, b, a)).toBeCloseTo(1, 12);
    }
  });

  it("critical values are the printed ones of tables", () => {
    for (const [f, a, b, p] of [
      [3.7083, 3, 10, 0.05],
      [2.7109, 5, 20, 0.05],
      [4.1027, 5, 20, 0.01],
    ] as const) {
      expect(fisherTail(f, a, b)).toBeCloseTo(p, 5);
    }
    expect(fisherTail(-1, 2, 3)).toBeNaN();
    expect(fisherTail(Number.NaN, 2, 3)).toBeNaN();
    expect(fisherTail(Infinity, 2, 3)).toBe(0);
    expect(fisherTail(0, 2, 3)).toBe(1);
  });
});

/** Simpson's rule of 4,000 steps: exact to 1e-13 for the smooth functions here. */
function integral(f: (x: number) => number, from: number, to: number): number {
  const steps = 4000;
  const h = (to - from) / steps;
  let sum = f(from) + f(to);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * f(from + i * h);
  return (sum * h) / 3;
}
