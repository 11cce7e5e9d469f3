/**
 * Elementary functions that give the same bits on every machine.
 *
 * JavaScript leaves the last digits of Math.sin, Math.exp and their like to each engine, and the engines differ. These use
 * only operations that IEEE 754 defines to the last bit (+ − × ÷ √ and rounding), so that the same input gives the same
 * bytes in Node, Deno, Bun and every browser. All are within two units in the last place of the true value.
 *
 * **How** The argument is brought into a small interval, where a series of a dozen terms is exact to the last place:
 * sine and cosine by quarter turns, the arctangent by eighths, the exponential and the logarithm by powers of two.
 */

/** π/2 in three parts, of which the first two have 33 bits, so that their multiples up to 2²⁰ are exact. */
const QUARTER_TURN = 1.5707963267341256;
const QUARTER_TURN_MIDDLE = 6.077100506303966e-11;
const QUARTER_TURN_LOW = 2.0222662487959506e-21;
const LARGEST_ANGLE = 1e6;
/** ln 2 in two parts, of which the first has 32 bits. */
export const LN2_HIGH = 0.6931471803691238;
export const LN2_LOW = 1.9082149292705877e-10;
/** arctan(k / 8), and what its rounding lost. */
const ARCTAN = [
  0, 0.12435499454676144, 0.24497866312686414, 0.35877067027057225, 0.4636476090008061, 0.5585993153435624,
  0.6435011087932844, 0.7188299996216245, 0.7853981633974483,
] as const;
const ARCTAN_LOST = [
  0, -3.1253241424539383e-18, 1.0698755618734451e-17, -2.4623815582638635e-17, 2.2698777452961687e-17,
  -5.4556305485916264e-18, 1.5834785051444286e-17, -2.1478388444456983e-17, 3.061616997868383e-17,
] as const;
const HALF_PI = Math.PI / 2;
const HALF_PI_LOST = 6.123233995736766e-17;
const SQRT2 = Math.SQRT2;

/** Angles up to this, a little less than an eighth of a turn, need not be brought into an interval. */
const SMALL_ANGLE = 0.78;

/** The sine of an angle in radians; NaN beyond a million. */
export function sin(x: number): number {
  const angle = Math.abs(x);
  if (angle < SMALL_ANGLE) return sineSeries(x);
  const turns = Math.round(angle / HALF_PI);
  const y = rest(angle, turns);
  const quarter = turns & 3;
  const size = (quarter & 1) === 0 ? sineSeries(y) : cosineSeries(y);
  return quarter > 1 === x < 0 ? size : -size;
}

/** The cosine of an angle in radians; NaN beyond a million. */
export function cos(x: number): number {
  const angle = Math.abs(x);
  if (angle < SMALL_ANGLE) return cosineSeries(angle);
  const turns = Math.round(angle / HALF_PI);
  const y = rest(angle, turns);
  switch (turns & 3) {
    case 0:
      return cosineSeries(y);
    case 1:
      return -sineSeries(y);
    case 2:
      return -cosineSeries(y);
    default:
      return sineSeries(y);
  }
}

/** The tangent of an angle in radians: sine over cosine. */
export function tan(x: number): number {
  return sin(x) / cos(x);
}

/** The angle of the point (x, y), −π to π, as Math.atan2. */
export function atan2(y: number, x: number): number {
  const across = Math.abs(x);
  const up = Math.abs(y);
  if (Number.isNaN(across) || Number.isNaN(up)) return Number.NaN;
  let angle: number;
  if (up === 0 && across === 0) angle = 0;
  else if (up === Infinity && across === Infinity) angle = Math.PI / 4;
  else if (up <= across) angle = arctan(up / across);
  else angle = HALF_PI - (arctan(across / up) - HALF_PI_LOST);
  const west = x < 0 || Object.is(x, -0);
  if (west) angle = Math.PI - (angle - 2 * HALF_PI_LOST);
  return y < 0 || Object.is(y, -0) ? -angle : angle;
}

/** The angle, −π/2 to π/2, whose sine is x; NaN beyond ±1. */
export function asin(x: number): number {
  return atan2(x, Math.sqrt((1 - x) * (1 + x)));
}

/** e to the power of x. */
export function exp(x: number): number {
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  const power = Math.round(x / Math.LN2);
  const high = x - power * LN2_HIGH;
  const low = power * LN2_LOW;
  const y = high - low;
  // e^y = 1 + y + y² (1 / 2! + y / 3! + y² / 4! + …); what the subtraction of `low` lost comes back at the end.
  const sum = y * y * (1 / 2 + y * (1 / 6 + y * (1 / 24 + y * (1 / 120 + y * (1 / 720 + y * exponentialTail(y))))));
  const result = 1 + (high - (low - sum + (high - low - y)));
  return scaled(result, power);
}

/** The natural logarithm of x: −Infinity of 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : Number.NaN;
  if (x === Infinity) return Infinity;
  let power = 0;
  let fraction = x;
  if (fraction < 2.2250738585072014e-308) {
    fraction *= 18014398509481984;
    power = -54;
  }
  WORDS.setFloat64(0, fraction);
  const top = WORDS.getUint32(0);
  power += (top >>> 20) - 1023;
  WORDS.setUint32(0, (top & 0xfffff) | 0x3ff00000);
  fraction = WORDS.getFloat64(0);
  if (fraction > SQRT2) {
    fraction /= 2;
    power++;
  }
  // With f = fraction − 1 and s = f / (2 + f): ln(1 + f) = f − s (f − 2 (s² / 3 + s⁴ / 5 + …)).
  const f = fraction - 1;
  const s = f / (2 + f);
  const z = s * s;
  const sum =
    z * (2 / 3 + z * (2 / 5 + z * (2 / 7 + z * (2 / 9 + z * (2 / 11 + z * (2 / 13 + z * logarithmTail(z)))))));
  const half = (f * f) / 2;
  return power * LN2_HIGH - (half - (s * (half + sum) + power * LN2_LOW) - f);
}

/** x to the power of y, for x of at least 0. Within about |y ln x| units in the last place. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (x === 0) return y > 0 ? 0 : Infinity;
  if (y === 1) return x;
  if (y === 2) return x * x;
  return exp(y * log(x));
}

/** √(x² + y² + z²). */
export function hypot(x: number, y: number, z = 0): number {
  return Math.sqrt(x * x + y * y + z * z);
}

/** Eight bytes to read and write the parts of a number; every use writes before it reads. */
export const WORDS: DataView = /* @__PURE__ */ new DataView(new ArrayBuffer(8));

/** What is left of x after `turns` quarter turns. */
function rest(x: number, turns: number): number {
  if (!(Math.abs(x) <= LARGEST_ANGLE)) return Number.NaN;
  return x - turns * QUARTER_TURN - turns * QUARTER_TURN_MIDDLE - turns * QUARTER_TURN_LOW;
}

function sineSeries(y: number): number {
  const z = y * y;
  const sum =
    -1 / 6 +
    z *
      (1 / 120 +
        z *
          (-1 / 5040 +
            z *
              (1 / 362880 +
                z * (-1 / 39916800 + z * (1 / 6227020800 + z * (-1 / 1307674368000 + z * (1 / 355687428096000)))))));
  return y + y * z * sum;
}

function cosineSeries(y: number): number {
  const z = y * y;
  const sum =
    1 / 24 +
    z *
      (-1 / 720 +
        z * (1 / 40320 + z * (-1 / 3628800 + z * (1 / 479001600 + z * (-1 / 87178291200 + z * (1 / 20922789888000))))));
  const half = z / 2;
  const rough = 1 - half;
  return rough + (1 - rough - half + z * z * sum);
}

/** The arctangent of t from 0 to 1. */
function arctan(t: number): number {
  const k = Math.round(8 * t);
  const c = k / 8;
  const u = (t - c) / (1 + t * c);
  const z = u * u;
  const sum = -1 / 3 + z * (1 / 5 + z * (-1 / 7 + z * (1 / 9 + z * (-1 / 11 + z * (1 / 13)))));
  return ARCTAN[k]! + (u + (u * z * sum + ARCTAN_LOST[k]!));
}

/** 1 / 7! + y / 8! + … + y⁷ / 14!. */
function exponentialTail(y: number): number {
  const far = 1 / 39916800 + y * (1 / 479001600 + y * (1 / 6227020800 + y * (1 / 87178291200)));
  return 1 / 5040 + y * (1 / 40320 + y * (1 / 362880 + y * (1 / 3628800 + y * far)));
}

/** 2 / 15 + 2 z / 17 + … + 2 z⁴ / 23. */
function logarithmTail(z: number): number {
  return 2 / 15 + z * (2 / 17 + z * (2 / 19 + z * (2 / 21 + z * (2 / 23))));
}

/** 2^−1074 … 2^1023: 2^power stands at power + 1074. */
export const POWERS_OF_TWO: Float64Array = /* @__PURE__ */ powersOfTwo();

/** x · 2^power, in one multiplication where 2^power is a normal number. */
function scaled(x: number, power: number): number {
  if (power >= -1022 && power <= 1023) return x * POWERS_OF_TWO[power + 1074]!;
  const half = power >> 1;
  return x * POWERS_OF_TWO[half + 1074]! * POWERS_OF_TWO[power - half + 1074]!;
}

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2098);
  powers[0] = Number.MIN_VALUE;
  for (let i = 1; i < powers.length; i++) powers[i] = powers[i - 1]! * 2;
  return powers;
}

/** How many bits of a word are set. */
export function bitsOf(word: number): number {
  let x = word - ((word >>> 1) & 0x5555_5555);
  x = (x & 0x3333_3333) + ((x >>> 2) & 0x3333_3333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
