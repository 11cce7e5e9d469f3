import {
  type FlowErrorEstimate,
  type FlowErrorEvidence,
  type FlowErrorRule,
  ratio,
  scaledErrors,
} from "./flow-error-rule.ts";
import type { FlowClustering } from "./gravity-scores.ts";

/** Rules of errors of gravity models whose residuals go together by place. */

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
 * originClusteredFlowErrors().clusterings; // [ 'origins' ]
 */
export function originClusteredFlowErrors(): FlowErrorRule {
  return {
    clusterings: ["origins"],
    estimateFlows: (evidence) => clustered(evidence, "origins", "origin", lostTo(evidence, true, false)),
  };
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
 * destinationClusteredFlowErrors().clusterings; // [ 'destinations' ]
 */
export function destinationClusteredFlowErrors(): FlowErrorRule {
  return {
    clusterings: ["destinations"],
    estimateFlows: (evidence) => clustered(evidence, "destinations", "destination", lostTo(evidence, false, true)),
  };
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
 * pairClusteredFlowErrors().clusterings; // [ 'twins' ]
 */
export function pairClusteredFlowErrors(): FlowErrorRule {
  return {
    clusterings: ["twins"],
    estimateFlows: (evidence) => clustered(evidence, "twins", "pair", evidence.parameters),
  };
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
 * twoWayClusteredFlowErrors().clusterings; // [ 'pairs', 'origins', 'destinations' ]
 */
export function twoWayClusteredFlowErrors(): FlowErrorRule {
  return {
    clusterings: ["pairs", "origins", "destinations"],
    estimateFlows: (evidence) => {
      const lost = lostTo(evidence, true, true);
      const origins = clustered(evidence, "origins", "origin and destination", lost);
      const destinations = clustered(evidence, "destinations", "destination", lost);
      const both = clustered(evidence, "pairs", "pair", lost).covariance;
      return {
        name: origins.name,
        covariance: origins.covariance.map((x, c) => x + destinations.covariance[c]! - both[c]!),
        clusters: Math.min(origins.clusters, destinations.clusters),
      };
    },
  };
}

function clustered(
  { sandwichOf, pairs }: FlowErrorEvidence,
  clustering: FlowClustering,
  by: string,
  parameters: number,
): FlowErrorEstimate {
  const { covariance, clusters } = sandwichOf(clustering);
  const factor = ratio(clusters, clusters - 1) * ratio(pairs - 1, pairs - parameters);
  return { ...scaledErrors(`clustered by ${by}`, covariance, factor), clusters };
}

/** Parameters, of which constants that lie within the clusters count as one. */
function lostTo(evidence: FlowErrorEvidence, byOrigin: boolean, byDestination: boolean): number {
  const { parameters, constants, originConstants, destinationConstants } = evidence;
  const ofOrigins = byOrigin && (constants === "origins" || constants === "both") ? originConstants - 1 : 0;
  const ofDestinations =
    byDestination && (constants === "destinations" || constants === "both") ? destinationConstants - 1 : 0;
  return parameters - ofOrigins - ofDestinations;
}
