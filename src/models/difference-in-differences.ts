import { checkNumber, checkOptions, fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import {
  type ComparisonOptions,
  checkGroups,
  checkPanel,
  checkPeriodsOf,
  DIFFERENCE_DEFAULTS,
  evidenceOf,
  type FitEvidence,
  type GroupPanel,
  type Observed,
  observe,
  regress,
} from "./difference-panel.ts";
import { type Estimate, type EstimateTable, estimateOf, tableOf } from "./estimates.ts";

export interface DifferenceOptions extends ComparisonOptions {
  /** The periods of the season, as numbers in the panel's column `period`: the weeks of the harvest. */
  readonly season: readonly number[];
  /** The periods that it is compared with; all others of the panel unless given. Rows of neither are not read. */
  readonly baseline?: readonly number[];
  /**
   * Up to two lists with a whole number for each row: rows of the same number have a constant of their own, such as
   * `[panel.columns.location, panel.columns.period]`. None unless given.
   */
  readonly fixedEffects?: readonly ArrayLike<number>[];
}

/** The weighted mean of each group in and outside the season; NaN without rows. */
export interface DifferenceMeans {
  readonly treatedSeason: number;
  readonly treatedBaseline: number;
  readonly controlSeason: number;
  readonly controlBaseline: number;
}

/** A fitted comparison: plain values, which can be copied to a worker or a file. */
export interface DifferenceFit extends FitEvidence {
  /** The difference in differences, of the term "treated × season". */
  readonly effect: Estimate;
  /** The terms "constant", "treated", "season" and "treated × season". */
  readonly estimates: EstimateTable;
  readonly means: DifferenceMeans;
}

/** The names that `DifferenceOptions` has. */
const DIFFERENCE_OPTIONS = [
  "value",
  "treated",
  "control",
  "weights",
  "errors",
  "confidence",
  "season",
  "baseline",
  "fixedEffects",
] as const;

/**
 * Does a season bring more of one group to an area than of another, beyond what the groups and the season differ anyway?
 *
 * **How** least squares of value = constant + b1 · treated + b2 · season + effect · treated · season, and a constant for each
 * number of the fixed effects in place of the first: those are taken out beforehand, by conjugate gradients until no group has
 * a mean above 1e-13 of the column's largest value. Without fixed effects and weights the effect is
 * (treated in season − treated outside) − (control in season − control outside), the means of the four. t = coefficient /
 * standard error, p two-sided.
 *
 * @param panel - a row per group, location and period, or per person: what matters is the label and the period of each row
 * @param options - what is explained, the two groups, the season, fixed effects, weights and the rule of errors
 * @returns the effect and the four terms with their errors and intervals, the four means and the evidence. A coefficient is
 * NaN where the data do not tell it apart: a constant beside fixed effects, a season beside constants of periods, a group
 * without rows. Standard errors, t, p and intervals are NaN without rows to spare, and where the fit leaves no residuals
 * @throws RangeError for a label that is not in the panel, a season or baseline with a period that is not, or one with the
 * other, values that are infinite, weights below 0, or lists of another length than the panel
 *
 * **Departs from the paper** its model is known from an abstract: group, season, their product and constants of areas and
 * weeks; the rules of errors are an option.
 *
 * **Cost** O(rows · (terms² + rounds)); panels in which every location has every period take about 4 rounds, with
 * weights about 10.
 *
 * [bruckschen-2019] [card-krueger-1994]
 * @example
 * const columns = { label: Uint8Array.of(0, 0, 1, 1), location: new Uint32Array(4), period: Uint32Array.of(0, 1, 0, 1) };
 * const panel = { length: 4, columns, labels: ["refugees", "locals"] };
 * const groups = { treated: "refugees", control: "locals", errors: robustErrors() };
 * const { effect, means } = fitDifferenceInDifferences(panel, { ...groups, value: [10, 40, 50, 60], season: [1] });
 * [effect.coefficient.toFixed(6), effect.standardError, means.treatedSeason]; // [ '20.000000', NaN, 40 ]
 */
export function fitDifferenceInDifferences(panel: GroupPanel, options: DifferenceOptions): DifferenceFit {
  const where = "fitDifferenceInDifferences";
  const { observed, season, effects } = checkDifference(where, panel, options);
  const { errors: rule, confidence = DIFFERENCE_DEFAULTS.confidence } = options;
  const { fit, errors, first } = regressDifference(where, panel, observed, season, effects, rule);
  const none = Number.NaN;
  const estimates: Estimate[] =
    first === 0
      ? []
      : [{ coefficient: none, standardError: none, t: none, degreesOfFreedom: none, p: none, low: none, high: none }];
  for (let j = 0; j < 4 - first; j++) estimates.push(estimateOf(fit, errors, j, confidence));
  const term = ["constant", "treated", "season", "treated × season"];
  return {
    effect: estimates[3]!,
    estimates: tableOf(term, estimates),
    means: meansOf(observed, season),
    ...evidenceOf(fit, errors, observed.leftOut, effects.length > 0),
  };
}

/** Throws unless the options are well formed; returns the rows to read, 1 for those of the season, and the fixed effects. */
export function checkDifference(
  where: string,
  panel: GroupPanel,
  options: DifferenceOptions,
): { observed: Observed; season: Float64Array; effects: readonly ArrayLike<number>[] } {
  checkPanel(where, panel);
  checkOptions(where, options, DIFFERENCE_OPTIONS);
  const { fixedEffects = [] } = options;
  const season = checkPeriodsOf(where, "season", panel, options.season);
  const baseline = options.baseline === undefined ? null : checkPeriodsOf(where, "baseline", panel, options.baseline);
  for (const period of season) if (baseline?.has(period)) fail(where, "baseline", "without the season", period);
  checkList(where, "fixedEffects", fixedEffects);
  checkNumber(where, "fixedEffects.length", fixedEffects.length, 0, 2);
  const effects = Array.from(fixedEffects);
  effects.forEach((list, f) => {
    checkGroups(where, `fixedEffects[${f}]`, panel, list);
  });
  const isRead = (period: number): boolean => baseline === null || season.has(period) || baseline.has(period);
  const observed = observe(where, panel, options, isRead);
  const { period } = panel.columns;
  return { observed, season: Float64Array.from(observed.rows, (row) => (season.has(period[row]!) ? 1 : 0)), effects };
}

/** The regression on a constant (unless there are fixed effects), group, season and both; `first` terms are left out. */
export function regressDifference(
  where: string,
  panel: GroupPanel,
  observed: Observed,
  season: Float64Array,
  effects: readonly ArrayLike<number>[],
  rule: ComparisonOptions["errors"],
): ReturnType<typeof regress> & { first: number } {
  const { treated } = observed;
  const both = treated.map((x, i) => x * season[i]!);
  const columns = [new Float64Array(treated.length).fill(1), treated, season, both];
  const first = effects.length === 0 ? 0 : 1;
  return { ...regress(where, observed, columns.slice(first), effects, rule, panel.length), first };
}

function meansOf({ response, treated, weights }: Observed, season: Float64Array): DifferenceMeans {
  const sum = new Float64Array(4);
  const total = new Float64Array(4);
  for (let i = 0; i < response.length; i++) {
    const cell = 2 * treated[i]! + season[i]!;
    const weight = weights === undefined ? 1 : weights[i]!;
    sum[cell]! += weight * response[i]!;
    total[cell]! += weight;
  }
  const mean = (cell: number): number => (total[cell]! > 0 ? sum[cell]! / total[cell]! : Number.NaN);
  return { treatedSeason: mean(3), treatedBaseline: mean(2), controlSeason: mean(1), controlBaseline: mean(0) };
}
