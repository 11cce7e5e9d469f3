import { checkOptions, fail, isObject } from "../core/check.ts";
import { checkLists } from "../core/check-tables.ts";
import { checkRandom, checkRule } from "../core/check-variants.ts";
import { checkAnyMatrix, checkRowMatrix, type RowReader, sparseFromRows } from "../core/row-matrix.ts";
import type { DenseMatrix, Random, RowMatrix, SparseMatrix } from "../types.ts";
import type { ExpectedRows, FlowDraw } from "./generated-draws.ts";

export interface GenerateFlowsOptions {
  /** How whole numbers are drawn: `multinomialByOrigin()`, `multinomialTotal()`, `poissonDraws()`, `roundedDraws()` … . */
  readonly draw: FlowDraw;
  /** The source of random numbers, such as `createRandom(42)`. */
  readonly random: Random;
}

/**
 * What flows might be counted, if these were expected? Whole numbers of people, drawn at random: synthetic flows, behind
 * which stands nobody.
 *
 * **How** a row at a time, by the draw. What is expected to be 0 stays 0, and takes no random number, so that the same flows
 * held whole, sparse or by row give the same draws.
 *
 * @param expected - expected flows of at least 0, whole or not: held whole, computed by row, or sparse
 * @param options - the draw, and the source of random numbers
 * @returns whole flows in compressed rows; `{ locations, ...flows }` goes wherever counted flows go
 * @throws RangeError for expected flows that are negative or not finite, and for row sums that are not whole where the draw
 * keeps them
 *
 * **Cost** a pass over the expected flows, two for a multinomial of the total; O(places) memory beside the result. A row takes
 * as many draws as it has people or cells, whichever are fewer
 *
 * [devroye-1986] [hormann-1993]
 * @example
 * const expected = { rows: 1, columns: 3, value: Float64Array.of(0, 60, 40) };
 * const drawn = generateFlows(expected, { draw: multinomialByOrigin(), random: createRandom(1) });
 * drawn.value[0] + drawn.value[1]; // 100
 */
export function generateFlows(
  expected: DenseMatrix | RowMatrix | SparseMatrix,
  options: GenerateFlowsOptions,
): SparseMatrix {
  const where = "generateFlows";
  const rows = expectedRows(where, expected);
  checkOptions(where, options, ["draw", "random"]);
  const { draw, random } = options;
  checkRule(where, "draw", draw, "start", "a draw such as multinomialByOrigin()");
  checkRandom(where, "random", random);
  const drawRow = draw.start(where, rows, random);
  const fillRow = (row: number, into: Float64Array): void => drawRow(row, rows.read(row), into);
  const { offsets, index, value } = sparseFromRows({ rows: rows.rows, columns: rows.columns, fillRow });
  return { offsets, index, value };
}

/** Throws unless the value is a matrix; its reader throws for cells that are no expected flows. */
function expectedRows(where: string, expected: DenseMatrix | RowMatrix | SparseMatrix): ExpectedRows {
  const [readAny, rows, columns] = readerOf(where, expected);
  const read = (row: number): Float64Array => {
    const cells = readAny(row);
    for (let c = 0; c < columns; c++) {
      if (cells[c]! >= 0 && cells[c]! < Infinity) continue;
      fail(where, `expected: the flow of row ${row} and column ${c}`, "a finite number of at least 0", cells[c]);
    }
    return cells;
  };
  return { rows, columns, read };
}

function readerOf(
  where: string,
  expected: DenseMatrix | RowMatrix | SparseMatrix,
): [read: RowReader, rows: number, columns: number] {
  const given: unknown = expected;
  if (!isObject(given) || !("offsets" in given)) {
    const read = checkRowMatrix(where, "expected", expected as DenseMatrix | RowMatrix);
    return [read, (expected as DenseMatrix).rows, (expected as DenseMatrix).columns];
  }
  checkLists(where, "expected", given, ["offsets", "index", "value"], "a sparse matrix");
  const { offsets, index } = expected as SparseMatrix;
  const rows = offsets.length - 1;
  let columns = 0;
  for (let k = 0; k < index.length; k++) if (index[k]! >= columns) columns = index[k]! + 1;
  return [checkAnyMatrix(where, "expected", expected, rows, columns), rows, columns];
}
