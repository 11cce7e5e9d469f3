import { checkOptions, fail } from "../core/check.ts";
import { commonPartOf } from "../core/common-part.ts";
import { logInto } from "../core/logarithms.ts";
import { checkAnyMatrix, checkRowMatrix, type RowReader } from "../core/row-matrix.ts";
import { sumOf } from "../core/sums.ts";
import type { DenseMatrix, RowMatrix } from "../types.ts";
import type { ObservedFlows } from "./calibration-expected.ts";

/**
 * By what the parameters of a law are chosen: criteria that compare observed with expected flows.
 */

/** Rounding as a share of the mean distance, and of squared flows where all differences are rounding. */
const ROUNDING = { mean: 1e-13, square: 1e-24 } as const;

/** A criterion, made by `mostLikely`, `bestCommonPart`, `sameMeanDistance` or `leastSquares`. */
export interface LawCriterion {
  readonly name: string;
  /** Whether the best parameters make the measure highest or lowest, or bring it to zero. */
  readonly aim: "highest" | "lowest" | "zero";
  /** Whether the measure is smooth in the parameters, and whether it is a log-likelihood, which tells standard errors. */
  readonly isSmooth: boolean;
  readonly isLikelihood: boolean;
  /** Whether the measure reads expected flows only where there is an observed one, so that the others need not be known. */
  readonly readsObservedOnly?: boolean;
  /** Differences of the measure up to this are rounding, where its size does not tell: where it comes to zero. */
  readonly rounding?: (where: string, observed: ObservedFlows) => number;
  /**
   * The measure; `expected` reads the expected flows of an origin and is read from the first origin to the last.
   * `logShares`, which is null unless outflows are kept by a law of logarithms, reads ln(expected flow / outflow) in its place.
   * `placed`, which is null unless some flows of a row are not known, is what the row read last adds up to.
   */
  readonly measure: (
    where: string,
    observed: ObservedFlows,
    expected: RowReader,
    logShares: RowReader | null,
    placed: (() => number) | null,
  ) => number;
}

/**
 * The parameters under which the observed flows are most likely, if each person chooses a destination on their own.
 *
 * **How** the highest Σ flow · ln p, where p is the expected flow over the total that the constraint shares out: over the
 * outflow of the origin, the inflow of the destination, or all flows. It differs from the Poisson log-likelihood by a number
 * that does not depend on the parameters, so that a gravity model's estimates are those of Poisson pseudo-maximum likelihood.
 *
 * @returns the criterion, for `fitLaw`; the measure is −Infinity where people go to where the law sends nobody
 *
 * **Cost** a logarithm per pair with a flow
 *
 * [silva-tenreyro-2006]
 * @example
 * mostLikely().aim; // 'highest'
 */
export function mostLikely(): LawCriterion {
  const such = { isSmooth: true, isLikelihood: true, readsObservedOnly: true } as const;
  return { name: "most likely", aim: "highest", ...such, measure: logLikelihood };
}

function logLikelihood(_: string, observed: ObservedFlows, expected: RowReader, logShares: RowReader | null): number {
  const { offsets, index, value, outflows, inflows, total, keeps } = observed;
  const sums = new Float64Array(outflows.length);
  const logs = new Float64Array(outflows.length);
  for (let o = 0; o < sums.length; o++) {
    const [first, end] = [offsets[o]!, offsets[o + 1]!];
    if (first === end) continue;
    const row = (logShares ?? expected)(o);
    for (let k = first; k < end; k++) logs[k - first] = row[index[k]!]!;
    if (logShares === null) {
      const outflow = keeps === "origins" ? outflows[o]! : total;
      for (let k = first; k < end; k++) logs[k - first]! /= keeps === "destinations" ? inflows[index[k]!]! : outflow;
      logInto(logs, end - first);
    }
    let sum = 0;
    for (let k = first; k < end; k++) sum += value[k]! * logs[k - first]!;
    sums[o] = sum;
  }
  return sumOf(sums);
}

/**
 * The parameters under which expected and observed flows have most in common.
 *
 * **How** the highest common part of commuters, 2 Σ min(flow, expected) / (Σ flow + Σ expected), from 0 to 1. It has kinks
 * wherever an expected flow passes an observed one, and tells no standard errors.
 *
 * @returns the criterion, for `fitLaw`
 *
 * **Cost** O(pairs)
 *
 * [lenormand-2016]
 * @example
 * bestCommonPart().aim; // 'highest'
 */
export function bestCommonPart(): LawCriterion {
  const such = { isSmooth: false, isLikelihood: false, readsObservedOnly: true } as const;
  return { name: "best common part", aim: "highest", ...such, measure: commonPart };
}

function commonPart(
  where: string,
  observed: ObservedFlows,
  expected: RowReader,
  _: RowReader | null,
  placed: (() => number) | null,
): number {
  const { offsets, index, value, total } = observed;
  const n = observed.outflows.length;
  if (placed !== null) {
    const sums = new Float64Array(2 * n);
    for (let o = 0; o < n; o++) {
      if (offsets[o] === offsets[o + 1]) continue;
      const row = expected(o);
      let common = 0;
      for (let k = offsets[o]!; k < offsets[o + 1]!; k++) common += Math.min(value[k]!, row[index[k]!]!);
      sums[o] = common;
      sums[n + o] = placed();
    }
    return (2 * sumOf(sums, 0, n)) / (total + sumOf(sums, n));
  }
  const { common, first, second } = commonPartOf(n, n, checkAnyMatrix(where, "flows", observed, n, n), expected, true);
  return (2 * common) / (first + second);
}

/**
 * The parameters with the least squared differences between observed and expected flows, over all pairs.
 *
 * **How** the lowest Σ (flow − expected)². The largest flows decide it.
 *
 * @returns the criterion, for `fitLaw`. **Cost** O(pairs)
 *
 * @example
 * leastSquares().aim; // 'lowest'
 */
export function leastSquares(): LawCriterion {
  const rounding = (_: string, { value }: ObservedFlows): number => ROUNDING.square * sumOf(value.map((x) => x * x));
  return { name: "least squares", aim: "lowest", isSmooth: true, isLikelihood: false, rounding, measure: squares };
}

function squares(_: string, { offsets, index, value, outflows }: ObservedFlows, expected: RowReader): number {
  const sums = new Float64Array(outflows.length);
  for (let o = 0; o < sums.length; o++) {
    const row = expected(o);
    let sum = 0;
    let k = offsets[o]!;
    const end = offsets[o + 1]!;
    for (let d = 0; d < row.length; d++) {
      const flow = k < end && index[k] === d ? value[k++]! : 0;
      sum += (flow - row[d]!) * (flow - row[d]!);
    }
    sums[o] = sum;
  }
  return sumOf(sums);
}

export interface SameMeanDistanceOptions {
  /** Distances, or any other cost of travel: finite wherever people go or are expected to. */
  readonly distances: DenseMatrix | RowMatrix;
}

/**
 * The parameter under which people are expected to travel as far, on average, as they do: Hyman's calibration, for laws of
 * one parameter that has to do with distance.
 *
 * **How** where the mean distance of expected flows less that of the observed ones is 0. For the deterrence
 * exp(−parameter · distance) this is where the flows are most likely; for a power law, the distances to be given are logarithms.
 *
 * @param options - the distances
 * @returns the criterion, for `fitLaw`; its measure is the difference, in the unit of the distances
 * @throws RangeError for distances that are no matrix
 *
 * **Cost** O(pairs)
 *
 * [hyman-1969]
 * @example
 * sameMeanDistance({ distances: { rows: 2, columns: 2, value: Float64Array.of(0, 3, 3, 0) } }).aim; // 'zero'
 */
export function sameMeanDistance(options: SameMeanDistanceOptions): LawCriterion {
  const made = "sameMeanDistance";
  checkOptions(made, options, ["distances"]);
  const { distances } = options;
  checkRowMatrix(made, "distances", distances);
  return {
    name: "same mean distance",
    aim: "zero",
    isSmooth: true,
    isLikelihood: false,
    rounding: (where, { outflows, offsets, index, value, total }) => {
      const n = outflows.length;
      const read = checkRowMatrix(where, "criterion.distances", distances, n, n);
      let travelled = 0;
      for (let o = 0; o < n; o++) {
        const row = read(o);
        for (let k = offsets[o]!; k < offsets[o + 1]!; k++) travelled += Math.abs(value[k]! * row[index[k]!]!);
      }
      return (ROUNDING.mean * travelled) / total;
    },
    measure: (where, observed, expected) => {
      const n = observed.outflows.length;
      const read = checkRowMatrix(where, "criterion.distances", distances, n, n);
      const means = [new Float64Array(n), new Float64Array(n), new Float64Array(n)] as const;
      for (let o = 0; o < n; o++) meanParts(where, observed, o, expected(o), read(o), means);
      return sumOf(means[0]) / sumOf(means[1]) - sumOf(means[2]) / observed.total;
    },
  };
}

/** Per origin: expected flow times distance, expected flow, and observed flow times distance. */
function meanParts(
  where: string,
  { id, offsets, index, value }: ObservedFlows,
  o: number,
  expected: Float64Array,
  distances: Float64Array,
  into: readonly [Float64Array, Float64Array, Float64Array],
): void {
  const [products, sums, observed] = into;
  let product = 0;
  let sum = 0;
  for (let d = 0; d < expected.length; d++) {
    if (expected[d] === 0) continue;
    product += expected[d]! * distances[d]!;
    sum += expected[d]!;
  }
  products[o] = product;
  sums[o] = sum;
  let travelled = 0;
  for (let k = offsets[o]!; k < offsets[o + 1]!; k++) travelled += value[k]! * distances[index[k]!]!;
  observed[o] = travelled;
  if (Number.isFinite(product + travelled)) return;
  const isOpen = (d: number): boolean => !Number.isFinite(distances[d]);
  const d = expected.findIndex(
    (flow, to) => isOpen(to) && (flow > 0 || index.subarray(offsets[o], offsets[o + 1]).includes(to)),
  );
  fail(where, `criterion.distances from ${id[o]} to ${id[d]}`, "finite where people go or are expected", distances[d]);
}
