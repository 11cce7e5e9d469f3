import { checkInteger, checkLength, isObject } from "../core/check.ts";
import { checkRule } from "../core/check-variants.ts";
import { log } from "../core/math.ts";
import type { DenseMatrix, RowMatrix } from "../types.ts";
import type { FlowLaw, PredictedFlows, PredictedRows, PredictionEvidence } from "./law.ts";
import type { FlowConstraint, PredictionFactors } from "./predicted-constraints.ts";
import { type ScaledWeights, scaledWeights } from "./predicted-weights.ts";

/**
 * How many people would go from where to where, if a law of flows were right and these were the totals? Any law, any
 * constraint, held whole.
 *
 * **How** flow[o, d] = A[o] · B[d] · weight[o, d], with the factors that the constraint finds. The weights are computed once
 * and held in the place of the flows; of a law that gives logarithms, less the largest ones, so that none overflows.
 *
 * @param law - weights of at least 0: a law such as `gravityLaw` makes, or a matrix of one's own, held or by row
 * @param constraint - which totals the flows have: `withOutflows`, `withInflows`, `withMarginals`, `withTotal`, `asProbabilities`
 * @returns expected flows of every pair, with their factors and evidence. What the law has nowhere to send is in
 * `unassigned`, per origin, and what nobody can be sent to fill in `unassignedInflows`, never spread over others
 * @throws RangeError for weights that are negative or not finite, and totals of another length
 *
 * **Cost** 8 bytes per pair; one reading of the law (two where it gives logarithms, but for outflows and probabilities), and
 * what the constraint takes
 *
 * [wilson-1971]
 * @example
 * const weights = { rows: 2, columns: 2, value: Float64Array.of(0, 3, 1, 0) };
 * const { value, unassigned } = predictFlows(weights, withOutflows({ outflows: [12, 5] }));
 * [value, unassigned]; // [ Float64Array(4) [ 0, 12, 5, 0 ], Float64Array(2) [ 0, 0 ] ]
 */
export function predictFlows(law: FlowLaw | DenseMatrix | RowMatrix, constraint: FlowConstraint): PredictedFlows {
  return predictFrom("predictFlows", law, constraint);
}

/** The flows, for whoever asks. */
export function predictFrom(
  where: string,
  law: FlowLaw | DenseMatrix | RowMatrix,
  constraint: FlowConstraint,
): PredictedFlows {
  checkFlowConstraint(where, constraint);
  const weights = scaledWeights(where, law, constraint.scaling);
  const { rows, columns, read } = weights;
  const value = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) value.set(read(row), row * columns);
  const rowOf = (row: number): Float64Array => value.subarray(row * columns, (row + 1) * columns);
  const factors = constraint.find(where, { rows, columns, read: rowOf });
  for (let row = 0; row < rows; row++) applyFactors(rowOf(row), rowOf(row), factors, row);
  return { rows, columns, value, ...evidenceOf(law, constraint, weights, factors) };
}

/**
 * As `predictFlows`, for more places than a matrix of all pairs can be held for: flows are computed a row at a time.
 *
 * **How** the same numbers to the last bit. Only the factors are kept; a row of the law is computed again whenever it is read:
 * once to find the factors of outflows, inflows and totals, once per iteration of balancing, once more for the largest
 * weights of a law that gives logarithms (but for outflows), and each time that a row of flows is asked for.
 *
 * @param law - weights of at least 0: a law such as `gravityLaw` makes, or a matrix of one's own, held or by row
 * @param constraint - which totals the flows have, as in `predictFlows`
 * @returns a matrix whose `fillRow` writes a row of expected flows, with the evidence of `predictFlows`. `sparseFromRows` keeps
 * the larger flows, `generateFlows` draws whole ones
 * @throws RangeError as `predictFlows`, the weights being looked at here
 *
 * **Cost** O(places) memory. Reading 10⁸ pairs of a law that takes a great circle, a logarithm and an exponential for each is a
 * matter of a minute or less; balancing them, of tens of such readings
 *
 * [wilson-1971]
 * @example
 * const law = { rows: 3, columns: 3, fillRow: (row, into) => into.set([1, 2, 4].map((mass, d) => (d === row ? 0 : mass))) };
 * const flows = predictFlowsByRow(law, withOutflows({ outflows: [6, 5, 3] }));
 * denseFromRows(flows).value.join(" "); // 0 2 4 1 0 4 1 2 0
 */
export function predictFlowsByRow(law: FlowLaw | DenseMatrix | RowMatrix, constraint: FlowConstraint): PredictedRows {
  const where = "predictFlowsByRow";
  checkFlowConstraint(where, constraint);
  const weights = scaledWeights(where, law, constraint.scaling);
  const { rows, columns, read } = weights;
  const factors = constraint.find(where, weights);
  return {
    rows,
    columns,
    fillRow: (row, into) => {
      checkInteger(where, "row", row, 0, rows - 1);
      checkLength(where, "into", into.length, columns);
      applyFactors(read(row), into, factors, row);
    },
    ...evidenceOf(law, constraint, weights, factors),
  };
}

/** Throws unless the value is a constraint of predictions. */
function checkFlowConstraint(where: string, constraint: FlowConstraint): void {
  checkRule(where, "constraint", constraint, "find", "a constraint of predictions such as withOutflows({ outflows })");
}

function applyFactors(weights: Float64Array, into: Float64Array, factors: PredictionFactors, row: number): void {
  const factor = factors.originFactors[row]!;
  const { destinationFactors } = factors;
  for (let c = 0; c < weights.length; c++) into[c] = weights[c]! * factor * destinationFactors[c]!;
}

function evidenceOf(
  law: FlowLaw | DenseMatrix | RowMatrix,
  constraint: FlowConstraint,
  { originScale, destinationScale }: ScaledWeights,
  factors: PredictionFactors,
): PredictionEvidence {
  const { name } = law as FlowLaw;
  const constants = (list: Float64Array, scale: Float64Array): Float64Array =>
    list.map((factor, l) => log(factor) - scale[l]!);
  return {
    name: `${isObject(law) && typeof name === "string" ? name : "weights"}, ${constraint.name}`,
    unassigned: factors.unassigned,
    unassignedInflows: factors.unassignedInflows,
    unassignedTotal: factors.unassignedTotal,
    originConstants: constants(factors.originFactors, originScale),
    destinationConstants: constants(factors.destinationFactors, destinationScale),
    iterations: factors.iterations,
    largestError: factors.largestError,
    converged: factors.converged,
  };
}
