import type { Flows, Located, SparseMatrix } from "../types.ts";
import { checkInteger, checkLength, checkOffsets, fail, failInWords } from "./check.ts";
import { checkList, checkLists, checkLocations } from "./check-tables.ts";

/**
 * Sparse matrices in compressed rows: built from entries in any order, read cell by cell, turned over.
 * An entry that is absent is a counted zero.
 */

/**
 * A sparse matrix from a full one.
 *
 * @param rows - how many rows
 * @param columns - how many columns
 * @param cells - the full matrix, row after row
 * @returns its cells other than zero in compressed rows
 * @throws RangeError unless there are rows · columns cells
 * @example
 * sparseFromDense(2, 2, [0, 7, 0, 0]).index; // Uint32Array(1) [ 1 ]
 */
export function sparseFromDense(rows: number, columns: number, cells: ArrayLike<number>): SparseMatrix {
  const where = "sparseFromDense";
  checkInteger(where, "rows", rows, 0);
  checkInteger(where, "columns", columns, 0);
  checkList(where, "cells", cells);
  checkLength(where, "cells", cells.length, rows * columns);
  const offsets = new Uint32Array(rows + 1);
  let entries = 0;
  for (let i = 0; i < cells.length; i++) if (cells[i] !== 0) entries++;
  const index = new Uint32Array(entries);
  const value = new Float64Array(entries);
  let at = 0;
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const cell = cells[r * columns + c]!;
      if (cell === 0) continue;
      index[at] = c;
      value[at++] = cell;
    }
    offsets[r + 1] = at;
  }
  return { offsets, index, value };
}

/**
 * A sparse matrix from entries ⟨row, column, value⟩ in any order; values of the same cell add up.
 *
 * **How** Two counting sorts, by column and then by row.
 *
 * @param rows - how many rows
 * @param columns - how many columns
 * @param row - the row of each entry
 * @param column - the column of each entry
 * @param value - the value of each entry
 * @returns the sums in compressed rows, columns ascending; a cell whose values add up to 0 keeps its entry
 * @throws RangeError for lists of different lengths, or a row or column that is not there
 *
 * **Cost** O(entries + rows + columns)
 *
 * @example
 * sparseFromEntries(2, 2, [1, 0, 1], [0, 1, 0], [3, 7, 4]).value; // Float64Array(2) [ 7, 7 ]
 */
export function sparseFromEntries(
  rows: number,
  columns: number,
  row: ArrayLike<number>,
  column: ArrayLike<number>,
  value: ArrayLike<number>,
): SparseMatrix {
  const where = "sparseFromEntries";
  checkInteger(where, "rows", rows, 0);
  checkInteger(where, "columns", columns, 0);
  for (const [name, list] of Object.entries({ row, column, value })) checkList(where, name, list);
  const n = row.length;
  if (column.length !== n || value.length !== n)
    failInWords(where, "column and value", `of length ${n}`, `${column.length} and ${value.length}`);
  for (let i = 0; i < n; i++) {
    checkPlace(where, "row", row, i, rows);
    checkPlace(where, "column", column, i, columns);
  }
  const order = countingOrder(row, countingOrder(column, null, columns), rows);
  const offsets = new Uint32Array(rows + 1);
  const index = new Uint32Array(n);
  const sums = new Float64Array(n);
  let at = 0;
  let lastRow = -1;
  let lastColumn = -1;
  for (let k = 0; k < n; k++) {
    const i = order[k]!;
    if (row[i] !== lastRow || column[i] !== lastColumn) {
      lastRow = row[i]!;
      lastColumn = column[i]!;
      offsets[lastRow + 1]!++;
      index[at++] = lastColumn;
    }
    sums[at - 1]! += value[i]!;
  }
  for (let r = 0; r < rows; r++) offsets[r + 1]! += offsets[r]!;
  return { offsets, index: index.slice(0, at), value: sums.slice(0, at) };
}

function checkPlace(where: string, name: string, places: ArrayLike<number>, i: number, limit: number): void {
  const place = places[i]!;
  if (!(place >= 0 && place < limit && Number.isInteger(place)))
    fail(where, `${name}[${i}]`, `a whole number from 0 to ${limit - 1}`, place);
}

/** The positions of `keys` in the order of the keys, equal ones in the order of `before` (or of the positions). */
function countingOrder(keys: ArrayLike<number>, before: Uint32Array | null, limit: number): Uint32Array {
  const place = new Uint32Array(limit + 1);
  for (let i = 0; i < keys.length; i++) place[keys[i]! + 1]!++;
  for (let k = 0; k < limit; k++) place[k + 1]! += place[k]!;
  const order = new Uint32Array(keys.length);
  for (let k = 0; k < keys.length; k++) {
    const i = before === null ? k : before[k]!;
    order[place[keys[i]!]!++] = i;
  }
  return order;
}

/** The position of a cell's entry in `index` and `value`, or −1 where the cell is a counted zero. Binary search. */
export function entryOf(matrix: SparseMatrix, row: number, column: number): number {
  let low = matrix.offsets[row]!;
  let high = matrix.offsets[row + 1]! - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const at = matrix.index[middle]!;
    if (at === column) return middle;
    if (at < column) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/**
 * The value of one cell of a sparse matrix.
 *
 * @param matrix - flows, shares or any other sparse matrix
 * @param row - its row
 * @param column - its column
 * @returns the value; 0 where the cell has no entry. Cost O(log entries of the row)
 * @throws RangeError for a row that is not there, and for a column that is no whole number of at least 0
 * @example
 * cellOf({ offsets: Uint32Array.of(0, 1), index: Uint32Array.of(2), value: Float64Array.of(7) }, 0, 2); // 7
 */
export function cellOf(matrix: SparseMatrix, row: number, column: number): number {
  const where = "cellOf";
  checkLists(where, "matrix", matrix, ["offsets", "index", "value"], "a sparse matrix");
  checkInteger(where, "row", row, 0, matrix.offsets.length - 2);
  checkInteger(where, "column", column, 0);
  const entry = entryOf(matrix, row, column);
  return entry < 0 ? 0 : matrix.value[entry]!;
}

/** Throws unless the matrix is well formed: rows as many as told, columns ascending and below `columns`, values finite. */
export function checkSparse(where: string, name: string, matrix: SparseMatrix, rows: number, columns: number): void {
  checkLists(where, name, matrix, ["offsets", "index", "value"], "a sparse matrix");
  const { offsets, index, value } = matrix;
  checkLength(where, `${name}.value`, value.length, index.length);
  checkOffsets(where, `${name}.offsets`, offsets, rows, index.length);
  for (let r = 0; r < rows; r++) {
    for (let k = offsets[r]!; k < offsets[r + 1]!; k++) {
      if (index[k]! >= columns || (k > offsets[r]! && index[k]! <= index[k - 1]!)) {
        fail(where, `${name}.index[${k}]`, `ascending within its row and below ${columns}`, index[k]);
      }
      if (!Number.isFinite(value[k]!)) fail(where, `${name}.value[${k}]`, "a finite number", value[k]);
    }
  }
}

/** Throws unless the flows are well formed: over locations, with a row and a column for each. */
export function checkFlows(where: string, name: string, flows: Located & SparseMatrix): void {
  checkLists(where, name, flows, ["offsets", "index", "value"], "flows over locations");
  checkLocations(where, `${name}.locations`, flows.locations);
  checkSparse(where, name, flows, flows.locations.length, flows.locations.length);
}

/** Throws unless the flows are well formed and say how many people stand behind each entry. */
export function checkPeopleOfFlows(where: string, name: string, flows: Flows): void {
  checkFlows(where, name, flows);
  checkList(where, `${name}.people`, flows.people);
  checkLength(where, `${name}.people`, flows.people.length, flows.index.length);
}
