import { solveDefinite } from "../core/newton.ts";
import type { Constants, Design, Solution } from "./design.ts";
import { estimateOf, tableOf } from "./estimates.ts";
import type { FlowErrorEstimate, FlowErrorRule } from "./flow-error-rule.ts";
import type { Fitness, FlowClustering } from "./gravity-scores.ts";
import { reachedDestinations } from "./pair-rows.ts";
import { keptTerms, submatrix } from "./poisson.ts";
import type { FitFigures } from "./regression-figures.ts";
import { connectedParts } from "./two-way-parts.ts";

export type ByTerm = Readonly<Record<string, number>>;

/** What fits of pairs of places say beside. */
export interface GravityFigures {
  /** Standard errors if flows were Poisson counts, for comparison; NaN of other estimators. */
  readonly poissonErrors: ByTerm;
  /**
   * ln flow = originConstants[o] + destinationConstants[d] + offset + Σ coefficient · term, for masses' terms ln mass and
   * covariates' their values. Constants that a model has only one of stand at every origin, those it has none of are 0; −Infinity
   * where a location is left out (its fitted flows are 0); NaN where coefficients are not told apart.
   */
  readonly originConstants: Float64Array;
  readonly destinationConstants: Float64Array;
  /** Pairs without a flow whose mean runs to 0 as coefficients run to infinity. They are left out; their fitted flows are 0. */
  readonly separatedPairs: number;
  /** Pairs without a flow that a log-linear fit leaves out; 0 of counts. */
  readonly withoutFlowPairs: number;
  /** Pairs with a flow that are alone with a constant, which explains them. Poisson fits count them, other estimators leave them out. */
  readonly singletonPairs: number;
  /** Observations. */
  readonly pairs: number;
  /** Pearson's χ², Σ (flow − mean)² / variance, of logarithms Σ residual²; over pairs less parameters it is the dispersion. */
  readonly pearson: number;
  /** Mean of ((flow − mean)² − flow) / mean, 0 for Poisson counts, and its z: far above 2, flows vary more than counts do. NaN of logarithms. */
  readonly overdispersion: { readonly mean: number; readonly z: number };
}

/** Coefficients and how far they may be off, by name; NaN where the flows do not tell a coefficient apart. */
export type Inference = Pick<
  FitFigures,
  "terms" | "coefficients" | "errors" | "clusters" | "standardErrors" | "estimates" | "covariance"
> &
  Pick<GravityFigures, "poissonErrors">;

interface Inferred {
  readonly ofTerms: Inference;
  readonly parameters: number;
  readonly dispersion: number;
}

/**
 * Standard errors from the information and the sums of scores. With one constant the coefficients are those of centred terms
 * turned back, so that the constant is one of them; other constants are taken out of the terms (Frisch and Waugh).
 */
export function inferFrom(
  design: Design,
  solution: Solution,
  constants: Constants,
  fitness: Fitness,
  rule: FlowErrorRule,
  confidence: number,
  where: string,
): Inferred {
  const { terms, offsets, destination, locations: n } = design;
  const k = terms.length;
  const pairs = destination.length;
  const rows = countTrue(n, (o) => offsets[o + 1]! > offsets[o]!);
  const reached = reachedDestinations(design);
  const columns = countTrue(n, (d) => reached[d] === 1);
  const total = design.flow.reduce((sum, y) => sum + y, 0);
  const inverse = inverseOf(design, solution);
  const free = inverse.free;
  const counts = { one: 1, origins: rows, destinations: columns, both: 0 };
  if (constants === "both") counts.both = rows + columns - connectedParts(design);
  const parameters = free + counts[constants];
  const dispersion = pairs > parameters ? fitness.pearson / (pairs - parameters) : Number.NaN;

  const hasConstant = constants === "one";
  const names = [...(hasConstant ? ["constant"] : []), ...terms.map((term) => term.name)];
  const map = hasConstant ? withConstant(design, solution, inverse.matrix, total) : withoutConstant(inverse.matrix, k);
  const size = names.length;
  const poisson = hasConstant ? poissonWithConstant(design, solution, inverse.matrix, total) : inverse.matrix;
  const sandwichOf = (clustering: FlowClustering): { covariance: Float64Array; clusters: number } => {
    const { products, clusters } = fitness.meats[clustering]!;
    return { covariance: around(map, products, size, k + 1), clusters };
  };
  const made = rule.estimateFlows(
    {
      pairs,
      parameters,
      constants,
      originConstants: rows,
      destinationConstants: columns,
      dispersion,
      modelDispersion: 1,
      inverse: poisson,
      observedInverse: () => poisson,
      sandwichOf,
    },
    where,
  );
  const centres = terms.reduce((sum, term, t) => sum + solution.coefficients[t]! * term.centre, 0);
  const shared = solution.originConstants.find((c) => c !== -Infinity) ?? Number.NaN;
  const coefficients = Float64Array.of(...(hasConstant ? [shared - centres] : []), ...solution.coefficients);
  return { ofTerms: describeTerms(names, coefficients, made, poisson, confidence), parameters, dispersion };
}

/** What is said of each coefficient; `poisson` holds the covariances if flows were Poisson counts. */
export function describeTerms(
  names: readonly string[],
  coefficients: Float64Array,
  { name, covariance, clusters }: FlowErrorEstimate,
  poisson: Float64Array,
  confidence: number,
): Inference {
  const size = names.length;
  const told = covariance.map((x, c) => {
    return Number.isNaN(coefficients[Math.floor(c / size)]! + coefficients[c % size]!) ? Number.NaN : x;
  });
  const spread = { covariance: told, degreesOfFreedom: coefficients.map(() => Infinity) };
  const estimates = names.map((_, j) => estimateOf({ coefficients }, spread, j, confidence));
  const byName = (of: (j: number) => number): ByTerm => Object.fromEntries(names.map((term, j) => [term, of(j)]));
  return {
    terms: names,
    coefficients: byName((j) => coefficients[j]!),
    errors: name,
    clusters,
    standardErrors: byName((j) => estimates[j]!.standardError),
    poissonErrors: byName((j) => (Number.isNaN(coefficients[j]) ? Number.NaN : Math.sqrt(poisson[j * size + j]!))),
    estimates: tableOf(names, estimates),
    covariance: told,
  };
}

/** The inverse of the information of the terms that a fit keeps, 0 in the rows and columns of the others; NaN where it has none. */
function inverseOf(design: Design, solution: Solution): { matrix: Float64Array; free: number } {
  const k = design.terms.length;
  const kept = keptTerms(solution);
  const part = submatrix(solution.information, kept, k);
  const matrix = new Float64Array(k * k);
  kept.forEach((u, j) => {
    const unit = new Float64Array(kept.length);
    unit[j] = 1;
    const column = solveDefinite(part, unit);
    kept.forEach((t, i) => {
      matrix[t * k + u] = column === null ? Number.NaN : column[i]!;
    });
  });
  return { matrix, free: kept.length };
}

/** What the coefficients make of a score: those of terms, row after row; the first score has no part in them. */
function withoutConstant(inverse: Float64Array, k: number): Float64Array {
  const map = new Float64Array(k * (k + 1));
  for (let t = 0; t < k; t++) for (let u = 0; u < k; u++) map[t * (k + 1) + u + 1] = inverse[t * k + u]!;
  return map;
}

/** The same with the constant first: it is the one at the mean terms less coefficients times these means. */
function withConstant(design: Design, solution: Solution, inverse: Float64Array, total: number): Float64Array {
  const k = design.terms.length;
  const q = k + 1;
  const map = new Float64Array(q * q);
  map[0] = 1 / total;
  const means = meansOf(design, solution);
  for (let t = 0; t < k; t++) {
    for (let u = 0; u < k; u++) {
      map[(t + 1) * q + u + 1] = inverse[t * k + u]!;
      map[u + 1]! -= means[t]! * inverse[t * k + u]!;
    }
  }
  return map;
}

function poissonWithConstant(design: Design, solution: Solution, inverse: Float64Array, total: number): Float64Array {
  const k = design.terms.length;
  const q = k + 1;
  const means = meansOf(design, solution);
  const result = new Float64Array(q * q);
  result[0] = 1 / total;
  for (let t = 0; t < k; t++) {
    let cross = 0;
    for (let u = 0; u < k; u++) {
      result[(t + 1) * q + u + 1] = inverse[t * k + u]!;
      cross -= inverse[t * k + u]! * means[u]!;
    }
    result[(t + 1) * q] = cross;
    result[t + 1] = cross;
    result[0]! -= cross * means[t]!;
  }
  return result;
}

/** The mean of each term, as given, under the fitted flows of a model with one constant. */
function meansOf({ terms, locations }: Design, { originMeans }: Solution): number[] {
  return terms.map((term, t) => term.centre + originMeans[t * locations]!);
}

/** map · products · mapᵀ. */
function around(map: Float64Array, products: Float64Array, size: number, q: number): Float64Array {
  const half = new Float64Array(size * q);
  for (let i = 0; i < size; i++) {
    for (let u = 0; u < q; u++) {
      for (let t = 0; t < q; t++) half[i * q + u]! += map[i * q + t]! * products[t * q + u]!;
    }
  }
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      for (let u = 0; u < q; u++) result[i * size + j]! += half[i * q + u]! * map[j * q + u]!;
    }
  }
  return result;
}

function countTrue(n: number, test: (l: number) => boolean): number {
  let count = 0;
  for (let l = 0; l < n; l++) if (test(l)) count++;
  return count;
}
