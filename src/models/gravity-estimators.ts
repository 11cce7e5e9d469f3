import { log } from "../core/math.ts";
import type { Constants, Design } from "./design.ts";
import { isSilent, numbered, sandwich, scaledResiduals } from "./difference-errors.ts";
import type { FlowErrorRule } from "./flow-error-rule.ts";
import { describeTerms, type GravityFigures } from "./gravity-inference.ts";
import type { FlowClustering } from "./gravity-scores.ts";
import type { FlowEstimator, Regression, RegressionProblem } from "./regression.ts";
import { type FitFigures, likelihoodFigures } from "./regression-figures.ts";

/**
 * Gravity models by any estimator of flows: the pairs of a design become rows of a table with a column per term, which
 * the estimator regresses as it does those of a panel.
 */

/** The pairs of a design as a regression has them, and whom they lead from and to. */
export interface Expanded extends RegressionProblem {
  readonly factors: readonly Uint32Array[];
  readonly origin: Uint32Array;
  readonly destination: Uint32Array;
}

/** **Cost** 8 bytes per pair and term, 12 for each pair beside. Terms are as given, not less their centres. */
export function expandDesign(design: Design, constants: Constants): Expanded {
  const { locations: n, offsets, destination, flowAt, flow, originTerms, destinationTerms, pairTerms } = design;
  const pairs = destination.length;
  const response = new Float64Array(pairs);
  for (let f = 0; f < flow.length; f++) response[flowAt[f]!] = flow[f]!;
  const origin = new Uint32Array(pairs);
  const columns = design.terms.map(() => new Float64Array(pairs));
  const offset = design.offset === null ? undefined : new Float64Array(pairs);
  for (let o = 0; o < n; o++) {
    const from = offsets[o]!;
    const end = offsets[o + 1]!;
    origin.fill(o, from, end);
    originTerms.forEach((values, t) => {
      columns[t]!.fill(values[o]! + design.terms[t]!.centre, from, end);
    });
    const first = originTerms.length;
    destinationTerms.forEach((values, t) => {
      const { centre } = design.terms[first + t]!;
      for (let p = from; p < end; p++) columns[first + t]![p] = values[destination[p]!]! + centre;
    });
    const second = first + destinationTerms.length;
    pairTerms.forEach((read, t) => {
      const row = read(o);
      const { centre } = design.terms[second + t]!;
      for (let p = from; p < end; p++) columns[second + t]![p] = row[p - from]! + centre;
    });
    if (offset !== undefined) offset.set(design.offset!(o).subarray(0, end - from), from);
  }
  const factors = { one: [], origins: [origin], destinations: [destination], both: [origin, destination] }[constants];
  if (constants === "one") columns.unshift(new Float64Array(pairs).fill(1));
  return { response, columns, factors, offset, origin, destination };
}

/** What an estimator makes of a design. */
export type EstimatedGravity = FitFigures & GravityFigures;

/** Fits the pairs of a design by an estimator. */
export function estimateGravity(
  where: string,
  design: Design,
  constants: Constants,
  estimator: FlowEstimator,
  rule: FlowErrorRule,
  confidence: number,
  idOf: readonly string[],
): EstimatedGravity {
  const expanded = expandDesign(design, constants);
  const { origin, destination } = expanded;
  const nameOf = (row: number): string => `flows from ${idOf[origin[row]!]} to ${idOf[destination[row]!]}`;
  const fit = estimator.regress(where, { ...expanded, nameOf });
  const names = [...(constants === "one" ? ["constant"] : []), ...design.terms.map((term) => term.name)];
  const { observations: pairs, parameters, theta } = fit;
  const isOfCounts = !Number.isNaN(theta);
  const silent = isSilent(fit);
  const rest = scaledResiduals(fit);
  const made = rule.estimateFlows(
    {
      pairs,
      parameters,
      constants,
      originConstants: numbered(fit.rows, origin).groups,
      destinationConstants: numbered(fit.rows, destination).groups,
      dispersion: silent ? Number.NaN : fit.dispersion,
      modelDispersion: !isOfCounts && silent ? Number.NaN : fit.modelDispersion,
      inverse: fit.inverse,
      observedInverse: () => (isOfCounts ? fit.observedCovariance() : fit.inverse),
      sandwichOf: (clustering) => {
        const clusters = clustersOf(clustering, fit.rows, expanded, design.locations);
        return { covariance: sandwich(fit, rest, clusters, 1), clusters: clusters?.groups ?? pairs };
      },
    },
    where,
  );
  const ofPoisson = theta === Infinity ? fit.inverse : fit.inverse.map(() => Number.NaN);
  return {
    estimator: estimator.name,
    ...describeTerms(names, fit.coefficients, made, ofPoisson, confidence),
    ...constantsOf(design, constants, expanded, fit),
    separatedPairs: fit.separated.length,
    withoutFlowPairs: fit.withoutFlow.length,
    singletonPairs: fit.singletons.length,
    notToldApart: names.filter((name, j) => name !== "constant" && Number.isNaN(fit.coefficients[j]!)),
    pairs,
    parameters,
    ...likelihoodFigures(fit),
    pearson: pairs === 0 ? Number.NaN : fit.residualSquares,
    dispersion: fit.dispersion,
    overdispersion: isOfCounts ? excessOf(expanded.response, fit) : { mean: Number.NaN, z: Number.NaN },
    theta,
    thetaError: fit.thetaError,
    smearing: fit.smearing,
    normalSmearing: fit.normalSmearing,
    iterations: fit.iterations,
    converged: fit.converged,
  };
}

/** The rows by what they have in common; null where that is nothing. */
function clustersOf(
  clustering: FlowClustering,
  rows: Uint32Array,
  { origin, destination }: Expanded,
  n: number,
): { readonly of: Uint32Array; readonly groups: number } | null {
  if (clustering === "pairs") return null;
  if (clustering !== "twins") return numbered(rows, clustering === "origins" ? origin : destination);
  const twin = Float64Array.from(origin, (o, p) => {
    const d = destination[p]!;
    return Math.min(o, d) * n + Math.max(o, d);
  });
  return numbered(rows, twin);
}

/** Mean and z of ((flow − mean)² − flow) / mean. */
function excessOf(response: Float64Array, { rows, fitted }: Regression): { mean: number; z: number } {
  const over = fitted.map((mean, i) => {
    const flow = response[rows[i]!]!;
    return ((flow - mean) * (flow - mean) - flow) / mean;
  });
  const count = over.length;
  const mean = over.reduce((sum, x) => sum + x, 0) / count;
  const squares = over.reduce((sum, x) => sum + (x - mean) * (x - mean), 0);
  return { mean, z: (mean / Math.sqrt(squares / (count - 1))) * Math.sqrt(count) };
}

/** Smaller means are not told to enough digits to say what a constant is. */
const SMALLEST_MEAN = 1e-290;

/**
 * What the constants of places are: ln mean less offset and terms, which is that of the origin and that of the destination.
 * −Infinity for places that have no pairs but separated ones. Pairs alone with their constant, left out of the fit, say what it
 * is. Of constants of both sides the highest of destinations is 0.
 */
function constantsOf(
  { locations: n }: Design,
  constants: Constants,
  { response, columns, offset, origin, destination }: Expanded,
  { rows, fitted, coefficients, separated, singletons }: Regression,
): Pick<EstimatedGravity, "originConstants" | "destinationConstants"> {
  const isSeparated = new Uint8Array(response.length);
  for (const row of separated) isSeparated[row] = 1;
  const ofOrigins = new Float64Array(n).fill(-Infinity);
  const ofDestinations = new Float64Array(n).fill(-Infinity);
  const unknown = constants === "one" ? coefficients[0]! : Number.NaN;
  for (let p = 0; p < response.length; p++) {
    if (isSeparated[p] === 1) continue;
    ofOrigins[origin[p]!] = constants === "destinations" ? 0 : unknown;
    ofDestinations[destination[p]!] = constants === "destinations" || constants === "both" ? Number.NaN : 0;
  }
  const found = { originConstants: ofOrigins, destinationConstants: ofDestinations };
  if (constants === "one" || coefficients.some(Number.isNaN)) return found;
  const tied = new Uint32Array(rows.length + singletons.length);
  tied.set(rows);
  tied.set(singletons, rows.length);
  const level = new Float64Array(tied.length);
  for (let i = 0; i < tied.length; i++) {
    const row = tied[i]!;
    const mean = i < rows.length ? fitted[i]! : response[row]!;
    level[i] = mean > SMALLEST_MEAN ? log(mean) - (offset === undefined ? 0 : offset[row]!) : Number.NaN;
    for (let j = 0; j < columns.length; j++) level[i]! -= coefficients[j]! * columns[j]![row]!;
  }
  // Whatever is known of one end of a pair tells the other; a part that nothing ties to the rest begins at 0.
  for (let isDone = false, isNew = true; !isDone; ) {
    isDone = true;
    for (let i = 0; i < tied.length; i++) {
      if (Number.isNaN(level[i])) continue;
      const o = origin[tied[i]!]!;
      const d = destination[tied[i]!]!;
      const [knowsO, knowsD] = [!Number.isNaN(ofOrigins[o]), !Number.isNaN(ofDestinations[d])];
      if (knowsO && knowsD) continue;
      if (!knowsO && !knowsD) {
        if (!isNew) continue;
        ofDestinations[d] = 0;
        isNew = false;
      }
      if (knowsO) ofDestinations[d] = level[i]! - ofOrigins[o]!;
      else ofOrigins[o] = level[i]! - ofDestinations[d]!;
      isDone = false;
    }
    if (isDone && !isNew) {
      isDone = false;
      isNew = true;
    }
  }
  if (constants !== "both") return found;
  const highest = ofDestinations.reduce((most, x) => (x > most ? x : most), -Infinity);
  return {
    originConstants: ofOrigins.map((x) => x + highest),
    destinationConstants: ofDestinations.map((x) => x - highest),
  };
}
