import type { LinearFit } from "../core/least-squares.ts";

/**
 * Regressions of flows that every estimator serves: what is fitted, and what a fit says. Rows of a table, of which an
 * estimator may leave some out.
 */

/** What is fitted: ln mean = offset + Σ coefficient · column + a constant per group of each set. */
export interface RegressionProblem {
  /** Flows of at least 0. */
  readonly response: Float64Array;
  /** The covariates, a column of ones among them where a constant is wanted and `factors` are none. */
  readonly columns: readonly Float64Array[];
  /** Sets of groups, each group with a constant of its own: any whole numbers, one per row. */
  readonly factors: readonly ArrayLike<number>[];
  /** Added to the linear predictor with a coefficient of 1. */
  readonly offset?: Float64Array | undefined;
  /** What the flow of a row is called where it is refused: flow[row] unless given. */
  readonly nameOf?: (row: number) => string;
}

/**
 * A fitted regression. As a linear fit it is the last step of the iteration: its weights, its working residuals, with √w ·
 * residual · pull the influence of a row; rules of errors read no more. All that is said per row is said of `rows`.
 */
export interface Regression extends LinearFit {
  /** The rows of the problem that were fitted, ascending. */
  readonly rows: Uint32Array;
  /** Mean flow of each of them. */
  readonly fitted: Float64Array;
  readonly deviance: number;
  readonly nullDeviance: number;
  readonly logLikelihood: number;
  readonly nullLogLikelihood: number;
  /** Σ (flow − fitted)² / variance, over observations − parameters; of a log-linear fit the variance of the logarithms. */
  readonly dispersion: number;
  /** What the model says of it: 1 of counts, the dispersion of logarithms. */
  readonly modelDispersion: number;
  /** Parameters beside the coefficients: theta, or the variance of logarithms. */
  readonly shapeParameters: number;
  /** Variance = mean + mean² / theta: Infinity of Poisson flows, NaN of a log-linear fit. */
  readonly theta: number;
  readonly thetaError: number;
  /** The covariance of the coefficients by the observed information, with theta's part in it; NaN where there is none. */
  readonly observedCovariance: () => Float64Array;
  /** By what exp(predictor) is multiplied for the mean flow: 1 of counts, Duan's and exp(s² / 2) of logarithms. */
  readonly smearing: number;
  readonly normalSmearing: number;
  /** Rows left out: without a flow (log-linear), separated, and single in a group of fixed effects. */
  readonly withoutFlow: Uint32Array;
  readonly separated: Uint32Array;
  readonly singletons: Uint32Array;
  /** Columns that the separated rows alone told apart. */
  readonly lostColumns: readonly number[];
}

/** How flows are fitted; made by `poisson`, `negativeBinomial`, `logLinear`. */
export interface FlowEstimator {
  readonly name: string;
  /** Whether it is Poisson's, for which `fitGravity` has a search of its own without a table of pairs. */
  readonly isPoisson?: boolean;
  readonly regress: (where: string, problem: RegressionProblem) => Regression;
}
