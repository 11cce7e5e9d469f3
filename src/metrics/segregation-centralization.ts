import { checkLength, checkNumber } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { endOfTie, TIE_TOLERANCE } from "../core/ties.ts";
import { createValueOrder, type ValueOrder } from "../core/value-order.ts";
import { checkAreaM2 } from "./segregation-concentration.ts";
import { type AreaCounts, type TwoGroupsOptions, twoGroupsOf } from "./segregation-counts.ts";

/**
 * Centralisation: how near to the centre a group lives, compared with the ground or with another group.
 */

export interface CentralizationOptions extends TwoGroupsOptions {
  /** How far each area is from the centre, or from the nearest of several: `distancesFromCentre` gives metres. Only their order is read. */
  readonly distances: ArrayLike<number>;
}

export interface AbsoluteCentralizationOptions extends CentralizationOptions {
  /** The size of each area, in m² or any other unit, the same for all: only shares of the whole are read. */
  readonly areaM2: ArrayLike<number>;
}

/**
 * Does the group live nearer to the centre than if it were spread evenly over the ground? Absolute centralisation.
 *
 * **How** areas in the order of their distance, those at the same distance taken as one; X and A the shares of the group and
 * of the ground up to a place of the order: Σ (X before · A up to here − X up to here · A before).
 *
 * @param counts - people by area and group
 * @param options - the group, the distances from the centre, and the size of each area
 * @returns from −1 (all as far out as can be) over 0 (as dense everywhere) to 1; NaN where the group has nobody or the areas
 * have no size. `against` makes no difference but to which labels are checked
 * @throws RangeError for a label that is not there, a count below 0, or distances or sizes below 0 or missing
 *
 * **Departs from the paper** areas at the same distance count as one, so that the order of rows makes no difference; areas
 * without people count with their ground.
 *
 * **Cost** O(areas · groups)
 *
 * [massey-denton-1988]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30) };
 * const options = { group: "refugees", distances: [8000, 500], areaM2: [3e6, 1e6] };
 * absoluteCentralization(counts, options).toFixed(2); // '0.50'
 */
export function absoluteCentralization(counts: AreaCounts, options: AbsoluteCentralizationOptions): number {
  const where = "absoluteCentralization";
  const { areas, x, sumX } = twoGroupsOf(where, counts, options, ["distances", "areaM2"]);
  const byDistance = orderByDistance(where, options.distances, areas);
  const land = checkAreaM2(where, options.areaM2, areas);
  return centralizationOf(byDistance, areas, x, sumX, options.areaM2, land);
}

/**
 * Does the group live nearer to the centre than the other one? Relative centralisation.
 *
 * **How** as `absoluteCentralization`, with the shares of the other group in place of those of the ground. Duncan's form,
 * which compares with all people and divides by the others' share of them, is the same number.
 *
 * @param counts - people by area and group
 * @param options - which group against which, and the distances from the centre
 * @returns from −1 (every one of the group farther out than any other) to 1 (nearer), 0 where both are spread alike over
 * distance: the share of the group that would have to change places for that; NaN where either group has nobody. With the
 * groups exchanged, the same number below 0
 * @throws RangeError for a label that is not there, a group against itself, a count below 0, or a distance below 0 or missing
 *
 * **Departs from the paper** areas at the same distance count as one.
 *
 * **Cost** O(areas · groups)
 *
 * [massey-denton-1988] [duncan-duncan-1955]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30) };
 * relativeCentralization(counts, { group: "refugees", distances: [8000, 500] }).toFixed(2); // '0.55'
 */
export function relativeCentralization(counts: AreaCounts, options: CentralizationOptions): number {
  const { areas, x, y, sumX, sumY } = twoGroupsOf("relativeCentralization", counts, options, ["distances"]);
  const byDistance = orderByDistance("relativeCentralization", options.distances, areas);
  return centralizationOf(byDistance, areas, x, sumX, y, sumY);
}

function orderByDistance(where: string, distances: ArrayLike<number>, areas: number): ValueOrder {
  checkList(where, "distances", distances);
  checkLength(where, "distances", distances.length, areas);
  for (let i = 0; i < areas; i++) checkNumber(where, `distances[${i}]`, distances[i]!, 0);
  return createValueOrder(areas)(Float64Array.from(distances));
}

/** Σ (X before · Y up to here − X up to here · Y before) over the first `count` places of the order. */
export function centralizationOf(
  { order, sorted }: ValueOrder,
  count: number,
  x: ArrayLike<number>,
  sumX: number,
  y: ArrayLike<number>,
  sumY: number,
): number {
  if (sumX === 0 || sumY === 0) return Number.NaN;
  let beforeX = 0;
  let beforeY = 0;
  let sum = 0;
  for (let k = 0; k < count; ) {
    const end = endOfTie(sorted, k, count, TIE_TOLERANCE);
    let hereX = beforeX;
    let hereY = beforeY;
    for (; k < end; k++) {
      hereX += x[order[k]!]!;
      hereY += y[order[k]!]!;
    }
    sum += (beforeX / sumX) * (hereY / sumY) - (hereX / sumX) * (beforeY / sumY);
    beforeX = hereX;
    beforeY = hereY;
  }
  return sum;
}
