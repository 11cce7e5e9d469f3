import { checkOptions } from "../core/check.ts";
import { checkAnswer, checkFunction } from "../core/check-variants.ts";
import { exp, log } from "../core/math.ts";
import type { DenseMatrix, Located, SparseMatrix } from "../types.ts";
import type { GravityCoefficients, GravityConstraint, GravitySolution } from "./constraints.ts";
import { checkDeterrence, type Deterrence } from "./deterrence.ts";
import { logFactorial } from "./log-factorial.ts";
import { buildObservations, type Observations } from "./observations.ts";
import { allPairs, type PairChoice } from "./pairs.ts";

export interface FitGravityOptions {
  /** What draws people to a location: residents, jobs, events. One finite number of at least 0 per location. */
  readonly destinationMass: ArrayLike<number>;
  /** Distances, or any other cost of going from row to column, in a unit of your choice. The diagonal is not read. */
  readonly distances: DenseMatrix;
  /** How cost holds people back: `powerLaw()` or `exponentialDecay()`. */
  readonly deterrence: Deterrence;
  /** Which totals the fitted flows keep: `originConstrained()` or `unconstrained({ originMass })`. */
  readonly constraint: GravityConstraint;
  /** Which pairs are observations: `allPairs()`, zeros counted, unless given; or `observedPairs()`. */
  readonly pairs?: PairChoice;
}

/** A fitted gravity model: plain values, which can be copied to a worker or a file. */
export interface GravityFit extends Located {
  /** The name of the deterrence function that the coefficient belongs to. */
  readonly deterrence: string;
  readonly coefficients: GravityCoefficients;
  /** Standard errors if every person moved on their own: far too small for trips, which come in dependent numbers. */
  readonly poissonErrors: GravityCoefficients;
  /** Standard errors that hold for any variance of the flows (HC1). */
  readonly robustErrors: GravityCoefficients;
  /** ln A of each origin: ln flow = constants[origin] + destinationMass · ln mass + deterrence · covariate. */
  readonly constants: Float64Array;
  /** Origins that are no part of the fit (constants of −Infinity, fitted flows 0), and destinations without mass. */
  readonly leftOutOrigins: Uint32Array;
  readonly leftOutDestinations: Uint32Array;
  /** Observations, and coefficients fitted to them, constants included. */
  readonly pairs: number;
  readonly parameters: number;
  readonly deviance: number;
  /** The deviance of equal flows between all pairs. */
  readonly nullDeviance: number;
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * How do the flows between places depend on the size of the destination and on distance? The gravity model.
 *
 * **How** Poisson pseudo-maximum likelihood of flow[o, d] = A[o] · mass[d]^destinationMass · f(distance[o, d]), by Newton's
 * method with step halving from coefficients of 0 until no step would move a linear predictor by more than 1e-10. Pairs of
 * different locations are the observations, those without a flow included unless `pairs` says otherwise; flows within a
 * location are not. deviance = 2 Σ flow ln(flow / fitted) − (flow − fitted); the log-likelihood includes − ln flow!.
 * Robust standard errors: HC1, the sandwich of squared residuals times pairs / (pairs − parameters).
 *
 * @param flows - counted or weighted flows over locations. A released table is refused by the type: its hidden cells are
 * not zeros
 * @param options - masses, distances and the choices that the literature disagrees on
 * @returns coefficients with their standard errors, the constant of each origin, and the fit. Coefficients, errors and
 * fit are NaN, and `converged` is false, where the flows cannot tell the coefficients apart: masses that are all equal, a
 * single destination per origin, no flows at all. `converged` is also false where a coefficient runs off to infinity, as it
 * does if all flows go to the nearest place
 * @throws RangeError for a negative flow, a mass or a distance that is not finite or below 0, a distance of 0 between two
 * locations under a power law, a flow to a place without mass, or matrices of another size. A place without mass to which
 * nothing flows is left out and reported
 *
 * **Departs from the paper** scikit-mobility fits the pairs with a flow only, and reports the exponential's coefficient
 * with the sign turned round.
 *
 * **Cost** O(pairs · iterations) time, usually 6–12 iterations; 12 bytes per pair beside the distances
 *
 * [silva-tenreyro-2006] [wilson-1971]
 * @example
 * const locations = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * const flows = { locations, ...sparseFromDense(3, 3, [0, 18, 4, 7, 0, 7, 2, 9, 0]) };
 * const fit = fitGravity(flows, { destinationMass: [1, 2, 4], distances, deterrence: powerLaw(), constraint: originConstrained() });
 * [fit.coefficients.destinationMass.toFixed(6), fit.coefficients.deterrence.toFixed(6), fit.converged]; // [ '1.000000', '-2.000000', true ]
 */
export function fitGravity(flows: Located & SparseMatrix, options: FitGravityOptions): GravityFit {
  const where = "fitGravity";
  checkOptions(where, options, ["destinationMass", "distances", "deterrence", "constraint", "pairs"]);
  const { destinationMass, distances, deterrence, constraint, pairs = allPairs() } = options;
  checkDeterrence(where, deterrence);
  const such = "a constraint such as originConstrained()";
  checkFunction(where, "constraint", constraint, such, 2);
  const o = buildObservations(where, flows, pairs, destinationMass, distances, deterrence);
  const solution = constraint(where, o);
  checkAnswer(where, "constraint", constraint, solution, such);
  const { coefficients } = solution;
  const back = coefficients.destinationMass * o.massCentre + coefficients.deterrence * o.costCentre;
  return {
    locations: flows.locations,
    deterrence: deterrence.name,
    coefficients,
    poissonErrors: solution.poissonErrors,
    robustErrors: solution.robustErrors,
    constants: solution.centredConstants.map((constant) => constant - back),
    leftOutOrigins: leftOut(solution.centredConstants),
    leftOutDestinations: o.withoutMass,
    pairs: solution.pairs,
    parameters: solution.parameters,
    ...goodnessOf(o, solution),
    iterations: solution.iterations,
    converged: solution.converged,
  };
}

/** Deviances and log-likelihood over the pairs of the origins that take part. */
function goodnessOf(
  o: Observations,
  { centredConstants, coefficients, pairs }: GravitySolution,
): Pick<GravityFit, "deviance" | "nullDeviance" | "logLikelihood"> {
  const { destinationMass, deterrence } = coefficients;
  if (pairs === 0) return { deviance: Number.NaN, nullDeviance: Number.NaN, logLikelihood: Number.NaN };
  let total = 0;
  for (let f = 0; f < o.flow.length; f++) total += o.flow[f]!;
  const logEqualShare = log(total / pairs);
  let deviance = 0;
  let nullDeviance = 0;
  let logLikelihood = 0;
  for (let origin = 0; origin < o.locations; origin++) {
    const constant = centredConstants[origin]!;
    if (constant === -Infinity) continue;
    let f = o.flowOffsets[origin]!;
    for (let pair = o.offsets[origin]!; pair < o.offsets[origin + 1]!; pair++) {
      const logFitted = constant + destinationMass * o.mass[o.destination[pair]!]! + deterrence * o.cost[pair]!;
      const fitted = exp(logFitted);
      deviance += 2 * fitted;
      logLikelihood -= fitted;
      if (f === o.flowOffsets[origin + 1] || o.flowAt[f] !== pair) continue;
      const flow = o.flow[f++]!;
      const logFlow = log(flow);
      deviance += 2 * (flow * (logFlow - logFitted) - flow);
      nullDeviance += 2 * flow * (logFlow - logEqualShare);
      logLikelihood += flow * logFitted - logFactorial(flow);
    }
  }
  return { deviance, nullDeviance, logLikelihood };
}

function leftOut(constants: Float64Array): Uint32Array {
  return Uint32Array.from(constants.keys()).filter((origin) => constants[origin] === -Infinity);
}
