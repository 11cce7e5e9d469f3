import { checkInteger, checkLength, checkOptions } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { log } from "../core/math.ts";
import type { Table } from "../types.ts";
import { type AreaCounts, type ManyGroups, manyGroupsOf } from "./segregation-counts.ts";
import { mutualInformationOf } from "./segregation-multigroup.ts";
import { entropyOf } from "./segregation-multigroup-diversity.ts";

/**
 * At which level does segregation arise: between regions, or between the areas within them?
 */

/** Numbers of units are small, as they index columns. */
const MOST_UNITS = 0xff_ffff;

export interface NestedSegregationOptions {
  /**
   * The levels above the areas, from coarse to fine: for each area the number of its unit, from 0. Units lie within those of the
   * level above: the same number in two of these is two units.
   */
  readonly levels: readonly ArrayLike<number>[];
}

export interface SegregationWithinOptions {
  /** For each area the number of its region, from 0. */
  readonly regionOf: ArrayLike<number>;
}

/** A row per level from coarse to fine, the last one that of the areas. */
export type NestedSegregation = Table<{
  readonly level: Uint32Array;
  /** Units with people. */
  readonly units: Uint32Array;
  /** Mutual information between units of the level within those of the level above, in nats. */
  readonly mutualInformation: Float64Array;
  /** The same over the entropy of the groups. */
  readonly entropyIndex: Float64Array;
  /** The same over the information of all levels. */
  readonly share: Float64Array;
}>;

/** A row per region. */
export type SegregationWithin = Table<{
  readonly region: Uint32Array;
  /** Areas with people. */
  readonly areas: Uint32Array;
  readonly people: Float64Array;
  /** The region's share of all people. */
  readonly peopleShare: Float64Array;
  /** M and H of the region's own areas. */
  readonly mutualInformation: Float64Array;
  readonly entropyIndex: Float64Array;
  /** Entropy of the groups in the region / entropy of the groups over all regions. */
  readonly entropyRatio: Float64Array;
  /** peopleShare · mutualInformation: what the region adds to the segregation within regions. */
  readonly contribution: Float64Array;
}>;

/**
 * How much of segregation lies between regions, how much between districts within a region, how much between areas within a district?
 *
 * **How** M = Σ (c / T) ln (c T / (t C)) of the units of a level, less that of the level above: what is left is Σ over units s above of
 * p_s M_s. The rows add up to the M of the areas; H = M / E with E the entropy of the groups over all areas.
 *
 * @param counts - people by area and group
 * @param options - the units of each level that the areas lie in
 * @returns a row per level and one for the areas; H is NaN where only one group is there, share where nobody is segregated
 * @throws RangeError for units that are no whole numbers from 0, or too few of them
 *
 * **Cost** O(levels · areas · groups)
 *
 * [mora-ruiz-castillo-2011] [theil-finizza-1971]
 * @example
 * const counts = { labels: ["a", "b"], count: Float64Array.of(30, 10, 20, 20, 10, 30, 10, 30) };
 * const nested = measureNestedSegregation(counts, { levels: [[0, 0, 1, 1]] });
 * Array.from(nested.columns.share, (share) => share.toFixed(2)); // [ '0.81', '0.19' ]
 */
export function measureNestedSegregation(counts: AreaCounts, options: NestedSegregationOptions): NestedSegregation {
  const where = "measureNestedSegregation";
  const many = manyGroupsOf(where, counts);
  checkOptions(where, options, ["levels"]);
  const { levels } = options;
  checkList(where, "levels", levels);
  const length = levels.length + 1;
  const columns = {
    level: Uint32Array.from({ length }, (_, l) => l),
    units: new Uint32Array(length),
    mutualInformation: new Float64Array(length),
    entropyIndex: new Float64Array(length),
    share: new Float64Array(length),
  };
  const all = mutualInformationOf(many);
  const entropy = entropyOf(many.groupTotal, many.total);
  let unitOf = new Uint32Array(many.areas);
  let units = 1;
  let above = 0;
  for (let l = 0; l < length; l++) {
    let here = many;
    if (l < levels.length) {
      const name = `levels[${l}]`;
      checkUnits(where, name, levels[l]!, many.areas);
      const numbers = new Map<number, Map<number, number>>();
      const next = new Uint32Array(many.areas);
      units = 0;
      for (let i = 0; i < many.areas; i++) {
        const within = numbers.get(unitOf[i]!) ?? new Map<number, number>();
        const unit = within.get(levels[l]![i]!) ?? units++;
        numbers.set(unitOf[i]!, within.set(levels[l]![i]!, unit));
        next[i] = unit;
      }
      unitOf = next;
      here = pooled(many, unitOf, units);
    }
    const information = mutualInformationOf(here);
    columns.units[l] = here.areaTotal.reduce((sum, people) => sum + (people > 0 ? 1 : 0), 0);
    columns.mutualInformation[l] = information - above;
    columns.entropyIndex[l] = entropy > 0 ? (information - above) / entropy : Number.NaN;
    columns.share[l] = all > 0 ? (information - above) / all : Number.NaN;
    above = information;
  }
  return { length, columns };
}

/**
 * How segregated is each region, and how much of all segregation within regions is it?
 *
 * **How** M and H of the areas of each region by itself; entropyRatio = E_s / E, with E_s the entropy of the groups in the region;
 * contribution = p_s · M_s. Their sum is M within regions, and Σ p_s · H_s · entropyRatio is H within regions.
 *
 * @param counts - people by area and group
 * @param options - the region of each area
 * @returns a row per region number from 0 to the largest; NaN in a region without people, entropyIndex also where one
 * group is alone
 * @throws RangeError for regions that are no whole numbers from 0, or too few of them
 *
 * **Cost** O(areas · groups)
 *
 * [mora-ruiz-castillo-2011]
 * @example
 * const counts = { labels: ["a", "b"], count: Float64Array.of(30, 10, 20, 20, 10, 30, 10, 30) };
 * const within = measureSegregationWithin(counts, { regionOf: [0, 0, 1, 1] });
 * Array.from(within.columns.entropyIndex, (h) => h.toFixed(3)); // [ '0.051', '0.000' ]
 */
export function measureSegregationWithin(counts: AreaCounts, options: SegregationWithinOptions): SegregationWithin {
  const where = "measureSegregationWithin";
  const many = manyGroupsOf(where, counts);
  checkOptions(where, options, ["regionOf"]);
  const { regionOf } = options;
  checkUnits(where, "regionOf", regionOf, many.areas);
  let length = 0;
  for (let i = 0; i < many.areas; i++) length = Math.max(length, regionOf[i]! + 1);
  const k = many.labels.length;
  const { areaTotal, count } = pooled(many, regionOf, length);
  const columns = {
    region: Uint32Array.from({ length }, (_, r) => r),
    areas: new Uint32Array(length),
    people: areaTotal,
    peopleShare: areaTotal.map((people) => people / many.total),
    mutualInformation: new Float64Array(length),
    entropyIndex: new Float64Array(length),
    entropyRatio: new Float64Array(length),
    contribution: new Float64Array(length),
  };
  const information = columns.mutualInformation;
  for (let i = 0; i < many.areas; i++) {
    const r = regionOf[i]!;
    if (many.areaTotal[i]! > 0) columns.areas[r]!++;
    const [people, inArea] = [areaTotal[r]!, many.areaTotal[i]!];
    for (let g = 0; g < k; g++) {
      const c = many.count[i * k + g]!;
      if (c > 0) information[r]! += (c / people) * log((c * people) / (inArea * count[r * k + g]!));
    }
  }
  const entropy = entropyOf(many.groupTotal, many.total);
  for (let r = 0; r < length; r++) {
    const own = entropyOf(count.subarray(r * k, (r + 1) * k), areaTotal[r]!);
    if (!(areaTotal[r]! > 0)) information[r] = Number.NaN;
    columns.entropyIndex[r] = own > 0 ? information[r]! / own : Number.NaN;
    columns.entropyRatio[r] = entropy > 0 ? own / entropy : Number.NaN;
    columns.contribution[r] = columns.peopleShare[r]! * information[r]!;
  }
  return { length, columns };
}

function checkUnits(where: string, name: string, units: ArrayLike<number>, areas: number): void {
  checkList(where, name, units);
  checkLength(where, name, units.length, areas);
  for (let i = 0; i < areas; i++) checkInteger(where, `${name}[${i}]`, units[i]!, 0, MOST_UNITS);
}

/** The counts of areas added up by unit. */
function pooled(many: ManyGroups, unitOf: ArrayLike<number>, units: number): ManyGroups {
  const k = many.labels.length;
  const count = new Float64Array(units * k);
  const areaTotal = new Float64Array(units);
  for (let i = 0; i < many.areas; i++) {
    areaTotal[unitOf[i]!]! += many.areaTotal[i]!;
    for (let g = 0; g < k; g++) count[unitOf[i]! * k + g]! += many.count[i * k + g]!;
  }
  return { ...many, areas: units, count, areaTotal };
}
