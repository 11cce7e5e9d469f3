import type { DenseMatrix, RowMatrix } from "../types.ts";

/**
 * A law of flows: how strongly each destination draws the people of an origin, for any number of them. What it says is
 * relative, or for radiation and its kin the share of those who leave; a constraint turns it into flows.
 */
export interface FlowLaw extends RowMatrix {
  /** What a comparison is labelled with. */
  readonly name: string;
  /**
   * As `fillRow`, but the natural logarithms of the weights, −Infinity for none. Where a law has it, predictions read this
   * one, so that flows neither overflow nor vanish however steep the law is.
   */
  readonly fillLogRow?: (row: number, into: Float64Array) => void;
  /**
   * Writes what `fillLogRow` writes, or `fillRow` where a law has no other, at some columns of `into` only, and returns the
   * sum of the whole row of weights, or its logarithm. For laws that know the sum of a row without all of its weights: where
   * few pairs have a flow, a calibration by likelihood is many times faster. Where that leaves flows within places out, the
   * sum must not hold the weight of the place itself; laws of this package have none there.
   */
  readonly fillCells?: (row: number, columns: Uint32Array, into: Float64Array) => number;
}

/** Expected flows held whole, and per origin the part of its outflow that the model sends to no place. */
export interface ExpectedFlows extends DenseMatrix {
  readonly unassigned: Float64Array;
}

/** How a constraint turned a law into flows, and what it could not place. */
export interface PredictionEvidence {
  /** The law and the constraint, for a comparison's label. */
  readonly name: string;
  /** Per origin: its outflow less its flows, where the law has nowhere to send it. */
  readonly unassigned: Float64Array;
  /** Per destination: its inflow less the flows to it, where the law has nobody to send. */
  readonly unassignedInflows: Float64Array;
  /** What is placed nowhere in all: what `unassigned` holds above 0, the inflows where these alone are kept, or the total. */
  readonly unassignedTotal: number;
  /**
   * ln flow[o, d] = originConstants[o] + destinationConstants[d] + ln weight[o, d]: the logarithms of the balancing factors
   * A and B. −Infinity where nothing goes.
   */
  readonly originConstants: Float64Array;
  readonly destinationConstants: Float64Array;
  /** How often all weights were read to find the factors. */
  readonly iterations: number;
  /** The largest distance of a row's sum from its outflow, as a share of it; 0 where one reading settles the factors. */
  readonly largestError: number;
  readonly converged: boolean;
}

/** Expected flows held whole, with their evidence. */
export interface PredictedFlows extends ExpectedFlows, PredictionEvidence {
  readonly unassigned: Float64Array;
}

/** Expected flows computed a row at a time, with their evidence. */
export interface PredictedRows extends RowMatrix, PredictionEvidence {}
