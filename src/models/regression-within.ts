import { fitLeastSquares, type LinearFit } from "../core/least-squares.ts";
import { constantsOf, createAbsorber } from "./regression-groups.ts";
import { meanSizeOf, reachOf } from "./regression-iteration.ts";

/** A column is told apart where this share of its length stands out from the groups and from the other columns. */
const SMALLEST_SHARE = 1e-8;
const MEAN_TOLERANCE = 1e-12;
/** Residuals are rounding where they are below this share of what is fitted. */
const ROUNDING_SHARE = 1e-10;

/** Which columns span what all of them and the constants can make, and which share their part with others. */
export interface Span {
  readonly kept: readonly number[];
  readonly isMixed: Uint8Array;
}

/** Takes columns in turn: one that those before it and the constants make up is left out, and marks what it is made of. */
export function spanOf(columns: readonly Float64Array[], sets: readonly Uint32Array[], rows: number): Span {
  const absorber = createAbsorber(sets, rows);
  const isMixed = new Uint8Array(columns.length);
  const kept: number[] = [];
  const q: Float64Array[] = [];
  /** What a column kept is of the columns q. */
  const parts: Float64Array[] = [];
  const lengths = columns.map((column) => Math.sqrt(product(column, column)));
  columns.forEach((column, j) => {
    const own = column.slice();
    absorber.take(own, MEAN_TOLERANCE * reachOf(column));
    const above = new Float64Array(q.length);
    for (let round = 0; round < 2; round++) {
      q.forEach((other, c) => {
        const part = product(own, other);
        above[c]! += part;
        for (let i = 0; i < rows; i++) own[i]! -= part * other[i]!;
      });
    }
    const length = Math.sqrt(product(own, own));
    if (length > SMALLEST_SHARE * lengths[j]!) {
      kept.push(j);
      parts.push(Float64Array.of(...above, length));
      q.push(own.map((x) => x / length));
      return;
    }
    isMixed[j] = 1;
    for (let c = q.length - 1; c >= 0; c--) {
      const share = above[c]! / parts[c]![c]!;
      for (let b = 0; b < c; b++) above[b]! -= share * parts[c]![b]!;
      if (Math.abs(share) * lengths[kept[c]!]! > SMALLEST_SHARE * 10 * lengths[j]!) isMixed[kept[c]!] = 1;
    }
  });
  return { kept, isMixed };
}

/**
 * Least squares of the response on the columns that span, less what constants explain: coefficients of all columns, NaN where
 * they are not told apart.
 *
 * @param size - the root of the weighted squares that the residuals are rounding beside
 */
export function fitWithin(
  response: Float64Array,
  columns: readonly Float64Array[],
  { kept, isMixed }: Span,
  sets: readonly Uint32Array[],
  weights: Float64Array | undefined,
  size: number,
): LinearFit {
  const n = response.length;
  const k = columns.length;
  const absorber = createAbsorber(sets, n);
  if (weights !== undefined) absorber.setWeights(weights);
  let rounds = 0;
  let converged = true;
  const within = (values: Float64Array, reach: number): Float64Array => {
    const left = values.slice();
    const used = absorber.take(left, MEAN_TOLERANCE * reach);
    if (used < 0) converged = false;
    rounds = Math.max(rounds, used);
    return left;
  };
  const inner = fitLeastSquares({
    response: within(response, weights === undefined ? reachOf(response) : meanSizeOf(response, weights)),
    columns: kept.map((j) => within(columns[j]!, reachOf(columns[j]!))),
    weights,
    factors: [],
  });
  const p = kept.length;
  const coefficients = new Float64Array(k).fill(Number.NaN);
  const inverse = new Float64Array(k * k).fill(Number.NaN);
  const pull = new Float64Array(n * k).fill(Number.NaN);
  kept.forEach((row, a) => {
    if (isMixed[row] === 1) return;
    coefficients[row] = inner.coefficients[a]!;
    kept.forEach((column, b) => {
      if (isMixed[column] === 0) inverse[row * k + column] = inner.inverse[a * p + b]!;
    });
    for (let i = 0; i < n; i++) pull[i * k + row] = inner.pull[i * p + a]!;
  });
  return {
    ...inner,
    coefficients,
    inverse,
    pull,
    factors: sets,
    parameters: p + constantsOf(sets),
    exact: !(Math.sqrt(inner.residualSquares) > ROUNDING_SHARE * size),
    iterations: rounds,
    converged,
  };
}

export function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
