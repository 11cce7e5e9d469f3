import { checkLength, checkOptions, fail, isObject } from "../core/check.ts";
import { checkList, failShape } from "../core/check-tables.ts";
import { exp, log } from "../core/math.ts";
import type { DenseMatrix } from "../types.ts";
import { checkDeterrence, type Deterrence } from "./deterrence.ts";
import { checkMasses, checkSquare, covariatesOf } from "./observations.ts";

/** What `predictGravity` needs to know of a model: a `GravityFit`, or coefficients taken from elsewhere. */
export interface GravityModel {
  readonly coefficients: { readonly destinationMass: number; readonly deterrence: number };
  /** The name of the deterrence function that the coefficient belongs to. */
  readonly deterrence: string;
  /** ln A of each origin; needed where the options give no outflows. */
  readonly constants?: Float64Array;
}

export interface PredictGravityOptions {
  /** What draws people to a location, as in the fit. One finite number of at least 0 per location. */
  readonly destinationMass: ArrayLike<number>;
  /** Distances or costs in the unit of the fit. The diagonal is not read. */
  readonly distances: DenseMatrix;
  /** The deterrence function of the fit. */
  readonly deterrence: Deterrence;
  /** How much leaves each origin; what the model itself says, by its constants, unless given. */
  readonly outflows?: ArrayLike<number>;
}

/** Expected flows, and per origin the part of its outflow that the model sends to no place. */
export interface ExpectedFlows extends DenseMatrix {
  readonly unassigned: Float64Array;
}

/**
 * How many people would go from where to where, if the gravity model were right?
 *
 * **How** with outflows: flow[o, d] = outflow[o] · w[o, d] / Σ w[o, ·], with w = mass[d]^destinationMass · f(distance[o, d])
 * over d ≠ o. Without: flow[o, d] = exp(constants[o]) · w[o, d], which for the locations of the fit are its fitted flows.
 *
 * @param model - a fit, or coefficients from the literature with the name of their deterrence function
 * @param options - masses, distances and outflows, of the locations of the fit or of others
 * @returns expected flows of every pair, 0 on the diagonal and to places without mass; with outflows every row adds up to
 * its outflow, but for `unassigned`, which is the outflow of an origin from which no place with mass can be reached
 * @throws RangeError for a deterrence function other than the model's, coefficients that are not finite, masses, outflows
 * or distances that are not finite or below 0, a distance that the deterrence does not take, or matrices of another size
 *
 * **Cost** O(pairs)
 *
 * [wilson-1971]
 * @example
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * const model = { deterrence: "power law", coefficients: { destinationMass: 1, deterrence: -2 } };
 * predictGravity(model, { destinationMass: [1, 2, 4], distances, deterrence: powerLaw(), outflows: [22, 14, 11] }).value.map(Math.round).join(" "); // 0 18 4 7 0 7 2 9 0
 */
export function predictGravity(model: GravityModel, options: PredictGravityOptions): ExpectedFlows {
  const where = "predictGravity";
  checkOptions(where, options, ["destinationMass", "distances", "deterrence", "outflows"]);
  const { destinationMass, distances, deterrence, outflows } = options;
  const n = checkSquare(where, "distances", distances);
  checkMasses(where, "destinationMass", destinationMass, n);
  checkDeterrence(where, deterrence);
  const such = "a fit, or { deterrence, coefficients }";
  const given: unknown = model;
  if (!isObject(given) || !isObject(given["coefficients"])) failShape(where, "model", such, given);
  if (deterrence.name !== model.deterrence)
    fail(where, "deterrence", `the model's, ${model.deterrence}`, deterrence.name);
  const { coefficients, constants } = model;
  for (const name of ["destinationMass", "deterrence"] as const) {
    if (!Number.isFinite(coefficients[name])) fail(where, `model.coefficients.${name}`, "finite", coefficients[name]);
  }
  if (outflows !== undefined) checkMasses(where, "outflows", outflows, n);
  else if (constants === undefined) fail(where, "outflows", "given for a model without constants", outflows);
  else {
    checkList(where, "model.constants", constants);
    checkLength(where, "model.constants", constants.length, n);
  }
  const value = new Float64Array(n * n);
  const unassigned = new Float64Array(n);
  const logMass = Float64Array.from({ length: n }, (_, d) => log(destinationMass[d]!));
  const costs = new Float64Array(n);
  const destinations = new Uint32Array(n);
  for (let origin = 0; origin < n; origin++) {
    let reached = 0;
    for (let d = 0; d < n; d++) {
      if (d === origin || destinationMass[d] === 0) continue;
      costs[reached] = distances.value[origin * n + d]!;
      destinations[reached++] = d;
    }
    const nameOf = (k: number): string => `[${origin}, ${destinations[k]}]`;
    const predictors = covariatesOf(where, deterrence, costs.slice(0, reached), nameOf);
    let top = -Infinity;
    for (let k = 0; k < reached; k++) {
      const ofMass = coefficients.destinationMass * logMass[destinations[k]!]!;
      predictors[k] = ofMass + coefficients.deterrence * predictors[k]!;
      if (predictors[k]! > top) top = predictors[k]!;
    }
    const row = value.subarray(origin * n, origin * n + n);
    if (outflows === undefined) {
      for (let k = 0; k < reached; k++) row[destinations[k]!] = exp(constants![origin]! + predictors[k]!);
    } else if (reached === 0) unassigned[origin] = outflows[origin]!;
    else {
      let weight = 0;
      for (let k = 0; k < reached; k++) {
        predictors[k] = exp(predictors[k]! - top);
        weight += predictors[k]!;
      }
      for (let k = 0; k < reached; k++) row[destinations[k]!] = outflows[origin]! * (predictors[k]! / weight);
    }
  }
  return { rows: n, columns: n, value, unassigned };
}
