import { describe, expect, it } from "vitest";
import { asin, atan2, cos, exp, hypot, log, pow, sin, tan } from "../../src/core/math.ts";
import { createRandom } from "../../src/core/random.ts";

const DRAWS = 200_000;

/** The distance of two numbers in units in the last place of the second. */
function unitsApart(mine: number, theirs: number): number {
  if (Object.is(mine, theirs) || mine === theirs) return 0;
  const unit = Math.max(2 ** (Math.floor(Math.log2(Math.abs(theirs))) - 52), Number.MIN_VALUE);
  return Math.abs(mine - theirs) / unit;
}

function worst(draw: (random: () => number) => [mine: number, theirs: number]): number {
  const random = createRandom(11);
  let largest = 0;
  for (let i = 0; i < DRAWS; i++) {
    const [mine, theirs] = draw(random);
    const apart = unitsApart(mine, theirs);
    if (!(apart <= largest)) largest = apart;
  }
  return largest;
}

describe("elementary functions agree with the engine's own to the last places", () => {
  it("sine, cosine and tangent over several turns", () => {
    const angle = (random: () => number): number => (random() - 0.5) * 4 ** (random() * 6 - 3);
    expect(worst((r) => ((x) => [sin(x), Math.sin(x)])(angle(r)))).toBeLessThanOrEqual(2);
    expect(worst((r) => ((x) => [cos(x), Math.cos(x)])(angle(r)))).toBeLessThanOrEqual(2);
    expect(worst((r) => ((x) => [tan(x), Math.tan(x)])(angle(r)))).toBeLessThanOrEqual(4);
  });

  it("the arcus functions", () => {
    expect(worst((r) => ((y, x) => [atan2(y, x), Math.atan2(y, x)])(r() - 0.5, r() - 0.5))).toBeLessThanOrEqual(2);
    expect(worst((r) => ((y, x) => [atan2(y, x), Math.atan2(y, x)])(10 ** (-20 * r()), r() - 0.5))).toBeLessThanOrEqual(
      2,
    );
    expect(worst((r) => ((x) => [asin(x), Math.asin(x)])(2 * r() - 1))).toBeLessThanOrEqual(2);
    expect(worst((r) => ((x) => [asin(x), Math.asin(x)])(10 ** (-12 * r())))).toBeLessThanOrEqual(2);
  });

  it("exponential, logarithm and powers", () => {
    expect(worst((r) => ((x) => [exp(x), Math.exp(x)])(1400 * r() - 700))).toBeLessThanOrEqual(2);
    expect(worst((r) => ((x) => [exp(x), Math.exp(x)])(2 * r() - 1))).toBeLessThanOrEqual(2);
    expect(worst((r) => ((x) => [log(x), Math.log(x)])(10 ** (600 * r() - 300)))).toBeLessThanOrEqual(2);
    expect(worst((r) => ((x) => [log(x), Math.log(x)])(0.5 + r()))).toBeLessThanOrEqual(2);
    expect(worst((r) => ((x, y) => [pow(x, y), x ** y])(r() * 1000, 4 * r() - 2))).toBeLessThanOrEqual(30);
    expect(worst((r) => ((x, y) => [hypot(x, y), Math.hypot(x, y)])(r(), r()))).toBeLessThanOrEqual(2);
  });
});

describe("special values", () => {
  const ZEROS = [0, -0, 1, -1, Infinity, -Infinity, Number.NaN, 5e-324, 1e-310, 1.7976931348623157e308];

  const near = (mine: number, theirs: number): boolean =>
    Object.is(mine, theirs) || (theirs !== 0 && unitsApart(mine, theirs) <= 2);

  it("are those of the engine", () => {
    for (const y of ZEROS) {
      for (const x of ZEROS) expect(near(atan2(y, x), Math.atan2(y, x)), `atan2(${y}, ${x})`).toBe(true);
      expect(near(exp(y), Math.exp(y)), `exp(${y})`).toBe(true);
      expect(near(log(y), Math.log(y)), `log(${y})`).toBe(true);
    }
    expect([asin(1), asin(-1), asin(2)]).toEqual([Math.PI / 2, -Math.PI / 2, Number.NaN]);
    expect([exp(0), log(1)]).toEqual([1, 0]);
    expect([exp(-745), exp(-746), exp(710)]).toEqual([5e-324, 0, Infinity]);
    expect([sin(0), cos(0), sin(Math.PI / 2), cos(Math.PI)]).toEqual([0, 1, 1, -1]);
    expect([pow(0, 2), pow(0, -1), pow(0, 0), pow(3, 1), pow(3, 2)]).toEqual([0, Infinity, 1, 3, 9]);
    expect([sin(1e7), cos(Infinity), sin(Number.NaN)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  it("the bits are the same everywhere: a hash over many results", () => {
    const random = createRandom("bits");
    const view = new DataView(new ArrayBuffer(8));
    let hash = 0x811c9dc5;
    const add = (x: number): void => {
      view.setFloat64(0, x);
      hash = Math.imul(hash ^ view.getUint32(0), 0x01000193);
      hash = Math.imul(hash ^ view.getUint32(4), 0x01000193);
    };
    for (let i = 0; i < 20_000; i++) {
      const x = 20 * random() - 10;
      for (const value of [sin(x), cos(x), atan2(x, random()), asin(x / 10), exp(x), log(Math.abs(x))]) add(value);
    }
    expect((hash >>> 0).toString(16)).toBe("b6675158");
  });
});
