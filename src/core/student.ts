import { normalQuantile, normalTail } from "./distributions.ts";
import { exp, log } from "./math.ts";

/**
 * Student's t and Fisher's F: how far estimates may lie from the truth where the size of the errors is estimated too.
 */

/** Γ(a + 1/2) / Γ(a) by its series is exact to the last place from here on. */
const SERIES_FROM = 30;
/** Degrees of freedom beyond which x is too near to 1. */
const MANY = 2e4;
const MOST_TERMS = 100_000;
const MOST_STEPS = 200;

/**
 * The probability that a t of so many degrees of freedom is above `t`. NaN unless they are above 0; those of the normal
 * distribution where they are infinite.
 *
 * **How** I_x(df / 2, 1/2) / 2 with x = df / (df + t²), I the regularised incomplete beta function; above 20,000 degrees
 * of freedom the normal tail with Fisher's first two corrections. Within 1e-12.
 */
export function studentTail(t: number, degreesOfFreedom: number): number {
  if (Number.isNaN(t) || !(degreesOfFreedom > 0)) return Number.NaN;
  if (degreesOfFreedom === Infinity) return normalTail(t);
  if (t < 0) return 1 - studentTail(-t, degreesOfFreedom);
  if (t === Infinity) return 0;
  if (degreesOfFreedom > MANY) return nearlyNormalTail(t, degreesOfFreedom);
  return incompleteBeta(degreesOfFreedom, t * t, degreesOfFreedom / 2, 1) / 2;
}

/** The number below which a t of so many degrees of freedom lies with probability p. NaN outside 0–1, ±∞ at its ends. */
export function studentQuantile(p: number, degreesOfFreedom: number): number {
  if (!(p >= 0 && p <= 1) || !(degreesOfFreedom > 0)) return Number.NaN;
  if (p < 0.5) return 0 - studentQuantile(1 - p, degreesOfFreedom);
  if (p === 0.5) return 0;
  if (p === 1) return Infinity;
  if (degreesOfFreedom === Infinity) return normalQuantile(p);
  const tail = 1 - p;
  let low = 0;
  let high = Math.max(1, normalQuantile(p));
  while (studentTail(high, degreesOfFreedom) > tail) {
    low = high;
    high *= 2;
  }
  // Secants of the tail, and halves where they leave the interval or are slow.
  let t = (low + high) / 2;
  for (let step = 0; step < MOST_STEPS && high - low > 1e-15 * high; step++) {
    const excess = studentTail(t, degreesOfFreedom) - tail;
    if (excess > 0) low = t;
    else high = t;
    if (excess === 0) break;
    const next = t + excess / density(t, degreesOfFreedom);
    t = next > low && next < high ? next : (low + high) / 2;
    if (t === low || t === high) break;
  }
  return t;
}

/** How many standard errors an interval of this confidence reaches to either side: 2.26 for 0.95 and 9 degrees of freedom. */
export function studentReach(confidence: number, degreesOfFreedom: number): number {
  return studentQuantile(0.5 + confidence / 2, degreesOfFreedom);
}

/** The probability that an F of `numerator` (whole) and `denominator` degrees of freedom is above `f`. NaN for f below 0. */
export function fisherTail(f: number, numerator: number, denominator: number): number {
  if (!(f >= 0) || !(numerator >= 1) || !(denominator > 0)) return Number.NaN;
  if (f === Infinity) return 0;
  return incompleteBeta(denominator, numerator * f, denominator / 2, numerator);
}

function nearlyNormalTail(t: number, df: number): number {
  const s = t * t;
  const second = t * (s * (s * (3 * s - 7) - 5) - 3);
  return normalTail(t) + normalDensity(t) * ((t * (s + 1)) / (4 * df) + second / (96 * df * df));
}

function normalDensity(t: number): number {
  return exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
}

function density(t: number, df: number): number {
  const spread = logOnePlus((t * t) / df);
  return (exp((-(df + 1) / 2) * spread) * halfStep(df / 2)) / Math.sqrt(Math.PI * df);
}

/**
 * I_x(a, b / 2) for x = part / (part + rest) and a whole b.
 *
 * **How** x^a (1 − x)^(b/2) / (a B(a, b/2)) times the continued fraction of the hypergeometric function; where that is slow,
 * 1 less the same of the other side.
 */
function incompleteBeta(part: number, rest: number, a: number, b: number): number {
  const whole = part + rest;
  const half = b / 2;
  if (rest === 0) return 1;
  const logPower = -a * logOnePlus(rest / part) - half * logOnePlus(part / rest) - logBeta(a, b);
  const x = part / whole;
  if (x < (a + 1) / (a + half + 2)) return (exp(logPower) * fraction(x, rest / whole, a, half)) / a;
  return 1 - (exp(logPower) * fraction(rest / whole, x, half, a)) / half;
}

/** The continued fraction of I_x(a, b), by Lentz's method; y = 1 − x, for the digits that x near 1 has lost. */
function fraction(x: number, y: number, a: number, b: number): number {
  let c = 1;
  let d = (a + 1) / (1 - b + (a + b) * y);
  let value = d;
  for (let m = 1; m < MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    const step = d * c;
    value *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return value;
}

/** ln B(a, b / 2) for a whole b: Γ(a) / Γ(a + b/2) and Γ(b/2) step by step. */
function logBeta(a: number, b: number): number {
  const odd = b % 2;
  let at = odd === 1 ? a + 0.5 : a;
  let own = odd === 1 ? 0.5 : 1;
  let sum = odd === 1 ? log(Math.sqrt(Math.PI)) - log(halfStep(a)) : -log(a);
  if (odd === 0) at += 1;
  for (let steps = (b - (odd === 1 ? 1 : 2)) / 2; steps > 0; steps--) {
    sum += log(own / at);
    own++;
    at++;
  }
  return sum;
}

/** Γ(a + 1/2) / Γ(a). */
function halfStep(a: number): number {
  let factor = 1;
  let at = a;
  for (; at < SERIES_FROM; at++) factor *= at / (at + 0.5);
  const r = 1 / at;
  const s = r * r;
  const series = r * (-1 / 8 + s * (1 / 192 + s * (-1 / 640 + s * (17 / 14_336))));
  return factor * Math.sqrt(at) * exp(series);
}

/** ln(1 + y) without the digits that 1 + y loses. */
function logOnePlus(y: number): number {
  const u = 1 + y;
  if (u === 1) return y;
  return u === Infinity ? Infinity : (log(u) * y) / (u - 1);
}
