/** Exact probabilities of counts, and how far counted frequencies may lie from them. */

/** Probabilities of 0, 1, … of a binomial, as far as they matter. */
export function binomialTerms(n: number, p: number): number[] {
  const most = Math.min(n, Math.ceil(n * p + 12 * Math.sqrt(n * p * (1 - p)) + 30));
  return normalised(most, (k) => Math.log((n - k + 1) / k) + Math.log(p) - Math.log1p(-p), Math.floor(n * p));
}

/** Probabilities of 0, 1, … of a Poisson distribution, as far as they matter. */
export function poissonTerms(mean: number): number[] {
  return normalised(Math.ceil(mean + 12 * Math.sqrt(mean) + 30), (k) => Math.log(mean) - Math.log(k), Math.floor(mean));
}

/** Terms from the logarithms of the ratios of each to the one before, summed outwards from about the largest. */
function normalised(most: number, logRatio: (k: number) => number, mode: number): number[] {
  const logs = new Array<number>(most + 1).fill(0);
  for (let k = mode + 1; k <= most; k++) logs[k] = logs[k - 1]! + logRatio(k);
  for (let k = mode; k > 0; k--) logs[k - 1] = logs[k]! - logRatio(k);
  const terms = logs.map(Math.exp);
  const sum = terms.reduce((a, b) => a + b);
  return terms.map((term) => term / sum);
}

/** Pearson's statistic; cells of fewer than ten expected are counted as one. */
export function chiSquare(
  counts: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  draws: number,
): { statistic: number; degrees: number } {
  let statistic = 0;
  let degrees = -1;
  let rareCount = 0;
  let rareExpected = 0;
  for (let k = 0; k < counts.length; k++) {
    const expected = draws * (probabilities[k] ?? 0);
    if (expected < 10) {
      rareCount += counts[k]!;
      rareExpected += expected;
      continue;
    }
    statistic += (counts[k]! - expected) ** 2 / expected;
    degrees++;
  }
  if (rareExpected > 1e-3) {
    statistic += (rareCount - rareExpected) ** 2 / rareExpected;
    degrees++;
  } else if (rareCount > 3) statistic = Infinity;
  return { statistic, degrees: Math.max(1, degrees) };
}

/** What chi-square exceeds once in ten thousand times (Wilson and Hilferty 1931). */
export function chiSquareLimit(degrees: number): number {
  const ninth = 2 / (9 * degrees);
  return degrees * (1 - ninth + 3.719 * Math.sqrt(ninth)) ** 3;
}
