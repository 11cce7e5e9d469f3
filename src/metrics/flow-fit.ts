import { checkNumber } from "../core/check.ts";
import { log } from "../core/math.ts";
import {
  type CommonPartOfDistancesOptions,
  checkRowCovered,
  distanceClasses,
  observedDistances,
} from "./common-part.ts";
import { distancesOf, type FlowCells, type FlowCellsOptions, flowPairOf } from "./flow-fit-input.ts";
import { type FlowSums, type FlowTotals, flowTally, totalsOf } from "./flow-fit-sums.ts";
import { type TripLengthFit, tripLengths } from "./trip-length-fit.ts";

export type FlowFitOptions = CommonPartOfDistancesOptions;

/** How well expected flows E match observed ones T. Shares p and q are those of Σ T and Σ E; sums are over the pairs. */
export interface FlowFit {
  /** Pairs compared, with flows or without. */
  readonly pairs: number;
  readonly observedTrips: number;
  readonly expectedTrips: number;
  /** 2 Σ min(T, E) / (Σ T + Σ E), from 0 to 1. */
  readonly commonPartOfCommuters: number;
  /** As `commonPartOfLinks` without a threshold: only telling where expected flows are whole numbers. */
  readonly commonPartOfLinks: number;
  readonly commonPartOfDistances: number;
  /** Σ min(T, E) / Σ T: the share of people who are where the model has them. The common part of commuters where totals agree. */
  readonly successRate: number;
  /** The mean over pairs of 2 min(T, E) / (T + E), 0 where both are 0 (spint's SSI): a perfect model has the share of pairs with a flow. */
  readonly sorensenMean: number;
  /** √(Σ (T − E)² / pairs). */
  readonly rootMeanSquareError: number;
  /** Σ |T − E| / pairs. */
  readonly meanAbsoluteError: number;
  /** √(Σ (T − E)² / Σ T), the NRMSE of TDLM: it grows with the unit of flows. */
  readonly nrmsePerTrip: number;
  /** The root mean square error over Σ T, the NRMSE of scikit-mobility: it falls with the number of pairs. */
  readonly nrmseOfTotal: number;
  /** The root mean square error over the mean of T: the standardized one (SRMSE), as spint has it. */
  readonly nrmseOfMean: number;
  /** The root mean square error over the range of T. */
  readonly nrmseOfRange: number;
  /** 1 − Σ (T − E)² / Σ (T − mean of T)², at most 1, below 0 where the mean of T would do better; NaN where all T are equal. */
  readonly rSquared: number;
  /** Pearson's correlation, NaN where all T or all E are equal. It does not see flows that are all twice too large. */
  readonly pearson: number;
  /** Σ p ln(p / q) in nats: Infinity where people go from where to where nobody is expected to. */
  readonly kullbackLeibler: number;
  /** The same sum without those pairs, as TDLM has it: it can be below 0, and is smaller the more the model excludes. */
  readonly kullbackLeiblerOfForeseen: number;
  /** ½ Σ p ln(p / m) + ½ Σ q ln(q / m) in nats, m being the mean of p and q: from 0 to ln 2. */
  readonly jensenShannon: number;
  /** The root of the same in bits: a distance from 0 to 1. */
  readonly jensenShannonDistance: number;
  /** 2 Σ (T ln(T / E) − T + E): 2 Σ T times the Kullback–Leibler divergence where totals agree. Infinity as that one. */
  readonly poissonDeviance: number;
  /** Σ (T ln E − E − ln T!): −Infinity where people go from where to where nobody is expected to. */
  readonly poissonLogLikelihood: number;
  readonly tripLengths: TripLengthFit;
}

/**
 * How well do the flows that a model expects match the observed ones? Every index in use, under names that tell apart what
 * the literature and its programs call by one name.
 *
 * **How** as said at each field of the result. One reading of both for the totals and whether they are flows, one for the rest.
 *
 * @param observed - observed flows T: counted moves, or any matrix of flows
 * @param expected - expected flows E of the same pairs: whole, sparse, or computed by rows
 * @param options - distances, the width of the classes of distance, and whether the diagonal is in
 * @returns the indices; NaN where they are not defined: all of them without pairs, those over the observed trips without any, those of shares where either has no flows
 * @throws RangeError for flows that are not finite or below 0, of different size or over other locations, and for a flow over a
 * distance that is not finite or below 0
 *
 * **Departs from the paper** none, but from programs: TDLM and PyTDLM leave pairs out of the Kullback–Leibler divergence in
 * which nobody is expected (`kullbackLeiblerOfForeseen`), scikit-mobility's information gain is NaN where a pair has no flow.
 * Spearman's correlation, which needs all pairs in order, is `spearmanOfFlows`.
 *
 * **Cost** O(pairs · log of the observed distances that differ), two readings of `expected`; memory 32 bytes for each observed
 * flow, none for other pairs
 *
 * [lenormand-2016] [knudsen-fotheringham-1986] [kullback-leibler-1951] [lin-1991]
 *
 * @example
 * const distances = { rows: 2, columns: 2, value: Float64Array.of(0, 3, 3, 0) };
 * const observed = { rows: 2, columns: 2, value: Float64Array.of(0, 10, 30, 0) };
 * const expected = { rows: 2, columns: 2, value: Float64Array.of(0, 20, 20, 0) };
 * const fit = measureFlowFit(observed, expected, { distances, binWidth: 2, diagonal: false });
 * [fit.commonPartOfCommuters, fit.commonPartOfDistances, fit.rootMeanSquareError, fit.nrmseOfMean, fit.rSquared]; // [ 0.75, 1, 10, 0.5, 0 ]
 * [fit.kullbackLeibler.toFixed(4), fit.jensenShannon.toFixed(4), fit.poissonDeviance.toFixed(3)]; // [ '0.1308', '0.0338', '10.465' ]
 */
export function measureFlowFit(observed: FlowCells, expected: FlowCells, options: FlowFitOptions): FlowFit {
  return flowFitOf("measureFlowFit", observed, expected, options, ["diagonal", "distances", "binWidth"]);
}

/** As `measureFlowFit`, for a function whose options hold those of the fit. */
export function flowFitOf<O extends FlowFitOptions>(
  where: string,
  observed: FlowCells,
  expected: FlowCells,
  options: O,
  names: readonly (keyof O & string)[],
  called?: string,
  observedCalled?: string,
): FlowFit {
  const pair = flowPairOf(where, observed, expected, options, names, called, observedCalled);
  const read = distancesOf(where, pair, options);
  checkNumber(where, "binWidth", options.binWidth, Number.MIN_VALUE);
  const totals = totalsOf(pair);
  const distances = observedDistances(where, pair, read);
  const tally = flowTally(totals);
  const lengths = tripLengths(distances);
  const classes = distanceClasses(distances, options.binWidth);
  for (let r = 0; r < pair.rows; r++) {
    const d = read(r);
    const t = pair.observedAgain(r);
    const e = pair.expectedAgain(r);
    checkRowCovered(where, pair, r, d, e);
    tally.addRow(r, pair, t, e);
    lengths.addRow(r, pair, d, t, e);
    classes.addRow(r, pair, d, t, e);
  }
  return {
    ...errorsOf(totals, tally.sums()),
    commonPartOfDistances: classes.commonPart(),
    tripLengths: lengths.fit(),
  };
}

function errorsOf(totals: FlowTotals, sums: FlowSums): Omit<FlowFit, "commonPartOfDistances" | "tripLengths"> {
  const { pairs, observed, expected } = totals;
  const rootMeanSquareError = Math.sqrt(sums.squared / pairs);
  const variesT = totals.mostObserved > totals.leastObserved;
  const variesE = totals.mostExpected > totals.leastExpected;
  const rooted = Math.sqrt(sums.observedSquares * sums.expectedSquares);
  const foreseen = sums.surprise / observed - ((observed - sums.unforeseen) / observed) * log(observed / expected);
  const someMissed = sums.unforeseen > 0;
  const someFlows = observed > 0 && expected > 0;
  // Over no observed trips an error is not defined, also where some are expected.
  const perTrip = (error: number): number => (observed > 0 ? error : Number.NaN);
  const jensenShannon = someFlows ? Math.max(0, sums.divergence + sums.unobserved * Math.LN2) / 2 : Number.NaN;
  return {
    pairs,
    observedTrips: observed,
    expectedTrips: expected,
    commonPartOfCommuters: (2 * sums.common) / (observed + expected),
    commonPartOfLinks: (2 * sums.links) / (sums.observedLinks + sums.expectedLinks),
    successRate: sums.common / observed,
    sorensenMean: sums.shares / pairs,
    rootMeanSquareError,
    meanAbsoluteError: sums.absolute / pairs,
    nrmsePerTrip: perTrip(Math.sqrt(sums.squared / observed)),
    nrmseOfTotal: perTrip(rootMeanSquareError / observed),
    nrmseOfMean: perTrip(rootMeanSquareError / (observed / pairs)),
    nrmseOfRange: variesT ? rootMeanSquareError / (totals.mostObserved - totals.leastObserved) : Number.NaN,
    rSquared: variesT ? 1 - sums.squared / sums.observedSquares : Number.NaN,
    pearson: variesT && variesE ? Math.max(-1, Math.min(1, sums.products / rooted)) : Number.NaN,
    kullbackLeibler: someFlows ? (someMissed ? Infinity : Math.max(0, foreseen)) : Number.NaN,
    kullbackLeiblerOfForeseen: someFlows ? foreseen : Number.NaN,
    jensenShannon,
    jensenShannonDistance: Math.sqrt(jensenShannon / Math.LN2),
    poissonDeviance: deviance(pairs, someMissed, Math.max(0, 2 * (sums.surprise - observed + expected))),
    poissonLogLikelihood: -deviance(pairs, someMissed, expected - sums.likelihood),
  };
}

function deviance(pairs: number, someMissed: boolean, value: number): number {
  if (pairs === 0) return Number.NaN;
  return someMissed ? Infinity : value;
}

/**
 * How far off is a model, in mean flows? The standardized root mean square error (SRMSE).
 *
 * **How** √(Σ (observed − expected)² / pairs) / (Σ observed / pairs)
 *
 * @param observed - observed flows
 * @param expected - what a model expects of the same pairs
 * @param options - whether the diagonal is in
 * @returns at least 0, 0 for the same flows; NaN without observed flows. TDLM and scikit-mobility call other figures
 * normalised: see `nrmsePerTrip` and `nrmseOfTotal` of `measureFlowFit`
 * @throws RangeError for flows that are not finite or below 0, of different size or over other locations
 *
 * **Cost** O(pairs); memory of a row
 *
 * [knudsen-fotheringham-1986]
 *
 * @example
 * const observed = { rows: 1, columns: 2, value: Float64Array.of(10, 30) };
 * standardizedRootMeanSquareError(observed, { rows: 1, columns: 2, value: Float64Array.of(20, 20) }, { diagonal: true }); // 0.5
 */
export function standardizedRootMeanSquareError(
  observed: FlowCells,
  expected: FlowCells,
  options: FlowCellsOptions,
): number {
  const pair = flowPairOf("standardizedRootMeanSquareError", observed, expected, options, ["diagonal"]);
  const totals = totalsOf(pair);
  const tally = flowTally(totals);
  for (let r = 0; r < pair.rows; r++) tally.addRow(r, pair, pair.observedAgain(r), pair.expectedAgain(r));
  return errorsOf(totals, tally.sums()).nrmseOfMean;
}
