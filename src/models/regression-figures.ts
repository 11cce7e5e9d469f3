import { log } from "../core/math.ts";
import type { EstimateTable } from "./estimates.ts";

/** What every fitted model of flows says of itself, over pairs of places or over the rows of a panel. */
export interface FitFigures {
  readonly estimator: string;
  /** The name of the rule of errors; its clusters, the fewer of two sets, NaN without. */
  readonly errors: string;
  readonly clusters: number;
  /** The names of the coefficients, in the order of `covariance`. */
  readonly terms: readonly string[];
  /** By name; NaN where the flows do not tell a coefficient apart. Signs are those of ln flow: negative where distance holds people back. */
  readonly coefficients: Readonly<Record<string, number>>;
  readonly standardErrors: Readonly<Record<string, number>>;
  /** A row per term, with its t (z where degrees of freedom are infinite), two-sided p and interval. */
  readonly estimates: EstimateTable;
  /** A row and a column per term, row after row. */
  readonly covariance: Float64Array;
  /** Coefficients that the flows tell apart, constants of places or of fixed effects among them. */
  readonly parameters: number;
  /** Of a log-linear fit these four are those of logarithms, not to be compared with those of flows. */
  readonly deviance: number;
  /** The deviance of a constant alone, beside the offset if there is one, and its log-likelihood. */
  readonly nullDeviance: number;
  readonly logLikelihood: number;
  readonly nullLogLikelihood: number;
  /** 1 − log-likelihood / that of a constant alone, as it is and with the parameters taken off. */
  readonly mcFaddenR2: number;
  readonly adjustedMcFaddenR2: number;
  /** 1 − deviance / null deviance: the part of it that the model explains; NaN where the flows are all equal. */
  readonly explainedDeviance: number;
  /** With theta, or the variance of logarithms, as a parameter too. */
  readonly aic: number;
  readonly bic: number;
  /** Σ (flow − fitted)² / variance over observations − parameters: above 1 where flows vary more than the model says. */
  readonly dispersion: number;
  /** Variance = mean + mean² / theta: Infinity of Poisson flows, NaN of logarithms; and its standard error. */
  readonly theta: number;
  readonly thetaError: number;
  /** By what fitted values of a log-linear fit are to be multiplied: Duan's factor and exp(s² / 2). 1 of counts. */
  readonly smearing: number;
  readonly normalSmearing: number;
  /** Terms whose coefficient is NaN: constant, mixtures of others, run to infinity, or spoken for by constants of groups. */
  readonly notToldApart: readonly string[];
  readonly iterations: number;
  readonly converged: boolean;
}

interface Likelihood {
  readonly observations: number;
  readonly parameters: number;
  /** Theta, or the variance of logarithms. */
  readonly shapeParameters: number;
  readonly deviance: number;
  readonly nullDeviance: number;
  readonly logLikelihood: number;
  readonly nullLogLikelihood: number;
}

type LikelihoodFigures = Pick<
  FitFigures,
  | "deviance"
  | "nullDeviance"
  | "logLikelihood"
  | "nullLogLikelihood"
  | "mcFaddenR2"
  | "adjustedMcFaddenR2"
  | "explainedDeviance"
  | "aic"
  | "bic"
>;

/** What follows from likelihoods, deviances and the numbers of observations and parameters. */
export function likelihoodFigures(fit: Likelihood): LikelihoodFigures {
  const { observations, parameters, shapeParameters, nullDeviance, nullLogLikelihood } = fit;
  // Sums over nothing are no fit.
  const [deviance, logLikelihood] = observations > 0 ? [fit.deviance, fit.logLikelihood] : [Number.NaN, Number.NaN];
  const counted = parameters + shapeParameters;
  return {
    deviance,
    nullDeviance,
    logLikelihood,
    nullLogLikelihood,
    mcFaddenR2: 1 - logLikelihood / nullLogLikelihood,
    adjustedMcFaddenR2: 1 - (logLikelihood - parameters) / nullLogLikelihood,
    explainedDeviance: nullDeviance > 0 ? 1 - deviance / nullDeviance : Number.NaN,
    aic: -2 * logLikelihood + 2 * counted,
    bic: -2 * logLikelihood + counted * log(observations),
  };
}
