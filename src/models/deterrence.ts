import { checkRule } from "../core/check-variants.ts";
import { log } from "../core/math.ts";

/**
 * How distance, or any other cost of travel, holds people back: the deterrence function of a gravity model. A model is
 * log-linear, ln flow = … + coefficient · covariate(cost), so that a function is told by its covariate.
 */

/** A deterrence function, made by `powerLaw` or `exponentialDecay`. */
export interface Deterrence {
  /** What the fit is labelled with, and what costs the function takes. */
  readonly name: string;
  readonly costs: string;
  /** The covariate of each cost; not finite where the function does not take the cost. */
  readonly covariateOf: (costs: Float64Array) => Float64Array;
}

/**
 * Flows fall with a power of distance: f(d) = d^coefficient, with a negative coefficient.
 *
 * **How** covariate = ln d, so that the coefficient does not depend on the unit of distance.
 *
 * @returns the deterrence function; it takes distances above 0
 *
 * **Cost** one logarithm per pair
 *
 * [zipf-1946]
 * @example
 * powerLaw().covariateOf(Float64Array.of(1)); // Float64Array(1) [ 0 ]
 */
export function powerLaw(): Deterrence {
  return {
    name: "power law",
    costs: "above 0",
    covariateOf: (costs) => {
      const logs = new Float64Array(costs.length);
      for (let k = 0; k < logs.length; k++) logs[k] = log(costs[k]!);
      return logs;
    },
  };
}

/**
 * Flows fall by a fixed share with every unit of distance: f(d) = exp(coefficient · d), with a negative coefficient.
 *
 * **How** covariate = d; the coefficient is per unit of the distances given, so that 1 / −coefficient is a distance.
 *
 * @returns the deterrence function; it takes distances of at least 0
 *
 * **Cost** none
 *
 * [wilson-1971]
 * @example
 * exponentialDecay().covariateOf(Float64Array.of(5)); // Float64Array(1) [ 5 ]
 */
export function exponentialDecay(): Deterrence {
  return { name: "exponential decay", costs: "of at least 0", covariateOf: (costs) => costs };
}

/** Throws unless the value is a deterrence function, not the factory of one. */
export function checkDeterrence(where: string, deterrence: Deterrence): void {
  checkRule(where, "deterrence", deterrence, "covariateOf", "a deterrence function such as powerLaw()");
}
