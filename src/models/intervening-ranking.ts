import { checkOptions, fail, isObject } from "../core/check.ts";
import { checkRule } from "../core/check-variants.ts";
import { checkRowMatrix } from "../core/row-matrix.ts";
import { createValueOrder } from "../core/value-order.ts";
import type { DenseMatrix, RowMatrix } from "../types.ts";
import { splitTies, type TieRule } from "./intervening.ts";

/** The destinations of every origin from near to far, kept for laws that are made again and again; made by `rankDestinations`. */
export interface DestinationRanking {
  readonly locations: number;
  /** Origin o owns entries o (n − 1) … : twice the row of a destination, plus 1 where it is as far as the one before it. */
  readonly order: Uint16Array;
  readonly ties: TieRule;
}

export interface RankDestinationsOptions {
  /** Distances, or any other cost of going from row to column; only their order counts. The diagonal is not read. */
  readonly distances: DenseMatrix | RowMatrix;
  /** What to do with destinations that are equally far: `splitTies()` unless given. */
  readonly ties?: TieRule;
}

/** So many locations fit into 16 bits with the mark of a tie; the ranking of more would take 2 GB and above. */
const MOST_LOCATIONS = 32_768;

/**
 * In what order do people from each place come by the others? For laws of intervening opportunities that are made several
 * times over the same distances, as when a parameter is searched: they take the ranking in place of the distances and
 * need not sort again.
 *
 * **How** the destinations of each origin in the order of the costs, with a mark where two are equally far.
 *
 * @param options - distances, and what to do with ties
 * @returns the ranking, for the `distances` of laws
 * @throws RangeError for distances that are not finite or below 0, named by origin and destination, and for more than
 * 32,768 locations
 *
 * **Cost** O(n²) time usually; 2 n² bytes, 50 MB for 5,000 locations
 *
 * @example
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * const ranking = rankDestinations({ distances });
 * const at = (alpha) => extendedRadiationLaw({ mass: [10, 10, 20], distances: ranking, alpha });
 * [0.5, 1].map((alpha) => denseFromRows(at(alpha)).value[1].toFixed(4)); // [ '0.2394', '0.4762' ]
 */
export function rankDestinations(options: RankDestinationsOptions): DestinationRanking {
  const where = "rankDestinations";
  checkOptions(where, options, ["distances", "ties"]);
  const { distances } = options;
  const { locations, ties, rank, tied } = rankerOf(where, distances, options.ties);
  if (locations > MOST_LOCATIONS) fail(where, "distances.rows", `at most ${MOST_LOCATIONS}`, locations);
  const count = Math.max(0, locations - 1);
  const order = new Uint16Array(locations * count);
  for (let origin = 0, at = 0; origin < locations; origin++) {
    const row = rank(origin);
    for (let k = 0; k < count; k++) order[at++] = 2 * row[k]! + tied[k]!;
  }
  return { locations, order, ties };
}

/** Ranks the destinations of one origin after the other. */
export interface Ranker {
  readonly locations: number;
  readonly ties: TieRule;
  /** The rows of the destinations from near to far, overwritten by the next call, which fills `tied` too. */
  readonly rank: (origin: number) => Uint32Array;
  readonly tied: Uint8Array;
  /** The entries of a ranking; null where rows are sorted one at a time. */
  readonly entries: Uint16Array | null;
}

/** Throws unless the distances are a square matrix or a ranking, and the ties a rule. */
export function rankerOf(
  where: string,
  distances: DenseMatrix | RowMatrix | DestinationRanking,
  ties: TieRule | undefined,
): Ranker {
  if (ties !== undefined) checkRule(where, "ties", ties, "fill", "a rule such as splitTies()");
  const given: unknown = distances;
  if (isObject(given) && "order" in given) {
    if (ties !== undefined) fail(where, "ties", "left out beside a ranking, which was made with its own", ties);
    return storedRanker(where, distances as DestinationRanking);
  }
  return sortingRanker(where, distances as DenseMatrix | RowMatrix, ties ?? splitTies());
}

function storedRanker(where: string, ranking: DestinationRanking): Ranker {
  const { locations, order, ties } = ranking;
  const count = Math.max(0, locations - 1);
  checkRule(where, "distances.ties", ties, "fill", "a rule such as splitTies()");
  if (!ArrayBuffer.isView(order) || order.length !== locations * count) {
    fail(where, "distances", "distances, or a ranking made by rankDestinations", ranking);
  }
  const row = new Uint32Array(count);
  const tied = new Uint8Array(count);
  return {
    locations,
    ties,
    tied,
    entries: order,
    rank: (origin) => {
      for (let k = 0, at = origin * count; k < count; k++, at++) {
        const entry = order[at]!;
        row[k] = entry >>> 1;
        tied[k] = entry & 1;
      }
      return row;
    },
  };
}

function sortingRanker(where: string, distances: DenseMatrix | RowMatrix, ties: TieRule): Ranker {
  const read = checkRowMatrix(where, "distances", distances);
  const locations = distances.rows;
  checkRowMatrix(where, "distances", distances, locations, locations);
  const count = Math.max(0, locations - 1);
  const tied = new Uint8Array(count);
  const orderOf = createValueOrder(locations);
  const factor = 1 + ties.relativeTolerance;
  return {
    locations,
    ties,
    tied,
    entries: null,
    rank: (origin) => {
      const costs = read(origin);
      const { order, sorted } = orderOf(costs, origin);
      if (!markTies(sorted, factor, tied)) failCost(where, costs, origin);
      return order;
    },
  };
}

/** Marks costs that are equal to the one before; returns whether all are finite and at least 0. */
function markTies(sorted: Float64Array, factor: number, tied: Uint8Array): boolean {
  let furthest = -1;
  for (let k = 0; k < sorted.length; k++) {
    const cost = sorted[k]!;
    if (!(cost >= 0 && cost < Infinity)) return false;
    if (cost <= furthest) tied[k] = 1;
    else {
      tied[k] = 0;
      furthest = cost * factor;
    }
  }
  return true;
}

/** Names the first destination whose cost is none. */
function failCost(where: string, costs: Float64Array, origin: number): never {
  const d = costs.findIndex((cost, to) => to !== origin && !(cost >= 0 && cost < Infinity));
  fail(where, `distances [${origin}, ${d}]`, "a finite number of at least 0", costs[d]);
}
