import { checkInteger, checkLength, checkNumber, checkOptions } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import { wilsonInterval } from "../core/distributions.ts";
import type { GroupCounts, Located, Table } from "../types.ts";
import { peopleOf } from "./top-areas.ts";

export interface ExpandOptions extends ConfidenceOptions {
  /** The group to expand: one of the labels. */
  readonly group: string;
  /** The official population of each location, in the month of the counts; NaN where it is not known. */
  readonly population: ArrayLike<number>;
  /** Locations with fewer people of all groups are not expanded: from 1. 15 to 30 are asked for in practice. */
  readonly minPeople: number;
}

/**
 * A row per location: people of the group (`count`) of all people counted (`total`), the `population` that these stand for, the
 * group `expanded` to it from `low` to `high`, and `tooFew` 1 where fewer people than the least were counted.
 */
export type ExpandedGroup = Located &
  Table<{
    readonly count: Float64Array;
    readonly total: Float64Array;
    readonly population: Float64Array;
    readonly expanded: Float64Array;
    readonly low: Float64Array;
    readonly high: Float64Array;
    readonly tooFew: Uint8Array;
  }>;

/**
 * How many people of the population are of the group, if its share among all is that among the users?
 *
 * **How** expanded = count · population / total; low and high = the ends of Wilson's interval of the share, times the
 * population. Call it for each month with that month's counts and population.
 *
 * @param counts - people of each group in each location: `countResidents` of all users
 * @param options - the group, the populations, and the least people
 * @returns a row per location; expanded, low and high NaN where fewer than minPeople people were counted (`tooFew` 1) or the
 * population is not known. The interval is that of the sample alone: that users of the operator are like everybody, and
 * the group owns phones as others do, is assumed and not tested. For release see `releaseCounts`, which must see the counts,
 * not the expanded numbers
 * @throws RangeError for a group that is not among the labels, counts or populations below 0, or options out of range
 *
 * **Cost** O(locations · groups).
 *
 * [iom-ecuador] [wilson-1927]
 *
 * @example
 * const locations = createLocations("zones", ["Quito", "Loja"], [-78.5, -79.2], [-0.2, -4]);
 * const counts = { locations, labels: ["profile", "others"], count: Float64Array.of(50, 950, 2, 3) };
 * const { expanded, low, tooFew } = expandToPopulation(counts, { group: "profile", population: [20000, 9000], minPeople: 30 }).columns;
 * [expanded, Math.round(low[0]), tooFew]; // [ Float64Array(2) [ 1000, NaN ], 763, Uint8Array(2) [ 0, 1 ] ]
 */
export function expandToPopulation(counts: GroupCounts, options: ExpandOptions): ExpandedGroup {
  const where = "expandToPopulation";
  checkOptions(where, options, ["group", "population", "minPeople", "confidence"]);
  const { group, population, minPeople } = options;
  const { count, total } = peopleOf(where, counts, group);
  const length = count.length;
  checkList(where, "population", population);
  checkLength(where, "population", population.length, length);
  for (let l = 0; l < length; l++) {
    if (!Number.isNaN(population[l])) checkNumber(where, `population[${l}]`, population[l]!, 0);
  }
  checkInteger(where, "minPeople", minPeople, 1);
  const confidence = confidenceOf(where, options);
  const room = (): Float64Array => new Float64Array(length).fill(Number.NaN);
  const columns = {
    count,
    total,
    population: Float64Array.from(population),
    expanded: room(),
    low: room(),
    high: room(),
    tooFew: new Uint8Array(length),
  };
  for (let l = 0; l < length; l++) {
    if (total[l]! < minPeople) {
      columns.tooFew[l] = 1;
      continue;
    }
    const people = columns.population[l]!;
    const { low, high } = wilsonInterval(count[l]!, total[l]!, confidence);
    columns.expanded[l] = (count[l]! * people) / total[l]!;
    columns.low[l] = low * people;
    columns.high[l] = high * people;
  }
  return { locations: counts.locations, length, columns };
}
