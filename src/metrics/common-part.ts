import { checkNumber, fail } from "../core/check.ts";
import { commonPartOf } from "../core/common-part.ts";
import type { RowReader } from "../core/row-matrix.ts";
import {
  checkCovered,
  distancesOf,
  type FlowCells,
  type FlowCellsOptions,
  type FlowDistancesOptions,
  type FlowPair,
  flowPairOf,
} from "./flow-fit-input.ts";
import { sortedPlaces } from "./flow-fit-places.ts";

export interface CommonPartOfCommutersOptions extends FlowCellsOptions {
  /**
   * Whether each side is taken as shares of its own total, so that flows of two groups of different size compare. Flows as they
   * are unless given: Σ min is then at most the smaller total.
   */
  readonly shares?: boolean;
}

/**
 * How much of the observed flows does a model get right? The common part of commuters (CPC), the Sørensen index of two
 * tables of flows.
 *
 * **How** 2 Σ min(observed, expected) / (Σ observed + Σ expected); of shares Σ min(observed / Σ observed, expected / Σ expected).
 * It is 1 − the Bray–Curtis dissimilarity.
 *
 * @param observed - observed flows: counted moves, or any matrix of flows
 * @param expected - what a model expects of the same pairs, whole or by rows
 * @param options - whether the diagonal is in, and whether shares are compared
 * @returns from 0 (nothing in common) to 1 (the same flows); NaN without flows, of shares without those of one side. Where both
 * add up to the same it is the share of people who are where the model has them
 * @throws RangeError for flows that are not finite or below 0, of different size or over other locations
 *
 * **Departs from the paper** none. PyTDLM divides by 2 Σ observed alone, which is another figure where the totals differ.
 * Small expected flows and whole numbers drawn from them have different common parts: compare like with like.
 *
 * **Cost** O(pairs); memory of a row
 *
 * [gargiulo-2012] [lenormand-2016]
 *
 * @example
 * const observed = sparseFromDense(2, 2, [0, 10, 30, 0]);
 * commonPartOfCommuters(observed, { rows: 2, columns: 2, value: Float64Array.of(0, 20, 20, 0) }, { diagonal: false }); // 0.75
 */
export function commonPartOfCommuters(
  observed: FlowCells,
  expected: FlowCells,
  options: CommonPartOfCommutersOptions,
): number {
  const where = "commonPartOfCommuters";
  const pair = flowPairOf(where, observed, expected, options, ["diagonal", "shares"]);
  const { shares = false } = options;
  if (typeof shares !== "boolean") fail(where, "shares", "true or false", shares);
  const { rows, columns, diagonal } = pair;
  const { common, first, second } = commonPartOf(rows, columns, pair.observed, pair.expected, diagonal);
  if (!shares) return (2 * common) / (first + second);
  if (first === 0 || second === 0) return Number.NaN;
  const ofFirst = sharesOf(pair.observedAgain, first);
  return commonPartOf(rows, columns, ofFirst, sharesOf(pair.expectedAgain, second), diagonal).common;
}

/** Reads rows as shares of a total. */
function sharesOf(read: RowReader, total: number): RowReader {
  return (row) => read(row).map((flow) => flow / total);
}

export interface CommonPartOfLinksOptions extends FlowCellsOptions {
  /** The flow from which on a pair is linked. Any flow above 0 unless given; 0.5 judges expected flows as if they were rounded. */
  readonly minFlow?: number;
}

/**
 * Are the same pairs of places linked by flows? The common part of links (CPL).
 *
 * **How** 2 · links of both / (observed links + expected links), a link being a pair with a flow above 0, or of at least
 * `minFlow`.
 *
 * @param observed - observed flows
 * @param expected - what a model expects of the same pairs. Nearly every law expects a little of every pair: without
 * `minFlow` the index then only says how many pairs have an observed flow, 2 k / (k + pairs), whatever the law
 * @param options - whether the diagonal is in, and from which flow on a pair is linked
 * @returns from 0 to 1; NaN without links
 * @throws RangeError as `commonPartOfCommuters`, and for a `minFlow` that is not above 0
 *
 * **Cost** O(pairs); memory of a row
 *
 * [lenormand-2016]
 *
 * @example
 * const observed = { rows: 2, columns: 2, value: Float64Array.of(0, 10, 0, 0) };
 * const expected = { rows: 2, columns: 2, value: Float64Array.of(0, 9.9, 0.1, 0) };
 * commonPartOfLinks(observed, expected, { diagonal: false }).toFixed(3); // '0.667'
 * commonPartOfLinks(observed, expected, { diagonal: false, minFlow: 0.5 }); // 1
 */
export function commonPartOfLinks(observed: FlowCells, expected: FlowCells, options: CommonPartOfLinksOptions): number {
  const where = "commonPartOfLinks";
  const pair = flowPairOf(where, observed, expected, options, ["diagonal", "minFlow"]);
  const { minFlow = Number.MIN_VALUE } = options;
  checkNumber(where, "minFlow", minFlow, Number.MIN_VALUE);
  let shared = 0;
  let links = 0;
  for (let r = 0; r < pair.rows; r++) {
    const t = pair.observed(r);
    const e = pair.expected(r);
    for (let c = 0; c < pair.columns; c++) {
      if (c === r && !pair.diagonal) continue;
      const here = t[c]! >= minFlow;
      const there = e[c]! >= minFlow;
      if (here) links++;
      if (there) links++;
      if (here && there) shared++;
    }
  }
  return (2 * shared) / links;
}

export interface CommonPartOfDistancesOptions extends FlowDistancesOptions {
  /** How wide the classes of distance are, in the unit of `distances`, above 0. TDLM takes 2 km. */
  readonly binWidth: number;
}

/**
 * Do people go as far as the model says? The common part of commuters by distance (CPCd).
 *
 * **How** 2 Σ min(Nₖ, Ñₖ) / (Σ Nₖ + Σ Ñₖ), with Nₖ and Ñₖ the observed and expected flows over distances from k · binWidth
 * to below (k + 1) · binWidth.
 *
 * @param observed - observed flows
 * @param expected - what a model expects of the same pairs
 * @param options - distances, the width of their classes, and whether the diagonal is in
 * @returns from 0 to 1, at least the common part of commuters; NaN without flows
 * @throws RangeError as `commonPartOfCommuters`, for a width that is not above 0, and for a flow over a distance that is not
 * finite or below 0
 *
 * **Departs from the paper** none. scikit-mobility's function of the name puts the flows in classes, not the distances.
 *
 * **Cost** O(pairs), two readings of the observed flows; memory of a row, and 8 bytes for each observed flow
 *
 * [lenormand-2016]
 *
 * @example
 * const distances = { rows: 1, columns: 3, value: Float64Array.of(1, 1.5, 9) };
 * const observed = { rows: 1, columns: 3, value: Float64Array.of(10, 0, 10) };
 * const expected = { rows: 1, columns: 3, value: Float64Array.of(2, 8, 10) };
 * commonPartOfDistances(observed, expected, { distances, binWidth: 2, diagonal: true }); // 1
 */
export function commonPartOfDistances(
  observed: FlowCells,
  expected: FlowCells,
  options: CommonPartOfDistancesOptions,
): number {
  const where = "commonPartOfDistances";
  const pair = flowPairOf(where, observed, expected, options, ["diagonal", "distances", "binWidth"]);
  const read = distancesOf(where, pair, options);
  checkNumber(where, "binWidth", options.binWidth, Number.MIN_VALUE);
  const classes = distanceClasses(observedDistances(where, pair, read), options.binWidth);
  for (let r = 0; r < pair.rows; r++) {
    const d = read(r);
    const t = pair.observedAgain(r);
    const e = pair.expected(r);
    checkRowCovered(where, pair, r, d, e);
    classes.addRow(r, pair, d, t, e);
  }
  return classes.commonPart();
}

/** All that a row expects must lie over a distance that is a number. */
export function checkRowCovered(where: string, pair: FlowPair, row: number, d: Float64Array, e: Float64Array): void {
  for (let c = 0; c < pair.columns; c++)
    if (e[c]! > 0 && (pair.diagonal || c !== row)) checkCovered(where, d[c]!, row, c);
}

/** The distances over which there are observed flows, ascending and all different. Looks whether both are what they should be. */
export function observedDistances(where: string, pair: FlowPair, read: RowReader): Float64Array {
  const found: number[] = [];
  for (let r = 0; r < pair.rows; r++) {
    const t = pair.observed(r);
    let d: Float64Array | null = null;
    for (let c = 0; c < pair.columns; c++) {
      if (!(t[c]! > 0) || (c === r && !pair.diagonal)) continue;
      d ??= read(r);
      checkCovered(where, d[c]!, r, c);
      found.push(d[c]!);
    }
  }
  return distinct(Float64Array.from(found));
}

function distinct(values: Float64Array): Float64Array {
  return values.sort().filter((value, k) => k === 0 || value !== values[k - 1]);
}

/** Flows by class of distance, read row by row. */
export interface DistanceClasses {
  readonly addRow: (row: number, pair: FlowPair, d: Float64Array, t: Float64Array, e: Float64Array) => void;
  readonly commonPart: () => number;
}

/** Only classes with an observed flow have something in common with the expected ones: no others are held. */
export function distanceClasses(distances: Float64Array, binWidth: number): DistanceClasses {
  const held = distinct(distances.map((distance) => Math.floor(distance / binWidth)));
  const placeOf = sortedPlaces(held);
  const observed = new Float64Array(held.length);
  const expected = new Float64Array(held.length);
  let total = 0;
  return {
    addRow: (row, { columns, diagonal }, d, t, e) => {
      let sum = 0;
      for (let c = 0; c < columns; c++) {
        const flow = t[c]! + e[c]!;
        if (!(flow > 0) || (c === row && !diagonal)) continue;
        sum += flow;
        const place = placeOf(Math.floor(d[c]! / binWidth));
        if ((place & 1) === 0) continue;
        observed[place >> 1]! += t[c]!;
        expected[place >> 1]! += e[c]!;
      }
      total += sum;
    },
    commonPart: () => {
      let common = 0;
      for (let k = 0; k < held.length; k++) common += Math.min(observed[k]!, expected[k]!);
      return (2 * common) / total;
    },
  };
}
