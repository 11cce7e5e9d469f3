import type { ScalarResult } from "./scalar-search.ts";

/**
 * The lowest point of a function of two or three numbers, each between two bounds, without its derivatives; and the
 * derivatives of a smooth function by differences, for a last step of Newton and for standard errors.
 */

/** Bounds of each number, over how many points of each to look first, and how near to come as a share of the ranges. */
export interface BoxRange {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly points: number;
  readonly tolerance: number;
  /** Whether derivatives will be looked at afterwards, so that a point between all bounds needs no fresh simplex. */
  readonly isSmooth?: boolean;
  /** Differences of the function up to this are rounding, beside those that its size makes one expect: 0 unless given. */
  readonly rounding?: number;
}

/** As for one number; `grid` holds the points that were looked at first, one after the other. */
export interface BoxResult extends Omit<ScalarResult, "at" | "atBound"> {
  readonly at: Float64Array;
  readonly atBound: readonly boolean[];
}

const MAX_STEPS = 1000;
const MAX_RESTARTS = 5;
/** The side of the first simplex, and of each fresh one, as a share of the distance between points of the grid. */
const SIDE = 0.5;
const FRESH_SIDE = 0.05;
/** Within this share of its range, a number is tried at its bound. */
const BOUND_SHARE = 1e-3;

interface Vertex {
  readonly at: Float64Array;
  readonly value: number;
}

/**
 * The lowest point in a box.
 *
 * **How** the function at all points of a grid; from the lowest, Nelder and Mead's simplex (reflection 1, expansion 2,
 * contraction and shrinkage 1/2), and a fresh simplex at the point found until that finds nothing lower. NaN, and all that
 * lies beyond the bounds, counts as infinitely high; what comes near a bound is tried at it.
 */
export function searchBox(given: (x: Float64Array) => number, range: BoxRange): BoxResult {
  const { from, to, points, tolerance, isSmooth = false, rounding = 0 } = range;
  const k = from.length;
  let evaluations = 0;
  const valueAt = (share: Float64Array): Vertex => {
    evaluations++;
    const value = given(share.map((s, j) => within(s, from[j]!, to[j]!)));
    return { at: share, value: Number.isNaN(value) ? Infinity : value };
  };
  // How many cells there are to one step of each number, and in all.
  const strides = new Uint32Array(k);
  let cells = 1;
  for (let j = k - 1; j >= 0; j--) {
    strides[j] = cells;
    cells *= points;
  }
  const shares = new Float64Array(cells * k);
  const values = new Float64Array(cells);
  let best: Vertex = { at: new Float64Array(k).fill(Number.NaN), value: Infinity };
  let highest = -Infinity;
  for (let c = 0; c < cells; c++) {
    const share = Float64Array.from(strides, (stride) => (Math.floor(c / stride) % points) / (points - 1));
    const vertex = valueAt(share);
    shares.set(share, c * k);
    values[c] = vertex.value;
    highest = Math.max(highest, vertex.value);
    if (vertex.value < best.value) best = vertex;
  }
  const grid = shares.map((s, c) => within(s, from[c % k]!, to[c % k]!));
  if (
    best.value === Infinity ||
    (highest < Infinity && highest - best.value <= Math.max(rounding, 1e-14 * Math.abs(highest)))
  ) {
    const at = new Float64Array(k).fill(Number.NaN);
    return { at, value: values[0]!, evaluations, converged: false, atBound: Array.from(at, () => false), grid, values };
  }
  let converged = false;
  // Whether a fresh simplex found nothing lower, or need not be tried.
  let settled = false;
  for (let restart = 0; restart < MAX_RESTARTS && !settled; restart++) {
    const before = best.value;
    const side = (restart === 0 ? SIDE : FRESH_SIDE) / (points - 1);
    const all = descend(
      valueAt,
      best,
      best.at.map(() => 1),
      SIDE / (points - 1),
      tolerance,
    );
    best = atBounds(valueAt, all.best);
    // Along a bound the simplex would be flat: there it is one of the other numbers.
    const inside = best.at.map((share) => Number(share > 0 && share < 1));
    const edge = inside.includes(0) && inside.includes(1);
    const along = edge ? descend(valueAt, best, inside, side, tolerance) : { ...all, best };
    best = along.best;
    converged = all.converged && along.converged;
    settled = (isSmooth && !inside.includes(0)) || (restart > 0 && !(best.value < before - 1e-13 * Math.abs(before)));
  }
  const atBound = Array.from(best.at, (share) => share === 0 || share === 1);
  const at = best.at.map((s, j) => within(s, from[j]!, to[j]!));
  return { at, value: best.value, evaluations, converged: converged && settled, atBound, grid, values };
}

function within(share: number, from: number, to: number): number {
  return share === 1 ? to : from + share * (to - from);
}

/** Nelder and Mead's search from one point, in shares of the ranges, along the numbers that are free (1, not 0). */
function descend(
  valueAt: (share: Float64Array) => Vertex,
  start: Vertex,
  free: Float64Array,
  side: number,
  tolerance: number,
): { best: Vertex; converged: boolean } {
  const simplex: Vertex[] = [start];
  for (let j = 0; j < free.length; j++) {
    if (free[j] === 0) continue;
    const at = start.at.slice();
    at[j] = at[j]! + side <= 1 ? at[j]! + side : at[j]! - side;
    simplex.push(valueAt(at));
  }
  const k = simplex.length - 1;
  for (let step = 0; step < MAX_STEPS; step++) {
    simplex.sort((p, q) => (p.value < q.value ? -1 : p.value > q.value ? 1 : 0));
    const best = simplex[0]!;
    const worst = simplex[k]!;
    if (simplex.every(({ at }) => at.every((s, j) => Math.abs(s - best.at[j]!) <= tolerance))) {
      return { best, converged: true };
    }
    const centre = new Float64Array(free.length);
    for (let p = 0; p < k; p++)
      simplex[p]!.at.forEach((s, j) => {
        centre[j]! += s / k;
      });
    const towards = (length: number): Vertex => {
      const at = centre.map((s, j) => s + length * (worst.at[j]! - s));
      return at.every((s) => s >= 0 && s <= 1) ? valueAt(at) : { at, value: Infinity };
    };
    const reflected = towards(-1);
    if (reflected.value < best.value) {
      const expanded = towards(-2);
      simplex[k] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < simplex[k - 1]!.value) simplex[k] = reflected;
    else {
      const outside = reflected.value < worst.value;
      const contracted = towards(outside ? -0.5 : 0.5);
      if (contracted.value < Math.min(reflected.value, worst.value)) simplex[k] = contracted;
      else for (let p = 1; p <= k; p++) simplex[p] = valueAt(simplex[p]!.at.map((s, j) => (s + best.at[j]!) / 2));
    }
  }
  return { best: simplex[0]!, converged: false };
}

/** The point with every number that is next to a bound put there, if that is no higher. */
function atBounds(valueAt: (share: Float64Array) => Vertex, best: Vertex): Vertex {
  let kept = best;
  best.at.forEach((share, j) => {
    const bound = Math.round(share);
    if (share === bound || Math.abs(share - bound) > BOUND_SHARE) return;
    const tried = valueAt(kept.at.map((s, i) => (i === j ? bound : s)));
    if (tried.value <= kept.value) kept = tried;
  });
  return kept;
}

/** A function's value, gradient and second derivatives (row after row) at a point. */
export interface Derivatives {
  readonly value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** Steps are such that the function changes by this share of itself: rounding then spoils its second derivative in the ninth digit. */
const CHANGE = 2e-7;

/**
 * Derivatives of a smooth function at a point between bounds, by central differences of the fourth order. The first steps are those given, which must be shorter than half the way to the next bound; shorter ones are taken where the function is curved.
 */
export function differentiate(
  f: (x: Float64Array) => number,
  at: Float64Array,
  steps: ArrayLike<number>,
  value: number = f(at),
): Derivatives {
  const k = at.length;
  const gradient = new Float64Array(k);
  const hessian = new Float64Array(k * k);
  const taken = new Float64Array(k);
  const beside = (j: number, by: number, i = j, and = 0): number => {
    const x = at.slice();
    x[j]! += by;
    x[i]! += and;
    return f(x);
  };
  for (let j = 0; j < k; j++) {
    let h = steps[j]!;
    let [one, minusOne] = [beside(j, h), beside(j, -h)];
    const shorter = Math.sqrt((CHANGE * Math.abs(value)) / (Math.abs(one + minusOne - 2 * value) / (h * h)));
    if (shorter < h / 3) {
      h = Math.max(shorter, h / 1000);
      [one, minusOne] = [beside(j, h), beside(j, -h)];
    }
    const [two, minusTwo] = [beside(j, 2 * h), beside(j, -2 * h)];
    taken[j] = h;
    gradient[j] = (minusTwo - 8 * minusOne + 8 * one - two) / (12 * h);
    hessian[j * k + j] = (16 * (one + minusOne) - (two + minusTwo) - 30 * value) / (12 * h * h);
    for (let i = 0; i < j; i++) {
      const corners = (p: number, q: number): number =>
        (beside(j, p, i, q) - beside(j, p, i, -q) - beside(j, -p, i, q) + beside(j, -p, i, -q)) / (4 * p * q);
      const [p, q] = [taken[j]!, taken[i]!];
      const mixed = (4 * corners(p, q) - corners(2 * p, 2 * q)) / 3;
      hessian[j * k + i] = mixed;
      hessian[i * k + j] = mixed;
    }
  }
  return { value, gradient, hessian };
}
