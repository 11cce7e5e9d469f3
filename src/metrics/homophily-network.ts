import { fail } from "../core/check.ts";
import { type MixingMargins, type MixingMatrix, marginsOf, type SizedMixing, sizesOf } from "./mixing-matrix.ts";

/** Do groups keep to themselves? Measures of the network as a whole, and of groups by the densities of their ties. */

/**
 * Do calls go outside the groups or inside? Krackhardt and Stern's E–I index.
 *
 * **How** (between − within) / total
 *
 * @param mixing - a mixing matrix
 * @returns from −1 (all within groups) to 1 (all between); NaN without a call. `expectedEiIndex` is what it is at random
 * @throws RangeError for a matrix that is none
 *
 * **Cost** O(groups²)
 *
 * [krackhardt-stern-1988]
 *
 * @example
 * eiIndex({ labels: ["locals", "refugees"], value: [6, 2, 1, 3] }); // -0.5
 */
export function eiIndex(mixing: MixingMatrix): number {
  const { total, within } = marginsOf("eiIndex", mixing);
  return (total - 2 * within) / total;
}

/**
 * Do the calls of each group go outside or inside? The E–I index of groups.
 *
 * **How** (to other groups − within) / all from the group
 *
 * @param mixing - a mixing matrix
 * @returns one per group, from −1 to 1; NaN for a group that calls nobody
 * @throws RangeError for a matrix that is none
 *
 * **Cost** O(groups²)
 *
 * [krackhardt-stern-1988]
 *
 * @example
 * groupEiIndex({ labels: ["locals", "refugees"], value: [6, 2, 1, 3] }); // Float64Array(2) [ -0.5, -0.5 ]
 */
export function groupEiIndex(mixing: MixingMatrix): Float64Array {
  const sums = marginsOf("groupEiIndex", mixing);
  return sums.out.map((out, a) => (out - 2 * sums.value[a * (sums.groups + 1)]!) / out);
}

/**
 * What is the E–I index if everybody is as likely to call anybody else?
 *
 * **How** 1 − 2 Σ n (n − 1) / (N (N − 1))
 *
 * @param mixing - a mixing matrix with the sizes of its groups
 * @returns from −1 to 1; NaN with fewer than two people
 * @throws RangeError for a matrix or sizes that are none
 *
 * **Cost** O(groups²)
 *
 * [krackhardt-stern-1988]
 *
 * @example
 * expectedEiIndex({ labels: ["locals", "refugees"], value: [6, 2, 1, 3], sizes: [3, 1] }); // 0
 */
export function expectedEiIndex(mixing: SizedMixing): number {
  const { size, all } = sizedOf("expectedEiIndex", mixing);
  return 1 - (2 * pairsWithin(size)) / (all * (all - 1));
}

/**
 * Do calls stay within groups more than the activity of groups makes them? Newman's assortativity.
 *
 * **How** with e = value / total: (Σ e_aa − Σ e_a· e_·a) / (1 − Σ e_a· e_·a), which is 0 where calls find their callees whatever
 * the groups.
 *
 * @param mixing - a mixing matrix, as it is: `symmetricMixing` of it where direction is not to count
 * @returns at most 1, where no call leaves its group; below 0 where the others are sought, with a bound that depends on the groups.
 * NaN without a call, or where all calls are from one group to itself
 * @throws RangeError for a matrix that is none
 *
 * **Departs from the paper** netseg takes the symmetric form of a directed matrix without being asked; networkx does not.
 *
 * **Cost** O(groups²)
 *
 * [newman-2003] [netseg]
 *
 * @example
 * assortativity({ labels: ["locals", "refugees"], value: [6, 2, 2, 6] }); // 0.5
 */
export function assortativity(mixing: MixingMatrix): number {
  const sums = marginsOf("assortativity", mixing);
  let expected = 0;
  for (let a = 0; a < sums.groups; a++) expected += (sums.out[a]! / sums.total) * (sums.in[a]! / sums.total);
  return (sums.within / sums.total - expected) / (1 - expected);
}

/**
 * Do groups keep to themselves, each group counting alike? The index of Gupta, Anderson and May.
 *
 * **How** (Σ H − 1) / (K − 1), with H the share of a group's calls that stays in it, over the K groups that have calls
 *
 * @param mixing - a mixing matrix
 * @returns from −1 / (K − 1) to 1, where no call leaves its group; 0 where all groups call alike. NaN with one group, or where a group
 * is called and calls nobody
 * @throws RangeError for a matrix that is none
 *
 * **Departs from the paper** netseg mirrors the upper triangle of a directed matrix and doubles its diagonal first.
 *
 * **Cost** O(groups²)
 *
 * [gupta-1989] [netseg]
 *
 * @example
 * guptaAndersonMay({ labels: ["locals", "refugees"], value: [6, 2, 1, 3] }); // 0.5
 */
export function guptaAndersonMay(mixing: MixingMatrix): number {
  const sums = marginsOf("guptaAndersonMay", mixing);
  let stays = 0;
  let groups = 0;
  for (let a = 0; a < sums.groups; a++) {
    if (sums.out[a] === 0 && sums.in[a] === 0) continue;
    stays += sums.value[a * (sums.groups + 1)]! / sums.out[a]!;
    groups++;
  }
  return groups < 2 ? Number.NaN : (stays - 1) / (groups - 1);
}

/**
 * How many times higher are the odds of a tie within a group than between groups?
 *
 * **How** (ties within · pairs between without a tie) / (ties between · pairs within without a tie), of ordered pairs of different
 * people: n (n − 1) within a group, n · m between two.
 *
 * @param mixing - the mixing matrix of contacts with the sizes of the groups: each pair of people at most once, in each direction
 * @returns from 0 to ∞, 1 at random; 0 or ∞ where a sum is zero, NaN for 0 / 0
 * @throws RangeError for a matrix or sizes that are none, or more ties than pairs: calls are no ties
 *
 * **Cost** O(groups²)
 *
 * [moody-2001] [netseg]
 *
 * @example
 * withinOddsRatio({ labels: ["locals", "refugees"], value: [4, 3, 2, 4], sizes: [3, 3] }); // 5.2
 */
export function withinOddsRatio(mixing: SizedMixing): number {
  const where = "withinOddsRatio";
  const { sums, size, all } = sizedOf(where, mixing);
  for (let a = 0, cell = 0; a < sums.groups; a++) {
    for (let b = 0; b < sums.groups; b++, cell++) {
      const most = size[a]! * (a === b ? Math.max(0, size[a]! - 1) : size[b]!);
      if (sums.value[cell]! <= most) continue;
      const name = `the contacts from ${mixing.labels[a]} to ${mixing.labels[b]}`;
      fail(where, name, `at most one for each pair of people, ${most}`, sums.value[cell]);
    }
  }
  const within = pairsWithin(size);
  const between = all * (all - 1) - within;
  const across = sums.total - sums.within;
  return (sums.within * (between - across)) / (across * (within - sums.within));
}

/**
 * How much denser are the ties within a group than those from it to others? The segregation matrix index of Fershtman.
 *
 * **How** (r − 1) / (r + 1), with r = density within / density to all others; density = ties / ordered pairs of different people
 *
 * @param mixing - a mixing matrix, of contacts by its definition, with the sizes of its groups
 * @returns one per group, from −1 (no tie within) to 1 (none to others), 0 where both are as dense; NaN without a tie, for a group of one person, and for one
 * that is everybody
 * @throws RangeError for a matrix or sizes that are none
 *
 * **Departs from the paper** it is for two groups; of more, all others are one here. netseg takes the density from the first group
 * to the second for both groups.
 *
 * **Cost** O(groups²)
 *
 * [fershtman-1997] [netseg]
 *
 * @example
 * segregationMatrixIndex({ labels: ["locals", "refugees"], value: [4, 3, 2, 4], sizes: [3, 3] }).map((x) => Math.round(x * 1e6) / 1e6); // Float64Array(2) [ 0.333333, 0.5 ]
 */
export function segregationMatrixIndex(mixing: SizedMixing): Float64Array {
  const { sums, size, all } = sizedOf("segregationMatrixIndex", mixing);
  return sums.out.map((out, a) => {
    const within = sums.value[a * (sums.groups + 1)]!;
    const inside = within / (size[a]! * (size[a]! - 1));
    const outside = (out - within) / (size[a]! * (all - size[a]!));
    return (inside - outside) / (inside + outside);
  });
}

/**
 * Are there fewer ties between groups than at random? Freeman's segregation index.
 *
 * **How** (E − between) / E, with E = total · (N² − Σ n²) / (N (N − 1)), the ties between groups if everybody were as likely to be tied
 * to anybody else.
 *
 * @param mixing - a mixing matrix, of contacts by its definition, with the sizes of its groups: of directed ties or of
 * `undirectedTies`
 * @returns 1 without a tie between groups, 0 at random, below 0 where there are more. NaN without a tie or with one group
 * @throws RangeError for a matrix or sizes that are none
 *
 * **Departs from the paper** values below 0 are not set to 0.
 *
 * **Cost** O(groups²)
 *
 * [freeman-1978] [netseg]
 *
 * @example
 * freemanSegregation({ labels: ["locals", "refugees"], value: [5, 1, 1, 3], sizes: [3, 3] }).toFixed(6); // '0.666667'
 */
export function freemanSegregation(mixing: SizedMixing): number {
  const { sums, size, all } = sizedOf("freemanSegregation", mixing);
  const expected = sums.total * (1 - pairsWithin(size) / (all * (all - 1)));
  return expected === 0 ? Number.NaN : (expected - (sums.total - sums.within)) / expected;
}

function sizedOf(where: string, mixing: SizedMixing): { sums: MixingMargins; size: Float64Array; all: number } {
  return { sums: marginsOf(where, mixing), ...sizesOf(where, mixing) };
}

/** Ordered pairs of different people of one group, over all groups. */
function pairsWithin(size: Float64Array): number {
  return size.reduce((pairs, n) => pairs + n * (n - 1), 0);
}
