import type { UserTable } from "../types.ts";
import { medianOfSorted } from "./medians.ts";
import { sumOf } from "./sums.ts";

/**
 * Summaries of distributions: what is said of the values that each user has, durations of calls or times between events.
 *
 * Conventions: `std` is that of the population (÷ n); `median` the mean of the middle two where n is even; `skewness`
 * m₃ / m₂^1.5 and `kurtosis` m₄ / m₂² (3 for a normal distribution: not the excess), with mₖ = Σ (x − mean)ᵏ / n.
 */

/** One summary per row. Without a value all are NaN; `skewness` and `kurtosis` also where all values are the same. */
export type SummaryColumns = {
  readonly count: Uint32Array;
  readonly mean: Float64Array;
  readonly std: Float64Array;
  readonly median: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly skewness: Float64Array;
  readonly kurtosis: Float64Array;
};

/**
 * A summary per user: `count` values, their mean, standard deviation of the population, median, least, largest, skewness
 * and kurtosis (3 for a normal distribution).
 */
export type Summaries = UserTable<SummaryColumns>;

/** Summaries of nothing, for so many rows. */
export function createSummaries(rows: number): SummaryColumns {
  const missing = (): Float64Array => new Float64Array(rows).fill(Number.NaN);
  return {
    count: new Uint32Array(rows),
    mean: missing(),
    std: missing(),
    median: missing(),
    min: missing(),
    max: missing(),
    skewness: missing(),
    kurtosis: missing(),
  };
}

/** Writes the summary of the first `count` values, none of them NaN, into a row. Puts them in order where they stand. */
export function summariseInto(summaries: SummaryColumns, row: number, values: Float64Array, count: number): void {
  summaries.count[row] = count;
  if (count === 0) return;
  const sorted = values.subarray(0, count).sort();
  const min = sorted[0]!;
  const max = sorted[count - 1]!;
  summaries.min[row] = min;
  summaries.max[row] = max;
  summaries.median[row] = medianOfSorted(sorted);
  // The mean of equal values can miss them by the last digit, from which a skewness of ±1 would arise.
  if (min === max) {
    summaries.mean[row] = min;
    summaries.std[row] = 0;
    return;
  }
  const mean = sumOf(sorted) / count;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let i = 0; i < count; i++) {
    const d = sorted[i]! - mean;
    const square = d * d;
    second += square;
    third += square * d;
    fourth += square * square;
  }
  const variance = second / count;
  const std = Math.sqrt(variance);
  summaries.mean[row] = mean;
  summaries.std[row] = std;
  summaries.skewness[row] = third / count / (variance * std);
  summaries.kurtosis[row] = fourth / count / (variance * variance);
}

/** How few of the values, which ascend, have a share of their sum together; 0 where there is none. A share met up to rounding is met. */
export function fewestFor(share: number, ascending: ArrayLike<number>, sum: number): number {
  const wanted = share * sum * (1 - 1e-12);
  let reached = 0;
  let taken = 0;
  while (reached < wanted && taken < ascending.length) reached += ascending[ascending.length - ++taken]!;
  return taken;
}
