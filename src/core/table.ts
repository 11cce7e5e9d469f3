import type { Columns, Row, Table } from "../types.ts";
import { checkInteger, checkLength, isObject } from "./check.ts";
import { checkList, checkTable, failShape } from "./check-tables.ts";

/**
 * Makes a table of columns, all of one length.
 *
 * @param columns - named columns: typed arrays or arrays of strings
 * @returns the table; its columns are the arrays given, not copies
 * @throws RangeError where the columns differ in length
 * @example
 * const table = createTable({ day: Int32Array.of(1, 2), events: Uint32Array.of(4, 7) });
 * table.length; // 2
 */
export function createTable<C extends Columns>(columns: C): Table<C> {
  const where = "createTable";
  if (!isObject(columns)) failShape(where, "columns", "an object of columns", columns);
  const names = Object.keys(columns);
  for (const name of names) checkList(where, `columns.${name}`, columns[name]!);
  const length = names.length === 0 ? 0 : columns[names[0]!]!.length;
  for (const name of names) checkLength(where, `columns.${name}`, columns[name]!.length, length);
  return { length, columns };
}

/**
 * Shows the rows of a table as plain objects, for people and notebooks; loops over columns are far faster.
 *
 * @param table - any table
 * @param from - first row, 0 unless given
 * @param to - the row to stop before, the table's length unless given
 * @returns one plain object per row
 * @throws RangeError for anything but a table, flows among it, and for rows that are not there
 * @example
 * rowsOf(createTable({ day: Int32Array.of(1, 2), events: Uint32Array.of(4, 7) })); // [ { day: 1, events: 4 }, { day: 2, events: 7 } ]
 */
export function rowsOf<T extends Table>(table: T, from = 0, to?: number): Row<T>[] {
  const where = "rowsOf";
  checkTable(where, "table", table, []);
  checkInteger(where, "from", from, 0, table.length);
  const end = to === undefined ? table.length : to;
  checkInteger(where, "to", end, from, table.length);
  const names = Object.keys(table.columns);
  const rows: Row<T>[] = [];
  for (let r = from; r < end; r++) {
    const row: Record<string, unknown> = {};
    for (const name of names) row[name] = table.columns[name]![r];
    rows.push(row as Row<T>);
  }
  return rows;
}
