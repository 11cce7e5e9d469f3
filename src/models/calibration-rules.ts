import { checkNumber, checkOptions } from "../core/check.ts";
import { pow } from "../core/math.ts";

export interface TypicalLawParametersOptions {
  /** The mean area of the locations, in square kilometres. Above 0. */
  readonly meanAreaKm2: number;
}

/** Parameters of four laws of trips. */
export interface TypicalLawParameters {
  /** exp(−decayPerKm · distance), distance in kilometres. */
  readonly decayPerKm: number;
  /** distance^−distanceExponent. */
  readonly distanceExponent: number;
  /** Schneider's L, the acceptance of an opportunity, the opportunities being residents. */
  readonly acceptance: number;
  /** The alpha of extended radiation. */
  readonly alpha: number;
}

/** factor · area^exponent, area in square kilometres. */
const RULES = {
  decayPerKm: [0.3028016, -0.1665103],
  distanceExponent: [1.428097, 0.1098316],
  acceptance: [0.000003022048, -0.026206428187],
  alpha: [0.01531479, 0.58317902],
} as const;

/**
 * With which parameters do laws of trips reproduce commuting, as far as the size of the locations tells? Rules of thumb, for
 * places without flows to calibrate with.
 *
 * **How** parameter = factor · meanAreaKm2^exponent, as Lenormand, Bassolas and Ramasco fitted to the best parameters of
 * commuting in countries and cities, in the figures of their program TDLM:
 * 0.3028016 A^−0.1665103 (exponential, per km), 1.428097 A^0.1098316 (power), 3.022048e-6 A^−0.026206428187 (Schneider),
 * 0.01531479 A^0.58317902 (extended radiation).
 *
 * @param options - the mean area of the locations
 * @returns one parameter per law, for expected flows that keep the outflows, with residents as masses and opportunities
 * @throws RangeError for an area that is not above 0
 *
 * **Cost** none
 *
 * [lenormand-2016]
 * @example
 * predictLawParameters({ meanAreaKm2: 2000 }).alpha.toFixed(4); // '1.2889'
 */
export function predictLawParameters(options: TypicalLawParametersOptions): TypicalLawParameters {
  const where = "predictLawParameters";
  checkOptions(where, options, ["meanAreaKm2"]);
  const { meanAreaKm2 } = options;
  checkNumber(where, "meanAreaKm2", meanAreaKm2, Number.MIN_VALUE);
  const by = ([factor, exponent]: readonly [number, number]): number => factor * pow(meanAreaKm2, exponent);
  return {
    decayPerKm: by(RULES.decayPerKm),
    distanceExponent: by(RULES.distanceExponent),
    acceptance: by(RULES.acceptance),
    alpha: by(RULES.alpha),
  };
}
