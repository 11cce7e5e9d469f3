import { balanceCells } from "../core/balancing.ts";
import { expByTable } from "../core/exponentials.ts";
import { log } from "../core/math.ts";
import { type CellReader, dotRow } from "../core/row-cells.ts";
import type { Design } from "./design.ts";
import { gather, put, scatter } from "./pair-rows.ts";
import { addScaled, dot, less, multiply, scale } from "./poisson-rows.ts";
import { fillPredictors } from "./poisson-sums.ts";
import { destinationMeans } from "./two-way-means.ts";

/** Steps smaller than this are followed by constants as exact as they can be found. */
const SMALL_STEP = 1e-4;
/** Constants that miss a total by more than this share are none. */
const NO_BALANCE = 1e-2;
const MAX_READINGS = 1000;

/** The likelihood at some coefficients, with the best constants put in. */
export interface TwoWay {
  readonly at: Float64Array;
  /** Σ flow · ln mean − Σ mean, less what does not depend on the coefficients. */
  readonly value: number;
  /** −Infinity for a location without flows on this side. */
  readonly originConstants: Float64Array;
  readonly destinationConstants: Float64Array;
  /** The largest distance of an outflow from the one observed, as a share. */
  readonly error: number;
  /** Whether the constants, and what they take of the terms, are as exact as they can be found. */
  readonly isExact: boolean;
  /** Its derivatives; to be asked for before the next coefficients are tried. */
  readonly sums: () => TwoWaySums;
}

interface TwoWaySums {
  readonly gradient: Float64Array;
  readonly information: Float64Array;
  /** What constants take of each term: a mean per origin, and per destination of what that leaves, term after term. */
  readonly originMeans: Float64Array;
  readonly destinationMeans: Float64Array;
}

/**
 * A design with constants for both sides, evaluated at coefficients one after another, each told with the size of the step
 * that led to them. The search for constants starts from what the means of the terms say that the step makes of the last ones.
 *
 * **How** errors of the constants enter value, gradient and information by their squares only, so that they may be as large as
 * the square of the step, which is about how far the coefficients will still be from their end.
 */
export function createTwoWay(design: Design, start: Float64Array): (at: Float64Array, step: number) => TwoWay {
  const { locations: n, offsets, destination, outflow, inflow } = design;
  const k = design.terms.length;
  const { cells, isWhole, read } = createCells(design);
  const observed = observedSums(design);
  const width = offsets.reduce((most, end, o) => Math.max(most, end - (offsets[o - 1] ?? 0)), 0);
  const row = new Float64Array(width);
  const gathered = new Float64Array(width);
  const product = new Float64Array(width);
  const deviations = Array.from({ length: k }, () => new Float64Array(width));
  const means = Array.from({ length: k }, () => new Float64Array(n));
  // The coefficients and constants of the last point whose derivatives were asked for.
  let known = { at: start, logs: inflow.map((flow) => log(flow)) as Float64Array };

  return (at, step) => {
    const isExact = step < SMALL_STEP;
    const tolerance = isExact ? 1e-12 : Math.max(1e-8, Math.min(1e-3, step * step));
    const logs = known.logs.slice();
    for (let t = 0; t < k; t++) {
      for (let d = 0; d < n; d++) logs[d]! -= (at[t]! - known.at[t]!) * means[t]![d]!;
    }
    const tops = fillCells(at, logs);
    const limits = { tolerance, maxIterations: MAX_READINGS };
    const balance = balanceCells(read, { outflows: outflow, inflows: inflow }, limits);
    const { originFactors, destinationFactors, largestError } = balance;
    const originConstants = outflow.map((flow, o) => (flow > 0 ? log(originFactors[o]!) - tops[o]! : -Infinity));
    const destinationConstants = logs.map((x, d) => x + log(destinationFactors[d]!));
    let value = largestError < NO_BALANCE ? 0 : -Infinity;
    for (let t = 0; t < k; t++) value += at[t]! * observed[t]!;
    for (let l = 0; l < n; l++) {
      if (outflow[l]! > 0) value += outflow[l]! * originConstants[l]!;
      if (inflow[l]! > 0) value += inflow[l]! * destinationConstants[l]!;
    }
    let sums: TwoWaySums | null = null;
    return {
      at,
      value,
      originConstants,
      destinationConstants,
      error: largestError,
      isExact,
      sums: () => {
        if (sums !== null) return sums;
        known = { at, logs: destinationConstants };
        sums = derivatives(originFactors, destinationFactors, isExact ? 1e-12 : Math.max(1e-4, Math.min(1e-2, step)));
        return sums;
      },
    };
  };

  /** Cells exp(predictor + logarithm of the destination's factor), less the largest of their row, which is returned. */
  function fillCells(at: Float64Array, logs: Float64Array): Float64Array {
    const tops = new Float64Array(n);
    for (let o = 0; o < n; o++) {
      const from = offsets[o]!;
      const count = offsets[o + 1]! - from;
      if (outflow[o] === 0) continue;
      fillPredictors(design, o, at, pairTerms(design, o), row);
      const to = destination.subarray(from, from + count);
      gather(logs, to, gathered);
      addScaled(1, gathered, count, row);
      const top = largestOf(row, count);
      less(row, top, count, row);
      expByTable(row, count);
      tops[o] = top;
      if (isWhole) put(row, to, cells, o * n);
      else cells.set(row.subarray(0, count), from);
    }
    return tops;
  }

  function derivatives(originFactors: Float64Array, destinationFactors: Float64Array, tolerance: number): TwoWaySums {
    const flows = { read, originFactors, destinationFactors, outflows: new Float64Array(n), inflows: inflow };
    const gradient = observed.slice();
    const rests = means.map(() => new Float64Array(n));
    const originMeans = new Float64Array(k * n);
    const information = new Float64Array(k * k);
    for (let o = 0; o < n; o++) {
      if (outflow[o] === 0) continue;
      const from = offsets[o]!;
      const count = offsets[o + 1]! - from;
      const to = destination.subarray(from, from + count);
      if (isWhole) gather(cells.subarray(o * n, (o + 1) * n), to, row);
      else row.set(cells.subarray(from, from + count));
      gather(destinationFactors, to, gathered);
      const sum = scale(row, originFactors[o]!, gathered, count);
      flows.outflows[o] = sum;
      const terms = pairTerms(design, o);
      for (let t = 0; t < k; t++) {
        const mean = dot(row, terms[t]!, count) / sum;
        originMeans[t * n + o] = mean;
        gradient[t]! -= mean * sum;
        less(terms[t]!, mean, count, deviations[t]!);
        multiply(row, deviations[t]!, count, product);
        scatter(product, 1, to, rests[t]!, 0);
        for (let u = 0; u <= t; u++) information[t * k + u]! += dot(product, deviations[u]!, count);
      }
    }
    for (let t = 0; t < k; t++) {
      const left = destinationMeans(flows, rests[t]!, means[t]!, tolerance);
      for (let u = 0; u <= t; u++) {
        information[t * k + u]! -= dot(means[t]!, rests[u]!, n) + dot(means[u]!, left, n);
        information[u * k + t] = information[t * k + u]!;
      }
      const weighted = means[t]!.map((mean, d) => mean * destinationFactors[d]!);
      for (let o = 0; o < n; o++) {
        if (outflow[o] === 0) continue;
        const sum = flows.outflows[o]!;
        originMeans[t * n + o]! -= (originFactors[o]! * dotRow(read(o), weighted)) / sum;
        // The gradient once the outflows are met: the means say what meeting them makes of it.
        gradient[t]! -= originMeans[t * n + o]! * (outflow[o]! - sum);
      }
    }
    const taken = new Float64Array(k * n);
    means.forEach((mean, t) => {
      taken.set(mean, t * n);
    });
    return { gradient, information, originMeans, destinationMeans: taken };
  }
}

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
  const cells = new Float64Array(isWhole ? n * n : destination.length);
  const here = { value: cells, index: isWhole ? null : destination, from: 0, to: 0 };
  return {
    cells,
    isWhole,
    read: (o) => {
      here.from = isWhole ? o * n : offsets[o]!;
      here.to = isWhole ? here.from + n : offsets[o + 1]!;
      return here;
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

function largestOf(x: Float64Array, count: number): number {
  let largest = -Infinity;
  for (let p = 0; p < count; p++) if (x[p]! > largest) largest = x[p]!;
  return largest;
}
