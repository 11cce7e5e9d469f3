import type { DenseMatrix, RowMatrix } from "../types.ts";

/**
 * A law of flows: how strongly each destination draws the people of an origin, for any number of them. What it says is
 * relative, or for radiation and its kin the share of those who leave; a constraint turns it into flows.
 */
export interface FlowLaw extends RowMatrix {
  /** What a comparison is labelled with. */
  readonly name: string;
}

/** Expected flows held whole, and per origin the part of its outflow that the model sends to no place. */
export interface ExpectedFlows extends DenseMatrix {
  readonly unassigned: Float64Array;
}
