import { log } from "../core/math.ts";
import { solveDefinite } from "../core/newton.ts";
import type { Constants, Design, Solution } from "./design.ts";
import { type EstimateTable, estimateOf, tableOf } from "./estimates.ts";
import type { FlowErrorRule } from "./flow-error-rule.ts";
import type { Fitness, FlowClustering } from "./gravity-scores.ts";
import { keptTerms, submatrix } from "./poisson.ts";
import { connectedParts } from "./two-way-parts.ts";

export type ByTerm = Readonly<Record<string, number>>;

/** Coefficients and how far they may be off, by name; NaN where the flows do not tell a coefficient apart. */
export interface Inference {
  /** The names of the coefficients, in the order of `covariance`. */
  readonly terms: readonly string[];
  /** Signs are those of ln flow: negative where distance holds people back. */
  readonly coefficients: ByTerm;
  /** Which rule made the standard errors, and how many clusters it found (NaN without). */
  readonly errors: string;
  readonly clusters: number;
  readonly standardErrors: ByTerm;
  /** Standard errors if flows were Poisson counts, for comparison. */
  readonly poissonErrors: ByTerm;
  /** A row per term, with its z (t of infinite degrees of freedom), two-sided p and interval by the normal distribution. */
  readonly estimates: EstimateTable;
  /** Covariances of the coefficients, row after row. */
  readonly covariance: Float64Array;
}

interface Inferred {
  readonly ofTerms: Inference;
  readonly parameters: number;
  readonly dispersion: number;
  readonly logPairs: number;
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
  const reached = new Uint8Array(n);
  for (let p = 0; p < pairs; p++) reached[destination[p]!] = 1;
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
  const { name, covariance, clusters } = rule.estimateFlows(
    {
      pairs,
      parameters,
      constants,
      originConstants: rows,
      destinationConstants: columns,
      dispersion,
      poisson,
      sandwichOf,
    },
    where,
  );
  const centres = terms.reduce((sum, term, t) => sum + solution.coefficients[t]! * term.centre, 0);
  const shared = solution.originConstants.find((c) => c !== -Infinity) ?? Number.NaN;
  const coefficients = [...(hasConstant ? [shared - centres] : []), ...solution.coefficients];
  const told = covariance.map((x, c) => {
    return Number.isNaN(coefficients[Math.floor(c / size)]! + coefficients[c % size]!) ? Number.NaN : x;
  });
  const errors = coefficients.map((_, j) => Math.sqrt(told[j * size + j]!));
  const fit = { coefficients: Float64Array.from(coefficients) };
  const spread = { covariance: told, degreesOfFreedom: fit.coefficients.map(() => Infinity) };
  const byName = (of: (j: number) => number): ByTerm => Object.fromEntries(names.map((name, j) => [name, of(j)]));
  return {
    ofTerms: {
      terms: names,
      coefficients: byName((j) => coefficients[j]!),
      errors: name,
      clusters,
      standardErrors: byName((j) => errors[j]!),
      poissonErrors: byName((j) => (Number.isNaN(coefficients[j]) ? Number.NaN : Math.sqrt(poisson[j * size + j]!))),
      estimates: tableOf(
        names,
        names.map((_, j) => estimateOf(fit, spread, j, confidence)),
      ),
      covariance: told,
    },
    parameters,
    dispersion,
    logPairs: log(pairs),
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
