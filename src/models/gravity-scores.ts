import { logFactorial } from "../core/log-factorial.ts";
import { expInto, log } from "../core/math.ts";
import type { Design, Solution } from "./design.ts";
import { dot, multiply, scatter } from "./poisson-rows.ts";
import { fillPredictors, rowTerms } from "./poisson-sums.ts";

/**
 * One pass over the pairs of a fitted design: how far the flows are from it, and the sums of scores that standard errors
 * need. The score of a pair is its residual times (1, and what the constants leave of each term).
 */

/** Flows below this number are mostly whole, and many: their logarithms are looked up. */
const SMALL_FLOWS = 256;

/** What pairs have in common whose residuals may go together; "pairs" have only themselves. */
export type FlowClustering = "pairs" | "origins" | "destinations" | "twins";

export interface Fitness {
  readonly deviance: number;
  readonly nullDeviance: number;
  readonly logLikelihood: number;
  readonly nullLogLikelihood: number;
  /** Σ (flow − mean)² / mean. */
  readonly pearson: number;
  /** Mean and standard deviation of ((flow − mean)² − flow) / mean. */
  readonly excess: number;
  readonly excessSpread: number;
  /** Σ over clusters of (Σ score) (Σ score)ᵀ, row after row, and how many clusters there are, for each clustering asked for. */
  readonly meats: Readonly<Partial<Record<FlowClustering, Meat>>>;
}

interface Meat {
  readonly products: Float64Array;
  readonly clusters: number;
}

export function measureFitness(design: Design, solution: Solution, clusterings: readonly FlowClustering[]): Fitness {
  const { locations: n, offsets, destination, flowOffsets, flowAt, flow } = design;
  const pairs = destination.length;
  const at = solution.fitted ?? solution.coefficients.map((b) => (Number.isNaN(b) ? 0 : b));
  const { originConstants, destinationConstants } = solution;
  const width = offsets.reduce((most, end, o) => (o === 0 ? 0 : Math.max(most, end - offsets[o - 1]!)), 0);
  const gathered = design.destinationTerms.map(() => new Float64Array(width));
  const predictor = new Float64Array(width);
  const residual = new Float64Array(width);
  const collect = clusterings.length === 0 ? null : createMeats(design, solution, clusterings, width);
  let total = 0;
  for (let f = 0; f < flow.length; f++) total += flow[f]!;
  const logEqual = log(total / pairs);
  const logs = Float64Array.from({ length: SMALL_FLOWS }, (_, y) => log(y));
  const logFactorials = Float64Array.from({ length: SMALL_FLOWS }, (_, y) => logFactorial(y));
  let fitted = 0;
  let squares = 0;
  let kept = 0;
  let likely = 0;
  let nullKept = 0;
  let factorials = 0;
  let pearson = 0;
  let excess = 0;
  let excessSquares = 0;
  for (let o = 0; o < n; o++) {
    const from = offsets[o]!;
    const count = offsets[o + 1]! - from;
    if (count === 0) continue;
    const terms = rowTerms(design, o, gathered);
    fillPredictors(design, o, at, terms, predictor);
    const own = originConstants[o]!;
    for (let p = 0; p < count; p++) {
      predictor[p]! += own + destinationConstants[destination[from + p]!]!;
      residual[p] = predictor[p]!;
    }
    expInto(residual, count);
    for (let p = 0; p < count; p++) {
      const mean = residual[p]!;
      fitted += mean;
      squares += mean * mean;
      residual[p] = -mean;
    }
    for (let f = flowOffsets[o]!; f < flowOffsets[o + 1]!; f++) {
      const p = flowAt[f]! - from;
      const y = flow[f]!;
      const mean = -residual[p]!;
      const r = y - mean;
      residual[p] = r;
      const isSmall = y < SMALL_FLOWS && Number.isInteger(y);
      const logY = isSmall ? logs[y]! : log(y);
      kept += y * (logY - predictor[p]!);
      nullKept += y * (logY - logEqual);
      likely += y * predictor[p]!;
      factorials += isSmall ? logFactorials[y]! : logFactorial(y);
      pearson += (r * r) / mean - mean;
      const over = (r * r - y) / mean;
      excess += over - mean;
      excessSquares += over * over - mean * mean;
    }
    if (collect !== null) collect.add(o, count, terms, residual);
  }
  const mean = (excess + fitted) / pairs;
  const allEqual = flow.length === pairs && flow.every((y) => y === flow[0]);
  if (total === 0) return { ...NOTHING, meats: collect === null ? {} : collect.result() };
  return {
    deviance: 2 * (kept - (total - fitted)),
    // Rounding is no deviance.
    nullDeviance: allEqual ? 0 : 2 * nullKept,
    logLikelihood: likely - fitted - factorials,
    nullLogLikelihood: total * logEqual - total - factorials,
    pearson: pearson + fitted,
    excess: mean,
    excessSpread: Math.sqrt((excessSquares + squares - pairs * mean * mean) / (pairs - 1)),
    meats: collect === null ? {} : collect.result(),
  };
}

/** What can be said where nobody moves. */
const NOTHING: Omit<Fitness, "meats"> = {
  deviance: Number.NaN,
  nullDeviance: Number.NaN,
  logLikelihood: Number.NaN,
  nullLogLikelihood: Number.NaN,
  pearson: Number.NaN,
  excess: Number.NaN,
  excessSpread: Number.NaN,
};

interface Collector {
  readonly add: (o: number, count: number, terms: readonly Float64Array[], residual: Float64Array) => void;
  readonly result: () => Partial<Record<FlowClustering, Meat>>;
}

function createMeats(
  design: Design,
  solution: Solution,
  clusterings: readonly FlowClustering[],
  width: number,
): Collector {
  const { locations: n, offsets, destination } = design;
  const { originMeans, destinationMeans } = solution;
  const own = design.originTerms.length;
  const k = design.terms.length;
  const q = k + 1;
  const parts = Array.from({ length: q }, () => new Float64Array(width));
  const scores = Array.from({ length: q }, () => new Float64Array(width));
  const wants = (clustering: FlowClustering): boolean => clusterings.includes(clustering);
  const meats: Partial<Record<FlowClustering, Meat>> = {};
  const products = (clustering: FlowClustering): Float64Array | null =>
    wants(clustering) ? new Float64Array(q * q) : null;
  const ofPairs = wants("pairs") || wants("twins") ? new Float64Array(q * q) : null;
  const ofOrigins = products("origins");
  const columns = wants("destinations") ? new Float64Array(q * n) : null;
  const twins = wants("twins") ? createTwins(design, q) : null;
  parts[0]!.fill(1);
  const add: Collector["add"] = (o, count, terms, residual) => {
    const to = destination.subarray(offsets[o]!, offsets[o + 1]!);
    for (let t = 0; t < k; t++) {
      const into = parts[t + 1]!;
      const mean = originMeans[t * n + o]!;
      if (t < own) {
        const value = design.originTerms[t]![o]! - mean;
        for (let p = 0; p < count; p++) into[p] = value - destinationMeans[t * n + to[p]!]!;
      } else {
        const values = terms[t - own]!;
        for (let p = 0; p < count; p++) into[p] = values[p]! - mean - destinationMeans[t * n + to[p]!]!;
      }
    }
    for (let t = 0; t < q; t++) {
      const sum = multiply(residual, parts[t]!, count, scores[t]!);
      if (ofOrigins !== null) rowSum[t] = sum;
      if (columns !== null) scatter(scores[t]!, 1, to, columns, t * n);
      if (ofPairs !== null) for (let u = 0; u <= t; u++) ofPairs[t * q + u]! += dot(scores[t]!, scores[u]!, count);
    }
    if (ofOrigins !== null) addOuter(ofOrigins, rowSum, q);
    if (twins !== null) twins.add(o, to, scores);
  };
  const rowSum = new Float64Array(q);
  const result = (): typeof meats => {
    if (wants("pairs")) meats.pairs = { products: mirrored(ofPairs!, q), clusters: destination.length };
    if (ofOrigins !== null) meats.origins = { products: mirrored(ofOrigins, q), clusters: countRows(offsets) };
    if (columns !== null) {
      const sums = new Float64Array(q * q);
      const reached = new Uint8Array(n);
      for (let c = 0; c < destination.length; c++) reached[destination[c]!] = 1;
      const column = new Float64Array(q);
      for (let d = 0; d < n; d++) {
        for (let t = 0; t < q; t++) column[t] = columns[t * n + d]!;
        addOuter(sums, column, q);
      }
      meats.destinations = { products: mirrored(sums, q), clusters: reached.reduce((a, b) => a + b, 0) };
    }
    if (twins !== null) {
      const both = ofPairs!.map((x, c) => x + twins.products[c]!);
      meats.twins = { products: mirrored(both, q), clusters: destination.length - twins.met() };
    }
    return meats;
  };
  return { add, result };
}

interface Twins {
  readonly add: (o: number, to: Uint32Array, scores: readonly Float64Array[]) => void;
  /** Σ over pairs whose way back is a pair too: score · score of the way back, both ways, lower triangle. */
  readonly products: Float64Array;
  readonly met: () => number;
}

/** Holds the scores of pairs until their way back comes along: 8 bytes times scores for half of the pairs. */
function createTwins({ locations: n, offsets, destination }: Design, q: number): Twins {
  const products = new Float64Array(q * q);
  const held: (Float64Array | undefined)[] = [];
  const next = offsets.slice(0, n);
  let met = 0;
  const add: Twins["add"] = (o, to, scores) => {
    let p = 0;
    for (; p < to.length && to[p]! < o; p++) {
      const d = to[p]!;
      while (next[d]! < offsets[d + 1]! && destination[next[d]!]! < o) next[d]!++;
      if (next[d] === offsets[d + 1] || destination[next[d]!] !== o) continue;
      met++;
      const back = held[d]!;
      const size = back.length / q;
      const cell = size - (offsets[d + 1]! - next[d]!);
      for (let t = 0; t < q; t++) {
        for (let u = 0; u <= t; u++) {
          products[t * q + u]! += scores[t]![p]! * back[u * size + cell]! + scores[u]![p]! * back[t * size + cell]!;
        }
      }
    }
    if (p < to.length && to[p] === o) p++;
    const size = to.length - p;
    const kept = new Float64Array(q * size);
    for (let t = 0; t < q; t++) kept.set(scores[t]!.subarray(p, to.length), t * size);
    held[o] = kept;
  };
  return { add, products, met: () => met };
}

function countRows(offsets: Uint32Array): number {
  let rows = 0;
  for (let o = 1; o < offsets.length; o++) if (offsets[o]! > offsets[o - 1]!) rows++;
  return rows;
}

function addOuter(into: Float64Array, x: Float64Array, q: number): void {
  for (let t = 0; t < q; t++) for (let u = 0; u <= t; u++) into[t * q + u]! += x[t]! * x[u]!;
}

function mirrored(lower: Float64Array, q: number): Float64Array {
  return lower.map((_, c) => {
    const [t, u] = [Math.floor(c / q), c % q];
    return u <= t ? lower[t * q + u]! : lower[u * q + t]!;
  });
}
