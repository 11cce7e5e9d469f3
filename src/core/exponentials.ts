import { exp, LN2_HIGH, LN2_LOW, POWERS_OF_TWO } from "./math.ts";

/**
 * The exponential for long rows of numbers, with the same bits on every machine: from a table, in a third of the time of `exp`.
 *
 * **How** x = k · ln 2 / 64 + y with a whole k: e^x = 2^(k / 64) · e^y, where |y| < 0.0055, so that five terms of the series of
 * e^y are exact to the last place. Within two units in the last place of the true value, and not always the bits of `exp`; where one
 * k follows another, a number may have the larger exponential of two that are next to each other.
 */

const PARTS = 64;
const BITS = 6;
const PARTS_OF_ONE = PARTS / Math.LN2;
const HIGH = LN2_HIGH / PARTS;
const LOW = LN2_LOW / PARTS;
/** A number below 2⁵¹ in size that is added to this, and from which it is taken off again, is rounded to a whole one. */
const ROUNDING = 6755399441055744;

/** 2^(0 / 64) … 2^(63 / 64). */
const ROOTS: Float64Array = /* @__PURE__ */ rootsOfTwo();

function rootsOfTwo(): Float64Array {
  // k · HIGH is exact; what it lacks of k · ln 2 / 64 is put in by the first term of its series.
  return Float64Array.from({ length: PARTS }, (_, k) => {
    const root = exp(k * HIGH);
    return root + root * (k * LOW);
  });
}

/** e to the power of the first `count` values, in place. Two at a time, so that one does not wait for the other. */
export function expByTable(values: Float64Array, count: number): void {
  let i = 0;
  for (; i + 1 < count; i += 2) {
    const x = values[i]!;
    const x2 = values[i + 1]!;
    if (!(x > -708 && x < 709 && x2 > -708 && x2 < 709)) {
      values[i] = single(x);
      values[i + 1] = single(x2);
      continue;
    }
    const whole = x * PARTS_OF_ONE + ROUNDING - ROUNDING;
    const whole2 = x2 * PARTS_OF_ONE + ROUNDING - ROUNDING;
    const k = whole | 0;
    const k2 = whole2 | 0;
    const y = x - whole * HIGH - whole * LOW;
    const y2 = x2 - whole2 * HIGH - whole2 * LOW;
    const square = y * y;
    const square2 = y2 * y2;
    const more = y + square * (1 / 2 + y * (1 / 6) + square * (1 / 24 + y * (1 / 120)));
    const more2 = y2 + square2 * (1 / 2 + y2 * (1 / 6) + square2 * (1 / 24 + y2 * (1 / 120)));
    const root = ROOTS[k & (PARTS - 1)]!;
    const root2 = ROOTS[k2 & (PARTS - 1)]!;
    values[i] = (root + root * more) * POWERS_OF_TWO[(k >> BITS) + 1074]!;
    values[i + 1] = (root2 + root2 * more2) * POWERS_OF_TWO[(k2 >> BITS) + 1074]!;
  }
  if (i < count) values[i] = single(values[i]!);
}

function single(x: number): number {
  if (!(x > -708 && x < 709)) return exp(x);
  const whole = x * PARTS_OF_ONE + ROUNDING - ROUNDING;
  const k = whole | 0;
  const y = x - whole * HIGH - whole * LOW;
  const square = y * y;
  const more = y + square * (1 / 2 + y * (1 / 6) + square * (1 / 24 + y * (1 / 120)));
  const root = ROOTS[k & (PARTS - 1)]!;
  return (root + root * more) * POWERS_OF_TWO[(k >> BITS) + 1074]!;
}
