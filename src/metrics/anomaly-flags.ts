import { checkOptions } from "../core/check.ts";
import type { Table } from "../types.ts";
import { type Chance, checkChance } from "./anomaly-chances.ts";
import { type Control, checkControl } from "./anomaly-controls.ts";
import { type Anomalies, type AnomalyColumns, checkAnomalies } from "./anomaly-scores.ts";

export interface DetectAnomaliesOptions {
  /** How probable an ordinary value is as unusual: `studentChance()`, `normalChance()`, `rankChance()`, `referenceChance(…)`. */
  readonly chance: Chance;
  /** Which to flag: `benjaminiHochberg(…)`, `benjaminiYekutieli(…)`, `bonferroni(…)`, `fixedScore(…)`. */
  readonly control: Control;
}

/**
 * The scores with their `chance` and whether they are `flagged`. Of `tested` rows (those with a chance) `flags` are flagged,
 * all with a chance of at most `limit` (or, by `fixedScore`, a score of at least that size). Were all rows ordinary,
 * `expectedFalse` would be flagged by a fixed score or Bonferroni; by a false discovery rate it is how many of the flags may be
 * false. `expectedFalseShare` is that over `flags`, at most 1, NaN without flags.
 */
export interface FlaggedAnomalies
  extends Table<AnomalyColumns & { readonly chance: Float64Array; readonly flagged: Uint8Array }> {
  readonly tested: number;
  readonly flags: number;
  readonly limit: number;
  readonly expectedFalse: number;
  readonly expectedFalseShare: number;
}

/**
 * Which hours of which antennas are out of the ordinary, when thousands are looked at and some are bound to be odd?
 *
 * **How** Each score gets the chance that an ordinary value is as unusual; the control flags so many that false alarms stay
 * within what was asked. Rows without a chance are neither tested nor flagged.
 *
 * @param anomalies - scores of `measureActivityAnomalies`
 * @param options - chance and control
 * @returns the same rows with `chance` (NaN: not tested) and `flagged` 1 or 0, and the counts that belong beside every map of
 * flags: `tested`, `flags`, `limit`, `expectedFalse`, `expectedFalseShare`
 * @throws RangeError for anything but scores
 *
 * **Cost** O(rows log rows)
 *
 * [benjamini-hochberg-1995]
 *
 * @example
 * const series = { ids: ["A"], rows: 1, columns: 12, value: Float64Array.of(9, 11, 10, 8, 12, 10, 9, 11, 10, 12, 40, 10), firstDay: 4, slotsPerDay: 1 };
 * const days = { firstDay: [4], lastDay: [12] };
 * const baseline = fitActivityBaseline(series, { cycle: hourOfDay(), norm: meanAndDeviation(), days });
 * const found = detectAnomalies(measureActivityAnomalies(series, baseline), { chance: studentChance(), control: bonferroni({ probability: 0.01 }) });
 * [found.tested, found.flags, found.columns.flagged.indexOf(1)]; // [ 12, 1, 10 ]
 */
export function detectAnomalies(anomalies: Anomalies, options: DetectAnomaliesOptions): FlaggedAnomalies {
  const where = "detectAnomalies";
  checkAnomalies(where, "anomalies", anomalies);
  checkOptions(where, options, ["chance", "control"]);
  checkChance(where, options.chance);
  checkControl(where, options.control);
  const { length, columns } = anomalies;
  const { score, samples, above, below } = columns;
  const chance = new Float64Array(length);
  const testedRows = new Uint32Array(length);
  let tested = 0;
  for (let i = 0; i < length; i++) {
    chance[i] = options.chance.of(score[i]!, samples[i]!, above[i]!, below[i]!);
    if (!Number.isNaN(chance[i]!)) testedRows[tested++] = i;
  }
  const rows = testedRows.slice(0, tested);
  const flagged = new Uint8Array(length);
  const chanceOfScore = (row: number, z: number): number => options.chance.of(z, samples[row]!, Number.NaN, Number.NaN);
  const { limit, expectedFalse } = options.control.flag({ score, chance, chanceOfScore, rows }, flagged);
  let flags = 0;
  for (const each of flagged) flags += each;
  return {
    length,
    columns: { ...columns, chance, flagged },
    tested,
    flags,
    limit,
    expectedFalse,
    expectedFalseShare: flags === 0 ? Number.NaN : Math.min(1, expectedFalse / flags),
  };
}
