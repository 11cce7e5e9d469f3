import type { Constants } from "./design.ts";
import type { Clustering, Meat } from "./gravity-scores.ts";

/** What a rule of errors is told about a fit. */
export interface FlowErrorEvidence {
  readonly pairs: number;
  /** Coefficients and constants, and how many constants of origins and of destinations are among them. */
  readonly parameters: number;
  readonly constants: Constants;
  readonly originConstants: number;
  readonly destinationConstants: number;
  /** Pearson's χ² over pairs less parameters. */
  readonly dispersion: number;
  /** The inverse of the information: covariances of the coefficients if flows were Poisson counts. */
  readonly poisson: Float64Array;
  /** The sandwich of a clustering asked for, without any factor, and its number of clusters. */
  readonly sandwichOf: (clustering: Clustering) => { readonly covariance: Float64Array; readonly clusters: number };
}

/** Covariances of coefficients, row after row. */
export interface FlowErrorEstimate {
  readonly covariance: Float64Array;
  /** How many clusters there are, the fewer of two sets; NaN without. */
  readonly clusters: number;
}

/** Says how far the coefficients of a gravity model may be off; made by `hc1FlowErrors` and its kin. */
export interface FlowErrorRule {
  readonly name: string;
  readonly clusterings: readonly Clustering[];
  readonly estimate: (evidence: FlowErrorEvidence) => FlowErrorEstimate;
}

export type { Meat };

/**
 * Standard errors as if every person moved on their own, and flows were Poisson counts: far too small for trips, which come
 * in dependent numbers.
 *
 * **How** the inverse of the information, (Σ mean · x xᵀ)⁻¹.
 *
 * @returns the rule, for `fitGravity`
 * @example
 * poissonFlowErrors().name; // 'Poisson'
 */
export function poissonFlowErrors(): FlowErrorRule {
  return rule("Poisson", [], ({ poisson }) => alone(poisson));
}

/**
 * Standard errors for flows whose variance is a multiple of their mean, the same for all pairs.
 *
 * **How** the Poisson covariances times Pearson's χ² / (pairs − parameters).
 *
 * @returns the rule, for `fitGravity`
 *
 * [mccullagh-nelder-1989]
 * @example
 * quasiPoissonFlowErrors().name; // 'quasi-Poisson'
 */
export function quasiPoissonFlowErrors(): FlowErrorRule {
  return rule("quasi-Poisson", [], ({ poisson, dispersion }) => alone(scaled(poisson, dispersion)));
}

/**
 * Standard errors that hold for any variance of the flows, without a correction for small samples (HC0).
 *
 * **How** the sandwich of the inverse information around Σ residual² · x xᵀ.
 *
 * @returns the rule, for `fitGravity`
 *
 * [white-1980]
 * @example
 * hc0FlowErrors().name; // 'HC0'
 */
export function hc0FlowErrors(): FlowErrorRule {
  return rule("HC0", ["pairs"], ({ sandwichOf }) => alone(sandwichOf("pairs").covariance));
}

/**
 * Standard errors that hold for any variance of the flows (HC1): what `fitGravity` gives unless asked for others.
 *
 * **How** HC0 times pairs / (pairs − parameters), constants of origins and destinations counted.
 *
 * @returns the rule, for `fitGravity`
 *
 * [mackinnon-white-1985] [silva-tenreyro-2006]
 * @example
 * hc1FlowErrors().name; // 'HC1'
 */
export function hc1FlowErrors(): FlowErrorRule {
  return rule("HC1", ["pairs"], ({ sandwichOf, pairs, parameters }) => {
    return alone(scaled(sandwichOf("pairs").covariance, ratio(pairs, pairs - parameters)));
  });
}

/**
 * Standard errors that hold for any variance of the flows, with the factor of ppmlhdfe and of Stata's `ppml`.
 *
 * **How** HC0 times pairs / (pairs − 1).
 *
 * @returns the rule, for `fitGravity`
 *
 * [correia-2020]
 * @example
 * ppmlFlowErrors().name; // 'ppmlhdfe'
 */
export function ppmlFlowErrors(): FlowErrorRule {
  return rule("ppmlhdfe", ["pairs"], ({ sandwichOf, pairs }) => {
    return alone(scaled(sandwichOf("pairs").covariance, ratio(pairs, pairs - 1)));
  });
}

/**
 * Standard errors for residuals that go together in the flows out of a place.
 *
 * **How** the sandwich around Σ s sᵀ, s = Σ residual · x over an origin, times G / (G − 1) · (N − 1) / (N − K) for G origins,
 * N pairs and K parameters, of which constants of the origins count as one.
 *
 * @returns the rule, for `fitGravity`. Below about 40 clusters the errors are too small
 *
 * [cameron-gelbach-miller-2011]
 * @example
 * originClusteredFlowErrors().name; // 'clustered by origin'
 */
export function originClusteredFlowErrors(): FlowErrorRule {
  return rule("clustered by origin", ["origins"], (evidence) =>
    clustered(evidence, "origins", lostTo(evidence, true, false)),
  );
}

/**
 * Standard errors for residuals that go together in the flows into a place.
 *
 * **How** as `originClusteredFlowErrors`, over destinations.
 *
 * @returns the rule, for `fitGravity`. Below about 40 clusters the errors are too small
 *
 * [cameron-gelbach-miller-2011]
 * @example
 * destinationClusteredFlowErrors().name; // 'clustered by destination'
 */
export function destinationClusteredFlowErrors(): FlowErrorRule {
  return rule("clustered by destination", ["destinations"], (evidence) => {
    return clustered(evidence, "destinations", lostTo(evidence, false, true));
  });
}

/**
 * Standard errors for residuals that go together on the way there and the way back.
 *
 * **How** as `originClusteredFlowErrors`, over pairs of places whatever their order; all parameters count.
 *
 * @returns the rule, for `fitGravity`. **Cost** 8 bytes per coefficient for half of the pairs
 *
 * [cameron-gelbach-miller-2011]
 * @example
 * pairClusteredFlowErrors().name; // 'clustered by pair'
 */
export function pairClusteredFlowErrors(): FlowErrorRule {
  return rule("clustered by pair", ["twins"], (evidence) => clustered(evidence, "twins", evidence.parameters));
}

/**
 * Standard errors for residuals that go together in the flows out of a place and in those into a place.
 *
 * **How** the covariances clustered by origin and by destination, added, less HC0, each with the factor of its own G; constants
 * of origins count as one parameter, and so do those of destinations.
 *
 * @returns the rule, for `fitGravity`. Errors are NaN where this gives a variance below 0
 *
 * [cameron-gelbach-miller-2011]
 * @example
 * twoWayClusteredFlowErrors().name; // 'clustered by origin and destination'
 */
export function twoWayClusteredFlowErrors(): FlowErrorRule {
  return rule("clustered by origin and destination", ["pairs", "origins", "destinations"], (evidence) => {
    const lost = lostTo(evidence, true, true);
    const origins = clustered(evidence, "origins", lost);
    const destinations = clustered(evidence, "destinations", lost);
    const both = clustered(evidence, "pairs", lost).covariance;
    return {
      covariance: origins.covariance.map((x, c) => x + destinations.covariance[c]! - both[c]!),
      clusters: Math.min(origins.clusters, destinations.clusters),
    };
  });
}

function rule(
  name: string,
  clusterings: readonly Clustering[],
  estimate: (evidence: FlowErrorEvidence) => FlowErrorEstimate,
): FlowErrorRule {
  return { name, clusterings, estimate };
}

function alone(covariance: Float64Array): FlowErrorEstimate {
  return { covariance, clusters: Number.NaN };
}

function clustered(
  { sandwichOf, pairs }: FlowErrorEvidence,
  clustering: Clustering,
  parameters: number,
): FlowErrorEstimate {
  const { covariance, clusters } = sandwichOf(clustering);
  const factor = ratio(clusters, clusters - 1) * ratio(pairs - 1, pairs - parameters);
  return { covariance: scaled(covariance, factor), clusters };
}

/** Parameters, of which constants that lie within the clusters count as one. */
function lostTo(evidence: FlowErrorEvidence, byOrigin: boolean, byDestination: boolean): number {
  const { parameters, constants, originConstants, destinationConstants } = evidence;
  const ofOrigins = byOrigin && (constants === "origins" || constants === "both") ? originConstants - 1 : 0;
  const ofDestinations =
    byDestination && (constants === "destinations" || constants === "both") ? destinationConstants - 1 : 0;
  return parameters - ofOrigins - ofDestinations;
}

function scaled(covariance: Float64Array, factor: number): Float64Array {
  return covariance.map((x) => x * factor);
}

/** NaN where nothing is left over. */
function ratio(a: number, b: number): number {
  return b > 0 ? a / b : Number.NaN;
}
