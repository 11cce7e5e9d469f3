import type { RowReader } from "../core/row-matrix.ts";

/**
 * What a gravity model is fitted to, without a matrix of pairs by covariates: the pairs of each origin, the flows above 0,
 * and the terms of the model by what they belong to.
 *
 * ln mean[o, d] = offset + constants + Σ coefficient · (term − its centre)
 */

/** A covariate with a coefficient. Its values in a design are less `centre`, so that sums lose no digits. */
export interface Term {
  readonly name: string;
  /** Mean and standard deviation over the pairs; a spread of 0 says that the term is constant. */
  readonly centre: number;
  readonly spread: number;
}

export interface Design {
  readonly locations: number;
  /** The pairs of origin o are offsets[o] … offsets[o + 1] − 1, each with its destination, ascending. They may hold o itself. */
  readonly offsets: Uint32Array;
  readonly destination: Uint32Array;
  /** Flows above 0 of the pairs: those of origin o are flowOffsets[o] …, each at pair flowAt[f]. */
  readonly flowOffsets: Uint32Array;
  readonly flowAt: Uint32Array;
  readonly flow: Float64Array;
  /** Sums of these flows. */
  readonly outflow: Float64Array;
  readonly inflow: Float64Array;
  /** Terms of origins, then of destinations, then of pairs: the order of coefficients everywhere. */
  readonly terms: readonly Term[];
  /** A value per location, for each term of an origin and of a destination. */
  readonly originTerms: readonly Float64Array[];
  readonly destinationTerms: readonly Float64Array[];
  /** For each term of pairs: its values for the pairs of an origin, in their order. */
  readonly pairTerms: readonly RowReader[];
  /** What is added to the linear predictor of the pairs of an origin, with a coefficient of 1; null where nothing is. */
  readonly offset: RowReader | null;
}

/** Which constants a model has: their coefficients are put in for whatever the terms are tried with. */
export type Constants = "one" | "origins" | "destinations" | "both";

/** A fitted design. Covariances and errors follow from the terms less what the constants take of them. */
export interface Solution {
  /** A coefficient per term; NaN where the flows do not tell it apart. */
  readonly coefficients: Float64Array;
  /**
   * ln mean = originConstants[o] + destinationConstants[d] + offset + Σ coefficient · centred term. −Infinity for an origin
   * or a destination that is left out. Without constants of their own, origins share one number, and destinations have 0.
   */
  readonly originConstants: Float64Array;
  readonly destinationConstants: Float64Array;
  /**
   * What the constants take of each term under the fitted flows, term after term: the term less originMeans[t · n + o] less
   * destinationMeans[t · n + d] has a weighted mean of 0 for every constant.
   */
  readonly originMeans: Float64Array;
  readonly destinationMeans: Float64Array;
  /** Σ fitted · (what is left of a term) · (what is left of another), row after row: the information of the coefficients. */
  readonly information: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
  /** The coefficients that the constants go with, where some are not told apart: one choice of many. NaN is 0 unless given. */
  readonly fitted?: Float64Array;
  /** 1 for the terms that were fitted, where some that are not told apart were left at 0. Those with a coefficient unless given. */
  readonly kept?: Uint8Array;
  /** Where the search did not end: its last step. If it says so, some pairs are separated from the others. */
  readonly runaway?: Float64Array;
}

/** Ties the totals of a gravity model to those of the flows; made by `originConstrained`, `unconstrained` and their kin. */
export interface GravityConstraint {
  readonly name: string;
  readonly constants: Constants;
  readonly solve: (where: string, design: Design) => Solution;
}
