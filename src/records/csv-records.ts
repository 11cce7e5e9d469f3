import { fail } from "../core/check.ts";
import { BATCH_ROWS, type Batch, codeOf } from "./batch.ts";
import { textOf } from "./utf8.ts";

/**
 * The records in a piece of text with separators: where each field starts and ends. A record that the piece does not hold
 * whole is left for the next one.
 */

/** Takes what a text holds. */
export interface RecordSink {
  /** The names of the columns, once and first. */
  readonly header: (names: readonly string[]) => void;
  /** The next records, those with a wrong number of fields or a spoilt line among them. */
  readonly take: (batch: Batch) => void;
}

const LF = 10;
const CR = 13;
const QUOTE = 34;
/** So many bytes after the start of its record a quoted field must have ended. */
const QUOTED_BYTES = 1 << 16;

/** Reads whole records from `from` on into the batch, and hands the batch on whenever it is full and at the end. */
export function readRecords(
  bytes: Uint8Array,
  from: number,
  last: boolean,
  separator: number,
  firstLine: number,
  batch: Batch,
  sink: RecordSink,
): { next: number; line: number } {
  const { fields, starts, ends } = batch;
  const n = bytes.length;
  /** Bytes above this one are data wherever they stand. */
  const top = Math.max(separator, QUOTE);
  let line = firstLine;
  let next = from;
  batch.bytes = bytes;
  while (next < n) {
    const base = batch.rows * fields;
    let field = 0;
    let start = next;
    let i = next;
    for (;;) {
      let c = LF;
      for (; i < n; i++) {
        c = bytes[i]!;
        if (c <= top && (c === separator || c === LF || (c === QUOTE && i === start))) break;
      }
      if (c !== separator || i >= n) break;
      if (field < fields) {
        starts[base + field] = start;
        ends[base + field] = i;
      }
      field++;
      start = ++i;
    }
    if (i >= n && !last) break;
    batch.row[batch.rows] = line;
    if (i < n && bytes[i] === QUOTE) {
      const record = readQuoted(bytes, next, last, separator, starts, ends, base, fields);
      if (record === null) break;
      line += record.lines;
      if (record.doubledMarks && record.fields === fields) {
        const own = { starts: starts.slice(base, base + fields), ends: ends.slice(base, base + fields) };
        const row = batch.row[batch.rows]!;
        flush(batch, sink);
        batch.bytes = undoubled(bytes, next, own.starts, own.ends);
        batch.row[0] = row;
        starts.set(own.starts);
        ends.set(own.ends);
      }
      batch.reason[batch.rows++] = record.spoilt
        ? codeOf("quotation mark out of place")
        : record.fields === fields
          ? 0
          : codeOf("wrong number of fields");
      next = record.next;
      if (record.doubledMarks) flush(batch, sink);
      batch.bytes = bytes;
    } else {
      const end = i > start && bytes[i - 1] === CR ? i - 1 : i;
      line++;
      next = i + 1;
      if (field === 0 && end === start) continue;
      if (field < fields) {
        starts[base + field] = start;
        ends[base + field] = end;
      }
      batch.reason[batch.rows++] = field + 1 === fields ? 0 : codeOf("wrong number of fields");
    }
    if (batch.rows === BATCH_ROWS) flush(batch, sink);
  }
  flush(batch, sink);
  return { next: Math.min(next, n), line };
}

function flush(batch: Batch, sink: RecordSink): void {
  if (batch.rows > 0) sink.take(batch);
  batch.rows = 0;
}

interface QuotedRecord {
  /** Where the next record starts. */
  readonly next: number;
  readonly lines: number;
  readonly fields: number;
  readonly doubledMarks: boolean;
  readonly spoilt: boolean;
}

/** Reads one record with quotation marks; null where it is not whole yet. Fields beyond `limit` are counted, not noted. */
function readQuoted(
  bytes: Uint8Array,
  start: number,
  last: boolean,
  separator: number,
  starts: Int32Array,
  ends: Int32Array,
  base: number,
  limit: number,
): QuotedRecord | null {
  const n = bytes.length;
  const tooFar = start + QUOTED_BYTES;
  let fields = 0;
  let lines = 1;
  let doubledMarks = false;
  for (let i = start; ; i++) {
    let from = i;
    let to: number;
    if (i < n && bytes[i] === QUOTE) {
      from = ++i;
      for (;;) {
        while (i < n && i < tooFar && bytes[i] !== QUOTE) if (bytes[i++] === LF) lines++;
        if (i >= tooFar) return spoiltFrom(bytes, start, last);
        if (i + 1 >= n && !last) return null;
        if (i >= n) return spoiltFrom(bytes, start, last);
        if (bytes[i + 1] !== QUOTE) break;
        doubledMarks = true;
        i += 2;
      }
      to = i++;
      if (i < n && bytes[i] === CR) {
        if (i + 1 >= n && !last) return null;
        if (i + 1 >= n || bytes[i + 1] === LF) i++;
      }
      if (i < n && bytes[i] !== separator && bytes[i] !== LF) return spoiltFrom(bytes, start, last);
    } else {
      while (i < n && bytes[i] !== separator && bytes[i] !== LF) i++;
      to = i > from && bytes[i - 1] === CR && (i >= n || bytes[i] === LF) ? i - 1 : i;
    }
    if (i >= n && !last) return null;
    if (fields < limit) {
      starts[base + fields] = from;
      ends[base + fields] = to;
    }
    fields++;
    if (i >= n || bytes[i] === LF) return { next: i + 1, lines, fields, doubledMarks, spoilt: false };
  }
}

/** The first line of a record whose quotation marks are out of place; null where its end is not there yet. */
function spoiltFrom(bytes: Uint8Array, start: number, last: boolean): QuotedRecord | null {
  const end = bytes.indexOf(LF, start);
  if (end < 0 && !last) return null;
  return { next: end < 0 ? bytes.length : end + 1, lines: 1, fields: 0, doubledMarks: false, spoilt: true };
}

/** Copies a record with two quotation marks in a row made one in its quoted fields; moves `starts` and `ends` to the copy. */
function undoubled(bytes: Uint8Array, start: number, starts: Int32Array, ends: Int32Array): Uint8Array {
  const copy = new Uint8Array(ends[ends.length - 1]! - start);
  let at = 0;
  for (let f = 0; f < starts.length; f++) {
    const from = starts[f]!;
    const quoted = from > start && bytes[from - 1] === QUOTE;
    starts[f] = at;
    for (let i = from; i < ends[f]!; i++) {
      copy[at++] = bytes[i]!;
      if (quoted && bytes[i] === QUOTE) i++;
    }
    ends[f] = at;
  }
  return copy;
}

/** The names in a header that starts at `from`, none for an empty line; null where the header is not whole yet. */
export function readHeader(
  where: string,
  bytes: Uint8Array,
  from: number,
  last: boolean,
  separator: number,
): { names: string[]; next: number; lines: number } | null {
  if (from >= bytes.length) return null;
  const none = new Int32Array(0);
  const header = readQuoted(bytes, from, last, separator, none, none, 0, 0);
  if (header === null) return null;
  const { next, lines, fields } = header;
  if (header.spoilt)
    fail(where, "the header", "without a quotation mark out of place", textOf(bytes.subarray(from, next)));
  const starts = new Int32Array(fields);
  const ends = new Int32Array(fields);
  readQuoted(bytes, from, last, separator, starts, ends, 0, fields);
  if (fields === 1 && ends[0] === from) return { names: [], next, lines };
  const plain = undoubled(bytes, from, starts, ends);
  const names = Array.from(starts, (start, f) => textOf(plain.subarray(start, ends[f])));
  if (names.includes(null)) fail(where, "the header", "in UTF-8", "other bytes");
  return { names: names as string[], next, lines };
}
