import { pow } from "../core/math.ts";

/**
 * Student's t distribution with whole degrees of freedom: how far a value may lie from the mean of a few others.
 */

const MOST_TERMS = 400;
const SMALL = 1e-300;

/**
 * The probability that a Student variable lies further from 0 than |t|, on either side; NaN below one degree of freedom.
 *
 * **How** the incomplete beta function I(x; ν/2, 1/2) at x = ν / (ν + t²), by its continued fraction (Lentz), so that small
 * probabilities keep their digits.
 */
export function studentTails(t: number, degrees: number): number {
  if (Number.isNaN(t) || !(degrees >= 1)) return Number.NaN;
  const x = degrees / (degrees + t * t);
  const a = degrees / 2;
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = (pow(x, a) * Math.sqrt(1 - x)) / betaWithHalf(degrees);
  return x < (a + 1) / (a + 2.5) ? (front * fraction(a, 0.5, x)) / a : 1 - (front * fraction(0.5, a, 1 - x)) / 0.5;
}

/** How many standard errors a two-sided interval of this confidence reaches with so many degrees of freedom; NaN without any. */
export function studentReach(confidence: number, degrees: number): number {
  if (!(degrees >= 1)) return Number.NaN;
  const outside = 1 - confidence;
  let low = 0;
  let high = 1;
  while (studentTails(high, degrees) > outside) high *= 2;
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (studentTails(middle, degrees) > outside) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** B(ν/2, 1/2), from B(1/2, 1/2) = π or B(1, 1/2) = 2 by B(a + 1, 1/2) = B(a, 1/2) · a / (a + 1/2). */
function betaWithHalf(degrees: number): number {
  let value = degrees % 2 === 1 ? Math.PI : 2;
  for (let a = degrees % 2 === 1 ? 0.5 : 1; a < degrees / 2; a++) value *= a / (a + 0.5);
  return value;
}

/** The continued fraction of the incomplete beta function. */
function fraction(a: number, b: number, x: number): number {
  const safe = (value: number): number => (Math.abs(value) < SMALL ? SMALL : value);
  let c = 1;
  let d = 1 / safe(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / safe(1 + even * d);
    c = safe(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / safe(1 + odd * d);
    c = safe(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return h;
}
