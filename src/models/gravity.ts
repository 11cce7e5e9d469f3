import { checkOptions, fail } from "../core/check.ts";
import { checkAnswer, checkFunction, checkRule } from "../core/check-variants.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import { checkFlows } from "../core/sparse.ts";
import type { DenseMatrix, Located, RowMatrix, SparseMatrix } from "../types.ts";
import type { Covariate } from "./covariates.ts";
import type { Constants, Design, GravityConstraint, Solution } from "./design.ts";
import { checkDeterrence, type Deterrence } from "./deterrence.ts";
import { robustErrors } from "./difference-errors.ts";
import { checkFlowErrors, type FlowErrorRule } from "./flow-error-rule.ts";
import { buildDesign, checkPairs, keptPairs } from "./gravity-design.ts";
import { type EstimatedGravity, estimateGravity } from "./gravity-estimators.ts";
import { type GravityFigures, inferFrom } from "./gravity-inference.ts";
import { type Fitness, measureFitness } from "./gravity-scores.ts";
import { separatedByConstants, separatedBySearch } from "./gravity-separation.ts";
import { type GravityTerms, termsOf } from "./gravity-terms.ts";
import { allPairs, type PairChoice } from "./pairs.ts";
import { keptTerms, separatedPairs } from "./poisson.ts";
import type { FlowEstimator } from "./regression.ts";
import { poisson } from "./regression-estimators.ts";
import { type FitFigures, likelihoodFigures } from "./regression-figures.ts";

export interface FitGravityOptions extends ConfidenceOptions {
  /**
   * What drives people out of a location: residents. One finite number of at least 0 per location; needed unless the model
   * has a constant for each origin, and refused if it has.
   */
  readonly originMass?: ArrayLike<number>;
  /** What draws people to a location: residents, jobs, events. As `originMass`, for destinations. */
  readonly destinationMass?: ArrayLike<number>;
  /**
   * Distances, or any other cost of going from row to column, in a unit of your choice: held whole, which is quick, or computed
   * by row, which takes no memory. Cells of pairs that are no observations, as the diagonal, are not read.
   */
  readonly distances: DenseMatrix | RowMatrix;
  /** How cost holds people back: `powerLaw()`, `exponentialDecay()`, `tannerDecay()` or another. */
  readonly deterrence: Deterrence;
  /** Which totals the fitted flows keep: `unconstrained()`, `originConstrained()`, `destinationConstrained()` or both. */
  readonly constraint: GravityConstraint;
  /** What else flows depend on; nothing unless given. */
  readonly covariates?: readonly Covariate[];
  /** A finite number per pair that is added to ln flow as it is, with a coefficient of 1: ln of an exposure. None unless given. */
  readonly offset?: DenseMatrix | RowMatrix;
  /** Which pairs are observations: `allPairs()`, zeros counted, unless given. */
  readonly pairs?: PairChoice;
  /** How flows are fitted: `poisson()` unless given; `negativeBinomial()` or `logLinear()`, which hold a row for each pair. */
  readonly estimator?: FlowEstimator;
  /** How standard errors are made: `robustErrors()` (HC1) unless given, `modelErrors()`, `originClusteredFlowErrors()` … */
  readonly errors?: FlowErrorRule;
}

/** A fitted gravity model: plain values, which can be copied to a worker or a file. */
export interface GravityFit extends Located, FitFigures, GravityFigures {
  /** The names of the constraint and of the deterrence function. */
  readonly constraint: string;
  readonly deterrence: string;
  /** Locations without pairs in the fit: without mass, or without the flows that their constant would be made of, or separated. */
  readonly leftOutOrigins: Uint32Array;
  readonly leftOutDestinations: Uint32Array;
}

/** A second look for separated pairs follows every one that found some; no data need so many. */
const MAX_SEPARATIONS = 20;

/**
 * How do the flows between places depend on the sizes of the places and on distance? The gravity model.
 *
 * **How** Poisson pseudo-maximum likelihood of flow[o, d] = exp(constants + originMass · ln mass[o] + destinationMass · ln
 * mass[d] + Σ coefficient · term of the distance + Σ coefficient · covariate), by Newton's method with step halving until no
 * step would move a linear predictor by more than 1e-10. Constants of origins or destinations are put in for whatever coefficients
 * are tried. A search over more than 120,000 pairs starts at the maximum for some of the origins. Pairs of different locations are
 * the observations, those without a flow included unless `pairs` says otherwise. deviance = 2 Σ flow ln(flow / mean) − (flow − mean);
 * the log-likelihood includes − ln flow!, aic = −2 logLikelihood + 2 parameters, bic has ln pairs for 2.
 * Where the search does not end, pairs without a flow that its step leads away from all others (z ≤ 0 for them, z = 0 for
 * all with a flow, z a mixture of the terms) are left out, and what is left is fitted. If its step does not tell, they are looked
 * for among up to 100,000 pairs. Pairs that constants of both sides alone lead away are left out before.
 * Another `estimator` regresses a table with a row per pair, as `fitFlowPanel` does: constraints then say which constants a model
 * has, and its fitted flows do not keep the totals. `errors` and intervals are as for Poisson.
 *
 * @param flows - counted or weighted flows over locations. A released table is refused by the type: its hidden cells are
 * not zeros
 * @param options - masses, distances and the choices that the literature disagrees on
 * @returns coefficients by name (`constant`, `originMass`, `destinationMass`, the deterrence's terms, covariates) with their
 * standard errors, z and intervals, the constants, and the fit. Coefficients that the flows cannot tell apart (masses that are
 * all equal, one destination per origin, covariates that are mixtures of others) are NaN and named in `notToldApart`, those of
 * the rest hold whatever they were. exp(predictor) of a log-linear fit is a median flow: `smearing` makes a mean of it. Without any
 * flow all is NaN. `converged` is false where the search did not end
 * @throws RangeError for a negative flow, a mass or distance that is not finite or below 0, a distance of 0 between two
 * locations under a power law, a flow from or to a place without mass, a mass or covariate that the constants speak for, a
 * covariate's name that is taken, numbers above 1e100 in size, which have no squares to add up, matrices of another size, flows
 * that are no whole counts for a negative binomial, or errors by lists of rows and of small samples, whatever the estimator
 *
 * **Departs from the paper** scikit-mobility fits the pairs with a flow only, and reports the exponential's coefficient
 * with the sign turned round.
 *
 * **Cost** O(pairs · iterations) time, usually 6–12 iterations; memory beside what is given: 4 bytes per pair, 8 more per pair
 * and term where distances or covariates of pairs are held whole. Other estimators: some 400 bytes per pair, and for 10⁶ pairs
 * about 10 s (negative binomial) or 2 s (log-linear); many more pairs do not fit into memory
 *
 * [silva-tenreyro-2006] [wilson-1971] [correia-2020]
 * @example
 * const locations = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * const flows = { locations, ...sparseFromDense(3, 3, [0, 18, 4, 7, 0, 7, 2, 9, 0]) };
 * const fit = fitGravity(flows, { destinationMass: [1, 2, 4], distances, deterrence: powerLaw(), constraint: originConstrained() });
 * [fit.coefficients.destinationMass.toFixed(6), fit.coefficients.logDistance.toFixed(6), fit.converged]; // [ '1.000000', '-2.000000', true ]
 */
export function fitGravity(flows: Located & SparseMatrix, options: FitGravityOptions): GravityFit {
  return fitGravityFor("fitGravity", flows, options);
}

/** As `fitGravity`, for the function that asks. */
export function fitGravityFor(where: string, flows: Located & SparseMatrix, options: FitGravityOptions): GravityFit {
  checkOptions(where, options, [
    "originMass",
    "destinationMass",
    "distances",
    "deterrence",
    "constraint",
    "covariates",
    "offset",
    "pairs",
    "estimator",
    "errors",
    "confidence",
  ]);
  const { deterrence, constraint, pairs = allPairs(), estimator = poisson(), errors = robustErrors() } = options;
  checkFlows(where, "flows", flows);
  const n = flows.locations.length;
  const { id } = flows.locations.columns;
  for (let origin = 0; origin < n; origin++) {
    for (let k = flows.offsets[origin]!; k < flows.offsets[origin + 1]!; k++) {
      const value = flows.value[k]!;
      if (!(value >= 0 && value < Infinity)) {
        fail(where, `flows from ${id[origin]} to ${id[flows.index[k]!]}`, "a finite number of at least 0", value);
      }
    }
  }
  checkDeterrence(where, deterrence);
  checkRule(where, "constraint", constraint, "solve", "a constraint such as originConstrained()");
  checkRule(where, "estimator", estimator, "regress", "an estimator such as poisson()");
  checkFlowErrors(where, errors);
  const such = "a choice of pairs such as allPairs()";
  checkFunction(where, "pairs", pairs, such);
  const confidence = confidenceOf(where, options);
  const terms = termsOf(where, options, n);
  const chosen = pairs(flows);
  checkAnswer(where, "pairs", pairs, chosen, such);
  checkPairs(where, chosen, n);

  const { constants } = constraint;
  const given = buildDesign(where, flows, chosen, terms, constants);
  const fit =
    estimator.isPoisson === true
      ? fitPoisson(where, flows, given, terms, options, errors, confidence)
      : estimateGravity(where, given, constants, estimator, errors, confidence, id);
  return {
    locations: flows.locations,
    constraint: constraint.name,
    deterrence: deterrence.name,
    ...fit,
    leftOutOrigins: leftOut(fit.originConstants),
    leftOutDestinations: leftOut(fit.destinationConstants),
  };
}

/** The places whose constant says that nobody goes. */
function leftOut(constants: Float64Array): Uint32Array {
  return Uint32Array.from(constants.keys()).filter((l) => constants[l] === -Infinity);
}

/** Fits the design by the constraint's own search, looking for separated pairs where it does not end. */
function fitPoisson(
  where: string,
  flows: Located & SparseMatrix,
  given: Design,
  terms: GravityTerms,
  { constraint }: FitGravityOptions,
  errors: FlowErrorRule,
  confidence: number,
): EstimatedGravity {
  const { constants } = constraint;
  const without = (design: Design, lost: Uint8Array | null): Design => {
    if (lost === null) return design;
    const list = { offsets: design.offsets, index: design.destination };
    const kept = keptPairs(list, (_o, _d, pair) => lost[pair] === 0);
    return buildDesign(where, flows, kept, terms, constants);
  };
  const tied = (design: Design): Design => {
    return constants === "both" ? without(design, separatedByConstants(design)) : design;
  };
  let design = tied(given);
  let solution = constraint.solve(where, design);
  for (let round = 0; round < MAX_SEPARATIONS && !solution.converged && design.flow.length > 0; round++) {
    const lost = runAwayPairs(design, solution) ?? separatedBySearch(design, constants);
    if (lost === null) break;
    const rest = tied(without(design, lost));
    const next = constraint.solve(where, rest);
    // Along a true separation nothing is left to tell the terms apart.
    if (keptTerms(next).length === keptTerms(solution).length) break;
    design = rest;
    solution = next;
  }
  const separatedPairs = given.destination.length - design.destination.length;
  const fitness = measureFitness(design, solution, errors.clusterings);
  const inference = inferFrom(design, solution, constants, fitness, errors, confidence, where);
  return { ...describe(design, solution, constants, fitness, inference), separatedPairs };
}

function runAwayPairs(design: Design, { originMeans, destinationMeans, runaway }: Solution): Uint8Array | null {
  if (runaway === undefined) return null;
  const n = design.locations;
  return separatedPairs(design, runaway, (o, d, t) => originMeans[t * n + o]! + destinationMeans[t * n + d]!);
}

function describe(
  { terms, destination }: Design,
  solution: Solution,
  constants: Constants,
  fitness: Fitness,
  { ofTerms, parameters, dispersion }: ReturnType<typeof inferFrom>,
): Omit<EstimatedGravity, "separatedPairs"> {
  const pairs = destination.length;
  const back = solution.coefficients.reduce((sum, b, t) => sum + b * terms[t]!.centre, 0);
  const byDestination = constants === "destinations";
  const uncentred = (of: Float64Array, less: number): Float64Array => of.map((c) => (c === -Infinity ? c : c - less));
  return {
    estimator: poisson().name,
    ...ofTerms,
    originConstants: uncentred(solution.originConstants, byDestination ? 0 : back),
    destinationConstants: uncentred(solution.destinationConstants, byDestination ? back : 0),
    withoutFlowPairs: 0,
    singletonPairs: 0,
    notToldApart: terms.filter((_, t) => Number.isNaN(solution.coefficients[t])).map((term) => term.name),
    pairs,
    parameters,
    ...likelihoodFigures({ ...fitness, observations: pairs, parameters, shapeParameters: 0 }),
    pearson: fitness.pearson,
    dispersion,
    overdispersion: { mean: fitness.excess, z: (fitness.excess / fitness.excessSpread) * Math.sqrt(pairs) },
    theta: Infinity,
    thetaError: Number.NaN,
    smearing: 1,
    normalSmearing: 1,
    iterations: solution.iterations,
    converged: solution.converged,
  };
}
