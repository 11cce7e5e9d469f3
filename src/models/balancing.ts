import {
  BALANCING_DEFAULTS,
  type Balance,
  balanceCells,
  balanceRows,
  checkBalancingLimits,
  checkMargins,
} from "../core/balancing.ts";
import { checkOptions, fail, isObject } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import type { CellReader } from "../core/row-cells.ts";
import { checkRowMatrix } from "../core/row-matrix.ts";
import { checkSparse } from "../core/sparse.ts";
import type { DenseMatrix, RowMatrix, SparseMatrix } from "../types.ts";

export interface BalanceFlowsOptions {
  /** How many are to leave each origin: one number of at least 0 per row of the seed. */
  readonly outflows: ArrayLike<number>;
  /** How many are to arrive at each destination: one number of at least 0 per column of the seed. */
  readonly inflows: ArrayLike<number>;
  /** What both are scaled to, above 0. Unless given, both must have the same sum. */
  readonly total?: number;
  /** The largest error of an outflow, as a share of it, above 0 and at most 1. */
  readonly tolerance?: number;
  /** How often the seed may be read, at least 1. */
  readonly maxIterations?: number;
}

/** Balanced flows by row, with the factors that make them and how well they meet the totals. */
export interface BalancedFlows extends RowMatrix, Balance {}

/**
 * What would the flows be if as many left each origin and arrived at each destination as are known to, and all else were as
 * in another table? Iterative proportional fitting, also Furness' or the biproportional method, raking, Deming and Stephan's
 * adjustment: last year's table brought to this year's totals, a sample to the census, the weights of a law to flows.
 *
 * **How** flow[o, d] = originFactors[o] · seed[o, d] · destinationFactors[d], the one table of this form with these totals. Of
 * all tables with these totals it is the nearest to the seed in the sense of Kullback and Leibler; ratios of odds are those of
 * the seed. Rows and columns are scaled to their totals in turn, which converges slowly; the last twenty steps are mixed, which
 * takes some five to twenty times fewer of them and ends in the same table. Factors are such that the largest
 * destinationFactor is 1.
 *
 * @param seed - numbers of at least 0, in full, by row or sparse. 0 stays 0: pairs without exchange, such as the diagonal
 * @param options - totals, and when to stop
 * @returns the flows, to be read by row (`denseFromRows`, `sparseFromRows`), with their factors. Rows and columns of total 0
 * are exactly 0, and so are their factors. `largestError` is that of the outflows, inflows being exact; `iterations` counts
 * readings of the seed. `converged` is false where the tolerance was not reached, as when the zeros of the seed do not admit
 * the totals. Where that is certain, `unmetOutflows` and `unmetInflows` tell by number which origins send more than the
 * destinations they reach may take, and which destinations take more than the origins that reach them have; otherwise both
 * are empty
 * @throws RangeError for cells or totals that are not finite or below 0, or totals with different sums and no `total`
 *
 * **Cost** one reading of the seed per iteration, tens of them as a rule, and one more; no memory but some sixty numbers per
 * column
 *
 * [deming-1940] [furness-1965] [anderson-1965]
 * @example
 * const seed = { rows: 2, columns: 2, value: Float64Array.of(5, 2, 1, 7) };
 * const flows = balanceFlows(seed, { outflows: [18, 20], inflows: [16, 22] });
 * denseFromRows(flows).value.map((flow) => Math.round(100 * flow) / 100); // Float64Array(4) [ 13.25, 4.75, 2.75, 17.25 ]
 * flows.converged; // true
 */
export function balanceFlows(
  seed: DenseMatrix | RowMatrix | SparseMatrix,
  options: BalanceFlowsOptions,
): BalancedFlows {
  const where = "balanceFlows";
  checkOptions(where, options, ["outflows", "inflows", "total", "tolerance", "maxIterations"]);
  const { outflows, inflows, total } = options;
  const { tolerance = BALANCING_DEFAULTS.tolerance, maxIterations = BALANCING_DEFAULTS.maxIterations } = options;
  const limits = { tolerance, maxIterations };
  checkBalancingLimits(where, limits);
  checkList(where, "outflows", outflows);
  checkList(where, "inflows", inflows);
  const [rows, columns] = [outflows.length, inflows.length];
  const given: unknown = seed;
  if (isObject(given) && "offsets" in given) {
    const sparse = seed as SparseMatrix;
    checkSparse(where, "seed", sparse, rows, columns);
    const negative = sparse.value.findIndex((x) => x < 0);
    if (negative >= 0) fail(where, `seed.value[${negative}]`, "at least 0", sparse.value[negative]);
    const margins = checkMargins(where, outflows, inflows, rows, columns, total);
    const read = sparseCells(sparse);
    return withRows(balanceCells(read, margins, limits), read);
  }
  const read = checkRowMatrix(where, "seed", seed as DenseMatrix | RowMatrix, rows, columns);
  const margins = checkMargins(where, outflows, inflows, rows, columns, total);
  const balance = balanceRows(where, "seed", read, margins, limits);
  return withRows(balance, (row) => ({ value: read(row), index: null, from: 0, to: columns }));
}

function sparseCells({ offsets, index, value }: SparseMatrix): CellReader {
  const here = { value, index, from: 0, to: 0 };
  return (row) => {
    here.from = offsets[row]!;
    here.to = offsets[row + 1]!;
    return here;
  };
}

function withRows(balance: Balance, read: CellReader): BalancedFlows {
  const { originFactors, destinationFactors } = balance;
  const fillRow = (row: number, into: Float64Array): void => {
    const factor = originFactors[row]!;
    into.fill(0);
    if (factor === 0) return;
    const { value, index, from, to } = read(row);
    for (let k = from; k < to; k++) {
      const c = index === null ? k - from : index[k]!;
      into[c] = factor * value[k]! * destinationFactors[c]!;
    }
  };
  return { rows: originFactors.length, columns: destinationFactors.length, fillRow, ...balance };
}
