import { checkLength, fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { atan2 } from "../core/math.ts";
import { sumOf } from "../core/sums.ts";

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

/** |u − v|² and |u + v|². */
function squaresOf(u: Float64Array, v: Float64Array): readonly [apart: number, along: number] {
  const apart = u.map((value, z) => (value - v[z]!) * (value - v[z]!));
  const along = u.map((value, z) => (value + v[z]!) * (value + v[z]!));
  return [sumOf(apart), sumOf(along)];
}

/** The list divided by its length; NaN where that is 0. Divided by the largest value first, so that no square overflows. */
function unitOf(values: ArrayLike<number>): Float64Array {
  let largest = 0;
  for (let z = 0; z < values.length; z++) largest = Math.max(largest, Math.abs(values[z]!));
  const scaled = Float64Array.from(values, (value) => value / largest);
  const length = Math.sqrt(sumOf(scaled.map((value) => value * value)));
  return scaled.map((value) => value / length);
}

/**
 * Pearson's correlation, NaN if all values of either are equal: with u and v the deviations from the means over their
 * lengths, u · v = 1 − |u − v|² / 2, which is exactly 1 where u = v; and likewise −1.
 */
function correlationOf(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (isConstant(x) || isConstant(y)) return Number.NaN;
  const [apart, along] = squaresOf(unitOf(deviationsOf(x)), unitOf(deviationsOf(y)));
  return apart <= along ? 1 - apart / 2 : along / 2 - 1;
}

function isConstant(values: ArrayLike<number>): boolean {
  for (let z = 1; z < values.length; z++) if (values[z] !== values[0]) return false;
  return true;
}

function deviationsOf(values: ArrayLike<number>): Float64Array {
  const mean = sumOf(values) / values.length;
  return Float64Array.from(values, (value) => value - mean);
}

/** Ranks from 1 in ascending order; equal values have the mean of their ranks. */
function ranksOf(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, z) => z).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let k = from; k < to; k++) ranks[order[k]!] = (from + 1 + to) / 2;
  }
  return ranks;
}
