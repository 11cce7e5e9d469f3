import type { Columns, Row, Table } from "../types.ts";
import { checkInteger, checkLength } from "./check.ts";

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
  const names = Object.keys(columns);
  const length = names.length === 0 ? 0 : columns[names[0]!]!.length;
  for (const name of names) checkLength("createTable", `columns.${name}`, columns[name]!.length, length);
  return { length, columns };
}

/**
 * Shows the rows of a table as plain objects, for people and notebooks; loops over columns are far faster.
 *
 * @param table - any table
 * @param from - first row, 0 unless given
 * @param to - the row to stop before, the table's length unless given
 * @returns one plain object per row
 * @example
 * rowsOf(createTable({ day: Int32Array.of(1, 2), events: Uint32Array.of(4, 7) })); // [ { day: 1, events: 4 }, { day: 2, events: 7 } ]
 */
export function rowsOf<T extends Table>(table: T, from = 0, to: number = table.length): Row<T>[] {
  checkInteger("rowsOf", "from", from, 0, table.length);
  checkInteger("rowsOf", "to", to, from, table.length);
  const names = Object.keys(table.columns);
  const rows: Row<T>[] = [];
  for (let r = from; r < to; r++) {
    const row: Record<string, unknown> = {};
    for (const name of names) row[name] = table.columns[name]![r];
    rows.push(row as Row<T>);
  }
  return rows;
}
