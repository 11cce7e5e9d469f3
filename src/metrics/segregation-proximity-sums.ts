import { fail, isObject } from "../core/check.ts";
import { addRow, dotRow, type RowCells } from "../core/row-cells.ts";
import { checkAnyMatrix } from "../core/row-matrix.ts";
import { checkSparse } from "../core/sparse.ts";
import type { DenseMatrix, RowMatrix, SparseMatrix } from "../types.ts";
import type { Proximity } from "./segregation-proximity.ts";

/** Sums over all pairs of areas, from which every index of distance is made: in one pass, without the matrix of all pairs. */

/** How near areas are to one another, held whole, by rows, or sparse. */
export type AnyProximity = Proximity | DenseMatrix | RowMatrix | SparseMatrix;

/** Σ over areas j of proximity(i, j) · column(j), for each area i and each of the columns. */
export function proximitySums(
  where: string,
  proximity: AnyProximity,
  areas: number,
  columns: readonly Float64Array[],
): Float64Array[] {
  const sums = columns.map(() => new Float64Array(areas));
  const given: unknown = proximity;
  if (isObject(given) && "offsets" in given) {
    const { offsets, index, value } = proximity as SparseMatrix;
    checkSparse(where, "proximity", proximity as SparseMatrix, areas, areas);
    for (let i = 0; i < areas; i++) {
      const cells = { value, index, from: offsets[i]!, to: offsets[i + 1]! };
      checkCells(where, i, cells);
      columns.forEach((column, k) => {
        sums[k]![i] = dotRow(cells, column);
      });
    }
    return sums;
  }
  const read = checkAnyMatrix(where, "proximity", proximity, areas, areas);
  const { fillUpper } = proximity as Proximity;
  if (fillUpper === undefined) {
    for (let i = 0; i < areas; i++) {
      const cells = { value: read(i), index: null, from: 0, to: areas };
      checkCells(where, i, cells);
      columns.forEach((column, k) => {
        sums[k]![i] = dotRow(cells, column);
      });
    }
    return sums;
  }
  const value = new Float64Array(areas);
  for (let i = 0; i < areas; i++) {
    fillUpper(i, value);
    checkCells(where, i, { value, index: null, from: i, to: areas });
    const right = { value, index: null, from: i + 1, to: areas };
    columns.forEach((column, k) => {
      const sum = sums[k]!;
      sum[i]! += value[i]! * column[i]! + dotRow(right, column.subarray(i + 1));
      if (column[i] !== 0) addRow(right, column[i]!, sum.subarray(i + 1));
    });
  }
  return sums;
}

function checkCells(where: string, row: number, { value, index, from, to }: RowCells): void {
  for (let k = from; k < to; k++) {
    if (value[k]! >= 0 && value[k]! < Infinity) continue;
    const column = index === null ? k : index[k]!;
    fail(where, `the proximity of ${row} and ${column}`, "a finite number of at least 0", value[k]);
  }
}

/** Σ over areas of one column times another. */
export function dotOf(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
