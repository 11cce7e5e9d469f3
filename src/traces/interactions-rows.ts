import type { Column, Columns, Sequences } from "../types.ts";

/** Fewer rows of the same table: what selections and splits are made of. */

/** The table with the rows that are marked 1, all its users kept. */
export function keepRows<S extends Sequences>(sequences: S, keep: Uint8Array): S {
  const { users, offsets } = sequences;
  const newOffsets = new Uint32Array(users.length + 1);
  let kept = 0;
  for (let u = 0; u < users.length; u++) {
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) kept += keep[i]!;
    newOffsets[u + 1] = kept;
  }
  const rows = new Uint32Array(kept);
  let at = 0;
  for (let i = 0; at < kept; i++) if (keep[i] === 1) rows[at++] = i;
  return withRows(sequences, users, newOffsets, rows);
}

/** The table with a user for each run of rows from[k] … to[k] − 1. */
export function keepRuns<S extends Sequences>(
  sequences: S,
  users: readonly string[],
  from: ArrayLike<number>,
  to: ArrayLike<number>,
): S {
  const offsets = new Uint32Array(users.length + 1);
  for (let k = 0; k < users.length; k++) offsets[k + 1] = offsets[k]! + to[k]! - from[k]!;
  const rows = new Uint32Array(offsets[users.length]!);
  let at = 0;
  for (let k = 0; k < users.length; k++) for (let i = from[k]!; i < to[k]!; i++) rows[at++] = i;
  return withRows(sequences, users, offsets, rows);
}

/** What the table holds beside users, offsets and columns stays as it is; the columns are copies. */
function withRows<S extends Sequences>(
  sequences: S,
  users: readonly string[],
  offsets: Uint32Array,
  rows: Uint32Array,
): S {
  const columns: Record<string, Column> = {};
  for (const [name, column] of Object.entries<Column>(sequences.columns)) columns[name] = takeRows(column, rows);
  return { ...sequences, users, length: rows.length, offsets, columns: columns as Columns };
}

/** The given rows of a column, in a column of the same kind. */
function takeRows(column: Column, rows: Uint32Array): Column {
  if (Array.isArray(column)) return Array.from(rows, (row) => column[row] as string);
  const source = column as Float64Array;
  const taken = new (source.constructor as Float64ArrayConstructor)(rows.length);
  for (let i = 0; i < taken.length; i++) taken[i] = source[rows[i]!]!;
  return taken;
}
