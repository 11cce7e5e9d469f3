import { checkFunction, checkRule } from "../core/check-variants.ts";
import { normalTail } from "../core/distributions.ts";
import { firstAtLeast } from "../core/runs.ts";
import { studentTail } from "../core/student.ts";
import { type Anomalies, checkAnomalies } from "./anomaly-scores.ts";

/**
 * How probable is it that an ordinary value is as unusual as this one, on either side? `of` takes a score, the number of
 * samples of its bin, and how many of these are at least (`above`) and at most (`below`) as large; NaN where it cannot say.
 */
export interface Chance {
  readonly name: string;
  readonly of: (score: number, samples: number, above: number, below: number) => number;
}

/**
 * By the normal distribution, as if the baseline were known without error: 0.046 beyond 2, 0.0027 beyond 3.
 *
 * **How** chance = 2 · (1 − Φ(|score|)). With four samples in a bin an ordinary value lies beyond 2 not in 5 of 100 but in
 * 17 of 100 cases: right for long baselines only.
 *
 * @returns a chance for `detectAnomalies`
 * @example
 * normalChance().of(2, 50, 0, 50).toFixed(4); // '0.0455'
 */
export function normalChance(): Chance {
  return { name: "normal", of: (score) => 2 * normalTail(Math.abs(score)) };
}

/**
 * By Student's distribution: takes into account that mean and deviation come from a few samples.
 *
 * **How** With n samples, t = score / √(1 + 1 / n) of an ordinary value has Student's distribution with n − 1 degrees of
 * freedom: exactly for samples of a normal distribution and `meanAndDeviation()`, nearly for `medianAndMad()`.
 *
 * @returns a chance for `detectAnomalies`
 *
 * [student-1908]
 *
 * @example
 * studentChance().of(2, 4, 0, 4).toFixed(4); // '0.1716'
 */
export function studentChance(): Chance {
  return {
    name: "Student",
    of: (score, samples) => 2 * studentTail(Math.abs(score) / Math.sqrt(1 + 1 / samples), samples - 1),
  };
}

/**
 * By rank among the samples of the bin, whatever their distribution.
 *
 * **How** chance = min(1, 2 · (1 + min(above, below)) / (samples + 1)). It is never less than 2 / (samples + 1): eight weeks
 * of Mondays can give no chance below 0.22, and no rule for many antennas will ever flag by them.
 *
 * @returns a chance for `detectAnomalies`; NaN without samples
 * @example
 * rankChance().of(Number.NaN, 99, 0, 99); // 0.02
 */
export function rankChance(): Chance {
  return {
    name: "rank",
    of: (_score, samples, above, below) =>
      samples > 0 ? Math.min(1, (2 * (1 + Math.min(above, below))) / (samples + 1)) : Number.NaN,
  };
}

/**
 * By the scores of ordinary days that are not in the baseline: what the network does when nothing happens.
 *
 * **How** chance = (1 + number of reference scores with |reference| ≥ |score|) / (1 + reference scores). Assumes that scores of
 * all antennas and hours are alike, which they are where the bins have the same number of samples.
 *
 * @param reference - scores of ordinary days against the same baseline; scores of the baseline's own days are too small
 * @returns a chance for `detectAnomalies`
 * @throws RangeError for anything but scores
 * @example
 * const columns = { score: Float64Array.of(-1, 0.5, 2), samples: new Uint32Array(3), above: new Uint32Array(3), below: new Uint32Array(3) };
 * referenceChance({ length: 3, columns }).of(1.5, 9, 0, 9); // 0.5
 */
export function referenceChance(reference: Anomalies): Chance {
  checkAnomalies("referenceChance", "reference", reference);
  const sizes = reference.columns.score
    .map(Math.abs)
    .filter((size) => !Number.isNaN(size))
    .sort();
  const n = sizes.length;
  return {
    name: "ordinary days",
    of: (score) => (Number.isNaN(score) ? Number.NaN : (1 + n - firstAtLeast(sizes, 0, n, Math.abs(score))) / (1 + n)),
  };
}

/** Throws unless the value is a chance. */
export function checkChance(where: string, chance: Chance): void {
  const such = "a chance such as studentChance()";
  checkRule(where, "chance", chance, "of", such);
  checkFunction(where, "chance.of", chance.of, such);
}
