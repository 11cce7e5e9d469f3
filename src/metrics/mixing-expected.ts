import { BALANCING_DEFAULTS, balanceRows } from "../core/balancing.ts";
import { checkOptions, fail } from "../core/check.ts";
import { type CountMixingOptions, mixingGroups } from "./mixing-counts.ts";
import type { WhoCallsWhom } from "./mixing-edges.ts";
import {
  checkColumn,
  type MixingColumn,
  type MixingMatrix,
  marginsOf,
  type SizedMixing,
  sizesOf,
} from "./mixing-matrix.ts";
import { tiesOf } from "./mixing-ties.ts";

export interface ExpectedByUsersOptions extends CountMixingOptions {
  /** What the matrix is of. */
  readonly column: MixingColumn;
}

/** How a mixing matrix is made comparable, and what it would be if nobody looked at groups. */

/**
 * Of what each group calls, which share goes to each group?
 *
 * **How** value from a to b / all from a
 *
 * @param mixing - a mixing matrix
 * @returns rows that sum to 1; NaN in the row of a group that calls nobody
 * @throws RangeError for a matrix that is none
 *
 * **Cost** O(groups²)
 *
 * @example
 * mixingRowShares({ labels: ["locals", "refugees"], value: [6, 2, 1, 3] }).value; // Float64Array(4) [ 0.75, 0.25, 0.25, 0.75 ]
 */
export function mixingRowShares<M extends MixingMatrix>(mixing: M): M {
  const { groups, value, out } = marginsOf("mixingRowShares", mixing);
  return { ...mixing, value: value.map((x, cell) => x / out[Math.floor(cell / groups)]!) };
}

/**
 * Of all calls, which share goes from each group to each?
 *
 * **How** value from a to b / total
 *
 * @param mixing - a mixing matrix
 * @returns cells that sum to 1; NaN where there is no call
 * @throws RangeError for a matrix that is none
 *
 * **Cost** O(groups²)
 *
 * @example
 * mixingTotalShares({ labels: ["locals", "refugees"], value: [5, 2, 2, 1] }).value; // Float64Array(4) [ 0.5, 0.2, 0.2, 0.1 ]
 */
export function mixingTotalShares<M extends MixingMatrix>(mixing: M): M {
  const { value, total } = marginsOf("mixingTotalShares", mixing);
  return { ...mixing, value: value.map((x) => x / total) };
}

/**
 * What would the mixing be if everybody were as likely to call anybody else? Expected by the sizes of groups: who could call
 * whom.
 *
 * **How** from a to b total · n_a · n_b / (N (N − 1)), within a total · n_a (n_a − 1) / (N (N − 1)), with N = Σ n.
 *
 * @param mixing - a mixing matrix with the sizes of its groups
 * @returns the expected matrix, of the same total; NaN with fewer than two people
 * @throws RangeError for a matrix or sizes that are none
 *
 * **Cost** O(groups²)
 *
 * [coleman-1958]
 *
 * @example
 * const mixing = { labels: ["locals", "refugees"], value: [6, 2, 1, 3], sizes: [2, 2] };
 * expectedMixingBySize(mixing).value; // Float64Array(4) [ 2, 4, 4, 2 ]
 */
export function expectedMixingBySize<M extends SizedMixing>(mixing: M): M {
  const where = "expectedMixingBySize";
  const { groups, value, total } = marginsOf(where, mixing);
  const { size, all } = sizesOf(where, mixing);
  return {
    ...mixing,
    value: value.map((_, cell) => {
      const a = Math.floor(cell / groups);
      const b = cell % groups;
      return (total * size[a]! * (a === b ? size[a]! - 1 : size[b]!)) / (all * (all - 1));
    }),
  };
}

/**
 * What would the mixing be if calls found their callees whatever the groups, given how much each group calls and is called?
 * Expected by activity, the configuration model of groups.
 *
 * **How** all from a · all to b / total. `expectedMixingByUsers` does it for people, who do not call themselves.
 *
 * @param mixing - a mixing matrix
 * @returns the expected matrix, of the same sums of rows and columns; NaN where there is no call
 * @throws RangeError for a matrix that is none
 *
 * **Cost** O(groups²)
 *
 * [newman-2003]
 *
 * @example
 * expectedMixingByActivity({ labels: ["locals", "refugees"], value: [6, 2, 1, 1] }).value; // Float64Array(4) [ 5.6, 2.4, 1.4, 0.6 ]
 */
export function expectedMixingByActivity<M extends MixingMatrix>(mixing: M): M {
  const sums = marginsOf("expectedMixingByActivity", mixing);
  const { groups, value, total } = sums;
  return {
    ...mixing,
    value: value.map((_, cell) => (sums.out[Math.floor(cell / groups)]! * sums.in[cell % groups]!) / total),
  };
}

/**
 * What would the mixing of groups be if calls found their callees whatever the groups, given how much each person calls and is
 * called, and that nobody calls themselves?
 *
 * **How** from a to b Σ o_u · i_v / (total − i_u) over different people u of a and v of b, with o_u all that u calls and i_v all
 * that v is called.
 *
 * @param records - calls, interactions in both directions, or ties
 * @param options - what is counted, the group of each person and the names of the groups
 * @returns the expected matrix with the sizes of the groups; its rows have the sums of the mixing itself. Zeros without a call
 * @throws RangeError as `countMixing`
 *
 * **Departs from the paper** the configuration model lets people call themselves; in a network of few this holds a group's own
 * cell too high.
 *
 * **Cost** O(records + people · groups)
 *
 * [newman-2003]
 *
 * @example
 * const columns = { caller: Uint32Array.of(0, 1, 2), callee: Uint32Array.of(1, 2, 0), time: Uint32Array.of(1, 2, 3), duration: Float64Array.of(60, 5, 7) };
 * const calls = { users: ["ana", "bo", "cy"], length: 3, columns };
 * const expected = expectedMixingByUsers(calls, { column: "calls", groupOf: [0, 0, 1], labels: ["locals", "refugees"] });
 * expected.value; // Float64Array(4) [ 1, 1, 1, 0 ]
 */
export function expectedMixingByUsers(records: WhoCallsWhom, options: ExpectedByUsersOptions): SizedMixing {
  const where = "expectedMixingByUsers";
  const { users, offsets, columns } = tiesOf(where, records);
  checkOptions(where, options, ["column", "groupOf", "labels"]);
  checkColumn(where, options.column);
  const { groupOf, labels } = mixingGroups(where, options, users.length);
  const weight = options.column === "contacts" ? null : columns[options.column];
  const groups = labels.length;
  const out = new Float64Array(users.length);
  const received = new Float64Array(users.length);
  for (let u = 0; u < users.length; u++) {
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      const w = weight === null ? 1 : weight[i]!;
      out[u]! += w;
      received[columns.contact[i]!]! += w;
    }
  }
  const receivedBy = new Float64Array(groups);
  const sizes = new Float64Array(groups);
  let total = 0;
  for (let u = 0; u < users.length; u++) {
    receivedBy[groupOf[u]!]! += received[u]!;
    sizes[groupOf[u]!]!++;
    total += received[u]!;
  }
  const value = new Float64Array(groups * groups);
  for (let u = 0; u < users.length; u++) {
    if (out[u] === 0) continue;
    const share = out[u]! / (total - received[u]!);
    for (let b = 0; b < groups; b++) {
      value[groupOf[u]! * groups + b]! += share * (receivedBy[b]! - (b === groupOf[u] ? received[u]! : 0));
    }
  }
  return { labels, value, sizes };
}

/**
 * How many times more do groups call each other than one would expect?
 *
 * **How** value / expected value, cell by cell
 *
 * @param mixing - a mixing matrix
 * @param expected - what one would expect, of the same groups
 * @returns 1 where nothing is more or less than expected; NaN where nothing was expected and nothing is, ∞ where something is
 * @throws RangeError for matrices that are none, or of other groups
 *
 * **Cost** O(groups²)
 *
 * @example
 * const mixing = { labels: ["locals", "refugees"], value: [6, 2, 1, 3], sizes: [2, 2] };
 * observedOverExpected(mixing, expectedMixingBySize(mixing)).value; // Float64Array(4) [ 3, 0.5, 0.25, 1.5 ]
 */
export function observedOverExpected<M extends MixingMatrix>(mixing: M, expected: MixingMatrix): M {
  const where = "observedOverExpected";
  const { value } = marginsOf(where, mixing);
  const { value: under } = marginsOf(where, expected);
  if (mixing.labels.some((label, g) => label !== expected.labels[g]) || value.length !== under.length) {
    fail(where, "the labels of expected", `${mixing.labels.join(", ")}`, expected.labels.join(", "));
  }
  return { ...mixing, value: value.map((x, cell) => x / under[cell]!) };
}

/**
 * How do groups mix beside what their sizes and their activity make of it? The matrix that every group calls and is called in
 * alike: only its odds ratios are left.
 *
 * **How** iterative proportional fitting of rows and columns to sums of 1 / groups: cell · row factor · column factor, which
 * keeps every odds ratio.
 *
 * @param mixing - a mixing matrix
 * @returns cells that sum to 1, each row and column to 1 / groups; all NaN where zeros do not allow it, as those of a group that
 * calls nobody. A zero is allowed where every other cell belongs to some way to pair off all callers with all callees
 * @throws RangeError for a matrix that is none
 *
 * **Cost** O(groups²) per iteration
 *
 * [deming-1940]
 *
 * @example
 * marginFreeMixing({ labels: ["locals", "refugees"], value: [90, 10, 4, 4] }).value.map((x) => Math.round(x * 1e6) / 1e6); // Float64Array(4) [ 0.375, 0.125, 0.125, 0.375 ]
 * marginFreeMixing({ labels: ["locals", "refugees"], value: [90, 10, 0, 4] }).value; // Float64Array(4) [ NaN, NaN, NaN, NaN ]
 */
export function marginFreeMixing<M extends MixingMatrix>(mixing: M): M {
  const where = "marginFreeMixing";
  const { groups, value } = marginsOf(where, mixing);
  if (!hasTotalSupport(value, groups)) return { ...mixing, value: value.map(() => Number.NaN) };
  const margin = new Float64Array(groups).fill(1 / groups);
  const read = (row: number): Float64Array => value.subarray(row * groups, (row + 1) * groups);
  const limits = { tolerance: 1e-13, maxIterations: BALANCING_DEFAULTS.maxIterations };
  const balance = balanceRows(where, "mixing", read, { outflows: margin, inflows: margin }, limits);
  const { originFactors, destinationFactors, converged } = balance;
  return {
    ...mixing,
    value: value.map((x, cell) =>
      converged ? originFactors[Math.floor(cell / groups)]! * x * destinationFactors[cell % groups]! : Number.NaN,
    ),
  };
}

/**
 * Whether a square matrix can be given equal sums of rows and columns without losing a cell: if every cell above 0 is in a set of
 * such cells with one in each row and column (total support). With one such set found, by augmenting paths, a cell is in another
 * one if a walk over cells and the set leads back from the row of its column to its own.
 */
function hasTotalSupport(value: Float64Array, groups: number): boolean {
  /** The row that the set has in each column. */
  const rowOf = new Int32Array(groups).fill(-1);
  const find = (row: number, tried: Uint8Array): boolean => {
    for (let c = 0; c < groups; c++) {
      if (value[row * groups + c] === 0 || tried[c] === 1) continue;
      tried[c] = 1;
      if (rowOf[c]! >= 0 && !find(rowOf[c]!, tried)) continue;
      rowOf[c] = row;
      return true;
    }
    return false;
  };
  for (let row = 0; row < groups; row++) if (!find(row, new Uint8Array(groups))) return false;
  const reached = Array.from({ length: groups }, (_, row) => {
    const rows = new Set([row]);
    for (const from of rows) for (let c = 0; c < groups; c++) if (value[from * groups + c]! > 0) rows.add(rowOf[c]!);
    return rows;
  });
  return value.every((x, cell) => x === 0 || reached[rowOf[cell % groups]!]!.has(Math.floor(cell / groups)));
}
