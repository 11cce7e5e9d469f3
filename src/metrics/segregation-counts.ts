import { checkOptions, fail } from "../core/check.ts";
import { checkLists } from "../core/check-tables.ts";
import type { GroupCounts } from "../types.ts";

/**
 * What every segregation index reads: people by area and group, one group against others or all groups side by side.
 */

/** People by area and group, whole or weighted: count[area · labels.length + group]. A table from elsewhere needs no locations. */
export type AreaCounts = Pick<GroupCounts, "labels" | "count">;

/** Which group an index of two groups is about. */
export interface TwoGroupsOptions {
  /** The label of the group in question. */
  readonly group: string;
  /** The label of the group to compare it with; everyone else unless given. */
  readonly against?: string;
}

/** A group and those it is compared with, area by area. */
export interface TwoGroups {
  readonly areas: number;
  /** People of the group in each area. */
  readonly x: Float64Array;
  /** People of the other group, or of all others. */
  readonly y: Float64Array;
  /** Sums over all areas; `sumX` / (`sumX` + `sumY`) is the group's share of all. */
  readonly sumX: number;
  readonly sumY: number;
}

/** All groups side by side; groups without anybody are left out. */
export interface ManyGroups {
  readonly areas: number;
  /** The labels of the groups that are there, and their numbers in the counts. */
  readonly labels: readonly string[];
  readonly groupNumbers: readonly number[];
  /** People of area i and group k: count[i · labels.length + k]. */
  readonly count: Float64Array;
  readonly areaTotal: Float64Array;
  readonly groupTotal: Float64Array;
  readonly total: number;
}

/** Throws unless the counts are finite, none below 0, and whole areas, with a sum to reckon with; returns how many areas there are. */
export function checkAreaCounts(where: string, counts: AreaCounts, name: string = "counts"): number {
  checkLists(where, name, counts, ["labels", "count"], "counts of people with their labels");
  const { labels, count } = counts;
  const groups = labels.length;
  if (groups === 0) fail(where, `${name}.labels`, "at least one label", groups);
  for (let g = 0; g < groups; g++) {
    if (typeof labels[g] !== "string") fail(where, `${name}.labels[${g}]`, "text", labels[g]);
    if (labels.indexOf(labels[g]!) < g) fail(where, `${name}.labels`, "different labels", labels[g]);
  }
  if (count.length % groups !== 0) {
    fail(where, `${name}.count`, `of length ${groups * Math.ceil(count.length / groups)}`, count.length);
  }
  let sum = 0;
  for (let c = 0; c < count.length; c++) {
    sum += count[c]!;
    if (!(count[c]! >= 0 && count[c]! < Infinity)) {
      fail(
        where,
        `count of ${labels[c % groups]} in area ${Math.floor(c / groups)}`,
        "a finite number of at least 0",
        count[c],
      );
    }
  }
  checkSum(where, `the sum of ${name}.count`, sum);
  return count.length / groups;
}

/** Checks the counts and the two labels of an index and sums the others, area by area. */
export function twoGroupsOf<O extends TwoGroupsOptions>(
  where: string,
  counts: AreaCounts,
  options: O,
  names: readonly (keyof O & string)[] = [],
): TwoGroups {
  const areas = checkAreaCounts(where, counts);
  checkOptions(where, options, ["group", "against", ...names]);
  const { labels, count } = counts;
  const groups = labels.length;
  const group = groupNumberOf(where, "group", labels, options.group);
  const against = options.against === undefined ? -1 : groupNumberOf(where, "against", labels, options.against);
  if (group === against) fail(where, "against", "another group", options.against);
  const x = new Float64Array(areas);
  const y = new Float64Array(areas);
  let sumX = 0;
  let sumY = 0;
  for (let i = 0, c = 0; i < areas; i++, c += groups) {
    let others = 0;
    if (against >= 0) others = count[c + against]!;
    else for (let g = 0; g < groups; g++) if (g !== group) others += count[c + g]!;
    x[i] = count[c + group]!;
    y[i] = others;
    sumX += x[i]!;
    sumY += others;
  }
  checkSum(where, `people of ${options.group}`, sumX);
  checkSum(where, `people of ${options.against ?? "the others"}`, sumY);
  return { areas, x, y, sumX, sumY };
}

/** Throws where products of two such numbers overflow, or vanish. */
function checkSum(where: string, name: string, sum: number): void {
  if (sum !== 0 && !(sum >= 1e-150 && sum <= 1e150)) fail(where, name, "0, or from 1e-150 to 1e150", sum);
}

/** Checks the counts and leaves out groups without anybody. */
export function manyGroupsOf(where: string, counts: AreaCounts, name: string = "counts"): ManyGroups {
  const areas = checkAreaCounts(where, counts, name);
  const all = counts.labels.length;
  const sums = new Float64Array(all);
  const areaTotal = new Float64Array(areas);
  let total = 0;
  for (let i = 0, c = 0; i < areas; i++) {
    let sum = 0;
    for (let g = 0; g < all; g++) {
      const value = counts.count[c++]!;
      sums[g]! += value;
      sum += value;
    }
    areaTotal[i] = sum;
    total += sum;
  }
  const groupNumbers = counts.labels.map((_, g) => g).filter((g) => sums[g]! > 0);
  const groups = groupNumbers.length;
  let { count } = counts;
  if (groups < all) {
    count = new Float64Array(areas * groups);
    for (let i = 0, c = 0; i < areas; i++) for (const g of groupNumbers) count[c++] = counts.count[i * all + g]!;
  }
  const labels = groupNumbers.map((g) => counts.labels[g]!);
  const groupTotal = Float64Array.from(groupNumbers, (g) => sums[g]!);
  return { areas, labels, groupNumbers, count, areaTotal, groupTotal, total };
}

/** The number of a label; throws where it is not among the labels. */
export function groupNumberOf(where: string, name: string, labels: readonly string[], label: string): number {
  const group = labels.indexOf(label);
  return group >= 0 ? group : fail(where, name, `one of the labels (${labels.join(", ")})`, label);
}

/** Sums of a table. */
export interface Totals {
  readonly areas: number;
  readonly groups: number;
  readonly area: Float64Array;
  readonly group: Float64Array;
  readonly all: number;
}

/** Checks the counts and sums them, groups without anybody among them. */
export function totalsOf(where: string, counts: AreaCounts): Totals {
  const areas = checkAreaCounts(where, counts);
  const groups = counts.labels.length;
  const area = new Float64Array(areas);
  const group = new Float64Array(groups);
  let all = 0;
  for (let i = 0, c = 0; i < areas; i++) {
    for (let g = 0; g < groups; g++) {
      area[i]! += counts.count[c]!;
      group[g]! += counts.count[c++]!;
    }
    all += area[i]!;
  }
  return { areas, groups, area, group, all };
}

/** People of each group by area. */
export function groupColumns({ labels, count }: AreaCounts): Float64Array[] {
  const groups = labels.length;
  return labels.map((_, g) => Float64Array.from({ length: count.length / groups }, (_x, i) => count[i * groups + g]!));
}

/** Throws unless a number of people is whole, so that people can be drawn, and no larger than a number can tell to the last one. */
export function checkWholePeople(
  where: string,
  name: string,
  people: number,
  most: number = Number.MAX_SAFE_INTEGER,
): void {
  if (!Number.isInteger(people)) fail(where, name, "a whole number of people", people);
  if (people > most) fail(where, name, `at most ${most} people`, people);
}

/** So many people at most where chances are taken of all of them at once: 2⁴⁰. */
export const MOST_PEOPLE = 1_099_511_627_776;

/** Throws unless all counts are whole. */
export function checkWholeCounts(where: string, { labels, count }: AreaCounts): void {
  for (let c = 0; c < count.length; c++) {
    if (Number.isSafeInteger(count[c])) continue;
    checkWholePeople(
      where,
      `count of ${labels[c % labels.length]} in area ${Math.floor(c / labels.length)}`,
      count[c]!,
    );
  }
}
