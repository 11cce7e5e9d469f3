import { checkInteger, checkLength, checkOptions, fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { checkFunction, checkRandom } from "../core/check-variants.ts";
import { logFactorial } from "../core/log-factorial.ts";
import { log } from "../core/math.ts";
import { checkFlows } from "../core/sparse.ts";
import { createTable } from "../core/table.ts";
import type { Located, Random, SparseMatrix, Table } from "../types.ts";
import { type FlowCells, type FlowCellsOptions, type FlowPair, flowPairOf } from "./flow-fit-input.ts";

export interface GenerateFoldsOptions {
  /** Into how many parts the places are dealt: at least 2, at most one for each place. Five or ten are usual. */
  readonly folds: number;
  readonly random: Random;
}

/**
 * Deals places into parts at random, of which each is held out once. Models are compared on the same folds.
 *
 * @param places - how many places
 * @param options - how many folds, and the source of random numbers
 * @returns the fold of each place, from 0; the sizes of folds differ by one at most
 * @throws RangeError for fewer than two folds, or more than places
 *
 * [stone-1974]
 * @example
 * generateFolds(6, { folds: 3, random: createRandom(1) }).sort(); // Uint32Array(6) [ 0, 0, 1, 1, 2, 2 ]
 */
export function generateFolds(places: number, options: GenerateFoldsOptions): Uint32Array {
  const where = "generateFolds";
  checkInteger(where, "places", places, 2);
  checkOptions(where, options, ["folds", "random"]);
  const { folds, random } = options;
  checkInteger(where, "folds", folds, 2, places);
  checkRandom(where, "random", random);
  const dealt = Uint32Array.from({ length: places }, (_, k) => k % folds);
  for (let k = places - 1; k > 0; k--) {
    const other = Math.floor(random() * (k + 1));
    const kept = dealt[k]!;
    dealt[k] = dealt[other]!;
    dealt[other] = kept;
  }
  return dealt;
}

/** What a model is told besides the flows that it may learn from. */
export interface HeldOut {
  /** 1 for the places that are held out: their rows (or columns) of the training flows are empty, which is not a count of 0. */
  readonly heldOut: Uint8Array;
  /** What leaves each origin (or reaches each destination), those held out too: how many they are is given, not where they go. */
  readonly totals: Float64Array;
}

export interface CrossValidateOptions extends FlowCellsOptions {
  /** The fold of each place, a whole number: of `generateFolds`, or regions, to learn whether a law carries over to another one. */
  readonly folds: ArrayLike<number>;
  /**
   * Fits a model to the training flows and returns what it expects of all pairs; only those held out are read. The constants of
   * a gravity model are of places that it has seen, and are to be left out: `gravityLaw({ coefficients }, …)`; a model without
   * them is fitted with `pairs: pairsWithout({ origins: heldOut })`, so that empty rows are not taken for zeros.
   */
  readonly fit: (training: Located & SparseMatrix, given: HeldOut) => FlowCells;
}

/** How well flows are expected that the model has not seen. */
export interface HeldOutFit {
  readonly places: number;
  readonly pairs: number;
  readonly observedTrips: number;
  readonly expectedTrips: number;
  /**
   * Observed trips of places of which the model expects no flow at all: above 0, it has nothing to say of a place that it has
   * not seen, which no index of fit tells from being wrong.
   */
  readonly unassignedTrips: number;
  readonly commonPartOfCommuters: number;
  /** The Poisson deviance over the observed trips: Infinity where people go from where to where nobody is expected to, NaN without trips. */
  readonly deviancePerTrip: number;
  /** ln of the Poisson probability of the flows held out: −Infinity likewise. */
  readonly logLikelihood: number;
}

export interface CrossValidation {
  /** One row per fold, in ascending order of its number. */
  readonly folds: Table<{ readonly fold: Float64Array } & { readonly [K in keyof HeldOutFit]: Float64Array }>;
  /** Of all flows, each expected by the model that has not seen it: sums over the folds, not means of them. */
  readonly pooled: HeldOutFit;
}

/**
 * How well does a model expect where the people of an origin go whom it has not seen? Cross-validation by origin: no reward
 * for learning noise, and no likelihood needed.
 *
 * **How** for each fold, the model is fitted to flows without those of the fold's origins; of what it expects of these the
 * common part of commuters, the Poisson deviance and log-likelihood are taken.
 *
 * @param flows - observed flows
 * @param options - the fold of each origin, how a model is fitted, and whether the diagonal is in
 * @returns the fit per fold and of all held-out flows together; the deviance is NaN where a fold has no observed flows, the common
 * part where it has no expected ones either. Compare models on the same folds, and look at `unassignedTrips` first
 * @throws RangeError for flows that are not well formed, folds that are not a whole number per origin or all the same, and for
 * expected flows as `measureFlowFit`
 *
 * **Cost** one fit and one reading of the held-out rows per fold
 *
 * [stone-1974]
 *
 * @example
 * const flows = { locations: createLocations("zones", ["W", "E"], [1, 2], [50, 50]), ...sparseFromDense(2, 2, [0, 10, 30, 0]) };
 * const uniform = (training, { totals }) => ({ rows: 2, columns: 2, fillRow: (row, into) => into.fill(totals[row]) });
 * const { folds, pooled } = crossValidateByOrigin(flows, { folds: [0, 1], fit: uniform, diagonal: false });
 * [folds.columns.observedTrips, pooled.commonPartOfCommuters]; // [ Float64Array(2) [ 10, 30 ], 1 ]
 */
export function crossValidateByOrigin(flows: Located & SparseMatrix, options: CrossValidateOptions): CrossValidation {
  return validated("crossValidateByOrigin", flows, options, true);
}

/**
 * As `crossValidateByOrigin`, with destinations held out: how well does a model expect where those come from who reach a place
 * that it has not seen?
 *
 * @param flows - observed flows
 * @param options - the fold of each destination, how a model is fitted, and whether the diagonal is in; `totals` are inflows
 * @returns the fit per fold and of all held-out flows together
 * @throws RangeError as `crossValidateByOrigin`
 *
 * **Cost** one fit and one reading of all rows per fold
 *
 * [stone-1974]
 *
 * @example
 * const flows = { locations: createLocations("zones", ["W", "E"], [1, 2], [50, 50]), ...sparseFromDense(2, 2, [0, 10, 30, 0]) };
 * const uniform = (training, { totals }) => ({ rows: 2, columns: 2, fillRow: (row, into) => into.set(totals) });
 * crossValidateByDestination(flows, { folds: [0, 1], fit: uniform, diagonal: false }).pooled.commonPartOfCommuters; // 1
 */
export function crossValidateByDestination(
  flows: Located & SparseMatrix,
  options: CrossValidateOptions,
): CrossValidation {
  return validated("crossValidateByDestination", flows, options, false);
}

function validated(
  where: string,
  flows: Located & SparseMatrix,
  options: CrossValidateOptions,
  byOrigin: boolean,
): CrossValidation {
  checkFlows(where, "flows", flows);
  checkOptions(where, options, ["folds", "fit", "diagonal"]);
  const { folds, fit, diagonal } = options;
  const n = flows.locations.length;
  checkList(where, "folds", folds);
  checkLength(where, "folds", folds.length, n);
  for (let z = 0; z < n; z++) checkInteger(where, `folds[${z}]`, folds[z]!, 0);
  checkFunction(where, "fit", fit, "a function of training flows");
  const numbers = [...new Set(Array.from(folds))].sort((a, b) => a - b);
  if (numbers.length < 2) fail(where, "folds", "at least two that differ", numbers.length);
  const totals = totalsOf(flows, byOrigin, diagonal);
  const sums = numbers.map((fold) => {
    const heldOut = Uint8Array.from(folds, (each) => (each === fold ? 1 : 0));
    const expected = fit(without(flows, heldOut, byOrigin), { heldOut: heldOut.slice(), totals: totals.slice() });
    const pair = flowPairOf(where, flows, expected, { diagonal }, ["diagonal"], "what fit returns");
    return heldOutSums(where, pair, heldOut, byOrigin);
  });
  const fits = sums.map(fitOf);
  const column = (name: keyof HeldOutFit): Float64Array => Float64Array.from(fits, (each) => each[name]);
  return {
    folds: createTable({
      fold: Float64Array.from(numbers),
      places: column("places"),
      pairs: column("pairs"),
      observedTrips: column("observedTrips"),
      expectedTrips: column("expectedTrips"),
      unassignedTrips: column("unassignedTrips"),
      commonPartOfCommuters: column("commonPartOfCommuters"),
      deviancePerTrip: column("deviancePerTrip"),
      logLikelihood: column("logLikelihood"),
    }),
    pooled: fitOf(sums.reduce((all, each) => all.map((sum, k) => sum + each[k]!))),
  };
}

/** Flows without the rows, or columns, of those held out. */
function without(flows: Located & SparseMatrix, heldOut: Uint8Array, byOrigin: boolean): Located & SparseMatrix {
  const { locations, offsets, index, value } = flows;
  const kept: number[] = [];
  const starts = new Uint32Array(offsets.length);
  for (let r = 0; r + 1 < offsets.length; r++) {
    for (let k = offsets[r]!; k < offsets[r + 1]!; k++) if (heldOut[byOrigin ? r : index[k]!] === 0) kept.push(k);
    starts[r + 1] = kept.length;
  }
  return {
    locations,
    offsets: starts,
    index: Uint32Array.from(kept, (k) => index[k]!),
    value: Float64Array.from(kept, (k) => value[k]!),
  };
}

function totalsOf(flows: SparseMatrix, byOrigin: boolean, diagonal: boolean): Float64Array {
  const { offsets, index, value } = flows;
  const totals = new Float64Array(offsets.length - 1);
  for (let r = 0; r < totals.length; r++) {
    for (let k = offsets[r]!; k < offsets[r + 1]!; k++) {
      if (diagonal || index[k] !== r) totals[byOrigin ? r : index[k]!]! += value[k]!;
    }
  }
  return totals;
}

/** Places, pairs, Σ T, Σ E, Σ min(T, E), half the deviance, ln L and Σ T of places without any E: of the pairs held out. */
function heldOutSums(where: string, pair: FlowPair, heldOut: Uint8Array, byOrigin: boolean): number[] {
  const { rows, columns, diagonal } = pair;
  let [pairs, observed, expected, common, apart, likelihood] = [0, 0, 0, 0, 0, 0];
  // Of each place held out.
  const trips = new Float64Array(heldOut.length);
  const placed = new Float64Array(heldOut.length);
  for (let r = 0; r < rows; r++) {
    if (byOrigin && heldOut[r] === 0) continue;
    const t = pair.observed(r);
    const e = pair.expectedAgain(r);
    for (let c = 0; c < columns; c++) {
      if ((c === r && !diagonal) || (!byOrigin && heldOut[c] === 0)) continue;
      const x = t[c]!;
      const y = e[c]!;
      if (!(y >= 0 && y < Infinity)) fail(where, `what fit returns [${r}, ${c}]`, "a finite number of at least 0", y);
      pairs++;
      observed += x;
      expected += y;
      trips[byOrigin ? r : c]! += x;
      placed[byOrigin ? r : c]! += y;
      common += Math.min(x, y);
      apart += y - x;
      likelihood -= y;
      if (!(x > 0)) continue;
      // ln 0 is −Infinity, and so is the likelihood.
      apart += x * (log(x) - log(y));
      likelihood += x * log(y) - logFactorial(x);
    }
  }
  const places = heldOut.reduce((sum, one) => sum + one, 0);
  const unassigned = trips.reduce((sum, own, z) => (placed[z]! > 0 ? sum : sum + own), 0);
  return [places, pairs, observed, expected, common, apart, likelihood, unassigned];
}

function fitOf(sums: readonly number[]): HeldOutFit {
  const [places, pairs, observed, expected, common, apart, logLikelihood, unassignedTrips] = sums as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    places,
    pairs,
    observedTrips: observed,
    expectedTrips: expected,
    unassignedTrips,
    commonPartOfCommuters: (2 * common) / (observed + expected),
    deviancePerTrip: observed > 0 ? Math.max(0, (2 * apart) / observed) : Number.NaN,
    logLikelihood,
  };
}
