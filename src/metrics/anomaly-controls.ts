import { checkNumber, checkOptions } from "../core/check.ts";
import { checkRule } from "../core/check-variants.ts";

/** What a control is given of each row: its chance, and the chance that an ordinary value of the row has a given score. */
export interface Tested {
  readonly score: Float64Array;
  readonly chance: Float64Array;
  readonly chanceOfScore: (row: number, score: number) => number;
  /** The rows with a chance: those that are tested. */
  readonly rows: Uint32Array;
}

/** Which rows to flag among all that are tested, and how many of the ordinary ones that flags: at most, on average. */
export interface Control {
  readonly name: string;
  readonly flag: (tested: Tested, flagged: Uint8Array) => { readonly limit: number; readonly expectedFalse: number };
}

export interface FixedScoreOptions {
  /** How large a score must be, on either side: 2 or 3 in most studies. */
  readonly minScore: number;
}

export interface FalseDiscoveryOptions {
  /** The share of false flags among all flags that is accepted on average. */
  readonly share: number;
}

export interface BonferroniOptions {
  /** The probability of any false flag at all that is accepted. */
  readonly probability: number;
}

/**
 * Every score beyond a limit: as most studies do, and with many antennas many false flags.
 *
 * **How** flagged where |score| ≥ minScore. expectedFalse = sum over the tested rows of the chance of such a score.
 *
 * @param options - the limit
 * @returns a control for `detectAnomalies`; its expected false flags are NaN with `rankChance`, which knows no scores
 * @throws RangeError for a limit that is not above 0
 * @example
 * fixedScore({ minScore: 2 }).name; // 'fixed score'
 */
export function fixedScore(options: FixedScoreOptions): Control {
  const where = "fixedScore";
  checkOptions(where, options, ["minScore"]);
  const { minScore } = options;
  checkNumber(where, "minScore", minScore, Number.MIN_VALUE);
  return {
    name: "fixed score",
    flag: ({ rows, score, chanceOfScore }, flagged) => {
      let expectedFalse = 0;
      for (const row of rows) {
        if (Math.abs(score[row]!) >= minScore) flagged[row] = 1;
        expectedFalse += chanceOfScore(row, minScore);
      }
      return { limit: minScore, expectedFalse };
    },
  };
}

/**
 * As many flags as can be had while the false ones among them stay below a share on average.
 *
 * **How** With m rows tested and their chances in ascending order p₁ … pₘ: k is the largest with pₖ ≤ k · share / m, and rows with
 * a chance up to k · share / m are flagged. The share holds for independent chances and for those that rise together, as hours
 * of one antenna do; for any other dependence take `benjaminiYekutieli`.
 *
 * @param options - the share
 * @returns a control for `detectAnomalies`
 * @throws RangeError for a share outside 0–1
 *
 * [benjamini-hochberg-1995]
 *
 * @example
 * benjaminiHochberg({ share: 0.05 }).name; // 'Benjamini–Hochberg'
 */
export function benjaminiHochberg(options: FalseDiscoveryOptions): Control {
  return stepUp("benjaminiHochberg", "Benjamini–Hochberg", options, () => 1);
}

/**
 * As `benjaminiHochberg`, whatever the dependence between antennas and hours; fewer flags.
 *
 * **How** Benjamini–Hochberg with share / (1 + 1/2 + … + 1/m).
 *
 * @param options - the share
 * @returns a control for `detectAnomalies`
 * @throws RangeError for a share outside 0–1
 *
 * [benjamini-yekutieli-2001]
 *
 * @example
 * benjaminiYekutieli({ share: 0.05 }).name; // 'Benjamini–Yekutieli'
 */
export function benjaminiYekutieli(options: FalseDiscoveryOptions): Control {
  return stepUp("benjaminiYekutieli", "Benjamini–Yekutieli", options, (m) => {
    let sum = 0;
    for (let k = 1; k <= m; k++) sum += 1 / k;
    return sum;
  });
}

/**
 * So few flags that most probably none is false.
 *
 * **How** flagged where chance ≤ probability / m, m rows being tested; whatever their dependence.
 *
 * @param options - the probability
 * @returns a control for `detectAnomalies`
 * @throws RangeError for a probability outside 0–1
 *
 * [dunn-1961]
 *
 * @example
 * bonferroni({ probability: 0.05 }).name; // 'Bonferroni'
 */
export function bonferroni(options: BonferroniOptions): Control {
  const where = "bonferroni";
  checkOptions(where, options, ["probability"]);
  const { probability } = options;
  checkNumber(where, "probability", probability, 0, 1);
  return {
    name: "Bonferroni",
    flag: ({ rows, chance }, flagged) => {
      const limit = rows.length === 0 ? 0 : probability / rows.length;
      for (const row of rows) if (chance[row]! <= limit) flagged[row] = 1;
      return { limit, expectedFalse: rows.length === 0 ? 0 : probability };
    },
  };
}

/** Throws unless the value is a control. */
export function checkControl(where: string, control: Control): void {
  checkRule(where, "control", control, "flag", "a control such as benjaminiHochberg({ share: 0.05 })");
}

function stepUp(where: string, name: string, options: FalseDiscoveryOptions, penalty: (m: number) => number): Control {
  checkOptions(where, options, ["share"]);
  const { share } = options;
  checkNumber(where, "share", share, 0, 1);
  return {
    name,
    flag: ({ rows, chance }, flagged) => {
      const m = rows.length;
      const sorted = Float64Array.from(rows, (row) => chance[row]!).sort();
      const step = share / (m * penalty(m));
      let k = m;
      while (k > 0 && !(sorted[k - 1]! <= k * step)) k--;
      const limit = k * step;
      if (k > 0) for (const row of rows) if (chance[row]! <= limit) flagged[row] = 1;
      return { limit: k === 0 ? 0 : limit, expectedFalse: k * share };
    },
  };
}
