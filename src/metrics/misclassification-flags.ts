import { LuDecomposition, Matrix } from "ml-matrix";
import { checkLength, checkNumber, checkOptions, fail, failInWords } from "../core/check.ts";
import { checkDense, checkLists } from "../core/check-tables.ts";
import { toMatrix } from "../core/matrix.ts";
import type { DenseMatrix } from "../types.ts";
import { groupNumberOf } from "./segregation-counts.ts";

/**
 * How often the flag of a group is right: which shares of each group's people are shown as each group.
 */

export interface FlagSharesOptions {
  /** The labels of the two groups, as the counts have them. */
  readonly labels: readonly string[];
  /** The label that the flag finds: refugees, say. */
  readonly group: string;
  /** The share of the group's people who carry its flag. */
  readonly sensitivity: number;
  /** The share of the others who do not carry it. */
  readonly specificity: number;
}

/**
 * How does a flag show two groups, if it finds this share of the one and spares this share of the other?
 *
 * @param options - the labels, and how good the flag is
 * @returns for `correctMisclassification`: the row of a group holds the shares of its people who are shown as each
 * @throws RangeError unless there are two labels, and where the shares are not from 0 to 1
 *
 * **Cost** O(1)
 * @example
 * const flags = buildFlagShares({ labels: ["locals", "refugees"], group: "refugees", sensitivity: 0.75, specificity: 1 });
 * flags.value; // Float64Array(4) [ 1, 0, 0.25, 0.75 ]
 */
export function buildFlagShares(options: FlagSharesOptions): DenseMatrix {
  const where = "buildFlagShares";
  checkOptions(where, options, ["labels", "group", "sensitivity", "specificity"]);
  const { labels, sensitivity, specificity } = options;
  checkLists(where, "options", options, ["labels"], "an object with labels");
  checkLength(where, "labels", labels.length, 2);
  checkNumber(where, "sensitivity", sensitivity, 0, 1);
  checkNumber(where, "specificity", specificity, 0, 1);
  const found = [1 - sensitivity, sensitivity];
  const spared = [specificity, 1 - specificity];
  const first = groupNumberOf(where, "group", labels, options.group) === 0;
  const value = first ? [...found.reverse(), ...spared.reverse()] : [...spared, ...found];
  return { rows: 2, columns: 2, value: Float64Array.from(value) };
}

/** The flag of a correction. */
export interface FlagProblem {
  readonly groups: number;
  /** Share of true group i that is shown as j: shares[i · groups + j]. */
  readonly shares: Float64Array;
  /** Its inverse: how a person shown as j counts towards true group g, inverse[j · groups + g]. */
  readonly inverse: Float64Array;
}

/** Checks the shares of a flag and inverts them. */
export function flagProblemOf(where: string, flags: DenseMatrix, groups: number): FlagProblem {
  checkDense(where, "flags", flags);
  if (flags.rows !== groups || flags.columns !== groups) {
    fail(where, "flags", `of ${groups} rows and columns, one for each label`, `${flags.rows} × ${flags.columns}`);
  }
  const shares = flags.value;
  for (let g = 0; g < groups; g++) {
    let sum = 0;
    for (let j = 0; j < groups; j++) {
      checkNumber(where, `flags [${g}, ${j}]`, shares[g * groups + j]!, 0, 1);
      sum += shares[g * groups + j]!;
    }
    if (Math.abs(sum - 1) > ROW_TOLERANCE) fail(where, `the sum of row ${g} of flags`, "1", sum);
  }
  const decomposed = new LuDecomposition(toMatrix(flags));
  const inverse = decomposed.isSingular() ? [Infinity] : decomposed.solve(Matrix.eye(groups)).to1DArray();
  if (!inverse.every((pull) => Math.abs(pull) <= LARGEST_PULL)) {
    failInWords(where, "flags", "such that they tell the groups apart", "rows that depend on each other");
  }
  return { groups, shares, inverse: Float64Array.from(inverse) };
}

/** Rows of shares may miss 1 by rounding. */
const ROW_TOLERANCE = 1e-9;
/** An inverse with more than this in it is rounding: shares are known to 1e-9, which it would blow up to whole people. */
const LARGEST_PULL = 1e9;
