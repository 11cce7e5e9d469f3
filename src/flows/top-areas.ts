import { checkInteger, checkNumber, checkOptions, fail } from "../core/check.ts";
import { checkCounts } from "../core/check-tables.ts";
import { checkRule } from "../core/check-variants.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import { wilsonInterval } from "../core/distributions.ts";
import type { GroupCounts, Located, Table } from "../types.ts";

/** By what areas are ranked: a number for `count` people of the group among `total` people. */
export interface AreaScore {
  readonly name: string;
  readonly score: (count: number, total: number) => number;
}

export interface TopAreasOptions extends ConfidenceOptions {
  /** The group whose areas are sought: one of the labels. */
  readonly group: string;
  /** How many areas. */
  readonly k: number;
  /** By what they are ranked: `byDensity()` or `byCount()`. */
  readonly by: AreaScore;
  /** Areas with fewer people of all groups are not ranked, because their shares are chance: from 1. */
  readonly minPeople: number;
}

/**
 * The areas in order of rank: people of the group (`count`) of all people (`total`), their `share` with its interval, and
 * whether the score is `tied` with another. `leftOut` counts areas with people of the group and too few people in all.
 */
export type TopAreas = Located &
  Table<{
    readonly rank: Uint32Array;
    readonly location: Uint32Array;
    readonly count: Float64Array;
    readonly total: Float64Array;
    readonly share: Float64Array;
    readonly low: Float64Array;
    readonly high: Float64Array;
    readonly tied: Uint8Array;
  }> & { readonly leftOut: number };

/**
 * Ranks areas by the share of the group among all people: a town of few people may come first.
 *
 * @returns a score for `detectTopAreas`
 * [iom-ecuador]
 * @example
 * byDensity().score(3, 12); // 0.25
 */
export function byDensity(): AreaScore {
  return { name: "share of the group", score: (count, total) => count / total };
}

/**
 * Ranks areas by the number of people of the group: the large cities come first.
 *
 * @returns a score for `detectTopAreas`
 * @example
 * byCount().score(3, 12); // 3
 */
export function byCount(): AreaScore {
  return { name: "people of the group", score: (count) => count };
}

/**
 * Where does the group live most densely, or most of it? The k areas with the highest share, or count, of the group.
 *
 * **How** areas with anybody of the group and at least minPeople people in all, by their score, highest first. Equal scores
 * have one rank, and ranks after them are passed over (1, 1, 3); every area whose rank is at most k is given, so that areas
 * tied at the end make more than k. The interval of the share is Wilson's.
 *
 * @param counts - people of each group in each location: `countResidents` of all users, those of the profile one group
 * @param options - the group, how many areas, by what, and the least people
 * @returns a row per area, by rank and then by location; fewer than k where there are not so many
 * @throws RangeError for a group that is not among the labels, counts below 0 or not finite, or options out of range
 *
 * **Cost** O(locations · groups + areas log areas).
 *
 * [iom-ecuador] [wilson-1927]
 *
 * @example
 * const locations = createLocations("zones", ["Quito", "Ibarra", "Loja"], [-78.5, -78.1, -79.2], [-0.2, 0.3, -4]);
 * const counts = { locations, labels: ["profile", "others"], count: Float64Array.of(50, 950, 30, 170, 2, 3) };
 * const top = detectTopAreas(counts, { group: "profile", k: 1, by: byDensity(), minPeople: 30 });
 * [top.columns.location, top.columns.share, top.leftOut]; // [ Uint32Array(1) [ 1 ], Float64Array(1) [ 0.15 ], 1 ]
 */
export function detectTopAreas(counts: GroupCounts, options: TopAreasOptions): TopAreas {
  const where = "detectTopAreas";
  checkOptions(where, options, ["group", "k", "by", "minPeople", "confidence"]);
  const { group, k, by, minPeople } = options;
  const { count, total } = peopleOf(where, counts, group);
  checkInteger(where, "k", k, 1);
  checkRule(where, "by", by, "score", "a score such as byDensity()");
  checkInteger(where, "minPeople", minPeople, 1);
  const confidence = confidenceOf(where, options);
  const scores = new Float64Array(count.length);
  const areas: number[] = [];
  let leftOut = 0;
  for (let l = 0; l < count.length; l++) {
    if (count[l] === 0) continue;
    if (total[l]! < minPeople) {
      leftOut++;
      continue;
    }
    scores[l] = by.score(count[l]!, total[l]!);
    checkNumber(where, "what by.score gives", scores[l]!);
    areas.push(l);
  }
  areas.sort((a, b) => scores[b]! - scores[a]! || a - b);
  const ranks: number[] = [];
  areas.forEach((l, i) => {
    ranks.push(i > 0 && scores[l] === scores[areas[i - 1]!] ? ranks[i - 1]! : i + 1);
  });
  let length = 0;
  while (length < areas.length && ranks[length]! <= k) length++;
  const top = areas.slice(0, length);
  const intervals = top.map((l) => wilsonInterval(count[l]!, total[l]!, confidence));
  const columns = {
    rank: Uint32Array.from(ranks.slice(0, length)),
    location: Uint32Array.from(top),
    count: Float64Array.from(top, (l) => count[l]!),
    total: Float64Array.from(top, (l) => total[l]!),
    share: Float64Array.from(top, (l) => count[l]! / total[l]!),
    low: Float64Array.from(intervals, ({ low }) => low),
    high: Float64Array.from(intervals, ({ high }) => high),
    tied: Uint8Array.from(top, (_, i) => (ranks[i] === ranks[i - 1] || ranks[i] === ranks[i + 1] ? 1 : 0)),
  };
  return { locations: counts.locations, length, columns, leftOut };
}

/** People of one group and of all groups in each location; throws unless the counts are people. */
export function peopleOf(
  where: string,
  counts: GroupCounts,
  group: string,
): { readonly count: Float64Array; readonly total: Float64Array } {
  checkCounts(where, "counts", counts);
  const { labels } = counts;
  const label = labels.indexOf(group);
  if (label < 0) fail(where, "group", `one of the labels (${labels.join(", ")})`, group);
  const count = new Float64Array(counts.locations.length);
  const total = new Float64Array(counts.locations.length);
  for (let i = 0; i < counts.count.length; i++) {
    const people = counts.count[i]!;
    checkNumber(where, `counts.count[${i}]`, people, 0);
    const location = Math.floor(i / labels.length);
    total[location]! += people;
    if (i % labels.length === label) count[location] = people;
  }
  return { count, total };
}
