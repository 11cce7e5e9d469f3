import { balanceCells } from "../core/balancing.ts";
import { expInto, log } from "../core/math.ts";
import { type Evaluation, maximise } from "../core/newton.ts";
import { type CellReader, dotRow } from "../core/row-cells.ts";
import type { Design, GravityConstraint, Solution } from "./design.ts";
import { numbersOf, separatedPairs, submatrix, toldApart } from "./poisson.ts";
import { fillPredictors } from "./poisson-sums.ts";
import { destinationMeans } from "./two-way-means.ts";

/** How exactly the constants are found: the largest error of a total, and what is left of the terms' means. */
interface Accuracy {
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly meansTolerance: number;
}

/** While coefficients are searched for, such errors of the constants count by their squares only. */
const SEARCH: Accuracy = { tolerance: 1e-8, maxIterations: 1000, meansTolerance: 1e-4 };
/** At the end, and where it is seen which terms are told apart. */
const EXACT: Accuracy = { tolerance: 1e-12, maxIterations: 1000, meansTolerance: 1e-12 };
/** What the constants of a fit that has converged may leave of a total, as a share. */
const ACCEPTED = 1e-9;
/** Searches that go on for longer are looked at for pairs that run away from the others. */
const SETTLED_ITERATIONS = 14;

/**
 * The flows out of every origin and into every destination add up to those observed: a constant for each origin and one for
 * each destination. The doubly constrained gravity model, and the Poisson model with fixed effects of both sides.
 *
 * **How** ln flow = ln A[origin] + ln B[destination] + Σ coefficient · term. Whatever the coefficients, A and B are found by
 * balancing; what is left is a concave function of the coefficients. Newton's method climbs it, its second derivatives being
 * those of terms less what origins and destinations take of them under the fitted flows. For deterrence by `exponentialDecay`
 * the fitted flows have the mean distance of those observed, which is how this model has long been calibrated; by `powerLaw`
 * the mean logarithm of distance. Origins and destinations without flows are left out, and their fitted flows are 0.
 *
 * @returns the constraint, for `fitGravity`; masses and covariates of origins or destinations are left to the constants
 *
 * **Cost** 8 bytes a pair, or 8 n² where most pairs are observations; per iteration one exponential and about twenty
 * multiplications a pair
 *
 * [wilson-1971] [hyman-1969] [silva-tenreyro-2006] [correia-2020]
 * @example
 * const locations = createLocations("zones", ["A", "B", "C", "D"], [0, 1, 2, 3], [0, 0, 0, 0]);
 * const distances = { rows: 4, columns: 4, value: Float64Array.of(0, 1, 3, 4, 1, 0, 2, 5, 3, 2, 0, 6, 4, 5, 6, 0) };
 * const flows = { locations, ...sparseFromDense(4, 4, [0, 18, 4, 2, 7, 0, 7, 1, 2, 9, 0, 1, 3, 1, 1, 0]) };
 * const fit = fitGravity(flows, { distances, deterrence: exponentialDecay(), constraint: doublyConstrained() });
 * fit.coefficients.distance.toFixed(3); // '-0.588'
 */
export function doublyConstrained(): GravityConstraint {
  return { name: "doubly constrained", constants: "both", solve: (_where, design) => solveTwoWay(design) };
}

function solveTwoWay(design: Design): Solution {
  const k = design.terms.length;
  const n = design.locations;
  const evaluate = createModel(design);
  const total = design.outflow.reduce((sum, flow) => sum + flow, 0);
  let last = evaluate(new Float64Array(k), EXACT);
  const { kept, mixed } = toldApart(last.information, design, total);
  const free = numbersOf(kept);
  const full = (at: Float64Array): Float64Array => {
    const all = new Float64Array(k);
    free.forEach((t, j) => {
      all[t] = at[j]!;
    });
    return all;
  };
  let runaway: Float64Array | null = null;
  const { at, iterations, converged } = maximise(
    free.map((t) => design.terms[t]!.spread),
    total,
    (tried): Evaluation => {
      const coefficients = full(tried);
      if (!coefficients.every((b, t) => b === last.at[t])) last = evaluate(coefficients, SEARCH);
      return {
        value: last.value,
        gradient: Float64Array.from(free, (t) => last.gradient[t]!),
        information: submatrix(last.information, free, k),
      };
    },
    (_at, step, iteration) => {
      if (iteration < SETTLED_ITERATIONS) return false;
      const way = full(step);
      const { originMeans, destinationMeans: means } = last;
      const lost = separatedPairs(design, way, (o, d, t) => originMeans[t * n + o]! + means[t * n + d]!);
      if (lost !== null) runaway = way;
      return lost !== null;
    },
  );
  const fitted = full(at);
  last = evaluate(fitted, EXACT);
  return {
    coefficients: fitted.map((b, t) => (mixed[t] === 1 ? Number.NaN : b)),
    fitted,
    originConstants: last.originConstants,
    destinationConstants: last.destinationConstants,
    originMeans: last.originMeans,
    destinationMeans: last.destinationMeans,
    information: last.information,
    iterations,
    converged: converged && total > 0 && last.error <= ACCEPTED,
    ...(runaway === null ? {} : { runaway }),
  };
}

/** The likelihood at some coefficients, the best constants put in, and what these take of the terms. */
interface TwoWay extends Evaluation {
  readonly at: Float64Array;
  readonly originConstants: Float64Array;
  readonly destinationConstants: Float64Array;
  readonly originMeans: Float64Array;
  readonly destinationMeans: Float64Array;
  /** The largest error of a row's sum, as a share. */
  readonly error: number;
}

/**
 * The model of a design, evaluated at coefficients one after another: each search for constants starts from what the means
 * of the terms say that a change of the coefficients makes of the last ones.
 */
function createModel(design: Design): (at: Float64Array, accuracy: Accuracy) => TwoWay {
  const { locations: n, offsets, destination, outflow, inflow } = design;
  const k = design.terms.length;
  const { cells, isWhole, read } = createCells(design);
  const observed = observedSums(design);
  const width = outflow.reduce((most, _, o) => Math.max(most, offsets[o + 1]! - offsets[o]!), 0);
  const row = new Float64Array(width);
  const tops = new Float64Array(n);
  const means = Array.from({ length: k }, () => new Float64Array(n));
  let logs = inflow.map((flow) => log(flow));
  let before = new Float64Array(k);

  /** Cells exp(predictor + logarithm of the destination's factor), less the largest of their row. */
  const fillCells = (at: Float64Array, factors: Float64Array): void => {
    for (let o = 0; o < n; o++) {
      const from = offsets[o]!;
      const count = offsets[o + 1]! - from;
      if (outflow[o] === 0) continue;
      fillPredictors(design, o, at, pairTerms(design, o), row);
      let top = -Infinity;
      for (let p = 0; p < count; p++) {
        row[p]! += factors[destination[from + p]!]!;
        if (row[p]! > top) top = row[p]!;
      }
      for (let p = 0; p < count; p++) row[p]! -= top;
      expInto(row, count);
      tops[o] = top;
      if (isWhole) for (let p = 0; p < count; p++) cells[o * n + destination[from + p]!] = row[p]!;
      else cells.set(row.subarray(0, count), from);
    }
  };

  return (at, accuracy) => {
    const factors = logs.slice();
    for (let t = 0; t < k; t++) {
      for (let d = 0; d < n; d++) factors[d]! -= (at[t]! - before[t]!) * means[t]![d]!;
    }
    fillCells(at, factors);
    const balance = balanceCells(read, { outflows: outflow, inflows: inflow }, accuracy);
    const { originFactors, destinationFactors } = balance;
    let value = 0;
    for (let t = 0; t < k; t++) value += at[t]! * observed[t]!;
    for (let l = 0; l < n; l++) {
      factors[l]! += log(destinationFactors[l]!);
      if (outflow[l]! > 0) value += outflow[l]! * (log(originFactors[l]!) - tops[l]!);
      if (inflow[l]! > 0) value += inflow[l]! * factors[l]!;
    }
    const flows = { read, originFactors, destinationFactors, outflows: new Float64Array(n), inflows: inflow };
    const gradient = observed.slice();
    const rests = means.map(() => new Float64Array(n));
    const originMeans = new Float64Array(k * n);
    const information = new Float64Array(k * k);
    for (let o = 0; o < n; o++) {
      if (outflow[o] === 0) continue;
      const from = offsets[o]!;
      const count = offsets[o + 1]! - from;
      let sum = 0;
      for (let p = 0; p < count; p++) {
        const d = destination[from + p]!;
        const cell = cells[isWhole ? o * n + d : from + p]!;
        row[p] = originFactors[o]! * cell * destinationFactors[d]!;
        sum += row[p]!;
      }
      flows.outflows[o] = sum;
      const terms = pairTerms(design, o);
      for (let t = 0; t < k; t++) {
        const mean = weightedMean(row, terms[t]!, count, sum);
        originMeans[t * n + o] = mean;
        gradient[t]! -= mean * sum;
        for (let p = 0; p < count; p++) rests[t]![destination[from + p]!]! += row[p]! * (terms[t]![p]! - mean);
        for (let u = 0; u <= t; u++) {
          information[t * k + u]! += product(row, terms[t]!, mean, terms[u]!, originMeans[u * n + o]!, count);
        }
      }
    }
    for (let t = 0; t < k; t++) {
      const left = destinationMeans(flows, rests[t]!, means[t]!, accuracy.meansTolerance);
      for (let u = 0; u <= t; u++) {
        information[t * k + u]! -= dot(means[t]!, rests[u]!) + dot(means[u]!, left);
        information[u * k + t] = information[t * k + u]!;
      }
      const weighted = means[t]!.map((mean, d) => mean * destinationFactors[d]!);
      for (let o = 0; o < n; o++) {
        if (outflow[o] === 0) continue;
        const sum = flows.outflows[o]!;
        originMeans[t * n + o]! -= (originFactors[o]! * dotRow(read(o), weighted)) / sum;
        // What is not balanced yet would be, at no cost to this term less its means.
        gradient[t]! -= originMeans[t * n + o]! * (outflow[o]! - sum);
      }
    }
    if (balance.largestError < ACCEPTED_IN_SEARCH) {
      logs = factors;
      before = at.slice();
    } else value = -Infinity;
    const highest = factors.reduce((most, x) => Math.max(most, x), -Infinity);
    return {
      at: at.slice(),
      value,
      gradient,
      information,
      originConstants: outflow.map((flow, o) => (flow > 0 ? log(originFactors[o]!) - tops[o]! + highest : -Infinity)),
      destinationConstants: factors.map((x) => x - highest),
      originMeans,
      destinationMeans: Float64Array.from({ length: k * n }, (_, c) => means[Math.floor(c / n)]![c % n]!),
      error: balance.largestError,
    };
  };
}

/** Constants that miss a total by more are none. */
const ACCEPTED_IN_SEARCH = 1e-4;

function pairTerms(design: Design, o: number): Float64Array[] {
  return design.pairTerms.map((read) => read(o));
}

interface Cells {
  readonly cells: Float64Array;
  readonly isWhole: boolean;
  readonly read: CellReader;
}

/** Memory for a number per pair: for every cell where most are pairs, and else for the pairs only. */
function createCells({ locations: n, offsets, destination }: Design): Cells {
  const isWhole = 2 * destination.length >= n * n;
  if (isWhole) {
    const cells = new Float64Array(n * n);
    const whole = { value: cells, index: null, from: 0, to: 0 };
    return {
      cells,
      isWhole,
      read: (o) => {
        whole.from = o * n;
        whole.to = whole.from + n;
        return whole;
      },
    };
  }
  const cells = new Float64Array(destination.length);
  const listed = { value: cells, index: destination, from: 0, to: 0 };
  return {
    cells,
    isWhole,
    read: (o) => {
      listed.from = offsets[o]!;
      listed.to = offsets[o + 1]!;
      return listed;
    },
  };
}

/** Σ flow · term over the observed flows. */
function observedSums(design: Design): Float64Array {
  const sums = new Float64Array(design.terms.length);
  for (let o = 0; o < design.locations; o++) {
    if (design.outflow[o] === 0) continue;
    pairTerms(design, o).forEach((term, t) => {
      for (let f = design.flowOffsets[o]!; f < design.flowOffsets[o + 1]!; f++) {
        sums[t]! += design.flow[f]! * term[design.flowAt[f]! - design.offsets[o]!]!;
      }
    });
  }
  return sums;
}

function weightedMean(weight: Float64Array, x: Float64Array, count: number, total: number): number {
  let sum = 0;
  for (let p = 0; p < count; p++) sum += weight[p]! * x[p]!;
  return sum / total;
}

function product(w: Float64Array, x: Float64Array, a: number, y: Float64Array, b: number, count: number): number {
  let sum = 0;
  for (let p = 0; p < count; p++) sum += w[p]! * (x[p]! - a) * (y[p]! - b);
  return sum;
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < x.length; d++) sum += x[d]! * y[d]!;
  return sum;
}
