import { exp, log } from "./math.ts";

/**
 * e^x − 1 and ln(1 + x) without losing the digits of a small x, from operations that IEEE 754 defines, as in `math.ts`.
 * Both are within four units in the last place.
 */

/** Up to ± this, half of ln 2, the series of e^x − 1 is used. */
const SMALL = 0.34657359027997264;

/** Between ± this, the series of ln(1 + x) is used. */
const SMALL_GROWTH = 0.1;

/** e^x − 1. */
export function expm1(x: number): number {
  return x > -SMALL && x < SMALL ? expm1Series(x) : exp(x) - 1;
}

/** `expm1` of the first `count` values, in place and to the same bits. Small ones take a third of the time. */
export function expm1Into(values: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const x = values[i]!;
    values[i] = x > -SMALL && x < SMALL ? expm1Series(x) : exp(x) - 1;
  }
}

function expm1Series(x: number): number {
  const far = 1 / 39916800 + x * (1 / 479001600 + x * (1 / 6227020800 + x * (1 / 87178291200)));
  const middle = 1 / 5040 + x * (1 / 40320 + x * (1 / 362880 + x * (1 / 3628800 + x * far)));
  return x + x * x * (1 / 2 + x * (1 / 6 + x * (1 / 24 + x * (1 / 120 + x * (1 / 720 + x * middle)))));
}

/** ln(1 + x); −Infinity of −1, NaN below. */
export function log1p(x: number): number {
  return x > -SMALL_GROWTH && x < SMALL_GROWTH ? log1pSeries(x) : log1pFar(x);
}

/** `log1p` of the first `count` values, in place and to the same bits. Small ones take a third of the time. */
export function log1pInto(values: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const x = values[i]!;
    values[i] = x > -SMALL_GROWTH && x < SMALL_GROWTH ? log1pSeries(x) : log1pFar(x);
  }
}

/** ln(1 + x) = 2 (s + s³ / 3 + s⁵ / 5 + …) with s = x / (2 + x), whose first term is x − x s. */
function log1pSeries(x: number): number {
  const s = x / (2 + x);
  const z = s * s;
  const sum = z * (2 / 3 + z * (2 / 5 + z * (2 / 7 + z * (2 / 9 + z * (2 / 11 + z * (2 / 13))))));
  return x - s * (x - sum);
}

function log1pFar(x: number): number {
  const one = 1 + x;
  if (one === Infinity || !(one > 0)) return log(one);
  // What rounding took from 1 + x comes back, times the slope of the logarithm there.
  return log(one) - (one - 1 - x) / one;
}

/** e^−x − 1 + x of an x of at least 0: how far the exponential lies above its tangent. */
export function aboveTangent(x: number): number {
  if (x > 0.5) return expm1(-x) + x;
  const last = 1 / 87178291200 - x * (1 / 1307674368000 - x * (1 / 20922789888000));
  const far =
    1 / 362880 - x * (1 / 3628800 - x * (1 / 39916800 - x * (1 / 479001600 - x * (1 / 6227020800 - x * last))));
  const middle = 1 / 120 - x * (1 / 720 - x * (1 / 5040 - x * (1 / 40320 - x * far)));
  return x * x * (1 / 2 - x * (1 / 6 - x * (1 / 24 - x * middle)));
}
