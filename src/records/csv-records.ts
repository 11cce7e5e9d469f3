import { fail, failInWords } from "../core/check.ts";
import { BATCH_ROWS, type Batch, codeOf, setBytes } from "./batch.ts";
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
  const { fields, starts, ends, row, reason } = batch;
  const n = bytes.length;
  let line = firstLine;
  let next = from;
  let rows = 0;
  setBytes(batch, bytes);
  const { view } = batch;
  const separators = separator * 0x01010101;
  const lineEnds = LF * 0x01010101;
  while (next < n) {
    const base = rows * fields;
    let field = 0;
    let start = next;
    let i = next;
    for (;;) {
      if (i >= n || bytes[i] === QUOTE) break;
      // Four bytes at a time: where x − 0x01 borrows in a byte that had no high bit, that byte of x is 0.
      for (; i + 4 <= n; i += 4) {
        const word = view.getInt32(i, true);
        const s = word ^ separators;
        const l = word ^ lineEnds;
        const zeros = (((s - 0x01010101) & ~s) | ((l - 0x01010101) & ~l)) & 0x80808080;
        if (zeros !== 0) {
          i += (31 - Math.clz32(zeros & -zeros)) >>> 3;
          break;
        }
      }
      while (i < n && bytes[i] !== separator && bytes[i] !== LF) i++;
      if (i >= n || bytes[i] === LF) break;
      if (field < fields) {
        starts[base + field] = start;
        ends[base + field] = i;
      }
      field++;
      start = ++i;
    }
    if (i >= n && !last) break;
    if (i === start && i < n && bytes[i] === QUOTE) {
      const record = readQuoted(bytes, next, last, separator, starts, ends, base, fields);
      if (record === null) break;
      row[rows] = line;
      reason[rows++] = codeOfQuoted(record, fields);
      line += record.lines;
      if (record.doubledMarks && record.fields === fields) {
        takeUndoubled(batch, rows - 1, next, sink);
        setBytes(batch, bytes);
        rows = 0;
      }
      next = record.next;
    } else {
      const end = i > start && bytes[i - 1] === CR ? i - 1 : i;
      next = i + 1;
      line++;
      if (field === 0 && end === start) continue;
      if (field < fields) {
        starts[base + field] = start;
        ends[base + field] = end;
      }
      row[rows] = line - 1;
      reason[rows++] = field + 1 === fields ? 0 : codeOf("wrong number of fields");
    }
    if (rows === BATCH_ROWS) {
      batch.rows = rows;
      sink.take(batch);
      rows = 0;
    }
  }
  batch.rows = rows;
  if (rows > 0) sink.take(batch);
  return { next: Math.min(next, n), line };
}

/** Hands on the `rows` records of a batch, and then the one after them with its doubled quotation marks made single ones. */
function takeUndoubled(batch: Batch, rows: number, from: number, sink: RecordSink): void {
  const { fields, starts, ends, row } = batch;
  const ownStarts = starts.slice(rows * fields, (rows + 1) * fields);
  const ownEnds = ends.slice(rows * fields, (rows + 1) * fields);
  const ownRow = row[rows]!;
  batch.rows = rows;
  if (rows > 0) sink.take(batch);
  setBytes(batch, undoubled(batch.bytes, from, ownStarts, ownEnds));
  batch.rows = 1;
  starts.set(ownStarts);
  ends.set(ownEnds);
  row[0] = ownRow;
  batch.reason[0] = 0;
  sink.take(batch);
}

function codeOfQuoted(record: QuotedRecord, fields: number): number {
  if (record.spoilt) return codeOf("quotation mark out of place");
  return record.fields === fields ? 0 : codeOf("wrong number of fields");
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
        if (i >= n && i < tooFar && !last) return null;
        if (i >= n || i >= tooFar) return spoiltFrom(bytes, start, last);
        if (bytes[i + 1] !== QUOTE) break;
        doubledMarks = true;
        i += 2;
      }
      to = i++;
      if (i < n && bytes[i] === CR && (i + 1 >= n || bytes[i + 1] === LF)) i++;
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
  if (names.includes(null)) failInWords(where, "the header", "in UTF-8", "other bytes");
  return { names: names as string[], next, lines };
}
