import { checkInteger, checkOptions, failInWords } from "../core/check.ts";
import { isIndependent, solveDefinite } from "../core/newton.ts";
import { fisherTail } from "../core/student.ts";
import type { Table } from "../types.ts";
import type { ErrorEstimate } from "./difference-errors.ts";
import {
  type ComparisonOptions,
  checkGroups,
  checkPanel,
  checkPeriodsOf,
  DIFFERENCE_DEFAULTS,
  evidenceOf,
  type FitEvidence,
  type GroupPanel,
  observe,
  regress,
} from "./difference-panel.ts";
import { columnsOf, type Estimate, estimateOf } from "./estimates.ts";

export interface EventStudyOptions extends ComparisonOptions {
  /** The period that all others are compared with: usually the last one before the season. */
  readonly basePeriod: number;
  /** Other periods, at least one, in which the groups are to differ as in the base period: those before the season. */
  readonly prePeriods: readonly number[];
  /** A whole number for each row: rows of the same number have a constant of their own, areas for instance. None unless given. */
  readonly units?: ArrayLike<number>;
}

/** A test that several coefficients are 0 at once: F of so many degrees of freedom. */
export interface JointTest {
  readonly f: number;
  readonly numerator: number;
  readonly denominator: number;
  readonly p: number;
}

/** The effect of each period against the base period, in order of periods, and the test of those before the season. */
export interface EventStudy extends FitEvidence {
  readonly effects: Table<{ readonly period: Uint32Array } & Record<keyof Estimate, Float64Array>>;
  readonly preTrend: JointTest;
}

/**
 * Did the groups go the same way before the season, and when do they part? The event study beside a difference in differences.
 *
 * **How** least squares of value = b · treated + Σ effect[p] · treated · (period = p) over all periods but the base, with a
 * constant for each period and, where given, each unit. The test of the periods before the season is Wald's: F = dᵀ V⁻¹ d / q
 * for their q effects d with covariances V, and the degrees of freedom of the rule of errors.
 *
 * @param panel - a row per group, location and period
 * @param options - what is explained, the two groups, the base period, the periods before the season, units, weights and the
 * rule of errors
 * @returns a row per period with its effect, standard error, t, p and interval, 0 and NaN for the base period, NaN where the
 * data do not tell an effect apart; the test of equal trends, and the evidence. The test is NaN where one of its effects is,
 * where its covariances leave too little to test by, as with fewer clusters than effects, and of more than one effect by
 * `hc2Errors` and `cr2Errors`, which give each degrees of freedom of its own
 * @throws RangeError as `fitDifferenceInDifferences`, and for periods before the season that hold the base period or one twice
 *
 * **Departs from the paper** the tests are beside the paper's model, whose own are not known. A high p does not prove that
 * trends were equal: few rows find nothing.
 *
 * **Cost** O(rows · periods²)
 *
 * [roth-2022]
 * @example
 * const cells = Array.from({ length: 16 }, (_, i) => i);
 * const [label, location, period] = [cells.map((i) => i & 1), cells.map((i) => (i >> 1) & 1), cells.map((i) => i >> 2)];
 * const columns = { label: Uint8Array.from(label), location: Uint32Array.from(location), period: Uint32Array.from(period) };
 * const panel = { length: 16, columns, labels: ["locals", "refugees"] };
 * const value = [9, 4, 9, 5, 8, 5, 9, 4, 9, 14, 8, 15, 8, 15, 9, 14];
 * const groups = { treated: "refugees", control: "locals", errors: classicalErrors() };
 * const study = fitEventStudy(panel, { ...groups, value, basePeriod: 1, prePeriods: [0] });
 * Array.from(study.effects.columns.coefficient, (x) => x.toFixed(3)); // [ '-0.500', '0.000', '10.000', '10.000' ]
 * study.preTrend.p.toFixed(3); // '0.608'
 */
export function fitEventStudy(panel: GroupPanel, options: EventStudyOptions): EventStudy {
  const where = "fitEventStudy";
  checkPanel(where, panel);
  const common = ["value", "treated", "control", "weights", "errors", "confidence"] as const;
  checkOptions(where, options, [...common, "basePeriod", "prePeriods", "units"]);
  const { basePeriod, prePeriods, units, errors: rule, confidence = DIFFERENCE_DEFAULTS.confidence } = options;
  checkInteger(where, "basePeriod", basePeriod, 0);
  checkPeriodsOf(where, "basePeriod", panel, [basePeriod]);
  const before = checkPeriodsOf(where, "prePeriods", panel, prePeriods);
  if (before.has(basePeriod)) failInWords(where, "prePeriods", "without the base period", `${basePeriod}`);
  if (before.size < prePeriods.length) failInWords(where, "prePeriods", "different periods", "one twice");
  if (units !== undefined) checkGroups(where, "units", panel, units);
  const observed = observe(where, panel, options, () => true);
  const { period } = panel.columns;
  const periods = Uint32Array.from(new Set(period)).sort();
  const others = periods.filter((p) => p !== basePeriod);
  const { rows, treated } = observed;
  const columns = [treated, ...Array.from(others, (p) => treated.map((x, i) => (period[rows[i]!] === p ? x : 0)))];
  const constants = units === undefined ? [period] : [units, period];
  const { fit, errors } = regress(where, observed, columns, constants, rule, panel.length);
  const none = Number.NaN;
  const base: Estimate = {
    coefficient: 0,
    standardError: none,
    t: none,
    degreesOfFreedom: none,
    p: none,
    low: none,
    high: none,
  };
  const estimates = Array.from(periods, (p) =>
    p === basePeriod ? base : estimateOf(fit, errors, 1 + others.indexOf(p), confidence),
  );
  return {
    effects: { length: periods.length, columns: { period: periods, ...columnsOf(estimates) } },
    preTrend: jointTest(
      fit.coefficients,
      errors,
      prePeriods.map((p) => 1 + others.indexOf(p)),
    ),
    ...evidenceOf(fit, errors, observed.leftOut, true),
  };
}

/** Wald's test that the coefficients of these places are all 0. */
function jointTest(coefficients: Float64Array, errors: ErrorEstimate, places: readonly number[]): JointTest {
  const q = places.length;
  const k = coefficients.length;
  // Several coefficients with degrees of freedom of their own have no F in common.
  const own = places.map((j) => errors.degreesOfFreedom[j]!);
  const denominator = own.every((df) => df === own[0]) ? own[0]! : Number.NaN;
  const scale = places.map((j) => Math.sqrt(errors.covariance[j * k + j]!));
  // Standardised, so that what is left beside the others is a share.
  const correlations = new Float64Array(q * q);
  for (let a = 0; a < q; a++) {
    for (let b = 0; b < q; b++) {
      correlations[a * q + b] = errors.covariance[places[a]! * k + places[b]!]! / (scale[a]! * scale[b]!);
    }
  }
  const d = Float64Array.from(places, (j, a) => coefficients[j]! / scale[a]!);
  const solved = !Number.isNaN(denominator) && isIndependent(correlations, q) ? solveDefinite(correlations, d) : null;
  if (solved === null) return { f: Number.NaN, numerator: q, denominator, p: Number.NaN };
  const f = solved.reduce((sum, x, a) => sum + x * d[a]!, 0) / q;
  return { f, numerator: q, denominator, p: fisherTail(f, q, denominator) };
}
