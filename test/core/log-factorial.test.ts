import { expect, it } from "vitest";
import { logFactorial } from "../../src/core/log-factorial.ts";

it("is the logarithm of the product up to 20!", () => {
  let product = 1;
  for (let x = 0; x <= 20; x++) {
    if (x > 0) product *= x;
    expect(Math.abs(logFactorial(x) - Math.log(product))).toBeLessThan(1e-14 * Math.max(1, Math.log(product)));
  }
});

it("holds for numbers that are not whole: 0.5! = √π / 2, 2.5! = 15 √π / 8", () => {
  expect(logFactorial(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI) / 2), 14);
  expect(logFactorial(2.5)).toBeCloseTo(Math.log((15 * Math.sqrt(Math.PI)) / 8), 14);
});

it("grows by ln x from x − 1 to x, however large x is", () => {
  for (const x of [14, 15, 16, 170, 1e4, 123456]) {
    const grown = logFactorial(x) - logFactorial(x - 1);
    expect(Math.abs(grown - Math.log(x))).toBeLessThan(1e-15 * Math.max(10, logFactorial(x)));
  }
});
