/**
 * Sums that lose no digits: Neumaier's compensated sum. The result does not depend on the order of the terms beyond the
 * last digit, so that totals over partitions of people add up.
 */
export function sumOf(values: ArrayLike<number>, from = 0, to: number = values.length): number {
  let sum = 0;
  let lost = 0;
  for (let i = from; i < to; i++) {
    const x = values[i]!;
    const t = sum + x;
    lost += Math.abs(sum) >= Math.abs(x) ? sum - t + x : x - t + sum;
    sum = t;
  }
  return sum + lost;
}
