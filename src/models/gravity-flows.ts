import { checkOptions, fail } from "../core/check.ts";
import type { DenseMatrix } from "../types.ts";
import { type GravityLawOptions, type GravityModel, LAW_OPTIONS, lawOf } from "./gravity-law.ts";
import type { ExpectedFlows } from "./law.ts";
import { predictFrom } from "./predicted.ts";
import type { FlowConstraint } from "./predicted-constraints.ts";

export interface PredictGravityOptions extends GravityLawOptions {
  /** Which totals the flows have, such as `withOutflows({ outflows })`; the fitted flows, by the model's constants, unless given. */
  readonly constraint?: FlowConstraint;
}

/**
 * How many people would go from where to where, if the gravity model were right?
 *
 * **How** the short form of `predictFlows(gravityLaw(model, options), constraint)`; without a constraint flow[o, d] is the weight of
 * the law, exp(constants + Σ coefficient · term), which for the locations of the fit are its fitted flows: of a log-linear fit
 * medians, to be multiplied by its `smearing` or `normalSmearing` for means.
 *
 * @param model - a fit, or coefficients from the literature by the names of their terms
 * @param options - masses, distances, deterrence and covariates as in the fit, of its locations or of others, and the constraint
 * @returns expected flows of every pair, 0 on the diagonal (unless `intrazonal`) and from and to places without mass.
 * `unassigned` is the outflow of an origin from which no place with mass can be reached; without a constraint it is 0
 * @throws RangeError as `gravityLaw` and `predictFlows`, and for a model that has neither constants nor a constraint
 *
 * **Cost** O(pairs); `predictFlowsByRow` for more places than a matrix of pairs can be held for
 *
 * [wilson-1971]
 * @example
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * const model = { coefficients: { destinationMass: 1, logDistance: -2 } };
 * const constraint = withOutflows({ outflows: [22, 14, 11] });
 * predictGravity(model, { destinationMass: [1, 2, 4], distances, deterrence: powerLaw(), constraint }).value.map(Math.round).join(" "); // 0 18 4 7 0 7 2 9 0
 */
export function predictGravity(model: GravityModel, options: PredictGravityOptions): ExpectedFlows {
  const where = "predictGravity";
  checkOptions(where, options, [...LAW_OPTIONS, "constraint"]);
  const { constraint, ...given } = options;
  const law = lawOf(where, model, given);
  if (constraint !== undefined) return predictFrom(where, law, constraint);
  if (model.originConstants === undefined && model.coefficients["constant"] === undefined) {
    fail(where, "constraint", "given for a model without constants", constraint);
  }
  const { rows, columns } = law;
  const flows: DenseMatrix = { rows, columns, value: new Float64Array(rows * columns) };
  for (let row = 0; row < rows; row++) law.fillRow(row, flows.value.subarray(row * columns, (row + 1) * columns));
  return { ...flows, unassigned: new Float64Array(rows) };
}
