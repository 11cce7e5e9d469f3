import { type Batch, reasonOf } from "../../src/records/batch.ts";
import type { CallsRead } from "../../src/records/calls-builder.ts";
import { createCsvReader } from "../../src/records/csv.ts";
import type { PlainRow } from "../slow/calls.ts";

/** The records that the reader of bytes finds: a field list per record, or the reason why it is none. */
export interface Found {
  readonly header: readonly string[];
  readonly records: { readonly line: number; readonly fields: readonly string[] | string }[];
}

/** Reads a text that comes in pieces with the reader of bytes. */
export function readPieces(
  pieces: readonly (string | Uint8Array)[],
  options: { separator?: string; header?: readonly string[] } = {},
): Found {
  let header: readonly string[] = [];
  const records: { line: number; fields: readonly string[] | string }[] = [];
  const take = (batch: Batch): void => {
    for (let r = 0; r < batch.rows; r++) {
      const fields = Array.from({ length: batch.fields }, (_, f) => {
        const k = r * batch.fields + f;
        return Buffer.from(batch.bytes.subarray(batch.starts[k], batch.ends[k])).toString("utf8");
      });
      records.push({ line: batch.row[r]!, fields: batch.reason[r] === 0 ? fields : reasonOf(batch.reason[r]!) });
    }
  };
  const reader = createCsvReader("test", options, {
    header: (names) => {
      header = names;
    },
    take,
  });
  for (const piece of pieces) reader.push(piece);
  reader.end();
  return { header, records };
}

/** Bytes cut into pieces at these places. */
export function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const cuts = [0, ...places.map((place) => Math.min(place, bytes.length)).sort((a, b) => a - b), bytes.length];
  return cuts.slice(1).map((to, c) => bytes.slice(cuts[c]!, to));
}

/** What a reading kept and refused, row by row with ids in place of numbers, in the form of the plain reader without lines. */
export function rowsRead(read: CallsRead): { kept: object[]; refused: { line: number; reason: string }[] } {
  const { calls, refused } = read;
  const { columns, users, locations } = calls;
  const antenna = (row: number): string | null => (row < 0 ? null : locations.columns.id[row]!);
  const kept = Array.from({ length: calls.length }, (_, r) => ({
    caller: users[columns.caller[r]!]!,
    callee: users[columns.callee[r]!]!,
    time: columns.time[r]!,
    callerAntenna: antenna(columns.callerAntenna[r]!),
    calleeAntenna: antenna(columns.calleeAntenna[r]!),
    duration: Number.isNaN(columns.duration[r]!) ? null : columns.duration[r]!,
    kind: columns.kind[r]!,
  }));
  const lines = Array.from(refused.columns.row);
  return { kept, refused: lines.map((line, r) => ({ line, reason: refused.columns.reason[r]! })) };
}

/** What the plain reader kept and refused, in the same form. */
export function rowsOfPlain(rows: readonly PlainRow[]): {
  kept: object[];
  refused: { line: number; reason: string }[];
} {
  const kept: object[] = [];
  const refused: { line: number; reason: string }[] = [];
  for (const row of rows) {
    if (row.reason !== null) refused.push({ line: row.line, reason: row.reason });
    else {
      const { line: _, reason: __, ...record } = row;
      kept.push(record);
    }
  }
  return { kept, refused };
}

/** A source of pieces. */
export async function* streamOf<T>(pieces: readonly T[]): AsyncGenerator<T> {
  for (const piece of pieces) yield piece;
}
