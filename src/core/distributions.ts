import { exp, log } from "./math.ts";

/**
 * The normal distribution, by which intervals are drawn and surprise is judged.
 */

/** Numerators and denominators of Wichura's three fractions (AS 241), highest power first. */
const MIDDLE = [
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
  133.14166789178438, 3.3871328727963665,
] as const;
const MIDDLE_UNDER = [
  5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
  42.31333070160091, 1,
] as const;
const TAIL = [
  7.745450142783414e-4, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
  5.769497221460691, 4.630337846156546, 1.4234371107496835,
] as const;
const TAIL_UNDER = [
  1.0507500716444169e-9, 5.475938084995345e-4, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
  1.6763848301838038, 2.053191626637759, 1,
] as const;
const FAR_TAIL = [
  2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
  1.7848265399172913, 5.463784911164114, 6.657904643501103,
] as const;
const FAR_TAIL_UNDER = [
  2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 7.868691311456133e-4, 0.014875361290850615,
  0.1369298809227358, 0.599832206555888, 1,
] as const;

const MIDDLE_HALF = 0.425;
const TAIL_END = 5;
const SQRT_TAU = 2.5066282746310002;
/** Up to here the normal tail is 1/2 less a series; beyond, a continued fraction. */
const SERIES_END = 3;
const MOST_TERMS = 200;

/**
 * The number below which a standard normal variable lies with probability p. NaN outside 0–1, ±∞ at its ends.
 *
 * **How** Wichura's fractions, to a relative error of 1e-15.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  const q = p - 0.5;
  if (Math.abs(q) <= MIDDLE_HALF) {
    const r = MIDDLE_HALF * MIDDLE_HALF - q * q;
    return (q * polynomial(MIDDLE, r)) / polynomial(MIDDLE_UNDER, r);
  }
  const r = Math.sqrt(-log(q < 0 ? p : 1 - p));
  const size =
    r <= TAIL_END
      ? polynomial(TAIL, r - 1.6) / polynomial(TAIL_UNDER, r - 1.6)
      : polynomial(FAR_TAIL, r - TAIL_END) / polynomial(FAR_TAIL_UNDER, r - TAIL_END);
  return q < 0 ? -size : size;
}

/**
 * The probability that a standard normal variable is above z.
 *
 * **How** up to z = 3, 1/2 less φ(z) · (z + z³/3 + z⁵/(3·5) + …); beyond, φ(z) over the continued fraction z + 1/(z + 2/(z + …)).
 */
export function normalTail(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  if (z < 0) return 1 - normalTail(-z);
  const density = exp((-z * z) / 2) / SQRT_TAU;
  if (density === 0) return 0;
  if (z < SERIES_END) {
    let term = z;
    let sum = z;
    for (let k = 3; k < MOST_TERMS && term > sum * 1e-17; k += 2) {
      term *= (z * z) / k;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let k = MOST_TERMS; k > 0; k--) fraction = z + k / fraction;
  return density / fraction;
}

/** How many standard errors an interval of this confidence reaches to either side: 1.96 for 0.95. */
export function normalReach(confidence: number): number {
  return normalQuantile(0.5 + confidence / 2);
}

/**
 * Between which shares does the true one lie, if `count` of `total` were counted? Wilson's interval; NaN of none.
 */
export function wilsonInterval(count: number, total: number, confidence: number): { low: number; high: number } {
  if (!(total > 0)) return { low: Number.NaN, high: Number.NaN };
  const z = normalReach(confidence);
  const share = count / total;
  const spread = (z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total))) / (1 + (z * z) / total);
  const middle = (share + (z * z) / (2 * total)) / (1 + (z * z) / total);
  return {
    low: count === 0 ? 0 : Math.max(0, middle - spread),
    high: count === total ? 1 : Math.min(1, middle + spread),
  };
}

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (const c of coefficients) value = value * x + c;
  return value;
}
