import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";

/** Drawn by a program of its own in another language (Python, whole numbers of any size). */
const KNOWN: readonly [number | string, readonly number[]][] = [
  [42, [0.9694817731370907, 0.793644598352756, 0.7650312125383171, 0.060830878582232906]],
  [0, [0.21706864481558252, 0.4505374145737092, 0.2285163068006999, 0.4135305208252884]],
  [-1, [0.1510992032556936, 0.44720319924435437, 0.36074600664027645, 0.3211385963186443]],
  ["sojourn", [0.5994820444874208, 0.48734319605479126, 0.7401730117885561, 0.593711151847104]],
  ["Kathmandu é 😀", [0.353200355756771, 0.5969972507793359, 0.7666693671291341, 0.62551665934321]],
];

describe("a seeded source of random numbers", () => {
  it.each(KNOWN)("of seed %j gives the numbers it gives everywhere", (seed, numbers) => {
    const random = createRandom(seed);
    expect(numbers.map(() => random())).toEqual(numbers);
  });

  it("gives the same millionth number everywhere", () => {
    const random = createRandom(42);
    let last = 0;
    for (let i = 0; i < 1_000_000; i++) last = random();
    expect(last).toBe(0.6311339220126138);
  });

  it("takes a number and its text as the same seed", () => {
    expect(createRandom("42")()).toBe(createRandom(42)());
  });

  it("is apart from every other source", () => {
    const one = createRandom(1);
    const two = createRandom(1);
    one();
    one();
    expect(two()).toBe(createRandom(1)());
  });

  it("gives different numbers for neighbouring seeds", () => {
    const first = new Set(Array.from({ length: 10_000 }, (_, seed) => createRandom(seed)()));
    expect(first.size).toBe(10_000);
  });

  it("is uniform in one dimension and in pairs, from 0 to below 1", () => {
    const draws = 1_000_000;
    const random = createRandom("uniform");
    const bins = new Float64Array(1000);
    const pairs = new Float64Array(100 * 100);
    let least = 1;
    let most = 0;
    let before = random();
    for (let i = 0; i < draws; i++) {
      const x = random();
      least = Math.min(least, x);
      most = Math.max(most, x);
      bins[Math.floor(x * 1000)]!++;
      pairs[100 * Math.floor(before * 100) + Math.floor(x * 100)]!++;
      before = x;
    }
    expect(least).toBeGreaterThanOrEqual(0);
    expect(most).toBeLessThan(1);
    // Chi-square has mean k and variance 2 k: five standard deviations either way.
    for (const counts of [bins, pairs]) {
      const expected = draws / counts.length;
      const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
      const k = counts.length - 1;
      expect(Math.abs(chiSquare - k)).toBeLessThan(5 * Math.sqrt(2 * k));
    }
  });

  it("has 53 random bits, the lowest too", () => {
    const random = createRandom("bits");
    const ones = new Float64Array(53);
    for (let i = 0; i < 100_000; i++) {
      let bits = BigInt(random() * 2 ** 53);
      for (let b = 0; b < 53; b++, bits >>= 1n) ones[b]! += Number(bits & 1n);
    }
    for (const count of ones) expect(Math.abs(count - 50_000)).toBeLessThan(5 * Math.sqrt(25_000));
  });

  it.each([0.5, Number.NaN, Infinity, 2 ** 53, null, undefined])("refuses %s as a seed", (seed) => {
    expect(() => createRandom(seed as number)).toThrow(/^createRandom: seed must be a whole number or text, got /);
  });
});
