import { exp } from "../core/math.ts";
import { checkRowCovered, observedDistances } from "./common-part.ts";
import { distancesOf, type FlowCells, type FlowDistancesOptions, type FlowPair, flowPairOf } from "./flow-fit-input.ts";
import { sortedPlaces } from "./flow-fit-places.ts";

/** How far people go and how far they are expected to: NaN where there are no flows. */
export interface TripLengthFit {
  /** Mean trip length, Σ flow · distance / Σ flow, in the unit of the distances. */
  readonly observedMean: number;
  readonly expectedMean: number;
  /** The greatest difference between the shares of trips up to a distance, from 0 to 1. */
  readonly kolmogorovSmirnov: number;
  /** The observed distance at which, or just before which, the shares differ most. */
  readonly atDistance: number;
  /** The chance of such a difference if so many independent trips were drawn from the expected flows. */
  readonly pValue: number;
  /** The same if the expected flows were themselves drawn, as whole trips, from what both come from. */
  readonly pValueOfDraws: number;
}

/**
 * Are trips as long as the model says? Mean trip lengths and the Kolmogorov–Smirnov distance of their distributions.
 *
 * **How** D = max |F(x) − G(x)| over all distances x, F and G being the shares of observed and expected trips of at most x.
 * The p-value is Kolmogorov's limit 2 Σ (−1)^(k − 1) exp(−2 k² n D²), with n the observed trips N for `pValue`, and
 * N · M / (N + M) for `pValueOfDraws`, M being the expected trips.
 *
 * @param observed - observed flows, trips
 * @param expected - what a model expects of the same pairs
 * @param options - distances, and whether the diagonal is in. Pairs count as equally far where their distances are the same
 * number: round distances that should be equal and differ in the last digit
 * @returns means, the distance D and where it is, and p-values from 0 to 1. Trips of one household, one employer or one person
 * are no independent draws: with thousands of trips the p-values say next to nothing of the model, compare D instead
 * @throws RangeError as `commonPartOfDistances`
 *
 * **Departs from the paper** PyTDLM takes D inside runs of equal distances, where the order of rows decides, and its p-value
 * can be negative.
 *
 * **Cost** O(pairs · log of the observed distances that differ), two readings of the observed flows; memory 24 bytes for each
 * observed flow
 *
 * [kolmogorov-1933] [smirnov-1948]
 *
 * @example
 * const distances = { rows: 1, columns: 3, value: Float64Array.of(1, 2, 4) };
 * const observed = { rows: 1, columns: 3, value: Float64Array.of(5, 3, 2) };
 * const expected = { rows: 1, columns: 3, value: Float64Array.of(4, 3, 3) };
 * const { observedMean, expectedMean, kolmogorovSmirnov, pValue } = compareTripLengths(observed, expected, { distances, diagonal: true });
 * [observedMean, expectedMean, kolmogorovSmirnov.toFixed(3), pValue.toFixed(3)]; // [ 1.9, 2.2, '0.100', '1.000' ]
 */
export function compareTripLengths(
  observed: FlowCells,
  expected: FlowCells,
  options: FlowDistancesOptions,
): TripLengthFit {
  const where = "compareTripLengths";
  const pair = flowPairOf(where, observed, expected, options, ["diagonal", "distances"]);
  const read = distancesOf(where, pair, options);
  const lengths = tripLengths(observedDistances(where, pair, read));
  for (let r = 0; r < pair.rows; r++) {
    const d = read(r);
    const t = pair.observedAgain(r);
    const e = pair.expected(r);
    checkRowCovered(where, pair, r, d, e);
    lengths.addRow(r, pair, d, t, e);
  }
  return lengths.fit();
}

/** Trips by length, read row by row. */
export interface TripLengths {
  readonly addRow: (row: number, pair: FlowPair, d: Float64Array, t: Float64Array, e: Float64Array) => void;
  readonly fit: () => TripLengthFit;
}

/**
 * Between two observed distances F stays and G rises: the greatest difference is at an observed distance or just before one.
 * So only the expected trips over each of them, and between each and the next, need be held.
 */
export function tripLengths(distances: Float64Array): TripLengths {
  const placeOf = sortedPlaces(distances);
  const observed = new Float64Array(distances.length);
  const expected = new Float64Array(2 * distances.length + 1);
  let observedLength = 0;
  let expectedLength = 0;
  return {
    addRow: (row, { columns, diagonal }, d, t, e) => {
      let far = 0;
      let farExpected = 0;
      for (let c = 0; c < columns; c++) {
        if (!(t[c]! + e[c]! > 0) || (c === row && !diagonal)) continue;
        const place = placeOf(d[c]!);
        expected[place]! += e[c]!;
        farExpected += e[c]! * d[c]!;
        if (!(t[c]! > 0)) continue;
        observed[place >> 1]! += t[c]!;
        far += t[c]! * d[c]!;
      }
      observedLength += far;
      expectedLength += farExpected;
    },
    fit: () => {
      const trips = observed.reduce((sum, flow) => sum + flow, 0);
      const others = expected.reduce((sum, flow) => sum + flow, 0);
      const [difference, at] = greatestDifference(observed, expected, trips, others);
      return {
        observedMean: observedLength / trips,
        expectedMean: expectedLength / others,
        kolmogorovSmirnov: difference,
        atDistance: distances[at] ?? Number.NaN,
        pValue: kolmogorovTail(Math.sqrt(trips) * difference),
        pValueOfDraws: kolmogorovTail(Math.sqrt((trips * others) / (trips + others)) * difference),
      };
    },
  };
}

function greatestDifference(
  observed: Float64Array,
  expected: Float64Array,
  trips: number,
  others: number,
): readonly [difference: number, at: number] {
  if (!(trips > 0 && others > 0)) return [Number.NaN, -1];
  let greatest = 0;
  let at = 0;
  let f = 0;
  let g = 0;
  for (let k = 0; k < observed.length; k++) {
    g += expected[2 * k]!;
    const before = Math.abs(f / trips - g / others);
    f += observed[k]!;
    g += expected[2 * k + 1]!;
    const difference = Math.max(before, Math.abs(f / trips - g / others));
    if (difference > greatest) {
      greatest = difference;
      at = k;
    }
  }
  return [greatest, at];
}

/** From here on the alternating series is short; below, its twin in 1/λ² is. */
const SERIES_FROM = 1;
const EIGHTH_PI_SQUARED = (Math.PI * Math.PI) / 8;

/**
 * The chance that Kolmogorov's statistic √n · D exceeds λ, in the limit of large n: 2 Σ (−1)^(k−1) exp(−2 k² λ²), which for a
 * small λ is 1 − √(2π)/λ · Σ exp(−(2k − 1)² π² / (8 λ²)). NaN for NaN.
 */
export function kolmogorovTail(lambda: number): number {
  if (Number.isNaN(lambda)) return Number.NaN;
  if (lambda < SERIES_FROM) {
    if (lambda === 0) return 1;
    let sum = 0;
    for (let k = 1; k < 10; k += 2) sum += exp((-k * k * EIGHTH_PI_SQUARED) / (lambda * lambda));
    return 1 - (Math.sqrt(2 * Math.PI) / lambda) * sum;
  }
  let sum = 0;
  for (let k = 1; k < 6; k++) sum += (k % 2 === 1 ? 2 : -2) * exp(-2 * k * k * lambda * lambda);
  return sum;
}
