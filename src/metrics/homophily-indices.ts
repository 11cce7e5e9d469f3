import { checkOptions, fail } from "../core/check.ts";
import { type MixingMatrix, marginsOf, type SizedMixing, sizesOf } from "./mixing-matrix.ts";

export interface HomophilyOptions {
  /** Whether the calls that leave a group count, unless given, or those that arrive in it. */
  readonly direction?: "out" | "in";
}

/** Do people call their own kind? Measures of each group, in the order of the labels. */

/**
 * Which share of a group's calls stays in the group? The homophily index.
 *
 * **How** H = calls within the group / all calls of the group, made or, with direction "in", received
 *
 * @param mixing - a mixing matrix
 * @param options - the direction
 * @returns one per group, from 0 to 1; NaN for a group without calls in this direction. Under random mixing it is about the
 * group's share of all people
 * @throws RangeError for a matrix that is none
 *
 * **Cost** O(groups²)
 *
 * [currarini-2009] [boy-2019]
 *
 * @example
 * homophilyIndex({ labels: ["locals", "refugees"], value: [6, 2, 1, 3] }); // Float64Array(2) [ 0.75, 0.75 ]
 */
export function homophilyIndex(mixing: MixingMatrix, options: HomophilyOptions = {}): Float64Array {
  return homophilyOf("homophilyIndex", mixing, options);
}

/**
 * How much more do people call their own kind than the size of the group makes them? Inbreeding homophily.
 *
 * **How** (H − w) / (1 − w), with H the homophily index and w = n / N the group's share of all people
 *
 * @param mixing - a mixing matrix with the sizes of its groups
 * @param options - the direction
 * @returns one per group: 0 at random, 1 if all calls stay in the group, below 0 (without a bound) where the others are sought.
 * NaN for a group without calls, or that is everybody
 * @throws RangeError for a matrix or sizes that are none
 *
 * **Cost** O(groups²)
 *
 * [currarini-2009]
 *
 * @example
 * inbreedingHomophily({ labels: ["locals", "refugees"], value: [6, 2, 1, 3], sizes: [5, 5] }); // Float64Array(2) [ 0.5, 0.5 ]
 */
export function inbreedingHomophily(mixing: SizedMixing, options: HomophilyOptions = {}): Float64Array {
  const where = "inbreedingHomophily";
  const share = homophilyOf(where, mixing, options);
  const { size, all } = sizesOf(where, mixing);
  return share.map((h, a) => {
    const w = size[a]! / all;
    return w === 1 ? Number.NaN : (h - w) / (1 - w);
  });
}

/**
 * How much more, or less, do people call their own kind than the size of the group makes them, between −1 and 1? Coleman's index.
 *
 * **How** with w = (n − 1) / (N − 1), the share of the others who are of the group: (H − w) / (1 − w) where H is above w,
 * (H − w) / w where it is below
 *
 * @param mixing - a mixing matrix with the sizes of its groups
 * @param options - the direction
 * @returns one per group: 0 at random, 1 if all calls stay in the group, −1 if none does. NaN for a group without calls, that is
 * everybody, or of one person, who can call nobody of it
 * @throws RangeError for a matrix or sizes that are none
 *
 * **Departs from the paper** Coleman takes n / N for the share, and his figures are a little lower: 0.375 for 0.38125.
 *
 * **Cost** O(groups²)
 *
 * [coleman-1958] [netseg]
 *
 * @example
 * colemanHomophily({ labels: ["girls", "boys"], value: [45, 15, 20, 20], sizes: [60, 41] }).map((x) => Math.round(x * 1e6) / 1e6); // Float64Array(2) [ 0.390244, 0.166667 ]
 */
export function colemanHomophily(mixing: SizedMixing, options: HomophilyOptions = {}): Float64Array {
  const where = "colemanHomophily";
  const share = homophilyOf(where, mixing, options);
  const { size, all } = sizesOf(where, mixing);
  return share.map((h, a) => {
    const w = (size[a]! - 1) / (all - 1);
    return w === 1 ? Number.NaN : h > w ? (h - w) / (1 - w) : (h - w) / w;
  });
}

function homophilyOf(where: string, mixing: MixingMatrix, options: HomophilyOptions): Float64Array {
  const sums = marginsOf(where, mixing);
  checkOptions(where, options, ["direction"]);
  const { direction = "out" } = options;
  if (direction !== "out" && direction !== "in") fail(where, "direction", '"out" or "in"', direction);
  return sums[direction].map((sum, a) => sums.value[a * (sums.groups + 1)]! / sum);
}
