import { fail, isObject } from "../core/check.ts";
import { checkFunction } from "../core/check-variants.ts";
import type { Constants } from "./design.ts";
import type { FlowClustering } from "./gravity-scores.ts";

/**
 * Rules of errors as gravity models ask them: of sums over pairs that are gathered row by row, since no matrix of pairs is
 * held. A rule that serves tables too, as `robustErrors` does, is a function with these two fields.
 */

/** What a rule of errors is told about a gravity model. */
export interface FlowErrorEvidence {
  readonly pairs: number;
  /** Coefficients and constants, and how many constants of origins and of destinations are among them. */
  readonly parameters: number;
  readonly constants: Constants;
  readonly originConstants: number;
  readonly destinationConstants: number;
  /** Σ (flow − mean)² / variance over pairs less parameters, and what the model says of it: 1 of counts. */
  readonly dispersion: number;
  readonly modelDispersion: number;
  /** The inverse of the information, expected and observed: covariances of the coefficients if the dispersion were 1. */
  readonly inverse: Float64Array;
  readonly observedInverse: () => Float64Array;
  /** The sandwich of a clustering asked for, without any factor, and its number of clusters. */
  readonly sandwichOf: (clustering: FlowClustering) => { readonly covariance: Float64Array; readonly clusters: number };
}

export interface FlowErrorEstimate {
  /** What it is called, for a report. */
  readonly name: string;
  /** Covariances of the coefficients, row after row. */
  readonly covariance: Float64Array;
  /** How many clusters there are, the fewer of two sets; NaN without. */
  readonly clusters: number;
}

/** Says how far the coefficients of a gravity model may be off; made by `robustErrors`, `originClusteredFlowErrors` and their kin. */
export interface FlowErrorRule {
  /** Of which clusterings the rule asks the sandwich. */
  readonly clusterings: readonly FlowClustering[];
  readonly estimateFlows: (evidence: FlowErrorEvidence, where: string) => FlowErrorEstimate;
}

/** A rule for tables that serves gravity models too. */
export function servingFlows<R extends (...given: never[]) => unknown>(
  rule: R,
  clusterings: readonly FlowClustering[],
  estimateFlows: FlowErrorRule["estimateFlows"],
): R & FlowErrorRule {
  return Object.assign(rule, { clusterings, estimateFlows });
}

/** What a rule without clusters answers: covariances times a factor. */
export function scaledErrors(name: string, covariance: Float64Array, factor: number = 1): FlowErrorEstimate {
  return { name, covariance: covariance.map((x) => x * factor), clusters: Number.NaN };
}

/** a / b, NaN where nothing is left over. */
export function ratio(a: number, b: number): number {
  return b > 0 ? a / b : Number.NaN;
}

const SUCH = "a rule of errors for flows such as robustErrors() or originClusteredFlowErrors()";

/** Throws unless the value is a rule that serves gravity models. */
export function checkFlowErrors(where: string, rule: FlowErrorRule): void {
  const given: unknown = rule;
  // A rule for tables takes the fit and its rows; a factory passed uncalled does not.
  if (typeof given === "function") checkFunction(where, "errors", given, SUCH, 2);
  else if (!isObject(given)) fail(where, "errors", SUCH, given);
  if (typeof rule.estimateFlows !== "function") fail(where, "errors", SUCH, given);
}
