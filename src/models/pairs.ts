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
  let at = 0;
  for (let origin = 0; origin < n; origin++) {
    for (let d = 0; d < n; d++) if (intrazonal || d !== origin) index[at++] = d;
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
