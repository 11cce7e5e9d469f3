import { checkInteger, checkOptions, fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { checkAnswer, checkFunction } from "../core/check-variants.ts";
import { log, pow } from "../core/math.ts";
import { createTable } from "../core/table.ts";
import { quantileOf } from "../space/quantiles.ts";
import type { Table } from "../types.ts";
import { type FlowCells, type FlowCellsOptions, type FlowPair, flowPairOf } from "./flow-fit-input.ts";
import { sortedPlaces } from "./flow-fit-places.ts";

/** What bins are laid over: the least and the most expected above 0, and all that is expected above 0 in ascending order. */
export interface BinnedFlows {
  readonly least: number;
  readonly most: number;
  readonly sorted: () => Float64Array;
}

/** Where the bins begin and end, in ascending order: made by `logarithmicBins` or `equallyFilledBins`, or written by you. */
export type FlowBins = (expected: BinnedFlows) => ArrayLike<number>;

export interface LogarithmicBinsOptions {
  /** How many bins there are from 1 to 10, and from 10 to 100: at least 1. */
  readonly perDecade: number;
}

/**
 * Bins of equal width on a logarithmic scale, as charts of observed against expected flows have them.
 *
 * @param options - how many bins there are to a factor of 10
 * @returns bins that begin at 10^(k / perDecade), k a whole number
 * @throws RangeError for a number of bins that is no whole number of at least 1
 *
 * [simini-2012]
 * @example
 * logarithmicBins({ perDecade: 1 })({ least: 0.3, most: 25, sorted: () => Float64Array.of(0.3, 25) }); // [ 0.1, 1, 10, 100 ]
 */
export function logarithmicBins(options: LogarithmicBinsOptions): FlowBins {
  const perDecade = wholeOption("logarithmicBins", options, "perDecade");
  return ({ least, most }) => {
    // Whole decades are read from text, so that they are the numbers that 10, 100 and 0.1 are.
    const edgeOf = (k: number): number => {
      const decade = Math.floor(k / perDecade);
      return Number(`1e${decade}`) * pow(10, k / perDecade - decade);
    };
    let k = Math.floor((log(least) / log(10)) * perDecade);
    // The logarithm of a power of ten may be off by its last digit, and the least flow must not fall below the first edge.
    while (edgeOf(k) > least) k--;
    while (edgeOf(k + 1) <= least) k++;
    const edges = [edgeOf(k)];
    do edges.push(edgeOf(++k));
    while (edgeOf(k) <= most);
    return edges;
  };
}

export interface EquallyFilledBinsOptions {
  /** How many bins: 10 for deciles. At least 1. */
  readonly bins: number;
}

/**
 * Bins that hold equally many pairs: deciles of the expected flows, say.
 *
 * @param options - how many bins
 * @returns bins between the quantiles of the expected flows above 0; fewer where many are equal
 * @throws RangeError for a number of bins that is no whole number of at least 1
 *
 * **Cost** holds all expected flows, 8 bytes a pair
 *
 * @example
 * equallyFilledBins({ bins: 2 })({ least: 1, most: 9, sorted: () => Float64Array.of(1, 2, 9) }); // [ 1, 2, 9 ]
 */
export function equallyFilledBins(options: EquallyFilledBinsOptions): FlowBins {
  const bins = wholeOption("equallyFilledBins", options, "bins");
  return ({ sorted }) => {
    const values = sorted();
    const edges = Array.from({ length: bins + 1 }, (_, k) => quantileOf(values, k / bins));
    return edges.filter((edge, k) => k === 0 || edge > edges[k - 1]!);
  };
}

export interface FlowsByExpectedOptions extends FlowCellsOptions {
  /** Where bins begin and end: `logarithmicBins({ perDecade })` or `equallyFilledBins({ bins })`. */
  readonly bins: FlowBins;
  /** Neighbouring bins are joined until each holds so many pairs: a bin of one pair shows the flow of that pair. At least 1. */
  readonly minPairs: number;
}

/** Pairs by what is expected of them, and what was observed there. */
export type FlowsByExpected = Table<{
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly pairs: Float64Array;
  readonly meanExpected: Float64Array;
  readonly meanObserved: Float64Array;
  readonly lowestTenth: Float64Array;
  readonly lowerQuartile: Float64Array;
  readonly median: Float64Array;
  readonly upperQuartile: Float64Array;
  readonly highestTenth: Float64Array;
}>;

const SHARES = [0.1, 0.25, 0.5, 0.75, 0.9] as const;

/**
 * Of pairs of places between which a model expects so many people, how many did go? Observed against expected flows, for a
 * chart with boxes.
 *
 * @param observed - observed flows
 * @param expected - what a model expects of the same pairs
 * @param options - the bins, how many pairs each is to hold, and whether the diagonal is in
 * @returns a row per bin that holds pairs, in ascending order: those for which `from` ≤ expected < `to` (the last bin has its
 * end too), their number, the means of both, and of the observed flows the quantiles 0.1, 0.25, 0.5, 0.75 and 0.9 (straight
 * between two values). Pairs of which nothing is expected come first, from 0 to 0. If a model is right, the means agree. All
 * that the bins do not reach is in the first or the last of them
 * @throws RangeError for flows that are not finite or below 0, of different size or over other locations, and for edges that do
 * not ascend
 *
 * **Cost** two readings of both, O(pairs); memory 8 bytes per pair with an observed flow, and what the bins hold
 *
 * [simini-2012]
 * @example
 * const observed = { rows: 1, columns: 4, value: Float64Array.of(0, 2, 3, 40) };
 * const expected = { rows: 1, columns: 4, value: Float64Array.of(0.5, 2, 4, 30) };
 * const table = countFlowsByExpected(observed, expected, { bins: logarithmicBins({ perDecade: 1 }), minPairs: 1, diagonal: true });
 * rowsOf(table).map((row) => [row.from, row.to, row.pairs, row.meanExpected, row.meanObserved, row.median]); // [ [ 0.1, 1, 1, 0.5, 0, 0 ], [ 1, 10, 2, 3, 2.5, 2.5 ], [ 10, 100, 1, 30, 40, 40 ] ]
 */
export function countFlowsByExpected(
  observed: FlowCells,
  expected: FlowCells,
  options: FlowsByExpectedOptions,
): FlowsByExpected {
  const where = "countFlowsByExpected";
  const pair = flowPairOf(where, observed, expected, options, ["diagonal", "bins", "minPairs"]);
  const { bins, minPairs } = options;
  checkFunction(where, "bins", bins, "bins such as logarithmicBins({ perDecade: 2 })");
  checkInteger(where, "minPairs", minPairs, 1);
  const edges = edgesOf(where, pair, bins);
  const held = joined(tallied(pair, edges), minPairs);
  const column = (of: (bin: Bin) => number): Float64Array => Float64Array.from(held, of);
  const quantile = (share: number): Float64Array => column((bin) => quantileWithZeros(bin, share));
  return createTable({
    from: column(({ from }) => from),
    to: column(({ to }) => to),
    pairs: column(({ pairs }) => pairs),
    meanExpected: column((bin) => bin.expected / bin.pairs),
    meanObserved: column((bin) => bin.observed.reduce((sum, flow) => sum + flow, 0) / bin.pairs),
    lowestTenth: quantile(SHARES[0]),
    lowerQuartile: quantile(SHARES[1]),
    median: quantile(SHARES[2]),
    upperQuartile: quantile(SHARES[3]),
    highestTenth: quantile(SHARES[4]),
  });
}

/** One bin: how many pairs, the sum expected of them, and the observed flows above 0. */
interface Bin {
  readonly from: number;
  readonly to: number;
  readonly pairs: number;
  readonly expected: number;
  readonly observed: readonly number[];
}

/** Reads both once, looks whether they are flows, and asks for the edges; none where nothing is expected. */
function edgesOf(where: string, pair: FlowPair, bins: FlowBins): Float64Array {
  let least = Infinity;
  let most = 0;
  let above = 0;
  eachExpected(pair, pair.expected, (flow) => {
    above++;
    if (flow < least) least = flow;
    if (flow > most) most = flow;
  });
  if (above === 0) return new Float64Array(0);
  const sorted = (): Float64Array => {
    const values = new Float64Array(above);
    let at = 0;
    eachExpected(pair, pair.expectedAgain, (flow) => {
      values[at++] = flow;
    });
    return values.sort();
  };
  const given = bins({ least, most, sorted });
  checkAnswer(where, "bins", bins, given, "bins such as logarithmicBins({ perDecade: 2 })");
  checkList(where, "what bins returns", given);
  if (given.length === 0) fail(where, "what bins returns", "at least one edge", given);
  const edges = Float64Array.from(given);
  for (let k = 0; k < edges.length; k++) {
    if (!(edges[k]! >= 0 && edges[k]! < Infinity && (k === 0 || edges[k]! > edges[k - 1]!)))
      fail(where, `the edges of bins [${k}]`, "finite, of at least 0 and ascending", edges[k]);
  }
  // One edge alone, where all are equal: a bin from the value to itself.
  return edges.length > 1 ? edges : Float64Array.of(edges[0]!, edges[0]!);
}

function eachExpected(
  { rows, columns, diagonal }: FlowPair,
  read: FlowPair["expected"],
  visit: (flow: number) => void,
): void {
  for (let r = 0; r < rows; r++) {
    const cells = read(r);
    for (let c = 0; c < columns; c++) if (cells[c]! > 0 && (diagonal || c !== r)) visit(cells[c]!);
  }
}

function tallied(pair: FlowPair, edges: Float64Array): Bin[] {
  const { rows, columns, diagonal, observed, expectedAgain } = pair;
  const count = Math.max(0, edges.length - 1);
  // Bin 0 holds the pairs of which nothing is expected.
  const pairs = new Float64Array(count + 1);
  const sums = new Float64Array(count + 1);
  const flows: number[][] = Array.from({ length: count + 1 }, () => []);
  const placeOf = sortedPlaces(edges);
  for (let r = 0; r < rows; r++) {
    const t = observed(r);
    const e = expectedAgain(r);
    for (let c = 0; c < columns; c++) {
      if (c === r && !diagonal) continue;
      const bin = e[c] === 0 ? 0 : Math.min(count, Math.max(1, (placeOf(e[c]!) + 1) >> 1));
      pairs[bin]!++;
      sums[bin]! += e[c]!;
      if (t[c]! > 0) flows[bin]!.push(t[c]!);
    }
  }
  return Array.from(pairs, (held, k) => {
    const [from, to] = k === 0 ? [0, 0] : [edges[k - 1]!, edges[k]!];
    return { from, to, pairs: held, expected: sums[k]!, observed: flows[k]! };
  });
}

/** Bins that hold pairs, joined from below until each holds enough; what is left over at the end joins the last. */
function joined(bins: readonly Bin[], minPairs: number): Bin[] {
  const result: Bin[] = [];
  let open: Bin | null = null;
  for (const bin of bins) {
    if (bin.pairs === 0) continue;
    open = open === null ? bin : both(open, bin);
    if (open.pairs < minPairs) continue;
    result.push(open);
    open = null;
  }
  if (open !== null) result.push(result.length === 0 ? open : both(result.pop()!, open));
  return result;
}

function both(a: Bin, b: Bin): Bin {
  return {
    from: a.from,
    to: b.to,
    pairs: a.pairs + b.pairs,
    expected: a.expected + b.expected,
    observed: a.observed.concat(b.observed),
  };
}

/** A quantile of the observed flows of a bin: those above 0, and as many zeros as there are other pairs. */
function quantileWithZeros({ pairs, observed }: Bin, share: number): number {
  const above = Float64Array.from(observed).sort();
  const zeros = pairs - above.length;
  const valueAt = (k: number): number => (k < zeros ? 0 : above[k - zeros]!);
  const place = share * (pairs - 1);
  const below = Math.floor(place);
  const low = valueAt(below);
  return below + 1 < pairs ? low + (place - below) * (valueAt(below + 1) - low) : low;
}

function wholeOption<O extends object>(where: string, options: O, name: keyof O & string): number {
  checkOptions(where, options, [name]);
  checkInteger(where, name, options[name] as number, 1);
  return options[name] as number;
}
