import { checkOptions, fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { log } from "../core/math.ts";
import { checkMasses, type Observations } from "./observations.ts";
import { fitPoisson, LEFT_OUT, type PoissonFit } from "./poisson.ts";

/** Coefficients of a gravity model, or their standard errors; NaN for those that the model does not have. */
export interface GravityCoefficients {
  /** ln of the factor that all flows share; a model with a constant for each origin has none. */
  readonly constant: number;
  /** Exponent of the origin's mass; a model with a constant for each origin has none. */
  readonly originMass: number;
  /** Exponent of the destination's mass. */
  readonly destinationMass: number;
  /** Coefficient of the deterrence's covariate, with its own sign: negative where distance holds people back. */
  readonly deterrence: number;
}

/** What a constraint makes of the observations. */
export interface GravitySolution {
  readonly coefficients: GravityCoefficients;
  readonly poissonErrors: GravityCoefficients;
  readonly robustErrors: GravityCoefficients;
  /** ln A of each origin, for covariates as they are centred in the observations; −Infinity for an origin left out. */
  readonly centredConstants: Float64Array;
  readonly pairs: number;
  readonly parameters: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Ties the totals of a gravity model to those of the flows; made by `originConstrained` or `unconstrained`. */
export type GravityConstraint = (where: string, observations: Observations) => GravitySolution;

/**
 * The flows out of every origin add up to its observed outflow: one constant per origin. The production-constrained, or
 * singly constrained, gravity model.
 *
 * **How** ln flow = ln A[origin] + destinationMass · ln mass + deterrence · covariate, with A[origin] = outflow / Σ exp(…)
 * put in for whatever coefficients are tried, so that only two coefficients are searched. An origin without outflow says
 * nothing about where people go: it is left out, and its fitted flows are 0.
 *
 * @returns the constraint, for `fitGravity`
 *
 * **Cost** one exponential per pair and iteration
 *
 * [wilson-1971]
 * @example
 * const locations = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * const flows = { locations, ...sparseFromDense(3, 3, [0, 18, 4, 7, 0, 7, 2, 9, 0]) };
 * const options = { destinationMass: [1, 2, 4], distances, deterrence: exponentialDecay() };
 * const fit = fitGravity(flows, { ...options, constraint: originConstrained() });
 * const fitted = toMatrix(predictGravity(fit, options));
 * fitted.sum("row").map((outflow) => outflow.toFixed(6)); // [ '22.000000', '14.000000', '11.000000' ]
 */
export function originConstrained(): GravityConstraint {
  return (_where, o) => {
    const groupOf = Uint32Array.from(o.outflow, (outflow, origin) => (outflow > 0 ? origin : LEFT_OUT));
    const fit = fitPoisson(o, { groupOf, groups: o.locations, originCovariate: null, originSpread: 0 });
    const { pairs, origins } = sizeOf(o, groupOf);
    const parameters = origins + 2;
    const robust = robustCovariance(fit, [2, 3], pairs, parameters);
    const none = Number.NaN;
    return {
      coefficients: named(none, none, fit.at[0]!, fit.at[1]!),
      poissonErrors: named(none, none, Math.sqrt(fit.covariance[0]!), Math.sqrt(fit.covariance[3]!)),
      robustErrors: named(none, none, Math.sqrt(robust[0]!), Math.sqrt(robust[3]!)),
      centredConstants: fit.constants,
      pairs,
      parameters,
      iterations: fit.iterations,
      converged: fit.converged,
    };
  };
}

export interface UnconstrainedOptions {
  /** One number of at least 0 per location, such as the people who live there. */
  readonly originMass: ArrayLike<number>;
}

/**
 * Only the total of all flows is that of the observed ones: one constant, and a mass for the origin as for the destination.
 *
 * **How** ln flow = constant + originMass · ln mass of the origin + destinationMass · ln mass of the destination +
 * deterrence · covariate. An origin without mass and without outflow is left out, and its fitted flows are 0.
 *
 * @param options - the mass of each origin
 * @returns the constraint, for `fitGravity`
 * @throws RangeError (when fitting) for masses that are not finite or below 0, or an origin with outflow and without mass
 *
 * **Cost** one exponential per pair and iteration
 *
 * [silva-tenreyro-2006]
 * @example
 * const locations = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * const flows = { locations, ...sparseFromDense(3, 3, [0, 18, 4, 7, 0, 7, 2, 9, 0]) };
 * const options = { destinationMass: [1, 2, 4], distances, deterrence: exponentialDecay() };
 * const fit = fitGravity(flows, { ...options, constraint: unconstrained({ originMass: [1, 2, 4] }) });
 * toMatrix(predictGravity(fit, options)).sum().toFixed(6); // '47.000000'
 */
export function unconstrained(options: UnconstrainedOptions): GravityConstraint {
  checkOptions("unconstrained", options, ["originMass"]);
  const { originMass } = options;
  checkList("unconstrained", "originMass", originMass);
  return (where, o) => {
    checkMasses(where, "originMass", originMass, o.locations);
    for (let l = 0; l < o.locations; l++) {
      if (originMass[l] === 0 && o.outflow[l]! > 0) fail(where, `originMass[${l}]`, "above 0 where flows leave", 0);
    }
    const groupOf = Uint32Array.from({ length: o.locations }, (_, l) => (originMass[l]! > 0 ? 0 : LEFT_OUT));
    const { pairs } = sizeOf(o, groupOf);
    const { centred, centre, spread } = centredLogs(originMass, o, groupOf);
    const fit = fitPoisson(o, { groupOf, groups: 1, originCovariate: centred, originSpread: spread });
    const means = [fit.means[0]! + centre, fit.means[1]! + o.massCentre, fit.means[2]! + o.costCentre];
    const flows = o.outflow.reduce((sum, outflow) => sum + outflow, 0);
    const robust = robustCovariance(fit, [1, 2, 3], pairs, 4);
    const error = (j: number): number => Math.sqrt(fit.covariance[4 * j]!);
    const robustError = (j: number): number => Math.sqrt(robust[4 * j]!);
    return {
      coefficients: named(
        fit.constants[0]! - fit.at[0]! * centre - fit.at[1]! * o.massCentre - fit.at[2]! * o.costCentre,
        fit.at[0]!,
        fit.at[1]!,
        fit.at[2]!,
      ),
      poissonErrors: named(constantError(fit, means, flows), error(0), error(1), error(2)),
      robustErrors: named(
        robustConstantError(fit, means, flows) * Math.sqrt(correction(pairs, 4)),
        robustError(0),
        robustError(1),
        robustError(2),
      ),
      centredConstants: centred.map((own, l) =>
        groupOf[l] === LEFT_OUT ? -Infinity : fit.constants[0]! + fit.at[0]! * own,
      ),
      pairs,
      parameters: 4,
      iterations: fit.iterations,
      converged: fit.converged,
    };
  };
}

function named(constant: number, originMass: number, destinationMass: number, deterrence: number): GravityCoefficients {
  return { constant, originMass, destinationMass, deterrence };
}

/** Pairs that are observations, and the origins they are of. */
function sizeOf(o: Observations, groupOf: Uint32Array): { pairs: number; origins: number } {
  let pairs = 0;
  let origins = 0;
  for (let origin = 0; origin < o.locations; origin++) {
    if (groupOf[origin] === LEFT_OUT) continue;
    origins++;
    pairs += o.offsets[origin + 1]! - o.offsets[origin]!;
  }
  return { pairs, origins };
}

function centredLogs(
  masses: ArrayLike<number>,
  o: Observations,
  groupOf: Uint32Array,
): { centred: Float64Array; centre: number; spread: number } {
  const { pairs } = sizeOf(o, groupOf);
  const weightOf = (l: number): number => (groupOf[l] === LEFT_OUT ? 0 : o.offsets[l + 1]! - o.offsets[l]!);
  const logs = Float64Array.from({ length: o.locations }, (_, l) => (masses[l]! > 0 ? log(masses[l]!) : 0));
  const centre = logs.reduce((sum, x, l) => sum + x * weightOf(l), 0) / pairs;
  const centred = logs.map((x) => x - centre);
  const spread = Math.sqrt(centred.reduce((sum, x, l) => sum + x * x * weightOf(l), 0) / pairs);
  return { centred, centre, spread };
}

/** What makes HC0 into HC1: observations / (observations − parameters); NaN where no observation is left over. */
function correction(pairs: number, parameters: number): number {
  return pairs > parameters ? pairs / (pairs - parameters) : Number.NaN;
}

/** HC1: V · meat · V times the correction, for the scores named by their places in the meat. */
function robustCovariance(fit: PoissonFit, scores: readonly number[], pairs: number, parameters: number): Float64Array {
  const k = scores.length;
  const v = fit.covariance;
  const result = new Float64Array(k * k);
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < k; b++) {
      for (let i = 0; i < k; i++) {
        for (let j = 0; j < k; j++) {
          result[a * k + b]! += v[a * k + i]! * fit.meat[4 * scores[i]! + scores[j]!]! * v[j * k + b]!;
        }
      }
    }
  }
  return result.map((x) => x * correction(pairs, parameters));
}

/** The constant is the one at the mean covariates less coefficients times means; the two parts are independent. */
function constantError(fit: PoissonFit, means: readonly number[], flows: number): number {
  let variance = 1 / flows;
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) variance += means[i]! * fit.covariance[3 * i + j]! * means[j]!;
  }
  return Math.sqrt(variance);
}

/** HC0 of the constant: the influence of a pair is residual · (1 / flows − means · V · covariates less means). */
function robustConstantError(fit: PoissonFit, means: readonly number[], flows: number): number {
  const weights = [1 / flows, 0, 0, 0];
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) weights[i + 1]! -= fit.covariance[3 * i + j]! * means[j]!;
  }
  let variance = 0;
  for (let i = 0; i < 4; i++) {
    for (let j = 0; j < 4; j++) variance += weights[i]! * fit.meat[4 * i + j]! * weights[j]!;
  }
  return Math.sqrt(variance);
}
