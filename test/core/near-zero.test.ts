import { describe, expect, it } from "vitest";
import { aboveTangent, expm1, expm1Into, log1p, log1pInto } from "../../src/core/near-zero.ts";
import { createRandom } from "../../src/core/random.ts";

const DRAWS = 100_000;

/** The distance of two numbers in units in the last place of the second. */
function unitsApart(mine: number, theirs: number): number {
  if (Object.is(mine, theirs) || mine === theirs) return 0;
  return Math.abs(mine - theirs) / Math.max(2 ** (Math.floor(Math.log2(Math.abs(theirs))) - 52), Number.MIN_VALUE);
}

function worst(
  draw: (random: () => number) => number,
  mine: (x: number) => number,
  theirs: (x: number) => number,
): number {
  const random = createRandom(11);
  let largest = 0;
  for (let i = 0; i < DRAWS; i++) {
    const x = draw(random);
    const apart = unitsApart(mine(x), theirs(x));
    if (!(apart <= largest)) largest = apart;
  }
  return largest;
}

/** e^−x − 1 + x from its series in whole numbers of 2^−240. */
function exactAboveTangent(x: number): number {
  const one = 1n << 240n;
  const X = BigInt(Math.round(x * 2 ** 52)) << 188n;
  let term = (X * X) / one / 2n;
  let sum = term;
  for (let k = 3n; k < 90n; k++) {
    term = (-term * X) / one / k;
    sum += term;
  }
  return Number(sum) / 2 ** 240;
}

describe("functions near zero agree with the exact ones to the last places", () => {
  const anySize = (random: () => number): number => (random() < 0.5 ? -1 : 1) * 10 ** (random() * 18 - 16);

  it("e^x − 1 and ln(1 + x)", () => {
    expect(worst(anySize, expm1, Math.expm1)).toBeLessThanOrEqual(4);
    expect(worst((r) => Math.max(-0.999999, anySize(r)), log1p, Math.log1p)).toBeLessThanOrEqual(4);
    expect(worst((r) => 0.8 * (r() - 0.5), expm1, Math.expm1)).toBeLessThanOrEqual(4);
    expect(worst((r) => 1e300 ** r(), log1p, Math.log1p)).toBeLessThanOrEqual(4);
  });

  it("e^−x − 1 + x", () => {
    const onGrid = (x: number): number => Math.round(x * 2 ** 52) / 2 ** 52;
    const random = createRandom(7);
    let largest = 0;
    for (let i = 0; i < 20_000; i++) {
      const x = onGrid(3 * random());
      largest = Math.max(largest, unitsApart(aboveTangent(x), exactAboveTangent(x)));
    }
    expect(largest).toBeLessThanOrEqual(6);
    expect(aboveTangent(1e-100) / 1e-200).toBeCloseTo(0.5, 14);
    expect(aboveTangent(1e6)).toBe(999_999);
  });

  it("keep the ends of their ranges", () => {
    expect([expm1(0), expm1(800), expm1(-800), expm1(-Infinity), expm1(Number.NaN)]).toEqual([
      0,
      Infinity,
      -1,
      -1,
      Number.NaN,
    ]);
    expect([log1p(0), log1p(-1), log1p(-2), log1p(Infinity), log1p(Number.NaN)]).toEqual([
      0,
      -Infinity,
      Number.NaN,
      Infinity,
      Number.NaN,
    ]);
    expect(aboveTangent(0)).toBe(0);
  });
});

it("functions of a list have the bits of those taken one by one, and leave what is beyond the first so many", () => {
  const random = createRandom(5);
  const given = Float64Array.from({ length: 5000 }, () => (random() < 0.5 ? -1 : 1) * 10 ** (random() * 18 - 16));
  given.set([0, -0, -1, -2, 0.1, -0.1, 0.34657359027997264, -800, 800, Infinity, -Infinity, Number.NaN]);
  for (const count of [0, 1, 4000, 5000]) {
    for (const [into, alone] of [[expm1Into, expm1] as const, [log1pInto, log1p] as const]) {
      const values = given.slice();
      into(values, count);
      expect(values).toEqual(given.map((x, k) => (k < count ? alone(x) : x)));
    }
  }
});
