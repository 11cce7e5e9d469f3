import { describe, expect, it } from "vitest";
import { normalQuantile, normalReach, normalTail, wilsonInterval } from "../../src/core/distributions.ts";

describe("the normal distribution", () => {
  it("quantiles are those of another program", () => {
    expectSame(normalQuantile(1e-300), -37.0470962993612);
    expectSame(normalQuantile(1e-20), -9.262340089798405);
    expectSame(normalQuantile(1e-6), -4.753424308822899);
    expectSame(normalQuantile(0.01), -2.3263478740408408);
    expectSame(normalQuantile(0.075), -1.4395314709384557);
    expectSame(normalQuantile(0.3), -0.5244005127080407);
    expectSame(normalQuantile(0.5), 0.0);
    expectSame(normalQuantile(0.8), 0.8416212335729144);
    expectSame(normalQuantile(0.975), 1.9599639845400536);
    expectSame(normalQuantile(0.999), 3.090232306167813);
  });

  it("tails are those of another program", () => {
    expectSame(normalTail(-3), 0.9986501019683699);
    expectSame(normalTail(-1), 0.8413447460685429);
    expectSame(normalTail(0), 0.5);
    expectSame(normalTail(0.5), 0.3085375387259869);
    expectSame(normalTail(1), 0.15865525393145707);
    expectSame(normalTail(2), 0.02275013194817922);
    expectSame(normalTail(2.999), 0.0013543365337271066);
    expectSame(normalTail(3.001), 0.0013454728250849683);
    expectSame(normalTail(5), 2.866515718791946e-7);
    expectSame(normalTail(10), 7.619853024160593e-24);
    expectSame(normalTail(30), 4.906713927148764e-198);
  });

  function expectSame(got: number, expected: number): void {
    expect(Math.abs(got - expected)).toBeLessThanOrEqual(1e-12 * Math.abs(expected));
  }

  it("has no quantile outside 0–1 and infinite ones at the ends", () => {
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
    expect(normalQuantile(-0.1)).toBeNaN();
    expect(normalQuantile(Number.NaN)).toBeNaN();
    expect(normalTail(Number.NaN)).toBeNaN();
    expect(normalTail(60)).toBe(0);
  });

  it("the tail undoes the quantile", () => {
    for (let i = 1; i < 400; i++) {
      const p = i / 400;
      expect(Math.abs(normalTail(normalQuantile(1 - p)) / p - 1)).toBeLessThan(1e-12);
    }
  });

  it("95 in 100 lie within 1.96 standard errors", () => {
    expect(normalReach(0.95)).toBeCloseTo(1.959963984540054, 14);
  });
});

describe("Wilson's interval", () => {
  it("is the published one of 15 of 148 and of 81 of 263", () => {
    const { low, high } = wilsonInterval(15, 148, 0.95);
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(["0.0624", "0.1605"]);
    const many = wilsonInterval(81, 263, 0.95);
    expect([many.low.toFixed(4), many.high.toFixed(4)]).toEqual(["0.2553", "0.3662"]);
  });

  it("stays within 0–1 and is unknown of nobody", () => {
    expect(wilsonInterval(0, 10, 0.95).low).toBe(0);
    expect(wilsonInterval(10, 10, 0.95).high).toBe(1);
    expect(wilsonInterval(0, 0, 0.95).low).toBeNaN();
  });
});
