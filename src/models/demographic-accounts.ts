import { BALANCING_DEFAULTS, balanceRows, checkBalancingLimits, checkMargins } from "../core/balancing.ts";
import { checkLength, checkOptions, fail, failInWords, isObject } from "../core/check.ts";
import { checkList, failShape } from "../core/check-tables.ts";
import { checkAnyMatrix, type RowReader } from "../core/row-matrix.ts";
import { sparseFromEntries } from "../core/sparse.ts";
import { sumOf } from "../core/sums.ts";
import type { DenseMatrix, RowMatrix, SparseMatrix } from "../types.ts";

export interface PredictFlowsFromStocksOptions {
  /** Births in each place between the two tables; none unless given. */
  readonly births?: ArrayLike<number>;
  /** Deaths in each place between the two tables; none unless given. */
  readonly deaths?: ArrayLike<number>;
  /** How strongly each origin is tied to each destination, at least 0, such as distance^−1; all alike unless given. */
  readonly weights?: DenseMatrix | RowMatrix | SparseMatrix;
  /** The largest error of a total in balancing, as a share, above 0 and at most 1. */
  readonly tolerance?: number;
  /** How often the weights may be read for each birthplace, at least 1. */
  readonly maxIterations?: number;
}

/** Moves that turn one table of stocks into another. */
export interface StockFlows {
  /** Moves from row to column, of people of all birthplaces. The diagonal is 0. */
  readonly flows: DenseMatrix;
  /** The same for the people born in each place. */
  readonly flowsByBirthplace: readonly SparseMatrix[];
  /** People in each place who were there before. */
  readonly stayers: Float64Array;
  /** People of each place who left all places of the table, and people in it who came from outside of them. */
  readonly departures: Float64Array;
  readonly arrivals: Float64Array;
  /** The largest error of a total, as a share. */
  readonly largestError: number;
  readonly converged: boolean;
}

/**
 * How many must have moved, and from where to where, if people of each birthplace lived here before and live there now? Flows
 * from migrant stocks by demographic accounting.
 *
 * **How** births are taken off the natives of the second table, deaths off the first in proportion to the birthplaces of those
 * who lived there. Of each birthplace, whom the second table has in excess came from outside, in proportion to it; whom it lacks
 * left, in proportion to the first. As many as can be stayed: stayers = min(before, after) in each place. The rest moved:
 * their totals of origins and destinations are balanced, starting from the weights. So this is the least number of moves that
 * explains both tables; people who left and came back are not in them.
 *
 * @param before - people by birthplace (rows) and place of residence (columns), at least 0, as many rows as columns
 * @param after - the same at a later time
 * @param options - births and deaths in between, and what ties places
 * @returns moves by origin and destination, in all and by birthplace, with stayers and exchange with the outside. `converged` is
 * false where weights of 0 do not admit the totals of a birthplace
 * @throws RangeError for tables that are not square and of one size, numbers that are not finite or below 0, more births in a
 * place than natives in it afterwards, or more deaths than people before
 *
 * **Departs from the paper** places are not forced to have the natural growth that the tables lack: nothing is rescaled; what the
 * tables do not agree on is named as departures and arrivals.
 *
 * **Cost** O(n²) per birthplace and reading of the weights, a few of them; memory for the moves of each birthplace
 *
 * [abel-2013] [abel-sander-2014]
 * @example
 * const before = { rows: 2, columns: 2, value: Float64Array.of(100, 0, 10, 50) };
 * const after = { rows: 2, columns: 2, value: Float64Array.of(70, 30, 10, 55) };
 * const { flows, stayers, arrivals } = predictFlowsFromStocks(before, after, { births: [0, 5] });
 * [flows.value, stayers, arrivals]; // [ Float64Array(4) [ 0, 30, 0, 0 ], Float64Array(2) [ 80, 50 ], Float64Array(2) [ 0, 0 ] ]
 */
export function predictFlowsFromStocks(
  before: DenseMatrix | RowMatrix | SparseMatrix,
  after: DenseMatrix | RowMatrix | SparseMatrix,
  options: PredictFlowsFromStocksOptions = {},
): StockFlows {
  const where = "predictFlowsFromStocks";
  checkOptions(where, options, ["births", "deaths", "weights", "tolerance", "maxIterations"]);
  const { tolerance = BALANCING_DEFAULTS.tolerance, maxIterations = BALANCING_DEFAULTS.maxIterations } = options;
  const limits = { tolerance, maxIterations };
  checkBalancingLimits(where, limits);
  const n = sizeOf(where, before);
  const first = stocksOf(where, "before", before, n);
  const second = stocksOf(where, "after", after, n);
  const weights: RowReader =
    options.weights === undefined ? alike(n) : checkAnyMatrix(where, "weights", options.weights, n, n);
  takeOff(
    where,
    first,
    second,
    countsOf(where, "births", options.births, n),
    countsOf(where, "deaths", options.deaths, n),
    n,
  );

  const flows = new Float64Array(n * n);
  const stayers = new Float64Array(n);
  const departures = new Float64Array(n);
  const arrivals = new Float64Array(n);
  let largestError = 0;
  let converged = true;
  const flowsByBirthplace = Array.from({ length: n }, (_, birthplace) => {
    const from = first.subarray(birthplace * n, birthplace * n + n);
    const to = second.subarray(birthplace * n, birthplace * n + n);
    exchange(from, to, departures);
    exchange(to, from, arrivals);
    for (let l = 0; l < n; l++) {
      const stay = Math.min(from[l]!, to[l]!);
      stayers[l]! += stay;
      from[l]! -= stay;
      to[l]! -= stay;
    }
    const balance = balanceRows(where, "weights", weights, agreed(where, from, to), limits);
    largestError = Math.max(largestError, balance.largestError);
    converged &&= balance.converged;
    const entries = { origin: [] as number[], destination: [] as number[], moves: [] as number[] };
    for (let o = 0; o < n; o++) {
      const factor = balance.originFactors[o]!;
      if (factor === 0) continue;
      const row = weights(o);
      for (let d = 0; d < n; d++) {
        const moves = factor * row[d]! * balance.destinationFactors[d]!;
        if (moves === 0) continue;
        entries.origin.push(o);
        entries.destination.push(d);
        entries.moves.push(moves);
        flows[o * n + d]! += moves;
      }
    }
    return sparseFromEntries(n, n, entries.origin, entries.destination, entries.moves);
  });
  const dense = { rows: n, columns: n, value: flows };
  return { flows: dense, flowsByBirthplace, stayers, departures, arrivals, largestError, converged };
}

function sizeOf(where: string, matrix: DenseMatrix | RowMatrix | SparseMatrix): number {
  const given: unknown = matrix;
  if (isObject(given) && typeof given["rows"] === "number") return given["rows"];
  const offsets: unknown = isObject(given) ? given["offsets"] : undefined;
  if (!ArrayBuffer.isView(offsets)) failShape(where, "before", "a full or a sparse matrix", given);
  return (offsets as Uint32Array).length - 1;
}

function stocksOf(
  where: string,
  name: string,
  matrix: DenseMatrix | RowMatrix | SparseMatrix,
  n: number,
): Float64Array {
  const read = checkAnyMatrix(where, name, matrix, n, n);
  const stocks = new Float64Array(n * n);
  for (let row = 0; row < n; row++) stocks.set(read(row), row * n);
  const wrong = stocks.findIndex((x) => !(x >= 0 && x < Infinity));
  if (wrong >= 0) {
    fail(where, `${name}[${Math.floor(wrong / n)}, ${wrong % n}]`, "a finite number of at least 0", stocks[wrong]);
  }
  return stocks;
}

function countsOf(where: string, name: string, counts: ArrayLike<number> | undefined, n: number): Float64Array {
  if (counts === undefined) return new Float64Array(n);
  checkList(where, name, counts);
  checkLength(where, name, counts.length, n);
  for (let l = 0; l < n; l++) {
    if (!(counts[l]! >= 0 && counts[l]! < Infinity)) {
      fail(where, `${name}[${l}]`, "a finite number of at least 0", counts[l]);
    }
  }
  return Float64Array.from(counts);
}

/** Takes deaths off the first table and births off the second. */
function takeOff(
  where: string,
  first: Float64Array,
  second: Float64Array,
  births: Float64Array,
  deaths: Float64Array,
  n: number,
): void {
  for (let place = 0; place < n; place++) {
    const native = place * n + place;
    if (births[place]! > second[native]!) {
      fail(
        where,
        `births[${place}]`,
        `at most the ${second[native]} natives that live there afterwards`,
        births[place],
      );
    }
    second[native]! -= births[place]!;
    let people = 0;
    for (let b = 0; b < n; b++) people += first[b * n + place]!;
    if (deaths[place]! > people) {
      failInWords(where, `deaths[${place}]`, `at most the ${people} people that live there before`, `${deaths[place]}`);
    }
    const left = people === 0 ? 1 : (people - deaths[place]!) / people;
    for (let b = 0; b < n; b++) first[b * n + place]! *= left;
  }
}

/** Takes the people that `from` has in excess of `to` off it, in proportion, and adds them up by place. */
function exchange(from: Float64Array, to: Float64Array, into: Float64Array): void {
  const people = sumOf(from);
  const excess = people - sumOf(to);
  // What rounding leaves is no exchange.
  if (!(excess > 1e-12 * people)) return;
  for (let l = 0; l < from.length; l++) {
    const gone = (from[l]! * excess) / people;
    into[l]! += gone;
    from[l]! -= gone;
  }
}

/** Totals of movers, which rounding may have set apart. */
function agreed(where: string, from: Float64Array, to: Float64Array): ReturnType<typeof checkMargins> {
  const total = sumOf(from);
  const none = total === 0 || sumOf(to) === 0;
  if (none) return { outflows: new Float64Array(from.length), inflows: new Float64Array(to.length) };
  return checkMargins(where, from, to, from.length, to.length, total);
}

function alike(n: number): RowReader {
  const row = new Float64Array(n).fill(1);
  return () => row;
}
