import { checkInteger, checkOptions } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import { fitLeastSquares } from "../core/least-squares.ts";
import { type Correlation, correlationOf, correlationWith, deviationsOf, ranksOf, wholePlaces } from "./correlation.ts";

export interface PartialCorrelationOptions extends ConfidenceOptions {
  /** What is held constant: one list per figure, places in the same order. */
  readonly given: readonly ArrayLike<number>[];
}

/**
 * Do two figures of places go together beyond what both owe to others, such as the size or wealth of the place?
 *
 * **How** Pearson's correlation of the residuals of x and of y after a regression on the given figures and a constant; the interval is
 * Fisher's with pairs − given figures − 3 in place of pairs − 3; a figure that is made of the other given ones is not counted.
 *
 * @param x - one figure per place: exposure of refugees to locals, say
 * @param y - the other, places in the same order: the share of a vote
 * @param options - the figures held constant, and the confidence of the interval
 * @returns as `pearsonCorrelation`: NaN where the given figures leave nothing of either, as many of them do of few places; a place where any
 * figure is NaN is no pair
 * @throws RangeError for lists of different lengths, values that are infinite or no numbers, and a confidence out of range
 *
 * **Cost** O(places · given²)
 *
 * [fisher-1924]
 * @example
 * const wealth = [1, 2, 3, 4, 5, 6];
 * const { estimate, pairs } = partialCorrelation([2, 4, 5, 9, 10, 13], [1, 3, 2, 5, 4, 7], { given: [wealth] });
 * [estimate.toFixed(6), pairs]; // [ '0.852477', 6 ]
 */
export function partialCorrelation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: PartialCorrelationOptions,
): Correlation {
  const { lists, confidence } = placesOf("partialCorrelation", x, y, options);
  return partial(lists, confidence, false);
}

/**
 * Do two figures of places rise together, in a straight line or not, beyond what both owe to others?
 *
 * **How** as `partialCorrelation` of the ranks of all figures, equal values sharing the mean of their ranks; the standard error of z is
 * that of `spearmanCorrelation`.
 *
 * @param x - one figure per place
 * @param y - the other, places in the same order
 * @param options - the figures held constant, and the confidence of the interval
 * @returns as `partialCorrelation`
 * @throws RangeError as `partialCorrelation`
 *
 * **Cost** O(places · (given² + log places))
 *
 * [fisher-1924] [spearman-1904] [bonett-wright-2000]
 * @example
 * spearmanPartialCorrelation([1, 2, 3, 4], [1, 4, 9, 16], { given: [[2, 1, 4, 3]] }).estimate.toFixed(6); // '1.000000'
 */
export function spearmanPartialCorrelation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: PartialCorrelationOptions,
): Correlation {
  const { lists, confidence } = placesOf("spearmanPartialCorrelation", x, y, options);
  return partial(lists.map(ranksOf), confidence, true);
}

/** The correlation of the first two lists with the others held constant. */
function partial(lists: readonly Float64Array[], confidence: number, ofRanks: boolean): Correlation {
  // About their means, so that what is held constant is told from the constant however far from 0 it lies.
  const [x, y, ...given] = lists.map(deviationsOf) as [Float64Array, Float64Array, ...Float64Array[]];
  const columns = [new Float64Array(x.length).fill(1), ...given];
  const ofX = fitLeastSquares({ response: x, columns, factors: [] });
  const ofY = fitLeastSquares({ response: y, columns, factors: [] });
  const { parameters } = ofX;
  const nothingLeft = x.length <= parameters || ofX.exact || ofY.exact;
  const estimate = nothingLeft ? Number.NaN : correlationOf(ofX.residuals, ofY.residuals);
  const variance = ofRanks ? 1 + (estimate * estimate) / 2 : 1;
  return { ...correlationWith(estimate, x.length - parameters + 1, variance, confidence), pairs: x.length };
}

/** All figures of the places that have all of them, x and y first. */
function placesOf(
  where: string,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: PartialCorrelationOptions,
): { lists: Float64Array[]; confidence: number } {
  checkOptions(where, options, ["given", "confidence"]);
  checkList(where, "given", options.given);
  checkInteger(where, "given.length", options.given.length, 1);
  const given = Array.from(options.given, (list, g) => [`given[${g}]`, list] as const);
  return { lists: wholePlaces(where, [["x", x], ["y", y], ...given]), confidence: confidenceOf(where, options) };
}
