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

/** Adds to the k-th of several compensated sums, each of which is sums[k] + lost[k] in the end. */
export function addTo(sums: Float64Array, lost: Float64Array, k: number, x: number): void {
  const sum = sums[k]!;
  const t = sum + x;
  lost[k]! += Math.abs(sum) >= Math.abs(x) ? sum - t + x : x - t + sum;
  sums[k] = t;
}
