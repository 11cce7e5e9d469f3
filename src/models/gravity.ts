import { checkOptions, fail } from "../core/check.ts";
import { checkAnswer, checkFunction, checkRule } from "../core/check-variants.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import { checkFlows } from "../core/sparse.ts";
import type { DenseMatrix, Located, RowMatrix, SparseMatrix } from "../types.ts";
import type { Covariate } from "./covariates.ts";
import type { Design, GravityConstraint, Solution } from "./design.ts";
import { checkDeterrence, type Deterrence } from "./deterrence.ts";
import { robustErrors } from "./difference-errors.ts";
import { checkFlowErrors, type FlowErrorRule } from "./flow-error-rule.ts";
import { buildDesign, checkPairs, type GravityDesign, keptPairs } from "./gravity-design.ts";
import { type Inference, inferFrom } from "./gravity-inference.ts";
import { measureFitness } from "./gravity-scores.ts";
import { separatedByConstants, separatedBySearch } from "./gravity-separation.ts";
import { termsOf } from "./gravity-terms.ts";
import { allPairs, type PairChoice } from "./pairs.ts";
import { keptTerms, separatedPairs } from "./poisson.ts";

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
  /** How standard errors are made: `robustErrors()` (HC1) unless given, `modelErrors()`, `originClusteredFlowErrors()` … */
  readonly errors?: FlowErrorRule;
}

/** A fitted gravity model: plain values, which can be copied to a worker or a file. */
export interface GravityFit extends Located, Inference {
  /** The names of the constraint and of the deterrence function. */
  readonly constraint: string;
  readonly deterrence: string;
  /**
   * ln flow = originConstants[o] + destinationConstants[d] + offset + Σ coefficient · term, for masses' terms ln mass and
   * covariates' their values. Constants that a model has only one of stand at every origin, those it has none of are 0; −Infinity
   * where a location is left out (its fitted flows are 0); NaN where coefficients are not told apart.
   */
  readonly originConstants: Float64Array;
  readonly destinationConstants: Float64Array;
  /** Locations that have no part in the fit: without mass, or without the flows that their constant would be made of. */
  readonly leftOutOrigins: Uint32Array;
  readonly leftOutDestinations: Uint32Array;
  /** Pairs without a flow whose mean runs to 0 as coefficients run to infinity. They are left out; their fitted flows are 0. */
  readonly separatedPairs: number;
  /** Coefficients that the flows do not tell apart: constant terms, mixtures of others, and those that ran to infinity. */
  readonly notToldApart: readonly string[];
  /** Observations, and coefficients fitted to them, constants included. */
  readonly pairs: number;
  readonly parameters: number;
  readonly deviance: number;
  /** The deviance of equal flows between all pairs, and their log-likelihood. */
  readonly nullDeviance: number;
  readonly logLikelihood: number;
  readonly nullLogLikelihood: number;
  /** 1 − log-likelihood / that of equal flows, as it is and with the parameters taken off. */
  readonly mcFaddenR2: number;
  readonly adjustedMcFaddenR2: number;
  /** 1 − deviance / that of equal flows: the part of it that the model explains; NaN where the flows are all equal. */
  readonly explainedDeviance: number;
  readonly aic: number;
  readonly bic: number;
  /** Pearson's χ², Σ (flow − mean)² / mean, and that over pairs less parameters: 1 for Poisson counts. */
  readonly pearson: number;
  readonly dispersion: number;
  /** Mean of ((flow − mean)² − flow) / mean, 0 for Poisson counts, and its z: far above 2, flows vary more than counts do. */
  readonly overdispersion: { readonly mean: number; readonly z: number };
  readonly iterations: number;
  readonly converged: boolean;
}

/** A second look for separated pairs follows every one that found some; no data need so many. */
const MAX_SEPARATIONS = 20;

/**
 * How do the flows between places depend on the sizes of the places and on distance? The gravity model.
 *
 * **How** Poisson pseudo-maximum likelihood of flow[o, d] = exp(constants + originMass · ln mass[o] + destinationMass · ln
 * mass[d] + Σ coefficient · term of the distance + Σ coefficient · covariate), by Newton's method with step halving until no
 * step would move a linear predictor by more than 1e-10. Constants of origins or destinations are put in for whatever coefficients
 * are tried. A search over more than 120,000 pairs (400,000 with constants of both sides) starts at the maximum for some of the
 * origins. Pairs of different locations are the observations, those without a flow included unless `pairs` says otherwise.
 * deviance = 2 Σ flow ln(flow / mean) − (flow − mean); the log-likelihood includes − ln flow!, aic = −2 logLikelihood + 2 parameters, bic has ln pairs for 2.
 * Where the search does not end, pairs without a flow that its step leads away from all others (z ≤ 0 for them, z = 0 for
 * all with a flow, z a mixture of the terms) are left out, and what is left is fitted. If its step does not tell, they are looked
 * for among up to 100,000 pairs. Pairs that constants of both sides alone lead away are left out before.
 *
 * @param flows - counted or weighted flows over locations. A released table is refused by the type: its hidden cells are
 * not zeros
 * @param options - masses, distances and the choices that the literature disagrees on
 * @returns coefficients by name (`constant`, `originMass`, `destinationMass`, the deterrence's terms, covariates) with their
 * standard errors, z and intervals, the constants, and the fit. Coefficients that the flows cannot tell apart (masses that are
 * all equal, one destination per origin, covariates that are mixtures of others) are NaN and named in `notToldApart`, those of
 * the rest hold whatever they were. Without any flow all is NaN. `converged` is false where the search did not end
 * @throws RangeError for a negative flow, a mass or distance that is not finite or below 0, a distance of 0 between two
 * locations under a power law, a flow from or to a place without mass, a mass or covariate that the constants speak for, a
 * covariate's name that is taken, numbers above 1e100 in size, which have no squares to add up, or matrices of another size
 *
 * **Departs from the paper** scikit-mobility fits the pairs with a flow only, and reports the exponential's coefficient
 * with the sign turned round.
 *
 * **Cost** O(pairs · iterations) time, usually 6–12 iterations; memory beside what is given: 4 bytes per pair, 8 more per pair
 * and term where distances or covariates of pairs are held whole
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
    "errors",
    "confidence",
  ]);
  const { deterrence, constraint, pairs = allPairs(), errors = robustErrors() } = options;
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
  checkFlowErrors(where, errors);
  const such = "a choice of pairs such as allPairs()";
  checkFunction(where, "pairs", pairs, such);
  const confidence = confidenceOf(where, options);
  const terms = termsOf(where, options, n);
  const chosen = pairs(flows);
  checkAnswer(where, "pairs", pairs, chosen, such);
  checkPairs(where, chosen, n);

  const { constants } = constraint;
  const { design: given, ...leftOut } = buildDesign(where, flows, chosen, terms, constants);
  const without = (design: Design, lost: Uint8Array | null): Design => {
    if (lost === null) return design;
    const list = { offsets: design.offsets, index: design.destination };
    const kept = keptPairs(list, (_o, _d, pair) => lost[pair] === 0);
    return buildDesign(where, flows, kept, terms, constants).design;
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
  const separated = given.destination.length - design.destination.length;
  return describe(flows, options, { design, ...leftOut }, solution, {
    separated,
    errors,
    confidence,
    where,
  });
}

function runAwayPairs(design: Design, { originMeans, destinationMeans, runaway }: Solution): Uint8Array | null {
  if (runaway === undefined) return null;
  const n = design.locations;
  return separatedPairs(design, runaway, (o, d, t) => originMeans[t * n + o]! + destinationMeans[t * n + d]!);
}

function describe(
  flows: Located,
  { constraint, deterrence }: FitGravityOptions,
  { design, leftOutOrigins, leftOutDestinations }: GravityDesign,
  solution: Solution,
  {
    separated,
    errors,
    confidence,
    where,
  }: { separated: number; errors: FlowErrorRule; confidence: number; where: string },
): GravityFit {
  const { terms } = design;
  const pairs = design.destination.length;
  const fitness = measureFitness(design, solution, errors.clusterings);
  const inference = inferFrom(design, solution, constraint.constants, fitness, errors, confidence, where);
  const { parameters, dispersion } = inference;
  const { logLikelihood, nullLogLikelihood, deviance, nullDeviance, pearson } = fitness;
  const notToldApart = terms.filter((_, t) => Number.isNaN(solution.coefficients[t])).map((term) => term.name);
  const back = solution.coefficients.reduce((sum, b, t) => sum + b * terms[t]!.centre, 0);
  const byDestination = constraint.constants === "destinations";
  const uncentred = (constants: Float64Array, less: number): Float64Array =>
    constants.map((c) => (c === -Infinity ? c : c - less));
  return {
    locations: flows.locations,
    constraint: constraint.name,
    deterrence: deterrence.name,
    ...inference.ofTerms,
    originConstants: uncentred(solution.originConstants, byDestination ? 0 : back),
    destinationConstants: uncentred(solution.destinationConstants, byDestination ? back : 0),
    leftOutOrigins,
    leftOutDestinations,
    separatedPairs: separated,
    notToldApart,
    pairs,
    parameters,
    deviance,
    nullDeviance,
    logLikelihood,
    nullLogLikelihood,
    mcFaddenR2: 1 - logLikelihood / nullLogLikelihood,
    adjustedMcFaddenR2: 1 - (logLikelihood - parameters) / nullLogLikelihood,
    explainedDeviance: nullDeviance === 0 ? Number.NaN : 1 - deviance / nullDeviance,
    aic: -2 * logLikelihood + 2 * parameters,
    bic: -2 * logLikelihood + parameters * inference.logPairs,
    pearson,
    dispersion,
    overdispersion: { mean: fitness.excess, z: (fitness.excess / fitness.excessSpread) * Math.sqrt(pairs) },
    iterations: solution.iterations,
    converged: solution.converged,
  };
}
