import { checkLength, checkNumber, fail } from "../core/check.ts";
import { checkCrosswalk } from "../core/check-crosswalk.ts";
import { checkList } from "../core/check-tables.ts";
import { sumOf } from "../core/sums.ts";
import type { Crosswalk } from "../types.ts";

/**
 * Areal interpolation: figures that are known for one set of zones, estimated for another one. Totals (people, moves, SIM
 * cards: extensive variables) are shared out and add up; rates (people per km², a share of migrants: intensive
 * variables) are averaged and do not.
 */

/** Totals by row of the crosswalk's `to`. */
export interface InterpolatedTotals {
  readonly value: Float64Array;
  /** What lies in no row of `to`: the values and this sum to the totals given. */
  readonly unplaced: number;
}

/** Rates by row of the crosswalk's `to`. */
export interface InterpolatedRates {
  /** NaN where no zone with a rate meets the row. */
  readonly value: Float64Array;
  /** The share, 0–1, of each row that is covered by zones with a rate; NaN for a row of which there is nothing (total 0). */
  readonly covered: Float64Array;
}

/** A row whose shares miss 1 by no more is shared out wholly. */
const ROUNDING_SHARE = 1e-12;

/**
 * How many people live in each district, if their number is known for each cell? Areal interpolation of totals.
 *
 * **How** value(j) = Σ share(i, j) · total(i), by compensated sums; unplaced = Σ (1 − Σ share(i, j)) · total(i). With a
 * crosswalk by area that takes the people of a cell to be spread evenly over it, with one by weight to be spread as the
 * weight.
 *
 * @param crosswalk - shares of the zones that the totals are known for in others
 * @param totals - one number per row of `crosswalk.from`; below 0 too (net migration)
 * @returns `value`: the total of each row of `to`, 0 for one that meets no other; `unplaced`: what lies in none, and below
 *   0 what rows of `to` that overlap have got twice. Both sum to the totals given, to 1e-12 of the sum of their absolute values
 * @throws RangeError for anything but a crosswalk, and a total that is NaN or infinite: what is not known cannot be shared
 *
 * **Cost** O(entries of the crosswalk)
 *
 * [goodchild-lam-1980]
 * @example
 * const square = (west, size) => [[[[west, 0], [west + size, 0], [west + size, 1], [west, 1]]]];
 * const cells = buildZones(["A", "B"], [square(0, 2), square(2, 2)]);
 * const districts = buildZones(["west", "middle"], [square(0, 1), square(1, 2)]);
 * const { value, unplaced } = interpolateExtensive(buildAreaCrosswalk(cells, districts), [1000, 600]);
 * value.map(Math.round); // Float64Array(2) [ 500, 800 ]
 * Math.round(unplaced); // 300
 */
export function interpolateExtensive(crosswalk: Crosswalk, totals: ArrayLike<number>): InterpolatedTotals {
  const where = "interpolateExtensive";
  checkCrosswalk(where, "crosswalk", crosswalk);
  checkList(where, "totals", totals);
  const { from, to, shares } = crosswalk;
  checkLength(where, "totals", totals.length, from.length);
  for (let i = 0; i < totals.length; i++) {
    if (!Number.isFinite(totals[i])) checkNumber(where, `totals[${i}]`, totals[i]!);
  }
  const value = new Float64Array(to.length);
  const lost = new Float64Array(to.length);
  const left = new Float64Array(from.length);
  for (let i = 0; i < from.length; i++) {
    const rest = 1 - sumOf(shares.value, shares.offsets[i], shares.offsets[i + 1]);
    left[i] = Math.abs(rest) <= ROUNDING_SHARE ? 0 : rest * totals[i]!;
    for (let k = shares.offsets[i]!; k < shares.offsets[i + 1]!; k++) {
      // Neumaier's sum, one for each row of `to`.
      const j = shares.index[k]!;
      const part = shares.value[k]! * totals[i]!;
      const sum = value[j]! + part;
      lost[j]! += Math.abs(value[j]!) >= Math.abs(part) ? value[j]! - sum + part : part - sum + value[j]!;
      value[j] = sum;
    }
  }
  for (let j = 0; j < value.length; j++) value[j]! += lost[j]!;
  return { value, unplaced: sumOf(left) };
}

/**
 * How dense is the population of each district, if its density is known for each cell? Areal interpolation of rates.
 *
 * **How** value(j) = Σ overlap(i, j) · rate(i) / Σ overlap(i, j), with overlap(i, j) = share(i, j) · fromTotal(i): the mean
 * of the rates of the zones that meet j, weighted by what they have in common with it. A zone with the rate NaN (unknown, or
 * undefined, such as a share of no people) is left out of both sums; `covered` = Σ overlap(i, j) / toTotal(j) then is
 * the smaller for it. For a rate per person take a crosswalk by people, for a density one by area.
 *
 * @param crosswalk - shares of the zones that the rates are known for in others
 * @param rates - one number per row of `crosswalk.from`, NaN where there is none
 * @returns `value`: the rate of each row of `to`, between the least and the greatest rate of the zones that meet it
 *   but for rounding, NaN without any; `covered`: 0–1, the share of the row that this rests on, NaN for a row with total 0
 * @throws RangeError for anything but a crosswalk, and a rate that is no number or infinite
 *
 * **Cost** O(entries of the crosswalk)
 *
 * [goodchild-lam-1980]
 * @example
 * const square = (west, size) => [[[[west, 0], [west + size, 0], [west + size, 1], [west, 1]]]];
 * const cells = buildZones(["A", "B"], [square(0, 2), square(2, 2)]);
 * const districts = buildZones(["middle", "coast"], [square(1, 2), square(3, 4)]);
 * const { value, covered } = interpolateIntensive(buildAreaCrosswalk(cells, districts), [10, 30]);
 * value.map(Math.round); // Float64Array(2) [ 20, 30 ]
 * covered.map((share) => Math.round(100 * share)); // Float64Array(2) [ 100, 25 ]
 */
export function interpolateIntensive(crosswalk: Crosswalk, rates: ArrayLike<number>): InterpolatedRates {
  const where = "interpolateIntensive";
  checkCrosswalk(where, "crosswalk", crosswalk);
  checkList(where, "rates", rates);
  const { from, to, fromTotal, toTotal, shares } = crosswalk;
  checkLength(where, "rates", rates.length, from.length);
  for (let i = 0; i < rates.length; i++) {
    if (typeof rates[i] !== "number" || Math.abs(rates[i]!) === Infinity)
      fail(where, `rates[${i}]`, "a finite number or NaN", rates[i]);
  }
  const sum = new Float64Array(to.length);
  const covered = new Float64Array(to.length);
  for (let i = 0; i < from.length; i++) {
    if (Number.isNaN(rates[i]!)) continue;
    for (let k = shares.offsets[i]!; k < shares.offsets[i + 1]!; k++) {
      const overlap = shares.value[k]! * fromTotal[i]!;
      sum[shares.index[k]!]! += overlap * rates[i]!;
      covered[shares.index[k]!]! += overlap;
    }
  }
  const value = sum.map((weighted, j) => weighted / covered[j]!);
  return { value, covered: covered.map((overlap, j) => Math.min(1, overlap / toTotal[j]!)) };
}
