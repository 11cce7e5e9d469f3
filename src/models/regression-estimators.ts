import type { FlowEstimator } from "./regression.ts";
import { fitCounts } from "./regression-counts.ts";
import { fitLogs } from "./regression-logs.ts";

/**
 * Flows whose variance is proportional to their mean: Poisson pseudo-maximum likelihood, for any flows of at least 0, zeros
 * among them. It asks only that the means are right.
 *
 * **How** iteratively reweighted least squares of ln mean = offset + constants + Σ coefficient · covariate until no step moves
 * a predictor by more than 1e-9.
 *
 * @returns the estimator, for `fitGravity`, `fitFlowPanel` and their kin
 *
 * [silva-tenreyro-2006] [correia-2020]
 * @example
 * const panel = createTable({ flow: Float64Array.of(2, 4, 0, 6), near: Float64Array.of(0, 1, 0, 1) });
 * const fit = fitFlowPanel(panel, { flow: "flow", covariates: ["near"], estimator: poisson() });
 * fit.coefficients["near"].toFixed(6); // '1.609438'
 */
export function poisson(): FlowEstimator {
  return { name: "Poisson", isPoisson: true, regress: (where, problem) => fitCounts(where, problem, "poisson") };
}

/**
 * Flows that vary more the larger they are: the negative binomial, variance = mean + mean² / theta. It trusts large flows
 * less than Poisson's does, so that its coefficients follow the many small ones.
 *
 * **How** coefficients by iteratively reweighted least squares at a theta, and the theta of most likelihood at their means, in
 * turn until neither moves. `modelErrors()` are those of MASS::glm.nb, by the expected information at a fixed theta;
 * `observedErrors()` those of statsmodels, by the observed information of coefficients and theta together. Theta's own error is
 * by its information at the means fitted; glm.nb gives that of the theta one step before, up to 1.2e-4 away.
 *
 * @returns the estimator, for `fitGravity`, `fitFlowPanel` and their kin. It refuses flows that are no whole counts: its answer would hang on
 * the unit in which flows are told. `theta` is Infinity where counts vary no more than Poisson's
 *
 * **Departs from the paper** fixed effects are fitted as any other constants (as `fenegbin` does), and with few rows for each
 * theta is too large.
 *
 * [hilbe-2011] [bosquet-boulhol-2014]
 * @example
 * const panel = createTable({ flow: Float64Array.of(0, 1, 9, 2, 20, 14), near: Float64Array.of(0, 0, 0, 1, 1, 1) });
 * const fit = fitFlowPanel(panel, { flow: "flow", covariates: ["near"], estimator: negativeBinomial() });
 * [fit.coefficients["near"].toFixed(4), fit.theta.toFixed(4)]; // [ '1.2809', '1.0480' ]
 */
export function negativeBinomial(): FlowEstimator {
  return { name: "negative binomial", regress: (where, problem) => fitCounts(where, problem, "theta") };
}

/**
 * The regression of old: the logarithms of flows by least squares, which leaves out every flow of 0 and is biased wherever the
 * variance of the errors hangs on the covariates. For comparison.
 *
 * **How** least squares of ln flow. exp(predictor) is then no mean flow: `smearing` (Duan's mean of exp(residual)) and
 * `normalSmearing` (exp(s² / 2)) say by what it is to be multiplied. Deviance, log-likelihood, AIC and BIC are those of the
 * logarithms, not to be compared with those of flows.
 *
 * @returns the estimator, for `fitGravity`, `fitFlowPanel` and their kin. Rows without a flow are reported
 *
 * [silva-tenreyro-2006] [duan-1983]
 * @example
 * const panel = createTable({ flow: Float64Array.of(2, 4, 0, 6), near: Float64Array.of(0, 1, 0, 1) });
 * const fit = fitFlowPanel(panel, { flow: "flow", covariates: ["near"], estimator: logLinear() });
 * [fit.coefficients["near"].toFixed(6), fit.withoutFlowRows]; // [ '0.895880', Uint32Array(1) [ 2 ] ]
 */
export function logLinear(): FlowEstimator {
  return { name: "log-linear", regress: (_where, problem) => fitLogs(problem) };
}
