import { checkInteger, checkLength, checkNumber } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { log } from "../core/math.ts";
import { sumOf } from "../core/sums.ts";

/** Courgeau's k in the unit of the intensities, its standard error, and how far each intensity is from k ln n². */
export interface CourgeauK {
  readonly k: number;
  readonly standardError: number;
  readonly residuals: Float64Array;
}

/**
 * How mobile are people, whatever number of regions their country is cut into? Courgeau's k.
 *
 * **How** the intensity of migration between n regions grows like k · ln(n²). k is the slope of the line through the origin:
 * k = Σ x y / Σ x² with x = ln(n²) and y the intensity of each level (provinces, districts, …); of one level it is y / x. Its
 * standard error is √(Σ (y − k x)² / (levels − 1) / Σ x²); a level of one region, where nobody can migrate, is none of the levels.
 *
 * @param intensities - the crude migration intensity at each level, in any unit (percent is customary)
 * @param regions - how many regions each level has, in the same order
 * @returns k in the unit of the intensities, NaN without a level of two regions or more; `standardError`, NaN for one level;
 * the residuals y − k x
 * @throws RangeError for lists of different lengths, an intensity below 0, or a number of regions that is not whole and at
 * least 1
 *
 * **Cost** O(levels)
 *
 * [courgeau-1973]
 *
 * @example
 * courgeauK([4.93], [17]).k.toFixed(3); // '0.870'
 */
export function courgeauK(intensities: ArrayLike<number>, regions: ArrayLike<number>): CourgeauK {
  const where = "courgeauK";
  checkList(where, "intensities", intensities);
  checkList(where, "regions", regions);
  const levels = intensities.length;
  checkLength(where, "regions", regions.length, levels);
  for (let i = 0; i < levels; i++) {
    checkNumber(where, `intensities[${i}]`, intensities[i]!, 0);
    checkInteger(where, `regions[${i}]`, regions[i]!, 1);
  }
  const x = Float64Array.from(regions, (n) => 2 * log(n));
  const squares = sumOf(x.map((value) => value * value));
  const k = sumOf(x.map((value, i) => value * intensities[i]!)) / squares;
  const residuals = x.map((value, i) => intensities[i]! - k * value);
  const freedom = x.filter((value) => value > 0).length - 1;
  const variance = freedom > 0 ? sumOf(residuals.map((r) => r * r)) / freedom : Number.NaN;
  return { k, standardError: Math.sqrt(variance / squares), residuals };
}
