import { solveDefinite } from "../core/newton.ts";
import type { RowReader } from "../core/row-matrix.ts";
import { differentiate } from "../core/simplex-search.ts";
import type { ObservedFlows } from "./calibration-expected.ts";
import type { Axis } from "./calibration-parameters.ts";

/**
 * The last step of a calibration by a smooth criterion, and the standard errors of one by likelihood.
 */

/** First steps of differences, as a share of the range and of the way to the nearer bound. */
const STEP = { ofRange: 1e-3, toBound: 0.4 } as const;
/** Steps for the scores of single pairs, which rounding spoils far less than sums. */
const SCORE_STEP = { ofRange: 1e-5, toBound: 1e-3 } as const;
const MAX_STEPS = 4;
/** A step shorter than this share of the range need not be followed by another. */
const SHORT = 1e-7;

export interface Polished {
  readonly at: Float64Array;
  readonly value: number;
  /** Second derivatives among the free parameters, row after row; NaN where none are known. */
  readonly curvature: Float64Array;
  /** Whether Newton's next step would be next to nothing. */
  readonly settled: boolean;
}

/** Newton's steps from a lowest point that is all but found, along the parameters that are not at a bound. */
export function polish(
  f: (at: Float64Array) => number,
  axes: readonly Axis[],
  free: readonly number[],
  start: Float64Array,
  height: number,
): Polished {
  const k = free.length;
  let at = start;
  let value = height;
  let settled = false;
  let curvature: Float64Array = new Float64Array(k * k).fill(Number.NaN);
  const placed = (x: Float64Array): Float64Array => {
    const all = at.slice();
    for (const [j, a] of free.entries()) all[a] = x[j]!;
    return all;
  };
  for (let again = 0; again < MAX_STEPS; again++) {
    const here = Float64Array.from(free, (a) => at[a]!);
    const steps = here.map((x, j) => stepAt(axes[free[j]!]!, x, STEP));
    const found = differentiate((x) => f(placed(x)), here, steps, value);
    if (!found.hessian.every((h) => Number.isFinite(h))) break;
    curvature = found.hessian;
    const step = solveDefinite(found.hessian, found.gradient);
    if (step === null || step.some((s, j) => !(Math.abs(s) < steps[j]!))) break;
    settled = step.every((s, j) => Math.abs(s) <= SHORT * (axes[free[j]!]!.to - axes[free[j]!]!.from));
    const next = placed(here.map((x, j) => x - step[j]!));
    const there = f(next);
    if (!(there <= value + 1e-12 * Math.abs(value))) break;
    at = next;
    value = there;
    if (settled) break;
  }
  return { at, value, curvature, settled };
}

function stepAt({ from, to }: Axis, x: number, share: { readonly ofRange: number; readonly toBound: number }): number {
  return Math.min(share.ofRange * (to - from), share.toBound * Math.min(x - from, to - x));
}

/** What is said of the fit beside its parameters: a pass over all pairs at the point found. */
export interface PairEvidence {
  /** Observed flows where the law expects none; outflows, or whatever the constraint keeps, that it cannot place. */
  readonly impossible: number;
  readonly unassigned: number;
  /** Pairs that the flows could have taken, and constants that the constraint puts in. */
  readonly pairs: number;
  readonly constants: number;
  /** Σ (flow − expected)² / expected: infinite where people went where none are expected. */
  readonly pearson: number;
  /** Σ score · scoreᵀ over pairs, row after row, by the free parameters. */
  readonly scores: Float64Array;
}

/** Reads the expected flows at the point found, and a step to either side along each free parameter. */
export function comparePairs(
  observed: ObservedFlows,
  expected: RowReader,
  beside: readonly { readonly down: RowReader; readonly up: RowReader; readonly step: number }[],
): PairEvidence {
  const { offsets, index, value, outflows, inflows, total, keeps, intrazonal } = observed;
  const n = outflows.length;
  const k = beside.length;
  const isOpenRow = (o: number): boolean => !(keeps === "origins" || keeps === "both") || outflows[o]! > 0;
  const isOpen = inflows.map((inflow) => (keeps === "destinations" || keeps === "both" ? Number(inflow > 0) : 1));
  const openColumns = isOpen.reduce((a, b) => a + b, 0);
  const scores = new Float64Array(k * k);
  const score = new Float64Array(k);
  let [impossible, placed, pairs, pearson, openRows] = [0, 0, 0, 0, 0];
  for (let o = 0; o < n; o++) {
    if (!isOpenRow(o)) continue;
    openRows++;
    pairs += openColumns - (intrazonal ? 0 : isOpen[o]!);
    const row = expected(o);
    const lows = beside.map(({ down }) => down(o));
    const highs = beside.map(({ up }) => up(o));
    let next = offsets[o]!;
    for (let d = 0; d < n; d++) {
      const flow = next < offsets[o + 1]! && index[next] === d ? value[next++]! : 0;
      const mean = row[d]!;
      if (mean === 0) {
        if (flow > 0) {
          impossible += flow;
          pearson = Infinity;
        }
        continue;
      }
      placed += mean;
      const share = (flow - mean) / mean;
      pearson += share * share * mean;
      for (let j = 0; j < k; j++) {
        score[j] = (share * (highs[j]![d]! - lows[j]![d]!)) / (2 * beside[j]!.step);
        for (let i = 0; i <= j; i++) scores[j * k + i]! += score[j]! * score[i]!;
      }
    }
  }
  for (let j = 0; j < k; j++) for (let i = j + 1; i < k; i++) scores[j * k + i] = scores[i * k + j]!;
  const constants = { one: 1, origins: openRows, destinations: openColumns, both: openRows + openColumns - 1 }[keeps];
  // What is left of the total is rounding where it is not at least some of the smallest part of it.
  const left = total - placed;
  return { impossible, unassigned: left > 1e-9 * total ? left : 0, pairs, constants, pearson, scores };
}

/** The step for the scores of pairs along a parameter. */
export function scoreStep(axis: Axis, x: number): number {
  return stepAt(axis, x, SCORE_STEP);
}

export interface Variances {
  /** Variances along the free parameters' scales, if people choose alone, and whatever the variance of the flows. */
  readonly single: Float64Array;
  readonly robust: Float64Array;
}

/** Variances from second derivatives and scores: H⁻¹, and n / (n − k) · H⁻¹ S H⁻¹. NaN without a positive definite H. */
export function variancesOf(curvature: Float64Array, scores: Float64Array, factor: number): Variances {
  const k = Math.round(Math.sqrt(curvature.length));
  const single = new Float64Array(k).fill(Number.NaN);
  const robust = single.slice();
  for (let j = 0; j < k; j++) {
    const column = solveDefinite(
      curvature,
      Float64Array.from({ length: k }, (_, i) => Number(i === j)),
    );
    if (column === null) break;
    single[j] = column[j]!;
    let sum = 0;
    for (let i = 0; i < k; i++) for (let l = 0; l < k; l++) sum += column[i]! * scores[i * k + l]! * column[l]!;
    robust[j] = factor * sum;
  }
  return { single, robust };
}
