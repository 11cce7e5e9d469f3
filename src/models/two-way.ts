import { log } from "../core/math.ts";
import { solveDefinite } from "../core/newton.ts";
import { sumOf } from "../core/sums.ts";
import type { Design, GravityConstraint, Solution } from "./design.ts";
import { numbersOf, START_TOLERANCE, separatedPairs, solvePoisson, submatrix, toldApart } from "./poisson.ts";
import { createTwoWay, type TwoWay } from "./two-way-likelihood.ts";

const MAX_ITERATIONS = 50;
const MAX_HALVINGS = 40;
/** Shares of a variance below this many times the smallest that counts are looked at closely. */
const DOUBTFUL = 1e10;
/** So many pairs are enough to find where to start among more. */
const FEW_PAIRS = 60_000;
/** A step that moves no linear predictor by more than this is taken along the tangent: what it leaves is its square. */
const LAST_STEP = 1e-9;
/** A value lower by less than this, as a share of the total, is the same value: sums of many terms are not exact. */
const VALUE_TOLERANCE = 1e-12;
/** Searches that go on for longer are looked at for pairs that run away from the others. */
const SETTLED_ITERATIONS = 14;
/** What the constants of a fit that has converged may leave of a total, as a share. */
const ACCEPTED = 1e-9;

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
 * fit.coefficients.distance.toFixed(3); // '-0.956'
 */
export function doublyConstrained(): GravityConstraint {
  return { name: "doubly constrained", constants: "both", solve: (_where, design) => solveTwoWay(design) };
}

function solveTwoWay(design: Design): Solution {
  const k = design.terms.length;
  const n = design.locations;
  const total = sumOf(design.outflow);
  const spread = design.terms.map((term) => term.spread);
  const sizeOf = (step: Float64Array): number =>
    step.reduce((most, s, t) => Math.max(most, Math.abs(s) * spread[t]!), 0);
  const start = startOf(design);
  const evaluate = createTwoWay(design, start);
  let here = evaluate(start, 1);
  // Whether terms that seem to have next to nothing of their own have nothing is seen with exact means only.
  if (toldApart(here.sums().information, design, DOUBTFUL * total).kept.includes(0)) here = evaluate(start, 0);
  const { kept, mixed } = toldApart(here.sums().information, design, total);
  const free = numbersOf(kept);
  let runaway: Float64Array | null = null;
  let iterations = 0;
  let last: Float64Array | null = free.length === 0 ? new Float64Array(k) : null;
  while (last === null && total > 0 && iterations < MAX_ITERATIONS) {
    // What runs away is seen with exact means only.
    if (iterations + 1 >= SETTLED_ITERATIONS && !here.isExact) here = evaluate(here.at, 0);
    const { information, gradient, originMeans, destinationMeans } = here.sums();
    const right = Float64Array.from(free, (t) => gradient[t]!);
    const found = solveDefinite(submatrix(information, free, k), right);
    if (found === null) break;
    const step = new Float64Array(k);
    free.forEach((t, j) => {
      step[t] = found[j]!;
    });
    iterations++;
    if (here.isExact && sizeOf(step) <= LAST_STEP) {
      last = step;
      break;
    }
    if (iterations >= SETTLED_ITERATIONS) {
      const meanOf = (o: number, d: number, t: number): number =>
        originMeans[t * n + o]! + destinationMeans[t * n + d]!;
      if (separatedPairs(design, step, meanOf) !== null) {
        runaway = step;
        break;
      }
    }
    let next: TwoWay | null = null;
    for (let halving = 0, length = 1; next === null && halving <= MAX_HALVINGS; halving++, length /= 2) {
      const tried = evaluate(
        here.at.map((b, t) => b + length * step[t]!),
        length * sizeOf(step),
      );
      if (tried.value >= here.value - VALUE_TOLERANCE * total) next = tried;
    }
    if (next === null) break;
    here = next;
  }
  const { information, originMeans, destinationMeans } = here.sums();
  const constants = { origins: here.originConstants.slice(), destinations: here.destinationConstants.slice() };
  for (let t = 0; last !== null && t < k; t++) {
    for (let l = 0; l < n; l++) {
      constants.origins[l]! -= last[t]! * originMeans[t * n + l]!;
      constants.destinations[l]! -= last[t]! * destinationMeans[t * n + l]!;
    }
  }
  const highest = constants.destinations.reduce((most, x) => Math.max(most, x), -Infinity);
  const fitted = here.at.map((b, t) => b + (last?.[t] ?? 0));
  return {
    coefficients: fitted.map((b, t) => (mixed[t] === 1 ? Number.NaN : b)),
    fitted,
    kept,
    originConstants: constants.origins.map((x) => x + highest),
    destinationConstants: constants.destinations.map((x) => x - highest),
    originMeans,
    destinationMeans,
    information,
    iterations,
    converged: last !== null && total > 0 && here.error <= ACCEPTED,
    ...(runaway === null ? {} : { runaway }),
  };
}

/** Where the search starts: 0, or in a large design what a few origins, evenly spread, say if inflows tell destinations. */
function startOf(design: Design): Float64Array {
  const { locations: n, destination, offsets, flowOffsets, inflow } = design;
  const stride = Math.floor(destination.length / FEW_PAIRS);
  if (stride < 2) return new Float64Array(design.terms.length);
  const isIn = (o: number): boolean => o % stride === 0;
  const few = { pairs: new Uint32Array(n + 1), flows: new Uint32Array(n + 1) };
  for (let o = 0; o < n; o++) {
    few.pairs[o + 1] = few.pairs[o]! + (isIn(o) ? offsets[o + 1]! - offsets[o]! : 0);
    few.flows[o + 1] = few.flows[o]! + (isIn(o) ? flowOffsets[o + 1]! - flowOffsets[o]! : 0);
  }
  const to = new Uint32Array(few.pairs[n]!);
  const flowAt = new Uint32Array(few.flows[n]!);
  const flow = new Float64Array(few.flows[n]!);
  for (let o = 0; o < n; o += stride) {
    to.set(destination.subarray(offsets[o]!, offsets[o + 1]!), few.pairs[o]!);
    for (let f = flowOffsets[o]!, at = few.flows[o]!; f < flowOffsets[o + 1]!; f++, at++) {
      flowAt[at] = design.flowAt[f]! - offsets[o]! + few.pairs[o]!;
      flow[at] = design.flow[f]!;
    }
  }
  const logs = inflow.map((total) => log(total));
  const row = new Float64Array(n);
  const offset = (o: number): Float64Array => {
    const own = design.offset === null ? null : design.offset(o);
    const from = few.pairs[o]!;
    for (let p = 0; from + p < few.pairs[o + 1]!; p++) row[p] = logs[to[from + p]!]! + (own === null ? 0 : own[p]!);
    return row;
  };
  const outflow = design.outflow.map((total, o) => (isIn(o) ? total : 0));
  const drawn = { offsets: few.pairs, destination: to, flowOffsets: few.flows, flowAt, flow, outflow, offset };
  const { fitted, converged } = solvePoisson({ ...design, ...drawn }, "origins", START_TOLERANCE);
  return converged && fitted !== undefined ? fitted : new Float64Array(design.terms.length);
}
