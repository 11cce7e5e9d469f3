import { checkLength, fail } from "../core/check.ts";
import { checkDense, checkList } from "../core/check-tables.ts";
import { checkAnswer, checkFunction } from "../core/check-variants.ts";
import { log } from "../core/math.ts";
import { checkFlows } from "../core/sparse.ts";
import type { DenseMatrix, Located, SparseMatrix } from "../types.ts";
import type { Deterrence } from "./deterrence.ts";
import type { PairChoice } from "./pairs.ts";

/**
 * What a gravity model is fitted to: pairs of locations with their two covariates, the logarithm of the destination's
 * mass and the deterrence's covariate of the cost, both less their mean over the pairs, so that sums lose no digits.
 */
export interface Observations {
  readonly locations: number;
  /** The pairs of origin o are offsets[o] … offsets[o + 1] − 1. */
  readonly offsets: Uint32Array;
  /** Per pair: its destination, and its cost's covariate less `costCentre`. */
  readonly destination: Uint32Array;
  readonly cost: Float64Array;
  /** Per location: ln mass less `massCentre`; −Infinity without mass. */
  readonly mass: Float64Array;
  /** Flows above 0: those of origin o are flowOffsets[o] …, each at pair flowAt[f]. */
  readonly flowOffsets: Uint32Array;
  readonly flowAt: Uint32Array;
  readonly flow: Float64Array;
  /** Per origin: the sum of its flows. */
  readonly outflow: Float64Array;
  readonly massCentre: number;
  readonly costCentre: number;
  /** Standard deviations over the pairs. */
  readonly massSpread: number;
  readonly costSpread: number;
  /** Locations without mass, which are the destination of no pair. */
  readonly withoutMass: Uint32Array;
}

/** Builds the observations; throws where a flow arrives without mass or the deterrence does not take a cost. */
export function buildObservations(
  where: string,
  flows: Located & SparseMatrix,
  choice: PairChoice,
  destinationMass: ArrayLike<number>,
  distances: DenseMatrix,
  deterrence: Deterrence,
): Observations {
  checkFlows(where, "flows", flows);
  const such = "a choice of pairs such as allPairs()";
  checkFunction(where, "pairs", choice, such);
  const n = flows.locations.length;
  const { id } = flows.locations.columns;
  checkMasses(where, "destinationMass", destinationMass, n);
  checkSquare(where, "distances", distances, n);
  for (let origin = 0; origin < n; origin++) {
    for (let k = flows.offsets[origin]!; k < flows.offsets[origin + 1]!; k++) {
      const to = flows.index[k]!;
      const value = flows.value[k]!;
      if (value < 0) fail(where, `flows from ${id[origin]} to ${id[to]}`, "at least 0", value);
      if (value > 0 && to !== origin && destinationMass[to] === 0) {
        fail(where, `destinationMass[${to}] (${id[to]})`, "above 0 where a flow arrives", 0);
      }
    }
  }
  const withoutMass = Uint32Array.from({ length: n }, (_, l) => l).filter((l) => destinationMass[l] === 0);
  const pairs = choice(flows);
  checkAnswer(where, "pairs", choice, pairs, such);
  const { offsets, index: destination } = pairsWithMass(pairs, destinationMass, withoutMass.length === 0);
  const cost = new Float64Array(destination.length);
  for (let origin = 0; origin < n; origin++) {
    const from = offsets[origin]!;
    const to = offsets[origin + 1]!;
    const row = distances.value.slice(origin * n, origin * n + n);
    for (let k = from; k < to; k++) cost[k] = row[destination[k]!]!;
    cost.set(
      covariatesOf(where, deterrence, cost.slice(from, to), (k) => pairName(id, origin, destination[from + k]!)),
      from,
    );
  }
  const mass = Float64Array.from({ length: n }, (_, l) => log(destinationMass[l]!));
  const times = new Uint32Array(n);
  for (let k = 0; k < destination.length; k++) times[destination[k]!]!++;
  const massStats = statisticsOf(mass, times);
  const costStats = statisticsOf(cost);
  for (let l = 0; l < n; l++) mass[l]! -= massStats.mean;
  for (let k = 0; k < cost.length; k++) cost[k]! -= costStats.mean;
  return {
    locations: n,
    offsets,
    destination,
    cost,
    mass,
    ...flowsOfPairs(flows, offsets, destination),
    massCentre: massStats.mean,
    costCentre: costStats.mean,
    massSpread: massStats.spread,
    costSpread: costStats.spread,
    withoutMass,
  };
}

/** Throws unless there is a mass of at least 0 for every location. */
export function checkMasses(where: string, name: string, masses: ArrayLike<number>, locations: number): void {
  checkList(where, name, masses);
  checkLength(where, name, masses.length, locations);
  for (let l = 0; l < locations; l++) {
    if (!(masses[l]! >= 0 && masses[l]! < Infinity)) {
      fail(where, `${name}[${l}]`, "a finite number of at least 0", masses[l]);
    }
  }
}

/** Throws unless the matrix has a row and a column for every location, or for as many as it has rows. Returns how many. */
export function checkSquare(where: string, name: string, matrix: DenseMatrix, locations?: number): number {
  checkDense(where, name, matrix, true);
  if (locations !== undefined) checkLength(where, `${name}.rows`, matrix.rows, locations);
  return matrix.rows;
}

/** The covariates of costs; throws, naming the pair, for a cost that the deterrence does not take. */
export function covariatesOf(
  where: string,
  deterrence: Deterrence,
  costs: Float64Array,
  nameOf: (k: number) => string,
): Float64Array {
  const covariates = new Float64Array(costs.length);
  deterrence.fillTerms(costs, costs.length, [covariates]);
  for (let k = 0; k < costs.length; k++) {
    if (!(costs[k]! >= 0 && costs[k]! < Infinity && Number.isFinite(covariates[k]))) {
      fail(
        where,
        `distances ${nameOf(k)}`,
        `finite and ${deterrence.costs} for deterrence by ${deterrence.name}`,
        costs[k],
      );
    }
  }
  return covariates;
}

function pairName(id: readonly string[], origin: number, destination: number): string {
  return `from ${id[origin]} to ${id[destination]}`;
}

function pairsWithMass(pairs: ReturnType<PairChoice>, mass: ArrayLike<number>, all: boolean): ReturnType<PairChoice> {
  if (all) return pairs;
  const offsets = new Uint32Array(pairs.offsets.length);
  const index = new Uint32Array(pairs.index.length);
  let at = 0;
  for (let origin = 0; origin + 1 < offsets.length; origin++) {
    for (let k = pairs.offsets[origin]!; k < pairs.offsets[origin + 1]!; k++) {
      if (mass[pairs.index[k]!]! > 0) index[at++] = pairs.index[k]!;
    }
    offsets[origin + 1] = at;
  }
  return { offsets, index: index.slice(0, at) };
}

/** Where among the pairs the flows above 0 are. */
function flowsOfPairs(
  flows: SparseMatrix,
  offsets: Uint32Array,
  destination: Uint32Array,
): Pick<Observations, "flowOffsets" | "flowAt" | "flow" | "outflow"> {
  const n = offsets.length - 1;
  const flowOffsets = new Uint32Array(n + 1);
  const flowAt = new Uint32Array(flows.index.length);
  const flow = new Float64Array(flows.index.length);
  const outflow = new Float64Array(n);
  let at = 0;
  for (let origin = 0; origin < n; origin++) {
    let pair = offsets[origin]!;
    for (let k = flows.offsets[origin]!; k < flows.offsets[origin + 1]!; k++) {
      while (pair < offsets[origin + 1]! && destination[pair]! < flows.index[k]!) pair++;
      if (pair === offsets[origin + 1]! || destination[pair] !== flows.index[k] || flows.value[k] === 0) continue;
      flowAt[at] = pair;
      flow[at++] = flows.value[k]!;
      outflow[origin]! += flows.value[k]!;
    }
    flowOffsets[origin + 1] = at;
  }
  return { flowOffsets, flowAt: flowAt.slice(0, at), flow: flow.slice(0, at), outflow };
}

/** Mean and standard deviation, each value counted as often as `times` says, or once. */
function statisticsOf(values: Float64Array, times?: Uint32Array): { mean: number; spread: number } {
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let k = 0; k < values.length; k++) {
    const weight = times === undefined ? 1 : times[k]!;
    if (weight === 0) continue;
    count += weight;
    sum += weight * values[k]!;
  }
  if (count === 0) return { mean: 0, spread: 0 };
  const mean = sum / count;
  for (let k = 0; k < values.length; k++) {
    const weight = times === undefined ? 1 : times[k]!;
    if (weight !== 0) squares += weight * (values[k]! - mean) * (values[k]! - mean);
  }
  return { mean, spread: Math.sqrt(squares / count) };
}
