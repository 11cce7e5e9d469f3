import type { Design, Solution } from "./design.ts";
import { gather, reachedDestinations, scatter } from "./pair-rows.ts";
import { addMoments, less, multiply, square } from "./poisson-rows.ts";

/** What pairs have in common whose residuals may go together; "pairs" have only themselves. */
export type FlowClustering = "pairs" | "origins" | "destinations" | "twins";

/** Σ over clusters of (Σ score) (Σ score)ᵀ, row after row, and how many clusters there are. */
export interface Meat {
  readonly products: Float64Array;
  readonly clusters: number;
}

interface Collector {
  /** Takes the pairs of an origin, the terms along its row and their residuals. */
  readonly add: (o: number, count: number, terms: readonly Float64Array[], residual: Float64Array) => void;
  readonly result: () => Partial<Record<FlowClustering, Meat>>;
}

/**
 * The sums of scores that standard errors need. The score of a pair is its residual times (1, and what the constants leave of
 * each term).
 */
export function createMeats(
  design: Design,
  { originMeans, destinationMeans }: Solution,
  clusterings: readonly FlowClustering[],
): Collector {
  const { locations: n, offsets, destination } = design;
  const width = offsets.reduce((most, end, o) => (o === 0 ? 0 : Math.max(most, end - offsets[o - 1]!)), 0);
  const own = design.originTerms.length;
  const k = design.terms.length;
  const q = k + 1;
  const wants = (clustering: FlowClustering): boolean => clusterings.includes(clustering);
  const rows = (count: number): Float64Array[] => Array.from({ length: count }, () => new Float64Array(width));
  // Terms of origins are the same along a row, unless constants of destinations take something of them.
  const varies = destinationMeans.some((mean) => mean !== 0);
  const taken = new Float64Array(varies ? width : 0);
  const parts = rows(q);
  parts[0]!.fill(1);
  const ofPairs = wants("pairs") || wants("twins") ? createMoments(varies ? 0 : own, k, width) : null;
  const scores = clusterings.some((clustering) => clustering !== "pairs") ? rows(q) : null;
  const rowSum = new Float64Array(q);
  const ofOrigins = wants("origins") ? new Float64Array(q * q) : null;
  const columns = wants("destinations") ? new Float64Array(q * n) : null;
  const twins = wants("twins") ? createTwins(design, q) : null;
  const levels = new Float64Array(own);
  const add: Collector["add"] = (o, count, terms, residual) => {
    const to = destination.subarray(offsets[o]!, offsets[o + 1]!);
    for (let t = 0; t < k; t++) {
      const into = parts[t + 1]!;
      const mean = originMeans[t * n + o]!;
      if (t >= own) less(terms[t - own]!, mean, count, into);
      else {
        levels[t] = design.originTerms[t]![o]! - mean;
        if (varies || scores !== null) into.fill(levels[t]!, 0, count);
      }
      if (!varies) continue;
      gather(destinationMeans.subarray(t * n, (t + 1) * n), to, taken);
      for (let p = 0; p < count; p++) into[p]! -= taken[p]!;
    }
    if (ofPairs !== null) ofPairs.add(levels, parts, residual, count);
    if (scores === null) return;
    for (let t = 0; t < q; t++) {
      rowSum[t] = multiply(residual, parts[t]!, count, scores[t]!);
      if (columns !== null) scatter(scores[t]!, 1, to, columns, t * n);
    }
    if (ofOrigins !== null) addOuter(ofOrigins, rowSum, q);
    if (twins !== null) twins.add(o, to, scores);
  };
  const result = (): Partial<Record<FlowClustering, Meat>> => {
    const meats: Partial<Record<FlowClustering, Meat>> = {};
    if (wants("pairs")) meats.pairs = { products: mirrored(ofPairs!.products(), q), clusters: destination.length };
    if (ofOrigins !== null) meats.origins = { products: mirrored(ofOrigins, q), clusters: countRows(offsets) };
    if (columns !== null) {
      const sums = new Float64Array(q * q);
      const column = new Float64Array(q);
      for (let d = 0; d < n; d++) {
        for (let t = 0; t < q; t++) column[t] = columns[t * n + d]!;
        addOuter(sums, column, q);
      }
      const reached = reachedDestinations(design).reduce((a, b) => a + b, 0);
      meats.destinations = { products: mirrored(sums, q), clusters: reached };
    }
    if (twins !== null) {
      const both = ofPairs!.products().map((x, c) => x + twins.products[c]!);
      meats.twins = { products: mirrored(both, q), clusters: destination.length - twins.met() };
    }
    return meats;
  };
  return { add, result };
}

interface Moments {
  readonly add: (levels: Float64Array, parts: readonly Float64Array[], residual: Float64Array, count: number) => void;
  /** Σ score · score, lower triangle. */
  readonly products: () => Float64Array;
}

/** Products of the scores of a pair with themselves: residual² times parts, of which the first are the same along a row. */
function createMoments(constant: number, k: number, width: number): Moments {
  const weight = new Float64Array(width);
  const product = new Float64Array(width);
  const first = new Float64Array(k);
  const second = new Float64Array(k * k);
  let sum = 0;
  return {
    add: (levels, parts, residual, count) => {
      square(residual, count, weight);
      sum += addMoments(levels.subarray(0, constant), parts.slice(1 + constant), weight, product, count, first, second);
    },
    products: () => {
      const q = k + 1;
      return Float64Array.from({ length: q * q }, (_, c) => {
        const [t, u] = [Math.floor(c / q), c % q];
        if (t === 0) return u === 0 ? sum : 0;
        return u === 0 ? first[t - 1]! : second[(t - 1) * k + u - 1]!;
      });
    },
  };
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
