import { checkRule } from "../core/check-variants.ts";
import { medianOfSorted } from "../core/medians.ts";
import { sumOf } from "../core/sums.ts";

/** What is ordinary, and how far ordinary values lie from it: from the samples of a bin to their centre and spread. */
export interface Norm {
  readonly name: string;
  /** Takes samples in ascending order; a spread of fewer than two is NaN. */
  readonly measure: (sorted: Float64Array) => { readonly centre: number; readonly spread: number };
}

/** What makes the median of absolute deviations estimate the standard deviation of a normal distribution: 1 / 0.6745. */
const MAD_TO_SIGMA = 1.4826;

/**
 * Mean and standard deviation: the z-score of the studies of storms.
 *
 * **How** centre = Σ x / n; spread = √(Σ (x − centre)² / (n − 1)). One wild day in the baseline widens the spread and hides
 * the event: leave such days out, or take `medianAndMad`.
 *
 * @returns a norm for `fitActivityBaseline`
 *
 * [lu-2016-mahasen]
 *
 * @example
 * meanAndDeviation().measure(Float64Array.of(2, 4, 6)); // { centre: 4, spread: 2 }
 */
export function meanAndDeviation(): Norm {
  return {
    name: "mean and standard deviation",
    measure: (sorted) => {
      const n = sorted.length;
      if (n < 2) return { centre: n === 1 ? sorted[0]! : Number.NaN, spread: Number.NaN };
      // The mean of equal values can miss them by the last digit, from which a spread other than 0 would arise.
      if (sorted[0] === sorted[n - 1]) return { centre: sorted[0]!, spread: 0 };
      const centre = sumOf(sorted) / n;
      const squares = sorted.map((x) => (x - centre) * (x - centre));
      return { centre, spread: Math.sqrt(sumOf(squares) / (n - 1)) };
    },
  };
}

/**
 * Median and median absolute deviation, which a few wild days in the baseline do not move.
 *
 * **How** centre = median of x; spread = 1.4826 · median of |x − centre|. Where more than half of the samples are equal the
 * spread is 0 and there is no score.
 *
 * @returns a norm for `fitActivityBaseline`
 *
 * [rousseeuw-croux-1993]
 *
 * @example
 * medianAndMad().measure(Float64Array.of(2, 4, 600)); // { centre: 4, spread: 2.9652 }
 */
export function medianAndMad(): Norm {
  return {
    name: "median and median absolute deviation",
    measure: (sorted) => {
      const centre = medianOfSorted(sorted);
      if (sorted.length < 2) return { centre, spread: Number.NaN };
      const away = sorted.map((x) => Math.abs(x - centre)).sort();
      return { centre, spread: MAD_TO_SIGMA * medianOfSorted(away) };
    },
  };
}

/** Throws unless the value is a norm. */
export function checkNorm(where: string, norm: Norm): void {
  checkRule(where, "norm", norm, "measure", "a norm such as meanAndDeviation()");
}
