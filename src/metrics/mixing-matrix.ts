import { checkInteger, checkLength, checkOptions, fail } from "../core/check.ts";
import { checkList, checkLists, checkTable } from "../core/check-tables.ts";
import { checkFunction } from "../core/check-variants.ts";
import type { Periods, Table } from "../types.ts";
import type { GroupMixing, GroupMixingByPeriod } from "./mixing-counts.ts";
import { groupNumberOf } from "./segregation-counts.ts";

/** From which group to which: the entry from label a to label b is value[a · labels.length + b], finite and at least 0. */
export interface MixingMatrix {
  readonly labels: readonly string[];
  readonly value: ArrayLike<number>;
}

/** A mixing matrix with the number of people of each group. */
export interface SizedMixing extends MixingMatrix {
  readonly sizes: ArrayLike<number>;
}

/** A number for a mixing matrix, such as `(mixing) => eiIndex(mixing)`; NaN where it is not defined. */
export type MixingIndex = (mixing: SizedMixing) => number;

/** What of the mixing a matrix holds. */
export type MixingColumn = "calls" | "seconds" | "contacts";
const MIXING_COLUMNS: readonly MixingColumn[] = ["calls", "seconds", "contacts"];

/** Who counts among the people of a group: everyone, or those only who call or are called. */
export type MixingSizes = "people" | "active";

export interface MixingMatrixOptions {
  /** What the matrix is of. */
  readonly column: MixingColumn;
  /** Whether the sizes of groups are those of all people, unless given, or of those who call or are called. */
  readonly sizes?: MixingSizes;
  /** The period, a row of `periods`, of mixing by period. */
  readonly period?: number;
}

export interface MixingByPeriodOptions {
  /** What the matrix of each period is of. */
  readonly column: MixingColumn;
  /** The index of the matrix of each period. */
  readonly index: MixingIndex;
  /** Whether the sizes of groups are those of all people, unless given, or of those active in the period. */
  readonly sizes?: MixingSizes;
}

/** A row per period. */
export type MixingByPeriod = Table<{
  readonly period: Uint32Array;
  /** The people who call or are called in the period. */
  readonly people: Float64Array;
  readonly value: Float64Array;
}> & { readonly periods: Periods };

/**
 * One column of the mixing of groups as a matrix: calls, seconds or contacts from each group to each.
 *
 * @param mixing - what `countMixing` or `countMixingByPeriod` counted
 * @param options - the column, whose sizes go with it, and the period if there are several
 * @returns the matrix with the sizes of the groups
 * @throws RangeError for a column or a period that does not exist, or no period where there are several
 *
 * **Cost** O(groups²)
 *
 * @example
 * const columns = { caller: Uint32Array.of(0, 0), callee: Uint32Array.of(1, 2), time: Uint32Array.of(1, 2), duration: Float64Array.of(60, 5) };
 * const calls = { users: ["ana", "bo", "cy", "di"], length: 2, columns };
 * const mixing = countMixing(calls, { groupOf: [0, 1, 1, 1], labels: ["locals", "refugees"] });
 * buildMixingMatrix(mixing, { column: "seconds" }).value; // Float64Array(4) [ 0, 65, 0, 0 ]
 * buildMixingMatrix(mixing, { column: "seconds", sizes: "active" }).sizes; // Float64Array(2) [ 1, 2 ]
 */
export function buildMixingMatrix(
  mixing: GroupMixing | GroupMixingByPeriod,
  options: MixingMatrixOptions,
): SizedMixing {
  const where = "buildMixingMatrix";
  const periods = checkGroupMixing(where, mixing);
  checkOptions(where, options, ["column", "sizes", "period"]);
  checkColumn(where, options.column);
  checkSizes(where, options.sizes);
  if (options.period === undefined && periods !== 1) fail(where, "period", "given, one of several", options.period);
  const { period = 0 } = options;
  checkInteger(where, "period", period, 0, periods - 1);
  return matrixOf(mixing, options.column, options.sizes, period);
}

/**
 * How has the mixing of groups developed from month to month?
 *
 * **How** the index of the matrix of each period.
 *
 * @param mixing - what `countMixingByPeriod` counted
 * @param options - the column, the index, and whose sizes go with it
 * @returns a row per period in order: the `people` who call or are called, and `value`, NaN where the index is not defined. Nothing
 * is filled in between
 * @throws RangeError for a column that does not exist or an index that gives no number
 *
 * **Cost** O(periods · groups²) and the indices
 *
 * @example
 * const periods = buildPeriods({ firstDay: [1, 2], lastDay: [1, 2] }, createClock({ timeZone: "UTC" }));
 * const columns = { caller: Uint32Array.of(0, 0), callee: Uint32Array.of(1, 2), time: Uint32Array.of(86400, 86401), duration: Float64Array.of(60, 5) };
 * const calls = { users: ["ana", "bo", "cy"], length: 2, columns };
 * const mixing = countMixingByPeriod(calls, { periods, groupOf: [0, 1, 0], labels: ["locals", "refugees"] });
 * measureMixingByPeriod(mixing, { column: "calls", index: (matrix) => eiIndex(matrix) }).columns.value; // Float64Array(2) [ 0, NaN ]
 */
export function measureMixingByPeriod(mixing: GroupMixingByPeriod, options: MixingByPeriodOptions): MixingByPeriod {
  const where = "measureMixingByPeriod";
  const length = checkGroupMixing(where, mixing);
  checkTable(where, "mixing", mixing, ["period"], "mixing by period, as countMixingByPeriod makes it");
  checkOptions(where, options, ["column", "index", "sizes"]);
  checkColumn(where, options.column);
  checkSizes(where, options.sizes);
  checkFunction(where, "index", options.index, INDEX_SUCH);
  const columns = {
    period: Uint32Array.from({ length }, (_, p) => p),
    people: new Float64Array(length),
    value: new Float64Array(length),
  };
  for (let p = 0; p < length; p++) {
    columns.people[p] = sizesOf(where, matrixOf(mixing, options.column, "active", p)).all;
    columns.value[p] = indexOf(where, options.index, matrixOf(mixing, options.column, options.sizes, p));
  }
  return { periods: mixing.periods, length, columns };
}

/**
 * The mixing among some of the groups only: without those whose group is not known, say.
 *
 * @param mixing - a mixing matrix
 * @param labels - the labels to keep, in the order that they are to have
 * @returns the cells from and to these groups
 * @throws RangeError for a matrix that is none, or a label that it does not have
 *
 * **Cost** O(groups²)
 *
 * @example
 * const mixing = { labels: ["locals", "refugees", "unknown"], value: [5, 1, 2, 1, 3, 1, 0, 2, 4], sizes: [9, 4, 3] };
 * selectMixing(mixing, ["refugees", "locals"]).value; // Float64Array(4) [ 3, 1, 1, 5 ]
 */
export function selectMixing<M extends MixingMatrix>(mixing: M, labels: readonly string[]): M {
  const where = "selectMixing";
  marginsOf(where, mixing);
  checkList(where, "labels", labels);
  const kept = Array.from(labels, (label, k) => {
    if (labels.indexOf(label) < k) fail(where, "labels", "all different", label);
    return groupNumberOf(where, `labels[${k}]`, mixing.labels, label);
  });
  if (kept.length === 0) fail(where, "labels", "at least one label", labels);
  const groups = mixing.labels.length;
  const value = Float64Array.from({ length: kept.length * kept.length }, (_, cell) => {
    return mixing.value[kept[Math.floor(cell / kept.length)]! * groups + kept[cell % kept.length]!]!;
  });
  const sizes =
    "sizes" in mixing ? { sizes: Float64Array.from(kept, (k) => sizesOf(where, mixing as never).size[k]!) } : {};
  return { ...mixing, labels: kept.map((k) => mixing.labels[k]!), value, ...sizes };
}

/**
 * The mixing of groups whichever side calls: each cell with the one across the diagonal.
 *
 * **How** value from a to b + value from b to a. The diagonal doubles, as a tie within a group has two ends in it.
 *
 * @param mixing - a mixing matrix
 * @returns the sum of the matrix and its transpose. Assortativity of this is that of netseg, which takes directed networks so
 * @throws RangeError for a matrix that is none
 *
 * **Cost** O(groups²)
 *
 * @example
 * symmetricMixing({ labels: ["locals", "refugees"], value: [5, 1, 2, 3] }).value; // Float64Array(4) [ 10, 3, 3, 6 ]
 */
export function symmetricMixing<M extends MixingMatrix>(mixing: M): M {
  const { groups, value } = marginsOf("symmetricMixing", mixing);
  return {
    ...mixing,
    value: value.map((x, cell) => x + value[(cell % groups) * groups + Math.floor(cell / groups)]!),
  };
}

/** A checked mixing matrix with its sums. */
export interface MixingMargins {
  readonly groups: number;
  readonly value: Float64Array;
  /** What leaves each group, and what arrives in it. */
  readonly out: Float64Array;
  readonly in: Float64Array;
  readonly total: number;
  /** The sum of the diagonal. */
  readonly within: number;
}

/** Throws unless the matrix is finite, none of it below 0, with a row and a column for each label; returns it with its sums. */
export function marginsOf(where: string, mixing: MixingMatrix): MixingMargins {
  checkLists(where, "mixing", mixing, ["labels", "value"], "a mixing matrix { labels, value }");
  const { labels } = mixing;
  const groups = labels.length;
  if (groups === 0) fail(where, "mixing.labels", "at least one label", labels);
  for (let g = 0; g < groups; g++) {
    if (typeof labels[g] !== "string") fail(where, `mixing.labels[${g}]`, "text", labels[g]);
    if (labels.indexOf(labels[g]!) < g) fail(where, "mixing.labels", "all different", labels[g]);
  }
  checkLength(where, "mixing.value", mixing.value.length, groups * groups);
  const value = Float64Array.from(mixing.value);
  const sums = { out: new Float64Array(groups), in: new Float64Array(groups) };
  let total = 0;
  let within = 0;
  for (let a = 0, cell = 0; a < groups; a++) {
    for (let b = 0; b < groups; b++, cell++) {
      const x = value[cell]!;
      if (!(typeof mixing.value[cell] === "number" && x >= 0 && x < Infinity)) {
        const name = `the value from ${labels[a]} to ${labels[b]}`;
        fail(where, name, "a finite number of at least 0", mixing.value[cell]);
      }
      sums.out[a]! += x;
      sums.in[b]! += x;
      total += x;
      if (a === b) within += x;
    }
  }
  return { groups, value, ...sums, total, within };
}

/** Throws unless the matrix has the sizes of its groups; returns these and their sum. */
export function sizesOf(where: string, mixing: SizedMixing): { readonly size: Float64Array; readonly all: number } {
  checkLists(where, "mixing", mixing, ["labels", "sizes"], "a mixing matrix { labels, value, sizes }");
  checkLength(where, "mixing.sizes", mixing.sizes.length, mixing.labels.length);
  const size = Float64Array.from(mixing.sizes);
  for (let g = 0; g < size.length; g++) {
    if (size[g]! >= 0 && size[g]! < Infinity) continue;
    fail(where, `the size of ${mixing.labels[g]}`, "a finite number of at least 0", mixing.sizes[g]);
  }
  return { size, all: size.reduce((sum, x) => sum + x, 0) };
}

/** Throws unless the column is one of those that a mixing matrix can hold. */
export function checkColumn(where: string, column: MixingColumn): void {
  if (!MIXING_COLUMNS.includes(column)) fail(where, "column", '"calls", "seconds" or "contacts"', column);
}

/** Throws unless it is said whose sizes are meant, or nothing. */
export function checkSizes(where: string, sizes: MixingSizes = "people"): void {
  if (sizes !== "people" && sizes !== "active") fail(where, "sizes", '"people" or "active"', sizes);
}

export const INDEX_SUCH = "a function of a mixing matrix that gives a number";

/** The index of a matrix; throws where what it gives is no number. */
export function indexOf(where: string, index: MixingIndex, mixing: SizedMixing): number {
  const value: unknown = index(mixing);
  return typeof value === "number" ? value : fail(where, "index", INDEX_SUCH, value);
}

/** Throws unless the table is one of mixing; returns how many periods it has. */
function checkGroupMixing(where: string, mixing: GroupMixing | GroupMixingByPeriod): number {
  const such = "the mixing of groups, as countMixing makes it";
  checkLists(where, "mixing", mixing, ["labels", "people", "active"], such);
  checkTable(where, "mixing", mixing as Table, ["calls", "seconds", "contacts"], such);
  const periods = mixing.length / (mixing.labels.length * mixing.labels.length);
  checkInteger(where, "mixing.length over the pairs of labels", periods, 0);
  checkLength(where, "mixing.people", mixing.people.length, mixing.labels.length);
  checkLength(where, "mixing.active", mixing.active.length, periods * mixing.labels.length);
  return periods;
}

function matrixOf(
  mixing: GroupMixing | GroupMixingByPeriod,
  column: MixingColumn,
  sizes: MixingSizes = "people",
  period: number,
): SizedMixing {
  const { labels, people, active } = mixing;
  const groups = labels.length;
  const value = mixing.columns[column].slice(period * groups * groups, (period + 1) * groups * groups);
  const from = sizes === "people" ? people : active.subarray(period * groups, (period + 1) * groups);
  return { labels, value, sizes: Float64Array.from(from) };
}
