import { checkLength, checkOptions, checkWholes, fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import type { LinearFit } from "../core/least-squares.ts";
import {
  type ClusteredErrorsOptions,
  type ErrorEstimate,
  type ErrorRule,
  estimate,
  type GeneralErrorRule,
  isSilent,
  numbered,
  sandwich,
  scaledResiduals,
} from "./difference-errors.ts";
import { ratio, scaledErrors, servingFlows } from "./flow-error-rule.ts";
import type { Regression } from "./regression.ts";

/**
 * Standard errors as the model of the flows has them: Poisson's variance, the negative binomial's at the theta fitted, one
 * variance of logarithms. Poisson's are far too small for trips, which come in dependent numbers.
 *
 * **How** the inverse of the expected information; of logarithms times their variance. Intervals by the normal distribution,
 * of logarithms by t.
 *
 * @returns the rule, for `fitFlowPanel`, `fitGravity` and their kin; NaN for logarithms that are met exactly
 *
 * [mccullagh-nelder-1989]
 * @example
 * const panel = createTable({ flow: Float64Array.of(2, 4, 0, 6), near: Float64Array.of(0, 1, 0, 1) });
 * const fit = fitFlowPanel(panel, { flow: "flow", covariates: ["near"], errors: modelErrors() });
 * fit.standardErrors["near"].toFixed(6); // '0.774597'
 */
export function modelErrors(): GeneralErrorRule {
  const rule: ErrorRule = (fit, _rows) => {
    const left = fit.observations - fit.parameters;
    const ofCounts = isOfCounts(fit);
    const own = ofCounts ? 1 : isSilent(fit) ? Number.NaN : fit.residualSquares / left;
    return estimate(
      "model",
      fit.inverse.map((x) => x * own),
      ofCounts ? Infinity : left,
      Number.NaN,
    );
  };
  return servingFlows(rule, [], ({ inverse, modelDispersion }) => scaledErrors("model", inverse, modelDispersion));
}

/**
 * As `modelErrors`, by the observed information: for the negative binomial that of coefficients and theta together, as
 * statsmodels gives it. For Poisson flows and logarithms the two are one.
 *
 * **How** the coefficients' part of the inverse of minus the second derivatives of the log-likelihood at its maximum, fixed
 * effects among them.
 *
 * @returns the rule, for `fitFlowPanel`, `fitGravity` and their kin
 *
 * [hilbe-2011]
 * @example
 * const panel = createTable({ flow: Float64Array.of(0, 1, 9, 2, 20, 14), near: Float64Array.of(0, 0, 0, 1, 1, 1) });
 * const options = { flow: "flow", covariates: ["near"], estimator: negativeBinomial(), errors: observedErrors() };
 * fitFlowPanel(panel, options).standardErrors["near"].toFixed(4); // '0.8740'
 */
export function observedErrors(): GeneralErrorRule {
  const rule: ErrorRule = (fit, rows, length, where) => {
    const own = (fit as Partial<Regression>).observedCovariance;
    if (own !== undefined && isOfCounts(fit)) return estimate("observed", own(), Infinity, Number.NaN);
    return { ...modelErrors()(fit, rows, length, where), name: "observed" };
  };
  return servingFlows(rule, [], ({ observedInverse, modelDispersion }) =>
    scaledErrors("observed", observedInverse(), modelDispersion),
  );
}

/**
 * Standard errors as programs of Poisson pseudo-maximum likelihood give them: for any variance of the flows, or for flows that
 * go together within clusters, corrected for the number of rows or clusters alone. Take it where clusters have fixed effects of
 * their own, as pairs do: `clusteredErrors` counts these as parameters, and is too large by √(T / (T − 1)) over T periods.
 *
 * **How** as `whiteErrors` times n / (n − 1); with clusters the sums over clusters in place of rows, times G / (G − 1); of two sets
 * the matrices of either less that of the clusters common to both. Intervals by the normal distribution.
 *
 * @param options - the cluster of each row of the table, once or twice; none unless given
 * @returns the rule, for `fitFlowPanel`, without clusters also for `fitGravity`, and for their kin. Standard errors are NaN for
 * a single cluster and where two sets give a variance below 0
 * @throws RangeError for clusters that are no whole numbers of at least 0, or, when fitting, of another length than the table
 *
 * **Departs from the paper** few clusters, or a few with most of the trips, make errors too small, which no factor here cures: in
 * simulated panels 95 % intervals held what was planted in 91 to 94 of 100 where a few of 182 pairs had most of the trips (in 93
 * to 95 by `cr2Errors`), in 93 to 96 of 100 with 552 pairs more alike.
 *
 * [correia-2020] [cameron-gelbach-miller-2011]
 * @example
 * const panel = createTable({ flow: Float64Array.of(2, 4, 0, 6), near: Float64Array.of(0, 1, 0, 1) });
 * const errors = ppmlErrors({ by: [0, 0, 1, 1] });
 * fitFlowPanel(panel, { flow: "flow", covariates: ["near"], errors }).standardErrors["near"].toFixed(6); // '1.200000'
 */
export function ppmlErrors(options: Partial<ClusteredErrorsOptions> = {}): GeneralErrorRule {
  const own = "ppmlErrors";
  checkOptions(own, options, ["by", "and"]);
  const lists: ArrayLike<number>[] = [];
  for (const name of ["by", "and"] as const) {
    const list = options[name];
    if (list === undefined) continue;
    checkList(own, name, list);
    checkWholes(own, name, list);
    lists.push(list);
  }
  const rule: ErrorRule = (fit, rows, length, where): ErrorEstimate => {
    for (const list of lists) checkLength(where, "the list of clusters", list.length, length);
    const residuals = scaledResiduals(fit);
    const [one, two] = lists.map((list) => numbered(rows, list));
    const n = fit.observations;
    if (one === undefined) {
      return estimate("PPML", sandwich(fit, residuals, null, n / (n - 1)), Infinity, Number.NaN);
    }
    const spread = (clusters: typeof one): Float64Array =>
      sandwich(fit, residuals, clusters, clusters.groups < 2 ? Number.NaN : clusters.groups / (clusters.groups - 1));
    if (two === undefined) return estimate("PPML clustered", spread(one), Infinity, one.groups);
    const pair = Float64Array.from(one.of, (g, i) => g * two.groups + two.of[i]!);
    const common = spread(numbered(Uint32Array.from(pair.keys()), pair));
    const second = spread(two);
    return estimate(
      "PPML clustered two ways",
      spread(one).map((x, c) => x + second[c]! - common[c]!),
      Infinity,
      Math.min(one.groups, two.groups),
    );
  };
  return servingFlows(rule, ["pairs"], ({ sandwichOf, pairs }, where) => {
    if (lists.length > 0)
      fail(where, "errors", "ppmlErrors() without clusters, or originClusteredFlowErrors()", options);
    return scaledErrors("PPML", sandwichOf("pairs").covariance, ratio(pairs, pairs - 1));
  });
}

/** Whether the variance is told by the mean, so that there is nothing left to estimate it from. */
function isOfCounts(fit: LinearFit): boolean {
  return (fit as Partial<Regression>).smearing === 1 && (fit as Partial<Regression>).modelDispersion === 1;
}
