import { BALANCING_DEFAULTS, balanceRows, checkBalancingLimits, checkMargins } from "../core/balancing.ts";
import { checkLength, checkOptions } from "../core/check.ts";
import { checkedTotals, type FlowConstraint, sumAboveNone } from "./predicted-constraints.ts";

export interface WithMarginalsOptions {
  /** How many leave each origin, and arrive at each destination: finite numbers of at least 0, with the same sum. */
  readonly outflows: ArrayLike<number>;
  readonly inflows: ArrayLike<number>;
  /** What both are scaled to where their sums differ; without it, sums that differ are refused. */
  readonly total?: number;
  /** The largest distance of a row's sum from its outflow that counts as none, as a share; 1e-10 unless given. */
  readonly tolerance?: number;
  /** How often the weights are read at most; 10,000 unless given. */
  readonly maxIterations?: number;
}

/**
 * As many leave each origin and arrive at each destination as are known to: the doubly constrained model.
 *
 * **How** A[o] = outflow[o] / Σ B[d] · weight[o, d] and B[d] = inflow[d] / Σ A[o] · weight[o, d], found by balancing (iterative
 * proportional fitting) until every row is within `tolerance` of its outflow. Totals of 0 stay exactly 0.
 *
 * @param options - both totals, and when to stop
 * @returns the constraint, for `predictFlows`. Where the weights do not admit the totals, or the iterations do not suffice,
 * `converged` is false, and `unassigned` and `unassignedInflows` are totals less flows, below 0 where there is more than the
 * total
 * @throws RangeError for totals that are not finite or below 0, or whose sums differ
 *
 * **Departs from the paper** the programs of the literature stop at 1 % and put 0.01 in the place of totals of 0.
 *
 * **Cost** one reading of the weights per iteration: tens, for laws fitted to such flows; hundreds for steep ones
 *
 * [wilson-1971] [deming-1940]
 * @example
 * const weights = { rows: 2, columns: 2, value: Float64Array.of(1, 2, 3, 6) };
 * const { value, converged } = predictFlows(weights, withMarginals({ outflows: [6, 2], inflows: [4, 4] }));
 * [value.map(Math.round), converged]; // [ Float64Array(4) [ 3, 3, 1, 1 ], true ]
 */
export function withMarginals(options: WithMarginalsOptions): FlowConstraint {
  const name = "withMarginals";
  checkOptions(name, options, ["outflows", "inflows", "total", "tolerance", "maxIterations"]);
  const { tolerance = BALANCING_DEFAULTS.tolerance, maxIterations = BALANCING_DEFAULTS.maxIterations } = options;
  const limits = { tolerance, maxIterations };
  checkBalancingLimits(name, limits);
  const outflows = checkedTotals(name, "outflows", options.outflows);
  const inflows = checkedTotals(name, "inflows", options.inflows);
  const margins = checkMargins(name, outflows, inflows, outflows.length, inflows.length, options.total);
  return {
    name: "doubly constrained",
    scaling: "both",
    find: (where, { rows, columns, read }) => {
      checkLength(where, "outflows", outflows.length, rows);
      checkLength(where, "inflows", inflows.length, columns);
      const balance = balanceRows(where, "law", read, margins, limits);
      const unassigned = new Float64Array(rows);
      const unassignedInflows = new Float64Array(columns);
      const { iterations, largestError, converged } = balance;
      const originFactors = balance.originFactors.map(finiteOrNone);
      const destinationFactors = balance.destinationFactors.map(finiteOrNone);
      if (!converged) {
        // What the flows, as they are, leave of the totals; they stand less the flows, and so does what rounding leaves.
        unassigned.set(margins.outflows);
        unassignedInflows.set(margins.inflows);
        for (let o = 0; o < rows; o++) {
          const cells = read(o);
          for (let d = 0; d < columns; d++) {
            const flow = cells[d]! * originFactors[o]! * destinationFactors[d]!;
            unassigned[o]! -= flow;
            unassignedInflows[d]! -= flow;
          }
        }
        dropRounding(unassigned, margins.outflows, tolerance);
        dropRounding(unassignedInflows, margins.inflows, tolerance);
      }
      const unassignedTotal = sumAboveNone(unassigned);
      const factors = { originFactors, destinationFactors, unassigned, unassignedInflows, unassignedTotal };
      return { ...factors, iterations, largestError, converged };
    },
  };
}

function finiteOrNone(factor: number): number {
  return Number.isFinite(factor) ? factor : 0;
}

function dropRounding(left: Float64Array, totals: Float64Array, tolerance: number): void {
  for (let l = 0; l < left.length; l++) if (Math.abs(left[l]!) <= tolerance * totals[l]!) left[l] = 0;
}
