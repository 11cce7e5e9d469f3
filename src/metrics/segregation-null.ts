import { checkOptions } from "../core/check.ts";
import { checkRule } from "../core/check-variants.ts";
import { drawHypergeometric } from "../core/hypergeometric.ts";
import { drawBinomial, drawMultinomial } from "../core/variates.ts";
import type { Random } from "../types.ts";
import {
  type AreaCounts,
  checkAreaCounts,
  checkWholeCounts,
  checkWholePeople,
  MOST_PEOPLE,
  totalsOf,
} from "./segregation-counts.ts";

/**
 * What would the counts look like if nobody's group had to do with where people live? Ways of drawing such tables, which differ
 * in what they hold fixed.
 */

/** Writes a drawn table over `into`, of the length of the counts. */
export type CountsDraw = (into: Float64Array, random: Random) => void;

/** A way to draw tables without segregation, or without a pattern in space, for tables like one that is given. */
export interface SegregationNull {
  readonly drawsOf: (where: string, counts: AreaCounts) => CountsDraw;
}

export interface AreaPermutationOptions {
  /** How people are drawn before their areas change places: `evenDraws()`, `systematicDraws()`; as they are unless given. */
  readonly after?: SegregationNull;
}

/**
 * Evenness: each area keeps its people, and each of them is of a group with the group's share of all.
 *
 * **How** the people of an area are multinomial with the shares of the groups in all areas; of two groups x ~ Bin(t, P). How many
 * people a group has varies.
 *
 * @returns a null for `testSegregation`; it needs whole numbers of people in each area
 *
 * **Cost** O(areas · groups) a draw
 *
 * [cortes-2020]
 * @example
 * const counts = { labels: ["a", "b"], count: Float64Array.of(9, 1, 1, 9) };
 * const index = (counts) => dissimilarityIndex(counts, { group: "a" });
 * testSegregation(counts, { index, null: evenDraws(), replicates: 99, random: createRandom(1) }).pGreater; // 0.01
 */
export function evenDraws(): SegregationNull {
  return {
    drawsOf: (where, counts) => {
      const { areas, groups, area, group } = totalsOf(where, counts);
      area.forEach((people, i) => {
        checkWholePeople(where, `people of area ${i}`, people);
      });
      const chance = chainOf(group);
      return (into, random) => {
        for (let i = 0, c = 0; i < areas; i++) {
          let left = area[i]!;
          for (let g = 0; g < groups; g++, c++) {
            const drawn = g === groups - 1 ? left : drawBinomial(left, chance[g]!, random);
            into[c] = drawn;
            left -= drawn;
          }
        }
      };
    },
  };
}

/**
 * Systematic: each group keeps its people, and each of them lives in an area with the area's share of all people.
 *
 * **How** a group's people are multinomial over the areas with the shares t / T. How many people an area has varies.
 *
 * @returns a null for `testSegregation`; it needs whole numbers of people in each group
 *
 * **Cost** O(areas · groups) a draw
 *
 * [cortes-2020]
 * @example
 * const counts = { labels: ["a", "b"], count: Float64Array.of(9, 1, 1, 9) };
 * const index = (counts) => dissimilarityIndex(counts, { group: "a" });
 * testSegregation(counts, { index, null: systematicDraws(), replicates: 99, random: createRandom(1) }).pGreater; // 0.01
 */
export function systematicDraws(): SegregationNull {
  return {
    drawsOf: (where, counts) => {
      const { areas, groups, area, group } = totalsOf(where, counts);
      group.forEach((people, g) => {
        checkWholePeople(where, `people of ${counts.labels[g]}`, people);
      });
      const drawn = new Float64Array(areas);
      const sums = new Float64Array(areas);
      return (into, random) => {
        for (let g = 0; g < groups; g++) {
          drawMultinomial(group[g]!, area, areas, drawn, sums, random);
          for (let i = 0; i < areas; i++) into[i * groups + g] = drawn[i]!;
        }
      };
    },
  };
}

/**
 * Neither areas nor groups keep their people: only how many there are in all is fixed.
 *
 * **How** all cells are multinomial with the chances (t / T) · (C / T).
 *
 * @returns a null for `testSegregation`; it needs a whole number of people in all
 *
 * **Cost** O(areas · groups) a draw
 *
 * [elbers-2023]
 * @example
 * const counts = { labels: ["a", "b"], count: Float64Array.of(9, 1, 1, 9) };
 * const index = (counts) => dissimilarityIndex(counts, { group: "a" });
 * testSegregation(counts, { index, null: independentDraws(), replicates: 99, random: createRandom(1) }).pGreater; // 0.01
 */
export function independentDraws(): SegregationNull {
  return {
    drawsOf: (where, counts) => {
      const { areas, groups, area, group, all } = totalsOf(where, counts);
      checkWholePeople(where, "people in all", all);
      const drawn = new Float64Array(areas);
      const sums = new Float64Array(areas);
      const chance = chainOf(group);
      return (into, random) => {
        drawMultinomial(all, area, areas, drawn, sums, random);
        for (let i = 0, c = 0; i < areas; i++) {
          let left = drawn[i]!;
          for (let g = 0; g < groups; g++, c++) {
            const people = g === groups - 1 ? left : drawBinomial(left, chance[g]!, random);
            into[c] = people;
            left -= people;
          }
        }
      };
    },
  };
}

/**
 * Person permutation: areas and groups both keep their people, and who lives where is drawn among all ways.
 *
 * **How** area by area, the people of each group are hypergeometric among those who are not placed yet, which is the
 * distribution of a table when everybody is given one of all dwellings at random.
 *
 * @returns a null for `testSegregation`; it needs whole counts, of at most 2⁴⁰ people in all
 *
 * **Cost** O(areas · groups) a draw, however many people there are
 *
 * [cortes-2020]
 * @example
 * const counts = { labels: ["a", "b"], count: Float64Array.of(9, 1, 1, 9) };
 * const index = (counts) => dissimilarityIndex(counts, { group: "a" });
 * testSegregation(counts, { index, null: personPermutation(), replicates: 99, random: createRandom(1) }).pGreater; // 0.01
 */
export function personPermutation(): SegregationNull {
  return {
    drawsOf: (where, counts) => {
      const { areas, groups, area, group, all } = totalsOf(where, counts);
      checkWholeCounts(where, counts);
      checkWholePeople(where, "people in all", all, MOST_PEOPLE);
      const left = new Float64Array(groups);
      return (into, random) => {
        left.set(group);
        let unplaced = all;
        for (let i = 0, c = 0; i < areas; i++) {
          let drawn = area[i]!;
          let among = unplaced;
          for (let g = 0; g < groups; g++, c++) {
            // The last group takes what is left without a random number.
            const people = drawHypergeometric(left[g]!, among, drawn, random);
            into[c] = people;
            among -= left[g]!;
            left[g]! -= people;
            drawn -= people;
          }
          unplaced -= area[i]!;
        }
      };
    },
  };
}

/**
 * Geographic permutation: the areas change places on the map with all their people, which indices of neighbours and distances
 * see and others do not.
 *
 * **How** the rows of the table are shuffled (Fisher and Yates); `after` draws the table first.
 *
 * @param options - how people are drawn before
 * @returns a null for `testSegregation` with an index that holds the neighbours or distances of its areas
 *
 * **Cost** O(areas · groups) a draw
 *
 * [cortes-2020]
 * @example
 * const counts = { labels: ["a", "b"], count: Float64Array.of(9, 1, 1, 9) };
 * const index = (counts) => dissimilarityIndex(counts, { group: "a" });
 * testSegregation(counts, { index, null: areaPermutation(), replicates: 9, random: createRandom(1) }).pGreater; // 1
 */
export function areaPermutation(options: AreaPermutationOptions = {}): SegregationNull {
  checkOptions("areaPermutation", options, ["after"]);
  const { after } = options;
  if (after !== undefined) checkNull("areaPermutation", "after", after);
  return {
    drawsOf: (where, counts) => {
      const areas = checkAreaCounts(where, counts);
      const groups = counts.labels.length;
      const table = Float64Array.from(counts.count);
      const draw = after?.drawsOf(where, counts);
      const order = Uint32Array.from({ length: areas }, (_, i) => i);
      return (into, random) => {
        draw?.(table, random);
        shuffle(order, random);
        for (let i = 0, c = 0; i < areas; i++) {
          for (let from = order[i]! * groups, g = 0; g < groups; g++) into[c++] = table[from + g]!;
        }
      };
    },
  };
}

/** Throws unless the value is a null. */
export function checkNull(where: string, name: string, value: SegregationNull): void {
  checkRule(where, name, value, "drawsOf", "a null such as personPermutation()");
}

/** Puts numbers in a random order. */
function shuffle(order: Uint32Array, random: Random): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
}

/** The share of each weight in those from it on. */
function chainOf(weights: Float64Array): Float64Array {
  const chance = new Float64Array(weights.length);
  let sum = 0;
  for (let g = weights.length - 1; g >= 0; g--) {
    sum += weights[g]!;
    chance[g] = sum > 0 ? weights[g]! / sum : 0;
  }
  return chance;
}
