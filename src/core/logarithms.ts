import { LN2_HIGH, LN2_LOW, log, POWERS_OF_TWO, WORDS } from "./math.ts";

/** `log` of the first `count` values, in place and to the same bits. Two at a time: less than half the time. */
export function logInto(values: Float64Array, count: number): void {
  let i = 0;
  for (; i + 1 < count; i += 2) {
    const x = values[i]!;
    const x2 = values[i + 1]!;
    if (!(x > 1e-300 && x < 1e300 && x2 > 1e-300 && x2 < 1e300)) {
      values[i] = log(x);
      values[i + 1] = log(x2);
      continue;
    }
    WORDS.setFloat64(0, x);
    let power = (WORDS.getUint32(0) >>> 20) - 1023;
    WORDS.setFloat64(0, x2);
    let power2 = (WORDS.getUint32(0) >>> 20) - 1023;
    let fraction = x * POWERS_OF_TWO[1074 - power]!;
    let fraction2 = x2 * POWERS_OF_TWO[1074 - power2]!;
    if (fraction > Math.SQRT2) {
      fraction /= 2;
      power++;
    }
    if (fraction2 > Math.SQRT2) {
      fraction2 /= 2;
      power2++;
    }
    const f = fraction - 1;
    const f2 = fraction2 - 1;
    const s = f / (2 + f);
    const s2 = f2 / (2 + f2);
    const z = s * s;
    const z2 = s2 * s2;
    let sum = 2 / 21 + z * (2 / 23);
    let sum2 = 2 / 21 + z2 * (2 / 23);
    sum = 2 / 19 + z * sum;
    sum2 = 2 / 19 + z2 * sum2;
    sum = 2 / 17 + z * sum;
    sum2 = 2 / 17 + z2 * sum2;
    sum = 2 / 15 + z * sum;
    sum2 = 2 / 15 + z2 * sum2;
    sum = 2 / 13 + z * sum;
    sum2 = 2 / 13 + z2 * sum2;
    sum = 2 / 11 + z * sum;
    sum2 = 2 / 11 + z2 * sum2;
    sum = 2 / 9 + z * sum;
    sum2 = 2 / 9 + z2 * sum2;
    sum = 2 / 7 + z * sum;
    sum2 = 2 / 7 + z2 * sum2;
    sum = 2 / 5 + z * sum;
    sum2 = 2 / 5 + z2 * sum2;
    sum = z * (2 / 3 + z * sum);
    sum2 = z2 * (2 / 3 + z2 * sum2);
    const half = (f * f) / 2;
    const half2 = (f2 * f2) / 2;
    values[i] = power * LN2_HIGH - (half - (s * (half + sum) + power * LN2_LOW) - f);
    values[i + 1] = power2 * LN2_HIGH - (half2 - (s2 * (half2 + sum2) + power2 * LN2_LOW) - f2);
  }
  if (i < count) values[i] = log(values[i]!);
}
