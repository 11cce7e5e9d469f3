import { checkLength, fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { atan2 } from "../core/math.ts";
import { sumOf } from "../core/sums.ts";
import { correlationOf, ranksOf, squaresOf, unitOf } from "./correlation.ts";

/**
 * How residents found and a census agree. `angleDegrees` is the angle between the two (0–90), `pearson` and `spearman`
 * their correlations (−1 to 1). `penetration` is all who were found over all people, `ratio` the same of each zone.
 * `foundShare` and `censusShare` are the shares of the zones in all who were found and in all people.
 */
export interface CensusFit {
  readonly angleDegrees: number;
  readonly pearson: number;
  readonly spearman: number;
  readonly penetration: number;
  readonly ratio: Float64Array;
  readonly foundShare: Float64Array;
  readonly censusShare: Float64Array;
}

/**
 * Do the homes found in phone records lie where the census counts people?
 *
 * **How** With x residents found and y people of the census in each zone: angleDegrees = arccos(x · y / (|x| |y|)), which is
 * 0 where the same part of the people was found everywhere, and 90 where they were found only where nobody lives. It is
 * computed as 2 arctan(|u − v| / |u + v|) with u = x / |x| and v = y / |y|, which keeps its digits where the two nearly
 * agree. pearson is the linear correlation, spearman that of the ranks, equal values sharing the mean of their ranks;
 * ratio = x / y; penetration = Σ x / Σ y.
 *
 * @param found - residents found in each zone, such as `countResidents(homes).count`
 * @param census - people of each zone, zones in the same order
 * @returns the figures, as `CensusFit` says. The angle is NaN if either has nobody at all; correlations are NaN with
 * fewer than two zones and if all zones of either are equal; ratios and the penetration are NaN without people in
 * either and Infinity where somebody was found and nobody lives; shares are NaN if there is nobody in any zone
 * @throws RangeError for lists of different lengths and for counts that are not finite or below 0
 *
 * **Departs from the paper** In the form of the angle alone: an arccosine loses digits where the two nearly agree, and has
 * none left below a millionth of a degree.
 *
 * **Cost** O(zones log zones)
 *
 * [vanhoof-2018] [kahan-2006] [spearman-1904]
 *
 * @example
 * const fit = compareWithCensus([30, 10, 0], [300, 100, 50]);
 * fit.angleDegrees.toFixed(3); // '8.985'
 * fit.spearman; // 1
 * fit.ratio; // Float64Array(3) [ 0.1, 0.1, 0 ]
 */
export function compareWithCensus(found: ArrayLike<number>, census: ArrayLike<number>): CensusFit {
  const where = "compareWithCensus";
  checkCountsOf(where, "found", found);
  checkCountsOf(where, "census", census);
  checkLength(where, "census", census.length, found.length);
  const foundTotal = sumOf(found);
  const censusTotal = sumOf(census);
  return {
    angleDegrees: angleOf(found, census),
    pearson: correlationOf(found, census),
    spearman: correlationOf(ranksOf(found), ranksOf(census)),
    penetration: foundTotal / censusTotal,
    ratio: Float64Array.from(found, (x, z) => x / census[z]!),
    foundShare: Float64Array.from(found, (x) => x / foundTotal),
    censusShare: Float64Array.from(census, (y) => y / censusTotal),
  };
}

function checkCountsOf(where: string, name: string, counts: ArrayLike<number>): void {
  checkList(where, name, counts);
  for (let z = 0; z < counts.length; z++) {
    const count = counts[z]!;
    if (!(typeof count === "number" && count >= 0 && count < Infinity)) {
      fail(where, `${name}[${z}]`, "a finite number of at least 0", count);
    }
  }
}

/** The angle between two lists of numbers of at least 0, in degrees. */
function angleOf(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length === 0) return Number.NaN;
  const [apart, along] = squaresOf(unitOf(x), unitOf(y));
  return (360 / Math.PI) * atan2(Math.sqrt(apart), Math.sqrt(along));
}
