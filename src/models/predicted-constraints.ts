import { checkLength, checkNumber, checkOptions, fail } from "../core/check.ts";
import { sumOf } from "../core/sums.ts";
import { checkMasses } from "./observations.ts";
import type { LawWeights, Scaling } from "./predicted-weights.ts";

/** Says which totals predicted flows have; made by `withOutflows`, `withInflows`, `withMarginals`, `withTotal`, `asProbabilities`. */
export interface FlowConstraint {
  readonly name: string;
  /** What the factors make up for, so that the weights of a law that gives logarithms may be divided by it. */
  readonly scaling: Scaling;
  /** The factors of the weights, and what they cannot place. */
  readonly find: (where: string, weights: LawWeights) => PredictionFactors;
}

/** flow[o, d] = originFactors[o] · destinationFactors[d] · weight[o, d]. */
export interface PredictionFactors {
  readonly originFactors: Float64Array;
  readonly destinationFactors: Float64Array;
  readonly unassigned: Float64Array;
  readonly unassignedInflows: Float64Array;
  readonly unassignedTotal: number;
  readonly iterations: number;
  readonly largestError: number;
  readonly converged: boolean;
}

export interface WithOutflowsOptions {
  /** How many leave each origin. One finite number of at least 0 per row of the law. */
  readonly outflows: ArrayLike<number>;
}

/**
 * As many leave each origin as are known to leave it: the production-constrained, or singly constrained, model.
 *
 * **How** A[o] = outflow[o] / Σ weight[o, ·], B = 1
 *
 * @param options - what leaves each origin
 * @returns the constraint, for `predictFlows`. An origin without any weight sends nobody: its outflow is unassigned
 * @throws RangeError for outflows that are not finite or below 0
 *
 * **Cost** one reading of the weights
 *
 * [wilson-1971]
 * @example
 * const weights = { rows: 2, columns: 2, value: Float64Array.of(1, 3, 0, 0) };
 * const { value, unassigned } = predictFlows(weights, withOutflows({ outflows: [8, 5] }));
 * [value, unassigned]; // [ Float64Array(4) [ 2, 6, 0, 0 ], Float64Array(2) [ 0, 5 ] ]
 */
export function withOutflows(options: WithOutflowsOptions): FlowConstraint {
  const name = "withOutflows";
  checkOptions(name, options, ["outflows"]);
  const outflows = checkedTotals(name, "outflows", options.outflows);
  return {
    name: "production-constrained",
    scaling: "rows",
    find: (where, { rows, columns, read }) => {
      checkLength(where, "outflows", outflows.length, rows);
      const unassigned = new Float64Array(rows);
      const originFactors = new Float64Array(rows);
      for (let o = 0; o < rows; o++) {
        const sum = plainSum(read(o));
        if (sum === 0) unassigned[o] = outflows[o]!;
        else originFactors[o] = checkedFactor(where, `row ${o}`, outflows[o]!, sum);
      }
      return settled({ originFactors, destinationFactors: new Float64Array(columns).fill(1), unassigned });
    },
  };
}

export interface WithInflowsOptions {
  /** How many arrive at each destination. One finite number of at least 0 per column of the law. */
  readonly inflows: ArrayLike<number>;
}

/**
 * As many arrive at each destination as are known to arrive there: the attraction-constrained model.
 *
 * **How** B[d] = inflow[d] / Σ weight[·, d], A = 1
 *
 * @param options - what arrives at each destination
 * @returns the constraint, for `predictFlows`. To a destination without any weight nobody goes: its inflow is in
 * `unassignedInflows`
 * @throws RangeError for inflows that are not finite or below 0
 *
 * **Cost** one reading of the weights
 *
 * [wilson-1971]
 * @example
 * const weights = { rows: 2, columns: 2, value: Float64Array.of(1, 0, 3, 0) };
 * const { value, unassignedInflows } = predictFlows(weights, withInflows({ inflows: [8, 5] }));
 * [value, unassignedInflows]; // [ Float64Array(4) [ 2, 0, 6, 0 ], Float64Array(2) [ 0, 5 ] ]
 */
export function withInflows(options: WithInflowsOptions): FlowConstraint {
  const name = "withInflows";
  checkOptions(name, options, ["inflows"]);
  const inflows = checkedTotals(name, "inflows", options.inflows);
  return {
    name: "attraction-constrained",
    scaling: "columns",
    find: (where, { rows, columns, read }) => {
      checkLength(where, "inflows", inflows.length, columns);
      const sums = new Float64Array(columns);
      for (let o = 0; o < rows; o++) {
        const cells = read(o);
        for (let d = 0; d < columns; d++) sums[d]! += cells[d]!;
      }
      const unassignedInflows = new Float64Array(columns);
      const destinationFactors = new Float64Array(columns);
      for (let d = 0; d < columns; d++) {
        if (sums[d] === 0) unassignedInflows[d] = inflows[d]!;
        else destinationFactors[d] = checkedFactor(where, `column ${d}`, inflows[d]!, sums[d]!);
      }
      const originFactors = new Float64Array(rows).fill(1);
      const unassigned = new Float64Array(rows);
      const unassignedTotal = sumOf(unassignedInflows);
      return settled({ originFactors, destinationFactors, unassigned, unassignedInflows, unassignedTotal });
    },
  };
}

export interface WithTotalOptions {
  /** How many move in all. A finite number of at least 0. */
  readonly total: number;
}

/**
 * As many move in all as are known to move: the total-constrained, or globally constrained, model.
 *
 * **How** A = total / Σ weight, B = 1
 *
 * @param options - what moves in all
 * @returns the constraint, for `predictFlows`. Where all weights are 0 the total is in `unassignedTotal`
 * @throws RangeError for a total that is not finite or below 0
 *
 * **Cost** one reading of the weights
 *
 * [wilson-1971]
 * @example
 * const weights = { rows: 2, columns: 2, value: Float64Array.of(0, 3, 1, 0) };
 * predictFlows(weights, withTotal({ total: 100 })).value; // Float64Array(4) [ 0, 75, 25, 0 ]
 */
export function withTotal(options: WithTotalOptions): FlowConstraint {
  checkOptions("withTotal", options, ["total"]);
  const { total } = options;
  checkNumber("withTotal", "total", total, 0);
  return {
    name: "total-constrained",
    scaling: "all",
    find: (where, { rows, columns, read }) => {
      const sums = new Float64Array(rows);
      for (let o = 0; o < rows; o++) sums[o] = plainSum(read(o));
      const sum = sumOf(sums);
      const factor = sum === 0 ? 0 : checkedFactor(where, "all rows", total, sum);
      const originFactors = new Float64Array(rows).fill(factor);
      const destinationFactors = new Float64Array(columns).fill(1);
      const unassignedTotal = sum === 0 ? total : 0;
      return settled({ originFactors, destinationFactors, unassigned: new Float64Array(rows), unassignedTotal });
    },
  };
}

export interface AsProbabilitiesOptions {
  /** How many leave each origin; 1, so that the flows are the probabilities themselves, unless given. */
  readonly outflows?: ArrayLike<number>;
}

/**
 * The weights are probabilities, and what they leave over goes nowhere: the radiation model of a system without borders,
 * whose last place is not the last one.
 *
 * **How** flow[o, d] = outflow[o] · weight[o, d]; unassigned[o] = outflow[o] · (1 − Σ weight[o, ·])
 *
 * @param options - what leaves each origin
 * @returns the constraint, for `predictFlows`. `unassigned` is below 0 where the probabilities of an origin add up to more
 * than 1, as they do where radiation counts equally far places as no rivals of each other (`exclusiveTies`)
 * @throws RangeError for outflows that are not finite or below 0; from `predictFlows`, for a weight above 1
 *
 * **Cost** one reading of the weights
 *
 * [simini-2012]
 * @example
 * const probabilities = { rows: 1, columns: 2, value: Float64Array.of(0.5, 0.25) };
 * const { value, unassigned } = predictFlows(probabilities, asProbabilities({ outflows: [40] }));
 * [value, unassigned]; // [ Float64Array(2) [ 20, 10 ], Float64Array(1) [ 10 ] ]
 */
export function asProbabilities(options: AsProbabilitiesOptions = {}): FlowConstraint {
  const name = "asProbabilities";
  checkOptions(name, options, ["outflows"]);
  const outflows = options.outflows === undefined ? null : checkedTotals(name, "outflows", options.outflows);
  return {
    name: "as probabilities",
    scaling: "none",
    find: (where, { rows, columns, read }) => {
      if (outflows !== null) checkLength(where, "outflows", outflows.length, rows);
      const originFactors = outflows ?? new Float64Array(rows).fill(1);
      const unassigned = new Float64Array(rows);
      for (let o = 0; o < rows; o++) {
        const cells = read(o);
        for (let d = 0; d < columns; d++) {
          if (cells[d]! <= CERTAIN) continue;
          fail(where, `law: the weight of row ${o} and column ${d}`, "a probability, at most 1", cells[d]);
        }
        unassigned[o] = originFactors[o]! * (1 - plainSum(cells));
      }
      return settled({ originFactors, destinationFactors: new Float64Array(columns).fill(1), unassigned });
    },
  };
}

/** A probability of 1 may be above it by rounding. */
const CERTAIN = 1 + 1e-9;

/** Factors that one reading of the weights settles. */
function settled(
  factors: Pick<PredictionFactors, "originFactors" | "destinationFactors" | "unassigned"> & Partial<PredictionFactors>,
): PredictionFactors {
  return {
    unassignedInflows: new Float64Array(factors.destinationFactors.length),
    unassignedTotal: sumAboveNone(factors.unassigned),
    iterations: 1,
    largestError: 0,
    converged: true,
    ...factors,
  };
}

/** Totals of one side, checked and copied. */
export function checkedTotals(where: string, name: string, totals: ArrayLike<number>): Float64Array {
  checkMasses(where, name, totals, totals?.length);
  return Float64Array.from(totals);
}

function checkedFactor(where: string, of: string, total: number, sum: number): number {
  const factor = total / sum;
  if (!(sum < Infinity && factor < Infinity)) {
    fail(where, `law: the sum of weights of ${of}`, "neither vanishing nor beyond all numbers", sum);
  }
  return factor;
}

function plainSum(cells: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < cells.length; c++) sum += cells[c]!;
  return sum;
}

/** What is above 0 in what is left. */
export function sumAboveNone(left: Float64Array): number {
  return sumOf(left.filter((x) => x > 0));
}
