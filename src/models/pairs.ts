import { checkLength, checkOptions, fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { checkFunction } from "../core/check-variants.ts";
import type { SparseMatrix } from "../types.ts";

/** Chooses what counts as an observation: given the flows, the sorted destinations of each origin, as a sparse matrix's rows. */
export type PairChoice = (flows: SparseMatrix) => PairList;

/** Pairs of locations: the destinations of origin o are index[offsets[o]] … index[offsets[o + 1] − 1], ascending. */
export interface PairList {
  readonly offsets: Uint32Array;
  readonly index: Uint32Array;
}

/**
 * Every pair of two different locations is an observation, those without a flow too: nobody going there is a fact.
 *
 * @returns the choice of pairs. **Cost** 4 bytes per pair
 *
 * [silva-tenreyro-2006]
 * @example
 * allPairs()({ offsets: Uint32Array.of(0, 1, 1), index: Uint32Array.of(1), value: Float64Array.of(7) }).index; // Uint32Array(2) [ 1, 0 ]
 */
export function allPairs(): PairChoice {
  return (flows) => everyPair(flows, false);
}

/**
 * Every pair of locations is an observation, a location with itself too: for flows that count those who stay within a zone.
 * Give the model a distance within zones (`withIntrazonalDistances`) or a covariate of its own for the diagonal.
 *
 * @returns the choice of pairs. **Cost** 4 bytes per pair
 *
 * @example
 * allPairsWithIntrazonal()({ offsets: Uint32Array.of(0, 1, 1), index: Uint32Array.of(1), value: Float64Array.of(7) }).index; // Uint32Array(4) [ 0, 1, 0, 1 ]
 */
export function allPairsWithIntrazonal(): PairChoice {
  return (flows) => everyPair(flows, true);
}

function everyPair({ offsets }: SparseMatrix, intrazonal: boolean): PairList {
  const n = offsets.length - 1;
  const index = new Uint32Array(n * (intrazonal ? n : Math.max(0, n - 1)));
  const starts = new Uint32Array(n + 1);
  const whole = Uint32Array.from({ length: n }, (_, d) => d);
  let at = 0;
  for (let origin = 0; origin < n; origin++) {
    index.set(whole.subarray(0, origin), at);
    index.set(whole.subarray(intrazonal ? origin : origin + 1), at + origin);
    at += intrazonal ? n : n - 1;
    starts[origin + 1] = at;
  }
  return { offsets: starts, index };
}

/**
 * Only pairs with a flow above 0 are observations. This is how several programs fit (scikit-mobility among them), and it
 * makes distance look less of a hindrance than it is: compare with `allPairs` before believing a coefficient.
 *
 * @returns the choice of pairs. **Cost** 4 bytes per pair with a flow
 *
 * [pappalardo-2022]
 * @example
 * observedPairs()({ offsets: Uint32Array.of(0, 1, 1), index: Uint32Array.of(1), value: Float64Array.of(7) }).index; // Uint32Array(1) [ 1 ]
 */
export function observedPairs(): PairChoice {
  return ({ offsets, index, value }) => {
    const kept = new Uint32Array(index.length);
    const starts = new Uint32Array(offsets.length);
    let at = 0;
    for (let origin = 0; origin + 1 < offsets.length; origin++) {
      for (let k = offsets[origin]!; k < offsets[origin + 1]!; k++) {
        if (index[k] !== origin && value[k]! > 0) kept[at++] = index[k]!;
      }
      starts[origin + 1] = at;
    }
    return { offsets: starts, index: kept.slice(0, at) };
  };
}

export interface PairsWithoutOptions {
  /** 1 for the origins whose pairs are left out, 0 for the others, one for each location: the `heldOut` of a cross-validation. */
  readonly origins?: ArrayLike<number>;
  /** The same of destinations. */
  readonly destinations?: ArrayLike<number>;
  /** The pairs of which these are left out: `allPairs()` unless given. */
  readonly pairs?: PairChoice;
}

/**
 * Pairs from some origins, or to some destinations, are no observations: places that are held out to see how a model expects
 * them, or of which nothing is known. Empty rows would be taken for counts of 0.
 *
 * @param options - which origins and destinations are left out, and of which pairs
 * @returns the choice of pairs. **Cost** 4 bytes per pair kept, beside those of the pairs it chooses from
 * @throws RangeError for lists of other values than 0 and 1, or, when fitting, of another length than there are locations
 *
 * @example
 * const locations = createLocations("zones", ["A", "B", "C"], [0, 1, 3], [0, 0, 0]);
 * const flows = { locations, ...sparseFromDense(3, 3, [0, 9, 1, 9, 0, 4, 0, 0, 0]) };
 * const options = { originMass: [1, 1, 2], destinationMass: [1, 1, 2], distances: measureDistances(locations), deterrence: powerLaw() };
 * const pairs = pairsWithout({ origins: [0, 0, 1] });
 * fitGravity(flows, { ...options, constraint: unconstrained(), pairs }).pairs; // 4
 */
export function pairsWithout(options: PairsWithoutOptions): PairChoice {
  const where = "pairsWithout";
  checkOptions(where, options, ["origins", "destinations", "pairs"]);
  const { origins, destinations, pairs = allPairs() } = options;
  checkFunction(where, "pairs", pairs, "a choice of pairs such as allPairs()", 1);
  const lists = { origins, destinations };
  for (const name of ["origins", "destinations"] as const) {
    const list = lists[name];
    if (list === undefined) continue;
    checkList(where, name, list);
    for (let l = 0; l < list.length; l++)
      if (list[l] !== 0 && list[l] !== 1) fail(where, `${name}[${l}]`, "0 or 1", list[l]);
  }
  return (flows) => {
    const { offsets, index } = pairs(flows);
    const n = offsets.length - 1;
    if (origins !== undefined) checkLength(where, "origins", origins.length, n);
    if (destinations !== undefined) checkLength(where, "destinations", destinations.length, n);
    const kept = new Uint32Array(index.length);
    const starts = new Uint32Array(n + 1);
    let at = 0;
    for (let origin = 0; origin < n; origin++) {
      if (origins?.[origin] !== 1) {
        for (let k = offsets[origin]!; k < offsets[origin + 1]!; k++) {
          if (destinations?.[index[k]!] !== 1) kept[at++] = index[k]!;
        }
      }
      starts[origin + 1] = at;
    }
    return { offsets: starts, index: kept.slice(0, at) };
  };
}
