import { checkNumber, fail } from "../core/check.ts";
import { pow } from "../core/math.ts";
import { type AreaCounts, type TwoGroups, type TwoGroupsOptions, twoGroupsOf } from "./segregation-counts.ts";

export interface AtkinsonOptions extends TwoGroupsOptions {
  /**
   * Whose areas weigh more, above 0 and below 1: below 0.5 those where the group's share is below its share of all, above 0.5
   * those where it is above; 0.5 takes both alike.
   */
  readonly shape: number;
}

/**
 * How unevenly is a group spread, with areas where it is rare, or those where it is frequent, weighing more? Atkinson's index.
 *
 * **How** A = 1 − P / (1 − P) · [Σ over areas of (1 − p)^(1 − b) p^b t / (P T)]^(1 / (1 − b)), with p the group's share of the t
 * people in the area, P its share of all T, and b the shape; which is 1 − (X / Y) [Σ x (y / x)^(1 − b) / X]^(1 / (1 − b)).
 *
 * @param counts - people by area and group, whole or weighted
 * @param options - the shape, which group, and against which; everyone else unless given
 * @returns from 0 (the same share in every area) to 1 (no area shared); NaN where one of the two has nobody. With a shape of
 * 0.5 the same for the group and the other exchanged; a shape of b for the group ranks tables as 1 − b for the other
 * @throws RangeError for a shape that is not above 0 and below 1, a label that is not there, a group against itself, or a count
 * that is missing or below 0
 *
 * **Departs from the paper** none. The Atkinson class of pysal's segregation ignores the shape it is given and takes 0.5.
 *
 * **Cost** O(areas · groups), one power per area
 *
 * [james-taeuber-1985] [massey-denton-1988]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 20, 30) };
 * atkinsonIndex(counts, { group: "refugees", shape: 0.5 }).toFixed(4); // '0.3036'
 */
export function atkinsonIndex(counts: AreaCounts, options: AtkinsonOptions): number {
  const where = "atkinsonIndex";
  const pair = twoGroupsOf(where, counts, options, ["shape"]);
  const { shape } = options;
  checkNumber(where, "shape", shape);
  if (!(shape > 0 && shape < 1)) fail(where, "shape", "above 0 and below 1", shape);
  return atkinsonOf(pair, shape);
}

export function atkinsonOf({ areas, x, y, sumX, sumY }: TwoGroups, shape: number): number {
  if (sumX === 0 || sumY === 0) return Number.NaN;
  const rest = 1 - shape;
  let sum = 0;
  for (let i = 0; i < areas; i++) {
    const own = x[i]!;
    const others = y[i]!;
    if (own === 0 || others === 0) continue;
    sum += shape === 0.5 ? Math.sqrt(own) * Math.sqrt(others) : own * pow(others / own, rest);
  }
  return 1 - (sumX / sumY) * pow(sum / sumX, 1 / rest);
}
