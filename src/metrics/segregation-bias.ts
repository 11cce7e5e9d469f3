import { type BinomialTerms, binomialTerms, hypergeometricChance } from "../core/binomial.ts";
import { addTo } from "../core/sums.ts";
import { dissimilarityOf } from "./dissimilarity.ts";
import {
  type AreaCounts,
  checkWholePeople,
  MOST_PEOPLE,
  type TwoGroups,
  type TwoGroupsOptions,
  twoGroupsOf,
} from "./segregation-counts.ts";

/**
 * How much dissimilarity do small numbers make by themselves? Exact means of the index over draws, without drawing.
 *
 * A hypergeometric number k of m among t of T is on average |k − tm/T| = 2 q / T away from its mean, with q = k (T − t − m + k) ·
 * P(k) at the first whole k above the mean (De Moivre's sum, which telescopes since q(k) − q(k + 1) = (kT − tm) · P(k)). With m
 * people of a group in all, |k/m − (t − k)/(T − m)| = |k − tm/T| · T / (m (T − m)).
 */

/** Chances below this are left out. */
const LEAST_CHANCE = 1e-20;

/**
 * How dissimilar would two groups be on average if everybody kept to an area by chance, areas and groups keeping their people?
 *
 * **How** the mean of D over all ways to give people the dwellings there are (the person permutation): ½ Σ over areas of
 * E|k − tm/T| · T / (m (T − m)), with T people, m of the group, t in the area, k hypergeometric; in closed form.
 *
 * @param counts - people by area and group, whole, at most 2⁴⁰ in all
 * @param options - which group against which
 * @returns from 0 to 1; NaN where one of the two groups has nobody
 * @throws RangeError for a label that is not there, or people that are not whole
 *
 * **Cost** O(areas · groups)
 *
 * [diaconis-zabell-1991]
 * @example
 * const counts = { labels: ["a", "b"], count: Float64Array.of(1, 1, 1, 1) };
 * permutedDissimilarity(counts, { group: "a" }).toFixed(3); // '0.333'
 */
export function permutedDissimilarity(counts: AreaCounts, options: TwoGroupsOptions): number {
  const where = "permutedDissimilarity";
  const two = twoGroupsOf(where, counts, options);
  const { sizes, all } = sizesOf(where, two);
  checkWholePeople(where, `people of ${options.group}`, two.sumX);
  return meanOver(sizes, all, two.sumX, Float64Array.of(1));
}

/**
 * How dissimilar would two groups be on average if each person were of the group with the group's share of all?
 *
 * **How** D* = the mean of D where x ~ Bin(t, P) in each area, both groups there: given m of the group in all, the x are
 * hypergeometric, so that D* is the mean of `permutedDissimilarity` over m ~ Bin(T, P), 0 < m < T. Exact, without drawing.
 *
 * @param counts - people by area and group, whole in each area, at most 2⁴⁰ in all
 * @param options - which group against which
 * @returns from 0 to 1; NaN where one of the two groups has nobody
 * @throws RangeError for a label that is not there, or people of an area that are not whole
 *
 * **Departs from the paper** simulation is replaced by what it tends to
 *
 * **Cost** O(different area sizes · √(T P (1 − P)))
 *
 * [carrington-troske-1997]
 * @example
 * const counts = { labels: ["a", "b"], count: Float64Array.of(1, 1, 1, 1) };
 * expectedDissimilarity(counts, { group: "a" }).toFixed(3); // '0.524'
 */
export function expectedDissimilarity(counts: AreaCounts, options: TwoGroupsOptions): number {
  const where = "expectedDissimilarity";
  return meanOfEvenness(where, twoGroupsOf(where, counts, options));
}

/**
 * How dissimilar are two groups beyond what the sampling of their people adds?
 *
 * **How** D_bc = 2 D − E[D_b]: D_b is the index of a table in which the people of each group are drawn anew, with replacement,
 * among their own group (multinomial with shares x / X and y / Y). E[D_b] = ½ Σ over areas of E|a / X − b / Y|, with a ~ Bin(X, x / X)
 * and b ~ Bin(Y, y / Y), is summed exactly: ∫ F (1 − G) + G (1 − F) over the steps of both distribution functions.
 *
 * @param counts - people by area and group; both groups have a whole number of people, at most 2⁴⁰
 * @param options - which group against which
 * @returns at most 1, and near 0, even below, where there is hardly any segregation; NaN where one of the two groups has nobody
 * @throws RangeError for a label that is not there, or people of a group that are not whole
 *
 * **Departs from the paper** the mean of bootstrap draws is replaced by what it tends to
 *
 * **Cost** O(Σ over areas of √x + √y)
 *
 * [allen-2015]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(80, 10, 70, 15, 20, 30) };
 * biasCorrectedDissimilarity(counts, { group: "refugees" }).toFixed(3); // '0.427'
 */
export function biasCorrectedDissimilarity(counts: AreaCounts, options: TwoGroupsOptions): number {
  const where = "biasCorrectedDissimilarity";
  const two = twoGroupsOf(where, counts, options);
  const { areas, x, y, sumX, sumY } = two;
  checkWholePeople(where, `people of ${options.group}`, sumX, MOST_PEOPLE);
  checkWholePeople(where, `people of ${options.against ?? "the others"}`, sumY, MOST_PEOPLE);
  if (sumX === 0 || sumY === 0) return Number.NaN;
  let roomX: Float64Array = new Float64Array(64);
  let roomY: Float64Array = new Float64Array(64);
  const [sum, lost] = [new Float64Array(1), new Float64Array(1)];
  for (let i = 0; i < areas; i++) {
    const a = binomialTerms(sumX, x[i]! / sumX, roomX);
    const b = binomialTerms(sumY, y[i]! / sumY, roomY);
    roomX = a.chance;
    roomY = b.chance;
    addTo(sum, lost, 0, meanDistance(a, 1 / sumX, b, 1 / sumY));
  }
  return 2 * dissimilarityOf(two) - (sum[0]! + lost[0]!) / 2;
}

/** The mean of D where the people of each area are of the group by the group's share of all. */
export function meanOfEvenness(where: string, two: TwoGroups): number {
  const { sizes, all } = sizesOf(where, two);
  if (two.sumX === 0 || two.sumY === 0) return Number.NaN;
  const share = two.sumX / all;
  const terms = binomialTerms(all, share, new Float64Array(0));
  const from = Math.max(1, terms.first);
  const to = Math.min(all - 1, terms.first + terms.count - 1);
  return meanOver(sizes, all, from, terms.chance.slice(from - terms.first, Math.max(from, to + 1) - terms.first));
}

/** How many areas have how many people, in ascending order of people; areas with nobody or everybody are left out. */
interface Sizes {
  readonly people: Float64Array;
  readonly areas: Float64Array;
}

function sizesOf(where: string, { areas, x, y, sumX, sumY }: TwoGroups): { sizes: Sizes; all: number } {
  const all = sumX + sumY;
  checkWholePeople(where, "people in all", all, MOST_PEOPLE);
  const totals = new Float64Array(areas);
  for (let i = 0; i < areas; i++) {
    totals[i] = x[i]! + y[i]!;
    checkWholePeople(where, `people of area ${i}`, totals[i]!);
  }
  totals.sort();
  const people: number[] = [];
  const times: number[] = [];
  for (const t of totals) {
    if (t === 0 || t === all) continue;
    if (people.at(-1) === t) times[times.length - 1]!++;
    else {
      people.push(t);
      times.push(1);
    }
  }
  return { sizes: { people: Float64Array.from(people), areas: Float64Array.from(times) }, all };
}

/** The mean of D over numbers of the group `from`, `from` + 1, … with weights in proportion to their chances. */
function meanOver({ people, areas }: Sizes, all: number, from: number, chance: Float64Array): number {
  let weight = 0;
  for (const each of chance) weight += each;
  if (!(weight > 0) || !(from > 0 && from < all)) return Number.NaN;
  const [sum, lost] = [new Float64Array(1), new Float64Array(1)];
  for (let s = 0; s < people.length; s++) {
    const t = people[s]!;
    let k = Math.floor((t * from) / all) + 1;
    let p = hypergeometricChance(k, t, all, from);
    let mean = 0;
    for (let j = 0, m = from; j < chance.length; j++, m++) {
      if (chance[j]! > LEAST_CHANCE) mean += (chance[j]! * (k * (all - t - m + k) * p)) / (m * (all - m));
      // From m people of the group to m + 1, at the same k, and on to the first k above the new mean.
      p *= ((all - t - m + k) / (m + 1 - k)) * ((m + 1) / (all - m));
      if (k * all <= t * (m + 1)) {
        p *= ((t - k) * (m + 1 - k)) / ((k + 1) * (all - t - m + k));
        k++;
      }
    }
    addTo(sum, lost, 0, areas[s]! * mean);
  }
  return (sum[0]! + lost[0]!) / weight;
}

/** E|A · stepA − B · stepB| of two independent counts. */
function meanDistance(a: BinomialTerms, stepA: number, b: BinomialTerms, stepB: number): number {
  let [i, j, at, below, above, sum] = [0, 0, 0, 0, 0, 0];
  while (i < a.count || j < b.count) {
    const nextA = i < a.count ? (a.first + i) * stepA : Infinity;
    const nextB = j < b.count ? (b.first + j) * stepB : Infinity;
    const next = Math.min(nextA, nextB);
    sum += (next - at) * (below * (1 - above) + above * (1 - below));
    at = next;
    if (nextA === next) below += a.chance[i++]!;
    if (nextB === next) above += b.chance[j++]!;
  }
  return sum;
}
