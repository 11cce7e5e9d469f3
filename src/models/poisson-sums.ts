import { expByTable } from "../core/exponentials.ts";
import { log } from "../core/math.ts";
import type { Evaluation } from "../core/newton.ts";
import type { Constants, Design } from "./design.ts";
import { gather, scatter, scatterProduct } from "./pair-rows.ts";
import { addMoments, addScaled, linearOfTwo, multiply } from "./poisson-rows.ts";

/**
 * The likelihood of flows at some coefficients, with the best constants put in.
 *
 * **How** whatever the coefficients, the best constant of a group of pairs (all, those of an origin, those of a destination)
 * is ln(its flows / Σ w) with w = exp(offset + Σ coefficient · term). What is left is the likelihood of the choice among the
 * group's pairs, concave in the coefficients; its gradient and second derivatives are means and covariances of the terms
 * under w. Flows enter by their sums only: a pair costs one exponential a pass, and no storage of its own.
 */

/** Sums outside of these may have lost what they were made of; they are taken again with the largest exponent at 0. */
const SMALLEST_SUM = 1e-250;
const LARGEST_SUM = 1e250;

/** A design with its groups, and the origins whose rows are looked at. */
export interface Problem {
  readonly design: Design;
  readonly constants: Exclude<Constants, "both">;
  readonly origins: Uint32Array;
  /** Flows of each group and of all, and Σ flow · term. */
  readonly flows: Float64Array;
  readonly total: number;
  readonly observed: Float64Array;
  /** Memory for one row: predictors, products, and the terms of destinations. */
  readonly row: RowMemory;
}

interface RowMemory {
  readonly weight: Float64Array;
  readonly product: Float64Array;
  readonly gathered: readonly Float64Array[];
}

export interface GroupSums extends Evaluation {
  /** ln Σ w of each group; −Infinity without pairs. */
  readonly logWeight: Float64Array;
  /** The mean of each term in each group, term after term. */
  readonly means: Float64Array;
}

export function createProblem(
  design: Design,
  constants: Problem["constants"],
  origins: Uint32Array = Uint32Array.from({ length: design.locations }, (_, o) => o),
): Problem {
  const k = design.terms.length;
  const flows = new Float64Array(constants === "one" ? 1 : design.locations);
  const observed = new Float64Array(k);
  let width = 0;
  for (const o of origins) {
    const from = design.offsets[o]!;
    width = Math.max(width, design.offsets[o + 1]! - from);
    if (design.flowOffsets[o] === design.flowOffsets[o + 1]) continue;
    const { originTerms, destinationTerms } = design;
    const rows = design.pairTerms.map((read) => read(o));
    for (let f = design.flowOffsets[o]!; f < design.flowOffsets[o + 1]!; f++) {
      const y = design.flow[f]!;
      const pair = design.flowAt[f]!;
      const d = design.destination[pair]!;
      flows[constants === "one" ? 0 : constants === "origins" ? o : d]! += y;
      let t = 0;
      for (let j = 0; j < originTerms.length; j++) observed[t++]! += y * originTerms[j]![o]!;
      for (let j = 0; j < destinationTerms.length; j++) observed[t++]! += y * destinationTerms[j]![d]!;
      for (let j = 0; j < rows.length; j++) observed[t++]! += y * rows[j]![pair - from]!;
    }
  }
  const row = {
    weight: new Float64Array(width),
    product: new Float64Array(width),
    gathered: design.destinationTerms.map(() => new Float64Array(width)),
  };
  return { design, constants, origins, flows, total: flows.reduce((a, b) => a + b, 0), observed, row };
}

/** The likelihood at these coefficients; its information is row after row, both triangles. */
export function evaluateAt(problem: Problem, at: Float64Array): GroupSums {
  const sums = sumUp(problem, at, null);
  return sums ?? sumUp(problem, at, topOf(problem, at))!;
}

/** Reads the terms that vary along the row of an origin: those of destinations, put in the order of the pairs, and of pairs. */
export function rowTerms(design: Design, o: number, gathered: readonly Float64Array[]): Float64Array[] {
  const destinations = design.destination.subarray(design.offsets[o]!, design.offsets[o + 1]!);
  const rows: Float64Array[] = [];
  for (let j = 0; j < design.destinationTerms.length; j++) {
    gather(design.destinationTerms[j]!, destinations, gathered[j]!);
    rows.push(gathered[j]!);
  }
  for (const read of design.pairTerms) rows.push(read(o));
  return rows;
}

/** Writes offset + Σ coefficient · term for the pairs of an origin, whose terms along the row are given. */
export function fillPredictors(
  design: Design,
  o: number,
  at: Float64Array,
  terms: readonly Float64Array[],
  into: Float64Array,
): void {
  const count = design.offsets[o + 1]! - design.offsets[o]!;
  const own = design.originTerms.length;
  let start = 0;
  for (let j = 0; j < own; j++) start += at[j]! * design.originTerms[j]![o]!;
  if (terms.length === 2 && design.offset === null) {
    linearOfTwo(start, at[own]!, terms[0]!, at[own + 1]!, terms[1]!, count, into);
    return;
  }
  if (design.offset === null) into.fill(start, 0, count);
  else {
    const offset = design.offset(o);
    for (let p = 0; p < count; p++) into[p] = start + offset[p]!;
  }
  for (let j = 0; j < terms.length; j++) addScaled(at[own + j]!, terms[j]!, count, into);
}

function sumUp(problem: Problem, at: Float64Array, top: Float64Array | null): GroupSums | null {
  const { design, constants, origins, flows, row } = problem;
  const k = at.length;
  const groups = flows.length;
  const gradient = problem.observed.slice();
  const information = new Float64Array(k * k);
  const weight = new Float64Array(groups);
  const means = new Float64Array(k * groups);
  const byColumn = constants === "destinations";
  const first = new Float64Array(byColumn ? k * groups : k);
  const second = new Float64Array(byColumn ? k * k * groups : k * k);
  const logWeight = new Float64Array(groups).fill(-Infinity);
  let value = 0;
  for (let t = 0; t < k; t++) value += at[t]! * problem.observed[t]!;

  const absorb = (g: number, stride: number, of: number): boolean => {
    const w = weight[g]!;
    if (w === 0 && flows[g] === 0) return true;
    if (!(w > SMALLEST_SUM && w < LARGEST_SUM)) return false;
    logWeight[g] = log(w) + (top === null ? 0 : top[g]!);
    value -= flows[g]! * logWeight[g]!;
    for (let t = 0; t < k; t++) {
      const mean = first[t * stride + of]! / w;
      if (!Number.isFinite(mean)) return false;
      means[t * groups + g] = mean;
      gradient[t]! -= flows[g]! * mean;
      for (let u = 0; u <= t; u++) {
        const x = flows[g]! * (second[(t * k + u) * stride + of]! / w - mean * means[u * groups + g]!);
        if (!Number.isFinite(x)) return false;
        information[t * k + u]! += x;
      }
    }
    return true;
  };

  for (const o of origins) {
    const from = design.offsets[o]!;
    const count = design.offsets[o + 1]! - from;
    if (count === 0 || (constants === "origins" && flows[o] === 0)) continue;
    const terms = rowTerms(design, o, row.gathered);
    const w = row.weight;
    fillPredictors(design, o, at, terms, w);
    if (top !== null) {
      for (let p = 0; p < count; p++) {
        w[p]! -= top[byColumn ? design.destination[from + p]! : constants === "one" ? 0 : o]!;
      }
    }
    expByTable(w, count);
    if (byColumn) addByColumn(design, o, terms, row, weight, first, second, groups);
    else {
      const g = constants === "one" ? 0 : o;
      const own = Float64Array.from(design.originTerms, (values) => values[o]!);
      weight[g]! += addMoments(own, terms, w, row.product, count, first, second);
      if (g === o && constants === "origins") {
        if (!absorb(o, 1, 0)) return null;
        first.fill(0);
        second.fill(0);
      }
    }
  }
  if (constants === "one" && !absorb(0, 1, 0)) return null;
  if (byColumn) for (let d = 0; d < groups; d++) if (!absorb(d, groups, d)) return null;
  for (let t = 0; t < k; t++) for (let u = 0; u < t; u++) information[u * k + t] = information[t * k + u]!;
  return { value, gradient, information, logWeight, means };
}

/** The largest predictor of each group. */
function topOf({ design, constants, origins, flows, row }: Problem, at: Float64Array): Float64Array {
  const top = new Float64Array(flows.length).fill(-Infinity);
  for (const o of origins) {
    const from = design.offsets[o]!;
    const count = design.offsets[o + 1]! - from;
    fillPredictors(design, o, at, rowTerms(design, o, row.gathered), row.weight);
    for (let p = 0; p < count; p++) {
      const g = constants === "one" ? 0 : constants === "origins" ? o : design.destination[from + p]!;
      if (row.weight[p]! > top[g]!) top[g] = row.weight[p]!;
    }
  }
  return top;
}

/** Adds an origin's w, w · term and w · term · term (lower triangle) to the sums of its destinations. */
function addByColumn(
  design: Design,
  o: number,
  terms: readonly Float64Array[],
  { weight, product }: RowMemory,
  sums: Float64Array,
  first: Float64Array,
  second: Float64Array,
  n: number,
): void {
  const from = design.offsets[o]!;
  const to = design.destination.subarray(from, design.offsets[o + 1]!);
  const own = design.originTerms.length;
  const k = own + terms.length;
  scatter(weight, 1, to, sums, 0);
  for (let t = 0; t < own; t++) {
    const z = design.originTerms[t]![o]!;
    scatter(weight, z, to, first, t * n);
    for (let u = 0; u <= t; u++) scatter(weight, z * design.originTerms[u]![o]!, to, second, (t * k + u) * n);
  }
  for (let a = 0; a < terms.length; a++) {
    const t = own + a;
    multiply(weight, terms[a]!, to.length, product);
    scatter(product, 1, to, first, t * n);
    for (let u = 0; u < own; u++) scatter(product, design.originTerms[u]![o]!, to, second, (t * k + u) * n);
    for (let b = 0; b <= a; b++) scatterProduct(product, terms[b]!, to, second, (t * k + own + b) * n);
  }
}
