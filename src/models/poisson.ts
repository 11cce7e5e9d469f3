import { log } from "../core/math.ts";
import { solveDefinite } from "../core/newton.ts";
import type { Design, Solution } from "./design.ts";
import { reachedDestinations } from "./pair-rows.ts";
import { createProblem, evaluateAt, fillPredictors, type GroupSums, type Problem, rowTerms } from "./poisson-sums.ts";

const MAX_ITERATIONS = 50;
const MAX_HALVINGS = 40;
/** The search ends when a full step would move no linear predictor by more than this, relatively where it is above 1. */
const STEP_TOLERANCE = 1e-10;
/** The same for a step not made: near the maximum a step is smaller than the last by the square of the last two's ratio. */
const NEXT_STEP_TOLERANCE = 1e-12;
/** A value lower by less than this, relatively, is the same value: sums of many terms are not exact. */
const VALUE_TOLERANCE = 1e-13;
/** Coefficients are told apart where a term keeps at least this share of its variance beside the others. */
const SMALLEST_SHARE = 1e-12;
/** A term has a part in a mixture of terms if it makes up more than this share of it. */
const SMALLEST_PART = 1e-6;
/** Searches that go on for longer are looked at for pairs that run away from the others, and are no start for others. */
const SETTLED_ITERATIONS = 14;
/** A pair lies on the border of a separation if it is nearer to it than this share of the farthest pair's way. */
const BORDER_SHARE = 1e-6;
/** So many pairs are enough to find where to start among more, and a share of all to come nearer. */
const FEW_PAIRS = 60_000;
const NEARER_SHARE = 16;
/** Where to start need not be known better than this, in linear predictors. */
export const START_TOLERANCE = 1e-5;

/**
 * Fits a design with one constant, or one for each origin or destination, by Newton's method with step halving, until the
 * next step would move no linear predictor by more than the tolerance. A search that leads nowhere is made again from 0.
 */
export function solvePoisson(
  design: Design,
  constants: Problem["constants"],
  tolerance: number = NEXT_STEP_TOLERANCE,
): Solution {
  const problem = createProblem(design, constants);
  const k = design.terms.length;
  const n = design.locations;
  const start = startOf(problem);
  let found = searchFrom(problem, start, tolerance);
  const isAstray = !found.converged && found.runaway === null && start.some((b) => b !== 0);
  if (isAstray) found = searchFrom(problem, new Float64Array(k), tolerance);
  const { at, sums, iterations, converged, runaway, told } = found;
  const solution = { ...splitConstants(problem, sums), information: sums.information, iterations, converged };
  return {
    coefficients: at.map((b, t) => (told.mixed[t] === 1 ? Number.NaN : b)),
    fitted: at,
    kept: told.kept,
    originMeans: spreadOut(sums.means, constants !== "destinations", problem, k, n),
    destinationMeans: spreadOut(sums.means, constants === "destinations", problem, k, n),
    ...(runaway === null ? {} : { runaway }),
    ...solution,
  };
}

function searchFrom(problem: Problem, start: Float64Array, tolerance: number): Climb & { readonly told: ToldApart } {
  const first = evaluateAt(problem, start);
  let told = toldApart(first.information, problem.design, problem.total);
  // Terms that weigh next to nothing where the search starts are told apart all the same if they are at equal weights.
  if (told.mixed.includes(1)) told = toldApart(evenlyWeighed(problem).information, problem.design, problem.total);
  return { ...climb(problem, start, first, told, tolerance, MAX_ITERATIONS), told };
}

/** The sums where all pairs of a group weigh the same. */
function evenlyWeighed(problem: Problem): GroupSums {
  const design = { ...problem.design, offset: null };
  return evaluateAt({ ...problem, design }, new Float64Array(design.terms.length));
}

/** Which terms a fit can keep, and which have a part in a mixture that the constants and the others make up. */
export interface ToldApart {
  readonly kept: Uint8Array;
  readonly mixed: Uint8Array;
}

/**
 * Goes through the terms in order and keeps those that are no mixture of the ones before, by the covariances of what the
 * constants leave of them.
 */
export function toldApart(information: Float64Array, design: Design, total: number): ToldApart {
  const k = design.terms.length;
  const kept = new Uint8Array(k);
  const mixed = new Uint8Array(k);
  const spread = design.terms.map((term) => term.spread);
  for (let t = 0; t < k; t++) {
    const own = information[t * k + t]!;
    const before = numbersOf(kept);
    const right = before.map((u) => information[t * k + u]!);
    const parts = solveDefinite(submatrix(information, before, k), Float64Array.from(right)) ?? new Float64Array(0);
    let left = own;
    for (let u = 0; u < parts.length; u++) left -= parts[u]! * right[u]!;
    if (left > SMALLEST_SHARE * total * spread[t]! * spread[t]!) {
      kept[t] = 1;
      continue;
    }
    mixed[t] = 1;
    before.forEach((u, p) => {
      if (Math.abs(parts[p]!) * spread[u]! > SMALLEST_PART * spread[t]!) mixed[u] = 1;
    });
  }
  return { kept, mixed };
}

/** The numbers of the terms that were fitted. */
export function keptTerms({ coefficients, kept }: Solution): number[] {
  return numbersOf(kept ?? Uint8Array.from(coefficients, (b) => (Number.isNaN(b) ? 0 : 1)));
}

export function numbersOf(kept: Uint8Array): number[] {
  return Array.from(kept.keys()).filter((t) => kept[t] === 1);
}

/** The rows and columns of a square matrix of width k with these numbers. */
export function submatrix(matrix: Float64Array, numbers: readonly number[], k: number): Float64Array {
  const size = numbers.length;
  return Float64Array.from({ length: size * size }, (_, c) => {
    return matrix[numbers[Math.floor(c / size)]! * k + numbers[c % size]!]!;
  });
}

interface Climb {
  readonly at: Float64Array;
  readonly sums: GroupSums;
  readonly iterations: number;
  readonly converged: boolean;
  readonly runaway: Float64Array | null;
}

/**
 * Where the search starts: 0, or in a large design the maximum for a few of its origins, evenly spread; in one that is larger by
 * far the maximum for more of them, found from there. 0 where a few origins have no maximum, or do not tell the terms apart.
 */
function startOf(problem: Problem): Float64Array {
  const { design } = problem;
  let start: Float64Array = new Float64Array(design.terms.length);
  const most = Math.floor(design.destination.length / FEW_PAIRS);
  const strides = most >= 4 * NEARER_SHARE ? [most, NEARER_SHARE] : most >= 2 ? [most] : [];
  for (const stride of strides) {
    const found = maximumAmong(problem, stride, start);
    if (found === null) return new Float64Array(start.length);
    start = found;
  }
  return start;
}

/** The maximum for every so many origins, roughly; null where there is none, or none near: coefficients may run away there. */
function maximumAmong({ design, constants }: Problem, stride: number, start: Float64Array): Float64Array | null {
  const origins = Uint32Array.from({ length: Math.ceil(design.locations / stride) }, (_, o) => o * stride);
  const few = createProblem(design, constants, origins);
  const first = evaluateAt(few, start);
  const told = toldApart(first.information, design, few.total);
  if (told.mixed.includes(1)) return null;
  const found = climb(few, start, first, told, START_TOLERANCE, SETTLED_ITERATIONS - 1);
  return found.converged ? found.at : null;
}

function climb(
  problem: Problem,
  start: Float64Array,
  first: GroupSums,
  { kept }: ToldApart,
  tolerance: number,
  maxIterations: number,
): Climb {
  const k = start.length;
  const free = numbersOf(kept);
  const spread = problem.design.terms.map((term) => term.spread);
  let at = start;
  let sums = first;
  let last = Number.NaN;
  let converged = problem.total > 0 && free.length === 0;
  let iterations = 0;
  let runaway: Float64Array | null = null;
  while (problem.total > 0 && !converged && iterations < maxIterations) {
    const gradient = Float64Array.from(free, (t) => sums.gradient[t]!);
    const found = solveDefinite(submatrix(sums.information, free, k), gradient);
    if (found === null) break;
    const step = new Float64Array(k);
    free.forEach((t, j) => {
      step[t] = found[j]!;
    });
    iterations++;
    let size = 0;
    for (const t of free) {
      size = Math.max(size, (Math.abs(step[t]!) * spread[t]!) / Math.max(1, Math.abs(at[t]!) * spread[t]!));
    }
    const ratio = size / last;
    converged = size <= STEP_TOLERANCE || size * ratio * ratio <= tolerance;
    last = size;
    if (!converged && iterations >= SETTLED_ITERATIONS && separated(problem, sums.means, step) !== null) {
      runaway = step;
      break;
    }
    const lowest = sums.value - VALUE_TOLERANCE * Math.abs(sums.value);
    let length = 1;
    let moved = false;
    for (let halving = 0; !moved && halving <= MAX_HALVINGS; halving++, length /= 2) {
      const next = at.map((b, t) => b + length * step[t]!);
      const there = evaluateAt(problem, next);
      if (!(there.value >= lowest)) {
        // Steps that are cut say nothing about the next.
        last = Number.NaN;
        converged &&= size <= STEP_TOLERANCE;
        continue;
      }
      at = next;
      sums = there;
      moved = true;
    }
    if (!moved) break;
  }
  return { at, sums, iterations, converged, runaway };
}

/**
 * The pairs that a step of a search without end leads away from all others: those whose predictors fall along it, while
 * those of no pair rise, and those of pairs with a flow stay. 1 for each of them; null where there are none.
 */
function separated({ design, constants }: Problem, means: Float64Array, step: Float64Array): Uint8Array | null {
  const groups = means.length / step.length;
  return separatedPairs(design, step, (o, d, t) => {
    return means[t * groups + (constants === "one" ? 0 : constants === "origins" ? o : d)]!;
  });
}

export function separatedPairs(
  design: Design,
  step: Float64Array,
  meanOf: (o: number, d: number, t: number) => number,
): Uint8Array | null {
  const { offsets, destination, flowOffsets, flowAt } = design;
  const k = step.length;
  const way = new Float64Array(destination.length);
  const gathered = design.destinationTerms.map(() => new Float64Array(design.locations));
  const noOffset = { ...design, offset: null };
  let farthest = 0;
  for (let o = 0; o < design.locations; o++) {
    const from = offsets[o]!;
    const row = way.subarray(from, offsets[o + 1]!);
    fillPredictors(noOffset, o, step, rowTerms(design, o, gathered), row);
    for (let p = 0; p < row.length; p++) {
      for (let t = 0; t < k; t++) row[p]! -= step[t]! * meanOf(o, destination[from + p]!, t);
      farthest = Math.max(farthest, Math.abs(row[p]!));
    }
  }
  const border = BORDER_SHARE * farthest;
  for (let o = 0; o < design.locations; o++) {
    for (let f = flowOffsets[o]!; f < flowOffsets[o + 1]!; f++) if (Math.abs(way[flowAt[f]!]!) > border) return null;
  }
  const lost = new Uint8Array(way.length);
  for (let pair = 0; pair < way.length; pair++) {
    if (way[pair]! > border) return null;
    lost[pair] = way[pair]! < -border ? 1 : 0;
  }
  return farthest > 0 ? lost : null;
}

/** ln(flows / Σ w) of each group, as constants of origins and destinations. */
function splitConstants(
  { design, constants, flows }: Problem,
  { logWeight }: GroupSums,
): Pick<Solution, "originConstants" | "destinationConstants"> {
  const n = design.locations;
  const own = flows.map((flow, g) => (flow > 0 ? log(flow) - logWeight[g]! : -Infinity));
  const hasPairs = (o: number): boolean => design.offsets[o + 1]! > design.offsets[o]!;
  const isReached = reachedDestinations(design);
  const ofOrigin = constants === "one" ? own[0]! : 0;
  return {
    originConstants: Float64Array.from({ length: n }, (_, o) => {
      if (!hasPairs(o)) return -Infinity;
      return constants === "origins" ? own[o]! : ofOrigin;
    }),
    destinationConstants: Float64Array.from({ length: n }, (_, d) => {
      if (isReached[d] === 0) return -Infinity;
      return constants === "destinations" ? own[d]! : 0;
    }),
  };
}

/** Means of groups as numbers of locations; all 0 where the groups are of the other side. */
function spreadOut(means: Float64Array, ofThisSide: boolean, { flows }: Problem, k: number, n: number): Float64Array {
  if (!ofThisSide) return new Float64Array(k * n);
  return flows.length === n && n !== 1
    ? means
    : Float64Array.from({ length: k * n }, (_, c) => means[Math.floor(c / n)]!);
}
