import { type Balance, type BalancingLimits, balanceRows, checkBalancingLimits } from "../core/balancing.ts";
import { checkLength, checkNumber, checkOptions } from "../core/check.ts";
import { checkRule } from "../core/check-variants.ts";
import type { Table } from "../types.ts";
import { type AreaCounts, checkAreaCounts, type ManyGroups, manyGroupsOf } from "./segregation-counts.ts";
import type { CommonTables, SegregationChangeMethod } from "./segregation-difference-methods.ts";
import { mutualInformationOf } from "./segregation-multigroup.ts";

/**
 * How has segregation changed: because areas or groups came and went, because they grew and shrank, or because people of the
 * same groups spread otherwise over the same areas?
 */

export interface SegregationChangeOptions {
  /** How the change of what both tables have is split: `byShapley()`, `byKarmelMaclachlan()`, `byMoraRuizCastillo()`. */
  readonly method: SegregationChangeMethod;
  /** Tables are given the margins of others to this error, as a share of each margin: 1e-12 unless given. */
  readonly tolerance?: number;
  /** The most readings of a table until then: 10,000 unless given. */
  readonly maxIterations?: number;
  /** The people that stand for nobody in a cell, so that it can grow with its margins: 1e-10 unless given. */
  readonly zeroCell?: number;
}

/** Defaults of `decomposeSegregationChange`: those of R's segregation, with margins that are met. */
export const SEGREGATION_CHANGE_DEFAULTS = { tolerance: 1e-12, maxIterations: 10_000, zeroCell: 1e-10 } as const;

/** The change of M and its parts. */
export interface SegregationChange {
  /** M of each table, and second − first. */
  readonly first: number;
  readonly second: number;
  readonly change: number;
  /** What areas and groups add that only the second table has, and take away that only the first has. */
  readonly additions: number;
  readonly removals: number;
  /** What changed because groups, and areas, grew or shrank; and because both did at once, where the method tells it apart. */
  readonly groupMarginal: number;
  readonly areaMarginal: number;
  readonly interaction: number;
  /** What changed because people of the same groups live otherwise in the same areas. */
  readonly structural: number;
  /** Whether all tables could be given the margins that they were to have. */
  readonly converged: boolean;
  /** The labels of the groups that both tables have. */
  readonly commonLabels: readonly string[];
  /**
   * A row per area that both tables have: its share of all people in each, the change of its local segregation under the
   * margins of the first and of the second, and what it adds to `structural`.
   */
  readonly areas: Table<{
    readonly area: Uint32Array;
    readonly firstShare: Float64Array;
    readonly secondShare: Float64Array;
    readonly firstLocalChange: Float64Array;
    readonly secondLocalChange: Float64Array;
    readonly structural: Float64Array;
  }>;
}

/**
 * Why has segregation, measured by the mutual information index M, changed between two dates?
 *
 * **How** Areas without people, and groups without people, in one of both tables are left out: removals = M of what is left of the
 * first − M of the first, additions = M of the second − M of what is left of it. Between these two common tables the method tells
 * margins from structure, by tables that have the cells of one and the margins of another (iterative proportional fitting, which
 * keeps odds ratios). additions + removals + groupMarginal + areaMarginal + interaction + structural = change.
 *
 * @param first - people by area and group at the first date
 * @param second - the same at the second date: the same areas in the same order; labels may differ
 * @param options - the method, and how exactly margins are met
 * @returns the change and its parts in nats, see `SegregationChange`; all parts but additions and removals NaN where the tables
 * have no area or no group in common. `converged` is false where margins could not be met
 * @throws RangeError for tables of different numbers of areas
 *
 * **Departs from the paper** only cells that are fitted hold `zeroCell`; margins are met to 1e-12, not 1e-3
 *
 * **Cost** up to six tables are fitted, each O(iterations · areas · groups)
 *
 * [elbers-2023] [karmel-maclachlan-1988] [mora-ruiz-castillo-2009]
 * @example
 * const first = { labels: ["a", "b"], count: Float64Array.of(90, 10, 20, 80) };
 * const second = { labels: ["a", "b"], count: Float64Array.of(80, 40, 30, 90) };
 * const found = decomposeSegregationChange(first, second, { method: byShapley() });
 * [found.change, found.structural].map((x) => x.toFixed(3)); // [ '-0.185', '-0.186' ]
 */
export function decomposeSegregationChange(
  first: AreaCounts,
  second: AreaCounts,
  options: SegregationChangeOptions,
): SegregationChange {
  const where = "decomposeSegregationChange";
  const areas = checkAreaCounts(where, first, "first");
  checkLength(where, "areas of second", checkAreaCounts(where, second, "second"), areas);
  checkOptions(where, options, ["method", "tolerance", "maxIterations", "zeroCell"]);
  const { method, zeroCell = SEGREGATION_CHANGE_DEFAULTS.zeroCell } = options;
  const limits = limitsOf(where, options);
  checkRule(where, "method", method, "partsOf", "a method such as byShapley()");
  checkNumber(where, "zeroCell", zeroCell, Number.MIN_VALUE, 1);
  const one = mutualInformationOf(manyGroupsOf(where, first, "first"));
  const two = mutualInformationOf(manyGroupsOf(where, second, "second"));
  const { rows, labels, tables } = commonOf(first, second, areas);
  const firstCommon = mutualInformationOf(tables[0]);
  const secondCommon = mutualInformationOf(tables[1]);
  let converged = true;
  const common: CommonTables = {
    first: tables[0],
    second: tables[1],
    withMargins: (structure, groupsOf, areasOf) => {
      const { table, balance } = fitted(
        where,
        tables[structure]!,
        tables[groupsOf]!,
        tables[areasOf]!,
        limits,
        zeroCell,
      );
      if (!balance.converged) converged = false;
      return table;
    },
  };
  const parts = method.partsOf(common);
  const length = rows.length;
  return {
    first: one,
    second: two,
    change: two - one,
    additions: two - secondCommon,
    removals: firstCommon - one,
    groupMarginal: parts.groupMarginal,
    areaMarginal: parts.areaMarginal,
    interaction: parts.interaction,
    structural: parts.structural,
    converged,
    commonLabels: labels,
    areas: {
      length,
      columns: {
        area: rows,
        firstShare: tables[0].areaTotal.map((people) => people / tables[0].total),
        secondShare: tables[1].areaTotal.map((people) => people / tables[1].total),
        firstLocalChange: parts.firstLocalChange,
        secondLocalChange: parts.secondLocalChange,
        structural: parts.areaStructural,
      },
    },
  };
}

export interface AdjustMarginsOptions {
  /** The largest error of an area's people, as a share: 1e-12 unless given. */
  readonly tolerance?: number;
  /** The most readings of the table until then: 10,000 unless given. */
  readonly maxIterations?: number;
}

/** A table with the margins of another. */
export interface AdjustedCounts extends AreaCounts {
  /** Whether the margins are met; if not, the counts are those of the last step. */
  readonly converged: boolean;
  readonly iterations: number;
  /** The largest error of an area's people, as a share. */
  readonly largestError: number;
}

/**
 * What would a table look like if areas and groups were as large as in another, and who lives with whom stayed as it is?
 *
 * **How** iterative proportional fitting: the counts are scaled by rows and columns until their sums are those of the target, which keeps
 * all odds ratios. The total is that of the target.
 *
 * @param counts - people by area and group: the structure
 * @param target - people by area and group: the margins, of the same areas and labels in the same order
 * @param options - how exactly margins are met
 * @returns counts with the labels of the structure; `converged` is false where its cells of 0 do not admit the margins
 * @throws RangeError for tables of different areas or labels
 *
 * **Cost** O(iterations · areas · groups)
 *
 * [deming-1940] [karmel-maclachlan-1988]
 * @example
 * const counts = { labels: ["men", "women"], count: Float64Array.of(100, 50, 50, 50, 100, 50) };
 * const target = { labels: ["men", "women"], count: Float64Array.of(125, 100, 100, 100, 100, 75) };
 * adjustMargins(counts, target).count.map((n) => Math.round(n)); // Float64Array(6) [ 135, 90, 85, 115, 105, 70 ]
 */
export function adjustMargins(
  counts: AreaCounts,
  target: AreaCounts,
  options: AdjustMarginsOptions = {},
): AdjustedCounts {
  const where = "adjustMargins";
  const areas = checkAreaCounts(where, counts);
  checkLength(where, "areas of target", checkAreaCounts(where, target, "target"), areas);
  checkOptions(where, options, ["tolerance", "maxIterations"]);
  const limits = limitsOf(where, options);
  const { labels } = counts;
  checkLength(where, "target.labels", target.labels.length, labels.length);
  const rows = Uint32Array.from({ length: areas }, (_, i) => i);
  const [own, other] = [part(counts, rows, labels), part(target, rows, labels)];
  const { table, balance } = fitted(where, own, other, other, limits, 0);
  const count = table.count.map((share) => share * other.total);
  const { converged, iterations, largestError } = balance;
  return { labels, count, converged, iterations, largestError };
}

function limitsOf(where: string, options: Partial<BalancingLimits>): BalancingLimits {
  const defaults = SEGREGATION_CHANGE_DEFAULTS;
  const { tolerance = defaults.tolerance, maxIterations = defaults.maxIterations } = options;
  checkBalancingLimits(where, { tolerance, maxIterations });
  return { tolerance, maxIterations };
}

/** The cells of a table with the margins of others, as shares of all. */
function fitted(
  where: string,
  structure: ManyGroups,
  groupsOf: ManyGroups,
  areasOf: ManyGroups,
  limits: BalancingLimits,
  zeroCell: number,
): { table: ManyGroups; balance: Balance } {
  const k = structure.labels.length;
  const row = new Float64Array(k);
  const areaTotal = areasOf.areaTotal.map((people) => people / areasOf.total);
  const groupTotal = groupsOf.groupTotal.map((people) => people / groupsOf.total);
  const read = (i: number): Float64Array => {
    for (let g = 0; g < k; g++) row[g] = structure.count[i * k + g]! || zeroCell;
    return row;
  };
  const balance = balanceRows(where, "counts", read, { outflows: areaTotal, inflows: groupTotal }, limits);
  const count = new Float64Array(structure.count.length);
  for (let i = 0, c = 0; i < structure.areas; i++) {
    const cells = read(i);
    for (let g = 0; g < k; g++) count[c++] = balance.originFactors[i]! * cells[g]! * balance.destinationFactors[g]!;
  }
  return { table: { ...structure, count, areaTotal, groupTotal, total: 1 }, balance };
}

/** What is left of two tables where areas and groups without people in one of them are left out of both. */
function commonOf(
  first: AreaCounts,
  second: AreaCounts,
  areas: number,
): { rows: Uint32Array; labels: readonly string[]; tables: readonly [ManyGroups, ManyGroups] } {
  let labels = first.labels.filter((label) => second.labels.includes(label));
  let rows = Uint32Array.from({ length: areas }, (_, i) => i);
  for (;;) {
    const tables = [part(first, rows, labels), part(second, rows, labels)] as const;
    const keptRows = rows.filter((_, r) => tables.every(({ areaTotal }) => areaTotal[r]! > 0));
    const keptLabels = labels.filter((_, g) => tables.every(({ groupTotal }) => groupTotal[g]! > 0));
    if (keptRows.length === rows.length && keptLabels.length === labels.length) return { rows, labels, tables };
    rows = keptRows;
    labels = keptLabels;
  }
}

/** Some areas and groups of a table. */
function part({ labels: all, count }: AreaCounts, rows: Uint32Array, labels: readonly string[]): ManyGroups {
  const k = labels.length;
  const groupNumbers = labels.map((label) => all.indexOf(label));
  const table = {
    areas: rows.length,
    labels,
    groupNumbers,
    count: new Float64Array(rows.length * k),
    areaTotal: new Float64Array(rows.length),
    groupTotal: new Float64Array(k),
  };
  let total = 0;
  for (let r = 0; r < rows.length; r++) {
    for (let g = 0; g < k; g++) {
      const c = count[rows[r]! * all.length + groupNumbers[g]!]!;
      table.count[r * k + g] = c;
      table.areaTotal[r]! += c;
      table.groupTotal[g]! += c;
      total += c;
    }
  }
  return { ...table, total };
}
