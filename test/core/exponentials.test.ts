import { expect, it } from "vitest";
import { expByTable } from "../../src/core/exponentials.ts";
import { exp } from "../../src/core/math.ts";
import { createRandom } from "../../src/core/random.ts";

/** The space between a number and the next. */
function unitOf(x: number): number {
  return 2 ** Math.max(-1074, Math.floor(Math.log2(x)) - 52);
}

it("the exponentials of a row are within two units in the last place of those of its numbers", () => {
  const random = createRandom(42);
  const near = Float64Array.from({ length: 20001 }, () => 60 * (random() - 0.5));
  const far = Float64Array.from({ length: 20001 }, () => 1416 * (random() - 0.5));
  // Half way between the places of the table, and at its ends.
  const places = Float64Array.from({ length: 513 }, (_, i) => ((i - 256) * Math.LN2) / 128);
  for (const values of [near, far, places]) {
    const got = values.slice();
    expByTable(got, got.length);
    const worst = got.reduce((most, y, i) => Math.max(most, Math.abs(y - exp(values[i]!)) / unitOf(y)), 0);
    expect(worst).toBeLessThanOrEqual(2);
    expect(worst).toBeGreaterThan(0);
  }
});

it("numbers whose exponentials are no normal numbers have those of exp", () => {
  const odd = Float64Array.of(0, -0, 709, 710, -708, 1, -745, -746, Infinity, -Infinity, Number.NaN, 2, Number.NaN);
  const got = odd.slice();
  expByTable(got, got.length);
  expect([...got.keys()].filter((i) => !Object.is(got[i], exp(odd[i]!)) && odd[i] !== 1 && odd[i] !== 2)).toEqual([]);
  expect([got[0], got[9]]).toEqual([1, 0]);
  // In either place of two that are worked on together, beside one that has a normal exponential.
  for (const x of [709.5, 800, 1e308, -709, -800, -1e308]) {
    const first = Float64Array.of(x, 1);
    const second = Float64Array.of(1, x);
    expByTable(first, 2);
    expByTable(second, 2);
    expect([first[0], second[1]]).toEqual([exp(x), exp(x)]);
    expect(first[1]).toBe(second[0]);
  }
});

it("an exponential does not depend on where in the row its number stands", () => {
  const random = createRandom(7);
  const values = Float64Array.from({ length: 1001 }, () => 40 * (random() - 0.7));
  const whole = values.slice();
  expByTable(whole, whole.length);
  const beside = Float64Array.from(values, (x, i) => (i % 3 === 0 ? -800 : x));
  expByTable(beside, beside.length);
  for (let i = 0; i < values.length; i++) {
    const alone = values.slice(i, i + 1);
    expByTable(alone, 1);
    expect(alone[0]).toBe(whole[i]);
    if (i % 3 !== 0) expect(beside[i]).toBe(whole[i]);
  }
});

it("only as many as are asked for", () => {
  const values = Float64Array.of(0, 0, 0, 5);
  expByTable(values, 3);
  expect(values).toEqual(Float64Array.of(1, 1, 1, 5));
});
